"""Plans as files and as rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from toolkit.planning.plan import SessionPlan
from toolkit.planning.plan_file import load_plan, parse_plan, save_plan_text
from toolkit.planning.runsheet import plan_json, run_sheet
from toolkit.planning.solve import plan_session

from .build import brief, generated_content

CONTENT = generated_content(3)


@pytest.fixture(scope="module")
def plan() -> SessionPlan:
    found, _ = plan_session(CONTENT, brief(days=2, dates=["2027-03-01", "2027-03-02"]))
    assert found is not None
    return found


def test_a_saved_plan_reads_back_the_same(plan: SessionPlan, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text(save_plan_text(plan), encoding="utf-8")
    assert load_plan(file) == (plan, ())


def test_a_broken_edit_is_found_at_its_line(plan: SessionPlan) -> None:
    text = save_plan_text(plan)
    line = next(n for n, words in enumerate(text.splitlines(), start=1) if '"kind": "lunch"' in words)
    found, problems = parse_plan(text.replace('"kind": "lunch"', '"knid": "lunch"', 1))
    assert found is None
    assert line in [p.where.line for p in problems]
    assert any('did you mean "kind"' in p.hint for p in problems)


def test_a_missing_comma_is_found_at_its_line() -> None:
    found, problems = parse_plan('{\n "version": 1\n "days": []\n}', "plan.json")
    assert found is None
    assert [(str(p.where), p.code) for p in problems] == [("plan.json:3", "plan-not-json")]


@pytest.mark.parametrize("text", ["", "[]", "null", "3", '{"version": 2}', "[" * 5000])
def test_what_is_no_plan_is_a_problem_and_no_crash(text: str) -> None:
    found, problems = parse_plan(text)
    assert found is None
    assert problems


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    found, problems = load_plan(tmp_path / "none.json")
    assert found is None
    assert [p.code for p in problems] == ["file-missing"]


def test_plan_json_holds_what_the_contract_promises(plan: SessionPlan) -> None:
    data = json.loads(json.dumps(plan_json(plan)))
    slots = [slot for day in data["days"] for slot in day["slots"]]
    assert slots
    assert all({"start", "end", "minutes", "kind", "title", "module", "activity"} <= set(slot) for slot in slots)
    assert [day["date"] for day in data["days"]] == ["2027-03-01", "2027-03-02"]


def test_the_run_sheet_has_a_row_for_each_slot(plan: SessionPlan) -> None:
    rows = run_sheet(CONTENT, plan)
    assert [(r.start, r.end, r.title) for r in rows] == [(s.start, s.end, s.title) for s in plan.slots()]
    families = {row.kind: row.family for row in rows}
    assert (families["lunch"], families["pre-test"], families["opening"]) == ("pause", "test", "frame")
