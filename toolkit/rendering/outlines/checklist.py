"""The practice checklist: the 16 practices, how this plan answers each, and a box for the trainer's own judgement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.content.language import Language
from toolkit.content.records import Content, Criterion, Practice
from toolkit.planning.plan import SessionPlan
from toolkit.planning.practices import CriterionAnswer, PracticeAnswer, show_advice, show_evidence
from toolkit.rendering.outline import Callout, Cell, Document, Inline, Keep, ListNode, Node, Para, inline
from toolkit.rendering.outlines.common import bold, cell, heading, in_brackets, joined, make_document, para, table
from toolkit.rendering.outlines.facts import session_facts
from toolkit.rendering.outlines.inline import parse_inline, words_of
from toolkit.rendering.outlines.words import answer_name
from toolkit.rendering.theme import ANSWER_TONES, METHOD_TONES, Tone

SLOTS_NAMED = 5
"""How many slots are named as evidence before the rest are only counted."""


def make_checklist(
    content: Content, plan: SessionPlan, answers: Sequence[PracticeAnswer], language: Language
) -> Document:
    """A summary of all practices on the first pages, then each with its criteria, evidence and next change."""
    say = language.say
    known = [(content.practices[a.number], a) for a in answers if a.number in content.practices]
    clock = {
        slot.id: joined([say("Day {n}", n=day.number) if len(plan.days) > 1 else "", language.show_time(slot.start)])
        for day in plan.days
        for slot in day.slots
    }
    body: list[Node] = [
        para(
            say(
                "What the brief, the plan and the modules show is filled in. Tick what you judge to be so, and answer "
                "what only you can know."
            ),
            "lead",
        ),
        heading(1, say("Summary")),
        _summary(known, language),
        heading(1, say("Practice by practice")),
        *(Keep(tuple(_practice(practice, answer, clock, language))) for practice, answer in known),
    ]
    facts = session_facts(plan, language)
    return make_document("practice-checklist", say("Practice checklist"), plan, language, body, facts=facts)


def _tone(status: str) -> Tone:
    return ANSWER_TONES.get(status, METHOD_TONES["frame"])


def _summary(known: Sequence[tuple[Practice, PracticeAnswer]], language: Language) -> Node:
    say = language.say
    rows = [
        (
            cell(str(practice.number)),
            cell(bold(words_of(practice.title))),
            cell(answer_name(answer.status, language), fill=_tone(answer.status).fill),
            cell(show_advice(language, answer.advice) if answer.advice else ""),
            _box(),
        )
        for practice, answer in known
    ]
    columns = [(say("No."), 6), (say("Practice"), 30), (say("Answer"), 16), (say("Next change"), 38), (say("Done"), 10)]
    return table(columns, rows)


def _practice(practice: Practice, answer: PracticeAnswer, clock: Mapping[str, str], language: Language) -> list[Node]:
    say = language.say
    criteria = {criterion.id: criterion for criterion in practice.criteria}
    title: Inline = inline(f"{practice.number}  {words_of(practice.title)}")
    rows = [_criterion(criteria[found.id], found, clock, language) for found in answer.criteria if found.id in criteria]
    columns = [("", 6), (say("Criterion"), 44), (say("Answer"), 14), (say("Evidence"), 36)]
    nodes: list[Node] = [heading(2, title), para(parse_inline(practice.meaning)), table(columns, rows)]
    if answer.advice:
        nodes.append(Callout("debrief", inline(say("Next change")), (para(show_advice(language, answer.advice)),)))
    elif practice.advice:
        nodes.append(Callout("note", inline(say("To go further")), (para(parse_inline(practice.advice)),)))
    return nodes


def _criterion(
    criterion: Criterion, found: CriterionAnswer, clock: Mapping[str, str], language: Language
) -> tuple[Cell, ...]:
    status = {True: "met", False: "not met", None: "to confirm"}[found.satisfied]
    what = [para(parse_inline(criterion.text))]
    if criterion.ask:
        what.append(para(parse_inline(criterion.ask), "note"))
    # A question that is still open stands beside the criterion already.
    evidence = "" if found.evidence.code == "ask" else show_evidence(language, found.evidence)
    slots = [clock[slot] for slot in found.evidence.slots if slot in clock]
    more = len(slots) - SLOTS_NAMED
    times = ", ".join(slots[:SLOTS_NAMED]) + in_brackets(f"+{more}" if more > 0 else "")
    return (
        _box(),
        Cell(tuple(what)),
        cell(answer_name(status, language), fill=_tone(status).fill),
        Cell(tuple(part for part in (para(evidence), para(times, "note")) if part.text)),
    )


def _box() -> Cell:
    return Cell((ListNode(((Para(()),),), "box"),))
