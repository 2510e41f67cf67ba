"""Alpha, omega, and the quality of items."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import optimize

from toolkit.evaluation.estimate.quality import advise, estimate_item_quality, item_rest_correlations
from toolkit.evaluation.estimate.reliability import (
    covariance,
    estimate_reliability,
    feldt_interval,
    one_factor,
    reliability_from_covariance,
)

# Ten students, ten items right or wrong: K. Wuensch, "The Kuder-Richardson 20", East Carolina University.
QUIZ = np.array([list(map(int, row)) for row in (
    "1111110110", "1011011101", "1111011001", "0010001000", "0000010010",
    "1110111111", "1101110111", "1111111101", "0101111101", "1101101110",
)], dtype=float)  # fmt: skip

# Six ability tests, 112 people: Bartholomew 1987 (`ability.cov` in R).
ABILITY = np.array([
    [24.641, 5.991, 33.520, 6.023, 20.755, 29.701],
    [5.991, 6.700, 18.137, 1.782, 4.936, 7.204],
    [33.520, 18.137, 149.831, 19.424, 31.430, 50.753],
    [6.023, 1.782, 19.424, 12.711, 4.757, 9.075],
    [20.755, 4.936, 31.430, 4.757, 52.604, 66.762],
    [29.701, 7.204, 50.753, 9.075, 66.762, 135.292],
])  # fmt: skip

TABLES = hnp.arrays(np.float64, st.tuples(st.integers(0, 12), st.integers(0, 6)), elements=st.integers(0, 3).map(float))


def to_correlations(matrix):
    sd = np.sqrt(np.diag(matrix))
    return matrix / np.outer(sd, sd)


def test_kuder_richardson_20():
    # The source prints Σpq = 2.18 and the variance of the totals 5.84 (divisor n): 10/9 · (1 - 2.18/5.84).
    assert estimate_reliability(QUIZ).alpha == pytest.approx(10 / 9 * (1 - 2.18 / 5.84), abs=1e-12)


def test_cronbach_s_alpha_and_interval():
    # pingouin, documentation of cronbach_alpha: 0.7734375, interval 0.336 to 0.939.
    scores = np.array(
        [[1, 2, 2, 3, 2, 2, 3, 3, 2, 3], [1, 1, 1, 2, 3, 3, 2, 3, 3, 3], [1, 1, 2, 1, 2, 3, 3, 3, 2, 3]]
    ).T
    found = estimate_reliability(scores)
    assert found.alpha == pytest.approx(0.7734375, abs=1e-12)
    assert found.alpha_ci == pytest.approx((0.336, 0.939), abs=5e-4)
    assert (found.n, found.items, found.omega, found.omega_reason) == (10, 3, None, "too-few-items")


def test_feldt_s_interval():
    # MRC Cognition and Brain Sciences Unit, FAQ "cafun", R code by C. Evans: α = 0.913, n = 873, k = 20.
    assert feldt_interval(0.913, 873, 20) == pytest.approx((0.9044024, 0.9211588), abs=5e-8)
    # R, statpsych 1.8, ci.cronbach(.05, .85, 7, 89): 0.7971 to 0.8932.
    assert feldt_interval(0.85, 89, 7) == pytest.approx((0.7971, 0.8932), abs=5e-5)


@given(TABLES)
def test_alpha_by_spearman_and_brown(scores):
    found = estimate_reliability(scores)
    if found.alpha is None:
        assert found.reason
        return
    matrix, k = np.cov(scores, rowvar=False), scores.shape[1]
    variance, shared = np.trace(matrix) / k, (matrix.sum() - np.trace(matrix)) / (k * (k - 1))
    assert found.alpha == pytest.approx(k * shared / (variance + (k - 1) * shared), rel=1e-9, abs=1e-9)
    low, high = found.alpha_ci
    assert low <= high <= 1 + 1e-12


@given(TABLES, st.integers(-3, 3), st.sampled_from([0.1, 2.0, 25.0]))
def test_alpha_does_not_depend_on_unit_or_zero(scores, shift, factor):
    one, other = estimate_reliability(scores), estimate_reliability(scores * factor + shift)
    assert one.alpha == (None if other.alpha is None else pytest.approx(other.alpha, rel=1e-8, abs=1e-8))


def test_r_s_one_factor_model():
    # R, factanal(factors = 1, covmat = ability.cov): loadings and uniquenesses as printed.
    loadings, unique = one_factor(to_correlations(ABILITY))
    assert loadings == pytest.approx([0.682, 0.384, 0.502, 0.300, 0.877, 0.849], abs=5e-4)
    assert unique == pytest.approx([0.535, 0.853, 0.748, 0.910, 0.232, 0.280], abs=5e-4)


def test_one_factor_against_a_general_optimiser():
    correlations = to_correlations(ABILITY)

    def misfit(x):
        model = np.outer(x[:6], x[:6]) + np.diag(np.exp(x[6:]))
        return np.linalg.slogdet(model)[1] + np.trace(np.linalg.solve(model, correlations))

    found = optimize.minimize(misfit, np.r_[np.full(6, 0.6), np.full(6, -0.5)], method="BFGS", options={"gtol": 1e-9})
    loadings, unique = one_factor(correlations)
    assert loadings == pytest.approx(found.x[:6], abs=1e-6)
    assert unique == pytest.approx(np.exp(found.x[6:]), abs=1e-6)


def test_omega():
    found = reliability_from_covariance(ABILITY, 112)
    sd = np.sqrt(np.diag(ABILITY))
    printed, errors = (
        np.array([0.682, 0.384, 0.502, 0.300, 0.877, 0.849]),
        np.array([0.535, 0.853, 0.748, 0.910, 0.232, 0.280]),
    )
    expected = (sd @ printed) ** 2 / ((sd @ printed) ** 2 + sd**2 @ errors)
    assert found.omega == pytest.approx(expected, abs=5e-4)


def test_omega_of_parallel_items_is_alpha():
    # For items with equal loadings and errors both are the reliability: ρ = 0.4, six items, 6·0.4/(1 + 5·0.4) = 0.8.
    parallel = np.full((6, 6), 0.4) + 0.6 * np.eye(6)
    found = reliability_from_covariance(parallel, 100)
    assert (found.omega, found.alpha) == pytest.approx((0.8, 0.8), abs=1e-9)
    assert reliability_from_covariance(parallel, 99).omega_reason == "too-few-people"
    padded = np.zeros((7, 7))
    padded[:6, :6] = parallel
    assert reliability_from_covariance(padded, 100).omega == pytest.approx(0.8, abs=1e-9), "an item all answer alike"


def test_a_factor_model_without_error_is_refused():
    heywood = np.eye(5)
    heywood[0, 1:] = heywood[1:, 0] = 0.45
    assert reliability_from_covariance(heywood, 200).omega_reason in ("improper", "not-converged")


@pytest.mark.parametrize(
    ("scores", "reason"),
    [
        (np.zeros((0, 3)), "nobody"),
        (np.full((4, 3), math.nan), "nobody"),
        (np.ones((1, 3)), "one-person"),
        (np.ones((5, 3)), "no-spread"),
        (np.array([[0.0, 1.0], [1.0, 0.0]]), "no-spread"),
        (np.arange(5.0)[:, None], "too-few-items"),
        (np.zeros((5, 0)), "too-few-items"),
    ],
)
def test_no_reliability_says_why(scores, reason):
    found = estimate_reliability(scores)
    assert (found.alpha, found.omega, found.reason, found.omega_reason) == (None, None, reason, reason)


def test_people_with_a_gap_are_left_out():
    gaps = np.vstack([QUIZ, np.full((2, 10), math.nan)])
    gaps[-1, :9] = 1
    found = estimate_reliability(gaps)
    assert (found.n, found.n_missing, found.alpha) == (10, 2, estimate_reliability(QUIZ).alpha)


def test_other_shapes_are_refused():
    with pytest.raises(ValueError, match="dimensions"):
        estimate_reliability([1.0, 2.0])
    with pytest.raises(ValueError, match="square"):
        reliability_from_covariance(np.ones((2, 3)), 9)
    with pytest.raises(ValueError, match="infinite"):
        estimate_reliability([[math.inf, 1]])


@settings(max_examples=50)
@given(TABLES)
def test_item_rest_correlation_by_its_definition(scores):
    if scores.shape[0] < 2 or scores.shape[1] < 2:
        return
    found = item_rest_correlations(covariance(scores))
    for i, value in enumerate(found):
        rest = np.delete(scores, i, axis=1).sum(axis=1)
        if np.ptp(rest) == 0 or np.ptp(scores[:, i]) == 0:
            assert math.isnan(value)
        else:
            assert value == pytest.approx(np.corrcoef(scores[:, i], rest)[0, 1], abs=1e-9)


def test_difficulty_of_the_quiz():
    # p of each item as printed in the source.
    found = estimate_item_quality(QUIZ, 1, least_people=10)
    assert [item.difficulty for item in found] == pytest.approx([0.7, 0.7, 0.6, 0.7, 0.6, 0.8, 0.7, 0.7, 0.5, 0.6])


def test_items_are_judged_from_fifty_people():
    few = estimate_item_quality(QUIZ, 1)
    assert {(item.reason, item.item_rest, item.advice) for item in few} == {("too-few-people", None, ())}
    many = estimate_item_quality(np.tile(QUIZ, (5, 1)), 1)
    assert [item.reason for item in many] == [""] * 10
    assert many[0].item_rest == pytest.approx(estimate_item_quality(QUIZ, 1, least_people=0)[0].item_rest)


def test_difficulty_counts_everyone_who_answered():
    scores = np.tile(QUIZ, (5, 1))
    scores[0, 3] = math.nan
    item = estimate_item_quality(scores, np.ones(10))[3]
    assert (item.n, item.n_complete) == (49, 49)
    assert item.difficulty == pytest.approx(34 / 49)


@pytest.mark.parametrize(
    ("difficulty", "item_rest", "advice"),
    [
        (0.5, 0.4, ()),
        (0.8, 0.2, ()),
        (0.2, 0.2, ()),
        (0.81, 0.4, ("too-easy",)),
        (0.19, 0.4, ("too-hard",)),
        (0.5, 0.19, ("revise",)),
        (0.5, -0.01, ("check-key",)),
        (0.1, -0.3, ("too-hard", "check-key")),
        (0.95, None, ("too-easy",)),
    ],
)
def test_advice(difficulty, item_rest, advice):
    assert advise(difficulty, item_rest) == advice


def test_an_item_without_answers_or_spread():
    scores = np.column_stack([np.tile([0.0, 1.0], 30), np.tile([1.0, 0.0, 1.0], 20), np.ones(60)])
    assert estimate_item_quality(scores, 1)[2].reason == "no-spread"
    assert estimate_item_quality(scores, 1)[2].advice == ("too-easy",)
    scores[:, 2] = math.nan
    assert estimate_item_quality(scores, 1)[2].reason == "nobody"
    assert estimate_item_quality(scores[:, :1], 1)[0].reason == "too-few-items"
    with pytest.raises(ValueError, match="points"):
        estimate_item_quality(scores, 0)
