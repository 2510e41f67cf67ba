"""Published tables as one system: cells with numbers of people, and how they add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple


class CellId(NamedTuple):
    """A cell: its table, the labels of its row, its column. Any words do, as long as each cell has its own."""

    table: str
    row: tuple[str, ...]
    column: str


@dataclass(frozen=True, slots=True)
class Cell:
    """`n` people, and how many of them have something, such as ``{"right": 7}``. Means and shares that are shown with
    the cell go with it. With `partition`, the counts are all answers there are and add up to `n`."""

    id: CellId
    n: int
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    partition: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """The people of `wholes` together are those of `parts` together, as in total = sum of the rows. Counts that all
    these cells have add up too. Without `exact`, the parts are only some of them, as in answered <= present."""

    wholes: tuple[CellId, ...]
    parts: tuple[CellId, ...]
    exact: bool = True


@dataclass(frozen=True)
class Tables:
    """All cells that are to be published together, and every relation between them that a reader can know.

    A number that a reader could form by subtraction has to be a cell, even where it is not printed: where the women of
    a session are shown beside its total, so are the men. Raises ValueError when cells are doubled or negative, or a
    relation does not hold.
    """

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...] = ()

    def __post_init__(self) -> None:
        if len(self.by_id) != len(self.cells):
            raise ValueError("two cells have the same id")
        for cell in self.cells:
            if any(not 0 <= count <= cell.n for count in (0, *cell.counts.values())):
                raise ValueError(f"{cell.id}: a count is not between 0 and n")
            if cell.partition and cell.n != sum(cell.counts.values()):
                raise ValueError(f"{cell.id}: the counts do not add up to n")
        for relation in self.relations:
            self._check(relation)

    @cached_property
    def by_id(self) -> Mapping[CellId, Cell]:
        """The cells by their ids."""
        return {cell.id: cell for cell in self.cells}

    def common_counts(self, relation: Relation) -> tuple[str, ...]:
        """Names of the counts that add up in an exact relation: those of every cell that has people."""
        cells = [self.by_id[i] for i in (*relation.wholes, *relation.parts)]
        names = [set(cell.counts) for cell in cells if cell.n]
        return tuple(sorted(set.intersection(*names))) if names and relation.exact else ()

    def _check(self, relation: Relation) -> None:
        unknown = [i for i in (*relation.wholes, *relation.parts) if i not in self.by_id]
        if unknown:
            raise ValueError(f"{unknown[0]}: a relation names a cell that is not there")
        wholes, parts = ([self.by_id[i] for i in side] for side in (relation.wholes, relation.parts))
        whole, part = sum(c.n for c in wholes), sum(c.n for c in parts)
        if part > whole or (relation.exact and part != whole):
            raise ValueError(f"{relation.wholes[:1]}: the parts hold {part} people, the whole {whole}")
        for name in self.common_counts(relation):
            if sum(c.counts.get(name, 0) for c in wholes) != sum(c.counts.get(name, 0) for c in parts):
                raise ValueError(f"{relation.wholes[:1]}: {name} does not add up")
