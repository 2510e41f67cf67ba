"""Draws outline nodes into a Word document, one small method for each kind of node that holds others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Emu, Mm, Pt

from toolkit.rendering import theme
from toolkit.rendering.outline import (
    Callout,
    Cell,
    ChartNode,
    Choices,
    CodeBox,
    Document,
    Fields,
    Heading,
    Keep,
    ListNode,
    Node,
    Nodes,
    PageBreak,
    Para,
    PictureNode,
    Preformatted,
    QrNode,
    QuoteNode,
    Rule,
    TableNode,
    WriteLines,
    inline,
    plain,
)
from toolkit.rendering.tables import column_shares, whole_row, words_in
from toolkit.rendering.word.lists import Numbering, indent_like_item, put_in_list
from toolkit.rendering.word.pen import Pen, Spot
from toolkit.rendering.word.pieces import (
    bookmark_name,
    draw_chart,
    draw_choices,
    draw_code_box,
    draw_contents,
    draw_facts,
    draw_fields,
    draw_picture,
    draw_qr,
)
from toolkit.rendering.word.styles import LIST_STYLES, PARA_STYLES, text_width
from toolkit.rendering.word.xml import bookmark, make, put, set_borders, shade

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import _Row

_CELL_PADDING = Mm(3.5)
_LONG_ROW = 350
"""Characters beyond which a row of running text may go on over the page."""


class Drawer:
    """Draws one document; counts its headings and lists, which refer to one another by number."""

    def __init__(self, word: WordDocument, document: Document) -> None:
        self._pen = Pen(word, rtl=document.direction == "rtl")
        self._document = document
        self._numbering = Numbering(word)
        self._headings = 0

    def draw(self, heading_pages: Sequence[int] = ()) -> None:
        """The whole document: title, facts, contents, body. `heading_pages` are for the contents."""
        document, pen = self._document, self._pen
        spot = Spot(pen.word, text_width(document))
        pen.paragraph(spot, inline(document.title), "Title")
        pen.paragraph(spot, inline(document.subtitle), "Subtitle")
        if document.facts:
            draw_facts(pen, spot, document.facts)
        if document.contents_title:
            draw_contents(pen, spot, document, heading_pages)
        self._nodes(spot, document.body)

    def _nodes(self, spot: Spot, nodes: Nodes) -> None:
        for node in nodes:
            self._node(spot, node)

    def _node(self, spot: Spot, node: Node) -> None:
        match node:
            case Heading():
                self._heading(spot, node)
            case Para(text=text, style=style):
                self._pen.paragraph(spot, text, spot.text_style if style == "normal" else PARA_STYLES[style])
            case ListNode():
                self._list(spot, node)
            case TableNode():
                self._table_node(spot, node)
            case PictureNode():
                draw_picture(self._pen, spot, node)
            case ChartNode():
                draw_chart(self._pen, spot, node)
            case QrNode():
                draw_qr(self._pen, spot, node)
            case Callout():
                self._callout(spot, node)
            case Fields():
                draw_fields(self._pen, spot, node)
            case WriteLines(count=count):
                for _ in range(count):
                    line = self._pen.paragraph(spot, (), "Write Line").paragraph_format
                    if self._document.look == "certificate" and spot.container is self._pen.word:
                        line.left_indent = line.right_indent = Mm(45)
                self._pen.gap(spot)
            case Choices():
                draw_choices(self._pen, spot, node)
            case CodeBox():
                draw_code_box(self._pen, spot, node)
            case Preformatted(text=text):
                for line in text.split("\n"):
                    self._pen.paragraph(spot, inline(line), "Preformatted")
                self._pen.gap(spot)
            case QuoteNode(body=body):
                self._nodes(Spot(spot.container, spot.width, "Quote", spot.level), body)
            case PageBreak():
                self._pen.page_break(spot)
            case Rule():
                properties = self._pen.paragraph(spot, (), "Small")._p.get_or_add_pPr()
                set_borders(put(properties, "pBdr"), {"bottom": (0.6, theme.LINE)})
            case Keep(body=body):
                if body:
                    self._nodes(Spot(spot.container, spot.width, spot.text_style, spot.level, True), body[:-1])
                    self._node(spot, body[-1])

    def _heading(self, spot: Spot, node: Heading) -> None:
        if spot.container is not self._pen.word:
            self._pen.paragraph(spot, node.text, "Minor Heading")
            return
        paragraph = self._pen.paragraph(spot, node.text, f"Heading {node.level}")
        self._headings += 1
        bookmark(paragraph._p, self._headings, bookmark_name(self._headings))

    def _list(self, spot: Spot, node: ListNode) -> None:
        number = self._numbering.new_list(node.mark, node.start)
        level = spot.level + 1
        style = LIST_STYLES[node.mark]
        inner = Spot(spot.container, spot.width, style, level)
        for item in node.items:
            first, rest = (item[0], item[1:]) if item and isinstance(item[0], Para) else (Para(()), item)
            paragraph = self._pen.paragraph(spot, (), style)
            if isinstance(first, Para):
                self._pen.runs(paragraph, first.text, points=self._own_size(first))
            put_in_list(paragraph._p.get_or_add_pPr(), number, level)
            for part in rest:
                if isinstance(part, Para):
                    further = self._pen.paragraph(spot, (), style)
                    self._pen.runs(further, part.text, points=self._own_size(part))
                    indent_like_item(further._p.get_or_add_pPr(), level)
                else:
                    self._node(inner, part)

    def _own_size(self, para: Para) -> float:
        """A list's items have the list's style; only a size of their own is added."""
        size = theme.sizes(self._document.large_type, self._document.look)
        return {"small": size.small, "note": size.small, "lead": size.lead}.get(para.style, 0)

    def _table_node(self, spot: Spot, node: TableNode) -> None:
        if not node.columns:
            return
        if plain(node.caption):
            self._pen.paragraph(spot, node.caption, "Table Heading")
        headed = any(plain(column.header) for column in node.columns)
        shares = [share / 100 for share in column_shares(node)]
        table = self._pen.table(spot, len(node.rows) + headed, len(shares), shares, styled=True)
        if not headed:
            # The style would set the first row off as a header.
            put(table._tbl.tblPr, "tblLook", firstRow="0", firstColumn="0", val="0000")
        if node.flowing:
            borders = put(table._tbl.tblPr, "tblBorders")
            set_borders(borders, {"top": (0, theme.LINE), "bottom": (0, theme.LINE), "insideH": (0.5, theme.LINE)})
        if headed:
            properties = table.rows[0]._tr.get_or_add_trPr()
            put(properties, "cantSplit")
            put(properties, "tblHeader")
            for column, head in zip(node.columns, table.rows[0].cells, strict=True):
                self._pen.paragraph(Spot(head, Emu(0)), column.header, "Table Heading")
                shade(head._tc.get_or_add_tcPr(), theme.HEAD_FILL)
        if node.min_row_pt:
            side = (0.6, theme.LINE)
            sides = ("top", "left", "bottom", "right", "insideH", "insideV")
            set_borders(put(table._tbl.tblPr, "tblBorders"), dict.fromkeys(sides, side))
        for target, row in zip(list(table.rows)[headed:], node.rows, strict=True):
            self._row(spot, node, target, whole_row(row, len(shares)), shares)
        self._pen.gap(spot)

    def _row(self, spot: Spot, node: TableNode, row: _Row, cells: tuple[Cell, ...], shares: list[float]) -> None:
        targets = row.cells
        style = "Normal" if node.flowing else "Table Text"
        if not node.flowing or words_in(cells) < _LONG_ROW:
            put(row._tr.get_or_add_trPr(), "cantSplit")
        if node.min_row_pt:
            row.height = Pt(node.min_row_pt)
        position = 0
        for cell in cells:
            target = targets[position]
            if cell.span > 1:
                target = target.merge(targets[position + cell.span - 1])
            if cell.fill:
                shade(target._tc.get_or_add_tcPr(), cell.fill)
            if node.min_row_pt:
                put(target._tc.get_or_add_tcPr(), "vAlign", val="center")
            share = sum(shares[position : position + cell.span])
            inner = Spot(target, Emu(int(spot.width * share) - _CELL_PADDING), style)
            self._nodes(inner, cell.body)
            if not cell.body:
                self._pen.paragraph(inner, (), style)
            self._pen.end_cell(target)
            align = node.columns[position].align
            if align != "start":
                for paragraph in target.paragraphs:
                    kind = WD_ALIGN_PARAGRAPH.CENTER if align == "center" else WD_ALIGN_PARAGRAPH.RIGHT
                    paragraph.alignment = kind
            position += cell.span

    def _callout(self, spot: Spot, node: Callout) -> None:
        tone = theme.CALLOUT_TONES[node.kind]
        table = self._pen.table(spot, 1, 1, [1.0])
        cell = table.cell(0, 0)
        shade(cell._tc.get_or_add_tcPr(), tone.fill)
        properties = put(table._tbl.tblPr, "tblBorders")
        if node.kind == "handout":
            set_borders(properties, dict.fromkeys(("top", "left", "bottom", "right"), (0.6, theme.LINE)))
        else:
            # In a right-to-left table "left" is the leading side, too.
            set_borders(properties, {"left": (3, tone.strong)})
        margins = put(table._tbl.tblPr, "tblCellMar")
        for side, width in (("top", 80), ("left", 170), ("bottom", 30), ("right", 170)):
            margins.append(make(side, w=str(width), type="dxa"))
        inner = Spot(cell, Emu(spot.width - Pt(18)))
        if plain(node.title):
            title = self._pen.paragraph(inner, (), "Callout Title")
            self._pen.runs(title, node.title, tone.strong, bold=True)
        self._nodes(inner, node.body)
        self._pen.end_cell(cell)
        self._pen.gap(spot)
