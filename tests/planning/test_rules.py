"""Each rule with a plan that keeps it and one that breaks it."""

from __future__ import annotations

from typing import Any

import pytest

from toolkit.content.records import Content
from toolkit.planning.brief import Brief
from toolkit.planning.hours import clock_of, minutes_of
from toolkit.planning.plan import Day, SessionPlan, Slot
from toolkit.planning.review import review_plan
from toolkit.problems import Place, format_problem, has_errors

from .build import BARE, activity, brief, content, frame, module, objective, template

GOALS = [objective("o-e", "essential"), objective("o-i")]
MODULES = [
    module(
        "base",
        [
            activity("b-open", "5-10-15", kind="discussion", phase="motivation", known=True, objectives=("o-i",)),
            activity("b-talk", "10-15-20", kind="presentation", phase="information"),
            activity("b-film", "10-15-20", kind="video", phase="information"),
            activity("b-core", "20-30-45", essential=True, objectives=("o-e",)),
            activity("b-other", "20-30-45", variant_of="b-core", objectives=("o-e",)),
            activity("b-deep", "10-20-30", phase="application", requires=("b-core",)),
            activity("b-read", "10-20-30", literacy="fluent"),
            activity("b-late", "10-20-30", phase="practice", requires=("b-deep-first",)),
            activity("b-deep-first", "10-20-30", phase="practice"),
        ],
        GOALS,
    ),
    module("next", [activity("n-one", "10-20-120")], prerequisites=("base",)),
]
BARE_DAY = template("bare", end="18:00", **BARE)
CONTENT = content(MODULES, [BARE_DAY])


def plan(
    *lines: tuple[str, int] | str, asked: Brief | None = None, start: str = "09:00", **changes: Any
) -> SessionPlan:
    """One day of slots, one after the other: an activity's id or a slot kind, and its minutes. ``|`` opens a day."""
    activities = CONTENT.activities()
    days: list[list[Slot]] = [[]]
    clock = minutes_of(start)
    for line in lines:
        if isinstance(line, str):
            days.append([])
            clock = minutes_of(start)
            continue
        name, length = line
        found = activities.get(name)
        days[-1].append(
            Slot(
                id=f"d{len(days)}-s{len(days[-1])}",
                start=clock_of(clock),
                end=clock_of(clock + length),
                minutes=length,
                kind=found.kind if found else name,
                title=found.title.source if found else name,
                module=found.module or None if found else None,
                activity=found.id if found else None,
            )
        )
        clock += length
    made = [Day(number=n, start=day[0].start, end=day[-1].end, slots=tuple(day)) for n, day in enumerate(days, start=1)]
    asked = asked or brief(template="bare", days=len(made), modules={"only": ["base", "next"]})
    return SessionPlan(brief=asked, template="bare", days=tuple(made)).model_copy(update=changes)


def ask(**fields: Any) -> Brief:
    return brief(**({"template": "bare", "days": 1, "modules": {"only": ["base", "next"]}} | fields))


def change(made: SessionPlan, at: int, **fields: Any) -> SessionPlan:
    """The plan with one slot of its first day changed."""
    day = made.days[0]
    slots = tuple(s.model_copy(update=fields) if n == at else s for n, s in enumerate(day.slots))
    return made.model_copy(update={"days": (day.model_copy(update={"slots": slots}), *made.days[1:])})


def codes(made: SessionPlan, where: Content = CONTENT) -> set[str]:
    return {p.code for p in review_plan(where, made)}


OPEN, CORE = ("b-open", 10), ("b-core", 30)
GOOD = plan(OPEN, CORE)

BROKEN: dict[str, SessionPlan] = {
    "slot-minutes": change(GOOD, 0, minutes=15),
    "slot-gap": change(GOOD, 1, start="09:20", minutes=20),
    "slot-overlap": change(GOOD, 1, start="09:05", minutes=35),
    "slot-outside-day": change(GOOD, 1, end="10:00", minutes=50),
    "day-hours": plan(OPEN, CORE, start="08:00"),
    "day-count": plan(OPEN, CORE, asked=ask(days=2)),
    "slot-grid": plan(OPEN, ("b-core", 31)),
    "slot-activity-unknown": change(GOOD, 0, activity="b-opne"),
    "activity-twice": plan(OPEN, CORE, CORE),
    "fixed-break-crossed": plan(OPEN, CORE, asked=ask(fixed_breaks=[{"at": "09:20", "minutes": 10}])),
    "minutes-range": plan(OPEN, ("b-core", 60)),
    "phase-order": plan(CORE, OPEN),
    "required-order": plan(OPEN, ("b-late", 20), ("b-deep-first", 20), CORE),
    "prerequisite-order": plan(("n-one", 20), OPEN, CORE),
    "presentation-stretch": plan(OPEN, ("b-talk", 15), ("b-film", 10), CORE),
    "sitting-long": plan(OPEN, CORE, ("n-one", 120)),
    "slot-unsuited": plan(OPEN, ("b-read", 20), CORE, asked=ask(group={"literacy": "basic"})),
    "slot-excluded": plan(OPEN, CORE, ("n-one", 20), asked=ask(activities={"exclude": ["n-one"]})),
    "wrong-day": plan(OPEN, CORE, "|", ("n-one", 20), asked=ask(days=2, edits={"day": {"n-one": 1}})),
    "essential-unserved": plan(OPEN),
    "asked-objective-unserved": plan(CORE, asked=ask(objectives={"include": ["o-i"]})),
    "essential-activity-missing": plan(OPEN, ("b-deep-first", 20)),
    "known-opening-missing": plan(CORE),
    "variants-together": plan(OPEN, CORE, ("b-other", 30)),
    "required-activity-missing": plan(OPEN, ("b-other", 30), ("b-late", 20)),
    "asked-activity-missing": plan(OPEN, CORE, asked=ask(edits={"lock": ["n-one"]})),
    "asked-module-missing": plan(OPEN, CORE, asked=ask(modules={"include": ["base", "next"]})),
}

KEPT: dict[str, SessionPlan] = {
    "slot-minutes": GOOD,
    "slot-gap": GOOD,
    "slot-overlap": GOOD,
    "slot-outside-day": GOOD,
    "day-hours": GOOD,
    "day-count": plan(OPEN, CORE, "|", ("n-one", 20)),
    "slot-grid": GOOD,
    "slot-activity-unknown": GOOD,
    "activity-twice": plan(OPEN, CORE, ("n-one", 20)),
    "fixed-break-crossed": plan(
        OPEN, ("fixed-break", 10), CORE, asked=ask(fixed_breaks=[{"at": "09:10", "minutes": 10}])
    ),
    "minutes-range": plan(OPEN, ("b-core", 60), asked=ask(edits={"minutes": {"b-core": 60}})),
    "phase-order": GOOD,
    "required-order": plan(OPEN, ("b-deep-first", 20), ("b-late", 20), CORE),
    "prerequisite-order": plan(OPEN, CORE, ("n-one", 20)),
    "presentation-stretch": plan(OPEN, ("b-talk", 15), ("break", 10), ("b-film", 10), CORE),
    "sitting-long": plan(OPEN, CORE, ("break", 10), ("n-one", 100)),
    "slot-unsuited": plan(
        OPEN, ("b-read", 20), CORE, asked=ask(group={"literacy": "basic"}, activities={"include": ["b-read"]})
    ),
    "slot-excluded": plan(OPEN, CORE, asked=ask(activities={"exclude": ["n-one"]})),
    "wrong-day": plan(OPEN, CORE, "|", ("n-one", 20), asked=ask(days=2, edits={"day": {"n-one": 2}})),
    "essential-unserved": plan(OPEN, asked=ask(needs={"o-e": 0})),
    "asked-objective-unserved": plan(OPEN, CORE, asked=ask(objectives={"include": ["o-i"]})),
    "essential-activity-missing": plan(OPEN, ("b-other", 30)),
    "known-opening-missing": GOOD,
    "variants-together": plan(OPEN, ("b-other", 30)),
    "required-activity-missing": plan(OPEN, ("b-other", 30), ("b-deep", 20)),
    "asked-activity-missing": plan(OPEN, CORE, ("n-one", 20), asked=ask(edits={"lock": ["n-one"]})),
    "asked-module-missing": plan(OPEN, CORE, ("n-one", 20), asked=ask(modules={"include": ["base", "next"]})),
}


def test_a_good_plan_has_no_problem() -> None:
    assert review_plan(CONTENT, GOOD) == ()


@pytest.mark.parametrize("code", BROKEN)
def test_the_rule_finds_what_breaks_it(code: str) -> None:
    assert code in codes(BROKEN[code])


@pytest.mark.parametrize("code", KEPT)
def test_the_rule_is_silent_where_it_is_kept(code: str) -> None:
    assert code not in codes(KEPT[code])


TESTED = content(MODULES, [template("bare", **(BARE | {"first": (frame("pre-test"),), "last": (frame("post-test"),)}))])


def test_tests_are_held_when_the_brief_and_the_template_want_them() -> None:
    assert "test-missing" in codes(plan(OPEN, CORE), TESTED)
    assert "test-missing" in codes(plan(("pre-test", 15), OPEN, CORE), TESTED)
    assert "test-missing" not in codes(plan(("pre-test", 15), OPEN, CORE, ("post-test", 15)), TESTED)
    assert "test-missing" not in codes(plan(OPEN, CORE, asked=ask(pre_test=False, post_test=False)), TESTED)


def test_a_pre_test_comes_first_and_a_post_test_last() -> None:
    assert "test-order" in codes(plan(OPEN, ("pre-test", 15), CORE))
    assert "test-order" in codes(plan(OPEN, ("post-test", 15), CORE))
    assert "test-order" not in codes(plan(("pre-test", 15), OPEN, CORE, ("post-test", 15)))


def test_prerequisites_in_a_circle_are_not_the_plans_fault() -> None:
    circle = content(
        [module("x", [activity("x-a")], prerequisites=("y",)), module("y", [activity("y-a")], prerequisites=("x",))],
        [BARE_DAY],
    )
    slots = [
        Slot(id=f"s{n}", start=s, end=e, minutes=20, kind="group-work", title=m, module=m, activity=f"{m}-a")
        for n, (m, s, e) in enumerate((("x", "09:00", "09:20"), ("y", "09:20", "09:40")))
    ]
    made = SessionPlan(
        brief=brief(template="bare"),
        template="bare",
        days=(Day(number=1, start="09:00", end="09:40", slots=tuple(slots)),),
    )
    assert review_plan(circle, made) == ()


def test_a_problem_names_the_slot_its_line_and_the_way_out() -> None:
    problems = review_plan(CONTENT, BROKEN["minutes-range"], place=Place("plan.json"), lines={"d1-s1": 40})
    assert has_errors(problems)
    assert format_problem(problems[0]) == (
        'plan.json:40: error[minutes-range]: 09:10 "B core" takes 60 minutes; it needs 20 to 45.\n'
        "  hint: choose a length in this range, or ask for this one under edits: minutes."
    )
