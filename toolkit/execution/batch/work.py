"""One row in a worker: its brief becomes a pack, or a reason why not. Nothing raises but what stops the worker."""

from __future__ import annotations

import errno
import shutil
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from toolkit.execution.batch.current import summary
from toolkit.execution.batch.records import Outcome, Row, outcome_of
from toolkit.execution.forked import why_not_here
from toolkit.execution.learning import Learning
from toolkit.execution.manifest import read_manifest
from toolkit.execution.pack import NOTEBOOKS, make_pack
from toolkit.execution.rehearsal import rehearse
from toolkit.execution.runners import NotebookRunner, local_forker, prime, spawn_runner
from toolkit.execution.session import Session, open_session, open_session_forked
from toolkit.problems import Place, Problem, ProblemsError, make_problem, sort_problems

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
FREE_AT_LEAST = 8_000_000
"""Bytes. With less than this left, a failure is put down to the disk."""
NOTEBOOK_SECONDS = 900.0
"""No notebook of a pack takes minutes; one that does has hung."""
TRY_AGAIN = "notebook-stopped"
"""Code of the problem after which a row is tried once more: a notebook's process ended without a word."""


@dataclass(frozen=True, slots=True)
class Maker:
    """What a worker does: `prime` once, told the workspace, then `make` for each row, told its desk, which is a folder
    of the worker's own. Both are functions of a module, so that other processes find them by name."""

    prime: Callable[[Path], object]
    make: Callable[[Row, Setup, Path], Outcome]


@dataclass(frozen=True, slots=True)
class Setup:
    """What all rows share: the workspace, the folder of the packs, the schedule's name in problems, the work."""

    workspace: Path
    output: Path
    shown: str
    maker: Maker


def make_row(row: Row, setup: Setup, desk: Path) -> Outcome:
    """Make the pack of this row in ``setup.output / row.name``.

    A row that fails leaves the notebook that stopped, or the traceback of a fault, beside that folder.
    """
    started = time.monotonic()
    for name in leftovers(row.name):
        (setup.output / name).unlink(missing_ok=True)
    brief = desk / "brief.yaml"
    try:
        brief.write_text(row.brief, encoding="utf-8", newline="\n")
        for file in row.beside:
            shutil.copyfile(file, desk / file.name)
        problems = _make(row, setup, brief)
    except ProblemsError as stop:
        return _failed(row, setup, _at_row(stop.problems, brief, row, setup), stop)
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        where = Place(str(setup.output / row.name))
        return _failed(row, setup, (make_problem("output-unwritable", where, reason=reason),), fault)
    except Exception as fault:
        return _failed(row, setup, (_fault(fault, row, setup),), fault)
    made = outcome_of(row, "made", **summary(read_manifest(setup.output / row.name)))
    seconds = time.monotonic() - started
    return replace(made, problems=_at_row(problems, brief, row, setup), seconds=seconds)


def _make(row: Row, setup: Setup, brief: Path) -> tuple[Problem, ...]:
    session, runner = _open(brief, setup.workspace, row.learning)
    return make_pack(session, setup.output / row.name, brief_text=row.brief, runner=runner).problems


def _open(brief: Path, workspace: Path, learning: Learning | None) -> tuple[Session, NotebookRunner]:
    """The session and what runs its notebooks: forked where this process may, since solving elsewhere keeps it free
    of threads; else the ordinary way."""
    if why_not_here():
        return open_session(brief, workspace=workspace, learning=learning), spawn_runner()
    session = open_session_forked(brief, workspace=workspace, learning=learning)
    rehearse(session)
    return session, local_forker(timeout_seconds=NOTEBOOK_SECONDS)


def leftovers(name: str) -> tuple[str, ...]:
    """Names of what a failed row may leave beside its folder."""
    return (*(f"{name}-failed-{notebook.name}" for notebook in NOTEBOOKS), f"{name}-failed-fault.txt")


def _at_row(problems: Sequence[Problem], brief: Path, row: Row, setup: Setup) -> tuple[Problem, ...]:
    """Problems of the brief stand at the schedule's line: its copy on the worker's desk is nothing to a reader."""
    here, desk = Place(setup.shown, row.line), {str(brief), brief.as_posix()}
    return sort_problems(replace(p, where=here) if p.where.path in desk else p for p in problems)


def _failed(row: Row, setup: Setup, problems: Sequence[Problem], fault: BaseException) -> Outcome:
    errors = [p for p in problems if p.severity == "error"]
    reason = errors[0].message if errors else str(fault)
    copy = next((name for name in leftovers(row.name) if (setup.output / name).is_file()), "")
    where = Place(setup.shown, row.line)
    said = make_problem("batch-session-failed", where, near=copy or None, name=row.name, reason=reason.rstrip("."))
    full = _is_full(fault, errors, setup.output)
    return outcome_of(row, "failed", reason=reason, copy=copy, problems=(said, *problems), disk_full=full)


def _is_full(fault: BaseException, errors: Sequence[Problem], folder: Path) -> bool:
    """Whether the disk was the reason, here or in a notebook, which can only say it in words."""
    if any(getattr(cause, "errno", None) in FULL for cause in _causes(fault)):
        return True
    if any(f"[Errno {number}]" in p.message for p in errors for number in FULL):
        return True
    try:
        return shutil.disk_usage(folder).free < FREE_AT_LEAST
    except OSError:
        return False


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    seen = 0
    while fault is not None and seen < 20:
        yield fault
        fault, seen = fault.__cause__ or fault.__context__, seen + 1


def _fault(fault: Exception, row: Row, setup: Setup) -> Problem:
    name = leftovers(row.name)[-1]
    try:
        text = "".join(traceback.format_exception(fault))
        (setup.output / name).write_text(text, encoding="utf-8", errors="replace", newline="\n")
    except OSError:
        name = ""
    where = Place(setup.shown, row.line)
    return make_problem("batch-fault", where, near=name or None, fault=f"{type(fault).__name__}: {fault}")


PACKS = Maker(prime, make_row)
"""Makes session packs."""
