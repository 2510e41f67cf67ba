"""What every shipped module offers a trainer: the promises of the curriculum, held one by one."""

import runpy
from datetime import date
from pathlib import Path

import pytest

from toolkit.content.checks import check_content
from toolkit.content.load import load_content
from toolkit.content.text import plain_text
from toolkit.content.vocabulary import METHODS
from toolkit.content.workspace import built_in_workspace

CONTENT, PROBLEMS = load_content(built_in_workspace())
FOUND = (*PROBLEMS, *check_content(CONTENT, date(2026, 11, 23)))
MODULES = tuple(CONTENT.modules.values())

every_module = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)


def main_activities(module):
    """Variants replace another activity, so they are not counted beside it."""
    return [activity for activity in module.activities if not activity.variant_of]


@pytest.mark.parametrize(
    ("audience", "least"),
    [("refugees", 9), ("labour_migrants", 9), ("municipalities", 9), ("employers", 7), ("trainers", 9)],
)
def test_each_audience_has_a_curriculum(audience, least):
    assert sum(audience in module.audiences for module in MODULES) >= least


@every_module
def test_nothing_is_wrong_with_it(module):
    assert [p for p in FOUND if p.where.path == module.place.path and p.severity in ("error", "warning")] == []


@every_module
def test_objectives_of_all_three_kinds_can_be_seen(module):
    assert {objective.kind for objective in module.objectives} == {"knowledge", "skill", "attitude"}
    assert all(objective.indicator for objective in module.objectives)
    assert any(objective.priority == "essential" for objective in module.objectives)


@every_module
def test_participants_do_most_of_the_work(module):
    activities = main_activities(module)
    minutes = sum(activity.minutes.typical for activity in activities)
    active = sum(METHODS[activity.kind].participation_pct * activity.minutes.typical for activity in activities)

    assert len(activities) >= 4
    assert len({activity.kind for activity in activities}) >= 3
    assert active / minutes >= 60


@every_module
def test_a_first_time_trainer_is_told_what_to_say_and_what_can_go_wrong(module):
    told = plain_text(tuple(block for activity in module.activities for block in activity.facilitator))
    assert "Say:" in told
    assert "Watch for:" in told
    assert "If it goes wrong:" in told
    assert module.guidance
    assert module.case_studies
    assert module.handouts


@every_module
def test_questions_cover_all_objectives_with_feedback(module):
    assert len(module.questions) >= 8
    assert {question.objective for question in module.questions} == {objective.id for objective in module.objectives}
    assert all(question.feedback for question in module.questions if question.type not in ("rating", "short-answer"))


@every_module
def test_people_who_read_little_can_answer_too(module):
    assert sum(question.literacy in ("none", "basic") for question in module.questions) >= 2
    adapted = [a for a in module.activities if any(adapt.need == "low-literacy" for adapt in a.adaptations)]
    easy = [a for a in module.activities if a.literacy in ("none", "basic")]
    assert {a.id for a in (*adapted, *easy)} >= {a.id for a in main_activities(module)}


@every_module
def test_it_says_where_it_comes_from(module):
    assert module.sources
    assert all(citation.key in CONTENT.bibliography for citation in module.sources)


def test_the_bank_has_many_activities_and_methods():
    activities = [activity for file in CONTENT.bank.values() for activity in file.activities]
    assert len(activities) >= 60
    assert len({activity.kind for activity in activities}) >= 8
    assert all(activity.adaptations for activity in activities)


def test_a_profile_for_each_country_of_the_briefs_and_25_in_all():
    assert len(CONTENT.countries) >= 25
    table = runpy.run_path(str(Path(__file__).parents[2] / "docs" / "make_coverage.py"))["load_table"]()
    named = {
        a.partition(":")[2] for group in table for part in group["parts"] for a in part["answer"] if "country:" in a
    }
    assert named <= set(CONTENT.countries)
