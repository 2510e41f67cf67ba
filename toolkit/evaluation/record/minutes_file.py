"""The table that a trainer fills in after a session: minutes and remarks by slot, as CSV from any office program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from toolkit.content.records import Content
from toolkit.evaluation.disclosure import safe_cell
from toolkit.evaluation.personal import contacts_in
from toolkit.planning.plan import SessionPlan
from toolkit.planning.session_record import RecordedSlot, SessionRecord
from toolkit.problems import Place, Problem, make_problem, near_miss

COLUMNS = ("slot", "activity", "day", "start", "title", "planned_minutes", "minutes", "remark")
LONGEST_REMARK = 500
MOST_MINUTES = 1440


@dataclass(frozen=True, slots=True)
class Noted:
    """What was noted for one slot; None minutes were left open."""

    slot: str
    minutes: int | None
    remark: str
    where: Place


def minutes_form(plan: SessionPlan, content: Content) -> str:
    """The empty table of a plan, one line for each slot, to be filled in under "minutes" and "remark"."""
    activities = content.activities()
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for day in plan.days:
        for slot in day.slots:
            known = activities.get(slot.activity or "")
            title = safe_cell(known.title.source if known else slot.title)
            writer.writerow([slot.id, slot.activity or "", day.number, slot.start, title, slot.minutes, "", ""])
    return out.getvalue()


def read_minutes(text: str, path: str, plan: SessionPlan) -> tuple[tuple[Noted, ...], tuple[Problem, ...]]:
    """What a filled table says, and every problem at its line. Lines are known by "slot", or by "activity" where a
    table has no slots; other columns are left alone."""
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error:
        return (), (make_problem("after-not-a-table", Place(path)),)
    heads = [head.strip().casefold() for head in rows[0]] if rows else []
    if "minutes" not in heads or not {"slot", "activity"} & set(heads):
        return (), (make_problem("after-columns", Place(path, 1)),)
    noted: list[Noted] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for line, row in enumerate(rows[1:], 2):
        cells = {head: cell.strip() for head, cell in zip(heads, row, strict=False)}
        if not cells.get("minutes") and not cells.get("remark"):
            continue
        found, wrong = _noted(cells, Place(path, line), plan)
        problems += wrong
        if found is None:
            continue
        if found.slot in seen:
            problems.append(make_problem("after-twice", found.where, slot=found.slot, first=seen[found.slot]))
            continue
        seen[found.slot] = line
        noted.append(found)
    return tuple(noted), tuple(problems)


def _noted(cells: Mapping[str, str], where: Place, plan: SessionPlan) -> tuple[Noted | None, list[Problem]]:
    problems = []
    slot, wrong = _slot(cells, where, plan)
    problems += wrong
    minutes: int | None = None
    given = cells.get("minutes", "")
    if given:
        if given.isascii() and given.isdecimal() and int(given) <= MOST_MINUTES:
            minutes = int(given)
        else:
            problems.append(make_problem("after-minutes", where, given=given))
    remark = _plain(cells.get("remark", ""))
    problems += remark_problems(remark, where)
    return (Noted(slot, minutes, remark, where) if not problems else None), problems


def _plain(remark: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from calculating."""
    return remark[1:] if remark[:2] in ("'=", "'+", "'-", "'@") else remark


def remark_problems(remark: str, where: Place) -> Iterator[Problem]:
    """What a remark must not hold. It is never repeated in the problem."""
    if len(remark) > LONGEST_REMARK:
        yield make_problem("after-remark-long", where, most=LONGEST_REMARK)
    elif any(contacts_in(remark)):
        yield make_problem("after-remark-personal", where)


def _slot(cells: Mapping[str, str], where: Place, plan: SessionPlan) -> tuple[str, list[Problem]]:
    slots = {slot.id: slot for slot in plan.slots()}
    given = cells.get("slot", "")
    if given:
        if given in slots:
            return given, []
        return "", [make_problem("after-slot-unknown", where, slot=given, near=near_miss(given, slots))]
    activity = cells.get("activity", "")
    matching = [slot.id for slot in slots.values() if slot.activity == activity] if activity else []
    if len(matching) == 1:
        return matching[0], []
    if matching:
        return "", [make_problem("after-activity-twice", where, activity=activity, slots=", ".join(matching))]
    near = near_miss(activity, [slot.activity for slot in slots.values() if slot.activity])
    return "", [make_problem("after-slot-unknown", where, slot=activity, near=near)]


def filled_in(record: SessionRecord, noted: tuple[Noted, ...]) -> tuple[SessionRecord, tuple[Problem, ...]]:
    """The record with what was noted, and a warning for each figure that this replaces."""
    by_slot = {one.slot: one for one in noted}
    problems: list[Problem] = []
    slots: list[RecordedSlot] = []
    for slot in record.slots:
        found = by_slot.get(slot.slot)
        if found is None:
            slots.append(slot)
            continue
        if found.minutes is not None and slot.actual_minutes not in (None, found.minutes):
            problems.append(
                make_problem("after-replaced", found.where, slot=slot.slot, old=slot.actual_minutes, new=found.minutes)
            )
        minutes = slot.actual_minutes if found.minutes is None else found.minutes
        slots.append(slot.model_copy(update={"actual_minutes": minutes, "remark": found.remark or slot.remark}))
    return record.model_copy(update={"slots": tuple(slots)}), tuple(problems)
