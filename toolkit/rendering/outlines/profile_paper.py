"""The skills profile on paper: to fill in, and to be read aloud by somebody who marks the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolkit.content.language import Language
from toolkit.content.records import Content, ResponseOption
from toolkit.content.text import Body, iter_texts
from toolkit.content.translations import is_source_language
from toolkit.evaluation.instrument import Instrument
from toolkit.evaluation.items import Item, in_language
from toolkit.evaluation.profile.sections import part_title, parts
from toolkit.rendering.outline import (
    Callout,
    Cell,
    Choices,
    CodeBox,
    Column,
    Document,
    Inline,
    Keep,
    ListNode,
    Node,
    Nodes,
    Para,
    Span,
    TableNode,
    WriteLines,
    inline,
)
from toolkit.rendering.outlines.common import heading, make_paper, para
from toolkit.rendering.outlines.inline import body_nodes
from toolkit.rendering.outlines.questionnaire import option_text
from toolkit.rendering.outlines.translation_note import note_lines, tally_texts

MANY = 12
"""From so many options on, they stand in columns, and are not read aloud."""

COLUMNS = 3
LINES = 3
FINGERS = 5
"""Up to so many steps can be answered with the fingers of one hand."""


def make_profile_paper(content: Content, instrument: Instrument, language: Language) -> Document:
    """The sheet to fill in, in one of the instrument's languages: code box, what it is for, the questions by part. It
    asks for no name. `content` only says where pictures are."""
    body = _body(content, instrument, language, aloud=False)
    return _document(instrument, "skills-profile", language, body)


def make_read_aloud(content: Content, instrument: Instrument, language: Language) -> Document:
    """The questions to read aloud (those of `profile.instrument.read_aloud`), with what the helper does and says: one
    person alone, fingers for steps, yes or no for lists, nothing to read and nothing to write for the person asked."""
    say = language.say
    lines = (
        say("Sit with one person alone, where nobody else can hear. Bring an interpreter whom the person accepts."),
        say("Say first what it is for, that no name is written, and that every question may be left out."),
        say("Read the large bold lines aloud, twice and slowly. Do not suggest an answer."),
        say("For steps with numbers, the person shows that many fingers. For lists, read one line after the other and "
            "wait for yes or no."),
        say("Long lists are not read: ask openly, listen, and mark what the person tells you."),
        say("You mark the answers. Show the person at the end what you marked, by telling it back."),
    )  # fmt: skip
    how = Callout("note", inline(say("For the helper")), (ListNode(tuple((Para(inline(line)),) for line in lines)),))
    body = (how, *_body(content, instrument, language, aloud=True))
    return _document(instrument, "skills-profile-read-aloud", language, body, aloud=True)


def purpose_lines(language: Language) -> tuple[str, ...]:
    """What people are told before the first question."""
    say = language.say
    return (
        say("Your answers help us to plan a training for your group. You may leave out any question."),
        say("Nobody is chosen or refused because of an answer. Do not write your name."),
        say("Your sheet is kept locked away. What goes to others is only what many people in the group answered."),
        say("You can have your own answers as a page about what you can do, for yourself."),
    )


def wording_notes(content: Content, instrument: Instrument, language: Language) -> tuple[str, ...]:
    """How far the questions have been translated and reviewed; nothing in the language in which they were written."""
    if is_source_language(language.tag):
        return ()
    shown = [in_language(item, content, language.tag) for item in instrument.items]
    texts = [t for i in shown for t in (*iter_texts(i.stem), *(o.text for o in i.options)) if t]
    return note_lines(tally_texts(texts), language)


def _document(
    instrument: Instrument, name: str, language: Language, body: Sequence[Node], *, aloud: bool = False
) -> Document:
    say = language.say
    title = say("What I bring and what I want")
    kind = say("Skills profile, to read aloud") if aloud else say("Skills profile")
    return make_paper(name, title, language, body, kind=kind, footer=f"{kind} · {instrument.version}")


def _body(content: Content, instrument: Instrument, language: Language, *, aloud: bool) -> list[Node]:
    say = language.say
    lines = tuple((Para(inline(line)),) for line in purpose_lines(language))
    body: list[Node] = [
        CodeBox(inline(say("Your code (from your card)"), bold=True), instrument.code_cells),
        Callout("say" if aloud else "note", inline(say("Before you begin")), (ListNode(lines),)),
    ]
    number = 0
    for part, items in parts(instrument.items):
        body.append(heading(1, part_title(part, language)))
        shared = _shared_scale(items)
        if shared and not aloud:
            body.append(_grid(content, items, language, number))
            number += len(items)
            continue
        for item in items:
            number += 1
            body.append(_asked(in_language(item, content, language.tag), number, language, aloud=aloud))
    body.append(para(say("Thank you."), "lead"))
    body += [para(line, "note") for line in wording_notes(content, instrument, language)]
    return body


def _shared_scale(items: Sequence[Item]) -> bool:
    """Whether all items of a part are answered on one scale, so that they make a table."""
    return len(items) > 1 and bool(items[0].scale) and len({item.scale for item in items}) == 1


def _grid(content: Content, items: Sequence[Item], language: Language, before: int) -> TableNode:
    """A line for each item, a circle under each step."""
    shown = [in_language(item, content, language.tag) for item in items]
    options = shown[0].options
    columns = (Column((), 46.0), *(Column(option_text(o, language), 54.0 / len(options), "center") for o in options))
    rows = []
    for number, item in enumerate(shown, start=before + 1):
        marks = (Cell((Para(inline("\u25cb"), "lead"),)) for _ in options)
        rows.append((Cell(_numbered(item.stem, number)), *marks))
    return TableNode(columns, tuple(rows))


def _asked(item: Item, number: int, language: Language, *, aloud: bool) -> Node:
    say = language.say
    stem = _numbered(item.stem, number)
    # No frame: it would be a table, which office programs do not keep on the page of what follows.
    nodes: list[Node] = [replace(n, style="lead") if aloud and isinstance(n, Para) else n for n in stem]
    several = item.type == "multiple-choice"
    many = len(item.options) >= MANY
    if item.type == "short-answer":
        return Keep((*nodes, WriteLines(LINES)))
    if aloud and many:
        nodes.append(para(say("Do not read the list. Mark what the person tells you."), "note"))
    elif several:
        words = say("Read each line; mark every yes.") if aloud else say("You may mark more than one.")
        nodes.append(para(words, "note"))
    mark = "square" if several else "circle"
    if many:
        return Keep((*nodes, _columns(item.options, mark, language)))
    fingers = aloud and not several and len(item.options) <= FINGERS
    if aloud and not several and not fingers:
        words = say("Read from the first line on. Stop when the person says that it is too much; mark the line before.")
        nodes.append(para(words, "note"))
    shown = tuple(
        (str(place) if fingers else "", option_text(option, language))
        for place, option in enumerate(item.options, start=1)
    )
    nodes.append(_choices(shown, mark, fingers=fingers))
    return Keep(tuple(nodes))


def _choices(shown: tuple[tuple[str, Inline], ...], mark: str, *, fingers: bool) -> Choices:
    return Choices(shown, "square" if mark == "square" else "circle", show_codes=fingers)


def _columns(options: Sequence[ResponseOption], mark: str, language: Language) -> TableNode:
    """Many options side by side, running down the columns."""
    size = -(-len(options) // COLUMNS)
    cells = tuple(
        Cell((_choices(tuple(("", option_text(o, language)) for o in options[n : n + size]), mark, fingers=False),))
        for n in range(0, size * COLUMNS, size)
    )
    return TableNode(tuple(Column((), 100 / COLUMNS) for _ in cells), (cells,), flowing=True)


def _numbered(stem: Body, number: int) -> Nodes:
    nodes = body_nodes(stem)
    label = Span(f"{number}. ", bold=True)
    if nodes and isinstance(nodes[0], Para):
        return (replace(nodes[0], text=(label, *(replace(span, bold=True) for span in nodes[0].text))), *nodes[1:])
    return (Para((label,)), *nodes)
