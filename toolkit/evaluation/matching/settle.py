"""What a person decides about rows that matching left open, or put together although their codes differ."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from toolkit.evaluation.matching.matches import Ambiguous, Flags, Ints, Matches
from toolkit.evaluation.matching.problems import list_problems
from toolkit.evaluation.matching.report import make_report
from toolkit.evaluation.matching.rows import Rows
from toolkit.problems import Place, Problem, make_problem, sort_problems


@dataclass(frozen=True, slots=True)
class Decisions:
    """Positions in the table. `same` are pairs (pre-test, post-test) of one person. `apart` are rows of people who are
    in no other wave: their group's other rows are somebody else's. What is in neither stays as matching left it."""

    same: tuple[tuple[int, int], ...] = ()
    apart: frozenset[int] = frozenset()


def settle_matches(
    table: pd.DataFrame, matches: Matches, decisions: Decisions, *, pre: str = "pre", post: str = "post"
) -> Matches:
    """The match with a person's decisions, its report and its problems.

    `matches` were made from `table`; its codes may be hashes by now. A pair that is decided to be the same person must
    come from one ambiguous group. Rows of a pair with differing codes may be set apart, too. Raises ValueError for any
    other row, and for a row that is used twice.
    """
    _check(matches, decisions)
    if not decisions.same and not decisions.apart:
        return matches
    rows = Rows.of(table, pre, post)
    pairs, tolerant = _pairs(matches, decisions, rows)
    groups = _groups_left(matches, decisions)
    settled, ambiguous = np.zeros(len(table), dtype=np.bool_), np.zeros(len(table), dtype=np.bool_)
    settled[pairs.ravel()] = True
    ambiguous[[i for group in groups for i in (*group.pre, *group.post)]] = True
    slipped = _flags(len(table), pairs[tolerant].ravel())
    without_code = (rows.pre | rows.post) & (rows.code < 0)
    report = make_report(
        rows.session,
        rows.sessions,
        (rows.pre, rows.post),
        exact=settled & ~slipped,
        tolerant=slipped,
        ambiguous=ambiguous,
        without_code=without_code,
    )
    alone = ~settled & ~ambiguous
    found = Matches(
        pairs, tolerant, groups, np.flatnonzero(rows.pre & alone), np.flatnonzero(rows.post & alone), report, ()
    )
    problems = [
        *list_problems(table, found, waves=(pre, post), without_code=without_code, too_large=()),
        *(p for p in matches.problems if p.code == "pair-session-large"),
        *_told(table, decisions),
    ]
    return replace(found, problems=sort_problems(problems))


def _check(matches: Matches, decisions: Decisions) -> None:
    group_of = {i: n for n, group in enumerate(matches.ambiguous) for i in (*group.pre, *group.post)}
    first = {i for group in matches.ambiguous for i in group.pre}
    slipped = set(matches.pairs[matches.tolerant].ravel().tolist())
    used = [i for pair in decisions.same for i in pair]
    for before, after in decisions.same:
        if before not in first or after in first or group_of.get(before, -1) != group_of.get(after, -2):
            raise ValueError("a pair must come from one ambiguous group, pre-test first")
    if len(set(used)) < len(used) or set(used) & decisions.apart:
        raise ValueError("a row is used twice")
    if not decisions.apart <= group_of.keys() | slipped:
        raise ValueError("only ambiguous rows and pairs with differing codes can be set apart")


def _pairs(matches: Matches, decisions: Decisions, rows: Rows) -> tuple[Ints, Flags]:
    """All pairs, sorted, and which have differing codes."""
    apart = np.array(sorted(decisions.apart), dtype=np.int64)
    kept = ~np.isin(matches.pairs, apart).any(axis=1)
    more = np.array(decisions.same, dtype=np.int64).reshape(-1, 2)
    pairs = np.concatenate([matches.pairs[kept], more])
    tolerant = np.concatenate([matches.tolerant[kept], rows.code[more[:, 0]] != rows.code[more[:, 1]]])
    order = np.argsort(pairs[:, 0], kind="stable")
    return pairs[order], np.asarray(tolerant[order], dtype=np.bool_)


def _groups_left(matches: Matches, decisions: Decisions) -> tuple[Ambiguous, ...]:
    """Rows that are still open. Where every row of one wave is settled, the others cannot be paired any more, and are
    no longer ambiguous."""
    done = {i for pair in decisions.same for i in pair} | decisions.apart
    left = []
    for group in matches.ambiguous:
        before, after = (tuple(i for i in side if i not in done) for side in (group.pre, group.post))
        touched = len(before) + len(after) < len(group.pre) + len(group.post)
        if not touched or (before and after):
            left.append(replace(group, pre=before, post=after))
    return tuple(left)


def _told(table: pd.DataFrame, decisions: Decisions) -> list[Problem]:
    source = str(table["source"].iloc[0]) if len(table) else ""
    together, apart = len(decisions.same), len(decisions.apart)
    return [make_problem("pair-by-hand", Place(source), together=together, apart=apart)]


def _flags(size: int, positions: Ints) -> Flags:
    flags = np.zeros(size, dtype=np.bool_)
    flags[positions] = True
    return flags
