"""What has been loaded once, kept in memory while the files that it came from are unchanged."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from toolkit.content.load import load_content
from toolkit.content.packages import package_roots
from toolkit.content.records import Content
from toolkit.problems import Problem

FOLDERS = ("curricula", "session_templates", "evaluation")
"""What `load_content` reads."""

_SETTLED_NS = 2_000_000_000
"""A file changed less than this ago may change again without a new time: clocks of file systems are coarse."""

FileState = tuple[str, int, int, int]


def load_content_once(root: Path) -> tuple[Content, tuple[Problem, ...]]:
    """`load_content`, or what it gave the last time if no file has changed since."""
    root = root.absolute()
    files = tuple(sorted(state for folder in (root, *package_roots()) for state in _states(folder)))
    newest = max((changed for _, changed, _, _ in files), default=0)
    if newest > time.time_ns() - _SETTLED_NS:
        return load_content(root)
    return _loaded(root, files)


@lru_cache(maxsize=2)
def _loaded(root: Path, _files: tuple[FileState, ...]) -> tuple[Content, tuple[Problem, ...]]:
    return load_content(root)


def _states(root: Path) -> Iterator[FileState]:
    """Path, time of change, size and number of every file and folder that content may come from."""
    waiting = [os.fspath(root / folder) for folder in FOLDERS]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    status = entry.stat()
                    yield entry.path, max(status.st_mtime_ns, status.st_ctime_ns), status.st_size, status.st_ino
                    if entry.is_dir() and entry.name != "locale":
                        waiting.append(entry.path)
        except OSError:
            continue
