"""Complementary cells where many hang together: worlds are gathered until they leave all withheld uncertain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from toolkit.evaluation.disclosure.relaxed import Floats, Relaxed, Way
from toolkit.evaluation.disclosure.repair import Target
from toolkit.evaluation.disclosure.system import Level, System

Targets = Callable[[int], Sequence[Target]]
"""What must stay uncertain about a withheld cell."""

MOST_WORLDS = 400
"""Linear programs for one set of cells. When they run out, the numbers that are left are asked for one by one."""

LEAST_SHOWN, LEAST_GROUPS = 0.25, 12
"""A table of so many groups is not shown at all when fewer than this share of them are large enough."""

_FEW = 6
"""At least so many targets in one question; of many, a part, another one each time."""


class Together:
    """The state of one set of cells: what is withheld (in `levels`, which is changed) and the worlds that a reader
    could not tell from the truth. The truth is the first of them."""

    def __init__(self, relaxed: Relaxed, levels: list[Level], targets: Targets, publish_at: int) -> None:
        self.relaxed, self.levels, self.targets = relaxed, levels, targets
        self.publish_at = publish_at
        self.worlds: list[Floats] = [np.zeros(len(relaxed.unknowns))]
        self.questions = 0
        self._random = np.random.default_rng(1)

    def withhold(self) -> None:
        """Withhold until every target is uncertain, as far as that can be found."""
        hopeless: set[Target] = set()
        while self.questions < MOST_WORLDS:
            left = [target for target in self._left() if target not in hopeless]
            if not left:
                return
            if self._spread(left):
                continue
            # What no world has moved far enough needs more to be withheld, the smallest group first.
            target = left[0]
            if not self._withhold_for(target):
                hopeless.add(target)

    def give_back(self, least: Sequence[Level]) -> None:
        """Show cells again, down to their level in `least`, where the worlds that are known do without them.

        The dearest first.
        """
        system = self.relaxed.system
        if self._left():
            return
        worlds = np.array(self.worlds)
        added = [c for c in self.relaxed.cells if self.levels[c] > least[c]]
        for cell in sorted(added, key=lambda c: (-system.cost[c], c)):
            for level in sorted({least[cell], max(least[cell], Level.COUNTS)}):
                if level >= self.levels[cell]:
                    break
                shown = [
                    self.relaxed.place[u]
                    for u in system.of_cell[cell]
                    if level < (Level.COUNTS if system.unknowns[u].name else Level.WHOLE)
                ]
                kept = worlds[(worlds[:, shown] == 0).all(axis=1)]
                before = self.levels[cell]
                self.levels[cell] = level
                if len(self._left(kept)):
                    self.levels[cell] = before
                    continue
                worlds = kept
                break
        self.worlds = list(worlds)

    def as_worlds(self) -> Iterator[dict[int, int]]:
        """The worlds, as values by unknown."""
        unknowns, value = self.relaxed.unknowns, self.relaxed.value
        for change in self.worlds[1:]:
            moved = np.flatnonzero(change)
            yield {unknowns[p]: int(value[p] + change[p]) for p in moved.tolist()}

    def _left(self, worlds: npt.NDArray[np.float64] | None = None) -> list[Target]:
        """Targets that are not uncertain enough yet, the smallest groups first, groups before their items."""
        system = self.relaxed.system
        hidden = [c for c in self.relaxed.cells if self.levels[c]]
        hidden.sort(key=lambda c: (bool(system.within[c]), system.cells[c].n, c))
        targets = [target for cell in hidden for target in self.targets(cell)]
        if not targets:
            return []
        low, high = self._ranges(targets, np.array(self.worlds) if worlds is None else worlds)
        return [t for t, width in zip(targets, (high - low).tolist(), strict=True) if width < t.width]

    def _ranges(self, targets: Sequence[Target], worlds: npt.NDArray[np.float64]) -> tuple[Floats, Floats]:
        """Least and most change of each target over the worlds."""
        place = self.relaxed.place
        changes = np.zeros((len(worlds), len(targets)))
        for nth in range(max(len(t.terms) for t in targets)):
            mine = [(i, t.terms[nth]) for i, t in enumerate(targets) if len(t.terms) > nth]
            columns = [i for i, _ in mine]
            signs = np.array([float(sign) for _, (_, sign) in mine])
            changes[:, columns] += worlds[:, [place[u] for _, (u, _) in mine]] * signs
        return changes.min(axis=0), changes.max(axis=0)

    def _spread(self, left: Sequence[Target]) -> bool:
        """Look for worlds that move many of these; whether that made fewer of them."""
        for size in dict.fromkeys((len(left), max(_FEW, len(left) // 4))):
            chosen = left if size >= len(left) else [left[i] for i in self._choose(len(left), size)]
            wanted = list(zip(chosen, self._directions(chosen), strict=True))
            if self._add(self.relaxed.spread(self.levels, wanted, self._reach(chosen))) and len(self._left()) < len(
                left
            ):
                return True
        return False

    def _choose(self, count: int, size: int) -> list[int]:
        return sorted(self._random.permutation(count)[:size].tolist())

    def _directions(self, targets: Sequence[Target]) -> list[int]:
        """Up or down by chance, so that those that add up to something shown take opposite ways; up where there is
        nothing left to lose."""
        low, _ = self._ranges(targets, np.array(self.worlds))
        chance = self._random.integers(2, size=len(targets)) * 2 - 1
        return [
            1 if len(t.terms) == 1 and self._value(t) + fall <= 0 else int(sign)
            for t, fall, sign in zip(targets, low.tolist(), chance.tolist(), strict=True)
        ]

    def _value(self, target: Target) -> float:
        return sum(sign * float(self.relaxed.value[self.relaxed.place[u]]) for u, sign in target.terms)

    def _reach(self, targets: Collection[Target]) -> float:
        return 2.0 * max(self.publish_at, *(t.width for t in targets))

    def _withhold_for(self, target: Target) -> bool:
        """Withhold what lets the target go where no world has taken it; whether that could be done."""
        low, high = (float(side[0]) for side in self._ranges([target], np.array(self.worlds)))
        moves = [low + target.width, high - target.width]
        ways = [self._way(target, move) for move in moves if self._value(target) + move >= 0]
        found = sorted((way for way in ways if way), key=lambda way: way.cost)
        for way in found:
            before = {cell: self.levels[cell] for cell in way.levels}
            for cell, level in way.levels.items():
                self.levels[cell] = level
            world = self.relaxed.in_whole_numbers(way.change)
            if self._add(world) and self._is_left(target):
                for sign in (1, -1):
                    self._add(self.relaxed.spread(self.levels, [(target, sign)], self._reach([target])))
            if not self._is_left(target):
                return True
            for cell, level in before.items():
                self.levels[cell] = level
        return False

    def _is_left(self, target: Target) -> bool:
        low, high = self._ranges([target], np.array(self.worlds))
        return bool(high[0] - low[0] < target.width)

    def _way(self, target: Target, move: float) -> Way | None:
        self.questions += 1
        return self.relaxed.cheapest(self.levels, target, move, self._reach([target])) if move else None

    def _add(self, world: Floats | None) -> bool:
        self.questions += 1
        if world is None or not world.any():
            return False
        self.worlds.append(world)
        return True


def mostly_hidden(system: System, levels: Sequence[Level], cells: Sequence[int]) -> Iterator[tuple[str, list[int]]]:
    """The tables of which hardly any group can be shown, with all their groups: what would be left of such a table is
    of little use, and costs others that are."""
    tables: dict[str, list[int]] = defaultdict(list)
    for cell in cells:
        if not system.within[cell]:
            tables[system.cells[cell].id.table].append(cell)
    for table, mine in sorted(tables.items()):
        shown = sum(levels[g] < Level.WHOLE for g in mine)
        if len(mine) >= LEAST_GROUPS and shown < LEAST_SHOWN * len(mine):
            yield table, mine


def withhold_together(
    system: System, levels: list[Level], cells: Sequence[int], targets: Targets, publish_at: int
) -> Iterator[dict[int, int]]:
    """Raise `levels` of `cells`, all that hang together, and give the worlds that prove what is uncertain then.

    First the numbers of people of groups alone, then with all that is counted in them: about a group that is withheld,
    nothing is shown.
    """
    primary = list(levels)
    groups = [c for c in cells if not system.within[c]]
    if len(groups) < len(cells):
        first = Together(Relaxed(system, groups, alone=True), levels, targets, publish_at)
        first.withhold()
        first.give_back(levels)
        for group in groups:
            if levels[group] is Level.WHOLE:
                for part in system.some_of[group]:
                    levels[part] = Level.WHOLE
    everything = Together(Relaxed(system, cells), levels, targets, publish_at)
    everything.withhold()
    everything.give_back(primary)
    yield from everything.as_worlds()
