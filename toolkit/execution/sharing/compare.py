"""A share file against a workspace: for each file, what adding it would do, and why it may not be added."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from toolkit.content.files import decode, is_inside
from toolkit.content.picture_files import MOST_PICTURE_BYTES
from toolkit.content.translations import LOCALE
from toolkit.execution.sharing.names import FileKind, kind_of_content, same_on_some_system
from toolkit.execution.sharing.po_parts import merge_catalogue
from toolkit.execution.sharing.yaml_parts import append_entries, entries_of, extend_list, list_under, pick_entries
from toolkit.problems import Place, Problem, make_problem

MOST_LINES = 40_000
"""Lines of both versions up to which they are compared; the longest catalogue has a tenth."""

Doing = Literal["new", "same", "merged", "kept-both", "taken"]


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one file. `data` is what the workspace's file will hold (None: it stays as it is), `beside` what
    is put into incoming/ (theirs) or, for ``taken``, into replaced/ (yours). `about` says it in a few words, `diff`
    are the lines of a unified difference from yours to theirs."""

    path: str
    kind: FileKind
    doing: Doing
    data: bytes | None = None
    beside: bytes | None = None
    about: str = ""
    diff: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every file's change, by path, and what the user should know."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]


def compare(root: Path, files: Mapping[str, bytes], take: Collection[str], folder: str) -> Comparison:
    """What adding these files to the workspace `root` would do. `take` names modules, bank files and countries of which
    theirs is to be used; `folder` is the name under incoming/ and replaced/ that problems show."""
    changes: list[Change] = []
    problems: list[Problem] = []
    kept: set[str] = set()
    # Texts before their translations: what is kept keeps its own catalogues too.
    for path in sorted(files, key=lambda name: (kind_of_content(name) == "catalogue", name)):
        kind = kind_of_content(path)
        if kind is None:
            raise ValueError(f"{path}: read_share lets no such file through")
        own, found = _own_bytes(root, path)
        problems.extend(found)
        if found:
            continue
        if own is None:
            if kind == "catalogue" and _belongs_to(path) in kept:
                changes.append(Change(path, kind, "kept-both", beside=files[path], about="translates theirs"))
                continue
            changes.append(Change(path, kind, "new", data=files[path], about=_count(files[path], kind)))
        elif own == files[path] or (kind != "picture" and _text(own) == _text(files[path])):
            changes.append(Change(path, kind, "same"))
        else:
            change, notes = _COMPARE[kind](_Pair(path, kind, own, files[path], folder, take, frozenset(kept)))
            changes.append(change)
            problems.extend(notes)
            if change.doing == "kept-both" and kind in ("module", "bank"):
                kept.add(_catalogue_of(path, kind))
    return Comparison(tuple(sorted(changes, key=lambda change: change.path)), tuple(problems))


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two versions of one file."""

    path: str
    kind: FileKind
    own: bytes
    theirs: bytes
    folder: str
    take: Collection[str]
    kept: frozenset[str]

    @property
    def where(self) -> Place:
        return Place(self.path)

    @property
    def incoming(self) -> str:
        return f"incoming/{self.folder}/{self.path}"


Compared = tuple[Change, tuple[Problem, ...]]


def _whole(pair: _Pair) -> Compared:
    """Modules, bank files, countries: one or the other, never a mixture."""
    name = take_name(pair.path)
    diff = _diff(_text(pair.own), _text(pair.theirs), pair.path)
    if name in pair.take:
        beside = f"replaced/{pair.folder}/{pair.path}"
        change = Change(pair.path, pair.kind, "taken", pair.theirs, pair.own, "theirs is used", diff)
        return change, (make_problem("add-taken", pair.where, beside=beside),)
    added = sum(line.startswith("+") for line in diff[2:])
    removed = sum(line.startswith("-") for line in diff[2:])
    note = make_problem("add-kept-both", pair.where, added=added, removed=removed, beside=pair.incoming, name=name)
    about = f"yours stays; +{added} −{removed} lines in theirs"
    return Change(pair.path, pair.kind, "kept-both", None, pair.theirs, about, diff), (note,)


def _picture(pair: _Pair) -> Compared:
    return Change(pair.path, pair.kind, "kept-both"), (make_problem("add-picture-differs", pair.where),)


def _curriculum(pair: _Pair) -> Compared:
    """Yours, with the modules that are new to it at the end of its list."""
    own, theirs = _text(pair.own), _text(pair.theirs)
    listed = list_under(own, "modules")
    new = [name for name in list_under(theirs, "modules") if name not in listed]
    diff = _diff(own, theirs, pair.path)
    if not new:
        return Change(pair.path, pair.kind, "same", about="nothing new in its list", diff=diff), ()
    merged = extend_list(own, "modules", new)
    return Change(pair.path, pair.kind, "merged", merged.encode(), about=f"+ {', '.join(new)}", diff=diff), ()


def _entries(pair: _Pair) -> Compared:
    """Bibliography and scales: what is missing is added at the end, what differs stays."""
    own, theirs = _text(pair.own), _text(pair.theirs)
    mine, other = entries_of(own), entries_of(theirs)
    new = [key for key in other if key not in mine]
    differ = [key for key in other if key in mine and mine[key] != other[key]]
    problems: list[Problem] = []
    if pair.kind == "scales":
        for key in differ:
            if _options(mine[key]) != _options(other[key]):
                problems.append(make_problem("add-scale-differs", pair.where, scale=key))
    if differ and not problems:
        names = ", ".join(differ[:5]) + ("…" if len(differ) > 5 else "")
        problems.append(
            make_problem("add-entries-kept", pair.where, count=len(differ), names=names, beside=pair.incoming)
        )
    data = append_entries(own, theirs, new).encode() if new else None
    beside = pick_entries(theirs, differ).encode() if differ else None
    about = "; ".join(
        part for part in (f"+ {len(new)} entries" if new else "", f"{len(differ)} differ" if differ else "") if part
    )
    diff = _diff(pick_entries(own, differ), pick_entries(theirs, differ), pair.path) if differ else ()
    doing: Doing = "merged" if new else "kept-both" if differ else "same"
    return Change(pair.path, pair.kind, doing, data, beside, about, diff), tuple(problems)


def _options(scale: object) -> object:
    return scale.get("options") if isinstance(scale, Mapping) else scale


def _catalogue(pair: _Pair) -> Compared:
    if _belongs_to(pair.path) in pair.kept:
        return Change(pair.path, pair.kind, "kept-both", None, pair.theirs, "translates theirs"), ()
    own, theirs = _text(pair.own), _text(pair.theirs)
    merged = merge_catalogue(own, theirs)
    problems: tuple[Problem, ...] = ()
    if merged.kept:
        names = ", ".join(merged.kept[:3]) + ("…" if len(merged.kept) > 3 else "")
        note = make_problem("add-entries-kept", pair.where, count=len(merged.kept), names=names, beside=pair.incoming)
        problems = (note,)
    about = f"+ {merged.added} translations" if merged.added else ""
    doing: Doing = "merged" if merged.added else "kept-both" if merged.kept else "same"
    data = merged.text.encode() if merged.added else None
    beside = pair.theirs if merged.kept else None
    return Change(pair.path, pair.kind, doing, data, beside, about, _diff(own, theirs, pair.path)), problems


_COMPARE: Mapping[FileKind, Callable[[_Pair], Compared]] = {
    "module": _whole,
    "bank": _whole,
    "country": _whole,
    "picture": _picture,
    "curriculum": _curriculum,
    "bibliography": _entries,
    "scales": _entries,
    "catalogue": _catalogue,
}


def take_name(path: str) -> str:
    """The name by which ``--take`` means a file."""
    return PurePosixPath(path).stem


def _catalogue_of(path: str, kind: FileKind) -> str:
    return f"bank-{take_name(path)}" if kind == "bank" else take_name(path)


def _belongs_to(path: str) -> str:
    return take_name(path) if path.startswith(LOCALE) else ""


def _own_bytes(root: Path, path: str) -> tuple[bytes | None, tuple[Problem, ...]]:
    """The workspace's own file, None when there is none; a problem when something is in its way."""
    target = root / path
    where = Place(path)
    if not is_inside(root, target) or target.is_symlink():
        return None, (make_problem("file-outside", where, path=path),)
    try:
        if target.is_file():
            # What only differs in capitals is the same file on some systems, and would be overwritten there.
            if target.stat().st_size > MOST_PICTURE_BYTES:
                return None, (make_problem("file-too-large", where, megabytes=">20", limit=20),)
            return target.read_bytes(), tuple(_twins(target, path))
        return None, tuple(_twins(target, path))
    except OSError as fault:
        return None, (make_problem("file-unreadable", where, reason=fault.strerror or type(fault).__name__),)


def _twins(target: Path, path: str) -> Iterator[Problem]:
    """A file or folder of the workspace whose name differs from the new one's in capitals only."""
    for folder in (target, *target.parents):
        parent = folder.parent
        if parent == folder or path.count("/") < len(target.parts) - len(folder.parts):
            return
        names = [one.name for one in parent.iterdir()] if parent.is_dir() else []
        for name in names:
            if name != folder.name and same_on_some_system(name) == same_on_some_system(folder.name):
                reason = f'on some systems it is the same file as your "{name}"'
                yield make_problem("share-member", Place(path), name=path, reason=reason)


def _text(data: bytes) -> str:
    return decode(data, "")[0] or ""


def _count(data: bytes, kind: FileKind) -> str:
    return f"{len(data)} bytes" if kind == "picture" else f"{_text(data).count(chr(10))} lines"


def _diff(own: str, theirs: str, path: str) -> tuple[str, ...]:
    """Unified difference without characters that could steer a terminal. The longest texts are not compared: that
    could take hours."""
    if own.count("\n") + theirs.count("\n") > MOST_LINES:
        return (f"--- yours/{path}", f"+++ theirs/{path}", "@@ too long to compare @@")
    lines = difflib.unified_diff(
        own.split("\n"), theirs.split("\n"), f"yours/{path}", f"theirs/{path}", lineterm="", n=1
    )
    return tuple("".join(ch if ch.isprintable() or ch == "\t" else "\ufffd" for ch in line) for line in lines)
