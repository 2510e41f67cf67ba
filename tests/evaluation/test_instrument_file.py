"""Instruments as files: written for a session, or by hand for a questionnaire that exists already."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.session_sample import body, content, module, plan, points, question, with_words
from toolkit.content.language import Language
from toolkit.content.records import ResponseOption
from toolkit.content.text import Paragraph, Picture, Quote, Table, Text
from toolkit.content.walk import map_record_texts
from toolkit.evaluation.body_text import body_markdown, read_body
from toolkit.evaluation.instrument import make_session_instrument, of_wave
from toolkit.evaluation.instrument_file import load_instrument, parse_instrument
from toolkit.evaluation.instrument_text import save_instrument_text
from toolkit.problems import Place

READERS = ((Language("en"), content()), (Language("fr"), with_words(content(), lambda words: f"fr: {words}")))
NOWHERE = Place("")

BY_HAND = """\
instrument: my_questionnaire
title: A questionnaire of my own
items:
  - item_id: q1
    text: Which number do you call in an emergency?
    type: single-choice
    options: {a: 112, b: 999, x: I don't know}
    unknown: x
    key: a
  - item_id: q2
    text: How sure are you?
    type: rating
    construct: confidence
    options: [1, 2, 3, 4]
"""


def session(readers=READERS):
    return make_session_instrument(readers, plan())


def bare(record):
    """Without places and names of texts, which a file does not keep."""
    plain = map_record_texts(record, lambda text: Text(text.source))

    def options(item, given):
        # In an order nothing is right or wrong by itself; the sample marks one option all the same.
        choice = item.type != "order"
        return tuple(replace(o, text=Text(o.text.source), correct=o.correct and choice) for o in given)

    items = tuple(
        replace(
            item,
            place=NOWHERE,
            options=options(item, item.options),
            words=tuple(replace(words, options=options(item, words.options)) for words in item.words),
        )
        for item in plain.items
    )
    scales = tuple(replace(scale, place=NOWHERE) for scale in plain.scale_records)
    return replace(plain, items=items, scale_records=scales)


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_every_type_comes_back_as_it_was_saved(form):
    made = session()
    assert {item.type for item in made.items} == {
        "single-choice", "true-false", "multiple-choice", "order", "rating", "short-answer",
    }  # fmt: skip
    read, problems = parse_instrument(save_instrument_text(made, form), f"instrument.{form}")
    assert problems == ()
    assert bare(read) == bare(made)


def test_the_same_instrument_has_the_same_text():
    made = session()
    text = save_instrument_text(made)
    assert text == save_instrument_text(parse_instrument(text)[0])


def test_json_is_json():
    assert json.loads(save_instrument_text(session(), "json"))["wave"] == "all"


def test_it_is_read_from_a_file(tmp_path):
    path = tmp_path / "instrument.yaml"
    path.write_text(save_instrument_text(session()), encoding="utf-8")
    read, problems = load_instrument(path)
    assert problems == ()
    assert read is not None
    assert read.items[0].place.path == path.as_posix()


def test_a_file_that_is_not_there_is_a_problem(tmp_path):
    read, problems = load_instrument(tmp_path / "none.yaml")
    assert read is None
    assert [p.code for p in problems] == ["file-missing"]


def test_an_instrument_needs_no_workspace():
    read, problems = parse_instrument(BY_HAND)
    assert problems == ()
    first, second = read.items
    assert (first.key, first.construct, first.level, first.waves) == (
        ("a",), "knowledge", "understanding", ("pre", "post"),
    )  # fmt: skip
    assert [option.text.source for option in first.options] == ["112", "999", "I don't know"]
    assert first.options[2].unknown
    assert [option.code for option in second.options] == ["1", "2", "3", "4"]
    assert read.version.startswith("00000000-")


def test_words_in_several_languages():
    text = BY_HAND.replace("title:", "languages: [en, ar]\ntitle:").replace(
        "text: How sure are you?", "text: {en: How sure are you?, ar: ما مدى ثقتك؟}"
    )
    read, problems = parse_instrument(text)
    assert [(p.code, p.where.line) for p in problems] == [
        ("instrument-text-missing", 6),
        ("instrument-text-missing", 8),
    ]
    (arabic,) = read.items[1].words
    assert arabic.stem[0].text.source == "ما مدى ثقتك؟"
    (missing,) = read.items[0].words
    assert missing.stem[0].text == replace(missing.stem[0].text, translated=False)


def test_an_untranslated_text_is_left_out_and_not_passed_off_as_a_translation():
    half = replace(
        content(),
        modules={
            key: map_record_texts(one, lambda text: replace(text, translated=False))
            for key, one in content().modules.items()
        },
    )
    text = save_instrument_text(session(((Language("en"), content()), (Language("fr"), half))))
    read, problems = parse_instrument(text)
    assert {p.code for p in problems} == {"instrument-text-missing"}
    assert not any(text.translated for item in read.items for text in (item.words[0].stem[0].text,))


def test_the_part_of_one_wave_is_what_that_wave_asks():
    late = content(module(questions=(question("q-both"), question("q-late", waves=("post",)))))
    whole = make_session_instrument(((Language("en"), late),), plan())
    assert [item.item_id for item in of_wave(whole, "pre").items] == ["q-both"]
    assert [item.item_id for item in of_wave(whole, "post").items] == ["q-both", "q-late"]


ITEM = "instrument: i\ntitle: t\nitems:\n  - item_id: q\n    text: Why?\n"
CHOICE = "    type: single-choice\n    options: {a: One, b: Two}\n"
RATING = "    type: rating\n    construct: confidence\n    options: [a, b]\n"

BAD = {
    "no title": ("instrument: i\nitems: []\n", [(1, "key-missing")]),
    "unknown key in the head": (
        ITEM.replace("title: t", "title: t\nversoin: 2") + CHOICE + "    key: a\n", [(3, "key-unknown")],
    ),
    "unknown key in an item": (ITEM + CHOICE + "    keey: a\n    construct: attitude\n", [(8, "key-unknown")]),
    "unknown type": (ITEM + "    type: single\n", [(6, "value-not-allowed")]),
    "unknown wave": (ITEM + CHOICE + "    key: a\n    waves: [before]\n", [(9, "value-not-allowed")]),
    "weight of nothing": (ITEM + CHOICE + "    key: a\n    weight: 0\n", [(9, "value-wrong")]),
    "code with a space": (ITEM + "    type: single-choice\n    options: {a b: One, c: Two}\n", [(7, "value-wrong")]),
    "id with a space": (ITEM.replace("item_id: q", "item_id: q 1") + CHOICE + "    key: a\n", [(4, "value-wrong")]),
    "items are no list": ("instrument: i\ntitle: t\nitems: yes please\n", [(3, "shape-wrong")]),
    "no items": ("instrument: i\ntitle: t\n", [(1, "instrument-no-items")]),
    "scales are no block": ("scales: 3\n" + ITEM + CHOICE + "    key: a\n", [(1, "shape-wrong")]),
    "id twice": (
        ITEM + CHOICE + "    key: a\n  - item_id: q\n    text: And?\n" + CHOICE + "    key: b\n",
        [(9, "instrument-item-twice")],
    ),
    "ids alike": (
        ITEM + CHOICE + "    key: a\n  - item_id: Q\n    text: And?\n" + CHOICE + "    key: b\n",
        [(9, "instrument-item-alike")],
    ),
    "reserved id": (ITEM.replace("id: q", "id: code") + CHOICE + "    key: a\n", [(4, "instrument-item-reserved")]),
    "says not what it measures": (ITEM + CHOICE, [(4, "instrument-construct-missing"), (4, "instrument-key-missing")]),
    "key names no option": (ITEM + CHOICE + "    key: c\n", [(8, "instrument-key-unknown")]),
    "two keys of a single choice": (ITEM + CHOICE + "    key: [a, b]\n", [(8, "instrument-key-count")]),
    "knowledge without a key": (ITEM + CHOICE + "    construct: knowledge\n", [(4, "instrument-key-missing")]),
    "I don't know is right": (ITEM + CHOICE + "    key: a\n    unknown: a\n", [
        (7, "instrument-options-missing"), (9, "instrument-unknown-option"),
    ]),
    "order that is not whole": (
        ITEM + "    type: order\n    options: [a, b, c]\n    key: [a, b]\n", [(8, "instrument-key-order")],
    ),
    "true-false of three": (
        ITEM + "    type: true-false\n    options: [a, b, c]\n    key: a\n", [(7, "instrument-true-false-form")],
    ),
    "choice without options": (
        ITEM + "    type: single-choice\n    construct: attitude\n", [(4, "instrument-options-missing")],
    ),
    "rating without a scale": (
        ITEM + "    type: rating\n    construct: attitude\n", [(6, "instrument-scale-missing")],
    ),
    "rating on an unknown scale": (
        ITEM + "    type: rating\n    construct: attitude\n    scale: nice-5\n", [(8, "instrument-scale-undefined")],
    ),
    "rating with a key": (ITEM + RATING + "    key: a\n", [(9, "instrument-options-unwanted")]),
    "short answer with options": (
        ITEM + "    type: short-answer\n    construct: reaction\n    options: [a, b]\n",
        [(8, "instrument-options-unwanted")],
    ),
    "reversed choice": (ITEM + CHOICE + "    key: a\n    reverse: true\n", [(9, "instrument-reverse-unwanted")]),
    "looking back on knowledge": (
        ITEM + CHOICE + "    key: a\n    waves: [pre, then]\n", [(9, "instrument-then-unwanted")],
    ),
    "words in another language": (
        ITEM.replace("text: Why?", "text: {en: Why?, fr: Pourquoi?}") + CHOICE + "    key: a\n",
        [(5, "instrument-language-unlisted")],
    ),
    "no YAML": ("instrument: [i\n", [(1, "yaml-indent")]),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_said_at_its_line(name):
    text, expected = BAD[name]
    _, problems = parse_instrument(text)
    assert [(p.where.line, p.code) for p in problems] == expected


@pytest.mark.parametrize("text", ['{"instrument": "i",', "[1, 2", "[" * 100_000], ids=["cut off", "list", "too deep"])
def test_broken_json_is_a_problem(text):
    read, problems = parse_instrument(text, "instrument.json")
    assert read is None
    assert [p.code for p in problems] == ["instrument-not-json"]


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=300))
def test_no_text_makes_it_crash(text):
    for name in ("instrument.yaml", "instrument.json"):
        read, problems = parse_instrument(text, name)
        assert read is None or not problems or all(p.where.line >= 0 for p in problems)


WORDS = st.text(alphabet="ab 1.)-*_#>|=~[]{}:'\"\\%&?!,éعł\u200f", min_size=1, max_size=40)


@settings(max_examples=150, deadline=None)
@given(stem=WORDS, first=WORDS, second=WORDS)
def test_any_words_come_back(stem, first, second):
    asked = question(
        "q-parts",
        stem=body(stem),
        options=(ResponseOption("a", Text(first), correct=True), ResponseOption("b", Text(second))),
    )
    made = make_session_instrument(((Language("en"), content(module(questions=(asked,)))),), plan())
    text = save_instrument_text(made)
    read, problems = parse_instrument(text)
    if not stem.strip():
        return
    assert {p.code for p in problems} <= {"html-raw", "picture-form"}
    assert read is not None
    for before, after in zip(made.items[0].options, read.items[0].options, strict=True):
        assert after.text.source == (before.text.source.strip() or ("" if before.unknown else before.code))
    assert save_instrument_text(read) == save_instrument_text(parse_instrument(save_instrument_text(read))[0])


@pytest.mark.parametrize("words", ["1e5", "+.5", "112", "NO", "null", "true", "2026-05-04", "10:30", "0x1f", "1_000"])
def test_words_that_look_like_something_else_stay_words(words):
    options = (ResponseOption("a", Text(words), correct=True), ResponseOption("b", Text(f"{words} b")))
    asked = question("q-parts", stem=body(words), options=options, feedback=body(words))
    made = make_session_instrument(((Language("en"), content(module(questions=(asked,)))),), plan())
    read, problems = parse_instrument(save_instrument_text(made))
    assert problems == ()
    assert bare(read) == bare(made)


RICH = (
    *body("Read the **sign** at `gate 3`.", "1. is no list here"),
    *points("one", "two"),
    *points("first", "second", ordered=True),
    Quote(body("They said so.")),
    Picture("curricula/pictures/sign.png", Text("A sign"), Text("At the gate")),
    Table((Text("Day"), Text("Hours")), ((Text("Monday"), Text("8")),), ("left", "right")),
)


def test_a_stem_of_lists_quotes_pictures_and_tables_comes_back():
    read, problems = read_body(body_markdown(RICH), NOWHERE, "q/text")
    assert problems == ()
    bare_texts = map_record_texts(read, lambda text: Text(text.source))
    expected = list(RICH)
    expected[1] = Paragraph(Text("1\\. is no list here"))
    assert [replace(b, line=0) if isinstance(b, Picture) else b for b in bare_texts] == expected
