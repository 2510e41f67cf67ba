"""Checks of loaded content: one function for each, in the visible lists `CHECKS` and `DATED_CHECKS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from toolkit.content.checks import coverage, identity, minutes, parts, references, sources, texts
from toolkit.content.records import Content
from toolkit.problems import Problem, sort_problems

CHECKS: tuple[Callable[[Content], Iterator[Problem]], ...] = (
    identity.ids_unique,
    identity.prerequisites_no_cycle,
    identity.activities_no_cycle,
    references.objectives_exist,
    references.activities_exist,
    references.modules_exist,
    references.modules_listed,
    references.audiences_and_stages_known,
    references.practices_known,
    references.scales_known,
    references.materials_known,
    references.templates_find_activities,
    coverage.modules_complete,
    coverage.objectives_served,
    coverage.objectives_tested,
    coverage.questions_fit,
    coverage.activities_fit,
    coverage.ratings_fit,
    coverage.known_opening,
    coverage.few_essentials,
    coverage.reviews_named,
    minutes.minutes_possible,
    minutes.talks_short,
    minutes.steps_add_up,
    minutes.people_possible,
    minutes.templates_possible,
    parts.activities_complete,
    parts.slides_light,
    parts.slides_have_notes,
    parts.blocks_not_empty,
    parts.pictures_usable,
    parts.questions_answerable,
    sources.sources_known,
    sources.sources_complete,
    sources.facts_known,
    texts.texts_sound,
    texts.sentences_short,
)
"""What needs nothing but the content."""

DATED_CHECKS: tuple[Callable[[Content, date], Iterator[Problem]], ...] = (sources.facts_fresh, sources.reviews_past)
"""What depends on the day."""


def check_content(content: Content, today: date) -> tuple[Problem, ...]:
    """Every problem that the checks find, sorted. `today` decides which facts are stale."""
    found = [problem for check in CHECKS for problem in check(content)]
    found += [problem for check in DATED_CHECKS for problem in check(content, today)]
    return sort_problems(found)
