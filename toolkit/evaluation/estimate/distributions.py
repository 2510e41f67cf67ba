"""Distribution functions, from `scipy.special` (`scipy.stats` takes a second to import and is only used in tests)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_NORMAL_FROM_DF = 1e7
"""Above so many degrees of freedom Student's t is the normal distribution to ten digits."""

_LARGE_T = 1e4
"""Above it (almost equal changes) noncentral t is a scaled 1/χ to eight digits, and its function is slow."""


def check_level(level: float) -> float:
    """The confidence level. Raises ValueError unless it is between 0 and 1."""
    if not 0 < level < 1:
        raise ValueError(f"confidence level {level}, wanted between 0 and 1")
    return level


def as_scores(values: ArrayLike, name: str = "scores") -> Floats:
    """One-dimensional float64 array; NaN means missing. Raises ValueError for other shapes and for infinities."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1:
        raise ValueError(f"{name}: wanted one dimension, got {array.ndim}")
    if np.isinf(array).any():
        raise ValueError(f"{name}: an infinite value")
    return array


def is_constant(values: Floats) -> bool:
    """Whether all values are equal but for rounding (relative to the largest: 1e-12)."""
    return bool(np.ptp(values) <= 1e-12 * np.abs(values).max()) if values.size else True


def student_two_sided(t: float, df: float) -> float:
    """P(|T| ≥ |t|) of Student's t distribution."""
    from scipy import special

    return float(2 * special.stdtr(df, -abs(t)))


def student_quantile(p: float, df: float) -> float:
    """The `p` quantile of Student's t distribution."""
    from scipy import special

    return float(special.stdtrit(df, p))


def normal_two_sided(z: float) -> float:
    """P(|Z| ≥ |z|) of the standard normal distribution."""
    from scipy import special

    return float(2 * special.ndtr(-abs(z)))


def normal_quantile(p: float) -> float:
    """The `p` quantile of the standard normal distribution."""
    from scipy import special

    return float(special.ndtri(p))


def normal_cdf(z: float) -> float:
    """P(Z ≤ z) of the standard normal distribution."""
    from scipy import special

    return float(special.ndtr(z))


def f_quantile(p: float, df_between: float, df_within: float) -> float:
    """The `p` quantile of the F distribution."""
    from scipy import special

    return float(special.fdtri(df_between, df_within, p))


def fair_binomial_cdf(k: int, n: int) -> float:
    """P(X ≤ k) for n tosses of a fair coin."""
    from scipy import special

    return float(special.bdtr(k, n, 0.5))


def fair_binomial_pmf(k: int, n: int) -> float:
    """P(X = k) for n tosses of a fair coin."""
    return math.exp(math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) - n * math.log(2))


def noncentral_t_limits(t: float, df: float, level: float = 0.95) -> tuple[float, float]:
    """Confidence limits of the noncentrality parameter of Student's t, by the pivot method: the parameters for which
    the observed `t` is the upper and the lower (1 - level)/2 quantile.

    Steiger and Fouladi 1997; Cumming and Finch 2001 (Educational and Psychological Measurement 61, 532-574).
    Example: `t` = 1.5 with 98 df gives -0.474934 and 3.467371 (MBESS, `conf.limits.nct`).
    """
    tail = (1 - check_level(level)) / 2
    low, high = (_noncentrality(abs(t), df, p) for p in (1 - tail, tail))
    return (low, high) if t >= 0 else (-high, -low)


def _noncentrality(t: float, df: float, p: float) -> float:
    """The noncentrality for which P(T ≤ t) = p, by bisection: the probability falls as the parameter grows."""
    from scipy import special

    # Johnson and Welch 1940, Biometrika 31, 362-389: within a small fraction of a unit, so a good place to start.
    spread = math.sqrt(1 + t * t / (2 * df))
    middle = t * _chi_mean(df) - normal_quantile(p) * spread
    if df > _NORMAL_FROM_DF:
        return middle
    if t > _LARGE_T:
        offset = t * (math.sqrt(special.chdtri(df, p) / df) - 1)
        return t + math.copysign(math.hypot(offset, normal_quantile(p)), offset)
    low, high = middle - spread, middle + spread
    while special.nctdtr(df, low, t) < p:
        low -= spread
    while special.nctdtr(df, high, t) > p:
        high += spread
    for _ in range(100):
        middle = (low + high) / 2
        if not low < middle < high:
            break
        if special.nctdtr(df, middle, t) > p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _chi_mean(df: float) -> float:
    """Mean of the chi distribution divided by √df."""
    return math.sqrt(2 / df) * math.exp(math.lgamma((df + 1) / 2) - math.lgamma(df / 2))
