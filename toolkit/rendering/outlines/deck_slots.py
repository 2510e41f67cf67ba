"""The cards of one slot: breaks, tests, and activities with their slides, case studies and debrief."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from toolkit.content.records import CaseStudy
from toolkit.content.text import Body
from toolkit.content.vocabulary import METHODS
from toolkit.planning.clock_rules import BREAK_KINDS
from toolkit.planning.plan import Slot
from toolkit.rendering.icon_names import icon_of
from toolkit.rendering.outline import (
    Card,
    Para,
    QrNode,
    Span,
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
    most_important,
    slides_of,
    slot_title,
)
from toolkit.rendering.outlines.deck_slides import Facts, Show, as_fields, slide_cards
from toolkit.rendering.outlines.inline import parse_inline, words_of
from toolkit.rendering.outlines.words import kind_name
from toolkit.rendering.slide_chips import fits_strip

TESTS = ("pre-test", "post-test")
MOST_AIMS = 4
"""More objectives than this are too small to read from the back of a room."""


def slot_cards(show: Show, slot: Slot) -> Iterator[Card]:
    """At least one card for every slot, in the order in which they are shown."""
    if slot.kind in BREAK_KINDS:
        yield _pause(show, slot)
    elif slot.kind in TESTS:
        yield _test(show, slot)
        yield from _form(show, slot)
    elif slot.activity is not None:
        yield from _activity(show, slot)
    else:
        yield Card(
            layout="activity",
            title=slot_title(show.content, slot, show.language),
            facts=(("", clock_span(slot.start, slot.end, show.language)),),
            fact_icons=("clock",),
            notes=show.notes.clock(slot),
            source_id=slot.id,
            minutes=slot.minutes,
            kind=slot.kind,
        )


def _pause(show: Show, slot: Slot) -> Card:
    say = show.language.say
    return Card(
        layout="pause",
        title=_pause_title(show, slot),
        body=(Para(inline(say("We go on at {time}.", time=show.language.show_time(slot.end)))),),
        notes=show.notes.clock(slot),
        source_id=slot.id,
        minutes=slot.minutes,
        kind=slot.kind,
    )


def _pause_title(show: Show, slot: Slot) -> str:
    """With the clock time where there are several of the same name, and with the day where that is the same too."""
    say, days = show.language.say, show.plan.days
    name = slot_title(show.content, slot, show.language)
    same = [
        (day.number, other)
        for day in days
        for other in day.slots
        if other.kind in BREAK_KINDS and slot_title(show.content, other, show.language) == name
    ]
    if len(same) < 2:
        return name
    time = show.language.show_time(slot.start)
    if sum(other.start == slot.start for _, other in same) == 1:
        return say("{title} at {time}", title=name, time=time)
    number = next(number for number, other in same if other is slot)
    return say("{title} at {time}, day {n}", title=name, time=time, n=number)


def _form(show: Show, slot: Slot) -> Iterator[Card]:
    """The form on people's own phones, when the brief gives its address."""
    address = show.plan.brief.form_url
    if not address:
        return
    say, trainer = show.language.say, show.notes.language
    title = say("{test} on your phone", test=kind_name(slot.kind, show.language))
    lines = (
        say("Open the camera and point it at the square."),
        say("Tap the address that appears."),
        say("Write the code from your card, not your name."),
    )
    code = QrNode(address, say("QR code that opens {address}", address=address), caption=(Span(address, lang="en"),))
    yield Card(
        layout="qr",
        title=title,
        body=(*bullets(lines, "number"), code),
        notes=(
            Para(inline(trainer.say("Try the code with your own phone before the session."))),
            Para(inline(trainer.say("Whoever has no phone gets the sheet; help with reading, never with answers."))),
        ),
        source_id=slot.id,
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
        fact_icons=("clock", "user", "clipboard-text"),
        clock=_clock(show, slot),
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
    cards = [card for s in slides for card in slide_cards(show, s, title, kind=slot.kind, facts=_facts(show, slot))]
    if not any(card.layout != "debrief" for card in cards):
        cards.insert(0, _activity_card(show, slot, title))
    cases = [c for c in case_studies_of(show.content, slot.module or "") if c.activity == slot.activity]
    cards = _with_cases(show, cards, cases, slot)
    activity = activity_of(show.content, slot)
    if activity is not None and activity.debrief and not any(card.layout == "debrief" for card in cards):
        cards.append(_debrief_card(show, slot, title, activity.debrief))
    first = cards[0]
    notes = (*show.notes.clock(slot), *first.notes, *show.notes.activity(slot))
    yield replace(first, notes=notes, minutes=slot.minutes, clock=_clock(show, slot))
    for card in cards[1:]:
        extra = show.notes.debrief(slot) if card.layout == "debrief" else ()
        yield replace(card, notes=(*card.notes, *extra))


def _activity_card(show: Show, slot: Slot, title: str) -> Card:
    """For an activity without a slide: its facts, and what it is good for, the most important first."""
    known = {o.id: o for m in show.content.modules.values() for o in m.objectives}
    served = [known[o] for o in slot.objectives if o in known]
    aims = [parse_inline(objective.statement) for objective in most_important(served, MOST_AIMS)]
    lead = Para(inline(show.language.say("After this we can:")))
    frame = slot.kind in METHODS and METHODS[slot.kind].frame
    return Card(
        layout="activity",
        title=title,
        body=() if frame or not aims else (lead, *bullets(aims)),
        **as_fields(_facts(show, slot)),
        source_id=slot.activity or slot.id,
        kind=slot.kind,
    )


def _clock(show: Show, slot: Slot) -> tuple[str, str]:
    return show.language.show_time(slot.start), show.language.show_time(slot.end)


def _facts(show: Show, slot: Slot) -> Facts:
    """Kind, time and grouping, as participants need them; materials where they fit beside, else only in notes. Each
    with its icon."""
    activity = activity_of(show.content, slot)
    needed = show.language.show_list([plain(words) for words in material_texts(show.content, activity, slot)])
    facts = (
        ("", kind_name(slot.kind, show.language), icon_of("", slot.kind)),
        (
            "",
            joined([clock_span(slot.start, slot.end, show.language), minutes_text(slot.minutes, show.language)]),
            "clock",
        ),
        ("", grouping_text(activity, slot, show.language), "users-group"),
    )
    short = tuple(fact for fact in facts if fact[1])
    long = (*short, (show.language.say("You need"), needed, "pencil"))
    return long if needed and fits_strip(tuple(fact[:2] for fact in long)) else short


def _with_cases(show: Show, cards: Sequence[Card], cases: Sequence[CaseStudy], slot: Slot) -> list[Card]:
    """Case studies before the debrief. Where the author made a slide for each of them, these take their notes; fewer
    slides introduce them all, and stand in for none."""
    result = list(cards)
    shown = [index for index, card in enumerate(result) if card.layout == "case-study"]
    if len(shown) < len(cases):
        shown = []
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
            **as_fields(_facts(show, slot)),
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
        fact_icons=("refresh", "users-group"),
        source_id=slot.activity or slot.id,
        kind="reflection",
    )
