"""Change of matched pairs. Reference values are from the publications and programs named at each assertion."""

from __future__ import annotations

import math
from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import optimize, stats

from toolkit.evaluation.estimate.change import change_scores, estimate_change, from_sufficient
from toolkit.evaluation.estimate.distributions import noncentral_t_limits
from toolkit.evaluation.estimate.effect import hedges_correction
from toolkit.evaluation.estimate.reasons import REASONS

# Student 1908, Biometrika 6: hours of sleep gained with two drugs, ten patients (`sleep` in R).
DRUG_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
DRUG_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]

# Thomason's first study of critical thinking, 12 students: Cumming 2012, Understanding The New Statistics, chapter 11.
PRETEST = [13, 12, 12, 9, 14, 17, 14, 9, 6, 7, 11, 15]
POSTTEST = [14, 13, 16, 12, 15, 18, 13, 10, 10, 8, 14, 16]


def same(one, other, tolerance=1e-9):
    """Both undefined, or equal but for rounding."""
    if one is None or other is None:
        return one is other
    return one == pytest.approx(other, rel=tolerance, abs=tolerance)


NUMBERS = ("mean_change", "ci_low", "ci_high", "t", "p", "hedges_g_av", "d_z", "sd_change")


def test_student_s_sleep_data():
    change = estimate_change(DRUG_1, DRUG_2)
    # R 4, t.test(extra ~ group, data = sleep, paired = TRUE), signs turned round.
    assert change.n == 10
    assert change.mean_change == pytest.approx(1.58, abs=1e-12)
    assert change.t == pytest.approx(4.0621, abs=5e-5)
    assert change.df == 9
    assert change.p == pytest.approx(0.002833, abs=5e-7)
    assert (change.ci_low, change.ci_high) == pytest.approx((0.7001142, 2.4598858), abs=5e-8)


def test_thomason_s_critical_thinking():
    change = estimate_change(PRETEST, POSTTEST)
    # R, esci::estimate_mdiff_paired(data_thomason_1, Posttest, Pretest): printed digits of its reference output.
    assert (change.mean_pre, change.mean_post) == pytest.approx((11.58333, 13.25), abs=5e-6)
    assert (change.sd_pre, change.sd_post) == pytest.approx((3.315483, 2.895922), abs=5e-7)
    assert (change.ci_low, change.ci_high) == pytest.approx((0.715218, 2.618115), abs=5e-7)
    assert (change.t, change.p) == pytest.approx((3.855498, 0.002674001), abs=5e-7)
    # The standardizer printed there, 3.112779, and the exact J(11) = Γ(5.5) / (√5.5 · Γ(5)).
    j = math.gamma(5.5) / (math.sqrt(5.5) * math.gamma(5))
    assert change.hedges_g_av == pytest.approx(1.666667 / 3.112779 * j, abs=5e-7)
    assert round(change.hedges_g_av, 3) == 0.498
    assert estimate_change(PRETEST, POSTTEST, level=0.99).ci_low == pytest.approx(0.324079, abs=5e-7)


def test_hedges_correction_in_closed_form():
    # Γ(1/2) = √π gives J(2) = 1/√π, J(3) = √(π/6), J(4) = √(2/π).
    assert hedges_correction(2) == pytest.approx(1 / math.sqrt(math.pi), abs=1e-12)
    assert hedges_correction(3) == pytest.approx(math.sqrt(math.pi / 6), abs=1e-12)
    assert hedges_correction(4) == pytest.approx(math.sqrt(2 / math.pi), abs=1e-12)
    # Hedges' approximation 1 - 3/(4 df - 1), which he found within 0.007 everywhere and 0.00033 from 10 df.
    assert all(abs(hedges_correction(df) - (1 - 3 / (4 * df - 1))) < 0.00034 for df in range(10, 200))


def test_hedges_correction_by_definition():
    for df in range(2, 60):
        exact = math.gamma(df / 2) / (math.sqrt(df / 2) * math.gamma((df - 1) / 2))
        assert hedges_correction(df) == pytest.approx(exact, abs=1e-12)
    assert hedges_correction(1) == 0
    with pytest.raises(ValueError, match="degrees"):
        hedges_correction(0)


def test_noncentrality_limits():
    # MBESS, conf.limits.nct(1.5, 98, .95), as quoted in the tests of statsmodels (its limits hold five digits).
    assert noncentral_t_limits(1.5, 98) == pytest.approx((-0.474934, 3.467371), abs=5e-6)
    # Example of an R script after Steiger 2004, Psychological Methods 9, 164-182: t = 3.04, 314 df, 99 %.
    assert noncentral_t_limits(3.04, 314, 0.99) == pytest.approx((0.4429486, 5.632345), abs=5e-7)


@pytest.mark.parametrize("df", [1, 2, 9, 29, 500])
@pytest.mark.parametrize("t", [0.0, 0.3, 2.5, 12.0])
def test_noncentrality_limits_against_scipy_s_distribution(t, df):
    low, high = noncentral_t_limits(t, df)
    assert low <= t * 1.5
    assert stats.nct.cdf(t, df, low) == pytest.approx(0.975, abs=1e-9)
    assert stats.nct.cdf(t, df, high) == pytest.approx(0.025, abs=1e-9)
    assert noncentral_t_limits(-t, df) == pytest.approx((-high, -low), abs=1e-12)


def test_noncentrality_limits_of_a_million_people():
    low, high = noncentral_t_limits(800.0, 999_999)
    # Johnson and Welch 1940: the noncentrality's spread is √(1 + t²/2df).
    assert (low, high) == pytest.approx((800 - 1.96 * math.sqrt(1.32), 800 + 1.96 * math.sqrt(1.32)), abs=1e-3)
    assert noncentral_t_limits(3.0, 5e7) == pytest.approx((3 - 1.959964, 3 + 1.959964), abs=1e-5)


def test_noncentrality_limits_of_almost_equal_changes():
    for t in (1.0001e4, 1e8, 1e12):
        low, high = noncentral_t_limits(t, 9)
        # T is then δ / √(χ²/df) but for a part in t².
        assert (low / t) ** 2 * 9 == pytest.approx(stats.chi2.ppf(0.025, 9), rel=1e-6)
        assert (high / t) ** 2 * 9 == pytest.approx(stats.chi2.ppf(0.975, 9), rel=1e-6)
    below, above = noncentral_t_limits(0.9999e4, 9), noncentral_t_limits(1.0001e4, 9)
    assert below == pytest.approx(above, rel=3e-4)
    change = estimate_change([1, 2, 3, 4], [2, 3, 4, 5 + 1e-7])
    assert 0 < change.hedges_g_av_ci[0] < change.hedges_g_av < change.hedges_g_av_ci[1]


def test_algina_and_keselman_s_interval():
    change = estimate_change(PRETEST, POSTTEST)
    # Second implementation, from the formula in Algina and Keselman 2003 with correlation r, by another root finder.
    s1, s2 = np.std(PRETEST, ddof=1), np.std(POSTTEST, ddof=1)
    r = np.corrcoef(PRETEST, POSTTEST)[0, 1]
    scale = math.sqrt(2 * (s1**2 + s2**2 - 2 * r * s1 * s2) / (12 * (s1**2 + s2**2)))
    limits = [
        optimize.brentq(lambda nc, p=p: stats.nct.cdf(change.t, 11, nc) - p, -5, 15, xtol=1e-13) for p in (0.975, 0.025)
    ]
    assert change.hedges_g_av_ci == pytest.approx([nc * scale for nc in limits], abs=1e-9)


def test_against_scipy():
    random = np.random.default_rng(3)
    for n in (2, 3, 5, 12, 30, 400):
        pre, post = random.normal(5, 2, n), random.normal(6, 2, n)
        ours, theirs = estimate_change(pre, post), stats.ttest_rel(post, pre)
        interval = theirs.confidence_interval(0.95)
        assert (ours.t, ours.df, ours.p) == pytest.approx((theirs.statistic, theirs.df, theirs.pvalue), abs=1e-9)
        assert (ours.ci_low, ours.ci_high) == pytest.approx((interval.low, interval.high), abs=1e-9)
        assert ours.d_z == pytest.approx(np.mean(post - pre) / np.std(post - pre, ddof=1), abs=1e-9)


def test_percentage_points_of_the_maximum():
    change = estimate_change(PRETEST, POSTTEST, max_score=20)
    for name in ("mean_pre", "mean_post", "sd_pre", "sd_post", "mean_change", "sd_change", "ci_low", "ci_high"):
        assert getattr(change, f"{name}_pct") == pytest.approx(5 * getattr(change, name))
    assert change.normalised_gain == pytest.approx(1.6666667 / (20 - 11.5833333), abs=1e-6)
    assert change.gain_band == "low"
    without = estimate_change(PRETEST, POSTTEST)
    assert without.mean_change_pct is None
    assert without.reasons["normalised_gain"] == "no-maximum"


def test_ceiling_counts_scores_at_or_near_the_maximum():
    assert estimate_change([20, 19, 18, 10], [20, 20, 20, 20], max_score=20).ceiling_share == 0.5
    assert estimate_change([10, 9, 8, 5], [10, 10, 10, 10], max_score=10).ceiling_share == 0.25


def test_missing_scores_leave_the_pair_out():
    with_gaps = estimate_change([1, 2, math.nan, 4, 5], [2, 4, 9, math.nan, 6])
    assert with_gaps == replace(estimate_change([1, 2, 5], [2, 4, 6]), n_missing=2)


def undefined(change):
    return {name for name, value in asdict(change).items() if value is None}


def test_nobody():
    change = estimate_change([], [], max_score=10)
    assert (change.n, change.reason) == (0, "no-pairs")
    assert change.mean_change is None


def test_everything_missing():
    change = estimate_change([math.nan, 1], [2, math.nan])
    assert (change.n, change.n_missing, change.reason) == (0, 2, "all-missing")


def test_one_pair():
    change = estimate_change([4], [6], max_score=10)
    assert (change.n, change.mean_change, change.reason) == (1, 2, "one-pair")
    assert change.normalised_gain == pytest.approx(1 / 3)
    assert undefined(change) >= {
        "ci_low",
        "ci_high",
        "t",
        "df",
        "p",
        "d_z",
        "hedges_g_av",
        "hedges_g_av_ci",
        "sd_change",
    }


def test_two_pairs_have_an_interval_but_no_small_sample_correction():
    change = estimate_change([4, 5], [6, 8])
    assert (change.df, change.reason) == (1, "")
    assert change.ci_low == pytest.approx(2.5 - 12.7062047 * 0.5, abs=1e-6)  # t(0.975, 1 df) of any table
    assert (change.hedges_g_av, change.reasons["hedges_g_av"]) == (None, "two-pairs")


def test_everyone_changed_by_the_same_amount():
    change = estimate_change([0.1, 0.2, 0.3], [0.3, 0.4, 0.5])
    assert change.reason == "same-change"
    assert change.mean_change == pytest.approx(0.2)
    assert undefined(change) >= {"ci_low", "ci_high", "t", "p", "d_z", "hedges_g_av_ci"}
    assert change.hedges_g_av == pytest.approx(0.2 / 0.1 * hedges_correction(2))


def test_the_same_amount_but_for_the_rounding_of_large_scores():
    change = estimate_change([1000.1, 2000.2, 3000.3], [1000.101, 2000.201, 3000.301])
    assert (change.reason, change.t) == ("same-change", None)


def test_all_at_the_ceiling():
    change = estimate_change([10, 10, 10], [10, 10, 10], max_score=10)
    assert (change.mean_change, change.ceiling_share, change.reason) == (0, 1, "same-change")
    assert (change.normalised_gain, change.reasons["normalised_gain"]) == (None, "at-maximum")
    assert (change.hedges_g_av, change.reasons["hedges_g_av"]) == (None, "no-spread")


SCORES = st.integers(0, 20).map(float) | st.just(math.nan)
PAIRS = st.lists(st.tuples(SCORES, SCORES), max_size=25)


@given(PAIRS, st.none() | st.just(20.0))
def test_no_number_is_ever_nan_and_what_is_missing_has_a_reason(pairs, max_score):
    change = estimate_change([a for a, _ in pairs], [b for _, b in pairs], max_score=max_score)
    for value in asdict(change).values():
        for number in value if isinstance(value, tuple) else (value,):
            assert not isinstance(number, float) or math.isfinite(number)
    for name in ("ci_low", "t", "p", "d_z", "hedges_g_av", "hedges_g_av_ci", "normalised_gain", "ceiling_share"):
        if getattr(change, name) is None:
            assert change.reason or change.reasons[name]
            assert {change.reason, *change.reasons.values()} <= set(REASONS)


@given(PAIRS)
def test_swapping_the_waves_flips_signs(pairs):
    pre, post = [a for a, _ in pairs], [b for _, b in pairs]
    there, back = estimate_change(pre, post), estimate_change(post, pre)
    for name in ("mean_change", "t", "d_z", "hedges_g_av"):
        one, other = getattr(there, name), getattr(back, name)
        assert (one is None and other is None) or one == -other
    assert there.p == back.p
    if there.ci_low is not None:
        assert same((there.ci_low, there.ci_high), (-back.ci_high, -back.ci_low))
    if there.hedges_g_av_ci is not None:
        assert same(there.hedges_g_av_ci, (-back.hedges_g_av_ci[1], -back.hedges_g_av_ci[0]))


@given(PAIRS, st.integers(-50, 50))
def test_adding_a_constant_to_both_waves_changes_nothing(pairs, constant):
    pre, post = np.array([a for a, _ in pairs]), np.array([b for _, b in pairs])
    one, other = estimate_change(pre, post), estimate_change(pre + constant, post + constant)
    for name in NUMBERS:
        assert same(getattr(one, name), getattr(other, name))


@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_pairs_does_not_matter(pairs, random):
    shuffled = list(pairs)
    random.shuffle(shuffled)
    one, other = (estimate_change([a for a, _ in p], [b for _, b in p], max_score=20) for p in (pairs, shuffled))
    for name in (*NUMBERS, "normalised_gain", "ceiling_share", "mean_pre", "sd_post"):
        assert same(getattr(one, name), getattr(other, name))


@given(PAIRS, st.sampled_from([0.1, 0.5, 3.0, 100 / 7]))
def test_another_unit_scales_points_and_leaves_the_rest(pairs, factor):
    pre, post = np.array([a for a, _ in pairs]), np.array([b for _, b in pairs])
    one, other = estimate_change(pre, post), estimate_change(pre * factor, post * factor)
    for name in ("mean_change", "ci_low", "ci_high", "sd_change"):
        value = getattr(one, name)
        assert same(getattr(other, name), None if value is None else value * factor)
    for name in ("t", "p", "d_z", "hedges_g_av"):
        assert same(getattr(other, name), getattr(one, name))
    assert other.reason == one.reason


@settings(max_examples=50)
@given(hnp.arrays(np.float64, st.tuples(st.integers(0, 40), st.just(2)), elements=st.integers(0, 20).map(float)))
def test_sums_give_the_same_as_the_scores(pairs):
    pre, post = pairs[:, 0], pairs[:, 1]
    d = post - pre
    streamed = from_sufficient(
        len(d), d.sum(), (d**2).sum(),
        sum_pre=pre.sum(), sum_pre2=(pre**2).sum(), sum_post=post.sum(), sum_post2=(post**2).sum(),
        n_ceiling=int((pre >= 19).sum()), max_score=20,
    )  # fmt: skip
    whole = estimate_change(pre, post, max_score=20)
    for name, value in asdict(whole).items():
        if isinstance(value, float | tuple) or value is None:
            assert same(getattr(streamed, name), value)
        else:
            assert getattr(streamed, name) == value


def test_sums_of_changes_alone():
    change = from_sufficient(10, 15.8, 38.58, max_score=10)
    assert change.t == pytest.approx(4.0621, abs=5e-5)  # the sleep data again
    assert {change.reasons[n] for n in ("hedges_g_av", "normalised_gain", "ceiling_share")} == {"not-given"}
    assert from_sufficient(0, 0, 0, n_missing=3).reason == "all-missing"


def test_large_sums_lose_nothing():
    # A million people far from zero: naive subtraction of squares would leave only noise.
    n, mean = 1_000_000, 2.0**40
    change = from_sufficient(n, n * mean, n * mean**2 + 2.0**40)
    assert change.sd_change == pytest.approx(0, abs=1e-9), "below 1e-12 of the sum it is rounding"
    change = from_sufficient(n, n * 1000.0, n * 1000.0**2 + 4 * n)
    assert change.sd_change == pytest.approx(2 * math.sqrt(n / (n - 1)), rel=1e-12)


def test_decimal_scores_that_look_equal_tie():
    changes = change_scores([0.2, 0.1, 0.3], [0.3, 0.2, 0.3])
    assert changes[0] == changes[1]
    assert changes[2] == 0


@pytest.mark.parametrize(
    ("pre", "post", "options", "word"),
    [
        ([1, 2], [1], {}, "pairs"),
        ([math.inf], [1], {}, "infinite"),
        ([[1.0]], [[1.0]], {}, "dimension"),
        ([1, 2], [2, 4], {"level": 1.0}, "level"),
        ([1, 2], [2, 4], {"max_score": 0}, "maximum"),
    ],
)
def test_what_cannot_be_estimated_is_refused(pre, post, options, word):
    with pytest.raises(ValueError, match=word):
        estimate_change(pre, post, **options)
