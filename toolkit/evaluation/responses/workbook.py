"""Excel workbooks → grids of text. The archive is measured before anything is unpacked; formulas are never computed."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

from toolkit.evaluation.responses.records import Grid, Refused, Row, Span

MAX_UNPACKED = 768_000_000
"""Bytes of all parts together. Python's zipfile never unpacks more of a part than its declared size."""

MAX_RATIO = 300
"""Unpacked against packed. Sheets of repeated text reach 50; bombs about 1,000."""

RATIO_FROM = 5_000_000
"""Below this size a high ratio is harmless."""

MAX_PARTS = 5_000
MAX_CELLS = 40_000_000
MAX_EMPTY_ROWS = 100_000
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_WORKSHEET = re.compile(rb"""Type=["'][^"']*/worksheet["']""")
_TARGET = re.compile(rb"""Target=["']([^"']*)["']""")
_CARRIAGE_RETURN = re.compile("_x000[dD]_")
_ERRORS = frozenset({"#N/A", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})


def read_workbook(data: bytes, source: str) -> tuple[list[Grid], tuple[int, ...]]:
    """Every visible sheet, and the positions (from 1) of hidden ones.

    Cells are text: whole numbers without ``.0``, dates in ISO form, the last computed value of a formula, or the
    formula's own text when the workbook holds no value for it. Raises Refused for what is damaged or too large.
    """
    _check_archive(data)
    try:
        return _read(data, source)
    except Refused:
        raise
    except Exception:
        # Whatever the library stumbles over, its message may quote cells: only the fact is passed on.
        raise Refused("responses-workbook-damaged") from None


def _read(data: bytes, source: str) -> tuple[list[Grid], tuple[int, ...]]:
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    grids: list[Grid] = []
    hidden: list[int] = []
    left = MAX_CELLS
    for position, sheet in enumerate(book.worksheets, start=1):
        if sheet.sheet_state != "visible":
            hidden.append(position)
            continue
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            xml = archive.read(sheet._worksheet_path)
        rows, left = _rows(sheet, left)
        if _FORMULA.search(xml):
            _note_formulas(data, position, rows)
        label = source if position == 1 else f"{source}#{position}"
        grids.append(Grid(label, rows, title=str(sheet.title), merged=_merged(xml)))
    if not any(cells for grid in grids for _, cells in grid.rows):
        raise Refused("responses-empty")
    return grids, tuple(hidden)


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED:
                raise Refused("responses-archive-size")
            if unpacked > RATIO_FROM and unpacked > MAX_RATIO * len(data):
                raise Refused("responses-archive-size")
            if any(part.flag_bits & 1 for part in parts):
                raise Refused("responses-format", what="a password-protected archive")
            if not any(part.filename == "xl/workbook.xml" for part in parts):
                raise Refused("responses-format", what="an archive that is no Excel workbook")
            _check_sheets(archive, {part.filename for part in parts})
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        if b"<!DOCTYPE" in stream.read(4096):
                            raise Refused("responses-workbook-damaged")
    except Refused:
        raise
    except Exception:
        raise Refused("responses-workbook-damaged") from None


def _check_sheets(archive: zipfile.ZipFile, names: set[str]) -> None:
    """Every sheet that the workbook speaks of must be there: the library passes over a missing one in silence."""
    relations = archive.read("xl/_rels/workbook.xml.rels") if "xl/_rels/workbook.xml.rels" in names else b""
    for relation in _RELATION.findall(relations):
        if _WORKSHEET.search(relation):
            target = _TARGET.search(relation)
            path = target[1].decode("utf-8", "replace") if target else ""
            if (path.lstrip("/") if path.startswith("/") else f"xl/{path}") not in names:
                raise Refused("responses-workbook-damaged")


def _rows(sheet: Any, left: int) -> tuple[list[Row], int]:  # noqa: ANN401
    """The sheet's rows, trailing empty cells and rows left out, and how many cells more may be read."""
    sheet.reset_dimensions()  # what a sheet says of its own size is often wrong
    rows: list[Row] = []
    waiting: list[Row] = []
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        left -= 1 + len(values)
        if left < 0:
            raise Refused("responses-archive-size")
        cells = [cell_text(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        waiting.append((number, cells))
        if cells:
            rows.extend(waiting)
            waiting = []
        elif len(waiting) > MAX_EMPTY_ROWS:
            raise Refused("responses-archive-size")
    return rows, left


def cell_text(value: object) -> str:
    """A cell's value as text: whole numbers without ``.0``, dates in ISO form, "" for nothing and for errors."""
    match value:
        case None:
            return ""
        case str():
            return "" if value in _ERRORS else _CARRIAGE_RETURN.sub("\r", value)
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime():
            return value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case _:
            return str(value)


def _note_formulas(data: bytes, position: int, rows: list[Row]) -> None:
    """Put a formula's own text where the workbook holds no computed value, so that it is not taken for "no answer"."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    sheet = book.worksheets[position - 1]
    sheet.reset_dimensions()
    known = dict(rows)
    for row in sheet.iter_rows():
        for cell in row:
            if getattr(cell, "data_type", "") != "f" or cell.row not in known:
                continue
            cells = known[cell.row]
            cells.extend([""] * (cell.column - len(cells)))
            if not cells[cell.column - 1]:
                cells[cell.column - 1] = cell.value if isinstance(cell.value, str) else "="


def _merged(xml: bytes) -> tuple[Span, ...]:
    from openpyxl.utils import coordinate_to_tuple  # type: ignore[import-untyped]

    found = []
    for first, last in _MERGE.findall(xml):
        (top, left), (bottom, right) = (coordinate_to_tuple(part.decode()) for part in (first, last))
        found.append(Span(top, left, bottom, right))
    return tuple(found)
