"""Whether a part of a document surely fits on a page, worked out from its words.

Typst has to lay a part out once more to find that out, and another time to draw it: half of the work on papers that
are full of parts kept together. The guess is on the safe side; where it says no, typst is asked.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import assert_never

from toolkit.rendering.outline import (
    Callout,
    ChartNode,
    Choices,
    CodeBox,
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
    QrNode,
    QuoteNode,
    Rule,
    TableNode,
    WriteLines,
    plain,
)
from toolkit.rendering.tables import column_shares, whole_row
from toolkit.rendering.theme import Sizes

_NARROW_EM, _WIDE_EM = 0.6, 0.9
"""More than the average character takes with what is lost at the ends of lines: up to Arabic, and beyond."""
_LINE_EM = 1.42
_BLOCK_EM = 1.0
"""More than the white between two blocks."""
_MM = 72 / 25.4
_MOST_PICTURE_MM = 97.0


def surely_fits(nodes: Nodes, width_mm: float, height_mm: float, sizes: Sizes) -> bool:
    """Whether the nodes take at most this height on a page whose text is `width_mm` wide."""
    return _tall(nodes, width_mm * _MM, sizes) <= height_mm * _MM


def _tall(nodes: Nodes, width: float, sizes: Sizes) -> float:
    return sum(_height(node, width, sizes) for node in nodes)


def _inner(nodes: Nodes, width: float, sizes: Sizes) -> float:
    """The same within a frame: there is no white above the first of them."""
    return max(0.0, _tall(nodes, width, sizes) - _BLOCK_EM * sizes.body)


def _height(node: Node, width: float, sizes: Sizes) -> float:
    """Points from top to bottom, rather too many."""
    size = sizes.body
    block = _BLOCK_EM * size
    match node:
        case Heading(level=level, text=text):
            own = sizes.headings[min(level, 4) - 1]
            return _lines(text, width, own) + 2.5 * own
        case Para(text=text, style=style):
            return _lines(text, width - 2 * size, sizes.lead if style == "lead" else size) + block
        case ListNode(items=items):
            return block + sum(_inner(item, width - 3 * size, sizes) + size * 0.8 for item in items)
        case TableNode():
            return _table(node, width, sizes)
        case PictureNode(caption=caption):
            return _MOST_PICTURE_MM * _MM + _lines(caption, width, size) + block
        case QrNode(caption=caption, width_mm=wide):
            return wide * _MM + _lines(caption, width, size) + block
        case ChartNode():
            return math.inf
        case Callout(title=title, body=body):
            return _lines(title, width, size) + _inner(body, width - 24, sizes) + 2.5 * block + 12
        case Fields(pairs=pairs):
            return block + sum(_lines((*label, *value), width, size) for label, value in pairs)
        case WriteLines(count=count):
            return count * 8.5 * _MM + block
        case Choices(options=options, across=across):
            room = width / max(1, len(options)) if across else width
            rows = [_lines(words, room - 3 * size, size) + size for _, words in options]
            return block + (max(rows, default=0) + 2 * _LINE_EM * size if across else sum(rows))
        case CodeBox():
            return 15 * _MM + block
        case Preformatted(text=text):
            return block + sum(math.ceil(len(line) * size / width + 1) for line in text.split("\n")) * _LINE_EM * size
        case QuoteNode(body=body) | Keep(body=body):
            return _tall(body, width - 24, sizes) + block
        case PageBreak() | Rule():
            return block
        case _:
            assert_never(node)


def _table(node: TableNode, width: float, sizes: Sizes) -> float:
    if not node.columns:
        return 0
    rooms = [width * share / 100 - 12 for share in column_shares(node)]
    narrow = replace(sizes, body=sizes.table) if not node.flowing else sizes
    head = max(_lines(column.header, room, sizes.body) for column, room in zip(node.columns, rooms, strict=True))
    tall = head + _lines(node.caption, width, sizes.body) + 2.5 * sizes.body
    for row in node.rows:
        at, rows = 0, [node.min_row_pt]
        for cell in whole_row(row, len(rooms)):
            room = sum(rooms[at : at + cell.span])
            rows.append(_inner(cell.body, room, narrow))
            at += cell.span
        tall += max(rows) + (15 if node.flowing else 10)
    return tall


def _lines(text: Inline, width: float, size: float) -> float:
    """Height of words in lines of this width; nothing for none."""
    words = plain(text)
    if not words:
        return 0
    if width < size:
        return math.inf
    each = _NARROW_EM if words.isascii() or max(words) < "\u1200" else _WIDE_EM
    width = max(width - 2 * size, width / 2)  # a word that does not fit goes to the next line
    lines = sum(max(1, math.ceil(len(part) * each * size / width)) for part in words.split("\n"))
    return lines * _LINE_EM * size
