"""Which cells to look at when one is in danger: all that hang together if they are few, else the nearest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from toolkit.evaluation.disclosure.system import Level, System

NEAR_CELLS = 120
"""Up to as many, all connected cells are looked at."""

SLICE_CELLS = (40, 200)
"""In larger tables, as many cells of the same kind (those that add up with it); the second, where the first will not
do."""

SHARE_OF_LINE = 5
"""Of a total's many parts, one cell in so many of the slice may be a withheld one, and one in so many a cheap one."""


def connected(system: System, cell: int, most: int | None = None) -> list[int]:
    """All cells that any chain of relations leads to; with `most`, only as many and a few more."""
    found, frontier, lines = {cell}, [cell], set[int]()
    while frontier and (most is None or len(found) <= most):
        for line in system.equations_of[frontier.pop()]:
            if line not in lines:
                lines.add(line)
                new = [c for c in system.cells_in[line] if c not in found]
                found.update(new)
                frontier += new
    return sorted(found)


def around(system: System, levels: Sequence[Level], cell: int, size: int) -> list[int]:
    """All connected cells if they are few; else the slice of the cell, with everything about its groups."""
    everything = connected(system, cell, NEAR_CELLS)
    if len(everything) <= NEAR_CELLS:
        return everything
    near = set(slice_of(system, levels, cell, size))
    for c in tuple(near):
        near.update(system.within[c])
    return with_parts(system, near)


def slice_of(system: System, levels: Sequence[Level], cell: int, size: int) -> list[int]:
    """Near cells that exact relations lead to: the same item, or the same people, in other groups."""
    found = {cell}
    frontier = [cell]
    while frontier and len(found) < size:
        lines = dict.fromkeys(e for c in frontier for e in system.equations_of[c] if system.equations[e].exact)
        frontier = []
        for line in lines:
            for c in _share(system, levels, line, size // SHARE_OF_LINE):
                if c not in found and len(found) < size:
                    found.add(c)
                    frontier.append(c)
    return sorted(found)


def with_parts(system: System, cells: Iterable[int]) -> list[int]:
    """The cells, and those that hold some of their people (the items that a group answered)."""
    found = set(cells)
    for cell in tuple(found):
        found.update(system.some_of[cell])
    return sorted(found)


def _share(system: System, levels: Sequence[Level], line: int, share: int) -> list[int]:
    order = sorted(system.cells_in[line], key=lambda c: (system.cost[c], c))
    withheld = [c for c in order if levels[c]]
    shown = [c for c in order if not levels[c]]
    return withheld[-share:] + shown[:share] + shown[share:][-1:]
