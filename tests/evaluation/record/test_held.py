"""A plan as it was held: minutes, modules and objectives by the session's record."""

from tests.session_sample import plan
from toolkit.evaluation.record.held import held_plan
from toolkit.planning.session_record import record_of
from toolkit.rendering.outlines.certificate import learning_minutes

PLAN = plan()


def held(**minutes):
    empty = record_of(PLAN, "accra")
    slots = tuple(
        s.model_copy(update={"actual_minutes": minutes.get((s.activity or "").replace("-", "_"))}) for s in empty.slots
    )
    return held_plan(PLAN, empty.model_copy(update={"slots": slots}))


def test_without_notes_it_is_the_plan():
    assert held() == PLAN


def test_hours_are_those_that_were_held():
    assert learning_minutes(PLAN) == 120
    assert learning_minutes(held(a_read=0, a_open=15)) == 60


def test_what_was_left_out_served_nothing():
    served = {o.objective: o.served for o in held(a_read=0).objectives}
    assert served == {"o-parts": True, "o-copy": False}
    assert all(o.served for o in held(a_read=5).objectives)


def test_a_module_of_which_nothing_was_held_is_not_named():
    assert held(a_read=0, a_open=0).module_ids() == ()
