"""An organisation's own deck master: how its layouts are found, what is reported, and decks drawn on it."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn

from tests.rendering import masters
from tests.rendering.deck_checker import barriers
from tests.session_sample import content, plan, with_words
from toolkit.cli import app, run
from toolkit.content.language import Language
from toolkit.content.vocabulary import SlideLayout
from toolkit.rendering.borrowed_space import borrowed_share, borrowed_title_fits, place_on
from toolkit.rendering.outline import (
    Card,
    Cell,
    Column,
    Deck,
    ListNode,
    Para,
    PictureNode,
    QrNode,
    Span,
    TableNode,
    inline,
    plain,
)
from toolkit.rendering.outlines.deck import make_deck
from toolkit.rendering.outlines.deck_fit import fit_cards
from toolkit.rendering.pptx import render_pptx
from toolkit.rendering.pptx.borrowed import load_look, read_master
from toolkit.rendering.pptx.borrowed_names import bare_name, kind_of_name

ENGLISH = Language("en")
CASES = [*((name, "en") for name in masters.MASTERS), *((name, "ar") for name in ("standard", "french", "pale"))]
ARABIC = "اقرأ العقد قبل التوقيع عليه واحتفظ بنسخة منه"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("masters")
    return {name: make(folder) for name, make in masters.MASTERS.items()}


@pytest.fixture(scope="module")
def looks(files):
    return {name: load_look(file)[0] for name, file in files.items()}


def found(file: Path) -> dict[str, tuple[str, str]]:
    return {match.kind: (match.layout, match.how) for match in read_master(file).matches}


def codes(file: Path) -> list[str]:
    return sorted({problem.code for problem in read_master(file).problems})


def drawn(file: Path, tmp_path: Path, *cards: Card, language: str = "en", name: str = "deck.pptx"):
    path = tmp_path / name
    direction, date = Language(language).direction, "7 December 2026"
    deck = Deck("d", "Deck", language, language, direction, cards, f"Deck · {date} · Us", date, master=file)
    render_pptx(deck, path)
    return Presentation(str(path))


# Which layout for which slide


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Title Slide", "cover"),
        ("1_Title Slide", "cover"),
        ("TITLE AND CONTENT 2", "content"),
        ("ACME Title Slide, dark", "cover"),
        ("En-tête de section", "section"),
        ("Diapositiva de título", "cover"),
        ("Título y objetos", "content"),
        ("Abschnittsüberschrift", "section"),
        ("Zwei Inhalte", "columns"),
        ("شريحة عنوان", "cover"),
        ("مقارنة", "comparison"),
        ("Blank", None),
        ("Titles of our partners", None),
    ],
)
def test_layouts_are_known_by_name_in_many_languages(name, kind):
    assert kind_of_name(name)[0] == kind


def test_by_name_first(files):
    assert found(files["french"])["cover"] == ("Diapositive de titre", "name")
    assert found(files["french"])["columns"] == ("Deux contenus", "name")
    assert found(files["standard"])["picture"] == ("Picture with Caption", "name")


def test_then_by_the_kind_in_the_file(files):
    assert found(files["template"])["content"] == ("Lay-out 1 van ons", "type")


def test_then_by_placeholders(files):
    shown = found(files["unnamed"])
    assert shown["cover"] == ("X0", "placeholders")
    assert shown["content"] == ("X1", "placeholders")
    assert shown["columns"] == ("X3", "placeholders")
    assert shown["comparison"] == ("X4", "placeholders")
    assert shown["canvas"] == ("X5", "placeholders")
    assert shown["picture"] == ("X8", "placeholders")
    assert shown["section"] == ("X1", "fallback")


def test_a_name_without_its_placeholders_does_not_count(tmp_path):
    prs = masters.wide()
    prs.slide_layouts[6]._element.find(qn("p:cSld")).set("name", "Title and Content")  # the empty one
    prs.slide_layouts[1]._element.find(qn("p:cSld")).set("name", "Ours")
    assert found(masters.saved(prs, tmp_path / "m.pptx"))["content"] == ("Ours", "type")


def test_layouts_of_all_masters_of_a_file_count(files):
    look, _ = load_look(files["standard"])
    assert {room.index for room in look.rooms.values()} <= set(range(11))


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_name_is_read(name):
    assert bare_name(name) == " ".join(bare_name(name).split())
    kind_of_name(name)


# What is reported


def test_what_falls_back_is_reported(files):
    assert "master-fallback" in codes(files["unnamed"])
    assert codes(files["title-only"])[:2] == ["master-fallback", "master-no-text-layout"]


def test_size_contrast_and_small_text_are_reported(files):
    assert "master-size" in codes(files["standard"])
    assert {"master-low-contrast", "master-small-text", "master-small-body"} <= set(codes(files["pale"]))
    assert "master-low-contrast" not in codes(files["title-only"])


def test_fonts_that_may_be_missing_are_reported(tmp_path):
    prs = masters.wide()
    masters.theme(prs, fonts="Gotham Narrow Book")
    problems = read_master(masters.saved(prs, tmp_path / "m.pptx")).problems
    assert [p.message for p in problems if p.code == "master-font"] == [
        'its font is "Gotham Narrow Book"; where it is not installed, another is shown, and lines may break elsewhere.'
    ]


def bad_files(folder: Path) -> dict[str, tuple[Path, str]]:
    good = masters.standard(folder)
    (folder / "text.pptx").write_text("no archive", encoding="utf-8")
    (folder / "cut.pptx").write_bytes(good.read_bytes()[:9000])
    (folder / "old.pptx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4000))
    secret = "EncryptedPackage".encode("utf-16-le")
    (folder / "locked.pptx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(100) + secret)
    (folder / "macros.pptm").write_bytes(good.read_bytes())
    with zipfile.ZipFile(folder / "book.pptx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types><Override ContentType='spreadsheetml'/></Types>")
    masters.rewritten(good, folder / "hidden-macros.pptx", lambda _, data: data, **{"ppt/vbaProject.bin": b"x"})
    masters.rewritten(good, folder / "bomb.pptx", lambda _, data: data, **{"ppt/media/a.bin": bytes(30_000_000)})
    doctype = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    masters.rewritten(good, folder / "entity.pptx", lambda _, data: data, **{"ppt/evil.xml": doctype})
    broken = {"ppt/slideMasters/slideMaster1.xml": b"<p:sldMaster"}
    masters.rewritten(good, folder / "broken.pptx", lambda _, data: data, **broken)
    codes = {
        "missing.pptx": "master-missing",
        "text.pptx": "master-damaged",
        "cut.pptx": "master-damaged",
        "old.pptx": "master-old",
        "locked.pptx": "master-encrypted",
        "macros.pptm": "master-macros",
        "hidden-macros.pptx": "master-macros",
        "book.pptx": "master-no-presentation",
        "bomb.pptx": "master-too-large",
        "entity.pptx": "master-damaged",
        "broken.pptx": "master-damaged",
        "notes.docx": "master-kind",
        "blank.pptx": "master-no-usable-layout",
    }
    masters.blank(folder)
    return {name: (folder / name, code) for name, code in codes.items()}


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    return bad_files(tmp_path_factory.mktemp("bad"))


BAD = [
    "missing.pptx",
    "text.pptx",
    "cut.pptx",
    "old.pptx",
    "locked.pptx",
    "macros.pptm",
    "hidden-macros.pptx",
    "book.pptx",
    "bomb.pptx",
    "entity.pptx",
    "broken.pptx",
    "notes.docx",
    "blank.pptx",
]


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_used_has_one_clear_error(bad, name):
    file, code = bad[name]
    borrowed = read_master(file)
    assert borrowed.look is None
    assert [(p.code, p.severity) for p in borrowed.problems] == [(code, "error")]


@pytest.mark.parametrize("name", BAD)
def test_the_deck_is_then_drawn_on_our_own_master(bad, tmp_path, name):
    file, _ = bad[name]
    look, problems = load_look(file, name)
    assert look is None
    assert [(p.code, p.severity) for p in problems] == [("master-not-used", "warning")]
    prs = drawn(file, tmp_path, Card("bullets", "Hello", (Para(inline("World")),)))
    assert prs.slides[0].shapes.title.text == "Hello"


# Decks drawn on it


@pytest.fixture(scope="module")
def decks(files, tmp_path_factory):
    """The sample session on every master, from left to right and from right to left."""
    folder = tmp_path_factory.mktemp("decks")
    made = {}
    for name, language in CASES:
        look, _ = load_look(files[name])
        words = content() if language == "en" else with_words(content(), lambda _: f"{ARABIC} 3!")
        deck = make_deck(words, plan(2), Language(language), look=look)
        path = folder / f"{name}-{language}.pptx"
        render_pptx(deck, path)
        made[name, language] = (deck, path, look)
    return made


@pytest.mark.parametrize(("name", "language"), CASES)
def test_everything_is_on_their_layouts_accessible_and_inside_the_slide(decks, name, language):
    deck, path, look = decks[name, language]
    assert deck.master == look.path
    assert barriers(path) == []
    prs = Presentation(str(path))
    assert [slide.shapes.title.text for slide in prs.slides] == [card.title for card in deck.cards]
    for slide in prs.slides:
        for shape in slide.shapes:
            assert 0 <= shape.left <= shape.left + shape.width <= prs.slide_width
            assert 0 <= shape.top <= shape.top + shape.height <= prs.slide_height


@pytest.mark.parametrize(("name", "language"), CASES)
def test_every_text_fits_its_box(decks, name, language):
    deck, _, look = decks[name, language]
    assert [card.title for card in deck.cards if borrowed_share(card, look) > 1] == []


@pytest.mark.parametrize(("name", "language"), CASES)
def test_the_audit_finds_nothing(decks, name, language):
    from openxml_audit import validate_pptx

    assert list(validate_pptx(str(decks[name, language][1])).errors) == []


def test_less_room_means_more_slides_not_smaller_text(files):
    wide, _ = load_look(files["french"])
    narrow, _ = load_look(files["standard"])
    card = Card("bullets", "T", (Para(inline("Read the contract before you sign it. " * 36)),))
    assert len(fit(card, narrow)) > len(fit(card, wide)) == 1
    assert min(piece.size for part in fit(card, narrow) for piece in place_on(part, narrow).pieces) >= 18


def fit(card: Card, look):
    return fit_cards(
        [card], ENGLISH, ENGLISH, lambda part: borrowed_share(part, look), lambda part: borrowed_title_fits(part, look)
    )


@pytest.mark.parametrize("title", ["W" * 300, "A long title " * 30])
@pytest.mark.parametrize("layout", ["bullets", "picture", "section", "title"])
def test_a_title_without_room_is_cut_and_said_whole_below(looks, title, layout):
    for look in looks.values():
        (card, *_) = fit(Card(layout, title, (Para(inline("x")),)), look)
        assert card.title.endswith("…")
        assert place_on(card, look).title_size >= 20
        assert title.strip()[:200] in plain(card.body[0].text)
        assert borrowed_title_fits(card, look)


def test_text_stands_in_the_placeholders_of_the_layout(files, tmp_path):
    prs = drawn(files["french"], tmp_path, Card("bullets", "T", (Para(inline("Words")),)))
    slide = prs.slides[0]
    assert slide.slide_layout.name == "Titre et contenu"
    body = slide.placeholders[1]
    assert body.text_frame.text == "Words"
    assert (body.left, body.top) == (slide.slide_layout.placeholders[1].left, slide.slide_layout.placeholders[1].top)
    assert body._element.find(qn("p:spPr")).find(qn("a:xfrm")) is None, "it follows the master when that is changed"


def test_two_columns_fill_the_layouts_own_two(files, tmp_path):
    halves = tuple((inline(head), (Para(inline(f"{head} text")),)) for head in ("One", "Two"))
    prs = drawn(
        files["french"], tmp_path, Card("two-columns", "T", columns=halves), Card("comparison", "C", columns=halves)
    )
    two, four = prs.slides
    assert [two.placeholders[i].text_frame.text for i in (1, 2)] == ["One\nOne text", "Two\nTwo text"]
    assert [four.placeholders[i].text_frame.text for i in (1, 2, 3, 4)] == ["One", "One text", "Two", "Two text"]


def test_their_fonts_colours_and_bullets_are_kept(files, tmp_path):
    prs = drawn(files["french"], tmp_path, Card("bullets", "T", (ListNode(((Para(inline("Point")),),)),)))
    slide = prs.slides[0]._element
    assert not list(slide.iter(qn("a:latin"), qn("a:buChar"), qn("a:srgbClr"), qn("a:schemeClr")))


def test_their_slides_are_dropped_and_their_notes_with_them(files, tmp_path):
    drawn(files["logo"], tmp_path, Card("bullets", "New", (Para(inline("x")),)))
    with zipfile.ZipFile(tmp_path / "deck.pptx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert len([name for name in parts if name.startswith("ppt/slides/slide")]) == 1
    assert not [name for name, data in parts.items() if b"Old words" in data or b"An old talk" in data]
    assert [name for name in parts if name.startswith("ppt/media/")], "the logo stays"


def test_date_footer_and_slide_number_stand_where_theirs_do(files, tmp_path):
    slide = drawn(files["logo"], tmp_path, Card("bullets", "T", (Para(inline("x")),))).slides[0]
    texts = {shape.placeholder_format.type: shape.text_frame.text for shape in slide.placeholders}
    assert [texts[kind] for kind in (16, 15, 13)] == ["7 December 2026", "Deck · Us", "1"], "the date once"


def test_a_long_footer_is_cut_at_a_word(files, tmp_path):
    deck = Deck("d", "D", "en", "en", "ltr", (Card("bullets", "T"),), "word " * 60, master=files["logo"])
    render_pptx(deck, tmp_path / "d.pptx")
    slide = Presentation(str(tmp_path / "d.pptx")).slides[0]
    footer = next(s for s in slide.placeholders if s.placeholder_format.type == 15).text_frame.text
    assert footer.endswith("word…")
    assert len(footer) < 80


def test_right_to_left_keeps_their_places_and_turns_the_text(files, tmp_path):
    cards = (Card("bullets", ARABIC, (ListNode(((Para(inline(ARABIC)),),)),)),)
    ltr = drawn(files["standard"], tmp_path, *cards).slides[0]
    rtl = drawn(files["standard"], tmp_path, *cards, language="ar", name="ar.pptx").slides[0]
    assert [(s.left, s.width) for s in ltr.shapes] == [(s.left, s.width) for s in rtl.shapes]
    title, body = (shape.text_frame.paragraphs[0]._p.pPr for shape in list(rtl.shapes)[:2])
    assert (title.get("rtl"), title.get("algn")) == ("1", "ctr"), "in the middle, as their titles are"
    assert (body.get("rtl"), body.get("algn")) == ("1", "r")


def test_on_a_dark_ground_text_in_boxes_of_ours_is_light(files, tmp_path):
    table = TableNode((Column(inline("Head")),), ((Cell((Para(inline("Cell")),)),),))
    card = Card("bullets", "T", (Para(inline("Above")), table, Para(inline("Below"))))
    drawn(files["french"], tmp_path, card)
    assert barriers(tmp_path / "deck.pptx") == []


def test_charts_keep_a_light_ground_of_their_own(files, tmp_path):
    from tests.findings_sample import findings
    from toolkit.rendering.outlines.report_deck import make_report_deck

    deck = make_report_deck(findings(), Language("ar"), content=content())
    render_pptx(replace(deck, master=files["french"]), tmp_path / "deck.pptx")
    prs = Presentation(str(tmp_path / "deck.pptx"))
    assert barriers(tmp_path / "deck.pptx") == []
    for slide in (slide for slide in prs.slides if any(shape.has_chart for shape in slide.shapes)):
        chart = next(shape for shape in slide.shapes if shape.has_chart)
        panel = next(s for s in slide.shapes if b"decorative" in etree.tostring(s._element))
        assert panel.fill.fore_color.rgb == RGBColor(255, 255, 255)
        assert panel.left <= chart.left <= chart.left + chart.width <= panel.left + panel.width + 1


def test_the_right_option_is_ticked_when_the_answer_is_shown(files, tmp_path):
    options = ListNode(tuple((Para(inline(word)),) for word in ("Sign", "Read", "Ask")))
    slides = drawn(
        files["standard"],
        tmp_path,
        Card("question", "Q", (options,)),
        Card("question", "A", (options,), marked=(1,)),
    ).slides
    assert [s.placeholders[1].text_frame.text for s in slides] == ["Sign\nRead\nAsk", "Sign\n✓ Read\nAsk"]


@pytest.fixture
def picture(tmp_path):
    from PIL import Image

    Image.new("RGB", (400, 100), "navy").save(tmp_path / "p.png")
    return tmp_path / "p.png"


def test_pictures_stand_in_the_layouts_frame_whole_and_with_their_words(files, tmp_path, picture):
    card = Card("picture", "P", (PictureNode(picture, "A blue bar", inline("Blue")),))
    slide = drawn(files["french"], tmp_path, card).slides[0]
    assert slide.slide_layout.name == "Image avec légende"
    shape = next(s for s in slide.shapes if s.shape_type == 13)
    frame = next(s for s in slide.slide_layout.placeholders if s.placeholder_format.type == 18)
    assert frame.left <= shape.left <= shape.left + shape.width <= frame.left + frame.width
    assert shape.width / shape.height == pytest.approx(4, rel=0.01)
    assert barriers(tmp_path / "deck.pptx") == []


def test_a_missing_picture_and_an_odd_code_leave_their_words(files, tmp_path):
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    cards = (
        Card("picture", "P", (PictureNode(tmp_path / "none.png", "A map of the harbour"),)),
        Card("picture", "B", (PictureNode(tmp_path / "broken.png", "A torn page"),)),
        Card("qr", "Q", (QrNode("", "The form"),)),
        Card("qr", "R", (QrNode("https://example.org/form", "The form"),)),
    )
    slides = drawn(files["logo"], tmp_path, *cards).slides
    shown = [" ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame) for slide in slides]
    assert "harbour" in shown[0]
    assert "torn page" in shown[1]
    assert "The form" in shown[2]
    assert any(s.shape_type == 13 for s in slides[3].shapes)


BODIES = {
    "nothing": (),
    "empty list": (ListNode(((),)),),
    "picture": (PictureNode(Path("none.png"), "Alt"),),
    "two pictures": (PictureNode(Path("a.png"), "A", inline("Caption")), PictureNode(Path("b.png"), "B")),
    "code": (QrNode("https://example.org", "Form", caption=inline("example.org")), Para(inline("Scan it"))),
    "ragged table": (TableNode((Column(()), Column(())), ((Cell(()),),)),),
    "control characters": (Para(inline("a\x00b\nc\x07")),),
}


@pytest.mark.parametrize("body", BODIES)
def test_every_layout_of_ours_takes_every_body(looks, tmp_path, body):
    layouts = (*get_args(SlideLayout), "agenda", "pause", "qr", "closing", "unheard-of")
    facts = (("Time", "20 min"),)
    cards = [Card(layout, f"{layout} {i}", BODIES[body], facts=facts[:i]) for layout in layouts for i in (0, 1)]
    cards += [Card(layout, f"{layout} 2", columns=((inline("A"), BODIES[body]), ((), ()))) for layout in layouts]
    for look in looks.values():
        assert [card.title for card in cards if place_on(card, look).title_size < 20] == []
    prs = drawn(looks["french"].path, tmp_path, *cards)
    assert len(prs.slides) == len(cards)


def test_the_same_deck_has_the_same_bytes(files, tmp_path):
    card = Card("bullets", "T", (Para(inline("x")),))
    drawn(files["logo"], tmp_path, card, name="one.pptx")
    drawn(files["logo"], tmp_path, card, name="two.pptx")
    assert (tmp_path / "one.pptx").read_bytes() == (tmp_path / "two.pptx").read_bytes()


@given(st.lists(st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=200), max_size=8))
@settings(max_examples=25, deadline=None)
def test_nothing_is_placed_below_its_room_when_it_fits(looks, words):
    look = looks["standard"]
    card = Card("bullets", "Title", tuple(Para((Span(word),)) for word in words if word))
    place = place_on(card, look)
    assert sum(len(plain(para.spans)) for piece in place.pieces for para in piece.paras) == sum(map(len, words))
    if place.share <= 1:
        for piece in place.pieces:
            assert piece.box.y + piece.box.height <= place.room.area.y + place.room.area.height + 0.01


# From the brief, and from the command line


BRIEF = """\
title: Before you leave
audience: labour_migrants
stage: pre_departure
origin: GH
destination: IT
template: half-day
modules:
  only: [contract]
deck_master: {master}
"""


def test_a_brief_with_a_master_gives_a_deck_on_it(files, tmp_path):
    from toolkit.execution.for_notebooks import write_slide_deck
    from toolkit.execution.session import open_session

    (tmp_path / "our.potx").write_bytes(files["template"].read_bytes())
    (tmp_path / "brief.yaml").write_text(BRIEF.format(master="our.potx"), encoding="utf-8")
    session = open_session(tmp_path / "brief.yaml")
    assert session.look is not None
    assert "master-low-contrast" in {p.code for p in session.problems if p.where.path == "our.potx"}
    write_slide_deck(session, tmp_path / "out")
    prs = Presentation(str(tmp_path / "out" / "slide-deck.pptx"))
    assert {slide.slide_layout.name for slide in prs.slides} >= {"Lay-out 0 van ons", "Lay-out 1 van ons"}
    assert barriers(tmp_path / "out" / "slide-deck.pptx") == []


def test_a_brief_with_a_master_that_cannot_be_used_gives_our_own_and_says_so(bad, tmp_path):
    from toolkit.execution.for_notebooks import write_slide_deck
    from toolkit.execution.session import open_session

    (tmp_path / "our.pptx").write_bytes(bad["blank.pptx"][0].read_bytes())
    (tmp_path / "brief.yaml").write_text(BRIEF.format(master="our.pptx"), encoding="utf-8")
    session = open_session(tmp_path / "brief.yaml")
    assert session.look is None
    assert "master-not-used" in {p.code for p in session.problems}
    write_slide_deck(session, tmp_path / "out")
    assert barriers(tmp_path / "out" / "slide-deck.pptx") == []


def test_a_copied_brief_finds_its_copied_master(tmp_path):
    from toolkit.planning.brief import Brief
    from toolkit.planning.brief_file import find_deck_master

    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "our.pptx").write_bytes(b"x")
    brief = Brief(title="T", audience="refugees", stage="post_arrival", deck_master="../masters/our.pptx")
    assert find_deck_master(brief, tmp_path / "pack", tmp_path / "workspace") == tmp_path / "pack" / "our.pptx"


def tot(*arguments: object) -> int:
    return run(app, [str(argument) for argument in arguments])


def test_master_check_shows_the_table_and_the_problems(files, capsys):
    assert tot("master", "check", files["unnamed"]) == 0
    shown = capsys.readouterr()
    assert "two columns" in shown.out
    assert "by its placeholders" in shown.out
    assert "nearest one" in shown.out
    assert "info[master-fallback]" in shown.err


def test_master_check_has_json(files, capsys):
    assert tot("master", "check", files["french"], "--json") == 0
    made = json.loads(capsys.readouterr().out)
    assert made["usable"] is True
    assert {"kind": "cover", "layout": "Diapositive de titre", "how": "name"} in made["layouts"]


def test_master_check_ends_with_1_for_a_master_that_cannot_be_used(bad, capsys):
    assert tot("master", "check", bad["blank.pptx"][0]) == 1
    assert "error[master-no-usable-layout]" in capsys.readouterr().err
