"""What python-docx has no words for: direction, languages, shading, borders, fields, bookmarks, numbering.

Every function changes the element it is given and keeps the order of children that the file format asks for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import oxml_parser

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

_SEPARATE = re.compile(r"([\t\n\r])")
_SPACE = qn("xml:space")
_W = nsmap["w"]
_NSMAP = {"w": _W}

# Order in which the schema wants the children of each element.
_ORDERS: Mapping[str, tuple[str, ...]] = {
    name: tuple(re.findall(r"\w+", words))
    for name, words in {
        "pPr": """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
            suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd
            snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment
            textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange""",
        "rPr": """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof
            snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText
            vertAlign rtl cs em lang eastAsianLayout specVanish oMath""",
        "tblPr": """tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc
            tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription""",
        "tcPr": """cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign
            hideMark""",
        "trPr": """cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc
            hidden""",
        "sectPr": """headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType
            pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid""",
    }.items()
}


def clean(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def put(parent: BaseOxmlElement, tag: str, **attributes: str) -> BaseOxmlElement:
    """The child ``w:tag`` of a properties element with these attributes; made in its right place if not there yet."""
    name = w(tag)
    child: BaseOxmlElement | None = parent.find(name)
    if child is None:
        child = _new(tag)
        later = _later(parent.tag, tag)
        place = next((index for index, other in enumerate(parent) if other.tag in later), None)
        if place is None:
            parent.append(child)
        else:
            parent.insert(place, child)
    for key, value in attributes.items():
        child.set(w(key), value)
    return child


def make(tag: str, **attributes: str) -> BaseOxmlElement:
    """A new element ``w:tag``."""
    element = _new(tag)
    for name, value in attributes.items():
        element.set(w(name), value)
    return element


@lru_cache(maxsize=512)
def w(name: str) -> str:
    """The full name of an element or attribute of Word's own namespace."""
    return f"{{{_W}}}{name}"


def _new(tag: str) -> BaseOxmlElement:
    element: BaseOxmlElement = oxml_parser.makeelement(w(tag), nsmap=_NSMAP)
    return element


@lru_cache(maxsize=512)
def _later(parent: str, tag: str) -> frozenset[str]:
    """What must come after ``w:tag`` in the parent."""
    order = _ORDERS[parent.split("}")[1]]
    return frozenset(w(name) for name in order[order.index(tag) + 1 :])


def set_borders(borders: BaseOxmlElement, sides: Mapping[str, tuple[float, str]], space: int = 0) -> None:
    """Lines by side: width in points and colour. `borders` is a pBdr, tblBorders or tcBorders, emptied first."""
    for child in list(borders):
        borders.remove(child)
    order = ("top", "left", "start", "bottom", "right", "end", "insideH", "insideV", "between")
    for side in order:
        if side in sides:
            width, colour = sides[side]
            kind = "single" if width else "nil"
            line = {"val": kind, "sz": str(round(width * 8)), "space": str(space), "color": colour}
            borders.append(make(side, **line))


def add_text(run: BaseOxmlElement, text: str) -> None:
    """Text at the end of a run: tabs and ends of lines are elements of their own."""
    for part in _SEPARATE.split(text):
        if part == "\t":
            run.append(make("tab"))
        elif part in ("\n", "\r"):
            run.append(make("br"))
        elif part:
            words = make("t")
            words.text = part
            if len(part.strip()) < len(part):
                words.set(_SPACE, "preserve")
            run.append(words)


def shade(properties: BaseOxmlElement, fill: str) -> None:
    """A fill behind a cell or paragraph."""
    put(properties, "shd", val="clear", color="auto", fill=fill)


def add_field(paragraph: BaseOxmlElement, code: str, shown: str = "") -> None:
    """A field such as PAGE at the end of a paragraph, showing `shown` until it is worked out."""
    for kind in ("begin", "code", "separate", "text", "end"):
        run = make("r")
        if kind == "code":
            instruction = make("instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {code} "
            run.append(instruction)
        elif kind == "text":
            text = make("t")
            text.text = shown
            run.append(text)
        else:
            run.append(make("fldChar", fldCharType=kind))
        paragraph.append(run)


def field_mark(kind: Literal["begin", "separate", "end"], code: str = "") -> list[BaseOxmlElement]:
    """Runs that open a field of several paragraphs, part it from what it shows, or close it. It is not marked as out
    of date: Word would ask the reader a question whenever the file is opened."""
    mark = make("r")
    mark.append(make("fldChar", fldCharType=kind))
    if not code:
        return [mark]
    run = make("r")
    instruction = make("instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {code} "
    run.append(instruction)
    return [mark, run]


def bookmark(paragraph: BaseOxmlElement, number: int, name: str) -> None:
    """A bookmark round all runs of a paragraph."""
    begin = make("bookmarkStart", id=str(number), name=name)
    first = 1 if len(paragraph) and paragraph[0].tag == qn("w:pPr") else 0
    paragraph.insert(first, begin)
    paragraph.append(make("bookmarkEnd", id=str(number)))
