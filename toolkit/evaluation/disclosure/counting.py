"""Cells and relations from rows of people, so that no relation between groupings is forgotten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.evaluation.disclosure.tables import Cell, CellId, Relation, Tables

PEOPLE = "people"
"""Column of the cells that count the people of a group."""

ALL = "all"
"""Table of the cells over everyone."""

Ints = npt.NDArray[np.int64]
Label = tuple[str, ...]


def count_tables(
    rows: pd.DataFrame,
    groupings: Sequence[Sequence[str]],
    *,
    items: Mapping[str, Sequence[str]] | None = None,
) -> Tables:
    """Count the people of each group, and those who answered each item.

    `rows` has one row per person. `groupings` are the tables to publish, each by some columns, such as ``("session",)``
    and ``("session", "sex")``; everyone together is always one of them. `items` names, for each item, the columns with
    1 (has it), 0 (has not) and missing (no answer), such as ``{"q1": ("q1_pre", "q1_post")}``: `n` are those with all
    of them, and each column is a count. A missing label is a group of its own, "".

    The cell of a group is ``CellId("session+sex", ("Accra", "f"), "people")``, or the item's name in place of "people".
    The relations say that every grouping counts the same people: also where sessions belong to trainers or the like, as
    found in the rows. Raises KeyError for unknown columns.
    """
    items = items or {}
    tables = [_Grouping(rows, by) for by in dict.fromkeys(((), *(tuple(by) for by in groupings)))]
    answers = {item: rows[list(columns)].to_numpy(dtype=np.float64, na_value=np.nan) for item, columns in items.items()}
    cells: list[Cell] = []
    relations: list[Relation] = []
    for table in tables:
        present = np.bincount(table.group, minlength=len(table.labels))
        cells += [Cell(table.cell(g), int(n)) for g, n in enumerate(present)]
        for item, values in answers.items():
            cells += _item_cells(table, item, values, items[item])
            relations += [
                Relation((table.cell(g),), (table.cell(g, item),), exact=False) for g in range(len(table.labels))
            ]
    for first, second in combinations(tables, 2):
        if not _implied(first, second, tables):
            relations += _same_people(first, second, (PEOPLE, *items))
    return Tables(tuple(cells), tuple(relations))


class _Grouping:
    """The groups that some columns make: a number for each row, and the labels of each number."""

    def __init__(self, rows: pd.DataFrame, by: tuple[str, ...]) -> None:
        self.by = by
        self.name = "+".join(by) or ALL
        if not by:
            self.group: Ints = np.zeros(len(rows), dtype=np.int64)
            self.labels: list[Label] = [()]
            return
        columns = [rows[column].astype(object).where(rows[column].notna(), "").map(str) for column in by]
        number, labels = pd.factorize(pd.MultiIndex.from_arrays(columns), sort=True)
        self.group = number.astype(np.int64)
        self.labels = [tuple(label) for label in labels]

    def cell(self, group: int, column: str = PEOPLE) -> CellId:
        return CellId(self.name, self.labels[group], column)


def _item_cells(table: _Grouping, item: str, values: npt.NDArray[np.float64], names: Sequence[str]) -> Iterator[Cell]:
    complete = ~np.isnan(values).any(axis=1)
    group, size = table.group[complete], len(table.labels)
    answered = np.bincount(group, minlength=size)
    counts = [np.bincount(group[values[complete, i] > 0], minlength=size) for i in range(len(names))]
    for g in range(size):
        shares = {name: int(count[g]) for name, count in zip(names, counts, strict=True)}
        yield Cell(table.cell(g, item), int(answered[g]), shares)


def _implied(first: _Grouping, second: _Grouping, tables: Iterable[_Grouping]) -> bool:
    """Whether a grouping between the two, one's columns within the other's, already relates them."""
    small, large = sorted((set(first.by), set(second.by)), key=len)
    return small < large and any(small < set(t.by) < large for t in tables)


def _same_people(first: _Grouping, second: _Grouping, columns: Sequence[str]) -> Iterator[Relation]:
    """Sets of groups of the one that hold exactly the people of some groups of the other, as small as there are."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n_first, n_second = len(first.labels), len(second.labels)
    pairs = np.unique(np.column_stack([first.group, second.group]), axis=0)
    links = coo_array(
        (np.ones(len(pairs)), (pairs[:, 0], n_first + pairs[:, 1])), shape=(n_first + n_second, n_first + n_second)
    )
    part_of = connected_components(links, directed=False)[1]
    sides: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for node, component in enumerate(part_of.tolist()):
        sides[component][node >= n_first].append(node if node < n_first else node - n_first)
    for ours, theirs in sides.values():
        # The shorter side is the whole, so that a total stands above its groups.
        (whole, wholes), (part, parts) = sorted(((first, ours), (second, theirs)), key=lambda side: len(side[1]))
        if wholes and parts:
            for column in columns:
                yield Relation(tuple(whole.cell(g, column) for g in wholes), tuple(part.cell(g, column) for g in parts))
