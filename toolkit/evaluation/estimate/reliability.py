"""Reliability of a total score: Cronbach's alpha (KR-20 for right and wrong) and one-factor omega."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from toolkit.evaluation.estimate.distributions import Floats, check_level, f_quantile
from toolkit.evaluation.estimate.reasons import Reason

OMEGA_ITEMS, OMEGA_PEOPLE = 5, 100
"""Least items (that vary) and pooled people for omega: a factor model of less is not worth reading."""

_LEAST_UNIQUENESS = 0.005
"""As in R's ``factanal``: a uniqueness at this bound is a Heywood case."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """Reliability of the sum of `items` items over `n` people with all answers. `alpha_ci` is Feldt's interval.
    `reason` is why alpha is missing, `omega_reason` why omega is."""

    n: int
    items: int
    n_missing: int = 0
    level: float = 0.95
    alpha: float | None = None
    alpha_ci: tuple[float, float] | None = None
    omega: float | None = None
    reason: Reason = ""
    omega_reason: Reason = ""


def estimate_reliability(scores: ArrayLike, *, level: float = 0.95) -> Reliability:
    """Reliability from the points of people × items (NaN is missing; people with one are left out)."""
    table = as_table(scores)
    complete = table[~np.isnan(table).any(axis=1)]
    n, items = complete.shape
    missing = table.shape[0] - n
    if n < 2 or items < 1:
        reason: Reason = "too-few-items" if items < 2 else "one-person" if n else "nobody"
        return Reliability(n, items, missing, check_level(level), reason=reason, omega_reason=reason)
    return reliability_from_covariance(covariance(complete), n, n_missing=missing, level=level)


def reliability_from_covariance(
    covariances: ArrayLike, n: int, *, n_missing: int = 0, level: float = 0.95
) -> Reliability:
    """The same from the items' covariance matrix (items × items, divisor n - 1), so that a million people are one
    pass.

    α = k/(k - 1) · (1 - Σ variances / variance of the sum): Cronbach 1951, Psychometrika 16, 297-334; for points 0
    and 1 it is Kuder and Richardson's formula 20 (1937). Interval: Feldt 1965, Psychometrika 30, 357-370, and Feldt,
    Woodruff and Salih 1987, Applied Psychological Measurement 11, 93-103, formulas 6 and 7.
    Omega: McDonald 1999, Test Theory, (Σλ)² / ((Σλ)² + Σψ) of a one-factor model by maximum likelihood.
    """
    matrix = np.asarray(covariances, dtype=np.float64)
    items = matrix.shape[0]
    if matrix.shape != (items, items):
        raise ValueError(f"a square matrix is wanted, not {matrix.shape}")
    total = float(matrix.sum())
    reason: Reason = ""
    if items < 2:
        reason = "too-few-items"
    elif n < 2:
        reason = "one-person" if n else "nobody"
    elif total <= 1e-12 * float(np.abs(matrix).sum()):
        reason = "no-spread"
    if reason:
        return Reliability(n, items, n_missing, check_level(level), reason=reason, omega_reason=reason)
    alpha = items / (items - 1) * (1 - float(np.trace(matrix)) / total)
    omega, omega_reason = _omega(matrix, n)
    return Reliability(
        n=n,
        items=items,
        n_missing=n_missing,
        level=level,
        alpha=alpha,
        alpha_ci=feldt_interval(alpha, n, items, level),
        omega=omega,
        omega_reason=omega_reason,
    )


def feldt_interval(alpha: float, n: int, items: int, level: float = 0.95) -> tuple[float, float]:
    """Feldt's interval of Cronbach's alpha: 1 - (1 - α)·F with n - 1 and (n - 1)(k - 1) df."""
    tail = (1 - check_level(level)) / 2
    low, high = (1 - (1 - alpha) * f_quantile(p, n - 1, (n - 1) * (items - 1)) for p in (1 - tail, tail))
    return low, high


def one_factor(correlations: Floats, *, tolerance: float = 1e-10, steps: int = 5_000) -> tuple[Floats, Floats] | None:
    """Loadings and uniquenesses of a one-factor model by maximum likelihood; None when it does not settle.

    Lawley's equations, solved by repeating them (Lawley and Maxwell 1971, Factor Analysis as a Statistical Method,
    chapter 4): for given uniquenesses ψ the loadings come from the first eigenvector of Ψ^-½ R Ψ^-½, and then
    ψ = 1 - λ². Example: R's ``factanal(factors = 1, covmat = ability.cov)``.
    """
    # R's starting values: half of one less the squared multiple correlations.
    unique = np.clip(0.5 / np.diag(np.linalg.pinv(correlations)), _LEAST_UNIQUENESS, 1.0)
    for _ in range(steps):
        root = np.sqrt(unique)
        values, vectors = np.linalg.eigh(correlations / np.outer(root, root))
        loadings = root * vectors[:, -1] * math.sqrt(max(values[-1] - 1, 0.0))
        new = np.clip(1 - loadings**2, _LEAST_UNIQUENESS, 1.0)
        change = float(np.abs(new - unique).max())
        unique = (new + unique) / 2 if change > 0.1 else new
        if change < tolerance:
            return (loadings if loadings.sum() >= 0 else -loadings), unique
    return None


def covariance(complete: Floats | NDArray[np.int8]) -> Floats:
    """Covariance matrix of the columns, divisor n - 1; always items × items."""
    if len(complete) < 2:
        return np.full((complete.shape[1], complete.shape[1]), np.nan)
    means = complete.mean(axis=0)
    total = np.zeros((complete.shape[1], complete.shape[1]))
    # A portion at a time stays in the processor's cache, so that a million people take no second.
    for start in range(0, len(complete), _PORTION):
        centred = np.asarray(complete[start : start + _PORTION] - means, order="F")
        total += centred.T @ centred
    return total / (len(complete) - 1)


_PORTION = 8192


def as_table(scores: ArrayLike) -> Floats:
    """People × items as float64. Raises ValueError for another shape and for infinities."""
    table = np.asarray(scores, dtype=np.float64)
    if table.ndim != 2:
        raise ValueError(f"people × items are wanted, got {table.ndim} dimensions")
    if np.isinf(table).any():
        raise ValueError("an infinite value")
    return table


def _omega(covariances: Floats, n: int) -> tuple[float | None, Reason]:
    variances = np.diag(covariances)
    # An item that everyone answers alike adds nothing to the sum's variance, and has no correlation.
    varies = variances > 1e-12 * variances.max()
    if varies.sum() < OMEGA_ITEMS:
        return None, "too-few-items"
    if n < OMEGA_PEOPLE:
        return None, "too-few-people"
    sd = np.sqrt(variances[varies])
    found = one_factor(covariances[np.ix_(varies, varies)] / np.outer(sd, sd))
    if found is None:
        return None, "not-converged"
    loadings, unique = found
    if (unique <= _LEAST_UNIQUENESS).any():
        return None, "improper"
    common = float((sd * loadings).sum()) ** 2
    return common / (common + float((sd**2 * unique).sum())), ""
