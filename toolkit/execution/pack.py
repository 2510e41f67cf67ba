"""The session pack: made aside by the notebooks, then put in place whole, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from toolkit.execution.manifest import make_manifest
from toolkit.execution.notebook import export_html, run_notebook
from toolkit.execution.output_folder import check_output, put_in_place, restore_interrupted, staging
from toolkit.execution.session import WORKSPACE_VARIABLE, Session
from toolkit.planning.plan_file import save_plan_text
from toolkit.problems import Problem, ProblemsError, sort_problems

Progress = Callable[[str, float], None]
"""Told what is being done and how much of all is done, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class PackNotebook:
    """A notebook of the pack, its share of the work, and the page that it becomes ("" for none)."""

    name: str
    share: float
    page: str


NOTEBOOKS = (
    PackNotebook("session_plan.ipynb", 0.65, "session-plan.html"),
    PackNotebook("slide_deck.ipynb", 0.30, "notebooks/slide_deck.html"),
)


@dataclass(frozen=True, slots=True)
class Pack:
    """A finished pack: its folder, the files in it (relative, sorted) and warnings."""

    folder: Path
    files: tuple[str, ...]
    problems: tuple[Problem, ...]


def make_pack(session: Session, output: Path, *, brief_text: str, progress: Progress | None = None) -> Pack:
    """Run the notebooks and write the pack to `output`. Raises ProblemsError when it cannot be made.

    A notebook that fails leaves its executed copy beside `output`, as ``<output>-failed-<notebook>``.
    """
    progress = progress or _silent
    problems = check_output(output, session.content.root)
    if problems:
        raise ProblemsError(problems)
    restore_interrupted(output)
    with staging(output) as stage:
        _write_inputs(session, brief_text, stage)
        done = 0.05
        for notebook in NOTEBOOKS:
            _run(session, notebook, stage, output, done, progress)
            done += notebook.share
        made = make_manifest(session, stage)
        kept = put_in_place(stage, output)
    progress("", 1.0)
    return Pack(output, made, sort_problems((*session.problems, *kept)))


def _silent(_what: str, _done: float) -> None:
    """Progress that nobody watches."""


def _write_inputs(session: Session, brief_text: str, stage: Path) -> None:
    (stage / "notebooks").mkdir()
    (stage / "brief.yaml").write_text(brief_text, encoding="utf-8", newline="\n")
    (stage / "plan.json").write_text(save_plan_text(session.plan), encoding="utf-8", newline="\n")
    if session.deck_master is not None:
        shutil.copyfile(session.deck_master, stage / session.deck_master.name)


def _run(session: Session, notebook: PackNotebook, stage: Path, output: Path, done: float, progress: Progress) -> None:
    source = session.content.root / "notebooks" / notebook.name
    executed = stage / "notebooks" / notebook.name
    shown_as = f"notebooks/{notebook.name}"
    progress(shown_as, done)
    run = run_notebook(
        source,
        executed,
        {"brief": "brief.yaml", "plan": "plan.json", "output": "."},
        folder=stage,
        shown_as=shown_as,
        environment={WORKSPACE_VARIABLE: str(session.content.root)},
        on_cell=lambda cell, cells: progress(shown_as, done + notebook.share * cell / cells),
    )
    if run.problems:
        if executed.exists():
            shutil.copyfile(executed, output.with_name(f"{output.name}-failed-{notebook.name}"))
        raise ProblemsError(run.problems)
    language = session.trainer_language
    export_html(
        executed,
        stage / notebook.page,
        language=language.tag,
        direction=language.direction,
        title=session.brief.title,
    )
