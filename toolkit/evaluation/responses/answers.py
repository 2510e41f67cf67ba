"""The answers to one item, from however many columns hold it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from toolkit.evaluation.responses.values import Choices, UnreadableError, join_codes, read_column, read_mark


@dataclass(slots=True)
class ItemColumns:
    """Positions of an item's columns: `joined` hold whole answers, `split` one option each (1/0)."""

    joined: list[tuple[int, Literal["name", "label", "codebook"]]] = field(default_factory=list)
    split: dict[str, list[int]] = field(default_factory=dict)


@dataclass(slots=True)
class ItemAnswers:
    """An answer for each row, None where there is none. `unreadable` and `conflicts` are indexes of rows."""

    answers: list[str | None] = field(repr=False)
    unreadable: list[int] = field(default_factory=list)
    conflicts: list[int] = field(default_factory=list)
    coalesced: bool = False
    jumbled: bool = False
    ambiguous: bool = False
    orderless: bool = False


def read_item(choices: Choices, columns: ItemColumns, cells_of: Callable[[int], list[str]]) -> ItemAnswers:
    """Read all columns of an item and make one answer of them for each row.

    Several versions of a form leave an answer in one of several columns. Columns that contradict one another give no
    answer. A column of joined labels that cannot be told apart is no matter where 1/0 columns stand beside it.
    """
    readings: list[list[str | None]] = []
    wrong: set[int] = set()
    jumbled = ambiguous = False
    for position, by in columns.joined:
        cells = cells_of(position)
        reading = read_column(cells, choices, by)
        if (reading.jumbled or reading.ambiguous) and columns.split:
            continue
        jumbled |= reading.jumbled
        ambiguous |= reading.ambiguous
        readings.append([reading.answers.get(cell) for cell in cells])
        if reading.unreadable:
            wrong.update(i for i, cell in enumerate(cells) if cell in reading.unreadable)
    clash: set[int] = set()
    orderless = choices.type == "order" and bool(columns.split) and not readings
    if columns.split and choices.type != "order":
        marked, unread, clash = _read_split(choices, {o: [cells_of(p) for p in ps] for o, ps in columns.split.items()})
        readings.append(marked)
        wrong |= unread
    if not readings:
        length = len(cells_of(next(iter(columns.split.values()))[0])) if columns.split else 0
        return ItemAnswers([None] * length, orderless=orderless, jumbled=jumbled, ambiguous=ambiguous)
    made = ItemAnswers(readings[0], jumbled=jumbled, ambiguous=ambiguous, orderless=orderless)
    if len(readings) > 1:
        made.answers, more = _coalesce(readings)
        clash |= more
    made.coalesced = len(columns.joined) > 1 or any(len(found) > 1 for found in columns.split.values())
    for i in wrong | clash:
        made.answers[i] = None
    made.unreadable = sorted(wrong)
    made.conflicts = sorted(clash - wrong)
    return made


def _coalesce(readings: Sequence[Sequence[str | None]]) -> tuple[list[str | None], set[int]]:
    merged: list[str | None] = []
    clash: set[int] = set()
    for i, found in enumerate(zip(*readings, strict=True)):
        different = {answer for answer in found if answer is not None}
        if len(different) > 1:
            clash.add(i)
        merged.append(different.pop() if len(different) == 1 else None)
    return merged, clash


def _read_split(choices: Choices, columns: dict[str, list[list[str]]]) -> tuple[list[str | None], set[int], set[int]]:
    """1/0 columns as joined codes; rows that are unreadable, and rows in which two versions contradict each other.

    Nothing chosen means that the question was not answered: forms leave all columns at 0 then.
    """
    length = len(next(iter(columns.values()))[0])
    chosen: list[list[str]] = [[] for _ in range(length)]
    unread: set[int] = set()
    clash: set[int] = set()
    for option, lists in columns.items():
        marks = {cell: _mark(cell, option, choices) for cells in lists for cell in dict.fromkeys(cells)}
        for i, cells_of_row in enumerate(zip(*lists, strict=True)):
            found = {marks[cell] for cell in cells_of_row} - {None}
            if "unreadable" in found:
                unread.add(i)
            elif len(found) > 1:
                clash.add(i)
            elif True in found:
                chosen[i].append(option)
    return [join_codes(codes, choices) for codes in chosen], unread, clash


def _mark(cell: str, option: str, choices: Choices) -> bool | Literal["unreadable"] | None:
    try:
        return read_mark(cell, option, choices)
    except UnreadableError:
        return "unreadable"
