"""Many sessions: sums of each in one pass, and two-stage pooling of their mean changes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from toolkit.evaluation.estimate.distributions import (
    Floats,
    as_scores,
    check_level,
    is_constant,
    student_quantile,
    student_two_sided,
)
from toolkit.evaluation.estimate.gain import is_near_maximum
from toolkit.evaluation.estimate.reasons import Reason

Weights = Literal["sessions", "people"]


@dataclass(frozen=True, slots=True, eq=False)
class SessionSums:
    """Sums over the complete pairs of each session (arrays of one length, in the order of session numbers).
    Those of several files add up: all that the estimates of change need of a million people."""

    n: NDArray[np.int64]
    sum_d: Floats
    sum_d2: Floats
    sum_pre: Floats
    sum_pre2: Floats
    sum_post: Floats
    sum_post2: Floats
    n_ceiling: NDArray[np.int64]
    n_missing: NDArray[np.int64]

    def __add__(self, other: SessionSums) -> SessionSums:
        return SessionSums(*(getattr(self, name) + getattr(other, name) for name in SessionSums.__slots__))

    @property
    def mean_changes(self) -> Floats:
        """Mean change of each session; NaN for sessions without a pair."""
        return ratios(self.sum_d, self.n)


@dataclass(frozen=True, slots=True)
class Pooled:
    """Mean change over `sessions` sessions with `n` people. `weights` says what counts once: each session, or each
    person. The interval and test are Student's with `df` = sessions - 1; `sd_sessions` is the spread of the sessions'
    mean changes."""

    sessions: int
    n: int
    weights: Weights
    level: float = 0.95
    mean_change: float | None = None
    sd_sessions: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    t: float | None = None
    df: float | None = None
    p: float | None = None
    reason: Reason = ""


def session_sums(
    sessions: ArrayLike, count: int, pre: ArrayLike, post: ArrayLike, *, max_score: float | None = None
) -> SessionSums:
    """Sums of each session from session numbers (0 to `count` - 1), pre-test and post-test scores of people (equally
    long; NaN is missing). `n_ceiling` stays 0 without `max_score`."""
    number = np.asarray(sessions, dtype=np.int64)
    before, after = as_scores(pre, "pre"), as_scores(post, "post")
    if not number.shape == before.shape == after.shape:
        raise ValueError("a session number for each pair is wanted")
    here = ~(np.isnan(before) | np.isnan(after))
    missing = np.bincount(number[~here], minlength=count)
    number, before, after = number[here], before[here], after[here]
    change = after - before

    def total(values: Floats) -> Floats:
        return np.asarray(np.bincount(number, weights=values, minlength=count), dtype=np.float64)

    near = np.zeros(count, np.int64)
    if max_score is not None:
        near = np.bincount(number[is_near_maximum(before, max_score)], minlength=count)
    return SessionSums(
        n=np.bincount(number, minlength=count),
        sum_d=total(change),
        sum_d2=total(change**2),
        sum_pre=total(before),
        sum_pre2=total(before**2),
        sum_post=total(after),
        sum_post2=total(after**2),
        n_ceiling=near,
        n_missing=missing,
    )


def ratios(above: Floats, below: Floats | NDArray[np.int64]) -> Floats:
    """Above / below, place by place; NaN where below is not positive."""
    out = np.full(above.shape, np.nan)
    np.divide(above, below, out=out, where=below > 0)
    return out


def pool_sessions(
    mean_changes: ArrayLike, sizes: ArrayLike, *, weights: Weights = "sessions", level: float = 0.95
) -> Pooled:
    """Two-stage pooling: the sessions' mean changes are the observations, so that people who were taught together do
    not count as independent. Sessions of size 0 are left out.

    With ``weights="sessions"`` every session counts once (the default): Student's t of the G means on G - 1 df, the
    one-sample t test with sessions as the observations. With ``"people"`` every person counts once: the mean weighted
    by size, with variance G/(G - 1) · Σ w²(mean - pooled)² (the linearised variance of a ratio), on the same df.
    """
    check_level(level)
    means, people = as_scores(mean_changes, "mean changes"), np.asarray(sizes, dtype=np.int64)
    if means.shape != people.shape or (people < 0).any():
        raise ValueError("a size from 0 up for each session is wanted")
    means, people = means[people > 0], people[people > 0]
    if np.isnan(means).any():
        raise ValueError("a session with people but without a mean change")
    sessions, n = means.size, int(people.sum())
    if sessions == 0:
        return Pooled(0, 0, weights, level, reason="no-sessions")
    share = people / n if weights == "people" else np.full(sessions, 1 / sessions)
    mean = float((share * means).sum())
    if sessions == 1:
        return Pooled(1, n, weights, level, mean, reason="one-session")
    spread = 0.0 if is_constant(means) else float(means.std(ddof=1))
    if spread == 0:
        return Pooled(sessions, n, weights, level, mean, spread, reason="same-change")
    error = math.sqrt(sessions / (sessions - 1) * float((share**2 * (means - mean) ** 2).sum()))
    t = mean / error
    reach = student_quantile((1 + level) / 2, sessions - 1) * error
    return Pooled(
        sessions=sessions,
        n=n,
        weights=weights,
        level=level,
        mean_change=mean,
        sd_sessions=spread,
        ci_low=mean - reach,
        ci_high=mean + reach,
        t=t,
        df=float(sessions - 1),
        p=student_two_sided(t, sessions - 1),
    )
