"""The data-entry sheet for paper: one line for each answer, with session, wave, code, item_id and option."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.evaluation.responses.records import Row
from toolkit.evaluation.responses.values import Choices, UnreadableError, join_codes, read_code, read_column
from toolkit.evaluation.responses.words import clean_header, tidy

LONG = ("session", "wave", "code", "item_id", "option")


@dataclass(slots=True)
class Person:
    """One person's sheet in one wave, from the lines that have the same session, wave and code. `row` is the first
    of them; `codes` are an item's answers in the order of the lines."""

    row: int
    session: str
    wave: str
    code: str = field(repr=False)
    groups: dict[str, str | None] = field(default_factory=dict, repr=False)
    codes: dict[str, list[str]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """People in the order of their first lines, and the lines that could not be used, by reason."""

    people: tuple[Person, ...] = field(repr=False)
    lines: int = 0
    unknown_items: tuple[int, ...] = ()
    unreadable: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    conflicts: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    shortened: tuple[int, ...] = ()


def is_long(header: Sequence[str]) -> bool:
    """Whether these are the headers of the data-entry sheet."""
    return {"code", "item_id", "option"} <= {tidy(clean_header(cell)) for cell in header}


def long_columns(header: Sequence[str]) -> dict[str, int]:
    """Column → position, of those of the data-entry sheet that are there."""
    found: dict[str, int] = {}
    for position, cell in enumerate(header):
        name = tidy(clean_header(cell))
        if name in LONG:
            found.setdefault(name, position)
    return found


def read_paper(
    rows: Sequence[Row],
    columns: Mapping[str, int],
    names: Mapping[str, str],
    choices: Mapping[str, Choices],
    groups: Mapping[str, int],
) -> PaperSheet:
    """Lines → people. `names` gives the item of each tidy item id or field name.

    Lines of one item: the same answer twice counts once; several options are joined where the item allows several;
    different answers to one question cannot both be right, so neither is taken.
    """
    people: dict[tuple[str, str, str], Person] = {}
    unknown: list[int] = []
    shortened: list[int] = []
    lines = 0
    wrong: dict[str, list[int]] = {}
    entered: dict[tuple[str, str, str, str], list[int]] = {}
    for number, cells in rows:

        def cell(name: str, cells: Sequence[str] = cells) -> str:
            at = columns.get(name, len(cells))
            return cells[at] if at < len(cells) else ""

        if not any(cell(name).strip() for name in columns):
            continue
        lines += 1
        code = read_code(cell("code"))
        if code is None:
            shortened.append(number)
            code = ""
        key = (cell("session").strip(), tidy(cell("wave")), code)
        # Lines without a code cannot be told apart: each stays on its own.
        person = people.setdefault(key if code else (*key[:2], f"\x00{number}"), Person(number, key[0], key[1], code))
        for group, at in groups.items():
            if at < len(cells) and cells[at].strip():
                person.groups.setdefault(group, cells[at].strip())
        item = names.get(tidy(clean_header(cell("item_id"))))
        if item is None:
            unknown.append(number)
            continue
        reading = read_column([cell("option")], choices[item], "name")
        answer = reading.answers.get(cell("option"))
        if cell("option") not in reading.answers:
            wrong.setdefault(item, []).append(number)
        if answer is not None:
            person.codes.setdefault(item, []).append(answer)
            entered.setdefault((*key, item), []).append(number)
    conflicts = _settle(people.values(), choices, entered)
    return PaperSheet(
        tuple(people.values()),
        lines,
        tuple(unknown),
        {item: tuple(found) for item, found in wrong.items()},
        conflicts,
        tuple(shortened),
    )


def _settle(
    people: Iterable[Person], choices: Mapping[str, Choices], entered: Mapping[tuple[str, str, str, str], list[int]]
) -> dict[str, tuple[int, ...]]:
    """Make one answer of each item's lines; returns the lines that contradict one another."""
    conflicts: dict[str, list[int]] = {}
    for person in people:
        for item, answers in list(person.codes.items()):
            different = list(dict.fromkeys(answers))
            try:
                answer = _one_answer(different, choices[item])
            except UnreadableError:
                key = (person.session, person.wave, person.code, item)
                conflicts.setdefault(item, []).extend(entered.get(key, []))
                del person.codes[item]
            else:
                person.codes[item] = [answer]
    return {item: tuple(rows) for item, rows in conflicts.items()}


def _one_answer(different: Sequence[str], choices: Choices) -> str:
    if len(different) == 1:
        return different[0]
    if not choices.several or (choices.type == "order" and any(" " in answer for answer in different)):
        raise UnreadableError
    joined = join_codes([code for answer in different for code in answer.split()], choices)
    return joined or ""
