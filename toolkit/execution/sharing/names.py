"""Which paths a share file may hold: text formats and pictures of a workspace, nothing that could be run."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal

from toolkit.content.blocks import is_id
from toolkit.content.load import NOT_CURRICULA
from toolkit.content.picture_files import PICTURE_KINDS

FileKind = Literal[
    "module", "curriculum", "bank", "catalogue", "bibliography", "scales", "country", "picture", "metadata", "about"
]

ABOUT = ("LICENCE.txt", "README.txt")
"""For people who open the file by hand; never copied into a workspace."""

METADATA = "metadata/"
"""schema.org descriptions of the modules, for catalogues; never copied into a workspace."""

CONTENT = "content/"
"""Before each workspace-relative path of the archive."""

_FIXED: Mapping[str, FileKind] = {
    "curricula/bibliography.yaml": "bibliography",
    "evaluation/scales.yaml": "scales",
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_COUNTRY = re.compile(r"[a-z]{2}")
_PART = re.compile(r"\w[\w. -]*")
_RESERVED = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{name}{n}" for name in ("COM", "LPT") for n in "0123456789¹²³")})
"""Names of devices on Windows, whatever follows after a dot."""

MOST_PATH = 200
"""Characters of a whole path: with the folder of a workspace before it, some systems open no file beyond 260."""
_MOST_PART_BYTES = 200


def kind_of_name(name: str) -> FileKind | None:
    """What a file of the archive is, by its name; None for what a share file may not hold."""
    if name in ABOUT:
        return "about"
    if name.startswith(METADATA):
        stem, _, ending = name.removeprefix(METADATA).rpartition(".")
        return "metadata" if ending == "jsonld" and is_id(stem) else None
    return kind_of_content(name.removeprefix(CONTENT)) if name.startswith(CONTENT) else None


def kind_of_content(path: str) -> FileKind | None:
    """What a file of a workspace is, by its path; None for what is not shared."""
    parts = path.split("/")
    if len(path) > MOST_PATH or not all(is_portable(part) for part in parts):
        return None
    if path in _FIXED:
        return _FIXED[path]
    if parts[0] != "curricula" or len(parts) < 3:
        return None
    folder, file = parts[1], parts[-1]
    stem, _, ending = file.rpartition(".")
    if f".{ending.lower()}" in PICTURE_KINDS:
        return "picture" if folder not in ("locale", "countries") else None
    if folder == "locale":
        whole = len(parts) == 4 and ending == "po" and is_id(stem) and _LANGUAGE.fullmatch(parts[2])
        return "catalogue" if whole else None
    if len(parts) != 3:
        return None
    if folder == "countries":
        return "country" if ending == "yaml" and _COUNTRY.fullmatch(stem) else None
    if folder == "activity-bank":
        return "bank" if ending == "md" and is_id(stem) else None
    if not is_id(folder) or folder in NOT_CURRICULA:
        return None
    if file == "curriculum.yaml":
        return "curriculum"
    return "module" if ending == "md" and is_id(stem) else None


def is_portable(part: str) -> bool:
    """Whether one part of a path means the same file on every system, and nothing but a file."""
    return (
        len(part) <= 100
        and len(part.encode("utf-8", "replace")) <= _MOST_PART_BYTES
        and _PART.fullmatch(part) is not None
        and not part.endswith((".", " "))
        and part.partition(".")[0].rstrip().upper() not in _RESERVED
        and unicodedata.is_normalized("NFC", part)
    )


def same_on_some_system(name: str) -> str:
    """Names that give the same here are one file on systems that take capitals and small letters for the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", name).casefold())
