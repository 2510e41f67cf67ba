"""Problems as values: how they are made from the catalogue, sorted, counted and shown."""

import json
from pathlib import Path

import pytest

import toolkit
from toolkit.problems import (
    Place,
    Problem,
    ProblemsError,
    format_count,
    format_github,
    format_json,
    format_problem,
    format_text,
    has_errors,
    make_problem,
    messages,
    near_miss,
    sort_problems,
)

HERE = Place("curricula/a.md", 41)


def some(line=41, code="b", severity="error", message="m.", path="a.md"):
    return Problem(Place(path, line), code, message, "h.", severity)


def test_a_problem_is_made_from_the_catalogue():
    problem = make_problem("objective-unserved", HERE, objective="fb-listen", module="m")

    assert problem.message == 'no activity serves the objective "fb-listen".'
    assert (problem.where, problem.code, problem.severity) == (HERE, "objective-unserved", "error")


def test_a_near_miss_replaces_the_hint():
    known = {"title": "x", "label": "the file", "key": "titel", "known": "title"}

    assert make_problem("key-unknown", HERE, **known).hint == "known keys: title."
    assert make_problem("key-unknown", HERE, near="title", **known).hint == 'did you mean "title"?'


def test_a_message_without_its_value_is_our_fault():
    with pytest.raises(KeyError):
        make_problem("objective-unserved", HERE)
    with pytest.raises(KeyError):
        make_problem("no-such-code", HERE)


def test_words_of_authors_stay_short_and_on_one_line():
    problem = make_problem("objective-unserved", HERE, objective="a\n\x1b[31mb\u202e" + "c" * 500)

    assert "\n" not in problem.message
    assert "\x1b" not in problem.message
    assert "\u202e" not in problem.message
    assert len(problem.message) < 200


def test_braces_in_an_author_s_word_are_only_braces():
    assert "{near} {0}" in make_problem("objective-unserved", HERE, objective="{near} {0}").message


@pytest.mark.parametrize(
    ("word", "found"),
    [("fb-listn", "fb-listen"), ("FB-LISTEN", "fb-listen"), ("elephant", None), ("", None), ("x" * 10_000, None)],
)
def test_near_miss(word, found):
    assert near_miss(word, ["fb-listen", "fb-speak"]) == found


def test_sorted_by_place_errors_first_and_each_once():
    problems = [
        some(9),
        some(2, "z", "warning"),
        some(2, "a", "info"),
        some(2, "y"),
        some(2, "y"),
        some(1, path="b.md"),
    ]

    assert [(p.where.path, p.where.line, p.code) for p in sort_problems(problems)] == [
        ("a.md", 2, "y"), ("a.md", 2, "z"), ("a.md", 2, "a"), ("a.md", 9, "b"), ("b.md", 1, "b"),
    ]  # fmt: skip


def test_only_errors_stop_the_work():
    assert has_errors([some(severity="warning"), some()])
    assert not has_errors([some(severity="warning"), some(severity="info")])


def test_shown_to_a_person():
    assert format_problem(some()) == "a.md:41: error[b]: m.\n  hint: h."
    assert format_problem(some(line=0)).startswith("a.md: error[b]")
    assert format_text([some(), some(severity="warning")]).endswith("1 error, 1 warning")
    assert format_count([]) == "no problems"
    assert format_count([some(), some(), some(severity="info")]) == "2 errors, 1 note"


def test_as_json():
    found = json.loads(format_json([some(message="مرحبا."), some(line=0, severity="warning")]))

    assert (found["errors"], found["warnings"]) == (1, 1)
    assert found["problems"][0] == {
        "path": "a.md", "line": 41, "code": "b", "severity": "error", "message": "مرحبا.", "hint": "h.",
    }  # fmt: skip
    assert found["problems"][1]["line"] is None


def test_as_annotations_on_one_line_each():
    text = format_github([some(message="100%\nsure."), some(severity="info", path="a,b:c.md")])

    assert text.split("\n") == [
        "::error file=a.md,line=41,title=b::100%25%0Asure. h.",
        "::notice file=a%2Cb%3Ac.md,line=41,title=b::m. h.",
    ]


def test_an_error_carries_every_problem():
    error = ProblemsError([some(1), some(2)])

    assert len(error.problems) == 2
    assert "a.md:2" in str(error)


def test_no_code_is_in_two_catalogues():
    import tomllib

    codes = [
        code
        for file in sorted((Path(toolkit.__file__).parent / "messages").glob("*.toml"))
        for code in tomllib.loads(file.read_text(encoding="utf-8"))
    ]

    assert sorted(codes) == sorted(messages())
