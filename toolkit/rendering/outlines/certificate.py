"""The certificate of attendance: one page to print for each participant, with room for the name, which nobody types."""

from __future__ import annotations

from dataclasses import replace

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.content.vocabulary import METHODS
from toolkit.planning.plan import SessionPlan
from toolkit.rendering.outline import Cell, Column, Document, Heading, Node, Para, Span, TableNode, WriteLines, inline
from toolkit.rendering.outlines.common import joined, make_document, modules_of, para
from toolkit.rendering.outlines.facts import dates_text, route_text
from toolkit.rendering.outlines.inline import words_of

NAMED_MODULES = 6
"""Modules up to which each gets a line of its own; more share a paragraph, so that the page holds them."""

_MINUTES_STEP = 30


def make_certificate(content: Content, plan: SessionPlan, language: Language) -> Document:
    """The certificate in a participant's language. Names are written in by hand: the toolkit never learns them."""
    say, brief = language.say, plan.brief
    body: list[Node] = [
        para(say("This is to confirm that")),
        WriteLines(1),
        para(say("(name)"), "note"),
        para(say("took part in the session")),
        Heading(1, inline(brief.title)),
        para(joined([route_text(plan, language), dates_text(plan, language), brief.venue])),
        *_contents(content, plan, language),
        _signatures(language),
    ]
    made = make_document("certificate", say("Certificate of attendance"), plan, language, body, landscape=True)
    return replace(made, title=say("Certificate of attendance"), subtitle=brief.organisation, look="certificate")


def learning_minutes(plan: SessionPlan) -> int:
    """Minutes of the session without breaks, rounded to half hours."""
    minutes = sum(slot.minutes for slot in plan.slots() if slot.kind in METHODS or slot.kind.endswith("-test"))
    return round(minutes / _MINUTES_STEP) * _MINUTES_STEP


def _contents(content: Content, plan: SessionPlan, language: Language) -> list[Node]:
    say = language.say
    minutes = learning_minutes(plan)
    hours = language.show_number(minutes / 60, 1 if minutes % 60 else 0)
    nodes: list[Node] = []
    titles = [words_of(module.title) for module in modules_of(content, plan)]
    if titles:
        nodes.append(para((Span(say("What we worked on"), bold=True),)))
    if len(titles) <= NAMED_MODULES:
        nodes.extend(para(title) for title in titles)
    else:
        nodes.append(para(joined(titles)))
    if minutes:
        nodes.append(Para((Span(f"{say('Hours of training')}: "), Span(hours, bold=True))))
    return nodes


def _signatures(language: Language) -> TableNode:
    say = language.say
    labels = [say("Place and date"), say("Signature of the trainer"), say("Stamp or signature of the organisation")]
    cells = tuple(Cell((WriteLines(1), para(label, "small"))) for label in labels)
    return TableNode(tuple(Column((), 100 / len(labels), "center") for _ in labels), (cells,), flowing=True)
