"""Words that are said later: problems and the planner's ways out, in the language of whoever looks."""

import pytest

from toolkit.content import language as languages
from toolkit.content.language import Language
from toolkit.content.phrase import phrase, tell
from toolkit.problems import Place, make_problem, reword


@pytest.fixture
def pig(monkeypatch):
    """A language of our own, in which three sentences are translated."""
    problems = {
        ("word-long/message", _template("word-long", "message")): ("{letters} letters: {word}!",),
        ("word-long/hint", _template("word-long", "hint")): ("Space it.",),
        ("audience-unknown/near", _template("audience-unknown", "near")): ("Rather {near}?",),
        ("file-missing/message", _template("file-missing", "message")): ("{mistake}",),
        ("plan-way-out/message", _template("plan-way-out", "message")): ("Or: {way}.",),
    }
    words = {("", "allow {n} more minutes"): ("{n} minutes longer",), ("", "{step} ({field})"): ("{field}: {step}",)}

    def catalogue(tag, name="toolkit.po"):
        strings = {} if tag != "fr" else problems if name == "problems.po" else words
        return languages._Words(strings)

    monkeypatch.setattr(languages, "_words", catalogue)
    return Language("fr")


def _template(code, part):
    from toolkit.problems import messages

    return getattr(messages()[code], part)


def test_a_problem_is_told_in_another_language(pig):
    problem = make_problem("word-long", Place("a.md", 3), word="abc…", letters=60, limit=45)

    told = tell(problem, pig)

    assert (told.message, told.hint) == ("60 letters: abc…!", "Space it.")
    assert (told.where, told.code, told.severity) == (problem.where, problem.code, problem.severity)
    assert tell(problem, Language("es")) == problem


def test_a_near_miss_has_its_own_sentence(pig):
    problem = make_problem("audience-unknown", Place("a.md"), near="refugees", word="refugee", known="x")

    assert tell(problem, pig).hint == "Rather refugees?"


def test_a_translation_that_does_not_fit_its_values_is_not_shown(pig):
    problem = make_problem("file-missing", Place("a.md"))

    assert tell(problem, pig).message == problem.message


def test_the_words_of_a_way_out_are_told_too(pig):
    step = phrase("{step} ({field})", step=phrase("allow {n} more minutes", n=25), field="end: 10:25")
    problem = make_problem("plan-way-out", Place("b.yaml"), way=step)

    assert "allow 25 more minutes (end: 10:25)" in problem.message
    assert tell(problem, pig).message == "Or: end: 10:25: 25 minutes longer."


def test_what_is_taken_out_of_a_problem_is_not_told_in_any_language(pig):
    problem = make_problem("word-long", Place("a.md"), word="/home/amina/x", letters=60, limit=45)

    safe = reword(problem, lambda text: text.replace("/home/amina/", ""))

    assert "amina" not in safe.message + tell(safe, pig).message
