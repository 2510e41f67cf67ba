"""Miniatures: one small picture for each slide, in order, with the slide's own colours and text."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from tests.session_sample import content, plan
from toolkit.content.language import Language
from toolkit.rendering.miniature import COLOURS, draw_miniatures
from toolkit.rendering.outline import Card, Cell, Column, Deck, Para, PictureNode, QrNode, Span, TableNode, inline
from toolkit.rendering.outlines.deck import make_deck

WORDS = (Para(inline("Some words to read")),)


def deck(*cards, direction="ltr", language="en"):
    return Deck("d", "Deck", language, language, direction, cards, audience="refugees")


def opened(png):
    return Image.open(io.BytesIO(png))


def test_every_card_of_a_deck_has_its_miniature_of_the_asked_width():
    made = make_deck(content(), plan(), Language("en"))
    drawn = draw_miniatures(made, 240)
    assert len(drawn) == len(made.cards)
    assert {opened(png).size for png in drawn} == {(240, 135)}
    assert {opened(png).mode for png in drawn} == {"P"}
    assert max(len(opened(png).getcolors()) for png in drawn) <= COLOURS
    assert max(map(len, drawn)) < 12_000


def test_the_same_deck_gives_the_same_bytes_and_other_words_give_others():
    one, two = Card("bullets", "A title", WORDS), Card("bullets", "Another title", WORDS)
    assert draw_miniatures(deck(one)) == draw_miniatures(deck(one)) != draw_miniatures(deck(two))


def test_no_cards_no_pictures():
    assert draw_miniatures(deck()) == ()


def dark_columns(png):
    """How much ink is in the left and in the right half."""
    grey = opened(png).convert("L")
    width, height = grey.size
    halves = (grey.crop((0, 0, width // 2, height)), grey.crop((width // 2, 0, width, height)))
    return [sum(count for count, value in half.getcolors(256) if value < 90) for half in halves]


def test_a_right_to_left_deck_is_mirrored():
    card = Card("bullets", "عقد", (Para(inline("اقرأ")),))
    left, right = dark_columns(draw_miniatures(deck(card, direction="rtl", language="ar"))[0])
    assert right > left
    left, right = dark_columns(draw_miniatures(deck(Card("bullets", "Job", (Para(inline("Read")),))))[0])
    assert left > right


@pytest.mark.parametrize("layout", ["title", "section", "agenda", "two-columns", "question", "process", "closing"])
def test_every_kind_of_slide_and_odd_text_can_be_drawn(layout):
    table = TableNode((Column(inline("A")), Column(inline("B"))), ((Cell(WORDS), Cell(())), (Cell(WORDS),)))
    nasty = Para((Span('#panic() $x$ \\ "' + "y" * 300, bold=True, italic=True), Span("\n\x07", lang="ar")))
    card = Card(layout, "#title $", (nasty, table), columns=((inline("One"), WORDS), (inline("Two"), WORDS)))
    assert len(draw_miniatures(deck(card))) == 1


def test_pictures_codes_and_broken_files(tmp_path):
    good, bad = tmp_path / "good.png", tmp_path / "bad.png"
    Image.new("RGB", (90, 60), "red").save(good)
    bad.write_bytes(b"no picture")
    nodes = (PictureNode(good, "Red"), PictureNode(bad, "Bad"), PictureNode(Path("none.svg"), "None"))
    cards = [Card("picture", "A picture", (node,)) for node in (*nodes, QrNode("104729", "Code"))]
    first, *others = draw_miniatures(deck(*cards))
    reds = [(r, g, b) for _, (r, g, b) in opened(first).convert("RGB").getcolors(4096)]
    assert any(r > 200 and g < 60 and b < 60 for r, g, b in reds)
    assert len(others) == 3


def test_a_hidden_slide_has_one_too():
    assert len(draw_miniatures(deck(replace(Card("bullets", "Extra", WORDS), hidden=True)))) == 1
