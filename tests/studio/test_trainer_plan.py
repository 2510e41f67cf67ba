"""Move, lock, swap, lengthen, drop and add: the plan is solved again and says what changed and why."""

from __future__ import annotations

import pytest

from tests.studio.trainer_desk import ENGLISH, THREE_DAYS, do, held, new_state
from toolkit.content.language import Language
from toolkit.planning.criteria import Evidence
from toolkit.planning.review import review_plan
from toolkit.problems import has_errors
from toolkit.studio.trainer.acts import find_ways_out
from toolkit.studio.trainer.advice import CHANGES, follow_advice
from toolkit.studio.trainer.brief_form import new_brief
from toolkit.studio.trainer.moves import additions, alternatives, movable, slot_of
from toolkit.studio.trainer.state import TrainerState


@pytest.fixture
def state() -> TrainerState:
    return new_state()


@pytest.fixture
def days() -> TrainerState:
    return new_state(THREE_DAYS)


def keeps_rules(state: TrainerState) -> bool:
    return not has_errors(review_plan(state.desk.content, state.desk.plan))


def minutes(state: TrainerState, activity: str) -> int:
    found = slot_of(state.desk.plan, activity)
    assert found is not None
    return found[1].minutes


def test_the_page_begins_with_a_plan(state: TrainerState) -> None:
    assert state.desk.plan is not None
    assert state.desk.refused is None
    assert state.chosen == "con-promises"
    assert len(state.answers(ENGLISH)) == 16


def test_one_step_up_changes_the_order_and_says_so(state: TrainerState) -> None:
    told = do(state, "up", "con-cases")
    ids = held(state)
    assert ids.index("con-cases") == ids.index("con-pay-sum") - 1
    assert told.startswith('"Before, at, and after the signature" now begins at')
    assert state.chosen == "con-cases"
    assert keeps_rules(state)


def test_a_step_down_is_the_next_ones_step_up(state: TrainerState) -> None:
    do(state, "down", "con-pay-sum")
    ids = held(state)
    assert ids.index("con-cases") == ids.index("con-pay-sum") - 1


def test_a_step_that_a_rule_forbids_is_refused_in_words(state: TrainerState) -> None:
    plan = state.desk.plan
    told = do(state, "up", "con-read-together")
    assert state.desk.plan is plan
    assert told == (
        '"Read the contract together" cannot come before "Agreements I have already made". In its module, "Agreements '
        'I have already made" belongs to an earlier phase: what is known, then information, then practice.'
    )


def test_minutes_go_up_and_down_by_five(state: TrainerState) -> None:
    before = minutes(state, "con-cases")
    told = do(state, "longer", "con-cases")
    assert minutes(state, "con-cases") == before + 5
    assert f"has {before + 5} minutes instead of {before}: as you asked." in told
    do(state, "shorter", "con-cases")
    assert minutes(state, "con-cases") == before


def test_a_locked_activity_stays_and_can_be_let_go(state: TrainerState) -> None:
    assert (
        do(state, "lock", "con-cases") == '"Before, at, and after the signature" is locked: it stays, with its minutes.'
    )
    assert state.desk.plan.brief.edits.lock == ("con-cases",)
    assert "free" in do(state, "lock", "con-cases")
    assert state.desk.plan.brief.edits.lock == ()


def test_what_is_dropped_goes_and_undo_brings_it_back(state: TrainerState) -> None:
    first = state.desk.plan
    told = do(state, "drop", "rig-fair-line")
    assert "rig-fair-line" not in held(state)
    assert '"Fair or unfair? My line on the floor" is out: as you asked.' in told
    do(state, "undo")
    assert state.desk.plan == first
    do(state, "redo")
    assert "rig-fair-line" not in held(state)


def test_alternatives_suit_the_group_and_are_not_in_the_plan(state: TrainerState) -> None:
    found = alternatives(state.desk.content, state.desk.plan, "con-cases")
    assert found
    assert not {offer.activity.id for offer in found} & set(held(state))
    into = found[0].activity.id
    do(state, "swap-for", f"con-cases>{into}")
    assert into in held(state)
    assert "con-cases" not in held(state)
    assert state.chosen == into


def test_an_opening_is_swapped_for_another_opening(state: TrainerState) -> None:
    opening = next(s.activity for s in state.desk.plan.slots() if s.kind == "opening")
    found = alternatives(state.desk.content, state.desk.plan, opening)
    assert {offer.activity.kind for offer in found} == {"opening"}


def test_what_is_added_comes_in(state: TrainerState) -> None:
    wanted = additions(state.desk.content, state.desk.plan)[0].activity.id
    do(state, "add", wanted)
    assert wanted in held(state) or state.desk.refused is not None


def test_a_test_can_be_left_out(state: TrainerState) -> None:
    do(state, "drop-test", "post-test")
    assert "post-test" not in {slot.kind for slot in state.desk.plan.slots()}
    assert state.data["post_test"] is False


def test_an_activity_goes_to_another_day(days: TrainerState) -> None:
    last = movable(days.desk.content, days.desk.plan.days[0])[-1]
    do(days, "day", last, "2")
    assert slot_of(days.desk.plan, last)[0].number == 2
    assert keeps_rules(days)


def test_dragged_onto_a_slot_it_stands_before_it(days: TrainerState) -> None:
    row = movable(days.desk.content, days.desk.plan.days[1])
    moved = row[2]
    do(days, "dragged", moved, f"before:{row[1]}")
    ids = held(days)
    assert ids.index(moved) < ids.index(row[1])


def test_dragged_to_the_end_of_its_day_it_is_the_last(state: TrainerState) -> None:
    row = movable(state.desk.content, state.desk.plan.days[0])
    do(state, "dragged", row[-2], "end:1")
    assert movable(state.desk.content, state.desk.plan.days[0])[-1] == row[-2]


def test_what_cannot_be_planned_leaves_the_plan_and_shows_ways_that_work(state: TrainerState) -> None:
    plan = state.desk.plan
    told = state.plan_data({**state.data, "end": "10:30"}, ENGLISH)
    assert told.startswith("This cannot be planned.")
    assert state.desk.plan is plan
    assert "plan-impossible" in {p.code for p in state.desk.problems}
    assert find_ways_out(state)
    do(state, "way", "0")
    assert state.desk.refused is None
    assert state.desk.plan != plan


def test_leaving_it_as_it_was_forgets_what_was_refused(state: TrainerState) -> None:
    state.plan_data({**state.data, "end": "10:30"}, ENGLISH)
    do(state, "let-be")
    assert (state.desk.refused, state.desk.ways) == (None, ())
    assert "end" not in state.data


def test_a_tick_answers_a_practice_and_leaves_the_plan(state: TrainerState) -> None:
    open_ = next(
        c.id for a in state.answers(ENGLISH) if a.status == "to confirm" for c in a.criteria if c.satisfied is None
    )
    slots = state.desk.plan.slots()
    do(state, "confirm", open_, "yes")
    assert state.desk.plan.brief.confirmed == (open_,)
    assert state.desk.plan.slots() == slots
    do(state, "confirm", open_, "")
    assert state.desk.plan.brief.confirmed == ()


def test_an_unknown_criterion_is_not_confirmed(state: TrainerState) -> None:
    do(state, "confirm", "<b>", "yes")
    assert state.desk.plan.brief.confirmed == ()


@pytest.mark.parametrize("code", sorted(CHANGES))
def test_advice_is_followed_by_one_click(days: TrainerState, code: str) -> None:
    plan = days.desk.plan
    slot = next(s for s in plan.slots() if s.module)
    values = {
        "activity": plan.left_out[0] if plan.left_out else "con-cases",
        "minutes": 30,
        "days": 7,
        "background": "destination",
        "language": "ar",
    }
    brief = follow_advice(plan, Evidence(code, (slot.id,), values))
    assert brief is not None
    assert brief != plan.brief


def test_work_for_people_is_left_to_people(state: TrainerState) -> None:
    assert follow_advice(state.desk.plan, Evidence("ask-partner", (), {"title": "x"})) is None


def test_advice_of_the_answers_makes_the_practice_better() -> None:
    state = new_state()
    # Nobody from the destination: the change adds a colleague.
    state.plan_data({**state.data, "trainers": [{"languages": ["en"], "background": "origin"}]}, ENGLISH)
    answer = next(a for a in state.answers(ENGLISH) if a.advice.code == "add-trainer")
    do(state, "advice", str(answer.number))
    assert state.desk.plan.brief.trainers[-1].background in ("destination", "both")


def test_titles_are_told_in_the_readers_language(state: TrainerState) -> None:
    from toolkit.studio.trainer.acts import do as act_do
    from toolkit.studio.trainer.live import Act

    told = act_do(state, Act("longer", "con-cases"), Language("ar"))
    assert "قبل التوقيع" in told


def test_nonsense_from_the_page_changes_nothing(state: TrainerState) -> None:
    plan = state.desk.plan
    for name, what, value in [
        ("up", "nowhere", ""),
        ("day", "con-cases", "9"),
        ("swap-for", "con-cases", ""),
        ("dragged", "nowhere", "before:con-cases"),
        ("dragged", "con-cases", "before:"),
        ("way", "x", ""),
        ("advice", "99", ""),
        ("launch", "", ""),
    ]:
        do(state, name, what, value)
        assert state.desk.plan == plan, name


def test_beginning_anew_can_be_undone(state: TrainerState) -> None:
    first = state.desk.plan
    state.begin(None, new_brief(ENGLISH), ENGLISH)
    assert state.desk.plan != first
    do(state, "undo")
    assert state.desk.plan == first
    assert state.kept is None
