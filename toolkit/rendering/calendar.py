"""The session in a calendar file: one event for each day."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.planning.plan import Day, SessionPlan
from toolkit.rendering.outlines.common import clock_span, module_title, slot_title

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Training of trainers toolkit//session plan//EN"


def render_calendar(plan: SessionPlan, content: Content, language: Language) -> bytes | None:
    """An iCalendar file (RFC 5545, UTF-8) with one event for each day and its timetable as description.

    Times are floating, that is local wherever the file is opened: a brief knows no time zone. Without dates there is
    nothing to enter in a calendar: the result is None, and the pack leaves the file out. The same plan gives the same
    bytes: the stamp is the first day's midnight, the identifier comes from title, place and day.
    """
    if not plan.days or any(day.date is None for day in plan.days):
        return None
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for day in plan.days:
        calendar.add_component(_event(plan, day, content, language))
    return bytes(calendar.to_ical())


def _event(plan: SessionPlan, day: Day, content: Content, language: Language) -> Event:
    from icalendar import Event

    first = plan.days[0].date
    if day.date is None or first is None:
        raise ValueError("an event needs a date")
    brief = plan.brief
    title = brief.title
    if len(plan.days) > 1:
        title = language.say("{title} (day {n} of {days})", title=title, n=day.number, days=len(plan.days))
    event = Event()
    identity = f"tot-toolkit/{brief.organisation}/{brief.title}/{brief.venue}/{day.date.isoformat()}/{day.number}"
    event.add("uid", str(uuid5(NAMESPACE_URL, identity)))
    event.add("dtstamp", datetime.combine(first, time(0), UTC))
    event.add("dtstart", datetime.combine(day.date, _clock(day.start)))
    event.add("dtend", datetime.combine(day.date, _clock(day.end)))
    event.add("summary", title)
    event.add("description", _timetable(day, content, language))
    if brief.venue:
        event.add("location", brief.venue)
    return event


def _clock(text: str) -> time:
    return time.fromisoformat(text)


def _timetable(day: Day, content: Content, language: Language) -> str:
    """A line for each slot; where a module begins, its title."""
    lines: list[str] = []
    module: str | None = None
    for slot in day.slots:
        if slot.module and slot.module != module:
            lines.append(f"— {module_title(content, slot.module)} —")
        module = slot.module or module
        lines.append(f"{clock_span(slot.start, slot.end, language)}  {slot_title(content, slot, language)}")
    return "\n".join(lines)
