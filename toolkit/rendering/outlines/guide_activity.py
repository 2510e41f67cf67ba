"""One activity as the facilitator guide tells it: facts, intro, steps, adaptations, debrief, and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from toolkit.content.language import Language
from toolkit.content.records import Activity, Adaptation, CaseStudy, Content, Handout, Slide
from toolkit.content.text import Body
from toolkit.planning.plan import Slot
from toolkit.rendering.outline import Callout, Cell, Inline, ListNode, Node, Nodes, Para, Span, inline, plain
from toolkit.rendering.outlines.common import (
    body_of,
    case_studies_of,
    clock_span,
    handouts_of,
    heading,
    labelled,
    minutes_text,
    para,
    slides_of,
    table,
)
from toolkit.rendering.outlines.guide_facts import activity_facts, served_objectives
from toolkit.rendering.outlines.guide_slides import ShownSlide, Stack, slide_column, two_columns
from toolkit.rendering.outlines.inline import parse_inline, words_of
from toolkit.rendering.outlines.words import (
    need_name,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """How an activity is shown: in a slot of the plan, or as a further one with its slides and sheets in full."""

    slot: Slot | None
    adaptations: tuple[str, ...] = ()
    slides: tuple[ShownSlide, ...] = ()

    @property
    def in_full(self) -> bool:
        """Slides and sheets of activities outside the plan are in no deck and no booklet: they are printed here."""
        return self.slot is None


def activity_nodes(
    content: Content, activity: Activity, shown: Shown, language: Language, level: int = 3
) -> tuple[Node, ...]:
    """The whole activity under a heading of this level: in two columns when it is in the plan, else one below the
    other."""
    say = language.say
    if shown.slot is not None:
        return _in_columns(content, activity, shown, shown.slot, language, level)
    nodes: list[Node] = [
        heading(level, parse_inline(activity.title)),
        activity_facts(content, activity, shown.slot, language),
    ]
    nodes.extend(served_objectives(content, activity, language))
    nodes.extend(body_of(content, activity.body))
    applies = [a for a in activity.adaptations if a.need in shown.adaptations]
    nodes.extend(_adaptation(content, adaptation, language, True) for adaptation in applies)
    if activity.steps:
        nodes.append(heading(4, say("Steps")))
        nodes.extend(body_of(content, activity.steps))
    nodes.extend(trainer_notes(content, activity.facilitator, language))
    if activity.debrief:
        nodes.append(Callout("debrief", inline(say("Debrief")), body_of(content, activity.debrief)))
    for case in case_studies_of(content, activity.module):
        if case.activity == activity.id:
            nodes.append(case_callout(content, case, language))
    nodes.extend(_sheets(content, activity, shown, language))
    slides = [slide for slide in slides_of(content, activity.module) if slide.activity == activity.id]
    nodes.extend(slide_nodes(content, slides, shown.in_full, language))
    nodes.extend(_other_adaptations(content, activity, applies, language))
    return tuple(nodes)


def _in_columns(
    content: Content, activity: Activity, shown: Shown, slot: Slot, language: Language, level: int
) -> tuple[Node, ...]:
    """Time and slides at the left, what to do and say at the right, in the order in which it happens."""
    say = language.say
    stack = Stack(shown.slides)
    slides = [slide for slide in slides_of(content, activity.module) if slide.activity == activity.id]
    shown_first = [slide for slide in slides if slide.layout != "debrief"]
    applies = [a for a in activity.adaptations if a.need in shown.adaptations]
    about: Nodes = (
        activity_facts(content, activity, shown.slot, language),
        *served_objectives(content, activity, language),
        *body_of(content, activity.body),
        *(_adaptation(content, adaptation, language, True) for adaptation in applies),
    )
    steps = (heading(4, say("Steps")), *body_of(content, activity.steps)) if activity.steps else ()
    first: tuple[ShownSlide, ...] = stack.take(lambda card: card.source_id == activity.id and card.layout != "debrief")
    says: Nodes = ()
    title: Inline = ()
    if shown_first:
        first = (*first, *stack.take(lambda card: card.source_id == shown_first[0].id))
        says, title = _slide_notes(content, shown_first[0], language), _slide_title(content, shown_first[0])
    trainer = trainer_notes(content, activity.facilitator, language)
    rows: list[tuple[Nodes, Nodes]] = [
        (slot_time(slot, language), about),
        (slide_column(first, language, title), (*steps, *says, *trainer)),
    ]
    for slide in shown_first[1:]:
        cards = stack.take(lambda card, slide=slide: card.source_id == slide.id)  # type: ignore[misc]
        left = slide_column(cards, language, _slide_title(content, slide))
        rows.append((left, _slide_notes(content, slide, language)))
    for case in case_studies_of(content, activity.module):
        if case.activity == activity.id:
            cards = stack.take(lambda card, case=case: card.source_id == case.id)  # type: ignore[misc]
            rows.append((slide_column(cards, language), (case_callout(content, case, language),)))
    rows.append(_debrief_row(content, activity, slides, stack, language))
    rows.extend((slide_column((card,), language), card.card.notes) for card in stack.rest())
    return (
        heading(level, parse_inline(activity.title)),
        *two_columns(rows, language),
        *_sheets(content, activity, shown, language),
        *_other_adaptations(content, activity, applies, language),
    )


def slot_time(slot: Slot, language: Language) -> Nodes:
    """When a slot begins and ends, and how long it takes."""
    clock = clock_span(slot.start, slot.end, language)
    return para(inline(clock, bold=True), "lead"), para(minutes_text(slot.minutes, language), "note")


def _debrief_row(
    content: Content, activity: Activity, slides: Sequence[Slide], stack: Stack, language: Language
) -> tuple[Nodes, Nodes]:
    """The debrief beside its slide: the author's, or the one that the deck makes."""
    own = [slide for slide in slides if slide.layout == "debrief"]
    ids = {activity.id, *(slide.id for slide in own)}
    left = slide_column(stack.take(lambda card: card.layout == "debrief" and card.source_id in ids), language)
    right: Nodes = ()
    if activity.debrief:
        right = (Callout("debrief", inline(language.say("Debrief")), body_of(content, activity.debrief)),)
    for slide in own:
        right = (*right, *_slide_notes(content, slide, language))
        left = left or slide_column((), language, _slide_title(content, slide))
    return left, right


def _slide_notes(content: Content, slide: Slide, language: Language) -> Nodes:
    """What the author of a slide says with it."""
    notes = body_of(content, slide.notes)
    return (heading(4, language.say("With the slide")), *notes) if notes else ()


def _slide_title(content: Content, slide: Slide) -> Inline:
    own = content.activities().get(slide.activity)
    return parse_inline(slide.title) or (parse_inline(own.title) if own else ())


def trainer_notes(content: Content, body: Body, language: Language) -> tuple[Node, ...]:
    """A facilitator directive as callouts. A paragraph that begins with a bold word and a colon (such as "Say:")
    heads a callout of its own, which goes on until the next of them."""
    groups: list[tuple[str, list[Node]]] = [("", [])]
    for node in body_of(content, body):
        lead = _lead(node)
        if lead:
            groups.append((lead, []))
        groups[-1][1].append(node)
    general = inline(language.say("For the trainer"))
    return tuple(
        Callout(_kind_of(lead, language), () if lead else general, tuple(nodes)) for lead, nodes in groups if nodes
    )


def _lead(node: Node) -> str:
    """The bold words with a colon that begin a paragraph, or the whole of one that is bold throughout; else ""."""
    if not isinstance(node, Para) or not node.text or not node.text[0].bold:
        return ""
    first, rest = node.text[0].text.strip(), plain(node.text[1:]).lstrip(" \u00a0")
    if first.endswith((":", "\uff1a")) or rest.startswith((":", "\uff1a")) or not rest:
        return first.rstrip(":\uff1a \u00a0") or first
    return ""


def _kind_of(lead: str, language: Language) -> Literal["say", "watch", "note"]:
    """Only the colour depends on knowing the word, in the reader's language or in English."""
    word = lead.casefold()
    if word in {"say", language.say("Say").casefold()}:
        return "say"
    known = {
        "watch for",
        "if it goes wrong",
        language.say("Watch for").casefold(),
        language.say("If it goes wrong").casefold(),
    }
    return "watch" if word in known else "note"


def case_callout(content: Content, case: CaseStudy, language: Language) -> Callout:
    """A case study with its questions and what the answers should reach."""
    say = language.say
    body: list[Node] = [*body_of(content, case.body)]
    if case.questions:
        body.append(para((Span(say("Questions"), bold=True),)))
        body.extend(body_of(content, case.questions))
    if case.facilitator:
        body.append(para((Span(say("What the answers should reach"), bold=True),)))
        body.extend(body_of(content, case.facilitator))
    title = (Span(f"{say('Case study')}: "), *parse_inline(case.title))
    return Callout("case", title, tuple(body))


def handout_callout(content: Content, handout: Handout, language: Language) -> Callout:
    """A handout in full, where it is not in the participants' booklet."""
    title = (Span(f"{language.say('Handout')}: "), *parse_inline(handout.title))
    return Callout("handout", title, body_of(content, handout.body))


def _sheets(content: Content, activity: Activity, shown: Shown, language: Language) -> list[Node]:
    handouts = [h for h in handouts_of(content, activity.module) if h.activity == activity.id]
    if not handouts:
        return []
    if shown.in_full:
        return [handout_callout(content, handout, language) for handout in handouts]
    titles = language.show_list([words_of(handout.title) for handout in handouts if handout.take_home])
    return [
        *([para(labelled(language.say("In the participants' handouts"), titles))] if titles else []),
        *(handout_callout(content, handout, language) for handout in handouts if not handout.take_home),
    ]


def slide_nodes(content: Content, slides: Iterable[Slide], in_full: bool, language: Language) -> tuple[Node, ...]:
    """Slides with what to say; `in_full` with what they show, too, for those that are in no deck."""
    rows = [_slide_row(content, number, slide, in_full) for number, slide in enumerate(slides, 1)]
    if not rows:
        return ()
    say = language.say
    return (table([(say("Slide"), 40 if in_full else 28), (say("What to say"), 60 if in_full else 72)], rows),)


def _slide_row(content: Content, number: int, slide: Slide, in_full: bool) -> tuple[Cell, ...]:
    title = _slide_title(content, slide)
    shown: Nodes = (
        Para((Span(f"{number}  "), *(Span(s.text, True, s.italic, s.code, s.href, s.lang) for s in title))),
    )
    if in_full:
        shown = (*shown, *body_of(content, slide.body))
    return Cell(shown), Cell(body_of(content, slide.notes))


def _adaptation(content: Content, adaptation: Adaptation, language: Language, applies: bool) -> Node:
    need = need_name(adaptation.need, language)
    title = language.say("For this group: {need}", need=need) if applies else need
    return Callout("adapt", inline(title), body_of(content, adaptation.body))


def _other_adaptations(
    content: Content, activity: Activity, applies: list[Adaptation], language: Language
) -> tuple[Node, ...]:
    others = [a for a in activity.adaptations if a not in applies]
    if not others:
        return ()
    items: list[Nodes] = []
    for adaptation in others:
        body = body_of(content, adaptation.body)
        label = Span(f"{need_name(adaptation.need, language)}: ", bold=True)
        if body and isinstance(body[0], Para):
            items.append((Para((label, *body[0].text), "small"), *body[1:]))
        else:
            items.append((Para((label,), "small"), *body))
    return heading(4, language.say("For other groups")), ListNode(tuple(items))
