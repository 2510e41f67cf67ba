"""PO catalogues of a workspace: ``curricula/locale/<lang>/<catalogue>.po`` as a way to translate a `Text`."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from toolkit.content.cache import remembered
from toolkit.content.files import read_text_file
from toolkit.content.language import SOURCE_LANGUAGE, fallback_tags
from toolkit.content.packages import package_roots
from toolkit.content.po.file import DRAFT, Entry
from toolkit.content.po.read import parse_po
from toolkit.content.po.sources import has_words
from toolkit.content.same import Same
from toolkit.content.text import Text

LOCALE = "curricula/locale"
"""Folder of the catalogues, one folder for each language in it."""


@dataclass(frozen=True, slots=True)
class Translations:
    """One catalogue. `by_context` is keyed by (context, message), `by_message` by the message alone. Fuzzy and empty
    entries are in neither."""

    by_context: Mapping[tuple[str, str], Entry] = field(default_factory=dict)
    by_message: Mapping[str, Entry] = field(default_factory=dict)

    def translate(self, text: Text) -> Text:
        """The text in the catalogue's language with `translated` True; else as it was with `translated` False. What
        holds no words, such as a telephone number, is the same in every language."""
        found = self.by_context.get((text.context, text.source)) or self.by_message.get(text.source)
        if found is not None:
            return replace(text, source=found.strings[0], translated=True, draft=DRAFT in found.flags)
        return replace(text, translated=False) if has_words(text.source) else text


NONE = Translations()
"""Of a language without a catalogue."""


def is_source_language(tag: str) -> bool:
    """Whether content is written in this language already."""
    return tag.split("-")[0] == SOURCE_LANGUAGE


def read_translations(root: Path, tag: str, catalogue: str) -> Translations:
    """The catalogue for a language, or for its base language (``pt`` for ``pt-BR``); empty when there is none or it
    cannot be read, so that its texts are shown in the source language and marked. Broken entries are left out:
    ``tot check`` and ``tot translate check`` name them. What the workspace lacks, installed packages may have."""
    found = [_read_catalogue(folder, tag, catalogue) for folder in (root, *package_roots())]
    several = tuple(Same(one) for one in found if one is not NONE)
    return _together(several) if len(several) > 1 else several[0].value if several else NONE


@lru_cache(maxsize=256)
def _together(catalogues: tuple[Same[Translations], ...]) -> Translations:
    """One of several: the first that has a text translates it."""
    by_context: dict[tuple[str, str], Entry] = {}
    by_message: dict[str, Entry] = {}
    for catalogue in reversed(catalogues):
        by_context.update(catalogue.value.by_context)
        by_message.update(catalogue.value.by_message)
    return Translations(by_context, by_message)


def _read_catalogue(root: Path, tag: str, catalogue: str) -> Translations:
    for candidate in fallback_tags(tag):
        path = root / LOCALE / candidate / f"{catalogue}.po"
        status = _status(path)
        if status is not None:
            changed = max(status.st_mtime_ns, status.st_ctime_ns)
            if changed > time.time_ns() - _SETTLED_NS:
                return _read_now(root, path)
            return _read_once(root, path, (changed, status.st_size, status.st_ino))
    return NONE


def _status(path: Path) -> os.stat_result | None:
    """Of a file; None when there is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status if stat.S_ISREG(status.st_mode) else None


_SETTLED_NS = 2_000_000_000
"""A file changed less than this ago may change again without a new time: clocks of file systems are coarse."""


@lru_cache(maxsize=1024)
def _read_once(root: Path, path: Path, _state: tuple[int, int, int]) -> Translations:
    return _read_now(root, path)


def _read_now(root: Path, path: Path) -> Translations:
    file, _ = read_text_file(root, path)
    return _catalogue(file.path, file.text, file.digest) if file else NONE


@lru_cache(maxsize=256)
def _catalogue(path: str, text: str, digest: str) -> Translations:
    return remembered("po", digest, (path,), lambda: _translations(parse_po(text, path)[0].entries))


def _translations(entries: tuple[Entry, ...]) -> Translations:
    usable = [entry for entry in entries if entry.usable]
    by_message: dict[str, Entry] = {}
    for entry in usable:
        by_message.setdefault(entry.message, entry)
    return Translations({entry.key: entry for entry in usable}, by_message)
