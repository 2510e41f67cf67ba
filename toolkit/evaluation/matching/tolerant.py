"""Codes that differ by a slip of the pen, where only one pairing makes sense."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.evaluation.codes import is_code

MAX_SLIPS = 2
"""Most edits between two spellings of one code; a swap of neighbours is one edit."""

LETTERS_PER_SLIP = 3
"""A code needs this many characters for each slip allowed: with two edits, any two short codes look alike."""

LARGEST_WAVE = 1_000
"""Sessions with more different codes in a wave are matched exactly only. About 0.2 % of all six-digit codes lie within
two edits of a given one, so that among a thousand a slip has two neighbours by chance alone."""

_PAIRS_AT_ONCE = 2_000_000

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class CodesSeen:
    """Different codes within sessions, one entry each: the session's number, the code's number, how many rows of
    each wave have it."""

    session: Ints
    code: Ints
    n_pre: Ints
    n_post: Ints

    @property
    def exact(self) -> Flags:
        """Once in each wave."""
        return np.asarray((self.n_pre == 1) & (self.n_post == 1))

    @property
    def repeated(self) -> Flags:
        """Twice or more in a wave: nobody knows whose it is."""
        return np.asarray((self.n_pre > 1) | (self.n_post > 1))

    @property
    def left(self) -> Flags:
        """In one wave only, once."""
        return np.asarray(self.n_pre + self.n_post == 1)


@dataclass(frozen=True, slots=True)
class Tolerant:
    """Pairs of entries of `CodesSeen` that are settled, `pre` and `post`; pairs that could be one person but are not
    settled, `maybe_pre` and `maybe_post`; and the numbers of the sessions that were too large to try."""

    pre: Ints
    post: Ints
    maybe_pre: Ints
    maybe_post: Ints
    too_large: Ints


def match_tolerantly(seen: CodesSeen, codes: Sequence[str], n_sessions: int) -> Tolerant:
    """Pair the codes left over after exact matching, within each session.

    A pair is settled where each is the other's single nearest code among *all* codes of the other wave, also those
    already matched: where codes lie close together (KB-001, KB-002 …), nearness says nothing.
    """
    too_large = _too_large(seen, n_sessions)
    pre, post, slips = _near_pairs(seen, codes, too_large)
    left = seen.left
    best_pre, alone_pre = _best(pre, slips, len(left))
    best_post, alone_post = _best(post, slips, len(left))
    nearest_pre, nearest_post = slips == best_pre[pre], slips == best_post[post]
    settled = nearest_pre & nearest_post & (alone_pre[pre] == 1) & (alone_post[post] == 1) & left[pre] & left[post]
    taken = seen.exact
    taken[pre[settled]] = True
    taken[post[settled]] = True
    maybe = (nearest_pre | nearest_post) & ~taken[pre] & ~taken[post]
    return Tolerant(pre[settled], post[settled], pre[maybe], post[maybe], np.flatnonzero(too_large))


def _too_large(seen: CodesSeen, n_sessions: int) -> Flags:
    sizes = [np.bincount(seen.session[n > 0], minlength=n_sessions) for n in (seen.n_pre, seen.n_post)]
    open_ = np.bincount(seen.session[seen.left], minlength=n_sessions) > 0
    return open_ & ((sizes[0] > LARGEST_WAVE) | (sizes[1] > LARGEST_WAVE))


def _best(side: Ints, slips: Ints, size: int) -> tuple[Ints, Ints]:
    """For each entry the fewest slips to any code of the other wave, and how many codes are that near."""
    best = np.full(size, MAX_SLIPS + 1, dtype=np.int64)
    np.minimum.at(best, side, slips)
    return best, np.bincount(side[slips == best[side]], minlength=size).astype(np.int64)


def _near_pairs(seen: CodesSeen, codes: Sequence[str], too_large: Flags) -> tuple[Ints, Ints, Ints]:
    """Entries of the first and the second wave within reach of each other, at least one of them left over, and the
    number of slips between them."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cpdist

    text = np.array(codes, dtype=object)
    length = np.fromiter(map(len, codes), dtype=np.int64, count=len(codes))
    found: list[tuple[Ints, Ints, Ints]] = []
    for pre, post in _candidates(seen, too_large):
        a, b = seen.code[pre], seen.code[post]
        reach = np.minimum(MAX_SLIPS, np.maximum(length[a], length[b]) // LETTERS_PER_SLIP)
        possible = (a != b) & (np.abs(length[a] - length[b]) <= reach)
        pre, post, a, b, reach = pre[possible], post[possible], a[possible], b[possible], reach[possible]
        if not len(pre):
            continue
        slips = cpdist(text[a], text[b], scorer=OSA.distance, score_cutoff=MAX_SLIPS).astype(np.int64)
        near = np.flatnonzero(slips <= reach)
        # Two codes with a right check digit are two people's: no single slip leads from one to the other.
        near = near[[not (is_code(codes[a[i]]) and is_code(codes[b[i]])) for i in near]] if len(near) else near
        found.append((pre[near], post[near], slips[near]))
    if not found:
        none = np.empty(0, dtype=np.int64)
        return none, none, none
    return tuple(np.concatenate(parts) for parts in zip(*found, strict=True))  # type: ignore[return-value]


def _candidates(seen: CodesSeen, too_large: Flags) -> Iterator[tuple[Ints, Ints]]:
    """Pairs of entries of one session, in portions: left-over pre with all post, then other pre with left-over post."""
    usable = ~too_large[seen.session]
    left, in_pre, in_post = seen.left & usable, (seen.n_pre > 0) & usable, (seen.n_post > 0) & usable
    for first, second in ((in_pre & left, in_post), (in_pre & ~left, in_post & left)):
        pre, post = _entries(seen, first), _entries(seen, second)
        sizes = pre.groupby("session").size().mul(post.groupby("session").size(), fill_value=0).sort_index()
        portion = (sizes.cumsum() // _PAIRS_AT_ONCE).astype(np.int64)
        for _, sessions in portion[sizes > 0].groupby(portion):
            wanted = sessions.index
            pairs = pre[pre["session"].isin(wanted)].merge(post[post["session"].isin(wanted)], on="session")
            yield pairs["entry_x"].to_numpy(np.int64), pairs["entry_y"].to_numpy(np.int64)


def _entries(seen: CodesSeen, flags: Flags) -> pd.DataFrame:
    entry = np.flatnonzero(flags)
    return pd.DataFrame({"session": seen.session[entry], "entry": entry})
