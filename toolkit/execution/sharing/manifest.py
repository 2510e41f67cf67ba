"""manifest.json of a share file: what is in it, whose it is, and under which licence it may be used."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

KIND: Literal["tot-share"] = "tot-share"
FORMAT = 1
"""Goes up when older toolkits could not read the file any more."""

MANIFEST = "manifest.json"
MOST_MANIFEST_BYTES = 2_000_000

LICENCES: Mapping[str, str] = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC-BY-NC-SA-4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
}
"""Licences under which content may be translated and adapted, by SPDX identifier → its page. Those that forbid changes
("ND") are no use to a trainer who must adapt."""

OPEN = frozenset({"CC-BY-4.0", "CC0-1.0"})
"""Those that ask for nothing but the names of the authors."""

_Line = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]+$")]
_Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class FileEntry(_Part):
    """One file: SHA-256 and size of its bytes."""

    sha256: _Digest
    bytes: Annotated[int, Field(ge=0, le=20_000_000)]


class Credit(_Part):
    """Where files came from before: a share file that had been added here. `files` are workspace-relative paths."""

    title: _Line
    version: _Line
    licence: _Line
    authors: tuple[_Line, ...]
    digest: _Digest
    files: tuple[_Line, ...] = ()


class ShareManifest(_Part):
    """The manifest. `files` maps each name in the archive to its checksum; `modules` are ids in their order;
    `needs` are modules that these name and that are not in the file."""

    kind: Literal["tot-share"]
    format: int
    title: _Line
    version: _Line
    licence: _Line
    authors: tuple[_Line, ...] = Field(max_length=100)
    toolkit: Annotated[str, Field(max_length=60)]
    curricula: tuple[_Line, ...]
    modules: tuple[_Line, ...]
    languages: tuple[_Line, ...] = ()
    needs: tuple[_Line, ...] = ()
    credits: tuple[Credit, ...] = Field((), max_length=200)
    files: dict[_Line, FileEntry]


def file_entry(data: bytes) -> FileEntry:
    """Checksum and size."""
    return FileEntry(sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))


def digest_of(files: Mapping[str, FileEntry]) -> str:
    """One SHA-256 for all files: the same content has the same, whoever packs it."""
    lines = (f"{entry.sha256}  {name}\n" for name, entry in sorted(files.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def manifest_bytes(manifest: ShareManifest) -> bytes:
    """As it stands in the archive."""
    return (json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n").encode()


def credits_bytes(credits_: Iterable[Credit]) -> bytes:
    """``curricula/credits.json``: whom to name for content that came from others."""
    found = [credit.model_dump(mode="json") for credit in credits_]
    return (json.dumps({"added": found}, ensure_ascii=False, indent=2) + "\n").encode()


def read_credits(text: str) -> tuple[Credit, ...]:
    """The credits in a file's text. Raises ValueError when it is something else."""
    data = json.loads(text)
    if not isinstance(data, dict) or not isinstance(data.get("added"), list):
        raise ValueError("no list of what was added")
    return tuple(Credit.model_validate_json(json.dumps(one)) for one in data["added"])
