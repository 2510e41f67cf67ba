"""``tot batch`` as people run it, with real packs."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SCHEDULE = (
    "brief,title,start,end\n"
    "two-hour-information,Good,,\n"
    "two-hour-information,Broken,,\n"
    "two-hour-information,Too short,09:00,09:25\n"
    "two-hour-infomation,No such brief,,\n"
)


def tot(*arguments, cwd=ROOT):
    command = [sys.executable, "-c", "from toolkit.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=300)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """A workspace whose slide notebook stops for the session "Broken"."""
    root = tmp_path_factory.mktemp("workspace")
    for folder in ("curricula", "session_templates", "evaluation", "notebooks"):
        shutil.copytree(ROOT / folder, root / folder)
    file = root / "notebooks" / "slide_deck.ipynb"
    notebook = json.loads(file.read_text(encoding="utf-8"))
    cell = {"cell_type": "code", "execution_count": None, "id": "stop", "metadata": {}, "outputs": []}
    notebook["cells"].append({**cell, "source": 'assert session.brief.title != "Broken", "this one stops"'})
    file.write_text(json.dumps(notebook), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def made(workspace, tmp_path_factory):
    """The output folder, and what the command said."""
    folder = tmp_path_factory.mktemp("batch")
    (folder / "year.csv").write_text(SCHEDULE, encoding="utf-8")
    return folder, tot("batch", "year.csv", "--output", "out", "-w", workspace, "--workers", "2", "--json", cwd=folder)


def test_one_row_succeeds_and_the_others_say_why_not(made):
    folder, done = made
    assert done.returncode == 1, done.stderr
    sessions = {session["title"]: session for session in json.loads(done.stdout)["sessions"]}
    assert {title: session["status"] for title, session in sessions.items()} == {
        "Good": "made",
        "Broken": "failed",
        "Too short": "failed",
        "No such brief": "failed",
    }
    good = sessions["Good"]
    assert good["minutes"] == 120
    assert good["practices"] == 16
    assert (folder / "out" / good["folder"] / "slide-deck.pptx").is_file()
    assert "this one stops" in sessions["Broken"]["reason"]
    assert json.loads((folder / "out" / "batch.json").read_text(encoding="utf-8")) == json.loads(done.stdout)


def test_a_failed_session_leaves_its_notebook(made):
    folder, done = made
    (broken,) = (s for s in json.loads(done.stdout)["sessions"] if s["title"] == "Broken")
    notebook = json.loads((folder / "out" / broken["notebook"]).read_text(encoding="utf-8"))
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    assert [output["ename"] for output in outputs if output["output_type"] == "error"] == ["AssertionError"]
    assert not [entry for entry in (folder / "out").iterdir() if entry.name.startswith(".")]


def test_what_is_wrong_stands_at_the_lines_of_the_schedule(made):
    problems = json.loads(made[1].stdout)["problems"]
    errors = {(p["path"], p["line"], p["code"]) for p in problems if p["severity"] == "error"}
    assert {
        ("year.csv", 3, "batch-session-failed"),
        ("year.csv", 4, "batch-session-failed"),
        ("year.csv", 5, "schedule-brief-missing"),
    } <= errors
    assert not [p for p in problems if "tot-batch-" in json.dumps(p)]
    assert "[3/3]" in made[1].stderr or "3 of 3" in made[1].stderr or "[2/3]" in made[1].stderr


def test_running_it_again_makes_only_what_is_missing(made, workspace):
    folder, first = made
    schedule = "\n".join(SCHEDULE.splitlines()[:2]) + "\n"
    (folder / "good.csv").write_text(schedule, encoding="utf-8")
    again = tot("batch", "good.csv", "--output", "out", "-w", workspace, "--quiet", "--json", cwd=folder)
    assert again.returncode == 0, again.stderr
    assert [s["status"] for s in json.loads(again.stdout)["sessions"]] == ["unchanged"]
    assert "year.csv" in first.stderr


def test_the_pack_is_that_of_tot_pack(made, workspace, tmp_path):
    folder, _ = made
    (pack,) = (path.parent for path in (folder / "out").glob("*/manifest.json"))
    brief = tmp_path / "brief.yaml"
    shutil.copyfile(pack / "brief.yaml", brief)
    done = tot("pack", brief, "--output", tmp_path / "alone", "-w", workspace, "--quiet")
    assert done.returncode == 0, done.stderr
    ours, alone = (
        json.loads((path / "manifest.json").read_text(encoding="utf-8"))["files"] for path in (pack, tmp_path / "alone")
    )
    assert ours == alone


def test_a_schedule_that_is_none_writes_nothing(tmp_path):
    done = tot("batch", "curricula/practices.yaml", "--output", tmp_path / "out")
    assert done.returncode == 1
    assert "schedule-header" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_example_year_is_sound():
    from toolkit.content.load import load_content
    from toolkit.execution.batch.schedule import load_schedule

    schedule = load_schedule(ROOT / "session_templates" / "schedules" / "example-year.csv", load_content(ROOT)[0])
    assert schedule.problems == ()
    assert len(schedule.rows) == 24
