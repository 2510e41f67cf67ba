"""The tests in GIFT, read back by the rules that Moodle documents (docs.moodle.org, "GIFT format")."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.session_sample import body, content, module, plan, question
from toolkit.content.language import Language
from toolkit.content.records import ResponseOption
from toolkit.content.text import Text
from toolkit.evaluation.instrument import make_instrument
from toolkit.evaluation.instrument_file import parse_instrument
from toolkit.rendering.gift import SIGNS, escape_gift, gift_text, render_gift

ENGLISH = Language("en")


def split_unescaped(text, signs):
    """Parts of a text, cut before each sign that no backslash takes the meaning of."""
    parts, current, escaped = [], "", False
    for ch in text:
        if ch in signs and not escaped:
            parts.append(current)
            current = ch
        else:
            current += ch
        escaped = ch == "\\" and not escaped
    return [*parts, current]


def plain(text):
    """Words as Moodle shows them: escapes undone, then HTML."""
    text = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text.strip(), flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]*>", "", text))


def read_gift(text):
    """Name → (question, [(sign, weight, words)], feedback)."""
    found = {}
    for block in re.split(r"\n\s*\n", text.strip()):
        if block.startswith(("$CATEGORY:", "//")):
            continue
        head = re.match(r"::((?:[^:\\]|\\.)*)::\[html\]", block)
        assert head, block
        stem, answers, rest = split_unescaped(block[head.end() :], "{}")
        assert rest == "}"
        answers, _, feedback = answers[1:].partition("####")
        listed = []
        for part in split_unescaped(answers, "=~")[1:]:
            weight = re.match(r"%(-?[0-9]{1,2}\.?[0-9]*)%", part[1:])
            words = part[1 + (weight.end() if weight else 0) :]
            listed.append((part[0], float(weight[1]) if weight else None, plain(words)))
        if not listed and answers.strip():
            listed = [("", None, answers.strip())]
        found[plain(head[1])] = (plain(stem), listed, plain(feedback))
    return found


def quiz(made=None):
    made = made or content()
    return read_gift(gift_text(make_instrument(made, plan(), "pre"), ((ENGLISH, made),)))


def test_one_right_answer():
    stem, answers, feedback = quiz()["q-parts"]
    assert stem == "What about q-parts?"
    assert answers == [
        ("~", None, "Sign at once"), ("=", None, "Read it first"), ("~", None, "Ask nobody"),
        ("~", None, "I don't know"),
    ]  # fmt: skip
    assert feedback == "A copy is your proof."


def test_several_right_answers_have_weights():
    options = tuple(ResponseOption(code, Text(code), correct=code in "abc") for code in "abcde")
    made = content(module(questions=(question("q-parts", type="multiple-choice", options=options),)))
    answers = quiz(made)["q-parts"][1]
    assert [(sign, weight) for sign, weight, _ in answers] == [
        ("~", 33.33333), ("~", 33.33333), ("~", 33.33333), ("~", -50), ("~", -50), ("~", 0),
    ]  # fmt: skip


def test_an_order_is_matched_to_positions():
    assert sorted(words for _, _, words in quiz()["q-order"][1]) == [
        "Ask nobody -> 3", "Read it first -> 2", "Sign at once -> 1",
    ]  # fmt: skip


def test_every_answer_of_a_rating_counts_alike():
    """Moodle takes what is within 0.00001 of a full grade for one, and reads no weight of three digits."""
    (first, *others) = quiz()["q-sure"][1]
    assert first[0] == "="
    assert {(sign, weight) for sign, weight, _ in others} == {("~", 99.99999)}


def test_a_short_answer_is_an_essay():
    assert quiz()["q-own"][1] == []


def test_true_and_false():
    made, _ = parse_instrument(
        "instrument: i\ntitle: t\nitems:\n  - {item_id: q, text: So?, type: true-false, options: [true, false], "
        "key: false}\n"
    )
    assert read_gift(gift_text(made, ((ENGLISH, content()),)))["q"][1] == [("", None, "FALSE")]


@pytest.mark.parametrize(
    "words", ["~tilde", "= equal", "# hash", "{brace}", "a: b", "back\\slash \\n", "%50% off", "[html] tag",
              "// no remark", "a -> b", "$CATEGORY: x", "1 < 2 & 3", "::name::", "####"],
)  # fmt: skip
def test_signs_stay_words(words):
    asked = question(
        "q-parts",
        stem=body(f"`{words}`"),
        options=(ResponseOption("a", Text(f"`{words}`"), correct=True), ResponseOption("b", Text("B"))),
        feedback=body(f"`{words}`"),
    )
    stem, answers, feedback = quiz(content(module(questions=(asked,))))["q-parts"]
    assert (stem, answers[0], feedback) == (words, ("=", None, words), words)
    assert len(answers) == 3


@pytest.mark.parametrize("words", ["%50% off", "%100%", "[html] tag", "[plain]x", "//none", "$5 a day"])
def test_a_start_with_a_meaning_stays_words(words):
    """Without a mark before it, which `test_signs_stay_words` has."""
    options = (ResponseOption("a", Text(words), correct=True), ResponseOption("b", Text(words + "!")))
    asked = question("q-parts", stem=body(words), options=options, feedback=body(words))
    made = content(module(questions=(asked,)))
    stem, answers, feedback = quiz(made)["q-parts"]
    assert (stem, feedback) == (words, words)
    assert answers[:2] == [("=", None, words), ("~", None, words + "!")]
    text = gift_text(make_instrument(made, plan(), "pre"), ((ENGLISH, made),))
    assert not re.search(r"^\s*([=~]|####)?\s*(//|\[)", text, flags=re.MULTILINE)


def test_a_text_of_several_paragraphs_stays_one_question():
    asked = question("q-parts", stem=body("First.", "Second."))
    assert quiz(content(module(questions=(asked,))))["q-parts"][0] == "First.Second."


@settings(max_examples=100, deadline=None)
@given(text=st.text(alphabet=SIGNS + "ab\n%$/[] ", max_size=60))
def test_escaping_leaves_no_sign_and_no_line(text):
    escaped = escape_gift(text)
    assert "\n" not in escaped
    assert split_unescaped(escaped, SIGNS.replace("\\", "")) == [escaped]
    lines = [line.strip() for line in text.strip().split("\n")]
    assert re.sub(r"\\(.)", lambda f: "\n" if f[1] == "n" else f[1], escaped) == "\n".join(lines)


@settings(max_examples=40, deadline=None)
@given(words=st.text(max_size=40))
def test_any_text_gives_the_same_number_of_questions(words):
    asked = question("q-parts", stem=body(f"Q {words}"), options=(
        ResponseOption("a", Text(f"A {words}"), correct=True), ResponseOption("b", Text("B")),
    ))  # fmt: skip
    assert len(quiz(content(module(questions=(asked,))))["q-parts"][1]) == 3


def test_it_is_a_file_of_utf_8(tmp_path):
    render_gift(content(), make_instrument(content(), plan(), "pre"), (), tmp_path / "pre.gift")
    assert (
        (tmp_path / "pre.gift").read_text(encoding="utf-8").startswith("$CATEGORY: $course$/top/Before you leave\n\n::")
    )
