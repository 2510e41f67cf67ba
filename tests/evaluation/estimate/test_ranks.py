"""Wilcoxon's signed-rank test, exact with ties and zeros."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from toolkit.evaluation.estimate.change import change_scores
from toolkit.evaluation.estimate.groups import rank_columns
from toolkit.evaluation.estimate.ranks import EXACT_UP_TO, wilcoxon_exact, wilcoxon_from_histogram

# Hamilton depression scale of nine patients: Hollander and Wolfe 1973, p. 29 (example of R's wilcox.test).
FIRST = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
SECOND = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]

SMALL = st.lists(st.integers(-6, 6).map(float), max_size=11)


def by_enumeration(differences, *, pratt=False):
    """V and its two-sided p over all 2ⁿ signs."""
    d = np.asarray(differences, dtype=float)
    d = d if pratt else d[d != 0]
    ranks = stats.rankdata(np.abs(d))[d != 0]
    observed = ranks[d[d != 0] > 0].sum()
    sums = np.array([np.dot(ranks, signs) for signs in itertools.product((0, 1), repeat=ranks.size)])
    return observed, min(1, 2 * min((sums <= observed).mean(), (sums >= observed).mean()))


def test_hollander_and_wolfe_s_depression_scale():
    ranks = wilcoxon_exact(change_scores(SECOND, FIRST))
    assert ranks.v == 40  # R, wilcox.test(x, y, paired = TRUE, alternative = "greater"): V = 40, p-value = 0.01953
    assert ranks.p == pytest.approx(2 * 0.01953125, abs=1e-12)
    assert ranks.rank_biserial == pytest.approx(0.78, abs=5e-3)  # R, effectsize::rank_biserial: 0.78
    assert (ranks.n_up, ranks.n_down, ranks.zeros, ranks.exact) == (7, 2, 0, True)
    assert ranks.pratt_p == ranks.p


@settings(max_examples=60)
@given(SMALL)
def test_against_enumeration_of_all_signs(differences):
    ranks = wilcoxon_exact(differences)
    if ranks.n == 0:
        assert ranks.p is None
        return
    assert (ranks.v, ranks.p) == pytest.approx(by_enumeration(differences), abs=1e-12)
    assert (ranks.pratt_v, ranks.pratt_p) == pytest.approx(by_enumeration(differences, pratt=True), abs=1e-12)
    up, down = ranks.v, ranks.n * (ranks.n + 1) / 2 - ranks.v
    assert ranks.rank_biserial == pytest.approx((up - down) / (up + down), abs=1e-12)


def test_against_scipy_without_ties():
    random = np.random.default_rng(5)
    for n in (3, 10, 25, 60):
        d = random.normal(0.3, 1, n)
        assert wilcoxon_exact(d).p == pytest.approx(stats.wilcoxon(d, method="exact").pvalue, abs=1e-9)


def test_above_the_limit_against_scipy_s_approximation():
    random = np.random.default_rng(6)
    d = np.round(random.normal(0.1, 1, EXACT_UP_TO + 100), 1)
    ours = wilcoxon_exact(d)
    assert not ours.exact
    for theirs, p in (("wilcox", ours.p), ("pratt", ours.pratt_p)):
        expected = stats.wilcoxon(d, zero_method=theirs, correction=True, method="asymptotic").pvalue
        assert p == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("digits", [0, 9])
def test_at_the_limit_the_approximation_is_close(digits):
    random = np.random.default_rng(7)
    for _ in range(5):
        d = np.round(random.normal(0.05, 1, EXACT_UP_TO) * 3, digits)
        d[d == 0] = 1
        rough = stats.wilcoxon(d, correction=True, method="asymptotic").pvalue
        assert wilcoxon_exact(d).p == pytest.approx(rough, abs=1e-3)


def test_the_histogram_of_a_million():
    ranks = wilcoxon_from_histogram([-1, 0, 1, 2], [250_000, 250_000, 300_000, 200_000])
    assert (ranks.n_pairs, ranks.n, ranks.zeros) == (1_000_000, 750_000, 250_000)
    assert 0 <= ranks.p < 1e-100
    assert 0 < ranks.rank_biserial < 1


@given(SMALL)
def test_histogram_and_differences_agree(differences):
    values, counts = np.unique(np.array(differences), return_counts=True)
    assert wilcoxon_from_histogram(values, counts) == wilcoxon_exact(differences)
    assert wilcoxon_from_histogram([*values, 99], [*counts, 0]) == wilcoxon_exact(differences)


@given(SMALL, st.randoms(use_true_random=False))
def test_signs_order_and_scale(differences, random):
    ranks = wilcoxon_exact(differences)
    shuffled = list(differences)
    random.shuffle(shuffled)
    assert wilcoxon_exact(shuffled) == ranks
    assert wilcoxon_exact([3.7 * d for d in differences]) == ranks
    back = wilcoxon_exact([-d for d in differences])
    assert (back.p, back.pratt_p, back.n_up) == (ranks.p, ranks.pratt_p, ranks.n_down)
    if ranks.n:
        assert back.rank_biserial == pytest.approx(-ranks.rank_biserial, abs=1e-12)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-6, 6).map(float) | st.just(math.nan)), max_size=40))
def test_columns_of_sessions_agree_with_each_session(rows):
    numbers, differences = [s for s, _ in rows], np.array([d for _, d in rows])
    columns = rank_columns(numbers, 4, differences)
    for session in range(4):
        one = wilcoxon_exact(differences[np.array(numbers) == session] if rows else [])
        assert (columns.n[session], columns.n_up[session], columns.n_down[session]) == (one.n, one.n_up, one.n_down)
        assert columns.zeros[session] == one.zeros
        for name in ("v", "p", "rank_biserial"):
            value = getattr(one, name)
            expected = math.nan if value is None else value
            assert getattr(columns, name)[session] == pytest.approx(expected, abs=1e-12, nan_ok=True)


def test_columns_of_large_sessions_use_the_approximation():
    random = np.random.default_rng(8)
    d = np.round(random.normal(0.1, 1, EXACT_UP_TO + 50), 3)
    assert rank_columns(np.zeros(d.size, int), 1, d).p[0] == pytest.approx(wilcoxon_exact(d).p, abs=1e-9)


@pytest.mark.parametrize(
    ("differences", "reason"), [([], "no-pairs"), ([math.nan], "all-missing"), ([0, 0, 0], "nobody-changed")]
)
def test_nothing_to_rank(differences, reason):
    ranks = wilcoxon_exact(differences)
    assert (ranks.v, ranks.p, ranks.rank_biserial, ranks.reason) == (None, None, None, reason)


def test_one_difference():
    ranks = wilcoxon_exact([2])
    assert (ranks.v, ranks.p, ranks.rank_biserial) == (1, 1, 1)


@pytest.mark.parametrize(("values", "counts"), [([1], [1, 2]), ([1], [-1]), ([1, 1], [1, 1]), ([math.nan], [1])])
def test_what_is_no_histogram_is_refused(values, counts):
    with pytest.raises(ValueError, match=r"wanted|twice"):
        wilcoxon_from_histogram(values, counts)
