"""Reading text files safely: inside the workspace, of a bounded size, in UTF-8, or a problem that says what to do."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from toolkit.problems import Place, Problem, make_problem

MAX_BYTES = 5_000_000
"""No module, profile or brief comes near this size; what does is a mistake or an attack."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file's text with line feeds only and no byte order mark. `path` is workspace-relative with forward
    slashes; `digest` is the SHA-256 of the bytes on disk."""

    path: str
    text: str
    digest: str


def relative_path(root: Path, path: Path) -> str:
    """`path` as problems show it: relative to the workspace where it can be, with forward slashes."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()


def is_inside(root: Path, path: Path) -> bool:
    """Whether `path`, with all symbolic links followed, lies in the folder `root`."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def read_text_file(root: Path, path: Path, max_bytes: int = MAX_BYTES) -> tuple[TextFile | None, tuple[Problem, ...]]:
    """The file's text, or None and the problem that kept it from being read."""
    shown = relative_path(root, path)
    where = Place(shown)
    if not is_inside(root, path):
        return None, (make_problem("file-outside", where, path=shown),)
    try:
        if not path.is_file():
            return None, (make_problem("file-missing", where, path=shown),)
        size = path.stat().st_size
        if size > max_bytes:
            megabytes = f"{size / 1_000_000:.1f}"
            return None, (make_problem("file-too-large", where, megabytes=megabytes, limit=max_bytes // 1_000_000),)
        with path.open("rb") as stream:
            raw = stream.read(max_bytes + 1)
    except OSError as fault:
        return None, (make_problem("file-unreadable", where, reason=fault.strerror or type(fault).__name__),)
    text, problems = decode(raw, shown)
    if text is None:
        return None, problems
    return TextFile(shown, text, hashlib.sha256(raw).hexdigest()), problems


def decode(raw: bytes, path: str) -> tuple[str | None, tuple[Problem, ...]]:
    """UTF-8 (with or without a byte order mark) with line feeds only; else the likely encoding, named."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None, (make_problem("file-encoding", Place(path), encoding="UTF-16"),)
    nul = raw.find(b"\0")
    if nul >= 0:
        if raw.count(b"\0") * 3 > len(raw):
            return None, (make_problem("file-encoding", Place(path), encoding="UTF-16"),)
        return None, (make_problem("file-binary", Place(path, raw.count(b"\n", 0, nul) + 1)),)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        return None, (make_problem("file-encoding", Place(path, line), encoding=_likely_encoding(raw)),)
    return unify_line_ends(text), ()


def unify_line_ends(text: str) -> str:
    """Every line end as a line feed, the way editors count lines."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _likely_encoding(raw: bytes) -> str:
    """A guess good enough for a hint: old Western files are by far the commonest, and cp1252 leaves five bytes free."""
    try:
        raw.decode("cp1252")
    except UnicodeDecodeError:
        return "no UTF-8 (perhaps Windows-1251, Windows-1256 or another older encoding)"
    return "Windows-1252 or Latin-1"
