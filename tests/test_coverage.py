"""What the docs say about the reference texts: every part that is named exists, and no module is forgotten."""

import runpy
from pathlib import Path

import pytest

from toolkit.content.load import load_content

ROOT = Path(__file__).parents[1]
MAKER = runpy.run_path(str(ROOT / "docs" / "make_coverage.py"))


@pytest.fixture(scope="module")
def content():
    return load_content(ROOT)[0]


def test_the_page_is_up_to_date(content):
    assert (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8") == MAKER["coverage"](content), (
        "run docs/make_coverage.py and commit"
    )


def test_every_answer_exists(content):
    assert MAKER["unknown_answers"](content) == ()


def test_every_module_answers_something(content):
    assert MAKER["unanswered"](content) == ()


def test_every_part_says_how_and_what_is_missing():
    parts = [part for group in MAKER["load_table"]() for part in group["parts"]]
    assert all((part["answer"] and part["how"]) or part["missing"] for part in parts)
    assert all("missing" in part for part in parts)
