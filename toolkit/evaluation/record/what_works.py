"""What works: each activity over many sessions. Its real minutes, how often it was cut, and how the objectives that it
serves changed where it was held.

Only published figures go in: session records hold nothing about persons, and findings have been protected before.
"Changed where it was held" is not "changed because of it": other activities serve the same objectives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from toolkit.content.records import Activity, Content
from toolkit.evaluation.estimate.pooled import pool_sessions
from toolkit.evaluation.findings.records import Findings, ObjectiveFinding
from toolkit.planning.session_record import RealMinutes, SessionRecord, real_minutes

PUBLISH_AT, PUBLISH_INSIDE = 10, 5
"""Least people behind a figure: for everybody, and inside the organisation."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One session: what it really took, and what was found there (None when it was not evaluated)."""

    record: SessionRecord
    findings: Findings | None = None


@dataclass(frozen=True, slots=True)
class ObjectiveChange:
    """How one objective changed in the sessions that held an activity: percentage points of its questions, from `n`
    people of `sessions` sessions. With one session its own 95 % interval, with several Student's over their means; the
    interval is None where it cannot be said."""

    objective: str
    sessions: int
    n: int
    change: float
    ci_low: float | None = None
    ci_high: float | None = None


@dataclass(frozen=True, slots=True)
class ActivityUse:
    """One activity over the records. `planned` slots held it, `noted` of them have minutes, `cut` of those have 0.
    `typical` minutes stand in the content; `real` is None below two sessions. `kept_back` counts objective figures of
    sessions that held it but that may not be shown."""

    activity: str
    module: str
    title: str
    typical: int
    planned: int
    noted: int
    cut: int
    real: RealMinutes | None
    objectives: tuple[ObjectiveChange, ...] = ()
    kept_back: int = 0


def what_works(content: Content, evidence: Sequence[Evidence], *, internal: bool = False) -> tuple[ActivityUse, ...]:
    """Every activity that a record names and the content knows, in the order of the content."""
    least = PUBLISH_INSIDE if internal else PUBLISH_AT
    real = real_minutes(content, [one.record for one in evidence])
    rows = (_use(activity, evidence, real, least) for activity in content.activities().values())
    return tuple(row for row in rows if row.planned)


def _use(activity: Activity, evidence: Sequence[Evidence], real: Mapping[str, RealMinutes], least: int) -> ActivityUse:
    planned = noted = cut = 0
    held: list[Findings] = []
    for one in evidence:
        slots = [slot for slot in one.record.slots if slot.activity == activity.id]
        planned += len(slots)
        noted += sum(slot.actual_minutes is not None for slot in slots)
        cut += sum(slot.actual_minutes == 0 for slot in slots)
        if one.findings is not None and any(slot.actual_minutes for slot in slots):
            held.append(one.findings)
    changes, kept_back = _changes(activity.objectives, held, least)
    return ActivityUse(
        activity=activity.id,
        module=activity.module,
        title=activity.title.source,
        typical=activity.minutes.typical,
        planned=planned,
        noted=noted,
        cut=cut,
        real=real.get(activity.id),
        objectives=changes,
        kept_back=kept_back,
    )


def _changes(
    objectives: Iterable[str], held: Sequence[Findings], least: int
) -> tuple[tuple[ObjectiveChange, ...], int]:
    made: list[ObjectiveChange] = []
    kept_back = 0
    for objective in objectives:
        found = [o for findings in held for o in findings.objectives if o.objective == objective]
        shown = [o for o in found if _may_show(o, least)]
        kept_back += len(found) - len(shown)
        if shown:
            made.append(pooled_change(objective, shown))
    return tuple(made), kept_back


def _may_show(found: ObjectiveFinding, least: int) -> bool:
    return not found.suppressed and found.change.mean_change is not None and found.change.n >= least


def pooled_change(objective: str, found: Sequence[ObjectiveFinding]) -> ObjectiveChange:
    """One change from one finding or several, each of which has a mean."""
    if len(found) == 1:
        own = found[0].change
        return ObjectiveChange(objective, 1, own.n, own.mean_change or 0.0, own.ci_low, own.ci_high)
    means = [o.change.mean_change or 0.0 for o in found]
    pooled = pool_sessions(means, [o.change.n for o in found])
    return ObjectiveChange(
        objective, pooled.sessions, pooled.n, pooled.mean_change or 0.0, pooled.ci_low, pooled.ci_high
    )
