"""Change of one item, and Holm's adjustment."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from toolkit.evaluation.estimate.items import (
    bonett_price_interval,
    estimate_item_change,
    holm,
    holm_within,
    item_change_from_counts,
    mcnemar,
)

CELL = st.integers(0, 40)


def test_agresti_s_approval_ratings():
    # Agresti 1990, Categorical Data Analysis, p. 350: 794 approve twice, 150 no longer, 86 newly, 570 never.
    change = item_change_from_counts(both=794, gained=86, lost=150, neither=570)
    # R, exact2x2::mcnemar.exact: p-value = 3.716e-05.
    assert change.mcnemar_exact_p == pytest.approx(3.716e-05, abs=5e-9)
    # Fagerland, Lydersen and Laake 2013, supplement: mid-p = exact p - binompdf(n12, n, 0.5).
    assert change.mcnemar_mid_p == pytest.approx(change.mcnemar_exact_p - stats.binom.pmf(86, 236, 0.5), abs=1e-12)
    assert (change.n, change.pre_correct, change.post_correct) == (1600, 944, 880)
    assert change.change == pytest.approx(-0.04)
    # Large sample, so Bonett and Price agree with the Wald interval -0.04 ± 1.96 × 0.0095 given there.
    assert change.change_ci == pytest.approx((-0.059, -0.021), abs=5e-4)


def test_fagerland_s_example():
    # Fagerland, Lydersen and Laake 2013, table 1 and 3 (Bentur et al. 2009): exact 0.0703, mid-p 0.0391.
    change = item_change_from_counts(both=1, gained=7, lost=1, neither=12)
    assert change.mcnemar_exact_p == pytest.approx(0.0703, abs=5e-5)
    assert change.mcnemar_mid_p == pytest.approx(0.0391, abs=5e-5)


def test_mid_p_when_as_many_gained_as_lost():
    # Supplement of the same article: 1 - ½ · binompdf(n12, n, 0.5).
    assert mcnemar(3, 3) == pytest.approx((1, 1 - 0.5 * math.comb(6, 3) / 2**6), abs=1e-12)
    assert mcnemar(0, 0) == (1, 1)


def test_bonett_and_price_s_interval():
    # R, statpsych::ci.prop.ps(.05, 12, 4, 26, 6), by D. Bonett: 0.2548067 to 0.6251933.
    change = item_change_from_counts(both=6, gained=26, lost=4, neither=12)
    assert change.change_ci == pytest.approx((0.2548067, 0.6251933), abs=5e-8)


@given(CELL, CELL)
def test_against_scipy_s_binomial(gained, lost):
    exact, mid = mcnemar(gained, lost)
    n = gained + lost
    if n:
        assert exact == pytest.approx(stats.binomtest(gained, n, 0.5).pvalue, abs=1e-9)
        tail = stats.binom.cdf(min(gained, lost) - 1, n, 0.5) + stats.binom.pmf(min(gained, lost), n, 0.5) / 2
        # With equal counts both halves of the middle are counted, hence Fagerland's own formula (tested above).
        assert mid == pytest.approx(2 * tail if gained != lost else 1 - stats.binom.pmf(gained, n, 0.5) / 2, abs=1e-9)
    assert 0 < mid <= exact <= 1


def test_a_million_people_from_counts():
    assert mcnemar(301_000, 299_000)[0] == pytest.approx(stats.binomtest(299_000, 600_000).pvalue, rel=1e-6)


@given(st.lists(st.tuples(st.sampled_from([0.0, 1.0, math.nan]), st.sampled_from([0.0, 1.0, math.nan])), max_size=30))
def test_answers_and_counts_agree_and_waves_can_be_swapped(pairs):
    pre, post = [a for a, _ in pairs], [b for _, b in pairs]
    change, back = estimate_item_change(pre, post), estimate_item_change(post, pre)
    present = [(a, b) for a, b in pairs if not math.isnan(a + b)]
    assert change == item_change_from_counts(
        both=present.count((1, 1)), gained=present.count((0, 1)), lost=present.count((1, 0)),
        neither=present.count((0, 0)), n_missing=len(pairs) - len(present),
    )  # fmt: skip
    if change.n == 0:
        assert (change.change, change.reason) == (None, "all-missing" if pairs else "no-pairs")
        return
    assert back.change == -change.change
    assert back.change_ci == pytest.approx((-change.change_ci[1], -change.change_ci[0]), abs=1e-12)
    assert (back.mcnemar_exact_p, back.mcnemar_mid_p) == (change.mcnemar_exact_p, change.mcnemar_mid_p)
    low, high = change.change_ci
    assert -1 <= low < high <= 1


def test_booleans_are_answers():
    assert estimate_item_change(np.array([True, False]), np.array([True, True])).gained == 1


@pytest.mark.parametrize("answers", [([0.5], [1]), ([2], [1])])
def test_only_right_and_wrong_are_answers(answers):
    with pytest.raises(ValueError, match="right"):
        estimate_item_change(*answers)


def test_counts_are_whole():
    with pytest.raises(ValueError, match="whole"):
        item_change_from_counts(1, -1, 0, 0)


def test_bounds_of_the_interval():
    assert bonett_price_interval(1, 0, 1, level=0.999)[1] == 1


def test_holm():
    # The usual textbook example (H4 and H1 are rejected at 5 %); R, p.adjust(…, "holm"): 0.03 0.06 0.06 0.02.
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([]) == ()
    assert holm([None, 0.8, 0.9]) == (None, 1, 1)


@given(st.lists(st.floats(0, 1), max_size=8))
def test_holm_by_its_definition(p_values):
    """The adjusted p-value is the smallest level at which the step-down procedure rejects."""
    adjusted = holm(p_values)
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    for place, i in enumerate(order):
        expected = max(min(1, (len(order) - k) * p_values[j]) for k, j in enumerate(order[: place + 1]))
        assert adjusted[i] == pytest.approx(expected, abs=1e-12)


def test_holm_within_a_module():
    adjusted = holm_within(["a", "b", "a", "b"], [0.01, 0.02, 0.04, None])
    assert adjusted == pytest.approx((0.02, 0.02, 0.04, None))
    with pytest.raises(ValueError, match="families"):
        holm_within(["a"], [])
