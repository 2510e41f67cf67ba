"""People without a pair."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from toolkit.evaluation.estimate.unmatched import EXACT_UP_TO, mann_whitney, partially_overlapping_t, welch_t

GROUP = st.lists(st.integers(0, 8).map(float), max_size=6)

# Example of R's package Partiallyoverlapping, from Derrick, Toher and White 2017, The Quantitative Methods for
# Psychology 13(2), 120-126.
A_ALONE, A_PAIRED = [20, 21, 16, 18, 14, 12, 14, 17], [14, 15, 18, 20, 11, 19, 14, 15]
B_ALONE, B_PAIRED = [10, 16, 18, 16, 15, 14, 13, 10], [15, 10, 15, 17, 13, 19, 12, 13]


def test_derrick_s_example():
    found = partially_overlapping_t(A_PAIRED, B_PAIRED, A_ALONE, B_ALONE, equal_variance=True)
    assert found.p == pytest.approx(0.026, abs=5e-4)  # as printed there
    # df by their formula: (nc - 1) + (na + nb + nc - 1)/(na + nb + 2nc) · (na + nb) = 7 + 23/32 · 16.
    assert found.df == pytest.approx(18.5)
    assert (found.n_pre, found.n_post, found.n_paired) == (16, 16, 8)
    assert found.difference == pytest.approx(-2.0)
    assert found.ci_low < found.difference < found.ci_high < 0


def test_derrick_s_unequal_variances_by_the_published_formula():
    found = partially_overlapping_t(A_PAIRED, B_PAIRED, A_ALONE, B_ALONE[:5])
    x, y, r = A_ALONE + A_PAIRED, B_ALONE[:5] + B_PAIRED, stats.pearsonr(A_PAIRED, B_PAIRED).statistic
    s1, s2, n1, n2, c = np.std(x, ddof=1), np.std(y, ddof=1), 16, 13, 8
    t = (np.mean(y) - np.mean(x)) / math.sqrt(s1**2 / n1 + s2**2 / n2 - 2 * r * s1 * s2 * c / (n1 * n2))
    gamma = stats.ttest_ind(x, y, equal_var=False).df
    df = (c - 1) + (gamma - c + 1) / (8 + 5 + 2 * c) * (8 + 5)
    assert (found.t, found.df, found.p) == pytest.approx((t, df, 2 * stats.t.sf(abs(t), df)), abs=1e-9)


def test_without_unmatched_people_it_is_the_paired_test():
    for equal_variance in (True, False):
        found = partially_overlapping_t(A_PAIRED, B_PAIRED, [], [], equal_variance=equal_variance)
        expected = stats.ttest_rel(B_PAIRED, A_PAIRED)
        if not equal_variance:  # the equal-variance form pools the variances also when all are paired
            assert (found.t, found.p) == pytest.approx((expected.statistic, expected.pvalue), abs=1e-9)
        assert found.df == pytest.approx(7)


def test_without_pairs_it_is_welch_s_or_student_s():
    for equal_variance in (True, False):
        found = partially_overlapping_t([], [], A_ALONE, B_ALONE, equal_variance=equal_variance)
        expected = stats.ttest_ind(B_ALONE, A_ALONE, equal_var=equal_variance)
        assert (found.t, found.df, found.p) == pytest.approx(
            (expected.statistic, expected.df, expected.pvalue), abs=1e-9
        )


def test_half_pairs_count_as_unmatched():
    gaps = partially_overlapping_t([1, 5, 3, math.nan, 4], [2, 6, 3, 7, math.nan], [2.0, math.nan], [8.0])
    assert gaps == partially_overlapping_t([1, 5, 3], [2, 6, 3], [2, 4], [8, 7])
    assert partially_overlapping_t([1], [2], [3, 5], [4, 8]) == partially_overlapping_t([], [], [3, 5, 1], [4, 8, 2])


@given(GROUP, GROUP, st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=6), st.booleans())
def test_swapping_shifting_and_scaling(pre, post, pairs, equal_variance):
    before, after = np.array([a for a, _ in pairs], float), np.array([b for _, b in pairs], float)
    pre, post = np.array(pre), np.array(post)
    one = partially_overlapping_t(before, after, pre, post, equal_variance=equal_variance)
    back = partially_overlapping_t(after, before, post, pre, equal_variance=equal_variance)
    other = partially_overlapping_t(
        3 * before + 1, 3 * after + 1, 3 * pre + 1, 3 * post + 1, equal_variance=equal_variance
    )
    assert one.reason == back.reason == other.reason
    if one.t is not None:
        assert (back.t, back.p) == pytest.approx((-one.t, one.p), abs=1e-9)
        assert (other.t, other.p, other.difference) == pytest.approx((one.t, one.p, 3 * one.difference), abs=1e-9)
        assert math.isfinite(one.t)
        assert one.ci_low < one.ci_high
    else:
        assert one.reason


def test_welch_on_student_s_sleep_data():
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    found = welch_t(first, second)
    # R, t.test(extra ~ group, data = sleep), signs turned round.
    assert (found.t, found.df) == pytest.approx((1.8608, 17.776), abs=5e-4)
    assert found.p == pytest.approx(0.07939, abs=5e-6)
    assert (found.ci_low, found.ci_high) == pytest.approx((-0.2054832, 3.3654832), abs=5e-8)


@pytest.mark.parametrize(
    ("pre", "post", "reason"),
    [([], [1, 2], "nobody"), ([1], [1, 2], "one-person"), ([2, 2], [2, 2], "no-spread"), ([math.nan], [1], "nobody")],
)
def test_no_comparison_says_why(pre, post, reason):
    found = welch_t(pre, post)
    assert (found.t, found.p, found.reason) == (None, None, reason)


def test_pairs_that_all_change_alike():
    assert partially_overlapping_t([1, 2, 3], [2, 3, 4], [], []).reason == "same-change"


def test_hollander_and_wolfe_s_permeability():
    # Hollander and Wolfe 1973, p. 69 (example of R's wilcox.test): W = 35, one-sided p = 0.1272.
    at_term = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
    earlier = [1.15, 0.88, 0.90, 0.74, 1.21]
    found = mann_whitney(earlier, at_term)
    assert found.w == 35
    assert found.p == pytest.approx(2 * 0.1272, abs=1e-4)
    assert found.superiority == pytest.approx(35 / 50)


@settings(max_examples=40)
@given(GROUP, GROUP)
def test_mann_whitney_against_enumeration(pre, post):
    found = mann_whitney(pre, post)
    if not pre or not post:
        assert (found.p, found.reason) == (None, "nobody")
        return
    w = sum((b > a) + (b == a) / 2 for a in pre for b in post)
    everyone = np.array(pre + post)
    ranks = stats.rankdata(everyone)
    sums = np.array([ranks[list(who)].sum() for who in itertools.combinations(range(everyone.size), len(post))])
    observed = ranks[len(pre) :].sum()
    p = min(1, 2 * min((sums <= observed).mean(), (sums >= observed).mean()))
    assert (found.w, found.p) == pytest.approx((w, p), abs=1e-9)
    back = mann_whitney(post, pre)
    assert (back.p, back.superiority) == pytest.approx((found.p, 1 - found.superiority), abs=1e-9)


def test_mann_whitney_of_many_people_against_scipy():
    random = np.random.default_rng(4)
    pre, post = random.integers(0, 10, EXACT_UP_TO), random.integers(1, 11, EXACT_UP_TO)
    found = mann_whitney(pre, post)
    expected = stats.mannwhitneyu(post, pre, method="asymptotic", use_continuity=True)
    assert not found.exact
    assert (found.w, found.p) == pytest.approx((expected.statistic, expected.pvalue), abs=1e-9)
    assert mann_whitney(np.ones(90), np.ones(90)).p == 1


def test_mann_whitney_exact_at_the_limit_against_scipy():
    random = np.random.default_rng(9)
    pre, post = random.normal(0, 1, 50), random.normal(0.3, 1, 50)
    assert mann_whitney(pre, post).p == pytest.approx(stats.mannwhitneyu(post, pre, method="exact").pvalue, abs=1e-9)
