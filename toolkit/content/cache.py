"""What takes long to make from a text, kept in the user's cache folder by the text's hash: each file is parsed once.

What is read back is checked (whose file it is, its checksum, which classes it holds) and anything doubtful is parsed
again, silently: the cache can be lost, damaged or shared by several processes without anybody noticing.
``TOT_CACHE=off`` switches it off, any other value of TOT_CACHE is the folder to use.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import io
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TypeVar, cast

T = TypeVar("T")

SWITCH = "TOT_CACHE"
MOST_ENTRIES = 4000
"""Entries that are kept; the longest unused go first. A workspace has about a hundred, of some 50 kB each; the pictures
of slides are many, and small."""

_MARK = b"tot-cache-1\n"
_HASH_BYTES = 32
_MODULES = frozenset(
    {
        "toolkit.content.records",
        "toolkit.content.text",
        "toolkit.content.build",
        "toolkit.content.po.file",
        "toolkit.content.translations",
        "toolkit.problems",
    }
)
_OTHERS = {("datetime", "date")}


def remembered(kind: str, digest: str, names: tuple[str, ...], make: Callable[[], T]) -> T:
    """What ``make()`` gives, from the cache where it is kept. `kind` names the parser, `digest` is the hash of the
    text, `names` what else the result depends on (its path, its id).

    The result holds nothing but records, tuples, mappings, text, bytes, numbers and dates; others are not kept.
    """
    folder = cache_folder(os.environ.get(SWITCH, ""))
    if folder is None:
        return make()
    key = hashlib.sha256("\0".join((toolkit_state(), kind, digest, *names)).encode("utf-8", "surrogatepass"))
    path = folder / key.hexdigest()
    with contextlib.suppress(Exception):  # whatever is wrong with an entry, the text can be parsed
        return cast(T, _read(path))
    made = make()
    with contextlib.suppress(Exception):  # a full disk, or a result that the reader would refuse
        _write(path, made)
    return made


@lru_cache(maxsize=4)
def cache_folder(switch: str) -> Path | None:
    """The folder of the entries, made if need be; None when there is to be no cache, or none that is safe: on
    computers with several users it must belong to this one, and nobody else may write to it."""
    if switch.lower() in ("off", "0", "no", "false"):
        return None
    import platformdirs

    folder = Path(switch) if switch else platformdirs.user_cache_path("tot-toolkit", appauthor=False)
    folder = folder.absolute() / "content"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder if _is_ours(folder.lstat(), folder=True) else None
    except OSError:
        return None


@lru_cache(maxsize=1)
def toolkit_state() -> str:
    """A hash that changes with every file of the toolkit and with Python: entries of other versions are never read."""
    package = Path(__file__).parent.parent
    states = sorted(f"{e.path} {e.stat().st_size} {e.stat().st_mtime_ns}" for e in _files(package))
    return hashlib.sha256("\n".join((sys.version, *states)).encode()).hexdigest()


def _files(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith((".py", ".toml", ".typ")):
                yield entry
            elif entry.is_dir(follow_symlinks=False) and entry.name not in ("__pycache__", "workspace", "fonts"):
                yield from _files(entry.path)


def _is_ours(status: os.stat_result, *, folder: bool = False) -> bool:
    import stat

    if os.name == "nt":  # the cache folder of Windows is the user's own
        return True
    right_kind = stat.S_ISDIR(status.st_mode) if folder else stat.S_ISREG(status.st_mode)
    return right_kind and status.st_uid == os.getuid() and not status.st_mode & 0o022


class _Careful(pickle.Unpickler):
    """Makes records and nothing else, so that no entry, whoever wrote it, can run code."""

    def find_class(self, module: str, name: str) -> object:
        if (module in _MODULES and name.isidentifier()) or (module, name) in _OTHERS:
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _read(path: Path) -> object:
    """The entry. Raises whatever is wrong with it."""
    file = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    with open(file, "rb") as entry:  # noqa: PTH123 - a descriptor
        if not _is_ours(os.fstat(file)):
            raise PermissionError(path)
        data = entry.read()
    start = len(_MARK) + _HASH_BYTES
    if not data.startswith(_MARK) or hashlib.sha256(data[start:]).digest() != data[len(_MARK) : start]:
        raise ValueError(path)
    with _no_collection():
        value: object = _Careful(io.BytesIO(data[start:])).load()
    os.utime(path)  # so that what is used is not taken for old
    return value


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Thousands of records made at once are no garbage: looking for some takes as long as making them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _write(path: Path, value: object) -> None:
    """Write aside and rename: a reader finds a whole entry or none."""
    body = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    _Careful(io.BytesIO(body)).load()  # what the reader would refuse is not kept
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with open(handle, "wb") as entry:  # noqa: PTH123 - a descriptor
            entry.write(_MARK + hashlib.sha256(body).digest() + body)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    _drop_oldest(path.parent)


def _drop_oldest(folder: Path) -> None:
    with os.scandir(folder) as entries:
        names = [entry.path for entry in entries]
    if len(names) <= MOST_ENTRIES:
        return
    ages = {}
    for name in names:
        with contextlib.suppress(OSError):
            ages[name] = os.stat(name).st_mtime_ns  # noqa: PTH116 - strings from scandir
    for name in sorted(ages, key=lambda name: ages[name])[: len(names) - MOST_ENTRIES * 9 // 10]:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108
