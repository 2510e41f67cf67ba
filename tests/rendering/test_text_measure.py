"""Widths of words: shaped with the fonts that the deck uses."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.rendering.outline import Span
from toolkit.rendering.slide_text import count_lines, line_height, longest_word, text_width
from toolkit.rendering.text_measure import em_width, line_em, scripts_of


def test_letters_are_joined_before_they_are_measured():
    """Arabic letters are narrower joined than alone, which is why counting characters goes wrong."""
    assert em_width("بيت") < sum(em_width(letter) for letter in "بيت")


def test_a_ligature_is_one_letter():
    assert em_width("لا") < em_width("ل") + em_width("ا")


def test_known_widths():
    """Noto Sans has 1000 units: "H" is 741 wide, a digit 572, in bold "H" 811."""
    assert em_width("H") == pytest.approx(0.741, abs=0.002)
    assert em_width("112") == pytest.approx(3 * 0.572, abs=0.005)
    assert em_width("H", bold=True) > em_width("H")


def test_vowel_signs_and_marks_take_no_room():
    assert em_width("كَتَبَ") == pytest.approx(em_width("كتب"), abs=0.02)
    assert em_width("\u200e112\u200e") == em_width("112")


@pytest.mark.parametrize(("word", "least", "most"), [("漢字", 1.9, 2.2), ("😀", 0.6, 1.4), ("सत", 0.9, 1.6)])
def test_characters_of_other_fonts_are_estimated(word, least, most):
    assert least <= em_width(word) <= most


def test_scripts_and_their_lines():
    assert scripts_of("abc 12") == frozenset()
    assert scripts_of("abc اقرأ ኣብ") == {"Arabic", "Ethiopic"}
    assert line_em("Arabic") > line_em("")
    assert line_height((Span("اقرأ"),), 20) > line_height((Span("abc"),), 20)


def test_a_blank_at_the_end_of_a_line_takes_no_room():
    width = text_width("one", 20) + 0.5
    assert count_lines((Span("one one"),), width, 20) == 2


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet=st.sampled_from("abc دهو ሰላም\n 12!"), max_size=80), st.integers(30, 400))
def test_lines_are_enough_for_the_text(text, width):
    spans = (Span(text),)
    lines = count_lines(spans, width, 20)
    assert lines >= 1 + text.count("\n")
    assert sum(text_width(word, 20) for word in text.split()) <= lines * width
    assert longest_word(spans, 20) <= max((text_width(word, 20) for word in text.split()), default=0) + 0.01
