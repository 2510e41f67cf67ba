"""What is taken from papers and decks drawn before: files are those that would be drawn anew, byte for byte."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from tests.rendering.test_docx import EVERY_NODE, document
from tests.session_sample import content, plan
from toolkit.content.language import Language
from toolkit.rendering.direction import hold_order
from toolkit.rendering.docx import _drawn, render_docx
from toolkit.rendering.miniature import draw_miniatures
from toolkit.rendering.outline import Card, Cell, Column, Deck, Para, PictureNode, TableNode, inline
from toolkit.rendering.outlines.deck import make_deck
from toolkit.rendering.pptx.draw import deck_parts
from toolkit.rendering.pptx.reused import reused_parts
from toolkit.rendering.word.blank import blank_of

TITLES = ("Before you leave", "Rights & <duties>", 'A "title"', " spaces ", "two\nlines", "عقد العمل", "x" * 300, "")


def small_picture(colour):
    import io

    buffer = io.BytesIO()
    Image.new("RGB", (32, 18), colour).save(buffer, "PNG")
    return buffer.getvalue()


def with_slides(title, *colours):
    cells = tuple(
        (Cell((PictureNode(Path(f"{n}.png"), title, data=small_picture(c), width_mm=40),)), Cell((Para(inline("x")),)))
        for n, c in enumerate(colours)
    )
    return TableNode((Column(inline("A")), Column(inline("B"))), cells, flowing=True)


def parts_of(path):
    import zipfile

    with zipfile.ZipFile(path) as file:
        return [(name, file.read(name)) for name in file.namelist()]


def drawn_anew(made, pages=()):
    made = hold_order(made)
    return {name: part for name, part in _drawn.__wrapped__(made, pages, ()) if name != "docProps/core.xml"}


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_word_document_with_filled_blanks_is_the_one_that_is_drawn_anew(title, direction, tmp_path):
    made = document(
        *EVERY_NODE, with_slides(title, "navy", "red", "navy"),
        title=title, subtitle=title, footer=f"{title} · Guide", direction=direction, contents_title="Contents",
        facts=((inline("Place"), inline(title)), (inline("Day"), inline("1")), *((inline("a"), inline("b")),) * 4),
    )  # fmt: skip
    for _ in range(2):
        render_docx(made, tmp_path / "made.docx")
        found = {name: part for name, part in parts_of(tmp_path / "made.docx") if name != "docProps/core.xml"}
        assert found == drawn_anew(made)


def test_papers_that_differ_in_title_and_cover_are_drawn_once(tmp_path):
    _drawn.cache_clear()
    for title, colour in (("One", "navy"), ("Another", "red"), ("A third", "green")):
        render_docx(document(with_slides(title, colour), title=title, footer=title), tmp_path / "made.docx")
    assert _drawn.cache_info().misses == 1


def test_a_picture_that_was_changed_on_disk_is_read_again(tmp_path):
    path = tmp_path / "bus.png"
    found = []
    for colour, width in (("navy", 30), ("red", 31)):
        Image.new("RGB", (width, 20), colour).save(path)
        render_docx(document(PictureNode(path, "A bus")), tmp_path / "made.docx")
        found += [part for name, part in parts_of(tmp_path / "made.docx") if "media" in name]
    assert found[0] != found[1] == path.read_bytes()


def test_marks_of_blanks_in_an_authors_text_are_only_text(tmp_path):
    made = document(Para(inline("odd \ue0f07\ue0f1 and \ue0f00\ue0f1")), title="\ue0f01\ue0f1")
    render_docx(made, tmp_path / "odd.docx")
    assert "odd" in dict(parts_of(tmp_path / "odd.docx"))["word/document.xml"].decode()
    assert blank_of(made)[0].title == made.title


def titled(title, date="Monday", **changes):
    deck = make_deck(content(), plan(), Language("en"))
    cover = replace(deck.cards[0], title=title)
    return replace(deck, title=title, date=date, footer=f"{title} · {date}", cards=(cover, *deck.cards[1:]), **changes)


@pytest.mark.parametrize("title", [title for title in TITLES if len(title) < 200])
def test_a_deck_with_reused_slides_is_the_one_that_is_drawn_anew(title):
    deck = titled(title)
    for _ in range(2):
        assert reused_parts(deck) == dict(deck_parts(deck))


def test_only_the_slides_that_tell_the_title_are_drawn_again():
    from toolkit.rendering.pptx.reused import _kept

    _kept.cache_clear()
    for title in ("One title", "Another title", "A third"):
        reused_parts(titled(title))
    assert _kept.cache_info().misses == 1


def test_decks_with_pictures_or_odd_words_are_drawn_anew(tmp_path):
    from toolkit.rendering.pptx.reused import _kept

    path = tmp_path / "bus.png"
    Image.new("RGB", (30, 20), "navy").save(path)
    for card in (Card("picture", "Bus", (PictureNode(path, "A bus"),)), Card("bullets", "blank7f3a9ct")):
        deck = titled("One title")
        deck = replace(deck, cards=(*deck.cards, card))
        _kept.cache_clear()
        assert reused_parts(deck) == dict(deck_parts(deck))
        assert _kept.cache_info().misses == 0


def test_a_miniature_is_the_same_from_the_cache_alone_and_among_others(tmp_path, monkeypatch):
    cards = tuple(Card("bullets", f"Slide {number}", (Para(inline("Read")),)) for number in range(3))
    deck = Deck("d", "Deck", "en", "en", "ltr", cards, audience="refugees")
    monkeypatch.setenv("TOT_CACHE", "off")
    fresh = draw_miniatures(deck, 200)
    monkeypatch.setenv("TOT_CACHE", str(tmp_path / "cache"))
    alone = draw_miniatures(replace(deck, cards=cards[1:2]), 200)
    assert alone == fresh[1:2]
    assert draw_miniatures(deck, 200) == draw_miniatures(deck, 200) == fresh
    assert draw_miniatures(deck, 100) != fresh
