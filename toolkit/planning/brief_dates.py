"""The dates of a brief: in order, before the departure, and not when people are free or fast."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from toolkit.content.calendar_facts import holidays_of, ramadan_before_eid
from toolkit.content.language import SOURCE_LANGUAGE, Language
from toolkit.content.records import Content
from toolkit.content.yamlfile import YamlDoc
from toolkit.planning.brief import Brief
from toolkit.problems import Problem, make_problem

FASTING = frozenset({"refugees", "labour_migrants"})
"""Audiences of whom some may come from where many people fast."""


def sound_dates(_content: Content, brief: Brief, doc: YamlDoc) -> Iterator[Problem]:
    """Dates in order, no more than days, none after the departure."""
    if brief.days is not None and len(brief.dates) > brief.days:
        yield make_problem("brief-dates-days", doc.place("dates"), dates=len(brief.dates), days=brief.days)
    if any(later <= earlier for earlier, later in pairwise(brief.dates)):
        yield make_problem("brief-dates-order", doc.place("dates"))
    if brief.departure is not None and brief.dates and brief.departure < max(brief.dates):
        last = max(brief.dates)
        yield make_problem("brief-departure-early", doc.place("departure"), departure=brief.departure, last=last)


def free_days(_content: Content, brief: Brief, doc: YamlDoc) -> Iterator[Problem]:
    """Dates on which people are free, or fast, where the session takes place."""
    here = brief.origin if brief.stage == "pre_departure" else brief.destination
    english = Language(SOURCE_LANGUAGE)
    for number, day in enumerate(brief.dates):
        name = holidays_of(here, day.year, english).get(day) if here else None
        if name:
            where, country = doc.place("dates", number), english.country_within(here or "")
            yield make_problem("brief-date-holiday", where, day=day, name=name, country=country)
    ramadan = ramadan_before_eid(brief.origin, brief.dates[0].year) if brief.origin and brief.dates else None
    if ramadan and brief.audience in FASTING and any(ramadan[0] <= day < ramadan[1] for day in brief.dates):
        yield make_problem("brief-dates-ramadan", doc.place("dates"), eid=ramadan[1])
