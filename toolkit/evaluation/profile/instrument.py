"""The questions of the skills profile, with the occupations, skills and languages that people choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolkit.content.language import Language
from toolkit.content.records import Content, ResponseOption
from toolkit.content.text import Text
from toolkit.content.translations import is_source_language, read_translations
from toolkit.evaluation.instrument import Instrument
from toolkit.evaluation.items import Item, ItemWords
from toolkit.evaluation.profile.esco import EscoEntry, load_esco, of_kind
from toolkit.evaluation.shared_items import CATALOGUE, load_set, load_shared
from toolkit.problems import Problem, sort_problems

NAME = "profile"
"""Name of the set in ``evaluation/``."""

LANGUAGE_TAGS = (
    "am", "ar", "az", "bn", "en", "es", "fa", "fr", "ha", "hi", "hy", "ku", "ln", "ne", "ps", "pt", "rn", "ru", "rw",
    "so", "sq", "sw", "syr", "ta", "ti", "fil", "tr", "uk", "ur", "vi", "yo",
)  # fmt: skip
"""Languages to choose from; "another language" is always there too."""

FILLED = {
    "pr-work-jobs": "occupation",
    "pr-asp-job": "occupation",
    "pr-skill-can": "skill",
    "pr-lang-mother": "language",
    "pr-lang-more": "language",
}
"""Item → what its options are filled with, before those that its file has."""


def load_profile(
    content: Content, languages: Sequence[str] = ("en",), name: str = NAME
) -> tuple[Instrument | None, tuple[Problem, ...]]:
    """The skills profile of the workspace with its words in `languages`, main one first, as far as they are translated.

    Occupations and skills come from the table of `toolkit.evaluation.profile.esco`. None when there is no such set.
    """
    head, problems = load_set(content, name)
    if head is None:
        return None, problems
    tags = tuple(dict.fromkeys(("en", *languages)))
    items, found = load_shared(content, (name,), tags)
    entries, wrong = load_esco(content.root)
    filled = tuple(_filled(item, entries, content, tags) for item in items)
    made = replace(head, items=filled, wave="pre", languages=tags, title=head.title)
    return made, sort_problems((*found, *wrong))


def read_aloud(instrument: Instrument) -> Instrument:
    """The questions that can be read aloud and answered without reading: those of literacy ``none``."""
    items = tuple(item for item in instrument.items if item.literacy == "none")
    return replace(instrument, id=f"{instrument.id}_aloud"[:48], items=items)


def _filled(item: Item, entries: Sequence[EscoEntry], content: Content, tags: Sequence[str]) -> Item:
    kind = FILLED.get(item.item_id)
    if kind is None:
        return item
    own = {option.code for option in item.options}
    words = {words.language: words for words in item.words}
    carried = []
    for tag in tags[1:]:
        held = words.get(tag) or ItemWords(tag, item.stem, item.options, item.feedback)
        added = _options(kind, entries, content, tag)
        options = (*(o for o in added if o.code not in own), *(held.options or item.options))
        carried.append(replace(held, options=options))
    options = tuple(o for o in _options(kind, entries, content, tags[0]) if o.code not in own)
    return replace(item, options=(*options, *item.options), words=tuple(carried))


def _options(kind: str, entries: Sequence[EscoEntry], content: Content, tag: str) -> tuple[ResponseOption, ...]:
    """The options that an item is filled with, in one language, always in the same order."""
    if kind == "language":
        named = Language(tag)
        further = None if is_source_language(tag) else True
        tags = sorted(LANGUAGE_TAGS, key=Language("en").name_of_language)
        return tuple(ResponseOption(code, Text(named.name_of_language(code), translated=further)) for code in tags)
    chosen = of_kind(entries, "occupation" if kind == "occupation" else "skill")
    if is_source_language(tag):
        return tuple(ResponseOption(entry.key, entry.label) for entry in chosen)
    translate = read_translations(content.root, tag, CATALOGUE).translate
    return tuple(ResponseOption(entry.key, translate(entry.label)) for entry in chosen)
