"""``tot after`` and ``tot what-works``: records in sessions' folders, and plans that learn from them."""

import json
from dataclasses import replace

import pytest

from tests.findings_sample import findings, objective
from toolkit.cli import app, run
from toolkit.content.workspace import built_in_workspace
from toolkit.evaluation.findings.json_form import findings_json
from toolkit.execution.after_session import gather_evidence, note_minutes, what_works_in
from toolkit.planning.brief_file import load_brief
from toolkit.planning.plan import SessionPlan
from toolkit.planning.plan_file import save_plan_text
from toolkit.planning.session_record import record_of, save_record_text
from toolkit.planning.solve import plan_session
from toolkit.problems import ProblemsError

ROOT = built_in_workspace()
BRIEF = ROOT / "session_templates" / "briefs" / "ghana-italy-one-day.yaml"


def tot(*arguments):
    return run(app, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def plan() -> SessionPlan:
    from toolkit.execution.session import load_workspace

    content, _ = load_workspace(ROOT)
    brief, _ = load_brief(BRIEF, content)
    made, _ = plan_session(content, brief)
    return made


@pytest.fixture
def session(tmp_path, plan):
    folder = tmp_path / "sessions" / "accra"
    folder.mkdir(parents=True)
    (folder / "plan.json").write_text(save_plan_text(plan), encoding="utf-8")
    return folder


def activities(plan):
    return [slot.activity for slot in plan.slots() if slot.module]


def hold(folder, plan, **minutes):
    """A session that was held: its record, with minutes by activity (with _ for -)."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {name.replace("_", "-"): value for name, value in minutes.items()}
    record = record_of(plan, folder.name)
    slots = tuple(s.model_copy(update={"actual_minutes": wanted.get(s.activity or "")}) for s in record.slots)
    text = save_record_text(record.model_copy(update={"slots": slots}))
    (folder / "session-record.yaml").write_text(text, encoding="utf-8")
    return folder


def put_findings(folder, *objectives, publish_at=10):
    made = replace(findings(), objectives=objectives, publish_at=publish_at)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "evaluation.json").write_text(json.dumps(findings_json(made)), encoding="utf-8")


def codes(problems):
    return [p.code for p in problems]


def test_from_form_to_record(session, plan, tmp_path, capsys):
    form = tmp_path / "minutes.csv"
    assert tot("after", session, "--form", form, "--workspace", ROOT) == 0
    wanted = activities(plan)[0]
    lines = [f"{line[:-2]},55,Took long" if f",{wanted}," in line else line for line in form.read_text().splitlines()]
    form.write_text("\n".join(lines), encoding="utf-8")
    assert tot("after", session, "--minutes", form) == 0
    shown = capsys.readouterr()
    assert "Took long" in shown.out
    assert "have no minutes" in shown.err
    text = (session / "session-record.yaml").read_text(encoding="utf-8")
    assert "session: accra" in text
    assert "actual_minutes: 55" in text


def test_several_tables_at_once(session, plan, tmp_path):
    first, second = activities(plan)[:2]
    (tmp_path / "a.csv").write_text(f"activity,minutes\n{first},20\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text(f"activity,minutes\n{second},0\n", encoding="utf-8")
    assert tot("after", session, "--minutes", tmp_path / "a.csv", tmp_path / "b.csv", "--json") == 0
    record, _, _ = note_minutes(session, [])
    assert {s.activity: s.actual_minutes for s in record.slots if s.activity in (first, second)} == {
        first: 20, second: 0,
    }  # fmt: skip


def test_one_bad_line_and_nothing_is_written(session, tmp_path, capsys):
    (tmp_path / "a.csv").write_text("activity,minutes\nnot-there,20\n", encoding="utf-8")
    assert tot("after", session, "--minutes", tmp_path / "a.csv") == 1
    assert "after-slot-unknown" in capsys.readouterr().err
    assert not (session / "session-record.yaml").exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("version: 2\nsession: accra\n", "after-newer"),
        ("version: 1\nsession: accra\nslots:\n- {slot: other, planned_minutes: 5}\n", "after-other-session"),
        (
            "version: 1\nsession: a\nslots:\n- {slot: x, planned_minutes: 5, remark: call +351 912 345 678}\n",
            "after-remark-personal",
        ),
        ("version: 1\nnames: [Amina]\nsession: accra\n", "key-unknown"),
    ],
)
def test_records_that_cannot_be_used(session, text, code):
    (session / "session-record.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsError) as raised:
        note_minutes(session, [])
    assert code in codes(raised.value.problems)


def test_without_a_plan_there_is_no_session(tmp_path):
    with pytest.raises(ProblemsError) as raised:
        note_minutes(tmp_path, [])
    assert codes(raised.value.problems) == ["certify-no-session"]


def test_what_works_reads_records_and_findings_of_one_folder(tmp_path, plan):
    activity = "con-read-together"
    assert activity in activities(plan)
    served = next(slot.objectives[0] for slot in plan.slots() if slot.activity == activity)
    for n, minutes in enumerate((40, 50)):
        folder = hold(tmp_path / f"s{n}", plan, con_read_together=minutes)
        put_findings(folder / "findings", objective(served, 4.0, 6.0 + n, seed=n))
    rows, sessions, problems = what_works_in([tmp_path], ROOT)
    assert (sessions, problems) == (2, ())
    row = next(r for r in rows if r.activity == activity)
    assert row.real.minutes == 40
    assert row.real.sessions == 2
    assert [o.n for o in row.objectives if o.objective == served] == [30]


def test_findings_for_inside_stay_inside(tmp_path, plan):
    put_findings(hold(tmp_path / "s1", plan), objective("o", 4.0, 6.0, n=7), publish_at=5)
    evidence, problems = gather_evidence([tmp_path])
    assert codes(problems) == ["what-works-not-published"]
    assert evidence[0].findings is None
    evidence, problems = gather_evidence([tmp_path], internal=True)
    assert (codes(problems), evidence[0].findings is not None) == ([], True)


def test_the_same_findings_count_once(tmp_path, plan):
    for name in ("s1", "s2"):
        put_findings(hold(tmp_path / name, plan), objective("o", 4.0, 6.0))
    evidence, problems = gather_evidence([tmp_path])
    assert codes(problems) == ["what-works-twice"]
    assert [one.findings is not None for one in evidence] == [True, False]


def test_a_record_in_the_folder_above_does_not_borrow_findings(tmp_path, plan):
    hold(tmp_path / "year", plan)
    put_findings(hold(tmp_path / "year" / "s1", plan), objective("o", 4.0, 6.0))
    evidence, _ = gather_evidence([tmp_path])
    assert [one.findings is not None for one in evidence] == [True, False], "s1 has them, year has none"


def test_broken_findings_and_no_records(tmp_path, plan, capsys):
    assert tot("what-works", tmp_path, "--workspace", ROOT) == 1
    assert "what-works-nothing" in capsys.readouterr().err
    (hold(tmp_path / "s1", plan) / "evaluation.json").write_text("{}", encoding="utf-8")
    assert codes(gather_evidence([tmp_path])[1]) == ["evaluation-findings-unreadable"]


def test_table_and_json_hold_figures_and_no_remark(tmp_path, plan, capsys):
    record = hold(tmp_path / "s" / "s1", plan, con_read_together=40) / "session-record.yaml"
    record.write_text(
        record.read_text(encoding="utf-8").replace("actual_minutes: 40", "actual_minutes: 40\n  remark: Quiet group"),
        encoding="utf-8",
    )
    table = tmp_path / "what-works.csv"
    assert tot("what-works", tmp_path / "s", "--json", "--output", table, "--workspace", ROOT) == 0
    out = capsys.readouterr().out
    assert json.loads(out)["sessions"] == 1
    assert "con-read-together" in table.read_text(encoding="utf-8")
    assert "Quiet" not in out + table.read_text(encoding="utf-8")


@pytest.mark.parametrize(("real", "code", "used"), [(45, "minutes-learned", 45), (70, "minutes-learned-outside", 50)])
def test_a_plan_learns_what_an_activity_takes_and_says_so(tmp_path, plan, capsys, real, code, used):
    for name in ("s1", "s2"):
        hold(tmp_path / name, plan, con_read_together=real)
    assert tot("plan", BRIEF, "--learn", tmp_path, "--lock", "con-read-together", "--json", "--workspace", ROOT) == 0
    shown = capsys.readouterr()
    assert f"info[{code}]" in shown.err
    assert f"{used} minutes as typical" in shown.err or f"planned with {used}" in shown.err
    slots = [slot for day in json.loads(shown.out)["days"] for slot in day["slots"]]
    assert used == next(slot["minutes"] for slot in slots if slot["activity"] == "con-read-together")


def test_one_session_teaches_a_plan_nothing(tmp_path, plan, capsys):
    hold(tmp_path / "s1", plan, con_read_together=45)
    assert tot("plan", BRIEF, "--learn", tmp_path, "--json", "--workspace", ROOT) == 0
    assert "minutes-learned" not in capsys.readouterr().err
