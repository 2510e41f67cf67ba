"""``tot batch``: a year of sessions from one schedule."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.commands.common import Format, Json, Quiet, Workspace, report, say, write_json
from toolkit.problems import format_count

if TYPE_CHECKING:
    from toolkit.execution.batch.records import Outcome
    from toolkit.execution.batch.run import Batch, Tell

EXAMPLE = "tot batch session_templates/schedules/example-year.csv --output sessions-2027"
LINE_SECONDS = 2.0
"""Where there is no terminal, the least time between two lines about sessions that went well."""
INTERRUPTED = 130


def batch(
    schedule: Annotated[Path, typer.Argument(metavar="SCHEDULE.csv", help="One row for each session.")],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="DIR", help="The folder that gets a folder for each session.")
    ],
    workers: Annotated[
        int | None, typer.Option(metavar="N", help="Sessions made at the same time; else one for each core.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Make sessions too that have not changed.")] = False,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Do the work on a Dask cluster, e.g. tcp://host:8786.")
    ] = None,
    as_json: Json = False,
    form: Annotated[Format, typer.Option("--format", help="text, json, or github annotations.")] = Format.text,
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Make the session pack of every row of a schedule. Run it again to go on after a stop, or after a change."""
    made = _run(schedule, output, workers, again, scheduler, workspace, quiet)
    if as_json or form is Format.json:
        from toolkit.execution.batch.table import batch_json

        write_json(batch_json(made.outcomes, made.problems))
    elif form is Format.github:
        from toolkit.rendering.terminal import show_problems

        show_problems(made.problems, form.value)
    if form is not Format.github:
        report(made.problems, quiet)
    if not quiet:
        _sum_up(made, output)
    failed = made.counts["failed"] + made.counts["not_done"] or any(p.severity == "error" for p in made.problems)
    if made.stopped:
        # Said already, with what is kept: the command line would say that nothing was written.
        raise SystemExit(INTERRUPTED)
    raise typer.Exit(1 if failed else 0)


def _run(
    schedule: Path,
    output: str,
    workers: int | None,
    again: bool,
    scheduler: str | None,
    workspace: Path | None,
    quiet: bool,
) -> Batch:
    from toolkit.execution.batch.storage import is_address, local_folder

    with _progress(quiet) as tell:
        if scheduler is None and not is_address(output):
            from toolkit.execution.batch.run import run_batch

            return run_batch(
                schedule, local_folder(output), workspace=workspace, workers=workers, again=again, tell=tell
            )
        from toolkit.execution.batch.cluster import run_batch_on_cluster

        return run_batch_on_cluster(
            schedule, output, scheduler, workspace=workspace, workers=workers, again=again, tell=tell
        )


def _sum_up(made: Batch, output: str) -> None:
    numbers = made.counts
    parts = [f"{numbers[key]} {words}" for key, words in _WORDS if numbers[key]]
    sessions = "1 session" if numbers["sessions"] == 1 else f"{numbers['sessions']} sessions"
    say(f"{sessions}: {', '.join(parts)}; {format_count(made.problems)}.")
    if made.files:
        say(f"Begin with {output.rstrip('/')}/batch.html.")


_WORDS = (
    ("made", "made"),
    ("unchanged", "unchanged since an earlier run"),
    ("failed", "failed"),
    ("not_done", "not done"),
)


@contextmanager
def _progress(quiet: bool) -> Iterator[Tell]:
    """A bar with the time left on a terminal, plain lines elsewhere, nothing when quiet; always on standard error."""
    if quiet:
        yield lambda _outcome, _done, _all_rows: None
    elif not sys.stderr.isatty():
        yield _Lines()
    else:
        with _bar() as tell:
            yield tell


@contextmanager
def _bar() -> Iterator[Tell]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (BarColumn(bar_width=30), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("left:"))
    # Without a thread of its own: the process that forks workers must have one only.
    with Progress(
        *columns,
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
        console=Console(stderr=True, highlight=False),
        transient=True,
        auto_refresh=False,
        speed_estimate_period=120,
    ) as bar:
        task = bar.add_task("reading the schedule", total=None)

        def tell(outcome: Outcome | None, done: int, all_rows: int) -> None:
            if outcome is not None and outcome.status == "failed":
                bar.print(f"{outcome.name}: {outcome.reason}", markup=False)
            now = outcome.name if outcome is not None else "making sessions" if not done else None
            bar.update(task, completed=done, total=all_rows, description=now)
            bar.refresh()

        yield tell


class _Lines:
    """A line for each session that failed, and every few seconds for one that went well."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._last = 0.0
        self._begun_with = -1

    def __call__(self, outcome: Outcome | None, done: int, all_rows: int) -> None:
        now = time.monotonic()
        if self._begun_with < 0:
            self._begun_with, self._started = done, now
            if done:
                say(f"{done} of {all_rows} sessions are there already.")
        if outcome is None or (outcome.status != "failed" and now - self._last < LINE_SECONDS and done < all_rows):
            return
        self._last = now
        reason = f": {outcome.reason}" if outcome.reason else ""
        say(f"[{done}/{all_rows}] {outcome.status} {outcome.name}{reason}{self._left(now, done, all_rows)}")

    def _left(self, now: float, done: int, all_rows: int) -> str:
        fresh = done - self._begun_with
        if not fresh or done >= all_rows:
            return ""
        seconds = (now - self._started) / fresh * (all_rows - done)
        return f" ({seconds / 60:.0f} min left)" if seconds >= 90 else f" ({seconds:.0f} s left)"
