"""Could a reader narrow a withheld number down? If so, the cheapest cells to withhold as well."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from toolkit.evaluation.disclosure.system import Level, System

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, CpSolver

DETERMINISTIC_SECONDS = 2.0
"""Work allowed for one question; the same on every machine. What is found by then is good, perhaps not cheapest."""


@dataclass(frozen=True, slots=True)
class Target:
    """A number that must stay uncertain, sum of coefficient times unknown, by at least `width`."""

    terms: tuple[tuple[int, int], ...]
    width: int


@dataclass(frozen=True, slots=True)
class Repair:
    """Cells to withhold further, with their new levels, and two sets of values (by unknown, all that may differ from
    the true ones) that a reader could not tell from the truth then."""

    levels: dict[int, Level]
    worlds: tuple[dict[int, int], dict[int, int]]


def repair(
    system: System,
    levels: Sequence[Level],
    target: Target,
    near: Sequence[int],
    *,
    publish_at: int,
    free: Collection[int] = (),
    stacked: bool = True,
) -> Repair | None:
    """The least that has to be withheld among the cells `free`, so that two worlds fit all that is shown, in which
    the target differs by its width and nothing but the cells `near` differs from the truth. Without `stacked`, it is
    not minded that some people of a cell are also counted elsewhere. None when there is no way.

    This is cell suppression as integer program, one protected number at a time (Fischetti and Salazar-González 2001,
    Management Science 47(7), 1008-1027), solved by CP-SAT.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    hide: dict[tuple[int, Level], Any] = {}
    price = []
    for cell in sorted(free):
        for level in (Level.COUNTS, Level.WHOLE):
            if levels[cell] < level and (level is Level.WHOLE or system.cells[cell].counts):
                hide[cell, level] = model.new_bool_var("")
                price.append(hide[cell, level] * (system.cost[cell] // (1 + bool(system.cells[cell].counts))))
        if (cell, Level.COUNTS) in hide:
            model.add_implication(hide[cell, Level.WHOLE], hide[cell, Level.COUNTS])

    reach = 2 * max(publish_at, target.width)
    worlds: list[dict[int, Any]] = [_world(model, system, levels, near, hide, reach) for _ in range(2)]
    change = [sign * (worlds[0][u] - worlds[1][u]) for u, sign in target.terms if u in worlds[0]]
    if not change:
        return None
    model.add(sum(change) >= target.width)
    for world in worlds:
        _keep_equations(model, system, world, stacked)
    if price:
        model.minimize(sum(price))

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.catch_sigint_signal = False
    solver.parameters.random_seed = 1
    # The full linear relaxation finds and proves the cheapest repair in half the time.
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = DETERMINISTIC_SECONDS
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    raised: dict[int, Level] = {}
    for (cell, level), variable in hide.items():
        if solver.value(variable):
            raised[cell] = max(level, raised.get(cell, Level.SHOWN))
    values = partial(_values, solver)
    return Repair(raised, (values(worlds[0]), values(worlds[1])))


def _world(
    model: CpModel,
    system: System,
    levels: Sequence[Level],
    near: Sequence[int],
    hide: dict[tuple[int, Level], Any],
    reach: int,
) -> dict[int, Any]:
    """A variable for each number that may differ from the truth; the others keep their value."""
    world: dict[int, Any] = {}
    for cell in near:
        for u in system.of_cell[cell]:
            it = system.unknowns[u]
            needed = Level.COUNTS if it.name else Level.WHOLE
            if levels[cell] >= needed:
                world[u] = model.new_int_var(max(0, it.value - reach), it.value + reach, "")
            elif (cell, needed) in hide:
                world[u] = model.new_int_var(max(0, it.value - reach), it.value + reach, "")
                model.add(world[u] == it.value).only_enforce_if(~hide[cell, needed])
    return world


def _keep_equations(model: CpModel, system: System, world: dict[int, Any], stacked: bool) -> None:
    """All that is not in the world keeps its value, so that only changes have to add up."""
    moving: dict[int, list[tuple[int, int]]] = {}
    for u in world:
        for number, sign in system.terms_of[u]:
            moving.setdefault(number, []).append((u, sign))
    for number, terms in sorted(moving.items()):
        exact = system.equations[number].exact
        if exact or stacked or len(system.cells_in[number]) == 1:
            truth = sum(sign * system.unknowns[u].value for u, sign in terms)
            changed = sum(sign * world[u] for u, sign in terms)
            model.add(changed == truth if exact else changed >= truth - system.slack[number])


def _values(solver: CpSolver, world: dict[int, Any]) -> dict[int, int]:
    return {u: solver.value(variable) for u, variable in world.items()}
