"""The shared inputs of a batch as one parcel: the workspace, and deck masters that lie outside it. Sent once."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from toolkit.execution.batch.records import Row
from toolkit.execution.inputs import FOLDERS

WORKSPACE, MASTERS = "workspace", "masters"
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
        for name, path in (*_workspace(root), *_masters(rows)):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), path.read_bytes(), zipfile.ZIP_DEFLATED)
    data = out.getvalue()
    return Bundle(hashlib.sha256(data).hexdigest(), data)


def travelling(row: Row) -> Row:
    """The row with its master named as in the bundle."""
    return row if row.master is None else replace(row, master=Path(_master_name(row.master)))


def arrived(row: Row, folder: Path) -> Row:
    """The row with its master where the bundle was unpacked."""
    return row if row.master is None else replace(row, master=folder / row.master)


def _workspace(root: Path) -> Iterator[tuple[str, Path]]:
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and not any(part.startswith(".") for part in name.split("/")):
                yield f"{WORKSPACE}/{name}", path


def _masters(rows: Iterable[Row]) -> Iterator[tuple[str, Path]]:
    found = {_master_name(row.master): row.master for row in rows if row.master is not None}
    yield from sorted(found.items())


def _master_name(master: Path) -> str:
    digest = hashlib.sha256(master.read_bytes()).hexdigest()[:16]
    return f"{MASTERS}/{digest}/{master.name}"
