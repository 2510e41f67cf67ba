"""The deck as cards: what is shown, in which order, what is hidden, how long texts go on."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.session_sample import activity, body, content, module, plan, points, slide, with_words
from toolkit.content.language import Language
from toolkit.content.text import Text
from toolkit.rendering.outline import Card, Heading, ListNode, Para, TableNode, inline, plain
from toolkit.rendering.outlines.deck import make_deck
from toolkit.rendering.outlines.deck_fit import fit_cards, split_card, unique_titles
from toolkit.rendering.slide_space import filled_share, place_card
from toolkit.rendering.slide_text import slide_paras

ENGLISH = Language("en")


def deck(days=1, made=None, **changes):
    return make_deck(made or content(), plan(days, **changes), ENGLISH)


def titles(made, *, hidden=False):
    return [card.title for card in made.cards if card.hidden == hidden]


def notes_of(card):
    return "\n".join(plain(para.spans) for para in slide_paras(card.notes))


def card_from(made, source_id):
    return next(card for card in made.cards if card.source_id == source_id)


def test_the_deck_follows_the_day():
    assert titles(deck()) == [
        "Before you leave",
        "Our programme",
        "Welcome",
        "Pre-test",
        "Reading your contract",
        "Slide s-module",
        "Activity a-open",
        "Looking back: Activity a-open",
        "Break",
        "Slide s-read",
        "Amina's two contracts",
        "Looking back: Activity a-read",
        "To remember: Reading your contract",
        "Lunch",
        "Post-test",
        "Who can help in Italy",
        "Thank you",
    ]


def test_several_days_begin_with_where_we_are():
    days = [title for title in titles(deck(2)) if title.startswith(("Where we are", "Programme"))]
    assert days == [
        "Where we are: day 1 of 2", "Programme of day 1", "Where we are: day 2 of 2", "Programme of day 2",
    ]  # fmt: skip


def test_slides_of_activities_that_are_left_out_are_hidden_at_the_modules_end():
    made = deck()
    assert titles(made, hidden=True) == ["Slide s-extra"]
    assert "leaves out “Activity a-extra”" in notes_of(card_from(made, "s-extra"))
    assert titles(deck(2), hidden=True) == []


def test_every_slide_of_every_planned_module_is_in_the_deck():
    for days in (1, 2):
        assert {s.id for s in module().slides} <= {card.source_id for card in deck(days).cards}


def test_the_section_card_shows_the_objectives_that_the_plan_serves():
    section = next(card for card in deck().cards if card.layout == "section")
    assert "Explain o-parts." in repr(section.body)


def test_a_title_slide_of_the_module_becomes_its_section_card():
    own = slide("s-title", layout="title", title="Paper that protects", content=body("Read it"))
    made = deck(made=content(module(slides=(own, *module().slides))))
    section = next(card for card in made.cards if card.layout == "section")
    assert (section.title, section.source_id) == ("Paper that protects", "s-title")
    assert "Say this on s-title." in notes_of(section)


def test_notes_have_time_words_steps_and_the_adaptations_that_apply():
    notes = notes_of(card_from(deck(), "s-read"))
    for words in ("10:15–11:00", "45 min", "Say this on s-read.", "Begin.", "Watch for:", "Read everything aloud."):
        assert words in notes
    assert "Read everything aloud." not in notes_of(card_from(deck(), "a-open"))


def test_the_story_of_a_case_is_in_the_notes_and_its_questions_on_the_slide():
    card = card_from(deck(), "c-amina")
    assert "What did she do well?" in repr(card.body)
    assert "She got two contracts." in notes_of(card)
    assert "She kept a photo." in notes_of(card)


def test_fewer_slides_than_cases_stand_in_for_none_of_them():
    own = slide("s-case", "a-read", "case-study")
    second = replace(module().case_studies[0], id="c-other", title=Text("Two brothers"))
    made = module(slides=(*module().slides, own), case_studies=(*module().case_studies, second))
    deck = make_deck(content(made), plan(), ENGLISH)
    assert {"Amina's two contracts", "Two brothers"} <= {card.title for card in deck.cards}


def test_an_activity_without_a_slide_says_what_it_is_good_for_with_four_objectives_at_most():
    objectives = tuple(
        replace(
            module().objectives[0],
            id=f"o-{n}",
            priority="optional" if n < 5 else "essential",
            statement=Text(f"Aim {n}"),
        )
        for n in range(7)
    )
    made = module(objectives=objectives, slides=())
    day = plan().days[0]
    ids = tuple(o.id for o in objectives)
    slots = tuple(s.model_copy(update={"objectives": ids}) if s.activity == "a-read" else s for s in day.slots)
    session = plan().model_copy(update={"days": (day.model_copy(update={"slots": slots}),)})
    card = next(c for c in make_deck(content(made), session, ENGLISH).cards if c.source_id == "a-read")
    lead, aims = card.body
    section = next(c for c in make_deck(content(made), session, ENGLISH).cards if c.layout == "section")
    assert len(next(part for part in section.body if isinstance(part, ListNode)).items) == 5
    assert plain(lead.text) == "After this we can:"
    assert [plain(item[0].text) for item in aims.items] == ["Aim 0", "Aim 1", "Aim 5", "Aim 6"]


def test_an_own_case_study_slide_takes_the_notes_of_the_case():
    own = slide("s-case", "a-read", "case-study")
    made = deck(made=content(module(slides=(own,))))
    assert "c-amina" not in {card.source_id for card in made.cards}
    assert "She got two contracts." in notes_of(card_from(made, "s-case"))


def test_an_own_debrief_slide_is_the_debrief():
    own = slide("s-debrief", "a-read", "debrief", "What was new?")
    shown = titles(deck(made=content(module(slides=(own,)))))
    assert "Looking back: Activity a-read" not in shown
    assert shown.index("Amina's two contracts") < shown.index("What was new?")


def test_the_breaks_say_when_we_go_on():
    pause = next(card for card in deck().cards if card.title == "Break")
    assert plain(pause.body[0].text) == "We go on at 10:15."


def test_contacts_come_from_the_destination_with_their_sources_in_the_notes():
    card = next(card for card in deck(contact="0800 1").cards if card.layout == "contacts")
    assert all(words in repr(card.body) for words in ("112", "labour inspectorate", "0800 1"))
    assert "Warm." not in repr(card.body)
    assert "Title of eu-112" in notes_of(card)


def test_notes_are_in_the_trainers_language_and_slides_in_the_participants():
    french = with_words(content(), lambda words: f"FR {words}")
    made = make_deck(content(), plan(), ENGLISH, notes=(Language("fr"), french))
    card = card_from(made, "s-read")
    assert "FR Say this on s-read." in notes_of(card)
    assert "FR" not in repr(card.body) + card.title


def test_sections_are_whole_stretches():
    sections = [card.section for card in deck(2).cards]
    assert sections[0] == "Day 1"
    assert sections[-1] == "Help and contacts"
    assert all(sections)


def test_columns_are_cut_at_their_headings():
    from toolkit.content.text import Heading as ContentHeading
    from toolkit.content.text import Text

    two = (ContentHeading(3, Text("At home")), *points("A"), ContentHeading(3, Text("There")), *points("B"))
    own = slide("s-two", "a-read", "two-columns", content=two)
    card = card_from(deck(made=content(module(slides=(own,)))), "s-two")
    assert [plain(head) for head, _ in card.columns] == ["At home", "There"]


def bullets(count, words=8):
    return ListNode(tuple((Para(inline(f"point {n} " + "word " * words)),) for n in range(count)))


def test_a_long_list_goes_on_over_numbered_cards_about_as_long():
    parts = split_card(Card("bullets", "Long", (bullets(30),), notes=(Para(inline("say")),)), ENGLISH, ENGLISH)
    assert [part.title for part in parts] == [f"Long ({n}/{len(parts)})" for n in range(1, len(parts) + 1)]
    lengths = [len(part.body[0].items) for part in parts]
    assert sum(lengths) == 30
    assert min(lengths) > max(lengths) / 2
    assert plain(parts[0].notes[0].text) == "say"


def test_numbers_go_on_after_a_cut():
    numbered = replace(bullets(30), mark="number")
    parts = split_card(Card("bullets", "Long", (numbered,)), ENGLISH, ENGLISH)
    assert parts[1].body[0].start == 1 + len(parts[0].body[0].items)


def test_a_heading_stays_with_what_follows():
    nodes = tuple(node for n in range(8) for node in (Heading(3, inline(f"Head {n}")), bullets(3)))
    for part in split_card(Card("bullets", "Heads", nodes), ENGLISH, ENGLISH):
        assert not isinstance(part.body[-1], Heading)


def test_a_long_paragraph_is_cut_between_sentences():
    text = " ".join(f"This is sentence number {n} of a very long story that goes on." for n in range(40))
    parts = split_card(Card("bullets", "Story", (Para(inline(text)),)), ENGLISH, ENGLISH)
    assert len(parts) > 1
    assert all(filled_share(part) <= 1 for part in parts)
    assert all(plain(part.body[-1].text).endswith(".") for part in parts)


def test_equal_titles_are_counted():
    cards = [Card("bullets", title) for title in ("Break", "break", "Break (2)", "", "Break")]
    assert [card.title for card in unique_titles(cards, ENGLISH)] == [
        "Break", "break (2)", "Break (2) (2)", "Slide", "Break (3)",
    ]  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.text(max_size=400), max_size=30),
    st.sampled_from(["bullets", "debrief", "quote", "section", "activity", "pause", "title"]),
)
def test_any_text_fits_and_nothing_is_lost(texts, layout):
    cards = fit_cards(
        [Card(layout, "T", (ListNode(tuple((Para(inline(text)),) for text in texts)),))], ENGLISH, ENGLISH
    )
    shown = "".join(plain(para.spans) for card in cards for para in slide_paras(card.body))
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", "".join(texts))
    assert len({card.title for card in cards}) == len(cards)
    for card in cards:
        assert filled_share(card) <= 1 or len(slide_paras(card.body)) == 1


def test_sizes_are_never_below_18_points():
    for card in fit_cards(
        [Card("section", "T" * 60, (bullets(12),)), Card("title", "T", (bullets(9),))], ENGLISH, ENGLISH
    ):
        place = place_card(card)
        assert place.title_size >= 18
        assert all(part.size >= 18 for part in place.parts)


@pytest.mark.parametrize("language", ["ar", "fa", "ti", "uk"])
def test_other_languages_change_direction_only(language):
    made = make_deck(content(), plan(), Language(language))
    assert made.direction == ("rtl" if language in ("ar", "fa") else "ltr")
    note = Language(language).drafted_words  # its own slide at the end, until a person has reviewed the words
    assert len(made.cards) == len(deck().cards) + note


def test_no_word_comes_from_nowhere(monkeypatch):
    """With every string of the content and every word of the toolkit in brackets, nothing is left outside them."""
    say = Language.say
    monkeypatch.setattr(Language, "say", lambda self, m, c="", **v: f"‹{say(self, m, c, **v)}›")
    monkeypatch.setattr(Language, "say_count", lambda self, one, many, count, c="", **v: "‹count›")
    monkeypatch.setattr(Language, "show_date", lambda self, day: "‹date›")
    monkeypatch.setattr(Language, "show_list", lambda self, words: "‹list›")
    monkeypatch.setattr(Language, "name_of_country", lambda self, code: "‹land›")
    session = plan(2, contact="‹c›", organisation="‹o›")
    session = session.model_copy(update={"brief": session.brief.model_copy(update={"title": "‹t›"})})
    made = make_deck(with_words(content(), lambda words: f"‹{words}›"), session, ENGLISH)
    texts = [made.footer, *made.words.values()]
    for card in made.cards:
        texts += [card.title, card.section, card.subtitle, *(word for fact in card.facts for word in fact)]
        texts += [plain(para.spans) for para in (*slide_paras(card.body), *slide_paras(card.notes))]
        for table in (node for node in card.body if isinstance(node, TableNode)):
            texts += [plain(column.header) for column in table.columns]
    for text in texts:
        left = text
        while (less := re.sub(r"‹[^‹›]*›", "", left)) != left:
            left = less
        assert not any(ch.isalpha() for ch in left) or "Title of" in left or "1949" in left, text


def test_a_session_without_modules_still_has_a_deck():
    empty = plan().model_copy(update={"days": (), "objectives": ()})
    assert titles(make_deck(content(), empty, ENGLISH))[0] == "Before you leave"


def test_a_frame_activity_without_slide_is_shown_large():
    made = deck(made=content(module(activities=(activity("a-open"), activity("a-read")))))
    assert place_card(next(card for card in made.cards if card.title == "Welcome")).master == "pause"
