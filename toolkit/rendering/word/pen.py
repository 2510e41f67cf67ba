"""The pen that draws on a Word document: paragraphs, runs and bare tables, in the right direction and style."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shape import InlineShape
from docx.shared import Emu, Length, Pt

from toolkit.content.language import Language
from toolkit.rendering import theme
from toolkit.rendering.outline import Inline, Span
from toolkit.rendering.word.styles import TABLE_STYLE
from toolkit.rendering.word.xml import add_text, clean, make, put, w

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

_BLOCKS = (w("p"), w("tbl"))
_LINKS = ("http://", "https://", "mailto:", "tel:")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a node is drawn: the container, the room across, the style that plain paragraphs take, and the list level
    (-1 outside a list)."""

    container: WordDocument | _Cell
    width: Emu
    text_style: str = "Normal"
    level: int = -1
    keep: bool = False


class Pen:
    """Draws on one document. It remembers only whether the next paragraph begins a page."""

    def __init__(self, word: WordDocument, *, rtl: bool) -> None:
        self.word = word
        self.rtl = rtl
        # Looked up once: python-docx searches all styles for every paragraph.
        self._style_ids = {style.name: style.style_id for style in word.styles}
        self._break_next = False
        self._pictures = 0

    def paragraph(self, spot: Spot, spans: Inline, style: str) -> Paragraph:
        """A new paragraph; the empty one that every new cell holds is used first."""
        paragraph = _unused(spot.container) if spot.container is not self.word else None
        if paragraph is None:
            paragraph = spot.container.add_paragraph()
        put(paragraph._p.get_or_add_pPr(), "pStyle", val=self._style_ids[style])
        if self._break_next:
            paragraph.paragraph_format.page_break_before = True
            self._break_next = False
        if self.rtl:
            put(paragraph._p.get_or_add_pPr(), "bidi")
        if spot.keep:
            paragraph.paragraph_format.keep_with_next = True
        self.runs(paragraph, spans)
        return paragraph

    def runs(
        self, paragraph: Paragraph, spans: Inline, colour: str = "", bold: bool | None = None, points: float = 0
    ) -> None:
        """Add spans to a paragraph; `colour`, `bold` and `points` (a size, 0 for the style's) hold for all of them."""
        for span in spans:
            run, properties = make("r"), make("rPr")
            run.append(properties)
            add_text(run, clean(span.text))
            if span.bold or bold:
                put(properties, "b")
                put(properties, "bCs")
            if span.italic:
                put(properties, "i")
                put(properties, "iCs")
            if span.code:
                put(properties, "rFonts", ascii="Courier New", hAnsi="Courier New")
            if points:
                half_points = str(round(points * 2))
                put(properties, "sz", val=half_points)
                put(properties, "szCs", val=half_points)
            if colour:
                put(properties, "color", val=colour)
            self._set_script(span, properties)
            paragraph._p.append(run)
            if span.href.startswith(_LINKS):
                self._link(paragraph, run, span.href)

    def _set_script(self, span: Span, properties: BaseOxmlElement) -> None:
        """Complex-script runs say so, or Word orders and shapes them as Latin; foreign words name their language."""
        if (Language(span.lang).direction == "rtl") if span.lang else self.rtl:
            put(properties, "rtl")
        if span.lang and span.lang != "und":
            put(properties, "lang", val=span.lang, bidi=span.lang)

    def _link(self, paragraph: Paragraph, run: BaseOxmlElement, href: str) -> None:
        relation = paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = make("hyperlink")
        link.set(qn("r:id"), relation)
        paragraph._p.append(link)
        link.append(run)
        properties = link[0].get_or_add_rPr()
        put(properties, "color", val=theme.BRAND)
        put(properties, "u", val="single")

    def table(self, spot: Spot, rows: int, columns: int, shares: list[float], styled: bool = False) -> Table:
        """A bare table; `shares` are parts of the width, adding up to 1; `styled` takes the document's table style."""
        if self._break_next:  # a table cannot begin a page, a paragraph before it can
            self.gap(spot)
        empty = None if spot.container is self.word else _unused(spot.container)
        table: Table = spot.container.add_table(rows, columns)
        if empty is not None:
            empty._p.getparent().remove(empty._p)
        if spot.container is not self.word:
            # python-docx ends the cell with an empty line; `end_cell` adds a lower one where it is needed.
            after = table._tbl.getnext()
            if after is not None:
                after.getparent().remove(after)
        properties = table._tbl.tblPr
        if styled:
            put(properties, "tblStyle", val=self._style_ids[TABLE_STYLE])
        table.autofit = False
        put(properties, "tblW", type="dxa", w=str(round(spot.width / 635)))
        put(properties, "tblLayout", type="fixed")
        if self.rtl:
            put(properties, "bidiVisual")
        widths = [Emu(int(spot.width * share)) for share in shares]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        # By the elements: python-docx works out merged cells for every cell that it is asked for.
        for row in table._tbl.tr_lst:
            for cell, width in zip(row.tc_lst, widths, strict=True):
                cell.width = width
        return table

    def end_cell(self, cell: _Cell) -> None:
        """A cell must end in a paragraph: a tiny one after a table or other block that is none."""
        last = cell._tc[-1]
        if last.tag != qn("w:p"):
            paragraph = cell.add_paragraph()
            put(paragraph._p.get_or_add_pPr(), "pStyle", val=self._style_ids["Fact Label"])
            paragraph.paragraph_format.line_spacing = Pt(2)

    def picture(self, paragraph: Paragraph, data: bytes, width: Length | None = None) -> InlineShape:
        """A picture in a run of its own. Raises what python-docx does for one that it cannot read."""
        from docx.oxml.shape import CT_Inline

        relation, image = paragraph.part.get_or_add_image(io.BytesIO(data))
        across, down = image.scaled_dimensions(width, None)
        # Counted here: python-docx looks through the whole document for the highest number.
        self._pictures = self._pictures + 1 if self._pictures else paragraph.part.next_id
        drawn = CT_Inline.new_pic_inline(self._pictures, relation, image.filename, across, down)
        paragraph.add_run()._r.add_drawing(drawn)
        return InlineShape(drawn)

    def page_break(self, spot: Spot) -> None:
        """The next paragraph begins a page; two breaks in a row are one, and one at the very end is none."""
        if spot.container is self.word:
            self._break_next = True

    def gap(self, spot: Spot) -> None:
        """A little white after a table; Word would also join two tables that touch."""
        gap = self.paragraph(spot, (), "Normal") if spot.container is self.word else spot.container.add_paragraph()
        gap.paragraph_format.space_after = Pt(0)
        gap.paragraph_format.line_spacing = Pt(6)


def _unused(container: WordDocument | _Cell) -> Paragraph | None:
    """The cell's only paragraph, when nothing has been put into it."""
    from docx.text.paragraph import Paragraph

    blocks = [child for child in container._element if child.tag in _BLOCKS]
    if len(blocks) != 1 or blocks[0].tag != _BLOCKS[0] or len(blocks[0]):
        return None
    return Paragraph(blocks[0], container)
