"""The needs conversation with a local team leader: what the answers choose, and why.

The workspace's table (``session_templates/needs/municipal.yaml``) says what follows from each answer; the choice itself
is made here, and every change comes with its reason, for the trainer and the team leader to correct.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from toolkit.content.files import read_text_file
from toolkit.content.records import Content
from toolkit.content.yamlfile import YamlDoc, read_yaml, validate
from toolkit.planning.brief import Brief, Choice, Clock, CountryCode, Edits, Group, Id, LanguageTag
from toolkit.planning.hours import minutes_of
from toolkit.planning.situation import minutes_for
from toolkit.planning.solve import plan_session
from toolkit.problems import Place, Problem, has_errors, make_problem, near_miss, sort_problems

TABLE = "session_templates/needs/municipal.yaml"
FULL_LENGTH_MINUTES = 150
"""Shorter sessions hold no tests: each test takes ten minutes from the only topic."""

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


@dataclass(frozen=True, slots=True)
class Why:
    """One choice in plain words, and its reason."""

    what: str
    because: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the answers chose. `brief` can be planned; `why` explains each choice, `no_room` what was wished and did
    not fit, `prepare` what only people can do."""

    brief: Brief
    track: str
    why: tuple[Why, ...]
    no_room: tuple[str, ...] = ()
    prepare: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is asked of the planner: modules, and statements with what follows from them, most wanted first."""

    modules: tuple[str, ...]
    statements: tuple[Statement, ...]
    exact: bool


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


def _with_known(statement: Statement, known: object) -> Statement:
    lists = ("longer", "shorter", "include", "exclude")
    return statement.model_copy(
        update={name: tuple(a for a in getattr(statement, name) if a in known) for name in lists}  # type: ignore[operator]
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


def choose_session(
    content: Content, table: TalkTable, answers: Answers, place: Place | None = None
) -> tuple[Chosen | None, tuple[Problem, ...]]:
    """The session that the answers choose, planned once to know that it fits.

    Where time is short, exact lengths are given up first, then further topics, the last one first; `no_room` says so.
    None, with what stands against it, when not even the track alone can be planned.
    """
    where = place or Place("answers")
    track, why = _choose_track(table, answers)
    topics = [t for t in table.topics if t.id in answers.topics and t.id not in answers.not_now]
    topics.sort(key=lambda topic: answers.topics.index(topic.id))
    statements = tuple(s for s in table.statements if track and s.track == track.id and s.id in answers.true_here)
    problems: tuple[Problem, ...] = ()
    for wish in _wishes(track, topics, statements):
        brief = _brief(content, table, answers, track, wish)
        plan, problems = plan_session(content, brief, place=where)
        if plan is None or has_errors(problems):
            continue
        taken = [t for t in topics if t.module in wish.modules]
        reasons = (
            *why,
            *(Why(f'topic "{t.says}", module {t.module}', t.because) for t in taken),
            *_reasons(content, wish, answers),
        )
        prepare = (*_missing_before(table, answers, track), *(s.prepare for s in statements if s.prepare))
        return Chosen(brief, track.id if track else "", reasons, tuple(_no_room(topics, wish, statements)), prepare), ()
    return None, problems or (make_problem("needs-nothing-chosen", where),)


def _choose_track(table: TalkTable, answers: Answers) -> tuple[Track | None, tuple[Why, ...]]:
    """The track and why; None when only topics are wanted. A chosen track wins; else the statements that are true
    here decide, those about arrival among them, and of two with as many the earlier track."""
    if answers.track == "topics":
        return None, (Why("no track", "the team leader asked for the topics alone"),)
    by_id = {track.id: track for track in table.tracks}
    if answers.track in by_id:
        track = by_id[answers.track]
        return track, (Why(f"track {track.id}, module {track.module}", "the team leader chose it"),)
    open_tracks = [t for t in table.tracks if t.id not in answers.not_now and t.id not in answers.held] or [
        t for t in table.tracks if t.id not in answers.not_now
    ]
    if not open_tracks:
        return None, (Why("no track", "the team leader finds all of them unwise now"),)
    early = answers.arrived in ("none", "weeks")
    first = table.tracks[0]
    said = {t.id: [s for s in table.statements if s.track == t.id and s.id in answers.true_here] for t in open_tracks}
    votes = {t.id: len(said[t.id]) + (2 if early and t is first else 0) for t in open_tracks}
    track = max(open_tracks, key=lambda t: votes[t.id])
    reasons = [s.says.rstrip(".") for s in said[track.id]]
    if early and track is first:
        reasons.insert(0, "nobody has arrived yet" if answers.arrived == "none" else "the first people have just come")
    if track.id not in answers.held and answers.held:
        reasons.append(f"held already: {', '.join(answers.held)}")
    return track, (Why(f"track {track.id}, module {track.module}", "; ".join(reasons) or "it is the first track"),)


def _missing_before(table: TalkTable, answers: Answers, track: Track | None) -> Iterator[str]:
    """Tracks follow each other: what to ask when an earlier one was not held."""
    at = table.tracks.index(track) if track else 0
    missing = [t.id for t in table.tracks[:at] if t.id not in answers.held]
    if missing:
        yield f"This team has not had the track {' and '.join(missing)}: ask what it would have needed from it."


def _wishes(track: Track | None, topics: Sequence[Topic], statements: tuple[Statement, ...]) -> Iterator[_Wish]:
    """What to ask of the planner, the most first: exact lengths go before topics do."""
    own = (track.module,) if track else ()
    for count in range(len(topics), -1, -1):
        modules = tuple(dict.fromkeys((*own, *(t.module for t in topics[:count]))))
        if not modules:
            continue
        yield _Wish(modules, statements, exact=True)
        if statements:
            yield _Wish(modules, statements, exact=False)
        if statements and not count:
            yield _Wish(modules, (), exact=False)


def _brief(content: Content, table: TalkTable, answers: Answers, track: Track | None, wish: _Wish) -> Brief:
    short = bool(
        answers.start and answers.end and minutes_of(answers.end) - minutes_of(answers.start) < FULL_LENGTH_MINUTES
    )
    named = [t.says for t in table.topics if t.module in wish.modules]
    title = track.title if track else ", ".join(named)
    brief = Brief(
        title=title[:120],
        audience="municipalities",
        stage=_stage(content, answers, wish),
        origin=answers.origin,
        destination=answers.destination,
        languages=answers.languages,
        interpreter=answers.interpreter,
        dates=(answers.date,) if answers.date else (),
        days=answers.days,
        start=answers.start,
        end=answers.end,
        group=Group(size=answers.people),
        modules=Choice(only=wish.modules),
        pre_test=not short,
        post_test=not short,
        organisation=answers.organisation,
    )
    keep = tuple(dict.fromkeys(a for s in wish.statements for a in (*s.include, *s.longer)))
    drop = tuple(dict.fromkeys(a for s in wish.statements for a in s.exclude if a not in keep))
    exact = _exact(content, brief, wish) if wish.exact else {}
    return brief.model_copy(
        update={"activities": Choice(include=keep, exclude=drop), "edits": Edits(minutes=exact)},
    )


def _exact(content: Content, brief: Brief, wish: _Wish) -> dict[str, int]:
    """Activity → its most or least minutes with this group. Who asks for more wins over who asks for less."""
    activities = content.activities()
    shorter = {a: minutes_for(activities[a], brief).least for s in wish.statements for a in s.shorter}
    longer = {a: minutes_for(activities[a], brief).most for s in wish.statements for a in s.longer}
    return {**shorter, **longer}


def _stage(content: Content, answers: Answers, wish: _Wish) -> Literal["pre_departure", "post_arrival", "transition"]:
    """Before people have come it is the time before departure; else the first stage that most of the modules suit."""
    if answers.arrived == "none":
        return "pre_departure"
    suited = [content.modules[m].stages for m in wish.modules]
    after, later = (sum(stage in stages for stages in suited) for stage in ("post_arrival", "transition"))
    return "transition" if later > after else "post_arrival"


def _reasons(content: Content, wish: _Wish, answers: Answers) -> Iterator[Why]:
    for statement in wish.statements:
        parts = [
            f"{_titles(content, ids)} {words}"
            for words, ids in (
                ("at full length", statement.longer if wish.exact else ()),
                ("kept short", statement.shorter if wish.exact else ()),
                ("in the plan", statement.include if wish.exact else (*statement.include, *statement.longer)),
                ("left out", statement.exclude),
            )
            if ids
        ]
        if parts:
            yield Why("; ".join(parts), f"{statement.says.rstrip('.')}, and {statement.because}")
    if answers.not_now:
        yield Why(f"nothing on {', '.join(answers.not_now)}", "the team leader finds it not needed, or unwise, now")


def _titles(content: Content, activities: Sequence[str]) -> str:
    known = content.activities()
    return " and ".join(f'"{known[a].title.source}"' for a in activities)


def _no_room(topics: Sequence[Topic], wish: _Wish, statements: tuple[Statement, ...]) -> Iterator[str]:
    for topic in topics:
        if topic.module not in wish.modules:
            yield f'topic "{topic.says}": no room in these hours; plan it as a second meeting'
    if not wish.exact and any(s.longer or s.shorter for s in statements):
        yield "full lengths: no room in these hours; the planner chose the minutes"
    if statements and not wish.statements:
        yield "what the statements ask for: no room in these hours"
