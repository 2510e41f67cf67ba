"""Cells → option codes: codes or labels in any of the languages, one or several, and digits of any script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from toolkit.content.vocabulary import QuestionType
from toolkit.evaluation.codes import is_code
from toolkit.evaluation.items import Item
from toolkit.evaluation.responses.records import Texts
from toolkit.evaluation.responses.words import ascii_digits, clean_header, loose, tidy, whole_number

MISSING = frozenset({"n/a", "#n/a", "nan", "null"})
"""Texts that mean "no answer" where they are no option."""

_BETWEEN = re.compile(r"[\s,;|+>/،؛]+")
_GAP = " ,;|،؛"
_YES = frozenset({"1", "true", "yes", "x", "✓"})
_NO = frozenset({"0", "false", "no", "n/a"})
_SCIENTIFIC = re.compile(r"([1-9])[.,]?(\d*)e\+?(\d{1,2})", re.IGNORECASE)
_MOST_LABELS = 40


class UnreadableError(ValueError):
    """A cell that is no answer. Carries nothing of the cell."""


@dataclass(frozen=True, slots=True)
class Choices:
    """An item's options as cells may write them. `labels` maps language → tidy label → code, None where two options
    of that language read the same. `open` items have options that nobody declared: any short code is taken.
    `values` are a codebook's, tidy text → code or "" for "no answer"."""

    item_id: str
    type: QuestionType
    codes: tuple[str, ...]
    by_code: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str | None]] = field(repr=False)
    loose_labels: Mapping[str, Mapping[str, str | None]] = field(repr=False)
    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    missing: frozenset[str] = MISSING

    @property
    def open(self) -> bool:
        """Whether nobody declared its options."""
        return not self.codes

    @property
    def several(self) -> bool:
        """Whether an answer may hold more than one code."""
        return self.type in ("multiple-choice", "order")


def make_choices(
    item: Item, texts: Texts, values: Mapping[str, str] | None = None, missing: Iterable[str] = ()
) -> Choices:
    """The options of an item, with their words in every language of `texts`."""
    labels: dict[str, dict[str, str | None]] = {}
    loose_labels: dict[str, dict[str, str | None]] = {}
    codes = [option.code for option in item.options]
    for language, by_item in texts.items():
        if item.item_id not in by_item:
            continue
        for code, label in by_item[item.item_id].options.items():
            if code not in codes:
                codes.append(code)
            _add(labels.setdefault(language, {}), tidy(label), code)
            _add(loose_labels.setdefault(language, {}), loose(label), code)
    return Choices(
        item_id=item.item_id,
        type=item.type,
        codes=tuple(codes),
        by_code={tidy(code): code for code in codes},
        labels=labels,
        loose_labels=loose_labels,
        values={tidy(whole_number(text)): code for text, code in (values or {}).items()},
        missing=MISSING | {tidy(text) for text in missing},
    )


def _add(labels: dict[str, str | None], key: str, code: str) -> None:
    if key and labels.setdefault(key, code) != code:
        labels[key] = None


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """How the cells of one column are read: each different cell → answer, or None when unanswered. `unreadable` are
    those that are neither; `jumbled` says that several answers in one cell cannot be told apart."""

    answers: Mapping[str, str | None] = field(repr=False)
    unreadable: frozenset[str] = field(repr=False)
    jumbled: bool = False
    ambiguous: bool = False


def read_column(cells: Iterable[str], choices: Choices, by: Literal["name", "label", "codebook"]) -> ColumnReading:
    """Read every different cell of a column once.

    A column whose header is a name is read as codes, then as labels; one whose header is a label the other way round.
    Labels are read in those languages in which the most cells make sense; a cell that means different options
    in two of them makes the column ambiguous.
    """
    different = dict.fromkeys(cells)
    if choices.type == "short-answer":
        empty = {"", *choices.missing} if "n/a" in choices.missing else {""}
        return ColumnReading({c: None if tidy(c) in empty else c.strip() for c in different}, frozenset())
    answers: dict[str, str | None] = {}
    open_cells: list[str] = []
    for cell in different:
        try:
            if by == "label" and _has_label(cell, choices):
                raise UnreadableError
            answers[cell] = _as_codes(cell, choices)
        except UnreadableError:
            open_cells.append(cell)
    return _read_labels(open_cells, answers, choices)


def _has_label(cell: str, choices: Choices) -> bool:
    key = tidy(cell)
    return any(key in labels for labels in choices.labels.values())


def _as_codes(cell: str, choices: Choices) -> str | None:
    text = tidy(cell)
    if not text:
        return None
    number = whole_number(text)
    if number in choices.values or text in choices.values:
        return choices.values.get(number, choices.values.get(text)) or None
    if text in choices.by_code or number in choices.by_code:
        return choices.by_code.get(text) or choices.by_code[number]
    if choices.several:
        parts = [part for part in _BETWEEN.split(text) if part]
        if parts and all(part in choices.missing for part in (text, *parts)):
            return None
        return join_codes([_one_code(part, choices) for part in parts], choices)
    if text in choices.missing:
        return None
    return _one_code(text, choices)


def _one_code(text: str, choices: Choices) -> str:
    number = whole_number(text)
    for key in (text, number):
        if choices.values.get(key):
            return choices.values[key]
        if key in choices.by_code:
            return choices.by_code[key]
    if choices.type == "rating" and number.isdecimal():
        return _step(int(number), choices)
    if choices.open and re.fullmatch(r"[a-z]|\d{1,2}", number):
        return number
    raise UnreadableError


def _step(number: int, choices: Choices) -> str:
    """A rating given as a number: the steps of its scale are counted from 1, the lowest first."""
    steps = [code for code in choices.codes if code != "unknown"]
    if choices.open:
        return str(number)
    if 1 <= number <= len(steps) and not any(code.isdecimal() for code in steps):
        return steps[number - 1]
    raise UnreadableError


def join_codes(codes: Sequence[str], choices: Choices) -> str | None:
    """Several codes as one cell: in the order given for `order`, else in the item's own order. None for no code."""
    if not codes:
        return None
    if choices.type == "order":
        if len(set(codes)) != len(codes):
            raise UnreadableError
        return " ".join(codes)
    place = {code: n for n, code in enumerate(choices.codes)}
    return " ".join(sorted(set(codes), key=lambda code: (place.get(code, len(place)), code)))


def _read_labels(cells: Sequence[str], answers: dict[str, str | None], choices: Choices) -> ColumnReading:
    by_language: dict[str, dict[str, str]] = {}
    jumbled: set[str] = set()
    for language in choices.labels:
        read: dict[str, str] = {}
        for cell in cells:
            found = _as_labels(cell, language, choices)
            if len(found) == 1:
                read[cell] = found[0]
            elif found:
                jumbled.add(cell)
        by_language[language] = read
    most = max((len(read) for read in by_language.values()), default=0)
    active = [read for read in by_language.values() if most and len(read) == most]
    # A form may have been answered in several languages: the others fill what the best ones leave open.
    rest = [read for read in by_language.values() if read not in active]
    unreadable: set[str] = set()
    ambiguous = False
    for cell in cells:
        found_codes = {read[cell] for read in active if cell in read} or {read[cell] for read in rest if cell in read}
        if len(found_codes) == 1:
            answers[cell] = found_codes.pop()
        elif tidy(cell) in choices.missing:
            answers[cell] = None
        elif found_codes:
            ambiguous = True
        else:
            unreadable.add(cell)
    jumbled &= unreadable
    unsplit = choices.several and any(_starts_with_label(cell, choices) for cell in unreadable)
    return ColumnReading(answers, frozenset(unreadable - jumbled), bool(jumbled) or unsplit, ambiguous)


def _as_labels(cell: str, language: str, choices: Choices) -> list[str]:
    """The readings of a cell as labels of one language: none, one, or two when it is not clear."""
    labels = choices.labels[language]
    key = tidy(cell)
    if not choices.several:
        code = labels[key] if key in labels else choices.loose_labels[language].get(loose(cell))
        return [code] if code else []
    return _cut(key, {label: code for label, code in labels.items() if code}, choices)


def _starts_with_label(cell: str, choices: Choices) -> bool:
    """Whether a cell begins as an answer does: then it is several labels that cannot be told apart."""
    key = tidy(cell)
    return any(key.startswith(label) for labels in choices.labels.values() for label in labels if len(label) > 1)


def _cut(text: str, labels: Mapping[str, str], choices: Choices) -> list[str]:
    """Every way (up to two) to read a cell as labels with separators between them, each label at most once."""
    found: dict[str, None] = {}
    stack: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    steps = 0
    while stack and len(found) < 2 and steps < 5_000:
        steps += 1
        start, taken = stack.pop()
        while start < len(text) and text[start] in _GAP:
            start += 1
        if start == len(text):
            if taken:
                found[join_codes(taken, choices) or ""] = None
            continue
        for label, code in list(labels.items())[:_MOST_LABELS]:
            end = start + len(label)
            if code not in taken and text.startswith(label, start) and (end == len(text) or text[end] in _GAP):
                stack.append((end, (*taken, code)))
    return list(found)


def read_mark(cell: str, option: str, choices: Choices) -> bool | None:
    """A cell of a 1/0 column: chosen or not, None when empty. Raises UnreadableError for anything else."""
    text = tidy(whole_number(cell))
    if not text:
        return None
    if text in _NO:
        return None if text == "n/a" else False
    labels = [key for by in choices.labels.values() for key, code in by.items() if code == option]
    if text in _YES or text == tidy(option) or text in labels:
        return True
    raise UnreadableError


def read_code(cell: str) -> str | None:
    """A participant's code as typed, without what spreadsheets add: invisible characters, an apostrophe in front,
    ``.0`` behind, spaces or points between digits. Digits of every script become ASCII.

    None when a spreadsheet has shortened the number, so that digits are lost.

    >>> read_code(" ١٠٠٠٠٥ "), read_code("100005,0"), read_code("100 005"), read_code("1.00E+17")
    ('100005', '100005', '100005', None)
    """
    text = ascii_digits(clean_header(cell)).strip().removeprefix("'").strip()
    if re.fullmatch(r"\d+[.,]0+", text) and not is_code(re.sub(r"[.,]", "", text)):
        text = re.split(r"[.,]", text)[0]
    scientific = _SCIENTIFIC.fullmatch(text)
    if scientific and any(sign in text for sign in "+.,"):
        digits, power = scientific[1] + scientific[2], int(scientific[3])
        return digits if len(digits) == power + 1 else None
    joined = re.sub(r"[\s.,'’-]", "", text)
    return joined if is_code(joined) else text
