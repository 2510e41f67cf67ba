"""The needs conversation's questions and answers: the workspace's table of what follows from each answer, and what a
local team leader said.

The table (``session_templates/needs/municipal.yaml``) is data that a trainer can read and change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from toolkit.content.files import read_text_file
from toolkit.content.records import Content
from toolkit.content.yamlfile import YamlDoc, read_yaml, validate
from toolkit.planning.brief import Clock, CountryCode, Id, LanguageTag
from toolkit.problems import Place, Problem, make_problem, near_miss, sort_problems

TABLE = "session_templates/needs/municipal.yaml"
Words = Annotated[str, Field(min_length=1, max_length=300)]
OneLine = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]


def _listed(value: object) -> object:
    """A list of which every line is still a remark is read as nothing at all."""
    return () if value is None else value


Ids = Annotated[tuple[Id, ...], BeforeValidator(_listed)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Answers(_Part):
    """What the team leader said. Functions and numbers only: never names of refugees."""

    organisation: OneLine = Field("", max_length=120, description="Who invites: the town or the service")
    destination: CountryCode | None = Field(None, description="The country, ISO 3166-1 alpha-2")
    origin: CountryCode | None = Field(None, description="Where the people who come lived before, if it is one country")
    languages: tuple[LanguageTag, ...] = Field(("en",), min_length=1, max_length=4, description="Languages of the team")
    date: dt.date | None = Field(None, description="Day of the session")
    days: int | None = Field(None, ge=1, le=15, description="How many days")
    start: Clock | None = Field(None, description="When it begins")
    end: Clock | None = Field(None, description="When it ends")
    people: int = Field(15, ge=1, le=500, description="How many people will be in the room")
    interpreter: bool = Field(False, description="An interpreter works in the session")
    arrived: Literal["none", "weeks", "months", "years"] = Field("none", description="How long people have been here")
    held: Ids = Field((), description="Tracks that this team has had already")
    track: Id = Field("unsure", description="The track that is for now; topics for the topics alone; or unsure")
    true_here: Ids = Field((), description="Statements that are true here")
    topics: Ids = Field((), description="Further topics, most wanted first")
    not_now: Ids = Field((), description="Tracks and topics that would be unwise now")
    better: OneLine = Field("", max_length=300, description="What the team would like to do better afterwards")


class Track(_Part):
    """One of the tracks: its module, and a title for a session of it."""

    id: Id
    module: Id
    title: Words
    says: Words


class Statement(_Part):
    """Something that may be true in a town, and what follows when it is. It speaks for its track."""

    id: Id
    track: Id
    says: Words
    because: Words
    longer: tuple[Id, ...] = ()
    shorter: tuple[Id, ...] = ()
    include: tuple[Id, ...] = ()
    exclude: tuple[Id, ...] = ()
    prepare: str = Field("", max_length=300)


class Topic(_Part):
    """A further module that a town may want."""

    id: Id
    module: Id
    says: Words
    because: Words


class TalkTable(_Part):
    """The questions, and what follows from the answers."""

    tracks: tuple[Track, ...] = Field(min_length=1)
    statements: tuple[Statement, ...] = ()
    topics: tuple[Topic, ...] = ()


def load_talk_table(content: Content) -> tuple[TalkTable | None, tuple[Problem, ...]]:
    """The workspace's table, without tracks and topics of modules that it does not have; every problem at its line."""
    file, problems = read_text_file(content.root, content.root / TABLE)
    if file is None:
        return None, problems
    doc = read_yaml(file.text, TABLE)
    table, wrong = validate(TalkTable, doc, label="the table of the needs conversation")
    if table is None:
        return None, sort_problems((*doc.problems, *wrong))
    known = content.activities()
    tracks = tuple(t for t in table.tracks if t.module in content.modules)
    ids = {track.id for track in tracks}
    unknown = [
        make_problem("needs-activity-unknown", doc.place("statements", at), id=s.id, activity=activity)
        for at, s in enumerate(table.statements)
        for activity in (*s.longer, *s.shorter, *s.include, *s.exclude)
        if s.track in ids and activity not in known
    ]
    statements = tuple(_with_known(s, known) for s in table.statements if s.track in ids)
    topics = tuple(t for t in table.topics if t.module in content.modules)
    if not tracks:
        return None, sort_problems((*doc.problems, *wrong, make_problem("needs-no-tracks", Place(TABLE))))
    return TalkTable(tracks=tracks, statements=statements, topics=topics), sort_problems((*doc.problems, *unknown))


def _with_known(statement: Statement, known: Collection[str]) -> Statement:
    lists = ("longer", "shorter", "include", "exclude")
    return statement.model_copy(
        update={name: tuple(a for a in getattr(statement, name) if a in known) for name in lists}
    )


def load_answers(path: Path, table: TalkTable) -> tuple[Answers | None, tuple[Problem, ...]]:
    """The answers in a YAML file, and every problem at its line."""
    file, shown = path.absolute(), path.as_posix()
    text, problems = read_text_file(file.parent.resolve(), file.resolve())
    if text is None:
        return None, tuple(replace(p, where=Place(shown, p.where.line)) for p in problems)
    doc = read_yaml(text.text, shown)
    answers, wrong = validate(Answers, doc, label="the answers")
    unknown = tuple(_unknown(answers, table, doc)) if answers else ()
    return answers, sort_problems((*doc.problems, *wrong, *unknown))


def _unknown(answers: Answers, table: TalkTable, doc: YamlDoc) -> Iterator[Problem]:
    tracks, topics = [t.id for t in table.tracks], [t.id for t in table.topics]
    for field, kind, known in (
        ("held", "track", tracks),
        ("true_here", "statement", [s.id for s in table.statements]),
        ("topics", "topic", topics),
        ("not_now", "track or topic", [*tracks, *topics]),
    ):
        for at, word in enumerate(getattr(answers, field)):
            if word not in known:
                near = near_miss(word, known)
                yield make_problem("needs-answer-unknown", doc.place(field, at), near=near, kind=kind, id=word)
    if answers.track not in (*tracks, "topics", "unsure"):
        yield make_problem("needs-answer-unknown", doc.place("track"), kind="track", id=answers.track)
    if answers.track == "topics" and not answers.topics:
        yield make_problem("needs-nothing-chosen", doc.place("track"))
