"""Changed sources meet existing translations.

Not by Babel's ``Catalog.update``: there a sentence that only moved becomes fuzzy, so that one new bullet in a list
would unsettle every bullet below it. Here a translation follows its sentence, and only a changed sentence is fuzzy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from toolkit.content.po.file import FUZZY, Entry, PoFile, plural_count, standard_headers

NEAR = 0.6
"""Likeness from which a new sentence of the same block takes over the translation of a lost one, as fuzzy."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A catalogue brought up to date, with counts of what happened to its entries."""

    file: PoFile
    added: int = 0
    changed: int = 0
    dropped: int = 0


def merge(old: PoFile | None, source: Sequence[Entry], tag: str, project: str) -> Merged:
    """`old` with exactly the entries of `source`, in its order. Merging twice changes nothing more.

    Where context and message are the same, the translation stays. Where the message only moved to another context, it
    follows. Where the text at a context changed, or a much like one stands in the same block, the old translation
    stays as fuzzy with the previous source. What is left over becomes obsolete if it was translated.
    """
    before = old or PoFile()
    by_key = {entry.key: entry for entry in before.entries}
    retired = {entry.key: entry for entry in before.obsolete}
    wanted = {entry.key for entry in source}
    free = _Free([entry for entry in before.entries if entry.key not in wanted])
    kept = {entry.key: by_key.get(entry.key) or retired.pop(entry.key, None) for entry in source}
    for entry in source:  # sentences that moved are served before any likeness is looked for
        kept[entry.key] = kept[entry.key] or free.same_message(entry)
    headers = _headers(before.headers, standard_headers(tag, project))
    forms = plural_count(headers)
    entries: list[Entry] = []
    added = changed = 0
    for entry in source:
        found = kept[entry.key]
        like = None if found else free.same_place(entry) or free.like(entry)
        added += not found and not like
        changed += like is not None
        entries.append(_carried(entry, found, like, forms))
    left = [entry for entry in free.left() if not entry.empty]
    gone = {**retired, **{entry.key: replace(entry, about=(), previous="") for entry in left}}
    obsolete = tuple(gone[key] for key in sorted(gone) if key not in wanted)
    return Merged(PoFile(tuple(entries), obsolete, headers, before.top), added, changed, len(left))


def _headers(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """What a translator's program wrote stays; dates of extraction, which would change every time, go."""
    kept = {name: value for name, value in old.items() if name != "POT-Creation-Date"}
    return {**new, **kept, "Content-Type": new["Content-Type"]}


class _Free:
    """Entries that lost their place and wait to be taken over."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = {entry.key: entry for entry in entries}

    def left(self) -> list[Entry]:
        return list(self._entries.values())

    def same_message(self, wanted: Entry) -> Entry | None:
        near = [e for e in self._entries.values() if e.message == wanted.message and e.plural == wanted.plural]
        near.sort(key=lambda e: (_block(e) != _block(wanted), e.empty, e.context))
        return self._take(near[0]) if near else None

    def same_place(self, wanted: Entry) -> Entry | None:
        if not wanted.context:
            return None
        found = [e for e in self._entries.values() if e.context == wanted.context and not e.empty]
        return self._take(found[0]) if found else None

    def like(self, wanted: Entry) -> Entry | None:
        best, likeness = None, NEAR
        for entry in self._entries.values():
            if not entry.empty and _block(entry) == _block(wanted):
                matcher = SequenceMatcher(None, entry.message, wanted.message)
                if matcher.quick_ratio() > likeness and (ratio := matcher.ratio()) > likeness:
                    best, likeness = entry, ratio
        return self._take(best) if best else None

    def _take(self, entry: Entry) -> Entry:
        return self._entries.pop(entry.key)


def _block(entry: Entry) -> str:
    """The block's id and field of a context such as ``con-key/body/2``."""
    return entry.context.rpartition("/")[0]


def _carried(source: Entry, same: Entry | None, like: Entry | None, forms: int) -> Entry:
    found = same or like
    strings = found.strings if found else ("",)
    flags = found.flags if found else frozenset()
    if bool(source.plural) != bool(found and found.plural) and found and not found.empty:
        flags |= {FUZZY}
    strings = (*strings, *[""] * forms)[:forms] if source.plural else strings[:1]
    previous = ""
    if found is not None and not found.empty:
        if like is not None and like.previous == source.message:
            flags -= {FUZZY}
        elif like is not None:
            flags, previous = flags | {FUZZY}, like.previous or like.message
        elif FUZZY in flags:
            previous = found.previous
    else:
        flags = frozenset()
    return replace(source, strings=strings, flags=flags, notes=found.notes if found else (), previous=previous, line=0)
