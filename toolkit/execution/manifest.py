"""manifest.json: what a pack was made from, with which versions, and what is in it."""

from __future__ import annotations

import hashlib
import json
import platform
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from toolkit.execution.inputs import session_inputs
from toolkit.execution.learning import Learning
from toolkit.execution.session import Session
from toolkit.planning.practices import answer_practices

MANIFEST = "manifest.json"
VERSIONS_OF = ("tot-toolkit", "papermill", "nbconvert", "python-pptx", "python-docx", "typst", "ortools", "pyxform")


def make_manifest(session: Session, folder: Path) -> tuple[str, ...]:
    """Write the manifest of everything in `folder`; returns the names of all files, the manifest's too, sorted.

    It holds no clock time and no path outside the pack, so that the same inputs give the same manifest wherever the
    documents themselves are the same.
    """
    files = _files(folder)
    used = sorted({*session.plan.module_ids()})
    manifest: dict[str, Any] = {
        "format": 1,
        "title": session.brief.title,
        "brief": "brief.yaml",
        "plan": "plan.json",
        "languages": list(session.brief.languages),
        "trainer_language": session.trainer_language.tag,
        "modules": used,
        "template": session.plan.template,
        "summary": _summary(session),
        "inputs": _inputs(session),
        **({"learned": learned} if (learned := learned_minutes(session.learning)) else {}),
        "versions": versions(),
        "warnings": [p.as_dict() for p in session.problems],
        "files": file_entries(folder),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2, default=str) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
    return tuple(sorted((*files, MANIFEST)))


def _inputs(session: Session) -> dict[str, str]:
    """Every file that this session may have been made from, by content hash."""
    languages = {*session.brief.languages, session.trainer_language.tag}
    found = session_inputs(session.content.root, languages)
    # What was read counts, not what has been saved since.
    return dict(sorted({**found, **session.content.files}.items()))


def learned_minutes(learning: Learning | None) -> dict[str, int]:
    """What a plan learned from earlier sessions: activity → minutes that it really took."""
    return {activity: real.minutes for activity, real in sorted(learning.real.items())} if learning else {}


def _summary(session: Session) -> dict[str, object]:
    """What a table of many packs says of this one: minutes with breaks, and practices by status."""
    statuses = [answer.status for answer in answer_practices(session.for_trainer, session.plan)]
    return {
        "minutes": sum(slot.minutes for slot in session.plan.slots()),
        "practices": {status: statuses.count(status) for status in sorted(set(statuses))},
    }


def file_entries(folder: Path) -> dict[str, dict[str, object]]:
    """Hash and size of every file in the folder, by its relative name, sorted."""
    return {name: {"sha256": _hash(folder / name), "bytes": (folder / name).stat().st_size} for name in _files(folder)}


def kind_of(folder: Path) -> str:
    """What the manifest of a folder says that it is; "" when it cannot be read."""
    try:
        return str(json.loads((folder / MANIFEST).read_text(encoding="utf-8")).get("kind", "pack"))
    except (OSError, ValueError, AttributeError):
        return ""


def changed_by_hand(folder: Path) -> tuple[str, ...]:
    """Files of a pack that differ from its manifest or are not in it: somebody's work. Unreadable manifests count."""
    try:
        known = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        expected = {str(name): str(entry["sha256"]) for name, entry in known.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return (MANIFEST,)
    return tuple(
        name
        for name in _files(folder)
        if name != MANIFEST and not _is_lock(name) and expected.get(name) != _hash(folder / name)
    )


def _is_lock(name: str) -> bool:
    """Lock files that office programs leave, and checkpoints of JupyterLab, are nobody's work."""
    last = name.rsplit("/", 1)[-1]
    return last.startswith((".~lock.", "~$", ".DS_Store")) or ".ipynb_checkpoints/" in name


def _files(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()))


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a folder; empty when there is none that can be read."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def versions() -> dict[str, str]:
    """Python's and of every library that has a part in the documents."""
    found = {"python": platform.python_version()}
    return found | {name: _version(name) for name in VERSIONS_OF}


@lru_cache(maxsize=64)
def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
