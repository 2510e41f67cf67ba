"""Runs and paragraphs: language, direction, bullets and looks, in the order that the file format asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlsplit

from babel.core import get_global
from lxml import etree  # type: ignore[import-untyped]
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from toolkit.content.language import SOURCE_LANGUAGE, Language
from toolkit.rendering.direction import in_order
from toolkit.rendering.outline import Direction, Inline, Span
from toolkit.rendering.pptx.master import physical
from toolkit.rendering.pptx.office import DECORATIVE, Office, emu
from toolkit.rendering.slide_text import SlidePara, indent, para_size, space_before

_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_LIST_STEP = 1.15
_LETTER = re.compile(r"[^\W\d_]")
_SIGN = re.compile(r"(?<![\w\u200e])(?=[−+-]\d)")
_QUESTION = re.compile(r"(?<=[A-Za-z0-9)])\?(?!\u200e)")
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
UPRIGHT = ("Arab", "Ethi", "Hebr")
"""Scripts that have no italics: slanting them by force harms reading."""
KEPT = "\t\u200c\u200d\u200e\u200f"
"""Invisible characters that shape text or keep it in order."""


@dataclass(frozen=True, slots=True)
class Voice:
    """The language of a text: its tag as office programs know it (such as ``fr-FR``), its direction and script."""

    tag: str
    direction: Direction
    script: str


@lru_cache(maxsize=64)
def voice(tag: str) -> Voice:
    """From a BCP 47 tag: the likely territory is added, as office programs expect it."""
    likely = str(get_global("likely_subtags").get(tag.split("-")[0], ""))
    parts = likely.split("_")
    office = f"{parts[0]}-{parts[-1]}" if "-" not in tag and len(parts) > 1 else tag
    script = next((part for part in [*tag.split("-"), *parts] if len(part) == 4 and part.isalpha()), "Latn")
    return Voice(office, Language(tag).direction, script)


def reading(text: str, speaks: Voice) -> Voice:
    """The voice of a text by its letters: words that run against the deck's direction, such as untranslated English
    in an Arabic deck, are set in their own direction, so that their full stop stands where it belongs. A name in the
    other script inside a sentence does not turn it: the first letter and most letters decide."""
    if speaks.direction == "ltr":
        return speaks
    letters = _LETTER.findall(text)
    against = sum(not _RTL.match(letter) for letter in letters)
    if letters and not _RTL.match(letters[0]) and against * 2 > len(letters):
        return voice(SOURCE_LANGUAGE)
    return speaks


def _reading_of(spans: Inline, speaks: Voice) -> Voice:
    """By the languages that the spans say they are in, else by their letters."""
    said = {span.lang for span in spans if span.text.strip()}
    if len(said) == 1 and "" not in said:
        return voice(said.pop())
    return reading("".join(span.text for span in spans), speaks)


def write_paras(
    frame: Office,
    paras: Sequence[SlidePara],
    size: float,
    speaks: Voice,
    align: str = "l",
    *,
    gap: float = 0,
    points: str = "",
) -> None:
    """Fill a text frame; `gap` points are added above each paragraph but the first, `points` is the theme colour of
    bullets. A frame with nothing but text of the other direction is set in that direction as a whole."""
    own = _reading_of(tuple(span for para in paras for span in para.spans), speaks)
    if own.direction != speaks.direction:
        if align != "ctr" and not any(para.mark for para in paras):
            align = {"l": "r", "r": "l"}[align]  # a single line stays on the side where the deck begins
        speaks = own
    for index, para in enumerate(paras):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        write_para(paragraph, para, size, speaks, align, first=index == 0, points=points)
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
    points: str = "",
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
    for child in _bullet(para, points):
        properties.append(child)
    own = para_size(para, size)
    other = _reading_of(para.spans, speaks)
    for span in para.spans:
        if other.direction != speaks.direction and not span.lang:
            span = replace(span, lang=SOURCE_LANGUAGE)
        write_run(paragraph, span, own, speaks, bold=para.look in ("heading", "stated"), italic=para.look == "quote")


def _bullet(para: SlidePara, points: str) -> list[Office]:
    xml: list[str]
    match para.mark:
        case "bullet":
            xml = ['<a:buFont {} typeface="Arial"/>', '<a:buChar {} char="•"/>']
        case "box":
            xml = ['<a:buFont {} typeface="Segoe UI Symbol"/>', '<a:buChar {} char="☐"/>']
        case "check":
            xml = ['<a:buFont {} typeface="Segoe UI Symbol"/>', '<a:buChar {} char="✓"/>']
        case "number":
            xml = [
                '<a:buFont {} typeface="+mj-lt"/>',
                f'<a:buAutoNum {{}} type="arabicPeriod" startAt="{para.number}"/>',
            ]
        case _:
            xml = ["<a:buNone {}/>"]
    if points and para.mark:
        xml.insert(0, f'<a:buClr {{}}><a:schemeClr val="{points}"/></a:buClr>')
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
        words = in_order(line, speaks.direction, "" if span.code else span.lang)
        if speaks.direction == "rtl":
            words = _SIGN.sub("\u200e", words)  # else the minus of a number ends up behind it
            words = _QUESTION.sub("?\u200e", words)  # Arabic has its own "؟": this one belongs to the Latin words
        if not words.isprintable():
            words = "".join(ch for ch in words if ch.isprintable() or ch in KEPT)
        look = {"lang": voice(span.lang).tag if span.lang else speaks.tag, "dirty": "0"}
        if size is not None:
            look["sz"] = str(round(size * 100))
        if bold or span.bold:
            look["b"] = "1"
        if (italic or span.italic) and speaks.script not in UPRIGHT:
            look["i"] = "1"
        run = _new_run(paragraph._p, words, look)
        if span.code:
            etree.SubElement(run.rPr, qn("a:latin"), typeface="Noto Sans Mono")
        if span.href and urlsplit(span.href).scheme in ("http", "https", "mailto", "tel"):
            paragraph.runs[-1].hyperlink.address = span.href


def _new_run(paragraph: Office, words: str, look: dict[str, str]) -> Office:
    """A run at the paragraph's end; through python-pptx's objects this took a fifth of a deck's time."""
    run = paragraph.makeelement(qn("a:r"))
    etree.SubElement(run, qn("a:rPr"), look)
    etree.SubElement(run, qn("a:t")).text = words
    end = paragraph.find(qn("a:endParaRPr"))
    if end is None:
        paragraph.append(run)
    else:
        end.addprevious(run)
    return run


def write_title(shape: Office, text: str, size: float, speaks: Voice) -> None:
    """A title in its placeholder, which gives it colour, place and alignment."""
    paragraph = shape.text_frame.paragraphs[0]
    own = reading(text, speaks)
    if speaks.direction == "rtl":
        # Where the title stands comes from the layout; only the order of its words is its own.
        paragraph._p.get_or_add_pPr().set("rtl", str(int(own.direction == "rtl")))
    write_run(paragraph, Span(text), size, own)


def tint(paragraph: Office, colour: Office) -> None:
    """Colour all runs of a paragraph, by rgb or theme colour."""
    if isinstance(colour, MSO_THEME_COLOR):
        for run in paragraph.runs:
            run.font.color.theme_color = colour
        return
    for properties in paragraph._p.iter(qn("a:rPr")):
        for old in properties.findall(qn("a:solidFill")):
            properties.remove(old)
        fill = properties.makeelement(qn("a:solidFill"))
        etree.SubElement(fill, qn("a:srgbClr"), val=str(colour))
        properties.insert(0, fill)


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
        mark = {"bullet": "• ", "check": "✓ ", "box": "☐ ", "number": f"{para.number}. "}.get(para.mark, "")
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
    for old in properties.findall(qn("a:extLst")):
        properties.remove(old)
    properties.append(parse_xml(DECORATIVE.replace("<a:extLst>", f"<a:extLst {_A}>", 1)))
