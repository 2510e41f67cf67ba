"""Names of the packs' folders: readable, unique also where capitals do not count, and never a way out of the output."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 100
"""Bytes. Names beside a folder's are up to 50 bytes longer, and systems allow 255."""

RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10))})
"""Names that Windows keeps for itself."""

OWN = frozenset({"batch.csv", "batch.json", "batch.html", "manifest.json"})
_SAFE = re.compile(r"\w([\w .()+-]*[\w)+-])?")


def make_name(title: str, date: str = "") -> str:
    """A folder's name from a session's date and title: letters and digits of any script, joined by hyphens."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", title).casefold())
    return _cut("-".join(part for part in (date, *words) if part)) or "session"


def is_safe_name(name: str) -> bool:
    """Whether every system takes this as the name of one folder."""
    plain = unicodedata.normalize("NFC", name)
    stem = plain.split(".")[0].strip().casefold()
    return (
        _SAFE.fullmatch(plain) is not None
        and len(plain.encode()) <= LONGEST
        and stem not in RESERVED
        and plain.casefold() not in OWN
        and not plain.casefold().endswith((".part", ".ipynb"))
    )


def same_name(name: str) -> str:
    """What two names have in common that some system takes for the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())


def number_name(name: str, taken: dict[str, int]) -> str:
    """The name, with ``-2``, ``-3`` … when it is taken already. `taken` maps each `same_name` that is taken to the
    number that was last put behind it, and gains this one."""
    found, number = name, taken.get(same_name(name), 1)
    while same_name(found) in taken or not is_safe_name(found):
        number += 1
        found = f"{_cut(name, LONGEST - 8)}-{number}"
    taken[same_name(name)] = number
    taken[same_name(found)] = taken.get(same_name(found), 1)
    return found


def _cut(text: str, most: int = LONGEST - 20) -> str:
    return text.encode()[:most].decode(errors="ignore").strip("-")
