"""``tot add``: a share file checked, compared and merged into a workspace: all of it, or nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toolkit.content.workspace import built_in_workspace, find_workspace, is_workspace
from toolkit.execution.sharing.compare import Change, compare, take_name
from toolkit.execution.sharing.manifest import Credit, ShareManifest, credits_bytes, digest_of
from toolkit.execution.sharing.merged import check_merged
from toolkit.execution.sharing.put import put_files
from toolkit.execution.sharing.share import CREDITS, load_credits
from toolkit.execution.sharing.unpack import Share, read_share
from toolkit.problems import Place, Problem, ProblemsError, has_errors, make_problem, near_miss, sort_problems

INCOMING = "incoming"
"""Folder of a workspace for versions of others that differ from its own."""

REPLACED = "replaced"
"""Folder of a workspace for its own versions that ``--take`` replaced."""

_NOT_A_NAME = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Added:
    """What was done, or with `dry_run` would be. `written` are workspace-relative paths, sorted."""

    root: Path
    manifest: ShareManifest
    changes: tuple[Change, ...]
    written: tuple[str, ...]
    problems: tuple[Problem, ...]
    dry_run: bool


def add_share(
    path: Path,
    *,
    workspace: Path | None = None,
    take: Collection[str] = (),
    dry_run: bool = False,
    today: date | None = None,
) -> Added:
    """Merge a share file into the workspace.

    What is new is added, what differs is kept beside; for names in `take`, theirs is used and the earlier one kept
    aside. Raises ProblemsError, with the workspace untouched, when anything is refused.
    """
    root = find_workspace(workspace, Path.cwd())
    # In a source checkout, the built-in workspace is one that people work on, but not from anywhere.
    if root == built_in_workspace() and (root.name == "workspace" or not _stands_in(root, workspace)):
        raise ProblemsError([make_problem("add-workspace-built-in", Place(str(root)))])
    if not is_workspace(root):
        raise ProblemsError([make_problem("workspace-empty", Place(str(workspace or root)))])
    share, notes = read_share(path)
    folder = folder_name(share.manifest)
    found = compare(root, share.files, take, folder)
    problems = [*notes, *found.problems, *_unknown_takes(found.changes, take)]
    if has_errors(problems):
        raise ProblemsError(sort_problems(problems))
    files = {change.path: change.data for change in found.changes if change.data is not None}
    if files:
        problems += check_merged(root, files, today or date.today())
    if has_errors(problems):
        raise ProblemsError(sort_problems(problems))
    beside = _beside(root, found.changes, folder)
    if not files and not beside:
        problems.append(make_problem("add-nothing", Place(str(path))))
    elif files:
        files[CREDITS] = credits_bytes(_with_credits(root, share, tuple(files)))
    whole = {**files, **beside}
    if whole and not dry_run:
        _put(root, whole)
    return Added(root, share.manifest, found.changes, tuple(sorted(whole)), sort_problems(problems), dry_run)


def _stands_in(root: Path, given: Path | None) -> bool:
    return given is not None or Path.cwd().is_relative_to(root)


def _put(root: Path, files: dict[str, bytes]) -> None:
    try:
        put_files(root, files)
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise ProblemsError([make_problem("add-undone", Place(str(root)), reason=reason)]) from fault


def folder_name(manifest: ShareManifest) -> str:
    """Where versions that differ are put: named after the share file's title and content."""
    plain = unicodedata.normalize("NFKD", manifest.title).encode("ascii", "ignore").decode().lower()
    name = _NOT_A_NAME.sub("-", plain).strip("-")[:40].strip("-")
    return f"{name or 'share'}-{digest_of(manifest.files)[:8]}"


def _beside(root: Path, changes: Collection[Change], folder: str) -> dict[str, bytes]:
    """What is put into incoming/ and replaced/, unless it is there already; never over something else."""
    found = {}
    for change in changes:
        if change.beside is None:
            continue
        place = f"{REPLACED if change.doing == 'taken' else INCOMING}/{folder}/{change.path}"
        name, number = place, 1
        while (root / name).exists() and (root / name).read_bytes() != change.beside:
            number += 1
            stem, dot, ending = place.rpartition(".")
            name = f"{stem}-{number}{dot}{ending}"
        if not (root / name).exists():
            found[name] = change.beside
    return found


def _unknown_takes(changes: Collection[Change], take: Collection[str]) -> list[Problem]:
    differ = sorted(take_name(c.path) for c in changes if c.kind in ("module", "bank", "country") and c.diff)
    listed = ", ".join(differ) or "-"
    return [
        make_problem("add-take-unknown", Place("--take"), near=near_miss(name, differ), name=name, known=listed)
        for name in sorted(set(take) - set(differ))
    ]


def _with_credits(root: Path, share: Share, written: tuple[str, ...]) -> tuple[Credit, ...]:
    """The workspace's credits with this file's, and with those that it passes on, each once."""
    manifest = share.manifest
    digest = digest_of(manifest.files)
    earlier = [credit for credit in load_credits(root) if credit.digest == digest]
    from_here = {path for path in written if path in share.files}
    own = Credit(
        title=manifest.title,
        version=manifest.version,
        licence=manifest.licence,
        authors=manifest.authors,
        digest=digest,
        files=tuple(sorted(from_here.union(*(credit.files for credit in earlier)))),
    )
    passed_on = [credit for credit in manifest.credits if set(credit.files) & set(own.files)]
    before = [credit for credit in load_credits(root) if credit.digest != digest]
    known = {credit.digest for credit in before}
    return (*before, *(credit for credit in passed_on if credit.digest not in known), own)
