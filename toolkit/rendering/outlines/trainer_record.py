"""A trainer's own record over sessions: modules taught, planned and real minutes, findings, room for thoughts.

For that trainer alone. It bears no name and compares with nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.evaluation.findings.records import Findings
from toolkit.planning.plan import SessionPlan
from toolkit.planning.session_record import SessionRecord
from toolkit.rendering.outline import Callout, Cell, Document, Keep, Node, WriteLines, inline
from toolkit.rendering.outlines.common import bold, cell, heading, joined, make_paper, module_title, para, table
from toolkit.rendering.outlines.facts import dates_text
from toolkit.rendering.outlines.inline import words_of

OFF_BY_PCT = 25
"""An activity that took a quarter more or less than planned is worth a thought."""
LINES = 3


@dataclass(frozen=True, slots=True)
class Taught:
    """One session that the trainer taught; `record` and `findings` are None where there are none."""

    plan: SessionPlan
    record: SessionRecord | None = None
    findings: Findings | None = None


@dataclass(frozen=True, slots=True)
class Minutes:
    """Planned and real minutes of the parts that were noted; `left_out` of them were not held."""

    planned: int = 0
    real: int = 0
    noted: int = 0
    left_out: int = 0


def minutes_of(record: SessionRecord | None, slots: frozenset[str] | None = None) -> Minutes:
    """Sums over the noted slots of a record, or over those of `slots` alone."""
    noted = [
        slot
        for slot in (record.slots if record else ())
        if slot.actual_minutes is not None and (slots is None or slot.slot in slots)
    ]
    return Minutes(
        planned=sum(slot.planned_minutes for slot in noted),
        real=sum(slot.actual_minutes or 0 for slot in noted),
        noted=len(noted),
        left_out=sum(slot.actual_minutes == 0 for slot in noted),
    )


def make_trainer_record(content: Content, sessions: Sequence[Taught], language: Language) -> Document:
    """The record over these sessions, in the order given. `content` is in the trainer's language."""
    say = language.say
    body: list[Node] = [
        Callout(
            "note",
            inline(say("For you alone")),
            (
                para(
                    say(
                        "These pages are yours: show them or keep them. Figures are about groups and their sessions; "
                        "many things besides the trainer move them, so they compare nobody with anybody."
                    )
                ),
            ),
        ),
        heading(1, say("Sessions")),
        table(
            [
                (say("Session"), 34),
                (say("Planned, of the parts noted"), 16),
                (say("Real"), 14),
                (say("Left out"), 10),
                (say("What participants' answers show"), 26),
            ],
            [_session_row(one, language) for one in sessions],
        ),
        heading(1, say("Modules taught")),
        table(
            [
                (say("Module"), 46),
                (say("Sessions"), 14),
                (say("Planned, of the parts noted"), 22),
                (say("Real"), 18),
            ],
            _module_rows(content, sessions, language),
        ),
    ]
    off = _off_plan(content, sessions, language)
    if off:
        heads = [(say("Activity"), 40), (say("Planned"), 12), (say("Real"), 12), (say("What I noted"), 36)]
        body += [heading(1, say("Where the clock and I differed")), table(heads, off)]
    body += [heading(1, say("My own thoughts")), *_thoughts(language)]
    title = say("My record as a trainer")
    sessions_held = language.say_count("{n} session", "{n} sessions", len(sessions))
    return make_paper("trainer-record", title, language, body, subtitle=sessions_held)


def _minutes(value: int, noted: int, language: Language) -> str:
    return language.say("{n} min", n=value) if noted else "\u2013"


def _session_row(one: Taught, language: Language) -> tuple[Cell, ...]:
    sums = minutes_of(one.record)
    return (
        cell(bold(one.plan.brief.title), joined([dates_text(one.plan, language)])),
        cell(_minutes(sums.planned, sums.noted, language)),
        cell(_minutes(sums.real, sums.noted, language)),
        cell(language.show_number(sums.left_out) if sums.noted else "\u2013"),
        cell(found_words(one.findings, language)),
    )


def found_words(findings: Findings | None, language: Language) -> str:
    """One sentence on the change of a session's total, or why there is none."""
    say = language.say
    if findings is None:
        return say("not evaluated")
    change = findings.change
    if findings.suppressed or change.mean_change_pct is None:
        return say("kept back, or not to be said")
    mean = language.show_number(change.mean_change_pct, 0, signed=True)
    if change.ci_low_pct is None or change.ci_high_pct is None:
        return say("{change} percentage points, {n} people", change=mean, n=change.n)
    return say(
        "{change} percentage points, likely between {low} and {high}, {n} people",
        change=mean,
        low=language.show_number(change.ci_low_pct, 0, signed=True),
        high=language.show_number(change.ci_high_pct, 0, signed=True),
        n=change.n,
    )


def _module_rows(content: Content, sessions: Sequence[Taught], language: Language) -> list[tuple[Cell, ...]]:
    taught: dict[str, list[Minutes]] = {}
    for one in sessions:
        for module in one.plan.module_ids():
            slots = frozenset(slot.id for slot in one.plan.slots() if slot.module == module)
            taught.setdefault(module, []).append(minutes_of(one.record, slots))
    rows: list[tuple[Cell, ...]] = []
    for module, found in taught.items():
        noted = sum(m.noted for m in found)
        rows.append(
            (
                cell(module_title(content, module)),
                cell(language.show_number(len(found))),
                cell(_minutes(sum(m.planned for m in found), noted, language)),
                cell(_minutes(sum(m.real for m in found), noted, language)),
            )
        )
    return rows


def _off_plan(content: Content, sessions: Sequence[Taught], language: Language) -> list[tuple[Cell, ...]]:
    """Activities that took much more or less than planned, or have a remark, in the order in which they were held."""
    titles: Mapping[str, str] = {key: words_of(activity.title) for key, activity in content.activities().items()}
    rows: list[tuple[Cell, ...]] = []
    for one in sessions:
        for slot in one.record.slots if one.record else ():
            if slot.activity is None or (slot.actual_minutes is None and not slot.remark):
                continue
            real = slot.planned_minutes if slot.actual_minutes is None else slot.actual_minutes
            if abs(real - slot.planned_minutes) * 100 < OFF_BY_PCT * slot.planned_minutes and not slot.remark:
                continue
            shown = "\u2013" if slot.actual_minutes is None else language.say("{n} min", n=real)
            rows.append(
                (
                    cell(titles.get(slot.activity, slot.activity)),
                    cell(language.say("{n} min", n=slot.planned_minutes)),
                    cell(language.say("left out") if slot.actual_minutes == 0 else shown),
                    cell(slot.remark),
                )
            )
    return rows


def _thoughts(language: Language) -> list[Node]:
    say = language.say
    asked = (
        say("What has grown since I began? What did people say or do that showed it?"),
        say("What will I try next, and in which session?"),
        say("Which activity should its designer change, and how?"),
        say("Whom do I want to watch, and who watches me?"),
    )
    return [Keep((para(words), WriteLines(LINES))) for words in asked]
