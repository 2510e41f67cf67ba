"""What stands behind the text of a miniature: the same coloured shapes as in the deck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from toolkit.rendering import theme
from toolkit.rendering.outline import Card
from toolkit.rendering.pptx.draw import BAND, CASE_HEADER, HEADER, PROMPT_PANEL
from toolkit.rendering.pptx.styles import STYLES
from toolkit.rendering.slide_box import WIDTH, Box, Part
from toolkit.rendering.slide_frames import CARD_TOP, arrow_boxes
from toolkit.rendering.slide_space import Master, Placement
from toolkit.rendering.slide_text import row_heights
from toolkit.rendering.theme import METHOD_TONES, WARM, Tone, method_tone

_ACCENTED = frozenset({"cover", "closing", "section", "agenda", "takeaways", "statement", "quote"})
_RIGHT = METHOD_TONES["practice"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle or ellipse: its fill as rrggbb, how much of it shows (percent), rounding and line."""

    box: Box
    fill: str
    kind: Literal["rect", "ellipse"] = "rect"
    shown_pct: int = 100
    radius: float = 0
    line: str = ""


def hex_of(name: str, accent: Tone) -> str:
    """The colour of a theme name, as the deck's theme has it."""
    named = {"bg1": theme.CANVAS, "bg2": accent.fill, "tx1": theme.INK, "tx2": accent.strong}
    return named.get(name, WARM.strong if name.startswith("accent") else name)


def tone_of(card: Card, master: Master, accent: Tone) -> Tone:
    """The audience's accent around the activities, the method's colour in them."""
    return accent if master in _ACCENTED else method_tone(card.kind)


def ground_shapes(card: Card, place: Placement, tone: Tone, accent: Tone) -> list[Shape]:
    """The master's decoration, then what this kind of slide adds."""
    shapes = [
        Shape(d.box, hex_of(d.colour, accent), "ellipse" if d.shape == "ellipse" else "rect", d.alpha_pct)
        for d in STYLES[place.master].decor
    ]
    match place.master:
        case "prompt":
            top = PROMPT_PANEL.y if place.strip is None else place.strip.y + place.strip.height + 12
            height = PROMPT_PANEL.y + PROMPT_PANEL.height - top
            shapes.append(Shape(Box(PROMPT_PANEL.x, top, PROMPT_PANEL.width, height), theme.PAPER, radius=18))
        case "activity":
            shapes.append(Shape(HEADER, tone.strong))
        case "case":
            shapes.append(Shape(CASE_HEADER, tone.fill))
            shapes.append(Shape(Box(0, CASE_HEADER.height, WIDTH, 4), tone.strong))
        case "agenda":
            shapes.extend(_agenda_marks(card, place, accent))
        case "content" | "columns":
            shapes.append(Shape(BAND, tone.strong))
    if place.icon is not None and place.master not in ("section", "takeaways", "closing", "quote", "activity"):
        fill = tone.fill if place.master in ("content", "columns") else tone.strong
        shapes.append(Shape(place.icon, fill, "ellipse"))
    return shapes + _time_bar(place, tone)


def _time_bar(place: Placement, tone: Tone) -> list[Shape]:
    box = place.time_bar
    return [Shape(Box(box.x + 64, box.y + 10, box.width - 128, box.height - 20), tone.strong, radius=10)] if box else []


def _agenda_marks(card: Card, place: Placement, accent: Tone) -> list[Shape]:
    part = next((part for part in place.parts if part.table is not None), None)
    if part is None or part.table is None:
        return []
    heights = row_heights(part.table, part.box.width, part.size)
    x, y = part.box.x - 26, part.box.y + heights[0]
    shapes = []
    for index, height in enumerate(heights[1:]):
        side = 22 if index in card.marked else 14
        fill = WARM.strong if index in card.marked else theme.CANVAS
        centre = y + height / 2
        box = Box(x - side / 2, centre - side / 2, side, side)
        shapes.append(Shape(box, fill, "ellipse", line=accent.strong))
        y += height
    return shapes


def chip_shapes(card: Card, place: Placement, tone: Tone) -> list[Shape]:
    """The labels behind an activity's facts."""
    ground = tone.fill if place.master in ("activity", "content", "case", "columns") else theme.PAPER
    shown = zip(card.facts, place.chips, strict=False)
    return [Shape(chip, ground, radius=min(18.0, chip.height / 2)) for _, chip in shown]


def frame_shapes(part: Part, tone: Tone) -> list[Shape]:
    """The panel around a text, and the circle of its number."""
    if not part.frame:
        return []
    panel = part.panel or part.box
    match part.frame:
        case "card" | "other-card":
            other = part.frame == "other-card"
            edge = Box(panel.x, panel.y, panel.width, CARD_TOP)
            shapes = [
                Shape(panel, WARM.fill if other else tone.fill, radius=10),
                Shape(edge, WARM.strong if other else tone.strong),
            ]
        case "step":
            shapes = [Shape(panel, tone.fill, radius=14, line=tone.strong)]
        case "answer":
            shapes = [Shape(panel, _RIGHT.fill, radius=14, line=_RIGHT.strong)]
        case _:
            shapes = [Shape(panel, theme.PAPER, radius=14)]
    if part.badge is not None:
        ground = _RIGHT.strong if part.frame == "answer" else tone.strong
        shapes.append(Shape(part.badge, ground, "ellipse"))
    return shapes


def arrow_shapes(place: Placement) -> list[Shape]:
    """A bar where an arrow leads from one step to the next."""
    return [Shape(box.inside(0, box.height * 0.36), WARM.strong, radius=3) for box in arrow_boxes(place.parts)]
