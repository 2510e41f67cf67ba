"""Boxes of a slide and what stands in them. Units are points; a slide is 960 × 540 (16:9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from toolkit.rendering.outline import ChartNode, PictureNode, QrNode, TableNode
from toolkit.rendering.slide_text import SlidePara

WIDTH, HEIGHT = 960, 540
COLUMN_GAP = 36
PART_GAP = 14

Frame = Literal["", "card", "other-card", "step", "option", "answer"]
"""A panel around a text: a column, the column that it is compared with, a step of a process, an option, a right one."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points from the slide's top left corner."""

    x: float
    y: float
    width: float
    height: float

    def inside(self, across: float, down: float | None = None) -> Box:
        """The box without a margin on each side."""
        high = across if down is None else down
        return Box(self.x + across, self.y + high, self.width - 2 * across, self.height - 2 * high)


@dataclass(frozen=True, slots=True)
class Part:
    """Something with a place: a run of paragraphs, a table, a picture, a chart or a QR code.

    `size` is the text size in points, `gap` what is added above each paragraph but the first where there is room to
    spare. A text may stand in a `frame` with the box `panel`, and have a `label` in a circle at `badge`.
    """

    box: Box
    size: float
    paras: tuple[SlidePara, ...] = ()
    gap: float = 0
    table: TableNode | None = None
    picture: PictureNode | None = None
    chart: ChartNode | None = None
    qr: QrNode | None = None
    frame: Frame = ""
    panel: Box | None = None
    label: str = ""
    badge: Box | None = None
