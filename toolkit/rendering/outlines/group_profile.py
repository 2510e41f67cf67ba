"""The group profile as a document: what a group brings, knows, wants and needs, and what that changes in a plan."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.evaluation.findings.make import PUBLISH_AT
from toolkit.planning.group_profile import Concept, GroupProfile, LevelSpan, ObjectiveNeed
from toolkit.planning.profile_effect import PlanChange
from toolkit.rendering.outline import Callout, Cell, Document, Node, Para, Span, inline
from toolkit.rendering.outlines.common import (
    Pair,
    bullets,
    cell,
    heading,
    joined,
    make_paper,
    minutes_text,
    module_title,
    pair,
    para,
    table,
)
from toolkit.rendering.outlines.inline import parse_inline, words_of
from toolkit.rendering.outlines.words import literacy_name


def make_group_profile_document(
    content: Content, profile: GroupProfile, language: Language, effect: PlanChange | None = None
) -> Document:
    """The document for trainers and planners, in their language. `content` is localised to it: modules are named as it
    has them. What the group says stays in the profile's own language. `effect` is what it changes in one session."""
    say = language.say
    body: list[Node] = [*_first(profile, language)]
    for title, nodes in (
        (say("Languages and reading"), _languages(profile, language)),
        (say("What this group brings"), _brings(profile, language)),
        (say("What people know already"), bullets(profile.knows)),
        (say("What people want to know more about"), bullets(profile.needs)),
        (say("What people want to do in their first two years"), _wants(profile, language)),
        (say("What would help people to take part"), _help(profile, language)),
        (say("What this changes in a plan"), _changes(content, profile, language)),
        (
            say("What this changes in “{title}”", title=effect.title) if effect else "",
            _effect(content, effect, language) if effect else [],
        ),
        (say("How to read this"), _how(profile, language)),
    ):
        if nodes:
            body += [heading(1, title), *nodes]
    kind = say("Group profile")
    return make_paper(
        "group-profile",
        kind,
        language,
        body,
        subtitle=say("Made up, for practice: nobody gave these answers") if profile.made_up else "",
        footer=joined([say("Made up") if profile.made_up else "", kind]),
        facts=_facts(profile, language),
    )


def _facts(profile: GroupProfile, language: Language) -> tuple[Pair, ...]:
    say = language.say
    return (
        pair(say("People who answered"), language.show_number(profile.people)),
        pair(say("Behind every statement"), say("at least {n} people", n=language.show_number(profile.at_least))),
    )


def _first(profile: GroupProfile, language: Language) -> Sequence[Node]:
    say = language.say
    lead = say(
        "What a group says of itself before a training is planned. It is about the group: nothing in it tells what one "
        "person said."
    )
    if profile.at_least >= PUBLISH_AT:
        return (para(lead, "lead"),)
    words = say("Statements of fewer than {n} people are in it. Give it to nobody outside.", n=PUBLISH_AT)
    inside = Callout("watch", inline(say("Only for use inside the organisation")), (Para(inline(words)),))
    return para(lead, "lead"), inside


def _languages(profile: GroupProfile, language: Language) -> list[Node]:
    say = language.say
    lines = []
    if profile.mother_tongues:
        names = language.show_list([language.name_of_language(tag) for tag in profile.mother_tongues])
        lines.append(say("Grown up with: {languages}", languages=names))
    if profile.languages:
        names = language.show_list([language.name_of_language(tag) for tag in profile.languages])
        lines.append(say("Spoken well enough for everyday life: {languages}", languages=names))
    if profile.literacy is not None:
        lines.append(say("Reading to plan for: {level}", level=literacy_name(profile.literacy, language)))
    if profile.latin_letters is False:
        lines.append(say("Latin letters are new or slow for many: print large, read aloud, use pictures."))
    nodes: list[Node] = [*bullets(lines)]
    if profile.literacy is not None:
        nodes.append(
            para(
                say(
                    "Up to {n} people may read less than others without being named here. That is why the level is set "
                    "so that they can follow; write another one in the brief if you know better.",
                    n=language.show_number(profile.at_least - 1),
                ),
                "note",
            )
        )
    if profile.destination_language:
        nodes += [heading(2, say("The language of the new country")), _levels(profile.destination_language, language)]
    return nodes


def _levels(found: dict[str, LevelSpan], language: Language) -> Node:
    say = language.say
    names = {
        "listening": say("Listening"),
        "reading": say("Reading"),
        "talking": say("Conversation"),
        "telling": say("Speaking on one's own"),
        "writing": say("Writing"),
    }
    rows = [
        (cell(names.get(skill, skill)), cell(_level(span.low, language)), cell(_level(span.high, language)))
        for skill, span in found.items()
    ]
    heads = [
        (say("As people judge themselves (CEFR)"), 40.0),
        (say("Enough people are at this level or below"), 30.0),
        (say("Enough people are at this level or above"), 30.0),
    ]
    return table(heads, rows)


def _level(level: str | None, language: Language) -> str:
    if level is None:
        return language.say("too few to say")
    return language.say("nothing yet") if level == "A0" else level


def _brings(profile: GroupProfile, language: Language) -> list[Node]:
    say = language.say
    nodes: list[Node] = [*bullets(profile.strengths)]
    if profile.occupations or profile.skills:
        nodes += [heading(2, say("As ESCO names it")), *_concepts((*profile.occupations, *profile.skills))]
    for title, words in ((say("School"), profile.education), (say("Telephone and computer"), profile.digital)):
        if words:
            nodes += [heading(2, title), *bullets(words)]
    return nodes


def _concepts(concepts: Sequence[Concept]) -> tuple[Node, ...]:
    """Names that lead to ESCO, with the code where there is one."""
    return bullets(
        (Span(concept.label, href=concept.uri), *inline(f" ({concept.code})" if concept.code else ""))
        for concept in concepts
    )


def _wants(profile: GroupProfile, language: Language) -> list[Node]:
    nodes: list[Node] = [*bullets(profile.wants)]
    if profile.wanted_occupations:
        nodes += [heading(2, language.say("Work that people want to do")), *_concepts(profile.wanted_occupations)]
    return nodes


def _help(profile: GroupProfile, language: Language) -> list[Node]:
    say = language.say
    nodes: list[Node] = [*bullets(profile.arrangements)]
    if profile.caring:
        nodes += [heading(2, say("Whom people look after")), *bullets(profile.caring)]
    words = say(
        "What fewer than {n} people asked for is not listed. Ask everybody alone, before the session: “What would help "
        "you to come, hear, see, sit, read or concentrate?”",
        n=language.show_number(profile.at_least),
    )
    return [*nodes, Callout("watch", inline(say("Ask each person as well")), (Para(inline(words)),))]


def _changes(content: Content, profile: GroupProfile, language: Language) -> list[Node]:
    say = language.say
    lines = [say("A brief that names this profile takes over the reading level, the mother tongues and the strengths.")]
    if profile.objective_needs:
        lines.append(say("It also raises or lowers how much the objectives below weigh when time is short."))
    lines.append(say("What the brief says itself always wins."))
    rows = [row for need in profile.objective_needs if (row := _need(content, need, language))]
    nodes: list[Node] = [*bullets(lines)]
    if rows:
        heads = [(say("The group says"), 34.0), (say("Weight"), 13.0), (say("Module, and how many objectives"), 53.0)]
        nodes.append(table(heads, rows))
    return nodes


def _need(content: Content, need: ObjectiveNeed, language: Language) -> tuple[Cell, ...]:
    modules: dict[str, int] = {}
    for module in content.modules.values():
        count = sum(objective.id in need.objectives for objective in module.objectives)
        if count:
            modules[words_of(module.title)] = count
    if not modules:
        return ()
    say = language.say
    weight = say("{n} times", n=language.show_number(need.need, 0 if need.need == int(need.need) else 1))
    counted = [say("{module}: {n}", module=title, n=language.show_number(count)) for title, count in modules.items()]
    return cell(need.because), cell(weight), cell(*counted)


def _effect(content: Content, effect: PlanChange, language: Language) -> list[Node]:
    say = language.say
    if effect.nothing:
        words = say("Nothing: there is time for everything, or the brief says all this itself.")
        return [para(words)]
    rows = [
        (
            cell(module_title(content, change.module)),
            cell(minutes_text(change.before, language)),
            cell(minutes_text(change.after, language)),
        )
        for change in effect.modules
    ]
    heads = [(say("Module"), 50.0), (say("Without the profile"), 25.0), (say("With the profile"), 25.0)]
    nodes: list[Node] = [table(heads, rows)]
    objectives, activities = content.objectives(), content.activities()
    for title, texts in (
        (say("Objectives that it makes room for"), [objectives[o].statement for o in effect.gained if o in objectives]),
        (say("Objectives without room now"), [objectives[o].statement for o in effect.lost if o in objectives]),
        (say("Activities that came"), [activities[a].title for a in effect.activities_in if a in activities]),
        (say("Activities that went"), [activities[a].title for a in effect.activities_out if a in activities]),
    ):
        if texts:
            nodes += [heading(2, title), *bullets(parse_inline(text) for text in texts)]
    return nodes


def _how(profile: GroupProfile, language: Language) -> list[Node]:
    say = language.say
    n = language.show_number(profile.at_least)
    lines = [
        say("A statement stands here when at least {n} people made it. How many more made it is not told.", n=n),
        say("What is missing was said by fewer than {n} people, or by nobody: the two look the same on purpose.", n=n),
        say("People judge their own skills and languages. Nothing was tested."),
        say("Lists are no ranking; only the topics are, those first that matter most to enough people."),
        say("This publication uses the ESCO classification of the European Commission."),
    ]
    return [*bullets(lines)]
