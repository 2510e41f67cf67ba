"""A trainer's changes to a plan: lock, drop, swap, move, set minutes; then solve again, close to what was there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.planning.brief import Edits
from toolkit.planning.plan import SessionPlan
from toolkit.problems import Problem

ChangeKind = Literal["added", "removed", "moved-day", "longer", "shorter"]
Reason = Literal["asked", "swapped", "serves", "fills-time", "makes-room", "fits-the-clock"]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one activity. `before` and `after` are minutes, or days for a move; 0 where it was not in the
    plan. `why` is the reason, `other` the title or the objective that the reason names."""

    kind: ChangeKind
    activity: str
    title: str
    before: int
    after: int
    why: Reason
    other: str = ""


def lock(start: SessionPlan | Edits, *activities: str) -> Edits:
    """These stay."""
    edits = _edits(start)
    return edits.model_copy(
        update={
            "lock": _with(edits.lock, activities),
            "drop": tuple(a for a in edits.drop if a not in activities),
        }
    )


def unlock(start: SessionPlan | Edits, *activities: str) -> Edits:
    """These may go again, have any length and be on any day."""
    return _forget(_edits(start), set(activities))


def drop(start: SessionPlan | Edits, *activities: str) -> Edits:
    """These go."""
    edits = _forget(_edits(start), set(activities))
    return edits.model_copy(update={"drop": _with(edits.drop, activities)})


def swap(start: SessionPlan | Edits, out: str, into: str) -> Edits:
    """One goes, another comes."""
    edits = _forget(_edits(start), {out})
    kept = tuple(a for a in edits.drop if a != into)
    return edits.model_copy(update={"swap": {**edits.swap, out: into}, "drop": kept})


def move(start: SessionPlan | Edits, activity: str, day: int) -> Edits:
    """Hold it on day number `day`."""
    edits = _edits(start)
    kept = tuple(a for a in edits.drop if a != activity)
    return edits.model_copy(update={"day": {**edits.day, activity: day}, "drop": kept})


def set_minutes(start: SessionPlan | Edits, activity: str, minutes: int) -> Edits:
    """Let it take exactly so long (a multiple of 5), even outside its range."""
    edits = _edits(start)
    kept = tuple(a for a in edits.drop if a != activity)
    return edits.model_copy(update={"minutes": {**edits.minutes, activity: minutes}, "drop": kept})


def place_before(start: SessionPlan | Edits, activity: str, target: str) -> Edits:
    """Put it right before another, as far as what must come first allows. The newest such wish comes last and wins."""
    edits = _edits(start)
    others = {a: b for a, b in edits.before.items() if a != activity and (a, b) != (target, activity)}
    kept = tuple(a for a in edits.drop if a != activity)
    return edits.model_copy(update={"before": {**others, activity: target}, "drop": kept})


def replan(
    content: Content, plan: SessionPlan, edits: Edits
) -> tuple[SessionPlan | None, tuple[Problem, ...], tuple[Change, ...]]:
    """Solve again with these edits: (new plan or None, problems, what changed and why).

    What was in the plan stays wherever its objectives and the clock allow.
    """
    from toolkit.planning.solve import plan_session

    brief = plan.brief.model_copy(update={"edits": edits})
    new, problems = plan_session(content, brief, previous=plan)
    return new, problems, tuple(compare_plans(plan, new, edits)) if new is not None else ()


def compare_plans(before: SessionPlan, after: SessionPlan, edits: Edits) -> Iterator[Change]:
    """The changes from one plan to the next, removed first, then in the order of the new plan."""
    old = {slot.activity: (day.number, slot) for day in before.days for slot in day.slots if slot.activity}
    new = {slot.activity: (day.number, slot) for day in after.days for slot in day.slots if slot.activity}
    into = {b: a for a, b in edits.swap.items()}
    added = [a for a in new if a not in old]
    for activity, (_, slot) in old.items():
        if activity in new:
            continue
        why: Reason = "asked" if activity in edits.drop else "swapped" if activity in edits.swap else "makes-room"
        other = edits.swap.get(activity, "") or (added[0] if added else "")
        title = new[other][1].title if other in new else ""
        yield Change("removed", activity, slot.title, slot.minutes, 0, why, title)
    served = {o for activity, (_, slot) in old.items() if activity in new for o in slot.objectives}
    asked = {*edits.lock, *edits.minutes, *edits.day, *edits.before}
    for activity, (day, slot) in new.items():
        if activity not in old:
            goals = [o for o in slot.objectives if o not in served]
            if activity in into:
                why, other = "swapped", old[into[activity]][1].title if into[activity] in old else ""
            elif activity in asked:
                why, other = "asked", ""
            else:
                why, other = ("serves", goals[0]) if goals else ("fills-time", "")
            yield Change("added", activity, slot.title, 0, slot.minutes, why, other)
            continue
        day_before, slot_before = old[activity]
        if day_before != day:
            reason: Reason = "asked" if activity in edits.day or activity in edits.before else "fits-the-clock"
            yield Change("moved-day", activity, slot.title, day_before, day, reason)
        if slot.minutes != slot_before.minutes:
            kind: ChangeKind = "longer" if slot.minutes > slot_before.minutes else "shorter"
            asked_minutes = activity in edits.minutes
            why = "asked" if asked_minutes else "fills-time" if kind == "longer" else "makes-room"
            yield Change(kind, activity, slot.title, slot_before.minutes, slot.minutes, why)


def show_change(language: Language, change: Change) -> str:
    """The change as one sentence."""
    say = language.say
    what = {
        "added": say('"{title}" is new ({after} minutes)', title=change.title, after=change.after),
        "removed": say('"{title}" is out', title=change.title),
        "moved-day": say('"{title}" is now on day {after}', title=change.title, after=change.after),
        "longer": say(
            '"{title}" has {after} minutes instead of {before}',
            title=change.title,
            after=change.after,
            before=change.before,
        ),
        "shorter": say(
            '"{title}" has only {after} minutes instead of {before}',
            title=change.title,
            after=change.after,
            before=change.before,
        ),
    }[change.kind]
    why = {
        "asked": say("as you asked"),
        "swapped": say('swapped with "{other}"', other=change.other) if change.other else say("swapped"),
        "serves": say('it serves the objective "{other}"', other=change.other),
        "fills-time": say("there was time left"),
        "makes-room": say('it makes room for "{other}"', other=change.other) if change.other else say("it makes room"),
        "fits-the-clock": say("so that everything fits"),
    }[change.why]
    return say("{what}: {why}.", what=what, why=why)


def _edits(start: SessionPlan | Edits) -> Edits:
    return start.brief.edits if isinstance(start, SessionPlan) else start


def _with(present: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*present, *more)))


def _forget(edits: Edits, activities: set[str]) -> Edits:
    """The edits without anything that keeps these activities."""
    return Edits(
        lock=tuple(a for a in edits.lock if a not in activities),
        drop=edits.drop,
        swap={a: b for a, b in edits.swap.items() if b not in activities},
        minutes={a: m for a, m in edits.minutes.items() if a not in activities},
        day={a: d for a, d in edits.day.items() if a not in activities},
        before={a: b for a, b in edits.before.items() if a not in activities},
    )
