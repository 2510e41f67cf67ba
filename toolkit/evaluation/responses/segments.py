"""A grid cut at its headers: one, or several where exports were pasted together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from toolkit.evaluation.responses.columns import (
    Lexicon,
    count_declared,
    find_header,
    fit_layout,
    recognise_layout,
    understand,
)
from toolkit.evaluation.responses.layout import Layout
from toolkit.evaluation.responses.paper import is_long
from toolkit.evaluation.responses.records import Grid, Refused, Row


@dataclass(slots=True)
class Segment:
    """Rows under one header; a file that was pasted together has several."""

    header_row: int
    header: list[str]
    rows: list[Row] = field(default_factory=list, repr=False)


@dataclass(frozen=True, slots=True)
class Split:
    """A grid cut at its headers."""

    layout: Layout
    segments: tuple[Segment, ...] = field(repr=False)
    repeated: tuple[int, ...] = ()
    empty: tuple[int, ...] = ()
    damaged: tuple[int, ...] = ()

    @property
    def rows_read(self) -> int:
        """Rows under all headers."""
        return sum(len(segment.rows) for segment in self.segments)


def split_grid(grid: Grid, lexicon: Lexicon) -> Split:
    """Find the header, and leave out empty rows, repeated headers, tag rows and rows of the wrong width.

    Raises Refused when there is no header with declared columns, or when rows cannot be trusted.
    """
    at, found = find_header(grid.rows, lexicon, only_first=grid.keyed)
    if not found:
        raise Refused("responses-columns-unknown")
    header_row, header = grid.rows[at]
    layout = fit_layout(recognise_layout(header), header, grid.rows[at + 1 :], lexicon)
    _check_merged(grid, header_row, header, lexicon, layout)
    if grid.even and not grid.whole and _is_short(grid.rows[-1][1], header):
        raise Refused("responses-truncated", row=grid.rows[-1][0])
    segments = [Segment(header_row, header)]
    known = _declared(header, lexicon, layout)
    repeated: list[int] = []
    empty: list[int] = []
    damaged: list[int] = []
    for number, cells in grid.rows[at + 1 :]:
        if not any(cell.strip() for cell in cells):
            empty.append(number)
        elif _is_tags(cells):
            repeated.append(number)
        elif _is_header(cells, known, lexicon):
            repeated.append(number)
            if cells != segments[-1].header:
                segments.append(Segment(number, cells))
        elif grid.even and not _fits(cells, segments[-1].header):
            damaged.append(number)
        else:
            segments[-1].rows.append((number, cells))
    return Split(layout, tuple(segments), tuple(repeated), tuple(empty), tuple(damaged))


def _declared(header: Sequence[str], lexicon: Lexicon, layout: Layout) -> frozenset[str]:
    if is_long(header):
        return frozenset(cell for cell in header if cell)
    return frozenset(cell for cell in header if cell and understand(cell, lexicon, layout) is not None)


def _is_header(cells: Sequence[str], known: frozenset[str], lexicon: Lexicon) -> bool:
    """Whether a row repeats the header, perhaps in another order or of another version of the form."""
    if known.isdisjoint(cells) or sum(cell in known for cell in cells) < min(2, len(known)):
        return False
    return count_declared(cells, lexicon) >= min(3, len(known))


def _is_tags(cells: Sequence[str]) -> bool:
    """A row of HXL tags under the header."""
    filled = (cell.strip() for cell in cells if cell.strip())
    return all(cell.startswith("#") and cell[1:2].isalpha() for cell in filled)


def _need(header: Sequence[str]) -> int:
    return max(position for position, cell in enumerate(header, start=1) if cell.strip())


def _is_short(cells: Sequence[str], header: Sequence[str]) -> bool:
    return len(cells) < _need(header)


def _fits(cells: Sequence[str], header: Sequence[str]) -> bool:
    return not _is_short(cells, header) and not any(cell.strip() for cell in cells[len(header) :])


def _check_merged(grid: Grid, header_row: int, header: Sequence[str], lexicon: Lexicon, layout: Layout) -> None:
    """Merged cells under the header hold one value for several rows or columns: nobody can tell for which."""
    if not grid.merged:
        return
    declared = {
        position
        for position, cell in enumerate(header, start=1)
        if cell and (is_long(header) or understand(cell, lexicon, layout) is not None)
    }
    for span in grid.merged:
        touched = declared & set(range(span.left, min(span.right, len(header)) + 1))
        if span.bottom >= header_row and touched and (span.top != span.bottom or span.left != span.right):
            raise Refused("responses-merged", row=max(span.top, header_row))
