"""Many files written into a folder that is in use: all of them, or none."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path


def put_files(root: Path, files: Mapping[str, bytes]) -> None:
    """Write each file (path relative to `root` → bytes); when one cannot be written, or the process is told to stop,
    everything is put back. Raises OSError.

    Everything is written aside first, on the same disk, so that what remains are renames.
    """
    stage = Path(tempfile.mkdtemp(prefix=".tot-add-", suffix=".part", dir=root))
    done: list[tuple[Path, Path | None]] = []
    made: list[Path] = []
    try:
        for number, data in enumerate(files.values()):
            part = stage / f"new-{number}"
            part.write_bytes(data)
            part.chmod(0o644)
        for number, path in enumerate(files):
            target = root / path
            _make_folders(target.parent, made)
            saved: Path | None = None
            if target.exists():
                saved = stage / f"old-{number}"
                shutil.copy2(target, saved)
            done.append((target, saved))
            (stage / f"new-{number}").replace(target)
    except BaseException:
        _undo(done, made)
        raise
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _make_folders(folder: Path, made: list[Path]) -> None:
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir()
        made.append(one)


def _undo(done: list[tuple[Path, Path | None]], made: list[Path]) -> None:
    for target, saved in reversed(done):
        if saved is not None:
            with contextlib.suppress(OSError):
                saved.replace(target)
        else:
            target.unlink(missing_ok=True)
    for folder in reversed(made):
        with contextlib.suppress(OSError):
            folder.rmdir()
