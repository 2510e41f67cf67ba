"""The certificate of attendance: one page for each participant, with room for the name. One that is issued bears a
number and a signed QR code, and a name only when its holder wants one printed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.content.vocabulary import METHODS
from toolkit.planning.plan import SessionPlan
from toolkit.rendering.outline import (
    Cell,
    Column,
    Document,
    Heading,
    Node,
    Para,
    QrNode,
    Span,
    TableNode,
    WriteLines,
    inline,
)
from toolkit.rendering.outlines.common import joined, make_document, modules_of, para
from toolkit.rendering.outlines.facts import dates_text, route_text
from toolkit.rendering.outlines.inline import words_of

NAMED_MODULES = 6
"""Modules up to which each gets a line of its own; more share a paragraph, so that the page holds them."""
NAMED_BESIDE_CODE = 3
"""The same where the page holds a QR code too."""

QR_WIDTH_MM = 32

_MINUTES_STEP = 30


@dataclass(frozen=True, slots=True)
class Issued:
    """What makes a certificate one that can be checked: its printed number, the signed text of its QR code, the day of
    issue, the last day on which it counts, and the name as its holder wants it printed ("" for a line to write on)."""

    number: str
    code: str
    issued: date
    until: date | None = None
    name: str = ""


def make_certificate(content: Content, plan: SessionPlan, language: Language, issued: Issued | None = None) -> Document:
    """The certificate in a participant's language. Without `issued`, a blank form: names are written in by hand."""
    say, brief = language.say, plan.brief
    body: list[Node] = [
        para(say("This is to confirm that")),
        *_holder(language, issued),
        para(say("took part in the session")),
        Heading(1, inline(brief.title)),
        para(joined([route_text(plan, language), dates_text(plan, language), "" if issued else brief.venue])),
        *_contents(content, plan, language, NAMED_BESIDE_CODE if issued else NAMED_MODULES),
        _signatures(language, issued),
        *_how_to_check(brief.organisation, language, issued),
    ]
    made = make_document("certificate", say("Certificate of attendance"), plan, language, body, landscape=True)
    return replace(made, title=say("Certificate of attendance"), subtitle=brief.organisation, look="certificate")


def learning_minutes(plan: SessionPlan) -> int:
    """Minutes of the session without breaks, rounded to half hours."""
    minutes = sum(slot.minutes for slot in plan.slots() if slot.kind in METHODS or slot.kind.endswith("-test"))
    return round(minutes / _MINUTES_STEP) * _MINUTES_STEP


def _contents(content: Content, plan: SessionPlan, language: Language, named: int) -> list[Node]:
    say = language.say
    minutes = learning_minutes(plan)
    hours = language.show_number(minutes / 60, 1 if minutes % 60 else 0)
    nodes: list[Node] = []
    titles = [words_of(module.title) for module in modules_of(content, plan)]
    if titles:
        nodes.append(para((Span(say("What we worked on"), bold=True),)))
    if len(titles) <= named:
        nodes.extend(para(title) for title in titles)
    else:
        nodes.append(para(joined(titles)))
    if minutes:
        nodes.append(Para((Span(f"{say('Hours of training')}: "), Span(hours, bold=True))))
    return nodes


def _holder(language: Language, issued: Issued | None) -> list[Node]:
    if issued is not None and issued.name:
        return [Para((Span(issued.name, bold=True),), "lead")]
    return [WriteLines(1), para(language.say("(name)"), "note")]


def _signatures(language: Language, issued: Issued | None) -> TableNode:
    say = language.say
    labels = [say("Place and date"), say("Signature of the trainer"), say("Stamp or signature of the organisation")]
    cells = [Cell((WriteLines(1), para(label, "small"))) for label in labels]
    if issued is not None:
        cells.append(Cell(_proof(language, issued)))
    return TableNode(tuple(Column((), 100 / len(cells), "center") for _ in cells), (tuple(cells),), flowing=True)


def _how_to_check(organisation: str, language: Language, issued: Issued | None) -> list[Node]:
    if issued is None:
        return []
    lines = [language.say("Issued on {day}", day=language.show_date(issued.issued, weekday=False))]
    if issued.until is not None:
        lines.append(language.say("Counts until {day}", day=language.show_date(issued.until, weekday=False)))
    words = language.say(
        "Whoever has the public key of {organisation} can check the code, also offline. It holds no name.",
        organisation=organisation,
    )
    return [para(joined([*lines, words]), "note")]


def _proof(language: Language, issued: Issued) -> tuple[Node, ...]:
    say = language.say
    alt = say("QR code that proves this certificate, number {number}", number=issued.number)
    caption = inline(say("No. {number}", number=issued.number))
    return (QrNode(issued.code, alt, QR_WIDTH_MM, caption),)
