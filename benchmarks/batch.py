"""How long a year of session packs takes, beside papermill's ordinary engine on the same notebooks.

    python benchmarks/batch.py                                   # 10, 100 and 1,000 sessions; an hour or so
    python benchmarks/batch.py --sessions 10 40 --sample 4       # minutes
    python benchmarks/batch.py --sessions 2133 --sample 40       # the whole year
    python benchmarks/batch.py --schedule titles year            # both kinds of schedule

For each number of sessions: seconds in all and for each, seconds of processor time of all processes for each (which
other work on the computer disturbs less), and memory of all processes together (each page counted once) while the
first and the last hundred were made: a straight line and flat memory are what to see. Then the ordinary way:
`--sample` packs one after the other, a new kernel for each notebook, in a program that has imported everything, scaled
to `--year` sessions. Processor time and memory are measured on Linux only.

The schedule `titles` holds sessions of the `--briefs` on the same day, each with a title of its own. `year` is a table
as an organisation has it: several shipped briefs in turn with the titles that they have, and dates, venues and group
sizes that differ from row to row.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

BRIEFS = ("ghana-italy-one-day",)
BRIEFS_OF_A_YEAR = (
    "ghana-italy-one-day",
    "two-hour-information",
    "ghana-italy-one-day",
    "half-day-contract",
    "labour-one-day-kenya-deciding",
    "kenya-emirates-two-days",
)
VENUES = ("Community hall, Kumasi", "Regional office, Accra", "Trade school, Tamale", "Town library, Nairobi", "")
SIZES = (20, 18, 20, 24, 16, 20, 12)
YEAR = 2133
"""Sessions of 20 for the 42,664 participants of 2011."""
PART = 100


@dataclass
class Watched:
    """What was seen while a batch ran: (packs finished, megabytes of all its processes) every second, and the seconds
    of processor time that they had taken when they were last seen."""

    seen: list[tuple[int, float]] = field(default_factory=list)
    processor: float = 0.0

    def megabytes(self, low: int, high: int) -> str:
        """The middle of what was seen while packs `low` to `high` were made."""
        found = [size for done, size in self.seen if low <= done <= high and size]
        return f"{statistics.median(found):6.0f}" if found else "     ?"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, nargs="+", default=[10, 100, 1000], metavar="N")
    parser.add_argument("--sample", type=int, default=40, metavar="N", help="packs made the ordinary way; 0 for none")
    parser.add_argument("--year", type=int, default=YEAR, metavar="N", help="sessions to scale to")
    parser.add_argument("--workers", type=int, default=None, metavar="N")
    parser.add_argument("--briefs", nargs="+", default=list(BRIEFS), metavar="NAME", help="shipped briefs, in turn")
    parser.add_argument("--schedule", nargs="+", default=["titles"], choices=list(SCHEDULES), help="kinds of schedule")
    parser.add_argument("--folder", type=Path, default=None, metavar="DIR", help="where to write; else a new one")
    options = parser.parse_args(arguments)
    folder = options.folder or Path(tempfile.mkdtemp(prefix="tot-benchmark-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for kind in options.schedule:
            compare(kind, options, folder)
    finally:
        if options.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


def compare(kind: str, options: argparse.Namespace, folder: Path) -> None:
    """Measure one kind of schedule, both ways."""
    print(f"schedule: {kind}", flush=True)

    def write(count: int, file: Path) -> None:
        SCHEDULES[kind](count, options.briefs, file)

    best = [measure_batch(count, write, options.workers, folder) for count in options.sessions][-1]
    print(f"scaled to {options.year} sessions: {best * options.year / 60:.1f} minutes")
    if options.sample:
        ordinary = measure_ordinary(options.sample, write, folder)
        print(f"ordinary, scaled to {options.year} sessions: {ordinary * options.year / 60:.1f} minutes")
        print(f"the batch is {ordinary / best:.1f} times faster", flush=True)


def write_schedule(count: int, briefs: Sequence[str], file: Path) -> None:
    """A schedule of `count` sessions on shipped briefs, each with a title of its own, from 2027 on."""
    first = dt.date(2027, 1, 4)
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["brief", "title", "departure"])
        for number in range(count):
            day = first + dt.timedelta(days=365 * 2)
            writer.writerow([briefs[number % len(briefs)], f"Session {number + 1} of {count}", day.isoformat()])


def write_year(count: int, _briefs: Sequence[str], file: Path) -> None:
    """A year of `count` sessions, as an organisation has them in a table."""
    first = dt.date(2027, 1, 4)
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["brief", "dates", "departure", "group.size", "group.women", "group.men", "venue", "folder"])
        for number in range(count):
            name = BRIEFS_OF_A_YEAR[number % len(BRIEFS_OF_A_YEAR)]
            day = first + dt.timedelta(days=number * 360 // count)
            dates = "; ".join((day + dt.timedelta(days=n)).isoformat() for n in range(days_of(name)))
            size = SIZES[number % len(SIZES)]
            leaves = (day + dt.timedelta(days=42)).isoformat()
            venue = VENUES[number % len(VENUES)]
            writer.writerow([name, dates, leaves, size, size // 2, size - size // 2, venue, f"session-{number + 1}"])


def days_of(brief: str) -> int:
    """How many days a shipped brief has."""
    import yaml

    data = yaml.safe_load((ROOT / "session_templates" / "briefs" / f"{brief}.yaml").read_text(encoding="utf-8"))
    return int(data.get("days") or len(data.get("dates") or [0]))


Write = Callable[[int, Path], None]
"""Writes a schedule of so many sessions."""
SCHEDULES: dict[str, Callable[[int, Sequence[str], Path], None]] = {"titles": write_schedule, "year": write_year}


def measure_batch(count: int, write: Write, workers: int | None, folder: Path) -> float:
    """Seconds for each session of a batch of `count`, start of the program included."""
    schedule, output = folder / f"{count}.csv", folder / f"batch-{count}"
    write(count, schedule)
    command = [sys.executable, "-c", "from toolkit.cli import main; main()", "batch", str(schedule)]
    command += ["--output", str(output), "--workspace", str(ROOT), "--quiet"]
    command += ["--workers", str(workers)] if workers else []
    watched, over = Watched(), threading.Event()
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    watcher = threading.Thread(target=watch, args=(process.pid, output, watched, over))
    watcher.start()
    _, said = process.communicate()
    seconds = time.perf_counter() - started
    over.set()
    watcher.join()
    if process.returncode:
        sys.exit(f"the batch ended with {process.returncode}:\n{said}")
    last = max(PART, count)
    print(
        f"{count:5} sessions: {seconds:7.1f} s, {seconds / count:6.3f} s each, "
        f"{watched.processor / count:6.3f} s of processor; "
        f"MB first hundred {watched.megabytes(1, PART)}, last hundred {watched.megabytes(last - PART, last)}; "
        f"MB on disk each {size_of(output) / count:.2f}, without decks {size_of(output, without='.pptx') / count:.2f}",
        flush=True,
    )
    shutil.rmtree(output)
    return seconds / count


def watch(pid: int, output: Path, watched: Watched, over: threading.Event) -> None:
    """Note packs and memory every second, processor time more often, until it is over."""
    ticks = 0
    while not over.wait(0.1):
        watched.processor = max(watched.processor, sum(seconds_of(one) for one in family(pid)))
        ticks += 1
        if ticks % 10:
            continue
        # A finished pack is a folder whose name does not begin with a dot.
        done = sum(not entry.name.startswith(".") for entry in os.scandir(output)) if output.is_dir() else 0
        watched.seen.append((done, sum(megabytes_of(one) for one in family(pid))))


def family(pid: int) -> Iterator[int]:
    """The process and all that came from it; itself alone where that is not known."""
    yield pid
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(child) for child in file.read_text(encoding="ascii").split()]
        except OSError:
            continue
        for child in children:
            yield from family(child)


def seconds_of(pid: int) -> float:
    """Processor time of a process, and of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def megabytes_of(pid: int) -> float:
    """Memory of a process in megabytes, pages that it shares with others divided among them."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in text.splitlines() if line.startswith("Pss:")), 0.0)


def size_of(folder: Path, without: str = "-") -> float:
    """Megabytes of all files, those with the ending `without` left out."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file() and p.suffix != without) / 1e6


def measure_ordinary(count: int, write: Write, folder: Path) -> float:
    """Seconds for each pack with papermill's ordinary engine, one after the other."""
    from toolkit.execution.batch.schedule import load_schedule
    from toolkit.execution.pack import make_pack
    from toolkit.execution.runners import prime, spawn_runner
    from toolkit.execution.session import load_workspace, open_session

    schedule = folder / f"ordinary-{count}.csv"
    write(count, schedule)
    prime(ROOT)
    rows = load_schedule(schedule, load_workspace(ROOT)[0]).rows
    brief = folder / "ordinary.yaml"
    started = time.perf_counter()
    for row in rows:
        brief.write_text(row.brief, encoding="utf-8")
        session = open_session(brief, workspace=ROOT)
        make_pack(session, folder / "ordinary" / row.name, brief_text=row.brief, runner=spawn_runner())
    seconds = (time.perf_counter() - started) / count
    print(f"ordinary, sample of {count}: {seconds:.2f} s each", flush=True)
    return seconds


if __name__ == "__main__":
    main()
