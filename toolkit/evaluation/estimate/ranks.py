"""Wilcoxon signed-rank test, exact over mid-ranks, with zeros and ties."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from toolkit.evaluation.estimate.distributions import Floats, as_scores, normal_two_sided
from toolkit.evaluation.estimate.reasons import Reason

EXACT_UP_TO = 300
"""Non-zero differences up to which the distribution is exact (some 30 ms at worst). Above, the normal approximation
with tie correction and continuity correction differs by less than 0.001."""


@dataclass(frozen=True, slots=True)
class Ranks:
    """Signed ranks of `n_pairs` differences, of which `n` are not zero: `n_up` above and `n_down` below.

    `v` is the sum of the ranks of the positive differences (V of R's ``wilcox.test``), `p` its two-sided p-value.
    `rank_biserial` is the matched-pairs rank-biserial correlation, -1 to 1. `pratt_v` and `pratt_p` rank the zeros
    first and then drop them: a sensitivity. `exact` says whether the p-values are.
    """

    n: int
    n_pairs: int
    n_up: int
    n_down: int
    zeros: int
    n_missing: int = 0
    v: float | None = None
    p: float | None = None
    exact: bool = True
    rank_biserial: float | None = None
    pratt_v: float | None = None
    pratt_p: float | None = None
    reason: Reason = ""


def wilcoxon_exact(differences: ArrayLike) -> Ranks:
    """Signed-rank test of differences (NaN is missing; give it `change.change_scores`, so that equal changes tie).

    Wilcoxon 1945, Biometrics Bulletin 1, 80-83; zeros: Pratt 1959, Journal of the American Statistical Association
    54, 655-667; rank-biserial: Kerby 2014, Comprehensive Psychology 3, 11.IT.3.1. Example: the depression scale of
    Hollander and Wolfe 1973 gives V = 40 and one-sided p = 0.01953 (R, ``wilcox.test``).
    """
    values = as_scores(differences, "differences")
    present = values[~np.isnan(values)]
    different, counts = np.unique(present, return_counts=True)
    return wilcoxon_from_histogram(different, counts, n_missing=values.size - present.size)


def wilcoxon_from_histogram(values: ArrayLike, counts: ArrayLike, *, n_missing: int = 0) -> Ranks:
    """The same from how often each difference occurs, so that a million people are a short table.

    `values` are all different; `counts` are whole numbers, zero allowed. Raises ValueError otherwise.
    """
    differences, how_often = as_scores(values, "values"), np.asarray(counts, dtype=np.int64)
    if how_often.shape != differences.shape or (how_often < 0).any() or np.isnan(differences).any():
        raise ValueError("a count from 0 up for each value is wanted")
    if np.unique(differences).size != differences.size:
        raise ValueError("a value stands twice")
    zeros = int(how_often[differences == 0].sum())
    sizes, up, down = _by_size(differences, how_often)
    n_up, n_down = int(up.sum()), int(down.sum())
    n = n_up + n_down
    if n == 0:
        nothing: Reason = "nobody-changed" if zeros else "all-missing" if n_missing else "no-pairs"
        return Ranks(0, zeros, 0, 0, zeros, n_missing, reason=nothing)
    doubled = _doubled_ranks(sizes, 0)
    pratt = _doubled_ranks(sizes, zeros)
    v2, pratt_v2 = (int((ranks * up).sum()) for ranks in (doubled, pratt))
    p = _two_sided(doubled, sizes, v2)
    return Ranks(
        n=n,
        n_pairs=n + zeros,
        n_up=n_up,
        n_down=n_down,
        zeros=zeros,
        n_missing=n_missing,
        v=v2 / 2,
        p=p,
        exact=n <= EXACT_UP_TO,
        rank_biserial=2 * v2 / (n * (n + 1)) - 1,
        pratt_v=pratt_v2 / 2,
        pratt_p=_two_sided(pratt, sizes, pratt_v2) if zeros else p,
    )


def signed_rank_tail(doubled: NDArray[np.int64], sizes: NDArray[np.int64], v2: int) -> float:
    """P(sum of the doubled ranks of positive differences ≤ v2), when each of the `sizes` differences with a rank has
    a random sign. By dynamic programming: one difference at a time, the distribution is the average of itself and
    itself shifted by its rank."""
    step = int(np.gcd.reduce(doubled))
    chances = np.zeros(v2 // step + 1)
    chances[0] = 1.0
    for rank, size in zip((doubled // step).tolist(), sizes.tolist(), strict=True):
        for _ in range(size):
            shifted = chances[: max(0, chances.size - rank)] / 2
            chances /= 2
            chances[rank:] += shifted
    return math.fsum(chances)


def _by_size(
    differences: Floats, counts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """For each size of a non-zero difference, smallest first: how many, how many up, how many down."""
    used = (differences != 0) & (counts > 0)
    sizes, which = np.unique(np.abs(differences[used]), return_inverse=True)
    up = np.zeros(sizes.size, dtype=np.int64)
    down = up.copy()
    np.add.at(up, which, np.where(differences[used] > 0, counts[used], 0))
    np.add.at(down, which, np.where(differences[used] < 0, counts[used], 0))
    return up + down, up, down


def _doubled_ranks(sizes: NDArray[np.int64], below: int) -> NDArray[np.int64]:
    """Twice the mid-rank of each group of ties (a whole number), after `below` smaller ones."""
    first = below + np.cumsum(sizes) - sizes
    return 2 * first + sizes + 1


def _two_sided(doubled: NDArray[np.int64], sizes: NDArray[np.int64], v2: int) -> float:
    total = int((doubled * sizes).sum())
    if int(sizes.sum()) <= EXACT_UP_TO:
        return min(1.0, 2 * signed_rank_tail(doubled, sizes, min(v2, total - v2)))
    # Variance Σ rank²/4, which holds the tie correction; continuity correction of half a rank.
    spread = math.sqrt(float((doubled.astype(float) ** 2 * sizes).sum()) / 16)
    return normal_two_sided(max(0.0, abs(v2 / 2 - total / 4) - 0.5) / spread)
