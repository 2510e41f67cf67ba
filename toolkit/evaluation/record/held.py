"""A plan as it was held: what papers about a session that is over should say."""

from __future__ import annotations

from toolkit.planning.plan import SessionPlan, Slot
from toolkit.planning.session_record import SessionRecord


def held_plan(plan: SessionPlan, record: SessionRecord) -> SessionPlan:
    """The plan with real minutes where they were noted and without what was left out; objectives that only left-out
    parts served are not served. Clock times stay as planned: it is for sums and lists, not for a timetable."""
    real = {slot.slot: slot.actual_minutes for slot in record.slots if slot.actual_minutes is not None}

    def held(slot: Slot) -> Slot:
        return slot.model_copy(update={"minutes": real.get(slot.id, slot.minutes)})

    days = tuple(
        day.model_copy(update={"slots": tuple(held(slot) for slot in day.slots if real.get(slot.id) != 0)})
        for day in plan.days
    )
    gone = {o for slot in plan.slots() if real.get(slot.id) == 0 for o in slot.objectives}
    kept = {o for day in days for slot in day.slots for o in slot.objectives}
    outcomes = tuple(
        one.model_copy(update={"served": one.served and (one.objective in kept or one.objective not in gone)})
        for one in plan.objectives
    )
    return plan.model_copy(update={"days": days, "objectives": outcomes})
