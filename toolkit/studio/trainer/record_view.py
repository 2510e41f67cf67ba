"""After the session: how long each slot really took and what happened, as a table of fields."""

from __future__ import annotations

from html import escape

from toolkit.planning.plan import SessionPlan
from toolkit.planning.session_record import RecordedSlot, SessionRecord, record_of
from toolkit.studio.trainer.drawn import attributes
from toolkit.studio.trainer.timeline import View, family_of, title_of

MOST_MINUTES = 1440


def record_for(plan: SessionPlan, session: str, known: SessionRecord | None) -> SessionRecord:
    """A record of this plan, with what `known` says of the same activities and slots."""
    fresh = record_of(plan, session)
    if known is None:
        return fresh
    told = {(slot.slot, slot.activity): slot for slot in known.slots}
    by_activity = {slot.activity: slot for slot in known.slots if slot.activity}

    def carry(slot: RecordedSlot) -> RecordedSlot:
        found = told.get((slot.slot, slot.activity)) or by_activity.get(slot.activity or "")
        if found is None:
            return slot
        return slot.model_copy(update={"actual_minutes": found.actual_minutes, "remark": found.remark})

    return fresh.model_copy(update={"slots": tuple(carry(slot) for slot in fresh.slots)})


def with_actual(record: SessionRecord, slot: str, value: str) -> SessionRecord:
    """The record with the real minutes of one slot; what is no number of minutes takes it out again."""
    minutes = int(value) if value.strip().isdecimal() else None
    if minutes is not None and minutes > MOST_MINUTES:
        minutes = None
    return _with(record, slot, {"actual_minutes": minutes})


def with_remark(record: SessionRecord, slot: str, value: str) -> SessionRecord:
    """The record with a remark on one slot."""
    return _with(record, slot, {"remark": " ".join(value.split())[:500]})


def all_as_planned(record: SessionRecord) -> SessionRecord:
    """The record with the planned minutes wherever nothing was written."""
    slots = tuple(
        slot if slot.actual_minutes is not None else slot.model_copy(update={"actual_minutes": slot.planned_minutes})
        for slot in record.slots
    )
    return record.model_copy(update={"slots": slots})


def _with(record: SessionRecord, slot: str, update: dict[str, object]) -> SessionRecord:
    slots = tuple(s.model_copy(update=update) if s.slot == slot else s for s in record.slots)
    return record.model_copy(update={"slots": slots})


def record_html(view: View, record: SessionRecord) -> str:
    """One row for each slot: planned, real, the difference, a remark."""
    say = view.language.say
    told = {slot.slot: slot for slot in record.slots}
    heads = [say("Slot"), say("Planned"), say("Really"), say("Difference"), say("What happened")]
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    rows = []
    for day in view.plan.days:
        title = say("Day {n}", n=day.number)
        if len(view.plan.days) > 1:
            rows.append(f'<tr class="tot-day-row"><th scope="colgroup" colspan="5">{escape(title)}</th></tr>')
        rows += [
            _row(view, told[slot.id], title_of(slot, view), slot.start, slot.kind)
            for slot in day.slots
            if slot.id in told
        ]
    caption = escape(say("What each slot really took"))
    return (
        f'<table class="tot-table tot-record"><caption class="tot-hide">{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _row(view: View, slot: RecordedSlot, title: str, start: str, kind: str) -> str:
    language = view.language
    say = language.say
    actual = "" if slot.actual_minutes is None else str(slot.actual_minutes)
    minutes = attributes(
        type="number", id=f"tot-actual-{slot.slot}", data_act="actual", data_what=slot.slot, value=actual, min=0,
        max=MOST_MINUTES, inputmode="numeric", aria_label=say("Real minutes of {title}", title=title),
    )  # fmt: skip
    remark = attributes(
        type="text", id=f"tot-remark-{slot.slot}", data_act="remark", data_what=slot.slot, value=slot.remark,
        maxlength=500, aria_label=say("What happened in {title}", title=title),
    )  # fmt: skip
    off = slot.actual_minutes - slot.planned_minutes if slot.actual_minutes is not None else None
    difference = "" if off is None else language.show_number(off, signed=True)
    clock = f'<span dir="ltr">{escape(language.show_time(start))}</span>'
    return (
        f'<tr><th scope="row" class="tot-fam-{family_of(kind)}">{clock} {escape(title)}</th>'
        f"<td>{slot.planned_minutes}</td><td><input{minutes}></td>"
        f'<td class="tot-off">{escape(difference)}</td><td><input{remark}></td></tr>'
    )
