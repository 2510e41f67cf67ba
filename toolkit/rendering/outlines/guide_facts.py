"""Facts in the facilitator guide: what an activity needs and serves, and the objectives of a module."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.content.language import Language
from toolkit.content.records import Activity, Content, Objective
from toolkit.planning.plan import Slot
from toolkit.rendering.outline import Cell, Fields, Inline, ListNode, Node, Nodes, Span
from toolkit.rendering.outlines.common import (
    Pair,
    body_of,
    cell,
    grouping_text,
    handouts_of,
    in_one_line,
    labelled,
    material_texts,
    minutes_text,
    pair,
    para,
    people,
    table,
)
from toolkit.rendering.outlines.inline import parse_inline, words_of
from toolkit.rendering.outlines.words import (
    kind_name,
    literacy_name,
    mode_name,
    need_name,
    objective_kind_name,
    phase_name,
    priority_name,
)


def activity_facts(content: Content, activity: Activity, slot: Slot | None, language: Language) -> Fields:
    """Method, grouping, reading level and whatever else is known of an activity; its clock stands beside it."""
    say = language.say
    minutes = activity.minutes
    span = say("{least} to {most} min", least=minutes.least, most=minutes.most)
    if minutes.least == minutes.most:
        span = ""
    length = minutes_text(minutes.typical, language) if minutes.least == minutes.most else ""
    materials = in_one_line(material_texts(content, activity, slot) if slot else _materials(content, activity))
    facts: list[tuple[str, str | Inline]] = [
        (say("Time"), "" if slot else length),
        (say("Can take"), span),
        (say("Method"), kind_name(activity.kind, language)),
        (say("Grouping"), grouping_text(activity, slot, language) if slot else _grouping(activity, language)),
        (say("Phase"), phase_name(activity.phase, language) if activity.module else ""),
        (say("Reading"), literacy_name(activity.literacy, language)),
        (say("Works for"), _participants(activity, language)),
        (say("Mode"), "" if len(activity.modes) > 1 else language.show_list(_modes(activity, language))),
        (say("Not for"), language.show_list([need_name(need, language) for need in activity.unsuited])),
        (say("Only for"), language.show_list([need_name(need, language) for need in activity.only_for])),
        (say("Replaces"), _title_of(content, activity.variant_of)),
        (say("After"), language.show_list([_title_of(content, other) for other in activity.requires])),
        (say("Evidence for"), _practices(content, activity, language)),
        (say("Materials"), materials),
    ]
    return Fields(tuple(pair(label, value) for label, value in facts if value))


def _materials(content: Content, activity: Activity) -> list[Inline]:
    titles = {handout.id: handout.title for handout in handouts_of(content, activity.module)}
    return [parse_inline(titles.get(text.source.strip(), text)) for text in activity.materials]


def _grouping(activity: Activity, language: Language) -> str:
    blank = Slot(id="", start="00:00", end="00:00", minutes=0, kind=activity.kind, title="")
    return grouping_text(activity, blank, language)


def _participants(activity: Activity, language: Language) -> str:
    size = activity.participants
    if size is None:
        return ""
    if size.least == size.most:
        return people(size.most, language)
    return language.say("{least} to {most} people", least=size.least, most=size.most)


def _modes(activity: Activity, language: Language) -> list[str]:
    return [mode_name(mode, language) for mode in activity.modes]


def _title_of(content: Content, activity: str) -> str:
    found = content.activities().get(activity)
    return words_of(found.title) if found else activity


def _practices(content: Content, activity: Activity, language: Language) -> str:
    known = [content.practices[number] for number in activity.practices if number in content.practices]
    return language.show_list([f"{practice.number} {words_of(practice.title)}" for practice in known])


def served_objectives(content: Content, activity: Activity, language: Language) -> list[Node]:
    """The objectives that an activity serves, small."""
    objectives = content.objectives()
    served = [objectives[key] for key in activity.objectives if key in objectives]
    if not served:
        return []
    label = language.say_count("Objective", "Objectives", len(served))
    if len(served) == 1:
        return [para(labelled(label, parse_inline(served[0].statement)), "small")]
    rows = tuple((para(parse_inline(objective.statement), "small"),) for objective in served)
    return [para((Span(f"{label}:", bold=True),), "small"), ListNode(rows)]


def objective_table(objectives: Iterable[Objective], content: Content, language: Language) -> tuple[Node, ...]:
    """Objectives of a module with kind, priority and what we would see."""
    say = language.say
    rows = []
    for objective in objectives:
        statement: Nodes = (para(parse_inline(objective.statement)), *body_of(content, objective.more))
        kind = objective_kind_name(objective.kind, language)
        rows.append(
            (
                Cell(statement),
                Cell((para(kind), para(priority_name(objective.priority, language), "note"))),
                cell(parse_inline(objective.indicator)),
            )
        )
    columns = [(say("Objective"), 44), (say("Kind and priority"), 16), (say("We will see"), 40)]
    return (table(columns, rows),) if rows else ()


def facts_pairs(pairs: Iterable[tuple[str, str]]) -> tuple[Pair, ...]:
    """Labels with values, empty ones left out."""
    return tuple(pair(label, value) for label, value in pairs if value)
