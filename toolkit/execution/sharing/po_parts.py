"""Translation catalogues shared by several things (curricula, scales, countries): parts taken out, parts put in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from toolkit.content.po.file import Entry, PoFile, po_text
from toolkit.content.po.read import parse_po


@dataclass(frozen=True, slots=True)
class MergedCatalogue:
    """`text` is the merged catalogue; `added` counts translations that were missing, `kept` names the texts whose
    translation differs and stayed."""

    text: str
    added: int
    kept: tuple[str, ...]


def pick_translations(text: str, contexts: Collection[tuple[str, str]]) -> str:
    """A catalogue with only the entries of these (context, message) keys; "" when none of them is translated."""
    file = parse_po(text, "")[0]
    entries = tuple(entry for entry in file.entries if entry.key in contexts and not entry.empty)
    return po_text(PoFile(entries, (), file.headers, file.top)) if entries else ""


def merge_catalogue(own: str, theirs: str) -> MergedCatalogue:
    """`own` with the translations of `theirs` that it lacks. What both have and differs stays as in `own`."""
    mine, other = parse_po(own, "")[0], parse_po(theirs, "")[0]
    new = {entry.key: entry for entry in other.entries if not entry.empty}
    entries: list[Entry] = []
    added = 0
    kept: list[str] = []
    for entry in mine.entries:
        found = new.pop(entry.key, None)
        if found is not None and entry.empty:
            entry = replace(found, about=entry.about, line=entry.line)
            added += 1
        elif found is not None and (found.strings, found.usable) != (entry.strings, entry.usable):
            kept.append(entry.context or entry.message)
        entries.append(entry)
    entries += new.values()
    added += len(new)
    text = po_text(PoFile(tuple(entries), mine.obsolete, mine.headers, mine.top)) if added else own
    return MergedCatalogue(text, added, tuple(kept))
