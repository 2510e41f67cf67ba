"""Sessions are kept in the workspace's own folder, under safe names, and never written over unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.studio.trainer_desk import ENGLISH, do, new_state
from toolkit.planning.brief_file import load_brief
from toolkit.planning.session_record import RecordedSlot, SessionRecord, save_record_text
from toolkit.problems import ProblemsError
from toolkit.studio.trainer.record_view import all_as_planned, record_for, record_html, with_actual, with_remark
from toolkit.studio.trainer.sessions import (
    list_sessions,
    open_saved,
    read_record,
    save_record,
    save_session,
)
from toolkit.studio.trainer.slides import pack_name
from toolkit.studio.trainer.state import TrainerState


@pytest.fixture(scope="module")
def state() -> TrainerState:
    return new_state()


def codes(stop: pytest.ExceptionInfo[ProblemsError]) -> list[str]:
    return [problem.code for problem in stop.value.problems]


def test_a_saved_session_opens_as_it_was(state: TrainerState, tmp_path: Path) -> None:
    do(state, "longer", "con-cases")
    kept = save_session(tmp_path, "Accra, March", state.desk.plan, known=None)
    assert list_sessions(tmp_path) == ("Accra, March",)
    assert open_saved(tmp_path, "Accra, March") == (state.desk.plan, kept)
    brief, problems = load_brief(tmp_path / "sessions" / "Accra, March" / "brief.yaml", state.content)
    assert (brief, problems) == (state.desk.plan.brief, ())


def test_another_session_of_that_name_is_not_written_over(state: TrainerState, tmp_path: Path) -> None:
    kept = save_session(tmp_path, "accra", state.desk.plan, known=None)
    with pytest.raises(ProblemsError) as stop:
        save_session(tmp_path, "accra", state.desk.plan, known=None)
    assert codes(stop) == ["session-exists"]
    assert save_session(tmp_path, "accra", state.desk.plan, known=kept) == kept
    assert save_session(tmp_path, "accra", state.desk.plan, known=None, replace=True) == kept


def test_what_changed_on_disk_meanwhile_is_not_written_over(state: TrainerState, tmp_path: Path) -> None:
    kept = save_session(tmp_path, "accra", state.desk.plan, known=None)
    (tmp_path / "sessions" / "accra" / "brief.yaml").write_text("title: mine\n", encoding="utf-8")
    with pytest.raises(ProblemsError) as stop:
        save_session(tmp_path, "accra", state.desk.plan, known=kept)
    assert codes(stop) == ["session-changed"]


@pytest.mark.parametrize("name", ["", "../x", "a/b", "/etc", "con", "..", "a\x00b", ".hidden", "C:\\x"])
def test_no_name_leaves_the_folder_of_sessions(state: TrainerState, tmp_path: Path, name: str) -> None:
    with pytest.raises(ProblemsError):
        save_session(tmp_path / "inner", name, state.desk.plan, known=None)
    with pytest.raises(ProblemsError):
        open_saved(tmp_path / "inner", name)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_record_is_kept_beside_its_session(state: TrainerState, tmp_path: Path) -> None:
    record = record_for(state.desk.plan, "accra", None)
    assert read_record(tmp_path, "accra") is None
    record = with_remark(with_actual(record, "d1-s05", "25"), "d1-s05", "  good\n talk ")
    save_record(tmp_path, record, known=None)
    again = read_record(tmp_path, "accra")
    assert again == record
    slot = next(s for s in again.slots if s.slot == "d1-s05")
    assert (slot.actual_minutes, slot.remark) == (25, "good talk")


def test_a_record_of_somebody_else_is_not_written_over(state: TrainerState, tmp_path: Path) -> None:
    first = record_for(state.desk.plan, "accra", None)
    save_record(tmp_path, first, known=None)
    second = all_as_planned(first)
    with pytest.raises(ProblemsError) as stop:
        save_record(tmp_path, second, known=None)
    assert codes(stop) == ["session-record-exists"]
    save_record(tmp_path, second, known=first)
    assert read_record(tmp_path, "accra") == second


def test_what_is_no_number_of_minutes_is_not_kept(state: TrainerState) -> None:
    record = record_for(state.desk.plan, "accra", None)
    for typed in ("", "long", "-5", "99999", "1e3"):
        slot = with_actual(with_actual(record, "d1-s05", "25"), "d1-s05", typed).slots[4]
        assert slot.actual_minutes is None, typed


def test_a_changed_plan_keeps_what_was_written_about_its_activities(state: TrainerState) -> None:
    told = SessionRecord(
        session="accra",
        slots=(RecordedSlot(slot="d9-s99", activity="con-cases", planned_minutes=5, actual_minutes=40, remark="long"),),
    )
    carried = {s.activity: s for s in record_for(state.desk.plan, "accra", told).slots}
    assert (carried["con-cases"].actual_minutes, carried["con-cases"].remark) == (40, "long")


def test_remarks_are_escaped(state: TrainerState) -> None:
    record = with_remark(record_for(state.desk.plan, "accra", None), "d1-s05", '"><script>')
    assert "<script" not in record_html(state.view(ENGLISH), record)


def test_later_plans_can_use_real_minutes(tmp_path: Path) -> None:
    state = new_state()
    state.workspace = tmp_path
    for name in ("a", "b"):
        slots = (RecordedSlot(slot="d1-s08", activity="con-cases", planned_minutes=30, actual_minutes=40),)
        folder = tmp_path / "sessions" / name
        folder.mkdir(parents=True)
        text = save_record_text(SessionRecord(session=name, slots=slots))
        (folder / "session-record.yaml").write_text(text, encoding="utf-8")
    state.read_records()
    state.learn(True, ENGLISH)
    assert [(lesson.activity, lesson.used) for lesson in state.learned] == [("con-cases", 40)]
    assert state.desk.content.activities()["con-cases"].minutes.typical == 40
    assert state.content.activities()["con-cases"].minutes.typical != 40
    state.learn(False, ENGLISH)
    assert state.desk.content is state.content
    state.begin(None, {**state.data, "learn_from": "sessions"}, ENGLISH)
    assert state.use_real, "a brief that says so learns from the beginning"
    assert state.desk.content.activities()["con-cases"].minutes.typical == 40
    assert state.desk.plan.brief.learn_from == "sessions"


def test_the_packs_name_is_safe_everywhere(state: TrainerState) -> None:
    assert pack_name(state.desk.plan) == "working-in-italy-your-contract-and-your-rights-2027-03-16"
    brief = state.desk.plan.brief.model_copy(update={"title": "جلسة"})
    assert pack_name(state.desk.plan.model_copy(update={"brief": brief})) == "session-2027-03-16"
