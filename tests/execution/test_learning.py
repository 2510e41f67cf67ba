"""``learn_from`` in a brief: the minutes of real sessions, and a warning where there are none."""

import shutil

import pytest

from toolkit.cli import app, run
from toolkit.content.workspace import built_in_workspace
from toolkit.execution.batch import work
from toolkit.execution.batch.current import is_made_from
from toolkit.execution.batch.schedule import load_schedule
from toolkit.execution.learning import Learning
from toolkit.execution.manifest import learned_minutes
from toolkit.execution.session import load_workspace, open_session, open_session_forked
from toolkit.planning.session_record import record_of, save_record_text

ROOT = built_in_workspace()
BRIEF = ROOT / "session_templates" / "briefs" / "ghana-italy-one-day.yaml"
PROFILE = ROOT / "evaluation" / "examples" / "group-profile-lebanon-portugal.yaml"
ACTIVITY = "con-read-together"
REAL = 45


@pytest.fixture(scope="module")
def content():
    return load_workspace(ROOT)[0]


@pytest.fixture(scope="module")
def usual():
    """The session as planned without records."""
    return open_session(BRIEF, workspace=ROOT, overrides={"edits": {"lock": [ACTIVITY]}})


def hold(folder, plan, minutes=REAL, remark=""):
    """A session in which the activity took so long."""
    folder.mkdir(parents=True)
    record = record_of(plan, folder.name)
    slots = tuple(
        slot.model_copy(update={"actual_minutes": minutes if slot.activity == ACTIVITY else None, "remark": remark})
        for slot in record.slots
    )
    text = save_record_text(record.model_copy(update={"slots": slots}))
    (folder / "session-record.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def brief(tmp_path, usual):
    """A brief that says to learn from the folder beside it, and two sessions in that folder."""
    for name in ("s1", "s2"):
        hold(tmp_path / "sessions" / name, usual.plan, remark="The room was cold")
    return write_brief(tmp_path / "brief.yaml")


def write_brief(path, learn_from="sessions"):
    text = BRIEF.read_text(encoding="utf-8")
    path.write_text(f"{text}\nedits: {{lock: [{ACTIVITY}]}}\nlearn_from: {learn_from}\n", encoding="utf-8")
    return path


def minutes_in(session):
    return next(slot.minutes for slot in session.plan.slots() if slot.activity == ACTIVITY)


def codes(session):
    return [problem.code for problem in session.problems]


@pytest.mark.parametrize("opened", [open_session, open_session_forked])
def test_a_brief_says_where_to_learn_and_the_plan_says_what_it_learned(brief, usual, opened):
    learned = opened(brief, workspace=ROOT)
    assert minutes_in(usual) != REAL
    assert minutes_in(learned) == REAL
    assert codes(learned).count("minutes-learned") == 1
    assert learned_minutes(learned.learning) == {ACTIVITY: REAL}


def test_a_folder_of_the_workspace_is_found_too(tmp_path, usual):
    workspace = tmp_path / "workspace"
    assert run(app, ["init", str(workspace), "--quiet"]) == 0
    for name in ("s1", "s2"):
        hold(workspace / "sessions" / name, usual.plan)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert minutes_in(open_session(write_brief(elsewhere / "b.yaml"), workspace=workspace)) == REAL


@pytest.mark.parametrize(
    ("learn_from", "code"),
    [
        ("not-there", "brief-learn-missing"),
        ("empty", "brief-learn-nothing"),
        ("../outside", "brief-learn-outside"),
        ("'..\\outside'", "brief-learn-outside"),
    ],
)
def test_without_records_the_minutes_are_those_of_the_modules(tmp_path, usual, learn_from, code):
    home = tmp_path / "home"
    (home / "empty").mkdir(parents=True)
    for name in ("s1", "s2"):
        hold(tmp_path / "outside" / name, usual.plan)
    session = open_session(write_brief(home / "brief.yaml", learn_from), workspace=ROOT)
    assert code in codes(session)
    assert minutes_in(session) == minutes_in(usual)


def test_a_folder_named_on_the_command_line_wins(brief, tmp_path, usual, capsys):
    for name in ("a", "b"):
        hold(tmp_path / "others" / name, usual.plan, minutes=50)
    assert run(app, ["plan", str(brief), "--learn", str(tmp_path / "others"), "--json", "--workspace", str(ROOT)]) == 0
    assert "took 50" in (told := capsys.readouterr().err) or "50 minutes as typical" in told


def test_a_saved_plan_is_taken_as_it_is(brief, tmp_path):
    plan = tmp_path / "plan.json"
    assert run(app, ["plan", str(brief), "--save", str(plan), "--quiet", "--workspace", str(ROOT)]) == 0
    shutil.rmtree(tmp_path / "sessions")
    session = open_session(brief, workspace=ROOT, plan=plan)
    assert minutes_in(session) == REAL
    assert not [code for code in codes(session) if "learn" in code]
    assert session.learning is None


def schedule_of(tmp_path, content, text):
    path = tmp_path / "year.csv"
    path.write_text(text, encoding="utf-8")
    return load_schedule(path, content)


def test_rows_of_a_schedule_learn_and_carry_no_remark(brief, tmp_path, content, monkeypatch):
    schedule = schedule_of(tmp_path, content, f"brief,learn_from\nbrief.yaml,\n{BRIEF.stem},sessions\n")
    assert [p for p in schedule.problems if p.severity == "error"] == []
    for row in schedule.rows:
        assert learned_minutes(row.learning) == {ACTIVITY: REAL}
        assert "cold" not in repr(row)
    monkeypatch.setattr(work, "why_not_here", lambda: "not in a test")
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "brief.yaml").write_text(schedule.rows[0].brief, encoding="utf-8")
    session, _ = work._open(desk / "brief.yaml", ROOT, schedule.rows[0].learning)
    assert minutes_in(session) == REAL
    assert "brief-learn-missing" not in codes(session), "the desk has no such folder, and needs none"


def test_a_pack_is_made_again_when_there_is_more_to_learn(brief, tmp_path, content):
    row = schedule_of(tmp_path, content, "brief\nbrief.yaml\n").rows[0]
    from hashlib import sha256

    from toolkit.execution.batch.current import Now

    now = Now(ROOT)
    manifest = {
        "files": {"brief.yaml": {"sha256": sha256(row.brief.encode()).hexdigest(), "bytes": 1}},
        "versions": now.versions,
        "inputs": now.inputs_for(row.languages),
        "learned": learned_minutes(row.learning),
    }
    assert is_made_from(manifest, row, now)
    assert not is_made_from({**manifest, "learned": {ACTIVITY: 30}}, row, now)
    assert not is_made_from({key: value for key, value in manifest.items() if key != "learned"}, row, now)


def test_a_group_profile_is_found_beside_the_schedule(tmp_path, content):
    shutil.copyfile(PROFILE, tmp_path / "our-group.yaml")
    schedule = schedule_of(
        tmp_path, content, f"brief,group_profile\n{BRIEF.stem},our-group.yaml\n{BRIEF.stem},nowhere.yaml\n"
    )
    (row,) = schedule.rows
    assert row.profile == tmp_path / "our-group.yaml"
    assert row.beside == (row.profile,)
    assert [(p.where.line, p.code) for p in schedule.problems if p.severity == "error"] == [
        (3, "brief-profile-missing")
    ]
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "brief.yaml").write_text(row.brief, encoding="utf-8")
    shutil.copyfile(row.profile, desk / row.profile.name)
    assert open_session(desk / "brief.yaml", workspace=ROOT).group_profile == desk / "our-group.yaml"


def test_what_was_learned_travels_to_other_processes(brief, tmp_path, content):
    import pickle

    row = schedule_of(tmp_path, content, "brief\nbrief.yaml\n").rows[0]
    assert pickle.loads(pickle.dumps(row)) == row  # noqa: S301 - our own bytes
    assert isinstance(row.learning, Learning)
