"""Every example brief of the workspace can be planned, and its plan keeps the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.content.load import load_content
from toolkit.content.records import Content
from toolkit.planning.brief_file import load_brief
from toolkit.planning.review import review_plan
from toolkit.planning.solve import plan_session
from toolkit.problems import format_text, has_errors

ROOT = Path(__file__).resolve().parents[2]
BRIEFS = sorted((ROOT / "session_templates" / "briefs").glob("*.yaml"))


@pytest.fixture(scope="module")
def shipped() -> Content:
    return load_content(ROOT)[0]


@pytest.mark.parametrize("file", BRIEFS, ids=lambda file: file.stem)
def test_an_example_brief_gives_a_plan_that_keeps_the_rules(file: Path, shipped: Content) -> None:
    brief, problems = load_brief(file, shipped)
    assert brief is not None
    assert not has_errors(problems), format_text(problems)
    plan, problems = plan_session(shipped, brief)
    assert plan is not None, format_text(problems)
    assert not has_errors(review_plan(shipped, plan))
