"""What is to be translated: every text of a workspace as an `Entry` without translation, by catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from toolkit.content import records
from toolkit.content.po.file import Entry
from toolkit.content.records import Content
from toolkit.content.text import Heading, ListBlock, Picture, Table, Text
from toolkit.content.walk import iter_catalogue_records

_WORDS = re.compile(r"[^\W\d_]")
_MATERIALS = "/materials/"
_NO_WORDS = re.compile(r"\{\{.*?\}\}|`[^`]*`|https?://\S+")

PARTS: Mapping[type, str] = {
    records.Module: "module",
    records.BankFile: "activity bank",
    records.Prose: "background for the trainer",
    records.Objective: "learning objective",
    records.KeyMessages: "key messages",
    records.Activity: "activity",
    records.Adaptation: "activity, adapted for",
    records.Slide: "slide",
    records.CaseStudy: "case study",
    records.Handout: "handout",
    records.Question: "question",
    records.Guidance: "trainer's guidelines",
    records.Practice: "practice",
    records.Criterion: "practice, criterion",
    records.Fact: "country profile",
    records.Scale: "scale",
    records.Curriculum: "curriculum",
    records.SessionTemplate: "session template",
}
"""What each record is called in the remarks for translators."""

FIELDS: Mapping[str, str] = {
    "stem": "text",
    "body": "text",
    "notes": "speaker notes",
    "facilitator": "for the trainer",
    "practices": "how it meets a practice",
    "ask": "question to the trainer",
    "more": "explanation",
    "options": "answer",
}
"""What fields are called where their name does not say it."""

PIECES: Mapping[type, str] = {Heading: "heading", ListBlock: "list item", Table: "table cell", Picture: "picture"}


def content_entries(content: Content) -> dict[str, tuple[Entry, ...]]:
    """Every catalogue's entries in the order of the source, by the catalogue's name."""
    found: dict[str, dict[tuple[str, str], Entry]] = {}
    for name, _, record in iter_catalogue_records(content):
        entries = found.setdefault(name, {})
        for entry in record_entries(record):
            entries.setdefault(entry.key, entry)
    return {name: tuple(entries.values()) for name, entries in found.items()}


def record_entries(record: object) -> tuple[Entry, ...]:
    """The entries of one record, by line. What holds no words, such as a telephone number, is left out, and so are the
    ids by which materials name a handout: documents show its title."""
    handouts = {handout.id for handout in getattr(record, "handouts", ())}
    texts = sorted(_walk(record, "", ""), key=lambda found: found[0].line)
    return tuple(
        text_entry(text, about)
        for text, about in texts
        if has_words(text.source) and not (_MATERIALS in text.context and text.source.strip() in handouts)
    )


def text_entry(text: Text, about: str) -> Entry:
    """A text without a translation."""
    return Entry(text.context, text.source, about=(about,) if about else ())


def has_words(source: str) -> bool:
    """Whether there is anything to translate besides substitutions, code and addresses."""
    return _WORDS.search(_NO_WORDS.sub("", source)) is not None


def _walk(value: object, part: str, name: str) -> Iterator[tuple[Text, str]]:
    """Each `Text` with what it is: the innermost part that has a name, the field, and the kind of block."""
    if isinstance(value, Text):
        if value:
            yield value, ": ".join(word for word in (part, name) if word)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _walk(one, part, name)
    elif isinstance(value, tuple):
        for one in value:
            yield from _walk(one, part, name)
    elif is_dataclass(value):
        yield from _walk_fields(value, part, name)


def _walk_fields(value: object, part: str, name: str) -> Iterator[tuple[Text, str]]:
    kind = type(value)
    if isinstance(value, records.ResponseOption):
        marks = [mark for mark, on in (("right", value.correct), ("not known", value.unknown)) if on]
        yield from _walk(value.text, part, f"answer ({', '.join(marks)})" if marks else "answer")
    elif kind in PIECES:
        plain = PIECES[kind]
        for field in fields(value):  # type: ignore[arg-type]
            yield from _walk(getattr(value, field.name), part, _joined(name, plain))
    else:
        here = PARTS.get(kind, "")
        if isinstance(value, records.Adaptation):
            here = f"{here} {value.need}"
        for field in fields(value):  # type: ignore[arg-type]
            own = FIELDS.get(field.name, field.name.replace("_", " "))
            yield from _walk(getattr(value, field.name), here or part, own if here else name)


def _joined(name: str, piece: str) -> str:
    """Blocks inside blocks are called by the innermost: a list item in a table's cell does not occur."""
    plain = name.partition(", ")[0]
    return f"{plain}, {piece}" if plain else piece
