"""Many numbers at a time, for tables too large to ask about each: linear programs over all cells that hang together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from toolkit.evaluation.disclosure.repair import Target
from toolkit.evaluation.disclosure.system import Level, System

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = npt.NDArray[np.float64]

_TINY = 1e-6
_HIDDEN_PRICE = 1e-3
"""Of moving a person in a number that is withheld already: little, so that worlds stay small."""

_ROUNDING_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Way:
    """What would let a number be further from the truth: cells to withhold, what they cost, and the world, which may
    be in broken numbers."""

    levels: dict[int, Level]
    cost: float
    change: Floats


class Relaxed:
    """Cells that hang together, as a matrix of all that a reader knows of them. A world is written as the change of
    each unknown against the truth, in the order of `unknowns`."""

    def __init__(self, system: System, cells: Sequence[int], *, alone: bool = False) -> None:
        """With `alone`, nothing is minded that also concerns other cells."""
        from scipy.sparse import csr_array

        self.system, self.cells = system, tuple(cells)
        self.unknowns = [u for cell in cells for u in system.of_cell[cell]]
        self.place = {u: i for i, u in enumerate(self.unknowns)}
        lines = sorted({e for u in self.unknowns for e, _ in system.terms_of[u]})
        if alone:
            lines = [e for e in lines if all(u in self.place for u, _ in system.equations[e].terms)]
        number = {e: i for i, e in enumerate(lines)}
        terms = [(number[e], i, s) for i, u in enumerate(self.unknowns) for e, s in system.terms_of[u] if e in number]
        row, column, sign = zip(*terms, strict=True) if terms else ((), (), ())
        self.matrix: csr_array = csr_array(
            (np.array(sign, np.float64), (row, column)), shape=(len(lines), len(self.unknowns))
        )
        self.least = np.array([-float(system.slack[e]) for e in lines])
        self.exact = np.array([system.equations[e].exact for e in lines], dtype=np.bool_)
        self.value = np.array([float(system.unknowns[u].value) for u in self.unknowns])

    def hidden(self, levels: Sequence[Level]) -> npt.NDArray[np.bool_]:
        """Which unknowns are withheld."""
        kinds = (self.system.unknowns[u] for u in self.unknowns)
        return np.array([levels[k.cell] >= (Level.COUNTS if k.name else Level.WHOLE) for k in kinds], dtype=np.bool_)

    def spread(self, levels: Sequence[Level], wanted: Sequence[tuple[Target, int]], reach: float) -> Floats | None:
        """A world of whole numbers that fits all that is shown and in which many targets differ from the truth at
        once, each towards its sign as far as its width; None where none is found."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import block_array, csr_array, eye_array

        free = np.flatnonzero(self.hidden(levels))
        at = {int(place): i for i, place in enumerate(free)}
        terms = [
            (t, at[self.place[u]], s * sign)
            for t, (target, sign) in enumerate(wanted)
            for u, s in target.terms
            if self.place.get(u, -1) in at
        ]
        if not terms:
            return None
        row, column, signs = zip(*terms, strict=True)
        aims = csr_array((np.array(signs, np.float64), (row, column)), shape=(len(wanted), free.size))
        matrix = self.matrix[:, free]
        nothing = np.zeros(len(wanted))
        lines = LinearConstraint(
            block_array([[matrix, None], [aims, -eye_array(len(wanted))]], format="csr"),
            np.concatenate([self.least, nothing]),
            np.concatenate([np.where(self.exact, 0.0, np.inf), nothing + np.inf]),
        )
        least, most = -np.minimum(reach, self.value[free]), np.full(free.size, reach)
        widths = np.array([float(target.width) for target, _ in wanted])
        answer = milp(
            np.concatenate([np.zeros(free.size), -1 / widths]),
            constraints=lines,
            bounds=Bounds(np.concatenate([least, nothing - 2 * reach]), np.concatenate([most, widths])),
        )
        if answer.x is None:
            return None
        change = np.zeros(len(self.unknowns))
        change[free] = answer.x[: free.size]
        return self.in_whole_numbers(change)

    def cheapest(self, levels: Sequence[Level], target: Target, move: float, reach: float) -> Way | None:
        """The way to a world in which the target differs from the truth by `move` (either sign), each person moved at
        the price of the cell; None when there is none at all.

        This is the heuristic of Kelly, Golden and Assad 1992 (Networks 22, 397-417): a linear program for each number.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import block_array, csr_array

        size = len(self.unknowns)
        aim = np.zeros(size)
        for u, sign in target.terms:
            if u in self.place:
                aim[self.place[u]] = sign
        if not aim.any():
            return None
        hidden = self.hidden(levels)
        price = np.where(hidden, _HIDDEN_PRICE, self._prices() / abs(move))
        change = block_array([[self.matrix, -self.matrix]], format="csr")
        goal = csr_array(np.concatenate([aim, -aim])[None, :] * np.sign(move))
        answer = milp(
            np.tile(price * _uneven(size), 2),
            constraints=LinearConstraint(
                block_array([[change], [goal]], format="csr"),
                np.append(self.least, abs(move)),
                np.append(np.where(self.exact, 0.0, np.inf), np.inf),
            ),
            bounds=Bounds(np.zeros(2 * size), np.append(np.full(size, reach), np.minimum(reach, self.value))),
        )
        if answer.x is None:
            return None
        moved = answer.x[:size] - answer.x[size:]
        raised: dict[int, Level] = {}
        for place in np.flatnonzero((np.abs(moved) > _TINY) & ~hidden).tolist():
            unknown = self.system.unknowns[self.unknowns[place]]
            needed = Level.COUNTS if unknown.name else Level.WHOLE
            raised[unknown.cell] = max(needed, raised.get(unknown.cell, needed))
        return Way(raised, sum(self.system.cost[c] for c in raised), moved)

    def in_whole_numbers(self, change: Floats) -> Floats | None:
        """A world of whole numbers next to one that may be in broken ones, or None."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        down, up = np.floor(change + _TINY), np.ceil(change - _TINY)
        broken = np.flatnonzero(down < up)
        found = down
        if broken.size:
            known = self.matrix @ np.where(down < up, 0.0, down)
            lines = LinearConstraint(self.matrix[:, broken], self.least - known, np.where(self.exact, -known, np.inf))
            answer = milp(
                np.zeros(broken.size),
                constraints=lines,
                bounds=Bounds(down[broken], up[broken]),
                integrality=np.ones(broken.size, dtype=np.int64),
                options={"time_limit": _ROUNDING_SECONDS},
            )
            if answer.x is None:
                return None
            found[broken] = np.rint(answer.x)
        return found if self.fits(found[None, :])[0] else None

    def fits(self, changes: Floats) -> npt.NDArray[np.bool_]:
        """Which of these (worlds × unknowns, whole numbers) fit all that a reader knows."""
        sums = (self.matrix @ changes.T).T
        lines = np.where(self.exact, np.abs(sums) < 0.5, sums > self.least - 0.5).all(axis=1)
        return np.asarray(lines & (changes >= -self.value).all(axis=1))

    def _prices(self) -> Floats:
        cost, unknowns = self.system.cost, self.system.unknowns
        return np.array([cost[unknowns[u].cell] / (2 if unknowns[u].name else 1) for u in self.unknowns])


def _uneven(size: int) -> Floats:
    """A few tenths of difference, the same in every run, keep equally good ways from being mixed to broken numbers."""
    return np.asarray(1 + 0.2 * np.modf(np.arange(size) * 0.6180339887)[0])
