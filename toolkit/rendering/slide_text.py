"""Text on slides: nodes as a flat run of paragraphs, and how much room these take.

Units are points. Widths come from shaping with the shipped fonts (`text_measure`), a trifle more than what office
programs need, so that text never runs over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from toolkit.rendering.outline import (
    Callout,
    Choices,
    Fields,
    Heading,
    Inline,
    Keep,
    ListNode,
    Nodes,
    Para,
    Preformatted,
    QuoteNode,
    Span,
    TableNode,
    WriteLines,
    plain,
)
from toolkit.rendering.text_measure import em_width, line_em, scripts_of

LEAST_PT = 18
"""Nothing on a slide is smaller, except footer and slide number."""

CELL_PAD_X, CELL_PAD_Y = 8.0, 5.0
LINE_SPACING = 0.92
"""Of the font's own line height; Noto's is generous."""
_SAFETY = 1.01
_LIST_STEP_EM = 1.15
_PIECES = re.compile(r"\n|[^\S\n]+|\S+")

Mark = Literal["", "bullet", "number", "box", "check"]
Look = Literal["normal", "heading", "quote", "code", "stated"]


@dataclass(frozen=True, slots=True)
class SlidePara:
    """One paragraph as a slide shows it. `level` counts from 0; `number` is the first number of a numbered item."""

    spans: Inline
    level: int = 0
    mark: Mark = ""
    number: int = 1
    look: Look = "normal"


def slide_paras(nodes: Nodes, level: int = 0) -> tuple[SlidePara, ...]:
    """Nodes as a flat run of paragraphs; tables and pictures are left out, since they have places of their own."""
    found: list[SlidePara] = []
    for node in nodes:
        match node:
            case Heading():
                found.append(SlidePara(node.text, level, look="heading"))
            case Para():
                found.append(SlidePara(node.text, level))
            case ListNode():
                for index, item in enumerate(node.items):
                    found.extend(_item_paras(item, node, index, level))
            case QuoteNode():
                found.extend(
                    SlidePara(p.spans, p.level, p.mark, p.number, "quote") for p in slide_paras(node.body, level)
                )
            case Callout():
                title = (SlidePara(node.title, level, look="heading"),) if node.title else ()
                found.extend((*title, *slide_paras(node.body, level)))
            case Keep():
                found.extend(slide_paras(node.body, level))
            case Fields():
                for label, value in node.pairs:
                    bold = tuple(Span(span.text, bold=True, lang=span.lang) for span in label)
                    found.append(SlidePara((*bold, Span(": "), *value), level))
            case Choices():
                found.extend(SlidePara(text, level, "box") for _, text in node.options)
            case Preformatted():
                found.extend(
                    SlidePara((Span(line or " ", code=True),), level, look="code") for line in node.text.split("\n")
                )
            case WriteLines():
                found.extend(SlidePara((Span("_" * 40),), level) for _ in range(node.count))
            case TableNode():
                found.extend(_row_paras(node, level))
            case _:
                pass
    return tuple(para for para in found if para.spans)


def _row_paras(table: TableNode, level: int) -> list[SlidePara]:
    """A table inside a list or a frame, one line for each row."""
    rows = []
    for row in table.rows:
        cells = [" ".join(plain(para.spans) for para in slide_paras(cell.body)) for cell in row]
        rows.append(SlidePara((Span(" · ".join(cells)),), level))
    return rows


def _item_paras(item: Nodes, node: ListNode, index: int, level: int) -> list[SlidePara]:
    marks: dict[str, Mark] = {"bullet": "bullet", "number": "number", "box": "box"}
    paras = list(slide_paras(item, level))
    if paras:
        first = paras[0]
        paras[0] = SlidePara(first.spans, level, marks.get(node.mark, ""), node.start + index, first.look)
    nested = [SlidePara(p.spans, p.level + 1 if p.mark else p.level, p.mark, p.number, p.look) for p in paras[1:]]
    return [*paras[:1], *nested]


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of one line of text, in points."""
    return em_width(text, bold=bold) * size * _SAFETY


def count_lines(spans: Inline, width: float, size: float, *, bold: bool = False) -> int:
    """Lines that the spans take in a column `width` points wide; longer words are broken."""
    lines, used, blank = 1, 0.0, 0.0
    for word, heavy in _words(spans):
        if word == "\n":
            lines, used, blank = lines + 1, 0.0, 0.0
            continue
        length = text_width(word, size, bold=bold or heavy)
        if word.isspace():
            blank += length  # counts only when another word follows on the same line
        elif used + blank + length <= width:
            used, blank = used + blank + length, 0.0
        elif length <= width:
            lines, used, blank = lines + 1, length, 0.0
        else:
            full = int(length // width)
            lines, used, blank = lines + full + (1 if used else 0), length % width, 0.0
    return lines


def _words(spans: Inline) -> Iterator[tuple[str, bool]]:
    """Words, blanks and line ends with whether they are bold."""
    for span in spans:
        for piece in _PIECES.findall(span.text):
            yield piece, span.bold


def longest_word(spans: Inline, size: float, *, bold: bool = False) -> float:
    """Width of the longest word, in points: a narrower column would break it."""
    return max((text_width(w, size, bold=bold or heavy) for w, heavy in _words(spans) if not w.isspace()), default=0.0)


def line_height(spans: Inline, size: float) -> float:
    """Height of a line with the fonts that these spans need, in points."""
    return max(line_em(script) for script in {"", *scripts_of(plain(spans))}) * LINE_SPACING * size


def space_before(para: SlidePara, size: float, first: bool) -> float:
    """Points above a paragraph."""
    if first or para.look == "code":
        return 0
    return size * (0.6 if para.look == "heading" else 0.2 if para.level else 0.42)


def indent(para: SlidePara, size: float) -> float:
    """Where the text of a paragraph begins, in points from the box's start side."""
    return (para.level + bool(para.mark)) * _LIST_STEP_EM * size


def para_size(para: SlidePara, size: float) -> float:
    """Nested points are a little smaller, never too small to read."""
    return max(LEAST_PT, size - 2) if para.level else size


def paras_height(paras: Sequence[SlidePara], width: float, size: float, least_line: float = 0) -> float:
    """Height of a run of paragraphs, in points; no line is less than `least_line` high."""
    total = 0.0
    for index, para in enumerate(paras):
        own = para_size(para, size)
        room = max(40.0, width - indent(para, size))
        lines = count_lines(para.spans, room, own, bold=para.look in ("heading", "stated"))
        total += space_before(para, size, index == 0) + lines * max(least_line, line_height(para.spans, own))
    return total


SHORT = 0.6
"""Share of an even column's width up to which a column's texts are not broken over lines."""


def column_widths(table: TableNode, width: float, size: float) -> tuple[float, ...]:
    """Widths of a table's columns in points: as asked for, else by what they hold."""
    count = len(table.columns)
    asked = [column.width_pct for column in table.columns]
    if count and all(asked):
        return tuple(width * share / sum(asked) for share in asked)
    wants, needs = [], []
    for index, column in enumerate(table.columns):
        texts = [plain(column.header)]
        texts += [
            " ".join(plain(p.spans) for p in slide_paras(row[index].body)) for row in table.rows if index < len(row)
        ]
        longest = max(text_width(text, size, bold=True) for text in texts)
        word = max((text_width(w, size, bold=True) for text in texts for w in text.split()), default=0.0)
        # The square root keeps one long text from starving the other columns.
        wants.append(
            max(60.0, longest + 2 * CELL_PAD_X) if longest < width / count else (longest * width / count) ** 0.5
        )
        # A column of amounts or short words stays on one line.
        least = longest if longest < SHORT * width / count else word
        needs.append(min(max(60.0, least + 2 * CELL_PAD_X + 2), width / count))
    return _share(width, wants, needs)


def _share(width: float, wants: list[float], needs: list[float]) -> tuple[float, ...]:
    """`width` shared out as wanted, but no column gets less than it needs for its longest word."""
    left, total = width - sum(needs), sum(max(0.0, want - need) for want, need in zip(wants, needs, strict=True))
    if not total:
        return tuple(width * need / sum(needs) for need in needs)
    return tuple(need + left * max(0.0, want - need) / total for want, need in zip(wants, needs, strict=True))


def row_heights(table: TableNode, width: float, size: float) -> tuple[float, ...]:
    """Heights of the header row and the other rows, in points.

    Office programs make every row as high as the tallest script of the table asks for, also where it is not used.
    """
    rooms = [w - 2 * CELL_PAD_X for w in column_widths(table, width, size)]
    rows: list[list[tuple[SlidePara, ...]]] = [
        [(SlidePara(column.header, look="heading"),) for column in table.columns]
    ]
    rows += [[slide_paras(cell.body) for cell in row] for row in table.rows]
    least = max((line_height(para.spans, size) for row in rows for cell in row for para in cell), default=size * 1.2)
    heights = []
    for row in rows:
        cells = [paras_height(cell, room, size, least) for cell, room in zip(row, rooms, strict=False)]
        heights.append(max([*cells, least]) + 2 * CELL_PAD_Y)
    return tuple(heights)
