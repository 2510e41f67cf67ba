"""What a document says about its own translation: marks where the source language begins, and a note at its end on
what a machine translated and what is not translated yet.

Whether a text stands in a document is told by its last characters, so that makers need not keep count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import lru_cache
from typing import Any, TypeGuard

from toolkit.content.language import SOURCE_LANGUAGE, Language
from toolkit.content.records import Content
from toolkit.content.same import Same
from toolkit.content.text import Text
from toolkit.content.translations import is_source_language
from toolkit.content.walk import iter_record_texts
from toolkit.planning.plan import SessionPlan
from toolkit.rendering.outline import Card, Deck, Document, Inline, Nodes, Para, Rule, Span, inline, plain
from toolkit.rendering.outlines.inline import words_of

TAIL = 48
"""Characters at a text's end by which it is known again."""

Wordings = Mapping[str, Text]
"""The end of a text's words → the text."""

_MARKUP = re.compile(r"[*`\[\]\\_<&]")
_BLANKS = re.compile(r"_{2,}")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of a document's texts have a language of their own to be in, came from a machine, or are missing."""

    texts: int = 0
    drafted: int = 0
    missing: int = 0


def with_translation_note(document: Document, language: Language, wordings: Wordings) -> Document:
    """The document with its untranslated parts marked and the note as its last paragraphs; unchanged in the source
    language or where everything was reviewed. `wordings` are those of the content in `language`."""
    if is_source_language(language.tag):
        return document
    tally = count_texts((document.title, document.subtitle, document.body), wordings)
    body = mark_source_language(document.body)
    lines = note_lines(tally, language, marked=body != document.body)
    if not lines:
        return document
    return replace(document, body=(*body, Rule(), *(Para(inline(line), "note") for line in lines)))


def with_content_note(document: Document, content: Content, language: Language, more: object = ()) -> Document:
    """As `with_translation_note` for a document that belongs to no session: of the content, localised to `language`, it
    names modules, objectives and activities. `more` holds further records that it shows."""
    named = tuple(
        (m.title, *(o.statement for o in m.objectives), *(a.title for a in m.activities))
        for m in content.modules.values()
    )
    return with_translation_note(document, language, wordings_in([named, more]))


def with_words_note(document: Document, language: Language) -> Document:
    """As `with_translation_note` for a document that holds the toolkit's own words and no content, such as a report."""
    lines = note_lines(Tally(), language)
    if not lines:
        return document
    return replace(document, body=(*document.body, Rule(), *(Para(inline(line), "note") for line in lines)))


def translation_card(
    cards: Iterable[Card], content: Content, plan: SessionPlan, language: Language, section: str
) -> Iterator[Card]:
    """The last slide, where a deck has anything to say about its translation. Slides carry no marks in their text."""
    if is_source_language(language.tag):
        return
    shown = tuple((card.title, card.subtitle, card.body, card.columns) for card in cards)
    yield from _card(note_lines(count_texts(shown, wordings_of(content, plan)), language), language, section)


def with_notes_note(cards: Sequence[Card], content: Content, plan: SessionPlan, language: Language) -> Card:
    """The last card, with what there is to say about the translation of the speaker notes at the end of its own.
    `content` is localised in the notes' language."""
    if is_source_language(language.tag):
        return cards[-1]
    tally = count_texts(tuple(card.notes for card in cards), wordings_of(content, plan))
    said = tuple(Para(inline(line)) for line in note_lines(tally, language))
    return replace(cards[-1], notes=(*cards[-1].notes, *said))


def with_words_card(deck: Deck, language: Language) -> Deck:
    """As `with_words_note` for a deck without content, such as a report's."""
    section = deck.cards[-1].section if deck.cards else ""
    return replace(deck, cards=(*deck.cards, *_card(note_lines(Tally(), language), language, section)))


def _card(lines: tuple[str, ...], language: Language, section: str) -> Iterator[Card]:
    if lines:
        yield Card(
            layout="bullets",
            title=language.say("About this translation"),
            body=tuple(Para(inline(line)) for line in lines),
            section=section,
            kind="closing",
        )


def note_lines(tally: Tally, language: Language, *, marked: bool = False) -> tuple[str, ...]:
    """The sentences of the note in the reader's language; none where there is nothing to say."""
    say = language.say
    source = language.name_of_language(SOURCE_LANGUAGE)
    lines = []
    if tally.drafted:
        lines.append(
            say(
                "Parts of this document were translated by machine and not yet reviewed by a person "
                "({drafted} of {texts} texts).",
                drafted=language.show_number(tally.drafted),
                texts=language.show_number(tally.texts),
            )
        )
    if language.drafted_words:
        lines.append(say("The headings and standard sentences were translated by machine and not yet reviewed."))
    if tally.missing:
        lines.append(
            say(
                "Parts that are not translated yet stand in {language} ({missing} of {texts} texts).",
                language=source,
                missing=language.show_number(tally.missing),
                texts=language.show_number(tally.texts),
            )
        )
    if marked:
        lines.append(say("[{tag}] marks where text in {language} begins.", tag=SOURCE_LANGUAGE, language=source))
    return tuple(lines)


def wordings_of(content: Content, plan: SessionPlan, more: object = ()) -> Wordings:
    """The texts that a document of this plan may hold and for which a translation was asked. `content` is localised;
    `more` holds further records, such as an instrument. Empty in the source language."""
    chosen = {slot.activity for slot in plan.slots() if slot.activity}
    countries = [code for code in (plan.brief.origin, plan.brief.destination) if code]
    records: list[object] = [
        *(content.modules[module] for module in plan.module_ids() if module in content.modules),
        *(file for file in content.bank.values() if chosen & {activity.id for activity in file.activities}),
        *(content.countries[code] for code in countries if code in content.countries),
        *content.practices.values(),
        *content.scales.values(),
    ]
    found: dict[str, Text] = {}
    for record in records:
        for tail, text in _wordings(Same(record)):
            found.setdefault(tail, text)
    for tail, text in wordings_in([more]).items():
        found.setdefault(tail, text)
    return found


@lru_cache(maxsize=2048)
def _wordings(record: Same[object]) -> tuple[tuple[str, Text], ...]:
    """Of one record of the content, which many sessions have."""
    return tuple(wordings_in([record.value]).items())


def wordings_in(records: Iterable[object]) -> Wordings:
    """The texts of localised records for which a translation was asked."""
    found: dict[str, Text] = {}
    for record in records:
        for text in iter_record_texts(record):
            if text.translated is not None:
                words = words_of(text) if _MARKUP.search(text.source) else text.source
                found.setdefault(_tail(words), text)
    return found


def count_texts(shown: object, wordings: Wordings) -> Tally:
    """How many of the texts stand among the strings and inlines of `shown`, each wording once."""
    here = {_tail(string) for string in _iter_strings(shown)}
    return tally_texts([text for tail, text in wordings.items() if tail in here])


def tally_texts(texts: Sequence[Text]) -> Tally:
    """The tally of texts that are all shown. `texts` counts those for which a translation was asked."""
    asked = [text for text in texts if text.translated is not None]
    return Tally(
        texts=len(asked),
        drafted=sum(text.translated is True and text.draft for text in asked),
        missing=sum(text.translated is False for text in asked),
    )


def _tail(words: str) -> str:
    return " ".join(_BLANKS.sub("_", words).split())[-TAIL:]


def _iter_strings(value: object) -> Iterator[str]:
    """Every run of text in reading order: a plain string, or the spans of one inline together."""
    if isinstance(value, str):
        yield value
    elif _is_inline(value):
        yield plain(value)
    elif isinstance(value, tuple):
        for part in value:
            yield from _iter_strings(part)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _iter_strings(getattr(value, field.name))


def mark_source_language(body: Nodes) -> Nodes:
    """The body with a small language tag wherever the source language begins; parts that follow one another in it are
    marked once."""
    running = False

    def mark(spans: Inline) -> Inline:
        nonlocal running
        shown: list[Span] = []
        for span in spans:
            foreign = span.lang == SOURCE_LANGUAGE
            if foreign and not running and span.text.strip():
                shown.append(Span(f"[{SOURCE_LANGUAGE}] ", lang=SOURCE_LANGUAGE))
            if span.text.strip():
                running = foreign
            shown.append(span)
        return tuple(shown)

    marked: Nodes = _map_inlines(body, mark)
    return marked


def _is_inline(value: object) -> TypeGuard[Inline]:
    return isinstance(value, tuple) and bool(value) and all(isinstance(part, Span) for part in value)


def _map_inlines(value: Any, change: Callable[[Inline], Inline]) -> Any:  # noqa: ANN401 - any part of an outline
    if _is_inline(value):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_map_inlines(part, change) for part in value)
    if isinstance(value, Mapping) or not is_dataclass(value) or isinstance(value, (Span, type)):
        return value
    changed = {}
    for field in fields(value):
        old = getattr(value, field.name)
        if isinstance(old, tuple) or is_dataclass(old):
            changed[field.name] = _map_inlines(old, change)
    return replace(value, **changed) if changed else value
