"""What of ``evaluation/`` is to be translated: shared items and the words of indicators, in one catalogue."""

from __future__ import annotations

from dataclasses import replace

from toolkit.content.po.file import Entry
from toolkit.content.po.sources import has_words, text_entry
from toolkit.content.records import Content
from toolkit.content.text import Text, iter_texts
from toolkit.content.translations import Translations
from toolkit.evaluation.indicators import Indicator, load_indicators
from toolkit.evaluation.items import Item
from toolkit.evaluation.profile.esco import load_esco
from toolkit.evaluation.shared_items import known_sets, load_set


def evaluation_entries(content: Content) -> tuple[Entry, ...]:
    """The catalogue's entries, set after set as their files are named, then ESCO's labels and the indicators; scales
    are in a catalogue of their own. What an item's file translates itself is here too: its words stay the file's."""
    found: dict[tuple[str, str], Entry] = {}
    for name in known_sets(content):
        made, _ = load_set(content, name)
        for item in made.items if made else ():
            for entry in _item_entries(item, content):
                found.setdefault(entry.key, entry)
    for concept in load_esco(content.root)[0]:
        entry = text_entry(concept.label, f"ESCO {concept.kind}")
        found.setdefault(entry.key, entry)
    for indicator in load_indicators(content.root)[0]:
        for field, text in _indicator_texts(indicator):
            found.setdefault((text.context, text.source), text_entry(text, f"indicator: {field}"))
    return tuple(entry for entry in found.values() if has_words(entry.message))


def translate_indicator(indicator: Indicator, translations: Translations) -> Indicator:
    """The indicator with its words in the catalogue's language, as far as it has them."""
    words = {field: translations.translate(text).source for field, text in _indicator_texts(indicator)}
    return replace(
        indicator,
        title=words["title"],
        numerator=words["numerator"],
        denominator=words.get("denominator", ""),
    )


def _item_entries(item: Item, content: Content) -> list[Entry]:
    part = f"shared item ({item.construct})"
    own = () if item.scale in content.scales else item.options
    return [
        *(text_entry(text, f"{part}: text") for text in iter_texts(item.stem)),
        *(text_entry(option.text, f"{part}: answer") for option in own if option.text),
        *(text_entry(text, f"{part}: feedback") for text in iter_texts(item.feedback)),
    ]


def _indicator_texts(indicator: Indicator) -> list[tuple[str, Text]]:
    fields = {
        "title": indicator.title,
        "numerator": indicator.numerator,
        "denominator": indicator.denominator,
    }
    return [
        (field, Text(value, indicator.place.line, f"indicator-{indicator.id}/{field}/1"))
        for field, value in fields.items()
        if value
    ]
