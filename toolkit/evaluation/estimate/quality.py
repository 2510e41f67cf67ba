"""Which items misbehave: difficulty and corrected item-rest correlation, with advice."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from toolkit.evaluation.estimate.distributions import Floats
from toolkit.evaluation.estimate.reasons import Reason
from toolkit.evaluation.estimate.reliability import as_table, covariance

Advice = Literal["too-easy", "too-hard", "revise", "check-key"]

EASIEST, HARDEST = 0.8, 0.2
"""Difficulty (share of the points) outside these says little about people."""

WEAK_CORRELATION = 0.20
"""Below it, revise the item. Ebel and Frisbie 1991, Essentials of Educational Measurement; below 0, check the key."""

LEAST_PEOPLE = 50
"""Pooled people below which items are not judged."""


@dataclass(frozen=True, slots=True)
class ItemQuality:
    """One item: `difficulty` is the mean share of its points among the `n` who answered it (the higher, the easier),
    `item_rest` its correlation with the sum of the other items among the `n_complete` who answered all.
    `advice` is empty when nothing is wrong, or when `reason` says why it was not judged."""

    n: int
    n_complete: int
    difficulty: float | None
    item_rest: float | None
    advice: tuple[Advice, ...]
    reason: Reason = ""


def estimate_item_quality(
    scores: ArrayLike, max_points: ArrayLike, *, least_people: int = LEAST_PEOPLE
) -> tuple[ItemQuality, ...]:
    """Quality of each item from people × items points (NaN is missing) and the most points of each item.

    Classical item analysis: Nunnally and Bernstein 1994, Psychometric Theory, chapter 8. Raises ValueError for a
    maximum that is not positive.
    """
    table = as_table(scores)
    most = np.broadcast_to(np.asarray(max_points, dtype=np.float64), table.shape[1:])
    if (most <= 0).any():
        raise ValueError("an item without points")
    complete = table[~np.isnan(table).any(axis=1)]
    rest = item_rest_correlations(covariance(complete)) if len(complete) > 1 and table.shape[1] > 1 else None
    return tuple(
        _judge(table[:, i], float(most[i]), len(complete), None if rest is None else float(rest[i]), least_people)
        for i in range(table.shape[1])
    )


def item_rest_correlations(covariances: Floats) -> Floats:
    """Correlation of each item with the sum of the others, from the covariance matrix; NaN without spread."""
    variances = np.diag(covariances)
    with_all = covariances.sum(axis=1)
    rest = covariances.sum() - 2 * with_all + variances
    product = variances * rest
    defined = (variances > 0) & (rest > 1e-12 * np.abs(covariances).sum())
    return np.where(defined, (with_all - variances) / np.sqrt(np.where(defined, product, 1.0)), np.nan)


def advise(difficulty: float, item_rest: float | None) -> tuple[Advice, ...]:
    """What to do about an item: the difficulty's code and the correlation's."""
    found: list[Advice] = []
    if difficulty > EASIEST:
        found.append("too-easy")
    elif difficulty < HARDEST:
        found.append("too-hard")
    if item_rest is not None and item_rest < 0:
        found.append("check-key")
    elif item_rest is not None and item_rest < WEAK_CORRELATION:
        found.append("revise")
    return tuple(found)


def _judge(points: Floats, most: float, n_complete: int, rest: float | None, least_people: int) -> ItemQuality:
    answered = points[~np.isnan(points)]
    if not answered.size:
        return ItemQuality(0, n_complete, None, None, (), "nobody")
    difficulty = float(answered.mean()) / most
    if n_complete < least_people:
        return ItemQuality(answered.size, n_complete, difficulty, None, (), "too-few-people")
    if rest is None or math.isnan(rest):
        reason: Reason = "too-few-items" if rest is None else "no-spread"
        return ItemQuality(answered.size, n_complete, difficulty, None, advise(difficulty, None), reason)
    return ItemQuality(answered.size, n_complete, difficulty, rest, advise(difficulty, rest))
