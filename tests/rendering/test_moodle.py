"""The tests as Moodle XML: parsed back, question by question."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree as Xml

from tests.session_sample import body, content, module, plan, question, with_words
from toolkit.content.language import Language
from toolkit.content.records import ResponseOption
from toolkit.content.text import Picture, Text
from toolkit.evaluation.instrument import make_instrument, make_session_instrument
from toolkit.evaluation.instrument_file import parse_instrument
from toolkit.rendering.moodle import moodle_xml, render_moodle

ENGLISH = Language("en")


def quiz(made=None, readers=None):
    readers = readers or ((ENGLISH, made or content()),)
    root = Xml.fromstring(moodle_xml(make_instrument(readers[0][1], plan(), "pre"), readers))
    return {node.findtext("name/text"): node for node in root if node.get("type") != "category"}


def fractions(node):
    return [float(answer.get("fraction")) for answer in node.findall("answer")]


def test_each_type_becomes_a_question_that_every_moodle_knows():
    assert {name: node.get("type") for name, node in quiz().items()} == {
        "q-parts": "multichoice",
        "q-true": "multichoice",
        "q-many": "multichoice",
        "q-order": "matching",
        "q-sure": "multichoice",
        "q-own": "essay",
    }


def test_one_answer_is_right_and_i_dont_know_is_none():
    node = quiz()["q-parts"]
    assert node.findtext("single") == "true"
    assert fractions(node) == [0, 100, 0, 0]
    assert [a.findtext("text") for a in node.findall("answer")][-1] == "I don't know"
    assert node.findtext("generalfeedback/text") == "A copy is your proof."
    assert float(node.findtext("defaultgrade")) == 1


def test_marking_everything_in_a_multiple_choice_gives_nothing():
    options = tuple(ResponseOption(code, Text(code), correct=code in "ab") for code in "abcde")
    node = quiz(content(module(questions=(question("q-parts", type="multiple-choice", options=options),))))["q-parts"]
    assert node.findtext("single") == "false"
    assert fractions(node) == pytest.approx([50, 50, -33.33333, -33.33333, -33.33333, 0])
    assert sum(fractions(node)) == pytest.approx(0, abs=1e-4)


def test_an_order_is_matched_to_positions():
    parts = quiz()["q-order"].findall("subquestion")
    shown = {part.findtext("text"): part.findtext("answer/text") for part in parts}
    assert shown == {"Sign at once": "1", "Read it first": "2", "Ask nobody": "3"}


def test_a_rating_gives_no_points_whatever_is_chosen():
    node = quiz()["q-sure"]
    assert set(fractions(node)) == {100}
    assert float(node.findtext("defaultgrade")) == 0
    assert node.findtext("shuffleanswers") == "false"


def test_true_and_false_without_i_dont_know():
    made, problems = parse_instrument(
        "instrument: i\ntitle: t\nitems:\n  - {item_id: q, text: So?, type: true-false, options: [true, false], "
        "key: false}\n"
    )
    assert problems == ()
    (node,) = Xml.fromstring(moodle_xml(made, ((ENGLISH, content()),))).findall("question[@type='truefalse']")
    assert [(a.findtext("text"), a.get("fraction")) for a in node.findall("answer")] == [
        ("true", "0"),
        ("false", "100"),
    ]


def test_several_languages_are_parted_for_moodles_filter():
    readers = ((ENGLISH, content()), (Language("ar"), with_words(content(), lambda words: f"ع {words}")))
    text = quiz(readers=readers)["q-parts"].findtext("questiontext/text")
    assert text == (
        '<span lang="en" class="multilang">What about q-parts?</span>'
        '<span lang="ar" class="multilang">ع What about q-parts?</span>'
    )


def test_a_whole_session_holds_each_question_once():
    whole = make_session_instrument(((ENGLISH, content()),), plan())
    root = Xml.fromstring(moodle_xml(whole, ((ENGLISH, content()),)))
    names = [node.findtext("name/text") for node in root if node.get("type") != "category"]
    assert names == [item.item_id for item in whole.items]


def test_a_picture_is_part_of_the_question(tmp_path):
    (tmp_path / "sign.png").write_bytes(b"\x89PNG")
    stem = (*body("What is this?"), Picture("sign.png", Text("A <sign>"), Text("")))
    made = replace(content(module(questions=(question("q-parts", stem=stem),))), root=tmp_path)
    text = quiz(made)["q-parts"].findtext("questiontext/text")
    assert '<img src="data:image/png;base64,iVBORw==" alt="A &lt;sign&gt;">' in text


def test_the_same_instrument_has_the_same_bytes(tmp_path):
    for name in ("a.xml", "b.xml"):
        render_moodle(content(), make_instrument(content(), plan(), "pre"), (), tmp_path / name)
    assert (tmp_path / "a.xml").read_bytes() == (tmp_path / "b.xml").read_bytes()


@settings(max_examples=60, deadline=None)
@given(words=st.one_of(st.text(max_size=60), st.just("a ]]> b <script>&amp;\x00\x0b")))
def test_any_text_gives_well_formed_xml(words):
    asked = question("q-parts", stem=body(f"Q {words}"), feedback=body(words), options=(
        ResponseOption("a", Text(f"A {words}"), correct=True), ResponseOption("b", Text("B")),
    ))  # fmt: skip
    node = quiz(content(module(questions=(asked,))))["q-parts"]
    assert len(node.findall("answer")) == 3
    assert "<script" not in node.findtext("questiontext/text")
