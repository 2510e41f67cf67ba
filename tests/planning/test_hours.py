"""Hours, breaks and frames: what the template says, what the brief says instead."""

from __future__ import annotations

from typing import Any

import pytest

from toolkit.planning.brief import Brief
from toolkit.planning.frames import choose_frames
from toolkit.planning.hours import Break, DayHours, choose_template, clock_of, make_hours

from .build import TEMPLATES, activity, bank_file, break_rule, brief, content, frame, template

CONTENT = content([])
ONE_DAY = CONTENT.templates["one-day"]


def day(asked: Brief, pattern: Any = ONE_DAY) -> DayHours:
    return make_hours(asked, pattern)[0]


def shown(hours: DayHours) -> list[tuple[str, str, int]]:
    return [(b.kind, clock_of(hours.start + b.ideal), b.minutes) for b in hours.breaks]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "one-day"),
        ({"days": 3}, "three-days"),
        ({"days": 4}, "five-days"),
        ({"dates": ["2027-01-04", "2027-01-05"]}, "two-days"),
        ({"start": "14:00", "end": "16:00"}, "two-hours"),
        ({"start": "08:00", "end": "12:00"}, "half-day"),
        ({"template": "two-days", "days": 1}, "two-days"),
    ],
)
def test_without_a_template_the_one_nearest_in_days_and_hours_is_taken(fields: dict[str, Any], expected: str) -> None:
    found = choose_template(CONTENT, brief(**fields))
    assert found is not None
    assert found.id == expected


def test_there_may_be_no_template() -> None:
    assert choose_template(content([], []), brief()) is None
    assert choose_template(CONTENT, brief(template="weekend")) is None


@pytest.mark.parametrize(
    ("fields", "start", "end"),
    [
        ({}, "09:00", "17:00"),
        ({"start": "08:30"}, "08:30", "17:00"),
        ({"end": "15:00"}, "09:00", "15:00"),
        ({"start": "18:00"}, "18:00", "23:55"),  # the template's length, cut at midnight
    ],
)
def test_hours_of_the_brief_go_before_those_of_the_template(fields: dict[str, Any], start: str, end: str) -> None:
    hours = day(brief(template="one-day", **fields))
    assert (clock_of(hours.start), clock_of(hours.start + hours.length)) == (start, end)


def test_breaks_shift_with_the_hours() -> None:
    usual = [("break", "10:30", 15), ("lunch", "12:15", 60), ("break", "14:45", 15)]
    assert shown(day(brief(end="16:30"))) == usual
    later = [("break", "11:30", 15), ("lunch", "13:15", 60), ("break", "15:45", 15)]
    assert shown(day(brief(start="10:00", end="17:30"))) == later


def test_a_break_too_near_the_end_is_left_out() -> None:
    assert "lunch" not in [b.kind for b in day(brief(end="13:30")).breaks]
    assert "lunch" in [b.kind for b in day(brief(end="14:30")).breaks]


def test_the_brief_says_when_lunch_is() -> None:
    assert ("lunch", "13:00", 60) in shown(day(brief(lunch="13:00")))


def test_a_fixed_break_stands_at_its_time_and_near_breaks_give_way() -> None:
    found = shown(day(brief(fixed_breaks=[{"at": "10:20", "minutes": 20, "title": "Prayer"}])))
    assert found[0] == ("fixed-break", "10:20", 20)
    assert ("break", "10:30", 15) not in found


def test_lunch_moves_beside_a_fixed_break() -> None:
    found = shown(day(brief(fixed_breaks=[{"at": "12:30", "minutes": 15, "title": "Prayer"}])))
    assert [f for f in found if f[0] != "break"] == [("lunch", "11:30", 60), ("fixed-break", "12:30", 15)]


def test_off_the_grid_a_fixed_break_is_rounded_outwards() -> None:
    pause = day(brief(fixed_breaks=[{"at": "12:02", "minutes": 20}])).breaks[1]
    assert isinstance(pause, Break)
    assert (pause.ideal, pause.minutes) == (180, 25)


def test_a_long_day_without_breaks_gets_lunch_and_breaks() -> None:
    pattern = template("plain", breaks=())
    kinds = [b.kind for b in day(brief(), pattern).breaks]
    assert kinds.count("lunch") == 1
    assert kinds.count("break") >= 2


@pytest.mark.parametrize("start", ["08:00", "09:00", "13:00"])
@pytest.mark.parametrize("length", [150, 240, 330, 450, 600])
def test_wherever_breaks_fall_in_their_windows_no_stretch_is_longer_than_110_minutes(start: str, length: int) -> None:
    begin = int(start[:2]) * 60
    hours = day(brief(start=start, end=clock_of(begin + length)))
    begins = [0, *(b.earliest + b.minutes for b in hours.breaks)]
    ends = [*(b.latest for b in hours.breaks), hours.length]
    assert all(end - begin <= 110 for begin, end in zip(begins, ends, strict=True))


def kinds(asked: Brief, pattern: Any, days: int = 1) -> list[list[str]]:
    found, _ = choose_frames(CONTENT, asked, pattern, [True] * days)
    return [[item.kind for item in frames.items()] for frames in found]


def test_first_and_last_days_have_frames_of_their_own() -> None:
    assert kinds(brief(), TEMPLATES[-1], 3) == [
        ["opening", "icebreaker", "ground-rules", "pre-test", "energiser", "daily-closing"],
        ["recap", "energiser", "daily-closing"],
        ["recap", "energiser", "post-test", "closing"],
    ]


def test_tests_are_left_out_when_the_brief_says_so() -> None:
    assert not {"pre-test", "post-test"} & set(kinds(brief(pre_test=False, post_test=False), ONE_DAY)[0])


def ids(asked: Brief, days: int = 2) -> list[str]:
    found, _ = choose_frames(CONTENT, asked, ONE_DAY, [True] * days)
    return [item.activity.id for frames in found for item in frames.items() if item.activity]


def test_no_energiser_comes_twice_while_there_is_another() -> None:
    assert [i for i in ids(brief()) if "energiser" in i] == ["bank-energiser-1", "bank-energiser-2"]


def test_what_the_trainer_locks_swaps_or_drops_of_the_bank_is_heard() -> None:
    assert "bank-icebreaker-2" in ids(brief(edits={"lock": ["bank-icebreaker-2"]}))
    assert "bank-icebreaker-2" in ids(brief(edits={"swap": {"bank-icebreaker-1": "bank-icebreaker-2"}}))
    assert "bank-icebreaker-2" in ids(brief(edits={"drop": ["bank-icebreaker-1"]}))


def test_a_frame_that_no_activity_suits_is_reported_unless_it_is_optional() -> None:
    bank = bank_file([activity("only-one", kind="recap", unsuited=("remote",))])
    pattern = template("p", first=(frame("guest"), frame("site-visit", optional=True)))
    _, problems = choose_frames(content([], bank=bank), brief(), pattern, [True])
    assert [p.code for p in problems] == ["frame-missing"]
    assert "guest" in problems[0].message


def test_minutes_of_the_template_stay_within_those_of_the_activity() -> None:
    pattern = template("p", first=(frame("icebreaker", "5-10-15"),), breaks=(break_rule(90),))
    found, _ = choose_frames(CONTENT, brief(), pattern, [True])
    minutes = found[0].opening[0].minutes
    assert (minutes.least, minutes.typical, minutes.most) == (10, 10, 15)
