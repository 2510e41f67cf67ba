"""How notebooks are run: each in a fresh process, started the ordinary way or forked from a warm one.

`local_forker` is the fastest: this process is the warm one. It must have a single thread (`why_not_here`), so programs
with threads, such as JupyterLab, use `warm_runner`, whose warm process stands beside them.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Protocol

from toolkit.execution.forked import ChildFailed, Tell, run_forked, why_not_here
from toolkit.execution.notebook import EngineName, NotebookRun, export_html, run_notebook, stopped
from toolkit.execution.tasks import JOBS

Progress = Callable[[int, int, int], None]
"""Told the number of a job, its cells done and its cells in all."""


@dataclass(frozen=True, slots=True)
class Page:
    """The HTML page that an executed notebook becomes."""

    path: Path
    language: str
    direction: str
    title: str


@dataclass(frozen=True, slots=True)
class NotebookJob:
    """One notebook to run: `executed` is where its copy goes, `folder` where it stands, `shown_as` its name in
    problems."""

    source: Path
    executed: Path
    parameters: Mapping[str, object]
    folder: Path
    shown_as: str
    environment: Mapping[str, str]
    page: Page | None = None


class NotebookRunner(Protocol):
    """Runs notebooks, each in a fresh process. A notebook that fails is a problem of its run, never an exception."""

    def __call__(self, jobs: Sequence[NotebookJob], progress: Progress) -> tuple[NotebookRun, ...]:
        """One run for each job, in their order. What a user interrupts leaves no process behind."""
        ...


def spawn_runner() -> NotebookRunner:
    """Papermill's ordinary engine: a new kernel for each notebook. Works everywhere."""
    return _in_turn("ordinary")


def warm_runner(workspace: Path | None = None) -> NotebookRunner:
    """Notebooks forked from a warm process beside this one, which has loaded the toolkit and the content of the
    workspace once. For programs with threads. Where nothing can be forked, as `spawn_runner`."""
    return _in_turn("warm", f"toolkit.execution.priming:{workspace or ''}")


def local_forker(at_once: int = 1, timeout_seconds: float | None = None) -> NotebookRunner:
    """Notebooks forked from this very process: what it has imported and loaded is there. At most `at_once` run
    together; with more than one, their documents too are drawn by several children. Each may take
    `timeout_seconds`. The runner raises RuntimeError when this process has come to have several threads."""

    def run(jobs: Sequence[NotebookJob], progress: Progress) -> tuple[NotebookRun, ...]:
        reason = why_not_here()
        if reason:
            raise RuntimeError(f"cannot fork: {reason}")
        works = [_work(_with_jobs(job, at_once)) for job in jobs]
        found = run_forked(works, at_once=at_once, hear=_hearing(progress), timeout_seconds=timeout_seconds)
        return tuple(_run_of(job, value) for job, value in zip(jobs, found, strict=True))

    return run


def best_runner(at_once: int | None = None) -> NotebookRunner:
    """`local_forker` where this process may fork, else `spawn_runner`. `at_once` is by default the number of cores."""
    return spawn_runner() if why_not_here() else local_forker(at_once or cores())


def cores() -> int:
    """Cores that this process may use, at least one."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def _in_turn(engine: EngineName, preload: str = "") -> NotebookRunner:
    def run(jobs: Sequence[NotebookJob], progress: Progress) -> tuple[NotebookRun, ...]:
        runs = []
        for number, job in enumerate(jobs):
            runs.append(_run_job(job, engine, partial(progress, number), preload))
            if runs[-1].problems:
                break
        return tuple(runs)

    return run


def _run_job(
    job: NotebookJob, engine: EngineName, on_cell: Callable[[int, int], None], preload: str = ""
) -> NotebookRun:
    """Run the notebook, then make its page."""
    run = run_notebook(
        job.source,
        job.executed,
        job.parameters,
        folder=job.folder,
        shown_as=job.shown_as,
        environment=job.environment,
        on_cell=on_cell,
        engine=engine,
        preload=preload,
    )
    if job.page is not None and not run.problems:
        page = job.page
        export_html(job.executed, page.path, language=page.language, direction=page.direction, title=page.title)
    return run


def _with_jobs(job: NotebookJob, at_once: int) -> NotebookJob:
    return replace(job, environment={**job.environment, JOBS: str(at_once)})


def _work(job: NotebookJob) -> Callable[[Tell], NotebookRun]:
    def work(tell: Tell) -> NotebookRun:
        atexit._clear()
        try:
            return _run_job(job, "inline", lambda done, of: tell((done, of)))
        finally:
            atexit._run_exitfuncs()

    return work


def _hearing(progress: Progress) -> Callable[[int, object], None]:
    def hear(number: int, said: object) -> None:
        if isinstance(said, tuple):
            progress(number, *said)

    return hear


def _run_of(job: NotebookJob, value: object) -> NotebookRun:
    match value:
        case NotebookRun():
            return value
        case ChildFailed():
            return NotebookRun(job.executed, (stopped(str(value), job.shown_as, job.executed),))
        case BaseException():
            raise value
    raise TypeError(f"a notebook gave {value!r}")


@lru_cache(maxsize=8)
def prime(workspace: Path | None = None) -> None:
    """Import what notebooks and packs need and load the content, so that forked children find all of it. This process
    keeps its single thread. Takes seconds; once. The papers of all sessions to come are drawn by presses beside it."""
    from toolkit.execution.presses import start_presses
    from toolkit.execution.priming import load_everything, load_planner

    load_everything(workspace)
    load_planner()
    start_presses()
