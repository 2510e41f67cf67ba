"""Every deck that the toolkit makes can be used by everybody, and the check that says so can fail."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.util import Pt

import toolkit
from tests.findings_sample import findings
from tests.rendering.deck_checker import Barrier, barriers
from tests.session_sample import content, module, plan, with_words
from toolkit.content.language import Language
from toolkit.execution import session as session_layer
from toolkit.execution.for_notebooks import write_slide_deck
from toolkit.execution.session import load_workspace, open_session
from toolkit.rendering.outline import Card, Deck, Para, PictureNode, Span, inline
from toolkit.rendering.outlines.deck import make_deck
from toolkit.rendering.outlines.deck_fit import fit_cards
from toolkit.rendering.outlines.report_deck import make_report_deck
from toolkit.rendering.pptx import render_pptx

WORKSPACE = Path(toolkit.__file__).parent.parent
BRIEFS = sorted((WORKSPACE / "session_templates" / "briefs").glob("*.yaml"))
ENGLISH = Language("en")
ARABIC = "اقرأ العقد قبل التوقيع عليه واحتفظ بنسخة منه"


def audit(path: Path) -> list[str]:
    from openxml_audit import validate_pptx

    return [str(error) for error in validate_pptx(str(path)).errors]


@pytest.fixture(scope="module")
def workspace():
    """The content, read once for all briefs."""
    return load_workspace(WORKSPACE)


@pytest.mark.parametrize("brief", BRIEFS, ids=lambda path: path.stem)
def test_the_deck_of_every_shipped_brief(brief, workspace, tmp_path, monkeypatch):
    monkeypatch.setattr(session_layer, "load_workspace", lambda _given: workspace)
    session = open_session(brief)
    write_slide_deck(session, tmp_path)
    assert barriers(tmp_path / "slide-deck.pptx") == []
    assert audit(tmp_path / "slide-deck.pptx") == []


@pytest.mark.parametrize("tag", ["ar", "fa", "ti", "uk"])
def test_a_deck_in_another_script(tag, tmp_path):
    words = content() if tag != "ar" else with_words(content(), lambda _: f"{ARABIC} 3!")
    render_pptx(make_deck(words, plan(2), Language(tag), notes=(ENGLISH, content())), tmp_path / "deck.pptx")
    assert barriers(tmp_path / "deck.pptx") == []
    assert audit(tmp_path / "deck.pptx") == []


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_the_deck_of_an_evaluation(tag, tmp_path):
    render_pptx(make_report_deck(findings(), Language(tag), content=content()), tmp_path / "deck.pptx")
    assert barriers(tmp_path / "deck.pptx") == []
    assert audit(tmp_path / "deck.pptx") == []


# What authors get wrong: a clear word in its place, and a deck that can be used


def sound(path: Path) -> Presentation:
    assert barriers(path) == []
    assert audit(path) == []
    return Presentation(str(path))


def words_of(prs) -> str:
    return "\n".join(s.text_frame.text for slide in prs.slides for s in slide.shapes if s.has_text_frame)


@pytest.mark.parametrize("name", ["missing.png", "broken.png", "text.png", "cut.jpg"])
def test_a_picture_that_cannot_be_shown_leaves_its_words(name, tmp_path):
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    (tmp_path / "text.png").write_text("this is no picture", encoding="utf-8")
    (tmp_path / "cut.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00")
    card = Card("picture", "The harbour", (PictureNode(tmp_path / name, "A map of the harbour"),))
    render_pptx(Deck("d", "Deck", "en", "en", "ltr", (card,)), tmp_path / "deck.pptx")
    assert "A map of the harbour" in words_of(sound(tmp_path / "deck.pptx"))


def test_a_word_of_300_characters_is_broken_not_lost(tmp_path):
    word = "W" * 300
    made = with_words(content(), lambda text: word if text.startswith("First point of s-read") else text)
    render_pptx(make_deck(made, plan(), ENGLISH), tmp_path / "deck.pptx")
    prs = sound(tmp_path / "deck.pptx")
    assert word in words_of(prs).replace("\n", "").replace("\u00ad", "").replace("\u200b", "")


def test_a_title_of_300_characters_stays_on_its_slide(tmp_path):
    card = Card("bullets", "W" * 300, (Para(inline("x")),))
    cards = fit_cards([card], ENGLISH, ENGLISH)
    render_pptx(Deck("d", "Deck", "en", "en", "ltr", cards), tmp_path / "deck.pptx")
    sound(tmp_path / "deck.pptx")


def test_an_empty_module_is_still_a_deck(tmp_path):
    empty = module(slides=(), key_messages=(), activities=(), questions=(), case_studies=(), handouts=())
    render_pptx(make_deck(content(empty), plan(), ENGLISH), tmp_path / "deck.pptx")
    assert len(sound(tmp_path / "deck.pptx").slides) > 5


def test_a_title_from_right_to_left_with_latin_code(tmp_path):
    title = "افتح النموذج XLSForm v2.1 الآن!"
    card = Card("bullets", title, (Para((Span(ARABIC), Span(" code_12", code=True), Span("؟"))),))
    render_pptx(Deck("d", "د", "ar", "ar", "rtl", (card,)), tmp_path / "deck.pptx")
    prs = sound(tmp_path / "deck.pptx")
    shown = prs.slides[0].shapes.title
    assert shown.text_frame.text.replace("\u200e", "").replace("\u200f", "") == title
    assert shown.text_frame.paragraphs[0]._p.pPr.get("rtl") == "1"


def test_a_script_without_a_font_of_ours_is_shown_all_the_same(tmp_path):
    card = Card("bullets", "欢迎来到培训", (Para(inline("签字前请阅读合同。" * 30)),))
    cards = fit_cards([card], ENGLISH, ENGLISH)
    render_pptx(Deck("d", "培训", "zh", "zh", "ltr", cards), tmp_path / "deck.pptx")
    prs = sound(tmp_path / "deck.pptx")
    assert {run.get("lang") for run in prs.slides[0]._element.iter(qn("a:rPr"))} == {"zh-CN"}


# The check itself


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    path = tmp_path_factory.mktemp("sample") / "good.pptx"
    render_pptx(make_deck(content(), plan(), ENGLISH), path)
    assert barriers(path) == []
    return path


@pytest.fixture
def good(sample, tmp_path):
    return Path(shutil.copy(sample, tmp_path))


def damaged(path: Path, change) -> list[Barrier]:
    prs = Presentation(str(path))
    change(prs)
    prs.save(str(path))
    return barriers(path)


def of_first(prs, test):
    return next(shape for slide in prs.slides for shape in slide.shapes if test(shape))


def no_title(prs):
    prs.slides[1].shapes.title.text_frame.text = " "


def same_title(prs):
    prs.slides[2].shapes.title.text_frame.text = prs.slides[1].shapes.title.text_frame.text.upper()


def no_alternative(prs):
    of_first(prs, lambda s: s.has_table)._element.xpath(".//p:cNvPr")[0].attrib.pop("descr")


def file_name(prs):
    of_first(prs, lambda s: s.has_table)._element.xpath(".//p:cNvPr")[0].set("descr", "image1.png")


def title_last(prs):
    tree = prs.slides[1].shapes._spTree
    tree.append(prs.slides[1].shapes.title._element)


def read_upwards(prs):
    for words, top in (("below", 400), ("above", 300)):
        box = prs.slides[1].shapes.add_textbox(Pt(100), Pt(top), Pt(200), Pt(40))
        box.text_frame.text = words
        box._element.find(f".//{qn('a:r')}").get_or_add_rPr().set("lang", "en-US")


def no_language(prs):
    prs.slides[1].shapes.title._element.find(f".//{qn('a:rPr')}").attrib.pop("lang")


def odd_language(prs):
    prs.slides[1].shapes.title._element.find(f".//{qn('a:rPr')}").set("lang", "xx-YY")


def no_header(prs):
    of_first(prs, lambda s: s.has_table).table.first_row = False


def pale_words(prs):
    for row in of_first(prs, lambda s: s.has_table).table.rows:
        for cell in row.cells:
            for run in cell.text_frame.paragraphs[0].runs:
                run.font.color.rgb = RGBColor.from_string("CCCCCC")


def pale_title(prs):
    slide = next(s for s in prs.slides if any(shape.has_table for shape in s.shapes))
    slide.shapes.title.text_frame.paragraphs[0].runs[0].font.color.rgb = RGBColor.from_string("DDDDDD")


def small_words(prs):
    of_first(prs, lambda s: s.has_table).table.cell(1, 1).text_frame.paragraphs[0].runs[0].font.size = Pt(17)


def empty_placeholder(prs):
    prs.slides.add_slide(prs.slide_layouts[2]).shapes.title.text_frame.text = "New"


def unlisted_notes(prs):
    prs.element.remove(prs.element.find(qn("p:notesMasterIdLst")))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (no_title, "titles"),
        (same_title, "titles"),
        (no_alternative, "alternatives"),
        (file_name, "alternatives"),
        (empty_placeholder, "alternatives"),
        (title_last, "order"),
        (read_upwards, "order"),
        (no_language, "languages"),
        (odd_language, "languages"),
        (no_header, "headers"),
        (pale_words, "contrast"),
        (pale_title, "contrast"),
        (small_words, "sizes"),
        (unlisted_notes, "notes"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_each_planted_barrier_is_found(good, change, rule):
    assert rule in {barrier.rule for barrier in damaged(good, change)}


def test_the_audit_finds_a_planted_error(good):
    prs = Presentation(str(good))
    paragraph = prs.slides[1].shapes.title._element.find(f".//{qn('a:p')}")
    paragraph.insert(0, paragraph.makeelement(qn("a:endParaRPr"), {}))
    prs.save(str(good))
    assert audit(good)
