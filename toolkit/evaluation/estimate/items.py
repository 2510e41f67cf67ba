"""Change of one item that is right or wrong: McNemar's test and an interval of the difference."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from toolkit.evaluation.estimate.change import complete_pairs
from toolkit.evaluation.estimate.distributions import (
    check_level,
    fair_binomial_cdf,
    fair_binomial_pmf,
    normal_quantile,
)
from toolkit.evaluation.estimate.reasons import Reason


@dataclass(frozen=True, slots=True)
class ItemChange:
    """Change of one item over `n` matched people. `pre_correct` and `post_correct` are numbers of people, `gained`
    went from wrong to right and `lost` from right to wrong. `change` is the difference of the shares, -1 to 1, and
    `change_ci` its interval. The mid-p is the test to read; the exact p stands beside it."""

    n: int
    pre_correct: int
    post_correct: int
    gained: int
    lost: int
    n_missing: int = 0
    level: float = 0.95
    pre_share: float | None = None
    post_share: float | None = None
    change: float | None = None
    change_ci: tuple[float, float] | None = None
    mcnemar_exact_p: float | None = None
    mcnemar_mid_p: float | None = None
    reason: Reason = ""


def estimate_item_change(pre_correct: ArrayLike, post_correct: ArrayLike, *, level: float = 0.95) -> ItemChange:
    """Change of an item from whether each person was right (1 or True), wrong (0 or False), or did not answer (NaN).

    Left out are people without an answer in one wave. Raises ValueError for other values and unequal lengths.
    """
    before, after, n_missing = complete_pairs(pre_correct, post_correct)
    if not (np.isin(before, (0, 1)).all() and np.isin(after, (0, 1)).all()):
        raise ValueError("an answer is right (1), wrong (0) or missing (NaN)")
    was, is_now = before == 1, after == 1
    return item_change_from_counts(
        both=int((was & is_now).sum()),
        gained=int((~was & is_now).sum()),
        lost=int((was & ~is_now).sum()),
        neither=int((~was & ~is_now).sum()),
        n_missing=n_missing,
        level=level,
    )


def item_change_from_counts(
    both: int, gained: int, lost: int, neither: int, *, n_missing: int = 0, level: float = 0.95
) -> ItemChange:
    """The same from the 2×2 table: right in both waves, wrong then right, right then wrong, wrong in both.

    McNemar's exact and mid-p tests: Fagerland, Lydersen and Laake 2013, BMC Medical Research Methodology 13, 91;
    their example (1, 1, 7, 12) gives 0.0703 and 0.0391. Interval: Bonett and Price 2012, Journal of Educational and
    Behavioral Statistics 37, 479-488 (Wald after adding one to each discordant cell).
    """
    cells = (both, gained, lost, neither)
    if any(cell < 0 or cell != int(cell) for cell in cells):
        raise ValueError("counts are whole numbers from 0 up")
    n = sum(cells)
    if n == 0:
        return ItemChange(
            0, 0, 0, 0, 0, n_missing, check_level(level), reason="all-missing" if n_missing else "no-pairs"
        )
    exact, mid = mcnemar(gained, lost)
    return ItemChange(
        n=n,
        pre_correct=both + lost,
        post_correct=both + gained,
        gained=gained,
        lost=lost,
        n_missing=n_missing,
        level=level,
        pre_share=(both + lost) / n,
        post_share=(both + gained) / n,
        change=(gained - lost) / n,
        change_ci=bonett_price_interval(gained, lost, n, level),
        mcnemar_exact_p=exact,
        mcnemar_mid_p=mid,
    )


def mcnemar(gained: int, lost: int) -> tuple[float, float]:
    """McNemar's exact conditional p and mid-p, both two-sided; both 1 when nobody changed."""
    changed, fewer = gained + lost, min(gained, lost)
    if changed == 0:
        return 1.0, 1.0
    at = fair_binomial_pmf(fewer, changed)
    if gained == lost:
        return 1.0, 1 - at / 2
    exact = 2 * fair_binomial_cdf(fewer, changed)
    return min(1.0, exact), exact - at


def bonett_price_interval(gained: int, lost: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Adjusted Wald interval of the difference of two paired shares (Bonett and Price 2012)."""
    z = normal_quantile((1 + check_level(level)) / 2)
    up, down = (gained + 1) / (n + 2), (lost + 1) / (n + 2)
    reach = z * math.sqrt((up + down - (up - down) ** 2) / (n + 2))
    return max(-1.0, up - down - reach), min(1.0, up - down + reach)


def holm(p_values: Sequence[float | None]) -> tuple[float | None, ...]:
    """p-values adjusted by Holm's step-down method; None stays None and does not count.

    Holm 1979, Scandinavian Journal of Statistics 6, 65-70 (R, ``p.adjust``).

    >>> holm([0.01, 0.04, None, 0.03, 0.005])
    (0.03, 0.06, None, 0.06, 0.02)
    """
    order = sorted((p, i) for i, p in enumerate(p_values) if p is not None)
    adjusted: list[float | None] = [None] * len(p_values)
    highest = 0.0
    for place, (p, i) in enumerate(order):
        highest = max(highest, min(1.0, (len(order) - place) * p))
        adjusted[i] = highest
    return tuple(adjusted)


def holm_within(families: Sequence[Hashable], p_values: Sequence[float | None]) -> tuple[float | None, ...]:
    """Holm's method within each family (the items of one module), in the order given."""
    if len(families) != len(p_values):
        raise ValueError(f"{len(families)} families for {len(p_values)} p-values")
    adjusted: list[float | None] = [None] * len(p_values)
    for family in dict.fromkeys(families):
        members = [i for i, name in enumerate(families) if name == family]
        for i, p in zip(members, holm([p_values[i] for i in members]), strict=True):
            adjusted[i] = p
    return tuple(adjusted)
