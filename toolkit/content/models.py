"""What authors may write, as pydantic models: front matter, the options of each directive, and the YAML files.

They are the formats and their JSON Schemas; `toolkit.content.build` and `toolkit.content.yamlrecords` turn them into
records. What needs more than one block or file to judge is left to `toolkit.content.checks`.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from toolkit.content.records import Minutes, Range
from toolkit.content.vocabulary import (
    METHODS,
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

ID_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"

Id = Annotated[str, Field(pattern=ID_PATTERN, max_length=64)]
Line = Annotated[str, Field(min_length=1)]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["09:00"])]
PracticeNumber = Annotated[int, Field(ge=1)]
if TYPE_CHECKING:
    ActivityKind = str
    FrameKind = str
else:
    ActivityKind = Literal[tuple(METHODS)]
    FrameKind = Literal[(*(kind for kind, method in METHODS.items() if method.frame), "pre-test", "post-test")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def read_minutes(value: object) -> object:
    """``20-30-45`` or ``30`` as `Minutes`. Whether the numbers make sense is for the checks to say."""
    parts = _numbers(value, 3)
    if parts is None or len(parts) == 2:
        raise ValueError("least, typical and most minutes such as 20-30-45, or one number")
    return Minutes(parts[0], parts[len(parts) // 2], parts[-1])


def read_range(value: object) -> object:
    """``3-5`` or ``4`` as a `Range`."""
    parts = _numbers(value, 2)
    if parts is None:
        raise ValueError("a number of people such as 3-5, or one number")
    return Range(parts[0], parts[-1])


def _numbers(value: object, most: int) -> list[int] | None:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 9999:
        return [value]
    found = re.fullmatch(r"\d{1,4}(?:\s*[-–]\s*\d{1,4}){0,%d}" % (most - 1), value) if isinstance(value, str) else None  # noqa: UP031
    return [int(part) for part in re.findall(r"\d+", found[0])] if found else None


MinutesValue = Annotated[
    Minutes,
    BeforeValidator(read_minutes),
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^\d{1,4}(-\d{1,4}-\d{1,4})?$"}]}),
]
RangeValue = Annotated[
    Range,
    BeforeValidator(read_range),
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^\d{1,4}(-\d{1,4})?$"}]}),
]


class CitationModel(_Part):
    """A source in the bibliography: its key alone, or with the place and what it backs."""

    key: Line = Field(description="A key of curricula/bibliography.yaml")
    where: str = Field("", description="Page or heading")
    backs: str = Field("", alias="for", description="What it backs")


def _citation(value: object) -> object:
    return {"key": value} if isinstance(value, str) else value


CitationValue = Annotated[
    CitationModel,
    BeforeValidator(_citation),
    WithJsonSchema({"anyOf": [{"type": "string"}, CitationModel.model_json_schema()]}),
]


class ReviewModel(_Part):
    """Who reviewed a module, and when."""

    by: Line = Field(description="Name of the organisation that reviewed it")
    on: date = Field(description="When, such as 2026-05-04")
    partner: str = Field("", description="The destination's partner who took part")


class FrontMatter(_Part):
    """The header of a module."""

    title: Line = Field(description="Title as participants read it")
    audiences: tuple[str, ...] = Field(min_length=1, description="For whom, such as [labour_migrants]")
    stages: tuple[str, ...] = Field(min_length=1, description="When in migration, such as [pre_departure]")
    summary: Line = Field(description="One or two sentences: what participants can do afterwards, and why it matters")
    prerequisites: tuple[str, ...] = Field((), description="Ids of modules that should come before")
    follow_ups: tuple[str, ...] = Field((), description="Ids of modules that go on from here")
    practices: dict[PracticeNumber, Line] = Field(
        default_factory=dict, description="Number of the practice → how this module meets it"
    )
    status: Status = Field("draft", description="How far the module has come")
    reviewed: ReviewModel | None = Field(None, description="Who reviewed it, when status is reviewed")
    competences: tuple[str, ...] = Field((), description="URIs of ESCO competences")
    sources: tuple[CitationValue, ...] = Field((), description="Keys of curricula/bibliography.yaml")


class BankFrontMatter(_Part):
    """The header of a file of the activity bank."""

    title: Line = Field(description="Title of the collection")
    summary: str = Field("", description="What it holds")


class ObjectiveOptions(_Part):
    """Options of ``{objective}``."""

    kind: ObjectiveKind = Field(description="knowledge, skill or attitude")
    priority: Priority = Field("important", description="essential, important or optional")
    indicator: Line = Field(description="What we would see when someone has reached it")


class NoOptions(_Part):
    """A directive without options."""


class ActivityOptions(_Part):
    """Options of ``{activity}``."""

    title: Line = Field(description="Title as participants read it")
    kind: ActivityKind = Field(description="The method, such as group-work")
    objectives: tuple[str, ...] = Field((), description="Ids of this module's objectives that it serves")
    phase: Phase | None = Field(None, description="motivation, information, practice or application")
    minutes: MinutesValue = Field(description="least, typical and most minutes, such as 20-30-45")
    grouping: Grouping = Field("plenary", description="How people sit and work")
    group_size: RangeValue | None = Field(None, description="People in a group, such as 3-5")
    participants: RangeValue | None = Field(None, description="For how many people it works at all, such as 6-40")
    literacy: Literacy = Field("functional", description="Least reading needed")
    modes: tuple[Mode, ...] = Field(("in-person",), min_length=1, description="in-person, remote or both")
    materials: tuple[Line, ...] = Field((), description="What to bring; sheets by their handout's id")
    known: bool = Field(False, description="Starts from participants' own experience")
    essential: bool = Field(False, description="The module makes no sense without it")
    requires: tuple[str, ...] = Field((), description="Ids of activities of this module that must come before")
    variant_of: str = Field("", description="Id of the activity that this one can replace")
    practices: tuple[PracticeNumber, ...] = Field((), description="Practices that it is evidence for")
    unsuited: tuple[Need, ...] = Field((), description="Situations in which it must not be used")
    only_for: tuple[Need, ...] = Field((), description="Situations that it is made for: used in no other")
    audiences: tuple[str, ...] = Field((), description="For whom; empty for everyone")


class SlideOptions(_Part):
    """Options of ``{slide}``."""

    layout: SlideLayout = Field("bullets", description="How it is laid out")
    title: str = Field("", description="Title; without it the activity's is used")
    activity: str = Field("", description="Id of its activity, when it does not stand inside it")


class QuestionOptions(_Part):
    """Options of ``{question}``."""

    objective: Line = Field(description="Id of the objective that it tests")
    type: QuestionType = Field(description="How it is answered, such as single-choice")
    level: QuestionLevel = Field(description="What it asks of people, such as recall or application")
    literacy: Literacy = Field("functional", description="Least reading needed")
    scale: str = Field("", description="Id of a scale in evaluation/scales.yaml, for type rating")
    waves: tuple[Wave, ...] = Field(("pre", "post"), min_length=1, description="When it is asked")
    source: str = Field("", description="Where it was taken from")


class CaseStudyOptions(_Part):
    """Options of ``{case-study}``."""

    title: Line = Field(description="Title as participants read it")
    activity: str = Field("", description="Id of its activity, when it does not stand inside it")
    objectives: tuple[str, ...] = Field((), description="Ids of objectives that it serves")
    take_home: bool = Field(True, description="Whether it is printed in the participants' booklet")
    copies: Copies = Field("group", description="How many single sheets: each (person), group, or one")


class HandoutOptions(_Part):
    """Options of ``{handout}``."""

    title: Line = Field(description="Title as participants read it")
    activity: str = Field("", description="Id of its activity, when it does not stand inside it")
    literacy: Literacy = Field("functional", description="Least reading needed")
    take_home: bool = Field(True, description="Whether it is printed in the participants' booklet")
    copies: Copies = Field("each", description="How many single sheets: each (person), group, or one")


OPTIONS: dict[str, type[_Part]] = {
    "objective": ObjectiveOptions,
    "key-messages": NoOptions,
    "activity": ActivityOptions,
    "slide": SlideOptions,
    "question": QuestionOptions,
    "case-study": CaseStudyOptions,
    "handout": HandoutOptions,
    "facilitator": NoOptions,
    "steps": NoOptions,
    "debrief": NoOptions,
    "adapt": NoOptions,
    "notes": NoOptions,
    "feedback": NoOptions,
    "questions": NoOptions,
}
"""Directive → its options."""


class CurriculumModel(_Part):
    """``curriculum.yaml``: an ordered set of modules."""

    title: Line = Field(description="Title of the curriculum")
    summary: str = Field("", description="What it is for")
    audiences: tuple[str, ...] = Field(min_length=1, description="For whom, such as [labour_migrants]")
    modules: tuple[str, ...] = Field(description="Ids of the modules in this folder, in order")
    new_audiences: tuple[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], ...] = Field(
        (), description="Audiences that this curriculum adds to the toolkit's"
    )


class CriterionModel(_Part):
    """A checkable statement of a practice."""

    id: Id = Field(description="Id of the criterion")
    text: Line = Field(description="What is the case when it is met")
    check: str = Field("", description="Name of the check that answers it from the plan")
    ask: str = Field("", description="Question to the trainer, when no check can answer it")


class PracticeModel(_Part):
    """An entry of ``practices.yaml``."""

    number: PracticeNumber = Field(description="1 to 16")
    id: Id = Field(description="Short id")
    title: Line = Field(description="Title of the practice")
    meaning: Line = Field(description="What it means, in a sentence or two")
    criteria: tuple[CriterionModel, ...] = Field(min_length=1, description="Statements that can be checked")
    advice: Line = Field(description="The general next step when it is not met")
    sources: tuple[CitationValue, ...] = Field((), description="Keys of curricula/bibliography.yaml")


class FactModel(_Part):
    """One fact of a country profile."""

    value: Line = Field(description="A plain phrase, or up to three sentences")
    source: CitationValue = Field(description="Key of curricula/bibliography.yaml, with page or heading")
    as_of: date = Field(description="When the source says so, such as 2026-05-01")
    note: str = Field("", description="More that participants should know; printed under the value")
    remark: str = Field("", description="For the trainer alone: how sure it is, what to confirm before the session")


class CountryModel(_Part):
    """``countries/<cc>.yaml``."""

    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = Field(description="Country code, such as IT")
    facts: dict[str, FactModel] = Field(default_factory=dict, description="Fact key → the fact")


def _year(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


YearValue = Annotated[str, BeforeValidator(_year), WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string"}]})]


class SourceModel(_Part):
    """An entry of ``bibliography.yaml``."""

    type: Literal["report", "law", "convention", "web", "manual", "article", "book"] = Field(
        description="What kind of text it is"
    )
    title: Line = Field(description="Title")
    authors: str = Field("", description="Who wrote it")
    year: YearValue = Field("", description="Year of publication")
    publisher: str = Field("", description="Who published it")
    url: str = Field("", description="Where to read it")
    note: str = Field("", description="Remarks, such as when it was read")


class ScaleModel(_Part):
    """An entry of ``evaluation/scales.yaml``."""

    title: Line = Field(description="Title of the scale")
    options: tuple[Line, ...] = Field(min_length=2, description="Response options, lowest first")
    easy: str = Field("", description="Id of the scale with fewer steps that groups who do not read answer instead")
    faces: bool = Field(False, description="Whether each option is shown with a face, from sad (lowest) to smiling")
    source: str = Field("", description="Where the scale comes from")


class FrameModel(_Part):
    """A line of a session template: a frame activity by kind or id."""

    kind: FrameKind = Field(description="Kind of frame activity, or pre-test or post-test")
    activity: str = Field("", description="Id of an activity of the bank; without it, one of the kind is chosen")
    minutes: MinutesValue | None = Field(None, description="Minutes such as 10-15-20; without them, the activity's own")
    optional: bool = Field(False, description="May be left out when time is short")


class BreakModel(_Part):
    """A break of a session template."""

    kind: Literal["break", "lunch"] = Field("break", description="break or lunch")
    after: int = Field(ge=0, le=1440, description="Minutes from the day's start")
    minutes: int = Field(ge=5, le=180, multiple_of=5, description="How long")
    shift: int = Field(0, ge=0, le=240, description="How far it may move either way, in minutes")
    needs: int = Field(0, ge=0, le=1440, description="Left out when less than this is left of the day after it")


class TemplateModel(_Part):
    """``session_templates/<id>.yaml``."""

    title: Line = Field(description="Title of the template")
    summary: str = Field("", description="When to use it")
    days: int = Field(ge=1, le=15, description="How many days")
    start: Clock = Field(description="When a day begins, such as 09:00")
    end: Clock = Field(description="When a day ends, such as 17:00")
    first: tuple[FrameModel, ...] = Field((), description="Opens the first day")
    daily: tuple[FrameModel, ...] = Field((), description="Opens every other day")
    day_end: tuple[FrameModel, ...] = Field((), description="Closes every day but the last")
    last: tuple[FrameModel, ...] = Field((), description="Closes the last day")
    energiser: FrameModel | None = Field(None, description="After lunch")
    breaks: tuple[BreakModel, ...] = Field((), description="Breaks and lunch")


YamlModel = type[BaseModel]
JsonSchema = dict[str, Any]
