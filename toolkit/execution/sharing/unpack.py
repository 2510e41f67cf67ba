"""A share file read with distrust: nothing is unpacked to disk, everything is counted while it is read, and what is
not exactly as its manifest says is refused with the reason."""

from __future__ import annotations

import io
import json
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from toolkit.content.files import MAX_BYTES, decode
from toolkit.content.picture_files import MOST_PICTURE_BYTES, is_whole_picture, picture_kind
from toolkit.execution.sharing.manifest import (
    FORMAT,
    KIND,
    LICENCES,
    MANIFEST,
    MOST_MANIFEST_BYTES,
    OPEN,
    FileEntry,
    ShareManifest,
    file_entry,
)
from toolkit.execution.sharing.names import CONTENT, kind_of_name, same_on_some_system
from toolkit.execution.sharing.safe_svg import is_still
from toolkit.problems import Place, Problem, ProblemsError, has_errors, make_problem

MOST_ARCHIVE_BYTES = 100_000_000
MOST_FILES = 5_000
MOST_UNPACKED_BYTES = 200_000_000
"""All content of this toolkit is a tenth of this."""
MOST_PIXELS = 50_000_000
"""More than cameras of telephones make."""

_MOST_DIRECTORY_BYTES = MOST_FILES * 400
_END = struct.Struct("<4s4H2LH")
_MARK = b"PK\x05\x06"
_MARK_64 = b"PK\x06\x07"
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, struct.error)


@dataclass(frozen=True, slots=True)
class Share:
    """A share file whose every byte has been checked. `files` maps workspace-relative paths to their bytes."""

    manifest: ShareManifest
    files: Mapping[str, bytes]


def read_share(path: Path) -> tuple[Share, tuple[Problem, ...]]:
    """The file's content, with warnings. Raises ProblemsError with every reason why it is refused."""
    where = Place(str(path))
    _check_outside(path, where)
    try:
        with zipfile.ZipFile(path) as archive:
            members = _members(archive, where)
            manifest = _manifest(archive, members, where)
            notes = _check_manifest(manifest, members, where)
            return _content(archive, members, manifest, where), notes
    except _BROKEN as fault:
        raise ProblemsError([make_problem("share-broken", where, reason=str(fault) or type(fault).__name__)]) from fault
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise ProblemsError([make_problem("file-unreadable", where, reason=reason)]) from fault


def _check_outside(path: Path, where: Place) -> None:
    """The size of the archive and of its list of files, before anything is made of them."""
    if not path.is_file():
        raise ProblemsError([make_problem("file-missing", where)])
    size = path.stat().st_size
    if size > MOST_ARCHIVE_BYTES:
        raise ProblemsError([_too_large(where, f"it has {size / 1e6:.0f} MB", MOST_ARCHIVE_BYTES)])
    with path.open("rb") as stream:
        stream.seek(max(0, size - 65_557 - 20))
        tail = stream.read()
    at = len(tail) - _END.size
    if at < 0 or tail[at : at + 4] != _MARK or tail[-2:] != b"\0\0":
        at = tail.rfind(_MARK)
    if at < 0 or len(tail) < at + _END.size:
        raise ProblemsError([make_problem("share-broken", where, reason="it is no zip archive, or it is cut off")])
    _, _, _, _, count, directory, _, _ = _END.unpack(tail[at : at + _END.size])
    if tail[max(0, at - 20) : at].startswith(_MARK_64) or count > MOST_FILES or directory > _MOST_DIRECTORY_BYTES:
        raise ProblemsError([make_problem("share-too-large", where, what="it lists too many files", limit=MOST_FILES)])


def _members(archive: zipfile.ZipFile, where: Place) -> dict[str, zipfile.ZipInfo]:
    """The files of the archive by name; folders that archive programs add are passed over."""
    found: dict[str, zipfile.ZipInfo] = {}
    same: dict[str, str] = {}
    folders: dict[str, str] = {}
    problems: list[Problem] = []
    unpacked = 0
    for info in archive.infolist():
        name = info.orig_filename
        reason = _wrong(info, name)
        if reason:
            problems.append(make_problem("share-member", where, name=name, reason=reason))
            continue
        if name.endswith("/"):
            continue
        key = same_on_some_system(name)
        if key in same:
            reason = "there is a second file of this name"
            if same[key] != name:
                reason = f'on some systems it is the same file as "{same[key]}"'
            problems.append(make_problem("share-member", where, name=name, reason=reason))
        same[key] = name
        found[name] = info
        problems += (make_problem("share-member", where, name=name, reason=why) for why in _folders(name, folders))
        unpacked += info.file_size
    for key in sorted(set(same) & set(folders)):
        reason = "it is a file, and the folder of others"
        problems.append(make_problem("share-member", where, name=same[key], reason=reason))
    if unpacked > MOST_UNPACKED_BYTES:
        problems.append(_too_large(where, f"unpacked it would have {unpacked / 1e6:.0f} MB", MOST_UNPACKED_BYTES))
    if len(found) > MOST_FILES:
        problems.append(make_problem("share-too-large", where, what="it holds too many files", limit=MOST_FILES))
    if problems:
        raise ProblemsError(problems)
    return found


def _folders(name: str, known: dict[str, str]) -> Iterator[str]:
    """What speaks against the folders of a file: each is written in one way only. Adds them to the `known` ones."""
    parts = name.split("/")[:-1]
    for length in range(1, len(parts) + 1):
        folder = "/".join(parts[:length])
        other = known.setdefault(same_on_some_system(folder), folder)
        if other != folder:
            yield f'on some systems its folder is the same as "{other}"'
            return


def _wrong(info: zipfile.ZipInfo, name: str) -> str:
    """What is wrong with an entry of the archive; "" when nothing is."""
    parts = name.removesuffix("/").split("/")
    mode = info.external_attr >> 16 if info.create_system == 3 else 0
    if "\0" in name or "\\" in name:
        return "its name holds a character that no file name has"
    if name.startswith("/") or ":" in parts[0]:
        return "its path begins at the root of a disk"
    if any(part in ("..", ".", "") for part in parts):
        return "its path climbs out of the folder"
    if stat.S_ISLNK(mode):
        return "it is a link to another file"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "it is no ordinary file"
    if info.flag_bits & 0x1:
        return "it is locked with a password"
    if name.endswith("/"):
        return ""
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "it is packed in a way that not every computer can read"
    if name == MANIFEST:
        return ""
    kind = kind_of_name(name)
    if kind is None:
        return "it is none of the texts and pictures that a share file may hold"
    most = MOST_PICTURE_BYTES if kind == "picture" else MAX_BYTES
    if info.file_size > most:
        return f"it has more than {most // 1_000_000} MB"
    return ""


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes | None:
    """At most `most` bytes, whatever the entry says of itself; None when there are more."""
    with archive.open(info) as stream:
        data = stream.read(most + 1)
    return data if len(data) <= most else None


def _manifest(archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo], where: Place) -> ShareManifest:
    inside = Place(f"{where.path}/{MANIFEST}")
    if MANIFEST not in members:
        raise ProblemsError([make_problem("share-no-manifest", where)])
    raw = _read(archive, members[MANIFEST], MOST_MANIFEST_BYTES)
    if raw is None:
        raise ProblemsError([_too_large(inside, "the manifest is too long", MOST_MANIFEST_BYTES)])
    text, problems = decode(raw, inside.path)
    if text is None:
        raise ProblemsError(problems)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as fault:
        reason = f"it is no JSON: {fault}"
        raise ProblemsError([make_problem("share-manifest", inside, reason=reason)]) from fault
    if not isinstance(data, dict) or data.get("kind") != KIND:
        raise ProblemsError([make_problem("share-no-manifest", where)])
    number = data.get("format")
    if isinstance(number, int) and number > FORMAT:
        raise ProblemsError([make_problem("share-newer", where, found=number, known=FORMAT)])
    try:
        # From JSON again: in strict mode, a list is a tuple only there.
        return ShareManifest.model_validate_json(text)
    except (ValidationError, RecursionError) as fault:
        raise ProblemsError(_invalid(fault, inside)) from fault


def _invalid(fault: ValidationError | RecursionError, inside: Place) -> list[Problem]:
    if isinstance(fault, RecursionError):
        return [make_problem("share-manifest", inside, reason="it is nested too deeply")]
    found = []
    for error in fault.errors(include_url=False, include_input=False)[:20]:
        field = ".".join(str(part) for part in error["loc"])
        found.append(make_problem("share-manifest", inside, reason=f"{field}: {error['msg']}"))
    return found


def _check_manifest(
    manifest: ShareManifest, members: Mapping[str, zipfile.ZipInfo], where: Place
) -> tuple[Problem, ...]:
    """The licence, and that the manifest and the archive list the same files. Returns warnings."""
    problems: list[Problem] = []
    licences = {manifest.licence, *(credit.licence for credit in manifest.credits)}
    for licence in sorted(licences):
        if licence not in LICENCES:
            known = ", ".join(LICENCES)
            problems.append(make_problem("share-licence", where, licence=licence, known=known))
        elif licence not in OPEN:
            problems.append(make_problem("share-licence-limits", where, licence=licence, url=LICENCES[licence]))
    there = set(members) - {MANIFEST}
    for name in sorted(there - set(manifest.files)):
        problems.append(make_problem("share-member", where, name=name, reason="the manifest does not list it"))
    for name in sorted(set(manifest.files) - there):
        problems.append(make_problem("share-member", where, name=name, reason="it is listed but not there"))
    if has_errors(problems):
        raise ProblemsError(problems)
    return tuple(problems)


def _content(
    archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo], manifest: ShareManifest, where: Place
) -> Share:
    problems: list[Problem] = []
    files: dict[str, bytes] = {}
    for name in sorted(manifest.files):
        most = MOST_PICTURE_BYTES if kind_of_name(name) == "picture" else MAX_BYTES
        data = _read(archive, members[name], most)
        found = _check_bytes(name, data, manifest.files[name], where)
        problems.extend(found)
        if data is not None and not found and name.startswith(CONTENT):
            files[name.removeprefix(CONTENT)] = data
    if problems:
        raise ProblemsError(problems)
    return Share(manifest, MappingProxyType(files))


def _check_bytes(name: str, data: bytes | None, entry: FileEntry, where: Place) -> tuple[Problem, ...]:
    """That a file is what the manifest and its name say."""
    if data is None:
        return (_too_large(where, f"{name} unpacks to more than it says", MAX_BYTES),)
    if file_entry(data) != entry:
        return (make_problem("share-changed", where, name=name),)
    if kind_of_name(name) == "picture":
        kind = picture_kind(Path(name))
        sound = is_still(data) if kind == "image/svg+xml" else has_few_pixels(data)
        # What is an archive for another program has no business behind a picture.
        sound = sound and is_whole_picture(data, kind) and not zipfile.is_zipfile(io.BytesIO(data))
        reason = "it is no whole picture, or one that does something"
        return () if sound else (make_problem("share-member", where, name=name, reason=reason),)
    text, problems = decode(data, f"{where.path}/{name}")
    return () if text is not None else problems


def has_few_pixels(data: bytes) -> bool:
    """Whether a picture can be decoded without filling the memory, by its own header."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "WEBP")) as picture:
            return picture.width * picture.height <= MOST_PIXELS
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return False


def _too_large(where: Place, what: str, limit: int) -> Problem:
    return make_problem("share-too-large", where, what=what, limit=f"{limit // 1_000_000} MB")
