"""Sessions kept in the workspace: ``sessions/<name>/`` with brief, plan and, afterwards, the record of what it took."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from toolkit.planning.brief_file import load_brief
from toolkit.planning.plan import SessionPlan
from toolkit.planning.plan_file import load_plan, save_plan_text
from toolkit.planning.session_record import RECORD_FILE, SessionRecord, load_record, save_record_text
from toolkit.problems import Place, ProblemsError, has_errors, make_problem
from toolkit.studio.security import inside, safe_name
from toolkit.studio.trainer.brief_form import brief_text

SESSIONS = "sessions"
BRIEF, PLAN = "brief.yaml", "plan.json"


@dataclass(frozen=True, slots=True)
class Kept:
    """A session on disk: its name, and the digest of its files as they were read or written."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class ShippedBrief:
    """A brief that came with the workspace: its file's path in it, and its title."""

    path: str
    title: str


def list_briefs(root: Path) -> tuple[ShippedBrief, ...]:
    """The briefs under ``session_templates/briefs`` that can be read, by title."""
    found = []
    for path in sorted((root / "session_templates" / "briefs").glob("*.yaml")):
        brief, _ = load_brief(path, None)
        if brief is not None:
            found.append(ShippedBrief(path.relative_to(root).as_posix(), brief.title))
    return tuple(sorted(found, key=lambda b: (b.title, b.path)))


def list_sessions(root: Path) -> tuple[str, ...]:
    """Names of the sessions that were saved."""
    folder = root / SESSIONS
    return tuple(sorted(path.parent.name for path in folder.glob(f"*/{PLAN}"))) if folder.is_dir() else ()


def save_session(root: Path, name: str, plan: SessionPlan, *, known: Kept | None, replace: bool = False) -> Kept:
    """Write brief and plan to ``sessions/<name>/``.

    A session of that name is replaced only when it is `known` and still as it was then, or when `replace` says so.
    Raises ProblemsError: ``studio-name-unsafe``, ``session-exists``, ``session-changed``.
    """
    folder = session_folder(root, name)
    present = _digest(folder)
    if present and not replace:
        place = Place(f"{SESSIONS}/{folder.name}")
        if known is None or known.name != folder.name:
            raise ProblemsError([make_problem("session-exists", place, name=folder.name)])
        if known.digest != present:
            raise ProblemsError([make_problem("session-changed", place, name=folder.name)])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / BRIEF, brief_text(plan.brief))
        _write(folder / PLAN, save_plan_text(plan))
    except OSError as fault:
        raise _unwritable(folder, root, fault) from fault
    return Kept(folder.name, _digest(folder))


def open_saved(root: Path, name: str) -> tuple[SessionPlan, Kept]:
    """The plan of a saved session, its brief in it. Raises ProblemsError when it cannot be read."""
    folder = session_folder(root, name)
    plan, problems = load_plan(folder / PLAN)
    if plan is None or has_errors(problems):
        raise ProblemsError(problems)
    return plan, Kept(folder.name, _digest(folder))


def session_folder(root: Path, name: str) -> Path:
    """Where a session of this name is kept. Raises ProblemsError when it can be no folder's name."""
    return inside(root / SESSIONS, safe_name(name), "session")


def read_record(root: Path, name: str) -> SessionRecord | None:
    """The record of a saved session, None when there is none yet. Raises ProblemsError when it cannot be read."""
    path = session_folder(root, name) / RECORD_FILE
    if not path.exists():
        return None
    record, problems = load_record(path, root)
    if record is None:
        raise ProblemsError(problems)
    return record


def save_record(root: Path, record: SessionRecord, *, known: SessionRecord | None, replace: bool = False) -> Path:
    """Write the record beside its session. One that is there already is replaced only when it is the `known` one, or
    when `replace` says so; else raises ProblemsError[session-record-exists]."""
    folder = session_folder(root, record.session)
    path = folder / RECORD_FILE
    if path.exists() and not replace and (known is None or path.read_text(encoding="utf-8") != save_record_text(known)):
        place = Place(f"{SESSIONS}/{folder.name}/{RECORD_FILE}")
        raise ProblemsError([make_problem("session-record-exists", place, name=folder.name)])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(path, save_record_text(record))
    except OSError as fault:
        raise _unwritable(folder, root, fault) from fault
    return path


def _unwritable(folder: Path, root: Path, fault: OSError) -> ProblemsError:
    place = Place(folder.relative_to(root.resolve()).as_posix())
    return ProblemsError([make_problem("session-unwritable", place, reason=fault.strerror or type(fault).__name__)])


def _digest(folder: Path) -> str:
    """Of brief and plan together; "" when there is no session."""
    files = [folder / BRIEF, folder / PLAN]
    if not any(path.is_file() for path in files):
        return ""
    found = hashlib.sha256()
    for path in files:
        found.update(path.read_bytes() if path.is_file() else b"")
    return found.hexdigest()


def _write(path: Path, text: str) -> None:
    """Beside it and then in its place, so that a half-written file is never there."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
