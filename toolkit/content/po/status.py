"""How far a catalogue is translated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit.content.po.file import DRAFT, FUZZY, Entry, PoFile


@dataclass(frozen=True, slots=True)
class Status:
    """Counts of one catalogue in one language. They add up to `texts`; those reviewed or drafted are shown to readers,
    the others stand in the source language."""

    catalogue: str
    language: str
    texts: int
    reviewed: int
    drafted: int
    fuzzy: int
    missing: int

    def as_dict(self) -> dict[str, object]:
        """The JSON form, with the shares that are reviewed and shown, in percent."""
        return {
            "catalogue": self.catalogue,
            "language": self.language,
            "texts": self.texts,
            "reviewed": self.reviewed,
            "machine_drafted": self.drafted,
            "fuzzy": self.fuzzy,
            "missing": self.missing,
            "reviewed_pct": percent(self.reviewed, self.texts),
            "shown_pct": percent(self.reviewed + self.drafted, self.texts),
        }


def percent(part: int, whole: int) -> int:
    """Whole percent, 100 only when nothing is left out and 0 only when there is nothing."""
    if part in (0, whole):
        return 100 if whole and part else 0
    return min(99, max(1, round(100 * part / whole)))


def count_status(catalogue: str, language: str, source: Sequence[Entry], file: PoFile | None) -> Status:
    """The status of a catalogue against its source; without a file everything is missing."""
    entries: Mapping[tuple[str, str], Entry] = {entry.key: entry for entry in file.entries} if file else {}
    counts = {"reviewed": 0, "drafted": 0, "fuzzy": 0, "missing": 0}
    for wanted in source:
        counts[_state(entries.get(wanted.key), wanted)] += 1
    return Status(catalogue, language, len(source), **counts)


def _state(entry: Entry | None, wanted: Entry) -> str:
    if entry is None or entry.empty or bool(entry.plural) != bool(wanted.plural):
        return "missing"
    if not entry.usable:
        return "fuzzy" if FUZZY in entry.flags else "missing"
    return "drafted" if DRAFT in entry.flags else "reviewed"
