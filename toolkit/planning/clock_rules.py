"""The rules of the clock: each yields verdicts on a plan, whether a person or the solver made it.

The solver obeys them by construction, with the same limits (`situation`, `hours`) and the same order (`pool`); the
tests hold every solved plan against them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from toolkit.content.records import Activity, Content, SessionTemplate
from toolkit.content.vocabulary import PHASES
from toolkit.planning.brief import Brief
from toolkit.planning.hours import (
    LONGEST_SITTING_MINUTES,
    SHORT_DAY_MINUTES,
    DayHours,
    choose_template,
    clock_of,
    make_hours,
    minutes_of,
)
from toolkit.planning.order import variants_of
from toolkit.planning.plan import Day, SessionPlan, Slot
from toolkit.planning.situation import (
    GRID_MINUTES,
    LISTENING_KINDS,
    LONGEST_PRESENTATION_MINUTES,
    fit_activity,
    minutes_for,
)
from toolkit.planning.wishes import Wishes, wishes_of

BREAK_KINDS = frozenset({"break", "lunch", "fixed-break"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one slot or day keeps one rule. `code` is the message when it does not, `slot` the slot's id or "day 2",
    `values` what the message needs."""

    code: str
    slot: str
    satisfied: bool
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """A plan with what is needed to judge it."""

    content: Content
    plan: SessionPlan
    template: SessionTemplate | None
    hours: tuple[DayHours, ...]
    activities: Mapping[str, Activity]
    wishes: Wishes

    @property
    def brief(self) -> Brief:
        """The brief that the plan answers."""
        return self.plan.brief

    def in_modules(self) -> list[tuple[Slot, Activity]]:
        """Slots with activities of modules, in order."""
        found = [(slot, self.activities.get(slot.activity or "")) for slot in self.plan.slots()]
        return [(slot, activity) for slot, activity in found if activity is not None and activity.module]


def read_plan(content: Content, plan: SessionPlan) -> Reading:
    """The plan, ready to be judged. The template is the plan's own, else the one that its brief would get."""
    template = content.templates.get(plan.template) or choose_template(content, plan.brief)
    hours = make_hours(plan.brief, template) if template else ()
    return Reading(content, plan, template, hours, content.activities(), wishes_of(plan.brief))


def times_agree(reading: Reading) -> Iterator[Verdict]:
    """Start, end and minutes of each slot."""
    for slot in reading.plan.slots():
        counted = minutes_of(slot.end) - minutes_of(slot.start)
        yield _about(slot, "slot-minutes", counted == slot.minutes and counted >= 0, counted=counted)


def slots_follow(reading: Reading) -> Iterator[Verdict]:
    """No gap and no overlap inside a day."""
    for day in reading.plan.days:
        for before, slot in pairwise(day.slots):
            gap = minutes_of(slot.start) - minutes_of(before.end)
            yield _about(slot, "slot-gap" if gap > 0 else "slot-overlap", gap == 0, previous=before.end, gap=gap)


def inside_day(reading: Reading) -> Iterator[Verdict]:
    """Slots lie inside their day, and days inside the hours asked for."""
    for day in reading.plan.days:
        for slot in day.slots:
            inside = day.start <= slot.start and slot.end <= day.end
            yield _about(slot, "slot-outside-day", inside, day_start=day.start, day_end=day.end)
    for day, hours in zip(reading.plan.days, reading.hours, strict=False):
        first, last = clock_of(hours.start), clock_of(hours.start + hours.length)
        kept = first <= day.start and day.end <= last
        values = {"day": day.number, "start": day.start, "end": day.end, "first": first, "last": last}
        yield Verdict("day-hours", f"day {day.number}", kept, values)


def days_counted(reading: Reading) -> Iterator[Verdict]:
    """As many days as asked for, numbered from 1."""
    numbers = [day.number for day in reading.plan.days]
    asked = len(reading.hours)
    kept = not reading.hours or numbers == list(range(1, asked + 1))
    yield Verdict("day-count", "plan", kept, {"days": len(numbers), "asked": asked})


def on_grid(reading: Reading) -> Iterator[Verdict]:
    """Lengths in steps of five minutes."""
    for slot in reading.plan.slots():
        yield _about(slot, "slot-grid", slot.minutes % GRID_MINUTES == 0)


def activities_known(reading: Reading) -> Iterator[Verdict]:
    """Every activity exists, in the module that the slot names."""
    for slot in reading.plan.slots():
        if slot.activity is not None:
            activity = reading.activities.get(slot.activity)
            known = activity is not None and activity.module == (slot.module or "")
            yield _about(slot, "slot-activity-unknown", known, activity=slot.activity)


def activities_once(reading: Reading) -> Iterator[Verdict]:
    """No activity of a module twice."""
    seen: set[str] = set()
    for slot, activity in reading.in_modules():
        yield _about(slot, "activity-twice", activity.id not in seen)
        seen.add(activity.id)


def fixed_breaks_free(reading: Reading) -> Iterator[Verdict]:
    """Nothing but a break lies in a fixed break."""
    for day, hours in zip(reading.plan.days, reading.hours, strict=False):
        for pause in (b for b in hours.breaks if b.kind == "fixed-break"):
            begin, end = hours.start + pause.ideal, hours.start + pause.ideal + pause.minutes
            for slot in day.slots:
                free = slot.kind in BREAK_KINDS or minutes_of(slot.end) <= begin or minutes_of(slot.start) >= end
                yield _about(slot, "fixed-break-crossed", free, at=clock_of(begin), break_title=pause.title)


def minutes_in_range(reading: Reading) -> Iterator[Verdict]:
    """Between least and most, unless the trainer asked for this very length."""
    for slot in reading.plan.slots():
        activity = reading.activities.get(slot.activity or "")
        if activity is not None:
            own = minutes_for(activity, reading.brief)
            asked = reading.wishes.minutes.get(activity.id) == slot.minutes
            kept = asked or own.least <= slot.minutes <= own.most
            yield _about(slot, "minutes-range", kept, least=own.least, most=own.most)


def phases_in_order(reading: Reading) -> Iterator[Verdict]:
    """Motivation, information, practice, application inside a module."""
    reached: dict[str, int] = {}
    for slot, activity in reading.in_modules():
        phase = PHASES.index(activity.phase)
        latest = reached.get(activity.module, 0)
        yield _about(slot, "phase-order", phase >= latest, phase=activity.phase, earlier=PHASES[latest])
        reached[activity.module] = max(phase, latest)


def required_before(reading: Reading) -> Iterator[Verdict]:
    """What an activity requires comes before it (whether it is there is a rule of the choice)."""
    place = {activity.id: at for at, (_, activity) in enumerate(reading.in_modules())}
    for slot, activity in reading.in_modules():
        module = reading.content.modules.get(activity.module)
        for needed in activity.requires:
            present = [v for v in sorted(variants_of(needed, module.activities if module else ())) if v in place]
            for other in (v for v in present if v != activity.id):
                kept = place[other] < place[activity.id]
                yield _about(slot, "required-order", kept, needed=reading.activities[other].title.source)


def prerequisites_before(reading: Reading) -> Iterator[Verdict]:
    """The first activity of a module comes after the last of each prerequisite that is taught."""
    slots = reading.in_modules()
    first = {activity.module: at for at, (_, activity) in reversed(list(enumerate(slots)))}
    last = {activity.module: at for at, (_, activity) in enumerate(slots)}
    for module_id, at in first.items():
        module = reading.content.modules.get(module_id)
        for needed in module.prerequisites if module else ():
            if needed in last and not _leads_to(reading.content, needed, module_id):
                kept = last[needed] < at
                yield _about(slots[at][0], "prerequisite-order", kept, module=module_id, needed=needed)


def _leads_to(content: Content, start: str, goal: str) -> bool:
    """Whether `goal` is among the prerequisites of `start`, near or far: a cycle, which is the content's problem."""
    waiting, seen = [start], set[str]()
    while waiting:
        module = content.modules.get(waiting.pop())
        for needed in module.prerequisites if module else ():
            if needed == goal:
                return True
            if needed not in seen:
                seen.add(needed)
                waiting.append(needed)
    return False


def listening_short(reading: Reading) -> Iterator[Verdict]:
    """At most 20 minutes of listening in a row; a break begins anew."""
    for day in reading.plan.days:
        heard = 0
        for slot in day.slots:
            heard = heard + slot.minutes if slot.kind in LISTENING_KINDS else 0
            if heard:
                kept = heard <= LONGEST_PRESENTATION_MINUTES
                yield _about(slot, "presentation-stretch", kept, heard=heard)


def breaks_often(reading: Reading) -> Iterator[Verdict]:
    """A break about every hundred minutes."""
    for day in reading.plan.days:
        for start, minutes in sitting_stretches(day):
            long_day = minutes_of(day.end) - minutes_of(day.start) > SHORT_DAY_MINUTES
            kept = not long_day or minutes <= LONGEST_SITTING_MINUTES
            yield Verdict(
                "sitting-long", f"day {day.number}", kept, {"day": day.number, "start": start, "minutes": minutes}
            )


def sitting_stretches(day: Day) -> list[tuple[str, int]]:
    """(start, minutes) of each stretch between breaks."""
    found: list[tuple[str, int]] = []
    start, minutes = day.start, 0
    for slot in day.slots:
        if slot.kind in BREAK_KINDS:
            found.append((start, minutes))
            start, minutes = slot.end, 0
        else:
            minutes += slot.minutes
    return [stretch for stretch in (*found, (start, minutes)) if stretch[1]]


def activities_suit(reading: Reading) -> Iterator[Verdict]:
    """Literacy, mode and group fit or an adaptation says how; what the trainer asked for by id may stay."""
    for slot in reading.plan.slots():
        activity = reading.activities.get(slot.activity or "")
        if activity is not None:
            fit = fit_activity(activity, reading.brief)
            asked = activity.id in reading.wishes.keep
            yield _about(slot, "slot-unsuited", fit.suits or asked, reason=fit.reason)
            yield _about(slot, "slot-excluded", activity.id not in reading.wishes.drop)


def days_as_asked(reading: Reading) -> Iterator[Verdict]:
    """Activities with a day of their own are on it."""
    for day in reading.plan.days:
        for slot in day.slots:
            asked = reading.wishes.day.get(slot.activity or "")
            if asked is not None:
                yield _about(slot, "wrong-day", asked == day.number, day=day.number, asked=asked)


def tests_held(reading: Reading) -> Iterator[Verdict]:
    """Pre-test before and post-test after all modules, when the brief wants them and the template has them."""
    if reading.template is None:
        return
    slots = reading.plan.slots()
    taught = [at for at, slot in enumerate(slots) if slot.module]
    frames = {frame.kind for frame in (*reading.template.first, *reading.template.last)}
    for kind, wanted, side in (
        ("pre-test", reading.brief.pre_test, "before"),
        ("post-test", reading.brief.post_test, "after"),
    ):
        at = next((at for at, slot in enumerate(slots) if slot.kind == kind), None)
        if wanted and kind in frames:
            values = {"kind": kind, "field": kind.replace("-", "_")}
            yield Verdict("test-missing", "plan", at is not None, values)
        if at is not None:
            kept = all(at < other for other in taught) if kind == "pre-test" else all(at > other for other in taught)
            yield Verdict("test-order", slots[at].id, kept, {"start": slots[at].start, "kind": kind, "side": side})


ClockRule = Callable[[Reading], Iterator[Verdict]]

CLOCK_RULES: tuple[ClockRule, ...] = (
    times_agree,
    slots_follow,
    inside_day,
    days_counted,
    on_grid,
    activities_known,
    activities_once,
    fixed_breaks_free,
    minutes_in_range,
    phases_in_order,
    required_before,
    prerequisites_before,
    listening_short,
    breaks_often,
    activities_suit,
    days_as_asked,
    tests_held,
)


def _about(slot: Slot, code: str, satisfied: bool, **values: object) -> Verdict:
    own: dict[str, object] = {"start": slot.start, "end": slot.end, "title": slot.title, "minutes": slot.minutes}
    if "gap" in values:
        own["minutes"] = values.pop("gap")
    if "heard" in values:
        own["minutes"] = values.pop("heard")
    return Verdict(code, slot.id, satisfied, own | values)
