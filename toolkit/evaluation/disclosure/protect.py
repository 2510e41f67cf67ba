"""Withhold what is too small, then what it could be found from, and prove that it cannot be found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from toolkit.evaluation.disclosure.neighbours import NEAR_CELLS, SLICE_CELLS, around, connected, slice_of, with_parts
from toolkit.evaluation.disclosure.protected import ProtectedTables, Suppression, Why
from toolkit.evaluation.disclosure.repair import Repair, Target, repair
from toolkit.evaluation.disclosure.swaps import swap_ranges
from toolkit.evaluation.disclosure.system import Level, System, make_system
from toolkit.evaluation.disclosure.tables import Cell, CellId, Tables
from toolkit.evaluation.disclosure.together import mostly_hidden, withhold_together
from toolkit.evaluation.disclosure.worlds import find_worlds
from toolkit.problems import Place, Problem, make_problem

LEAST_PUBLISH_AT = 5
"""Inside the organisation; never less."""

MOST_QUESTIONS = 1_500
"""Questions to the solver for one set of tables. When they run out, whatever is not proven safe is withheld."""

MOST_FREE = 250
"""Cells that one question may choose among; more take too long to be chosen well."""

MOST_TOGETHER = 3_000
"""Connected cells up to which all of them are looked at together."""

MOST_TIDYING = 400
"""Questions allowed for giving back cells that turned out not to be needed."""


def protect_tables(
    tables: Tables,
    *,
    publish_at: int = 10,
    sensitive: Collection[str] = (),
    also: Collection[CellId] = (),
    complementary: bool = True,
) -> ProtectedTables:
    """Decide what may be shown.

    First, cells with 1 to `publish_at` - 1 people are withheld, and in columns named in `sensitive` the counts of cells
    where at most one person differs from all the others (0 %, 100 %, 1 of n, n - 1 of n). Then others, until no
    reader who knows every number shown and every relation can tell

    - how many people a withheld group has, or how many of them gave an answer where that is withheld, more closely
      than a range of `publish_at`;
    - a withheld count of a sensitive column, or the rest of its people, more closely than half of `publish_at`;
    - another withheld count more closely than that, or than the smaller part of everyone (if 2 of 60 were wrong, it
      is no secret that at most 2 in a group were).

    All over whole numbers. That nobody is in a group is no secret. Where many cells hang together, a table of which
    hardly any group is large enough is not shown at all; a problem says so. The same tables give the same answer,
    whatever their order.

    Cells in `also` are withheld in any case, and protected like the others. `complementary` is for tests: without it,
    the first step is all. Raises ValueError below 5.
    """
    if publish_at < LEAST_PUBLISH_AT:
        raise ValueError(f"cells of fewer than {LEAST_PUBLISH_AT} people are never shown; publish_at is {publish_at}")
    system = make_system(tables)
    work = _Work(system, publish_at, frozenset(sensitive))
    work.withhold_primary(frozenset(also))
    if complementary:
        work.withhold_complementary()
        work.give_back()
    suppressed = sorted(
        Suppression(system.cells[c].id, work.why(c), level is Level.WHOLE)
        for c, level in enumerate(work.levels)
        if level is not Level.SHOWN
    )
    return ProtectedTables(tables, publish_at, tuple(suppressed), tuple(work.problems))


@dataclass
class _Work:
    """The state of one call: how much of each cell is withheld so far, and what is proven about it."""

    system: System
    publish_at: int
    sensitive: frozenset[str]
    levels: list[Level] = field(default_factory=list)
    primary: dict[int, tuple[Level, Why]] = field(default_factory=dict)
    seen: dict[tuple[tuple[int, int], ...], tuple[int, int]] = field(default_factory=dict)
    targets: dict[tuple[int, Level], tuple[Target, ...]] = field(default_factory=dict)
    questions: int = 0
    problems: list[Problem] = field(default_factory=list)
    gave_up: bool = False

    def withhold_primary(self, also: Collection[CellId]) -> None:
        self.levels = [Level.SHOWN] * len(self.system.cells)
        for number, cell in enumerate(self.system.cells):
            if 0 < cell.n < self.publish_at:
                self.primary[number] = (Level.WHOLE, "small")
            elif (
                cell.n
                and cell.id.column in self.sensitive
                and any(min(k, cell.n - k) <= 1 for k in cell.counts.values())
            ):
                self.primary[number] = (Level.COUNTS, "sensitive")
            if cell.id in also:
                self.primary[number] = (Level.WHOLE, self.primary.get(number, (Level.WHOLE, "complementary"))[1])
        for number, (level, _) in self.primary.items():
            self.levels[number] = level

    def why(self, cell: int) -> Why:
        level, why = self.primary.get(cell, (Level.SHOWN, "complementary"))
        return why if level >= self.levels[cell] else "complementary"

    def withhold_complementary(self) -> None:
        """Go through all withheld numbers, also those that this adds, until each is proven uncertain."""
        self._prove_by_swaps()
        self._withhold_large()
        waiting = self._smallest_first(c for c, level in enumerate(self.levels) if level)
        while waiting:
            cell = waiting.pop(0)
            for target in self._targets(cell):
                if self._proven(target):
                    continue
                raised = self._repair(target, cell)
                if raised is None:
                    self._withhold_connected(cell)
                    break
                waiting = self._smallest_first({*waiting, *raised})

    def _withhold_large(self) -> None:
        """Where many cells hang together, all numbers are looked at together first."""
        seen: set[int] = set()
        for cell in range(len(self.levels)):
            if cell in seen or not self.levels[cell]:
                continue
            cells = connected(self.system, cell)
            seen.update(cells)
            open_ = (t for c in cells if self.levels[c] for t in self._targets(c))
            if NEAR_CELLS < len(cells) <= MOST_TOGETHER and not all(self._proven(t) for t in open_):
                self._withhold_tables(cells)
                for world in withhold_together(self.system, self.levels, cells, self._targets, self.publish_at):
                    self._learn(cells, world)

    def _withhold_tables(self, cells: Sequence[int]) -> None:
        for table, groups in mostly_hidden(self.system, self.levels, cells):
            shown = [g for g in groups if self.levels[g] < Level.WHOLE]
            for group in shown:
                self.levels[group] = Level.WHOLE
            if shown:
                problem = make_problem(
                    "disclosure-table",
                    Place(""),
                    table=table,
                    count=len(groups),
                    least=self.publish_at,
                    shown=len(shown),
                )
                self.problems.append(problem)

    def give_back(self) -> None:
        """Show complementary cells again, the dearest first, where all others stay uncertain without them."""
        targets = sum(len(self._targets(c)) for c, level in enumerate(self.levels) if level)
        added = [c for c, level in enumerate(self.levels) if level > self.primary.get(c, (Level.SHOWN,))[0]]
        if not added or targets * len(added) > MOST_TIDYING or self.gave_up:
            return
        for cell in sorted(added, key=lambda c: (-self.system.cost[c], c)):
            before, seen = self.levels[cell], dict(self.seen)
            self.levels[cell] = self.primary.get(cell, (Level.SHOWN,))[0]
            self.seen.clear()
            if not self._all_proven():
                self.levels[cell], self.seen = before, seen

    def _all_proven(self) -> bool:
        for cell, level in enumerate(self.levels):
            if not level:
                continue
            for target in self._targets(cell):
                if not self._proven(target) and self._ask(target, connected(self.system, cell)) is None:
                    return False
        return True

    def _targets(self, cell: int) -> tuple[Target, ...]:
        """What must stay uncertain about a withheld cell."""
        key = cell, self.levels[cell]
        if key not in self.targets:
            self.targets[key] = self._make_targets(cell)
        return self.targets[key]

    def _make_targets(self, cell: int) -> tuple[Target, ...]:
        system, column, people = self.system, self.system.cells[cell].id.column, self.system.people[cell]
        found: list[Target] = []
        if not system.cells[cell].n:
            return ()
        if self.levels[cell] is Level.WHOLE:
            found.append(Target(((people, 1),), self.publish_at))
        half = -(-self.publish_at // 2)
        for u in system.of_cell[cell]:
            if u == people:
                continue
            if column in self.sensitive:
                found += [Target(((u, 1),), half), Target(((people, 1), (u, -1)), half)]
            elif self.system.minority[u]:
                found.append(Target(((u, 1),), min(half, self.system.minority[u])))
        return tuple(found)

    def _smallest_first(self, cells: Iterable[int]) -> list[int]:
        """Groups before their items."""
        return sorted(cells, key=lambda c: (bool(self.system.within[c]), self.system.cells[c].n, c))

    def _proven(self, target: Target) -> bool:
        low, high = self.seen.get(target.terms, (0, 0))
        return high - low >= target.width

    def _repair(self, target: Target, cell: int) -> list[int] | None:
        """Withhold what the target needs; the cells that this touches, or None when no way was found."""
        for size in SLICE_CELLS:
            near = around(self.system, self.levels, cell, size)
            if self._ask(target, near) is not None:
                return []
            found = self._with_groups(target, cell, size) if self.system.some_of[cell] else None
            for free in (slice_of(self.system, self.levels, cell, size), near):
                free = self._but_totals(free)
                if found is None and len(free) <= MOST_FREE:
                    found = self._ask(target, near, free=free)
            if found is not None:
                return found
        everything = connected(self.system, cell)
        for height in range(1, 1 + max(self.system.height[c] for c in everything)):
            found = self._try(target, everything, [c for c in everything if self.system.height[c] < height])
            if found is not None:
                return found
        # The totals of all, which everyone looks for first, only where nothing else will do.
        for free in (near, slice_of(self.system, self.levels, cell, MOST_FREE)):
            if len(free) <= MOST_FREE:
                return self._ask(target, near, free=free)
        return None

    def _with_groups(self, target: Target, cell: int, size: int) -> list[int] | None:
        """Withhold all about the groups that make the target uncertain when items are not minded, and see whether it is
        so with them too; if not, ask for more of the groups."""
        before, wanted = list(self.levels), list[int]()
        for times in (1, 2, 4):
            near = slice_of(self.system, self.levels, cell, size)
            more = replace(target, width=times * target.width)
            groups = self._answer(more, near, free=self._but_totals(near), stacked=False)
            if groups is None:
                break
            wanted += [c for c in with_parts(self.system, groups.levels) if self.levels[c] < Level.WHOLE]
            for c in wanted:
                self.levels[c] = Level.WHOLE
            if self._ask(target, around(self.system, self.levels, cell, size)) is not None:
                return wanted
        self.levels = before
        return None

    def _try(self, target: Target, near: Sequence[int], cells: Sequence[int]) -> list[int] | None:
        """Withhold all these cells but the totals of all, and see whether that is enough."""
        before = list(self.levels)
        wanted = [c for c in self._but_totals(cells) if self.levels[c] < Level.WHOLE]
        for c in wanted:
            self.levels[c] = Level.WHOLE
        if wanted and self._ask(target, near) is not None:
            return wanted
        self.levels = before
        return None

    def _but_totals(self, cells: Sequence[int]) -> list[int]:
        return [c for c in cells if not self.system.grand[c]]

    def _ask(self, target: Target, near: Sequence[int], *, free: Sequence[int] = ()) -> list[int] | None:
        """Withhold what the answer says and remember what it proves; the cells it withholds, or None."""
        answer = self._answer(target, near, free=free)
        if answer is None:
            return None
        for number, level in answer.levels.items():
            self.levels[number] = level
        for world in answer.worlds:
            self._learn(near, world)
        return sorted(answer.levels)

    def _answer(
        self, target: Target, near: Sequence[int], *, free: Sequence[int], stacked: bool = True
    ) -> Repair | None:
        self.questions += 1
        if self.questions > MOST_QUESTIONS:
            return None
        if not free:
            return find_worlds(self.system, self.levels, target, near, publish_at=self.publish_at)
        return repair(self.system, self.levels, target, near, publish_at=self.publish_at, free=free, stacked=stacked)

    def _learn(self, near: Sequence[int], world: dict[int, int]) -> None:
        """Every world that fits what is shown tells something about all numbers in it, not only the one asked for."""
        for cell in near:
            if not self.levels[cell]:
                continue
            for target in self._targets(cell):
                truth = sum(sign * self.system.unknowns[u].value for u, sign in target.terms)
                value = sum(sign * world.get(u, self.system.unknowns[u].value) for u, sign in target.terms)
                self._widen(target.terms, min(truth, value), max(truth, value))

    def _prove_by_swaps(self) -> None:
        """Spares asking for each of thousands of small sessions under one total."""
        for u, low, high in swap_ranges(self.system, self.levels):
            people = self.system.people[self.system.unknowns[u].cell]
            self._widen(((u, 1),), low, high)
            if u != people:
                n = self.system.unknowns[people].value
                self._widen(((people, 1), (u, -1)), n - high, n - low)

    def _widen(self, terms: tuple[tuple[int, int], ...], low: int, high: int) -> None:
        known = self.seen.get(terms, (low, high))
        self.seen[terms] = (min(known[0], low), max(known[1], high))

    def _withhold_connected(self, cell: int) -> None:
        """With nothing shown of all that is connected, nothing can be found."""
        cells = connected(self.system, cell)
        for c in cells:
            self.levels[c] = Level.WHOLE
            for target in self._targets(c):
                self.seen[target.terms] = (0, target.width)
        if not self.gave_up:
            self.gave_up = True
            self.problems.append(make_problem("disclosure-too-many", Place(""), count=len(cells)))


def _is_uniform(cell: Cell) -> bool:
    """Whether at most one of its people differs from all the others."""
    return bool(cell.n) and any(min(count, cell.n - count) <= 1 for count in cell.counts.values())
