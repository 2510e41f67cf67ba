"""Objectives, activities and questions fit together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from toolkit.content.blocks import ANY_OBJECTIVE
from toolkit.content.records import Activity, Content, Module, Objective, Question
from toolkit.content.vocabulary import METHODS
from toolkit.problems import Problem, make_problem


def objectives_served(content: Content) -> Iterator[Problem]:
    """Some activity serves each objective."""
    for module, objective, activities, _ in _objectives(content):
        if not activities and not _perhaps_broken(content, module, objective, "activity"):
            yield make_problem("objective-unserved", objective.place, objective=objective.id, module=module.id)


def objectives_tested(content: Content) -> Iterator[Problem]:
    """Some question tests each objective."""
    for module, objective, _, questions in _objectives(content):
        if not questions and not _perhaps_broken(content, module, objective, "question"):
            yield make_problem("objective-untested", objective.place, objective=objective.id, module=module.id)


def _perhaps_broken(content: Content, module: Module, objective: Objective, name: str) -> bool:
    """Whether a block that was left out of this module names the objective, or cannot be read at all."""
    return any(
        broken.name == name
        and broken.place.path == module.place.path
        and (objective.id in broken.objectives or ANY_OBJECTIVE in broken.objectives)
        for broken in content.broken
    )


def _objectives(content: Content) -> Iterator[tuple[Module, Objective, list[Activity], list[Question]]]:
    """Every objective with what serves and what tests it."""
    for module in content.modules.values():
        serving: dict[str, list[Activity]] = defaultdict(list)
        testing: dict[str, list[Question]] = defaultdict(list)
        for activity in module.activities:
            for name in activity.objectives:
                serving[name].append(activity)
        for question in module.questions:
            testing[question.objective].append(question)
        for objective in module.objectives:
            yield module, objective, serving[objective.id], testing[objective.id]


def questions_fit(content: Content) -> Iterator[Problem]:
    """Knowledge is tested by recall or above, skills by application, attitudes by attitude or intention."""
    wanted = {
        "knowledge": ("recall", "understanding", "application"),
        "skill": ("application",),
        "attitude": ("attitude", "intention"),
    }
    for _, objective, _, questions in _objectives(content):
        levels = sorted({q.level for q in questions})
        if levels and not set(levels) & set(wanted[objective.kind]):
            code = {"knowledge": "knowledge-not-tested", "skill": "skill-only-recall", "attitude": "attitude-not-asked"}
            yield make_problem(code[objective.kind], objective.place, objective=objective.id, levels=", ".join(levels))


def activities_fit(content: Content) -> Iterator[Problem]:
    """Skills are practised; attitudes are not only told."""
    for _, objective, activities, _ in _objectives(content):
        if not activities:
            continue
        kinds = ", ".join(sorted({a.kind for a in activities}))
        if objective.kind == "skill" and not any(a.phase in ("practice", "application") for a in activities):
            yield make_problem("skill-not-practised", objective.place, objective=objective.id, kinds=kinds)
        if objective.kind == "attitude" and all(METHODS[a.kind].family == "input" for a in activities):
            yield make_problem("attitude-only-told", objective.place, objective=objective.id, kinds=kinds)


def ratings_fit(content: Content) -> Iterator[Problem]:
    """A rating asks for confidence, attitude or intention: it has no right answer."""
    for module in content.modules.values():
        for question in module.questions:
            if question.type == "rating" and question.level in ("recall", "understanding", "application"):
                yield make_problem("rating-level", question.place, question=question.id, level=question.level)


def known_opening(content: Content) -> Iterator[Problem]:
    """Each module opens from what participants know (practice 9)."""
    for module in content.modules.values():
        if any(b.place.path == module.place.path and b.name == "activity" for b in content.broken):
            continue
        if module.activities and not any(a.known and a.phase == "motivation" for a in module.activities):
            yield make_problem("known-missing", module.activities[0].place, module=module.id)


def modules_complete(content: Content) -> Iterator[Problem]:
    """A module has objectives, activities, key messages and sources."""
    for module in content.modules.values():
        left_out = {b.name for b in content.broken if b.place.path == module.place.path}
        for code, name, blocks in (
            ("module-no-objectives", "objective", module.objectives),
            ("module-no-activities", "activity", module.activities),
            ("module-no-key-messages", "key-messages", module.key_messages),
            ("module-no-sources", "front-matter", module.sources),
        ):
            if not blocks and name not in left_out:
                yield make_problem(code, module.place, module=module.id)


def few_essentials(content: Content) -> Iterator[Problem]:
    """Where everything is essential nothing is."""
    for module in content.modules.values():
        essential = [o for o in module.objectives if o.priority == "essential"]
        if len(essential) > 3:
            yield make_problem("essential-many", essential[3].place, module=module.id, count=len(essential))


def reviews_named(content: Content) -> Iterator[Problem]:
    """A reviewed module says who reviewed it."""
    for module in content.modules.values():
        if module.status == "reviewed" and module.reviewed is None:
            line = module.option_lines.get(f"{module.id}.status", 1)
            yield make_problem("review-missing", type(module.place)(module.place.path, line), module=module.id)
