"""What frames each day: opening, icebreaker, ground rules, tests, recap, energiser, closing, from template and bank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from toolkit.content.records import Activity, Content, Frame, Minutes, SessionTemplate
from toolkit.content.vocabulary import METHODS, Need
from toolkit.planning.brief import Brief
from toolkit.planning.pool import belongs_to_day, is_frame
from toolkit.planning.situation import fit_activity, minutes_for
from toolkit.planning.wishes import Wishes, wishes_of
from toolkit.problems import Problem, make_problem

TEST_TITLES = {"pre-test": "Pre-test", "post-test": "Post-test"}
TEST_MINUTES = Minutes(10, 15, 20)
"""Used when the template gives no minutes for a test."""

CLOSING_KINDS = frozenset({"daily-closing", "closing", "post-test"})


@dataclass(frozen=True, slots=True)
class FrameItem:
    """One frame of one day. `activity` is None for tests. `optional` may be left out when a day is short."""

    kind: str
    title: str
    activity: Activity | None
    minutes: Minutes
    optional: bool
    adaptations: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class DayFrames:
    """What opens a day, wakes it up after lunch, and closes it."""

    opening: tuple[FrameItem, ...]
    energiser: FrameItem | None
    closing: tuple[FrameItem, ...]

    def items(self) -> tuple[FrameItem, ...]:
        """All of them in order."""
        return (*self.opening, *((self.energiser,) if self.energiser else ()), *self.closing)


def choose_frames(
    content: Content, brief: Brief, template: SessionTemplate, lunches: Sequence[bool]
) -> tuple[tuple[DayFrames, ...], tuple[Problem, ...]]:
    """Fill the template's frames for every day; nothing of the bank twice while there is something else.

    `lunches` says for each day whether it has a lunch, which the energiser follows.
    """
    chooser = _Chooser(content, brief, template)
    found = []
    for number, lunch in enumerate(lunches, start=1):
        opening = chooser.fill(template.first if number == 1 else template.daily, number)
        energiser = chooser.fill([template.energiser] if template.energiser and lunch else [], number)
        closing = chooser.fill(template.last if number == len(lunches) else template.day_end, number)
        found.append(DayFrames(opening, energiser[0] if energiser else None, closing))
    return tuple(chooser.add_wanted(found)), tuple(chooser.problems)


class _Chooser:
    """Remembers what was used, so that days differ."""

    def __init__(self, content: Content, brief: Brief, template: SessionTemplate) -> None:
        self.brief = brief
        self.template = template
        self.wishes: Wishes = wishes_of(brief)
        self.bank = content.bank_activities()
        self.used: dict[str, int] = {}
        self.problems: list[Problem] = []

    def fill(self, frames: Iterable[Frame], day: int) -> tuple[FrameItem, ...]:
        items = (self._fill_one(frame, day) for frame in frames)
        return tuple(item for item in items if item is not None)

    def add_wanted(self, days: Sequence[DayFrames]) -> list[DayFrames]:
        """What the trainer asked for of the bank, and the template has no place for, opens or closes a day: frames as
        they are, other activities at the end of the day that they were asked for on."""
        found = list(days)
        for wanted in sorted(self.wishes.keep & set(self.bank)):
            if self.used.get(wanted) or not belongs_to_day(self.bank[wanted], self.wishes):
                continue
            number = min(max(1, self.wishes.day.get(wanted, 1)), len(found))
            day = found[number - 1]
            item = self._item(self.bank[wanted], None)
            if item.kind in CLOSING_KINDS or not is_frame(self.bank[wanted]):
                found[number - 1] = DayFrames(day.opening, day.energiser, (item, *day.closing))
            else:
                found[number - 1] = DayFrames((*day.opening, item), day.energiser, day.closing)
        return found

    def _fill_one(self, frame: Frame, day: int) -> FrameItem | None:
        kind = frame.kind or (self.bank[frame.activity].kind if frame.activity in self.bank else "")
        if kind in TEST_TITLES:
            wanted = self.brief.pre_test if kind == "pre-test" else self.brief.post_test
            if not wanted:
                return None
            return FrameItem(kind, TEST_TITLES[kind], None, _grid(frame.minutes) or TEST_MINUTES, frame.optional)
        options = [a for a in self.bank.values() if a.kind == kind and self._usable(a, day)]
        if not options:
            if not frame.optional and kind in METHODS:
                problem = make_problem("frame-missing", frame.place, kind=kind, template=self.template.id)
                self.problems += [problem] if problem not in self.problems else []
            return None
        best = min(options, key=lambda a: self._rank(a, frame))
        self.used[best.id] = self.used.get(best.id, 0) + 1
        return self._item(best, frame)

    def _usable(self, activity: Activity, day: int) -> bool:
        if activity.id in self.wishes.drop or self.wishes.day.get(activity.id, day) != day:
            return False
        return activity.id in self.wishes.keep or fit_activity(activity, self.brief).suits

    def _rank(self, activity: Activity, frame: Frame) -> tuple[bool, bool, int, bool, int, str]:
        """What is wished for, then what the template names, then what was used least, made for this audience, and
        nearest to the minutes."""
        wanted = activity.id in self.wishes.keep and not self.used.get(activity.id)
        minutes = minutes_for(activity, self.brief)
        target = frame.minutes.typical if frame.minutes else minutes.typical
        return (
            not wanted,
            activity.id != frame.activity,
            self.used.get(activity.id, 0),
            self.brief.audience not in activity.audiences,
            abs(min(max(target, minutes.least), minutes.most) - target),
            activity.id,
        )

    def _item(self, activity: Activity, frame: Frame | None) -> FrameItem:
        own = minutes_for(activity, self.brief)
        asked = _grid(frame.minutes) if frame else None
        minutes = _overlap(asked, own) if asked else own
        exact = self.wishes.minutes.get(activity.id)
        if exact is not None:
            minutes = Minutes(exact, exact, exact)
        optional = bool(frame and frame.optional) and activity.id not in self.wishes.keep
        fit = fit_activity(activity, self.brief)
        return FrameItem(activity.kind, activity.title.source, activity, minutes, optional, fit.adaptations)


def _grid(minutes: Minutes | None) -> Minutes | None:
    if minutes is None:
        return None
    least, typical, most = (max(5, -(-m // 5) * 5) for m in (minutes.least, minutes.typical, minutes.most))
    return Minutes(least, max(least, typical), max(least, typical, most))


def _overlap(asked: Minutes, own: Minutes) -> Minutes:
    """The template's minutes within the activity's; the activity's own when the two never meet."""
    least, most = max(asked.least, own.least), min(asked.most, own.most)
    if least > most:
        return own
    return Minutes(least, min(max(asked.typical, least), most), most)
