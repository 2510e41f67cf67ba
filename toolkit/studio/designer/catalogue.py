"""The modules of a workspace as rows to browse, and the filters over them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from toolkit.content.po.status import Status, percent
from toolkit.content.records import CaseStudy, Content, Handout, Module, Slide
from toolkit.content.text import plain_text

SHOWN_FROM_PCT = 90
"""A module counts as there in a language when readers see this share of its texts in it."""


@dataclass(frozen=True, slots=True)
class ModuleRow:
    """What a list of modules shows of one. `words` is everything that a search looks through, folded."""

    id: str
    path: str
    title: str
    curriculum: str
    curriculum_title: str
    audiences: tuple[str, ...]
    stages: tuple[str, ...]
    status: str
    practices: tuple[int, ...]
    minutes: int
    objectives: int
    words: str


@dataclass(frozen=True, slots=True)
class Filter:
    """What to look for; an empty field asks nothing. All of `text`'s words must occur, in any order."""

    audience: str = ""
    stage: str = ""
    status: str = ""
    practice: int = 0
    language: str = ""
    missing_language: bool = False
    text: str = ""


Coverage = Mapping[tuple[str, str], Status]
"""(module, language) → how far it is translated; pairs without a catalogue are left out."""


def module_rows(content: Content) -> tuple[ModuleRow, ...]:
    """A row for each module, in the order of their curricula."""
    return tuple(_row(content, module) for module in content.modules.values())


def _row(content: Content, module: Module) -> ModuleRow:
    curriculum = content.curricula.get(module.curriculum)
    return ModuleRow(
        id=module.id,
        path=module.place.path,
        title=module.title.source,
        curriculum=module.curriculum,
        curriculum_title=curriculum.title.source if curriculum else module.curriculum,
        audiences=module.audiences,
        stages=module.stages,
        status=module.status,
        practices=tuple(sorted(_practices(module))),
        minutes=module.minutes.typical,
        objectives=len(module.objectives),
        words=fold(" ".join(_words(module))),
    )


def _practices(module: Module) -> set[int]:
    return {*module.practices, *(number for activity in module.activities for number in activity.practices)}


def _words(module: Module) -> Iterable[str]:
    """Ids, titles and texts: whatever an author may remember of a module."""
    yield from (module.id, module.title.source, module.summary.source)
    for objective in module.objectives:
        yield from (objective.id, objective.statement.source, objective.indicator.source)
    for activity in module.activities:
        yield from (activity.id, activity.title.source, activity.kind, plain_text(activity.body))
        yield plain_text(activity.steps)
    blocks: list[Handout | CaseStudy | Slide] = [*module.handouts, *module.case_studies, *module.slides]
    for block in blocks:
        yield from (block.id, block.title.source, plain_text(block.body))
    for question in module.questions:
        yield from (question.id, plain_text(question.stem))
    for prose in module.prose:
        yield plain_text(prose.body)


def fold(text: str) -> str:
    """Lower case without accents, so that "resume" finds "résumé"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def filter_rows(rows: Sequence[ModuleRow], wanted: Filter, coverage: Coverage) -> tuple[ModuleRow, ...]:
    """The rows that everything in the filter fits."""
    return tuple(row for row in rows if _fits(row, wanted, coverage))


def _fits(row: ModuleRow, wanted: Filter, coverage: Coverage) -> bool:
    if wanted.language and is_shown(coverage.get((row.id, wanted.language))) == wanted.missing_language:
        return False
    return (
        (not wanted.audience or wanted.audience in row.audiences)
        and (not wanted.stage or wanted.stage in row.stages)
        and (not wanted.status or wanted.status == row.status)
        and (not wanted.practice or wanted.practice in row.practices)
        and all(word in row.words for word in fold(wanted.text).split())
    )


def is_shown(status: Status | None) -> bool:
    """Whether readers get the module in that language, but for a few texts."""
    return status is not None and shown_pct(status) >= SHOWN_FROM_PCT


def shown_pct(status: Status) -> int:
    """Share of the texts that readers see translated, in whole percent."""
    return percent(status.reviewed + status.drafted, status.texts)
