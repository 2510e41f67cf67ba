"""How wide words are when shaped with the shipped fonts, in ems: HarfBuzz, as office programs use it.

Widths are kept by word, since the same words come back when a slide is tried at several sizes.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uharfbuzz  # type: ignore[import-untyped]

_SCRIPTS = re.compile(
    "(?P<Arabic>[\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc][\u0600-\u06ff\u0750-\u077f"
    "\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc\u200c\u200d]*)"
    "|(?P<Ethiopic>[\u1200-\u139f\u2d80-\u2ddf\uab01-\uab2f]+)"
)
_WORDS = re.compile(r"\s+|\S+")
_INVISIBLE = dict.fromkeys(map(ord, "\u200e\u200f\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u00ad\ufeff"))


def em_width(text: str, *, bold: bool = False) -> float:
    """Width of text on one line, in ems: the sum of its words and blanks."""
    if text.isalnum():  # one word, as most callers ask
        return _word_width(text, bold)
    return sum(_word_width(word, bold) for word in _WORDS.findall(text))


def scripts_of(text: str) -> frozenset[str]:
    """The scripts in a text that the Latin font does not hold: "Arabic", "Ethiopic"."""
    return frozenset(found.lastgroup for found in _SCRIPTS.finditer(text) if found.lastgroup)


@lru_cache(maxsize=64)
def line_em(script: str) -> float:
    """The font's own line height, in ems; "" is the Latin font."""
    extents = _font(script, False).get_font_extents("ltr")
    return float((extents.ascender - extents.descender + extents.line_gap) / _font(script, False).face.upem)


@lru_cache(maxsize=8)
def _font(script: str, bold: bool) -> uharfbuzz.Font:
    import uharfbuzz

    name = f"NotoSans{script}-{'Bold' if bold else 'Regular'}.ttf"
    data = (resources.files("toolkit") / "rendering" / "fonts" / name).read_bytes()
    return uharfbuzz.Font(uharfbuzz.Face(data))


@lru_cache(maxsize=50_000)
def _word_width(word: str, bold: bool) -> float:
    """A word's runs of one script each, shaped with that script's font."""
    shown = word.translate(_INVISIBLE)
    width, start = 0.0, 0
    for found in _SCRIPTS.finditer(shown):
        width += _run_width(shown[start : found.start()], "", bold)
        width += _run_width(found.group(), found.lastgroup or "", bold)
        start = found.end()
    return width + _run_width(shown[start:], "", bold)


def _run_width(run: str, script: str, bold: bool) -> float:
    if not run:
        return 0.0
    import uharfbuzz

    font = _font(script, bold)
    units = int(font.face.upem)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(run)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    advance = 0.0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        # Glyph 0 is missing from our fonts: another font will show it, as wide as such characters usually are.
        advance += float(position.x_advance) / units if info.codepoint else _missing(run[info.cluster])
    return advance


def _missing(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    return 1.05 if unicodedata.east_asian_width(character) in "WF" else 0.65
