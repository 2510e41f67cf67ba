"""The catalogue of a workspace's modules, one row each."""

from __future__ import annotations

from typing import Any

from toolkit.content.records import Content
from toolkit.content.vocabulary import AUDIENCES, STAGES
from toolkit.problems import Place, Problem, ProblemsError, make_problem, near_miss


def list_modules(content: Content, *, audience: str | None, stage: str | None) -> list[dict[str, Any]]:
    """One row for each module: id, title, audiences, stages, minutes (typical, without variants) and more.

    Raises ProblemsError for an audience or stage that nothing knows.
    """
    problems = [*_unknown("audience", audience, _audiences(content)), *_unknown("stage", stage, STAGES)]
    if problems:
        raise ProblemsError(problems)
    rows = []
    for module in content.modules.values():
        if (audience and audience not in module.audiences) or (stage and stage not in module.stages):
            continue
        rows.append(
            {
                "id": module.id,
                "title": module.title.source,
                "curriculum": module.curriculum,
                "audiences": list(module.audiences),
                "stages": list(module.stages),
                "minutes": module.minutes.typical,
                "least_minutes": module.minutes.least,
                "most_minutes": module.minutes.most,
                "objectives": len(module.objectives),
                "activities": len(module.activities),
                "questions": len(module.questions),
                "status": module.status,
                "summary": module.summary.source,
                "path": module.place.path,
            }
        )
    return rows


def _audiences(content: Content) -> tuple[str, ...]:
    own = {a for m in content.modules.values() for a in m.audiences}
    return tuple(sorted({*AUDIENCES, *own}))


def _unknown(what: str, value: str | None, known: tuple[str, ...]) -> list[Problem]:
    if value is None or value in known:
        return []
    near = near_miss(value, known)
    return [
        make_problem("filter-unknown", Place("tot modules"), near=near, what=what, value=value, known=", ".join(known))
    ]
