"""The best next change of a practice, done with one click where it can be: as a new brief."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from toolkit.planning.brief import Brief, FixedBreak, Trainer
from toolkit.planning.clock_rules import BREAK_KINDS, sitting_stretches
from toolkit.planning.criteria import Evidence
from toolkit.planning.edit import lock, swap
from toolkit.planning.hours import clock_of, minutes_of
from toolkit.planning.plan import SessionPlan
from toolkit.planning.situation import GRID_MINUTES

ADDED_BREAK_MINUTES = 10
MOST_LANGUAGES = 4
MOST_TRAINERS = 10

Values = Mapping[str, Any]
Change = Callable[[SessionPlan, Evidence], Brief | None]


def follow_advice(plan: SessionPlan, advice: Evidence) -> Brief | None:
    """The brief with the change that the advice names, or None where only a person can do it."""
    change = CHANGES.get(advice.code)
    return change(plan, advice) if change is not None else None


def _with(plan: SessionPlan, **fields: object) -> Brief:
    return plan.brief.model_copy(update=fields)


def _add(plan: SessionPlan, advice: Evidence) -> Brief:
    return _with(plan, edits=lock(plan, str(advice.values["activity"])))


def _swap(plan: SessionPlan, advice: Evidence) -> Brief | None:
    out = next((s.activity for s in plan.slots() if s.id in advice.slots[:1]), None)
    return _with(plan, edits=swap(plan, out, str(advice.values["activity"]))) if out else None


def _shorten_day(plan: SessionPlan, advice: Evidence) -> Brief | None:
    day = max(plan.days, key=lambda d: minutes_of(d.end) - minutes_of(d.start))
    end = minutes_of(day.end) - int(str(advice.values["minutes"]))
    start = plan.brief.start or day.start
    return _with(plan, start=start, end=clock_of(end)) if end > minutes_of(start) else None


def _add_break(plan: SessionPlan, _advice: Evidence) -> Brief | None:
    """A short break in the middle of the longest stretch, between two slots where one ends near there."""
    stretches = [(minutes, start, day) for day in plan.days for start, minutes in sitting_stretches(day)]
    if not stretches:
        return None
    minutes, start, day = max(stretches, key=lambda s: (s[0], s[1]))
    middle = minutes_of(start) + minutes // 2
    ends = [minutes_of(slot.end) for slot in day.slots if slot.kind not in BREAK_KINDS]
    at = min(ends, key=lambda end: (abs(end - middle), end), default=middle)
    clock = clock_of(at // GRID_MINUTES * GRID_MINUTES)
    return _with(plan, fixed_breaks=(*plan.brief.fixed_breaks, FixedBreak(at=clock, minutes=ADDED_BREAK_MINUTES)))


def _shift(sign: int) -> Change:
    def change(plan: SessionPlan, advice: Evidence) -> Brief | None:
        days = dt.timedelta(days=sign * int(str(advice.values["days"])))
        return _with(plan, dates=tuple(d + days for d in plan.brief.dates)) if plan.brief.dates else None

    return change


def _add_trainer(plan: SessionPlan, advice: Evidence) -> Brief | None:
    trainers = plan.brief.trainers
    if len(trainers) >= MOST_TRAINERS:
        return None
    found = Trainer.model_validate({"languages": plan.brief.languages[:1], "background": advice.values["background"]})
    return _with(plan, trainers=(*trainers, found))


def _interpreter(plan: SessionPlan, _advice: Evidence) -> Brief:
    return _with(plan, interpreter=True)


def _translate(plan: SessionPlan, advice: Evidence) -> Brief | None:
    languages = (*plan.brief.languages, str(advice.values["language"]))
    return _with(plan, languages=languages) if len(languages) <= MOST_LANGUAGES else None


CHANGES: Mapping[str, Change] = {
    "add": _add,
    "swap": _swap,
    "shorten-day": _shorten_day,
    "add-break": _add_break,
    "hold-earlier": _shift(-1),
    "hold-later": _shift(1),
    "add-trainer": _add_trainer,
    "add-interpreter": _interpreter,
    "translate-documents": _translate,
}
"""Code of the advice → what it changes. What is not here is work on content or for people: write a debrief, ask a
partner."""
