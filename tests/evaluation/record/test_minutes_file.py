"""The table of minutes: what is read from it, and what is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.session_sample import content, plan
from toolkit.evaluation.record.minutes_file import filled_in, minutes_form, read_minutes
from toolkit.planning.session_record import record_of

PLAN = plan()
SLOT = next(slot for slot in PLAN.slots() if slot.activity == "a-read")


def read(text):
    noted, problems = read_minutes(text, "minutes.csv", PLAN)
    return noted, [(p.code, p.where.line) for p in problems]


def test_the_form_has_a_line_for_each_slot_and_comes_back_empty():
    form = minutes_form(PLAN, content())
    assert len(form.splitlines()) == 1 + len(PLAN.slots())
    assert read(form) == ((), [])


def test_a_filled_form_goes_into_the_record():
    rows = minutes_form(PLAN, content()).splitlines()
    rows = [f'{row[: -len(",,")]},45,"Too long, for pairs"' if row.startswith(f"{SLOT.id},") else row for row in rows]
    noted, problems = read("\n".join(rows))
    assert not problems
    record, _ = filled_in(record_of(PLAN, "accra"), noted)
    (slot,) = [s for s in record.slots if s.slot == SLOT.id]
    assert (slot.actual_minutes, slot.remark) == (45, "Too long, for pairs")
    assert sum(s.actual_minutes is not None for s in record.slots) == 1, "the rest stays open"


def test_office_programs_that_write_semicolons_and_own_columns():
    noted, problems = read("Activity;Minutes;Weather\na-read;35;hot\n")
    assert not problems
    assert (noted[0].slot, noted[0].minutes) == (SLOT.id, 35)


def test_nought_is_left_out_and_nothing_is_not_noted():
    noted, _ = read(f"slot,minutes,remark\n{SLOT.id},0,\n")
    assert noted[0].minutes == 0
    noted, _ = read(f"slot,minutes,remark\n{SLOT.id},,Went well\n")
    assert (noted[0].minutes, noted[0].remark) == (None, "Went well")


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("a-raed,30,", "after-slot-unknown"),
        ("a-read,half an hour,", "after-minutes"),
        ("a-read,-5,", "after-minutes"),
        ("a-read,1e3,", "after-minutes"),
        ("a-read,٣٠,", "after-minutes"),
        ("a-read,99999,", "after-minutes"),
        ("a-read,30,Ask amina@example.org", "after-remark-personal"),
        ("a-read,30,Her number is +233 20 123 4567", "after-remark-personal"),
        ("a-read,30,KB-017 left early", "after-remark-personal"),
        ("a-read,30," + "long " * 120, "after-remark-long"),
    ],
)
def test_what_cannot_be_is_refused_at_its_line(rows, code):
    noted, problems = read(f"activity,minutes,remark\n{rows}\n")
    assert not noted
    assert problems == [(code, 2)]


def test_a_problem_never_repeats_a_remark():
    _, problems = read_minutes("activity,minutes,remark\na-read,30,ask amina@example.org\n", "m.csv", PLAN)
    assert "amina" not in str(problems)


def test_ordinary_remarks_pass():
    remark = "10 min more in groups of 4; at 14:30 the heat; again on 2027-03-17 (17.3.2027)"
    noted, problems = read(f'activity,minutes,remark\na-read,30,"{remark}"\n')
    assert not problems
    assert noted


def test_one_slot_twice_and_tables_without_the_columns():
    assert read("activity,minutes\na-read,30\na-read,35\n")[1] == [("after-twice", 3)]
    assert read("what,how long\na-read,30\n")[1] == [("after-columns", 1)]
    assert read('slot,minutes\n"a-read,30\n')[1] == [("after-not-a-table", 0)]


def test_a_figure_that_replaces_another_is_named():
    first, _ = filled_in(record_of(PLAN, "accra"), read("activity,minutes\na-read,30\n")[0])
    again, problems = filled_in(first, read("activity,minutes\na-read,40\n")[0])
    assert [p.code for p in problems] == ["after-replaced"]
    assert filled_in(again, read("activity,minutes\na-read,40\n")[0])[1] == ()


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_a_fault(text):
    read_minutes(text, "minutes.csv", PLAN)
    read_minutes("slot,minutes,remark\n" + text, "minutes.csv", PLAN)
