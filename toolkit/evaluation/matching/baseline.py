"""Were the people who could be matched like those who could not? And the values of the pairs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.evaluation.estimate.reasons import Reason
from toolkit.evaluation.estimate.unmatched import welch_t
from toolkit.evaluation.matching.matches import Matches

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BaselineComparison:
    """Pre-test scores of matched and of unmatched people (ambiguous ones are unmatched).

    `difference` is matched minus unmatched, with its interval by Welch. Numbers are None where undefined; then
    `reason` says why. Not for publication as it is: see `toolkit.evaluation.disclosure`.
    """

    n_matched: int
    n_unmatched: int
    mean_matched: float | None = None
    mean_unmatched: float | None = None
    difference: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    df: float | None = None
    reason: Reason = ""


def compare_baseline(
    scores: pd.DataFrame, matches: Matches, *, column: str = "total", level: float = 0.95
) -> BaselineComparison:
    """Compare matched with unmatched people at the pre-test. `scores` has the rows that `matches` was made from.

    The interval is Welch's (see `welch_t`). Example: R's ``t.test(extra ~ group, data = sleep)`` gives 0.75 and 2.33,
    and -3.3654832 to 0.2054832 for the difference.
    """
    values = _values(scores, column)
    matched = values[matches.pairs[:, 0]]
    alone = values[np.concatenate([matches.unmatched_pre, matches.ambiguous_pre])]
    matched, alone = matched[~np.isnan(matched)], alone[~np.isnan(alone)]
    found = welch_t(alone, matched, level=level)
    return BaselineComparison(
        n_matched=matched.size,
        n_unmatched=alone.size,
        mean_matched=float(matched.mean()) if matched.size else None,
        mean_unmatched=float(alone.mean()) if alone.size else None,
        difference=found.difference,
        ci_low=found.ci_low,
        ci_high=found.ci_high,
        df=found.df,
        reason=found.reason,
    )


def pair_values(scores: pd.DataFrame, matches: Matches, column: str = "total") -> tuple[Floats, Floats]:
    """Values of one column as two arrays of the same length, pre and post, of the pairs that have both."""
    values = _values(scores, column)
    pre, post = values[matches.pairs[:, 0]], values[matches.pairs[:, 1]]
    both = ~np.isnan(pre) & ~np.isnan(post)
    return pre[both], post[both]


def _values(scores: pd.DataFrame, column: str) -> Floats:
    return scores[column].to_numpy(dtype=np.float64, na_value=np.nan)
