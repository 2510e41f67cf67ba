"""What happened to a file so far, where the workspace is kept with git. Only reading: nothing here changes anything."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MOST = 50
SECONDS = 10
_COMMIT = re.compile(r"[0-9a-f]{7,64}")
_FIELD, _RECORD = "\x1f", "\x1e"


@dataclass(frozen=True, slots=True)
class Change:
    """One commit that changed the file. `day` is ISO 8601; `path` is where the file was then, from the top of git's
    folder."""

    commit: str
    day: str
    author: str
    subject: str
    path: str = ""


def has_history(root: Path, path: str) -> bool:
    """Whether git is there and knows the file."""
    return bool(_git(root, ["ls-files", "--error-unmatch", "--", path]))


def changes_of(root: Path, path: str) -> tuple[Change, ...]:
    """The latest changes of a file, newest first, also those under its earlier names; nothing without git."""
    form = f"--format={_RECORD}%H{_FIELD}%as{_FIELD}%an{_FIELD}%s{_FIELD}"
    out = _git(root, ["log", "--follow", f"--max-count={MOST}", "--name-only", form, "--", path])
    found = []
    for record in (out or "").split(_RECORD)[1:]:
        parts = record.split(_FIELD)
        if len(parts) == 5:
            found.append(Change(parts[0], parts[1], parts[2], parts[3], parts[4].strip()))
    return tuple(found)


def diff_of(root: Path, change: Change) -> str:
    """What a change did to the file, as a unified diff; "" when that is unknown."""
    if not _COMMIT.fullmatch(change.commit):
        return ""
    out = _git(root, ["show", "--format=", "--find-renames", change.commit, "--", f":(top,literal){change.path}"])
    return out or ""


def diff_to_disk(root: Path, path: str) -> str:
    """What is not in git yet."""
    return _git(root, ["diff", "HEAD", "--", path]) or ""


def _git(root: Path, arguments: Sequence[str]) -> str | None:
    """Git's answer, or None when it has none. No pager, hook, external diff or text conversion runs, whatever the
    settings say."""
    program = shutil.which("git")
    if program is None:
        return None
    settings = ("core.fsmonitor=false", "core.hooksPath=", "core.quotePath=false")
    safe = ["--no-pager", "--no-optional-locks", *(word for setting in settings for word in ("-c", setting))]
    if not any(argument.startswith(":(") for argument in arguments):
        safe.append("--literal-pathspecs")
    extra = ["--no-ext-diff", "--no-textconv", "--no-color"] if arguments[0] in ("show", "diff", "log") else []
    command = [program, *safe, arguments[0], *extra, *arguments[1:]]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(
            command,
            cwd=root,
            env=environment,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
