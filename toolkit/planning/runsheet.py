"""The run sheet: a plan as rows to show on screen, in notebooks and in documents. No words of its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from toolkit.content.records import BankFile, Content, Module
from toolkit.content.vocabulary import METHODS
from toolkit.planning.plan import SessionPlan, Slot

Family = Literal["input", "talk", "practice", "energy", "frame", "reflect", "pause", "test"]


@dataclass(frozen=True, slots=True)
class Row:
    """One slot. `family` groups kinds for colours and icons; `objectives` and `module` are ids."""

    day: int
    date: dt.date | None
    slot: str
    start: str
    end: str
    minutes: int
    kind: str
    family: Family
    title: str
    grouping: str
    materials: tuple[str, ...]
    objectives: tuple[str, ...]
    module: str
    activity: str
    adaptations: tuple[str, ...]
    locked: bool


def run_sheet(content: Content, plan: SessionPlan) -> tuple[Row, ...]:
    """One row for each slot of all days, in order. Titles and materials come from `content`, which may be localised."""
    activities = content.activities()
    files: list[Module | BankFile] = [*content.modules.values(), *content.bank.values()]
    sheets = {handout.id: handout.title.source for file in files for handout in file.handouts}

    def title(slot: Slot) -> str:
        activity = activities.get(slot.activity or "")
        return activity.title.source if activity else slot.title

    def materials(slot: Slot) -> tuple[str, ...]:
        activity = activities.get(slot.activity or "")
        named = tuple(text.source for text in activity.materials) if activity else slot.materials
        return tuple(sheets.get(words.strip(), words) for words in named)

    return tuple(
        Row(
            day=day.number,
            date=day.date,
            slot=slot.id,
            start=slot.start,
            end=slot.end,
            minutes=slot.minutes,
            kind=slot.kind,
            family=family_of(slot.kind),
            title=title(slot),
            grouping=slot.grouping or "",
            materials=materials(slot),
            objectives=slot.objectives,
            module=slot.module or "",
            activity=slot.activity or "",
            adaptations=slot.adaptations,
            locked=slot.locked,
        )
        for day in plan.days
        for slot in day.slots
    )


def family_of(kind: str) -> Family:
    """The family of an activity kind or of a slot that is no activity."""
    if kind in METHODS:
        return METHODS[kind].family
    return "test" if kind.endswith("-test") else "pause" if "break" in kind or kind == "lunch" else "frame"


def plan_json(plan: SessionPlan) -> dict[str, object]:
    """The plan as plain data for JSON: ``days[].slots[]`` hold start, end, minutes, kind, title, module, activity."""
    return plan.model_dump(mode="json")
