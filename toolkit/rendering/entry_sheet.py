"""The sheet into which answers on paper are typed: one line for each item that a person was asked.

Session, wave, code and item are filled in already, for every card of the session; whoever types chooses the option.
What stays empty is unanswered, so cards that nobody drew need no attention.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.content.text import iter_texts
from toolkit.content.vocabulary import Wave
from toolkit.evaluation.codes import session_codes
from toolkit.evaluation.instrument import Instrument, asked_items, of_wave, printed_order, session_name
from toolkit.evaluation.items import Item
from toolkit.planning.plan import SessionPlan
from toolkit.rendering.archive import same_bytes
from toolkit.rendering.outline import plain
from toolkit.rendering.outlines.inline import parse_inline
from toolkit.rendering.xlsform import safe_cell, wrapping

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = ("session", "wave", "code", "item_id", "option")
"""Columns of the sheet. Readers of answers look for these and for nothing else."""

ON_PAPER = "on paper"
"""A further column of the workbook, for whoever types: the number and the words of the question on paper."""

HOW: Mapping[str, str] = {
    "single-choice": "one code",
    "true-false": "one code",
    "rating": "one code",
    "multiple-choice": "all codes that are marked, with a space between them",
    "order": "all codes in the order given, with a space between them",
    "short-answer": "the words, without names",
}
"""Type of an item → what is typed."""

_LONG = 80
_WIDTHS = {
    "session": 34,
    "wave": 10,
    "code": 10,
    "item_id": 30,
    "option": 14,
    "question": 70,
    "on paper": 70,
    "codes": 60,
}


def render_entry_sheet(instrument: Instrument, plan: SessionPlan, path: Path) -> None:
    """Write the sheet to `path`: a workbook with drop-down lists for .xlsx, else a plain CSV (UTF-8, commas).

    The same instrument and plan give the same bytes. Raises OSError when the file cannot be written.
    """
    path.write_bytes(_workbook(instrument, plan) if path.suffix.lower() == ".xlsx" else _csv(instrument, plan))


def entry_rows(instrument: Instrument, plan: SessionPlan) -> Iterator[tuple[str, str, str, str, str]]:
    """The lines of the sheet by `COLUMNS`: paper after paper, card after card, in the order of the paper."""
    return (row[: len(COLUMNS)] for row in _numbered_rows(instrument, plan))  # type: ignore[misc]


def _numbered_rows(instrument: Instrument, plan: SessionPlan) -> Iterator[tuple[str, ...]]:
    """`entry_rows`, each with the number and the words that the question has on paper."""
    session, codes = session_name(plan), session_codes(plan)
    for paper in _papers(instrument):
        printed = printed_order(paper)
        for code in codes:
            for number, (item, wave) in enumerate(printed, start=1):
                yield session, wave, code, item.item_id, "", f"{number}. {_question(item)}"


def _papers(instrument: Instrument) -> tuple[Instrument, ...]:
    """The questionnaires that hold the instrument: retrospective items stand on the sheet of the post-test."""
    if instrument.wave != "all":
        return (instrument,)
    waves: tuple[Wave, ...] = ("pre", "post", "followup")
    return tuple(paper for wave in waves if (paper := of_wave(instrument, wave)).items)


def _csv(instrument: Instrument, plan: SessionPlan) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(entry_rows(instrument, plan))
    return buffer.getvalue().encode()


def _workbook(instrument: Instrument, plan: SessionPlan) -> bytes:
    from openpyxl import Workbook  # type: ignore[import-untyped]

    book = Workbook()
    entry, items, lists = book.active, book.create_sheet("items"), book.create_sheet("lists")
    entry.title = "entry"
    last = _write(entry, (*COLUMNS, ON_PAPER), _numbered_rows(instrument, plan))
    entry.auto_filter.ref = f"A1:F{last}"
    by_id = {item.item_id: item for item in instrument.items}
    _write(
        items,
        ("item_id", "question", "codes", "how to type the answer"),
        ((item.item_id, _question(item), _codes(item), HOW[item.type]) for item in by_id.values()),
    )
    _write_lists(lists, instrument, plan, tuple(by_id.values()))
    _add_choices(entry, last)
    book.properties.creator = ""
    buffer = io.BytesIO()
    book.save(buffer)
    return same_bytes(buffer.getvalue())


def _write(sheet: Any, columns: Sequence[str], rows: Iterator[Sequence[str]]) -> int:  # noqa: ANN401
    """A sheet of text cells with a header; returns its last line. No cell is a formula, whatever it begins with."""
    from openpyxl.styles import Font  # type: ignore[import-untyped]
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    line, wrapped = 1, wrapping()
    for number, column in enumerate(columns, start=1):
        sheet.cell(1, number, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(column, 40)
    for line, row in enumerate(rows, start=2):
        for number, words in enumerate(row, start=1):
            if words:
                cell = sheet.cell(line, number)
                cell.value = safe_cell(words)
                cell.data_type = "s"
                if len(words) > _LONG:
                    wrapped(cell)
    sheet.freeze_panes = "A2"
    return line


def _write_lists(sheet: Any, instrument: Instrument, plan: SessionPlan, items: Sequence[Item]) -> None:  # noqa: ANN401
    """Columns A to C: sessions, waves, codes. From E on, one line for each item: its id, how many codes, the codes."""
    waves = tuple(dict.fromkeys(wave for _, wave in asked_items(instrument)))
    named: dict[str, tuple[str, ...]] = {"session": (session_name(plan),), "wave": waves, "code": session_codes(plan)}
    for column, (name, words) in enumerate(named.items(), start=1):
        for line, word in enumerate((name, *words), start=1):
            sheet.cell(line, column, word).data_type = "s"
    for column, name in ((5, "item_id"), (6, "number of codes"), (7, "codes")):
        sheet.cell(1, column, name)
    for line, item in enumerate(items, start=2):
        codes = [option.code for option in item.options]
        sheet.cell(line, 5, item.item_id).data_type = "s"
        sheet.cell(line, 6, max(1, len(codes)))
        for number, code in enumerate(codes):
            sheet.cell(line, 7 + number, code).data_type = "s"
    sheet.freeze_panes = "A2"


def _add_choices(sheet: Any, last: int) -> None:  # noqa: ANN401
    """Drop-down lists. They warn and do not forbid: several answers are typed with a space between their codes."""
    from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]

    found = "MATCH($D2,lists!$E:$E,0)"
    lists = {
        "A": "lists!$A$2:$A$2",
        "B": "OFFSET(lists!$B$2,0,0,COUNTA(lists!$B:$B)-1,1)",
        "C": "OFFSET(lists!$C$2,0,0,COUNTA(lists!$C:$C)-1,1)",
        "D": "OFFSET(lists!$E$2,0,0,COUNTA(lists!$E:$E)-1,1)",
        "E": f"OFFSET(lists!$G$1,{found}-1,0,1,INDEX(lists!$F:$F,{found}))",
    }
    for column, formula in lists.items():
        rule = DataValidation(type="list", formula1=formula, allow_blank=True, errorStyle="warning")
        rule.showErrorMessage = True
        rule.errorTitle = "Not in the list"
        rule.error = "Keep it only if the paper says so. Several answers: their codes with a space between them."
        # Room below for sheets that came without a card of this session.
        rule.add(f"{column}2:{column}{last + 200}")
        sheet.add_data_validation(rule)


def _question(item: Item) -> str:
    return " ".join(" ".join(plain(parse_inline(text)) for text in iter_texts(item.stem)).split())


def _codes(item: Item) -> str:
    return "; ".join(f"{o.code} = {plain(parse_inline(o.text)) or 'I don’t know'}" for o in item.options)
