"""People without a pair: the partially overlapping samples t test as a sensitivity, Welch's t and Mann-Whitney where
nothing matches. Label their results unmatched."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from toolkit.evaluation.estimate.change import complete_pairs
from toolkit.evaluation.estimate.distributions import (
    Floats,
    as_scores,
    check_level,
    is_constant,
    normal_two_sided,
    student_quantile,
    student_two_sided,
)
from toolkit.evaluation.estimate.reasons import Reason

Method = Literal["partially-overlapping", "welch"]

EXACT_UP_TO = 100
"""People in both groups together up to which Mann-Whitney is exact."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Means of two groups of which `n_paired` people are in both. `difference` is the second mean (post) less the
    first (pre)."""

    method: Method
    n_pre: int
    n_post: int
    n_paired: int = 0
    level: float = 0.95
    mean_pre: float | None = None
    mean_post: float | None = None
    difference: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    t: float | None = None
    df: float | None = None
    p: float | None = None
    reason: Reason = ""


@dataclass(frozen=True, slots=True)
class RankComparison:
    """Mann-Whitney test of two groups. `w` counts pairs of one person of each group in which the second (post) is
    higher, ties as half (W of R's ``wilcox.test(post, pre)``); `superiority` is its share, 0 to 1."""

    n_pre: int
    n_post: int
    w: float | None = None
    p: float | None = None
    superiority: float | None = None
    exact: bool = True
    reason: Reason = ""


def partially_overlapping_t(
    pre_paired: ArrayLike,
    post_paired: ArrayLike,
    pre_only: ArrayLike,
    post_only: ArrayLike,
    *,
    equal_variance: bool = False,
    level: float = 0.95,
) -> Comparison:
    """Everyone's scores: matched pairs and people seen in one wave only (NaN is missing; a pair with one score
    missing counts as unmatched).

    Derrick, Russ, Toher and White 2017, Journal of Modern Applied Statistical Methods 16(1), 137-157: T_new2, or
    T_new1 with `equal_variance`. Without unmatched people it is the paired t test, without pairs Welch's. Example:
    that of R's package Partiallyoverlapping gives p = 0.026 with equal variances.
    """
    before, after, _ = complete_pairs(pre_paired, post_paired)
    alone_before = _alone(pre_only, pre_paired, post_paired)
    alone_after = _alone(post_only, post_paired, pre_paired)
    if before.size == 1:
        alone_before, alone_after = np.append(alone_before, before), np.append(alone_after, after)
        before = after = before[:0]
    pre, post = np.append(before, alone_before), np.append(after, alone_after)
    paired = before.size
    r = 0.0 if paired < 2 or is_constant(before) or is_constant(after) else float(np.corrcoef(before, after)[0, 1])
    return _compare("partially-overlapping", pre, post, paired, r, equal_variance, level)


def welch_t(pre: ArrayLike, post: ArrayLike, *, level: float = 0.95) -> Comparison:
    """Welch's t test of two groups of different people (NaN is missing).

    Welch 1947, Biometrika 34, 28-35. Example: R's ``t.test(extra ~ group, data = sleep)`` gives t = -1.8608 on
    17.776 df, p = 0.07939.
    """
    first, second = _present(pre), _present(post)
    return _compare("welch", first, second, 0, 0.0, False, level)


def mann_whitney(pre: ArrayLike, post: ArrayLike) -> RankComparison:
    """Mann-Whitney (Wilcoxon rank-sum) test, exact over mid-ranks up to 100 people, two-sided (twice the smaller
    tail); above, the normal approximation with tie and continuity correction.

    Mann and Whitney 1947, Annals of Mathematical Statistics 18, 50-60; exact with ties: Streitberg and Röhmel 1986,
    Statistical Software Newsletter 12, 10-17. Example: permeability data of Hollander and Wolfe 1973 give W = 35.
    """
    first, second = _present(pre), _present(post)
    if not first.size or not second.size:
        return RankComparison(first.size, second.size, reason="nobody")
    _, which, sizes = np.unique(np.append(second, first), return_inverse=True, return_counts=True)
    doubled = (2 * (np.cumsum(sizes) - sizes) + sizes + 1)[which]
    m, n = second.size, first.size
    least = m * (m + 1)
    w2 = int(doubled[:m].sum()) - least
    exact = m + n <= EXACT_UP_TO
    p = _rank_sum_p(doubled, m, w2 + least) if exact else _normal_rank_sum_p(sizes, m, n, w2 / 2)
    return RankComparison(n, m, w2 / 2, p, w2 / (2 * m * n), exact)


def _compare(
    method: Method, pre: Floats, post: Floats, paired: int, r: float, equal_variance: bool, level: float
) -> Comparison:
    check_level(level)
    n_pre, n_post = pre.size, post.size
    if not n_pre or not n_post:
        return Comparison(method, n_pre, n_post, paired, level, reason="nobody")
    mean_pre, mean_post = float(pre.mean()), float(post.mean())
    difference = mean_post - mean_pre
    reason: Reason = "one-person" if n_pre < 2 or n_post < 2 else ""
    error = 0.0
    if not reason:
        var_pre, var_post = (0.0 if is_constant(x) else float(x.var(ddof=1)) for x in (pre, post))
        if equal_variance:
            var_pre = var_post = ((n_pre - 1) * var_pre + (n_post - 1) * var_post) / (n_pre + n_post - 2)
        shared = 2 * r * math.sqrt(var_pre * var_post) * paired / (n_pre * n_post)
        variance = var_pre / n_pre + var_post / n_post - shared
        if variance <= 1e-12 * (var_pre + var_post):
            reason = "same-change" if var_pre + var_post > 0 else "no-spread"
        else:
            error = math.sqrt(variance)
    if reason:
        return Comparison(method, n_pre, n_post, paired, level, mean_pre, mean_post, difference, reason=reason)
    df = _degrees(var_pre, var_post, n_pre, n_post, paired, equal_variance)
    t = difference / error
    reach = student_quantile((1 + level) / 2, df) * error
    return Comparison(
        method,
        n_pre,
        n_post,
        paired,
        level,
        mean_pre,
        mean_post,
        difference,
        ci_low=difference - reach,
        ci_high=difference + reach,
        t=t,
        df=df,
        p=student_two_sided(t, df),
    )


def _degrees(var_pre: float, var_post: float, n_pre: int, n_post: int, paired: int, equal_variance: bool) -> float:
    """Degrees of freedom between those of the paired test and those of the unpaired one (Derrick et al. 2017)."""
    alone = n_pre + n_post - 2 * paired
    if equal_variance:
        unpaired = float(n_pre + n_post - 2)
    else:
        a, b = var_pre / n_pre, var_post / n_post
        unpaired = (a + b) ** 2 / (a**2 / (n_pre - 1) + b**2 / (n_post - 1))
    if paired == 0:
        return unpaired
    return (paired - 1) + (unpaired - paired + 1) / (n_pre + n_post) * alone


def _present(values: ArrayLike) -> Floats:
    scores = as_scores(values)
    return scores[~np.isnan(scores)]


def _alone(only: ArrayLike, own: ArrayLike, other: ArrayLike) -> Floats:
    """Scores of people seen in one wave, with those of pairs whose other score is missing."""
    mine, theirs = as_scores(own), as_scores(other)
    return np.append(_present(only), _present(mine[np.isnan(theirs)]))


def _rank_sum_p(doubled: NDArray[np.int64], m: int, observed: int) -> float:
    """Twice the smaller tail of the sum of `m` of the doubled ranks drawn at random."""
    top = int(np.sort(doubled)[-m:].sum())
    ways = np.zeros((m + 1, top + 1))
    ways[0, 0] = 1.0
    for rank in doubled.tolist():
        # From the right-hand side as it was before: numpy buffers overlapping assignments only for whole arrays.
        ways[1:, rank:] += ways[:-1, : top + 1 - rank].copy()
    sums = ways[m] / ways[m].sum()
    return min(1.0, 2 * min(math.fsum(sums[: observed + 1]), math.fsum(sums[observed:])))


def _normal_rank_sum_p(sizes: NDArray[np.int64], m: int, n: int, w: float) -> float:
    total = m + n
    ties = float((sizes.astype(float) ** 3 - sizes).sum()) / (total * (total - 1))
    variance = m * n / 12 * (total + 1 - ties)
    if variance <= 0:
        return 1.0
    return normal_two_sided(max(0.0, abs(w - m * n / 2) - 0.5) / math.sqrt(variance))
