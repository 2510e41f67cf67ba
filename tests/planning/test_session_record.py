"""What a session really took: written down by slot, read back, and used for later plans."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from toolkit.planning.plan import SessionPlan
from toolkit.planning.session_record import (
    RecordedSlot,
    SessionRecord,
    learn_minutes,
    load_records,
    parse_record,
    real_minutes,
    record_of,
    save_record_text,
)
from toolkit.planning.solve import plan_session

from .build import activity, brief, content, module

CONTENT = content(
    [
        module("one", [activity("one-work", "10-20-40"), activity("one-talk", "10-20-40", kind="discussion")]),
    ]
)


@pytest.fixture(scope="module")
def plan() -> SessionPlan:
    found, _ = plan_session(CONTENT, brief(template="half-day"))
    assert found is not None
    return found


def took(session: str, interpreter: bool = False, **minutes: int | None) -> SessionRecord:
    slots = tuple(
        RecordedSlot(slot=f"d1-s0{n}", activity=a.replace("_", "-"), planned_minutes=20, actual_minutes=m)
        for n, (a, m) in enumerate(minutes.items(), start=1)
    )
    return SessionRecord(session=session, interpreter=interpreter, slots=slots)


def test_a_new_record_holds_every_slot_as_planned(plan: SessionPlan) -> None:
    record = record_of(plan, "accra")
    assert [s.slot for s in record.slots] == [s.id for s in plan.slots()]
    assert {s.actual_minutes for s in record.slots} == {None}


def test_a_record_is_read_back_as_it_was_written(plan: SessionPlan) -> None:
    record = record_of(plan, "Accra, März")
    first = record.slots[0].model_copy(update={"actual_minutes": 35, "remark": 'They said: "again!"\nمرة أخرى'})
    record = record.model_copy(update={"slots": (first, *record.slots[1:])})
    assert parse_record(save_record_text(record)) == (record, ())


def test_what_is_wrong_in_a_record_is_said_at_its_line() -> None:
    record, problems = parse_record(
        "version: 1\nsession: accra\nname: Amina\nslots:\n- slot: a\n  planned_minutes: long\n"
    )
    assert record is None
    assert sorted(p.where.line for p in problems) == [3, 6]


def test_one_session_says_nothing_yet() -> None:
    assert real_minutes(CONTENT, [took("a", one_work=35)]) == {}


def test_the_median_of_two_sessions_or_more_counts() -> None:
    found = real_minutes(CONTENT, [took("a", one_work=35), took("b", one_work=25), took("c", one_work=40)])
    assert (found["one-work"].minutes, found["one-work"].sessions) == (35, 3)
    assert (found["one-work"].least, found["one-work"].most) == (25, 40)


def test_what_was_left_out_or_not_written_down_does_not_count() -> None:
    assert real_minutes(CONTENT, [took("a", one_work=0), took("b", one_work=None), took("c", one_work=30)]) == {}


def test_interpreted_minutes_are_brought_back_to_those_without_an_interpreter() -> None:
    # A discussion has 70 % of talk, which interpretation makes half as long again: 27 of 20 minutes.
    found = real_minutes(CONTENT, [took("a", interpreter=True, one_talk=27), took("b", one_talk=20)])
    assert found["one-talk"].minutes == 20


def test_plans_use_what_was_learned_inside_the_range_of_the_activity() -> None:
    real = real_minutes(CONTENT, [took(n, one_work=33, one_talk=70) for n in "ab"])
    taught, learned = learn_minutes(CONTENT, real)
    assert [taught.activities()[a].minutes.typical for a in ("one-work", "one-talk")] == [35, 40]
    assert {lesson.activity: (lesson.written, lesson.used) for lesson in learned} == {
        "one-work": (20, 35),
        "one-talk": (20, 40),
    }
    made, _ = plan_session(taught, brief(template="half-day"))
    assert made is not None
    assert {s.activity: s.minutes for s in made.activity_slots()}["one-talk"] == 40


def test_what_is_as_written_teaches_nothing() -> None:
    real = real_minutes(CONTENT, [took(n, one_work=21) for n in "ab"])
    assert learn_minutes(CONTENT, real) == (CONTENT, ())


def test_records_of_a_folder_are_found_and_broken_ones_told(tmp_path: Path) -> None:
    for name, text in (("a", save_record_text(took("a", one_work=30))), ("b", "slots: [")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "session-record.yaml").write_text(text, encoding="utf-8")
    records, problems = load_records(tmp_path)
    assert [record.session for record in records] == ["a"]
    assert problems
    assert load_records(tmp_path / "none") == ((), ())


def test_an_activity_that_has_gone_is_passed_over() -> None:
    gone = replace(CONTENT, modules={})
    assert real_minutes(gone, [took(n, one_work=33) for n in "ab"]) == {}
