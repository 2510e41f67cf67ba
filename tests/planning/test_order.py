"""Put one activity before another: the plan follows as far as what must come first allows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.planning.edit import place_before, replan
from toolkit.planning.order import must_precede, order_as_asked
from toolkit.planning.review import review_plan
from toolkit.planning.solve import plan_session
from toolkit.problems import has_errors

from .build import activity, brief, content, generated_content, module

TWO = content(
    [
        module(
            "one",
            [
                activity("one-ask", phase="motivation"),
                activity("one-tell", phase="information"),
                activity("one-try", requires=("one-tell",)),
                activity("one-play"),
            ],
        ),
        module("two", [activity("two-ask", phase="motivation"), activity("two-try")]),
        module("three", [activity("three-try")], prerequisites=("two",)),
    ]
)
ALL = [a for m in TWO.modules.values() for a in m.activities]


def ordered(**before: str) -> list[str]:
    wishes = {a.replace("_", "-"): b for a, b in before.items()}
    return [a.id for a in order_as_asked(TWO, ALL, lambda a: a, wishes)]


def test_what_must_come_first_is_known_with_its_rule() -> None:
    assert must_precede(TWO, ALL, "one-try") == {
        "one-ask": "phase-order",
        "one-tell": "required-order",
    }
    assert must_precede(TWO, ALL, "three-try") == {"two-ask": "prerequisite-order", "two-try": "prerequisite-order"}


def test_it_comes_right_before_the_other() -> None:
    assert ordered(one_play="one-try")[:4] == ["one-ask", "one-tell", "one-play", "one-try"]


def test_what_must_come_first_goes_forward_with_it() -> None:
    assert ordered(three_try="one-play")[3:6] == ["two-ask", "two-try", "three-try"]


def test_what_must_come_after_goes_back_with_it() -> None:
    assert ordered(one_tell="two-try") == [
        "one-ask",
        "two-ask",
        "one-tell",
        "one-try",
        "one-play",
        "two-try",
        "three-try",
    ]


@pytest.mark.parametrize(("moved", "target"), [("one-tell", "one-ask"), ("one-try", "one-tell"), ("two-ask", "none")])
def test_a_wish_that_no_order_can_follow_changes_nothing(moved: str, target: str) -> None:
    assert [a.id for a in order_as_asked(TWO, ALL, lambda a: a, {moved: target})] == [a.id for a in ALL]


def test_the_newest_wish_wins() -> None:
    first = place_before(brief().edits, "one-play", "one-try")
    assert place_before(first, "one-try", "one-play").before == {"one-try": "one-play"}


def test_a_plan_follows_the_wish() -> None:
    made = brief(edits={"before": {"two-ask": "one-ask"}}, template="one-day")
    plan, problems = plan_session(TWO, made)
    assert plan is not None
    ids = [slot.activity for slot in plan.activity_slots()]
    assert ids.index("two-ask") == ids.index("one-ask") - 1
    assert not has_errors(review_plan(TWO, plan))
    assert "asked-order-impossible" not in {p.code for p in problems}


def test_a_plan_says_when_a_wish_cannot_be_followed() -> None:
    _, problems = plan_session(TWO, brief(edits={"before": {"one-tell": "one-ask"}}))
    assert "asked-order-impossible" in {p.code for p in problems}


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_a_moved_plan_still_keeps_the_rules(data: st.DataObject) -> None:
    made = generated_content(3, 2, 5)
    plan, _ = plan_session(made, brief())
    assert plan is not None
    ids = [slot.activity for slot in plan.activity_slots() if slot.activity]
    moved, target = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(ids))
    new, _, _ = replan(made, plan, place_before(plan, moved, target))
    if new is not None:
        assert not has_errors(review_plan(made, new))


def test_a_cycle_of_prerequisites_does_not_hang() -> None:
    modules = [replace(m, prerequisites=("two",) if m.id == "one" else ("one",)) for m in TWO.modules.values()]
    looped = content(modules)
    everything = [a for m in looped.modules.values() for a in m.activities]
    assert must_precede(looped, everything, "two-try") == {"two-ask": "phase-order"}
