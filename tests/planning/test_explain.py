"""What cannot be planned is explained in the words of the brief, with ways out that work."""

from __future__ import annotations

from typing import Any

import pytest

from toolkit.content.records import Content
from toolkit.planning.brief import Brief
from toolkit.planning.solve import plan_session
from toolkit.planning.solve.explain import find_ways, follow_way
from toolkit.problems import Place, format_text

from .build import BARE, activity, break_rule, brief, content, frame, module, objective, template

GOALS = [objective("o-e", "essential"), objective("o-i")]
LESSON = module(
    "lesson",
    [
        activity("l-open", "10-10-15", kind="discussion", phase="motivation", known=True),
        activity("l-case", "45-45-60", kind="case-study", essential=True),
        activity("l-core", "30-40-60", objectives=("o-e",)),
        activity("l-more", "20-30-60", objectives=("o-i",)),
    ],
    GOALS,
)
HOUR = template("hour", end="10:00", **BARE)
CONTENT = content([LESSON], [HOUR])


def explained(asked: Brief, where: Content = CONTENT) -> str:
    plan, problems = plan_session(where, asked, place=Place("brief.yaml", 3))
    assert plan is None
    return format_text(problems)


def test_the_cheapest_way_out_is_the_hint_and_the_others_are_notes() -> None:
    assert explained(brief(modules={"only": ["lesson"]})) == (
        'brief.yaml:3: error[plan-impossible]: 60 minutes of teaching time cannot hold "L case" (45 min), '
        'objective "o-e" together.\n'
        '  hint: allow 25 more minutes (end: "10:25").\n'
        'brief.yaml:3: info[plan-way-out]: another way: make "L case" optional (activities: exclude: [l-case]).\n'
        "brief.yaml:3: info[plan-way-out]: another way: allow 2 days instead of 1 (days: 2).\n"
        "1 error, 2 notes"
    )


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"modules": {"only": ["lesson"]}}, "l-case"),
        ({"edits": {"lock": ["l-case", "l-more"]}, "activities": {"include": ["l-core"]}}, "L case"),
        ({"edits": {"minutes": {"l-more": 180}}}, "L more"),
        ({"objectives": {"include": ["o-i"]}, "end": "09:30"}, "minutes"),
    ],
)
def test_every_way_out_works(fields: dict[str, Any], word: str) -> None:
    asked = brief(**fields)
    assert word in explained(asked)
    ways = find_ways(CONTENT, asked)
    assert ways
    for way in ways:
        assert plan_session(CONTENT, follow_way(asked, way))[0] is not None, way


def test_a_locked_activity_longer_than_every_stretch_is_named() -> None:
    broken = content([LESSON], [template("two", end="11:00", **(BARE | {"breaks": (break_rule(60),)}))])
    text = explained(brief(edits={"minutes": {"l-more": 90}}), broken)
    assert '"L more" takes 90 minutes in one piece; the longest stretch without a break has 75.' in text
    assert 'don\'t ask for "L more"' in text


def test_without_modules_the_curriculum_is_empty() -> None:
    assert "there are no modules to plan with" in explained(brief(), content([], [HOUR]))


def test_an_audience_without_modules_is_told_which_there_are() -> None:
    text = explained(brief(audience="refugees"))
    assert 'no module is made for the audience "refugees" at the stage "pre_departure"' in text
    assert "labour_migrants/pre_departure" in text


def test_a_group_that_nothing_suits_is_told_why() -> None:
    hard = content([module("hard", [activity("h-a", literacy="fluent")])], [HOUR])
    assert "too-much-reading" in explained(brief(group={"literacy": "none"}), hard)


def test_without_a_template_there_are_no_hours() -> None:
    assert "there is no session template" in explained(brief(template="weekend"))


def test_optional_frames_are_left_out_before_the_session_is_impossible() -> None:
    frames = {"first": (frame("opening"), frame("icebreaker", "20-20-20", optional=True))}
    framed = content([LESSON], [template("short", end="10:30", **(BARE | frames))])
    plan, problems = plan_session(framed, brief(modules={"only": ["lesson"]}))
    assert plan is not None
    assert [s.kind for s in plan.slots()][:2] == ["opening", "discussion"]
    assert [p.code for p in problems] == ["frame-left-out"]


def test_a_need_of_nothing_lets_an_essential_objective_go() -> None:
    plan, _ = plan_session(CONTENT, brief(modules={"only": ["lesson"]}, needs={"o-e": 0}))
    assert plan is not None
    assert "l-core" not in {slot.activity for slot in plan.slots()}
    assert {o.objective: o.reason for o in plan.objectives}["o-e"] == "known-already"


def test_modules_that_do_not_fit_are_left_out_whole_when_the_brief_names_none() -> None:
    many = content(
        [
            module(f"m{n}", [activity(f"m{n}-a", "30-30-30", objectives=(f"o{n}",))], [objective(f"o{n}", "essential")])
            for n in range(3)
        ],
        [HOUR],
    )
    plan, problems = plan_session(many, brief())
    assert plan is not None
    assert len(plan.module_ids()) == 2
    assert [p.code for p in problems] == ["module-left-out"]
    assert "take 2 of 3 modules" in explained(brief(modules={"include": ["m0", "m1", "m2"]}), many)
    assert "the essential parts of 2 modules" in explained(brief(end="09:30"), many)
