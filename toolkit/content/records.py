"""The records that content files become. All frozen; each knows the file and line it came from.

Bodies are `toolkit.content.text.Body`; single translatable strings are `Text`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from toolkit.content.text import Body, Text
from toolkit.content.vocabulary import (
    Copies,
    Grouping,
    Literacy,
    Mode,
    Need,
    ObjectiveKind,
    Phase,
    Priority,
    QuestionLevel,
    QuestionType,
    SlideLayout,
    Status,
    Wave,
)
from toolkit.problems import Place


@dataclass(frozen=True, slots=True)
class Minutes:
    """Least, typical and most minutes, each a multiple of 5."""

    least: int
    typical: int
    most: int


@dataclass(frozen=True, slots=True)
class Range:
    """An inclusive range of numbers of people."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Citation:
    """A key of the bibliography, the page or heading in it, and what it backs."""

    key: str
    where: str = ""
    backs: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """Background for the trainer: prose between two directives. `after` is the id of the directive it follows."""

    id: str
    body: Body
    place: Place
    after: str = ""


@dataclass(frozen=True, slots=True)
class Objective:
    """One observable thing a participant will know, do or value."""

    id: str
    kind: ObjectiveKind
    priority: Priority
    statement: Text
    indicator: Text
    place: Place
    more: Body = ()


@dataclass(frozen=True, slots=True)
class KeyMessages:
    """What participants should still remember a month later."""

    id: str
    body: Body
    place: Place


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide. `activity` is the id of the activity during which it is shown, or "" for the module's beginning."""

    id: str
    layout: SlideLayout
    title: Text
    body: Body
    notes: Body
    activity: str
    place: Place


@dataclass(frozen=True, slots=True)
class CaseStudy:
    """A story with questions; belongs to one activity, or to the module when `activity` is "". Without `take_home` it
    is told and worked on in the session only: at home somebody else may read it."""

    id: str
    title: Text
    body: Body
    questions: Body
    facilitator: Body
    objectives: tuple[str, ...]
    activity: str
    place: Place
    take_home: bool = True
    copies: Copies = "group"


@dataclass(frozen=True, slots=True)
class Handout:
    """What participants take home, or without `take_home` what they use in the session; belongs to one activity, or to
    the module when `activity` is ""."""

    id: str
    title: Text
    body: Body
    literacy: Literacy
    activity: str
    place: Place
    take_home: bool = True
    copies: Copies = "each"


@dataclass(frozen=True, slots=True)
class Adaptation:
    """How an activity changes for one need."""

    need: Need
    body: Body
    place: Place


@dataclass(frozen=True, slots=True)
class Activity:
    """A timed unit of work. `module` is "" in the activity bank. `kind` is a key of `vocabulary.METHODS`.
    `audiences` is empty when any audience will do."""

    id: str
    module: str
    title: Text
    kind: str
    objectives: tuple[str, ...]
    phase: Phase
    minutes: Minutes
    grouping: Grouping
    group_size: Range | None
    participants: Range | None
    literacy: Literacy
    modes: tuple[Mode, ...]
    materials: tuple[Text, ...]
    known: bool
    essential: bool
    requires: tuple[str, ...]
    variant_of: str
    practices: tuple[int, ...]
    unsuited: tuple[Need, ...]
    only_for: tuple[Need, ...]
    audiences: tuple[str, ...]
    body: Body
    steps: Body
    debrief: Body
    facilitator: Body
    adaptations: tuple[Adaptation, ...]
    place: Place

    def adapts_to(self, need: Need) -> bool:
        """Whether the activity says how to do it for this need."""
        return any(a.need == need for a in self.adaptations)


@dataclass(frozen=True, slots=True)
class ResponseOption:
    """One answer to choose. `code` is stable: ``a``, ``b``, … in written order. `unknown` is an "I don't know"."""

    code: str
    text: Text
    correct: bool = False
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """An item of the pre-test and post-test. For `order`, options are listed in the right order. For `rating`, `scale`
    names a scale and there are no options."""

    id: str
    module: str
    objective: str
    type: QuestionType
    level: QuestionLevel
    literacy: Literacy
    stem: Body
    options: tuple[ResponseOption, ...]
    scale: str
    feedback: Body
    waves: tuple[Wave, ...]
    source: str
    place: Place


@dataclass(frozen=True, slots=True)
class Guidance:
    """Trainer's guidelines for a whole module."""

    id: str
    body: Body
    place: Place


@dataclass(frozen=True, slots=True)
class Review:
    """Who reviewed a module, when, and the destination's partner who took part."""

    by: str
    on: date
    partner: str = ""


@dataclass(frozen=True, slots=True)
class Module:
    """A unit with its own learning objectives. `id` is the file's stem; `curriculum` the folder's name.
    `order` lists the ids of all blocks as written, so that documents can keep the author's order.
    `option_lines` maps ``<module or block id>.<key>`` (and ``.<position>`` in lists) to the line it stands on."""

    id: str
    curriculum: str
    title: Text
    summary: Text
    audiences: tuple[str, ...]
    stages: tuple[str, ...]
    prerequisites: tuple[str, ...]
    follow_ups: tuple[str, ...]
    practices: Mapping[int, Text]
    status: Status
    reviewed: Review | None
    competences: tuple[str, ...]
    sources: tuple[Citation, ...]
    prose: tuple[Prose, ...]
    objectives: tuple[Objective, ...]
    key_messages: tuple[KeyMessages, ...]
    activities: tuple[Activity, ...]
    slides: tuple[Slide, ...]
    questions: tuple[Question, ...]
    case_studies: tuple[CaseStudy, ...]
    handouts: tuple[Handout, ...]
    guidance: tuple[Guidance, ...]
    order: tuple[str, ...]
    place: Place
    lines: int = 0
    option_lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def minutes(self) -> Minutes:
        """Least, typical and most minutes of all activities that are not variants of another."""
        main = [a.minutes for a in self.activities if not a.variant_of]
        return Minutes(sum(m.least for m in main), sum(m.typical for m in main), sum(m.most for m in main))


@dataclass(frozen=True, slots=True)
class BankFile:
    """One file of the activity bank. Slides, handouts and so on belong to its activities."""

    id: str
    title: Text
    summary: Text
    prose: tuple[Prose, ...]
    activities: tuple[Activity, ...]
    slides: tuple[Slide, ...]
    case_studies: tuple[CaseStudy, ...]
    handouts: tuple[Handout, ...]
    guidance: tuple[Guidance, ...]
    place: Place
    option_lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Curriculum:
    """An ordered set of modules: one folder under ``curricula/`` with its curriculum.yaml."""

    id: str
    title: Text
    summary: Text
    audiences: tuple[str, ...]
    modules: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Criterion:
    """A checkable statement of a practice. `check` names a function of `toolkit.planning.practices`, or is "" when
    only the trainer can say (`ask` is then the question to the trainer)."""

    id: str
    text: Text
    check: str
    ask: Text


@dataclass(frozen=True, slots=True)
class Practice:
    """One of the 16 practices. `advice` is the general next step when it is not met."""

    number: int
    id: str
    title: Text
    meaning: Text
    criteria: tuple[Criterion, ...]
    advice: Text
    sources: tuple[Citation, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Fact:
    """One dated, sourced statement about a country. `note` is for participants too, `remark` for the trainer alone."""

    key: str
    value: Text
    source: Citation
    as_of: date
    note: Text
    place: Place
    remark: Text = field(default_factory=lambda: Text(""))


@dataclass(frozen=True, slots=True)
class CountryProfile:
    """What is known of a country beyond CLDR. `code` is ISO 3166-1 alpha-2, upper case."""

    code: str
    facts: Mapping[str, Fact]
    place: Place


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the bibliography."""

    key: str
    type: str
    title: str
    authors: str
    year: str
    publisher: str
    url: str
    note: str
    place: Place


@dataclass(frozen=True, slots=True)
class Scale:
    """A response scale for rating items, lowest first. `easy` is the id of the scale that groups who do not read answer
    instead, or "". With `faces`, each option is shown with a face, from sad for the lowest to smiling."""

    id: str
    title: Text
    options: tuple[ResponseOption, ...]
    source: str
    place: Place
    easy: str = ""
    faces: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of a session template: a frame activity chosen by id or by kind, with its minutes.
    `kind` may also be ``pre-test`` or ``post-test``."""

    kind: str
    activity: str
    minutes: Minutes | None
    optional: bool
    place: Place


@dataclass(frozen=True, slots=True)
class BreakRule:
    """A break `after` so many minutes from the day's start (give or take `shift`), lasting `minutes`.
    It is left out on a day that ends less than `needs` minutes after it would end."""

    kind: str
    after: int
    minutes: int
    shift: int
    needs: int
    place: Place


@dataclass(frozen=True, slots=True)
class SessionTemplate:
    """A reusable day pattern. `first` opens the first day, `daily` opens every other day, `day_end` closes every day
    but the last, `last` closes the last day. `start` and `end` are "HH:MM" defaults for briefs without hours."""

    id: str
    title: Text
    summary: Text
    days: int
    start: str
    end: str
    first: tuple[Frame, ...]
    daily: tuple[Frame, ...]
    day_end: tuple[Frame, ...]
    last: tuple[Frame, ...]
    energiser: Frame | None
    breaks: tuple[BreakRule, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Broken:
    """A block or file that was left out because of its problems. What refers to it is not reported again, and the
    `objectives` that it names count as served or tested. `name` is the directive's, "module" for a whole
    file, or "front-matter" when parts of it could not be used."""

    id: str
    name: str
    place: Place
    objectives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """Everything loaded from one workspace. `files` maps each workspace-relative path read to its content hash.
    `new_audiences` are those that curricula add to `vocabulary.AUDIENCES`."""

    root: Path
    curricula: Mapping[str, Curriculum] = field(default_factory=dict)
    modules: Mapping[str, Module] = field(default_factory=dict)
    bank: Mapping[str, BankFile] = field(default_factory=dict)
    practices: Mapping[int, Practice] = field(default_factory=dict)
    countries: Mapping[str, CountryProfile] = field(default_factory=dict)
    bibliography: Mapping[str, Source] = field(default_factory=dict)
    scales: Mapping[str, Scale] = field(default_factory=dict)
    templates: Mapping[str, SessionTemplate] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    new_audiences: tuple[str, ...] = ()
    broken: tuple[Broken, ...] = ()

    def bank_activities(self) -> dict[str, Activity]:
        """Activities of the bank by id, in file and written order."""
        return {a.id: a for file in self.bank.values() for a in file.activities}

    def activities(self) -> dict[str, Activity]:
        """Every activity by id: modules first, then the bank."""
        found = {a.id: a for m in self.modules.values() for a in m.activities}
        return found | self.bank_activities()

    def objectives(self) -> dict[str, Objective]:
        """Every objective by id."""
        return {o.id: o for m in self.modules.values() for o in m.objectives}
