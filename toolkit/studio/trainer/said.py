"""What the last step did, in plain words: what was asked for, what followed from it, and what it did for the group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.planning.edit import Change, show_change
from toolkit.planning.plan import SessionPlan
from toolkit.planning.practices import PracticeAnswer
from toolkit.studio.trainer.desk import Desk
from toolkit.studio.trainer.moves import Refusal

SENTENCES = 6
"""Changes told one by one before the rest are counted."""

_ASKED = ("asked", "swapped")


def tell_changes(desk: Desk, shown: Content, language: Language, asked: str = "") -> tuple[str, ...]:
    """Sentences on the last step; titles come from `shown`, the content in the reader's language. `asked` is the
    activity that the reader moved."""
    if desk.before is None or desk.plan is None:
        return ()
    changes = sorted((_titled(c, shown) for c in desk.changes), key=lambda c: c.why not in _ASKED)
    lines = [*_order_line(desk, shown, language, asked), *(show_change(language, change) for change in changes)]
    rest = len(lines) - SENTENCES
    if rest > 0:
        more = language.say_count("{n} more change.", "{n} more changes.", rest)
        lines = [*lines[:SENTENCES], more]
    return (*lines, *_clock_line(desk, language), *_objectives_line(desk, language))


def _titled(change: Change, shown: Content) -> Change:
    activities, objectives = shown.activities(), shown.objectives()
    title = activities[change.activity].title.source if change.activity in activities else change.title
    by_source = objectives.get(change.other)
    return replace(change, title=title, other=by_source.statement.source if by_source else change.other)


def _order_line(desk: Desk, shown: Content, language: Language, asked: str) -> list[str]:
    """When the activity that the reader moved begins now, if that is another time than before."""
    if not asked or desk.plan is None or desk.before is None:
        return []
    was, now = _starts(desk.before).get(asked), _starts(desk.plan).get(asked)
    if now is None or was is None or was == now:
        return []
    known = shown.activities().get(asked)
    title, start = known.title.source if known else asked, language.show_time(now[1])
    if len(desk.plan.days) > 1:
        return [language.say('"{title}" now begins at {start} on day {n}.', title=title, start=start, n=now[0])]
    return [language.say('"{title}" now begins at {start}.', title=title, start=start)]


def _clock_line(desk: Desk, language: Language) -> list[str]:
    """How many others begin at another time than before."""
    if desk.before is None or desk.plan is None:
        return []
    old, new = _starts(desk.before), _starts(desk.plan)
    told = {change.activity for change in desk.changes}
    later = sum(1 for a in old.keys() & new.keys() - told if old[a] != new[a])
    if later:
        return [language.say_count("{n} other begins at another time.", "{n} others begin at another time.", later)]
    return [language.say("Nothing else moved.")] if old != new or desk.changes else [language.say("Nothing changed.")]


def _starts(plan: SessionPlan) -> dict[str, tuple[int, str]]:
    return {slot.activity: (day.number, slot.start) for day in plan.days for slot in day.slots if slot.activity}


def _objectives_line(desk: Desk, language: Language) -> list[str]:
    if desk.before is None or desk.plan is None:
        return []
    was, now = _served(desk.before), _served(desk.plan)
    if len(now) < len(was):
        return [
            language.say_count(
                "{n} objective is no longer served.", "{n} objectives are no longer served.", len(was - now)
            )
        ]
    if len(now) > len(was):
        return [language.say_count("{n} more objective is served.", "{n} more objectives are served.", len(now - was))]
    return []


def _served(plan: SessionPlan) -> set[str]:
    return {outcome.objective for outcome in plan.objectives if outcome.served}


def tell_practices(before: Sequence[PracticeAnswer], after: Sequence[PracticeAnswer], language: Language) -> str:
    """How the practices answer differently than before, "" when they do not."""
    was = {a.number for a in before if a.status == "met"}
    now = {a.number for a in after if a.status == "met"}
    if not before or was == now:
        return ""
    return language.say("Practices met: {n} of {all} ({before} before).", n=len(now), all=len(after), before=len(was))


def tell_refusal(refusal: Refusal, shown: Content, language: Language) -> str:
    """Why an activity cannot stand there, and what would help."""
    known = shown.activities()
    title, other = (known[i].title.source if i in known else i for i in (refusal.activity, refusal.other))
    say = language.say
    match refusal.rule:
        case "phase-order":
            why = say(
                'In its module, "{other}" belongs to an earlier phase: what is known, then information, then practice.',
                other=other,
            )
        case "required-order":
            why = say('"{title}" builds on "{other}".', title=title, other=other)
        case "prerequisite-order":
            why = say('"{other}" belongs to a module that has to come first.', other=other)
    return say('"{title}" cannot come before "{other}".', title=title, other=other) + " " + why


def tell_way(way: str) -> str:
    """A way out, as a sentence that begins with a capital letter."""
    return way[:1].upper() + way[1:]
