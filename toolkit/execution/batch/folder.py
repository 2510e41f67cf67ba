"""The folder that a batch writes to: one batch at a time, and nothing in it that a killed one left half-made."""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from toolkit.execution.manifest import MANIFEST
from toolkit.execution.output_folder import CONTENT_FOLDERS, is_running, restore_interrupted
from toolkit.problems import Place, ProblemsError, make_problem

PATIENCE_SECONDS = 10.0
"""How long the workers of a batch that was just killed may take to tidy up behind themselves."""

_STAGE = re.compile(r"\.(?P<name>.+)\.(?P<pid>\d+)-[^.]*\.part")
_REPLACED = re.compile(r"\.(?P<name>.+)\.replaced")


def check_folder(folder: Path, root: Path) -> None:
    """Raises ProblemsError when a batch cannot write here: in the workspace's content, over a file, into a pack."""
    target, where = folder.absolute(), Place(str(folder))
    if any(target.is_relative_to((root / name).absolute()) for name in CONTENT_FOLDERS):
        raise ProblemsError([make_problem("output-inside-workspace", where)])
    if target.exists() and not target.is_dir():
        raise ProblemsError([make_problem("batch-output", where, reason="there is a file of this name")])
    if (target / MANIFEST).exists():
        raise ProblemsError([make_problem("batch-output", where, reason="this folder is a session pack itself")])
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise ProblemsError([make_problem("batch-output", where, reason=reason)]) from fault


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Within, no other batch writes to this folder. The system lets go of it when this process ends, however it ends.

    Raises ProblemsError when another is still there after `PATIENCE_SECONDS`.
    """
    until = time.monotonic() + PATIENCE_SECONDS
    while (held := _hold(folder)) is None:
        if time.monotonic() > until:
            raise ProblemsError([make_problem("batch-running", Place(str(folder)))])
        time.sleep(0.1)
    try:
        yield
    finally:
        with suppress(OSError):
            os.close(held)


def _hold(folder: Path) -> int | None:
    """A descriptor that holds the folder while it is open; None while another process has one."""
    if sys.platform == "win32":
        # The file goes with its descriptor, also when the process is killed.
        flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_TEMPORARY
        try:
            return os.open(folder / ".batch.lock", flags)
        except OSError:
            return None
    import fcntl

    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        return None
    except OSError:
        pass  # a network folder without locks: better without than not at all
    return held


def tidy(folder: Path) -> None:
    """Remove what killed processes left half-made, and bring back packs that were about to be replaced."""
    for entry in list(folder.glob(".*")):
        if found := _STAGE.fullmatch(entry.name):
            if not is_running(int(found["pid"])):
                _remove(entry)
        elif found := _REPLACED.fullmatch(entry.name):
            restore_interrupted(folder / found["name"])


def tidy_after(folder: Path, pid: int) -> None:
    """Remove what this process, which has ended, left half-made."""
    for entry in list(folder.glob(f".*.{pid}-*.part")):
        _remove(entry)


def _remove(stage: Path) -> None:
    """Remove the folder, also when a notebook that is just being ended still writes its last file into it."""
    for _ in range(20):
        shutil.rmtree(stage, ignore_errors=True)
        if not stage.exists():
            return
        time.sleep(0.1)
