"""Lists of a Word document: real numbering, so that an edited list renumbers itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.oxml.ns import qn

from toolkit.rendering import theme
from toolkit.rendering.word.xml import make, put

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement

LEVELS = 4
_INDENT = 420
"""Twentieths of a point between the levels of a list."""

_MARKS = {
    # mark: number format, text of the mark, font of the mark
    "bullet": ("bullet", "\u2022", theme.LATIN_FONT),
    "number": ("decimal", "%{level}.", ""),
    "box": ("bullet", "\u2610", "MS Gothic"),
    "none": ("none", "", ""),
}


class Numbering:
    """The lists of one document. Every list gets a number of its own, so that each begins where it should."""

    def __init__(self, word: WordDocument) -> None:
        self._root = word.part.numbering_part.element
        for child in list(self._root):
            self._root.remove(child)
        self._definitions = {mark: number for number, mark in enumerate(_MARKS)}
        for mark, number in self._definitions.items():
            self._root.append(_definition(mark, number))
        self._count = 0

    def new_list(self, mark: str, start: int) -> int:
        """The number by which paragraphs of a new list refer to it."""
        self._count += 1
        number = make("num", numId=str(self._count))
        number.append(make("abstractNumId", val=str(self._definitions[mark])))
        if mark == "number":
            for level in range(LEVELS):
                override = make("lvlOverride", ilvl=str(level))
                override.append(make("startOverride", val=str(start if level == 0 else 1)))
                number.append(override)
        self._root.append(number)
        return self._count


def put_in_list(properties: BaseOxmlElement, number: int, level: int) -> None:
    """Make a paragraph (its pPr) an item of a list."""
    reference = put(properties, "numPr")
    for child in list(reference):
        reference.remove(child)
    reference.append(make("ilvl", val=str(min(level, LEVELS - 1))))
    reference.append(make("numId", val=str(number)))


def indent_like_item(properties: BaseOxmlElement, level: int) -> None:
    """Make a further paragraph of an item stand under its first one."""
    put(properties, "ind", left=str(_INDENT * (min(level, LEVELS - 1) + 1)), hanging="0")


def _definition(mark: str, number: int) -> BaseOxmlElement:
    kind, text, font = _MARKS[mark]
    definition = make("abstractNum", abstractNumId=str(number))
    definition.append(make("multiLevelType", val="multilevel"))
    for index in range(LEVELS):
        level = make("lvl", ilvl=str(index))
        level.append(make("start", val="1"))
        level.append(make("numFmt", val=kind))
        level.append(make("lvlText", val=text.format(level=index + 1)))
        level.append(make("lvlJc", val="left"))
        layout = make("pPr")
        layout.append(make("ind", left=str(_INDENT * (index + 1)), hanging=str(_INDENT)))
        level.append(layout)
        if font:
            look = make("rPr")
            names = make("rFonts")
            for name in ("ascii", "hAnsi", "eastAsia", "cs"):
                names.set(qn(f"w:{name}"), font)
            look.append(names)
            level.append(look)
        definition.append(level)
    return definition
