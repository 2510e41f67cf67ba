"""What a chart shows, with every word final. Numbers say where marks go; texts beside them say the same in words, so
that nobody has to read a length or a colour. A chart holds only what may be published."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PairedRow:
    """One line of a paired chart. `before`, `after`, `change`, `low` and `high` are on the axes' scale; `text` repeats
    them, with n. An interval that does not exist is None."""

    label: str
    before: float
    after: float
    change: float
    low: float | None
    high: float | None
    text: str


@dataclass(frozen=True, slots=True)
class PairedChart:
    """Before and after as two dots on one line, and the change with its interval beside them.

    Scores run from 0 to `most`; `ticks` and `change_ticks` are (place, words).
    """

    title: str
    rows: tuple[PairedRow, ...]
    most: float
    ticks: tuple[tuple[float, str], ...]
    change_ticks: tuple[tuple[float, str], ...]
    before: str
    after: str
    change: str


@dataclass(frozen=True, slots=True)
class LikertRow:
    """Shares (0 to 1, lowest step first) of one group of answers; `texts` are the shares in words, `text` stands at
    the end of the line and says n, too. `group` is printed above the first line of each group."""

    group: str
    label: str
    shares: tuple[float, ...]
    texts: tuple[str, ...]
    text: str
    n: int = 0


@dataclass(frozen=True, slots=True)
class LikertChart:
    """Answers on a scale as bars around the middle of the scale; `steps` are its words, lowest first."""

    title: str
    rows: tuple[LikertRow, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlowBox:
    """One box of a flow: what it counts, how many, and the number in words."""

    label: str
    count: int
    text: str


@dataclass(frozen=True, slots=True)
class FlowChart:
    """Who answered: before and after, joined to those who are in both, with those who are left out of the pairs."""

    title: str
    before: FlowBox
    after: FlowBox
    both: FlowBox
    only_before: FlowBox
    only_after: FlowBox


Chart = PairedChart | LikertChart | FlowChart
