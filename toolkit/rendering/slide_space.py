"""How much room a slide has, and what fits in it: the table of boxes that the deck's maker and renderer share.

Units are points; a slide is 960 × 540 (16:9).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from toolkit.rendering.outline import (
    Card,
    ChartNode,
    Inline,
    Node,
    Nodes,
    Para,
    PictureNode,
    QrNode,
    Span,
    TableNode,
)
from toolkit.rendering.slide_box import COLUMN_GAP, HEIGHT, PART_GAP, WIDTH, Box, Part
from toolkit.rendering.slide_chips import CHIP_GAP, CHIP_SIZE, chip_rows
from toolkit.rendering.slide_frames import column_parts, is_options, is_process, option_parts, process_parts
from toolkit.rendering.slide_text import (
    LEAST_PT,
    SlidePara,
    count_lines,
    line_height,
    longest_word,
    paras_height,
    row_heights,
    slide_paras,
)

__all__ = [
    "COLUMN_GAP", "HEIGHT", "PART_GAP", "SPACES", "WIDTH", "Box", "Master", "Part", "Placement", "Space",
    "filled_share", "has_only_text", "master_of", "place_card", "title_fits",
]  # fmt: skip

Master = Literal[
    "cover", "section", "agenda", "content", "activity", "prompt", "question", "case", "columns", "statement",
    "quote", "takeaways", "pause", "closing",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Space:
    """The boxes of a master layout, and the text sizes to try, largest first."""

    title: Box
    body: Box
    title_sizes: tuple[int, ...]
    body_sizes: tuple[int, ...]


_TITLE = (32, 30, 28, 26, 24, 22)
_TEXT = (32, 30, 28, 26, 24, 22, 20)
_LARGE = (36, 32, 30, 28, 26, 24, 22)
_PANEL = (32, 30, 28, 26, 24, 22, 20)

SPACES: dict[Master, Space] = {
    # layout               title                     body                      title sizes, body sizes
    "cover": Space(Box(64, 120, 560, 200), Box(64, 352, 560, 152), (46, 42, 38, 34, 30, 26), (24, 22, 20, 18)),
    "section": Space(Box(36, 148, 276, 336), Box(384, 40, 528, 448), _PANEL, (26, 24, 22, 20, 18)),
    "agenda": Space(Box(36, 148, 236, 336), Box(352, 32, 560, 464), _PANEL, (22, 20, 18)),
    "content": Space(Box(48, 24, 792, 76), Box(48, 128, 864, 356), _TITLE, _TEXT),
    "activity": Space(Box(48, 12, 780, 76), Box(48, 124, 864, 364), _TITLE, _TEXT),
    "prompt": Space(Box(144, 24, 768, 84), Box(84, 144, 792, 324), _TITLE, _LARGE),
    "question": Space(Box(144, 24, 768, 84), Box(48, 132, 864, 356), _TITLE, _TEXT),
    "case": Space(Box(136, 16, 776, 80), Box(48, 136, 864, 352), _TITLE, _LARGE),
    "columns": Space(Box(48, 24, 792, 76), Box(48, 128, 864, 356), _TITLE, _TEXT),
    "statement": Space(Box(96, 124, 768, 52), Box(96, 204, 768, 276), (26, 24, 22), (40, 36, 32, 28, 24, 22)),
    "quote": Space(Box(184, 44, 728, 76), Box(184, 148, 704, 332), (28, 26, 24, 22), _LARGE),
    "takeaways": Space(Box(184, 28, 728, 84), Box(184, 128, 728, 360), _TITLE, (30, 28, 26, 24, 22, 20)),
    "pause": Space(Box(96, 212, 768, 120), Box(96, 344, 768, 130), (54, 48, 44, 40, 36, 32, 28), (28, 26, 24, 22, 20)),
    "closing": Space(Box(96, 200, 768, 110), Box(96, 336, 768, 130), (54, 48, 44, 40, 36, 32), (26, 24, 22, 20, 18)),
}

ICON_BOXES: dict[Master, Box] = {
    "section": Box(36, 52, 76, 76),
    "agenda": Box(36, 52, 76, 76),
    "content": Box(856, 34, 56, 56),
    "activity": Box(848, 18, 64, 64),
    "prompt": Box(48, 28, 76, 76),
    "question": Box(48, 28, 76, 76),
    "case": Box(48, 22, 68, 68),
    "columns": Box(856, 34, 56, 56),
    "statement": Box(442, 36, 76, 76),
    "quote": Box(64, 40, 88, 88),
    "takeaways": Box(34, 44, 76, 76),
    "pause": Box(412, 60, 136, 136),
    "closing": Box(432, 84, 96, 96),
}
"""Where the icon of the method or topic stands."""

STRIP_SIZE = CHIP_SIZE
STRIP_GAP = 28
TIME_BAR = 40
"""Height of the bar of an activity's minutes, with the clock at its ends."""
MOST_TABLE_PT = 28
"""Larger words in a table would look like running text."""
LEAST_CHART = 230
"""Height below which a chart cannot be read."""
QR_MOST = 300

MASTERS: dict[str, Master] = {
    "title": "cover",
    "closing": "closing",
    "section": "section",
    "agenda": "agenda",
    "activity": "activity",
    "discussion": "prompt",
    "debrief": "prompt",
    "question": "question",
    "case-study": "case",
    "key-message": "statement",
    "quote": "quote",
    "takeaways": "takeaways",
    "two-columns": "columns",
    "comparison": "columns",
    "pause": "pause",
}
"""Card layout → master layout; every other is ``content``."""

_FRAMED = (TableNode, PictureNode, ChartNode, QrNode)
"""Nodes with a frame of their own on a slide."""
_TEXT_ONLY: frozenset[Master] = frozenset({"statement", "prompt", "quote", "takeaways", "question", "pause"})


def master_of(card: Card) -> Master:
    """The master layout that shows this card. An activity with nothing but its facts becomes a pause."""
    master = MASTERS.get(card.layout, "content")
    if master == "columns" and not card.columns:
        return "content"
    if master in _TEXT_ONLY and any(isinstance(node, _FRAMED) for node in card.body):
        return "content"
    if master in ("content", "activity", "prompt", "case") and not card.body and card.facts:
        return "pause"
    return master


@dataclass(frozen=True, slots=True)
class Placement:
    """Where everything of a card goes. `height` is what the body needs at the smallest size that was tried, `room`
    what it has: the card fits when `height` ≤ `room`. `chips` are the boxes of its facts inside `strip`."""

    master: Master
    title: Box
    title_size: int
    strip: Box | None
    parts: tuple[Part, ...]
    height: float
    room: float
    chips: tuple[Box, ...] = ()
    icon: Box | None = None
    time_bar: Box | None = None

    @property
    def fits(self) -> bool:
        """Whether the body has room enough."""
        return self.height <= self.room


def place_card(card: Card) -> Placement:
    """Boxes and text sizes of a card: the largest size at which everything fits, else the smallest."""
    master = master_of(card)
    space = SPACES[master]
    title = (Span(card.title, bold=True),)
    title_size = next(
        (size for size in space.title_sizes if _title_fits(title, space.title, size)), space.title_sizes[-1]
    )
    strip, chips, bar, body = _around_body(card, master)
    parts: tuple[Part, ...] = ()
    height = 0.0
    for size in _sizes(card, space):
        parts, height = _body(card, master, body, size)
        if height <= body.height:
            break
    parts = _spread(parts, body.height - height)
    icon = ICON_BOXES.get(master)
    return Placement(master, space.title, title_size, strip, parts, height, body.height, chips, icon, bar)


def _spread(parts: tuple[Part, ...], spare: float) -> tuple[Part, ...]:
    """Room that is left goes between the points, up to half a line for each, so that short lists do not huddle."""
    most = max((len(part.paras) for part in parts), default=0)
    if most < 2 or spare <= 0 or any(part.table or part.picture or part.chart or part.frame for part in parts):
        return parts
    return tuple(replace(part, gap=min(part.size * 0.75, spare * 0.8 / most)) for part in parts)


def filled_share(card: Card) -> float:
    """How much of its room the body takes at the smallest size: more than 1 does not fit."""
    master = master_of(card)
    *_, body = _around_body(card, master)
    return _body(card, master, body, _sizes(card, SPACES[master])[-1])[1] / body.height


def _sizes(card: Card, space: Space) -> tuple[int, ...]:
    """A table may be set smaller than running text, since its lines are short, and so may the words of a chart."""
    small = is_process(card) or any(isinstance(node, TableNode | ChartNode) for node in card.body)
    return (*space.body_sizes, LEAST_PT) if small and space.body_sizes[-1] > LEAST_PT else space.body_sizes


def title_fits(card: Card) -> bool:
    """Whether the title has room at the smallest size."""
    space = SPACES[master_of(card)]
    return _title_fits((Span(card.title, bold=True),), space.title, space.title_sizes[-1])


def _title_fits(title: Inline, box: Box, size: int) -> bool:
    lines = count_lines(title, box.width, size)
    return longest_word(title, size) <= box.width and lines * line_height(title, size) <= box.height


def _around_body(card: Card, master: Master) -> tuple[Box | None, tuple[Box, ...], Box | None, Box]:
    """The strip of facts with its chips, the time bar, and the room that they leave for the body."""
    body = SPACES[master].body
    strip: Box | None = None
    chips: tuple[Box, ...] = ()
    if card.facts and master not in ("cover", "closing", "section", "agenda", "statement", "quote"):
        top = body.y + (6 if master == "pause" else -8)
        side = body if master == "pause" else SPACES["content"].body
        chips = chip_rows(card.facts, Box(side.x, top, side.width, 0), centred=master == "pause")
        strip = Box(side.x, top, side.width, max(chip.y + chip.height for chip in chips) - top)
        taken = top + strip.height - body.y + STRIP_GAP
        if master != "pause":
            body = Box(body.x, body.y + taken, body.width, body.height - taken)
    bar: Box | None = None
    if master == "activity" and all(card.clock) and card.minutes:
        body = Box(body.x, body.y, body.width, body.height - TIME_BAR - CHIP_GAP)
        bar = Box(body.x, body.y + body.height + CHIP_GAP, body.width, TIME_BAR)
    return strip, chips, bar, body


def _body(card: Card, master: Master, box: Box, size: float) -> tuple[tuple[Part, ...], float]:
    if master == "columns":
        return column_parts(card, box, size)
    if is_options(card) and master == "question":
        return option_parts(card, box, size)
    if is_process(card):
        parts, height = process_parts(card, box, size)
        if height <= box.height or size > LEAST_PT:
            return parts, height
    return _flow(card, master, box, size)


def _styled(paras: tuple[SlidePara, ...], master: Master) -> tuple[SlidePara, ...]:
    """A key message in bold; ticks instead of dots before what is taken away."""
    if master == "statement":
        return tuple(replace(p, look="stated") if p.look == "normal" and not p.mark else p for p in paras)
    if master == "takeaways":
        return tuple(replace(p, mark="check") if p.mark == "bullet" and not p.level else p for p in paras)
    return paras


def _flow(card: Card, master: Master, box: Box, size: float) -> tuple[tuple[Part, ...], float]:
    """Text and tables one below the other; pictures beside the text, or filling what is left; charts below."""
    nodes = _with_subtitle(card)
    pictures = [node for node in nodes if isinstance(node, PictureNode | QrNode)]
    charts = [node for node in nodes if isinstance(node, ChartNode)]
    texts = tuple(node for node in nodes if not isinstance(node, PictureNode | ChartNode | QrNode))
    beside = bool(pictures and texts)
    width = (box.width - COLUMN_GAP) * 0.52 if beside else box.width
    parts: list[Part] = []
    y = box.y
    for run in text_runs(texts):
        gap = PART_GAP if parts else 0
        if isinstance(run, TableNode):
            table_size = max(LEAST_PT, min(size, MOST_TABLE_PT))
            height = sum(row_heights(run, width, table_size))
            parts.append(Part(Box(box.x, y + gap, width, height), table_size, table=run))
        else:
            paras = _styled(slide_paras(run), master)
            height = paras_height(paras, width, size)
            parts.append(Part(Box(box.x, y + gap, width, height), size, paras))
        y += gap + height
    y += PART_GAP if charts and parts else 0
    for chart in charts:
        height = max(LEAST_CHART, box.y + box.height - y) / len(charts)
        parts.append(Part(Box(box.x, y, width, height), size, chart=chart))
        y += height
    left = Box(box.x + width + COLUMN_GAP, box.y, box.width - width - COLUMN_GAP, box.height) if beside else box
    parts.extend(_picture_parts(pictures, left))
    return tuple(parts), y - box.y


def _with_subtitle(card: Card) -> Nodes:
    return (Para((Span(card.subtitle),)), *card.body) if card.subtitle else card.body


def text_runs(nodes: Nodes) -> list[Nodes | TableNode]:
    """Neighbouring texts together, each table for itself."""
    runs: list[Nodes | TableNode] = []
    for node in nodes:
        if isinstance(node, TableNode):
            runs.append(node)
        elif runs and not isinstance(runs[-1], TableNode):
            runs[-1] = (*runs[-1], node)
        else:
            runs.append((node,))
    return runs


def _picture_parts(pictures: Sequence[PictureNode | QrNode], box: Box) -> list[Part]:
    """Side by side, each with room for its caption below."""
    parts: list[Part] = []
    width = (box.width - PART_GAP * (len(pictures) - 1)) / max(1, len(pictures))
    for index, picture in enumerate(pictures):
        x = box.x + index * (width + PART_GAP)
        caption = (SlidePara(picture.caption),) if picture.caption else ()
        below = paras_height(caption, width, LEAST_PT) + 6 if caption else 0
        room = Box(x, box.y, width, max(60, box.height - below))
        if isinstance(picture, QrNode):
            side = min(room.width, room.height, QR_MOST)
            room = Box(x + (width - side) / 2, box.y, side, side)
            parts.append(Part(room, LEAST_PT, qr=picture))
        else:
            parts.append(Part(room, LEAST_PT, picture=picture))
        if caption:
            parts.append(Part(Box(x, room.y + room.height + 6, width, below - 6), LEAST_PT, caption))
    return parts


def has_only_text(nodes: Sequence[Node]) -> bool:
    """Whether a body can be shown in columns: no tables, no pictures, no charts."""
    return not any(isinstance(node, _FRAMED) for node in nodes)
