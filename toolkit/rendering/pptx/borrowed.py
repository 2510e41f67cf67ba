"""An organisation's own master: which of its layouts shows which kind of our slides, and what it lacks.

Layouts are found by name first, then by the file format's own kind, then by their placeholders. What is not found is
shown on the nearest one that is, and reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.problems import Place, Problem, has_errors, make_problem, sort_problems
from toolkit.rendering.borrowed_space import LEAST_TITLE, Holder, How, Kind, Look, Room
from toolkit.rendering.charts.palette import contrast
from toolkit.rendering.pptx.borrowed_file import open_master
from toolkit.rendering.pptx.borrowed_layouts import LINE_EM, TitledLayout, choose_layouts, titled_layout
from toolkit.rendering.pptx.borrowed_remarks import CONTRAST, FONTS, LEAST_LINES, lines_in, remarks_on
from toolkit.rendering.pptx.inherited import (
    align_of,
    background_of,
    box_of,
    fonts_of,
    ground_of,
    ink_of,
    room_of,
    size_of,
    theme_colour,
    type_of,
)
from toolkit.rendering.pptx.office import EMU, Office
from toolkit.rendering.slide_space import HEIGHT as OUR_HEIGHT
from toolkit.rendering.slide_space import SPACES, Box
from toolkit.rendering.slide_space import WIDTH as OUR_WIDTH
from toolkit.rendering.slide_text import LEAST_PT
from toolkit.rendering.theme import INK

FOOTERS = ("dt", "ftr", "sldNum")
LEAST_SHARE = 0.25
"""Of the slide's height: a lower area holds no table or chart."""
BODY_SIZES = (32, 28, 26, 24, 22, 20, LEAST_PT)
TITLE_SIZES = (60, 54, 48, 44, 40, 36, 32, 28, 26, 24, 22, LEAST_TITLE)


@dataclass(frozen=True, slots=True)
class Match:
    """A kind of our slides and the layout that shows it."""

    kind: Kind
    layout: str
    how: How


@dataclass(frozen=True, slots=True)
class Borrowed:
    """What a master offers: its look (None when it cannot be used), the table of layouts, and every problem."""

    look: Look | None
    matches: tuple[Match, ...]
    problems: tuple[Problem, ...]


def read_master(path: Path, shown: str = "") -> Borrowed:
    """What the master at `path` offers. Never raises for what the file holds.

    With errors among the problems there is no look. `shown` is the path as problems name it.
    """
    prs, problems = open_master(path, shown)
    if prs is None:
        return Borrowed(None, (), problems)
    where = Place(shown or path.as_posix())
    everything = all_layouts(prs)
    layouts = [found for index, layout in enumerate(everything) if (found := titled_layout(index, layout)) is not None]
    if not layouts:
        names = ", ".join(layout.name for layout in everything) or "–"
        return Borrowed(
            None, (), (make_problem("master-no-usable-layout", where, layouts=len(everything), names=names),)
        )
    chosen = choose_layouts(layouts)
    width, height = prs.slide_width / EMU, prs.slide_height / EMU
    rooms = {kind: _room(layout, how, kind, width, height) for kind, (layout, how) in chosen.items()}
    matches = tuple(Match(kind, layout.name, how) for kind, (layout, how) in chosen.items())
    fonts = [font for master in prs.slide_masters for font in fonts_of(master)]
    look = Look(path, width, height, rooms, max([1.0, *(FONTS.get(font.casefold(), 1.0) for font in fonts)]))
    remarks = remarks_on(look, {kind: layout for kind, (layout, _) in chosen.items()}, fonts, where)
    return Borrowed(look, matches, sort_problems(remarks))


def load_look(path: Path | None, shown: str = "") -> tuple[Look | None, tuple[Problem, ...]]:
    """The look for a deck, and what its maker should know: notes and warnings only.

    A master that cannot be used is one warning; the deck is then drawn on our own.
    """
    if path is None:
        return None, ()
    borrowed = read_master(path, shown)
    if not has_errors(borrowed.problems):
        return borrowed.look, borrowed.problems
    first = next(p for p in borrowed.problems if p.severity == "error")
    reason = first.message.rstrip(".")
    return None, (make_problem("master-not-used", first.where, master=first.where.path, reason=reason),)


def all_layouts(prs: Office) -> list[Office]:
    """The layouts of every master of the file, in order."""
    return [layout for master in prs.slide_masters for layout in master.slide_layouts]


def _room(layout: TitledLayout, how: How, kind: Kind, width: float, height: float) -> Room:
    title = _holder(layout.title, layout.office)
    bodies = tuple(_holder(shape, layout.office) for shape in layout.texts)
    ground = background_of(layout.office)
    if kind not in ("columns", "comparison"):
        # The largest holds the text; a caption or a second column beside it stays empty.
        bodies = tuple(sorted(bodies, key=lambda body: -body.box.width * body.box.height)[:1])
    if kind in ("content", "columns", "comparison", "canvas") and lines_in(bodies) < LEAST_LINES:
        bodies = ()
    area = _union([body.box for body in bodies]) if bodies else _free_area(layout, width, height)
    small = layout.texts[0] if layout.texts else layout.title
    base = max(LEAST_PT, min(BODY_SIZES[0], round(size_of(small)) if layout.texts else 24))
    head = max(LEAST_TITLE, min(TITLE_SIZES[0], round(size_of(layout.title))))
    return Room(
        layout.index,
        layout.name,
        how,
        title,
        bodies,
        _picture(layout),
        area,
        (head, *(size for size in TITLE_SIZES if size < head)),
        (base, *(size for size in BODY_SIZES if size < base)),
        "" if ground is None else _readable_ink(layout.office, ground),
        ground is not None and contrast(INK, ground) >= CONTRAST,
    )


def _picture(layout: TitledLayout) -> Holder | None:
    box = None if layout.picture is None else box_of(layout.picture)
    return None if layout.picture is None or box is None else Holder(layout.picture.placeholder_format.idx, box)


def _holder(shape: Office, layout: Office) -> Holder:
    idx, room = shape.placeholder_format.idx, room_of(shape) or Box(0, 0, 1, 1)
    ink, ground = ink_of(shape, layout), ground_of(shape, layout)
    if ink is None or ground is None:
        return Holder(idx, room, align_of(shape))
    ratio = contrast(ink, ground)
    return Holder(idx, room, align_of(shape), ratio, _readable_ink(layout, ground) or "tx1")


def _readable_ink(layout: Office, ground: str) -> str:
    """The theme's first colour for text that can be read on this ground; "" when its usual one can."""
    for name in ("tx1", "tx2", "bg1", "bg2"):
        colour = theme_colour(layout.slide_master, name)
        if colour is not None and contrast(colour, ground) >= CONTRAST:
            return "" if name == "tx1" else name
    return ""


def _union(boxes: Sequence[Box]) -> Box:
    x, y = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.x + box.width for box in boxes), max(box.y + box.height for box in boxes)
    return Box(x, y, right - x, bottom - y)


def _free_area(layout: TitledLayout, width: float, height: float) -> Box:
    """Where a layout without text placeholders has room: its master's text box, else our own scaled, below the
    title (or above a title that stands low) and above the footers."""
    title = box_of(layout.title) or Box(0, 0, width, height / 5)
    for shape in layout.office.slide_master.placeholders:
        box = room_of(shape)
        roomy = box is not None and box.height >= height * LEAST_SHARE
        if type_of(shape) == "body" and box is not None and roomy and not _overlap(box, title):
            return box
    ours = SPACES["content"].body
    x, wide = ours.x * width / OUR_WIDTH, ours.width * width / OUR_WIDTH
    feet = [box.y for shape in layout.office.placeholders if type_of(shape) in FOOTERS and (box := box_of(shape))]
    low = [y for y in feet if y > height * 0.7]
    bottom = min([*low, (ours.y + ours.height) * height / OUR_HEIGHT])
    top = title.y + title.height + 8
    if bottom - top >= height * LEAST_SHARE:
        return Box(x, top, wide, bottom - top)
    return Box(x, height * 0.06, wide, max(LEAST_PT * LINE_EM, title.y - height * 0.06 - 8))


def _overlap(one: Box, other: Box) -> bool:
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return across > 4 and down > 12
