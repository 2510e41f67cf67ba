"""Content in one language with its substitutions filled in: what makers of outlines read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from toolkit.content import walk
from toolkit.content.language import Language
from toolkit.content.po.sources import has_words
from toolkit.content.records import Content
from toolkit.content.same import Same
from toolkit.content.substitute import fill, iter_substitutions
from toolkit.content.text import Text
from toolkit.content.translations import Translations, is_source_language, read_translations

K = TypeVar("K")
R = TypeVar("R")


_NUMBER = re.compile(
    r"(?<![\w.,:/-])(?<!\d )(?P<sign>[+\u2212-])?(?P<gap> ?)"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\w.,:/-]| \d)"
)


def with_numbers(text: Text, language: Language) -> Text:
    """A text of numbers alone, such as the cell "1,040", as `language` writes them: nobody translates it. Where there
    are words, the translator wrote the number. A sign stays before its number, also from right to left."""
    if text.translated is not None or has_words(text.source):
        return text
    return replace(text, source=_NUMBER.sub(lambda found: _number(found, language), text.source))


def _number(found: re.Match[str], language: Language) -> str:
    sign, gap, digits = found["sign"] or "", found["gap"], found["digits"]
    if "," in digits or "." in digits:
        digits = language.show_number(float(digits.replace(",", "")), len(digits.partition(".")[2]))
    if not sign:
        return gap + digits
    mark = "\u200e" if language.direction == "rtl" else ""
    return mark + sign + gap.replace(" ", "\u00a0") + digits


def localise(content: Content, language: Language, values: Mapping[str, str]) -> Content:
    """`content` with every `Text` translated and every ``{{ name }}`` replaced by ``values[name]``.

    Translations come from ``curricula/locale/<lang>/<catalogue>.po``; a text without one stays as written, with
    `translated` False. In the source language `translated` stays None. A name that `values` lacks stays visible.
    """
    here = not is_source_language(language.tag)

    def change(record: R, catalogue: str) -> R:
        translations = read_translations(content.root, language.tag, catalogue) if here else None
        names = dict.fromkeys((*_names_in(Same(record)), *(_names_translated(Same(translations)))))
        used = tuple((name, values[name]) for name in names if name in values)
        changed: R = _changed(Same(record), Same(translations), language, used)
        return changed

    def every(records: Mapping[K, R], catalogue: str) -> dict[K, R]:
        return {key: change(record, catalogue) for key, record in records.items()}

    return replace(
        content,
        curricula=every(content.curricula, walk.CURRICULA),
        modules={key: change(m, m.id) for key, m in content.modules.items()},
        bank={key: change(f, walk.BANK + f.id) for key, f in content.bank.items()},
        practices=every(content.practices, walk.PRACTICES),
        countries=every(content.countries, walk.COUNTRIES),
        scales=every(content.scales, walk.SCALES),
        templates=every(content.templates, walk.TEMPLATES),
    )


@lru_cache(maxsize=2048)
def _names_in(record: Same[R]) -> tuple[str, ...]:
    """The substitutions that a record's texts use."""
    names: dict[str, None] = {}

    def note(text: Text) -> Text:
        names.update(dict.fromkeys(iter_substitutions(text.source)))
        return text

    walk.map_record_texts(record.value, note)
    return tuple(names)


@lru_cache(maxsize=256)
def _names_translated(translations: Same[Translations | None]) -> tuple[str, ...]:
    """Those that a catalogue's translations use: they may be others."""
    entries = translations.value.by_context.values() if translations.value else ()
    return tuple(dict.fromkeys(name for entry in entries for name in iter_substitutions(entry.strings[0])))


@lru_cache(maxsize=2048)
def _changed(
    record: Same[R], translations: Same[Translations | None], language: Language, used: tuple[tuple[str, str], ...]
) -> R:
    """The record in a language with these values: the same for every session that has the same values."""
    translate = translations.value.translate if translations.value else None
    values = dict(used)
    return walk.map_record_texts(
        record.value, lambda text: fill(with_numbers(translate(text), language) if translate else text, values)
    )
