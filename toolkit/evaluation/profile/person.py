"""One person's own answers, for that person alone: what a skills portfolio is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.evaluation.instrument import Instrument
from toolkit.evaluation.matching.normalise import normalise_code
from toolkit.evaluation.profile.sections import PORTFOLIO, part_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Person:
    """One person's answers: item → option codes in the item's order, or the words of an open answer. Without the code,
    without needs, and without what would help in a room: those belong to nobody else."""

    choices: Mapping[str, tuple[str, ...]] = field(repr=False)
    words: Mapping[str, str] = field(repr=False)


def find_person(table: pd.DataFrame, instrument: Instrument, code: str) -> Person | None:
    """The answers of the person with this code, in any spelling that counts as the same; None when there is none."""
    wanted = normalise_code(code)
    rows = [row for row, own in zip(table.to_dict("records"), table["code"], strict=True) if _is(own, wanted)]
    if not rows or not wanted:
        return None
    row = rows[-1]
    shown = [
        item
        for item in instrument.items
        if part_of(item.item_id) in PORTFOLIO and isinstance(row.get(item.item_id), str)
    ]
    choices = {i.item_id: tuple(str(row[i.item_id]).split()) for i in shown if i.type != "short-answer"}
    words = {i.item_id: str(row[i.item_id]) for i in shown if i.type == "short-answer"}
    return Person(choices, words)


def find_persons(table: pd.DataFrame, instrument: Instrument, codes: Sequence[str]) -> tuple[Person | None, ...]:
    """`find_person` for each of several codes, in their order."""
    return tuple(find_person(table, instrument, code) for code in codes)


def _is(own: object, wanted: str) -> bool:
    return isinstance(own, str) and normalise_code(own) == wanted
