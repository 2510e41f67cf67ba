"""The cards of one slot: breaks, tests, and activities with their slides, case studies and debrief."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from toolkit.content.language import Language
from toolkit.content.records import CaseStudy, Content, Slide
from toolkit.content.text import Body
from toolkit.content.vocabulary import METHODS
from toolkit.planning.plan import SessionPlan, Slot
from toolkit.rendering.outline import (
    Card,
    Heading,
    Inline,
    Nodes,
    Para,
    inline,
    plain,
)
from toolkit.rendering.outlines.common import (
    activity_of,
    body_of,
    bullets,
    case_studies_of,
    clock_span,
    grouping_text,
    joined,
    material_texts,
    minutes_text,
    slides_of,
    slot_title,
)
from toolkit.rendering.outlines.deck_notes import Notes
from toolkit.rendering.outlines.inline import parse_inline, words_of
from toolkit.rendering.outlines.words import kind_name
from toolkit.rendering.slide_space import fits_strip

PAUSES = ("break", "lunch", "fixed-break")
TESTS = ("pre-test", "post-test")
WITH_FACTS = ("activity", "discussion", "case-study")
"""Layouts on which time, grouping and materials are shown to participants."""


@dataclass(frozen=True, slots=True)
class Show:
    """What every maker of cards below needs."""

    content: Content
    plan: SessionPlan
    language: Language
    notes: Notes


def slot_cards(show: Show, slot: Slot) -> Iterator[Card]:
    """At least one card for every slot, in the order in which they are shown."""
    if slot.kind in PAUSES:
        yield _pause(show, slot)
    elif slot.kind in TESTS:
        yield _test(show, slot)
    elif slot.activity is not None:
        yield from _activity(show, slot)
    else:
        yield Card(
            layout="activity",
            title=slot_title(show.content, slot, show.language),
            facts=(("", clock_span(slot.start, slot.end, show.language)),),
            notes=show.notes.clock(slot),
            source_id=slot.id,
            minutes=slot.minutes,
            kind=slot.kind,
        )


def _pause(show: Show, slot: Slot) -> Card:
    say = show.language.say
    return Card(
        layout="pause",
        title=slot_title(show.content, slot, show.language),
        body=(Para(inline(say("We go on at {time}.", time=show.language.show_time(slot.end)))),),
        notes=show.notes.clock(slot),
        source_id=slot.id,
        minutes=slot.minutes,
        kind=slot.kind,
    )


def _test(show: Show, slot: Slot) -> Card:
    say, trainer = show.language.say, show.notes.language
    lines = (
        say("This is not an exam: nobody passes or fails."),
        say("Write the code from your card, not your name."),
        say("If you don't know, mark “I don't know”."),
    )
    return Card(
        layout="activity",
        title=kind_name(slot.kind, show.language),
        body=bullets(lines),
        facts=(
            ("", minutes_text(slot.minutes, show.language)),
            ("", say("Each person alone")),
            ("", say("Sheet and pen, or phone")),
        ),
        notes=(
            *show.notes.clock(slot),
            Para(inline(trainer.say("How to hold the test and the right answers: see the answer key."))),
        ),
        source_id=slot.id,
        minutes=slot.minutes,
        kind=slot.kind,
    )


def _activity(show: Show, slot: Slot) -> Iterator[Card]:
    """The activity's slides or a card in their place, its case studies, its debrief; the first card has the steps."""
    title = slot_title(show.content, slot, show.language)
    slides = [s for s in slides_of(show.content, slot.module or "") if s.activity == slot.activity]
    cards = [slide_card(show, s, title, kind=slot.kind, facts=_facts(show, slot)) for s in slides]
    if not any(card.layout != "debrief" for card in cards):
        cards.insert(0, _activity_card(show, slot, title))
    cases = [c for c in case_studies_of(show.content, slot.module or "") if c.activity == slot.activity]
    cards = _with_cases(show, cards, cases, slot)
    activity = activity_of(show.content, slot)
    if activity is not None and activity.debrief and not any(card.layout == "debrief" for card in cards):
        cards.append(_debrief_card(show, slot, title, activity.debrief))
    first = cards[0]
    notes = (*show.notes.clock(slot), *first.notes, *show.notes.activity(slot))
    yield replace(first, notes=notes, minutes=slot.minutes)
    for card in cards[1:]:
        extra = show.notes.debrief(slot) if card.layout == "debrief" else ()
        yield replace(card, notes=(*card.notes, *extra))


def _activity_card(show: Show, slot: Slot, title: str) -> Card:
    """For an activity without a slide: its facts, and what it is good for."""
    statements = {o.id: o.statement for m in show.content.modules.values() for o in m.objectives}
    aims = [parse_inline(statements[o]) for o in slot.objectives if o in statements]
    frame = slot.kind in METHODS and METHODS[slot.kind].frame
    return Card(
        layout="activity",
        title=title,
        body=() if frame else bullets(aims),
        facts=_facts(show, slot),
        source_id=slot.activity or slot.id,
        kind=slot.kind,
    )


def _facts(show: Show, slot: Slot) -> tuple[tuple[str, str], ...]:
    """Kind, time and grouping, as participants need them; materials where they fit on the line, else only in notes."""
    activity = activity_of(show.content, slot)
    needed = show.language.show_list([plain(words) for words in material_texts(show.content, activity, slot)])
    facts = (
        ("", kind_name(slot.kind, show.language)),
        ("", joined([clock_span(slot.start, slot.end, show.language), minutes_text(slot.minutes, show.language)])),
        ("", grouping_text(activity, slot, show.language)),
    )
    short = tuple(fact for fact in facts if fact[1])
    long = (*short, (show.language.say("You need"), needed))
    return long if needed and fits_strip(long) else short


def _with_cases(show: Show, cards: Sequence[Card], cases: Sequence[CaseStudy], slot: Slot) -> list[Card]:
    """Case studies before the debrief. A slide of the author's that shows the case takes its notes instead."""
    result = list(cards)
    shown = [index for index, card in enumerate(result) if card.layout == "case-study"]
    for case in cases:
        notes = show.notes.case_study(case)
        if shown:
            index = shown.pop(0)
            result[index] = replace(result[index], notes=(*result[index].notes, *notes))
            continue
        card = Card(
            layout="case-study",
            title=words_of(case.title),
            body=body_of(show.content, case.questions) or bullets([parse_inline(case.title)]),
            facts=_facts(show, slot),
            notes=notes,
            source_id=case.id,
            kind="case-study",
        )
        debriefs = [index for index, other in enumerate(result) if other.layout == "debrief"]
        result.insert(debriefs[0] if debriefs else len(result), card)
    return result


def _debrief_card(show: Show, slot: Slot, title: str, debrief: Body) -> Card:
    return Card(
        layout="debrief",
        title=show.language.say("Looking back: {title}", title=title),
        body=body_of(show.content, debrief),
        facts=(("", show.language.say("Debrief")), ("", show.language.say("Whole group"))),
        source_id=slot.activity or slot.id,
        kind="reflection",
    )


def slide_card(
    show: Show, slide: Slide, title: str, *, kind: str = "presentation", facts: tuple[tuple[str, str], ...] = ()
) -> Card:
    """A slide of the content. In two-columns and comparison, its headings begin the columns."""
    body = body_of(show.content, slide.body)
    columns: tuple[tuple[Inline, Nodes], ...] = ()
    if slide.layout in ("two-columns", "comparison"):
        body, columns = _columns(body)
    return Card(
        layout=slide.layout,
        title=words_of(slide.title) or title,
        body=body,
        columns=columns,
        facts=facts if slide.layout in WITH_FACTS else (),
        notes=show.notes.slide(slide),
        source_id=slide.id,
        kind=kind,
    )


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
