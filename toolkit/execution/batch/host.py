"""A warm process beside a program with threads (a Dask worker): it makes sessions in workers forked from itself.

Run as ``python -m toolkit.execution.batch.host``; orders come on standard input, outcomes go to standard output, and it
ends, with its workers, when its input is closed.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from toolkit.execution.batch.records import Outcome, Row
from toolkit.execution.batch.stop import Stop, listening
from toolkit.problems import Place, ProblemsError, make_problem

GRACE_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Order:
    """Rows to do with `workers` processes. `setup` is a `work.Setup`; `desk` is removed when the process ends."""

    rows: Sequence[Row]
    setup: Any
    workers: int
    desk: Path


class Host:
    """The driver's side. Threads may share it: their orders are done one after the other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def do(self, order: Order, hear: Callable[[Outcome], object]) -> None:
        """Do an order and `hear` each outcome as it comes. Raises ProblemsError when the process cannot work, and
        whatever `hear` raises, after which the process is ended."""
        with self._lock:
            process = self._running()
            try:
                _say(process.stdin, order)
                while isinstance(said := _hear(process.stdout), Outcome):
                    hear(said)
            except BaseException as fault:
                self._end()
                if isinstance(fault, (OSError, EOFError)):
                    where = Place("tot batch")
                    raise ProblemsError([make_problem("batch-worker-start", where, reason="it ended")]) from fault
                raise
            if said:
                raise ProblemsError(said)

    def close(self) -> None:
        """End the process and its workers."""
        with self._lock:
            self._end()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            command = [sys.executable, "-m", "toolkit.execution.batch.host"]
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=Path(__file__).parents[3],
                start_new_session=os.name == "posix",
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main() -> None:
    """Do orders until standard input is closed."""
    orders = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)  # what libraries print must not come between the answers
    desks: set[Path] = set()
    stop = Stop()
    with listening(stop), contextlib.suppress(EOFError, OSError):
        while not stop.level:
            order = _hear(orders)
            desks.add(order.desk)
            _say(answers, _do(order, orders, answers, stop))
    for desk in desks:
        shutil.rmtree(desk, ignore_errors=True)


def _do(order: Order, orders: IO[bytes], answers: IO[bytes], stop: Stop) -> tuple[Any, ...]:
    """Do one order; returns the problems for which it could not be done."""
    from toolkit.execution.batch.pool import run_rows

    mine = stop if stop.level else Stop()

    def look() -> None:
        # Only its end can be there to read: the next order comes after the answer to this one.
        if stop.level or (os.name == "posix" and select.select([orders], [], [], 0)[0]):
            mine.level = max(mine.level, 1)

    try:
        run_rows(order.rows, order.setup, workers=order.workers, hear=lambda o: _say(answers, o), stop=mine, look=look)
    except ProblemsError as refused:
        return refused.problems
    return ()


def _say(stream: IO[bytes] | None, value: object) -> None:
    assert stream is not None  # noqa: S101 - opened as a pipe
    pickle.dump(value, stream)
    stream.flush()


def _hear(stream: IO[bytes] | None) -> Any:  # noqa: ANN401 - whatever the other side says
    assert stream is not None  # noqa: S101 - opened as a pipe
    return pickle.load(stream)  # noqa: S301 - our own process at the other end


if __name__ == "__main__":
    from toolkit.execution.batch.host import main as run  # so that what is pickled has the package's name

    run()
