"""Writing one archive whole or not at all, over nothing but an archive of the same kind."""

from __future__ import annotations

import os
import tempfile
import zipfile
from pathlib import Path

from toolkit.problems import Place, ProblemsError, make_problem


def replace_own_archive(path: Path, data: bytes, mark: str) -> None:
    """Write an archive. `mark` is the name of a file by which one that may be replaced is known.

    Raises ProblemsError when there is another file, or none can be written.
    """
    target = path.absolute()
    if target.is_symlink() or (target.exists() and not _is_ours(target, mark)):
        raise ProblemsError([make_problem("share-output", Place(str(path)))])
    try:
        write_bytes_whole(target, data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ProblemsError([make_problem("output-unwritable", Place(str(path)), reason=reason)]) from error


def write_bytes_whole(target: Path, data: bytes) -> None:
    """Write `data` beside `target` and rename it there. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        part.chmod(0o644)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _is_ours(target: Path, mark: str) -> bool:
    try:
        with zipfile.ZipFile(target) as archive:
            return mark in archive.namelist()
    except (OSError, zipfile.BadZipFile, ValueError):
        return False
