"""How long one session pack takes, and what a notebook costs beyond its own work.

    python benchmarks/packs.py [--rounds N] [BRIEF.yaml]

Prints medians: wall seconds, and seconds of processor time of the process and all its children, which other work on
the computer disturbs less. "Cold" is the whole command ``tot pack`` with and without the cache of parsed files;
"warm" is a process that has loaded everything and rehearsed the session, presses beside it (another title in every
round: what tells it is drawn anew, what does not may come from the round before); "ordinary" is the same pack with
papermill's own engine, in the same run. The overhead is that of a notebook of one trivial cell, by each engine. At
last the sizes: the deck, and everything else of the pack.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from toolkit.execution.forked import why_not_here  # noqa: E402
from toolkit.execution.pack import make_pack  # noqa: E402
from toolkit.execution.presses import press_pids  # noqa: E402
from toolkit.execution.rehearsal import rehearse  # noqa: E402
from toolkit.execution.runners import (  # noqa: E402
    NotebookJob,
    NotebookRunner,
    cores,
    local_forker,
    prime,
    spawn_runner,
    warm_runner,
)
from toolkit.execution.session import Session, open_session_forked  # noqa: E402

BRIEF = ROOT / "session_templates" / "briefs" / "ghana-italy-one-day.yaml"
TRIVIAL = {
    "cells": [
        {
            "cell_type": "code",
            "id": "parameters",
            "metadata": {"tags": ["parameters"]},
            "source": "x = 1",
            "outputs": [],
            "execution_count": None,
        }
    ],
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}


def timed(work: Callable[[int], object], rounds: int) -> tuple[float, float]:
    """Medians of wall and processor seconds; the round's number is handed over."""
    walls, processors = [], []
    for number in range(rounds):
        wall, processor = time.perf_counter(), processor_seconds()
        work(number)
        walls.append(time.perf_counter() - wall)
        processors.append(processor_seconds() - processor)
    return statistics.median(walls), statistics.median(processors)


def processor_seconds() -> float:
    """Of this process, of its children that have ended, theirs included, and of the presses, which go on."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both) + sum(map(seconds_of, press_pids()))


def seconds_of(pid: int) -> float:
    """Processor time of a running process."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def show(what: str, times: tuple[float, float]) -> tuple[float, float]:
    """One line of the result."""
    print(f"{what:52} {times[0]:8.3f} s  {times[1]:8.3f} s of processor")
    return times


def cold(brief: Path, folder: Path, cache: str) -> Callable[[int], None]:
    """The whole command."""

    def work(number: int) -> None:
        command = [sys.executable, "-m", "toolkit", "pack", str(brief), "-q", "-o", str(folder / f"cold-{number}")]
        environment = {**os.environ, "TOT_CACHE": cache}
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stderr=subprocess.DEVNULL)

    return work


def warm(session: Session, brief: Path, folder: Path, name: str, runner: NotebookRunner) -> Callable[[int], None]:
    """One pack in this process, under another title in every round."""
    text = brief.read_text(encoding="utf-8")

    def work(number: int) -> None:
        again = open_session_forked(brief, plan=plan_of(session, folder, number))
        make_pack(again, folder / f"{name}-{number}", brief_text=text, runner=runner)

    return work


def plan_of(session: Session, folder: Path, number: int) -> Path:
    """The session's plan under another title."""
    from toolkit.planning.plan_file import save_plan_text

    file = folder / "plan.json"
    data = json.loads(save_plan_text(session.plan))
    data["brief"]["title"] = f"{session.brief.title} {number}"
    file.write_text(json.dumps(data), encoding="utf-8")
    return file


def overhead(folder: Path, runner: NotebookRunner, rounds: int) -> tuple[float, float]:
    """One trivial notebook, written, run and saved."""
    source = folder / "trivial.ipynb"
    source.write_text(json.dumps(TRIVIAL), encoding="utf-8")

    def work(number: int) -> None:
        executed = folder / f"trivial-{number}.out.ipynb"
        job = NotebookJob(source, executed, {"x": number}, folder, source.name, {})
        (run,) = runner([job], lambda *_: None)
        if run.problems:
            raise SystemExit(str(run.problems[0]))

    work(-1)
    return timed(work, rounds)


def sizes(folder: Path) -> None:
    """What a pack takes on disk."""
    found = {file.name: file.stat().st_size for file in folder.rglob("*") if file.is_file()}
    deck = sum(size for name, size in found.items() if name.endswith(".pptx"))
    print(f"{len(found)} files; deck {deck / 1e6:.2f} MB, everything else {(sum(found.values()) - deck) / 1e6:.2f} MB")


def main() -> None:
    """All of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("brief", nargs="?", type=Path, default=BRIEF)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    brief, rounds = given.brief.absolute(), given.rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        show("cold command, nothing cached", timed(cold(brief, folder / "none", "off"), rounds))
        cold(brief, folder / "first", str(folder / "cache"))(0)
        cached = show("cold command", timed(cold(brief, folder / "cached", str(folder / "cache")), rounds))
        prime(None)
        reason = why_not_here()
        if reason:
            raise SystemExit(f"no warm process here: {reason}")
        session = open_session_forked(brief)
        rehearse(session)
        many = show(
            f"warm process, {cores()} at once",
            timed(warm(session, brief, folder, "many", local_forker(cores())), rounds),
        )
        one = show("warm process, one at once", timed(warm(session, brief, folder, "one", local_forker(1)), rounds))
        ordinary = show("papermill's ordinary engine", timed(warm(session, brief, folder, "spawn", spawn_runner()), 2))
        print(f"ordinary / warm: {ordinary[0] / many[0]:.1f} by the clock, {ordinary[1] / one[1]:.1f} by the processor")
        print(f"cold / warm: {cached[0] / many[0]:.1f}")
        sizes(folder / "many-0")
        forked = show("trivial notebook, forked here", overhead(folder, local_forker(), rounds * 4))
        beside = show("trivial notebook, engine warm", overhead(folder, warm_runner(), rounds * 4))
        usual = show("trivial notebook, papermill's ordinary engine", overhead(folder, spawn_runner(), rounds))
        print(f"ordinary / forked here: {usual[0] / forked[0]:.0f}; ordinary / engine warm: {usual[0] / beside[0]:.0f}")


if __name__ == "__main__":
    main()
