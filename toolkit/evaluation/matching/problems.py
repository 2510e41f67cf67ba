"""What a person should know or settle about a match: rows and counts, never codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.evaluation.matching.matches import Ambiguous, Matches
from toolkit.problems import Place, Problem, make_problem, sort_problems

MOST_GROUPS = 100
"""Ambiguous groups that get a problem of their own; a last one counts the rest."""

MOST_ROWS = 8
"""Rows that a message names; `Matches` has all of them."""

MOST_PAIRS = 4
"""Pairs of rows that a message names."""

WAVE_NAMES: Mapping[str, str] = {
    "pre": "pre-test",
    "post": "post-test",
    "then": "retrospective pre-test",
    "followup": "follow-up",
}


def list_problems(
    table: pd.DataFrame,
    matches: Matches,
    *,
    waves: tuple[str, str],
    without_code: npt.NDArray[np.bool_],
    too_large: Sequence[str],
) -> tuple[Problem, ...]:
    """All problems of a match, sorted."""
    rows = _RowNames(table)
    names = (WAVE_NAMES.get(waves[0], waves[0]), WAVE_NAMES.get(waves[1], waves[1]))
    found = [
        *_missing_partner(rows, matches, names, without_code),
        *_missing_code(rows, without_code),
        *_ambiguous(rows, matches, names),
        *_tolerant(rows, matches),
    ]
    if too_large:
        found.append(make_problem("pair-session-large", Place(rows.first_source()), count=len(too_large)))
    return sort_problems(found)


class _RowNames:
    """Sources and row numbers by position."""

    def __init__(self, table: pd.DataFrame) -> None:
        self._file, names = pd.factorize(table["source"])
        # The last name is for -1, the number that pandas gives to what is missing.
        self._names = [*map(str, names), ""]
        self._row = table["row"].to_numpy()

    def place(self, position: int) -> Place:
        return Place(self._names[self._file[position]], int(self._row[position]))

    def first_source(self) -> str:
        return min((self._names[number] for number in np.unique(self._file)), default="")

    def count(self, positions: npt.NDArray[np.int64]) -> dict[str, int]:
        """How many of these rows each source has."""
        numbers, counts = np.unique(self._file[positions], return_counts=True)
        return {self._names[n]: count for n, count in zip(numbers.tolist(), counts.tolist(), strict=True)}

    def by_source(self, positions: npt.NDArray[np.int64]) -> Iterator[tuple[str, npt.NDArray[np.int64]]]:
        """Positions of each source, in order of rows."""
        numbers = self._file[positions]
        for number in pd.unique(numbers).tolist():
            mine = positions[numbers == number]
            yield self._names[number], mine[np.argsort(self._row[mine], kind="stable")]

    def say(self, positions: Iterable[int], beside: str | None = None) -> str:
        """Such as "rows 3, 5 and 9"; with the source's name where it is not `beside`."""
        places = sorted(self.place(i) for i in positions)
        shown = [
            str(p.line) if beside is None or p.path == beside else f"{p.line} ({p.path})" for p in places[:MOST_ROWS]
        ]
        if len(places) > MOST_ROWS:
            return f"rows {', '.join(shown)} and {len(places) - MOST_ROWS} more"
        if len(shown) == 1:
            return f"row {shown[0]}"
        return f"rows {', '.join(shown[:-1])} and {shown[-1]}"


def _missing_partner(
    rows: _RowNames, matches: Matches, names: tuple[str, str], without_code: npt.NDArray[np.bool_]
) -> Iterator[Problem]:
    """One for each file and wave: rows with a code but no partner."""
    sides = ((matches.unmatched_pre, names, 0), (matches.unmatched_post, names[::-1], 1))
    for unmatched, (here, there), side in sides:
        kept = rows.count(matches.pairs[:, side])
        for source, mine in rows.by_source(unmatched[~without_code[unmatched]]):
            yield make_problem(
                "pair-missing",
                rows.place(int(mine[0])),
                rows=rows.say(mine.tolist()),
                count=len(mine),
                here=here,
                there=there,
                kept=kept.get(source, 0),
            )


def _missing_code(rows: _RowNames, without_code: npt.NDArray[np.bool_]) -> Iterator[Problem]:
    for _, mine in rows.by_source(np.flatnonzero(without_code)):
        yield make_problem("pair-code-missing", rows.place(int(mine[0])), rows=rows.say(mine.tolist()), count=len(mine))


def _ambiguous(rows: _RowNames, matches: Matches, names: tuple[str, str]) -> Iterator[Problem]:
    for group in matches.ambiguous[:MOST_GROUPS]:
        place = min(rows.place(i) for i in group.pre or group.post)
        said = _said(rows, group, names, place.path)
        if group.why == "repeated":
            yield make_problem("pair-code-repeated", place, rows=said)
        else:
            yield make_problem("pair-ambiguous", place, rows=said)
    rest = matches.ambiguous[MOST_GROUPS:]
    if rest:
        yield make_problem("pair-ambiguous-more", Place(rows.first_source()), count=len(rest))


def _said(rows: _RowNames, group: Ambiguous, names: tuple[str, str], beside: str) -> str:
    parts = [
        f"{rows.say(side, beside)} of the {name}"
        for side, name in zip((group.pre, group.post), names, strict=True)
        if side
    ]
    return " and ".join(parts)


def _tolerant(rows: _RowNames, matches: Matches) -> Iterator[Problem]:
    pairs = matches.pairs[matches.tolerant].tolist()
    if not pairs:
        return
    places = sorted((rows.place(pre), rows.place(post)) for pre, post in pairs)
    first = places[0][0]
    shown = "; ".join(f"{pre.line} and {post.line}" for pre, post in places[:MOST_PAIRS])
    more = f"; and {len(places) - MOST_PAIRS} more" if len(places) > MOST_PAIRS else ""
    yield make_problem("pair-tolerant", first, count=len(places), rows=shown + more)
