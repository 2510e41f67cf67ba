"""The tests on paper: what participants and trainer hold in their hands."""

from __future__ import annotations

from dataclasses import replace

from tests.session_sample import content, module, plan, question
from toolkit.content.language import Language
from toolkit.content.workspace import built_in_workspace
from toolkit.evaluation.instrument import make_instrument
from toolkit.evaluation.items import make_item
from toolkit.evaluation.shared_items import load_set
from toolkit.planning.brief import Group
from toolkit.rendering.outline import Choices, CodeBox, Heading, Keep, Para, TableNode, WriteLines, plain
from toolkit.rendering.outlines.observation_sheet import make_observation_sheet
from toolkit.rendering.outlines.questionnaire import (
    make_answer_key,
    make_code_cards,
    make_questionnaire,
    show_options,
)

ENGLISH = Language("en")


def sheet(wave="pre", **changes):
    session = plan(**changes)
    return make_questionnaire(content(), make_instrument(content(), session, wave), session, ENGLISH)


def asked(document):
    return [node for node in document.body if isinstance(node, Keep)]


def stems(document):
    """What is asked, with its number; not the remark that stands before the first of several."""
    shown = [plain(node.text) for keep in asked(document) for node in keep.body if isinstance(node, Para)]
    return [words for words in shown if words[0].isdigit()]


def choices(document):
    return [node for keep in asked(document) for node in keep.body if isinstance(node, Choices)]


def words(node):
    """All text below a node, for looking something up."""
    return repr(node)


def test_it_begins_with_a_box_for_the_code_and_asks_for_no_name():
    document = sheet()
    assert isinstance(document.body[0], CodeBox)
    assert document.body[0].cells == 6
    assert "Do not write your name" in words(document.body[1])


def test_each_type_has_its_own_marks():
    marks = [(choice.mark, choice.across) for choice in choices(sheet())]
    assert marks == [
        ("circle", False), ("circle", False), ("square", False), ("number", False), ("circle", True),
    ]  # fmt: skip
    assert any(isinstance(node, WriteLines) for keep in asked(sheet()) for node in keep.body)


def test_i_dont_know_comes_last():
    for choice in choices(sheet())[:3]:
        assert plain(choice.options[-1][1]) == "I don't know"


def test_questions_are_numbered_through():
    assert [stem.split(".")[0] for stem in stems(sheet())] == ["1", "2", "3", "4", "5", "6"]


def test_large_type_and_no_letters_for_a_group_that_reads_little():
    low = sheet(group=Group(literacy="basic"))
    assert low.large_type
    assert not any(choice.show_codes for choice in choices(low))
    assert not sheet().large_type


def test_a_scale_of_faces_is_drawn():
    known = content().scales["confidence"]
    faces = replace(known, id="faces", faces=True)
    where = replace(content(), scales={"confidence": replace(known, easy="faces"), "faces": faces})
    session = plan(group=Group(literacy="none"))
    document = make_questionnaire(where, make_instrument(where, session, "pre"), session, ENGLISH)
    (table,) = [node for keep in asked(document) for node in keep.body if isinstance(node, TableNode)]
    pictures = [cell.body[0] for row in table.rows for cell in row]
    labels = [plain(cell.body[1].options[0][1]) for row in table.rows for cell in row]

    assert labels == ["Not at all", "A little", "Very"]
    assert len({picture.data for picture in pictures}) == 3
    assert all(picture.decorative for picture in pictures)


def test_an_order_is_never_printed_in_the_right_order():
    for number in range(30):
        item = question(f"q-{number}", type="order", level="application", objective="o-copy")
        made = content(module(questions=(item,)))
        chosen = make_instrument(made, plan(), "pre").items[0]
        shown = [option.code for option in show_options(made, chosen)]
        assert shown != ["a", "b", "c"]
        assert sorted(shown) == ["a", "b", "c"]


def test_the_key_shows_every_item_with_its_right_answer():
    document = make_answer_key(content(), make_instrument(content(), plan(), "pre"), plan(), ENGLISH)
    text = words(document)
    for item in module().questions:
        assert item.id in text
    assert "Read it first" in text
    assert "A copy is your proof." in text


def test_the_key_gives_the_numbers_of_an_order_as_printed():
    made = make_instrument(content(), plan(), "pre")
    item = next(item for item in made.items if item.type == "order")
    numbers = ", ".join(str("abc".index(option.code) + 1) for option in show_options(content(), item))
    assert f"from top to bottom: {numbers}" in words(make_answer_key(content(), made, plan(), ENGLISH))


def test_there_is_a_card_for_each_participant_and_some_to_spare():
    session = plan(group=Group(size=7))
    cards = make_code_cards(make_instrument(content(), session, "pre"), session, ENGLISH)
    table = next(node for node in cards.body if isinstance(node, TableNode))
    codes = [plain(cell.body[0].text) for row in table.rows for cell in row if cell.body]
    assert len(codes) == len(set(codes)) == 12


def test_a_test_without_items_says_so():
    bare = content(module(questions=()))
    document = make_questionnaire(bare, make_instrument(bare, plan(), "pre"), plan(), ENGLISH)
    assert any("no questions yet" in plain(node.text) for node in document.body if isinstance(node, Para))


def shared(name, waves, type="rating"):
    rating = type == "rating"
    asked = question(name, type=type, level="confidence", options=(), scale="confidence" if rating else "", waves=waves)
    return replace(make_item(asked, "knowledge", "basic"), module="", objective="")


def test_a_post_test_looks_back_and_ends_with_words():
    items = (shared("sh-words", ("post",), "short-answer"), shared("sh-sure", ("pre", "post", "then")))
    session = plan(group=Group(literacy="fluent"))
    made = make_instrument(content(module(questions=(question("q-parts"),))), session, "post", items)
    document = make_questionnaire(content(), made, session, ENGLISH)
    titles = [plain(node.text) for node in document.body if isinstance(node, Heading)]
    assert titles == ["What do you think?", "How is it for you?", "Looking back", "In your own words"]
    assert stems(document) == [
        "1. What about q-parts?", "2. What about sh-sure?", "3. What about sh-sure?", "4. What about sh-words?",
    ]  # fmt: skip


def test_a_follow_up_asks_without_a_card_too():
    made = make_instrument(content(), plan(), "followup", (shared("sh-did", ("followup",)),))
    document = make_questionnaire(content(), made, plan(), ENGLISH)
    assert document.name == "follow-up"
    assert "some months ago" in words(document.body[1])
    assert "If you no longer have your card" in words(document.body[1])


def test_an_observation_sheet_has_a_circle_for_each_step_and_room_to_write():
    made = replace(content(), root=built_in_workspace())
    observation, problems = load_set(made, "observation")
    assert problems == ()
    document = make_observation_sheet(made, observation, plan(), ENGLISH)
    (table,) = (node for node in document.body if isinstance(node, TableNode))
    assert [plain(column.header) for column in table.columns] == [
        "What one can see", "Not seen", "Now and then", "Mostly", "Throughout", "Could not be judged",
        "What I saw and heard",
    ]  # fmt: skip
    assert len(table.rows) == sum(item.type == "rating" for item in observation.items)
    assert all(row[-1].body == () for row in table.rows)
    assert not any(isinstance(node, CodeBox) for node in document.body)
    assert any(isinstance(part, WriteLines) for node in asked(document) for part in node.body)
