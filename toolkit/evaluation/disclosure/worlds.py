"""Two worlds that a reader could not tell from the truth: the proof that a number is uncertain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from toolkit.evaluation.disclosure.repair import Repair, Target, repair
from toolkit.evaluation.disclosure.system import Level, System

Floats = npt.NDArray[np.float64]


TINY = 1e-6
"""A number this near to a whole one is it."""

ATTEMPTS = 6
"""Linear programs to try before CP-SAT: the first for any worlds, the others for worlds that differ little."""


def find_worlds(
    system: System, levels: Sequence[Level], target: Target, near: Sequence[int], *, publish_at: int
) -> Repair | None:
    """Two worlds of whole numbers that fit all that is shown, in which the target differs by its width and nothing but
    the cells `near` differs from the truth; None when there are none.

    Solved as linear program, whose corners are mostly whole numbers already; else by CP-SAT.
    """
    problem = _Problem(system, levels, target, near, publish_at)
    for attempt in range(ATTEMPTS):
        found = problem.solve(attempt)
        if found == "none":
            return None
        if found != "broken":
            return Repair({}, found)
    return repair(system, levels, target, near, publish_at=publish_at)


Worlds = tuple[dict[int, int], dict[int, int]]


class _Problem:
    """Changes of the withheld unknowns against the truth, first those of one world, then of the other."""

    def __init__(
        self, system: System, levels: Sequence[Level], target: Target, near: Sequence[int], publish_at: int
    ) -> None:
        from scipy.sparse import coo_array

        self.system = system
        self.free = [
            u
            for cell in near
            for u in system.of_cell[cell]
            if levels[cell] >= (Level.COUNTS if system.unknowns[u].name else Level.WHOLE)
        ]
        place = {u: i for i, u in enumerate(self.free)}
        size = len(self.free)
        lines = sorted({e for u in self.free for e, _ in system.terms_of[u]})
        number = {e: i for i, e in enumerate(lines)}
        row, column, sign = [], [], []
        for u, i in place.items():
            for e, s in system.terms_of[u]:
                row += [number[e], len(lines) + number[e]]
                column += [i, size + i]
                sign += [s, s]
        for u, s in target.terms:
            if u in place:
                row += [2 * len(lines)] * 2
                column += [place[u], size + place[u]]
                sign += [s, -s]
        # The truth fulfils every relation, so that changes add up to nothing, or use up the slack of an inequality.
        slack = np.array([-float(system.slack[e]) for e in lines])
        above = np.array([0.0 if system.equations[e].exact else np.inf for e in lines])
        self.matrix = coo_array((sign, (row, column)), shape=(2 * len(lines) + 1, 2 * size)).tocsr()
        self.low: Floats = np.concatenate([slack, slack, [float(target.width)]])
        self.high: Floats = np.concatenate([above, above, [np.inf]])
        reach = 2.0 * max(publish_at, target.width)
        less = np.array([-min(reach, system.unknowns[u].value) for u in self.free])
        self.least: Floats = np.concatenate([less, less])
        self.most: Floats = np.full(2 * size, reach)

    def solve(self, attempt: int) -> Worlds | Literal["none", "broken"]:
        """Worlds, or "none" where there are none, or "broken" where the corner found is not in whole numbers. From the
        second attempt on, as little as possible changes, which mostly helps against broken numbers."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import hstack

        size = len(self.least)
        if not size:
            return "none"
        sparse = attempt > 0
        if sparse:
            # Different prices, the same in every run, keep equally good ways from being mixed into broken numbers.
            price = 1 + 0.2 * np.tile(np.modf(np.arange(size) * 0.6180339887 * attempt)[0], 2)
            matrix = hstack([self.matrix, -self.matrix]).tocsr()
            bounds = Bounds(np.zeros(2 * size), np.concatenate([self.most, -self.least]))
        else:
            price, matrix, bounds = np.zeros(size), self.matrix, Bounds(self.least, self.most)
        lines = LinearConstraint(matrix, self.low, self.high)
        answer = milp(price, constraints=lines, bounds=bounds)
        if answer.x is None:
            return "none"
        # Whole numbers next to the corner, where it is not one already.
        down, up = np.floor(answer.x + TINY), np.ceil(answer.x - TINY)
        if (down < up).any():
            answer = milp(
                price, constraints=lines, bounds=Bounds(down, up), integrality=np.ones(len(price), dtype=np.int64)
            )
            if answer.x is None:
                return "broken"
        change = np.rint(answer.x[:size] - answer.x[size:] if sparse else answer.x)
        sums = self.matrix @ change
        fits = ((sums >= self.low) & (sums <= self.high)).all()
        if not (fits and (change >= self.least).all()):
            return "broken"
        first, second = change[: size // 2], change[size // 2 :]
        return self._world(first), self._world(second)

    def _world(self, change: Floats) -> dict[int, int]:
        return {u: self.system.unknowns[u].value + int(by) for u, by in zip(self.free, change.tolist(), strict=True)}
