"""BCa interval of the mean change."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import stats

from toolkit.evaluation.estimate.bootstrap import bca_limits, bootstrap_change

CHANGES = np.array([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])  # Student's sleep data


def test_against_scipy_from_the_same_resamples():
    # Whole numbers: SciPy compares means without an allowance for rounding.
    changes = np.round(10 * CHANGES)
    for level in (0.9, 0.95, 0.99):
        random = np.random.default_rng(1)
        theirs = stats.bootstrap((changes,), np.mean, n_resamples=2000, confidence_level=level, rng=random)
        ours = bca_limits(changes, theirs.bootstrap_distribution, level)
        assert ours == pytest.approx(tuple(theirs.confidence_interval), abs=1e-9)


def test_against_every_possible_resample():
    values = np.array([0.0, 1.0, 1.0, 3.0, 7.0])
    every = np.array([np.mean(chosen) for chosen in itertools.product(values, repeat=5)])
    drawn = bootstrap_change(np.zeros(5), values, draws=200_000)
    assert (drawn.ci_low, drawn.ci_high) == pytest.approx(
        bca_limits(values, every, 0.95), abs=0.21
    )  # one step of a mean


def test_the_same_data_give_the_same_interval():
    one, other = (bootstrap_change(np.zeros(10), CHANGES) for _ in range(2))
    assert one == other
    assert bootstrap_change(np.zeros(10), CHANGES, seed=2) != one
    assert bootstrap_change(np.zeros(10), CHANGES[::-1]) == one
    assert 0.9 < one.ci_low < 1.58 < one.ci_high < 2.9


def test_many_people_cost_what_their_different_changes_cost():
    changes = np.repeat([0.0, 1.0, 2.0], 100_000)
    interval = bootstrap_change(np.zeros(changes.size), changes)
    half = 1.959964 * np.sqrt(2 / 3 / changes.size)
    assert (interval.ci_low, interval.ci_high) == pytest.approx((1 - half, 1 + half), abs=2e-4)


@pytest.mark.parametrize(
    ("pre", "post", "reason"),
    [([], [], "no-pairs"), ([np.nan], [1], "all-missing"), ([1], [2], "one-pair"), ([1, 2], [2, 3], "same-change")],
)
def test_what_has_no_interval_says_why(pre, post, reason):
    interval = bootstrap_change(pre, post)
    assert (interval.ci_low, interval.ci_high, interval.reason) == (None, None, reason)
