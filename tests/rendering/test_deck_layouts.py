"""Layouts of the deck: where steps, options, labels, time bar and codes go, and what gives way for lack of room."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.session_sample import activity, body, content, module, plan, slide
from toolkit.content.language import Language
from toolkit.content.text import Item, ListBlock, Text
from toolkit.rendering.outline import Card, ListNode, Para, QrNode, TableNode, inline, plain
from toolkit.rendering.outlines.deck import make_deck
from toolkit.rendering.outlines.deck_fit import fit_cards, split_card
from toolkit.rendering.slide_box import HEIGHT, WIDTH
from toolkit.rendering.slide_chips import CHIP_LINE, chip_rows, fits_strip
from toolkit.rendering.slide_frames import arrow_boxes
from toolkit.rendering.slide_space import Box, filled_share, place_card
from toolkit.rendering.slide_text import LEAST_PT

ENGLISH = Language("en")


def points(*texts, mark="bullet"):
    return ListNode(tuple((Para(inline(text)),) for text in texts), mark)


def deck(made=None, days=1, **brief):
    return make_deck(made or content(), plan(days, **brief), ENGLISH)


def with_slide(own):
    return deck(content(module(slides=(own,))))


def test_steps_are_numbered_boxes_with_arrows_in_reading_order():
    place = place_card(Card("process", "P", (points("Stop", "Step back", "Warn", "Report", mark="number"),)))
    assert [part.label for part in place.parts] == ["1", "2", "3", "4"]
    left = [part.panel.x for part in place.parts]
    assert left == sorted(left)
    assert len(arrow_boxes(place.parts)) == 3


def test_six_steps_stand_in_two_rows_and_arrows_stay_within_a_row():
    place = place_card(Card("process", "P", (points(*"abcdef"),)))
    assert len({part.panel.y for part in place.parts}) == 2
    assert len(arrow_boxes(place.parts)) == 4


def test_steps_that_are_too_long_or_too_many_become_a_list():
    long = Card("process", "P", (points(*("a step with very many words " * 6 for _ in range(4))),))
    many = Card("process", "P", (points(*"abcdefghi"),))
    for card in (long, many):
        place = place_card(card)
        assert [part.frame for part in place.parts] == [""]
        assert all(part.size >= LEAST_PT for part in place.parts)


def test_what_is_before_the_colon_of_a_step_is_bold():
    own = slide("s-steps", "a-read", "process", content=(ListBlock(True, tuple(
        Item(body(words)) for words in ("See: what happened?", "Ask: whom?"))),))  # fmt: skip
    card = next(card for card in with_slide(own).cards if card.source_id == "s-steps")
    assert [(span.text, span.bold) for span in card.body[0].items[0][0].text] == [
        ("See: ", True),
        ("what happened?", False),
    ]


def test_options_have_numbers_and_questions_have_none():
    options = place_card(Card("question", "Q", (points("Stay", "Call", "Ask at a desk"),)))
    assert [part.label for part in options.parts] == ["1", "2", "3"]
    questions = place_card(Card("question", "Q", (points("Who?", "When?"),)))
    assert [part.label for part in questions.parts] == [""]


def test_ticked_options_are_shown_after_the_question():
    options = (("The employer", False), ("Me", True))
    ticks = (ListBlock(False, tuple(Item(body(words), checked=right) for words, right in options)),)
    own = slide("s-who", "a-read", "question", "Who keeps it?", ticks)
    asked, answered = (card for card in with_slide(own).cards if card.source_id == "s-who")
    assert (asked.title, asked.marked) == ("Who keeps it?", ())
    assert (answered.title, answered.marked) == ("Answer: Who keeps it?", (1,))
    assert [part.frame for part in place_card(answered).parts] == ["option", "answer"]
    assert "box" not in repr(asked.body)


def test_an_activity_has_its_facts_as_labels_and_a_bar_for_its_minutes():
    card = next(card for card in deck().cards if card.source_id == "s-read")
    place = place_card(card)
    assert (card.clock, card.minutes) == (("10:15", "11:00"), 45)
    assert place.time_bar is not None
    assert len(place.chips) == len(card.facts) == len(card.fact_icons)
    tops = [part.box.y for part in place.parts]
    assert min(tops) > max(chip.y + chip.height for chip in place.chips)
    assert all(part.box.y + part.box.height <= place.time_bar.y for part in place.parts)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=8), st.text(min_size=1, max_size=120)), min_size=1, max_size=6))
def test_labels_never_leave_their_row_or_cover_each_other(facts):
    row = Box(48, 100, 864, 0)
    boxes = chip_rows(tuple(facts), row)
    assert len(boxes) == len(facts)
    for box in boxes:
        assert row.x <= box.x
        assert box.x + box.width <= row.x + row.width + 0.01
        assert box.height >= CHIP_LINE
    for one in boxes:
        for two in boxes:
            apart = one.x + one.width <= two.x or two.x + two.width <= one.x
            assert one is two or apart or one.y + one.height <= two.y or two.y + two.height <= one.y


def test_materials_are_shown_where_they_fit():
    assert fits_strip((("", "Group work"), ("You need", "pens")))
    assert not fits_strip((("You need", "a very long list of things to bring along " * 4),))


def test_the_form_is_shown_as_a_code_with_its_address_at_both_tests():
    shown = deck(form_url="https://ee.example.org/x/Ab12")
    cards = [card for card in shown.cards if card.layout == "qr"]
    assert [card.title for card in cards] == ["Pre-test on your phone", "Post-test on your phone"]
    code = next(node for node in cards[0].body if isinstance(node, QrNode))
    assert code.data == plain(code.caption) == "https://ee.example.org/x/Ab12"
    assert code.alt
    part = next(part for part in place_card(cards[0]).parts if part.qr)
    assert part.box.width == part.box.height >= 200
    assert not any(card.layout == "qr" for card in deck().cards)


@pytest.mark.parametrize("address", ["ftp://x.org", "javascript:alert(1)", "ee.example.org/x", "https://a b"])
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(ValueError, match="form_url"):
        plan(form_url=address)


def test_later_modules_begin_with_where_we_are():
    own = activity("a-rights", module="rights")
    other = module(
        id="rights", title=Text("Your rights"), activities=(own,), slides=(), case_studies=(), key_messages=()
    )
    made = content(module(), other)
    first = plan()
    day = first.days[0]
    last = day.slots[4].model_copy(update={"module": "rights", "activity": "a-rights", "id": "x"})
    changed = first.model_copy(
        update={"days": (day.model_copy(update={"slots": (*day.slots[:4], last, *day.slots[5:])}),)}
    )
    cards = make_deck(made, changed, ENGLISH).cards
    where = next(card for card in cards if card.title == "Where we are: Your rights")
    rows = next(node for node in where.body if isinstance(node, TableNode)).rows
    assert plain(rows[where.marked[0]][1].body[0].text) == "Your rights"
    titles = [card.title for card in cards]
    assert titles.index("Where we are: Your rights") + 1 == titles.index("Your rights")
    assert "Where we are: Reading your contract" not in titles


def test_what_frames_the_day_is_one_line_of_the_programme():
    programme = next(card for card in deck().cards if card.title == "Our programme")
    shown = [plain(row[1].body[0].text) for row in programme.body[0].rows]
    assert shown == [
        "Opening · Pre-test",
        "Reading your contract",
        "Break",
        "Reading your contract",
        "Lunch",
        "Post-test",
    ]


def test_breaks_of_the_same_name_say_when_they_are():
    first = plan()
    day = first.days[0]
    again = day.slots[3].model_copy(update={"id": "break-1150", "start": "11:50", "end": "12:00", "minutes": 10})
    days = (day.model_copy(update={"slots": (*day.slots, again)}),)
    cards = make_deck(content(), first.model_copy(update={"days": days}), ENGLISH).cards
    assert [card.title for card in cards if card.kind == "break"] == ["Break at 10:00", "Break at 11:50"]
    two = (*days, days[0].model_copy(update={"number": 2}, deep=True))
    cards = make_deck(content(), first.model_copy(update={"days": two}), ENGLISH).cards
    assert "Break at 10:00, day 2" in [card.title for card in cards]


@pytest.mark.parametrize("title", ["W" * 300, "a long title that goes on " * 20, "كلمة طويلة " * 40])
@pytest.mark.parametrize("layout", ["bullets", "section", "comparison", "key-message", "agenda"])
def test_a_title_without_end_is_cut_and_comes_whole_in_the_text(title, layout):
    columns = tuple((inline(head), (points("a"),)) for head in "AB") if layout == "comparison" else ()
    card = Card(layout, title, () if columns else (points("a"),), columns=columns)
    first, *_ = fit_cards([card], ENGLISH, ENGLISH)
    assert first.title.removesuffix("(1/2)").rstrip().endswith("…")
    place = place_card(first)
    assert place.fits
    assert place.title_size >= 20
    assert title.split()[0] in repr(first.body)


def test_a_word_of_300_letters_stays_on_the_slide():
    for layout in ("bullets", "process", "question", "activity", "quote"):
        for card in fit_cards([Card(layout, "T", (points("x" * 300, "b", "c"),))], ENGLISH, ENGLISH):
            assert filled_share(card) <= 1
            for part in place_card(card).parts:
                box = part.panel or part.box
                assert box.x >= 0
                assert box.y >= 0
                assert box.x + box.width <= WIDTH
                assert box.y + box.height <= HEIGHT


def test_the_mark_of_an_agenda_stays_with_its_row_when_it_is_cut():
    rows = tuple((cell, cell) for cell in (_cell(f"row {n}") for n in range(30)))
    card = Card("agenda", "A", (TableNode(_columns(), rows),), marked=(20,))
    parts = split_card(card, ENGLISH, ENGLISH)
    marked = [
        plain(table.rows[index][0].body[0].text)
        for part in parts
        for table in part.body
        for index in part.marked
        if 0 <= index < len(table.rows)
    ]
    assert len(parts) > 1
    assert marked == ["row 20"]


def _cell(text):
    from toolkit.rendering.outline import Cell

    return Cell((Para(inline(text)),))


def _columns():
    from toolkit.rendering.outline import Column

    return (Column(inline("Time"), 30), Column(inline("What"), 70))


def test_columns_never_overlap():
    card = Card("two-columns", "T", columns=tuple((inline(head), (points("a", "b"),)) for head in "ABC"))
    panels = [part.panel for part in place_card(card).parts]
    assert all(one.x + one.width < two.x for one, two in pairwise(panels))
    assert place_card(replace(card, layout="comparison")).parts[1].frame == "other-card"
