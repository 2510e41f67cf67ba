"""The participants' booklet: what to remember, sheets to work with and take home, case studies, where to get help."""

from __future__ import annotations

from toolkit.content.fact_words import fact_name
from toolkit.content.language import Language
from toolkit.content.records import CaseStudy, Content, CountryProfile, Fact, Handout, Module
from toolkit.planning.plan import SessionPlan
from toolkit.rendering.outline import (
    Callout,
    Cell,
    Document,
    Keep,
    ListNode,
    Node,
    PageBreak,
    WriteLines,
    inline,
)
from toolkit.rendering.outlines.common import (
    body_of,
    bold,
    case_studies_of,
    cell,
    handouts_of,
    heading,
    is_handed_out,
    is_planned,
    make_document,
    modules_of,
    para,
    planned_ids,
    table,
)
from toolkit.rendering.outlines.country_guide import AT_HOME, has_country_guide
from toolkit.rendering.outlines.facts import participant_facts
from toolkit.rendering.outlines.help_facts import EVERYBODY, help_facts
from toolkit.rendering.outlines.inline import parse_inline

LINES_FOR_AN_ANSWER = 2


def make_handouts(content: Content, plan: SessionPlan, language: Language) -> Document:
    """The booklet in large type; `content` is in the participants' language already."""
    say = language.say
    mine = say("This booklet is yours. Write in it, keep it, show it to your family.")
    if plan.brief.audience in AT_HOME:
        mine = say("This booklet is yours. Write in it, keep it, show it to your colleagues.")
    body: list[Node] = [para(mine, "lead")]
    for index, module in enumerate(modules_of(content, plan)):
        pages = _module(content, module, plan, language)
        # A module without sheets is no more than a frame to remember: it goes on where the last one ended.
        if index and any(isinstance(node, Keep) for node in pages):
            body.append(PageBreak())
        body.extend(pages)
    body.extend(_frame_sheets(content, plan, language))
    body.extend(_help_pages(content, plan, language))
    facts = participant_facts(plan, language)
    return make_document(
        "participant-handouts",
        say("Participant handouts"),
        plan,
        language,
        body,
        facts=facts,
        contents=bool(plan.module_ids()),
        large_type=True,
    )


def _module(content: Content, module: Module, plan: SessionPlan, language: Language) -> list[Node]:
    say = language.say
    nodes: list[Node] = [heading(1, parse_inline(module.title))]
    for messages in module.key_messages:
        nodes.append(Callout("key", inline(say("To remember")), body_of(content, messages.body)))
    handouts = (h for h in module.handouts if h.take_home and is_handed_out(h, module, plan))
    cases = (c for c in module.case_studies if c.take_home and is_planned(c.activity, module, plan))
    sheets = [*(_handout(content, h) for h in handouts), *(_case(content, c, language) for c in cases)]
    return [*nodes, *(Keep(tuple(sheet)) for sheet in sheets)]


def _frame_sheets(content: Content, plan: SessionPlan, language: Language) -> list[Node]:
    """Sheets that belong to activities of the bank that this plan uses."""
    planned = planned_ids(plan)
    sheets = [
        *(_handout(content, h) for h in handouts_of(content, "") if h.take_home and h.activity in planned),
        *(_case(content, c, language) for c in case_studies_of(content, "") if c.take_home and c.activity in planned),
    ]
    if not sheets:
        return []
    nodes: list[Node] = [PageBreak(), heading(1, language.say("For the whole session"))]
    return [*nodes, *(Keep(tuple(sheet)) for sheet in sheets)]


def _handout(content: Content, handout: Handout) -> list[Node]:
    return [heading(2, parse_inline(handout.title)), *body_of(content, handout.body)]


def _case(content: Content, case: CaseStudy, language: Language) -> list[Node]:
    """The story, and each question with lines to write on."""
    nodes: list[Node] = [heading(2, parse_inline(case.title)), *body_of(content, case.body)]
    if not case.questions:
        return nodes
    nodes.append(heading(4, language.say("Questions")))
    for node in body_of(content, case.questions):
        if isinstance(node, ListNode):
            items = tuple((*item, WriteLines(LINES_FOR_AN_ANSWER)) for item in node.items)
            nodes.append(ListNode(items, node.mark, node.start))
        else:
            nodes.append(node)
    return nodes


def _help_pages(content: Content, plan: SessionPlan, language: Language) -> list[Node]:
    """Whom to call at the destination and at home, room for one's own numbers, and what is good to know."""
    say, brief = language.say, plan.brief
    at_home = brief.audience in AT_HOME
    title = say("Where newcomers get help") if at_home else say("Where to get help")
    nodes: list[Node] = [PageBreak(), heading(1, title)]
    known = []
    for code in (brief.destination, None if at_home else brief.origin):
        profile = content.countries.get(code or "")
        if profile is None or profile.code in known:
            continue
        known.append(profile.code)
        other = brief.origin if profile.code == brief.destination else brief.destination
        facts = _help_facts(profile, brief.audience, other)
        if facts:
            nodes.append(heading(2, language.name_of_country(profile.code)))
            nodes.append(_fact_table(facts, language))
    if brief.contact:
        contact = inline(brief.contact) if not brief.organisation else inline(f"{brief.organisation}: {brief.contact}")
        nodes.append(Callout("key", inline(say("Your trainers")), (para(contact),)))
    own = heading(2, say("Our own contacts") if at_home else say("My own important numbers"))
    columns = [(say("Who"), 40), (say("Telephone"), 30), (say("Languages, opening hours"), 30)]
    nodes.append(Keep((own, table(columns, [(Cell(()),) * 3] * 5, 34))))
    # What is good to know has a guide of its own, where there is one; those who live there know it.
    return nodes if at_home or has_country_guide(brief) else nodes + _good_to_know(content, plan, language)


def _good_to_know(content: Content, plan: SessionPlan, language: Language) -> list[Node]:
    profile = content.countries.get(plan.brief.destination or "")
    if profile is None:
        return []
    facts = [f for key, f in profile.facts.items() if key not in EVERYBODY and not key.startswith("embassy_of_")]
    if not facts:
        return []
    title = language.say("Good to know about {country}", country=language.country_within(profile.code))
    return [PageBreak(), heading(1, title), _fact_table(facts, language)]


def _help_facts(profile: CountryProfile, audience: str, other: str | None) -> list[Fact]:
    """Facts to turn to, with the mission of the other country of the route."""
    keys = [*help_facts(audience), f"embassy_of_{(other or '').lower()}"]
    return [profile.facts[key] for key in keys if key in profile.facts]


def _fact_table(facts: list[Fact], language: Language) -> Node:
    say = language.say
    rows = []
    for fact in facts:
        # The remark beside a fact is for the trainer, who finds it in the guide.
        dated = say("As of {date}", date=language.show_date(fact.as_of, weekday=False))
        parts = [para(parse_inline(fact.value)), para(parse_inline(fact.note), "small"), para(dated, "note")]
        rows.append((cell(bold(fact_name(fact.key, language))), Cell(tuple(p for p in parts if p.text))))
    return table([("", 32), ("", 68)], rows)
