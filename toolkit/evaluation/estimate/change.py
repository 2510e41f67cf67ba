"""Change of matched pairs: the headline of an evaluation. "Change", not "effect": there is no control group."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from toolkit.evaluation.estimate.distributions import (
    Floats,
    as_scores,
    check_level,
    is_constant,
    student_quantile,
    student_two_sided,
)
from toolkit.evaluation.estimate.effect import hedges_g_av, hedges_g_av_interval
from toolkit.evaluation.estimate.gain import GainBand, gain_band, is_near_maximum, normalised_gain
from toolkit.evaluation.estimate.reasons import Reason

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Change:
    """Mean change of `n` matched pairs, in points and (`_pct`) percentage points of the maximum.

    `ci_low` and `ci_high` are Student's t interval with `df` = n - 1. `hedges_g_av` is standardised by the average of
    both waves' variances and corrected for small samples; `hedges_g_av_ci` is Algina and Keselman's interval.
    `d_z` (mean change / SD of changes) is for power calculations only. `ceiling_share` is the share of people at or
    near the maximum before the training. What is undefined is None: `reason` says why for the interval and test,
    `reasons` by field for everything else. `n_missing` pairs lack a score in one wave or both and were left out.
    """

    n: int
    n_missing: int = 0
    level: float = 0.95
    max_score: float | None = None
    mean_pre: float | None = None
    mean_post: float | None = None
    sd_pre: float | None = None
    sd_post: float | None = None
    mean_change: float | None = None
    sd_change: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    t: float | None = None
    df: float | None = None
    p: float | None = None
    hedges_g_av: float | None = None
    hedges_g_av_ci: Interval | None = None
    d_z: float | None = None
    normalised_gain: float | None = None
    gain_band: GainBand | None = None
    ceiling_share: float | None = None
    mean_pre_pct: float | None = None
    mean_post_pct: float | None = None
    sd_pre_pct: float | None = None
    sd_post_pct: float | None = None
    mean_change_pct: float | None = None
    sd_change_pct: float | None = None
    ci_low_pct: float | None = None
    ci_high_pct: float | None = None
    reason: Reason = ""
    reasons: Mapping[str, Reason] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Moments:
    """Means and corrected sums of squares; a sum of squares that is zero but for rounding is exactly 0."""

    n: int
    mean_change: float
    ss_change: float
    mean_pre: float | None = None
    ss_pre: float | None = None
    mean_post: float | None = None
    ss_post: float | None = None
    n_ceiling: int | None = None


def estimate_change(pre: ArrayLike, post: ArrayLike, *, max_score: float | None = None, level: float = 0.95) -> Change:
    """Change from `pre` to `post` (matched pairs, equally long; NaN is missing).

    Paired t test and interval: Student 1908, Biometrika 6, 1-25. Example: his sleep data (`sleep` in R) give
    t = 4.0621 on 9 df, p = 0.002833, interval 0.7001142 to 2.4598858. Normal theory covers well even on bounded
    ten-item tests with ten people, where BCa (`bootstrap_change`) does not.
    Raises ValueError for unequal lengths, infinities, or a maximum that is not positive.
    """
    before, after, n_missing = complete_pairs(pre, post)
    if not before.size:
        return _empty("all-missing" if n_missing else "no-pairs", n_missing, max_score, level)
    change = after - before
    constant = is_constant(change_scores(before, after))
    moments = _Moments(
        n=before.size,
        mean_change=float(change.mean()),
        ss_change=0.0 if constant else _sum_of_squares(change),
        mean_pre=float(before.mean()),
        ss_pre=_sum_of_squares(before),
        mean_post=float(after.mean()),
        ss_post=_sum_of_squares(after),
        n_ceiling=None if max_score is None else int(is_near_maximum(before, max_score).sum()),
    )
    return _estimate(moments, n_missing, max_score, level)


def from_sufficient(
    n: int,
    sum_d: float,
    sum_d2: float,
    *,
    sum_pre: float | None = None,
    sum_pre2: float | None = None,
    sum_post: float | None = None,
    sum_post2: float | None = None,
    n_ceiling: int | None = None,
    n_missing: int = 0,
    max_score: float | None = None,
    level: float = 0.95,
) -> Change:
    """The same from sums, so that a million people are one pass: n, Σd and Σd² of the changes, and for means,
    g_av and gain also the sums and sums of squares of both waves and the number near the maximum before.

    Sums of squares are subtracted exactly (as fractions), so nothing is lost beyond the rounding of the sums.
    """
    if n == 0:
        return _empty("all-missing" if n_missing else "no-pairs", n_missing, max_score, level)
    moments = _Moments(
        n=int(n),
        mean_change=float(sum_d) / n,
        ss_change=_corrected(n, sum_d, sum_d2),
        mean_pre=None if sum_pre is None else float(sum_pre) / n,
        ss_pre=None if sum_pre is None or sum_pre2 is None else _corrected(n, sum_pre, sum_pre2),
        mean_post=None if sum_post is None else float(sum_post) / n,
        ss_post=None if sum_post is None or sum_post2 is None else _corrected(n, sum_post, sum_post2),
        n_ceiling=n_ceiling,
    )
    return _estimate(moments, n_missing, max_score, level)


def complete_pairs(pre: ArrayLike, post: ArrayLike) -> tuple[Floats, Floats, int]:
    """The pairs without a missing score, and how many were left out."""
    before, after = as_scores(pre, "pre"), as_scores(post, "post")
    if before.shape != after.shape:
        raise ValueError(f"{before.size} pre-test scores for {after.size} post-test scores: pairs are wanted")
    here = ~(np.isnan(before) | np.isnan(after))
    return before[here], after[here], int(before.size - here.sum())


def change_scores(pre: ArrayLike, post: ArrayLike) -> Floats:
    """Post-test minus pre-test of the complete pairs, rounded to 2⁻⁴⁰ of the largest score, so that 0.3 - 0.2 and
    0.2 - 0.1 tie.
    Give these to the rank tests."""
    before, after, _ = complete_pairs(pre, post)
    largest = max(np.abs(before).max(initial=0), np.abs(after).max(initial=0))
    unit = 2.0 ** (math.frexp(largest)[1] - 40)
    return np.asarray(np.round((after - before) / unit) * unit + 0.0, dtype=np.float64)


def _estimate(m: _Moments, n_missing: int, max_score: float | None, level: float) -> Change:
    check_level(level)
    if max_score is not None and not max_score > 0:
        raise ValueError(f"maximum score {max_score}")
    sd_pre, sd_post, sd_change = (_sd(ss, m.n) for ss in (m.ss_pre, m.ss_post, m.ss_change))
    reason: Reason = "one-pair" if m.n == 1 else "same-change" if m.ss_change == 0 else ""
    reasons: dict[str, Reason] = {}
    ci_low = ci_high = t = p = d_z = None
    if reason or sd_change is None:
        reasons |= dict.fromkeys(("ci_low", "ci_high", "t", "p", "d_z"), reason)
    else:
        error = sd_change / math.sqrt(m.n)
        reach = student_quantile((1 + level) / 2, m.n - 1) * error
        t = m.mean_change / error
        p = student_two_sided(t, m.n - 1)
        d_z = m.mean_change / sd_change
        ci_low, ci_high = m.mean_change - reach, m.mean_change + reach
    g, g_interval, g_reason = _standardised(m, sd_pre, sd_post, sd_change, t, level)
    if g is None:
        reasons["hedges_g_av"] = g_reason
    if g_interval is None:
        reasons["hedges_g_av_ci"] = g_reason or reason
    gain, gain_reason = _gain(m, max_score)
    if gain is None:
        reasons |= dict.fromkeys(("normalised_gain", "gain_band"), gain_reason)
    if max_score is None or m.n_ceiling is None:
        reasons["ceiling_share"] = "no-maximum" if max_score is None else "not-given"
    scale = None if max_score is None else 100 / max_score
    return Change(
        n=m.n,
        n_missing=n_missing,
        level=level,
        max_score=max_score,
        mean_pre=m.mean_pre,
        mean_post=m.mean_post,
        sd_pre=sd_pre,
        sd_post=sd_post,
        mean_change=m.mean_change,
        sd_change=sd_change,
        ci_low=ci_low,
        ci_high=ci_high,
        t=t,
        df=float(m.n - 1) if t is not None else None,
        p=p,
        hedges_g_av=g,
        hedges_g_av_ci=g_interval,
        d_z=d_z,
        normalised_gain=gain,
        gain_band=None if gain is None else gain_band(gain),
        ceiling_share=None if max_score is None or m.n_ceiling is None else m.n_ceiling / m.n,
        mean_pre_pct=_times(m.mean_pre, scale),
        mean_post_pct=_times(m.mean_post, scale),
        sd_pre_pct=_times(sd_pre, scale),
        sd_post_pct=_times(sd_post, scale),
        mean_change_pct=_times(m.mean_change, scale),
        sd_change_pct=_times(sd_change, scale),
        ci_low_pct=_times(ci_low, scale),
        ci_high_pct=_times(ci_high, scale),
        reason=reason,
        reasons=reasons,
    )


def _standardised(
    m: _Moments, sd_pre: float | None, sd_post: float | None, sd_change: float | None, t: float | None, level: float
) -> tuple[float | None, Interval | None, Reason]:
    """Hedges g_av, its interval, and why one is missing."""
    if m.n == 1:
        return None, None, "one-pair"
    if sd_pre is None or sd_post is None or sd_change is None:
        return None, None, "not-given"
    if sd_pre == sd_post == 0:
        return None, None, "no-spread"
    if m.n == 2:
        return None, None, "two-pairs"
    interval = None if t is None else hedges_g_av_interval(t, m.n, sd_pre, sd_post, sd_change, level)
    return hedges_g_av(m.mean_change, sd_pre, sd_post, m.n), interval, ""


def _gain(m: _Moments, max_score: float | None) -> tuple[float | None, Reason]:
    if max_score is None:
        return None, "no-maximum"
    if m.mean_pre is None:
        return None, "not-given"
    mean_post = m.mean_pre + m.mean_change if m.mean_post is None else m.mean_post
    gain = normalised_gain(m.mean_pre, mean_post, max_score)
    return gain, "at-maximum" if gain is None else ""


def _empty(reason: Reason, n_missing: int, max_score: float | None, level: float) -> Change:
    return Change(n=0, n_missing=n_missing, level=check_level(level), max_score=max_score, reason=reason)


def _sum_of_squares(values: Floats) -> float:
    return 0.0 if is_constant(values) else float(np.square(values - values.mean()).sum())


def _corrected(n: int, total: float, total_of_squares: float) -> float:
    """Σx² - (Σx)²/n, and 0 where that is rounding."""
    exact = Fraction(float(total_of_squares)) - Fraction(float(total)) ** 2 / int(n)
    return float(exact) if exact > Fraction(float(total_of_squares)) / 10**12 else 0.0


def _sd(sum_of_squares: float | None, n: int) -> float | None:
    return None if sum_of_squares is None or n < 2 else math.sqrt(sum_of_squares / (n - 1))


def _times(value: float | None, scale: float | None) -> float | None:
    return None if value is None or scale is None else value * scale
