"""A batch on this computer: read the schedule, make what is missing, say what happened to each row."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from toolkit.execution.batch.current import Now, find_finished
from toolkit.execution.batch.folder import alone_in, check_folder, tidy
from toolkit.execution.batch.pool import run_rows
from toolkit.execution.batch.records import Outcome, Row, Schedule, outcome_of
from toolkit.execution.batch.schedule import load_schedule
from toolkit.execution.batch.stop import Stop, listening
from toolkit.execution.batch.table import counts, table_texts
from toolkit.execution.batch.work import PACKS, Maker, Setup
from toolkit.execution.files import write_whole
from toolkit.execution.manifest import MANIFEST
from toolkit.execution.runners import cores
from toolkit.execution.session import load_workspace
from toolkit.problems import Place, Problem, ProblemsError, make_problem, sort_problems

MOST_WORKERS = 256
PACK_MB = 4


Tell = Callable[[Outcome | None, int, int], None]
"""Told what happened (None when nothing did, several times a second), and how many rows are done of how many."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch came to. `outcomes` are in the schedule's order; `files` the tables that could be written, `stopped`
    whether somebody asked it to stop."""

    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...]
    files: tuple[str, ...]
    stopped: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """How many sessions have each status, and all."""
        return counts(self.outcomes)


def run_batch(
    schedule: str | Path,
    output: str | Path,
    *,
    workspace: str | Path | None = None,
    workers: int | None = None,
    again: bool = False,
    tell: Tell | None = None,
    maker: Maker = PACKS,
) -> Batch:
    """Make a pack for every row of the CSV file `schedule`, in a folder of its own in `output`.

    `workers` processes work at the same time, by default one for each core. What an earlier run made from the same
    inputs is left as it is, unless `again`. Rows that cannot be done are problems, and the rest is done.
    Raises ProblemsError when nothing can be done at all.
    """
    folder, told = Path(output), tell or silent
    check_workers(workers)
    content, _ = load_workspace(workspace)
    plan = load_schedule(schedule, content)
    check_folder(folder, content.root)
    stop, found = Stop(), [*plan.problems]
    with alone_in(folder), listening(stop):
        tidy(folder)
        try:
            finished, missing = _split(plan.rows, folder, content.root, again)
            told(None, len(finished), len(plan.rows))
            done = Results(finished)
            setup = Setup(content.root, folder.absolute(), plan.shown, maker)
            _make(missing, setup, workers or cores(), done, told, stop, len(plan.rows))
        finally:
            tidy(folder)
        outcomes = all_outcomes(plan, done)
        found += done.problems
        found += _endings(outcomes, stop, folder)
        found += _leftover(folder, plan)
        problems = sort_problems(found)
        files = _write(outcomes, problems, plan.shown, folder)
    return Batch(outcomes, sort_problems((*problems, *files.problems)), files.names, stop.level > 0 and not stop.full)


def check_workers(workers: int | None) -> None:
    """Raises ProblemsError for a number of workers that is not possible."""
    if workers is not None and not 1 <= workers <= MOST_WORKERS:
        where = Place("tot batch")
        raise ProblemsError([make_problem("batch-workers", where, workers=workers, most=MOST_WORKERS)])


def _split(rows: Sequence[Row], folder: Path, root: Path, again: bool) -> tuple[tuple[Outcome, ...], tuple[Row, ...]]:
    """What is there already, and what is to be made."""
    now = Now(root)
    found = {row.line: None if again else find_finished(row, folder / row.name, now) for row in rows}
    missing = tuple(row for row in rows if found[row.line] is None)
    return tuple(outcome for outcome in found.values() if outcome is not None), missing


def _make(rows: Sequence[Row], setup: Setup, workers: int, done: Results, tell: Tell, stop: Stop, of: int) -> None:
    if not rows:
        return

    def hear(outcome: Outcome) -> None:
        done.add(outcome)
        tell(outcome, len(done.by_line), of)

    # What was drawn for one session is remembered for the next, and forgotten after a few others.
    rows = sorted(rows, key=lambda row: row.alike)
    run_rows(rows, setup, workers=workers, hear=hear, stop=stop, look=lambda: tell(None, len(done.by_line), of))


class Results:
    """Outcomes by line. Problems are kept once for all: thousands of sessions share the same ones."""

    def __init__(self, finished: Iterable[Outcome] = ()) -> None:
        self.by_line: dict[int, Outcome] = {}
        self._problems: dict[Problem, None] = {}
        for outcome in finished:
            self.add(outcome)

    def add(self, outcome: Outcome) -> None:
        """Take in what happened to a row."""
        self._problems.update(dict.fromkeys(outcome.problems))
        self.by_line[outcome.line] = replace(outcome, problems=())

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Of all outcomes, each once."""
        return tuple(self._problems)


def all_outcomes(plan: Schedule, done: Results) -> tuple[Outcome, ...]:
    """One outcome for each row of the schedule, in its order: also for those that were refused or not reached."""
    found = [done.by_line.get(row.line) or outcome_of(row, "not done") for row in plan.rows]
    found += [Outcome(r.line, "", r.title, "", "failed", reason=r.reason) for r in plan.refused]
    return tuple(sorted(found, key=lambda outcome: outcome.line))


def _endings(outcomes: Sequence[Outcome], stop: Stop, folder: Path) -> list[Problem]:
    """Why the batch ended before its last row, if it did."""
    numbers = counts(outcomes)
    finished = numbers["made"] + numbers["unchanged"]
    if stop.full:
        try:
            free = f"{shutil.disk_usage(folder).free / 1e6:.0f}"
        except OSError:
            free = "0"
        left = len(outcomes) - finished
        return [make_problem("batch-disk-full", Place(str(folder)), free=free, left=left, pack=PACK_MB)]
    if stop.level:
        return [make_problem("batch-stopped", Place(str(folder)), made=finished, all=len(outcomes))]
    return []


def _leftover(folder: Path, plan: Schedule) -> list[Problem]:
    """Packs of rows that are not in the schedule any more: nothing is ever deleted."""
    names = {row.name for row in plan.rows}
    there = (entry for entry in sorted(folder.iterdir()) if not entry.name.startswith(".") and entry.name not in names)
    old = [entry.name for entry in there if (entry / MANIFEST).is_file()]
    return [make_problem("batch-leftover", Place(str(folder)), count=len(old), example=old[0])] if old else []


@dataclass(frozen=True, slots=True)
class _Files:
    names: tuple[str, ...]
    problems: tuple[Problem, ...]


def _write(outcomes: Sequence[Outcome], problems: Sequence[Problem], shown: str, folder: Path) -> _Files:
    """Write the tables; on a full disk those of an earlier run stay."""
    written: list[str] = []
    for name, text in table_texts(outcomes, problems, shown).items():
        try:
            write_whole(folder / name, text)
        except ProblemsError as stop:
            return _Files(tuple(written), stop.problems)
        written.append(name)
    return _Files(tuple(written), ())


def silent(_outcome: Outcome | None, _done: int, _all_rows: int) -> None:
    """Progress that nobody watches."""
