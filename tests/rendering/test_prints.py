"""Certificates, the country guide, the easy booklet, and the facilitator guide beside its slides."""

import shutil
import subprocess
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn

from tests.rendering.test_documents_makers import headings_of, nodes_of, rows_of, text_of
from tests.session_sample import HERE, activity, body, content, in_module, module, plan, points, slot
from toolkit.content.language import Language
from toolkit.content.records import Handout
from toolkit.content.text import Text
from toolkit.planning.brief import Group
from toolkit.rendering.docx import render_docx
from toolkit.rendering.html import render_html
from toolkit.rendering.outline import Callout, Document, ListNode, PictureNode, Span, TableNode, WriteLines, plain
from toolkit.rendering.outlines.certificate import learning_minutes, make_certificate
from toolkit.rendering.outlines.country_guide import has_country_guide, make_country_guide
from toolkit.rendering.outlines.deck import make_deck
from toolkit.rendering.outlines.easy_handouts import make_easy_handouts, reads_little, sentences
from toolkit.rendering.outlines.facilitator_guide import make_facilitator_guide
from toolkit.rendering.outlines.guide_slides import match_slides
from toolkit.rendering.pdf import render_pdf

ENGLISH = Language("en")
needs_poppler = pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler is not installed")


# --- certificates ------------------------------------------------------------------


def test_a_certificate_names_session_modules_dates_hours_and_organisation_but_nobody():
    made = plan(days=2, organisation="Resource Centre", venue="Town hall")
    document = make_certificate(content(), made, ENGLISH)
    words = text_of(document)
    for part in ("Before you leave", "Reading your contract", "Monday, 7 December 2026", "Town hall", "Ghana → Italy"):
        assert part in words
    assert "Hours of training: 2.5" in words.replace("\n", "")
    assert document.subtitle == "Resource Centre"
    assert len(nodes_of(document, WriteLines)) == 4, "a name and three signatures are written by hand"


def test_breaks_are_no_hours_of_training():
    assert learning_minutes(plan()) == 120
    assert sum(slot.minutes for slot in plan().slots()) == 180


@needs_poppler
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_certificate_is_one_page_across(tmp_path, language):
    many = module(title=Text("A module with quite a long title, as some of them have"))
    document = make_certificate(content(many), plan(days=2, organisation="Centre " * 9), Language(language))
    render_pdf(document, tmp_path / "a.pdf")
    info = subprocess.run(["pdfinfo", str(tmp_path / "a.pdf")], capture_output=True, check=True).stdout.decode()
    assert "Pages:           1" in info
    assert "841.89 x 595.276" in info
    assert b"pdfuaid" in (tmp_path / "a.pdf").read_bytes()


def test_a_certificate_in_word_has_a_frame_and_no_footer(tmp_path):
    render_docx(make_certificate(content(), plan(), ENGLISH), tmp_path / "a.docx")
    word = docx.Document(str(tmp_path / "a.docx"))
    assert word.sections[0]._sectPr.find(qn("w:pgBorders")) is not None
    assert "".join(p.text for p in word.sections[0].footer.paragraphs) == ""
    assert 'class="tot-document certificate"' in render_html(make_certificate(content(), plan(), ENGLISH))


# --- country guide -------------------------------------------------------------------


def test_the_country_guide_groups_facts_with_source_and_date():
    document = make_country_guide(content(), plan(), ENGLISH)
    titles = headings_of(document)
    assert titles[:2] == ["Emergency and help", "The first days"]
    assert titles[-3:] == ["Daily life", "Public holidays in 2026", "My own notes"]
    rows = {row[0]: row[1] for row in rows_of(document)}
    assert "112" in rows["Emergency number"]
    assert "Title of eu-112" in rows["Emergency number"]
    assert "as of 1 May 2026" in rows["Emergency number"]


def test_what_nobody_wrote_down_is_a_line_to_fill_in():
    document = make_country_guide(content(), plan(), ENGLISH)
    blanks = [
        plain(row[0].body[0].text)
        for table in nodes_of(document, TableNode)
        for row in table.rows
        if isinstance(row[1].body[0], WriteLines)
    ]
    assert "Police" in blanks
    assert "Minimum wage" in blanks
    assert "Embassy or consulate of Ghana" in blanks
    assert "Emergency number" not in blanks
    assert "Helpline for refugees" not in blanks, "workers need no such blank"


def test_families_get_lines_for_school_and_refugees_for_staying():
    def titles(**brief):
        return headings_of(make_country_guide(content(), plan(**brief), ENGLISH))

    assert "School and learning" not in titles()
    assert "School and learning" in titles(group=Group(size=9, children=True))
    assert "Home and family" in titles(audience="refugees", stage="post_arrival")


def test_the_calendar_is_that_of_the_country_and_of_the_year_of_departure():
    words = text_of(make_country_guide(content(), plan(departure=date(2027, 1, 20)), ENGLISH))
    for part in ("Euro · EUR", "Italian", "Monday", "Public holidays in 2027", "Wednesday, 2 June 2027"):
        assert part in words


def test_a_country_without_a_profile_is_a_form_to_fill_in():
    document = make_country_guide(content(), plan(destination="PT"), ENGLISH)
    assert document.subtitle == "Country guide: Portugal"
    assert any(isinstance(node, WriteLines) for node in nodes_of(document, WriteLines))


@pytest.mark.parametrize(
    ("brief", "wanted"),
    [
        ({}, True),
        ({"audience": "municipalities"}, False),
        ({"audience": "employers"}, False),
        ({"audience": "trainers"}, False),
        ({"destination": None}, False),
    ],
)
def test_who_gets_a_country_guide(brief, wanted):
    assert has_country_guide(plan(**brief).brief) is wanted


# --- easy booklet ------------------------------------------------------------------------


def sheet(id, literacy, *paragraphs):
    return Handout(id, Text(f"Sheet {id}"), body(*paragraphs), literacy, "a-read", HERE)


def test_the_easy_booklet_holds_what_is_easy_to_read_first_and_leaves_out_long_texts():
    sheets = (sheet("long", "functional", "Long."), sheet("short", "basic", "Short."), sheet("signs", "none", "Signs."))
    document = make_easy_handouts(content(module(handouts=sheets)), plan(), ENGLISH)
    assert [title for title in headings_of(document) if title.startswith("Sheet")] == ["Sheet signs", "Sheet short"]
    assert document.look == "easy"


def test_each_sentence_has_a_line_and_a_box_of_its_own():
    sheets = (sheet("s", "basic", 'Keep **a copy**. Ask: "What is it? And why?" Then sign.'),)
    document = make_easy_handouts(content(module(handouts=sheets)), plan(), ENGLISH)
    (found,) = [
        n for n in nodes_of(document, ListNode) if n.mark == "box" and "Keep a copy" in plain(n.items[0][0].text)
    ]
    lines = [plain(item[0].text) for item in found.items if len(item) == 1]
    assert lines[0] == "Keep a copy."
    assert "Then sign." in lines


def test_sentences_keep_their_looks_and_their_words():
    text = (Span("One "), Span("two. Three", bold=True), Span("? Four"))
    assert [plain(part) for part in sentences(text)] == ["One two.", "Three?", "Four"]
    assert sentences(text)[1][0].bold
    assert sentences((Span("أولا. ثانيا؟ ثالثا"),))[1] == (Span("ثانيا؟"),)


def test_signs_say_nothing_to_screen_readers_and_numbers_are_few():
    document = make_easy_handouts(content(), plan(contact="020 7946 0000"), ENGLISH)
    signs = nodes_of(document, PictureNode)
    assert signs
    assert all(sign.decorative and sign.path.is_file() for sign in signs)
    assert "020 7946 0000" in text_of(document)


@pytest.mark.parametrize(("literacy", "wanted"), [("none", True), ("basic", True), ("functional", False)])
def test_who_gets_the_easy_booklet(literacy, wanted):
    assert reads_little(plan(group=Group(size=9, literacy=literacy))) is wanted


# --- facilitator guide beside its slides ----------------------------------------------------


def guide(made=None, session=None, pictures=True):
    made, session = made or content(), session or plan()
    deck = make_deck(made, session, ENGLISH)
    miniatures = [f"picture {number}".encode() for number in range(1, len(deck.cards) + 1)] if pictures else ()
    slides = match_slides(made, session, deck, miniatures)
    return deck, make_facilitator_guide(made, session, ENGLISH, slides)


def test_each_slide_that_is_shown_stands_in_the_guide_once_with_its_title_as_words():
    deck, document = guide()
    shown = nodes_of(document, PictureNode)
    numbers = [int(node.data.decode().split()[1]) for node in shown]
    pauses = {i for i, card in enumerate(deck.cards, 1) if card.kind in ("break", "lunch")}
    visible = [i for i, card in enumerate(deck.cards, 1) if not card.hidden and i not in pauses]
    assert numbers == visible
    assert [node.alt for node in shown] == [deck.cards[number - 1].title for number in numbers]


def test_time_and_slide_are_left_and_words_to_say_right():
    deck, document = guide()
    number = next(i for i, card in enumerate(deck.cards, 1) if card.source_id == "s-read")
    row = next(
        row for table in nodes_of(document, TableNode) if table.flowing for row in table.rows
        if any(getattr(node, "data", b"") == f"picture {number}".encode() for node in row[0].body)
    )  # fmt: skip
    assert "Say this on s-read." in text_of(row[1])
    assert "(5 min) Begin." in text_of(row[1])


def test_breaks_name_their_slide_on_their_line():
    deck, document = guide()
    number = next(i for i, card in enumerate(deck.cards, 1) if card.kind == "lunch")
    lines = [text_of(node) for node in nodes_of(document, Callout)]
    assert any("Lunch" in line and f"Slide {number}" in line for line in lines)


def test_without_miniatures_the_titles_stand_in():
    deck, document = guide(pictures=False)
    assert not nodes_of(document, PictureNode)
    assert f"Slide {len(deck.cards)}" in text_of(document)


def test_an_activity_that_comes_twice_has_its_own_slides_each_time():
    energiser = activity("b-move", module="", title=Text("Move"), kind="energiser", objectives=())
    made = content(module(activities=(activity("a-open"), activity("a-read"))))
    bank = replace(made.bank["openings"], activities=(*made.bank["openings"].activities, energiser))
    made = replace(made, bank={"openings": bank})
    day = plan().days[0]
    slots = (
        slot("09:00", 10, "energiser", activity="b-move"),
        in_module("09:10", 30, "a-open"),
        slot("09:40", 10, "energiser", activity="b-move"),
    )
    session = plan().model_copy(update={"days": (day.model_copy(update={"slots": slots}),)})
    slides = match_slides(made, session, make_deck(made, session, ENGLISH))
    first, again = slides.of_slot[(1, slots[0].id)], slides.of_slot[(1, slots[2].id)]
    assert first
    assert again
    assert {s.number for s in first}.isdisjoint(s.number for s in again)


def test_a_deck_of_another_plan_does_no_harm():
    deck = make_deck(content(), plan(), ENGLISH)
    slides = match_slides(content(), plan(days=2), replace(deck, cards=deck.cards[3:5]))
    assert isinstance(make_facilitator_guide(content(), plan(days=2), ENGLISH, slides), Document)


# --- contents with page numbers ----------------------------------------------------------------


@needs_poppler
def test_the_contents_in_word_have_the_pages_of_the_pdf_and_ask_nothing(tmp_path):
    _, document = guide(pictures=False)
    pages = render_pdf(document, tmp_path / "a.pdf")
    assert pages == tuple(sorted(pages))
    assert len(set(pages)) > 3
    render_docx(document, tmp_path / "a.docx", pages)
    word = docx.Document(str(tmp_path / "a.docx"))
    entries = [p._p for p in word.paragraphs if p.style.name.lower().startswith("toc ")]
    shown = [[t.text for t in entry.iter(qn("w:t"))] for entry in entries]
    assert [int(texts[-1]) for texts in shown] == list(pages)
    assert not word.element.xpath("//w:fldChar[@w:dirty]")
    assert word.settings.element.find(qn("w:updateFields")) is None


def test_a_rich_handout_reads_the_same_in_all_formats(tmp_path):
    sheets = (Handout("h", Text("Sheet"), (*body("One. Two."), *points("a", "b")), "none", "a-read", HERE),)
    document = make_easy_handouts(content(module(handouts=sheets)), plan(), ENGLISH)
    render_pdf(document, tmp_path / "a.pdf")
    render_docx(document, tmp_path / "a.docx")
    assert "Two." in render_html(document)
