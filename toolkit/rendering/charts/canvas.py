"""A small pen for SVG: text that is measured and wrapped, marks, and mirroring for languages from right to left.

Coordinates are given as for left to right; from right to left every x is mirrored (x' = W − x), so each chart is
drawn once. Text is never a command: everything is escaped.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from toolkit.rendering import theme
from toolkit.rendering.outline import Direction
from toolkit.rendering.slide_text import text_width

WIDTH = 640.0
"""Width of every chart in its own units; about 9.8 pt of text at 13 units on an A4 page."""
TEXT = 13.0
SMALL = 12.0
LINE_HEIGHT = 1.28
_ISOLATE, _POP, _MARK = "\u2067", "\u2069", "\u200f"
_FORMAT = frozenset("\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069\u00ad")
"""Characters without a shape of their own that Arabic, Persian and mixed text need."""
_ARABIC = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc\u200c\u200d"
_ETHIOPIC = "\u1200-\u139f\u2d80-\u2ddf\uab01-\uab2e"
_HAS_ARABIC = re.compile(f"[{_ARABIC}]")
_SCRIPTS = re.compile(
    rf"(?P<arabic>[{_ARABIC}]+(?: +[{_ARABIC}]+)*)|(?P<ethiopic>[{_ETHIOPIC}]+(?: +[{_ETHIOPIC}]+)*)"
    rf"|(?P<other>[^{_ARABIC}{_ETHIOPIC}]+)"
)
_ANCHORS = {"start": "end", "end": "start", "middle": "middle"}

Anchor = Literal["start", "middle", "end"]


class Canvas:
    """Collects the marks of one chart."""

    def __init__(self, direction: Direction) -> None:
        self._rtl = direction == "rtl"
        self._parts: list[str] = []

    def x(self, x: float) -> float:
        """Where a reader of this direction finds x."""
        return WIDTH - x if self._rtl else x

    def text(
        self, x: float, y: float, words: str, *, size: float = TEXT, anchor: Anchor = "start", bold: bool = False,
        colour: str = theme.INK,
    ) -> None:  # fmt: skip
        """One line whose baseline is at y."""
        if not words.strip():
            return
        # Anchors are physical: the root says left to right, and an isolate orders the words themselves.
        where = _ANCHORS[anchor] if self._rtl else anchor
        shown = f"{_ISOLATE}{_printable(words)}{_POP}" if self._rtl else _printable(words)
        weight = ' font-weight="700"' if bold else ""
        self._parts.append(
            f'<text x="{_n(self.x(x))}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="{where}"{weight} '
            f'fill="#{colour}">{_spans(shown)}</text>'
        )

    def lines(
        self, x: float, y: float, lines: Sequence[str], *, size: float = TEXT, anchor: Anchor = "start",
        bold: bool = False, colour: str = theme.INK,
    ) -> None:  # fmt: skip
        """Several lines, the block's middle at y."""
        step = size * LINE_HEIGHT
        top = y - step * (len(lines) - 1) / 2 + size * 0.36
        for index, words in enumerate(lines):
            self.text(x, top + index * step, words, size=size, anchor=anchor, bold=bold, colour=colour)

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, *, stroke: str = "", radius: float = 0
    ) -> None:
        """A box from its upper corner at the side where reading begins."""
        left = self.x(x + width) if self._rtl else x
        edge = f' stroke="#{stroke}" stroke-width="1.2"' if stroke else ""
        corner = f' rx="{_n(radius)}"' if radius else ""
        self._parts.append(
            f'<rect x="{_n(left)}" y="{_n(y)}" width="{_n(max(0.0, width))}" height="{_n(height)}" '
            f'fill="#{fill}"{edge}{corner}/>'
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1, *, dashed: bool = False
    ) -> None:
        """A straight line."""
        dash = ' stroke-dasharray="3 3"' if dashed else ""
        self._parts.append(
            f'<line x1="{_n(self.x(x1))}" y1="{_n(y1)}" x2="{_n(self.x(x2))}" y2="{_n(y2)}" '
            f'stroke="#{colour}" stroke-width="{_n(width)}"{dash}/>'
        )

    def dot(self, x: float, y: float, radius: float, fill: str, stroke: str) -> None:
        """A circle; hollow ones have a white fill."""
        self._parts.append(
            f'<circle cx="{_n(self.x(x))}" cy="{_n(y)}" r="{_n(radius)}" fill="#{fill}" stroke="#{stroke}" '
            f'stroke-width="2"/>'
        )

    def diamond(self, x: float, y: float, radius: float, fill: str) -> None:
        """A square on its corner."""
        at = self.x(x)
        corners = ((at, y - radius), (at + radius, y), (at, y + radius), (at - radius, y))
        self._polygon(corners, fill)

    def arrow_head(self, x: float, y: float, size: float, fill: str) -> None:
        """A triangle that points onwards in reading direction, its tip at x."""
        tip, base = self.x(x), self.x(x - size)
        self._polygon(((tip, y), (base, y - size * 0.62), (base, y + size * 0.62)), fill)

    def _polygon(self, corners: Sequence[tuple[float, float]], fill: str) -> None:
        shown = " ".join(f"{_n(x)},{_n(y)}" for x, y in corners)
        self._parts.append(f'<polygon points="{shown}" fill="#{fill}"/>')

    def svg(self, height: float, title: str, alt: str) -> str:
        """The finished picture, with its title and description for screen readers."""
        body = "".join(self._parts)
        name = "chart-" + hashlib.sha256((title + alt + body).encode()).hexdigest()[:12]
        fonts = f"'{theme.LATIN_FONT}','{theme.SCRIPT_FONTS['Arab']}','{theme.SCRIPT_FONTS['Ethi']}',sans-serif"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" direction="ltr" aria-labelledby="{name}-t {name}-d" '
            f'viewBox="0 0 {_n(WIDTH)} {_n(height)}" width="{_n(WIDTH)}" height="{_n(height)}" '
            f"font-family={quoteattr(fonts)}>"
            f'<title id="{name}-t">{escape(_printable(title))}</title>'
            f'<desc id="{name}-d">{escape(_printable(alt))}</desc>'
            f'<rect width="{_n(WIDTH)}" height="{_n(height)}" fill="#{theme.PAPER}"/>{body}</svg>'
        )


def wrap(words: str, width: float, size: float = TEXT, *, bold: bool = False, most: int = 3) -> tuple[str, ...]:
    """The words in lines of at most `width`; what does not fit on `most` lines ends in "…"."""
    lines: list[str] = []
    current = ""
    for word in words.split():
        tried = f"{current} {word}".strip()
        if current and text_width(tried, size, bold=bold) > width:
            lines.append(current)
            current = word
        else:
            current = tried
    if current:
        lines.append(current)
    cut = len(lines) > most
    return tuple(
        _clipped(line, width, size, bold, more=cut and index == most - 1) for index, line in enumerate(lines[:most])
    )


def _clipped(line: str, width: float, size: float, bold: bool, *, more: bool) -> str:
    if not more and text_width(line, size, bold=bold) <= width:
        return line
    while line and text_width(line + "…", size, bold=bold) > width:
        line = line[:-1]
    return line.rstrip() + "…"


def _spans(words: str) -> str:
    """Escaped words, each script in its own font: programs that draw SVG do not all look for missing letters. Those
    that do shape the whole line with the first font, so a mark without width makes that the Arabic one."""
    shown = f'<tspan font-family="{theme.SCRIPT_FONTS["Arab"]}">{_MARK}</tspan>' if _HAS_ARABIC.search(words) else ""
    for match in _SCRIPTS.finditer(words):
        font = theme.SCRIPT_FONTS.get({"arabic": "Arab", "ethiopic": "Ethi"}.get(match.lastgroup or "", ""), "")
        part = escape(match.group())
        shown += f'<tspan font-family="{font}">{part}</tspan>' if font else part
    return shown


def _n(value: float) -> str:
    """A coordinate, short and the same everywhere."""
    return f"{round(value, 2):.2f}".rstrip("0").rstrip(".")


def _printable(words: str) -> str:
    """Characters that XML does not allow are left out."""
    return "".join(ch for ch in words if ch.isprintable() or ch in _FORMAT)
