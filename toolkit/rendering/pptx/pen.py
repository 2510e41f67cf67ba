"""What drawing on a slide needs, and the two things that every part does: make a text box, move a shape."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.rendering.pptx.master import mirrored
from toolkit.rendering.pptx.office import Office, emu
from toolkit.rendering.pptx.shapes import Canvas
from toolkit.rendering.pptx.text import Voice, plain_text_frame
from toolkit.rendering.slide_box import Box
from toolkit.rendering.theme import Tone


@dataclass(frozen=True, slots=True)
class Pen:
    """What drawing on one slide needs: the slide, its canvas, its voice, its tone, the deck's accent and the layout's
    text placeholders in order. `turned_tables` writes right-to-left tables with their columns turned round, for
    programs that ignore their direction."""

    slide: Office
    canvas: Canvas
    speaks: Voice
    tone: Tone
    accent: Tone
    bodies: tuple[Office, ...] = ()
    turned_tables: bool = False


def text_box(pen: Pen, box: Box) -> Office:
    """An empty text box without margins."""
    at = mirrored(box, pen.speaks.direction)
    shape = pen.slide.shapes.add_textbox(emu(at.x), emu(at.y), emu(at.width), emu(at.height))
    plain_text_frame(shape)
    return shape


def put(shape: Office, box: Box, speaks: Voice) -> None:
    """Move and size a shape, unless it is there already."""
    at = mirrored(box, speaks.direction)
    wanted = (emu(at.x), emu(at.y), emu(at.width), emu(at.height))
    if (shape.left, shape.top, shape.width, shape.height) != wanted:
        shape.left, shape.top, shape.width, shape.height = wanted
