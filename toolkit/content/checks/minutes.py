"""Minutes and numbers of people that cannot be, and steps that do not add up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.content.checks.places import at, files, top_items
from toolkit.content.records import Activity, Content, Minutes, Range
from toolkit.content.text import Body, plain_text
from toolkit.problems import Place, Problem, make_problem

LONGEST_TALK = 20
"""Minutes of presentation in a row after which listeners drift away."""

_TIME = re.compile(
    r"\((?:about |ca\. )?(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?\s*(?:min|minutes?)\.?\b[^()]*\)", re.IGNORECASE
)


def minutes_possible(content: Content) -> Iterator[Problem]:
    """Least ≤ typical ≤ most, all multiples of 5, of activities and of frames in session templates."""
    for file in files(content):
        for activity in file.activities:
            where = at(file, activity.id, "minutes", activity.place)
            yield from _minutes(activity.minutes, where, f'activity "{activity.id}"')
    for template in content.templates.values():
        for frame in (*template.first, *template.daily, *template.day_end, *template.last, template.energiser):
            if frame is not None and frame.minutes is not None:
                yield from _minutes(frame.minutes, frame.place, f'the frame "{frame.activity or frame.kind}"')


def _minutes(minutes: Minutes, where: Place, label: str) -> Iterator[Problem]:
    shown = f"{minutes.least}-{minutes.typical}-{minutes.most}"
    if not minutes.least <= minutes.typical <= minutes.most:
        yield make_problem("minutes-order", where, label=label, minutes=shown)
    numbers = (minutes.least, minutes.typical, minutes.most)
    if any(number % 5 for number in numbers) or min(numbers) < 5:
        yield make_problem("minutes-multiple", where, label=label, minutes=shown)
    elif max(numbers) > 480:
        yield make_problem("minutes-long", where, label=label, minutes=shown)


def talks_short(content: Content) -> Iterator[Problem]:
    """Presentations stay within 20 minutes."""
    for file in files(content):
        for activity in file.activities:
            if activity.kind == "presentation" and activity.minutes.most > LONGEST_TALK:
                where = at(file, activity.id, "minutes", activity.place)
                most = activity.minutes.most
                yield make_problem("presentation-long", where, activity=activity.id, most=most, limit=LONGEST_TALK)


def steps_add_up(content: Content) -> Iterator[Problem]:
    """The minutes of the steps are the activity's typical minutes."""
    for file in files(content):
        for activity in file.activities:
            yield from _steps(activity)


def _steps(activity: Activity) -> Iterator[Problem]:
    times = list(_step_minutes(activity.steps))
    known = [time for time in times if time is not None]
    if not known:
        return
    least, most = sum(t[0] for t in known), sum(t[1] for t in known)
    typical = activity.minutes.typical
    complete = len(known) == len(times)
    if least > typical or (complete and most < typical):
        total = str(least) if least == most else f"{least} to {most}"
        first = next((t.line for item in top_items(activity.steps) for t in _texts(item.body)), activity.place.line)
        where = Place(activity.place.path, first)
        yield make_problem("steps-minutes", where, activity=activity.id, total=total, typical=typical)


def _texts(body: Body) -> Iterator[Place]:
    from toolkit.content.text import iter_texts

    for text in iter_texts(body):
        yield Place("", text.line)


def _step_minutes(steps: Body) -> Iterator[tuple[int, int] | None]:
    """(least, most) for each step that names its minutes, else None."""
    for item in top_items(steps, ordered=True):
        found = _TIME.search(plain_text(item.body))
        yield (int(found[1]), int(found[2] or found[1])) if found else None


def people_possible(content: Content) -> Iterator[Problem]:
    """Numbers of people are in order, and groups have a size when there are groups."""
    for file in files(content):
        for activity in file.activities:
            label = f'activity "{activity.id}"'
            for key, people in (("group_size", activity.group_size), ("participants", activity.participants)):
                if people is not None and not _possible(people):
                    where = at(file, activity.id, key, activity.place)
                    shown = f"{people.least}-{people.most}"
                    yield make_problem("people-impossible", where, label=label, key=key, people=shown)
            if activity.grouping == "small-groups" and activity.group_size is None:
                where = at(file, activity.id, "grouping", activity.place)
                yield make_problem("group-size-missing", where, label=label)


def _possible(people: Range) -> bool:
    return 1 <= people.least <= people.most


def templates_possible(content: Content) -> Iterator[Problem]:
    """A day ends after it begins, and its breaks lie in it."""
    for template in content.templates.values():
        length = _clock(template.end) - _clock(template.start)
        if length <= 0:
            yield make_problem("template-hours", template.place, start=template.start, end=template.end)
            continue
        for rule in template.breaks:
            if rule.after + rule.minutes > length:
                yield make_problem("template-break", rule.place, after=rule.after, minutes=length)


def _clock(time: str) -> int:
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)
