"""The calendar file: one event for each day, at the group's own clock time."""

from __future__ import annotations

from datetime import datetime

from icalendar import Calendar

from tests.session_sample import content, plan
from toolkit.content.language import Language
from toolkit.rendering.calendar import render_calendar

ENGLISH = Language("en")


def events(session):
    return Calendar.from_ical(render_calendar(session, content(), ENGLISH)).walk("VEVENT")


def test_one_event_for_each_day_in_floating_time():
    first, second = events(plan(2))
    assert first["dtstart"].dt == datetime(2026, 12, 7, 9, 0)
    assert first["dtend"].dt == datetime(2026, 12, 7, 12, 0)
    assert first["dtstart"].dt.tzinfo is None
    assert second["summary"] == "Before you leave (day 2 of 2)"
    assert first["uid"] != second["uid"]


def test_the_description_is_the_timetable():
    text = str(events(plan())[0]["description"])
    assert "09:00–09:15  Welcome" in text
    assert "— Reading your contract —" in text
    assert "10:15–11:00  Activity a-read" in text


def test_the_same_plan_gives_the_same_bytes():
    assert render_calendar(plan(2), content(), ENGLISH) == render_calendar(plan(2), content(), ENGLISH)


def test_without_dates_there_is_no_calendar():
    assert render_calendar(plan(dates=False), content(), ENGLISH) is None


def test_line_breaks_in_a_title_cannot_add_events():
    sly = plan().model_copy(update={"brief": plan().brief.model_copy(update={"title": "A\r\nBEGIN:VEVENT\r\n"})})
    assert len(events(sly)) == 1
