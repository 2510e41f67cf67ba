"""Which activities, within the total minutes only: CP-SAT, one worker, a fixed seed and a deterministic limit.

The objective is lexicographic: its levels, in `LEVELS`, are joined by weights far enough apart.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from toolkit.planning.pool import Pool
from toolkit.planning.rules import Requirement
from toolkit.planning.situation import GRID_MINUTES

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

DETERMINISTIC_SECONDS = 0.6
"""CP-SAT's own clock, the same on every machine: what is found by then is taken, with `proven` false."""

PARTICIPATION_STEP_PCT = 5
"""Participatory shares are compared in steps: the percentages behind them are assumptions, and a finer comparison would
stretch every group work to its most minutes."""

LEVELS = ("objectives", "previous", "unfilled", "participation", "practices", "off_typical")
"""What is maximised (or, for unfilled and off_typical, kept small), first things first. A variant counts as if it were
a step off: where it is as good as the activity that it varies, the activity itself is taken."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The activities chosen, in teaching order, with the minutes that the choice reckoned with."""

    minutes: Mapping[str, int]
    proven: bool


@dataclass(frozen=True, slots=True)
class Task:
    """What to choose from. `capacity_minutes` is the time outside breaks and frames. `modules_at_least` modules must be
    used. `cuts` are further requirements, and `apart` pairs of (activities that may not follow one another, those that
    can come between), both learned when a choice could not be placed."""

    pool: Pool
    requirements: Sequence[Requirement]
    capacity_minutes: int
    modules_at_least: int = 0
    previous: Collection[str] = field(default_factory=frozenset)
    cuts: Sequence[Requirement] = ()
    apart: Sequence[tuple[tuple[str, ...], tuple[str, ...]]] = ()


def choose_activities(task: Task) -> Choice | None:
    """The best choice, or None when the requirements and the minutes exclude each other."""
    if task.capacity_minutes < 0:
        return None
    built = build_model(task)
    built.model.maximize(_joined(_levels(task, built)))
    return _solved(task, built)


def choose_shortest(task: Task) -> Choice | None:
    """The choice that keeps every requirement in the fewest minutes: what is left when nothing else can be placed."""
    if task.capacity_minutes < 0:
        return None
    built = build_model(task)
    least = sum(c.minutes.least // GRID_MINUTES * built.chosen[c.id] for c in task.pool.candidates)
    built.model.minimize(least + sum(built.units.values()))
    return _solved(task, built)


@dataclass(slots=True)
class Built:
    """A model with its variables by activity, module and objective id."""

    model: cp_model.CpModel
    chosen: dict[str, Any]
    units: dict[str, Any]
    used: dict[str, Any]


def build_model(task: Task, *, limit: bool = True) -> Built:
    """Variables and hard rules. Without `limit` the minutes are left open, for explaining what is impossible."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    built = Built(model, {}, {}, {})
    for candidate in task.pool.candidates:
        least, most = candidate.minutes.least // GRID_MINUTES, candidate.minutes.most // GRID_MINUTES
        x = model.new_bool_var(f"x {candidate.id}")
        units = model.new_int_var(0, most, f"units {candidate.id}")
        model.add(units >= least * x)
        model.add(units <= most * x)
        built.chosen[candidate.id], built.units[candidate.id] = x, units
    for module in task.pool.modules:
        members = [built.chosen[c.id] for c in task.pool.candidates if c.activity.module == module.id]
        if members:
            built.used[module.id] = model.new_bool_var(f"used {module.id}")
            model.add_max_equality(built.used[module.id], members)
    for requirement in (*task.requirements, *task.cuts):
        for literal in conditions(built, task.pool, requirement):
            add_requirement(built, requirement, literal)
    for row, between in task.apart:
        model.add(sum(built.chosen[a] for a in row) <= len(row) - 1 + sum(built.chosen[a] for a in between))
    if task.modules_at_least:
        model.add(sum(built.used.values()) >= min(task.modules_at_least, len(built.used)))
    if limit and built.units:
        model.add(sum(built.units.values()) <= task.capacity_minutes // GRID_MINUTES)
    return built


def conditions(built: Built, pool: Pool, requirement: Requirement) -> list[Any]:
    """The literals that switch a requirement on: a module's own when it names all of one, which is tighter."""
    if not requirement.when:
        return [None]
    for module in pool.modules:
        members = tuple(c.id for c in pool.candidates if c.activity.module == module.id)
        if members == requirement.when:
            return [built.used[module.id]]
    return [built.chosen[a] for a in requirement.when if a in built.chosen]


def add_requirement(built: Built, requirement: Requirement, literal: Any, slack: Any = 0) -> None:  # noqa: ANN401
    """One linear constraint; `slack` lets it give way (and is then 1)."""
    held = sum(built.chosen[a] for a in requirement.of if a in built.chosen)
    if requirement.sign == "at_least":
        needed = requirement.count if literal is None else requirement.count * literal
        built.model.add(held + requirement.count * slack >= needed)
    else:
        most = len(requirement.of)
        room = requirement.count if literal is None else most - (most - requirement.count) * literal
        built.model.add(held <= room + most * slack)


def _levels(task: Task, built: Built) -> list[tuple[Any, int]]:
    """(expression to maximise, its largest value minus its smallest), in the order of `LEVELS`."""
    model, pool = built.model, task.pool
    capacity = task.capacity_minutes // GRID_MINUTES
    whole = all(float(aim.weight).is_integer() for aim in pool.aims)
    objectives, worth = [], 0
    for aim in pool.aims:
        of = [built.chosen[c.id] for c in pool.candidates if aim.objective.id in c.activity.objectives]
        weight = round(aim.weight * (1 if whole else 10))
        if of and weight:
            served = model.new_bool_var(f"served {aim.objective.id}")
            model.add(served <= sum(of))
            objectives.append(weight * served)
            worth += weight
    kept = [built.chosen[c.id] for c in pool.candidates if c.id in task.previous]
    filled = sum(built.units.values())
    steps = model.new_int_var(0, 100 // PARTICIPATION_STEP_PCT, "participation")
    taking_part = sum(c.participation_pct * built.units[c.id] for c in pool.candidates)
    model.add(steps * PARTICIPATION_STEP_PCT * max(1, capacity) <= taking_part)
    practices = []
    for number in sorted({p for c in pool.candidates for p in c.activity.practices}):
        shown = model.new_bool_var(f"practice {number}")
        model.add(shown <= sum(built.chosen[c.id] for c in pool.candidates if number in c.activity.practices))
        practices.append(shown)
    off, furthest = [], 0
    for candidate in pool.candidates:
        if candidate.activity.variant_of:
            off.append(built.chosen[candidate.id])
            furthest += 1
        typical = candidate.minutes.typical // GRID_MINUTES
        reach = max(typical - candidate.minutes.least // GRID_MINUTES, candidate.minutes.most // GRID_MINUTES - typical)
        if reach:
            away = model.new_int_var(0, reach, f"off {candidate.id}")
            difference = built.units[candidate.id] - typical * built.chosen[candidate.id]
            model.add(away >= difference)
            model.add(away >= -difference)
            off.append(away)
            furthest += reach
    return [
        (sum(objectives), worth),
        (sum(kept), len(kept)),
        (filled, capacity),
        (steps, 100 // PARTICIPATION_STEP_PCT),
        (sum(practices), len(practices)),
        (-sum(off), furthest),
    ]


def _joined(levels: Sequence[tuple[Any, int]]) -> Any:  # noqa: ANN401
    """One expression in which no sum of later levels outweighs one step of an earlier one."""
    total, weight = 0, 1
    for expression, reach in reversed(levels):
        total += weight * expression
        weight *= reach + 1
    return total


def _solved(task: Task, built: Built) -> Choice | None:
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    # Otherwise the solver would leave Ctrl-C switched to sudden death when it is done.
    solver.parameters.catch_sigint_signal = False
    solver.parameters.random_seed = 1
    # The full linear relaxation proves nearly every choice best within a tenth of a second; the default rarely does.
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = DETERMINISTIC_SECONDS
    status = solver.solve(built.model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    minutes = {
        c.id: solver.value(built.units[c.id]) * GRID_MINUTES
        for c in task.pool.candidates
        if solver.value(built.chosen[c.id])
    }
    return Choice(minutes, status == cp_model.OPTIMAL)
