"""Text that runs against the deck: untranslated English, numbers and names inside Arabic slides."""

from __future__ import annotations

import io

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from tests.rendering.deck_sample import sample_deck
from toolkit.rendering.outline import Card, Deck, ListNode, Para, Span, inline
from toolkit.rendering.pptx.draw import draw_deck
from toolkit.rendering.pptx.text import reading, voice

LRM = "\u200e"
ARABIC = "اقرأ العقد"


def paragraphs(card, language="ar"):
    deck = Deck("d", "D", language, language, "rtl" if language == "ar" else "ltr", (card,))
    slide = Presentation(io.BytesIO(draw_deck(deck))).slides[0]
    found = []
    for paragraph in slide._element.iter(qn("a:p")):
        text = "".join(part.text or "" for part in paragraph.iter(qn("a:t")))
        if text.strip():
            found.append((text, paragraph.find(qn("a:pPr"))))
    return found


def points(*spans):
    return Card("content", ARABIC, (ListNode(tuple((Para((span,)),) for span in spans)),))


def look(text, card):
    return next(properties for words, properties in paragraphs(card) if text in words)


def test_a_slide_that_nobody_has_translated_runs_from_left_to_right():
    card = points(Span("Is this fair?", lang="en"), Span("Call 112!", lang="en"))
    for text in ("Is this fair?", "Call 112!"):
        properties = look(text, card)
        assert (properties.get("rtl"), properties.get("algn")) == ("0", "l")


def test_one_untranslated_point_stays_in_its_list_with_its_full_stop_held():
    card = points(Span(ARABIC), Span("Keep 3 copies.", lang="en"))
    properties = look("Keep 3 copies.", card)
    assert (properties.get("rtl"), properties.get("algn")) == ("1", "r")
    assert f"{LRM}Keep 3 copies.{LRM}" in [text for text, _ in paragraphs(card)]


def test_a_single_line_stays_on_the_side_where_the_deck_begins():
    properties = look("One line.", Card("content", ARABIC, (Para(inline("One line.")),)))
    assert (properties.get("rtl"), properties.get("algn")) == ("0", "r")


def test_a_title_keeps_its_place_and_turns_only_its_words():
    properties = look("Fair or unfair?", Card("content", "Fair or unfair?"))
    assert properties.get("rtl") == "0"
    assert properties.get("algn") is None


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("What the law of إيطاليا says", "ltr"),
        ("قانون CCNL في إيطاليا", "rtl"),
        ("نظرة إلى الوراء: What is left in my hand?", "rtl"),
        ("112", "rtl"),
        ("", "rtl"),
    ],
)
def test_the_first_and_most_letters_decide(text, direction):
    assert reading(text, voice("ar")).direction == direction


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"{ARABIC} −104", f"{ARABIC} {LRM}−104"),
        ("نظرة: What is left?", f"نظرة: What is left?{LRM}"),
        (f"{ARABIC} 0800 939 000!", f"{ARABIC} {LRM}0800 939 000{LRM}!"),
        (f"{ARABIC}؟", f"{ARABIC}؟"),
    ],
)
def test_numbers_and_questions_are_held(text, shown):
    assert shown in [words for words, _ in paragraphs(points(Span(text), Span(ARABIC)))]


def test_nothing_is_marked_from_left_to_right():
    texts = [text for text, _ in paragraphs(points(Span("−104"), Span("What?")), "en")]
    assert not any(LRM in text for text in texts)


def test_arabic_has_no_italics_and_tables_run_from_the_right(tmp_path):
    data = draw_deck(sample_deck("ar", tmp_path))
    slides = Presentation(io.BytesIO(data)).slides
    for slide in slides:
        assert not slide._element.xpath(".//a:rPr[@i='1']")
        assert all(table.get("rtl") == "1" for table in slide._element.iter(qn("a:tblPr")))
    turned = Presentation(io.BytesIO(draw_deck(sample_deck("ar", tmp_path), turned_tables=True))).slides
    cells = [[cell.text for cell in next(iter(s.table for s in slide.shapes if s.has_table)).rows[0].cells]
             for slide in (slides[1], turned[1])]  # fmt: skip
    assert cells[0] == cells[1][::-1]


def test_boxes_are_mirrored(tmp_path):
    left, right = (Presentation(io.BytesIO(draw_deck(sample_deck(language, tmp_path)))) for language in ("en", "ar"))
    for one, two in zip(left.slide_layouts, right.slide_layouts, strict=True):
        for a, b in zip(one.placeholders, two.placeholders, strict=True):
            assert b.left == left.slide_width - a.left - a.width
