"""Rows over worker processes: forked from this one, or started anew where it cannot fork.

A worker that dies costs its row a second try and then the row, nothing else. Whatever ends `run_rows`, no worker and
nothing half-made is left.
"""

from __future__ import annotations

import multiprocessing
import shutil
import signal
import tempfile
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from toolkit.execution.batch.folder import tidy_after
from toolkit.execution.batch.records import Outcome, Row, outcome_of
from toolkit.execution.batch.stop import Stop
from toolkit.execution.batch.work import TRY_AGAIN, Setup
from toolkit.execution.batch.worker import READY, serve
from toolkit.execution.forked import why_not_here
from toolkit.problems import Place, ProblemsError, make_problem

Hear = Callable[[Outcome], None]
LOOK_SECONDS = 0.2
"""How often to look whether somebody asked to stop."""
END_SECONDS = 10.0
MOST_STILLBORN = 3
FRESH_AFTER = 300
"""Rows after which a forked worker is replaced by a fresh one, so that memory stays as it was."""


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    desk: Path
    row: Row | None = None
    ready: bool = False
    done: int = 0


@dataclass(slots=True)
class _Pool:
    """`tries` counts how often a row's process ended without a word, `stillborn` the workers in a row that ended before
    they could begin."""

    setup: Setup
    most: int
    hear: Hear
    stop: Stop
    look: Callable[[], None]
    waiting: deque[Row]
    forks: bool
    workers: list[_Worker] = field(default_factory=list)
    tries: dict[int, int] = field(default_factory=dict)
    stillborn: int = 0

    def run(self) -> None:
        try:
            while not self.stop.level and (self.waiting or any(w.row for w in self.workers)):
                self._hire()
                self._give()
                self._listen()
                self.look()
        finally:
            self._close()

    def _hire(self) -> None:
        busy = sum(worker.row is not None for worker in self.workers)
        while len(self.workers) < min(self.most, busy + len(self.waiting)):
            self.workers.append(self._start())

    def _start(self) -> _Worker:
        context: Any = multiprocessing.get_context("fork" if self.forks else "spawn")
        ours, theirs = context.Pipe()
        desk = Path(tempfile.mkdtemp(prefix="tot-batch-"))
        process = context.Process(target=serve, args=(theirs, self.setup, desk, not self.forks), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours, desk)

    def _give(self) -> None:
        for worker in [w for w in self.workers if w.ready and w.row is None]:
            if not self.waiting:
                return
            if self.forks and worker.done >= FRESH_AFTER:
                self._dismiss(worker)
                continue
            worker.row = self.waiting.popleft()
            with suppress(OSError):  # it has died, and its sentinel says so next
                worker.pipe.send(worker.row)
        self._hire()

    def _listen(self) -> None:
        by_source: dict[Any, _Worker] = {}
        for worker in self.workers:
            by_source[worker.pipe] = by_source[worker.process.sentinel] = worker
        # The same worker may be heard of twice: by its last word and by its end.
        for worker in {id(by_source[source]): by_source[source] for source in wait(by_source, LOOK_SECONDS)}.values():
            if not self._take(worker) and not worker.process.is_alive():
                self._lost(worker)

    def _take(self, worker: _Worker) -> bool:
        """Take what the worker has said; False when it has not, or never will."""
        try:
            if not worker.pipe.poll():
                return False
            said = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(END_SECONDS)
            return False
        if said == READY:
            worker.ready = True
            self.stillborn = 0
        elif isinstance(said, Outcome) and worker.row is not None:
            row, worker.row = worker.row, None
            worker.done += 1
            self._heard(row, said)
        return True

    def _heard(self, row: Row, outcome: Outcome) -> None:
        if outcome.disk_full:
            self.stop.full = True
            self.stop.ask()
        if _ended_by_us(outcome) and self._may_try_again(row):
            return
        self.hear(outcome)

    def _lost(self, worker: _Worker) -> None:
        """The worker has died: its row is tried once more, or has failed."""
        self.workers.remove(worker)
        code = worker.process.exitcode
        self._clear(worker)
        reason = _why(code)
        self.stillborn += not worker.ready
        if self.stillborn >= MOST_STILLBORN:
            raise ProblemsError([make_problem("batch-worker-start", Place("tot batch"), reason=reason)])
        row = worker.row
        if row is None or self._may_try_again(row):
            return
        where = Place(self.setup.shown, row.line)
        died = make_problem("batch-worker-died", where, reason=reason)
        said = make_problem("batch-session-failed", where, name=row.name, reason=died.message.rstrip("."))
        self.hear(outcome_of(row, "failed", reason=died.message, problems=(said, died)))

    def _may_try_again(self, row: Row) -> bool:
        self.tries[row.line] = self.tries.get(row.line, 0) + 1
        if self.tries[row.line] > 1:
            return False
        self.waiting.appendleft(row)
        return True

    def _dismiss(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        with suppress(OSError):
            worker.pipe.send(None)
        worker.process.join(END_SECONDS)
        self._clear(worker)

    def _close(self) -> None:
        """End every worker: idle ones by a word, busy ones by a request, after a while or when asked twice by force."""
        for worker in self.workers:
            if worker.row is not None or not worker.ready:
                worker.process.terminate()
            else:
                with suppress(OSError):
                    worker.pipe.send(None)
        until = time.monotonic() + END_SECONDS
        while any(w.process.is_alive() for w in self.workers) and time.monotonic() < until and self.stop.level < 2:
            wait([w.process.sentinel for w in self.workers if w.process.is_alive()], LOOK_SECONDS)
        for worker in self.workers:
            self._last_word(worker)
            self._clear(worker)
        self.workers.clear()

    def _clear(self, worker: _Worker) -> None:
        """The worker is gone, and so is everything that it may have left."""
        if worker.process.is_alive():
            worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        shutil.rmtree(worker.desk, ignore_errors=True)
        tidy_after(self.setup.output, worker.process.pid or 0)

    def _last_word(self, worker: _Worker) -> None:
        """A row that was finished just before its worker was asked to end."""
        with suppress(EOFError, OSError):
            while worker.row is not None and worker.pipe.poll():
                said = worker.pipe.recv()
                if isinstance(said, Outcome):
                    worker.row = None
                    if not _ended_by_us(said):
                        self.hear(said)


def run_rows(
    rows: Sequence[Row], setup: Setup, *, workers: int, hear: Hear, stop: Stop, look: Callable[[], None]
) -> None:
    """Do every row with at most `workers` processes and `hear` each outcome as it comes; rows that were not reached
    when `stop` was asked are not heard of. `look` is called several times a second.

    Raises ProblemsError when workers cannot be started.
    """
    forks = not why_not_here()
    if forks:
        setup.maker.prime(setup.workspace)
        forks = not why_not_here()
    _Pool(setup, max(1, min(workers, len(rows))), hear, stop, look, deque(rows), forks).run()


def _ended_by_us(outcome: Outcome) -> bool:
    """Whether it was not its own fault: a notebook's process that ended without a word."""
    return any(problem.code == TRY_AGAIN for problem in outcome.problems)


def _why(code: int | None) -> str:
    """How a process ended, in words."""
    if code is None or code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
