"""The hours of a session: the template that fits, each day's start and length, and its breaks.

All times inside a day are minutes after its start, on the 5-minute grid.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from toolkit.content.records import BreakRule, Content, SessionTemplate
from toolkit.planning.brief import Brief
from toolkit.planning.situation import GRID_MINUTES

LONGEST_SITTING_MINUTES = 110
"""Most minutes between two breaks: a hundred, and ten to end well. A day of up to two hours needs none."""

SHORT_DAY_MINUTES = 120
LONG_DAY_MINUTES = 390
"""From this length on a day has a lunch break even when the template has none."""

NEAREST_BREAKS_MINUTES = 30
"""A short break closer than this to a fixed one is left out."""

ADDED_BREAK_MINUTES = 15
ADDED_LUNCH_MINUTES = 45
USUAL_LUNCH_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Break:
    """A break that starts between `earliest` and `latest`, best at `ideal`, and lasts `minutes`."""

    kind: str
    title: str
    earliest: int
    ideal: int
    latest: int
    minutes: int

    @property
    def end(self) -> int:
        """Where it ends when it starts at its best time."""
        return self.ideal + self.minutes


@dataclass(frozen=True, slots=True)
class DayHours:
    """One day's clock: `start` in minutes after midnight, `length` in minutes, breaks in order."""

    number: int
    date: dt.date | None
    start: int
    length: int
    breaks: tuple[Break, ...]

    @property
    def working_minutes(self) -> int:
        """Minutes outside breaks."""
        return self.length - sum(b.minutes for b in self.breaks)


def minutes_of(clock: str) -> int:
    """Minutes after midnight: "09:30" → 570."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def clock_of(minutes: int) -> str:
    """The clock time: 570 → "09:30"."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def count_days(brief: Brief, template: SessionTemplate) -> int:
    """The brief's days, else the number of its dates, else the template's days."""
    return brief.days or len(brief.dates) or max(1, template.days)


def choose_template(content: Content, brief: Brief) -> SessionTemplate | None:
    """The brief's template, or the one whose days and hours come closest; None when there is none."""
    if brief.template is not None:
        return content.templates.get(brief.template)
    days = brief.days or len(brief.dates) or 1
    by_length = (brief.start, brief.end) != (None, None)

    def distance(template: SessionTemplate) -> tuple[int, int, str]:
        own = minutes_of(template.end) - minutes_of(template.start)
        wanted = _start_and_length(brief, template)[1] if by_length else own
        # Without hours, a single day is a whole day rather than two hours.
        return abs(template.days - days), abs(own - wanted) if by_length else -own, template.id

    return min(content.templates.values(), key=distance, default=None)


def make_hours(brief: Brief, template: SessionTemplate) -> tuple[DayHours, ...]:
    """Each day's clock. Hours in the brief go before the template's."""
    start, length = _start_and_length(brief, template)
    breaks = _breaks(brief, template, start, length)
    return tuple(
        DayHours(number, brief.dates[number - 1] if number <= len(brief.dates) else None, start, length, breaks)
        for number in range(1, count_days(brief, template) + 1)
    )


def _start_and_length(brief: Brief, template: SessionTemplate) -> tuple[int, int]:
    own_start, own_end = minutes_of(template.start), minutes_of(template.end)
    start = minutes_of(brief.start) if brief.start else own_start
    end = minutes_of(brief.end) if brief.end else own_end
    if end <= start and not (brief.start and brief.end):
        # An afternoon with a morning's template (or the reverse) keeps the template's length.
        start, end = (start, start + own_end - own_start) if brief.start else (end - (own_end - own_start), end)
    end = min(end, 24 * 60 - 1)
    return max(0, start), max(0, (end - max(0, start)) // GRID_MINUTES * GRID_MINUTES)


def _breaks(brief: Brief, template: SessionTemplate, start: int, length: int) -> tuple[Break, ...]:
    rules = [r for r in template.breaks if r.after > 0 and r.after + r.minutes + r.needs <= length]
    placed = list(_fixed(brief, start, length))
    placed = _add_lunch(placed, brief, [r for r in template.breaks if r.kind == "lunch"], rules, start, length)
    for rule in sorted((r for r in rules if r.kind != "lunch"), key=lambda r: r.after):
        own = _from_rule(rule)
        if all(_distance(own, other) >= NEAREST_BREAKS_MINUTES for other in placed):
            placed.append(own)
    return _limit_shifts(_split_long_stretches(placed, length), length)


def _fixed(brief: Brief, start: int, length: int) -> Iterable[Break]:
    end_of_last = 0
    for fixed in sorted(brief.fixed_breaks, key=lambda f: (f.at, f.minutes, f.title)):
        offset = minutes_of(fixed.at) - start
        # Off the grid, the break is rounded outwards, so that all of the asked time is free.
        begin = max(offset // GRID_MINUTES * GRID_MINUTES, end_of_last)
        end = -(-(offset + fixed.minutes) // GRID_MINUTES) * GRID_MINUTES
        if begin >= 0 and begin < end < length:
            yield Break("fixed-break", fixed.title, begin, begin, begin, end - begin)
            end_of_last = end


def _add_lunch(
    placed: list[Break],
    brief: Brief,
    all_lunches: Sequence[BreakRule],
    rules: Sequence[BreakRule],
    start: int,
    length: int,
) -> list[Break]:
    minutes = all_lunches[0].minutes if all_lunches else USUAL_LUNCH_MINUTES
    if brief.lunch is not None:
        at = (minutes_of(brief.lunch) - start) // GRID_MINUTES * GRID_MINUTES
        lunches = [Break("lunch", "Lunch", at, at, at, minutes)] if at > 0 and at + minutes < length else []
    else:
        lunches = [_from_rule(rule) for rule in rules if rule.kind == "lunch"]
        if not lunches and length >= LONG_DAY_MINUTES and not any(b.minutes >= 30 for b in placed):
            noon = min(max(12 * 60 + 30 - start, 150), length - 150) // GRID_MINUTES * GRID_MINUTES
            lunches = [Break("lunch", "Lunch", noon - 30, noon, noon + 30, ADDED_LUNCH_MINUTES)]
    for lunch in lunches:
        for fixed in placed:
            if _distance(lunch, fixed) < 0:
                at = fixed.end if lunch.ideal >= fixed.ideal else fixed.ideal - lunch.minutes
                lunch = replace(lunch, earliest=at, ideal=at, latest=at)
        if lunch.ideal > 0 and lunch.end < length and all(_distance(lunch, fixed) >= 0 for fixed in placed):
            placed = [*placed, lunch]
    return placed


def _from_rule(rule: BreakRule) -> Break:
    at = rule.after // GRID_MINUTES * GRID_MINUTES
    shift = rule.shift // GRID_MINUTES * GRID_MINUTES
    minutes = -(-rule.minutes // GRID_MINUTES) * GRID_MINUTES
    title = "Lunch" if rule.kind == "lunch" else "Break"
    return Break(rule.kind, title, max(GRID_MINUTES, at - shift), at, at + shift, minutes)


def _distance(one: Break, other: Break) -> int:
    """Minutes between two breaks at their best times; negative when they overlap."""
    return max(one.ideal - other.end, other.ideal - one.end)


def _split_long_stretches(breaks: Iterable[Break], length: int) -> tuple[Break, ...]:
    """Add a short break in the middle of every stretch that is too long: hours changed, or a break was left out."""
    found = sorted(breaks, key=lambda b: b.ideal)
    if length <= SHORT_DAY_MINUTES:
        return tuple(found)
    while True:
        starts = [0, *(b.end for b in found)]
        ends = [*(b.ideal for b in found), length]
        longest, begin = max(((end - begin, begin) for begin, end in zip(starts, ends, strict=True)), key=_longest)
        if longest <= LONGEST_SITTING_MINUTES:
            return tuple(found)
        pieces = -(-longest // LONGEST_SITTING_MINUTES)
        at = begin + (longest - (pieces - 1) * ADDED_BREAK_MINUTES) // pieces // GRID_MINUTES * GRID_MINUTES
        found.append(Break("break", "Break", at - 10, at, at + 10, ADDED_BREAK_MINUTES))
        found.sort(key=lambda b: b.ideal)


def _longest(stretch: tuple[int, int]) -> tuple[int, int]:
    return stretch[0], -stretch[1]


def _limit_shifts(breaks: Sequence[Break], length: int) -> tuple[Break, ...]:
    """Narrow each break's window so that, wherever breaks fall in theirs, no stretch is longer than the limit."""
    found = list(breaks)
    if length <= SHORT_DAY_MINUTES:
        return tuple(found)
    for at in range(len(found) + 1):
        before = found[at - 1] if at > 0 else None
        after = found[at] if at < len(found) else None
        begin = before.end if before else 0
        end = after.ideal if after else length
        spare = max(0, LONGEST_SITTING_MINUTES - (end - begin))
        early = before.ideal - before.earliest if before else 0
        late = after.latest - after.ideal if after else 0
        kept_late = min(late, max(spare - early, spare // 2 // GRID_MINUTES * GRID_MINUTES))
        kept_early = min(early, spare - kept_late)
        if before:
            found[at - 1] = replace(before, earliest=before.ideal - kept_early)
        if after:
            found[at] = replace(after, latest=after.ideal + kept_late)
    return tuple(found)
