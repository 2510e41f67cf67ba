"""Annexes of the facilitator guide: what the plan has no room for, all questions with their key, practices, sources."""

from __future__ import annotations

from dataclasses import replace

from toolkit.content.fact_words import fact_name
from toolkit.content.language import Language
from toolkit.content.records import Activity, Citation, Content, CountryProfile, Module, Question, ResponseOption
from toolkit.content.text import Text
from toolkit.planning.plan import SessionPlan
from toolkit.rendering.outline import Cell, Inline, ListNode, Node, Nodes, PageBreak, Para, Span, inline
from toolkit.rendering.outlines.common import (
    body_of,
    bold,
    cell,
    heading,
    is_planned,
    joined,
    modules_of,
    para,
    planned_ids,
    table,
)
from toolkit.rendering.outlines.guide_activity import Shown, activity_nodes, trainer_notes
from toolkit.rendering.outlines.inline import parse_inline, words_of
from toolkit.rendering.outlines.words import (
    literacy_name,
    question_level_name,
    question_type_name,
    wave_name,
)

_TICK, _BLANK = "\u2611", "\u2610"


def annexes(content: Content, plan: SessionPlan, language: Language) -> list[Node]:
    """All annexes that have something in them, each on a new page."""
    modules = modules_of(content, plan)
    return [
        *_further_activities(content, plan, modules, language),
        *_questions(content, modules, language),
        *_practices(content, modules, language),
        *_bank(content, plan, language),
        *_facts(content, plan, language),
        *_sources(content, plan, modules, language),
    ]


def further_activities(plan: SessionPlan, module: Module) -> tuple[Activity, ...]:
    """Activities of a module that the plan does not use: variants, and those without room."""
    return tuple(activity for activity in module.activities if not is_planned(activity.id, module, plan))


def _further_activities(
    content: Content, plan: SessionPlan, modules: tuple[Module, ...], language: Language
) -> list[Node]:
    say = language.say
    nodes: list[Node] = []
    for module in modules:
        further = further_activities(plan, module)
        if not further:
            continue
        nodes.append(heading(2, parse_inline(module.title)))
        for activity in further:
            nodes.extend(activity_nodes(content, activity, Shown(None), language))
    if not nodes:
        return []
    hint = para(say("Other ways to reach the same objectives, and work for time that is left over."), "note")
    return [PageBreak(), heading(1, say("Further activities")), hint, *nodes]


def _questions(content: Content, modules: tuple[Module, ...], language: Language) -> list[Node]:
    say = language.say
    nodes: list[Node] = []
    for module in modules:
        if module.questions:
            nodes.append(heading(2, parse_inline(module.title)))
            nodes.append(ListNode(tuple(_question(content, q, language) for q in module.questions), "number"))
    if not nodes:
        return []
    hint = para(say("For the trainer only: the tests themselves show no key."), "note")
    return [PageBreak(), heading(1, say("Questions with key and feedback")), hint, *nodes]


def _question(content: Content, question: Question, language: Language) -> Nodes:
    say = language.say
    facts = joined(
        [
            question_type_name(question.type, language),
            question_level_name(question.level, language),
            literacy_name(question.literacy, language),
            ", ".join(wave_name(wave, language) for wave in question.waves),
            question.source,
        ]
    )
    nodes: list[Node] = list(body_of(content, question.stem))
    options = question.options or _scale_options(content, question)
    if options and question.type == "order":
        nodes.append(ListNode(tuple((para(parse_inline(option.text)),) for option in options), "number"))
    elif options:
        rows: list[Nodes] = []
        for option in options:
            mark = "" if question.type == "rating" else f"{_TICK if option.correct else _BLANK} "
            words = tuple(replace(s, bold=s.bold or option.correct) for s in parse_inline(option.text))
            rows.append((Para((Span(mark), *words) if mark else words),))
        nodes.append(ListNode(tuple(rows), "none"))
    objective = content.objectives().get(question.objective)
    if objective:
        label = Span(f"{say('Objective')}: ", bold=True)
        nodes.append(Para((label, *parse_inline(objective.statement)), "small"))
    feedback = body_of(content, question.feedback)
    if feedback:
        label = Span(f"{say('Feedback')}: ", bold=True)
        first = feedback[0]
        rest = feedback[1:] if isinstance(first, Para) else feedback
        nodes.append(Para((label, *first.text) if isinstance(first, Para) else (label,), "small"))
        nodes.extend(rest)
    nodes.append(para(facts, "note"))
    return tuple(nodes)


def _scale_options(content: Content, question: Question) -> tuple[ResponseOption, ...]:
    scale = content.scales.get(question.scale)
    return scale.options if scale else ()


def _practices(content: Content, modules: tuple[Module, ...], language: Language) -> list[Node]:
    nodes: list[Node] = []
    for module in modules:
        if not module.practices:
            continue
        items: list[Nodes] = []
        for number, how in sorted(module.practices.items()):
            practice = content.practices.get(number)
            title = f"{number} {words_of(practice.title)}" if practice else str(number)
            items.append((Para((Span(f"{title}: ", bold=True), *parse_inline(how))),))
        nodes.extend([heading(2, parse_inline(module.title)), ListNode(tuple(items))])
    title = language.say("How the modules meet the good practices")
    return [PageBreak(), heading(1, title), *nodes] if nodes else []


def _bank(content: Content, plan: SessionPlan, language: Language) -> list[Node]:
    """What the activity bank says beside the activities that this plan takes from it."""
    planned = planned_ids(plan)
    nodes: list[Node] = []
    for file in content.bank.values():
        if not any(activity.id in planned for activity in file.activities):
            continue
        own: list[Node] = [para(parse_inline(file.summary))] if file.summary else []
        for prose in file.prose:
            own.extend(body_of(content, prose.body, 3))
        for guidance in file.guidance:
            own.extend(trainer_notes(content, guidance.body, language))
        if own:
            nodes.extend([heading(2, parse_inline(file.title)), *own])
    return [PageBreak(), heading(1, language.say("About the activities from the bank")), *nodes] if nodes else []


def _profiles(content: Content, plan: SessionPlan) -> list[CountryProfile]:
    """The destination's profile and the origin's, as far as there are any."""
    codes = dict.fromkeys(code for code in (plan.brief.destination, plan.brief.origin) if code)
    return [content.countries[code] for code in codes if code in content.countries]


def _note(text: Text) -> Nodes:
    return (para(parse_inline(text), "note"),) if text else ()


def _facts(content: Content, plan: SessionPlan, language: Language) -> list[Node]:
    """What the documents say about the countries of the route, with notes, dates and sources to check."""
    say = language.say
    nodes: list[Node] = []
    for profile in _profiles(content, plan):
        rows = [
            (
                cell(bold(fact_name(fact.key, language))),
                Cell((para(parse_inline(fact.value)), *_note(fact.note), *_note(fact.remark))),
                cell(language.show_date(fact.as_of, weekday=False)),
                Cell((Para(_citation(content, fact.source, brief=True), "small"),)),
            )
            for fact in profile.facts.values()
        ]
        columns = [(say("Fact"), 18), (say("What we say"), 42), (say("As of"), 14), (say("Source"), 26)]
        nodes.extend([heading(2, language.name_of_country(profile.code)), table(columns, rows)])
    if not nodes:
        return []
    hint = para(say("Facts change. Check those that you use, above all numbers to call."), "note")
    return [PageBreak(), heading(1, say("Facts about the countries")), hint, *nodes]


def _sources(content: Content, plan: SessionPlan, modules: tuple[Module, ...], language: Language) -> list[Node]:
    nodes: list[Node] = []
    for module in modules:
        items = [(Para(_citation(content, citation)),) for citation in module.sources]
        if items:
            nodes.extend([heading(2, parse_inline(module.title)), ListNode(tuple(items))])
    facts = _fact_sources(content, plan)
    if facts:
        nodes.extend(
            [heading(2, language.say("Facts about the countries")), ListNode(tuple((Para(f),) for f in facts))]
        )
    return [PageBreak(), heading(1, language.say("Sources")), *nodes] if nodes else []


def _fact_sources(content: Content, plan: SessionPlan) -> list[Inline]:
    keys = dict.fromkeys(fact.source.key for profile in _profiles(content, plan) for fact in profile.facts.values())
    return [_citation(content, Citation(key)) for key in keys]


def _citation(content: Content, citation: Citation, *, brief: bool = False) -> Inline:
    """Authors, title, year and address as in the bibliography, then the place in it and what it backs; `brief` leaves
    out all but title and place."""
    source = content.bibliography.get(citation.key)
    if source is None:
        return inline(joined([citation.key, citation.where, citation.backs]))
    where = (Span(f" · {citation.where}"),) if citation.where else ()
    if brief:
        return (Span(source.title, italic=True), *where)
    spans = [Span(f"{source.authors}: ")] if source.authors else []
    spans.append(Span(source.title, italic=True))
    tail = ", ".join(part for part in (source.publisher, source.year) if part)
    if tail:
        spans.append(Span(f". {tail}"))
    spans.extend(Span(f" · {part}") for part in (citation.where, citation.backs, source.note) if part)
    if source.url:
        spans.extend([Span(" "), Span(source.url, href=source.url)])
    return tuple(spans)
