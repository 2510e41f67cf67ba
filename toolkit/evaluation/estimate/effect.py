"""Standardised mean change: Hedges g_av, with the variant in the name because tools differ."""

from __future__ import annotations

import math

from toolkit.evaluation.estimate.distributions import noncentral_t_limits


def hedges_correction(df: float) -> float:
    """Hedges' exact small-sample correction J(df) = Γ(df/2) / (√(df/2) · Γ((df - 1)/2)), 0 for df = 1.

    Hedges 1981, Journal of Educational Statistics 6, 107-128. Raises ValueError below 1.

    >>> round(hedges_correction(10), 4)
    0.9227
    """
    if df < 1:
        raise ValueError(f"{df} degrees of freedom")
    if df == 1:
        return 0.0
    return math.exp(math.lgamma(df / 2) - math.lgamma((df - 1) / 2)) / math.sqrt(df / 2)


def hedges_g_av(mean_change: float, sd_pre: float, sd_post: float, n: int) -> float:
    """Mean change / √((s²pre + s²post)/2) × J(n - 1), from at least 3 pairs of which not all are equal in both waves.

    Cumming 2012, Understanding The New Statistics, chapter 11 (d_unbiased for the paired design).
    """
    return mean_change / average_sd(sd_pre, sd_post) * hedges_correction(n - 1)


def hedges_g_av_interval(
    t: float, n: int, sd_pre: float, sd_post: float, sd_change: float, level: float = 0.95
) -> tuple[float, float]:
    """Interval of the population's standardised mean change δ_av, from the noncentral t distribution:
    limits of the noncentrality of the paired `t`, times s_change / (s_av · √n).

    Algina and Keselman 2003, Educational and Psychological Measurement 63, 537-553. The limits are of δ and
    therefore not multiplied by J.
    """
    low, high = noncentral_t_limits(t, n - 1, level)
    scale = sd_change / (average_sd(sd_pre, sd_post) * math.sqrt(n))
    return low * scale, high * scale


def average_sd(sd_pre: float, sd_post: float) -> float:
    """√((s²pre + s²post)/2)."""
    return math.sqrt((sd_pre**2 + sd_post**2) / 2)
