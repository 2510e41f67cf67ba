"""The shared inputs of a batch as one parcel: the workspace, and what briefs name outside it. Sent once."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from toolkit.execution.batch.records import Row
from toolkit.execution.inputs import FOLDERS

WORKSPACE, NAMED = "workspace", "named"
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Bundle:
    """`data` is a ZIP archive, `digest` its SHA-256: the same files give the same bytes."""

    digest: str
    data: bytes = field(repr=False)

    def unpack(self, folder: Path) -> Path:
        """Unpack into `folder`; returns the workspace."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            archive.extractall(folder)
        return folder / WORKSPACE


def make_bundle(root: Path, rows: Sequence[Row]) -> Bundle:
    """Pack what all rows need."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in (*_workspace(root), *_named(rows)):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), path.read_bytes(), zipfile.ZIP_DEFLATED)
    data = out.getvalue()
    return Bundle(hashlib.sha256(data).hexdigest(), data)


def travelling(row: Row) -> Row:
    """The row with the files that its brief names, as they are called in the bundle."""
    return _moved(row, lambda path: Path(_name_of(path)))


def arrived(row: Row, folder: Path) -> Row:
    """The row with the files that its brief names, where the bundle was unpacked."""
    return _moved(row, lambda path: folder / path)


def _moved(row: Row, to: Callable[[Path], Path]) -> Row:
    return replace(row, master=row.master and to(row.master), profile=row.profile and to(row.profile))


def _workspace(root: Path) -> Iterator[tuple[str, Path]]:
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and not any(part.startswith(".") for part in name.split("/")):
                yield f"{WORKSPACE}/{name}", path


def _named(rows: Iterable[Row]) -> Iterator[tuple[str, Path]]:
    found = {_name_of(path): path for row in rows for path in row.beside}
    yield from sorted(found.items())


def _name_of(path: Path) -> str:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    return f"{NAMED}/{digest}/{path.name}"
