"""The session pack: made aside by the notebooks, then put in place whole, or not at all.

Nothing is lost: an unfinished pack never replaces a finished one, only a folder that is a pack is replaced, and a
pack that somebody worked in is kept under another name.
"""

from __future__ import annotations

import glob
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from toolkit.execution.manifest import MANIFEST, changed_by_hand, make_manifest
from toolkit.execution.notebook import export_html, run_notebook
from toolkit.execution.session import WORKSPACE_VARIABLE, Session
from toolkit.planning.plan_file import save_plan_text
from toolkit.problems import Place, Problem, ProblemsError, make_problem, sort_problems

CONTENT_FOLDERS = ("curricula", "session_templates", "evaluation", "notebooks")
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


def check_output(output: Path, root: Path) -> tuple[Problem, ...]:
    """What speaks against writing a pack to this folder."""
    where = Place(str(output))
    target = output.absolute()
    for name in CONTENT_FOLDERS:
        if target.is_relative_to((root / name).absolute()):
            return (make_problem("output-inside-workspace", where),)
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        return (make_problem("output-unwritable", where, reason="there is a file of this name"),)
    others = sorted(entry.name for entry in target.iterdir()) if target.is_dir() else []
    if others and MANIFEST not in others:
        return (make_problem("output-not-a-pack", where, example=others[0]),)
    return ()


def make_pack(session: Session, output: Path, *, brief_text: str, progress: Progress | None = None) -> Pack:
    """Run the notebooks and write the pack to `output`. Raises ProblemsError when it cannot be made.

    A notebook that fails leaves its executed copy beside `output`, as ``<output>-failed-<notebook>``.
    """
    progress = progress or _silent
    problems = check_output(output, session.content.root)
    if problems:
        raise ProblemsError(problems)
    _restore_interrupted(output)
    with _staging(output) as stage:
        _write_inputs(session, brief_text, stage)
        done = 0.05
        for notebook in NOTEBOOKS:
            _run(session, notebook, stage, output, done, progress)
            done += notebook.share
        made = make_manifest(session, stage)
        kept = _put_in_place(stage, output)
    progress("", 1.0)
    return Pack(output, made, sort_problems((*session.problems, *kept)))


def _silent(_what: str, _done: float) -> None:
    """Progress that nobody watches."""


def _write_inputs(session: Session, brief_text: str, stage: Path) -> None:
    (stage / "notebooks").mkdir()
    (stage / "brief.yaml").write_text(brief_text, encoding="utf-8", newline="\n")
    (stage / "plan.json").write_text(save_plan_text(session.plan), encoding="utf-8", newline="\n")


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


@contextmanager
def _staging(output: Path) -> Iterator[Path]:
    """A new folder beside `output`, on the same disk so that it can be renamed; gone afterwards whatever happens."""
    parent = output.absolute().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        _clear_leftovers(output, parent)
        stage = Path(tempfile.mkdtemp(prefix=f".{output.name}.{os.getpid()}-", suffix=".part", dir=parent))
    except OSError as error:
        raise ProblemsError([_unwritable(output, error)]) from error
    try:
        yield stage
    except OSError as error:
        raise ProblemsError([_unwritable(output, error)]) from error
    finally:
        _remove(stage)


def _remove(stage: Path) -> None:
    """Remove the folder, also when a notebook that was stopped is still writing its last file into it."""
    for _ in range(20):
        shutil.rmtree(stage, ignore_errors=True)
        if not stage.exists():
            return
        time.sleep(0.1)


def _clear_leftovers(output: Path, parent: Path) -> None:
    """Remove unfinished folders of processes that were killed; those of a process still at work are left alone."""
    start = f".{output.name}."
    for part in parent.glob(f"{glob.escape(start)}*-*.part"):
        number = part.name[len(start) :].partition("-")[0]
        if number.isdecimal() and not _is_running(int(number)):
            shutil.rmtree(part, ignore_errors=True)


def _is_running(process: int) -> bool:
    """Whether a process of this number is there. Where that cannot be asked without risk (Windows), say yes."""
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _put_in_place(stage: Path, output: Path) -> tuple[Problem, ...]:
    """Swap the finished folder in; keep the earlier one under another name when somebody worked in it."""
    stage.chmod(0o755)
    if not output.exists():
        stage.rename(output)
        return ()
    changed = changed_by_hand(output)
    aside = _free_name(output) if changed else _aside(output)
    output.rename(aside)
    try:
        stage.rename(output)
    except OSError:
        aside.rename(output)
        raise
    if not changed:
        shutil.rmtree(aside, ignore_errors=True)
        return ()
    problem = make_problem("pack-kept", Place(str(output)), count=len(changed), example=changed[0], kept=aside.name)
    return (problem,)


def _aside(output: Path) -> Path:
    return output.with_name(f".{output.name}.replaced")


def _restore_interrupted(output: Path) -> None:
    """A process killed between the two renames left the earlier pack aside: bring it back, or clear it away."""
    aside = _aside(output)
    if aside.is_dir():
        if output.exists():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            aside.rename(output)


def _free_name(output: Path) -> Path:
    number = 1
    while (name := output.with_name(f"{output.name}-earlier-{number}")).exists():
        number += 1
    return name


def _unwritable(output: Path, error: OSError) -> Problem:
    return make_problem("output-unwritable", Place(str(output)), reason=error.strerror or str(error))
