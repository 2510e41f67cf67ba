"""The .pptx file, opened again: titles, notes, sizes, places, accessibility, sections."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from tests.session_sample import content, plan, with_words
from toolkit.content.language import Language
from toolkit.rendering.outline import (
    Card,
    Cell,
    Column,
    Deck,
    ListNode,
    Para,
    PictureNode,
    Span,
    TableNode,
    inline,
)
from toolkit.rendering.outlines.deck import make_deck
from toolkit.rendering.pptx import render_pptx
from toolkit.rendering.pptx.styles import STYLES
from toolkit.rendering.theme import METHOD_TONES, PAPER

ENGLISH = Language("en")
ARABIC = "اقرأ العقد قبل التوقيع عليه واحتفظ بنسخة منه"


def drawn(deck: Deck, tmp_path: Path, name: str = "deck.pptx"):
    path = tmp_path / name
    render_pptx(deck, path)
    return Presentation(str(path))


def deck_of(*cards: Card, language: str = "en") -> Deck:
    return Deck("d", "Deck", language, language, Language(language).direction, cards, footer="Deck · Us")


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    made = make_deck(content(), plan(2), ENGLISH)
    return made, drawn(made, tmp_path_factory.mktemp("deck"))


@pytest.fixture(scope="module")
def mirrored(tmp_path_factory):
    arabic = with_words(content(), lambda words: f"{ARABIC} 3!")
    return drawn(make_deck(arabic, plan(2), Language("ar")), tmp_path_factory.mktemp("deck"))


@pytest.fixture
def picture(tmp_path):
    from PIL import Image

    path = tmp_path / "p.png"
    Image.new("RGB", (400, 100), "navy").save(path)
    return path


def runs(prs):
    return [run for slide in prs.slides for run in slide._element.iter(qn("a:r"))]


def test_each_card_is_a_slide_with_a_real_and_unique_title(session):
    made, prs = session
    shown = [slide.shapes.title.text for slide in prs.slides]
    assert shown == [card.title for card in made.cards]
    assert len(set(shown)) == len(shown)


def test_every_slide_has_notes_in_the_notes_master(session):
    _, prs = session
    assert all(slide.has_notes_slide and slide.notes_slide.notes_text_frame.text for slide in prs.slides)
    assert prs.element.find(qn("p:notesMasterIdLst")) is not None


@pytest.mark.parametrize("which", ["session", "mirrored"])
def test_nothing_is_under_18_points_or_outside_the_slide(which, request):
    value = request.getfixturevalue(which)
    prs = value[1] if isinstance(value, tuple) else value
    for slide in prs.slides:
        for shape in slide.shapes:
            assert 0 <= shape.left <= shape.left + shape.width <= prs.slide_width
            assert 0 <= shape.top <= shape.top + shape.height <= prs.slide_height
            small = shape.is_placeholder and shape.placeholder_format.type in (15, 13)  # footer, slide number
            for run in shape._element.iter(qn("a:rPr")):
                assert small or int(run.get("sz")) >= 1800


def words_in(element):
    return "".join(text.text or "" for text in element.iter(qn("a:t")))


def is_latin_only(words):
    return any(ch.isalpha() for ch in words) and not any("\u0600" <= ch <= "\u06ff" for ch in words)


def test_every_run_says_its_language(session, mirrored):
    assert {run.find(qn("a:rPr")).get("lang") for run in runs(session[1])} == {"en-US"}
    for run in runs(mirrored):
        if any("\u0600" <= ch <= "\u06ff" for ch in words_in(run)):
            assert run.find(qn("a:rPr")).get("lang") == "ar-EG"
        assert run.find(qn("a:rPr")).get("lang") in ("ar-EG", "en-US")


def test_right_to_left_paragraphs_tables_and_boxes(mirrored):
    for slide in mirrored.slides:
        for paragraph in slide._element.iter(qn("a:p")):
            if paragraph.find(qn("a:r")) is not None and paragraph.find(qn("a:pPr")) is not None:
                against = is_latin_only(words_in(paragraph))
                assert paragraph.find(qn("a:pPr")).get("rtl") == "1" or against
        for table in slide._element.iter(qn("a:tblPr")):
            assert table.get("rtl") == "1"
    name = mirrored.slide_layouts[list(STYLES).index("content")].name
    plain = next(slide for slide in mirrored.slides if slide.slide_layout.name == name)
    band = plain.shapes[0]
    assert band.left + band.width == mirrored.slide_width


def test_hidden_cards_are_out_of_the_show(tmp_path):
    made = make_deck(content(), plan(), ENGLISH)
    prs = drawn(made, tmp_path)
    assert [slide._element.get("show") == "0" for slide in prs.slides] == [card.hidden for card in made.cards]
    assert any(card.hidden for card in made.cards)


def test_sections_hold_every_slide_once(session):
    made, prs = session
    listed = [int(e.get("id")) for e in prs.element.iter() if str(e.tag).endswith("}sldId") and not e.get(qn("r:id"))]
    assert listed == [slide.slide_id for slide in prs.slides]
    names = [e.get("name") for e in prs.element.iter() if str(e.tag).endswith("}section")]
    assert names[0] == "Day 1"
    assert len(names) == 1 + sum(a.section != b.section for a, b in zip(made.cards, made.cards[1:], strict=False))


def test_footer_and_slide_number_are_on_the_slides(session):
    made, prs = session
    kinds = {shape.placeholder_format.type for shape in prs.slides[1].placeholders}
    assert {15, 13} <= {int(kind) for kind in kinds}
    assert made.footer.startswith("Before you leave · ")
    assert "December" in made.footer
    assert any(shape.has_text_frame and shape.text_frame.text == made.footer for shape in prs.slides[1].shapes)


def test_tables_have_a_header_row(session):
    _, prs = session
    tables = [shape.table for slide in prs.slides for shape in slide.shapes if shape.has_table]
    assert tables
    assert all(table.first_row for table in tables)


def test_pictures_have_alt_text_and_keep_their_shape(tmp_path, picture):
    card = Card("picture", "P", (Para(inline("Look")), PictureNode(picture, "A blue bar", inline("Blue"))))
    plain = Card("picture", "D", (PictureNode(picture, "", decorative=True),))
    prs = drawn(deck_of(card, plain), tmp_path)
    shape = next(shape for shape in prs.slides[0].shapes if shape.shape_type == 13)
    assert shape._element.xpath(".//p:cNvPr")[0].get("descr") == "A blue bar"
    assert shape.width / shape.height == pytest.approx(4, rel=0.01)
    assert b"decorative" in prs.slides[1].part.blob


def test_a_picture_that_cannot_be_read_leaves_its_words(tmp_path):
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nand no more")
    for name in ("broken.png", "missing.png", "unknown.txt"):
        card = Card("picture", "P", (PictureNode(tmp_path / name, "A map of the harbour"),))
        prs = drawn(deck_of(card), tmp_path)
        assert any("harbour" in s.text_frame.text for s in prs.slides[0].shapes if s.has_text_frame)


@pytest.mark.parametrize("language", ["en", "ar", "ti"])
def test_the_audit_finds_nothing(tmp_path, language, picture):
    from openxml_audit import validate_pptx

    made = make_deck(content(), plan(2), Language(language))
    links = (Span("site", href="https://example.org"), Span("bad", href="javascript:alert(1)"), Span("c", code=True))
    extra = (
        Card("picture", "P", (Para(links), PictureNode(picture, "Bar", inline("Blue")))),
        Card("comparison", "C", columns=((inline("A"), (Para(inline("a")),)), (inline("B"), (Para(inline("b")),)))),
        Card("quote", "Q", (Para(inline("Two\nlines", italic=True)),)),
    )
    path = tmp_path / "deck.pptx"
    render_pptx(replace(made, cards=(*made.cards, *extra)), path)
    result = validate_pptx(str(path))
    assert list(result.errors) == []
    slides = Presentation(str(path)).slides
    links = [rel.target_ref for slide in slides for rel in slide.part.rels.values() if rel.is_external]
    assert links == ["https://example.org"]


def test_the_same_deck_has_the_same_bytes(tmp_path):
    made = make_deck(content(), plan(2), ENGLISH)
    drawn(made, tmp_path, "one.pptx")
    drawn(made, tmp_path, "two.pptx")
    assert (tmp_path / "one.pptx").read_bytes() == (tmp_path / "two.pptx").read_bytes()


@pytest.mark.parametrize(
    "card",
    [
        Card("bullets", ""),
        Card("bullets", "W" * 300, (Para(inline("x" * 3000)),)),
        Card("two-columns", "Empty columns", columns=()),
        Card("table", "No rows", (TableNode((Column(inline("a")),), ()),)),
        Card("table", "Ragged", (TableNode((Column(()), Column(())), ((Cell(()),),)),)),
        Card("question", "Control \x07 characters", (Para(inline("a\x00b\nc")),)),
        Card("unheard-of", "New layout", (ListNode(((),)),), kind="unheard-of"),
        Card("bullets", ARABIC, (Para(inline(ARABIC + " mixed with Latin 123")),)),
    ],
    ids=lambda card: card.title[:12],
)
def test_odd_cards_do_not_break_it(tmp_path, card):
    assert len(drawn(deck_of(card), tmp_path).slides) == 1


def test_an_empty_deck_is_a_valid_file(tmp_path):
    assert len(drawn(deck_of(), tmp_path).slides) == 0


def test_text_on_method_colours_can_be_read():
    """Contrast by WCAG 2.2: at least 4.5:1 for the strip's text on its fill and on white."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for tone in METHOD_TONES.values():
        for ground in (tone.fill, PAPER):
            bright, dark = sorted((light(tone.strong), light(ground)), reverse=True)
            assert (bright + 0.05) / (dark + 0.05) >= 4.5
