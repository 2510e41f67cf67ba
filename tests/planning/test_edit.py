"""Lock, drop, swap, move, set minutes: the plan follows, and the rest stays as it was."""

from __future__ import annotations

import pytest

from toolkit.content.language import Language
from toolkit.planning.edit import drop, lock, move, replan, set_minutes, show_change, swap, unlock
from toolkit.planning.plan import SessionPlan
from toolkit.planning.review import review_plan
from toolkit.planning.solve import plan_session
from toolkit.problems import has_errors

from .build import brief, generated_content

CONTENT = generated_content(4, 2)


@pytest.fixture(scope="module")
def plan() -> SessionPlan:
    found, _ = plan_session(CONTENT, brief(days=2))
    assert found is not None
    return found


def ids(made: SessionPlan) -> list[str]:
    return [slot.activity for slot in made.activity_slots() if slot.activity]


def free(made: SessionPlan) -> str:
    """An activity of the plan that nothing but the objective wants."""
    activities = CONTENT.activities()
    needed = {r for a in activities.values() for r in a.requires}
    return next(
        i
        for i in ids(made)
        if not (activities[i].essential or activities[i].known or i in needed or activities[i].variant_of)
    )


def test_replanning_without_edits_changes_nothing(plan: SessionPlan) -> None:
    again, _, changes = replan(CONTENT, plan, plan.brief.edits)
    assert again == plan
    assert changes == ()


def test_what_is_dropped_goes_and_nothing_else_does(plan: SessionPlan) -> None:
    out = free(plan)
    new, _, changes = replan(CONTENT, plan, drop(plan, out))
    assert new is not None
    assert out not in ids(new)
    assert set(ids(plan)) - {out} <= set(ids(new))
    removed = [c for c in changes if c.kind == "removed"]
    assert [(c.activity, c.why) for c in removed] == [(out, "asked")]
    assert not has_errors(review_plan(CONTENT, new))


def test_what_was_left_out_comes_in_when_it_is_locked(plan: SessionPlan) -> None:
    wanted = next(a for a in plan.left_out if not CONTENT.activities()[a].variant_of)
    new, _, changes = replan(CONTENT, plan, lock(plan, wanted))
    assert new is not None
    assert [slot.locked for slot in new.slots() if slot.activity == wanted] == [True]
    assert (wanted, "asked") in [(c.activity, c.why) for c in changes if c.kind == "added"]


def test_a_swap_takes_one_out_and_puts_the_other_in(plan: SessionPlan) -> None:
    out, into = free(plan), next(a for a in plan.left_out if not CONTENT.activities()[a].variant_of)
    new, _, changes = replan(CONTENT, plan, swap(plan, out, into))
    assert new is not None
    assert out not in ids(new)
    assert into in ids(new)
    assert {(c.kind, c.activity) for c in changes if c.why == "swapped"} == {("removed", out), ("added", into)}


def test_an_activity_moves_to_another_day(plan: SessionPlan) -> None:
    last_of_first_day = [s.activity for s in plan.days[0].slots if s.module][-1]
    assert last_of_first_day is not None
    new, _, changes = replan(CONTENT, plan, move(plan, last_of_first_day, 2))
    assert new is not None
    assert last_of_first_day in [s.activity for s in new.days[1].slots]
    assert ("moved-day", last_of_first_day, "asked") in [(c.kind, c.activity, c.why) for c in changes]


def test_minutes_are_exactly_as_set_even_outside_the_range(plan: SessionPlan) -> None:
    one = free(plan)
    new, _, _ = replan(CONTENT, plan, set_minutes(plan, one, 75))
    assert new is not None
    assert [s.minutes for s in new.slots() if s.activity == one] == [75]
    assert not has_errors(review_plan(CONTENT, new))


def test_what_is_asked_for_later_overrules_what_was_asked_for_earlier(plan: SessionPlan) -> None:
    one = free(plan)
    edits = drop(lock(set_minutes(plan, one, 30), one), one)
    assert (edits.lock, edits.drop, edits.minutes) == ((), (one,), {})
    assert lock(edits, one).drop == ()
    assert unlock(lock(edits, one), one).lock == ()


def test_an_edit_that_cannot_be_followed_has_a_way_out(plan: SessionPlan) -> None:
    new, problems, changes = replan(CONTENT, plan, set_minutes(plan, free(plan), 300))
    assert new is None
    assert changes == ()
    assert "plan-impossible" in {p.code for p in problems}


def test_changes_read_as_sentences(plan: SessionPlan) -> None:
    _, _, changes = replan(CONTENT, plan, drop(plan, free(plan)))
    removed = next(c for c in changes if c.kind == "removed")
    assert show_change(Language("en"), removed) == f'"{removed.title}" is out: as you asked.'
