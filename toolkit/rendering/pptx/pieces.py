"""What stands on a slide: texts in placeholders and frames, chips, tables, pictures, QR codes, the time bar."""

from __future__ import annotations

from collections.abc import Sequence

from pptx.enum.text import MSO_ANCHOR

from toolkit.rendering.outline import Card, Span
from toolkit.rendering.pptx.builds import Target
from toolkit.rendering.pptx.charts import draw_chart
from toolkit.rendering.pptx.figures import draw_picture, draw_qr, draw_table
from toolkit.rendering.pptx.office import Office, rgb
from toolkit.rendering.pptx.pen import Pen, put, text_box
from toolkit.rendering.pptx.styles import STYLES, WARM_COLOUR
from toolkit.rendering.pptx.text import plain_text_frame, tint, write_paras
from toolkit.rendering.slide_box import Box, Part
from toolkit.rendering.slide_chips import CHIP_ICON, CHIP_PAD, CHIP_SIZE, chip_text
from toolkit.rendering.slide_frames import CARD_TOP, arrow_boxes
from toolkit.rendering.slide_space import SPACES, Placement
from toolkit.rendering.slide_text import (
    SlidePara,
    row_heights,
    text_width,
)
from toolkit.rendering.theme import INK, LINE, METHOD_TONES, MUTED, PAPER, WARM

RIGHT = METHOD_TONES["practice"]
"""Colours of the right answer."""
BAR_SIZE = 18
MOST_TICKS = 24


def _written(pen: Pen, box: Box, text: str, size: float, colour: str, align: str, *, bold: bool = False) -> Office:
    """One line of text in the middle of its box's height."""
    shape = text_box(pen, box)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    write_paras(shape.text_frame, (SlidePara((Span(text, bold=bold),)),), size, pen.speaks, align)
    tint(shape.text_frame.paragraphs[0], rgb(colour))
    return shape


def draw_chips(pen: Pen, card: Card, place: Placement) -> None:
    """Kind, time, grouping and materials, each with its icon on a label of its own."""
    ground = pen.tone.fill if place.master in ("activity", "content", "case", "columns") else PAPER
    for index, (fact, box) in enumerate(zip(card.facts, place.chips, strict=False)):
        pen.canvas.shape(box, ground, rounded=min(18.0, box.height / 2))
        inset = CHIP_PAD
        name = card.fact_icons[index] if index < len(card.fact_icons) else ""
        if name:
            icon = Box(box.x + CHIP_PAD, box.y + (box.height - CHIP_ICON) / 2, CHIP_ICON, CHIP_ICON)
            pen.canvas.icon(name, icon, pen.tone.strong)
            inset += CHIP_ICON + 8
        text = Box(box.x + inset, box.y, box.width - inset - CHIP_PAD + 2, box.height)
        align = "l" if name else "ctr"
        _written(pen, text, chip_text(*fact), CHIP_SIZE, pen.tone.strong, align, bold=index == 0)


def draw_time_bar(pen: Pen, card: Card, place: Placement) -> int:
    """Begin, a bar with a mark every five (or more) minutes, end. Returns the bar's id, 0 where there is none."""
    box = place.time_bar
    if box is None:
        return 0
    ends = [text_width(words, BAR_SIZE, bold=True) + 12 for words in card.clock]
    _written(pen, Box(box.x, box.y, ends[0], box.height), card.clock[0], BAR_SIZE, pen.tone.strong, "l", bold=True)
    end = Box(box.x + box.width - ends[1], box.y, ends[1], box.height)
    bar = Box(box.x + ends[0], box.y + 10, box.width - sum(ends), box.height - 20)
    pen.canvas.shape(bar, pen.tone.fill, rounded=10, behind=False)
    number = pen.canvas.shape(bar, pen.tone.strong, rounded=10, behind=False, name="Time bar")
    each = next(step for step in (5, 10, 15, 30, 60, 120, 600) if card.minutes / step <= MOST_TICKS)
    for minute in range(each, card.minutes, each):
        x = bar.x + bar.width * minute / card.minutes
        pen.canvas.shape(Box(x - 1, bar.y, 2, bar.height), "bg1", behind=False)
    _written(pen, end, card.clock[1], BAR_SIZE, pen.tone.strong, "r", bold=True)
    return number


def draw_agenda_marks(pen: Pen, card: Card, place: Placement) -> None:
    """A line with a dot for each row of the programme: full for what is done, large for now, empty for what comes."""
    part = next((part for part in place.parts if part.table is not None), None)
    if part is None or part.table is None:
        return
    heights = row_heights(part.table, part.box.width, part.size)
    x, y = part.box.x - 26.0, part.box.y + heights[0]
    centres = []
    for height in heights[1:]:
        centres.append(y + height / 2)
        y += height
    if len(centres) > 1:
        pen.canvas.shape(Box(x - 1.5, centres[0], 3, centres[-1] - centres[0]), LINE)
    now = min(card.marked, default=-1)
    for index, centre in enumerate(centres):
        if index in card.marked:
            pen.canvas.shape(Box(x - 11, centre - 11, 22, 22), WARM_COLOUR, geometry="ellipse", line="tx2", line_pt=3)
        else:
            fill = "tx2" if index < now else "bg1"
            pen.canvas.shape(Box(x - 7, centre - 7, 14, 14), fill, geometry="ellipse", line="tx2", line_pt=2)


def draw_parts(pen: Pen, card: Card, place: Placement) -> list[tuple[Target, ...]]:
    """Everything in the body, in reading order: text into the layout's placeholders as long as there are some, then
    into text boxes. Returns for each part what would have to appear to show it."""
    slide = pen.slide
    free = list(pen.bodies)
    targets: list[tuple[Target, ...]] = []
    arrows = arrow_boxes(place.parts)
    for part in place.parts:
        if part.table is not None:
            draw_table(pen, card, part, part.table)
        elif part.picture is not None:
            draw_picture(pen, part, part.picture)
        elif part.chart is not None:
            draw_chart(slide, part.box, part.chart, pen.speaks)
        elif part.qr is not None:
            draw_qr(pen, part, part.qr)
        elif part.frame:
            targets.append(_draw_framed(pen, card, part, free))
        elif part.paras:
            targets.append((Target(_draw_text(pen, part, free, place)),))
    return _with_arrows(pen, arrows, targets)


def _with_arrows(pen: Pen, arrows: Sequence[Box], targets: list[tuple[Target, ...]]) -> list[tuple[Target, ...]]:
    """Arrows between the steps of a process; each appears with the step that it leads to."""
    if not arrows:
        return targets
    geometry = "rightArrow" if pen.speaks.direction == "ltr" else "leftArrow"
    shown = list(targets)
    across = len(arrows) // 2 + 1 if len(targets) > 4 and len(arrows) < len(targets) - 1 else len(targets)
    for number, arrow in enumerate(arrows):
        row, column = divmod(number, across - 1) if across > 1 else (0, number)
        step = row * across + column + 1
        shape = pen.canvas.shape(arrow, WARM_COLOUR, geometry=geometry)
        if step < len(shown):
            shown[step] = (*shown[step], Target(shape, filled=True))
    return shown


def _draw_text(pen: Pen, part: Part, free: list[Office], place: Placement) -> int:
    style = STYLES[place.master]
    texts = [p for p in place.parts if p.paras]
    own = bool(free)
    shape = free.pop(0) if own else text_box(pen, part.box)
    box = part.box
    if len(place.parts) == 1 or len(texts) == 1 == len(place.parts):
        box = Box(box.x, box.y, box.width, max(box.height, place.room))
    if not (own and box == SPACES[place.master].body):
        put(shape, box, pen.speaks)
    _last(shape)
    points = "tx2" if style.background in ("bg1", "bg2") else ""
    write_paras(shape.text_frame, part.paras, part.size, pen.speaks, style.align, gap=part.gap, points=points)
    _tint_headings(shape.text_frame, part.paras, pen.tone.strong if points else WARM.strong)
    return int(shape.shape_id)


def _last(shape: Office) -> None:
    """Reading order is the order of shapes: what is drawn now comes after what was drawn before."""
    tree = shape._element.getparent()
    tree.remove(shape._element)
    tree.append(shape._element)


def _draw_framed(pen: Pen, card: Card, part: Part, free: list[Office]) -> tuple[Target, ...]:
    """A text on a panel, with its number in a circle."""
    panel = part.panel or part.box
    tone, canvas = pen.tone, pen.canvas
    shapes: list[Target] = []
    match part.frame:
        case "card" | "other-card":
            other = part.frame == "other-card"
            edge = WARM_COLOUR if other else tone.strong
            canvas.shape(panel, WARM.fill if other else tone.fill, rounded=10)
            canvas.shape(Box(panel.x, panel.y, panel.width, CARD_TOP), edge)
        case "step":
            shapes.append(Target(canvas.shape(panel, tone.fill, rounded=14, line=tone.strong), filled=True))
        case "answer":
            canvas.shape(panel, RIGHT.fill, rounded=14, line=RIGHT.strong, line_pt=3)
        case _:
            canvas.shape(panel, PAPER, rounded=14)
    ground = RIGHT.strong if part.frame == "answer" else tone.strong
    if part.badge is not None:
        shapes.append(Target(_draw_badge(pen, part.badge, part.label, ground), filled=True))
    columns = part.frame in ("card", "other-card")
    shape = free.pop(0) if free and columns else text_box(pen, part.box)
    put(shape, part.box, pen.speaks)
    _last(shape)
    faded = part.frame == "option" and bool(card.marked)
    if part.frame in ("option", "answer"):
        shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    write_paras(shape.text_frame, part.paras, part.size, pen.speaks, gap=part.gap, points="tx2")
    for paragraph in shape.text_frame.paragraphs:
        tint(paragraph, rgb(MUTED if faded else RIGHT.strong if part.frame == "answer" else INK))
    _tint_headings(shape.text_frame, part.paras, tone.strong)
    return (*shapes, Target(int(shape.shape_id)))


def _draw_badge(pen: Pen, box: Box, label: str, ground: str) -> int:
    """A number in a circle."""
    number = pen.canvas.shape(box, ground, geometry="ellipse", behind=False, name=f"Number {label}", alt=label)
    shape = pen.slide.shapes[len(pen.slide.shapes) - 1]
    shape._element.get_or_add_txBody()
    frame = plain_text_frame(shape)
    frame.word_wrap = False
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    write_paras(frame, (SlidePara((Span(label, bold=True),)),), 22, pen.speaks, "ctr")
    tint(frame.paragraphs[0], rgb(PAPER))
    return number


def _tint_headings(frame: Office, paras: Sequence[SlidePara], colour: str) -> None:
    for paragraph, para in zip(frame.paragraphs, paras, strict=False):
        if para.look in ("heading", "stated"):
            tint(paragraph, rgb(colour))
