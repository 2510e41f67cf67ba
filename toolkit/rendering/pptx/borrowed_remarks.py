"""What a trainer should know about a borrowed master before a deck is drawn on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from toolkit.problems import Place, Problem, make_problem
from toolkit.rendering.borrowed_space import Holder, Kind, Look
from toolkit.rendering.charts.palette import contrast
from toolkit.rendering.pptx.borrowed_layouts import LINE_EM, NEEDS, TitledLayout
from toolkit.rendering.pptx.borrowed_names import NAMES
from toolkit.rendering.pptx.inherited import ground_of, ink_of, room_of, size_of
from toolkit.rendering.slide_text import LEAST_PT

LEAST_LINES = 6
"""A text placeholder with fewer lines of the smallest size would split nearly every slide: it is not used."""
WIDE = 1.6
"""Width by height from which a slide counts as wide."""

CONTRAST, LARGE_CONTRAST = 4.5, 3.0
"""WCAG 2.2, success criterion 1.4.3: least contrast of text, and of large text."""
LARGE_PT = 24
"""Size from which text counts as large, in points, also where it is not bold."""

SHOWN: Mapping[Kind, str] = {
    "cover": "the cover",
    "section": "the beginning of a module",
    "content": "title and text",
    "columns": "two columns",
    "comparison": "a comparison",
    "picture": "a picture with its caption",
    "statement": "a key message or a quotation",
    "canvas": "a title with a table, a chart or pictures",
    "closing": "the last slide",
}
"""Kind → what it shows, for people."""

FONTS: Mapping[str, float] = {
    "verdana": 1.08, "montserrat": 1.1, "poppins": 1.09, "century gothic": 1.04, "raleway": 1.02, "courier new": 1.2,
    "lucida sans unicode": 1.03, "gotham": 1.06, "archivo black": 1.2, "impact": 1.0, "syne": 1.15, "georgia": 1.0,
}  # fmt: skip
"""Typefaces that run wider than the one that text is measured with, and how much."""

USUAL_FONTS = frozenset({
    "", "arial", "calibri", "calibri light", "cambria", "times new roman", "verdana", "tahoma", "georgia",
    "trebuchet ms", "segoe ui", "aptos", "aptos display", "noto sans", "century gothic", "courier new", "helvetica",
    "impact", "candara", "corbel", "constantia", "franklin gothic book", "franklin gothic medium", "gill sans mt",
    "garamond",
})  # fmt: skip
"""Typefaces that computers with an office program have."""


def remarks_on(
    look: Look, chosen: Mapping[Kind, TitledLayout], fonts: Sequence[str], where: Place
) -> Iterator[Problem]:
    """Everything that a trainer should know before the deck is drawn."""
    if look.width / look.height < WIDE:
        shape = "4:3" if abs(look.width / look.height - 4 / 3) < 0.02 else "not wide"
        size = {"width": f"{look.width / 72 * 2.54:.1f}", "height": f"{look.height / 72 * 2.54:.1f}"}
        yield make_problem("master-size", where, shape=shape, **size)
    for kind, room in look.rooms.items():
        if room.how == "fallback" and kind == "content":
            yield make_problem("master-no-text-layout", where, layout=room.name)
        elif room.how == "fallback" and kind != "closing":
            names = f'"{NAMES[kind][0]}"'
            values = {"kind": SHOWN[kind], "layout": room.name, "example": names, "needs": NEEDS[kind][0]}
            yield make_problem("master-fallback", where, **values)
    yield from _small(look, chosen, where)
    yield from _pale(chosen, where)
    for font in sorted({font for font in fonts if font.casefold() not in USUAL_FONTS and not font.startswith("+")}):
        yield make_problem("master-font", where, font=font)


def _small(look: Look, chosen: Mapping[Kind, TitledLayout], where: Place) -> Iterator[Problem]:
    for kind in ("content", "columns"):
        room, layout = look.rooms[kind], chosen[kind]
        if room.how == "fallback":
            continue
        size = size_of(layout.texts[0])
        if size < LEAST_PT:
            yield make_problem("master-small-text", where, layout=room.name, size=f"{size:g}", least=LEAST_PT)
        if not room.bodies:
            height = min(box.height for text in layout.texts if (box := room_of(text)))
            lines = int(height / (LEAST_PT * LINE_EM))
            yield make_problem("master-small-body", where, layout=room.name, lines=lines, least=LEAST_PT)


def lines_in(bodies: Sequence[Holder]) -> int:
    """Lines of the smallest text that the placeholders for running text hold; captions above columns do not count."""
    tallest = max((body.box.height for body in bodies), default=0.0)
    heights = [body.box.height for body in bodies if body.box.height > tallest / 2]
    return int(min(heights, default=0.0) / (LEAST_PT * LINE_EM))


def _pale(chosen: Mapping[Kind, TitledLayout], where: Place) -> Iterator[Problem]:
    """Text that is hard to read, one problem for each pair of colours. Only plain colours can be compared."""
    found: dict[tuple[str, str, float], list[str]] = {}
    for layout in {layout.index: layout for layout in chosen.values()}.values():
        for shape in (layout.title, *layout.texts[:1]):
            ink, ground = ink_of(shape, layout.office), ground_of(shape, layout.office)
            least = LARGE_CONTRAST if size_of(shape) >= LARGE_PT else CONTRAST
            if ink is not None and ground is not None and contrast(ink, ground) < least:
                names = found.setdefault((ink, ground, least), [])
                names += [layout.name] if layout.name not in names else []
    for (ink, ground, least), names in found.items():
        values = {"layouts": ", ".join(names), "ink": ink, "ground": ground, "least": f"{least:g}"}
        yield make_problem("master-low-contrast", where, ratio=f"{contrast(ink, ground):.1f}", **values)
