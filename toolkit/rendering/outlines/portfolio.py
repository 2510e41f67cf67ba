"""One person's skills portfolio, in two languages side by side, for that person alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from unicodedata import bidirectional

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.evaluation.instrument import Instrument
from toolkit.evaluation.items import Item, in_language
from toolkit.evaluation.profile.person import Person
from toolkit.evaluation.profile.sections import PORTFOLIO, part_title, parts
from toolkit.planning.group_profile import CEFR
from toolkit.rendering.outline import (
    Cell,
    Column,
    Document,
    Heading,
    Inline,
    Node,
    Para,
    Span,
    TableNode,
    WriteLines,
    inline,
)
from toolkit.rendering.outlines.common import make_paper, para
from toolkit.rendering.outlines.inline import body_nodes
from toolkit.rendering.outlines.profile_paper import wording_notes
from toolkit.rendering.outlines.questionnaire import option_text

SILENT = frozenset({"hidden", "unsure", "nothing", "none", "other"})
"""Answers that say nothing about what somebody can do or wants."""

NOT_SHOWN = frozenset({"pr-lang-read", "pr-lang-latin", "pr-edu-papers"})
"""Questions that help to plan a training and may harm somebody who looks for work."""


def make_portfolio(content: Content, instrument: Instrument, person: Person, languages: Sequence[Language]) -> Document:
    """The portfolio in one or two languages, the person's own first. It names nobody: the name is written in by hand.
    What somebody needs in a room, and what somebody cannot do, is left out."""
    main = languages[0]
    names = [_in(language.say("Name:"), language, main) for language in languages]
    body: list[Node] = [Para(_side_by_side(names)), WriteLines(1)]
    for part, items in parts(instrument.items):
        rows = [row for item in items if (row := _row(content, item, person, languages))] if part in PORTFOLIO else []
        if rows:
            body += _titled(part, rows, languages)
    closing = [
        language.say(
            "These are my own words about myself; nothing was tested. Levels of languages are those of the Common "
            "European Framework of Reference (A1 to C2). This page belongs to me: I decide who sees it."
        )
        for language in languages
    ]
    body += [para(_in(words, language, main), "note") for words, language in zip(closing, languages, strict=True)]
    esco = languages[-1]
    line = esco.say("This publication uses the ESCO classification of the European Commission.")
    body.append(para(_in(line, esco, main), "note"))
    body += [
        para(_in(line, language, main), "note")
        for language in languages
        for line in wording_notes(content, instrument, language)
    ]
    titles = [language.say("What I can do and what I want to do") for language in languages]
    second = " / ".join(titles[1:])
    return make_paper("portfolio", titles[0], main, body, kind=main.say("Skills portfolio"), subtitle=second)


def _row(content: Content, item: Item, person: Person, languages: Sequence[Language]) -> tuple[Cell, ...]:
    """An item's question and answer in each language; () where there is nothing to show."""
    if item.item_id in NOT_SHOWN:
        return ()
    if item.item_id in person.words:
        questions = [p for language in languages for p in _question(content, item, language, languages[0])]
        own = _in(person.words[item.item_id], _written_in(person.words[item.item_id], languages), languages[0])
        return (Cell((*questions, Para(own)), span=len(languages)),)
    chosen = [code for code in person.choices.get(item.item_id, ()) if _is_shown(item, code)]
    if not chosen:
        return ()
    cells = []
    for language in languages:
        words = {option.code: option for option in in_language(item, content, language.tag).options}
        shown = [_answer(item, code, option_text(words[code], language)) for code in chosen if code in words]
        lines = tuple(Para(_all_in(spans, language, languages[0])) for spans in shown)
        cells.append(Cell((*_question(content, item, language, languages[0]), *lines)))
    return tuple(cells)


def _is_shown(item: Item, code: str) -> bool:
    if item.item_id.startswith("pr-dig-"):
        return code == "c"
    return code not in SILENT and code != CEFR[0]


def _answer(item: Item, code: str, words: Inline) -> Inline:
    """A level of a language stands before its words."""
    return (*inline(f"{code}  ", bold=True), *words) if item.item_id.startswith("pr-cefr-") else words


def _question(content: Content, item: Item, language: Language, main: Language) -> tuple[Para, ...]:
    nodes = body_nodes(in_language(item, content, language.tag).stem)
    return tuple(Para(_all_in(node.text, language, main), "small") for node in nodes if isinstance(node, Para))


def _titled(part: str, rows: Sequence[tuple[Cell, ...]], languages: Sequence[Language]) -> tuple[Node, Node]:
    """A part's name in every language, and its rows; a language that runs the other way stands at its own side."""
    page = languages[0]
    words = [_in(part_title(part, language), language, page) for language in languages]
    columns = tuple(
        Column((), 100 / len(languages), "start" if language.direction == page.direction else "end")
        for language in languages
    )
    return Heading(1, _side_by_side(words)), TableNode(columns, tuple(rows), flowing=True)


def _written_in(words: str, languages: Sequence[Language]) -> Language:
    """The language whose direction a person's own words have, by their first letter; else the first one."""
    first = next((bidirectional(ch) for ch in words if bidirectional(ch) in ("L", "R", "AL")), "")
    direction = "ltr" if first == "L" else "rtl"
    return next((language for language in languages if language.direction == direction), languages[0])


def _side_by_side(words: Sequence[Inline]) -> Inline:
    found: list[Span] = []
    for number, spans in enumerate(words):
        found.extend((*inline(" / "), *spans) if number else spans)
    return tuple(found)


def _in(words: str, language: Language, main: Language) -> Inline:
    return _all_in(inline(words), language, main)


def _all_in(spans: Inline, language: Language, main: Language) -> Inline:
    """Spans that say which language they are in, where it is not the page's."""
    if language.tag == main.tag:
        return spans
    return tuple(span if span.lang else replace(span, lang=language.tag) for span in spans)
