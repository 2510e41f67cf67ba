"""What a criterion is asked of and how it answers; and the best activity to add to a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from toolkit.content.records import Activity, Content, Module
from toolkit.content.vocabulary import METHODS
from toolkit.planning.brief import Brief
from toolkit.planning.clock_rules import (
    Reading,
    read_plan,
)
from toolkit.planning.order import variants_of
from toolkit.planning.plan import SessionPlan, Slot
from toolkit.planning.pool import is_frame
from toolkit.planning.situation import fit_activity, minutes_for


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows something, without words: `code` says what, `slots` where in the plan, `values` how much or which."""

    code: str
    slots: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one criterion. `advice` is set only where a concrete change can be computed."""

    satisfied: bool | None
    evidence: Evidence
    advice: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What a criterion is asked of."""

    content: Content
    plan: SessionPlan
    reading: Reading
    activities: Mapping[str, Activity]
    modules: tuple[Module, ...]
    on: dt.date | None

    @property
    def brief(self) -> Brief:
        """The plan's brief."""
        return self.plan.brief

    def held(self) -> list[tuple[Slot, Activity]]:
        """Slots with a known activity, of modules and of the bank."""
        found = [(slot, self.activities.get(slot.activity or "")) for slot in self.plan.slots()]
        return [(slot, activity) for slot, activity in found if activity is not None]

    def taught(self) -> list[tuple[Slot, Activity]]:
        """Slots that teach: no frames."""
        return [(slot, activity) for slot, activity in self.held() if not is_frame(activity)]


def ask_about(content: Content, plan: SessionPlan, today: dt.date | None = None) -> Question:
    """Prepare the question. Facts are judged as of the session's first day, else as of `today`."""
    modules = tuple(content.modules[m] for m in plan.module_ids() if m in content.modules)
    on = plan.days[0].date if plan.days and plan.days[0].date else today
    return Question(content, plan, read_plan(content, plan), content.activities(), modules, on)


def suggest_addition(question: Question, wanted: Callable[[Activity], bool]) -> Evidence | None:
    """The best activity to add: of a taught module first, then of the bank; with what to swap when time is full."""
    present = {a.id for _, a in question.held()}
    drops = question.reading.wishes.drop
    taught = {m.id for m in question.modules}
    options = [
        a
        for a in question.activities.values()
        if a.id not in present
        and (a.module in taught or not a.module)
        and a.id not in drops
        and wanted(a)
        and fit_activity(a, question.brief).suits
    ]
    if not options:
        return None
    best = min(options, key=lambda a: (not a.module, is_frame(a), minutes_for(a, question.brief).typical, a.id))
    out = None if is_frame(best) else _least_missed(question, best)
    if out is None:
        return Evidence("add", (), named(question, best.id))
    return Evidence("swap", (out[0].id,), {"out": out[1].title.source, **named(question, best.id)})


def _least_missed(question: Question, best: Activity) -> tuple[Slot, Activity] | None:
    """A slot that could make room: as long as needed, not essential, and no objective lost without it."""
    needed = minutes_for(best, question.brief)
    module = question.content.modules.get(best.module)
    variants = variants_of(best.id, module.activities if module else ())
    required = {r for _, a in question.held() for r in a.requires}
    for slot, activity in sorted(question.taught(), key=lambda p: (share_of(p[1]), p[0].id)):
        others = {o for s, a in question.taught() if s.id != slot.id for o in a.objectives} | set(best.objectives)
        fits = needed.least <= slot.minutes <= needed.most
        free = not (slot.locked or activity.essential or activity.known or activity.id in required)
        if fits and ((free and set(activity.objectives) <= others) or activity.id in variants):
            return slot, activity
    return None


def named(question: Question, activity: str) -> dict[str, object]:
    """Title, minutes and id of an activity, for evidence."""
    found = question.activities[activity]
    return {"title": found.title.source, "minutes": minutes_for(found, question.brief).typical, "activity": activity}


def share_of(activity: Activity) -> int:
    """The share of its minutes, in percent, in which participants speak or do."""
    return METHODS[activity.kind].participation_pct if activity.kind in METHODS else 0
