"""Workbooks of words: openpyxl makes the frame (styles, widths, lists to choose from), the cells are written here,
which is ten times faster. What comes out is what openpyxl itself would write, byte for byte.

Frames are kept: those of an organisation's sessions are the same but for their words.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from toolkit.rendering.archive import archive_of

PLAIN, HEAD, WRAPPED = range(3)
"""Styles of a cell: as it comes, bold, with wrapped lines."""

Cell = tuple[str | int, int]
"""What stands in a cell, and its style."""
Rows = Sequence[Sequence[Cell | None]]

_LONGEST = 32_767
"""Characters that a cell may hold."""
_DATA = b"<sheetData>", b"</sheetData>"


@dataclass(frozen=True, slots=True)
class Rule:
    """A drop-down list for these cells (``A2:A90``). It warns and does not forbid."""

    cells: str
    formula: str
    title: str
    warning: str


@dataclass(frozen=True, slots=True)
class Frame:
    """A sheet without its cells: `widths` of its columns in characters (none: as they come), `area` such as
    ``A1:F90``, whether it is `filtered` by its first row, which stays in view, and its rules."""

    title: str
    widths: tuple[int, ...]
    area: str
    filtered: bool = False
    rules: tuple[Rule, ...] = ()


def make_frame(
    title: str, rows: Rows, widths: tuple[int, ...] = (), *, filtered: bool = False, rules: tuple[Rule, ...] = ()
) -> Frame:
    """The frame of these rows."""
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    area = f"A1:{get_column_letter(max(map(len, rows)))}{len(rows)}"
    return Frame(title, widths, area, filtered, rules)


def book_bytes(sheets: Sequence[tuple[Frame, Rows]]) -> bytes:
    """The workbook as a file, the same bytes for the same sheets."""
    wraps = any(cell is not None and cell[1] == WRAPPED for _, rows in sheets for row in rows for cell in row)
    cells = {f"xl/worksheets/sheet{number}.xml": rows for number, (_, rows) in enumerate(sheets, start=1)}
    return archive_of(
        (name, _filled(part, cells[name]) if name in cells else part)
        for name, part in _framed(tuple(frame for frame, _ in sheets), wraps)
    )


def _filled(part: bytes, rows: Rows) -> bytes:
    before, _, after = part.partition(_DATA[0])
    after = after.partition(_DATA[1])[2]
    data = "".join(_row(line, row) for line, row in enumerate(rows, start=1))
    return b"".join((before, _DATA[0], data.encode("ascii", "xmlcharrefreplace"), _DATA[1], after))


def _row(line: int, row: Sequence[Cell | None]) -> str:
    cells = "".join(
        _cell(f"{column}{line}", cell) for column, cell in zip(_columns(len(row)), row, strict=True) if cell
    )
    return f'<row r="{line}">{cells}</row>' if cells else ""


def _cell(place: str, cell: Cell) -> str:
    value, style = cell
    styled = f' s="{style}"' if style else ""
    if isinstance(value, int):
        return f'<c r="{place}"{styled} t="n"><v>{value}</v></c>'
    if not value:
        return f'<c r="{place}"{styled} t="inlineStr"></c>'
    words = value[:_LONGEST]
    kept = ' xml:space="preserve"' if words != words.strip() else ""
    return f'<c r="{place}"{styled} t="inlineStr"><is><t{kept}>{escape(words, quote=False)}</t></is></c>'


@lru_cache(maxsize=64)
def _columns(count: int) -> tuple[str, ...]:
    from openpyxl.utils import get_column_letter

    return tuple(get_column_letter(number) for number in range(1, count + 1))


@lru_cache(maxsize=16)
def _framed(frames: tuple[Frame, ...], wraps: bool) -> tuple[tuple[str, bytes], ...]:
    """The parts of the workbook, with cells at the corners of each sheet only."""
    from openpyxl import Workbook  # type: ignore[import-untyped]

    book = Workbook()
    book.remove(book.active)
    for frame in frames:
        _add_sheet(book, frame, wraps)
    book.properties.creator = ""
    buffer = io.BytesIO()
    book.save(buffer)
    return tuple(_parts(buffer))


def _add_sheet(book: Any, frame: Frame, wraps: bool) -> None:  # noqa: ANN401 - openpyxl has no types
    from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]

    sheet = book.create_sheet(frame.title)
    first, _, last = frame.area.partition(":")
    sheet[first].font = Font(bold=True)
    sheet[last].value = "."
    if wraps:
        sheet[last].alignment = Alignment(wrap_text=True, vertical="top")
    for column, width in zip(_columns(len(frame.widths)), frame.widths, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    if frame.filtered:
        sheet.auto_filter.ref = frame.area
    for rule in frame.rules:
        sheet.add_data_validation(_validation(rule))


def _validation(rule: Rule) -> Any:  # noqa: ANN401 - openpyxl has no types
    from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]

    made = DataValidation(type="list", formula1=rule.formula, allow_blank=True, errorStyle="warning")
    made.showErrorMessage = True
    made.errorTitle, made.error = rule.title, rule.warning
    made.add(rule.cells)
    return made


def _parts(file: io.BytesIO) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            yield info.filename, archive.read(info)
