"""Rating scales as centred shares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.evaluation.estimate.likert import diverging_shares

COUNTS = st.lists(st.integers(0, 50), min_size=2, max_size=7)


def edges(shares):
    return [edge for segment in shares.segments for edge in segment]


def test_a_middle_option_is_halved_by_zero():
    # Heiberger and Robbins 2014: the neutral bar is centred on the zero line.
    shares = diverging_shares([1, 2, 4, 2, 1])
    assert edges(shares) == pytest.approx([-0.5, -0.4, -0.4, -0.2, -0.2, 0.2, 0.2, 0.4, 0.4, 0.5])
    assert (shares.negative, shares.neutral, shares.positive, shares.mean) == pytest.approx((0.3, 0.4, 0.3, 3))


def test_without_a_middle_zero_lies_between_the_halves():
    shares = diverging_shares([1, 0, 3, 4])
    assert edges(shares) == pytest.approx([-0.125, 0, 0, 0, 0, 0.375, 0.375, 0.875])
    assert (shares.negative, shares.neutral, shares.positive) == pytest.approx((0.125, 0, 0.875))


@given(COUNTS)
def test_bars_touch_and_add_to_one(counts):
    shares = diverging_shares(counts)
    if not sum(counts):
        assert (shares.reason, shares.shares, shares.mean) == ("nobody", (), None)
        return
    assert sum(shares.shares) == pytest.approx(1)
    assert shares.negative + shares.neutral + shares.positive == pytest.approx(1)
    assert [end - start for start, end in shares.segments] == pytest.approx(shares.shares)
    assert [end for _, end in shares.segments[:-1]] == [start for start, _ in shares.segments[1:]]


@given(COUNTS)
def test_turning_the_scale_round_mirrors_the_bars(counts):
    there, back = diverging_shares(counts), diverging_shares(counts[::-1])
    assert there.negative == back.positive
    assert edges(there) == pytest.approx([-edge for edge in reversed(edges(back))])


@pytest.mark.parametrize("counts", [[3], [], [1, -1], [0.5, 1], [[1, 2]]])
def test_what_are_no_counts_is_refused(counts):
    with pytest.raises(ValueError, match="count"):
        diverging_shares(counts)
