"""Content in one language with its substitutions filled in: what makers of outlines read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from toolkit.content import walk
from toolkit.content.language import Language
from toolkit.content.po.sources import has_words
from toolkit.content.records import Content
from toolkit.content.substitute import fill
from toolkit.content.text import Text
from toolkit.content.translations import is_source_language, read_translations

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

    def change(catalogue: str) -> Callable[[Text], Text]:
        translate = read_translations(content.root, language.tag, catalogue).translate if here else None
        return lambda text: fill(with_numbers(translate(text), language) if translate else text, values)

    def every(records: Mapping[K, R], catalogue: str) -> dict[K, R]:
        changed = change(catalogue)
        return {key: walk.map_record_texts(record, changed) for key, record in records.items()}

    return replace(
        content,
        curricula=every(content.curricula, walk.CURRICULA),
        modules={key: walk.map_record_texts(m, change(m.id)) for key, m in content.modules.items()},
        bank={key: walk.map_record_texts(f, change(walk.BANK + f.id)) for key, f in content.bank.items()},
        practices=every(content.practices, walk.PRACTICES),
        countries=every(content.countries, walk.COUNTRIES),
        scales=every(content.scales, walk.SCALES),
        templates=every(content.templates, walk.TEMPLATES),
    )
