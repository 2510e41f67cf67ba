"""The needs conversation with a local team leader: what the answers choose, and why.

Every choice comes with its reason, for the trainer and the team leader to correct.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from toolkit.content.records import Content
from toolkit.planning.brief import Brief, Choice, Edits, Group
from toolkit.planning.hours import minutes_of
from toolkit.planning.needs_table import Answers, Statement, TalkTable, Topic, Track
from toolkit.planning.situation import minutes_for
from toolkit.planning.solve import plan_session
from toolkit.problems import Place, Problem, has_errors, make_problem

FULL_LENGTH_MINUTES = 150
"""Shorter sessions hold no tests: each test takes ten minutes from the only topic."""


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
