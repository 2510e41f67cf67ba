"""The observation sheet: what a second trainer or a visitor writes down about a session, never about a participant."""

from __future__ import annotations

from dataclasses import replace

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.content.text import iter_texts
from toolkit.evaluation.instrument import Instrument
from toolkit.evaluation.items import Item, in_language
from toolkit.planning.plan import SessionPlan
from toolkit.rendering.outline import (
    Callout,
    Cell,
    Column,
    Document,
    Heading,
    Keep,
    ListNode,
    Node,
    Para,
    TableNode,
    WriteLines,
    inline,
)
from toolkit.rendering.outlines.common import joined, make_document, pair
from toolkit.rendering.outlines.inline import body_nodes, parse_inline
from toolkit.rendering.outlines.questionnaire import option_text

MARK = "\u25cb"
LINES_TO_WRITE = 3
MARK_WIDTH_PCT = 9.0
STATEMENT_WIDTH_PCT = 34.0
ROW_PT = 26.0


def make_observation_sheet(
    content: Content, observation: Instrument, plan: SessionPlan, language: Language
) -> Document:
    """The printable sheet of an observation instrument (`shared_items.load_set(content, "observation")`): one table
    for each scale, with room to write what was seen, then the open questions."""
    say = language.say
    items = [in_language(item, content, language.tag) for item in observation.items]
    advice = (
        say("Sit where you see everybody, and tell the group why you are there."),
        say("Write down what was said and done first; mark the circles afterwards."),
        say("Write no names. The sheet is about the session, not about any participant or trainer."),
        say("Talk it over with the trainers on the same day, and begin with what went well."),
    )
    tips = ListNode(tuple((Para(inline(line)),) for line in advice))
    body: list[Node] = [Callout("note", inline(say("Before you observe")), (tips,))]
    for scale in dict.fromkeys(item.scale for item in items if item.type == "rating"):
        body.append(_table([item for item in items if item.type == "rating" and item.scale == scale], language))
    written = [item for item in items if item.type == "short-answer"]
    if written:
        body.append(Heading(2, inline(say("In your own words"))))
    for item in written:
        body.append(Keep((*body_nodes(item.stem, content.root), WriteLines(LINES_TO_WRITE))))
    facts = (pair(say("Part of the session observed"), ""), pair(say("Time"), ""))
    document = make_document(
        "observation-sheet", say("Observation sheet"), plan, language, body, facts=facts, landscape=True
    )
    return replace(document, footer=joined([document.footer, observation.version]))


def _table(items: list[Item], language: Language) -> TableNode:
    """A line for each statement: a circle under each option, and room to write."""
    options = items[0].options
    columns = (
        Column(inline(language.say("What one can see")), STATEMENT_WIDTH_PCT),
        *(Column(option_text(option, language), MARK_WIDTH_PCT, "center") for option in options),
        Column(inline(language.say("What I saw and heard"))),
    )
    rows = []
    for item in items:
        words = tuple(Para(parse_inline(text)) for text in iter_texts(item.stem))
        marks = (Cell((Para(inline(MARK), "lead"),)) for _ in options)
        rows.append((Cell(words), *marks, Cell(())))
    return TableNode(columns, tuple(rows), ROW_PT)
