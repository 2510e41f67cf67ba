"""Match two waves of a response table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from toolkit.evaluation.matching.matches import Ambiguous, Flags, Ints, Matches
from toolkit.evaluation.matching.problems import list_problems
from toolkit.evaluation.matching.report import make_report
from toolkit.evaluation.matching.rows import Rows
from toolkit.evaluation.matching.tolerant import CodesSeen, Tolerant, match_tolerantly


def match_waves(table: pd.DataFrame, *, pre: str = "pre", post: str = "post") -> Matches:
    """Match the rows of wave `pre` to those of wave `post` by code, within each session.

    `table` has the columns session, wave, code, row and source. First equal codes (see `normalise_code`), then codes
    that differ by a slip (see `match_tolerantly`). A code used twice in a wave and a slip with several readings are
    listed as ambiguous and never settled. The order of rows does not matter. Raises ValueError when both waves are
    the same, KeyError when a column is missing.
    """
    if pre == post:
        raise ValueError("the two waves to match are the same")
    rows = Rows.of(table, pre, post)
    seen, entry = _see(rows)
    slips = match_tolerantly(seen, rows.codes, len(rows.sessions))

    exact = _flag(entry, seen.exact)
    pairs = _pairs(rows, entry, seen, slips)
    tolerant = np.isin(pairs[:, 0], np.flatnonzero(exact), invert=True)
    groups, ambiguous = _groups(rows, entry, seen, slips)
    settled = np.zeros(len(table), dtype=np.bool_)
    settled[pairs.ravel()] = True
    either = rows.pre | rows.post
    report = make_report(
        rows.session,
        rows.sessions,
        (rows.pre, rows.post),
        exact=exact,
        tolerant=settled & ~exact,
        ambiguous=ambiguous,
        without_code=either & (entry < 0),
    )
    unmatched = either & ~settled & ~ambiguous
    too_large = tuple(str(rows.sessions[i]) for i in slips.too_large)
    matches = Matches(
        pairs,
        tolerant,
        groups,
        np.flatnonzero(rows.pre & unmatched),
        np.flatnonzero(rows.post & unmatched),
        report,
        (),
    )
    problems = list_problems(table, matches, waves=(pre, post), without_code=either & (entry < 0), too_large=too_large)
    return replace(matches, problems=problems)


def _see(rows: Rows) -> tuple[CodesSeen, Ints]:
    """The different codes within sessions, and the entry of each row (-1 for rows without code or of other waves)."""
    has_code = (rows.pre | rows.post) & (rows.code >= 0)
    key = np.where(has_code, rows.session * max(1, len(rows.codes)) + rows.code, -1)
    entry, keys = pd.factorize(key[has_code])
    n_pre = np.bincount(entry[rows.pre[has_code]], minlength=len(keys))
    n_post = np.bincount(entry[rows.post[has_code]], minlength=len(keys))
    session, code = np.divmod(np.asarray(keys, dtype=np.int64), max(1, len(rows.codes)))
    entries = np.full(len(key), -1, dtype=np.int64)
    entries[has_code] = entry
    return CodesSeen(session, code, n_pre.astype(np.int64), n_post.astype(np.int64)), entries


def _flag(entry: Ints, flags: Flags) -> Flags:
    """Flags of entries as flags of rows."""
    return np.where(entry >= 0, np.append(flags, False)[entry], False)


def _pairs(rows: Rows, entry: Ints, seen: CodesSeen, slips: Tolerant) -> Ints:
    """Positions of the settled pairs, shape (n, 2)."""
    at = np.full((len(seen.code), 2), -1, dtype=np.int64)
    for side, wave in enumerate((rows.pre, rows.post)):
        mine = np.flatnonzero(wave & (entry >= 0))
        at[entry[mine], side] = mine
    pairs = np.concatenate([at[seen.exact], np.column_stack([at[slips.pre, 0], at[slips.post, 1]])])
    return pairs[np.argsort(pairs[:, 0], kind="stable")]


def _groups(rows: Rows, entry: Ints, seen: CodesSeen, slips: Tolerant) -> tuple[tuple[Ambiguous, ...], Flags]:
    """What a person has to settle, in order of rows, and a flag for each row in it."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    size = len(seen.code)
    unsure = seen.repeated.copy()
    unsure[slips.maybe_pre] = True
    unsure[slips.maybe_post] = True
    links = coo_array((np.ones(len(slips.maybe_pre)), (slips.maybe_pre, slips.maybe_post)), shape=(size, size))
    group_of = connected_components(links, directed=False)[1] if size else np.empty(0, dtype=np.int64)

    flags = _flag(entry, unsure)
    members: dict[int, list[int]] = {}
    for position in np.flatnonzero(flags).tolist():
        members.setdefault(int(group_of[entry[position]]), []).append(position)
    groups = tuple(
        Ambiguous(
            session=str(rows.sessions[rows.session[positions[0]]]),
            pre=tuple(i for i in positions if rows.pre[i]),
            post=tuple(i for i in positions if rows.post[i]),
            why="repeated" if any(seen.repeated[entry[i]] for i in positions) else "near",
        )
        for positions in members.values()
    )
    return groups, flags
