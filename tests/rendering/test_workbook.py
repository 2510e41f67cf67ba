"""Workbooks of words are what openpyxl itself would write."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.datavalidation import DataValidation

from toolkit.rendering.archive import same_bytes
from toolkit.rendering.workbook import HEAD, PLAIN, WRAPPED, Rule, book_bytes, make_frame

RULE = Rule("A2:A9", "lists!$A$2:$A$4", "Not there", "Choose one")


def by_openpyxl(sheets):
    """The same sheets, every cell through openpyxl."""
    book = Workbook()
    book.remove(book.active)
    for frame, rows in sheets:
        sheet = book.create_sheet(frame.title)
        for line, row in enumerate(rows, start=1):
            for number, cell in enumerate(row, start=1):
                if cell is not None:
                    fill(sheet.cell(line, number), *cell)
        for number, width in enumerate(frame.widths):
            sheet.column_dimensions["ABCDEFGH"[number]].width = width
        sheet.freeze_panes = "A2"
        if frame.filtered:
            sheet.auto_filter.ref = frame.area
        for rule in frame.rules:
            made = DataValidation(type="list", formula1=rule.formula, allow_blank=True, errorStyle="warning")
            made.showErrorMessage, made.errorTitle, made.error = True, rule.title, rule.warning
            made.add(rule.cells)
            sheet.add_data_validation(made)
    book.properties.creator = ""
    buffer = io.BytesIO()
    book.save(buffer)
    return same_bytes(buffer.getvalue())


def fill(cell, value, style):
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    if style == HEAD:
        cell.font = Font(bold=True)
    if style == WRAPPED:
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def sheet(title, *rows, **more):
    cells = [[("one", HEAD), ("two", HEAD), ("three", HEAD)], *rows]
    return make_frame(title, cells, **more), cells


words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n<>&\"' "), max_size=12)
cell = st.one_of(st.none(), st.tuples(words, st.sampled_from([PLAIN, WRAPPED])))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(cell, min_size=3, max_size=3), max_size=4))
def test_any_words_give_the_bytes_of_openpyxl(rows):
    rows = [row for row in rows if any(row)] or [[("x", WRAPPED), None, None]]
    rows[-1][2] = ("last", WRAPPED)
    sheets = [sheet("words", *rows, widths=(12, 30), filtered=True, rules=(RULE,)), sheet("more", [("a", PLAIN)] * 3)]
    assert book_bytes(sheets) == by_openpyxl(sheets)


@pytest.mark.parametrize("value", ["=1+1", "", "a" * 40_000, " led by a space", 7, "ends\n"])
def test_special_cells(value):
    sheets = [sheet("one", [(value, PLAIN), None, ("x", PLAIN)])]
    assert book_bytes(sheets) == by_openpyxl(sheets)


def test_a_second_book_of_the_same_shape_has_words_of_its_own():
    first, second = (book_bytes([sheet("one", [(word, WRAPPED)] * 3)]) for word in ("first", "second"))
    assert first != second
    assert second == by_openpyxl([sheet("one", [("second", WRAPPED)] * 3)])
