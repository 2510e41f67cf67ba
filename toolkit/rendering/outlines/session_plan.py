"""The session plan: the timetable of each day, the objectives that it serves, and what had no room."""

from __future__ import annotations

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.planning.plan import Day, ObjectiveOutcome, SessionPlan, Slot
from toolkit.rendering.outline import Cell, Document, Inline, Node, PageBreak, Para, Span, TableNode, WriteLines, inline
from toolkit.rendering.outlines.common import (
    activity_of,
    bold,
    bullets,
    cell,
    clock_span,
    day_title,
    grouping_text,
    heading,
    in_one_line,
    joined,
    labelled,
    make_document,
    material_texts,
    minutes_text,
    module_title,
    para,
    slot_title,
    table,
)
from toolkit.rendering.outlines.facts import session_facts
from toolkit.rendering.outlines.inline import parse_inline, words_of
from toolkit.rendering.outlines.words import (
    kind_name,
    need_name,
    objective_kind_name,
    priority_name,
    reason_name,
)
from toolkit.rendering.theme import HEAD_FILL, method_tone

LINES_FOR_NOTES = 8


def make_session_plan(content: Content, plan: SessionPlan, language: Language) -> Document:
    """The session plan to print or edit; `content` is in the trainer's language already."""
    say = language.say
    body: list[Node] = []
    for day in plan.days:
        if body:
            body.append(PageBreak())
        body.append(heading(1, day_title(day, language)))
        body.append(timetable(content, day, language))
    if not plan.days:
        body.append(para(say("This plan holds no day yet.")))
    needs = dict.fromkeys(need for slot in plan.slots() for need in slot.adaptations)
    if needs:
        adapted = joined(need_name(need, language) for need in needs)
        body.append(para(labelled(say("Adapted for this group"), adapted)))
    body.extend(_objectives(content, plan, language))
    body.extend(_balance(plan, language))
    body.extend(_left_out(content, plan, language))
    body.append(heading(1, say("Notes")))
    body.append(WriteLines(LINES_FOR_NOTES))
    facts = session_facts(plan, language)
    return make_document("session-plan", say("Session plan"), plan, language, body, facts=facts)


def timetable(content: Content, day: Day, language: Language) -> TableNode:
    """One day, a row for each slot and one where a module begins; the first cell's colour is the method's family."""
    say = language.say
    columns = [
        (say("Time"), 15),
        (say("Min"), 6),
        (say("What"), 27),
        (say("Method and grouping"), 20),
        (say("Materials"), 32),
    ]
    rows: list[tuple[Cell, ...]] = []
    module = ""
    for slot in day.slots:
        if slot.module and slot.module != module:
            module = slot.module
            rows.append((cell(bold(module_title(content, module)), fill=HEAD_FILL, span=len(columns)),))
        rows.append(_row(content, slot, language))
    return table(columns, rows)


def _row(content: Content, slot: Slot, language: Language) -> tuple[Cell, ...]:
    activity = activity_of(content, slot)
    tone = method_tone(slot.kind)
    time = cell(bold(clock_span(slot.start, slot.end, language)), fill=tone.fill)
    minutes = cell(str(slot.minutes))
    title = slot_title(content, slot, language)
    if slot.activity is None:
        return time, minutes, cell(bold(title), fill=tone.fill, span=3)
    grouping = grouping_text(activity, slot, language)
    method = Cell((para(kind_name(slot.kind, language)), *((para(grouping, "small"),) if grouping else ())))
    materials = in_one_line(material_texts(content, activity, slot))
    return time, minutes, cell(bold(title)), method, Cell((para(materials, "small"),) if materials else ())


def _objectives(content: Content, plan: SessionPlan, language: Language) -> list[Node]:
    """What participants will be able to do, by module, and what this plan does not reach."""
    say = language.say
    served = [outcome for outcome in plan.objectives if outcome.served]
    missed = [outcome for outcome in plan.objectives if not outcome.served]
    nodes: list[Node] = []
    if served:
        nodes.append(heading(1, say("What participants will know, do and value")))
        columns = [(say("Objective"), 40), (say("Kind and priority"), 15), (say("Min"), 7), (say("We will see"), 38)]
        for module in dict.fromkeys(outcome.module for outcome in served):
            rows = [_objective_row(content, outcome, language) for outcome in served if outcome.module == module]
            nodes.append(heading(2, module_title(content, module)))
            nodes.append(table(columns, rows))
    if missed:
        nodes.append(heading(1, say("Objectives that this plan does not serve")))
        columns = [(say("Objective"), 48), (say("Module"), 22), (say("Priority"), 12), (say("Reason"), 18)]
        rows = [
            (
                cell(_statement(content, outcome)),
                cell(module_title(content, outcome.module)),
                cell(priority_name(outcome.priority, language)),
                cell(reason_name(outcome.reason, language) if outcome.reason else ""),
            )
            for outcome in missed
        ]
        nodes.append(table(columns, rows))
    return nodes


def _objective_row(content: Content, outcome: ObjectiveOutcome, language: Language) -> tuple[Cell, ...]:
    objective = content.objectives().get(outcome.objective)
    kind = objective_kind_name(objective.kind, language) if objective else ""
    return (
        cell(_statement(content, outcome)),
        Cell((para(kind), para(priority_name(outcome.priority, language), "note"))),
        cell(str(outcome.minutes)),
        cell(parse_inline(objective.indicator) if objective else ""),
    )


def _statement(content: Content, outcome: ObjectiveOutcome) -> Inline:
    objective = content.objectives().get(outcome.objective)
    return parse_inline(objective.statement) if objective else inline(outcome.objective)


def _balance(plan: SessionPlan, language: Language) -> list[Node]:
    """How much of the time is the participants' own, and how sure the planner is."""
    score, say = plan.score, language.say
    if score is None:
        return []
    proof = (
        say("No better choice exists within the rules.")
        if score.proven
        else say("A better choice may exist: the planner stopped at its limit.")
    )
    sentences = [
        say(
            "Participants themselves speak or do something in about {share} % of the minutes.",
            share=round(score.participation_pct),
        ),
        say("{n} of the 16 practices have evidence in this plan.", n=score.practices_evidenced),
        proof,
        say("The shares are the toolkit's working assumptions, for comparing plans; they measure no real group."),
    ]
    return [heading(1, say("Balance of the plan")), *bullets(sentences)]


def _left_out(content: Content, plan: SessionPlan, language: Language) -> list[Node]:
    """Activities that would have suited but had no room, with what they would need."""
    if not plan.left_out:
        return []
    say, activities = language.say, content.activities()
    lines: list[Inline] = []
    for activity_id in plan.left_out:
        activity = activities.get(activity_id)
        if activity is None:
            lines.append(inline(activity_id))
            continue
        facts = joined(
            [
                module_title(content, activity.module),
                kind_name(activity.kind, language),
                minutes_text(activity.minutes.typical, language),
            ]
        )
        lines.append((Span(words_of(activity.title), bold=True), Span(f"  {facts}")))
    hint = Para(inline(say("Good choices if time is left over. They are described in the facilitator guide.")), "note")
    return [heading(1, say("Left out for lack of time")), hint, *bullets(lines)]
