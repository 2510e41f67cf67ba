"""Content files on disk: opened with their hash, saved whole, and never over what somebody else wrote meanwhile."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from toolkit.content.blocks import is_id
from toolkit.content.files import MAX_BYTES, decode, is_inside, read_text_file, unify_line_ends
from toolkit.content.workspace import built_in_workspace
from toolkit.execution.files import write_whole
from toolkit.problems import Place, ProblemsError, make_problem

_EDITABLE = re.compile(
    r"curricula/(?:[^/\\]+/)*[^/\\]+\.(?:md|yaml|po)|session_templates/(?:briefs/)?[^/\\]+\.yaml|evaluation/scales\.yaml"
)


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A text file as it was read. `text` has line feeds only; `digest` is the SHA-256 of the bytes on disk, "" for a
    file that is not there. `line_end` and `mark` (a byte order mark) are kept when it is written again."""

    path: str
    text: str
    digest: str
    line_end: Literal["\n", "\r\n"] = "\n"
    mark: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two versions of a file: `mine`, not saved yet, and `theirs`, on disk since it was opened."""

    mine: str
    theirs: OpenFile


def is_read_only(root: Path) -> bool:
    """Whether the workspace came with the toolkit (the next version would overwrite what is written in it), or this
    user may not write to it."""
    return root.resolve() == built_in_workspace().resolve() or not os.access(root / "curricula", os.W_OK)


def open_file(root: Path, path: str) -> OpenFile:
    """The file at this workspace-relative path. Raises ProblemsError when it cannot be read or is no content."""
    place = _place(root, path)
    found, problems = read_text_file(root, place)
    if found is None:
        raise ProblemsError(problems)
    raw = place.read_bytes()[: MAX_BYTES + 1]
    ends: Literal["\n", "\r\n"] = "\r\n" if raw.count(b"\r\n") * 2 > raw.count(b"\n") else "\n"
    if hashlib.sha256(raw).hexdigest() != found.digest:  # it changed between the two looks
        return open_file(root, path)
    return OpenFile(path, found.text, found.digest, ends, raw.startswith(codecs.BOM_UTF8))


def save_file(root: Path, before: OpenFile, text: str) -> OpenFile | Conflict:
    """Write `text` over the file that was opened as `before`: aside, then renamed. When the file on disk is not that
    one any more, nothing is written and both versions come back. Raises ProblemsError when it cannot be written."""
    place = _place(root, before.path)
    _check_readable(text, before.path)
    if digest_of(place) != before.digest:
        theirs = open_file(root, before.path) if place.exists() else OpenFile(before.path, "", "")
        if theirs.text != unify_line_ends(text):
            return Conflict(text, theirs)
    whole = with_line_ends(text, before)
    if digest_of(place) != hashlib.sha256(whole.encode()).hexdigest():
        mode = stat.S_IMODE(place.stat().st_mode) if place.exists() else None
        write_whole(place, whole)
        if mode is not None:
            place.chmod(mode)
    return OpenFile(before.path, unify_line_ends(text), digest_of(place), before.line_end, before.mark)


def create_file(root: Path, path: str, text: str) -> OpenFile:
    """A new file. Raises ProblemsError when there is one already, or it cannot be written."""
    place = _place(root, path)
    if place.exists():
        raise ProblemsError([make_problem("designer-file-exists", Place(path), path=path)])
    saved = save_file(root, OpenFile(path, "", ""), text)
    if isinstance(saved, Conflict):  # somebody made it in this very moment
        raise ProblemsError([make_problem("designer-file-exists", Place(path), path=path)])
    return saved


def keep_aside(root: Path, path: str, text: str) -> str:
    """Keep a version beside its file under a name that nothing reads as content; returns its path."""
    place = _place(root, path)
    number = 1
    while (aside := place.with_name(f"{place.stem}.kept-{number}.txt")).exists():
        number += 1
    write_whole(aside, text)
    return aside.relative_to(root).as_posix()


def module_path(folder: str, module_id: str) -> str:
    """Path of a module in a curriculum's folder. Raises ProblemsError when the id has not the form of one."""
    if not is_id(module_id):
        raise ProblemsError([make_problem("designer-id-form", Place("curricula"), id=module_id)])
    return f"curricula/{folder}/{module_id}.md"


def with_line_ends(text: str, like: OpenFile) -> str:
    """The text with the line ends and the mark of the file that it will be."""
    plain = unify_line_ends(text)
    if plain and not plain.endswith("\n"):
        plain += "\n"
    ended = plain.replace("\n", like.line_end)
    return "\ufeff" + ended if like.mark else ended


def digest_of(place: Path) -> str:
    """SHA-256 of the bytes on disk, "" when there is no file."""
    try:
        return hashlib.sha256(place.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise ProblemsError([make_problem("file-unreadable", Place(place.name), reason=reason)]) from fault


def _check_readable(text: str, path: str) -> None:
    """Raises ProblemsError when the text could not be read again from a file."""
    found, problems = decode(text.encode("utf-8", "surrogatepass"), path)
    if found is None:
        raise ProblemsError(problems)


def _place(root: Path, path: str) -> Path:
    """The file's place on disk; only content inside this workspace has one."""
    place = root / path
    top = root / path.partition("/")[0]
    if not _EDITABLE.fullmatch(path) or ".." in path.split("/") or not is_inside(top, place):
        raise ProblemsError([make_problem("file-outside", Place(path), path=path)])
    return place
