"""The look of a Word document: styles, page, footer and fonts, so that a trainer can change each in one place."""

from __future__ import annotations

import io
from dataclasses import astuple, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.styles import BabelFish
from docx.styles.style import BaseStyle, ParagraphStyle, StyleFactory

from toolkit.content.cache import remembered
from toolkit.rendering import theme
from toolkit.rendering.outline import Direction, Document
from toolkit.rendering.word.xml import add_field, clean, make, put, set_borders

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

TABLE_STYLE = "Toolkit Table"
LIST_STYLES = {"bullet": "List Bullet", "number": "List Number", "box": "List Box", "none": "List Plain"}
PARA_STYLES = {"normal": "Normal", "lead": "Lead", "small": "Small", "note": "Note", "say": "Say"}
_KEPT_TABLES = ("TableNormal", "TableGrid")
_CONTENTS_STYLES = ("TOC 1", "TOC 2", "TOC 3")
_SCRIPT_OF_LANGUAGE = {
    "ar": "Arab",
    "fa": "Arab",
    "prs": "Arab",
    "ps": "Arab",
    "ur": "Arab",
    "ckb": "Arab",
    "ug": "Arab",
}
_ETHIOPIC = {"am", "ti", "tig", "gez"}


def script_font(language: str) -> str:
    """The font for a language's complex script; the Latin one where it needs none."""
    primary = language.split("-")[0]
    script = "Ethi" if primary in _ETHIOPIC else _SCRIPT_OF_LANGUAGE.get(primary, "")
    return theme.SCRIPT_FONTS.get(script, theme.LATIN_FONT)


def new_word(document: Document) -> WordDocument:
    """An empty Word document with the page, styles, fonts, language, lists and footer that `document` needs."""
    import docx

    look = Look(document.language, document.direction, document.landscape, document.large_type, document.look)
    word = docx.Document(io.BytesIO(_empty(look)))
    if document.look != "certificate":
        _set_footer(word, document)
    return word


@dataclass(frozen=True, slots=True)
class Look:
    """Everything of a document that its styles and page go by."""

    language: str
    direction: Direction
    landscape: bool
    large_type: bool
    look: Literal["plain", "easy", "certificate"]


@lru_cache(maxsize=32)
def _empty(look: Look) -> bytes:
    """An empty document of this look, as a file: python-docx takes ten times longer to set styles than to read them."""
    from importlib.metadata import version

    names = (*(str(part) for part in astuple(look)), version("python-docx"))
    return remembered("word", "", names, lambda: _make_empty(look))


def _make_empty(look: Look) -> bytes:
    import docx

    word = docx.Document()
    size = theme.sizes(look.large_type, look.look)
    _drop_old_styles(word)
    _set_page(word, look)
    _set_edges(word)
    _set_defaults(word, look, size)
    _set_text_styles(word, size, text_width(look))
    _add_table_style(word, size)
    _add_list_styles(word)
    _set_fonts(word)
    if look.look == "certificate":
        _set_certificate(word)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _drop_old_styles(word: WordDocument) -> None:
    """The template's second copy of its styles, which Word 2010 wrote, would contradict ours. Its hundred table styles
    are in Word anyway, and nine tenths of an empty document."""
    relations = word.part.rels
    for key in [key for key, relation in relations.items() if relation.reltype.endswith("/stylesWithEffects")]:
        relations.pop(key)
    of_file = word.part.package.rels  # its small picture shows another document
    for key in [key for key, relation in of_file.items() if relation.reltype.endswith("/thumbnail")]:
        of_file.pop(key)
    styles = word.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:styleId")) not in _KEPT_TABLES:
            styles.remove(style)


def text_width(document: Document | Look) -> Emu:
    """Room between the margins."""
    return Emu(Mm((297 if document.landscape else 210) - 2 * theme.MARGIN_MM))


def _set_page(word: WordDocument, document: Look) -> None:
    section = word.sections[0]
    short, long = Mm(210), Mm(297)
    section.page_width, section.page_height = (long, short) if document.landscape else (short, long)
    if document.landscape:
        from docx.enum.section import WD_ORIENT

        section.orientation = WD_ORIENT.LANDSCAPE
    margin = Mm(theme.MARGIN_MM)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = margin
    section.footer_distance = Mm(10)
    if document.direction == "rtl":
        put(section._sectPr, "bidi")


def _set_certificate(word: WordDocument) -> None:
    """One framed page with everything in its middle."""
    section = word.sections[0]
    frame = put(section._sectPr, "pgBorders", offsetFrom="page")
    for side in ("top", "left", "bottom", "right"):
        frame.append(make(side, val="thickThinSmallGap", sz="24", space="24", color=theme.BRAND))
    put(section._sectPr, "vAlign", val="center")
    section.top_margin = section.bottom_margin = Mm(14)
    section.header_distance = section.footer_distance = Mm(6)
    for style in word.styles:
        if isinstance(style, ParagraphStyle):
            layout = style.paragraph_format
            layout.alignment = WD_ALIGN_PARAGRAPH.CENTER
            # Scripts with tall lines need the room that large spaces would take.
            layout.space_before, layout.space_after = min(layout.space_before or Pt(0), Pt(6)), Pt(2)
    rule = word.styles["Heading 1"].element.get_or_add_pPr()
    set_borders(put(rule, "pBdr"), {})


def _set_edges(word: WordDocument) -> None:
    """Today's layout rules of Word, by which a table's edge, not its text, stands at the margin."""
    settings = word.settings.element
    compat = settings.find(qn("w:compat"))
    if compat is None:
        return
    for child in list(compat):
        compat.remove(child)
    uri = "http://schemas.microsoft.com/office/word"
    compat.append(make("compatSetting", name="compatibilityMode", uri=uri, val="15"))


def _set_defaults(word: WordDocument, document: Look, size: theme.Sizes) -> None:
    """Font, size and language of all text, for Latin and for complex scripts alike."""
    defaults = word.styles.element.find(qn("w:docDefaults"))
    run = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(run):
        run.remove(child)
    complex_font = script_font(document.language)
    names = {"ascii": theme.LATIN_FONT, "hAnsi": theme.LATIN_FONT, "eastAsia": theme.LATIN_FONT, "cs": complex_font}
    put(run, "rFonts", **names)
    half_points = str(round(size.body * 2))
    put(run, "sz", val=half_points)
    put(run, "szCs", val=half_points)
    put(run, "lang", val=document.language, eastAsia=document.language, bidi=document.language)
    if document.direction == "rtl":
        normal = word.styles["Normal"].element
        put(normal.get_or_add_pPr(), "bidi")


def _set_text_styles(word: WordDocument, size: theme.Sizes, width: Emu) -> None:
    _style(word, "Normal", size.body, theme.INK, after=4)
    _style(word, "Title", size.title, theme.BRAND, bold=True, after=2)
    _style(word, "Subtitle", size.subtitle, theme.MUTED, after=8)
    for level, before in ((1, 18), (2, 14), (3, 10), (4, 7)):
        colour = theme.BRAND if level < 4 else theme.INK
        heading = _style(word, f"Heading {level}", size.headings[level - 1], colour, bold=True, before=before, after=4)
        heading.paragraph_format.keep_with_next = True
    line = word.styles["Heading 1"].element.get_or_add_pPr()
    set_borders(put(line, "pBdr"), {"bottom": (1.25, theme.BRAND)}, space=2)
    line = word.styles["Subtitle"].element.get_or_add_pPr()
    set_borders(put(line, "pBdr"), {"bottom": (2.5, theme.BRAND)}, space=6)
    title = word.styles["Title"].element.get_or_add_pPr()
    set_borders(put(title, "pBdr"), {})
    _style(word, "Lead", size.lead, theme.BRAND, after=4)
    _style(word, "Small", size.small, theme.INK, after=3)
    _style(word, "Note", size.small, theme.MUTED, after=3)
    say = _style(word, "Say", size.body, theme.INK, italic=True, after=6)
    say.paragraph_format.left_indent = Pt(10)
    _style(word, "Facts", size.table, theme.INK, before=2, after=8)
    set_borders(
        put(word.styles["Facts"].element.get_or_add_pPr(), "pBdr"),
        {"top": (0.6, theme.LINE), "bottom": (0.6, theme.LINE)},
        space=4,
    )
    _style(word, "Fact Label", size.small, theme.MUTED, after=0)
    _style(word, "Fact Value", size.body, theme.INK, bold=True, after=2)
    callout = _style(word, "Callout Title", size.body, theme.INK, bold=True, after=2)
    callout.paragraph_format.keep_with_next = True
    _style(
        word, "Minor Heading", size.body, theme.INK, bold=True, before=4, after=2
    ).paragraph_format.keep_with_next = True
    _style(word, "Table Text", size.table, theme.INK, after=2, line=0.95)
    table_head = _style(word, "Table Heading", size.table, theme.INK, bold=True, after=1)
    table_head.paragraph_format.keep_with_next = True
    _style(word, "Caption", size.small, theme.MUTED, after=6)
    _style(word, "Quote", size.body, theme.INK, italic=True, after=6).paragraph_format.left_indent = Pt(12)
    _style(word, "Preformatted", size.table, theme.INK, after=0).font.name = "Courier New"
    lines = _style(word, "Write Line", size.body, theme.INK, after=0, before=8)
    side = (0.75, theme.LINE)
    set_borders(put(lines.element.get_or_add_pPr(), "pBdr"), {"bottom": side, "between": side}, space=1)
    _style(word, "Choice", size.body, theme.INK, after=5)
    _style(word, "Footer", 8.5, theme.MUTED, after=0)
    _style(word, "Contents Title", size.headings[0], theme.BRAND, bold=True, before=16, after=6)
    for depth, name in enumerate(_CONTENTS_STYLES):
        entry = _style(word, name, size.body, theme.INK, bold=depth == 0, before=4 if depth == 0 else 0, after=0)
        entry.paragraph_format.left_indent = Pt(12 * depth)
        entry.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _style(
    word: WordDocument,
    name: str,
    points: float,
    colour: str,
    *,
    bold: bool = False,
    italic: bool = False,
    before: float = 0,
    after: float = 0,
    line: float = 1.0,
) -> ParagraphStyle:
    """A paragraph style with this look, made if the template has none of that name."""
    style = _named(word, name) or word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if not isinstance(style, ParagraphStyle):
        raise TypeError(name)
    if name != "Normal":
        style.base_style = word.styles["Normal"]
    run = style.element.get_or_add_rPr()
    for child in list(run):
        run.remove(child)
    style.font.size, style.font.bold, style.font.italic = Pt(points), bold, italic
    style.font.color.rgb = RGBColor.from_string(colour)
    put(run, "szCs", val=str(round(points * 2)))
    for on, tag in ((bold, "bCs"), (italic, "iCs")):
        if on:
            put(run, tag)
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), line
    style.quick_style = True
    return style


def _named(word: WordDocument, name: str) -> BaseStyle | None:
    """The style of this name; looking through the elements is much faster than through python-docx's styles."""
    element = word.styles.element.get_by_name(BabelFish.ui2internal(name))
    return StyleFactory(element) if element is not None else None


def _add_table_style(word: WordDocument, size: theme.Sizes) -> None:
    style = parse_xml(
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ToolkitTable">'
        f'<w:name w:val="{TABLE_STYLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>'
        f'<w:pPr><w:spacing w:before="20" w:after="40" w:line="252" w:lineRule="auto"/></w:pPr>'
        f'<w:rPr><w:sz w:val="{round(size.table * 2)}"/><w:szCs w:val="{round(size.table * 2)}"/></w:rPr>'
        f'<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="6" w:space="0" w:color="{theme.LINE}"/>'
        f'<w:bottom w:val="single" w:sz="6" w:space="0" w:color="{theme.LINE}"/>'
        f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{theme.LINE}"/></w:tblBorders>'
        '<w:tblCellMar><w:top w:w="50" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>'
        '<w:bottom w:w="50" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr>'
        f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{theme.HEAD_FILL}"/></w:tcPr></w:tblStylePr></w:style>'
    )
    word.styles.element.append(style)


def _add_list_styles(word: WordDocument) -> None:
    """Styles of lists; their marks and indents are in `word.lists`."""
    for name in ("List Bullet", "List Number", "List Box", "List Plain"):
        size = word.styles["Normal"].font.size
        _style(word, name, size.pt if size else theme.NORMAL.body, theme.INK, after=2)


def _set_fonts(word: WordDocument) -> None:
    """Where Noto is not installed, Word takes a sans serif that looks alike instead of its default."""
    part = next((p for p in word.part.package.iter_parts() if p.partname.endswith("/fontTable.xml")), None)
    if part is None:
        return
    table = parse_xml(part.blob)
    for name, other in ((theme.LATIN_FONT, "Segoe UI"), *((font, "Segoe UI") for font in theme.SCRIPT_FONTS.values())):
        font = make("font", name=name)
        font.append(make("altName", val=other))
        font.append(make("panose1", val="020B0502040504020204"))
        font.append(make("family", val="swiss"))
        font.append(make("pitch", val="variable"))
        table.append(font)
    part._blob = serialize_part_xml(table)


def _set_footer(word: WordDocument, document: Document) -> None:
    section = word.sections[0]
    paragraph = section.footer.paragraphs[0]
    paragraph.style = word.styles["Footer"]
    width = text_width(document)
    layout = paragraph.paragraph_format
    stops = word.styles["Footer"].element.get_or_add_pPr().find(qn("w:tabs"))
    if stops is not None:  # the template's own, for another page width
        stops.getparent().remove(stops)
    layout.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    set_borders(put(paragraph._p.get_or_add_pPr(), "pBdr"), {"top": (0.6, theme.LINE)}, space=4)
    paragraph.add_run(f"{clean(document.footer)}\t")
    for part in _page_parts(document.page_of):
        if part in ("PAGE", "NUMPAGES"):
            add_field(paragraph._p, part, "1")
        elif part:
            paragraph.add_run(part)
    if document.direction == "rtl":
        put(paragraph._p.get_or_add_pPr(), "bidi")


def _page_parts(pattern: str) -> list[str]:
    """The words and field names of a pattern such as "Page {page} of {pages}"."""
    parts: list[str] = []
    for piece in pattern.replace("{pages}", "\0NUMPAGES\0").replace("{page}", "\0PAGE\0").split("\0"):
        parts.append(clean(piece))
    return parts
