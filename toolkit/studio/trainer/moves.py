"""What a trainer can do with one activity of a plan, and why some of it cannot be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from toolkit.content.records import Activity, Content
from toolkit.content.vocabulary import METHODS
from toolkit.planning.brief import Edits
from toolkit.planning.edit import move, place_before
from toolkit.planning.order import Rule, must_precede, variants_of
from toolkit.planning.plan import Day, SessionPlan, Slot
from toolkit.planning.pool import is_frame
from toolkit.planning.situation import fit_activity, minutes_for

Why = Literal["variant", "same-objectives", "same-kind", "same-module", "bank"]
OFFERED = 8
"""Alternatives and additions shown."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An activity that could come in. `why` is what speaks for it; minutes are its typical ones for this group."""

    activity: Activity
    minutes: int
    why: Why


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an activity cannot stand there: `other` has to come before `activity` by this rule."""

    activity: str
    other: str
    rule: Rule


def slot_of(plan: SessionPlan, activity: str) -> tuple[Day, Slot] | None:
    """Where an activity is, or None."""
    return next(((day, slot) for day in plan.days for slot in day.slots if slot.activity == activity), None)


def is_movable(content: Content, slot: Slot) -> bool:
    """Whether the trainer may choose its place: what teaches, not what frames a day."""
    activity = content.activities().get(slot.activity or "")
    return activity is not None and not is_frame(activity)


def movable(content: Content, day: Day) -> list[str]:
    """The activities of a day whose place can be chosen, in order."""
    return [slot.activity for slot in day.slots if slot.activity and is_movable(content, slot)]


def step_target(content: Content, plan: SessionPlan, activity: str, up: bool) -> tuple[str, str] | None:
    """(what moves, what it comes right before) for one step up or down inside its day; None at the end of it. A step
    down is the next one's step up."""
    found = slot_of(plan, activity)
    row = movable(content, found[0]) if found else []
    if activity not in row:
        return None
    at = row.index(activity)
    if up:
        return (activity, row[at - 1]) if at > 0 else None
    return (row[at + 1], activity) if at + 1 < len(row) else None


def refusal(content: Content, plan: SessionPlan, moved: str, target: str) -> Refusal | None:
    """What forbids `moved` to come before `target`, or None."""
    known = content.activities()
    held = [known[slot.activity] for slot in plan.slots() if slot.activity in known]
    rule = must_precede(content, held, moved).get(target)
    return Refusal(moved, target, rule) if rule else None


def put_before(content: Content, plan: SessionPlan, activity: str, target: str) -> Edits | Refusal:
    """The edits that put an activity right before another, on that one's day; or what forbids it."""
    forbidden = refusal(content, plan, activity, target)
    if forbidden is not None:
        return forbidden
    edits = place_before(plan, activity, target)
    here, there = slot_of(plan, activity), slot_of(plan, target)
    if here and there and here[0].number != there[0].number:
        edits = move(edits, activity, there[0].number)
    return edits


def put_on_day(content: Content, plan: SessionPlan, activity: str, day: int) -> Edits | Refusal:
    """The edits that put an activity at the nearest end of another day: first of a later one, last of an earlier."""
    found = slot_of(plan, activity)
    if found is None or not 1 <= day <= len(plan.days):
        return plan.brief.edits
    later = day > found[0].number
    following = [a for d in plan.days[(day - 1 if later else day) :] for a in movable(content, d) if a != activity]
    if is_movable(content, found[1]) and following:
        forbidden = refusal(content, plan, activity, following[0])
        if forbidden is not None:
            return forbidden
        return move(place_before(plan, activity, following[0]), activity, day)
    return move(plan, activity, day)


def is_pinned(edits: Edits, activity: str) -> bool:
    """Whether the trainer has asked for something about it that the planner keeps."""
    return activity in {*edits.lock, *edits.minutes, *edits.day, *edits.before, *edits.swap.values()}


def alternatives(content: Content, plan: SessionPlan, activity: str) -> tuple[Offer, ...]:
    """What could stand in its place, best first: variants, what serves the same, what is of the same kind. Only what
    suits the group and is not in the plan."""
    known = content.activities()
    here = known.get(activity)
    if here is None:
        return ()
    found = []
    for other in _usable(content, plan):
        why = _why_instead(content, here, other)
        if why is not None:
            minutes = minutes_for(other, plan.brief).typical
            shared = len(set(other.objectives) & set(here.objectives))
            found.append(((_RANK.index(why), -shared, abs(minutes - here.minutes.typical), other.id), other, why))
    found.sort(key=lambda entry: entry[0])
    return tuple(Offer(other, minutes_for(other, plan.brief).typical, why) for _, other, why in found[:OFFERED])


_RANK: Sequence[Why] = ("variant", "same-objectives", "same-kind", "same-module", "bank")


def _why_instead(content: Content, here: Activity, other: Activity) -> Why | None:
    if is_frame(here) or is_frame(other):
        return "same-kind" if here.kind == other.kind else None
    module = content.modules.get(here.module)
    if other.module == here.module:
        if module is not None and other.id in variants_of(here.id, module.activities):
            return "variant"
        if set(other.objectives) & set(here.objectives):
            return "same-objectives"
        return "same-module" if here.module else _family(here, other)
    return _family(here, other) if not other.module else None


def _family(here: Activity, other: Activity) -> Why | None:
    families = [METHODS[a.kind].family for a in (here, other) if a.kind in METHODS]
    return "same-kind" if len(families) == 2 and families[0] == families[1] else None


def additions(content: Content, plan: SessionPlan) -> tuple[Offer, ...]:
    """What could be added: first what the planner left out, best first, then activities of the bank."""
    known = content.activities()
    usable = {a.id: a for a in _usable(content, plan)}
    left = [usable[i] for i in plan.left_out if i in usable and not _variant_is_in(content, plan, known[i])]
    bank = [a for a in usable.values() if not a.module and not is_frame(a)]
    bank.sort(key=lambda a: (-len(set(a.practices)), a.id))
    found = [Offer(a, minutes_for(a, plan.brief).typical, "same-module") for a in left[:OFFERED]]
    return (*found, *(Offer(a, minutes_for(a, plan.brief).typical, "bank") for a in bank[:OFFERED] if a not in left))


def _variant_is_in(content: Content, plan: SessionPlan, activity: Activity) -> bool:
    module = content.modules.get(activity.module)
    held = {slot.activity for slot in plan.slots()}
    return module is not None and bool(variants_of(activity.id, module.activities) & held)


def _usable(content: Content, plan: SessionPlan) -> list[Activity]:
    """What suits the group and is not in the plan."""
    held = {slot.activity for slot in plan.slots()}
    return [a for a in content.activities().values() if a.id not in held and fit_activity(a, plan.brief).suits]


def put_last(content: Content, plan: SessionPlan, activity: str) -> Edits | Refusal:
    """The edits that put an activity behind all others of its day: those that follow it come before it, one by one."""
    found = slot_of(plan, activity)
    row = movable(content, found[0]) if found else []
    edits = plan.brief.edits
    for other in row[row.index(activity) + 1 :] if activity in row else ():
        forbidden = refusal(content, plan, other, activity)
        if forbidden is not None:
            return forbidden
        edits = place_before(edits, other, activity)
    return edits
