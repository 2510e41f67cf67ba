"""What a reader knows: numbers of people as unknowns, and the linear relations between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from toolkit.evaluation.disclosure.tables import Cell, Tables

HEIGHT_COST = 8
"""A total costs this many times more than a single group for each level that it stands above them."""


class Level(IntEnum):
    """How much of a cell is withheld."""

    SHOWN = 0
    COUNTS = 1
    WHOLE = 2


@dataclass(frozen=True, slots=True)
class Unknown:
    """One number: a cell's people (`name` empty) or one of its counts."""

    cell: int
    name: str
    value: int


@dataclass(frozen=True, slots=True)
class Equation:
    """Sum of coefficient times unknown is 0, or at least 0 when not `exact`."""

    terms: tuple[tuple[int, int], ...]
    exact: bool


@dataclass(frozen=True, slots=True)
class System:
    """Cells in order of their ids.

    Of groups without people, nothing is unknown, and they are left out.

    - `people[c]` is the unknown of the number of people of cell c, `of_cell` has all its unknowns.
    - `terms_of` has the equations of an unknown with its coefficient, `equations_of` those of a cell, `cells_in` the
      cells of an equation, `slack` by how much it is above 0.
    - `some_of` has the cells that hold some of a cell's people, `within` those of whose people it holds some.
    - `cost` is what withholding a cell whole costs, `height` how many levels of totals it
      stands above single groups, `grand` whether it is a total that is part of no other.
    - `minority` of an unknown is how many people have or have not what it counts, whichever are fewer, in the largest
      cell that it adds up to.
    """

    cells: tuple[Cell, ...]
    unknowns: tuple[Unknown, ...]
    people: tuple[int, ...]
    terms_of: tuple[tuple[tuple[int, int], ...], ...]
    slack: tuple[int, ...]
    of_cell: tuple[tuple[int, ...], ...]
    equations: tuple[Equation, ...]
    equations_of: tuple[tuple[int, ...], ...]
    cells_in: tuple[tuple[int, ...], ...]
    some_of: tuple[tuple[int, ...], ...]
    within: tuple[tuple[int, ...], ...]
    cost: tuple[int, ...]
    height: tuple[int, ...]
    grand: tuple[bool, ...]
    minority: tuple[int, ...]


def make_system(tables: Tables) -> System:
    """The system of the tables. The same tables in another order give the same system."""
    # That nobody is in a group is no secret, but that nobody of a group that is withheld gave an answer is one.
    inside = {i for r in tables.relations if not r.exact and any(tables.by_id[w].n for w in r.wholes) for i in r.parts}
    cells = tuple(sorted((c for c in tables.cells if c.n or c.id in inside), key=lambda c: c.id))
    unknowns: list[Unknown] = []
    index: dict[tuple[int, str], int] = {}
    for number, one in enumerate(cells):
        for name, value in (("", one.n), *sorted(one.counts.items())):
            index[number, name] = len(unknowns)
            unknowns.append(Unknown(number, name, value))
    equations = sorted(
        {*_between(tables, {c.id: i for i, c in enumerate(cells)}, index), *_within(cells, index)},
        key=lambda e: (e.terms, e.exact),
    )
    of_cell, equations_of = _lists(len(cells)), _lists(len(cells))
    some_of, within = _lists(len(cells)), _lists(len(cells))
    terms_of: list[list[tuple[int, int]]] = [[] for _ in unknowns]
    cells_in: list[tuple[int, ...]] = []
    for u, unknown in enumerate(unknowns):
        of_cell[unknown.cell].append(u)
    for e, equation in enumerate(equations):
        for u, sign in equation.terms:
            terms_of[u].append((e, sign))
        cells_in.append(tuple(sorted({unknowns[u].cell for u, _ in equation.terms})))
        for cell in cells_in[-1]:
            equations_of[cell].append(e)
        if not equation.exact and len(cells_in[-1]) > 1:
            wholes, parts = ([unknowns[u].cell for u, s in equation.terms if s == sign] for sign in (1, -1))
            for whole in wholes:
                some_of[whole] += parts
            for part in parts:
                within[part] += wholes
    heights = _heights(tables)
    parts_of_others = {i for r in tables.relations if r.exact and len(r.parts) > 1 for i in r.parts}
    return System(
        cells,
        tuple(unknowns),
        tuple(index[c, ""] for c in range(len(cells))),
        tuple(map(tuple, terms_of)),
        tuple(sum(sign * unknowns[u].value for u, sign in e.terms) for e in equations),
        _frozen(of_cell),
        tuple(equations),
        _frozen(equations_of),
        tuple(cells_in),
        _frozen(some_of),
        _frozen(within),
        tuple(2 * (cell.n + 1) * HEIGHT_COST ** heights.get(cell.id, 0) for cell in cells),
        tuple(heights.get(cell.id, 0) for cell in cells),
        tuple(cell.id in heights and cell.id not in parts_of_others for cell in cells),
        _minorities(cells, unknowns, equations),
    )


def _minorities(cells: tuple[Cell, ...], unknowns: list[Unknown], equations: list[Equation]) -> tuple[int, ...]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    # Counts of the same name that exact relations join are counts of the same thing.
    links = [
        (equation.terms[0][0], u)
        for equation in equations
        if equation.exact and len({unknowns[u].name for u, _ in equation.terms}) == 1
        for u, _ in equation.terms
    ]
    if not unknowns:
        return ()
    left, right = zip(*links, strict=True) if links else ((), ())
    graph = coo_array(([1] * len(links), (left, right)), shape=(len(unknowns), len(unknowns)))
    joined = connected_components(graph, directed=False)[1].tolist()
    largest: dict[int, int] = {}
    for u, group in enumerate(joined):
        if group not in largest or cells[unknowns[u].cell].n > cells[unknowns[largest[group]].cell].n:
            largest[group] = u
    tops = [largest[group] for group in joined]
    return tuple(min(unknowns[u].value, cells[unknowns[u].cell].n - unknowns[u].value) for u in tops)


def _lists(count: int) -> list[list[int]]:
    return [[] for _ in range(count)]


def _frozen(lists: list[list[int]]) -> tuple[tuple[int, ...], ...]:
    return tuple(map(tuple, lists))


def _between(tables: Tables, number: Mapping[object, int], index: Mapping[tuple[int, str], int]) -> Iterable[Equation]:
    for relation in tables.relations:
        wholes = [number[i] for i in relation.wholes if i in number]
        parts = [number[i] for i in relation.parts if i in number]
        for name in ("", *tables.common_counts(relation)):
            terms: dict[int, int] = defaultdict(int)
            for side, sign in ((wholes, 1), (parts, -1)):
                for cell in side:
                    terms[index[cell, name]] += sign
            kept = tuple(sorted((u, sign) for u, sign in terms.items() if sign))
            if kept:
                yield Equation(kept, relation.exact)


def _within(cells: tuple[Cell, ...], index: Mapping[tuple[int, str], int]) -> Iterable[Equation]:
    for number, cell in enumerate(cells):
        people = index[number, ""]
        counts = [index[number, name] for name in sorted(cell.counts)]
        if cell.partition:
            yield Equation(((people, 1), *((u, -1) for u in counts)), exact=True)
        else:
            yield from (Equation(((people, 1), (u, -1)), exact=False) for u in counts)


def _heights(tables: Tables) -> dict[object, int]:
    """How many levels a cell stands above the cells it is the sum of."""
    sums: dict[object, set[object]] = defaultdict(set)
    for relation in tables.relations:
        if relation.exact and len(relation.wholes) == 1 and len(relation.parts) > 1:
            sums[relation.wholes[0]].update(relation.parts)
    heights: dict[object, int] = dict.fromkeys(sums, 1)
    # As many rounds as levels; relations that run in a circle (all of one size) stop at their number.
    for _ in range(len(sums)):
        raised = {whole: 1 + max(heights.get(p, 0) for p in parts) for whole, parts in sums.items()}
        if raised == heights:
            break
        heights = raised
    return heights
