"""What each printed document holds, and that every word in it is content or has passed through the language layer."""

import re
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from tests.session_sample import activity, body, content, module, plan, question, with_words
from toolkit.content import language as language_layer
from toolkit.content.language import Language
from toolkit.content.records import Content, Criterion, Handout, Practice, Prose
from toolkit.content.text import Text
from toolkit.planning.brief import Brief, Group
from toolkit.planning.criteria import Evidence
from toolkit.planning.plan import SessionPlan
from toolkit.planning.practices import Advice, CriterionAnswer, PracticeAnswer, answer_practices
from toolkit.problems import Place
from toolkit.rendering.outline import (
    Callout,
    Document,
    Heading,
    ListNode,
    Span,
    TableNode,
    WriteLines,
    plain,
)
from toolkit.rendering.outlines.checklist import make_checklist
from toolkit.rendering.outlines.easy_handouts import make_easy_handouts
from toolkit.rendering.outlines.facilitator_guide import make_facilitator_guide
from toolkit.rendering.outlines.handouts import make_handouts
from toolkit.rendering.outlines.materials import make_materials
from toolkit.rendering.outlines.session_plan import make_session_plan
from toolkit.rendering.outlines.sign_in import SPARE_ROWS, make_sign_in


def checklist(content, plan, language):
    return make_checklist(content, plan, answer_practices(content, plan), language)


MAKERS = (
    make_session_plan, make_facilitator_guide, make_handouts, make_easy_handouts, make_materials, make_sign_in,
    checklist,
)  # fmt: skip
ENGLISH = Language("en")
HERE = Place("m.md", 1)


def walk(value):
    """Every node, span and string of a document, in order."""
    yield value
    if isinstance(value, tuple):
        for part in value:
            yield from walk(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from walk(getattr(value, field.name))


def text_of(document):
    return "\n".join(part.text for part in walk(document) if isinstance(part, Span))


def nodes_of(document, kind):
    return [part for part in walk(document) if isinstance(part, kind)]


def headings_of(document):
    return [plain(node.text) for node in nodes_of(document, Heading)]


# --- session plan --------------------------------------------------------------


def test_the_session_plan_shows_every_slot_with_clock_and_minutes():
    document = make_session_plan(content(), plan(days=2), ENGLISH)
    words = text_of(document)
    for slot in plan(days=2).slots():
        assert f"{slot.start}–{slot.end}" in words
    assert "Day 2: Tuesday, 8 December 2026" in headings_of(document)
    assert "Small groups of 3–5" in words
    assert "Ghana → Italy" in words


def test_the_session_plan_names_objectives_with_indicators_and_what_was_left_out():
    made = plan().model_copy(update={"left_out": ("a-extra",)})
    words = text_of(make_session_plan(content(), made, ENGLISH))
    assert "Explains o-parts aloud." in words
    assert "Activity a-extra" in words


def test_objectives_without_room_are_listed_with_their_reason():
    made = plan()
    missed = made.objectives[1].model_copy(update={"served": False, "reason": "no-time"})
    document = make_session_plan(content(), made.model_copy(update={"objectives": (missed,)}), ENGLISH)
    assert "Objectives that this plan does not serve" in headings_of(document)
    assert "No time for it" in text_of(document)


# --- facilitator guide -----------------------------------------------------------


def test_the_guide_follows_the_clock_and_highlights_what_is_adapted_for_this_group():
    document = make_facilitator_guide(content(), plan(), ENGLISH)
    titles = headings_of(document)
    order = ["Welcome", "Pre-test", "Reading your contract", "Activity a-open", "Activity a-read", "Post-test"]
    found = [titles.index(title) for title in order]
    assert found == sorted(found)
    adapted = [node for node in nodes_of(document, Callout) if node.kind == "adapt"]
    assert "For this group: Low literacy" in [plain(node.title) for node in adapted]


def test_words_led_by_a_bold_label_become_a_frame_of_their_own():
    led = activity("a-read", facilitator=body('**Say:** "Good morning."', "**Watch for:** silence.", "It passes."))
    document = make_facilitator_guide(content(module(activities=(led,))), plan(), ENGLISH)
    kinds = {
        plain(node.body[0].text): (node.kind, len(node.body))
        for node in nodes_of(document, Callout)
        if node.body and hasattr(node.body[0], "text")
    }
    assert kinds['Say: "Good morning."'] == ("say", 1)
    assert kinds["Watch for: silence."] == ("watch", 2)


def test_activities_without_room_stand_in_an_annex_with_their_sheets_in_full():
    sheet = Handout("h-extra", Text("Extra sheet"), body("Words of the extra sheet."), "basic", "a-extra", HERE)
    document = make_facilitator_guide(content(module(handouts=(sheet,))), plan(), ENGLISH)
    words = text_of(document)
    assert words.index("Further activities") < words.index("Activity a-extra")
    assert "Words of the extra sheet." in words
    assert "First point of s-extra" in words, "its slide is in no deck"


def test_the_key_of_every_question_is_bold_and_ticked():
    document = make_facilitator_guide(content(), plan(), ENGLISH)
    right = [n for n in nodes_of(document, ListNode) if n.mark == "none"]
    lines = [plain(item[0].text) for node in right for item in node.items]
    assert "☑ Read it first" in lines
    assert "☐ Ask nobody" in lines


def test_prose_is_told_where_it_stands():
    prose = (
        Prose("p-1", body("Before everything."), HERE),
        Prose("p-2", body("After opening."), HERE, after="a-open"),
        Prose("p-3", body("After what is left out."), HERE, after="a-extra"),
    )
    words = text_of(make_facilitator_guide(content(module(prose=prose)), plan(), ENGLISH))
    places = [words.index(part) for part in ("Before everything.", "Activity a-read\n", "After opening.")]
    assert words.index("After what is left out.") < words.index("Activity a-open", places[0])
    assert words.rindex("After opening.") < words.rindex("Activity a-read")


# --- handouts ----------------------------------------------------------------------


def test_handouts_hold_key_messages_sheets_and_case_studies_but_nothing_for_the_trainer():
    document = make_handouts(content(), plan(), ENGLISH)
    words = text_of(document)
    assert document.large_type
    for part in ("Keep a copy.", "My checklist", "Amina's two contracts", "What did she do well?"):
        assert part in words
    for secret in ("She kept a photo.", "people who hide", "Say this on"):
        assert secret not in words
    assert nodes_of(document, WriteLines), "room to answer the questions of a case study"


def test_sheets_of_activities_outside_the_plan_are_not_in_the_booklet():
    sheet = Handout("h-extra", Text("Extra sheet"), body("Words."), "basic", "a-extra", HERE)
    assert "Extra sheet" not in text_of(make_handouts(content(module(handouts=(sheet,))), plan(), ENGLISH))


def test_a_sheet_is_in_the_booklet_when_another_activity_of_the_plan_names_it():
    sheet = Handout("h-extra", Text("Extra sheet"), body("Words."), "basic", "a-extra", HERE)
    using = replace(activity("a-read"), materials=(Text("h-extra"),))
    made = content(module(handouts=(sheet,), activities=(activity("a-open"), using, activity("a-extra"))))
    for make in (make_handouts, make_easy_handouts):
        assert "Extra sheet" in text_of(make(made, plan(), ENGLISH))


def test_what_is_not_to_take_home_stands_in_the_guide_and_not_in_the_booklets():
    plain_module = module()
    cards = replace(plain_module.handouts[0], body=body("Words of the cards."), take_home=False, copies="group")
    story = replace(plain_module.case_studies[0], take_home=False, copies="one")
    made = content(module(handouts=(cards,), case_studies=(story,)))
    for make in (make_handouts, make_easy_handouts):
        words = text_of(make(made, plan(), ENGLISH))
        assert "Words of the cards." not in words
        assert "Amina" not in words
    guide = text_of(make_facilitator_guide(made, plan(), ENGLISH))
    assert "Words of the cards." in guide
    assert "Amina is a nurse." in guide
    rows = {row[1]: row[2] for row in rows_of(make_materials(made, plan(group=Group(size=18)), ENGLISH))}
    assert (rows["My checklist"], rows["Amina's two contracts"]) == ("4", "1")


def test_where_to_get_help_comes_from_the_country_profile_with_its_date():
    words = text_of(make_handouts(content(), plan(stage="return"), ENGLISH))
    help_at, know_at = words.index("Where to get help"), words.index("Good to know about Italy")
    assert help_at < words.index("112") < know_at < words.index("Warm.")
    assert "As of 1 May 2026" in words


def test_a_town_hall_reads_where_newcomers_get_help_and_nothing_that_it_knows():
    words = text_of(make_handouts(content(), plan(audience="municipalities"), ENGLISH))
    assert words.index("show it to your colleagues") < words.index("Where newcomers get help") < words.index("112")
    assert "family" not in words
    assert "Good to know" not in words


def test_what_is_good_to_know_is_left_to_the_country_guide_where_there_is_one():
    words = text_of(make_handouts(content(), plan(), ENGLISH))
    assert "Where to get help" in words
    assert "Warm." not in words


# --- materials and sign-in -----------------------------------------------------------


def rows_of(document):
    return [
        [" ".join(span.text for span in walk(cell) if isinstance(span, Span)) for cell in row]
        for node in nodes_of(document, TableNode)
        for row in node.rows
    ]


def test_copies_are_counted_for_people_and_groups():
    rows = {row[1]: row[2] for row in rows_of(make_materials(content(), plan(group=Group(size=18)), ENGLISH))}
    assert rows["Participant handouts"] == "18"
    assert rows["Pre-test"] == "18"
    assert rows["My checklist"] == "18"
    assert rows["Amina's two contracts"] == "4", "groups of at most five: four of them"
    assert rows["flip chart"] == ""


def test_a_material_of_several_activities_is_listed_once_and_again_by_day():
    document = make_materials(content(), plan(days=2), ENGLISH)
    names = [row[1] for row in rows_of(document)]
    assert names.count("flip chart") == 1 + 3 + 1  # merged; welcome, open and read on day 1; extra on day 2
    assert [title for title in headings_of(document) if title.startswith("Day")] == [
        "Day 1: Monday, 7 December 2026",
        "Day 2: Tuesday, 8 December 2026",
    ]


def test_the_sign_in_sheet_asks_for_neither_names_nor_codes_and_has_a_row_for_everybody():
    document = make_sign_in(content(), plan(days=2, group=Group(size=18)), ENGLISH)
    table = nodes_of(document, TableNode)[0]
    assert len(table.rows) == 18 + SPARE_ROWS
    assert [plain(column.header) for column in table.columns][2:] == [
        "Monday, 7 December 2026",
        "Tuesday, 8 December 2026",
    ]
    assert "neither your full name nor your code" in text_of(document)


# --- practice checklist ------------------------------------------------------------


def practised():
    criteria = (
        Criterion("taught", Text("Participants teach one another."), "peer_teaching", Text("")),
        Criterion("quiet", Text("There is a quiet place."), "", Text("Is there a quiet corner?")),
    )
    practice = Practice(8, "peers", Text("Peers"), Text("Why."), criteria, Text("Ask pairs."), (), HERE)
    return replace(content(), practices={8: practice})


def answered(satisfied):
    criteria = (
        CriterionAnswer("taught", satisfied, Evidence("activities", ("group-work-0930",), {"count": 1})),
        CriterionAnswer("quiet", None, Evidence("ask", (), {"question": "Is there a quiet corner?"})),
    )
    return (PracticeAnswer(8, "to confirm", criteria, Advice("general", (), {"text": "Ask pairs."})),)


def test_the_checklist_shows_answer_evidence_by_slot_and_next_change_with_a_box():
    document = make_checklist(practised(), plan(), answered(True), ENGLISH)
    words = text_of(document)
    for part in (
        "8  Peers",
        "To confirm by the trainer",
        "activities in the plan: 1",
        "09:30",
        "Is there a quiet corner?",
    ):
        assert part in words
    assert "Next change" in [plain(node.title) for node in nodes_of(document, Callout)]
    assert sum(node.mark == "box" for node in nodes_of(document, ListNode)) == 1 + 2


def test_a_practice_that_the_content_does_not_hold_is_left_out():
    assert "Peers" not in text_of(make_checklist(content(), plan(), answered(True), ENGLISH))


# --- all of them -------------------------------------------------------------------


def empty_plan():
    brief = Brief(title="Empty", audience="refugees", stage="return")
    return SessionPlan(brief=brief, template="half-day", days=())


@pytest.mark.parametrize("make", MAKERS)
def test_a_plan_without_days_and_an_empty_workspace_make_a_document(make):
    document = make(Content(root=Path()), empty_plan(), ENGLISH)
    assert isinstance(document, Document)
    assert document.title == "Empty"


@pytest.mark.parametrize("make", MAKERS)
def test_a_module_of_nothing_but_a_title_makes_a_document(make):
    bare = module(
        activities=(activity("a-open", body=(), steps=(), debrief=(), facilitator=(), adaptations=(), materials=()),),
        slides=(), questions=(), case_studies=(), handouts=(), key_messages=(), objectives=(), sources=(),
    )  # fmt: skip
    assert "Reading your contract" in text_of(make(content(bare), plan(), ENGLISH)) or make in (
        make_sign_in,
        make_materials,
        checklist,
    )


@pytest.mark.parametrize("make", MAKERS)
def test_arabic_documents_run_from_right_to_left(make):
    document = make(with_words(content(), lambda _: "عقد العمل"), plan(), Language("ar"))
    assert document.direction == "rtl"
    assert document.language == "ar"


class Everything(dict):
    """A catalogue that translates whatever it is asked, into the same words between ⟦ ⟧."""

    def get(self, key, default=None):
        return (f"⟦{key[1]}⟧",)


@pytest.mark.parametrize("make", MAKERS)
def test_every_word_is_content_or_was_translated(make, monkeypatch):
    # CLDR words come out in Greek, content is Greek, our own words stand in brackets: a Latin letter is a stray word.
    monkeypatch.setattr(language_layer, "_words", lambda tag: language_layer._Words(Everything()))
    greek = re.compile("[A-Za-z]")

    def to_greek(words):
        return greek.sub("λ", words)

    made = plan(days=2, group=Group(size=20, women=11, men=9, literacy="basic", families=True, children=True))
    made = made.model_copy(
        update={
            "brief": made.brief.model_copy(update={"title": "Πριν φύγετε", "interpreter": True}),
            "left_out": ("a-extra",),
        }
    )
    every = replace(content(module(questions=tuple(question(f"q{i}") for i in range(2)))), bibliography={})
    document = make(with_words(every, to_greek), made, Language("el"))
    own = [document.title, document.subtitle, document.footer, document.page_of, document.contents_title]
    own += [part.text for part in walk(document) if isinstance(part, Span)]
    shown = " ".join(re.sub("⟦[^⟧]*⟧", "", words) for words in own)
    for key in ("ilo-c097", "eu-112", "Article 5", "heading", "contracts"):  # keys and places of sources, as written
        shown = shown.replace(key, "")
    assert not greek.findall(shown), sorted(set(re.findall(r"\S*[A-Za-z]\S*", shown)))
