"""YAML as authors mean it: words stay words, every key has a line, and nothing can make reading fail or explode."""

from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from toolkit.content.yamlfile import read_yaml, validate


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("no", "no"),
        ("on", "on"),
        ("yes", "yes"),
        ("10:30", "10:30"),
        ("2026-05-04", "2026-05-04"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("007", 7),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("5-10-15", "5-10-15"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("=", "="),
        ("<<", "<<"),
    ],
)
def test_plain_words_are_what_they_look_like(text, value):
    assert read_yaml(f"key: {text}", "f.yaml").data == {"key": value}


def test_every_key_and_entry_has_its_line():
    doc = read_yaml("a: 1\nb:\n  - x\n  - y: |\n      two\n      lines\n    z: 3\n6: six\n", "f.yaml", first_line=10)

    assert doc.data == {"a": 1, "b": ["x", {"y": "two\nlines\n", "z": 3}], 6: "six"}
    lines = {("a",): 10, ("b",): 11, ("b", 0): 12, ("b", 1): 13, ("b", 1, "y"): 13, ("b", 1, "z"): 16, (6,): 17}
    assert doc.lines == lines
    assert doc.line("b", 1, "unknown") == 13
    assert doc.line("unknown") == 10


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("a: 1\na: 2", 2, "yaml-duplicate-key"),
        ("a: b: c", 1, "yaml-colon"),
        ("a: {{ destination.name }}", 1, "yaml-key"),
        ("a: 1\n\tb: 2", 2, "yaml-tab"),
        ("a: !!python/object:os.system x", 1, "yaml-tag"),
        ("a: &x [1]\nb: *x", 2, "yaml-alias"),
        ("a: *nobody", 1, "yaml-alias"),
        ("a: 1\n---\nb: 2", 2, "yaml-documents"),
        ("a: 1\nb: \x07", 2, "yaml-character"),
        ("a: @x", 1, "yaml-quote"),
        ("[" * 100_000, 1, "yaml-too-deep"),
        ("a: [1, 2", 1, "yaml-indent"),
    ],
)
def test_what_cannot_be_read_is_a_problem_at_its_line(text, line, code):
    (problem,) = read_yaml(text, "f.yaml").problems

    assert (problem.where.line, problem.code) == (line, code)


def test_a_single_value_may_be_repeated():
    assert read_yaml("a: &x hello\nb: *x", "f.yaml").data == {"a": "hello", "b": "hello"}


def test_a_billion_laughs_stay_one():
    bomb = "a0: &a0 [x, x]\n" + "\n".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))

    assert [p.code for p in read_yaml(bomb, "f.yaml").problems] == ["yaml-alias"]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")
    size: int = Field(ge=1)


class Whole(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str = Field(description="What it is called")
    colour: Literal["red", "green"] = "red"
    parts: tuple[Part, ...] = ()


def messages(text):
    instance, problems = validate(Whole, read_yaml(text, "f.yaml"), label="the whole")
    return instance, [(p.where.line, p.message, p.hint) for p in problems]


def test_unknown_key_is_reported_and_the_rest_is_kept():
    instance, found = messages("title: x\nclour: green\n")

    assert instance == Whole(title="x")
    assert found == [(2, 'the whole has an unknown key "clour".', 'did you mean "colour"?')]


def test_missing_key_says_what_it_is_for():
    assert messages("colour: red\n") == (None, [(1, 'the whole has no "title".', 'add "title": what it is called.')])


def test_wrong_word_lists_the_allowed_ones_or_the_near_miss():
    assert messages("title: x\ncolour: gren\n")[1][0][2] == 'did you mean "green"?'
    assert messages("title: x\ncolour: 7\n")[1][0][2] == "use one of: red, green."


def test_problem_inside_a_list_stands_at_its_entry():
    found = messages("title: x\nparts:\n  - size: 2\n  - size: none\n  - {siz: 3}\n  - size: 0\n")[1]

    assert sorted(found) == [
        (4, 'the whole: "parts[2].size" is "none"; expected a whole number.', "correct the value."),
        (5, 'the whole, in "parts[3]", has an unknown key "siz".', 'did you mean "size"?'),
        (5, 'the whole, in "parts[3]", has no "size".', 'add "size": it is required.'),
        (6, 'the whole: "parts[4].size" is 0; expected at least 1.', "correct the value."),
    ]


def test_a_list_instead_of_keys():
    assert messages("- a\n")[1][0][1] == "the whole should be a block of key: value lines."


YAMLISH = st.text(alphabet=st.sampled_from(list("ab01:-[]{}&*!|>'\"#,? \n\t%@`~.\r\x85\u2028é")), max_size=60)


@settings(max_examples=150, deadline=None)
@given(st.one_of(YAMLISH, st.text(max_size=60)))
def test_any_text_is_read_without_a_crash_and_problems_have_real_lines(text):
    doc = read_yaml(text, "f.yaml")
    last = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1

    assert all(1 <= p.where.line <= last for p in doc.problems)
    assert all(1 <= line <= last for line in doc.lines.values())
    validate(Whole, doc)
