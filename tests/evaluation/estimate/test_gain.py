"""Normalised gain, ceiling and the correction for guessing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.evaluation.estimate.gain import (
    correct_for_guessing,
    corrected_totals,
    gain_band,
    is_near_maximum,
    normalised_gain,
)


def test_hake_s_definition():
    # Hake 1998: ⟨g⟩ = (⟨post⟩ - ⟨pre⟩)/(100 - ⟨pre⟩), actual over largest possible gain.
    assert normalised_gain(40, 70, 100) == pytest.approx(0.5)
    assert normalised_gain(100, 100, 100) is None
    assert normalised_gain(5, 4, 10) == pytest.approx(-0.2)


@pytest.mark.parametrize(
    ("gain", "band"),
    # Hake 1998: high from 0.7, medium from 0.3, low below. His 14 traditional courses had 0.23 on average, his 48
    # interactive ones 0.48.
    [(0.23, "low"), (0.48, "medium"), (0.3, "medium"), (0.7, "high"), (1, "high"), (0, "low"), (-0.01, "loss")],
)
def test_hake_s_bands(gain, band):
    assert gain_band(gain) == band


@given(st.integers(0, 99), st.integers(0, 100), st.sampled_from([0.1, 1.0, 5.0]))
def test_gain_does_not_depend_on_the_unit(pre, post, factor):
    assert normalised_gain(pre * factor, post * factor, 100 * factor) == pytest.approx(normalised_gain(pre, post, 100))


def test_near_the_maximum():
    assert is_near_maximum([0.95, 0.949, 1.0, math.nan], 1.0).tolist() == [True, False, True, False]
    assert is_near_maximum([0.1 * 9.5], 1.0).tolist() == [True], "added up from decimals"


def test_correction_for_guessing():
    # Scoring instructions of a published five-option practice test: 80 right, 46 wrong, 80 - 11.5 = 68.5.
    assert correct_for_guessing([80], [46], 5) == pytest.approx([68.5])
    assert correct_for_guessing([10, 0], [0, 6], 4) == pytest.approx([10, -2])


def test_guessing_everything_scores_nothing_on_average():
    # The purpose of the formula: with k options, one in k blind guesses is right.
    for k in range(2, 7):
        assert correct_for_guessing([10], [10 * (k - 1)], k) == pytest.approx([0])


def test_items_with_different_numbers_of_options():
    answers = np.array([[1, 0, math.nan], [0, 0, 1]])
    assert corrected_totals(answers, [2, 5, 3]) == pytest.approx([1 - 1 / 4, -1 - 1 / 4 + 1])
    same = np.array([[1, 1, 0, 0, math.nan]])
    assert corrected_totals(same, 4) == pytest.approx(correct_for_guessing([2], [2], 4))


def test_one_option_is_no_guess():
    with pytest.raises(ValueError, match="two options"):
        correct_for_guessing([1], [0], 1)
    with pytest.raises(ValueError, match="two options"):
        corrected_totals([[1.0]], 1)
