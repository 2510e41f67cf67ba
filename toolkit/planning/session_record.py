"""What a session really took: minutes and remarks by slot, written down afterwards, and what later plans learn.

A record is ``session-record.yaml`` beside a session's brief and plan. It holds minutes and remarks about activities,
and nothing about persons.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median_low
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from toolkit.content.files import read_text_file
from toolkit.content.records import Activity, Content, Minutes
from toolkit.content.vocabulary import METHODS
from toolkit.content.yamlfile import read_yaml, validate
from toolkit.planning.plan import SessionPlan
from toolkit.planning.situation import GRID_MINUTES, INTERPRETED_TALK_FACTOR
from toolkit.problems import Problem, sort_problems

RECORD_FILE = "session-record.yaml"
LEAST_RECORDS = 2
"""Fewer sessions than this say nothing about what an activity usually takes."""

_HEAD = """\
# What this session really took, by slot. Minutes and remarks about activities: never write anything about persons here.
"""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class RecordedSlot(_Part):
    """One slot as it was planned and as it was. `activity` is None for breaks and tests. `actual_minutes` is None when
    nobody wrote it down, 0 when the slot was left out."""

    slot: str
    activity: str | None = None
    planned_minutes: int = Field(ge=0, le=1440)
    actual_minutes: int | None = Field(None, ge=0, le=1440)
    remark: str = Field("", max_length=500, description="What happened, for the next time; nothing about persons")


class SessionRecord(_Part):
    """What one session really took. `session` is its id: the name of its folder. `interpreter` says whether talk was
    interpreted, which takes longer."""

    version: Literal[1] = 1
    session: str = Field(min_length=1, max_length=120)
    date: dt.date | None = None
    interpreter: bool = False
    slots: tuple[RecordedSlot, ...] = ()


@dataclass(frozen=True, slots=True)
class RealMinutes:
    """What an activity took in practice: the median in minutes over `sessions` records, and the least and most."""

    activity: str
    minutes: int
    sessions: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Learned:
    """A typical length that real use changed, in minutes. `used` is `real` held inside what the activity allows."""

    activity: str
    title: str
    written: int
    used: int
    real: RealMinutes


def record_of(plan: SessionPlan, session: str) -> SessionRecord:
    """An empty record of a plan: every slot as planned, nothing said yet."""
    slots = tuple(RecordedSlot(slot=s.id, activity=s.activity, planned_minutes=s.minutes) for s in plan.slots())
    first = plan.days[0].date if plan.days else None
    return SessionRecord(session=session, date=first, interpreter=plan.brief.interpreter, slots=slots)


def save_record_text(record: SessionRecord) -> str:
    """The record as YAML, the same for the same record; `load_record` reads it back. What is not known is left out."""
    import yaml

    data = record.model_dump(mode="python", exclude_none=True)
    data["slots"] = [{key: value for key, value in slot.items() if value != ""} for slot in data["slots"]]
    return _HEAD + yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=118)


def load_record(path: Path, root: Path | None = None) -> tuple[SessionRecord | None, tuple[Problem, ...]]:
    """The record in a YAML file, or None, and every problem at its line. Problems name it relative to `root`."""
    base = (root or path.parent).resolve()
    text, problems = read_text_file(base, path.resolve())
    if text is None:
        return None, problems
    return parse_record(text.text, text.path)


def parse_record(text: str, path: str = RECORD_FILE) -> tuple[SessionRecord | None, tuple[Problem, ...]]:
    """As `load_record`, from text."""
    doc = read_yaml(text, path)
    record, wrong = validate(SessionRecord, doc, label="the session record")
    return record, sort_problems((*doc.problems, *wrong))


def load_records(folder: Path, root: Path | None = None) -> tuple[tuple[SessionRecord, ...], tuple[Problem, ...]]:
    """Every record in a folder of sessions (``<folder>/<session>/session-record.yaml``), by name, and their
    problems."""
    found: list[SessionRecord] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob(f"*/{RECORD_FILE}")) if folder.is_dir() else ():
        record, wrong = load_record(path, root)
        problems += wrong
        found += [record] if record is not None else []
    return tuple(found), sort_problems(problems)


def real_minutes(
    content: Content, records: Iterable[SessionRecord], *, least_records: int = LEAST_RECORDS
) -> dict[str, RealMinutes]:
    """Activity → the median of what it really took (the lower middle of an even number), where at least so many
    sessions say it. Minutes of interpreted sessions are first brought back to what they take without an interpreter.
    Slots that were left out do not count."""
    activities = content.activities()
    spent: dict[str, list[int]] = {}
    for record in records:
        for slot in record.slots:
            activity = activities.get(slot.activity or "")
            if activity is not None and slot.actual_minutes:
                stretched = _stretch(activity) if record.interpreter else 1.0
                spent.setdefault(activity.id, []).append(round(slot.actual_minutes / stretched))
    return {
        a: RealMinutes(a, int(median_low(m)), len(m), min(m), max(m))
        for a, m in sorted(spent.items())
        if len(m) >= least_records
    }


def learn_minutes(content: Content, real: Mapping[str, RealMinutes]) -> tuple[Content, tuple[Learned, ...]]:
    """The content with typical minutes as they were in practice, on the 5-minute grid and inside each activity's own
    range, and what that changed or would have changed, by activity."""
    learned = tuple(_learned(content, real))
    used = {lesson.activity: lesson.used for lesson in learned}
    if not used:
        return content, ()

    def taught(activity: Activity) -> Activity:
        own = activity.minutes
        minutes = Minutes(own.least, used.get(activity.id, own.typical), own.most)
        return activity if minutes == own else replace(activity, minutes=minutes)

    modules = {k: replace(m, activities=tuple(map(taught, m.activities))) for k, m in content.modules.items()}
    bank = {k: replace(b, activities=tuple(map(taught, b.activities))) for k, b in content.bank.items()}
    return replace(content, modules=modules, bank=bank), learned


def _learned(content: Content, real: Mapping[str, RealMinutes]) -> Iterator[Learned]:
    activities = content.activities()
    for found in real.values():
        activity = activities.get(found.activity)
        if activity is None:
            continue
        own = activity.minutes
        on_grid = max(GRID_MINUTES, (found.minutes + GRID_MINUTES // 2) // GRID_MINUTES * GRID_MINUTES)
        used = min(max(on_grid, own.least), own.most)
        if on_grid != own.typical:
            yield Learned(activity.id, activity.title.source, own.typical, used, found)


def _stretch(activity: Activity) -> float:
    """How much longer interpretation makes it: as in `situation.minutes_for`."""
    method = METHODS.get(activity.kind)
    return 1 + method.talk_pct / 100 * (INTERPRETED_TALK_FACTOR - 1) if method else 1.0
