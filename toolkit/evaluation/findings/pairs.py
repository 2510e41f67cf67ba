"""Matched people and their totals, as columns: what every figure of a total is made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from toolkit.evaluation.findings.records import Counts

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.evaluation.matching import Matches

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SESSION, AUDIENCE = "session", "audience"

MOST_SORTED_NATURALLY = 5_000
"""Groups of one column up to which "2" comes before "10": more are read by programs only."""


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """People by the values of one column. `pairs` has the number of each pair's value (a place in `names`); the other
    arrays have one place for each value. People without a value have "" as theirs, so that groups add up to all."""

    names: tuple[str, ...]
    pairs: Ints
    n_pre: Ints
    n_post: Ints
    sessions: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Paired:
    """Totals of matched pairs (`pre` and `post`, equally long, NaN = no total) and of people without a pair."""

    pre: Floats
    post: Floats
    alone_pre: Floats
    alone_post: Floats
    counts: Counts
    max_score: float | None = None
    groupings: Mapping[str, Grouping] = field(default_factory=dict)


def pair_by_match(
    scores: pd.DataFrame, matches: Matches, *, groups: Sequence[str] = (), max_score: float | None = None
) -> Paired:
    """Totals of a score table's rows, put together as `matches` (made from the same rows) says."""
    total = column(scores, "total")
    before, after = matches.pairs[:, 0], matches.pairs[:, 1]
    alone_pre = np.concatenate([matches.unmatched_pre, matches.ambiguous_pre]).astype(np.int64)
    alone_post = np.concatenate([matches.unmatched_post, matches.ambiguous_post]).astype(np.int64)
    found = matches.report.total
    groupings: dict[str, Grouping] = {}
    session, sessions = numbered(scores, SESSION)
    everybody = np.concatenate([before, alone_pre, after, alone_post])
    sessions_here = session[everybody]
    for name in wanted_groupings(scores, groups):
        numbers, names = (session, sessions) if name == SESSION else numbered(scores, name)
        pairs = numbers[before]
        if names and names[0] == "":
            # A person may have given the value in one of the two tests only.
            pairs = np.where(pairs == 0, numbers[after], pairs)
        groupings[name] = Grouping(
            names,
            pairs,
            np.bincount(np.concatenate([pairs, numbers[alone_pre]]), minlength=len(names)),
            np.bincount(np.concatenate([pairs, numbers[alone_post]]), minlength=len(names)),
            sessions_of(sessions_here if name == SESSION else numbers[everybody], sessions_here, len(names)),
        )
    counts = Counts(
        n_pre=found.n_pre,
        n_post=found.n_post,
        n_matched=found.n_matched,
        matched_exactly=found.n_exact,
        matched_tolerantly=found.n_tolerant,
        ambiguous=found.n_ambiguous_pre + found.n_ambiguous_post,
        sessions=int(np.count_nonzero(np.bincount(sessions_here))),
        match_rate=rate(found.n_matched, found.n_pre, found.n_post),
    )
    return Paired(
        total[before], total[after], total[alone_pre], total[alone_post], counts, max_score, _useful(groupings)
    )


def pair_by_row(table: pd.DataFrame, *, groups: Sequence[str] = (), max_score: float | None = None) -> Paired:
    """Pairs of a table with one row for each person: columns ``pre`` and ``post``, and ``ambiguous`` (bool) for rows
    whose code was used twice, which count in each wave but make no pair."""
    pre, post = column(table, "pre"), column(table, "post")
    unsure = table["ambiguous"].to_numpy(dtype=np.bool_) if "ambiguous" in table else np.zeros(len(table), np.bool_)
    here, there = ~np.isnan(pre), ~np.isnan(post)
    both = here & there & ~unsure
    n_pre, n_post, n_matched = int(here.sum()), int(there.sum()), int(both.sum())
    session, sessions = numbered(table, SESSION)
    groupings: dict[str, Grouping] = {}
    for name in wanted_groupings(table, groups):
        numbers, names = (session, sessions) if name == SESSION else numbered(table, name)
        groupings[name] = Grouping(
            names,
            numbers[both],
            np.bincount(numbers[here], minlength=len(names)),
            np.bincount(numbers[there], minlength=len(names)),
            sessions_of(numbers, session, len(names)),
        )
    counts = Counts(
        n_pre=n_pre,
        n_post=n_post,
        n_matched=n_matched,
        matched_exactly=n_matched,
        ambiguous=int((unsure & (here | there)).sum()),
        sessions=len(np.unique(session)),
        match_rate=rate(n_matched, n_pre, n_post),
    )
    return Paired(pre[both], post[both], pre[here & ~both], post[there & ~both], counts, max_score, _useful(groupings))


def wanted_groupings(table: pd.DataFrame, groups: Iterable[str]) -> tuple[str, ...]:
    """Session, audience where there is such a column, and those asked for."""
    return tuple(name for name in dict.fromkeys((SESSION, AUDIENCE, *groups)) if name in table.columns)


def numbered(table: pd.DataFrame, name: str) -> tuple[Ints, tuple[str, ...]]:
    """Number of each row's value, and the values sorted ("" first: none given)."""
    import pandas as pd

    if name not in table.columns:
        return np.zeros(len(table), dtype=np.int64), ("",) if len(table) else ()
    raw, values = pd.factorize(table[name])
    plain = np.array([*(" ".join(str(value).split()) for value in values), ""], dtype=object)
    numbers, texts = pd.factorize(plain)
    many = len(texts) > MOST_SORTED_NATURALLY
    order = sorted(range(len(texts)), key=texts.__getitem__ if many else lambda i: natural(str(texts[i])))
    place = np.empty(len(texts), dtype=np.int64)
    place[order] = np.arange(len(texts))
    # The last value is for -1, the number that pandas gives to what is missing.
    found = place[numbers][raw].astype(np.int64)
    is_used = np.bincount(found, minlength=len(texts)) > 0
    return (np.cumsum(is_used) - 1)[found], tuple(str(texts[order[i]]) for i in np.flatnonzero(is_used))


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """Sort key that puts "2" before "10"."""
    import re

    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", text) if part)


def column(table: pd.DataFrame, name: str) -> Floats:
    """A column of numbers, NaN where missing."""
    values = table[name]
    if values.dtype == np.float64:
        return np.asarray(values.to_numpy(), dtype=np.float64)
    return np.asarray(values.to_numpy(dtype=np.float64, na_value=np.nan), dtype=np.float64)


def sessions_of(numbers: Ints, session: Ints, count: int) -> Ints:
    """How many different sessions the people of each value come from."""
    if numbers is session:
        return (np.bincount(session, minlength=count) > 0).astype(np.int64)
    width = int(session.max(initial=0)) + 1
    return np.bincount(np.unique(numbers * width + session) // width, minlength=count)


def rate(matched: int, n_pre: int, n_post: int) -> float | None:
    """Matched / the smaller of both waves; None without people."""
    smaller = min(n_pre, n_post)
    return matched / smaller if smaller else None


def _useful(groupings: Mapping[str, Grouping]) -> dict[str, Grouping]:
    """Without columns that nobody filled in."""
    return {name: grouping for name, grouping in groupings.items() if any(grouping.names)}
