"""Answers on a rating scale as shares, placed around the middle for a centred bar."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from toolkit.evaluation.estimate.reasons import Reason


@dataclass(frozen=True, slots=True)
class LikertShares:
    """`n` answers on a scale, lowest option first. `shares` add to 1. `negative`, `neutral` and `positive` are the
    shares below, at and above the middle (`neutral` is 0 on a scale with an even number of options).
    `segments` are the start and end of each option's bar on an axis whose 0 is the middle of the scale."""

    n: int
    counts: tuple[int, ...]
    shares: tuple[float, ...] = ()
    negative: float | None = None
    neutral: float | None = None
    positive: float | None = None
    mean: float | None = None
    segments: tuple[tuple[float, float], ...] = ()
    reason: Reason = ""


def diverging_shares(counts: ArrayLike) -> LikertShares:
    """Shares of a scale's options from their counts, lowest first, for a diverging stacked bar: what lies below the
    middle goes left of 0, what lies above goes right, and a middle option is halved by 0. `mean` counts options from 1.

    Heiberger and Robbins 2014, Journal of Statistical Software 57(5). Raises ValueError for fewer than two options.

    >>> diverging_shares([1, 2, 4, 2, 1]).segments[2]
    (-0.2, 0.2)
    """
    numbers = np.asarray(counts)
    if numbers.ndim != 1 or numbers.size < 2 or (numbers < 0).any() or (numbers != np.floor(numbers)).any():
        raise ValueError("a count from 0 up for each of two or more options is wanted")
    whole = tuple(int(c) for c in numbers)
    n, options = sum(whole), len(whole)
    if n == 0:
        return LikertShares(0, whole, reason="nobody")
    half = options // 2
    below, above = sum(whole[:half]), sum(whole[-half:])
    middle = n - below - above
    ends = np.cumsum([0, *whole]) - below - middle / 2
    return LikertShares(
        n=n,
        counts=whole,
        shares=tuple(c / n for c in whole),
        negative=below / n,
        neutral=middle / n,
        positive=above / n,
        mean=sum(place * c for place, c in enumerate(whole, 1)) / n,
        segments=tuple((a / n, b / n) for a, b in pairwise(ends.tolist())),
    )
