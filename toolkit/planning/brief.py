"""The session brief: who, where, how long, in which language. The pydantic model is the format, and its JSON Schema.

`load_brief` reads YAML and returns the brief together with every problem, each at its line.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from toolkit.content.vocabulary import Literacy, Mode

Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["09:00"])]
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$", examples=["GH"])]
LanguageTag = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", examples=["en"])]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=64)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Group(_Part):
    """The people in the room. Numbers only: never names."""

    size: int = Field(20, ge=1, le=500, description="How many participants")
    literacy: Literacy = Field("functional", description="Reading level that everyone in the group reaches")
    mother_tongues: tuple[LanguageTag, ...] = Field((), description="Languages that participants grew up with")
    women: int | None = Field(None, ge=0, description="How many women")
    men: int | None = Field(None, ge=0, description="How many men")
    ages: dict[str, int] = Field(
        default_factory=dict, description="Number of people by age band, e.g. {'18-25': 8, '26-40': 12}"
    )
    children: bool = Field(False, description="Children take part")
    families: bool = Field(False, description="Family members take part together")
    accessibility: tuple[str, ...] = Field((), description="Accessibility needs, e.g. wheelchair, hearing, sight")
    strengths: tuple[str, ...] = Field((), description="What the group brings: skills, experience, languages")


class Trainer(_Part):
    """One trainer of the team, without a name."""

    languages: tuple[LanguageTag, ...] = Field((), description="Languages that this trainer teaches in")
    background: Literal["origin", "destination", "both", "other"] = Field(
        "other", description="The country that this trainer knows from inside"
    )
    sex: Literal["woman", "man", "other", ""] = Field("", description="For mixed teams")


class FixedBreak(_Part):
    """A break at a clock time on every day: prayer, school hours, a clinic's visit."""

    at: Clock
    minutes: int = Field(ge=5, le=180, multiple_of=5)
    title: str = Field("Break", max_length=60)


class Choice(_Part):
    """What the trainer wants in or out, by id."""

    include: tuple[Id, ...] = Field((), description="Must be in the plan")
    exclude: tuple[Id, ...] = Field((), description="Must not be in the plan")
    only: tuple[Id, ...] = Field((), description="Nothing but these is considered (modules only)")


class Edits(_Part):
    """A trainer's changes to an earlier plan, applied when solving again."""

    lock: tuple[Id, ...] = Field((), description="Activities that stay")
    drop: tuple[Id, ...] = Field((), description="Activities that go")
    swap: dict[Id, Id] = Field(default_factory=dict, description="Activity to take out → activity to put in")
    minutes: dict[Id, int] = Field(default_factory=dict, description="Activity → exact minutes, a multiple of 5")
    day: dict[Id, int] = Field(default_factory=dict, description="Activity → number of the day it must be on")
    before: dict[Id, Id] = Field(
        default_factory=dict, description="Activity → activity that it comes right before, where the order allows it"
    )


class Brief(_Part):
    """A session brief. Fields left out take the session template's or the default value."""

    title: str = Field(min_length=1, max_length=120, description="Title of the session, as participants will read it")
    audience: str = Field(pattern=r"^[a-z][a-z0-9_]*$", description="One of the audiences, e.g. labour_migrants")
    stage: Literal["pre_departure", "post_arrival", "transition", "return"] = Field(description="Stage of migration")
    origin: CountryCode | None = Field(None, description="Country of origin, ISO 3166-1 alpha-2")
    destination: CountryCode | None = Field(None, description="Country of destination, ISO 3166-1 alpha-2")
    languages: tuple[LanguageTag, ...] = Field(
        ("en",), min_length=1, max_length=4, description="Languages of the participants' documents, main one first"
    )
    trainer_language: LanguageTag | None = Field(None, description="Language of the trainer's documents, if another")
    interpreter: bool = Field(False, description="An interpreter works in the session (talk takes longer)")
    template: Id | None = Field(None, description="Session template, e.g. one-day; else chosen by the days and hours")
    dates: tuple[date, ...] = Field((), max_length=15, description="Date of each day; may be left out")
    departure: date | None = Field(None, description="When the group leaves, if known")
    days: int | None = Field(None, ge=1, le=15, description="How many days")
    start: Clock | None = Field(None, description="When each day begins")
    end: Clock | None = Field(None, description="When each day ends")
    mode: Mode = Field("in-person", description="in-person or remote")
    group: Group = Field(default_factory=Group)
    trainers: tuple[Trainer, ...] = Field((), max_length=10)
    modules: Choice = Field(default_factory=Choice)
    objectives: Choice = Field(default_factory=Choice)
    activities: Choice = Field(default_factory=Choice)
    fixed_breaks: tuple[FixedBreak, ...] = Field((), max_length=8)
    lunch: Clock | None = Field(None, description="When lunch begins, if not as in the template")
    pre_test: bool = Field(True, description="Hold a pre-test when the template has one")
    post_test: bool = Field(True, description="Hold a post-test when the template has one")
    group_profile: str | None = Field(
        None, max_length=400, description="Path of a group profile (tot profile), relative to the brief"
    )
    learn_from: str | None = Field(
        None,
        max_length=400,
        description="Folder of session records, beside the brief or in the workspace: minutes as they really were",
    )
    needs: dict[Id, float] = Field(
        default_factory=dict,
        description="Objective → how much this group needs it: 0 known already, 1 as usual, 2 twice as much",
    )
    edits: Edits = Field(default_factory=Edits)
    confirmed: tuple[str, ...] = Field(
        (), description="Ids of practice criteria that the trainer has answered with yes"
    )
    venue: str = Field("", max_length=200)
    organisation: str = Field("", max_length=120)
    contact: str = Field("", max_length=200, description="How participants reach the organisation afterwards")
    form_url: str = Field(
        "",
        max_length=400,
        pattern=r"^(https?://[^\s]+)?$",
        description="Web address of the pre-test and post-test form, shown as a QR code on the slides",
    )
    deck_master: str | None = Field(None, description="Path of a .pptx or .potx master, relative to the brief")
