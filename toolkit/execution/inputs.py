"""What the sessions of a workspace are made from: its files by content hash, to know later what has changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from toolkit.content.language import fallback_tags
from toolkit.content.packages import installed_curricula
from toolkit.content.translations import LOCALE

FOLDERS = ("curricula", "session_templates", "evaluation", "notebooks")
LEFT_OUT = (
    "evaluation/examples", "session_templates/briefs", "session_templates/needs", "session_templates/schedules",
)  # fmt: skip
"""Folders that no session reads, or only by name: its brief stands in the pack itself."""
ENDINGS_LEFT_OUT = (".pptx", ".potx")
"""Deck masters are named by the brief; the pack holds the one that it used."""


_HIDDEN = (".", "~")


def session_inputs(root: Path, languages: Iterable[str]) -> dict[str, str]:
    """Workspace-relative path → SHA-256 of every file that a session with documents in these languages may be made
    from, sorted. Catalogues of other languages are not among them. Files of installed packages are."""
    wanted = {tag for language in languages for tag in fallback_tags(language)}
    found = {name: _digest_now(root / name) for name in _names(root) if _is_read(name, wanted)}
    for package in installed_curricula():
        if package.root is not None:
            names = [name for name in _names(package.root) if _is_read(name, wanted)]
            found |= {package.prefix + name: _digest_now(package.root / name) for name in names}
    return dict(sorted(found.items()))


def _names(root: Path) -> Iterator[str]:
    for top in FOLDERS:
        for folder, folders, files in os.walk(root / top):
            folders[:] = [name for name in folders if not name.startswith(_HIDDEN)]
            inside = Path(folder).relative_to(root).as_posix()
            for name in files:
                left_out = name.startswith(_HIDDEN) or name.lower().endswith(ENDINGS_LEFT_OUT)
                if not left_out and (root / inside / name).is_file():
                    yield f"{inside}/{name}"


def _is_read(name: str, languages: set[str]) -> bool:
    if any(name.startswith(f"{folder}/") for folder in LEFT_OUT):
        return False
    language = name.removeprefix(f"{LOCALE}/").split("/")[0] if name.startswith(f"{LOCALE}/") else ""
    return not language or "." in language or language in languages


def _digest_now(path: Path) -> str:
    state = path.stat()
    return _digest(str(path), state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4096)
def _digest(path: str, _changed: int, _size: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()
