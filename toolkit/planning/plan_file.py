"""Session plans on disk: JSON, which a person may edit."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from toolkit.content.files import read_text_file
from toolkit.content.yamlfile import read_yaml, validate
from toolkit.planning.plan import SessionPlan
from toolkit.problems import Place, Problem, make_problem, sort_problems


def save_plan_text(plan: SessionPlan) -> str:
    """The plan as JSON text, the same for the same plan; `load_plan` reads it back."""
    return json.dumps(plan.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"


def load_plan(path: str | Path) -> tuple[SessionPlan | None, tuple[Problem, ...]]:
    """The plan in a JSON file, or None and every problem at its line. Its rules are for `review_plan` to judge."""
    file, shown = Path(path).absolute(), Path(path).as_posix()
    text, problems = read_text_file(file.resolve().parent, file.resolve())
    if text is None:
        return None, tuple(replace(p, where=Place(shown, p.where.line)) for p in problems)
    return parse_plan(text.text, shown)


def parse_plan(text: str, path: str = "plan.json") -> tuple[SessionPlan | None, tuple[Problem, ...]]:
    """As `load_plan`, from text."""
    try:
        data = json.loads(text, object_pairs_hook=_once)
        with contextlib.suppress(ValueError):  # lines are only wanted where something is wrong
            return SessionPlan.model_validate(data), ()
    except json.JSONDecodeError as fault:
        return None, (make_problem("plan-not-json", Place(path, fault.lineno), reason=fault.msg),)
    except RecursionError:
        return None, (make_problem("plan-not-json", Place(path), reason="it is nested too deeply"),)
    except _Twice:
        pass
    # JSON is YAML too, and that reader knows the line of every key.
    doc = read_yaml(text, path)
    plan, wrong = validate(SessionPlan, doc, label="the plan")
    return plan, sort_problems((*doc.problems, *wrong))


class _Twice(Exception):
    """A key stands twice, which JSON passes over."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(found := dict(pairs)) < len(pairs):
        raise _Twice
    return found
