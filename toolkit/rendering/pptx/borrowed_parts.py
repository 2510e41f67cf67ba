"""What stands on a borrowed master's slide beside its text: the strip, tables, pictures, charts, the footers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from toolkit.rendering.borrowed_space import STRIP_PAD, STRIP_SIZE, Look, Piece, Place
from toolkit.rendering.charts.palette import ink_on
from toolkit.rendering.outline import Align, Card, ChartNode, Deck, PictureNode, QrNode, Span, TableNode
from toolkit.rendering.pptx.borrowed import FOOTERS
from toolkit.rendering.pptx.charts import draw_chart
from toolkit.rendering.pptx.inherited import room_of, size_of, theme_colour, type_of
from toolkit.rendering.pptx.master import mirrored
from toolkit.rendering.pptx.office import EMU, Office, emu, rgb
from toolkit.rendering.pptx.text import Voice, plain_text_frame, set_decorative, tint, write_paras, write_run
from toolkit.rendering.slide_space import Box
from toolkit.rendering.slide_text import (
    CELL_PAD_X,
    CELL_PAD_Y,
    LINE_SPACING,
    SlidePara,
    column_widths,
    row_heights,
    slide_paras,
    text_width,
)
from toolkit.rendering.theme import BRAND, INK, PAPER, ZEBRA_FILL

BETWEEN = " · "
"""What stands between the parts of a footer."""
_ALIGN: dict[Align, str] = {"start": "l", "center": "ctr", "end": "r"}


def draw_strip(slide: Office, card: Card, box: Box, speaks: Voice) -> None:
    """Time, grouping and materials, on the master's first accent colour."""
    strip = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, emu(box.x), emu(box.y), emu(box.width), emu(box.height))
    strip.line.fill.background()
    style = strip._element.find(qn("p:style"))
    strip._element.remove(style)
    ground = _accent(slide)
    strip.fill.solid()
    strip.fill.fore_color.rgb = rgb(ground)
    frame = plain_text_frame(strip)
    frame.margin_left = frame.margin_right = emu(STRIP_PAD)
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    spans: list[Span] = []
    for index, (label, value) in enumerate(card.facts):
        spans.append(Span(("    " if index else "") + (f"{label}: " if label else "")))
        spans.append(Span(value, bold=True))
    write_paras(frame, (SlidePara(tuple(span for span in spans if span.text)),), STRIP_SIZE, speaks)
    for paragraph in frame.paragraphs:
        paragraph.line_spacing = LINE_SPACING
        tint(paragraph, rgb(ink_on(ground)))


def _accent(slide: Office) -> str:
    return theme_colour(slide.slide_layout.slide_master, "accent1") or BRAND


def draw_chart_on(slide: Office, box: Box, node: ChartNode, place: Place, speaks: Voice) -> None:
    """A native chart; on a dark or varied ground it has a white one of its own, since its words are dark."""
    if not place.room.light:
        panel = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, emu(box.x), emu(box.y), emu(box.width), emu(box.height))
        panel._element.remove(panel._element.find(qn("p:style")))
        panel.fill.solid()
        panel.fill.fore_color.rgb = rgb(PAPER)
        panel.line.fill.background()
        set_decorative(panel)
    before = len(slide.shapes)
    # Charts are mirrored by their own drawing; mirrored twice they stand where they should.
    draw_chart(slide, mirrored(box, speaks.direction), node, speaks)
    for shape in list(slide.shapes)[before:]:
        if shape.has_text_frame:
            for run in (run for paragraph in shape.text_frame.paragraphs for run in paragraph.runs):
                if run.font.color.type is None:
                    run.font.color.rgb = rgb(INK)


def draw_table(slide: Office, card: Card, piece: Piece, table: TableNode, look: Look, speaks: Voice) -> None:
    """A native table: its header in the master's first accent colour, dark on light below."""
    at = piece.box
    rows, columns = len(table.rows) + 1, len(table.columns)
    frame = slide.shapes.add_table(rows, columns, emu(at.x), emu(at.y), emu(at.width), emu(at.height))
    frame._element.xpath(".//p:cNvPr")[0].set("descr", card.title)
    grid = frame.table
    if speaks.direction == "rtl":
        grid._tbl.tblPr.set("rtl", "1")
    narrow = at.width / look.stretch
    for column, width in zip(grid.columns, column_widths(table, narrow, piece.size), strict=True):
        column.width = emu(width * look.stretch)
    for row, height in zip(grid.rows, row_heights(table, narrow, piece.size), strict=True):
        row.height = emu(height)
    head = _accent(slide)
    for index, column in enumerate(table.columns):
        paras = (SlidePara(column.header, look="heading"),) if column.header else ()
        _draw_cell(grid.cell(0, index), paras, piece.size, speaks, _ALIGN[column.align], head, ink_on(head))
    for line, row in enumerate(table.rows, start=1):
        now = card.layout == "agenda" and line - 1 in card.marked
        plain, ink = (head, ink_on(head)) if now else (ZEBRA_FILL if line % 2 == 0 else PAPER, INK)
        for index, cell in enumerate(row[:columns]):
            fill = plain if now else cell.fill or plain
            align = _ALIGN[table.columns[index].align]
            _draw_cell(grid.cell(line, index), slide_paras(cell.body), piece.size, speaks, align, fill, ink)


def _draw_cell(
    cell: Office, paras: Sequence[SlidePara], size: float, speaks: Voice, align: str, fill: str, ink: str
) -> None:
    cell.margin_left = cell.margin_right = emu(CELL_PAD_X)
    cell.margin_top = cell.margin_bottom = emu(CELL_PAD_Y)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(fill)
    write_paras(cell.text_frame, paras, size, speaks, align)
    for paragraph in cell.text_frame.paragraphs:
        paragraph.line_spacing = LINE_SPACING
        tint(paragraph, rgb(ink))


def draw_picture(slide: Office, piece: Piece, node: PictureNode | QrNode, speaks: Voice) -> None:
    """As large as fits, in the middle of its box, never cut. One that cannot be read leaves its words."""
    data = _picture_bytes(node)
    shape = None
    if data is not None:
        try:
            shape = slide.shapes.add_picture(io.BytesIO(data), 0, 0)
        except (OSError, ValueError, KeyError):
            shape = None
    if shape is None:
        at = piece.box
        words = node.alt or (node.path.name if isinstance(node, PictureNode) else node.data)
        text = slide.shapes.add_textbox(emu(at.x), emu(at.y), emu(at.width), emu(at.height))
        write_paras(plain_text_frame(text), (SlidePara((Span(words, italic=True),)),), piece.size, speaks)
        return
    width, height = shape.width / EMU, shape.height / EMU
    scale = min(piece.box.width / width, piece.box.height / height)
    width, height = width * scale, height * scale
    x, y = piece.box.x + (piece.box.width - width) / 2, piece.box.y + (piece.box.height - height) / 2
    shape.left, shape.top, shape.width, shape.height = emu(x), emu(y), emu(width), emu(height)
    if isinstance(node, PictureNode) and node.decorative:
        set_decorative(shape)
    else:
        shape._element.xpath(".//p:cNvPr")[0].set("descr", node.alt)


def _picture_bytes(node: PictureNode | QrNode) -> bytes | None:
    """The picture as PowerPoint takes it, or None when there is none that can be read."""
    if isinstance(node, QrNode):
        from toolkit.rendering.qr import draw_qr_png, fits_qr

        return draw_qr_png(node.data) if fits_qr(node.data) else None
    from toolkit.rendering.pictures import for_word, read_picture

    data = read_picture(node)
    if data is None or node.data:
        return data
    try:
        return for_word(data, node.path)
    except (OSError, ValueError):
        return None


def copy_footers(slide: Office, deck: Deck, number: int, speaks: Voice) -> None:
    """Date, footer and slide number where the layout has them: python-pptx leaves them out."""
    texts = {"dt": deck.date, "ftr": _without_date(deck, slide.slide_layout), "sldNum": ""}
    for source in slide.slide_layout.placeholders:
        kind = type_of(source)
        if kind not in FOOTERS or (kind != "sldNum" and not texts[kind]):
            continue
        element = deepcopy(source._element)
        own = element.find(qn("p:spPr"))
        for child in list(own):
            own.remove(child)
        body = element.find(qn("p:txBody"))
        styles = body.find(qn("a:lstStyle"))
        for child in [*body.findall(qn("a:p")), *([] if styles is None else styles)]:
            child.getparent().remove(child)
        slide.shapes._spTree.append(element)
        element.xpath(".//p:cNvPr")[0].set("id", str(max(shape.shape_id for shape in slide.shapes) + 1))
        if kind == "sldNum":
            body.append(_number(number, speaks))
        else:
            body.append(parse_xml('<a:p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/>'))
            paragraph = slide.shapes[len(slide.shapes) - 1].text_frame.paragraphs[0]
            write_run(paragraph, Span(_cut(texts[kind], source)), None, speaks)
            # Without properties of the paragraph, LibreOffice forgets the layout's.
            properties = paragraph._p.get_or_add_pPr()
            if speaks.direction == "rtl":
                properties.set("rtl", "1")


def _without_date(deck: Deck, layout: Office) -> str:
    """The footer, without the date where the layout has a place of its own for it."""
    has_date = any(type_of(shape) == "dt" for shape in layout.placeholders)
    parts = deck.footer.split(BETWEEN)
    return BETWEEN.join(part for part in parts if part != deck.date) if has_date else deck.footer


def _number(number: int, speaks: Voice) -> Office:
    return parse_xml(
        '<a:p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
        f'<a:rPr lang="{speaks.tag}"/><a:t>{number}</a:t></a:fld></a:p>'
    )


def _cut(text: str, source: Office) -> str:
    """A footer on one line: whole words as far as there is room."""
    room = room_of(source)
    size = size_of(source)
    if room is None or text_width(text, size) <= room.width:
        return text
    words = text.split()
    while len(words) > 1 and text_width(" ".join(words) + "…", size) > room.width:
        words = words[:-1]
    return " ".join(words).rstrip(" ·,–-") + "…"
