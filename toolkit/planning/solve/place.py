"""Putting chosen activities on the clock: an exact dynamic programme.

The order is given. A state is (activities placed, day, minutes used, breaks held, minutes of listening in a row); each
activity goes on, in every length of its range, or a break is held, or the day is closed and the next one opened. Arrays
hold one layer of states, indexed [time, breaks held, listening], in units of the 5-minute grid.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from toolkit.planning.situation import GRID_MINUTES, LONGEST_PRESENTATION_MINUTES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Layer = NDArray[np.int32]

NEVER = 1 << 29
LISTENING_UNITS = LONGEST_PRESENTATION_MINUTES // GRID_MINUTES
LONGEST_QUESTIONS_UNITS = 6

# Prices of what is unwanted; lengths in units. Far apart, so that they work one after the other.
UNUSED_UNIT, UNUSED_SQUARED = 1000, 20  # a day that ends early; squared, so that days are balanced
QUESTIONS_UNIT, QUESTIONS_SQUARED = 10_000, 100  # time for questions before a break that nothing else reaches exactly
SPLIT_MODULE = 40
HELD_BREAK = 1


@dataclass(frozen=True, slots=True)
class Step:
    """Something to place: `key` names it. `target` is the best length; all lengths in minutes. `day` is 0 for any."""

    key: str
    least: int
    target: int
    most: int
    listening: bool = False
    participation_pct: int = 50
    group: str = ""
    day: int = 0


@dataclass(frozen=True, slots=True)
class Pause:
    """A break in its window, with what follows it at once (the energiser after lunch), in minutes."""

    earliest: int
    ideal: int
    latest: int
    minutes: int
    then: Step | None = None


@dataclass(frozen=True, slots=True)
class DayShape:
    """One day to fill: `length` in minutes, steps that open and close it, and its breaks in order."""

    length: int
    opening: tuple[Step, ...]
    closing: tuple[Step, ...]
    pauses: tuple[Pause, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """One line of a day. `what` says what `key` names: a step, the number of a break, or nothing for questions."""

    what: Literal["step", "break", "questions"]
    key: str
    start: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Placement:
    """The lines of each day and the total price, the smallest there is."""

    days: tuple[tuple[Placed, ...], ...]
    cost: int


def place_steps(days: Sequence[DayShape], steps: Sequence[Step]) -> Placement | None:
    """The cheapest way to put the steps, in this order, on the clock of these days; None when there is none."""
    import numpy as np

    reached = np.full(len(steps) + 1, NEVER, np.int64)
    reached[0] = 0
    boards = []
    for number, day in enumerate(days, start=1):
        board = _Board(day, number, steps)
        reached = board.run(reached)
        boards.append(board)
    if reached[len(steps)] >= NEVER:
        return None
    lines: list[tuple[Placed, ...]] = []
    at = len(steps)
    for board in reversed(boards):
        placed, at = board.trace(at)
        lines.append(placed)
    return Placement(tuple(reversed(lines)), int(reached[len(steps)]))


class _Board:
    """The states of one day, kept for tracing the best way back."""

    def __init__(self, day: DayShape, number: int, steps: Sequence[Step]) -> None:
        import numpy as np

        self.day, self.number, self.steps = day, number, steps
        self.length = day.length // GRID_MINUTES
        self.pauses = day.pauses
        held = len(day.pauses) + 1
        self.shape = (self.length + 1, held, LISTENING_UNITS + 1)
        times = np.arange(self.length + 1)
        latest = [min(p.latest // GRID_MINUTES, self.length) for p in day.pauses] + [self.length]
        self.late = times[:, None] > np.array(latest)[None, :]
        after = [sum(p.minutes for p in day.pauses[b:]) // GRID_MINUTES for b in range(held)]
        unused = np.maximum(0, self.length - times[:, None] - np.array(after)[None, :])
        self.unused_cost = (UNUSED_UNIT * unused + UNUSED_SQUARED * unused**2).astype(np.int32)
        self.ways = [_ways(pause, self.length) for pause in day.pauses]

    def run(self, reached: NDArray[np.int64]) -> NDArray[np.int64]:
        """The price of having placed each number of steps by the end of this day, given those of the day before."""
        import numpy as np

        first = np.full(self.shape, NEVER, np.int32)
        first[0, 0, 0] = 0
        self.opening = list(self._layers(first, self.day.opening))
        self.start_cost = reached.copy()
        for at in range(1, len(self.steps)):
            if self.steps[at - 1].group and self.steps[at - 1].group == self.steps[at].group and self.number > 1:
                self.start_cost[at] += SPLIT_MODULE
        self.layers: list[Layer | None] = []
        ends = np.full(len(reached), NEVER, np.int64)
        layer: Layer | None = None
        for at in range(len(reached)):
            if at > 0:
                step = self.steps[at - 1]
                allowed = layer is not None and step.day in (0, self.number)
                layer = self._extend(layer, step) if allowed and layer is not None else None
            if self.start_cost[at] < NEVER:
                begun = np.minimum(self.opening[-1].astype(np.int64) + self.start_cost[at], NEVER).astype(np.int32)
                layer = begun if layer is None else np.minimum(layer, begun)
            if layer is not None:
                layer = self._hold_breaks(layer)
                if layer.min() >= NEVER:
                    layer = None
            self.layers.append(layer)
            if layer is not None:
                ends[at] = self._end_cost(list(self._layers(layer, self.day.closing))[-1]).min()
        return ends

    def trace(self, at: int) -> tuple[tuple[Placed, ...], int]:
        """The lines of a day that ends with `at` steps placed, and how many were placed before it."""
        import numpy as np

        last = self.layers[at]
        assert last is not None  # noqa: S101 - the caller follows a finite price
        closing = list(self._layers(last, self.day.closing))
        end = self._end_cost(closing[-1])
        state = tuple(int(i) for i in np.unravel_index(int(end.argmin()), end.shape))
        lines: list[Placed] = []
        for after in range(len(self.day.closing), 0, -1):
            state = self._back(closing[after], closing[after - 1], self.day.closing[after - 1], state, lines)
        while True:
            layer = self.layers[at]
            assert layer is not None  # noqa: S101
            state, began = self._back_in_layer(layer, at, state, lines)
            if began:
                break
            at -= 1
        for after in range(len(self.day.opening), 0, -1):
            state = self._back(self.opening[after], self.opening[after - 1], self.day.opening[after - 1], state, lines)
        return tuple(reversed(lines)), at

    def _layers(self, layer: Layer, steps: Sequence[Step]) -> Iterator[Layer]:
        yield layer
        for step in steps:
            layer = self._hold_breaks(self._extend(layer, step))
            yield layer

    def _end_cost(self, layer: Layer) -> NDArray[np.int64]:
        import numpy as np

        price: NDArray[np.int64] = np.minimum(layer.astype(np.int64) + self.unused_cost[:, :, None], NEVER)
        return price

    def _extend(self, layer: Layer, step: Step) -> Layer:
        """Place a step, in every length that fits."""
        import numpy as np

        found = np.full(self.shape, NEVER, np.int32)
        heard = layer if step.listening else layer.min(axis=2)
        for units, price in _lengths(step):
            if units > self.length:
                continue
            room = self.length + 1 - units
            if step.listening:
                for run in range(LISTENING_UNITS + 1 - units):
                    cell = found[units:, :, run + units]
                    np.minimum(cell, heard[:room, :, run] + price, out=cell)
            else:
                cell = found[units:, :, 0]
                np.minimum(cell, heard[:room] + price, out=cell)
        found[self.late] = NEVER
        return found

    def _hold_breaks(self, layer: Layer) -> Layer:
        """Also the states after the next break, wherever a break can be held, after questions if need be."""
        import numpy as np

        for number, ways in enumerate(self.ways):
            if not len(ways.begin):
                continue
            heard = layer[:, number, :].min(axis=1)
            prices = heard[ways.begin] + ways.price
            np.minimum.at(layer[:, number + 1, 0], ways.end, prices)
            layer[self.late[:, number + 1], number + 1, 0] = NEVER
        return layer

    def _back(
        self, layer: Layer, before: Layer, step: Step, state: tuple[int, ...], lines: list[Placed]
    ) -> tuple[int, ...]:
        """Undo breaks and one step of a frame."""
        while True:
            undone = self._undo_step(layer, before, step, state, lines)
            if undone is not None:
                return undone
            state = self._undo_break(layer, state, lines)

    def _back_in_layer(
        self, layer: Layer, at: int, state: tuple[int, ...], lines: list[Placed]
    ) -> tuple[tuple[int, ...], bool]:
        """Undo breaks and one step; True when the day's opening is reached instead."""
        while True:
            value = layer[state]
            if self.start_cost[at] < NEVER and self.opening[-1][state] + self.start_cost[at] == value:
                return state, True
            before = self.layers[at - 1] if at > 0 else None
            if before is not None and self.steps[at - 1].day in (0, self.number):
                undone = self._undo_step(layer, before, self.steps[at - 1], state, lines)
                if undone is not None:
                    return undone, False
            state = self._undo_break(layer, state, lines)

    def _undo_step(
        self, layer: Layer, before: Layer, step: Step, state: tuple[int, ...], lines: list[Placed]
    ) -> tuple[int, ...] | None:
        time, held, run = state
        for units, price in _lengths(step):
            runs = [run - units] if step.listening else range(LISTENING_UNITS + 1) if run == 0 else []
            for earlier in runs:
                if units > time or earlier < 0:
                    continue
                if before[time - units, held, earlier] + price == layer[state]:
                    lines.append(_placed("step", step.key, time - units, units))
                    return time - units, held, earlier
        return None

    def _undo_break(self, layer: Layer, state: tuple[int, ...], lines: list[Placed]) -> tuple[int, ...]:
        time, held, _run = state
        ways, pause = self.ways[held - 1], self.pauses[held - 1]
        for begin, start, end, then, price in ways.rows():
            if end != time:
                continue
            for run in range(LISTENING_UNITS + 1):
                if layer[begin, held - 1, run] + price == layer[state]:
                    if pause.then is not None:
                        lines.append(_placed("step", pause.then.key, end - then, then))
                    lines.append(_placed("break", str(held - 1), start, pause.minutes // GRID_MINUTES))
                    if start > begin:
                        lines.append(_placed("questions", "", begin, start - begin))
                    return begin, held - 1, run
        raise RuntimeError("the plan's price cannot be traced back")


@dataclass(frozen=True, slots=True)
class _Ways:
    """Every way to hold a break: questions from `begin` to `start`, the break, what follows it for `then`, `end`."""

    begin: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    then: NDArray[np.int64]
    price: NDArray[np.int32]

    def rows(self) -> Iterator[tuple[int, int, int, int, int]]:
        for row in zip(self.begin, self.start, self.end, self.then, self.price, strict=True):
            yield tuple(int(value) for value in row)  # type: ignore[misc]


def _ways(pause: Pause, length: int) -> _Ways:
    import numpy as np

    found = []
    minutes = pause.minutes // GRID_MINUTES
    followers = list(_lengths(pause.then)) if pause.then else [(0, 0)]
    for start in range(pause.earliest // GRID_MINUTES, pause.latest // GRID_MINUTES + 1):
        shifted = (start - pause.ideal // GRID_MINUTES) ** 2 + HELD_BREAK
        for questions in range(LONGEST_QUESTIONS_UNITS + 1):
            asked = QUESTIONS_UNIT * questions + QUESTIONS_SQUARED * questions**2
            for then, price in followers:
                end = start + minutes + then
                if start - questions >= 0 and end <= length:
                    found.append((start - questions, start, end, then, shifted + asked + price))
    table = np.array(found, np.int64).reshape(-1, 5)
    return _Ways(table[:, 0], table[:, 1], table[:, 2], table[:, 3], table[:, 4].astype(np.int32))


def _lengths(step: Step) -> Iterator[tuple[int, int]]:
    """(units, price) of each length. Squared, so that many give a little rather than one a lot; cheaper where more
    minutes let participants do more."""
    target = step.target // GRID_MINUTES
    for units in range(step.least // GRID_MINUTES, step.most // GRID_MINUTES + 1):
        off = units - target
        share = step.participation_pct // 25
        yield units, off * off * (6 - share if off > 0 else 2 + share)


def _placed(what: Literal["step", "break", "questions"], key: str, start: int, units: int) -> Placed:
    return Placed(what, key, start * GRID_MINUTES, units * GRID_MINUTES)
