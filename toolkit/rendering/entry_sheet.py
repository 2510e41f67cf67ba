"""The sheet into which answers on paper are typed: one line for each item that a person was asked.

Session, wave, code and item are filled in already, for every card of the session; whoever types chooses the option.
What stays empty is unanswered, so cards that nobody drew need no attention.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path

from toolkit.content.text import iter_texts
from toolkit.content.vocabulary import Wave
from toolkit.evaluation.codes import session_codes
from toolkit.evaluation.instrument import Instrument, asked_items, of_wave, printed_order, session_name
from toolkit.evaluation.items import Item
from toolkit.planning.plan import SessionPlan
from toolkit.rendering.outline import plain
from toolkit.rendering.outlines.inline import parse_inline
from toolkit.rendering.workbook import HEAD, PLAIN, WRAPPED, Cell, Rows, Rule, book_bytes, make_frame
from toolkit.rendering.xlsform import safe_cell

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
    by_id = {item.item_id: item for item in instrument.items}
    entry = _cells((*COLUMNS, ON_PAPER), _numbered_rows(instrument, plan))
    items = _cells(
        _ABOUT_ITEMS,
        ((item.item_id, _question(item), _codes(item), HOW[item.type]) for item in by_id.values()),
    )
    lists = _lists(instrument, plan, tuple(by_id.values()))
    return book_bytes(
        [
            (make_frame("entry", entry, _widths(COLUMNS, ON_PAPER), filtered=True, rules=_rules(len(entry))), entry),
            (make_frame("items", items, _widths(_ABOUT_ITEMS)), items),
            (make_frame("lists", lists), lists),
        ]
    )


_ABOUT_ITEMS = ("item_id", "question", "codes", "how to type the answer")


def _widths(columns: Sequence[str], *more: str) -> tuple[int, ...]:
    return tuple(_WIDTHS.get(column, 40) for column in (*columns, *more))


def _cells(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Rows:
    """Text cells below a header. No cell is a formula, whatever it begins with."""
    cells: list[list[Cell | None]] = [[(column, HEAD) for column in columns]]
    cells += [
        [(_safe(words), WRAPPED if len(words) > _LONG else PLAIN) if words else None for words in row] for row in rows
    ]
    return cells


@lru_cache(maxsize=4096)
def _safe(words: str) -> str:
    """`safe_cell`: the same few words stand in hundreds of lines."""
    return safe_cell(words)


def _lists(instrument: Instrument, plan: SessionPlan, items: Sequence[Item]) -> Rows:
    """Columns A to C: sessions, waves, codes. From E on, one line for each item: its id, how many codes, the codes."""
    waves = tuple(dict.fromkeys(wave for _, wave in asked_items(instrument)))
    named = (("session", session_name(plan)), ("wave", *waves), ("code", *session_codes(plan)))
    of_items: list[tuple[str | int, ...]] = [("item_id", "number of codes", "codes")]
    for item in items:
        codes = [option.code for option in item.options]
        of_items.append((item.item_id, max(1, len(codes)), *codes))
    return [
        [None if value is None else (value, PLAIN) for value in (*left, None, *right)]
        for left, right in zip_longest(zip_longest(*named), of_items, fillvalue=(None, None, None))
    ]


def _rules(last: int) -> tuple[Rule, ...]:
    """Drop-down lists. They warn and do not forbid: several answers are typed with a space between their codes."""
    found = "MATCH($D2,lists!$E:$E,0)"
    lists = {
        "A": "lists!$A$2:$A$2",
        "B": "OFFSET(lists!$B$2,0,0,COUNTA(lists!$B:$B)-1,1)",
        "C": "OFFSET(lists!$C$2,0,0,COUNTA(lists!$C:$C)-1,1)",
        "D": "OFFSET(lists!$E$2,0,0,COUNTA(lists!$E:$E)-1,1)",
        "E": f"OFFSET(lists!$G$1,{found}-1,0,1,INDEX(lists!$F:$F,{found}))",
    }
    title = "Not in the list"
    warning = "Keep it only if the paper says so. Several answers: their codes with a space between them."
    # Room below for sheets that came without a card of this session.
    return tuple(Rule(f"{column}2:{column}{last + 200}", formula, title, warning) for column, formula in lists.items())


def _question(item: Item) -> str:
    return " ".join(" ".join(plain(parse_inline(text)) for text in iter_texts(item.stem)).split())


def _codes(item: Item) -> str:
    return "; ".join(f"{o.code} = {plain(parse_inline(o.text)) or 'I don’t know'}" for o in item.options)
