"""Totals without questionnaires: a table with columns code, pre, post, and optionally session and grouping columns."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from toolkit.evaluation.findings.pairs import AUDIENCE, SESSION
from toolkit.evaluation.matching.normalise import normalise_codes
from toolkit.evaluation.responses.layout import is_identifier
from toolkit.evaluation.responses.records import Grid, Refused, Row
from toolkit.evaluation.responses.tables import read_grids
from toolkit.evaluation.responses.words import ascii_digits, safe_name, show_names, show_rows, tidy
from toolkit.problems import Place, Problem, make_problem, near_miss, sort_problems

if TYPE_CHECKING:
    import pandas as pd

WANTED = ("code", "pre", "post")
NO_SCORE = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "none", "-", "–", "."})
"""How tables write that somebody has no score (lower case)."""

MOST_VALUES, LEAST_ROWS = 12, 3
"""A column that nobody asked for becomes a group only when it has few values that several people share; anything else
may name a person."""

MOST_LETTERS = 40
_FREE_TEXT = re.compile(r"comment|remark|note|feedback|suggestion|opinion|reason|why")
"""Headers of free text: what several people wrote alike is no group either."""

_HEADER_ROWS = 20
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")


@dataclass(frozen=True, slots=True)
class ScoresRead:
    """One row for each person: code, session, groupings, pre, post, ambiguous, row. `groups` are the columns taken as
    groupings, `dropped` the names of those that were not read. None when the file is no table of scores."""

    table: pd.DataFrame | None = field(repr=False)
    groups: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_scores(
    path: str | Path, *, groups: Sequence[str] = (), max_score: float | None = None, source: str = ""
) -> ScoresRead:
    """Read a table of scores: separated values in any usual encoding, with any usual separator and decimal sign, or a
    workbook. `source` is what problems call the file.

    Rows that cannot be read are left out and named by number. Rows with the same code in a session are put together
    when they do not contradict each other, and are ambiguous otherwise. Never raises for what the file holds.
    """
    place = source or Path(path).as_posix()
    try:
        grids, _ = read_grids(Path(path), place, _header_score)
    except Refused as refused:
        values: dict[str, Any] = dict(refused.values)
        return ScoresRead(None, problems=(make_problem(refused.code, Place(place, refused.row), **values),))
    return _read_grid(grids[0], place, tuple(groups), max_score)


def _header_score(rows: Sequence[Row]) -> int:
    return max(
        (len({tidy(cell) for cell in cells} & {*WANTED, SESSION}) for _, cells in rows[:_HEADER_ROWS]), default=0
    )


def _read_grid(grid: Grid, place: str, groups: tuple[str, ...], max_score: float | None) -> ScoresRead:
    start = next((i for i, row in enumerate(grid.rows[:_HEADER_ROWS]) if _header_score([row]) >= 2), 0)
    header_row, header = grid.rows[start] if grid.rows else (1, [])
    names = [tidy(cell) for cell in header]
    problems = list(_header_problems(names, Place(place, header_row), groups))
    if any(p.severity == "error" for p in problems):
        return ScoresRead(None, problems=sort_problems(problems))
    rows = [(number, cells) for number, cells in grid.rows[start + 1 :] if any(cell.strip() for cell in cells)]
    uneven = [number for number, cells in rows if grid.even and len(cells) > len(names)]
    out = set(uneven)
    rows = [(number, cells + [""] * (len(names) - len(cells))) for number, cells in rows if number not in out]
    wanted = _groupings(names, rows, groups)
    dropped = tuple(
        safe_name(header[i], i + 1) for i, name in enumerate(names) if name not in (*WANTED, SESSION, *wanted)
    )
    if uneven:
        problems.append(make_problem("scores-row-width", Place(place, uneven[0]), rows=show_rows(uneven)))
    if dropped:
        problems.append(make_problem("scores-columns-dropped", Place(place, header_row), columns=show_names(dropped)))
    table, found = _table(names, rows, wanted, max_score, place)
    table, repeated = _one_row_each(table, place)
    asked = {tidy(group): group for group in groups}
    kept = tuple(asked.get(name, name) for name in wanted)
    table = table.rename(columns=dict(zip(wanted, kept, strict=True)))
    return ScoresRead(table, kept, dropped, sort_problems([*problems, *found, *repeated]))


def _header_problems(names: Sequence[str], where: Place, groups: Sequence[str]) -> Iterator[Problem]:
    for name in WANTED:
        if name not in names:
            others = [n for n in names if n and n not in (*WANTED, SESSION) and not is_identifier(n)]
            yield make_problem("scores-column-missing", where, near=near_miss(name, others), column=name)
    for name in (*WANTED, SESSION, *map(tidy, groups)):
        if names.count(name) > 1:
            yield make_problem("scores-column-twice", where, column=name)
    for group in groups:
        if is_identifier(tidy(group)):
            yield make_problem("scores-group-personal", where, column=group)
        elif tidy(group) not in names:
            yield make_problem("scores-group-missing", where, near=near_miss(tidy(group), names), column=group)


def _groupings(names: Sequence[str], rows: Sequence[Row], groups: Sequence[str]) -> tuple[str, ...]:
    """The columns asked for; when none are, those with few values that several people share."""
    asked = {tidy(group) for group in groups}
    if asked:
        return tuple(name for name in names if name in asked or name == AUDIENCE)
    return tuple(
        name
        for i, name in enumerate(names)
        if name and names.count(name) == 1 and name not in (*WANTED, SESSION) and _is_grouping(name, i, rows)
    )


def _is_grouping(name: str, place: int, rows: Sequence[Row]) -> bool:
    if is_identifier(name) or _FREE_TEXT.search(name):
        return False
    how_often: dict[str, int] = {}
    for _, cells in rows:
        value = " ".join(cells[place].split())
        how_often[value] = how_often.get(value, 0) + 1
        if len(how_often) > MOST_VALUES + 1:
            return False
    how_often.pop("", None)
    return bool(how_often) and all(
        count >= LEAST_ROWS and len(value) <= MOST_LETTERS and "@" not in value and not re.search(r"\d{5}", value)
        for value, count in how_often.items()
    )


def _table(
    names: Sequence[str], rows: Sequence[Row], groupings: Sequence[str], max_score: float | None, place: str
) -> tuple[pd.DataFrame, list[Problem]]:
    """Columns of the rows that can be read, and which cannot."""
    import pandas as pd

    at = {name: i for i, name in enumerate(names) if name}
    texts = {name: [cells[at[name]] for _, cells in rows] for name in (*WANTED, SESSION, *groupings) if name in at}
    numbers = np.array([number for number, _ in rows], dtype=np.int64)
    bad = np.zeros(len(rows), dtype=np.bool_)
    problems: list[Problem] = []
    for name in ("pre", "post"):
        read = {text: _score(text) for text in set(texts[name])}
        values = [read[text] for text in texts[name]]
        wrong = np.array([value is None for value in values], dtype=np.bool_)
        scores = np.array([math.nan if value is None else value for value in values], dtype=np.float64)
        if wrong.any():
            problems.append(_at_rows("scores-not-a-number", place, numbers[wrong], column=name))
        if max_score is not None:
            beyond = (scores < 0) | (scores > max_score)
            if beyond.any():
                problems.append(
                    _at_rows("scores-out-of-range", place, numbers[beyond], column=name, limit=f"{max_score:g}")
                )
            wrong |= beyond
        texts[name] = scores  # type: ignore[assignment]
        bad |= wrong
    table = pd.DataFrame({**texts, "row": numbers})
    for name in ("code", SESSION, *groupings):
        if name in table:
            table[name] = table[name].astype(object)
    empty = np.isnan(table["pre"].to_numpy(np.float64)) & np.isnan(table["post"].to_numpy(np.float64)) & ~bad
    if empty.any():
        problems.append(_at_rows("scores-row-empty", place, numbers[empty]))
    table = table[~bad & ~empty].reset_index(drop=True)
    if not len(table):
        problems.append(make_problem("scores-nothing", Place(place)))
    return table, problems


def _score(text: str) -> float | None:
    """The number in a cell, NaN when there is none, None when it is no number.

    >>> _score("3,5"), _score("٧"), _score("seven")
    (3.5, 7.0, None)
    """
    plain = ascii_digits(text).strip().strip("\u00a0\u200e\u200f\u202f ").casefold()
    if plain in NO_SCORE:
        return math.nan
    if not _NUMBER.fullmatch(plain) or len(plain) > 20:
        return None
    return float(plain.replace(",", "."))


def _one_row_each(table: pd.DataFrame, place: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Rows of one person put together: the same code in the same session. Rows that contradict each other stay as they
    are, ambiguous. Rows without a code are a person each."""
    import pandas as pd

    problems: list[Problem] = []
    table = table.assign(ambiguous=False)
    code, _ = normalise_codes(table["code"])
    row = table["row"].to_numpy()
    without = code < 0
    if without.any():
        problems.append(_at_rows("scores-code-missing", place, row[without]))
    session = pd.factorize(table[SESSION].str.split().str.join(" "))[0] if SESSION in table else np.zeros(len(table))
    person = pd.factorize((session.astype(np.int64) + 1) * (int(code.max(initial=0)) + 2) + code)[0].astype(np.int64)
    person[without] = int(person.max(initial=0)) + 1 + np.arange(int(without.sum()))
    repeated = np.bincount(person)[person] > 1
    if not repeated.any():
        return table, problems
    same = table[repeated].groupby(person[repeated], sort=False)
    agree = (same[["pre", "post"]].nunique() <= 1).all(axis=1)
    fits = agree.reindex(person[repeated]).to_numpy(dtype=np.bool_)
    unsure = repeated.copy()
    unsure[repeated] = ~fits
    table["ambiguous"] = unsure
    merge = repeated & ~unsure
    if unsure.any():
        problems.append(_at_rows("scores-code-repeated", place, row[unsure]))
    if merge.any():
        problems.append(_at_rows("scores-code-merged", place, row[merge]))
        # `first` takes the first value that is there, column by column.
        joined = table[merge].groupby(person[merge], sort=False).first()
        table = pd.concat([table[~merge], joined]).sort_values("row", ignore_index=True)
    return table, problems


def _at_rows(code: str, place: str, rows: NDArray[np.int64], **values: str) -> Problem:
    numbers = [int(n) for n in rows]
    return make_problem(code, Place(place, min(numbers)), rows=show_rows(numbers), count=len(numbers), **values)
