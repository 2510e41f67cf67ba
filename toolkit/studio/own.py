"""Workspaces of the reader's own: folders in "Documents", made from the one that the studio shows, and which of them
was open last."""

from __future__ import annotations

import os
from pathlib import Path

from toolkit.content.workspace import built_in_workspace, find_workspace, is_workspace
from toolkit.problems import Place, ProblemsError, make_problem
from toolkit.studio.security import safe_name

FOLDER = "Training of trainers"
"""Folder of the user's documents that own workspaces are in; a proper name, the same in every language."""

FOLDER_VARIABLE = "TOT_OWN_WORKSPACES"
"""Environment variable that puts them elsewhere, such as on a shared disk."""

_LAST = ".last-opened"


def own_folder() -> Path:
    """Where own workspaces are; it need not exist yet."""
    from platformdirs import user_documents_path

    given = os.environ.get(FOLDER_VARIABLE)
    return (Path(given) if given else user_documents_path() / FOLDER).resolve()


def own_workspaces() -> tuple[str, ...]:
    """Their names, sorted."""
    try:
        return tuple(sorted(path.name for path in own_folder().iterdir() if _is_own(path)))
    except OSError:
        return ()


def own_workspace(name: str) -> Path | None:
    """The own workspace of this name, None when there is none."""
    return own_folder() / name if name in own_workspaces() else None


def free_name(wanted: str) -> str:
    """`wanted`, or with the first number that no folder has."""
    found, number = wanted, 1
    while (own_folder() / found).exists():
        number += 1
        found = f"{wanted}-{number}"
    return found


def make_own(name: str, source: Path) -> Path:
    """Copy the workspace `source` into a new folder of this name, whole or not at all; returns the folder.

    Raises ProblemsError[studio-name-unsafe, studio-workspace-exists], or why it could not be written.
    """
    from toolkit.execution.workspace_copy import copy_workspace

    folder = own_folder() / safe_name(name)
    if folder.exists() or folder.is_symlink():
        raise ProblemsError([make_problem("studio-workspace-exists", Place(folder.name), name=folder.name)])
    copy_workspace(folder, source)
    return folder


def remember(workspace: Path) -> None:
    """Open this own workspace next time. One that stands elsewhere is not remembered; opening the built-in one on
    purpose forgets."""
    folder, workspace = own_folder(), workspace.resolve()
    try:
        if workspace.parent == folder and _is_own(workspace):
            (folder / _LAST).write_text(workspace.name + "\n", encoding="utf-8")
        elif workspace == built_in_workspace().resolve():
            (folder / _LAST).unlink(missing_ok=True)
    except OSError:
        pass  # a folder for reading only: it is found again with --workspace


def last_own() -> Path | None:
    """The own workspace that was open last, if it is still there."""
    try:
        name = (own_folder() / _LAST).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError):
        return None
    return own_workspace(name)


def workspace_to_open(given: Path | None, start: Path) -> Path:
    """`given`; else the workspace that the reader stands in; else the own one that was open last; else the built-in
    one. Absolute."""
    found = find_workspace(given, start).resolve()
    if given is None and found == built_in_workspace().resolve():
        return last_own() or found
    return found


def _is_own(path: Path) -> bool:
    return not path.name.startswith(".") and is_workspace(path)
