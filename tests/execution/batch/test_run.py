"""A batch from its schedule to its tables, with small packs in place of real ones."""

import csv
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from fakes import SMALL

from toolkit.execution.batch.run import run_batch
from toolkit.problems import ProblemsError

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals")


@pytest.fixture
def schedule(tmp_path):
    """Write a schedule with these titles and return its path."""

    def write(*titles):
        lines = ["brief,dates,departure,title"]
        lines += [f"two-hour-information,2027-06-{n:02d},2027-09-01,{title}" for n, title in enumerate(titles, 1)]
        path = tmp_path / "year.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def run(schedule, output, **options):
    return run_batch(schedule, output, workspace=ROOT, workers=2, maker=SMALL, **options)


def statuses(batch):
    return {outcome.title: outcome.status for outcome in batch.outcomes}


def codes(batch):
    return [problem.code for problem in batch.problems]


def half_made(folder):
    return [entry.name for entry in folder.iterdir() if entry.name.startswith(".")]


def test_every_row_becomes_a_pack_and_a_line_of_the_table(tmp_path, schedule):
    told = []
    batch = run(schedule("one", "two"), tmp_path / "out", tell=lambda outcome, done, rows: told.append((done, rows)))
    assert statuses(batch) == {"one": "made", "two": "made"}
    assert told[-1] == (2, 2)
    with (tmp_path / "out" / "batch.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0] == {
        "line": "2",
        "date": "2027-06-01",
        "title": "one",
        "status": "made",
        "minutes": "120",
        "practices_met": "12",
        "practices": "16",
        "folder": "2027-06-01-one",
        "reason": "",
        "notebook": "",
    }
    data = json.loads((tmp_path / "out" / "batch.json").read_text(encoding="utf-8"))
    assert data["counts"] == {"sessions": 2, "made": 2, "unchanged": 0, "failed": 0, "not_done": 0}
    page = (tmp_path / "out" / "batch.html").read_text(encoding="utf-8")
    assert '<a href="2027-06-01-one/session-plan.html">one</a>' in page


def test_what_is_finished_and_unchanged_is_not_made_again(tmp_path, schedule):
    file, out = schedule("one", "two"), tmp_path / "out"
    run(file, out)
    (out / "2027-06-01-one" / "brief.yaml").unlink()
    (out / "2027-06-02-two" / "session-plan.html").write_text("changed by hand", encoding="utf-8")
    batch = run(file, out)
    assert statuses(batch) == {"one": "made", "two": "unchanged"}
    assert batch.outcomes[1].minutes == 120
    assert (out / "2027-06-02-two" / "session-plan.html").read_text(encoding="utf-8") == "changed by hand"
    assert statuses(run(file, out, again=True)) == {"one": "made", "two": "made"}


def test_a_changed_row_is_made_again_and_a_vanished_one_is_named(tmp_path, schedule):
    out = tmp_path / "out"
    file = schedule("one", "two")
    run(file, out)
    text = file.read_text(encoding="utf-8").replace("2027-09-01,one", "2027-09-02,one").splitlines()
    file.write_text("\n".join(text[:2]) + "\n", encoding="utf-8")
    batch = run(file, out)
    assert statuses(batch) == {"one": "made"}
    assert codes(batch) == ["batch-leftover"]
    assert (out / "2027-06-02-two").is_dir()


def test_a_process_that_dies_costs_its_row_only(tmp_path, schedule):
    batch = run(schedule("one", "crash", "two", "once", "three"), tmp_path / "out")
    assert statuses(batch) == {"one": "made", "crash": "failed", "two": "made", "once": "made", "three": "made"}
    assert codes(batch) == ["batch-session-failed", "batch-worker-died"]
    assert "SIGKILL" in batch.outcomes[1].reason or os.name != "posix"
    assert not half_made(tmp_path / "out")


def test_a_full_disk_stops_the_batch_and_says_so(tmp_path, schedule):
    batch = run(schedule("one", "full", *(f"slow {n}" for n in range(6))), tmp_path / "out")
    assert "batch-disk-full" in codes(batch)
    assert statuses(batch)["full"] == "failed"
    assert batch.counts["not_done"] > 0
    assert not batch.stopped
    assert not half_made(tmp_path / "out")
    assert set(batch.files) == {"batch.csv", "batch.json", "batch.html"}


def test_bad_rows_are_listed_and_the_others_done(tmp_path, schedule):
    file = schedule("one", "two")
    file.write_text(file.read_text(encoding="utf-8").replace("2027-06-02", "tomorrow"), encoding="utf-8")
    batch = run(file, tmp_path / "out")
    assert statuses(batch) == {"one": "made", "two": "failed"}
    assert [(p.code, p.where.line) for p in batch.problems] == [("value-wrong", 3)]


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        (lambda out: out.write_text("a file", encoding="utf-8"), "batch-output"),
        (lambda out: (out.mkdir(), (out / "manifest.json").write_text("{}", encoding="utf-8")), "batch-output"),
    ],
)
def test_an_output_that_cannot_be_one(tmp_path, schedule, prepare, code):
    out = tmp_path / "out"
    prepare(out)
    with pytest.raises(ProblemsError) as stop:
        run(schedule("one"), out)
    assert [p.code for p in stop.value.problems] == [code]


def test_not_into_the_workspaces_content(schedule):
    with pytest.raises(ProblemsError) as stop:
        run(schedule("one"), ROOT / "curricula" / "out")
    assert [p.code for p in stop.value.problems] == ["output-inside-workspace"]


def test_workers_must_be_at_least_one(tmp_path, schedule):
    with pytest.raises(ProblemsError) as stop:
        run_batch(schedule("one"), tmp_path / "out", workspace=ROOT, workers=0, maker=SMALL)
    assert [p.code for p in stop.value.problems] == ["batch-workers"]


def test_what_a_killed_batch_left_is_tidied_up(tmp_path, schedule):
    out = tmp_path / "out"
    run(schedule("one"), out)
    (out / "2027-06-01-one").rename(out / ".2027-06-01-one.replaced")
    (out / ".2027-06-02-two.999999999-abc.part").mkdir()
    (out / f".2027-06-03-three.{os.getpid()}-abc.part").mkdir()
    batch = run(schedule("one"), out)
    assert statuses(batch) == {"one": "unchanged"}
    assert half_made(out) == [f".2027-06-03-three.{os.getpid()}-abc.part"], "of a process that is still at work"


def fail_to_start(_workspace):
    if multiprocessing.parent_process() is not None:
        os._exit(7)


def test_workers_that_cannot_start(tmp_path, schedule, monkeypatch):
    monkeypatch.setattr("toolkit.execution.batch.pool.why_not_here", lambda: "not in this test")
    with pytest.raises(ProblemsError) as stop:
        run_batch(schedule("one"), tmp_path / "out", workspace=ROOT, maker=replace(SMALL, prime=fail_to_start))
    assert [p.code for p in stop.value.problems] == ["batch-worker-start"]


def test_workers_that_are_not_forked_do_the_same(tmp_path, schedule, monkeypatch):
    monkeypatch.setattr("toolkit.execution.batch.pool.why_not_here", lambda: "not in this test")
    batch = run(schedule("one", "crash", "two"), tmp_path / "out")
    assert statuses(batch) == {"one": "made", "crash": "failed", "two": "made"}


# A batch in a process of its own, ended in every way that there is.


class Driver:
    """A batch that runs in another process."""

    def __init__(self, schedule, out, workers=2):
        command = [sys.executable, str(HERE / "driver.py"), str(schedule), str(out), str(workers)]
        self.out = out
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    def wait_for(self, count):
        """Until this many packs are finished."""
        self.wait_until(lambda: sum((entry / "manifest.json").is_file() for entry in self.out.glob("2027*")) >= count)

    def wait_until(self, condition):
        until = time.monotonic() + 60
        while not condition():
            assert time.monotonic() < until, "took too long"
            assert self.process.poll() is None, self.process.stdout.read()
            time.sleep(0.02)

    def workers(self):
        """The processes that have begun a row."""
        return {int(text) for path in self.out.glob("*.tried") if (text := path.read_text(encoding="utf-8"))}

    def end(self, number):
        self.process.send_signal(number)
        said = self.process.communicate(timeout=60)[0]
        return self.process.returncode, said


def are_gone(processes):
    until = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in processes) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(Path(f"/proc/{pid}").exists() for pid in processes)


def nothing_half_made(folder):
    until = time.monotonic() + 10
    while half_made(folder) and time.monotonic() < until:
        time.sleep(0.05)
    return not half_made(folder)


@POSIX
@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_an_ended_batch_loses_nothing_and_goes_on_later(tmp_path, schedule, number):
    file, out = schedule(*(f"slow {n}" for n in range(8))), tmp_path / "out"
    driver = Driver(file, out)
    driver.wait_for(2)
    code, _ = driver.end(getattr(signal, number))
    assert code == (130 if number != "SIGKILL" else -signal.SIGKILL)
    assert are_gone(driver.workers())
    assert nothing_half_made(out)
    finished = {path.parent.name for path in out.glob("2027*/manifest.json")}
    assert {path.name for path in out.glob("2027*") if path.is_dir()} == finished
    batch = run(file, out)
    unchanged = {outcome.name for outcome in batch.outcomes if outcome.status == "unchanged"}
    assert unchanged == finished
    assert batch.counts["made"] == 8 - len(finished)


@POSIX
def test_ctrl_c_twice_ends_at_once(tmp_path, schedule):
    out = tmp_path / "out"
    driver = Driver(schedule("one", "hang"), out)
    driver.wait_for(1)
    driver.wait_until(lambda: (out / "2027-06-02-hang.tried").exists())
    driver.process.send_signal(signal.SIGINT)
    code, said = driver.end(signal.SIGINT)
    assert code == 130
    assert "'not_done': 1" in said
    assert are_gone(driver.workers())
    assert nothing_half_made(out)


@POSIX
def test_a_worker_that_is_killed_costs_nothing(tmp_path, schedule):
    out = tmp_path / "out"
    driver = Driver(schedule(*(f"slow {n}" for n in range(6))), out)
    driver.wait_until(lambda: driver.workers())
    os.kill(next(iter(driver.workers())), signal.SIGKILL)
    said = driver.process.communicate(timeout=60)[0]
    assert "'made': 6" in said
    assert nothing_half_made(out)


@POSIX
def test_one_batch_at_a_time(tmp_path, schedule, monkeypatch):
    out = tmp_path / "out"
    file = schedule("hang")
    driver = Driver(file, out)
    driver.wait_until(lambda: driver.workers())
    monkeypatch.setattr("toolkit.execution.batch.folder.PATIENCE_SECONDS", 0)
    with pytest.raises(ProblemsError) as stop:
        run(file, out)
    assert [p.code for p in stop.value.problems] == ["batch-running"]
    driver.end(signal.SIGTERM)
