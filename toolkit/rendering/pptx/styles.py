"""How each master layout looks: one entry for each, with its ground, its decoration and how its text stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from toolkit.rendering.slide_box import HEIGHT, Box
from toolkit.rendering.slide_space import Master

FOOTER = Box(48, 504, 720, 24)
NUMBER = Box(812, 504, 100, 24)
FOOTER_SIZE = 12


@dataclass(frozen=True, slots=True)
class Decor:
    """A shape that only decorates: its preset geometry, place, theme colour, and how much of it shows (percent)."""

    shape: Literal["rect", "ellipse", "roundRect"]
    box: Box
    colour: str
    alpha_pct: int = 100


@dataclass(frozen=True, slots=True)
class LayoutStyle:
    """How a master layout looks: background and title colour (theme names), alignment, vertical anchors, bodies."""

    background: str = "bg1"
    title: str = "tx2"
    text: str = "tx1"
    align: str = "l"
    title_anchor: str = "ctr"
    body_anchor: str = "t"
    bodies: int = 1
    footer: Box | None = FOOTER
    number: bool = True
    decor: tuple[Decor, ...] = ()


WARM_COLOUR = "accent6"
"""The theme's slot of the warm colour."""
_RULE = (Decor("roundRect", Box(48, 104, 72, 5), WARM_COLOUR),)
_CIRCLES = (
    Decor("ellipse", Box(676, -120, 420, 420), "bg1", 9),
    Decor("ellipse", Box(600, 262, 340, 340), "bg1", 7),
    Decor("ellipse", Box(790, 170, 210, 210), WARM_COLOUR, 92),
    Decor("ellipse", Box(664, 118, 128, 128), "bg1", 16),
)

STYLES: dict[Master, LayoutStyle] = {
    "cover": LayoutStyle(
        "tx2", "bg1", "bg1", title_anchor="b", footer=None, number=False,
        decor=(*_CIRCLES, Decor("roundRect", Box(64, 332, 96, 6), WARM_COLOUR)),
    ),
    "section": LayoutStyle(
        title="bg1", body_anchor="ctr", title_anchor="t", footer=Box(384, 504, 420, 24),
        decor=(
            Decor("rect", Box(0, 0, 340, HEIGHT), "tx2"),
            Decor("ellipse", Box(-90, 380, 260, 260), "bg1", 8),
            Decor("ellipse", Box(200, 430, 150, 150), "bg1", 8),
            Decor("rect", Box(340, 0, 6, HEIGHT), WARM_COLOUR),
        ),
    ),
    "agenda": LayoutStyle(
        title_anchor="t", footer=Box(352, 504, 452, 24), decor=(Decor("rect", Box(0, 0, 300, HEIGHT), "bg2"),),
    ),
    "content": LayoutStyle(decor=_RULE),
    "activity": LayoutStyle(title="bg1"),
    "prompt": LayoutStyle("bg2", body_anchor="ctr"),
    "question": LayoutStyle("bg2"),
    "case": LayoutStyle(body_anchor="ctr"),
    "columns": LayoutStyle(bodies=2, decor=_RULE),
    "statement": LayoutStyle(
        "bg2", align="ctr", body_anchor="ctr", decor=(Decor("roundRect", Box(432, 182, 96, 6), WARM_COLOUR),),
    ),
    "quote": LayoutStyle(body_anchor="ctr", decor=(Decor("roundRect", Box(150, 148, 8, 332), WARM_COLOUR),)),
    "takeaways": LayoutStyle(
        footer=Box(184, 504, 600, 24),
        decor=(Decor("rect", Box(0, 0, 144, HEIGHT), "tx2"), Decor("rect", Box(144, 0, 6, HEIGHT), WARM_COLOUR)),
    ),
    "pause": LayoutStyle("bg2", align="ctr", title_anchor="b"),
    "closing": LayoutStyle(
        "tx2", "bg1", "bg1", align="ctr", title_anchor="b", footer=None, number=False,
        decor=(
            Decor("ellipse", Box(-150, -150, 360, 360), "bg1", 8),
            Decor("ellipse", Box(760, 300, 380, 380), "bg1", 8),
            Decor("roundRect", Box(432, 318, 96, 6), WARM_COLOUR),
        ),
    ),
}  # fmt: skip
