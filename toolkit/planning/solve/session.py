"""A brief becomes a plan: choose activities, put them on the clock, and if that fails, ask for a little less."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from toolkit.content.records import Content, SessionTemplate
from toolkit.planning.brief import Brief
from toolkit.planning.clock_rules import BREAK_KINDS
from toolkit.planning.frames import DayFrames, FrameItem, choose_frames
from toolkit.planning.hours import DayHours, choose_template, make_hours
from toolkit.planning.plan import SessionPlan
from toolkit.planning.pool import Candidate, Pool, make_pool
from toolkit.planning.rules import Requirement, requirements
from toolkit.planning.situation import LONGEST_PRESENTATION_MINUTES
from toolkit.planning.solve.assemble import finish_plan, make_days, make_shapes, make_steps
from toolkit.planning.solve.choose import Choice, Task, choose_activities, choose_shortest
from toolkit.planning.solve.place import Placement, place_steps
from toolkit.problems import Place, Problem, make_problem, sort_problems

SMALLER_PCT = (100, 95, 88, 80)
"""Shares of the time to choose for, tried one after the other while a choice cannot be placed."""

CUT_ROUNDS = 4
UNUSED_WARNING_MINUTES = 30


@dataclass(frozen=True, slots=True)
class Ground:
    """What a brief means for planning, before anything is chosen."""

    brief: Brief
    template: SessionTemplate
    hours: tuple[DayHours, ...]
    frames: tuple[DayFrames, ...]
    pool: Pool
    requirements: tuple[Requirement, ...]
    problems: tuple[Problem, ...]

    @property
    def modules_at_least(self) -> int:
        """Half of the modules in question when the brief names none: with less, it should say which it wants."""
        return 0 if self.pool.named else (len({c.activity.module for c in self.pool.candidates} - {""}) + 1) // 2

    def capacity(self, frames: Sequence[DayFrames], *, least: bool = False) -> int:
        """Minutes left for modules."""
        framed = sum(
            item.minutes.least if least else item.minutes.typical for frame in frames for item in frame.items()
        )
        return sum(day.working_minutes for day in self.hours) - framed


def plan_session(
    content: Content, brief: Brief, *, previous: SessionPlan | None = None, place: Place | None = None
) -> tuple[SessionPlan | None, tuple[Problem, ...]]:
    """The best plan for a brief, with warnings; or None with what stands against it and the cheapest ways out.

    `previous` is an earlier plan to stay close to. `place` is where the brief is written, for the problems.
    The same content and brief give the same plan, on any machine.
    """
    from toolkit.planning.solve.explain import explain_impossible

    where = place or Place("brief")
    ground = lay_ground(content, brief)
    plan = solve(ground, previous) if ground is not None and ground.pool.candidates else None
    if ground is None or plan is None:
        return None, explain_impossible(content, brief, where)
    if sum(unused_minutes(plan, ground)) >= UNUSED_WARNING_MINUTES:
        # The modules that the brief names leave time: others may fill it.
        wider = replace(ground, pool=make_pool(content, brief))
        wider = replace(wider, requirements=requirements(wider.pool, brief.modules.include, brief.objectives.include))
        fuller = solve(wider, previous) if len(wider.pool.modules) > len(ground.pool.modules) else None
        ground, plan = (wider, fuller) if fuller is not None else (ground, plan)
    return plan, sort_problems((*ground.problems, *_warnings(plan, ground, where)))


def lay_ground(content: Content, brief: Brief) -> Ground | None:
    """Template, hours, frames, pool and requirements; None without a template or without time."""
    template = choose_template(content, brief)
    if template is None:
        return None
    hours = make_hours(brief, template)
    if hours[0].length <= 0:
        return None
    frames, problems = choose_frames(
        content, brief, template, [any(b.kind == "lunch" for b in day.breaks) for day in hours]
    )
    pool = make_pool(content, brief, named_only=True)
    needed = requirements(pool, brief.modules.include, brief.objectives.include)
    return Ground(brief, template, hours, frames, pool, needed, problems)


def solve(ground: Ground, previous: SessionPlan | None = None, *, any_plan: bool = False) -> SessionPlan | None:
    """The first attempt that can be placed; with `any_plan` only the last and most modest one."""
    if previous is not None:
        ground = replace(ground, frames=tuple(_as_before(ground.frames, previous)))
    kept = {s.activity: s.minutes for s in previous.slots() if s.activity} if previous else {}
    for frames, task, shortest in _attempts(ground, kept, any_plan=any_plan):
        found = _choose_and_place(ground, frames, task, kept, shortest=shortest)
        if found is None:
            continue
        choice, placement = found
        plan = SessionPlan(
            brief=ground.brief,
            template=ground.template.id,
            days=make_days(placement, ground.hours, frames, ground.pool, ground.brief),
        )
        return finish_plan(plan, ground.pool, proven=choice.proven)
    return None


def _attempts(
    ground: Ground, kept: Mapping[str, int], *, any_plan: bool
) -> Iterator[tuple[Sequence[DayFrames], Task, bool]]:
    """All frames at their typical length; all at their least; optional frames left out."""
    task = Task(ground.pool, ground.requirements, 0, ground.modules_at_least, frozenset(kept))
    needed = tuple(_without_optional(frame) for frame in ground.frames)
    for frames in (ground.frames, needed) if needed != ground.frames else (needed,):
        if not any_plan:
            typical = ground.capacity(frames)
            for share in SMALLER_PCT:
                yield frames, replace(task, capacity_minutes=typical * share // 100), False
            yield frames, replace(task, capacity_minutes=ground.capacity(frames, least=True)), False
        if not any_plan or frames is needed:
            yield frames, replace(task, capacity_minutes=ground.capacity(frames, least=True)), True


def _choose_and_place(
    ground: Ground, frames: Sequence[DayFrames], task: Task, kept: Mapping[str, int], *, shortest: bool
) -> tuple[Choice, Placement] | None:
    shapes = make_shapes(ground.hours, frames)
    for _ in range(CUT_ROUNDS):
        choice = choose_shortest(task) if shortest else choose_activities(task)
        if choice is None:
            return None
        chosen = [c for c in ground.pool.candidates if c.id in choice.minutes]
        placement = place_steps(shapes, make_steps(chosen, kept))
        if placement is not None:
            return choice, placement
        rows = tuple(_long_rows(chosen, ground.pool))
        if rows and not set(rows) <= set(task.apart):
            task = replace(task, apart=(*task.apart, *(row for row in rows if row not in task.apart)))
        elif shortest:
            ids = tuple(c.id for c in chosen)
            task = replace(task, cuts=(*task.cuts, Requirement("cut", "", "at_most", len(ids) - 1, ids)))
        else:
            return None
    return None


def _long_rows(chosen: Sequence[Candidate], pool: Pool) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Runs of listening that are too long at their least, with what could come between."""
    order = [c.id for c in pool.candidates]
    row: list[Candidate] = []
    for candidate in chosen:
        row = [*row, candidate] if candidate.listening else []
        while sum(c.minutes.least for c in row[1:]) > LONGEST_PRESENTATION_MINUTES:
            row = row[1:]
        if sum(c.minutes.least for c in row) > LONGEST_PRESENTATION_MINUTES:
            first, last = order.index(row[0].id), order.index(row[-1].id)
            between = pool.candidates[first + 1 : last]
            yield tuple(c.id for c in row), tuple(c.id for c in between if not c.listening)


def unused_minutes(plan: SessionPlan, ground: Ground) -> tuple[int, ...]:
    """Working minutes that each day leaves over by ending early."""
    found = []
    for day, hours in zip(plan.days, ground.hours, strict=True):
        held = sum(slot.kind in BREAK_KINDS for slot in day.slots)
        spent = sum(slot.minutes for slot in day.slots)
        found.append(hours.length - spent - sum(b.minutes for b in hours.breaks[held:]))
    return tuple(found)


def _as_before(frames: Sequence[DayFrames], previous: SessionPlan) -> Iterator[DayFrames]:
    """The frames with their earlier lengths as the best ones, so that they change only when they must."""
    days = {day.number: {slot.activity or slot.kind: slot.minutes for slot in day.slots} for day in previous.days}
    for number, frame in enumerate(frames, start=1):
        before = days.get(number, {})

        def keep(item: FrameItem, before: Mapping[str, int] = before) -> FrameItem:
            minutes = before.get(item.activity.id if item.activity else item.kind, item.minutes.typical)
            within = min(max(minutes, item.minutes.least), item.minutes.most)
            return replace(item, minutes=replace(item.minutes, typical=within))

        yield DayFrames(
            tuple(keep(item) for item in frame.opening),
            keep(frame.energiser) if frame.energiser else None,
            tuple(keep(item) for item in frame.closing),
        )


def _without_optional(frame: DayFrames) -> DayFrames:
    return DayFrames(
        tuple(item for item in frame.opening if not item.optional),
        frame.energiser if frame.energiser and not frame.energiser.optional else None,
        tuple(item for item in frame.closing if not item.optional),
    )


def _warnings(plan: SessionPlan, ground: Ground, where: Place) -> Iterator[Problem]:
    """What the trainer should know of a plan that holds."""
    held = {slot.kind for slot in plan.slots()}
    for frame in dict.fromkeys(item.kind for frames in ground.frames for item in frames.opening + frames.closing):
        if frame not in held:
            yield make_problem("frame-left-out", where, kind=frame)
    present = {slot.activity for slot in plan.slots()}
    for item in (item for frames in ground.frames for item in frames.items() if item.activity):
        if item.activity and item.activity.id in ground.pool.wishes.keep and item.activity.id not in present:
            yield make_problem("asked-frame-missing", where, title=item.title, kind=item.kind)
    place = {slot.activity: at for at, slot in enumerate(plan.slots()) if slot.activity}
    titles = {slot.activity: slot.title for slot in plan.slots()}
    for moved, target in ground.pool.wishes.before.items():
        if moved in place and target in place and place[moved] > place[target]:
            yield make_problem("asked-order-impossible", where, title=titles[moved], other=titles[target])
    for day, unused in zip(plan.days, unused_minutes(plan, ground), strict=True):
        if unused >= UNUSED_WARNING_MINUTES:
            yield make_problem("time-unused", where, day=day.number, minutes=unused, end=day.end)
    used = set(plan.module_ids())
    for module in ground.pool.modules:
        if module.id not in used and any(aim.essential for aim in ground.pool.aims if aim.module == module.id):
            yield make_problem("module-left-out", where, module=module.title.source, id=module.id)
    for outcome in plan.objectives:
        missed = outcome.priority == "essential" and not outcome.served and outcome.module in used
        if missed and outcome.reason != "known-already":
            yield make_problem("essential-not-served", where, objective=outcome.objective, reason=outcome.reason)
    yield from _choice_warnings(ground, where)


def _choice_warnings(ground: Ground, where: Place) -> Iterator[Problem]:
    """What the trainer asked for although it was not made for this group."""
    from toolkit.planning.situation import fit_activity

    brief = ground.brief
    for module in ground.pool.modules:
        if brief.audience not in module.audiences or brief.stage not in module.stages:
            yield make_problem("module-other-group", where, module=module.title.source, id=module.id)
    for candidate in ground.pool.candidates:
        fit = fit_activity(candidate.activity, brief)
        if candidate.id in ground.pool.wishes.keep and not fit.suits:
            yield make_problem(
                "asked-activity-unsuited", where, title=candidate.activity.title.source, reason=fit.reason
            )
