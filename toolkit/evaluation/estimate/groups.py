"""The estimates of change for tens of thousands of sessions at once, as columns (arrays with one place for each
session). Undefined places hold NaN, as table columns do: turn them into None before a reader sees them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from toolkit.evaluation.estimate.distributions import Floats, as_scores, check_level
from toolkit.evaluation.estimate.effect import hedges_correction
from toolkit.evaluation.estimate.pooled import SessionSums, ratios
from toolkit.evaluation.estimate.ranks import EXACT_UP_TO

Ints = NDArray[np.int64]

_CELLS = 2_000_000
"""Chances held at a time when the ranks of many sessions are worked out together."""


@dataclass(frozen=True, slots=True, eq=False)
class ChangeColumns:
    """Columns with the fields of `change.Change` (without the interval of g_av), one place for each session."""

    n: Ints
    mean_pre: Floats
    mean_post: Floats
    mean_change: Floats
    sd_change: Floats
    ci_low: Floats
    ci_high: Floats
    t: Floats
    p: Floats
    hedges_g_av: Floats
    d_z: Floats
    normalised_gain: Floats
    ceiling_share: Floats


@dataclass(frozen=True, slots=True, eq=False)
class RankColumns:
    """Columns with the fields of `ranks.Ranks`: `n` differences that are not zero, `v`, two-sided `p`,
    `rank_biserial`."""

    n: Ints
    n_up: Ints
    n_down: Ints
    zeros: Ints
    v: Floats
    p: Floats
    rank_biserial: Floats


def change_columns(sums: SessionSums, *, max_score: float | None = None, level: float = 0.95) -> ChangeColumns:
    """`change.from_sufficient` for each session. Sums of squares are subtracted in floating point, which is exact
    for whole-number scores."""
    from scipy import special

    check_level(level)
    n = sums.n
    mean_pre, mean_post, mean_change = (ratios(total, n) for total in (sums.sum_pre, sums.sum_post, sums.sum_d))
    sd_change = _sd(n, sums.sum_d, sums.sum_d2)
    both = _sd(n, sums.sum_pre, sums.sum_pre2) ** 2 + _sd(n, sums.sum_post, sums.sum_post2) ** 2
    error = ratios(sd_change, np.sqrt(n))
    t = ratios(mean_change, error)
    reach = special.stdtrit(np.maximum(n - 1, 1), (1 + level) / 2) * np.where(error > 0, error, np.nan)
    different = {int(size): hedges_correction(size - 1) if size > 2 else np.nan for size in np.unique(n)}
    correction = np.array([different[int(size)] for size in n], dtype=np.float64)
    gain, ceiling = (np.full(n.shape, np.nan) for _ in range(2))
    if max_score is not None:
        gain = ratios(mean_post - mean_pre, max_score - mean_pre)
        ceiling = ratios(sums.n_ceiling.astype(np.float64), n)
    return ChangeColumns(
        n=n,
        mean_pre=mean_pre,
        mean_post=mean_post,
        mean_change=mean_change,
        sd_change=sd_change,
        ci_low=mean_change - reach,
        ci_high=mean_change + reach,
        t=t,
        p=np.asarray(2 * special.stdtr(np.maximum(n - 1, 1), -np.abs(t)), dtype=np.float64),
        hedges_g_av=ratios(mean_change, np.sqrt(both / 2)) * correction,
        d_z=ratios(mean_change, sd_change),
        normalised_gain=gain,
        ceiling_share=ceiling,
    )


def rank_columns(sessions: ArrayLike, count: int, differences: ArrayLike) -> RankColumns:
    """`ranks.wilcoxon_exact` for each session, from session numbers (0 to `count` - 1) and the differences of people
    (equally long; NaN is missing; give it `change.change_scores`). Sessions with equal ties are worked out once."""
    number, values = np.asarray(sessions, dtype=np.int64), as_scores(differences, "differences")
    if number.shape != values.shape:
        raise ValueError("a session number for each difference is wanted")
    zeros = np.bincount(number[values == 0], minlength=count)
    used = ~np.isnan(values) & (values != 0)
    number, values = number[used], values[used]
    order = np.lexsort((np.abs(values), number))
    number, values = number[order], values[order]
    n = np.bincount(number, minlength=count)
    doubled = _doubled_midranks(number, np.abs(values), np.cumsum(n) - n)
    up = values > 0
    v2 = np.bincount(number[up], weights=doubled[up], minlength=count).astype(np.int64)
    total = n * (n + 1)
    return RankColumns(
        n=n,
        n_up=np.bincount(number[up], minlength=count),
        n_down=np.bincount(number[~up], minlength=count),
        zeros=zeros,
        v=np.where(n > 0, v2 / 2, np.nan),
        p=_two_sided(doubled, n, np.minimum(v2, total - v2)),
        rank_biserial=ratios(2.0 * v2 - total, total),
    )


def _doubled_midranks(number: Ints, sizes: Floats, starts: Ints) -> Ints:
    """Twice the mid-rank of each size within its session; both are sorted by session, then size."""
    place = np.arange(number.size)
    is_first = np.ones(number.size, dtype=np.bool_)
    is_first[1:] = (number[1:] != number[:-1]) | (sizes[1:] != sizes[:-1])
    first = place[is_first]
    ties = np.diff(np.append(first, number.size))
    run = np.cumsum(is_first) - 1
    return np.asarray((2 * (first - starts[number[first]]) + ties + 1)[run], dtype=np.int64)


def _two_sided(doubled: Ints, n: Ints, smaller: Ints) -> Floats:
    """Two-sided p-values, given each session's doubled ranks in a row and the smaller of both rank sums, doubled."""
    from scipy import special

    p = np.full(n.size, np.nan)
    starts = np.cumsum(n) - n
    for size in np.unique(n[n > 0]):
        which = np.flatnonzero(n == size)
        ranks = doubled[starts[which][:, None] + np.arange(size)]
        if size > EXACT_UP_TO:
            spread = np.sqrt((ranks.astype(np.float64) ** 2).sum(axis=1) / 16)
            distance = size * (size + 1) / 4 - smaller[which] / 2
            p[which] = 2 * special.ndtr(-np.maximum(0.0, distance - 0.5) / spread)
            continue
        patterns, back = np.unique(np.column_stack([ranks, smaller[which]]), axis=0, return_inverse=True)
        step = max(1, _CELLS // (int(patterns[:, -1].max()) + 1))
        tails = [_tails(patterns[i : i + step, :-1], patterns[i : i + step, -1]) for i in range(0, len(patterns), step)]
        p[which] = np.minimum(1.0, 2 * np.concatenate(tails))[back.reshape(-1)]
    return p


def _tails(doubled: Ints, observed: Ints) -> Floats:
    """`ranks.signed_rank_tail` for each row of doubled ranks."""
    width = int(observed.max()) + 1
    chances = np.zeros((len(doubled), width))
    chances[:, 0] = 1.0
    for column in doubled.T:
        for rank in np.unique(column):
            rows = np.flatnonzero(column == rank)
            before = chances[rows] / 2
            after = before.copy()
            after[:, rank:] += before[:, : max(0, width - rank)]
            chances[rows] = after
    return np.asarray((chances * (np.arange(width) <= observed[:, None])).sum(axis=1), dtype=np.float64)


def _sd(n: Ints, total: Floats, total_of_squares: Floats) -> Floats:
    squares = total_of_squares - ratios(total**2, n)
    squares = np.where(squares > 1e-12 * total_of_squares, squares, 0.0)
    return np.sqrt(ratios(squares, np.where(n > 1, n - 1, 0)))
