"""The form for the needs conversation: one page to fill in while talking with a local team leader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.content.language import Language
from toolkit.planning.needs_table import Statement, TalkTable, Topic, Track
from toolkit.rendering.outline import Cell, Document, Node, TableNode, WriteLines
from toolkit.rendering.outlines.common import bold, cell, make_paper, para, table

PLAN_LINES = 5
ROOM_TO_WRITE_PT = 26.0
CIRCLE, BOX = "\u25cb", "\u2610"


def make_needs_form(talk: TalkTable, language: Language) -> Document:
    """The form on one page: the questions whose answers `tot needs brief` reads."""
    say = language.say
    body: list[Node] = [
        para(say("By telephone or at a table, two weeks before; thirty minutes. No names of refugees.")),
        _where(language),
        _first_choices(talk, language),
        _question(say("3. What is true here? Tick all that is.")),
        _statements(talk, language),
        _question(say("4. Further topics: number those that are wanted. Cross out what would be unwise now.")),
        _topics(talk.topics, language),
        _question(say("5. If the team could do one thing better after the session, what should it be?")),
        WriteLines(1),
        _question(say("My plan in five lines, for the team leader to correct")),
        WriteLines(PLAN_LINES),
        para(say("Sent on: ________________  Corrected on: ________________"), "small"),
    ]
    title = say("Talk with the local team leader")
    return make_paper("needs-conversation", title, language, body)


def _question(words: str) -> Node:
    return para(bold(words))


def _where(language: Language) -> TableNode:
    say = language.say
    heads = [
        (say("Town and service"), 30.0),
        (say("Day and hours"), 25.0),
        (say("In the room: functions, languages, how many"), 45.0),
    ]
    return table(heads, [(cell(), cell(), cell())], ROOM_TO_WRITE_PT)


def _first_choices(talk: TalkTable, language: Language) -> TableNode:
    say = language.say
    names = [_track_name(track, language) for track in talk.tracks]
    arrived = (say("Nobody yet"), say("For some weeks"), say("For some months"), say("For years"))
    heads = [
        (say("1. Have refugees arrived?"), 30.0),
        (say("2. Which track is for now?"), 35.0),
        (say("Which has the team had already?"), 35.0),
    ]
    now = (*names, say("Only topics"), say("Not sure"))
    return table(heads, [(_marked(CIRCLE, arrived), _marked(CIRCLE, now), _marked(BOX, names))])


def _marked(mark: str, words: Sequence[str]) -> Cell:
    return cell(*(f"{mark} {word}" for word in words))


def _statements(talk: TalkTable, language: Language) -> TableNode:
    """A column for each track, a box for each of its statements."""
    shipped = statement_words(language)
    columns = tuple(
        _marked(BOX, [shipped.get(s.id, s.says) for s in talk.statements if s.track == track.id])
        for track in talk.tracks
    )
    heads = [(_track_name(track, language), 100 / len(talk.tracks)) for track in talk.tracks]
    return table(heads, [columns])


def _topics(topics: Sequence[Topic], language: Language) -> Node:
    """Boxes to number, in three columns: shorter than a list."""
    shipped = topic_words(language)
    words = [shipped.get(topic.id, topic.says) for topic in topics]
    third = -(-len(words) // 3) or 1
    parts = [words[at : at + third] for at in range(0, len(words), third)] or [[]]
    return table([("", 100 / len(parts))] * len(parts), [tuple(_marked(BOX, part) for part in parts)])


def _track_name(track: Track, language: Language) -> str:
    return track_words(language).get(track.id, track.title)


def track_words(language: Language) -> Mapping[str, str]:
    """Names of the shipped tracks."""
    say = language.say
    return {"welcome": say("The first welcome"), "work": say("Work"), "autonomy": say("Autonomy")}


def topic_words(language: Language) -> Mapping[str, str]:
    """The shipped topics as the table has them, in this language."""
    say = language.say
    return {
        "interpreters": say("Interpreters and mediators"),
        "housing": say("Finding homes"),
        "neighbours": say("Neighbours and rumours"),
        "planning": say("A plan for the first years"),
        "services": say("Services for everyone"),
        "fairness": say("Fair decisions"),
        "volunteers": say("Volunteers and mentors"),
    }


def statement_words(language: Language) -> Mapping[str, str]:
    """The shipped statements as the table has them, in this language. A workspace's own are printed as it writes
    them."""
    say = language.say
    return {
        "nobody-met": say("Nobody in the team has met a refugee yet."),
        "first-household": say("The first household has been here for some weeks."),
        "bad-moment": say("There was a bad moment at the counter."),
        "worn-out": say("Staff are worn out, or divided."),
        "colleague-refugee": say("A colleague came as a refugee."),
        "skills-unknown": say("People are here, but nobody knows what they can do."),
        "profiles-no-jobs": say("We know what people can do, but there are no jobs."),
        "bad-jobs": say("There are jobs, but bad ones."),
        "who-does-what": say("Everybody does something, and nobody knows what."),
        "women-not-asked": say("Women are hardly asked about their work."),
        "support-ends": say("Support for some households ends this year."),
        "cannot-let-go": say("Staff find it hard to let go."),
        "rid-of-cases": say("Staff would like to close files soon."),
        "family-decision": say("There was a conflict about how a family lives."),
        "sent-back": say("Ordinary services send people back to us."),
    }


def answers_text(talk: TalkTable) -> str:
    """The empty file of answers: every statement and topic stands in it as a remark, to be freed with one key."""
    lines = [_HEAD, "true_here:"]
    lines += [f"  # - {_wide(s)}  # {s.track}: {s.says}" for s in talk.statements]
    lines += ["", "topics:                       # further topics, most wanted first"]
    lines += [f"  # - {topic.id:<20}  # {topic.says}" for topic in talk.topics]
    lines += ["", "not_now: []                   # tracks and topics that would be unwise now", ""]
    lines += ["better:                       # what the team would like to do better afterwards", ""]
    return "\n".join(lines)


def _wide(statement: Statement) -> str:
    return f"{statement.id:<20}"


_HEAD = """\
# What the local team leader said. Fill in, then: tot needs brief THIS-FILE --output BRIEF.yaml
# No names of refugees, and nothing by which a household could be known. Take the first # from lines that are true.

organisation:                 # who invites: the town or the service
destination:                  # the country, such as PT
origin:                       # where the people who come lived before, if it is one country, such as LB
languages: [en]               # languages of the team
date:                         # such as 2027-03-24
start: "09:00"
end: "16:30"
people: 15                    # how many will be in the room
interpreter: false            # true when an interpreter works in the session

arrived: none                 # none, weeks, months or years: how long refugees have lived here
held: []                      # tracks that this team has had already: welcome, work, autonomy
track: unsure                 # the one that is for now: welcome, work, autonomy; topics (only those below); or unsure
"""
