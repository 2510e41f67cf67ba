"""The sign-in sheet: who was there on which day, by initials or a mark."""

from __future__ import annotations

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.planning.plan import Day, SessionPlan
from toolkit.rendering.outline import Cell, Document, Node, PageBreak
from toolkit.rendering.outlines.common import cell, heading, make_document, para, table
from toolkit.rendering.outlines.facts import participant_facts

ROW_PT = 30.0
DAYS_ON_A_PAGE = 5
SPARE_ROWS = 2


def make_sign_in(_content: Content, plan: SessionPlan, language: Language) -> Document:
    """One row for each participant and a few to spare, one column for each day.

    People sign with initials or a mark: a list of full names of migrants can do harm in the wrong hands, and a code
    written where others see it joins a face to the answers of the tests.
    """
    say = language.say
    body: list[Node] = [
        para(
            say("Sign with your initials or a mark of your own. Please write neither your full name nor your code."),
            "lead",
        ),
        para(
            say(
                "Data protection: this sheet shows only that a place was taken. It is kept locked away, apart from the "
                "answers to the tests, and destroyed when it is no longer needed."
            ),
            "note",
        ),
    ]
    days = plan.days
    for first in range(0, max(1, len(days)), DAYS_ON_A_PAGE):
        if first:
            body.append(PageBreak())
        body.extend(_sheet(plan, days[first : first + DAYS_ON_A_PAGE], language))
    facts = participant_facts(plan, language)
    landscape = len(days) > 2
    return make_document("sign-in-sheet", say("Sign-in sheet"), plan, language, body, facts=facts, landscape=landscape)


def _sheet(plan: SessionPlan, days: tuple[Day, ...], language: Language) -> list[Node]:
    say = language.say
    room = 68 / max(1, len(days))
    signatures = [(_day_head(day, language), room) for day in days] or [(say("Signature"), 68.0)]
    columns = [(say("No."), 7), (say("Initials or mark"), 25), *signatures]
    blank = tuple(Cell(()) for _ in signatures)
    rows = [(cell(str(number)), Cell(()), *blank) for number in range(1, plan.brief.group.size + SPARE_ROWS + 1)]
    return [table(columns, rows, ROW_PT), *_trainers(plan, days, language)]


def _trainers(plan: SessionPlan, days: tuple[Day, ...], language: Language) -> list[Node]:
    """The team signs for itself; the brief may not say how many they are."""
    say = language.say
    room = 68 / max(1, len(days))
    columns = [("", 7), (say("Trainer or interpreter"), 25), *((_day_head(day, language), room) for day in days)]
    count = max(2, len(plan.brief.trainers) + int(plan.brief.interpreter))
    rows = [(cell(""), Cell(()), *(Cell(()) for _ in days)) for _ in range(count)]
    return [heading(1, say("Trainers")), table(columns, rows, ROW_PT)] if days else []


def _day_head(day: Day, language: Language) -> str:
    return language.show_date(day.date) if day.date else language.say("Day {n}", n=day.number)
