"""The content's own slides as cards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypedDict

from toolkit.content.language import Language
from toolkit.content.records import Content, Slide
from toolkit.content.text import ListBlock
from toolkit.planning.plan import SessionPlan
from toolkit.rendering.outline import Card, Heading, Inline, ListNode, Nodes, Para, Span, inline
from toolkit.rendering.outlines.common import body_of
from toolkit.rendering.outlines.deck_notes import Notes
from toolkit.rendering.outlines.inline import words_of

WITH_FACTS = ("activity", "discussion", "case-study")
"""Layouts on which time, grouping and materials are shown to participants."""
Facts = tuple[tuple[str, str, str], ...]
"""Label, value and icon of each."""


@dataclass(frozen=True, slots=True)
class Show:
    """What every maker of cards below needs."""

    content: Content
    plan: SessionPlan
    language: Language
    notes: Notes


class FactFields(TypedDict):
    """What a card holds of its facts."""

    facts: tuple[tuple[str, str], ...]
    fact_icons: tuple[str, ...]


def as_fields(facts: Facts) -> FactFields:
    """Facts as the fields of a card."""
    return {"facts": tuple((label, value) for label, value, _ in facts), "fact_icons": tuple(f[2] for f in facts)}


def slide_cards(
    show: Show, slide: Slide, title: str, *, kind: str = "presentation", facts: Facts = ()
) -> Iterator[Card]:
    """A slide of the content: one card, or two when the author has ticked the right options of a question. In
    two-columns and comparison, its headings begin the columns."""
    body = body_of(show.content, slide.body)
    columns: tuple[tuple[Inline, Nodes], ...] = ()
    if slide.layout in ("two-columns", "comparison"):
        body, columns = _columns(body)
    right = _right_options(slide) if slide.layout == "question" else ()
    if right:
        body = tuple(replace(node, mark="bullet") if isinstance(node, ListNode) else node for node in body)
    elif slide.layout == "process":
        body = tuple(_with_heads(node) if isinstance(node, ListNode) else node for node in body)
    card = Card(
        layout=slide.layout,
        title=words_of(slide.title) or title,
        body=body,
        columns=columns,
        **as_fields(facts if slide.layout in WITH_FACTS else ()),
        notes=show.notes.slide(slide),
        source_id=slide.id,
        kind=kind,
    )
    yield card
    if right:
        say, trainer = show.language.say, show.notes.language
        yield replace(
            card,
            title=say("Answer: {title}", title=card.title),
            notes=(Para(inline(trainer.say("Ask who chose what, and why, before you explain."))), *card.notes),
            marked=right,
        )


def _right_options(slide: Slide) -> tuple[int, ...]:
    """The places of the ticked options, when the slide's body is one list with some of them ticked."""
    lists = [block for block in slide.body if isinstance(block, ListBlock)]
    if len(lists) != 1:
        return ()
    return tuple(index for index, item in enumerate(lists[0].items) if item.checked)


def _with_heads(steps: ListNode) -> ListNode:
    """Steps such as "See: what happened?" with what is before the colon in bold."""
    items: list[Nodes] = []
    for item in steps.items:
        match item:
            case (Para((Span(text=text, bold=False, code=False, href="") as first, *rest), style),) if (
                ": " in text[:30]
            ):
                head, tail = text.split(": ", 1)
                bold = replace(first, text=f"{head}: ", bold=True)
                items.append((Para((bold, replace(first, text=tail), *rest), style),))
            case _:
                items.append(item)
    return replace(steps, items=tuple(items))


def _columns(body: Nodes) -> tuple[Nodes, tuple[tuple[Inline, Nodes], ...]]:
    """The body cut at its headings into two columns; one with another number of headings stays whole."""
    heads = [index for index, node in enumerate(body) if isinstance(node, Heading)]
    if len(heads) != 2 or heads[0] != 0:
        return body, ()
    columns: list[tuple[Inline, Nodes]] = []
    for start, end in ((heads[0], heads[1]), (heads[1], len(body))):
        head = body[start]
        columns.append((head.text if isinstance(head, Heading) else (), body[start + 1 : end]))
    return (), tuple(columns)
