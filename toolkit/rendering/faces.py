"""Faces for scales that people who read little answer: drawn from lowest (sad) to highest (smiling)."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.rendering.theme import INK, WARM

if TYPE_CHECKING:
    from PIL import ImageDraw

SIGNS = ("🙁", "😐", "🙂")
"""For forms on a telephone, whose labels are text: lowest, middle and highest."""

_PX, _FINER = 220, 4


def mood(position: int, count: int) -> float:
    """Where an option stands on its scale: -1 for the lowest of `count` options, 1 for the highest."""
    return 2 * position / (count - 1) - 1 if count > 1 else 0.0


def face_sign(position: int, count: int) -> str:
    """The sign of an option."""
    return SIGNS[round(mood(position, count)) + 1]


@lru_cache(maxsize=16)
def draw_face(position: int, count: int) -> bytes:
    """A square PNG of the option's face; the same bytes on every machine."""
    from PIL import Image, ImageDraw

    size = _PX * _FINER
    picture = Image.new("RGB", (size, size), "white")
    draw = ImageDraw.Draw(picture)
    ink, line = f"#{INK}", round(size * 0.035)
    edge = line
    draw.ellipse((edge, edge, size - edge, size - edge), fill=f"#{WARM.fill}", outline=ink, width=line)
    for middle in (0.34, 0.66):
        _dot(draw, middle * size, 0.38 * size, 0.055 * size, ink)
    bend = mood(position, count) * 0.17 * size
    ends, low = (0.28 * size, 0.72 * size), 0.68 * size - bend / 2
    steps = 48
    for step in range(steps + 1):
        share = step / steps
        across = ends[0] + share * (ends[1] - ends[0])
        _dot(draw, across, low + bend * 4 * share * (1 - share), line / 2, ink)
    small = picture.resize((_PX, _PX), Image.Resampling.LANCZOS).quantize(32, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    small.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _dot(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, ink: str) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=ink)
