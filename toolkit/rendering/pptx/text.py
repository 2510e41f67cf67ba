"""Runs and paragraphs: language, direction, bullets and looks, in the order that the file format asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from babel.core import get_global
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from toolkit.content.language import Language
from toolkit.rendering.outline import Direction, Inline, Span
from toolkit.rendering.pptx.master import physical
from toolkit.rendering.pptx.office import Office, emu
from toolkit.rendering.slide_text import SlidePara, indent, para_size, space_before

_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_LIST_STEP = 1.15


@dataclass(frozen=True, slots=True)
class Voice:
    """The language of a text: its tag as office programs know it (such as ``fr-FR``), its direction and script."""

    tag: str
    direction: Direction
    script: str


def voice(tag: str) -> Voice:
    """From a BCP 47 tag: the likely territory is added, as office programs expect it."""
    likely = str(get_global("likely_subtags").get(tag.split("-")[0], ""))
    parts = likely.split("_")
    office = f"{parts[0]}-{parts[-1]}" if "-" not in tag and len(parts) > 1 else tag
    script = next((part for part in [*tag.split("-"), *parts] if len(part) == 4 and part.isalpha()), "Latn")
    return Voice(office, Language(tag).direction, script)


def write_paras(
    frame: Office, paras: Sequence[SlidePara], size: float, speaks: Voice, align: str = "l", *, gap: float = 0
) -> None:
    """Fill a text frame; `gap` points are added above each paragraph but the first."""
    for index, para in enumerate(paras):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        write_para(paragraph, para, size, speaks, align, first=index == 0)
        if index and gap:
            paragraph.space_before = Pt(round(space_before(para, size, False) + gap, 1))


def write_para(
    paragraph: Office,
    para: SlidePara,
    size: float,
    speaks: Voice,
    align: str = "l",
    *,
    first: bool = False,
) -> None:
    """One paragraph with its bullet, indent and runs."""
    properties = paragraph._p.get_or_add_pPr()
    margin, hang = indent(para, size), _LIST_STEP * size if para.mark else 0
    properties.set("marL", str(int(emu(margin))))
    properties.set("indent", str(-int(emu(hang))))
    point = align if not para.mark else "l"
    properties.set("algn", physical(point, speaks.direction))
    properties.set("rtl", str(int(speaks.direction == "rtl")))
    paragraph.space_before = Pt(round(space_before(para, size, first), 1))
    for child in _bullet(para):
        properties.append(child)
    own = para_size(para, size)
    for span in para.spans:
        write_run(paragraph, span, own, speaks, bold=para.look == "heading", italic=para.look == "quote")


def _bullet(para: SlidePara) -> list[Office]:
    match para.mark:
        case "bullet":
            xml = ['<a:buFont {} typeface="Arial"/>', '<a:buChar {} char="•"/>']
        case "box":
            xml = ['<a:buFont {} typeface="Segoe UI Symbol"/>', '<a:buChar {} char="☐"/>']
        case "number":
            xml = [
                '<a:buFont {} typeface="+mj-lt"/>',
                f'<a:buAutoNum {{}} type="arabicPeriod" startAt="{para.number}"/>',
            ]
        case _:
            xml = ["<a:buNone {}/>"]
    return [parse_xml(part.format(_A)) for part in xml]


def write_run(
    paragraph: Office,
    span: Span,
    size: float | None,
    speaks: Voice,
    *,
    bold: bool = False,
    italic: bool = False,
) -> None:
    """A run for each line of the span, with line breaks between, in its own language where it has one."""
    for number, line in enumerate(span.text.split("\n")):
        if number:
            paragraph.add_line_break()
        if not line:
            continue
        run = paragraph.add_run()
        run.text = "".join(ch for ch in line if ch.isprintable() or ch == "\t")
        properties = run._r.get_or_add_rPr()
        properties.set("lang", voice(span.lang).tag if span.lang else speaks.tag)
        properties.set("dirty", "0")
        if size is not None:
            run.font.size = Pt(size)
        if bold or span.bold:
            run.font.bold = True
        if italic or span.italic:
            run.font.italic = True
        if span.code:
            run.font.name = "Noto Sans Mono"
        if span.href and urlsplit(span.href).scheme in ("http", "https", "mailto", "tel"):
            run.hyperlink.address = span.href


def write_title(shape: Office, text: str, size: float, speaks: Voice) -> None:
    """A title in its placeholder, which gives it colour, place and alignment."""
    paragraph = shape.text_frame.paragraphs[0]
    if speaks.direction == "rtl":
        paragraph._p.get_or_add_pPr().set("rtl", "1")
    write_run(paragraph, Span(text), size, speaks)


def tint(paragraph: Office, colour: Office) -> None:
    """Colour all runs of a paragraph, by rgb or theme colour."""
    for run in paragraph.runs:
        if isinstance(colour, MSO_THEME_COLOR):
            run.font.color.theme_color = colour
        else:
            run.font.color.rgb = colour


def plain_text_frame(shape: Office) -> Office:
    """The text frame of a text box without margins, wrapping at its width."""
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return frame


def note_lines(paras: Sequence[SlidePara]) -> list[tuple[Inline, int]]:
    """Speaker notes as (spans, level): marks are written as characters, since notes pages have no bullets."""
    lines: list[tuple[Inline, int]] = []
    for para in paras:
        mark = {"bullet": "• ", "box": "☐ ", "number": f"{para.number}. "}.get(para.mark, "")
        bold = para.look == "heading"
        spans = tuple(
            Span(span.text, bold or span.bold, span.italic, span.code, span.href, span.lang) for span in para.spans
        )
        lines.append(((Span(mark), *spans) if mark else spans, para.level))
    return lines


def set_decorative(shape: Office) -> None:
    """Tell screen readers to skip a shape."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("descr", "")
    extension = parse_xml(
        f'<a:extLst {_A}><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
        '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
        "</a:ext></a:extLst>"
    )
    for old in properties.findall(qn("a:extLst")):
        properties.remove(old)
    properties.append(extension)
