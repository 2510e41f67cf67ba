"""Draws outline nodes into a Word document, one small method for each kind of node."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

from toolkit.rendering import theme
from toolkit.rendering.outline import (
    Callout,
    Cell,
    Choices,
    CodeBox,
    Document,
    Fields,
    Heading,
    Inline,
    Keep,
    ListNode,
    Node,
    Nodes,
    PageBreak,
    Para,
    PictureNode,
    Preformatted,
    QuoteNode,
    Rule,
    Span,
    TableNode,
    WriteLines,
    inline,
    plain,
)
from toolkit.rendering.tables import column_shares, whole_row
from toolkit.rendering.word.lists import Numbering, indent_like_item, put_in_list
from toolkit.rendering.word.styles import LIST_STYLES, PARA_STYLES, TABLE_STYLE, text_width
from toolkit.rendering.word.xml import bookmark, clean, field_mark, make, put, set_borders, shade

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

_MARKS = {"circle": "\u25cb", "square": "\u2610", "number": "\u2610"}
_LINKS = ("http://", "https://", "mailto:", "tel:")
_CONTENTS_DEPTH = 3
_MOST_PICTURE_HEIGHT = Mm(95)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a node is drawn: the container, the room across, the style that plain paragraphs take, and the list level
    (-1 outside a list)."""

    container: WordDocument | _Cell
    width: Emu
    text_style: str = "Normal"
    level: int = -1
    keep: bool = False


class Drawer:
    """Draws one document. `headings` collects what the contents list names."""

    def __init__(self, word: WordDocument, document: Document) -> None:
        self._word = word
        self._document = document
        self._rtl = document.direction == "rtl"
        self._numbering = Numbering(word)
        self._headings = 0
        self._break_next = False

    def draw(self) -> None:
        """The whole document: title, facts, contents, body."""
        document, word = self._document, self._word
        spot = _Spot(word, text_width(document))
        self._paragraph(spot, inline(document.title), "Title")
        self._paragraph(spot, inline(document.subtitle), "Subtitle")
        if document.facts:
            self._facts(spot, document.facts)
        if document.contents_title:
            self._contents(spot)
        self._nodes(spot, document.body)

    # --- text -----------------------------------------------------------------

    def _paragraph(self, spot: _Spot, spans: Inline, style: str) -> Paragraph:
        """A new paragraph; the empty one that every new cell holds is used first."""
        paragraph = _unused(spot.container) if spot.container is not self._word else None
        if paragraph is None:
            paragraph = spot.container.add_paragraph()
        paragraph.style = self._word.styles[style]
        if self._break_next:
            paragraph.paragraph_format.page_break_before = True
            self._break_next = False
        if self._rtl:
            put(paragraph._p.get_or_add_pPr(), "bidi")
        if spot.keep:
            paragraph.paragraph_format.keep_with_next = True
        self._runs(paragraph, spans)
        return paragraph

    def _runs(self, paragraph: Paragraph, spans: Inline, colour: str = "", bold: bool | None = None) -> None:
        for span in spans:
            run = paragraph.add_run()
            for index, line in enumerate(clean(span.text).split("\n")):
                if index:
                    run.add_break(WD_BREAK.LINE)
                run.add_text(line)
            properties = run._r.get_or_add_rPr()
            if span.bold or bold:
                run.bold = True
                put(properties, "bCs")
            if span.italic:
                run.italic = True
                put(properties, "iCs")
            if span.code:
                run.font.name = "Courier New"
            if colour:
                run.font.color.rgb = RGBColor.from_string(colour)
            self._set_script(span, properties)
            if span.href.startswith(_LINKS):
                self._link(paragraph, run._r, span.href)

    def _set_script(self, span: Span, properties: object) -> None:
        """Complex-script runs say so, or Word orders and shapes them as Latin; foreign words name their language."""
        from docx.oxml.xmlchemy import BaseOxmlElement

        if not isinstance(properties, BaseOxmlElement):
            return
        if self._rtl and not span.lang:
            put(properties, "rtl")
        if span.lang:
            put(properties, "lang", val=span.lang, bidi=span.lang)

    def _link(self, paragraph: Paragraph, run: object, href: str) -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE

        relation = paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = make("hyperlink")
        link.set(qn("r:id"), relation)
        paragraph._p.append(link)
        link.append(run)
        properties = link[0].get_or_add_rPr()
        put(properties, "color", val=theme.BRAND)
        put(properties, "u", val="single")

    # --- the beginning ----------------------------------------------------------

    def _facts(self, spot: _Spot, facts: tuple[tuple[Inline, Inline], ...]) -> None:
        across = 2 if len(facts) > 4 else 1
        rows = -(-len(facts) // across)
        table = self._table(spot, rows, across, [1 / across] * across)
        for index, (label, value) in enumerate(facts):
            cell = table.cell(index // across, index % across)
            inner = _Spot(cell, Emu(spot.width // across))
            self._paragraph(inner, label, "Fact Label").paragraph_format.keep_with_next = True
            self._paragraph(inner, value, "Fact Value")
        set_borders(put(table._tbl.tblPr, "tblBorders"), {"bottom": (0.75, theme.LINE)})
        self._gap(spot)

    def _contents(self, spot: _Spot) -> None:
        """A contents field, already filled with links to the headings: the page numbers come when Word opens it, or
        when the reader brings it up to date."""
        self._paragraph(spot, inline(self._document.contents_title), "Contents Title")
        headings = _headings(self._document.body)
        entries = [(n, h) for n, h in enumerate(headings, 1) if h.level <= _CONTENTS_DEPTH]
        for index, (number, heading) in enumerate(entries):
            paragraph = self._paragraph(spot, (), f"TOC {heading.level}")
            if index == 0:
                code = f'TOC \\o "1-{_CONTENTS_DEPTH}" \\h \\z \\u'
                for run in field_mark("begin", code) + field_mark("separate"):
                    paragraph._p.append(run)
            link = make("hyperlink", anchor=_bookmark_name(number), history="1")
            text = make("r")
            words = make("t")
            words.text = clean(plain(heading.text))
            text.append(words)
            link.append(text)
            paragraph._p.append(link)
            if index == len(entries) - 1:
                for run in field_mark("end"):
                    paragraph._p.append(run)
        self._page_break(spot)

    # --- nodes ------------------------------------------------------------------

    def _nodes(self, spot: _Spot, nodes: Nodes) -> None:
        for node in nodes:
            self._node(spot, node)

    def _node(self, spot: _Spot, node: Node) -> None:
        match node:
            case Heading():
                self._heading(spot, node)
            case Para(text=text, style=style):
                self._paragraph(spot, text, spot.text_style if style == "normal" else PARA_STYLES[style])
            case ListNode():
                self._list(spot, node)
            case TableNode():
                self._table_node(spot, node)
            case PictureNode():
                self._picture(spot, node)
            case Callout():
                self._callout(spot, node)
            case Fields():
                self._fields(spot, node)
            case WriteLines(count=count):
                for _ in range(count):
                    self._paragraph(spot, (), "Write Line")
                self._gap(spot)
            case Choices():
                self._choices(spot, node)
            case CodeBox():
                self._code_box(spot, node)
            case Preformatted(text=text):
                for line in text.split("\n"):
                    self._paragraph(spot, inline(line), "Preformatted")
                self._gap(spot)
            case QuoteNode(body=body):
                self._nodes(_Spot(spot.container, spot.width, "Quote", spot.level), body)
            case PageBreak():
                self._page_break(spot)
            case Rule():
                properties = self._paragraph(spot, (), "Small")._p.get_or_add_pPr()
                set_borders(put(properties, "pBdr"), {"bottom": (0.6, theme.LINE)})
            case Keep(body=body):
                if body:
                    self._nodes(_Spot(spot.container, spot.width, spot.text_style, spot.level, True), body[:-1])
                    self._node(spot, body[-1])

    def _heading(self, spot: _Spot, node: Heading) -> None:
        if spot.container is not self._word:
            self._paragraph(spot, node.text, "Minor Heading")
            return
        paragraph = self._paragraph(spot, node.text, f"Heading {node.level}")
        self._headings += 1
        bookmark(paragraph._p, self._headings, _bookmark_name(self._headings))

    def _list(self, spot: _Spot, node: ListNode) -> None:
        number = self._numbering.new_list(node.mark, node.start)
        level = spot.level + 1
        style = LIST_STYLES[node.mark]
        inner = _Spot(spot.container, spot.width, style, level)
        for item in node.items:
            first, rest = (item[0], item[1:]) if item and isinstance(item[0], Para) else (Para(()), item)
            paragraph = self._paragraph(spot, first.text if isinstance(first, Para) else (), style)
            put_in_list(paragraph._p.get_or_add_pPr(), number, level)
            for part in rest:
                if isinstance(part, Para):
                    further = self._paragraph(spot, part.text, style)
                    indent_like_item(further._p.get_or_add_pPr(), level)
                else:
                    self._node(inner, part)

    def _table_node(self, spot: _Spot, node: TableNode) -> None:
        if not node.columns:
            return
        if plain(node.caption):
            self._paragraph(spot, node.caption, "Table Heading")
        headed = any(plain(column.header) for column in node.columns)
        shares = [share / 100 for share in column_shares(node)]
        table = self._table(spot, len(node.rows) + headed, len(shares), shares, styled=True)
        if headed:
            properties = table.rows[0]._tr.get_or_add_trPr()
            put(properties, "cantSplit")
            put(properties, "tblHeader")
            for column, head in zip(node.columns, table.rows[0].cells, strict=True):
                self._paragraph(_Spot(head, Emu(0)), column.header, "Table Heading")
                shade(head._tc.get_or_add_tcPr(), theme.HEAD_FILL)
        if node.min_row_pt:
            side = (0.6, theme.LINE)
            sides = ("top", "left", "bottom", "right", "insideH", "insideV")
            set_borders(put(table._tbl.tblPr, "tblBorders"), dict.fromkeys(sides, side))
        for index, row in enumerate(node.rows):
            self._row(spot, node, table, index + headed, whole_row(row, len(shares)))
        self._gap(spot)

    def _row(self, spot: _Spot, node: TableNode, table: Table, index: int, cells: tuple[Cell, ...]) -> None:
        row = table.rows[index]
        put(row._tr.get_or_add_trPr(), "cantSplit")
        if node.min_row_pt:
            row.height = Pt(node.min_row_pt)
        position = 0
        for cell in cells:
            target = row.cells[position]
            if cell.span > 1:
                target = target.merge(row.cells[position + cell.span - 1])
            if cell.fill:
                shade(target._tc.get_or_add_tcPr(), cell.fill)
            if node.min_row_pt:
                put(target._tc.get_or_add_tcPr(), "vAlign", val="center")
            width = Emu(int(spot.width * cell.span / len(node.columns)))
            self._nodes(_Spot(target, width, "Table Text"), cell.body)
            if not cell.body:
                self._paragraph(_Spot(target, width), (), "Table Text")
            self._end_cell(target)
            align = node.columns[position].align
            if align != "start":
                for paragraph in target.paragraphs:
                    kind = WD_ALIGN_PARAGRAPH.CENTER if align == "center" else WD_ALIGN_PARAGRAPH.RIGHT
                    paragraph.alignment = kind
            position += cell.span

    def _table(self, spot: _Spot, rows: int, columns: int, shares: list[float], styled: bool = False) -> Table:
        if self._break_next:  # a table cannot begin a page, a paragraph before it can
            self._gap(spot)
        table = (
            self._word.add_table(rows, columns)
            if spot.container is self._word
            else spot.container.add_table(rows, columns)
        )
        properties = table._tbl.tblPr
        if styled:
            table.style = self._word.styles[TABLE_STYLE]
        table.autofit = False
        put(properties, "tblW", type="dxa", w=str(round(spot.width / 635)))
        put(properties, "tblLayout", type="fixed")
        if self._rtl:
            put(properties, "bidiVisual")
        widths = [Emu(int(spot.width * share)) for share in shares]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width
        return table

    def _end_cell(self, cell: _Cell) -> None:
        """A cell must end in a paragraph: a tiny one after a table or other block that is none."""
        last = cell._tc[-1]
        if last.tag != qn("w:p"):
            cell.add_paragraph(style=self._word.styles["Fact Label"]).paragraph_format.line_spacing = Pt(2)

    def _callout(self, spot: _Spot, node: Callout) -> None:
        tone = theme.CALLOUT_TONES[node.kind]
        table = self._table(spot, 1, 1, [1.0])
        cell = table.cell(0, 0)
        shade(cell._tc.get_or_add_tcPr(), tone.fill)
        properties = put(table._tbl.tblPr, "tblBorders")
        if node.kind == "handout":
            set_borders(properties, dict.fromkeys(("top", "left", "bottom", "right"), (0.6, theme.LINE)))
        else:
            set_borders(properties, {"right" if self._rtl else "left": (3, tone.strong)})
        margins = put(table._tbl.tblPr, "tblCellMar")
        for side, width in (("top", 100), ("left", 170), ("bottom", 70), ("right", 170)):
            margins.append(make(side, w=str(width), type="dxa"))
        inner = _Spot(cell, Emu(spot.width - Pt(18)))
        if plain(node.title):
            title = self._paragraph(inner, (), "Callout Title")
            self._runs(title, node.title, tone.strong, bold=True)
        self._nodes(inner, node.body)
        self._end_cell(cell)
        self._gap(spot)

    def _fields(self, spot: _Spot, node: Fields) -> None:
        short = [p for p in node.pairs if len(plain(p[1])) <= 46]
        paragraph = self._paragraph(spot, (), "Facts")
        for index, (label, value) in enumerate([*short, *(p for p in node.pairs if p not in short)]):
            if index >= len(short) and index:
                paragraph.add_run().add_break(WD_BREAK.LINE)
            elif index:
                self._runs(paragraph, inline("    "))
            self._runs(paragraph, (*label, Span("\u00a0")), theme.MUTED)
            self._runs(paragraph, value, bold=index < len(short))

    def _choices(self, spot: _Spot, node: Choices) -> None:
        mark = _MARKS[node.mark]
        if node.across and node.options:
            count = len(node.options)
            table = self._table(spot, 1, count, [1 / count] * count)
            for cell, (_, words) in zip(table.rows[0].cells, node.options, strict=True):
                inner = _Spot(cell, Emu(spot.width // count))
                for spans, style in ((inline(mark), "Choice"), (words, "Small")):
                    self._paragraph(inner, spans, style).alignment = WD_ALIGN_PARAGRAPH.CENTER
            self._gap(spot)
            return
        for code, words in node.options:
            codes = inline(f"{code}  ") if node.show_codes else ()
            self._paragraph(spot, (Span(f"{mark}\u2002"), *codes, *words), "Choice")

    def _code_box(self, spot: _Spot, node: CodeBox) -> None:
        label, side = 0.35, Mm(8)
        shares = [label, *[side / spot.width] * node.cells]
        table = self._table(spot, 1, len(shares), shares)
        self._paragraph(_Spot(table.cell(0, 0), Emu(0)), node.label, "Fact Value")
        table.rows[0].height = Mm(9)
        for cell in table.rows[0].cells[1:]:
            borders = put(cell._tc.get_or_add_tcPr(), "tcBorders")
            set_borders(borders, dict.fromkeys(("top", "left", "bottom", "right"), (1.0, theme.INK)))
        self._gap(spot)

    def _picture(self, spot: _Spot, node: PictureNode) -> None:
        from docx.image.exceptions import UnrecognizedImageError

        paragraph = self._paragraph(spot, (), "Normal")
        try:
            shape = paragraph.add_run().add_picture(str(node.path))
        except (OSError, UnrecognizedImageError, ValueError, KeyError):
            if node.alt:
                self._runs(paragraph, (Span(f"[{node.alt}]", italic=True),))
        else:
            factor = min(1, spot.width / shape.width, _MOST_PICTURE_HEIGHT / shape.height)
            shape.width, shape.height = Emu(int(shape.width * factor)), Emu(int(shape.height * factor))
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            shape._inline.docPr.set("descr", "" if node.decorative else clean(node.alt))
        if plain(node.caption):
            self._paragraph(spot, node.caption, "Caption").alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _page_break(self, spot: _Spot) -> None:
        """The next paragraph begins a page; two breaks in a row are one, and one at the very end is none."""
        if spot.container is self._word:
            self._break_next = True

    def _gap(self, spot: _Spot) -> None:
        """A little white after a table; Word would also join two tables that touch."""
        gap = self._paragraph(spot, (), "Normal") if spot.container is self._word else spot.container.add_paragraph()
        gap.paragraph_format.space_after = Pt(0)
        gap.paragraph_format.line_spacing = Pt(7)


def _unused(container: WordDocument | _Cell) -> Paragraph | None:
    """The cell's only paragraph, when nothing has been put into it."""
    paragraphs = container.paragraphs
    return paragraphs[0] if len(paragraphs) == 1 and len(paragraphs[0]._p) == 0 and not container.tables else None


def _bookmark_name(number: int) -> str:
    return f"_Toc{number:06d}"


def _headings(body: Nodes) -> list[Heading]:
    """Headings at the top of the document, in order, as `Drawer` numbers their bookmarks."""
    found: list[Heading] = []
    for node in body:
        if isinstance(node, Heading):
            found.append(node)
        elif isinstance(node, Keep):
            found.extend(_headings(node.body))
    return found
