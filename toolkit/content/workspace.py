"""Where the workspace is: the folder that holds curricula/, session_templates/, evaluation/ and notebooks/."""

from __future__ import annotations

from pathlib import Path

MARKS = ("curricula", "session_templates")
"""A folder that holds both of these is a workspace."""

WORKSPACE_VARIABLE = "TOT_WORKSPACE"
"""Environment variable that names the workspace for notebooks run by a command, so that no path is in the record."""


def find_workspace(given: Path | None, start: Path) -> Path:
    """`given` when there is one; else the nearest folder from `start` upwards that looks like a workspace; else the
    built-in one. Always absolute; `given` is not checked, so that loading it can say what is missing."""
    if given is not None:
        return given.absolute()
    here = start.absolute()
    for folder in (here, *here.parents):
        if is_workspace(folder):
            return folder
    return built_in_workspace()


def is_workspace(folder: Path) -> bool:
    """Whether the folder has the parts that make a workspace."""
    try:
        return all((folder / mark).is_dir() for mark in MARKS)
    except OSError:
        return False


def built_in_workspace() -> Path:
    """The workspace shipped with the package: inside it when installed, beside it in a source checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "workspace"
    return inside if inside.is_dir() else package.parent
