"""``tot init``: copy the built-in workspace so that an organisation can make it its own."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from toolkit.content.workspace import built_in_workspace
from toolkit.execution.output_folder import CONTENT_FOLDERS
from toolkit.problems import Place, ProblemsError, make_problem

_IGNORED = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "*.pyc", ".DS_Store")


def copy_workspace(folder: Path, source: Path | None = None) -> int:
    """Copy the folders of the workspace `source`, else of the built-in one, into `folder`, whole or not at all; returns
    the number of files.

    Raises ProblemsError when `folder` has something in it or cannot be written.
    """
    target = folder.absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ProblemsError([make_problem("init-not-empty", Place(str(folder)))])
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
        try:
            for name in CONTENT_FOLDERS:
                part = (source or built_in_workspace()) / name
                if part.is_dir():
                    shutil.copytree(part, stage / name, ignore=_IGNORED)
            if target.exists():
                target.rmdir()
            stage.chmod(0o755)
            stage.rename(target)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ProblemsError([make_problem("output-unwritable", Place(str(folder)), reason=reason)]) from error
    return sum(1 for path in target.rglob("*") if path.is_file())
