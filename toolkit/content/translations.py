"""PO catalogues of a workspace: ``curricula/locale/<lang>/<catalogue>.po`` as a way to translate a `Text`."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from toolkit.content.files import read_text_file
from toolkit.content.language import SOURCE_LANGUAGE
from toolkit.content.text import Text


@dataclass(frozen=True, slots=True)
class Translations:
    """One catalogue. `by_context` is keyed by (context, message), `by_message` by the message alone. Fuzzy and empty
    entries are in neither."""

    by_context: Mapping[tuple[str, str], str] = field(default_factory=dict)
    by_message: Mapping[str, str] = field(default_factory=dict)

    def translate(self, text: Text) -> Text:
        """The text in the catalogue's language with `translated` True; else as it was with `translated` False."""
        found = self.by_context.get((text.context, text.source)) or self.by_message.get(text.source)
        return replace(text, source=found, translated=True) if found else replace(text, translated=False)


def is_source_language(tag: str) -> bool:
    """Whether content is written in this language already."""
    return tag.split("-")[0] == SOURCE_LANGUAGE


def read_translations(root: Path, tag: str, catalogue: str) -> Translations:
    """The catalogue for a language, or for its base language (``pt`` for ``pt-BR``); empty when there is none or it
    cannot be read, so that its texts are shown in the source language and marked."""
    for candidate in dict.fromkeys((tag, tag.split("-")[0])):
        path = root / "curricula" / "locale" / candidate / f"{catalogue}.po"
        if path.is_file():
            file, _ = read_text_file(root, path)
            return _parse(file.text) if file else Translations()
    return Translations()


def _parse(text: str) -> Translations:
    from babel import UnknownLocaleError
    from babel.messages.pofile import PoFileError, read_po

    by_context: dict[tuple[str, str], str] = {}
    by_message: dict[str, str] = {}
    try:
        catalogue = read_po(io.StringIO(text), ignore_obsolete=True, abort_invalid=True)
        messages = [message for message in catalogue if not message.fuzzy]
    except (PoFileError, UnknownLocaleError, ValueError):
        return Translations()
    for message in messages:
        source, translated = message.id, message.string
        if isinstance(source, str) and isinstance(translated, str) and source and translated.strip():
            by_context[(message.context or "", source)] = translated
            by_message.setdefault(source, translated)
    return Translations(by_context, by_message)
