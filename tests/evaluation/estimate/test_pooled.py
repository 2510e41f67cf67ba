"""Many sessions."""

from __future__ import annotations

import math
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from toolkit.evaluation.estimate.change import estimate_change, from_sufficient
from toolkit.evaluation.estimate.groups import change_columns
from toolkit.evaluation.estimate.pooled import pool_sessions, session_sums

SCORE = st.integers(0, 20).map(float) | st.just(math.nan)
ROWS = st.lists(st.tuples(st.integers(0, 3), SCORE, SCORE), max_size=40)

CHANGES = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]  # Student's sleep data, here as ten sessions


def columns(rows):
    return np.array([r[0] for r in rows], int), np.array([r[1] for r in rows]), np.array([r[2] for r in rows])


def test_sessions_are_the_observations():
    pooled = pool_sessions(CHANGES, [12] * 10)
    # R, t.test on the ten values: t = 4.0621, df = 9, p-value = 0.002833, interval 0.7001142 to 2.4598858.
    assert (pooled.t, pooled.df) == pytest.approx((4.0621, 9), abs=5e-5)
    assert pooled.p == pytest.approx(0.002833, abs=5e-7)
    assert (pooled.ci_low, pooled.ci_high) == pytest.approx((0.7001142, 2.4598858), abs=5e-8)
    assert (pooled.sessions, pooled.n, pooled.weights) == (10, 120, "sessions")


def test_weights_by_people():
    means, sizes = np.array([1.0, 2.0, 4.0]), np.array([10, 20, 70])
    pooled = pool_sessions(means, sizes, weights="people")
    assert pooled.mean_change == pytest.approx((10 + 40 + 280) / 100)
    # Second implementation: least squares of people on a constant, errors clustered by session, factor G/(G - 1).
    people = np.repeat(means, sizes)
    residual_sums = [(people[np.repeat([0, 1, 2], sizes) == g] - people.mean()).sum() for g in range(3)]
    error = math.sqrt(3 / 2 * np.square(residual_sums).sum()) / 100
    assert pooled.t == pytest.approx(people.mean() / error, abs=1e-9)
    same = pool_sessions(means, [5, 5, 5], weights="people")
    assert (same.t, same.ci_low) == pytest.approx(
        (pool_sessions(means, [5, 5, 5]).t, pool_sessions(means, [5, 5, 5]).ci_low)
    )


@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 9)), max_size=8), st.sampled_from(["sessions", "people"]))
def test_swapping_order_and_scale(sessions, weights):
    means, sizes = np.array([m for m, _ in sessions], float), np.array([n for _, n in sessions], int)
    one = pool_sessions(means, sizes, weights=weights)
    back, turned = (
        pool_sessions(-means, sizes, weights=weights),
        pool_sessions(means[::-1], sizes[::-1], weights=weights),
    )
    assert one.reason == back.reason == turned.reason
    if one.t is not None:
        assert (back.t, back.p) == pytest.approx((-one.t, one.p), abs=1e-9)
        assert turned.t == pytest.approx(one.t, abs=1e-9)
        assert pool_sessions(2.5 * means, sizes, weights=weights).ci_low == pytest.approx(2.5 * one.ci_low, abs=1e-9)
        assert (sizes > 0).sum() == one.sessions
        if weights == "sessions":
            assert one.p == pytest.approx(stats.ttest_1samp(means[sizes > 0], 0).pvalue, abs=1e-9)


@pytest.mark.parametrize(
    ("means", "sizes", "reason"),
    [
        ([], [], "no-sessions"),
        ([math.nan], [0], "no-sessions"),
        ([1.0], [9], "one-session"),
        ([1.0, 1.0], [9, 8], "same-change"),
    ],
)
def test_no_interval_says_why(means, sizes, reason):
    pooled = pool_sessions(means, sizes)
    assert (pooled.ci_low, pooled.t, pooled.p, pooled.reason) == (None, None, None, reason)


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="size"):
        pool_sessions([1.0], [1, 2])
    with pytest.raises(ValueError, match="without a mean"):
        pool_sessions([math.nan], [3])
    with pytest.raises(ValueError, match="session number"):
        session_sums([0], 1, [1.0, 2.0], [1.0, 2.0])


@settings(max_examples=40)
@given(ROWS)
def test_sums_of_each_session_give_its_estimate(rows):
    number, pre, post = columns(rows)
    sums = session_sums(number, 4, pre, post, max_score=20)
    table = change_columns(sums, max_score=20)
    for session in range(4):
        one = estimate_change(pre[number == session], post[number == session], max_score=20)
        assert (sums.n[session], sums.n_missing[session]) == (one.n, one.n_missing)
        for field in fields(table):
            value = getattr(one, field.name)
            expected = math.nan if value is None else value
            assert getattr(table, field.name)[session] == pytest.approx(expected, rel=1e-9, abs=1e-9, nan_ok=True)
        mean = math.nan if one.mean_change is None else one.mean_change
        assert sums.mean_changes[session] == pytest.approx(mean, nan_ok=True)


@settings(max_examples=40)
@given(ROWS, st.integers(0, 40))
def test_sums_of_parts_add_up(rows, cut):
    whole, first, second = (
        session_sums(s, 4, a, b, max_score=20) for s, a, b in map(columns, (rows, rows[:cut], rows[cut:]))
    )
    together = first + second
    for field in fields(whole):
        assert (getattr(whole, field.name) == getattr(together, field.name)).all()


def test_all_sessions_together_from_their_sums():
    random = np.random.default_rng(2)
    number, pre, post = random.integers(0, 7, 500), random.integers(0, 21, 500) * 1.0, random.integers(0, 21, 500) * 1.0
    s = session_sums(number, 7, pre, post, max_score=20)
    total = from_sufficient(
        int(s.n.sum()), s.sum_d.sum(), s.sum_d2.sum(), sum_pre=s.sum_pre.sum(), sum_pre2=s.sum_pre2.sum(),
        sum_post=s.sum_post.sum(), sum_post2=s.sum_post2.sum(), n_ceiling=int(s.n_ceiling.sum()), max_score=20,
    )  # fmt: skip
    whole = estimate_change(pre, post, max_score=20)
    assert (total.t, total.hedges_g_av, total.ceiling_share) == pytest.approx(
        (whole.t, whole.hedges_g_av, whole.ceiling_share), abs=1e-9
    )
