"""The handover: one document for those who receive a group, about the group and never about one person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.evaluation.handover import Handover, ModuleState, ObjectiveState, Reason
from toolkit.rendering.outline import Callout, Cell, Document, Inline, Keep, Node, Para, Span, inline
from toolkit.rendering.outlines.common import (
    Pair,
    bullets,
    cell,
    heading,
    joined,
    make_paper,
    module_title,
    pair,
    para,
    table,
)
from toolkit.rendering.outlines.inline import parse_inline
from toolkit.rendering.outlines.words import literacy_name

ROOM_TO_WRITE_PT = 26.0


def make_handover_document(content: Content, handover: Handover, language: Language) -> Document:
    """The document for the receiving side, in its language. `content` and the group profile in `handover`
    are in it already."""
    say = language.say
    parts = (
        (say("What was covered and learned"), _covered(content, handover, language)),
        (say("To take up again"), _again(content, handover, language)),
        (say("Left open"), _left_open(content, handover, language)),
        (say("What the group says of itself"), _group(handover, language)),
        (say("Suggested modules after arrival"), _suggested(content, handover, language)),
        (say("For the people who will be neighbours"), _neighbours(handover, language)),
        (say("For employers"), _employers(handover, language)),
        (say("To settle between the two teams"), _to_settle(language)),
        (say("How to read this"), _how(handover, language)),
    )
    body: list[Node] = [
        para(say("What a training before departure hands over to those who go on after arrival."), "lead")
    ]
    for title, nodes in parts:
        if nodes:
            body += [heading(1, title), *nodes]
    made_up = handover.profile is not None and handover.profile.made_up
    kind = say("Handover")
    brief = handover.plan.brief
    return make_paper(
        "handover",
        say("Handover after the training before departure"),
        language,
        body,
        kind=kind,
        subtitle=joined([brief.title, say("Made up, for practice") if made_up else ""]),
        footer=joined([say("Made up") if made_up else "", brief.title, kind]),
        facts=_facts(handover, language),
        author=brief.organisation,
    )


def _facts(handover: Handover, language: Language) -> tuple[Pair, ...]:
    say, plan = language.say, handover.plan
    brief = plan.brief
    dates = [day.date for day in plan.days if day.date]
    found = []
    if brief.origin and brief.destination:
        names = language.name_of_country(brief.origin), language.name_of_country(brief.destination)
        found.append(pair(say("From, to"), say("{origin}, {destination}", origin=names[0], destination=names[1])))
    if dates:
        found.append(pair(say("Training held on"), language.show_days(dates[0], dates[-1])))
    found.append(pair(say("People in the group"), language.show_number(brief.group.size)))
    tags = language.show_list([language.name_of_language(tag) for tag in brief.languages])
    found.append(pair(say("Language of the training"), tags))
    if brief.organisation:
        found.append(pair(say("Prepared by"), brief.organisation))
    return tuple(found)


def _covered(content: Content, handover: Handover, language: Language) -> list[Node]:
    say = language.say
    if not handover.modules:
        return [para(say("No module was held."))]
    rows = [_covered_row(content, state, language) for state in handover.modules]
    heads = [
        (say("Module"), 34.0),
        (say("Minutes"), 11.0),
        (say("Points before"), 13.0),
        (say("Points after"), 13.0),
        (say("What the tests show"), 29.0),
    ]
    nodes: list[Node] = [table(heads, rows)]
    lines = []
    if not handover.minutes_known:
        lines.append(say("Minutes are as planned: nobody has written down what the session really took."))
    if handover.people_tested is None:
        lines.append(say("There are no test results that may be shown."))
    else:
        n = language.show_number(handover.people_tested)
        lines.append(say("{n} people answered both tests; points are the group's mean.", n=n))
    return [*nodes, *(para(line, "note") for line in lines)]


def _covered_row(content: Content, state: ModuleState, language: Language) -> tuple[Cell, ...]:
    return (
        cell(module_title(content, state.module)),
        cell(language.show_number(state.minutes)),
        cell(_percent(state.pre, language)),
        cell(_percent(state.post, language)),
        cell(_verdict(state.verdict, language)),
    )


def _percent(value: float | None, language: Language) -> str:
    return language.say("no figure") if value is None else language.show_percent(value / 100)


def _verdict(verdict: str, language: Language) -> str:
    say = language.say
    return {
        "improved": say("More was known afterwards."),
        "known-before": say("Most was known before."),
        "not-improved": say("No gain can be seen."),
        "unclear": say("It cannot be said whether there was a gain."),
        "withheld": say("Kept back: too few answers to show."),
    }.get(verdict, say("Not tested."))


def _statements(content: Content, module: str, states: Sequence[ObjectiveState]) -> list[Inline]:
    known = {o.id: o for o in content.modules[module].objectives} if module in content.modules else {}
    return [parse_inline(known[s.objective].statement) for s in states if s.objective in known]


def _by_module(content: Content, handover: Handover, *, again: bool) -> Iterator[Node]:
    for state in handover.modules:
        wanted = [o for o in state.objectives if (o.again if again else not o.held)]
        lines = _statements(content, state.module, wanted)
        if lines:
            yield heading(2, module_title(content, state.module))
            yield from bullets(lines)


def _again(content: Content, handover: Handover, language: Language) -> list[Node]:
    nodes = list(_by_module(content, handover, again=True))
    if not nodes:
        return []
    lead = language.say("These objectives were worked on, but by the tests the group has not reached them yet.")
    return [para(lead), *nodes]


def _left_open(content: Content, handover: Handover, language: Language) -> list[Node]:
    nodes = list(_by_module(content, handover, again=False))
    if not nodes:
        return [para(language.say("Every learning objective of the modules was worked on."))]
    return [para(language.say("There was no time for these objectives of the modules that were held.")), *nodes]


def _group(handover: Handover, language: Language) -> list[Node]:
    say, profile = language.say, handover.profile
    if profile is None:
        return [para(say("No group profile came with this handover. Ask the group itself, before the first session."))]
    tongues = language.show_list([language.name_of_language(tag) for tag in profile.mother_tongues])
    lines = []
    if tongues:
        lines.append(say("Grown up with: {languages}", languages=tongues))
    if profile.literacy is not None:
        lines.append(say("Reading to plan for: {level}", level=literacy_name(profile.literacy, language)))
    if profile.latin_letters is False:
        lines.append(say("Latin letters are new or slow for many: print large, read aloud, use pictures."))
    n, people = language.show_number(profile.at_least), language.show_number(profile.people)
    nodes: list[Node] = [
        para(say("Each line was said by at least {n} of {people} people.", n=n, people=people), "note"),
        *bullets(lines),
    ]
    for title, said in (
        (say("What this group brings"), profile.strengths),
        (say("What people want to do in their first two years"), profile.wants),
        (say("What people want to know more about"), profile.needs),
        (say("What would help people to take part"), profile.arrangements),
    ):
        if said:
            nodes += [heading(2, title), *bullets(said)]
    return nodes


def _suggested(content: Content, handover: Handover, language: Language) -> list[Node]:
    say = language.say
    if not handover.suggestions:
        return [para(say("No module of this workspace is written for the time after arrival."))]
    rows = [
        (cell(module_title(content, s.module)), cell(*(_reason(content, r, language) for r in s.reasons)))
        for s in handover.suggestions
    ]
    lead = say(
        "Most needed first. The brief post-arrival-brief.yaml holds as many of the first ones as a day has room for."
    )
    return [para(lead), table([(say("Module"), 42.0), (say("Why"), 58.0)], rows)]


def _reason(content: Content, reason: Reason, language: Language) -> str:
    say = language.say
    match reason.kind:
        case "again":
            return language.say_count("{n} objective not reached yet.", "{n} objectives not reached yet.", reason.count)
        case "open":
            return language.say_count("{n} objective left open.", "{n} objectives left open.", reason.count)
        case "follows":
            return say("The next step after “{module}”.", module=module_title(content, reason.module))
        case "wanted":
            return say("The group says: {words}", words="; ".join(reason.words))
        case _:
            return say("Not held before departure.")


def _neighbours(handover: Handover, language: Language) -> list[Node]:
    say = language.say
    lead = say(
        "Two hours for the people who live where the group is going to live: what is known, questions, and ways to "
        "take part. The brief is information-session-brief.yaml."
    )
    ask = say(
        "Ask the people who come what may be told about them, and tell nothing else. No names, dates or addresses."
    )
    nodes: list[Node] = [para(lead)]
    strengths = handover.profile.strengths if handover.profile else ()
    if strengths:
        brings = say("What this group brings")
        nodes.append(para(say("If they agree, tell what they bring too: see “{heading}”.", heading=brings)))
    return [*nodes, Callout("watch", inline(say("Ask first")), (Para(inline(ask)),))]


def _employers(handover: Handover, language: Language) -> list[Node]:
    say, skills = language.say, handover.skills_for_work
    if not skills:
        return []
    lead = (
        say("Vacancies that are known here fit work that people have done or want to do.")
        if handover.vacancies_known
        else say("The group brings work experience. Ask the employment service which vacancies it would fit.")
    )
    rows = [(Span(c.label, href=c.uri), *inline(f" ({c.code})" if c.code else "")) for c in skills]
    plan = say("A half-day session for employers is planned in employers-brief.yaml.")
    note = say("Work and skills are named as ESCO has them. This publication uses the ESCO classification of the "
               "European Commission.")  # fmt: skip
    return [para(lead), *bullets(rows), para(plan), para(note, "note")]


def _to_settle(language: Language) -> list[Node]:
    say = language.say
    heads = [(say("Question"), 50.0), (say("Answer, and by whom"), 50.0)]
    questions = (
        say("Who goes on with the group after arrival, and when is the first session?"),
        say("Who interprets, and into which languages?"),
        say("What was promised before departure that has to be kept?"),
        say("Which information given before departure was not right here?"),
        say("When do the two teams talk again, so that the next training gets better?"),
    )
    return [Keep((table(heads, [(cell(q), cell()) for q in questions], ROOM_TO_WRITE_PT),))]


def _how(handover: Handover, language: Language) -> list[Node]:
    say = language.say
    n = language.show_number(handover.least)
    lines = [
        say("Nothing in here tells what one person knows, said or needs. Ask each person yourself."),
        say("A figure stands here only when at least {n} people are behind it.", n=n),
        say("Remarks of trainers, answers and lists of participants stay with those who prepared the training."),
        say("Suggestions are counted from objectives that are open, not reached or wanted. They are no order."),
    ]
    return [*bullets(lines)]
