"""Telephone numbers and foreign words keep their order inside right-to-left text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rendering.test_docx import document
from toolkit.rendering.direction import LRM, hold_order, in_order
from toolkit.rendering.html import render_html
from toolkit.rendering.outline import Callout, Para, Preformatted, Span, inline


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("اتصل بالرقم 800 939 000 مجانا", "800 939 000"),
        ("واتساب +39 350 909 2008.", "+39 350 909 2008"),
        ("(+971) 800 60", None),
        ("الطوارئ 112", None),
        ("من 09:00 إلى 10:30", None),
        ("في 7 ديسمبر 2026", None),
    ],
)
def test_the_groups_of_a_number_stay_in_order(text, held):
    found = in_order(text, "rtl")
    assert found.replace(LRM, "") == text
    if held:
        assert f"{LRM}{held}{LRM}" in found
    elif not text.startswith("(+"):
        assert found == text


def test_a_page_from_left_to_right_is_left_alone():
    made = document(Para(inline("Call 800 939 000")))
    assert hold_order(made) is made


def test_a_foreign_sentence_keeps_its_full_stop_at_its_end():
    assert in_order("Keep a copy.", "rtl", "en") == f"{LRM}Keep a copy.{LRM}"
    assert in_order("احتفظ بنسخة.", "rtl", "ar") == "احتفظ بنسخة."


def test_spans_are_found_wherever_they_are_and_code_is_never_touched():
    body = (
        Callout("key", inline("رقم 800 939 000"), (Para((Span("Read it.", lang="en"),)),)),
        Preformatted("800 939 000"),
        Para((Span("800 939 000", code=True),)),
    )
    made = hold_order(document(*body, language="ar", direction="rtl"))
    callout, fixed, code = made.body
    assert LRM in callout.title[0].text
    assert callout.body[0].text[0].text == f"{LRM}Read it.{LRM}"
    assert fixed is body[1]
    assert code is body[2]


def test_html_says_the_direction_of_a_foreign_span():
    page = render_html(document(Para((Span("Read it.", lang="en"),)), language="ar", direction="rtl"))
    assert '<span lang="en" dir="ltr">' in page


@given(st.text(max_size=60))
def test_only_marks_are_added(words):
    assert in_order(words, "rtl").replace(LRM, "") == words.replace(LRM, "")
