"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from toolkit.problems import Place, ProblemsError, make_problem


def write_whole(path: Path, text: str) -> None:
    """Write `text` beside `path` and rename it there. Raises ProblemsError when that cannot be done."""
    try:
        path.absolute().parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.absolute().parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            part.chmod(0o644)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise ProblemsError([make_problem("output-unwritable", Place(str(path)), reason=reason)]) from error
