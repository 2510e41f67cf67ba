"""A chunk of rows on the computer where it lands: unpack what was sent, skip what is there, make and send the rest."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from toolkit.execution.batch.bundle import Bundle, arrived
from toolkit.execution.batch.current import Now, find_finished
from toolkit.execution.batch.host import Host, Order
from toolkit.execution.batch.records import Outcome, Row, outcome_of
from toolkit.execution.batch.storage import Storage, is_address, local_folder, open_storage
from toolkit.execution.batch.work import PACKS, Maker, Setup
from toolkit.problems import Place, Problem, ProblemsError, make_problem


@dataclass(frozen=True, slots=True)
class Task:
    """What all chunks of a batch share, beside the bundle. `output` is an address or a folder that every computer
    sees; `release` is the toolkit's version where the batch was started."""

    output: str
    shown: str
    again: bool
    workers: int
    release: str
    maker: Maker = PACKS


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a chunk; problems are those for which it could not be done at all."""

    outcomes: tuple[Outcome, ...] = ()
    problems: tuple[Problem, ...] = ()


def release() -> str:
    """The toolkit's version here."""
    return version("tot-toolkit")


def make_chunk(
    rows: Sequence[Row], bundle: Bundle, task: Task, hear: Callable[[Outcome], object] | None = None
) -> Done:
    """Do these rows here; `hear` each outcome as it comes. Never raises for what users can put right."""
    outcomes: list[Outcome] = []

    def note(outcome: Outcome) -> None:
        outcomes.append(outcome)
        if hear is not None:
            hear(outcome)

    try:
        if release() != task.release:
            reason = f"a worker has version {release()} of the toolkit, and not {task.release}"
            raise ProblemsError([make_problem("batch-scheduler", Place("tot batch"), reason=reason)])
        _desk(bundle.digest).do(rows, bundle, task, note)
    except ProblemsError as stop:
        return Done(tuple(outcomes), stop.problems)
    return Done(tuple(outcomes))


class _Desk:
    """A computer's place for one bundle: the unpacked workspace, a folder for packs on their way, the warm process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._now: Now | None = None
        self._host = Host()
        atexit.register(self.close)

    def do(self, rows: Sequence[Row], bundle: Bundle, task: Task, hear: Callable[[Outcome], object]) -> None:
        folder, now = self._unpacked(bundle)
        storage = open_storage(task.output) if is_address(task.output) else None
        target = folder / "packs" if storage else local_folder(task.output)
        target.mkdir(parents=True, exist_ok=True)
        missing = []
        for row in (arrived(row, folder) for row in rows):
            found = None if task.again else _finished(row, storage, target, now)
            if found is None:
                missing.append(row)
            else:
                hear(found)
        if not missing:
            return
        by_line = {row.line: row for row in missing}
        setup = Setup(now.root, target.absolute(), task.shown, task.maker)
        order = Order(missing, setup, task.workers, folder)
        self._host.do(order, lambda outcome: hear(_send(outcome, by_line[outcome.line], storage, target)))

    def _unpacked(self, bundle: Bundle) -> tuple[Path, Now]:
        with self._lock:
            if self._folder is None or self._now is None or not self._folder.is_dir():
                self._folder = Path(tempfile.mkdtemp(prefix="tot-batch-"))
                self._now = Now(bundle.unpack(self._folder))
            return self._folder, self._now

    def close(self) -> None:
        """End the warm process and remove the folder."""
        self._host.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


@lru_cache(maxsize=2)
def _desk(_digest: str) -> _Desk:
    return _Desk()


def _finished(row: Row, storage: Storage | None, folder: Path, now: Now) -> Outcome | None:
    return storage.find_finished(row, now) if storage else find_finished(row, folder / row.name, now)


def _send(outcome: Outcome, row: Row, storage: Storage | None, folder: Path) -> Outcome:
    """Send a pack, or what a failed row left, where it belongs; what was sent is not kept here."""
    if storage is None:
        return outcome
    pack, copy = folder / outcome.name, folder / outcome.copy
    try:
        if outcome.status == "made":
            outcome = replace(outcome, problems=(*outcome.problems, *storage.put_pack(pack)))
        elif outcome.copy:
            storage.put_file(copy)
    except ProblemsError as refused:
        where = Place(refused.problems[0].where.path)
        reason = refused.problems[0].message
        said = make_problem("batch-session-failed", where, name=row.name, reason=reason.rstrip("."))
        return outcome_of(row, "failed", reason=reason, problems=(said, *refused.problems))
    finally:
        shutil.rmtree(pack, ignore_errors=True)
        if outcome.copy:
            copy.unlink(missing_ok=True)
    return outcome
