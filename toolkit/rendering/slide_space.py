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
    Span,
    TableNode,
    plain,
)
from toolkit.rendering.slide_text import (
    LEAST_PT,
    SlidePara,
    count_lines,
    line_height,
    paras_height,
    row_heights,
    slide_paras,
    text_width,
)

WIDTH, HEIGHT = 960, 540
Master = Literal["cover", "section", "content", "prompt", "columns", "statement", "pause"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points from the slide's top left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Space:
    """The boxes of a master layout, and the text sizes to try, largest first."""

    title: Box
    body: Box
    title_sizes: tuple[int, ...]
    body_sizes: tuple[int, ...]


SPACES: dict[Master, Space] = {
    # layout                title                    body                      title sizes       body sizes
    "cover": Space(Box(72, 110, 816, 180), Box(72, 330, 816, 120), (44, 40, 36, 32, 28), (24, 22, 20, 18)),
    "section": Space(Box(40, 60, 268, 400), Box(376, 36, 536, 452), (34, 30, 26, 24, 22, 20), (26, 24, 22, 20, 18)),
    "content": Space(Box(48, 24, 864, 76), Box(48, 116, 864, 368), (32, 28, 26, 24, 22), (36, 32, 28, 26, 24, 22, 20)),
    "prompt": Space(Box(48, 24, 864, 76), Box(48, 116, 864, 368), (32, 28, 26, 24, 22), (40, 36, 32, 28, 26, 24, 22)),
    "columns": Space(Box(48, 24, 864, 76), Box(48, 116, 864, 368), (32, 28, 26, 24, 22), (32, 28, 26, 24, 22, 20)),
    "statement": Space(Box(96, 48, 768, 84), Box(96, 140, 768, 320), (28, 26, 24, 22), (40, 36, 32, 28, 24, 22)),
    "pause": Space(Box(96, 130, 768, 150), Box(96, 292, 768, 130), (48, 44, 40, 36, 32, 28), (26, 24, 22, 20)),
}

STRIP_SIZE = 18
STRIP_LINE = 34
STRIP_PAD = 14
STRIP_GAP = 20
COLUMN_GAP = 36
PART_GAP = 14
TABLE_SIZES = (22, 20, 18)
LEAST_CHART = 230
"""Height below which a chart cannot be read."""

MASTERS: dict[str, Master] = {
    "title": "cover",
    "section": "section",
    "key-message": "statement",
    "quote": "statement",
    "two-columns": "columns",
    "comparison": "columns",
    "discussion": "prompt",
    "debrief": "prompt",
    "question": "prompt",
    "takeaways": "prompt",
    "pause": "pause",
}
"""Card layout → master layout; every other is ``content``."""


_FRAMED = (TableNode, PictureNode, ChartNode)
"""Nodes with a frame of their own on a slide."""


def master_of(card: Card) -> Master:
    """The master layout that shows this card. An activity with nothing but its facts becomes a pause."""
    master = MASTERS.get(card.layout, "content")
    if master == "columns" and not card.columns:
        return "content"
    if master in ("statement", "prompt") and any(isinstance(node, _FRAMED) for node in card.body):
        return "content"
    if master in ("content", "prompt") and not card.body and card.facts:
        return "pause"
    return master


@dataclass(frozen=True, slots=True)
class Part:
    """Something with a place: a run of paragraphs, a table, a picture or a chart. `size` is the text size in points,
    `gap` what is added above each paragraph but the first where there is room to spare."""

    box: Box
    size: float
    paras: tuple[SlidePara, ...] = ()
    gap: float = 0
    table: TableNode | None = None
    picture: PictureNode | None = None
    chart: ChartNode | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """Where everything of a card goes. `height` is what the body needs at the smallest size that was tried, `room`
    what it has: the card fits when `height` ≤ `room`."""

    master: Master
    title: Box
    title_size: int
    strip: Box | None
    parts: tuple[Part, ...]
    height: float
    room: float

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
    strip, body = _strip_and_body(card, master)
    parts: tuple[Part, ...] = ()
    height = 0.0
    for size in _sizes(card, space):
        parts, height = _body(card, master, body, size)
        if height <= body.height:
            break
    parts = _spread(parts, body.height - height)
    return Placement(master, space.title, title_size, strip, parts, height, body.height)


def _spread(parts: tuple[Part, ...], spare: float) -> tuple[Part, ...]:
    """Room that is left goes between the points, up to half a line for each, so that short lists do not huddle."""
    most = max((len(part.paras) for part in parts), default=0)
    if most < 2 or spare <= 0 or any(part.table or part.picture or part.chart for part in parts):
        return parts
    return tuple(replace(part, gap=min(part.size * 0.55, spare * 0.8 / most)) for part in parts)


def filled_share(card: Card) -> float:
    """How much of its room the body takes at the smallest size: more than 1 does not fit."""
    master = master_of(card)
    _, body = _strip_and_body(card, master)
    return _body(card, master, body, _sizes(card, SPACES[master])[-1])[1] / body.height


def _sizes(card: Card, space: Space) -> tuple[int, ...]:
    """A table may be set smaller than running text, since its lines are short, and so may the words of a chart."""
    table = any(isinstance(node, TableNode | ChartNode) for node in card.body)
    return (*space.body_sizes, LEAST_PT) if table and space.body_sizes[-1] > LEAST_PT else space.body_sizes


def _strip_and_body(card: Card, master: Master) -> tuple[Box | None, Box]:
    space = SPACES[master]
    strip, body = _strip_box(card, space, master), space.body
    if strip is None or master == "pause":
        return strip, body
    taken = strip.height + STRIP_GAP
    return strip, Box(body.x, body.y + taken, body.width, body.height - taken)


def _body(card: Card, master: Master, box: Box, size: float) -> tuple[tuple[Part, ...], float]:
    return _columns(card, box, size) if master == "columns" else _flow(card, box, size)


def _title_fits(title: Inline, box: Box, size: int) -> bool:
    longest = max((text_width(word, size, bold=True) for word in plain(title).split()), default=0)
    lines = count_lines(title, box.width, size)
    return longest <= box.width and lines * line_height(title, size) <= box.height


def strip_line(card: Card) -> str:
    """The facts of a card on one line, as wide as they will be shown."""
    return "    ".join(f"{label}: {value}" if label else value for label, value in card.facts)


def fits_strip(facts: tuple[tuple[str, str], ...]) -> bool:
    """Whether these facts fit on one line of a strip."""
    width = SPACES["content"].body.width - 2 * STRIP_PAD
    return text_width(strip_line(Card("activity", "", facts=facts)), STRIP_SIZE, bold=True) <= width


def _strip_box(card: Card, space: Space, master: Master) -> Box | None:
    if not card.facts or master in ("cover", "section"):
        return None
    lines = count_lines((Span(strip_line(card), bold=True),), space.body.width - 2 * STRIP_PAD, STRIP_SIZE)
    return Box(space.body.x, space.body.y - 4, space.body.width, STRIP_LINE * lines)


def _flow(card: Card, box: Box, size: float) -> tuple[tuple[Part, ...], float]:
    """Text and tables one below the other; pictures beside the text, or filling what is left; charts below."""
    nodes = _with_subtitle(card)
    pictures = [node for node in nodes if isinstance(node, PictureNode)]
    charts = [node for node in nodes if isinstance(node, ChartNode)]
    texts = tuple(node for node in nodes if not isinstance(node, PictureNode | ChartNode))
    beside = bool(pictures and texts)
    width = (box.width - COLUMN_GAP) * 0.55 if beside else box.width
    parts: list[Part] = []
    y = box.y
    for run in _runs(texts):
        gap = PART_GAP if parts else 0
        if isinstance(run, TableNode):
            table_size = max(LEAST_PT, min(size, TABLE_SIZES[0]))
            height = sum(row_heights(run, width, table_size))
            parts.append(Part(Box(box.x, y + gap, width, height), table_size, table=run))
        else:
            paras = slide_paras(run)
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


def _runs(nodes: Nodes) -> list[Nodes | TableNode]:
    runs: list[Nodes | TableNode] = []
    for node in nodes:
        if isinstance(node, TableNode):
            runs.append(node)
        elif runs and not isinstance(runs[-1], TableNode):
            runs[-1] = (*runs[-1], node)
        else:
            runs.append((node,))
    return runs


def _picture_parts(pictures: Sequence[PictureNode], box: Box) -> list[Part]:
    """Side by side, each with room for its caption below."""
    parts: list[Part] = []
    width = (box.width - PART_GAP * (len(pictures) - 1)) / max(1, len(pictures))
    for index, picture in enumerate(pictures):
        x = box.x + index * (width + PART_GAP)
        caption = (SlidePara(picture.caption),) if picture.caption else ()
        below = paras_height(caption, width, LEAST_PT) + 6 if caption else 0
        parts.append(Part(Box(x, box.y, width, max(60, box.height - below)), LEAST_PT, picture=picture))
        if caption:
            parts.append(Part(Box(x, box.y + box.height - below + 6, width, below - 6), LEAST_PT, caption))
    return parts


def _columns(card: Card, box: Box, size: float) -> tuple[tuple[Part, ...], float]:
    """Columns side by side, each with its heading; as tall as the tallest."""
    count = len(card.columns)
    width = (box.width - COLUMN_GAP * (count - 1)) / count
    parts: list[Part] = []
    tallest = 0.0
    for index, (head, body) in enumerate(card.columns):
        heading = (SlidePara(head, look="heading"),) if head else ()
        paras = (*heading, *slide_paras(body))
        parts.append(Part(Box(box.x + index * (width + COLUMN_GAP), box.y, width, box.height), size, paras))
        tallest = max(tallest, paras_height(paras, width, size))
    return tuple(parts), tallest


def has_only_text(nodes: Sequence[Node]) -> bool:
    """Whether a body can be shown in columns: no tables, no pictures, no charts."""
    return not any(isinstance(node, _FRAMED) for node in nodes)
