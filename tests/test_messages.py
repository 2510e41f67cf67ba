"""One code, one template, one hint: every code used is in the catalogue, and none lies unused."""

import ast
import string
from pathlib import Path

import pytest

import toolkit
from toolkit.problems import Place, make_problem, messages

ROOT = Path(toolkit.__file__).parent
SOURCES = [p for p in ROOT.rglob("*.py") if "workspace" not in p.relative_to(ROOT).parts[:1]]


def strings_in_code() -> set[str]:
    return {
        node.value
        for file in SOURCES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def codes_given_to_make_problem() -> set[str]:
    found = set()
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "make_problem" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    found.add(first.value)
    return found


def test_every_code_used_is_in_the_catalogue():
    assert codes_given_to_make_problem() <= set(messages())


def test_no_message_lies_unused():
    assert set(messages()) <= strings_in_code()


@pytest.mark.parametrize("code", messages())
def test_message_is_complete(code):
    entry = messages()[code]
    assert entry.severity in ("error", "warning", "info")
    assert entry.message.endswith((".", "?")), "a message is a sentence"
    assert entry.hint or entry.severity == "info", "every error and warning has a next step"
    assert entry.about, "the reference explains every code"
    fields = [f for t in (entry.message, entry.hint, entry.near) for _, f, _, _ in string.Formatter().parse(t) if f]
    assert "where" not in fields, "`where` is make_problem's own"
    values = {field: f"<{field}>" for field in fields if field != "near"}
    problem = make_problem(code, Place("a.md", 3), near="y", **values)
    assert not [f for f in fields if f != "near" and f"{{{f}}}" in problem.message + problem.hint]
