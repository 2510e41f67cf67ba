"""Parts of a Word document that hold no other nodes: facts, contents, fields, choices, boxes for a code, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Emu, Mm

from toolkit.rendering import theme
from toolkit.rendering.charts.png import draw_png
from toolkit.rendering.charts.svg import draw_svg
from toolkit.rendering.outline import (
    ChartNode,
    Choices,
    CodeBox,
    Document,
    Fields,
    Heading,
    Inline,
    Keep,
    Nodes,
    PictureNode,
    QrNode,
    Span,
    inline,
    plain,
)
from toolkit.rendering.pictures import for_word, read_picture
from toolkit.rendering.qr import draw_qr_png, fits_qr
from toolkit.rendering.word.pen import Pen, Spot
from toolkit.rendering.word.xml import add_field, clean, field_mark, make, put, set_borders

if TYPE_CHECKING:
    from docx.shape import InlineShape

_MARKS = {"circle": "\u25cb", "square": "\u2610", "number": "\u2610"}
_CONTENTS_DEPTH = 3
_MOST_PICTURE_HEIGHT = Mm(95)
_MOST_CHART_HEIGHT = Mm(220)
_SHORT = 46
"""Longest value, in characters, that shares a line with others."""


def draw_facts(pen: Pen, spot: Spot, facts: tuple[tuple[Inline, Inline], ...]) -> None:
    """The strip of facts below the title, in two columns when there are many."""
    across = 2 if len(facts) > 4 else 1
    rows = -(-len(facts) // across)
    table = pen.table(spot, rows, across, [1 / across] * across)
    for index, (label, value) in enumerate(facts):
        cell = table.cell(index // across, index % across)
        inner = Spot(cell, Emu(spot.width // across))
        pen.paragraph(inner, label, "Fact Label").paragraph_format.keep_with_next = True
        pen.paragraph(inner, value, "Fact Value")
    set_borders(put(table._tbl.tblPr, "tblBorders"), {"bottom": (0.75, theme.LINE)})
    pen.gap(spot)


def draw_contents(pen: Pen, spot: Spot, document: Document, pages: Sequence[int] = ()) -> None:
    """A contents field, filled already with links to the headings and their pages, so that it is right when opened and
    no question is asked. `pages` are those of the listed headings, as the PDF counts them; Word counts again when the
    reader brings the field up to date. Without them the list has no numbers."""
    pen.paragraph(spot, inline(document.contents_title), "Contents Title")
    headings = top_headings(document.body)
    entries = [(n, h) for n, h in enumerate(headings, 1) if h.level <= _CONTENTS_DEPTH]
    known = len(pages) == len(entries)
    for index, (number, heading) in enumerate(entries):
        paragraph = pen.paragraph(spot, (), f"TOC {heading.level}")
        if index == 0:
            code = f'TOC \\o "1-{_CONTENTS_DEPTH}" \\h \\z \\u'
            for run in field_mark("begin", code) + field_mark("separate"):
                paragraph._p.append(run)
        link = make("hyperlink", anchor=bookmark_name(number), history="1")
        text = make("r")
        if pen.rtl:
            text.append(make("rPr"))
            put(text[0], "rtl")
        words = make("t")
        words.text = clean(plain(heading.text))
        text.append(words)
        link.append(text)
        if known:
            tab = make("r")
            tab.append(make("tab"))
            link.append(tab)
            add_field(link, f"PAGEREF {bookmark_name(number)} \\h", str(pages[index]))
        paragraph._p.append(link)
        if index == len(entries) - 1:
            for run in field_mark("end"):
                paragraph._p.append(run)
    pen.page_break(spot)


def draw_fields(pen: Pen, spot: Spot, node: Fields) -> None:
    """Short pairs on one line, each long one on a line of its own."""
    short = [p for p in node.pairs if len(plain(p[1])) <= _SHORT]
    paragraph = pen.paragraph(spot, (), "Facts")
    for index, (label, value) in enumerate([*short, *(p for p in node.pairs if p not in short)]):
        if index >= len(short) and index:
            paragraph.add_run().add_break(WD_BREAK.LINE)
        elif index:
            pen.runs(paragraph, inline("    "))
        pen.runs(paragraph, (*label, Span("\u00a0")), theme.MUTED)
        pen.runs(paragraph, value, bold=index < len(short))


def draw_choices(pen: Pen, spot: Spot, node: Choices) -> None:
    """Response options below or beside one another."""
    mark = _MARKS[node.mark]
    if node.across and node.options:
        count = len(node.options)
        table = pen.table(spot, 1, count, [1 / count] * count)
        for cell, (_, words) in zip(table.rows[0].cells, node.options, strict=True):
            inner = Spot(cell, Emu(spot.width // count))
            for spans, style in ((inline(mark), "Choice"), (words, "Small")):
                pen.paragraph(inner, spans, style).alignment = WD_ALIGN_PARAGRAPH.CENTER
        pen.gap(spot)
        return
    for code, words in node.options:
        codes = inline(f"{code}  ") if node.show_codes else ()
        pen.paragraph(spot, (Span(f"{mark}\u2002"), *codes, *words), "Choice")


def draw_code_box(pen: Pen, spot: Spot, node: CodeBox) -> None:
    """A label and boxes to write a code into."""
    label, side = 0.35, Mm(8)
    shares = [label, *[side / spot.width] * node.cells]
    table = pen.table(spot, 1, len(shares), shares)
    pen.paragraph(Spot(table.cell(0, 0), Emu(0)), node.label, "Fact Value")
    table.rows[0].height = Mm(9)
    for cell in table.rows[0].cells[1:]:
        borders = put(cell._tc.get_or_add_tcPr(), "tcBorders")
        set_borders(borders, dict.fromkeys(("top", "left", "bottom", "right"), (1.0, theme.INK)))
    pen.gap(spot)


def draw_picture(pen: Pen, spot: Spot, node: PictureNode) -> None:
    """The picture at most as wide as its room; its words where it is missing, broken or of an unknown kind."""
    paragraph = pen.paragraph(spot, (), "Normal")
    data = read_picture(node)
    try:
        shape = pen.picture(paragraph, for_word(data, node.path, node.width_mm) if data else b"")
    except (OSError, UnrecognizedImageError, InvalidImageStreamError, UnexpectedEndOfFileError, ValueError, KeyError):
        if node.alt:
            pen.runs(paragraph, (Span(f"[{node.alt}]", italic=True),))
    else:
        _size_picture(shape, spot, node)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape._inline.docPr.set("descr", "" if node.decorative else clean(node.alt))
    if plain(node.caption):
        pen.paragraph(spot, node.caption, "Caption").alignment = WD_ALIGN_PARAGRAPH.CENTER


def _size_picture(shape: InlineShape, spot: Spot, node: PictureNode) -> None:
    """As wide as asked for, else as it is; never wider than its room, or too high. A slide gets a thin frame, so that
    its white stands out from the page's."""
    asked = Mm(node.width_mm) / shape.width if node.width_mm else 1
    factor = min(asked, spot.width / shape.width, _MOST_PICTURE_HEIGHT / shape.height)
    shape.width, shape.height = Emu(int(shape.width * factor)), Emu(int(shape.height * factor))
    if node.data:
        properties = shape._inline.graphic.graphicData.pic.spPr
        properties.append(
            parse_xml(
                f'<a:ln {nsdecls("a")} w="6350"><a:solidFill><a:srgbClr val="{theme.LINE}"/></a:solidFill></a:ln>'
            )
        )


def draw_qr(pen: Pen, spot: Spot, node: QrNode) -> None:
    """The code as a picture, its caption below; where it holds too much, its words alone."""
    paragraph = pen.paragraph(spot, (), "Normal")
    if fits_qr(node.data):
        shape = pen.picture(paragraph, draw_qr_png(node.data), Mm(node.width_mm))
        shape._inline.docPr.set("descr", clean(node.alt))
    else:
        pen.runs(paragraph, (Span(f"[{node.alt}]", italic=True),))
    if plain(node.caption):
        paragraph.paragraph_format.keep_with_next = True
        pen.paragraph(spot, node.caption, "Caption")


def draw_chart(pen: Pen, spot: Spot, node: ChartNode) -> None:
    """The chart as a picture as wide as its room, at most a page high, with its sentence as alternative text."""
    paragraph = pen.paragraph(spot, (), "Normal")
    svg = draw_svg(node.chart, "rtl" if pen.rtl else "ltr", node.alt)
    shape = pen.picture(paragraph, draw_png(svg))
    factor = min(spot.width / shape.width, _MOST_CHART_HEIGHT / shape.height)
    shape.width, shape.height = Emu(int(shape.width * factor)), Emu(int(shape.height * factor))
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    shape._inline.docPr.set("descr", clean(node.alt))
    shape._inline.docPr.set("title", clean(node.chart.title))
    if plain(node.caption):
        pen.paragraph(spot, node.caption, "Caption").alignment = WD_ALIGN_PARAGRAPH.CENTER


def bookmark_name(number: int) -> str:
    """The bookmark of the n-th heading."""
    return f"_Toc{number:06d}"


def top_headings(body: Nodes) -> list[Heading]:
    """Headings at the top of the document, in order, as `Drawer` numbers their bookmarks."""
    found: list[Heading] = []
    for node in body:
        if isinstance(node, Heading):
            found.append(node)
        elif isinstance(node, Keep):
            found.extend(top_headings(node.body))
    return found
