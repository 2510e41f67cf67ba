"""How much room the slides of an organisation's own master have, and where the parts of a card go on them.

Units are points from the slide's top left corner, in the master's own slide size. Nothing here is mirrored: the master
says where things are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from toolkit.rendering.outline import (
    Card,
    ChartNode,
    ListNode,
    Nodes,
    Para,
    PictureNode,
    QrNode,
    Span,
    TableNode,
    inline,
)
from toolkit.rendering.slide_space import Box, text_runs
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

Kind = Literal["cover", "section", "content", "columns", "comparison", "picture", "statement", "canvas", "closing"]
How = Literal["name", "type", "placeholders", "fallback"]

KINDS: Mapping[str, tuple[Kind, ...]] = {
    "title": ("cover", "content"),
    "section": ("section", "content"),
    "key-message": ("statement", "content"),
    "quote": ("statement", "content"),
    "two-columns": ("columns",),
    "comparison": ("comparison", "columns"),
    "picture": ("picture", "content"),
    "closing": ("closing", "content"),
}
"""Card layout → kinds of slide to try: the first on which everything fits, else the last. Others are ``content``."""

STRIP_SIZE = 18
STRIP_PAD = 12.0
GAP = 14.0
COLUMN_GAP = 28.0
LEAST_CHART = 200.0
"""Height below which a chart cannot be read."""
LEAST_TITLE = 20
TICK = "✓ "
TABLE_MOST = 22


@dataclass(frozen=True, slots=True)
class Holder:
    """A placeholder of a layout: its number there (`idx`), the room for text inside its margins, and how its text
    stands (``l``, ``ctr`` or ``r``). `contrast` is that of its text (21 where it cannot be computed); `ink` is the
    theme's colour to use instead where that is too little, "" for none."""

    idx: int
    box: Box
    align: str = "l"
    contrast: float = 21.0
    ink: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """A layout as our cards use it. `index` counts the layouts of all masters of the file. `bodies` are its text
    placeholders, `picture` its picture placeholder; `area` is where other things go, `ink` the theme's
    colour for text there ("" for the usual one), `light` whether dark marks can be seen there. Sizes are largest
    first."""

    index: int
    name: str
    how: How
    title: Holder
    bodies: tuple[Holder, ...]
    picture: Holder | None
    area: Box
    title_sizes: tuple[int, ...]
    body_sizes: tuple[int, ...]
    ink: str = ""
    light: bool = True


@dataclass(frozen=True, slots=True)
class Look:
    """What a deck needs to know of a borrowed master. `stretch` is how much wider its font runs than the one that
    text is measured with."""

    path: Path
    width: float
    height: float
    rooms: Mapping[Kind, Room]
    stretch: float = 1.0


@dataclass(frozen=True, slots=True)
class Piece:
    """Something with a place. `holder` is the placeholder that it goes into, if any."""

    box: Box
    size: float
    paras: tuple[SlidePara, ...] = ()
    node: TableNode | PictureNode | ChartNode | QrNode | None = None
    holder: Holder | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where everything of a card goes on a borrowed layout. The card fits when `share` ≤ 1."""

    room: Room
    title_size: int
    strip: Box | None
    pieces: tuple[Piece, ...]
    share: float


_FRAMED = (TableNode, PictureNode, ChartNode, QrNode)


def place_on(card: Card, look: Look) -> Place:
    """The card on the layout that suits it, with the largest text sizes at which everything fits."""
    card = _with_answers(card)
    *first, last = _kinds(card)
    for kind in first:
        place = _place(card, look, kind)
        if place.share <= 1 and _has_title_room(card, look, kind):
            return place
    return _place(card, look, last)


def borrowed_title_fits(card: Card, look: Look) -> bool:
    """Whether the card's title has room at the smallest size."""
    return any(_has_title_room(card, look, kind) for kind in _kinds(card))


def _has_title_room(card: Card, look: Look, kind: Kind) -> bool:
    room = look.rooms[kind]
    return _title_fits((Span(card.title, bold=True),), room.title.box, room.title_sizes[-1], look.stretch)


def borrowed_share(card: Card, look: Look) -> float:
    """How much of its room the card's body takes at the smallest size: more than 1 does not fit."""
    card = _with_answers(card)
    *first, last = _kinds(card)
    usable = [kind for kind in first if _has_title_room(card, look, kind)]
    return min(_place(card, look, kind, smallest=True).share for kind in (*usable, last))


def _with_answers(card: Card) -> Card:
    """The right options of a question ticked and bold, when its answer is shown."""
    if card.layout != "question" or not card.marked:
        return card
    body = tuple(_ticked(node, card.marked) if isinstance(node, ListNode) else node for node in card.body)
    return replace(card, body=body)


def _ticked(node: ListNode, marked: tuple[int, ...]) -> ListNode:
    items = list(node.items)
    for index in marked:
        item: Nodes = items[index] if index < len(items) else ()
        first = item[0] if item else None
        if isinstance(first, Para):
            spans = (Span(TICK, bold=True), *(replace(span, bold=True) for span in first.text))
            items[index] = (replace(first, text=spans), *item[1:])
    return replace(node, items=tuple(items))


def _kinds(card: Card) -> tuple[Kind, ...]:
    framed = [node for node in card.body if isinstance(node, _FRAMED)]
    wanted = KINDS.get(card.layout, ("content",))
    if card.columns:
        return wanted if wanted[-1] == "columns" else ("columns",)
    if wanted[-1] == "columns":
        return ("content",)
    if any(not isinstance(node, PictureNode) for node in framed):
        return ("canvas",)
    if framed:
        alone = len(framed) == 1 and not card.facts and not card.subtitle
        return ("picture", "canvas") if wanted[0] == "picture" and alone else ("canvas",)
    return ("content",) if wanted[0] == "picture" else wanted


def _place(card: Card, look: Look, kind: Kind, *, smallest: bool = False) -> Place:
    room = look.rooms[kind]
    title = (Span(card.title, bold=True),)
    title_size = next(
        (size for size in room.title_sizes if _title_fits(title, room.title.box, size, look.stretch)),
        room.title_sizes[-1],
    )
    area = room.area if kind in ("canvas", "columns", "comparison") or not room.bodies else room.bodies[0].box
    strip, area = _strip(card, area, look)
    pieces: tuple[Piece, ...] = ()
    share = 0.0
    for size in room.body_sizes[-1:] if smallest else room.body_sizes:
        if kind in ("columns", "comparison"):
            pieces, share = _columns(card, room, area, size, look, whole=strip is None)
        elif kind == "picture" and room.picture is not None and room.bodies:
            pieces, share = _captioned(card, room.picture, room.bodies[0], size, look)
        else:
            pieces, share = _flow(card, area, size, look)
            pieces = _in_holders(pieces, room, whole=strip is None)
        if share <= 1:
            break
    return Place(room, title_size, strip, pieces, share)


def _title_fits(title: tuple[Span, ...], box: Box, size: int, stretch: float) -> bool:
    width = box.width / stretch
    longest = max((text_width(word, size, bold=True) for word in title[0].text.split()), default=0)
    return longest <= width and count_lines(title, width, size) * line_height(title, size) <= box.height


def strip_text(card: Card) -> str:
    """The facts of a card on one line."""
    return "    ".join(f"{label}: {value}" if label else value for label, value in card.facts)


def _strip(card: Card, area: Box, look: Look) -> tuple[Box | None, Box]:
    """Time, grouping and materials above the text."""
    if not card.facts:
        return None, area
    spans = (Span(strip_text(card), bold=True),)
    lines = count_lines(spans, (area.width - 2 * STRIP_PAD) / look.stretch, STRIP_SIZE)
    height = lines * line_height(spans, STRIP_SIZE) + STRIP_PAD
    below = Box(area.x, area.y + height + GAP, area.width, max(1.0, area.height - height - GAP))
    return Box(area.x, area.y, area.width, height), below


def _height(paras: Sequence[SlidePara], width: float, size: float, look: Look) -> float:
    return paras_height(paras, width / look.stretch, size) if paras else 0.0


def _flow(card: Card, area: Box, size: int, look: Look) -> tuple[tuple[Piece, ...], float]:
    """Text and tables one below the other; pictures beside the text, or in all of the area; charts below."""
    nodes: Nodes = (Para(inline(card.subtitle)), *card.body) if card.subtitle else card.body
    pictures = [node for node in nodes if isinstance(node, PictureNode | QrNode)]
    charts = [node for node in nodes if isinstance(node, ChartNode)]
    texts = tuple(node for node in nodes if not isinstance(node, PictureNode | ChartNode | QrNode))
    beside = bool(pictures and texts)
    width = (area.width - COLUMN_GAP) * 0.55 if beside else area.width
    pieces: list[Piece] = []
    y = area.y
    for run in text_runs(texts):
        y += GAP if pieces else 0
        if isinstance(run, TableNode):
            own = max(LEAST_PT, min(size, TABLE_MOST))
            height = sum(row_heights(run, width / look.stretch, own))
            pieces.append(Piece(Box(area.x, y, width, height), own, node=run))
        else:
            paras = slide_paras(run)
            height = _height(paras, width, size, look)
            if paras:
                pieces.append(Piece(Box(area.x, y, width, height), size, paras))
        y += height
    for chart in charts:
        y += GAP if pieces else 0
        height = max(LEAST_CHART, (area.y + area.height - y) / len(charts))
        pieces.append(Piece(Box(area.x, y, width, height), LEAST_PT, node=chart))
        y += height
    left = Box(area.x + width + COLUMN_GAP, area.y, area.width - width - COLUMN_GAP, area.height) if beside else area
    pieces.extend(piece for picture in _row(pictures, left) for piece in _picture(*picture, look))
    return tuple(pieces), (y - area.y) / area.height


def _row(nodes: Sequence[PictureNode | QrNode], box: Box) -> list[tuple[PictureNode | QrNode, Box]]:
    width = (box.width - GAP * (len(nodes) - 1)) / max(1, len(nodes))
    return [(node, Box(box.x + i * (width + GAP), box.y, width, box.height)) for i, node in enumerate(nodes)]


def _picture(node: PictureNode | QrNode, box: Box, look: Look) -> list[Piece]:
    """The picture, and its caption below."""
    caption = (SlidePara(node.caption),) if node.caption else ()
    below = _height(caption, box.width, LEAST_PT, look) + 6 if caption else 0.0
    tall = max(40.0, box.height - below)
    pieces = [Piece(Box(box.x, box.y, box.width, tall), LEAST_PT, node=node)]
    if caption:
        pieces.append(Piece(Box(box.x, box.y + tall + 6, box.width, below - 6), LEAST_PT, caption))
    return pieces


def _captioned(card: Card, frame: Holder, body: Holder, size: int, look: Look) -> tuple[tuple[Piece, ...], float]:
    """The picture where the layout has its picture, the text and the caption in its text placeholder."""
    picture = next(node for node in card.body if isinstance(node, PictureNode))
    texts = tuple(node for node in card.body if not isinstance(node, PictureNode))
    paras = slide_paras((*texts, Para(picture.caption)) if picture.caption else texts)
    share = _height(paras, body.box.width, size, look) / body.box.height
    text = (Piece(body.box, size, paras, holder=body),) if paras else ()
    return (Piece(frame.box, size, node=picture), *text), share


def _columns(
    card: Card, room: Room, area: Box, size: int, look: Look, *, whole: bool
) -> tuple[tuple[Piece, ...], float]:
    """Columns side by side, in the layout's own columns where it has as many; as full as the fullest."""
    count = len(card.columns)
    heads, bodies = _own_columns(room, count) if whole else ((), ())
    width = (area.width - COLUMN_GAP * (count - 1)) / count
    pieces: list[Piece] = []
    fullest = 0.0
    for index, (head, nodes) in enumerate(card.columns):
        holder = bodies[index] if bodies else None
        box = holder.box if holder else Box(area.x + index * (width + COLUMN_GAP), area.y, width, area.height)
        title = (SlidePara(head, look="heading"),) if head else ()
        if heads and title:
            on_top = heads[index]
            # The whole slide has one size, so a heading that is too high counts as too full.
            fullest = max(fullest, _height(title, on_top.box.width, size, look) / on_top.box.height)
            pieces.append(Piece(on_top.box, size, title, holder=on_top))
            title = ()
        paras = (*title, *slide_paras(nodes))
        fullest = max(fullest, _height(paras, box.width, size, look) / box.height)
        if paras:
            pieces.append(Piece(box, size, paras, holder=holder))
    return tuple(pieces), fullest


def _own_columns(room: Room, count: int) -> tuple[tuple[Holder, ...], tuple[Holder, ...]]:
    """The layout's placeholders for headings and columns, from the left, when it has as many as the card."""
    holders = room.bodies
    if len(holders) == count:
        return (), tuple(sorted(holders, key=lambda holder: holder.box.x))
    if len(holders) == 2 * count:
        low = sorted(holders, key=lambda holder: holder.box.height)
        heads, bodies = (sorted(part, key=lambda holder: holder.box.x) for part in (low[:count], low[count:]))
        if all(head.box.y < body.box.y for head, body in zip(heads, bodies, strict=True)):
            return tuple(heads), tuple(bodies)
    return (), ()


def _in_holders(pieces: tuple[Piece, ...], room: Room, *, whole: bool) -> tuple[Piece, ...]:
    """The first text goes into the layout's text placeholder: all of it when it is alone there, moved when not."""
    texts = [piece for piece in pieces if piece.paras]
    if not texts or not room.bodies:
        return pieces
    body = room.bodies[0]
    box = body.box if whole and len(pieces) == 1 else texts[0].box
    first = replace(texts[0], box=box, holder=body)
    return tuple(first if piece is texts[0] else piece for piece in pieces)
