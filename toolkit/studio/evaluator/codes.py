"""Codes that a person may settle, shown without a single character of them: only their shape, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from toolkit.content.language import Language
from toolkit.evaluation.codes import CODE_CELLS, is_code
from toolkit.evaluation.findings.settle_scores import repeated_rows, settle_scores
from toolkit.evaluation.matching import Matches
from toolkit.evaluation.matching.normalise import normalise_code
from toolkit.evaluation.matching.settle import Decisions
from toolkit.problems import Place, ProblemsError, make_problem

if TYPE_CHECKING:
    import pandas as pd

Choice = int | Literal["apart", "open"]
"""The position of the pre-test that is the same person's (in a table of scores: of the row that is right); or a
different person; or not decided, so left out."""

Why = Literal["near", "repeated", "slip", "scores"]
Difference = Literal["same", "one", "swapped", "length", "more"]

MOST_QUESTIONS = 60
"""More than anybody settles on a page; the others stay left out and are counted."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row of the first wave that may be the same person's. `marks` says for each place of both shapes whether the
    codes differ there; `same_in` and `other_in` are grouping columns in which the rows agree or not."""

    position: int
    source: str
    row: int
    shape: str
    marks: tuple[int, ...]
    difference: Difference
    check: bool | None
    same_in: tuple[str, ...] = ()
    other_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Whose row of the second wave is this? In a table of scores (`why` is "scores"), which of the rows of one code is
    right? `shape` has 9 for a digit, A for a letter and · for anything else. `check`
    says whether its check digit is right; None for codes that have none."""

    id: str
    position: int
    session: str
    source: str
    row: int
    shape: str
    check: bool | None
    why: Why
    candidates: tuple[Candidate, ...] = field(default=())

    @property
    def usual(self) -> Choice:
        """What holds until a person decides: a slip was matched, everything else is left out."""
        return self.candidates[0].position if self.why == "slip" else "open"


def find_questions(table: pd.DataFrame | None, matches: Matches, groups: Sequence[str] = ()) -> tuple[Question, ...]:
    """Open codes first, then pairs that were matched although their codes differ. `table` still has its codes."""
    if table is None:
        return ()
    rows = _Rows(table, groups)
    found = [
        rows.question(after, group.pre, group.why) for group in matches.ambiguous if group.pre for after in group.post
    ]
    slips = [(int(a), int(b)) for a, b in matches.pairs[matches.tolerant].tolist()]
    found += [rows.question(after, (before,), "slip") for before, after in slips]
    return tuple(found[:MOST_QUESTIONS])


def find_repeated(table: pd.DataFrame) -> tuple[Question, ...]:
    """Rows of a table of scores that have one code and contradict each other. `table` still has its codes."""
    places = table.assign(source="", session=table.get("session", ""))
    rows = _Rows(places, ())
    groups = repeated_rows(table)
    return tuple(rows.question(group[0], group, "scores") for group in groups)[:MOST_QUESTIONS]


def settle_table(table: pd.DataFrame, questions: Sequence[Question], choices: Mapping[str, Choice]) -> pd.DataFrame:
    """A table of scores with what a person chose."""
    right, apart = [], []
    for question in questions:
        chosen = choices.get(question.id, question.usual)
        if isinstance(chosen, int):
            right.append(chosen)
        elif chosen == "apart":
            apart += [candidate.position for candidate in question.candidates]
    return settle_scores(table, right=right, apart=apart)


def decide(questions: Sequence[Question], choices: Mapping[str, Choice]) -> Decisions:
    """What a person chose, as the match wants it. Raises ProblemsError where one pre-test was given to two people."""
    same: list[tuple[int, int]] = []
    apart: set[int] = set()
    taken: dict[int, Question] = {}
    for question in questions:
        chosen = choices.get(question.id, question.usual)
        if question.why == "slip":
            apart |= {question.candidates[0].position, question.position} if chosen == "apart" else set()
        elif chosen == "apart":
            apart.add(question.position)
        elif isinstance(chosen, int):
            if chosen in taken:
                candidate = next(c for c in question.candidates if c.position == chosen)
                raise ProblemsError(
                    [
                        make_problem(
                            "studio-evaluator-taken",
                            Place(question.source, question.row),
                            row=candidate.row,
                            file=candidate.source,
                            other=taken[chosen].row,
                        )
                    ]
                )
            taken[chosen] = question
            same.append((chosen, question.position))
    return Decisions(tuple(same), frozenset(apart))


def still_asked(questions: Sequence[Question], choices: Mapping[str, Choice]) -> dict[str, Choice]:
    """The choices that these questions offer, after the same files were read again."""
    offered = {q.id: {"apart", "open", *(c.position for c in q.candidates)} for q in questions}
    return {id: choice for id, choice in choices.items() if choice in offered.get(id, ())}


def open_count(questions: Sequence[Question], choices: Mapping[str, Choice]) -> int:
    """How many questions nobody has decided yet."""
    return sum(q.why != "slip" and choices.get(q.id, "open") == "open" for q in questions)


def shape_of(code: str) -> str:
    """The kinds of a code's characters, and none of them.

    >>> shape_of("KB-017")
    'AA·999'
    """
    return "".join("9" if ch.isdecimal() else "A" if ch.isalpha() else "·" for ch in code)


def difference_sentence(candidate: Candidate, length: int, language: Language) -> str:
    """In what the two codes differ."""
    say, show = language.say, language.show_number
    places = language.show_list([show(place + 1) for place in candidate.marks])
    match candidate.difference:
        case "same":
            return say("The same code, written in the same or another way.")
        case "one":
            return say("One character differs, at place {places} of {length}.", places=places, length=show(length))
        case "swapped":
            return say("Two neighbouring characters are swapped, at places {places}.", places=places)
        case "length":
            return say("One code has a character more than the other.")
        case "more":
            return say("More than one character differs, at places {places}.", places=places)


class _Rows:
    """Places and codes of a table's rows, by position."""

    def __init__(self, table: pd.DataFrame, groups: Sequence[str]) -> None:
        self._source = [str(value) for value in table["source"]]
        self._row = [int(value) for value in table["row"]]
        self._session = [str(value) for value in table["session"]]
        self._code = [value if isinstance(value, str) else "" for value in table["code"]]
        self._groups = {name: table[name].tolist() for name in groups if name in table}

    def question(self, after: int, before: Sequence[int], why: Why) -> Question:
        code = normalise_code(self._code[after])
        return Question(
            id=f"{self._source[after]}:{self._row[after]}",
            position=after,
            session=self._session[after],
            source=self._source[after],
            row=self._row[after],
            shape=shape_of(code),
            check=_check(code),
            why=why,
            candidates=tuple(self._candidate(after, position) for position in before),
        )

    def _candidate(self, after: int, before: int) -> Candidate:
        mine, other = normalise_code(self._code[after]), normalise_code(self._code[before])
        difference, marks = compare_codes(other, mine)
        known = {name: (values[after], values[before]) for name, values in self._groups.items()}
        given = {name: pair for name, pair in known.items() if None not in pair}
        return Candidate(
            position=before,
            source=self._source[before],
            row=self._row[before],
            shape=shape_of(other),
            marks=marks,
            difference=difference,
            check=_check(other),
            same_in=tuple(name for name, (a, b) in given.items() if a == b),
            other_in=tuple(name for name, (a, b) in given.items() if a != b),
        )


def compare_codes(first: str, second: str) -> tuple[Difference, tuple[int, ...]]:
    """In what two codes differ, and at which places of the first (counted from 0)."""
    if first == second:
        return "same", ()
    marks = tuple(_edited(first, second))
    if len(first) != len(second):
        return ("length" if abs(len(first) - len(second)) == 1 and len(marks) == 1 else "more"), marks
    if len(marks) == 1:
        return "one", marks
    a, *_, b = marks
    if len(marks) == 2 and b == a + 1 and (first[a], first[b]) == (second[b], second[a]):
        return "swapped", marks
    return "more", marks


def _edited(first: str, second: str) -> Iterator[int]:
    """Places of the first code at which something is another, missing or more."""
    if len(first) == len(second):
        yield from (place for place, (a, b) in enumerate(zip(first, second, strict=True)) if a != b)
        return
    from rapidfuzz.distance import Levenshtein

    yield from dict.fromkeys(min(edit.src_pos, len(first) - 1) for edit in Levenshtein.editops(first, second))


def _check(code: str) -> bool | None:
    """Whether a printed code's check digit is right; None for codes that are not the toolkit's own."""
    return is_code(code) if len(code) == CODE_CELLS and code.isdecimal() else None
