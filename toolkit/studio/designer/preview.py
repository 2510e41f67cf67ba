"""A module as its readers will meet it: one document in the author's order, and its slides as pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal, cast

from toolkit.content.language import Language
from toolkit.content.localise import localise
from toolkit.content.records import CaseStudy, Content, Handout, Module, Objective, Question, Slide
from toolkit.content.substitute import substitutions_for
from toolkit.planning.brief import Brief
from toolkit.planning.plan import SessionPlan
from toolkit.rendering.outline import Callout, Card, Deck, Document, Heading, ListNode, Node, Nodes, Para, Span, inline
from toolkit.rendering.outlines.common import body_of, bullets, joined, minutes_text, pair, para
from toolkit.rendering.outlines.deck_fit import fit_cards
from toolkit.rendering.outlines.deck_notes import Notes
from toolkit.rendering.outlines.deck_slides import Show, slide_cards
from toolkit.rendering.outlines.guide_activity import (
    Shown,
    activity_nodes,
    case_callout,
    handout_callout,
    slide_nodes,
    trainer_notes,
)
from toolkit.rendering.outlines.inline import parse_inline, words_of
from toolkit.rendering.outlines.words import (
    audience_name,
    objective_kind_name,
    priority_name,
    question_level_name,
    question_type_name,
    stage_name,
    status_name,
)
from toolkit.studio.designer.checking import BANK, alone

Stage = Literal["pre_departure", "post_arrival", "transition", "return"]

_TICK, _BLANK = "\u2611", "\u2610"


def localise_module(content: Content, module: Module, language: Language, destination: str | None = None) -> Content:
    """The content with this module alone, in one language, with the facts of a country filled in; without one, blanks
    show where facts will stand."""
    small = replace(alone(content, module), countries=content.countries, scales=content.scales)
    session: Mapping[str, str] = {}
    values = substitutions_for(small, language, origin=None, destination=destination, session=session)
    return localise(replace(small, countries={}), language, values)


def make_module_document(content: Content, module: Module, language: Language) -> Document:
    """The module as a document, in the order in which it was written."""
    say = language.say
    names = [audience_name(audience, language) for audience in module.audiences]
    minutes = module.minutes
    title = words_of(module.title)
    time = say("{least} to {most} min", least=minutes.least, most=minutes.most)
    return Document(
        name=module.id,
        title=title,
        subtitle="",
        language=language.tag,
        direction=language.direction,
        body=(para(parse_inline(module.summary), "lead"), *_parts(content, module, language)),
        facts=()
        if module.place.path.startswith(f"{BANK}/")
        else (
            pair(say("Audience"), language.show_list(names)),
            pair(say("Stage"), language.show_list([stage_name(stage, language) for stage in module.stages])),
            pair(say("Status"), status_name(module.status, language)),
            pair(say("Time"), f"{minutes_text(minutes.typical, language)} ({time})" if minutes.typical else "–"),
        ),
    )


def _parts(content: Content, module: Module, language: Language) -> Iterator[Node]:
    made: dict[str, Nodes] = {}
    for prose in module.prose:
        made[prose.id] = body_of(content, prose.body, 1)
    for objective in module.objectives:
        made[objective.id] = (_objective(content, objective, language),)
    for messages in module.key_messages:
        made[messages.id] = (Callout("key", inline(language.say("Key messages")), body_of(content, messages.body)),)
    for activity in module.activities:
        made[activity.id] = _in_order(activity_nodes(content, activity, Shown(None), language, 1))
    for guidance in module.guidance:
        made[guidance.id] = trainer_notes(content, guidance.body, language)
    for question in module.questions:
        made[question.id] = (_question(content, question, language),)
    own = {activity.id for activity in module.activities}
    loose: list[Slide | CaseStudy | Handout] = [*module.slides, *module.case_studies, *module.handouts]
    for block in loose:
        if block.activity not in own:
            made[block.id] = _loose(content, block, language)
    for name in module.order:
        yield from made.get(name, ())


def _in_order(nodes: Nodes) -> Nodes:
    """Headings without a gap between their levels, for those who move from heading to heading."""
    return tuple(replace(node, level=min(node.level, 2)) if isinstance(node, Heading) else node for node in nodes)


def _loose(content: Content, block: Slide | CaseStudy | Handout, language: Language) -> Nodes:
    """What belongs to no activity."""
    if isinstance(block, Slide):
        return slide_nodes(content, [block], True, language)
    if isinstance(block, Handout):
        return (handout_callout(content, block, language),)
    return (case_callout(content, block, language),)


def _objective(content: Content, objective: Objective, language: Language) -> Callout:
    facts = joined([objective_kind_name(objective.kind, language), priority_name(objective.priority, language)])
    seen = (Span(f"{language.say('What we would see')}: ", bold=True), *parse_inline(objective.indicator))
    return Callout(
        "note",
        inline(f"{language.say('Objective')}: {facts}"),
        (Para(parse_inline(objective.statement)), *body_of(content, objective.more), para(seen, "small")),
    )


def _question(content: Content, question: Question, language: Language) -> Callout:
    say = language.say
    facts = joined([question_type_name(question.type, language), question_level_name(question.level, language)])
    scale = content.scales.get(question.scale)
    options = question.options or (scale.options if scale else ())
    nodes: list[Node] = [*body_of(content, question.stem)]
    if question.type == "order":
        nodes += bullets([parse_inline(option.text) for option in options], "number")
    elif options:
        rows = [
            (
                Span(f"{_TICK if option.correct else _BLANK} "),
                *(replace(span, bold=span.bold or option.correct) for span in parse_inline(option.text)),
            )
            for option in options
        ]
        nodes.append(ListNode(tuple((Para(row),) for row in rows), "none"))
    feedback = body_of(content, question.feedback)
    if feedback:
        nodes += [para((Span(f"{say('Feedback')}:", bold=True),), "small"), *feedback]
    return Callout("handout", inline(f"{say('Question')}: {facts}"), tuple(nodes))


def make_module_deck(content: Content, module: Module, language: Language) -> Deck:
    """The slides that the module brings, each split where it does not fit, as in the deck of a session."""
    audience = module.audiences[0] if module.audiences else ""
    stage = cast(Stage, module.stages[0]) if module.stages else "pre_departure"
    brief = Brief.model_construct(title=words_of(module.title)[:120], audience=audience, stage=stage)
    plan = SessionPlan.model_construct(brief=brief, template="", days=())
    show = Show(content, plan, language, Notes(content, plan, language))
    kinds = {activity.id: (words_of(activity.title), activity.kind) for activity in module.activities}
    cards: list[Card] = []
    for slide in module.slides:
        title, kind = kinds.get(slide.activity, (words_of(module.title), "presentation"))
        cards += slide_cards(show, slide, title, kind=kind)
    return Deck(
        name=module.id,
        title=words_of(module.title),
        language=language.tag,
        notes_language=language.tag,
        direction=language.direction,
        cards=fit_cards(cards, language, language),
        audience=audience,
    )


def only_cards(deck: Deck, cards: Sequence[Card]) -> Deck:
    """The deck with these cards alone."""
    return replace(deck, cards=tuple(cards))
