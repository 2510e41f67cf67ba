"""A quick proof for the common case: many withheld groups under one total."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.evaluation.disclosure.system import Level, System

_PLENTY = 10**9
"""More people than any table has."""


@dataclass(frozen=True, slots=True)
class _Room:
    """By how much an unknown could be less or more with all others as they are."""

    unknown: int
    less: int
    more: int


def swap_ranges(system: System, levels: Sequence[Level]) -> Iterator[tuple[int, int, int]]:
    """Unknowns with the least and most that they could be, as far as this proof goes.

    Withheld numbers that stand in the very same sums can pass people to each other unnoticed, as many as none of them
    would miss.
    """
    alike: dict[tuple[tuple[int, int], ...], list[_Room]] = defaultdict(list)
    for u, unknown in enumerate(system.unknowns):
        if levels[unknown.cell] >= (Level.COUNTS if unknown.name else Level.WHOLE):
            room = _room(system, u)
            if room is not None:
                alike[tuple((e, sign) for e, sign in system.terms_of[u] if system.equations[e].exact)].append(room)
    for key, rooms in alike.items():
        if key and len(rooms) > 1:
            less, more = sum(r.less for r in rooms), sum(r.more for r in rooms)
            for r in rooms:
                value = system.unknowns[r.unknown].value
                yield r.unknown, value - min(r.less, more - r.more), value + min(r.more, less - r.less)


def _room(system: System, unknown: int) -> _Room | None:
    """None where several unknowns of one inequality could move together, which this does not follow."""
    less, more = system.unknowns[unknown].value, _PLENTY
    for e, sign in system.terms_of[unknown]:
        equation = system.equations[e]
        if equation.exact:
            continue
        if sum(s == sign for _, s in equation.terms) > 1:
            return None
        if sign > 0:
            less = min(less, system.slack[e])
        else:
            more = min(more, system.slack[e])
    return _Room(unknown, less, more)
