"""Texts in frames: columns as cards, the steps of a process, the options of a question."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from toolkit.rendering.outline import Card, Choices, ListNode, Nodes, Para, plain
from toolkit.rendering.slide_box import COLUMN_GAP, PART_GAP, Box, Frame, Part
from toolkit.rendering.slide_text import SlidePara, count_lines, longest_word, paras_height, slide_paras

CARD_PAD = 20.0
CARD_TOP = 8.0
"""Height of the coloured edge on top of a card."""
STEP_PAD = 16.0
ARROW = 40.0
"""Width of the arrow between two steps."""
BADGE = 44.0
MOST_STEPS = 8
MOST_LINES = 5
"""A step with more lines is no step but a text."""
MOST_OPTIONS = 6
_STEP_ROWS = {2: 2, 3: 3, 4: 4, 5: 3, 6: 3, 7: 4, 8: 4}
"""Number of steps → how many stand in a row."""

Placed = tuple[tuple[Part, ...], float]
"""Parts, and the height that they need; more than the box has when they do not fit."""


def column_parts(card: Card, box: Box, size: float) -> Placed:
    """Columns side by side as cards, each with its heading; as tall as the tallest."""
    count = len(card.columns)
    width = (box.width - COLUMN_GAP * (count - 1)) / count
    columns: list[tuple[SlidePara, ...]] = []
    for head, body in card.columns:
        heading = (SlidePara(head, look="heading"),) if head else ()
        columns.append((*heading, *slide_paras(body)))
    inner = width - 2 * CARD_PAD
    tallest = max((paras_height(paras, inner, size) for paras in columns), default=0.0)
    needed = tallest + 2 * CARD_PAD + CARD_TOP
    height = min(max(needed + (box.height - needed) * 0.4, needed), max(needed, box.height))
    parts = []
    for index, paras in enumerate(columns):
        panel = Box(box.x + index * (width + COLUMN_GAP), box.y, width, height)
        text = Box(panel.x + CARD_PAD, panel.y + CARD_PAD + CARD_TOP, inner, height - 2 * CARD_PAD - CARD_TOP)
        frame: Frame = "other-card" if index and card.layout == "comparison" else "card"
        parts.append(Part(text, size, paras, frame=frame, panel=panel))
    return tuple(parts), needed


def _points(nodes: Nodes) -> tuple[SlidePara, ...] | None:
    """The points of a body that is one list of single paragraphs; None for everything else."""
    match nodes:
        case (ListNode(items),) if all(len(item) == 1 and isinstance(item[0], Para) for item in items):
            texts = [item[0].text for item in items if isinstance(item[0], Para)]
        case (Choices(options),):
            texts = [text for _, text in options]
        case _:
            return None
    return tuple(SlidePara(text) for text in texts) if all(plain(text).strip() for text in texts) else None


def is_process(card: Card) -> bool:
    """Whether a card can be tried as numbered steps."""
    points = _points(card.body)
    return card.layout == "process" and points is not None and 2 <= len(points) <= MOST_STEPS and not card.facts


def process_parts(card: Card, box: Box, size: float) -> Placed:
    """Numbered boxes in reading order, in one or two rows with room for arrows between them."""
    points = _points(card.body) or ()
    across = _STEP_ROWS[len(points)]
    rows = -(-len(points) // across)
    width = (box.width - ARROW * (across - 1)) / across
    inner = width - 2 * STEP_PAD
    texts = max(paras_height((point,), inner, size) for point in points)
    broken = any(
        longest_word(point.spans, size) > inner or count_lines(point.spans, inner, size) > MOST_LINES
        for point in points
    )
    gap = BADGE / 2 + PART_GAP
    least = texts + BADGE / 2 + 2 * STEP_PAD
    needed = rows * least + (rows - 1) * gap + BADGE / 2
    room = (box.height - BADGE / 2 - (rows - 1) * gap) / rows
    height = max(least, min(room, max(150.0, least + 30)))
    top = box.y + BADGE / 2 + max(0.0, (box.height - BADGE / 2 - rows * height - (rows - 1) * gap) / 3)
    parts = []
    for index, point in enumerate(points):
        row, column = divmod(index, across)
        panel = Box(box.x + column * (width + ARROW), top + row * (height + gap), width, height)
        badge = Box(panel.x + STEP_PAD, panel.y - BADGE / 2, BADGE, BADGE)
        text = Box(panel.x + STEP_PAD, panel.y + BADGE / 2 + 4, inner, height - BADGE / 2 - 4 - STEP_PAD)
        parts.append(
            Part(text, size, (point,), frame="step", panel=panel, label=f"{index + 1}", badge=badge)
        )  # fmt: skip
    return tuple(parts), box.height + 1 if broken else needed


def arrow_boxes(parts: Sequence[Part]) -> tuple[Box, ...]:
    """Where arrows stand: between neighbours in a row."""
    panels = [part.panel for part in parts if part.frame == "step" and part.panel is not None]
    found = []
    for one, two in pairwise(panels):
        if one.y == two.y:
            found.append(Box(one.x + one.width + 7, one.y + one.height / 2 - 15, ARROW - 14, 30))
    return tuple(found)


def is_options(card: Card) -> bool:
    """Whether a question's body is a list of options; questions to answer one after the other are none."""
    points = _points(card.body)
    if card.layout != "question" or points is None or not 2 <= len(points) <= MOST_OPTIONS:
        return False
    return not all(plain(point.spans).rstrip().endswith(("?", "؟", "፧")) for point in points)


def option_parts(card: Card, box: Box, size: float) -> Placed:
    """One row for each option with its number; the right ones are marked when the answer is shown."""
    points = _points(card.body) or ()
    inner = box.width - BADGE - 2 * STEP_PAD - 14
    heights = [max(BADGE, paras_height((point,), inner, size)) + 20 for point in points]
    needed = sum(heights) + PART_GAP * (len(points) - 1)
    spare = max(0.0, box.height - needed) / (len(points) + 1)
    extra = min(14.0, spare / 2)
    gap = PART_GAP + min(12.0, spare / 2)
    y = box.y
    parts = []
    for index, (point, height) in enumerate(zip(points, heights, strict=True)):
        panel = Box(box.x, y, box.width, height + extra)
        badge = Box(panel.x + STEP_PAD, panel.y + (panel.height - BADGE) / 2, BADGE, BADGE)
        text = Box(badge.x + BADGE + 14, panel.y + 6, inner, panel.height - 12)
        frame: Frame = "answer" if index in card.marked else "option"
        parts.append(Part(text, size, (point,), frame=frame, panel=panel, label=f"{index + 1}", badge=badge))
        y += panel.height + gap
    return tuple(parts), needed
