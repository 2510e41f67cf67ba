"""The output folder: made aside, then put in place whole, or not at all.

Nothing is lost: an unfinished folder never replaces a finished one, only a folder of the same kind that the toolkit
made is replaced, and one that somebody worked in is kept under another name.
"""

from __future__ import annotations

import glob
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from toolkit.execution.manifest import MANIFEST, changed_by_hand, kind_of
from toolkit.problems import Place, Problem, ProblemsError, make_problem

CONTENT_FOLDERS = ("curricula", "session_templates", "evaluation", "notebooks")


def check_output(output: Path, root: Path | None, kind: str = "pack") -> tuple[Problem, ...]:
    """What speaks against writing a result of this kind to this folder. `root` is the workspace, if there is one."""
    where = Place(str(output))
    target = output.absolute()
    for name in CONTENT_FOLDERS if root else ():
        if root and target.is_relative_to((root / name).absolute()):
            return (make_problem("output-inside-workspace", where),)
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        return (make_problem("output-unwritable", where, reason="there is a file of this name"),)
    others = sorted(entry.name for entry in target.iterdir()) if target.is_dir() else []
    if not others:
        return ()
    if MANIFEST not in others:
        code = "output-not-a-pack" if kind == "pack" else "output-not-ours"
        return (make_problem(code, where, example=others[0]),)
    found = kind_of(target)
    return (make_problem("output-other-kind", where, kind=kind, found=found),) if found not in (kind, "") else ()


@contextmanager
def staging(output: Path) -> Iterator[Path]:
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
        if number.isdecimal() and not is_running(int(number)):
            shutil.rmtree(part, ignore_errors=True)


def is_running(process: int) -> bool:
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


def put_in_place(stage: Path, output: Path) -> tuple[Problem, ...]:
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


def restore_interrupted(output: Path) -> None:
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
