"""What keeps people from using a .pptx file: a list of barriers, empty when there are none that a program can find.

It reads the file as a screen reader does, and knows nothing of how it was made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel import Locale, UnknownLocaleError
from pptx import Presentation
from pptx.oxml.ns import qn

from toolkit.rendering.charts.palette import contrast
from toolkit.rendering.pptx.inherited import (
    background_of,
    box_of,
    fill_of,
    ground_of,
    ink_of,
    size_of,
    solid_colour,
    theme_colour,
    type_of,
)

LEAST_PT = 18
UNSTYLED = ("{2D5ABB26-0587-4C30-8999-92F81FD0307C}", "{5940675A-B579-460E-94D1-54222C63F5DA}")
"""The table styles without fills: "No Style, No Grid" and "No Style, Table Grid"."""
FOOTERS = ("ftr", "dt", "sldNum")
DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"


@dataclass(frozen=True)
class Barrier:
    slide: int
    rule: str
    detail: str


class Page:
    """A slide with its shapes, made once: python-pptx makes them anew at each look."""

    def __init__(self, slide) -> None:
        self.slide = slide
        self.shapes = list(slide.shapes)
        self.everything = list(_all_shapes(self.shapes))
        self.title = slide.shapes.title


def barriers(path: Path, *, contrast_too: bool = True) -> list[Barrier]:
    prs = Presentation(str(path))
    found = [*_titles(prs), *_notes(prs)]
    for number, slide in enumerate(prs.slides, start=1):
        page = Page(slide)
        rules = (_alternatives, _order, _languages, _headers, _sizes, *([_contrast] if contrast_too else []))
        found += [Barrier(number, rule.__name__.strip("_"), detail) for rule in rules for detail in rule(page)]
    return found


def _titles(prs) -> Iterator[Barrier]:
    seen: dict[str, int] = {}
    for number, slide in enumerate(prs.slides, start=1):
        title = slide.shapes.title.text_frame.text.strip() if slide.shapes.title is not None else ""
        if not title:
            yield Barrier(number, "titles", "no title")
        elif title.casefold() in seen:
            yield Barrier(number, "titles", f"{title!r} is the title of slide {seen[title.casefold()]} too")
        seen.setdefault(title.casefold(), number)


def _notes(prs) -> Iterator[Barrier]:
    slides = list(prs.slides)
    if slides and prs.element.find(qn("p:notesMasterIdLst")) is None:
        yield Barrier(0, "notes", "the notes master is not listed: some programs lose the notes")
    for number, slide in enumerate(slides, start=1):
        if not slide.has_notes_slide or not slide.notes_slide.notes_text_frame.text.strip():
            yield Barrier(number, "notes", "no notes")


def _all_shapes(shapes) -> Iterator:
    for shape in shapes:
        yield shape
        if shape.shape_type == 6:  # a group
            yield from _all_shapes(shape.shapes)


def _is_decorative(shape) -> bool:
    return any(e.get("val") == "1" for e in shape._element.iter(f"{{{DECORATIVE}}}decorative"))


def _alternatives(page) -> Iterator[str]:
    """Pictures, charts, tables and drawings say what they show, or that they show nothing."""
    for shape in page.everything:
        words = shape.has_text_frame and shape.text_frame.text.strip()
        if shape.is_placeholder and not words and not hasattr(shape, "image"):
            if type_of(shape) not in FOOTERS:
                yield f"empty placeholder {shape.name!r}"
            continue
        if words or shape.shape_type == 6 or _is_decorative(shape):
            continue
        alt = str(shape._element.xpath(".//p:cNvPr")[0].get("descr") or "").strip()
        if not alt:
            yield f"{shape.name!r} has no alternative text"
        elif alt.casefold().endswith((".png", ".jpg", ".jpeg", ".svg", ".gif")):
            yield f"the alternative text of {shape.name!r} is a file name"


def _order(page) -> Iterator[str]:
    """The title comes first; then nothing is read before what stands above it."""
    read = [shape for shape in page.shapes if not _is_decorative(shape)]
    if read and page.title is not None and read[0].shape_id != page.title.shape_id:
        yield f"{read[0].name!r} is read before the title"
    rest = [s for s in read[1:] if not (s.is_placeholder and type_of(s) in FOOTERS)]
    for index, shape in enumerate(rest):
        for later in rest[index + 1 :]:
            above = later.top + later.height <= shape.top
            beside = later.left + later.width <= shape.left or shape.left + shape.width <= later.left
            if above and not beside:
                yield f"{shape.name!r} is read before {later.name!r}, which stands above it"


def _languages(page) -> Iterator[str]:
    for run in page.slide._element.iter(qn("a:r"), qn("a:fld")):
        properties = run.find(qn("a:rPr"))
        tag = "" if properties is None else str(properties.get("lang") or "")
        try:
            Locale.parse(tag, sep="-")
        except (ValueError, UnknownLocaleError):
            yield f"{''.join(run.itertext())[:30]!r} has the language {tag!r}"


def _headers(page) -> Iterator[str]:
    for shape in page.shapes:
        if shape.has_table:
            if not shape.table.first_row:
                yield f"{shape.name!r} has no header row"
            elif not any(cell.text_frame.text.strip() for cell in shape.table.rows[0].cells):
                yield f"the header row of {shape.name!r} is empty"


def _texts(page) -> Iterator[tuple]:
    """Every text of a slide: (shape, its frame, the cell that it is in)."""
    for shape in page.everything:
        if shape.has_text_frame:
            yield shape, shape.text_frame, None
        elif getattr(shape, "has_table", False):
            for row in shape.table.rows:
                for cell in row.cells:
                    yield shape, cell.text_frame, cell


def _sizes(page) -> Iterator[str]:
    for shape, frame, _ in _texts(page):
        if shape.is_placeholder and type_of(shape) in FOOTERS:
            continue
        for paragraph in frame.paragraphs:
            for run in paragraph.runs:
                size = _size(shape, run)
                if run.text.strip() and size < LEAST_PT:
                    yield f"{run.text[:30]!r} has {size:g} pt"
    for shape in page.shapes:
        if shape.has_chart:
            sizes = [int(e.get("sz")) / 100 for e in shape.chart._chartSpace.iter() if e.get("sz")]
            if not sizes or min(sizes) < LEAST_PT:
                yield f"words in the chart {shape.name!r} have {min(sizes, default=10):g} pt"


def _size(shape, run) -> float:
    if run.font.size is not None:
        return run.font.size.pt
    return size_of(shape) if shape.is_placeholder else 18


def _contrast(page) -> Iterator[str]:
    slide, layout, behind = page.slide, page.slide.slide_layout, _behind(page)
    for shape, frame, cell in _texts(page):
        if shape.is_placeholder and type_of(shape) in FOOTERS:
            continue
        ground = _cell_ground(slide, shape, cell, behind) if cell is not None else _ground(slide, shape, behind)
        for paragraph in frame.paragraphs:
            for run in paragraph.runs:
                ink = _ink(shape, run, layout)
                # A mark such as "■" is a drawing: the word beside it says what it says.
                if not any(ch.isalnum() for ch in run.text) or ink is None or ground is None:
                    continue
                size = _size(shape, run)
                least = 3.0 if size >= 24 or (size >= LEAST_PT and run.font.bold) else 4.5
                if contrast(ink, ground) < least:
                    yield f"{run.text[:30]!r}: {ink} on {ground} is {contrast(ink, ground):.1f}:1, not {least:g}:1"


def _ink(shape, run, layout) -> str | None:
    properties = run._r.find(qn("a:rPr"))
    fill = None if properties is None else properties.find(qn("a:solidFill"))
    if fill is not None:
        return solid_colour(fill, layout.slide_master, layout)
    if shape.is_placeholder:
        return ink_of(shape, layout)
    return theme_colour(layout.slide_master, "tx1")


def _cell_ground(slide, shape, cell, behind) -> str | None:
    """The cell's own fill; what is behind the table where neither the cell nor a table style has one."""
    layout = slide.slide_layout
    properties = cell._tc.find(qn("a:tcPr"))
    fill = None if properties is None else properties.find(qn("a:solidFill"))
    if fill is not None:
        return solid_colour(fill, layout.slide_master, layout)
    style = shape._element.find(f".//{qn('a:tblPr')}/{qn('a:tableStyleId')}")
    clear = properties is not None and properties.find(qn("a:noFill")) is not None
    return _ground(slide, shape, behind) if clear or style is None or style.text in UNSTYLED else None


def _ground(slide, shape, behind) -> str | None:
    """What is behind a text: its own fill, the last shape below it that covers it, the slide's, the layout's."""
    layout = slide.slide_layout
    own = shape._element.find(qn("p:spPr"))
    if own is not None and own.find(qn("a:solidFill")) is not None:
        return fill_of(shape, layout)
    ground = _slide_ground(slide, shape)
    box, number = box_of(shape), shape.shape_id
    for other, other_number, place in behind:
        if other_number == number:
            break
        share = 0.0 if box is None or place is None else _share(box, place)
        if share > 0.02:
            ground = fill_of(other, layout) if share > 0.98 else None
    return ground


def _behind(page) -> list[tuple]:
    """The slide's shapes from back to front with their numbers and places; no place for those that hide nothing."""
    found = []
    for shape in page.shapes:
        filled = shape._element.find(f"{qn('p:spPr')}/{qn('a:solidFill')}") is not None
        hides = not shape.is_placeholder and (filled or not shape.has_text_frame)
        found.append((shape, shape.shape_id, box_of(shape) if hides else None))
    return found


def _share(box, other) -> float:
    """The share of the box that the other covers."""
    width = min(box.x + box.width, other.x + other.width) - max(box.x, other.x)
    height = min(box.y + box.height, other.y + other.height) - max(box.y, other.y)
    return max(0.0, width) * max(0.0, height) / max(1.0, box.width * box.height)


def _slide_ground(slide, shape) -> str | None:
    own = slide._element.find(f"{qn('p:cSld')}/{qn('p:bg')}/{qn('p:bgPr')}/{qn('a:solidFill')}")
    if own is not None:
        return solid_colour(own, slide.slide_layout.slide_master, slide.slide_layout)
    if slide._element.find(f"{qn('p:cSld')}/{qn('p:bg')}") is not None:
        return None
    return ground_of(shape, slide.slide_layout) if shape.is_placeholder else background_of(slide.slide_layout)
