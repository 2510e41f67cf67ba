"""From a placement to a session plan: slots, outcomes of objectives, score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.content.text import Text
from toolkit.planning.brief import Brief
from toolkit.planning.frames import DayFrames, FrameItem
from toolkit.planning.hours import DayHours, clock_of
from toolkit.planning.plan import Day, ObjectiveOutcome, PlanScore, SessionPlan, Slot
from toolkit.planning.pool import Candidate, Pool
from toolkit.planning.solve.place import DayShape, Pause, Placed, Placement, Step


def make_shapes(hours: Sequence[DayHours], frames: Sequence[DayFrames]) -> list[DayShape]:
    """The days as the dynamic programme sees them. Frame steps are named by day, part and position."""
    shapes = []
    for day, frame in zip(hours, frames, strict=True):
        pauses = [
            Pause(
                b.earliest,
                b.ideal,
                b.latest,
                b.minutes,
                _frame_step("energiser:0", frame.energiser) if b.kind == "lunch" and frame.energiser else None,
            )
            for b in day.breaks
        ]
        opening = tuple(_frame_step(f"opening:{n}", item) for n, item in enumerate(frame.opening))
        closing = tuple(_frame_step(f"closing:{n}", item) for n, item in enumerate(frame.closing))
        shapes.append(DayShape(day.length, opening, closing, tuple(pauses)))
    return shapes


def _frame_step(key: str, item: FrameItem) -> Step:
    return Step(key, item.minutes.least, item.minutes.typical, item.minutes.most)


def make_steps(candidates: Sequence[Candidate], targets: Mapping[str, int]) -> list[Step]:
    """The chosen activities in order; `targets` are minutes to come close to instead of the typical ones."""
    return [
        Step(
            c.id,
            c.minutes.least,
            targets.get(c.id, c.minutes.typical),
            c.minutes.most,
            c.listening,
            c.participation_pct,
            c.activity.module,
            c.day,
        )
        for c in candidates
    ]


def make_days(
    placement: Placement, hours: Sequence[DayHours], frames: Sequence[DayFrames], pool: Pool, brief: Brief
) -> tuple[Day, ...]:
    """The days with their slots. A day whose work ends early ends early."""
    candidates = {c.id: c for c in pool.candidates}
    days = []
    for day, frame, lines in zip(hours, frames, placement.days, strict=True):
        slots = tuple(_slot(n, line, day, frame, candidates, brief) for n, line in enumerate(lines, start=1))
        end = slots[-1].end if slots else clock_of(day.start)
        days.append(Day(number=day.number, date=day.date, start=clock_of(day.start), end=end, slots=slots))
    return tuple(days)


def _slot(
    number: int, line: Placed, day: DayHours, frame: DayFrames, candidates: Mapping[str, Candidate], brief: Brief
) -> Slot:
    slot = Slot(
        id=f"d{day.number}-s{number:02d}",
        start=clock_of(day.start + line.start),
        end=clock_of(day.start + line.start + line.minutes),
        minutes=line.minutes,
        kind="question-and-answer",
        title="Questions",
    )
    if line.what == "break":
        pause = day.breaks[int(line.key)]
        return slot.model_copy(update={"kind": pause.kind, "title": pause.title})
    if line.what == "questions":
        return slot
    if line.key in candidates:
        return _activity_slot(slot, candidates[line.key], brief)
    part, at = line.key.split(":")
    item = _frame_item(frame, part, int(at))
    update: dict[str, object] = {"kind": item.kind, "title": item.title, "adaptations": item.adaptations}
    if item.activity is not None:
        update |= {
            "activity": item.activity.id,
            "grouping": item.activity.grouping,
            "materials": _sources(item.activity.materials),
            "locked": item.activity.id in brief.edits.lock,
        }
    return slot.model_copy(update=update)


def _frame_item(frame: DayFrames, part: str, at: int) -> FrameItem:
    if part == "energiser" and frame.energiser is not None:
        return frame.energiser
    return (frame.opening if part == "opening" else frame.closing)[at]


def _activity_slot(slot: Slot, candidate: Candidate, brief: Brief) -> Slot:
    activity = candidate.activity
    return slot.model_copy(
        update={
            "kind": activity.kind,
            "title": activity.title.source,
            "module": activity.module or None,
            "activity": activity.id,
            "phase": activity.phase if activity.module else None,
            "objectives": activity.objectives,
            "grouping": activity.grouping,
            "materials": _sources(activity.materials),
            "adaptations": candidate.adaptations,
            "locked": activity.id in brief.edits.lock,
        }
    )


def _sources(texts: Sequence[Text]) -> tuple[str, ...]:
    return tuple(text.source for text in texts)


def finish_plan(plan: SessionPlan, pool: Pool, *, proven: bool) -> SessionPlan:
    """The plan with what it does for each objective, what it left out, and its score."""
    minutes = {slot.activity: slot.minutes for slot in plan.slots() if slot.activity}
    left_out = [c for c in pool.candidates if c.id not in minutes]
    return plan.model_copy(
        update={
            "objectives": tuple(_outcomes(pool, minutes, plan.brief)),
            "left_out": tuple(c.id for c in sorted(left_out, key=lambda c: _worth(c, pool, minutes))),
            "score": _score(pool, minutes, proven=proven),
        }
    )


def _outcomes(pool: Pool, minutes: Mapping[str, int], brief: Brief) -> list[ObjectiveOutcome]:
    found = []
    for aim in pool.aims:
        objective = aim.objective
        members = [a for m in pool.modules if m.id == aim.module for a in m.activities if objective.id in a.objectives]
        spent = sum(minutes.get(a.id, 0) for a in members)
        reasons = [pool.set_aside[a.id] for a in members if a.id in pool.set_aside]
        if spent:
            reason = ""
        elif objective.id in brief.objectives.exclude:
            reason = "excluded"
        elif aim.weight == 0:
            reason = "known-already"
        elif not members:
            reason = "no-activity"
        else:
            reason = reasons[0] if len(reasons) == len(members) else "no-time"
        found.append(
            ObjectiveOutcome(
                objective=objective.id,
                module=aim.module,
                priority=objective.priority,
                served=spent > 0,
                minutes=spent,
                reason=reason,
            )
        )
    return found


def _worth(candidate: Candidate, pool: Pool, minutes: Mapping[str, int]) -> tuple[float, int, str]:
    """Best first: what it would newly serve, then how much participants do in it."""
    chosen = [c for c in pool.candidates if c.id in minutes]
    served = {o for c in chosen for o in c.activity.objectives}
    new = sum(
        a.weight for a in pool.aims if a.objective.id in candidate.activity.objectives and a.objective.id not in served
    )
    return -new, -candidate.participation_pct, candidate.id


def _score(pool: Pool, minutes: Mapping[str, int], *, proven: bool) -> PlanScore:
    chosen = [c for c in pool.candidates if c.id in minutes]
    served = {o for c in chosen for o in c.activity.objectives}
    total = sum(minutes[c.id] for c in chosen)
    taking_part = sum(c.participation_pct * minutes[c.id] for c in chosen)
    return PlanScore(
        objectives_weight=round(sum(a.weight for a in pool.aims if a.objective.id in served), 2),
        objectives_weight_possible=round(sum(a.weight for a in pool.aims), 2),
        participation_pct=round(taking_part / total, 1) if total else 0.0,
        practices_evidenced=len({p for c in chosen for p in c.activity.practices}),
        minutes_off_typical=sum(abs(minutes[c.id] - c.minutes.typical) for c in chosen),
        proven=proven,
    )
