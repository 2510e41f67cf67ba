"""The session pack: made aside by the notebooks, then put in place whole, or not at all."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from toolkit.execution.forked import why_not_here
from toolkit.execution.manifest import make_manifest
from toolkit.execution.output_folder import check_output, put_in_place, restore_interrupted, staging
from toolkit.execution.prepared import prepared
from toolkit.execution.runners import NotebookJob, NotebookRunner, Page, best_runner
from toolkit.execution.session import WORKSPACE_VARIABLE, Session, load_workspace, open_session
from toolkit.planning.plan_file import save_plan_text
from toolkit.problems import Problem, ProblemsError, sort_problems

Progress = Callable[[str, float], None]
"""Told what is being done and how much of all is done, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class PackNotebook:
    """A notebook of the pack, its share of the work, and the page that it becomes."""

    name: str
    share: float
    page: str


NOTEBOOKS = (
    PackNotebook("session_plan.ipynb", 0.65, "session-plan.html"),
    PackNotebook("slide_deck.ipynb", 0.30, "notebooks/slide_deck.html"),
)

_BRIEF, _PLAN = "brief.yaml", "plan.json"
_BEGUN = 0.05
"""Share of the work before the first notebook runs."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A finished pack: its folder, the files in it (relative, sorted) and warnings."""

    folder: Path
    files: tuple[str, ...]
    problems: tuple[Problem, ...]


def make_pack(
    session: Session,
    output: Path,
    *,
    brief_text: str,
    progress: Progress | None = None,
    runner: NotebookRunner | None = None,
) -> Pack:
    """Run the notebooks and write the pack to `output`. Raises ProblemsError when it cannot be made.

    `runner` says how notebooks are run: by default forked from this process where that is possible, else in new
    kernels. A notebook that fails leaves its executed copy beside `output`, as ``<output>-failed-<notebook>``.
    """
    progress = progress or _silent
    problems = check_output(output, session.content.root)
    if problems:
        raise ProblemsError(problems)
    restore_interrupted(output)
    with staging(output) as stage:
        _write_inputs(session, brief_text, stage)
        _run_notebooks(session, stage, output, progress, runner or best_runner())
        made = make_manifest(session, stage)
        kept = put_in_place(stage, output)
    progress("", 1.0)
    return Pack(output, made, sort_problems((*session.problems, *kept)))


def _silent(_what: str, _done: float) -> None:
    """Progress that nobody watches."""


def _write_inputs(session: Session, brief_text: str, stage: Path) -> None:
    (stage / "notebooks").mkdir()
    (stage / _BRIEF).write_text(brief_text, encoding="utf-8", newline="\n")
    (stage / _PLAN).write_text(save_plan_text(session.plan), encoding="utf-8", newline="\n")
    if session.deck_master is not None:
        shutil.copyfile(session.deck_master, stage / session.deck_master.name)
    if session.group_profile is not None:
        shutil.copyfile(session.group_profile, stage / session.group_profile.name)


def _run_notebooks(session: Session, stage: Path, output: Path, progress: Progress, runner: NotebookRunner) -> None:
    jobs = [_job(session, notebook, stage) for notebook in NOTEBOOKS]
    parts = [0.0] * len(jobs)

    def tell(number: int, cell: int, cells: int) -> None:
        parts[number] = cell / cells
        running = next((n for n, part in enumerate(parts) if part < 1), number)
        done = sum(notebook.share * part for notebook, part in zip(NOTEBOOKS, parts, strict=True))
        progress(jobs[running].shown_as, _BEGUN + done)

    progress(jobs[0].shown_as, _BEGUN)
    with _prepared(session, stage):
        runs = runner(jobs, tell)
    for run in runs:
        if run.problems:
            if run.executed.exists():
                shutil.copyfile(run.executed, output.with_name(f"{output.name}-failed-{run.executed.name}"))
            raise ProblemsError(run.problems)


@contextlib.contextmanager
def _prepared(session: Session, stage: Path) -> Iterator[None]:
    """Within, notebooks that are forked from here find the session as they will ask for it."""
    if why_not_here():
        yield
        return
    root = session.content.root
    open_it = partial(open_session, _BRIEF, workspace=root, plan=_PLAN)
    with prepared(_BRIEF, _PLAN, stage, open_it, load_workspace(root)[0]):
        yield


def _job(session: Session, notebook: PackNotebook, stage: Path) -> NotebookJob:
    language = session.trainer_language
    return NotebookJob(
        source=session.content.root / "notebooks" / notebook.name,
        executed=stage / "notebooks" / notebook.name,
        parameters={"brief": _BRIEF, "plan": _PLAN, "output": "."},
        folder=stage,
        shown_as=f"notebooks/{notebook.name}",
        environment={WORKSPACE_VARIABLE: str(session.content.root)},
        page=Page(stage / notebook.page, language.tag, language.direction, session.brief.title),
    )
