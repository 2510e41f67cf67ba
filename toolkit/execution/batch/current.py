"""Whether a pack that is there was made from what a row says now: by its manifest, without making anything."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit.execution.batch.records import Outcome, Row, outcome_of
from toolkit.execution.inputs import session_inputs
from toolkit.execution.manifest import learned_minutes, read_manifest, versions

BRIEF = "brief.yaml"


@dataclass(frozen=True, slots=True)
class Now:
    """The state of the workspace `root` and of the libraries, as manifests write it."""

    root: Path
    versions: Mapping[str, str] = field(default_factory=versions)
    inputs: dict[tuple[str, ...], Mapping[str, str]] = field(default_factory=dict)

    def inputs_for(self, languages: tuple[str, ...]) -> Mapping[str, str]:
        """Every file that a session in these languages may be made from, by hash; looked at once."""
        if languages not in self.inputs:
            self.inputs[languages] = session_inputs(self.root, languages)
        return self.inputs[languages]


def is_made_from(manifest: Mapping[str, Any], row: Row, now: Now) -> bool:
    """Whether a manifest's pack has the row's brief and the files that it names, today's workspace and versions."""
    files = _mapping(manifest.get("files"))
    expected = {BRIEF: hashlib.sha256(row.brief.encode()).hexdigest()}
    expected |= {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in row.beside}
    return (
        all(_mapping(files.get(name)).get("sha256") == digest for name, digest in expected.items())
        and _mapping(manifest.get("learned")) == learned_minutes(row.learning)
        and manifest.get("versions") == now.versions
        and manifest.get("inputs") == now.inputs_for(row.languages)
    )


def is_whole(manifest: Mapping[str, Any], sizes: Mapping[str, int]) -> bool:
    """Whether every file of the manifest is there and none has been emptied. What people changed counts as there."""
    wanted = [name for name, entry in _mapping(manifest.get("files")).items() if _mapping(entry).get("bytes")]
    return bool(wanted) and all(sizes.get(name, 0) > 0 for name in wanted)


def find_finished(row: Row, folder: Path, now: Now) -> Outcome | None:
    """The outcome ``unchanged`` when the row's pack in `folder` needs not be made again."""
    manifest = read_manifest(folder)
    if not manifest or not is_made_from(manifest, row, now):
        return None
    sizes = {name: _size(folder / name) for name in _mapping(manifest.get("files"))}
    return outcome_of(row, "unchanged", **summary(manifest)) if is_whole(manifest, sizes) else None


def summary(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Minutes and practices of a pack, as its manifest sums them up."""
    found = _mapping(manifest.get("summary"))
    practices = {str(status): int(count) for status, count in _mapping(found.get("practices")).items()}
    return {"minutes": int(found.get("minutes", 0)), "practices": practices}


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
