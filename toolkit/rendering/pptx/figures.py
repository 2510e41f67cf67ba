"""Tables, pictures and QR codes on a slide."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pptx.enum.text import MSO_ANCHOR

from toolkit.rendering.outline import Align, Card, PictureNode, QrNode, Span, TableNode
from toolkit.rendering.pictures import for_word, read_picture
from toolkit.rendering.pptx.master import mirrored
from toolkit.rendering.pptx.office import EMU, Office, emu, rgb
from toolkit.rendering.pptx.pen import Pen, put, text_box
from toolkit.rendering.pptx.text import Voice, set_decorative, tint, write_paras
from toolkit.rendering.qr import draw_qr_png, fits_qr
from toolkit.rendering.slide_box import Box, Part
from toolkit.rendering.slide_text import CELL_PAD_X, CELL_PAD_Y, SlidePara, column_widths, row_heights, slide_paras
from toolkit.rendering.theme import INK, LINE, MUTED, PAPER

_ALIGN: dict[Align, str] = {"start": "l", "center": "ctr", "end": "r"}


def draw_table(pen: Pen, card: Card, part: Part, table: TableNode) -> None:
    """A native table with a header row; in right-to-left languages its columns run from the right."""
    rows, columns = len(table.rows) + 1, len(table.columns)
    at = mirrored(part.box, pen.speaks.direction)
    frame = pen.slide.shapes.add_table(rows, columns, emu(at.x), emu(at.y), emu(at.width), emu(at.height))
    frame._element.xpath(".//p:cNvPr")[0].set("descr", card.title)
    grid = frame.table
    if pen.speaks.direction == "rtl":
        grid._tbl.tblPr.set("rtl", "0" if pen.turned_tables else "1")
    step = -1 if pen.turned_tables and pen.speaks.direction == "rtl" else 1
    widths = column_widths(table, part.box.width, part.size)[::step]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = emu(width)
    for row, height in zip(grid.rows, row_heights(table, part.box.width, part.size), strict=True):
        row.height = emu(height)
    agenda = card.layout == "agenda"
    head_fill, head_ink = ("", pen.accent.strong) if agenda else (pen.accent.strong, PAPER)
    grid_cells = list(grid.iter_cells())
    cells = [cell for at in range(0, len(grid_cells), columns or 1) for cell in grid_cells[at : at + columns][::step]]
    for index, column in enumerate(table.columns):
        head = (SlidePara(column.header, look="heading"),) if column.header else ()
        _draw_cell(cells[index], head, part.size, pen.speaks, _ALIGN[column.align], fill=head_fill, ink=head_ink)
    now = min(card.marked, default=-1)
    for line, row in enumerate(table.rows):
        striped = pen.accent.fill if line % 2 else ""
        fill, ink = ("" if agenda else striped), INK
        if agenda and line in card.marked:
            fill, ink = pen.accent.strong, PAPER
        elif agenda and line < now:
            ink = MUTED
        for index, cell in enumerate(row[:columns]):
            align = _ALIGN[table.columns[index].align]
            paras = slide_paras(cell.body)
            target = cells[(line + 1) * columns + index]
            _draw_cell(target, paras, part.size, pen.speaks, align, fill=cell.fill or fill, ink=ink)


def _draw_cell(
    cell: Office, paras: Sequence[SlidePara], size: float, speaks: Voice, align: str, *, fill: str, ink: str
) -> None:
    cell.margin_left = cell.margin_right = emu(CELL_PAD_X)
    cell.margin_top = cell.margin_bottom = emu(CELL_PAD_Y)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    if fill:
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(fill)
    else:
        cell.fill.background()
    write_paras(cell.text_frame, paras, size, speaks, align)
    for paragraph in cell.text_frame.paragraphs:
        tint(paragraph, rgb(ink))


def draw_picture(pen: Pen, part: Part, picture: PictureNode) -> None:
    """As large as fits, in the middle of its box, never cut. One that cannot be read leaves its words."""
    data = read_picture(picture)
    try:
        if data is None:
            raise OSError
        shape = pen.slide.shapes.add_picture(io.BytesIO(for_word(data, picture.path)), 0, 0)
    except (OSError, ValueError, KeyError):
        pen.canvas.shape(part.box, pen.tone.fill, rounded=14)
        words = SlidePara((Span(picture.alt or picture.path.name, italic=True),))
        box = part.box.inside(20, 16) if part.box.width > 80 and part.box.height > 60 else part.box
        write_paras(text_box(pen, box).text_frame, (words,), part.size, pen.speaks)
        return
    scale = min(part.box.width / (shape.width / EMU), part.box.height / (shape.height / EMU))
    width, height = shape.width / EMU * scale, shape.height / EMU * scale
    box = Box(part.box.x + (part.box.width - width) / 2, part.box.y + (part.box.height - height) / 2, width, height)
    put(shape, box, pen.speaks)
    if picture.decorative:
        set_decorative(shape)
    else:
        shape._element.xpath(".//p:cNvPr")[0].set("descr", picture.alt)


def draw_qr(pen: Pen, part: Part, node: QrNode) -> None:
    """The code as a picture on white; one that would hold too much leaves its address."""
    if not fits_qr(node.data):
        words = (SlidePara((Span(node.data),)),)
        write_paras(text_box(pen, part.box).text_frame, words, part.size, pen.speaks)
        return
    pen.canvas.shape(part.box, "FFFFFF", rounded=14, line=LINE)
    shape = pen.slide.shapes.add_picture(io.BytesIO(draw_qr_png(node.data)), 0, 0)
    put(shape, part.box.inside(8), pen.speaks)
    shape._element.xpath(".//p:cNvPr")[0].set("descr", node.alt)
