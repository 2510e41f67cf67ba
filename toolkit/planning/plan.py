"""The session plan: the timed answer to a brief. Pydantic, so that it is its own JSON form and schema."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from toolkit.planning.brief import Brief, Clock


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Slot(_Part):
    """One line of a session plan. `kind` is an activity kind or one of `vocabulary.PLAN_ONLY_KINDS`.
    `module` is None for frame activities and breaks; `activity` is None for breaks and tests.
    `minutes` = `end` − `start`. `adaptations` are the needs whose adaptation applies to this group."""

    id: str
    start: Clock
    end: Clock
    minutes: int = Field(ge=0)
    kind: str
    title: str
    module: str | None = None
    activity: str | None = None
    phase: str | None = None
    objectives: tuple[str, ...] = ()
    grouping: str | None = None
    materials: tuple[str, ...] = ()
    adaptations: tuple[str, ...] = ()
    locked: bool = False


class Day(_Part):
    """One day of a plan; slots are in order, without gaps or overlaps, from `start` to `end`."""

    number: int = Field(ge=1)
    date: dt.date | None = None
    start: Clock
    end: Clock
    slots: tuple[Slot, ...]


class ObjectiveOutcome(_Part):
    """What the plan does for one objective that was in question."""

    objective: str
    module: str
    priority: str
    served: bool
    minutes: int
    reason: str = Field("", description="Message code for why it is not served: no-time, excluded, not-suited …")


class PlanScore(_Part):
    """The figures that the planner maximised, in their order. Shares are of the minutes of module activities."""

    objectives_weight: float
    objectives_weight_possible: float
    participation_pct: float
    practices_evidenced: int
    minutes_off_typical: int
    proven: bool = Field(description="True when the choice was proven best within its limits")


class SessionPlan(_Part):
    """The timed answer to a brief, over one or several days."""

    version: Literal[1] = 1
    brief: Brief
    template: str
    days: tuple[Day, ...]
    objectives: tuple[ObjectiveOutcome, ...] = ()
    left_out: tuple[str, ...] = Field((), description="Activities that were possible but had no room, best first")
    score: PlanScore | None = None

    def slots(self) -> tuple[Slot, ...]:
        """All slots of all days in order."""
        return tuple(slot for day in self.days for slot in day.slots)

    def activity_slots(self) -> tuple[Slot, ...]:
        """Slots that hold an activity of a module, in order."""
        return tuple(slot for slot in self.slots() if slot.module is not None)

    def module_ids(self) -> tuple[str, ...]:
        """Modules in the order in which they first appear."""
        return tuple(dict.fromkeys(slot.module for slot in self.slots() if slot.module))
