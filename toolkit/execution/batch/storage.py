"""Packs in any place that fsspec knows: s3://, gs://, abfs://, sftp:// …

Such places have no rename of a folder. So the manifest goes first when a pack is replaced and comes last when it is
written: a pack without a manifest is unfinished, and is made again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from urllib.request import url2pathname

from toolkit.execution.batch.current import Now, is_made_from, is_whole, summary
from toolkit.execution.batch.records import Outcome, Row, outcome_of
from toolkit.execution.manifest import MANIFEST
from toolkit.problems import Place, Problem, ProblemsError, make_problem

Value = TypeVar("Value")


def is_address(output: str) -> bool:
    """Whether the output is somewhere else than in this computer's folders."""
    return "://" in output and not output.startswith("file://")


def local_folder(output: str) -> Path:
    """The folder that a path or a file:// address names."""
    return Path(url2pathname(urlsplit(output).path)) if output.startswith("file://") else Path(output)


@dataclass(frozen=True, slots=True)
class Storage:
    """A place with a file system of fsspec and the path in it. Every method raises ProblemsError when it refuses."""

    address: str
    system: Any
    root: str

    def find_finished(self, row: Row, now: Now) -> Outcome | None:
        """As `current.find_finished`, for a pack that lies here."""
        manifest, sizes = self._try(lambda: self._look(row.name))
        if not is_made_from(manifest, row, now) or not is_whole(manifest, sizes):
            return None
        return outcome_of(row, "unchanged", **summary(manifest))

    def put_pack(self, folder: Path) -> tuple[Problem, ...]:
        """Write the pack in `folder` here, under the folder's name. One that somebody worked in is kept beside it."""
        return self._try(lambda: self._put_pack(folder))

    def put_file(self, file: Path) -> None:
        """Write one file here, under its own name."""
        self._try(lambda: self._write(file.name, file.read_bytes()))

    def write_text(self, name: str, text: str) -> None:
        """Write a text here."""
        self._try(lambda: self._write(name, text.encode()))

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""

        def gone() -> None:
            if self.system.exists(self._path(name)):
                self.system.rm_file(self._path(name))

        self._try(gone)

    def _look(self, name: str) -> tuple[Mapping[str, Any], Mapping[str, int]]:
        """The manifest of a pack (empty when there is none) and the size of each of its files."""
        folder = self._path(name)
        self.system.invalidate_cache(folder)
        try:
            manifest = json.loads(self.system.cat_file(f"{folder}/{MANIFEST}"))
        except (FileNotFoundError, ValueError):
            return {}, {}
        found = self.system.find(folder, detail=True)
        start = len(folder.rstrip("/")) + 1
        sizes = {path[start:]: int(about.get("size") or 0) for path, about in found.items()}
        return (manifest if isinstance(manifest, dict) else {}), sizes

    def _put_pack(self, folder: Path) -> tuple[Problem, ...]:
        manifest, there = self._look(folder.name)
        kept: tuple[Problem, ...] = ()
        changed = sorted(name for name, size in there.items() if _is_work(name, size, manifest))
        if changed:
            aside = self._free_name(folder.name)
            self.system.mv(self._path(folder.name), self._path(aside), recursive=True)
            where = Place(f"{self.address}/{folder.name}")
            kept = (make_problem("pack-kept", where, count=len(changed), example=changed[0], kept=aside),)
        elif there:
            self.system.rm(self._path(f"{folder.name}/{MANIFEST}"))
        names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
        for name in (*(n for n in names if n != MANIFEST), MANIFEST):
            self._write(f"{folder.name}/{name}", (folder / name).read_bytes())
        for name in set(there) - set(names) if not changed else ():
            self.system.rm(self._path(f"{folder.name}/{name}"))
        return kept

    def _write(self, name: str, data: bytes) -> None:
        path = self._path(name)
        self.system.makedirs(path.rpartition("/")[0], exist_ok=True)
        self.system.pipe_file(path, data)

    def _free_name(self, name: str) -> str:
        number = 1
        while self.system.exists(self._path(f"{name}-earlier-{number}")):
            number += 1
        return f"{name}-earlier-{number}"

    def _path(self, name: str) -> str:
        return f"{self.root.rstrip('/')}/{name}"

    def _try(self, work: Callable[[], Value]) -> Value:
        """Stores raise errors of their own kinds: all of them mean that it did not work."""
        try:
            return work()
        except Exception as fault:
            raise ProblemsError([_refused(self.address, fault)]) from fault


def open_storage(address: str) -> Storage:
    """The place that an address names. Raises ProblemsError when its kind is not known here."""
    where = Place(address)
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise ProblemsError([make_problem("batch-extra", where, what="an address as output", extra="dask")]) from None
    try:
        system, root = url_to_fs(address)
    except Exception as fault:  # each kind of store complains in its own way, also about what is not installed
        raise ProblemsError([_refused(address, fault)]) from fault
    return Storage(address.rstrip("/"), system, str(root))


def _is_work(name: str, size: int, manifest: Mapping[str, Any]) -> bool:
    """Whether somebody changed or added this file of a pack, as far as its size tells."""
    known = manifest.get("files", {}).get(name)
    return name != MANIFEST and (known is None or known.get("bytes") != size)


def _refused(address: str, fault: BaseException) -> Problem:
    reason = str(fault).strip().rstrip(".") or type(fault).__name__
    return make_problem("batch-storage", Place(address), reason=reason)
