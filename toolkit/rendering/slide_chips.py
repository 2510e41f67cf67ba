"""The facts of an activity (kind, time, grouping, materials) as small labels in rows."""

from __future__ import annotations

from toolkit.rendering.outline import Span
from toolkit.rendering.slide_box import Box
from toolkit.rendering.slide_text import count_lines, line_height, text_width

CHIP_SIZE = 18
CHIP_PAD = 14.0
CHIP_ICON = 22.0
CHIP_GAP = 10.0
CHIP_LINE = 36.0
MOST_ROWS = 2

Facts = tuple[tuple[str, str], ...]


def chip_text(label: str, value: str) -> str:
    """The words of one label."""
    return f"{label}: {value}" if label else value


def chip_rows(facts: Facts, box: Box, *, centred: bool = False) -> tuple[Box, ...]:
    """A box for each fact, in rows from the start side; one that is wider than all of the row is higher instead."""
    frame = 2 * CHIP_PAD + CHIP_ICON + 8
    rows: list[list[Box]] = [[]]
    x, y, tall = box.x, box.y, CHIP_LINE
    for label, value in facts:
        text = (Span(chip_text(label, value), bold=True),)
        width = min(box.width, text_width(text[0].text, CHIP_SIZE, bold=True) + frame + 2)
        lines = count_lines(text, width - frame, CHIP_SIZE)
        height = max(CHIP_LINE, lines * line_height(text, CHIP_SIZE) + 10)
        if rows[-1] and x + width > box.x + box.width + 0.01:
            x, y, tall = box.x, y + tall + CHIP_GAP, CHIP_LINE
            rows.append([])
        rows[-1].append(Box(x, y, width, height))
        x, tall = x + width + CHIP_GAP, max(tall, height)
    if centred:
        rows = [_centred(row, box) for row in rows]
    return tuple(chip for row in rows for chip in row)


def _centred(row: list[Box], box: Box) -> list[Box]:
    left = box.width - (row[-1].x + row[-1].width - box.x) if row else 0
    return [Box(chip.x + left / 2, chip.y, chip.width, chip.height) for chip in row]


def fits_strip(facts: Facts, width: float = 864) -> bool:
    """Whether these facts fit in two rows of labels."""
    boxes = chip_rows(facts, Box(0, 0, width, 0))
    return all(box.height <= CHIP_LINE for box in boxes) and len({box.y for box in boxes}) <= MOST_ROWS
