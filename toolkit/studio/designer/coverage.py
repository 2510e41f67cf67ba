"""Coverage maps: what is there for whom, as tables of numbers. Where a zero stands, something is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from toolkit.content.language import Language
from toolkit.content.records import Content, Module
from toolkit.content.vocabulary import AUDIENCES
from toolkit.rendering.outlines.inline import words_of
from toolkit.rendering.outlines.words import audience_name, objective_kind_name, priority_name
from toolkit.studio.designer.catalogue import SHOWN_FROM_PCT, Coverage, shown_pct

Tint = Literal["none", "low", "some", "full"]
"""How a cell is coloured; the number in it says the same."""

PRIORITIES = ("essential", "important", "optional")
FEW, MANY = 3, 10
"""Objectives below which an audience has few, and from which it has many."""
KINDS = ("knowledge", "skill", "attitude")


@dataclass(frozen=True, slots=True)
class MapCell:
    """One number with its colour. `about` is the whole sentence, for a tooltip and for a screen reader."""

    text: str
    tint: Tint
    about: str = ""


@dataclass(frozen=True, slots=True)
class CoverageMap:
    """A table. `rows` are (module id or "", name, cells); `totals` stand in its last line."""

    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[MapCell, ...]], ...]
    totals: tuple[str, ...] = ()
    total_name: str = ""


def audiences_of(content: Content) -> tuple[str, ...]:
    """Those of the toolkit, then those that curricula add."""
    return (*AUDIENCES, *content.new_audiences)


def map_objectives(content: Content, language: Language) -> CoverageMap:
    """Kinds and priorities of objectives × audiences: how many objectives each audience has."""
    say = language.say
    audiences = audiences_of(content)
    rows = []
    for kind in KINDS:
        for priority in PRIORITIES:
            name = say("{kind}, {priority}", kind=objective_kind_name(kind, language),
                       priority=priority_name(priority, language).lower())  # fmt: skip
            counts = [_count(content, audience, kind, priority) for audience in audiences]
            rows.append(("", name, tuple(_counted(count, language) for count in counts)))
    totals = tuple(language.show_number(sum(_count(content, a, k, p) for k in KINDS for p in PRIORITIES))
                   for a in audiences)  # fmt: skip
    return CoverageMap(
        say("Learning objectives for each audience"),
        say("Kind and priority"),
        tuple(audience_name(audience, language) for audience in audiences),
        tuple(rows),
        totals,
        say("All objectives"),
    )


def _count(content: Content, audience: str, kind: str, priority: str) -> int:
    return sum(
        objective.kind == kind and objective.priority == priority
        for module in content.modules.values()
        if audience in module.audiences
        for objective in module.objectives
    )


def _counted(count: int, language: Language) -> MapCell:
    tint: Tint = "none" if not count else "low" if count < FEW else "some" if count < MANY else "full"
    about = language.say_count("{n} objective", "{n} objectives", count)
    return MapCell(language.show_number(count), tint, about)


def map_practices(content: Content, language: Language) -> CoverageMap:
    """Modules × practices: in each cell the activities that are evidence, and a mark where the module says how."""
    say = language.say
    numbers = tuple(content.practices) or tuple(range(1, 17))
    rows = tuple(
        (module.id, words_of(module.title), tuple(_evidence(content, module, number, language) for number in numbers))
        for module in content.modules.values()
    )
    met = [sum(row[2][place].tint != "none" for row in rows) for place in range(len(numbers))]
    return CoverageMap(
        say("Good practices in each module"),
        say("Module"),
        tuple(str(number) for number in numbers),
        rows,
        tuple(language.show_number(count) for count in met),
        say("Modules with this practice"),
    )


def practice_titles(content: Content) -> tuple[tuple[int, str], ...]:
    """Number and title of each practice."""
    return tuple((number, words_of(practice.title)) for number, practice in content.practices.items())


def _evidence(content: Content, module: Module, number: int, language: Language) -> MapCell:
    say = language.say
    activities = sum(number in activity.practices for activity in module.activities)
    stated = number in module.practices
    practice = content.practices.get(number)
    title = words_of(practice.title) if practice else str(number)
    if stated and activities:
        about = language.say_count(
            "{title}: the module says how, and {n} activity shows it",
            "{title}: the module says how, and {n} activities show it",
            activities,
            title=title,
        )
    elif stated:
        about = say("{title}: the module says how; no activity is named", title=title)
    elif activities:
        about = language.say_count(
            "{title}: {n} activity shows it; the module does not say how",
            "{title}: {n} activities show it; the module does not say how",
            activities,
            title=title,
        )
    else:
        return MapCell("–", "none", say("{title}: nothing yet", title=title))
    number_shown = language.show_number(activities) if activities else ""
    text = f"{number_shown}\u00a0✓".strip() if stated else number_shown
    return MapCell(text, "full" if stated and activities else "some" if stated else "low", about)


def map_languages(content: Content, coverage: Coverage, tags: Sequence[str], language: Language) -> CoverageMap:
    """Modules × languages: the share of each module's texts that readers see, and how much of it people reviewed."""
    say = language.say
    rows = tuple(
        (module.id, words_of(module.title), tuple(_translated(module.id, tag, coverage, language) for tag in tags))
        for module in content.modules.values()
    )
    full = [sum(row[2][place].tint in ("some", "full") for row in rows) for place in range(len(tags))]
    return CoverageMap(
        say("Translation of each module"),
        say("Module"),
        tuple(language.name_of_language(tag) for tag in tags),
        rows,
        tuple(language.show_number(count) for count in full),
        say("Modules that readers see"),
    )


def _translated(module: str, tag: str, coverage: Coverage, language: Language) -> MapCell:
    say = language.say
    status = coverage.get((module, tag))
    if status is None:
        return MapCell("–", "none", say("No catalogue yet"))
    pct = shown_pct(status)
    counts = say(
        "{reviewed} reviewed, {drafted} machine-drafted, {fuzzy} to compare again, {missing} missing",
        reviewed=status.reviewed, drafted=status.drafted, fuzzy=status.fuzzy, missing=status.missing,
    )  # fmt: skip
    reviewed = status.texts > 0 and status.reviewed == status.texts
    tint: Tint = "full" if reviewed else "some" if pct >= SHOWN_FROM_PCT else "low" if pct else "none"
    shown = language.show_percent(pct / 100)
    return MapCell(f"{shown}\u00a0✓" if reviewed else shown, tint, counts)
