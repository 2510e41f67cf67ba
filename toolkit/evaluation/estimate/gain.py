"""Normalised gain, ceiling, and the correction for guessing: secondary figures beside the mean change."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from toolkit.evaluation.estimate.distributions import Floats, as_scores

GainBand = Literal["loss", "low", "medium", "high"]

MEDIUM_GAIN, HIGH_GAIN = 0.3, 0.7
"""Hake's bands: below 0.3 low, from 0.7 high. A negative gain is called a loss."""

CEILING_FROM = 0.95
"""A score of at least this share of the maximum counts as at or near the maximum."""

CEILING_WARNING = 0.15
"""Warn when more than this share is at or near the maximum before the training. Terwee et al. 2007, Journal of
Clinical Epidemiology 60, 34-42."""


def normalised_gain(mean_pre: float, mean_post: float, max_score: float) -> float | None:
    """Hake's ⟨g⟩ = (mean post - mean pre) / (maximum - mean pre), from group means; None when the pre-test is at the
    maximum.

    Hake 1998, American Journal of Physics 66, 64-74.

    >>> normalised_gain(40, 70, 100)
    0.5
    """
    room = max_score - mean_pre
    return (mean_post - mean_pre) / room if room > 1e-12 * abs(max_score) else None


def gain_band(gain: float) -> GainBand:
    """Which of Hake's bands a normalised gain falls in."""
    if gain < 0:
        return "loss"
    if gain < MEDIUM_GAIN:
        return "low"
    return "medium" if gain < HIGH_GAIN else "high"


def is_near_maximum(scores: ArrayLike, max_score: float) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """For each score, whether it is at or near the maximum (missing: no). Same shape."""
    # The small allowance lets 9.5 of 10 count when it was added up from decimals.
    return np.asarray(scores, dtype=np.float64) >= max_score * CEILING_FROM * (1 - 1e-12)


def correct_for_guessing(right: ArrayLike, wrong: ArrayLike, options: ArrayLike) -> Floats:
    """Scores corrected for guessing, R - W/(k - 1): `right` and `wrong` answers of each person, k `options` of each
    item. Left out and "I don't know" are neither right nor wrong.

    Diamond and Evans 1973, Review of Educational Research 43, 181-191. Raises ValueError when k < 2.

    >>> float(correct_for_guessing([25], [12], 4)[0])
    21.0
    """
    k = np.asarray(options, dtype=np.float64)
    if (k < 2).any():
        raise ValueError("an item with fewer than two options cannot be guessed")
    corrected = np.asarray(right, dtype=np.float64) - np.asarray(wrong, dtype=np.float64) / (k - 1)
    return as_scores(np.atleast_1d(corrected))


def corrected_totals(answers: ArrayLike, options: ArrayLike) -> Floats:
    """Corrected totals of people from their answers (people × items: 1 right, 0 wrong, NaN left out or don't know) and
    the number of options of each item (without the don't-know), so that items may differ in k."""
    table = np.asarray(answers, dtype=np.float64)
    k = np.broadcast_to(np.asarray(options, dtype=np.float64), table.shape[-1:])
    if (k < 2).any():
        raise ValueError("an item with fewer than two options cannot be guessed")
    points = np.where(np.isnan(table), 0.0, np.where(table > 0, 1.0, -1 / (k - 1)))
    return as_scores(points.sum(axis=1))
