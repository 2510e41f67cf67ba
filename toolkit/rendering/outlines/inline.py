"""From content bodies to outline nodes: inline Markdown becomes spans, blocks become nodes.

This is the only place where inline Markdown is read, after translation and substitution.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.content import text as rich
from toolkit.content.language import SOURCE_LANGUAGE
from toolkit.content.packages import locate
from toolkit.content.text import Body, Text
from toolkit.rendering.outline import (
    Align,
    Cell,
    Column,
    Heading,
    Inline,
    ListNode,
    Node,
    Nodes,
    Para,
    PictureNode,
    Preformatted,
    QuoteNode,
    Rule,
    Span,
    TableNode,
    WriteLines,
    plain,
)

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

ROW_TO_WRITE_IN_PT = 24.0
"""Height of a table's rows when one of its cells is left blank to write in."""

_BLANK = re.compile(r"_{4,}")
_ONLY_BLANKS = re.compile(r"\s*(?:_{4,}\s*)+")
# Underscores in a row are lines to write on, never emphasis: they are hidden from the Markdown parser.
_HIDDEN = "\ue000"
_ALIGN: dict[str, Align] = {"": "start", "left": "start", "center": "center", "right": "end"}


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False})


def parse_inline(text: Text) -> Inline:
    r"""Spans of an inline Markdown string: strong, emphasis, code and links. A hard break is ``\n`` in a span's text.

    Where a translation was asked for and is missing, each span says that it is in the source language.
    """
    if not text:
        return ()
    return _parsed(text.source, SOURCE_LANGUAGE if text.translated is False else "")


@lru_cache(maxsize=20_000)
def _parsed(source: str, lang: str) -> Inline:
    """The same sentence stands on slides, in the guide, on handouts and in forms."""
    hidden = _BLANK.sub(_HIDDEN, source.strip().replace(_HIDDEN, ""))
    spans: list[Span] = []
    for root in _parser().parseInline(hidden):
        spans.extend(_spans(root.children or (), lang))
    return _joined(_shown_blanks(spans))


def _spans(tokens: Sequence[Token], lang: str) -> list[Span]:
    found: list[Span] = []
    bold = italic = 0
    links: list[str] = []
    for token in tokens:
        match token.type:
            case "strong_open":
                bold += 1
            case "strong_close":
                bold -= 1
            case "em_open":
                italic += 1
            case "em_close":
                italic -= 1
            case "link_open":
                links.append(str(token.attrs.get("href", "")))
            case "link_close":
                links.pop()
            case _:
                words = {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
                href = links[-1] if links else ""
                found.append(Span(words, bold > 0, italic > 0, token.type == "code_inline", href, lang))
    return found


def _shown_blanks(spans: list[Span]) -> list[Span]:
    """Blanks come back as underscores: long when it is the only one and at the end, shorter inside a sentence."""
    alone = sum(span.text.count(_HIDDEN) for span in spans) == 1
    shown: list[Span] = []
    for index, span in enumerate(spans):
        words = span.text
        if _HIDDEN in words:
            if alone and index == len(spans) - 1 and words.rstrip().endswith(_HIDDEN):
                words = words.rstrip()[: -len(_HIDDEN)] + "_" * 28
            words = words.replace(_HIDDEN, "_" * 14)
        shown.append(Span(words, span.bold, span.italic, span.code, span.href, span.lang))
    return shown


def _joined(spans: Sequence[Span]) -> Inline:
    """Neighbours with the same look become one span; empty ones go."""
    result: list[Span] = []
    for span in spans:
        if not span.text:
            continue
        last = result[-1] if result else None
        if last is not None and _look(last) == _look(span):
            result[-1] = Span(last.text + span.text, *_look(span))
        else:
            result.append(span)
    return tuple(result)


def _look(span: Span) -> tuple[bool, bool, bool, str, str]:
    return (span.bold, span.italic, span.code, span.href, span.lang)


def words_of(text: Text) -> str:
    """The characters of an inline Markdown string on one line, without its marks: for titles of slots and slides."""
    return " ".join(plain(parse_inline(text)).split())


def body_nodes(body: Body, root: Path | None = None, heading_level: int = 3) -> Nodes:
    """A content body as outline nodes.

    `root` is the workspace's folder, to which pictures' paths are relative. The highest heading of the body becomes
    an outline heading of `heading_level`. A paragraph of nothing but ``____`` becomes lines to write on, a list with
    task boxes a list of boxes, and a table with blank cells gets rows that one can write in.
    """
    levels = [block.level for block in body if isinstance(block, rich.Heading)]
    shift = heading_level - min(levels) if levels else 0
    nodes: list[Node] = []
    for block in body:
        node = _node(block, root, shift, heading_level)
        if isinstance(node, WriteLines) and nodes and isinstance(nodes[-1], WriteLines):
            nodes[-1] = WriteLines(nodes[-1].count + node.count)
        else:
            nodes.append(node)
    return tuple(nodes)


def _node(block: rich.Block, root: Path | None, shift: int, heading_level: int) -> Node:
    match block:
        case rich.Paragraph(text):
            if _ONLY_BLANKS.fullmatch(text.source):
                return WriteLines(len(_BLANK.findall(text.source)))
            return Para(parse_inline(text))
        case rich.Heading(level, text):
            return Heading(min(4, max(1, level + shift)), parse_inline(text))
        case rich.ListBlock(ordered, items, start):
            boxes = any(item.checked is not None for item in items)
            inside = tuple(body_nodes(item.body, root, heading_level) for item in items)
            return ListNode(inside, "box" if boxes else "number" if ordered else "bullet", start)
        case rich.Quote(inner):
            return QuoteNode(body_nodes(inner, root, heading_level))
        case rich.Table():
            return _table(block)
        case rich.Picture():
            path = locate(root or Path(), block.path)[1]
            alt = "" if block.decorative else words_of(block.alt)
            return PictureNode(path, alt, parse_inline(block.caption), block.decorative)
        case rich.Code(text):
            return Preformatted(text.rstrip("\n"))
        case rich.Divider():
            return Rule()


def _table(block: rich.Table) -> TableNode:
    aligns = [*block.align, *[""] * len(block.header)]
    columns = tuple(
        Column(parse_inline(head), align=_ALIGN[align]) for head, align in zip(block.header, aligns, strict=False)
    )
    blank = False
    rows: list[tuple[Cell, ...]] = []
    for row in block.rows:
        cells: list[Cell] = []
        for text in row:
            empty = not text or _ONLY_BLANKS.fullmatch(text.source) is not None
            blank = blank or empty
            cells.append(Cell(()) if empty else Cell((Para(parse_inline(text)),)))
        rows.append(tuple(cells))
    return TableNode(columns, tuple(rows), ROW_TO_WRITE_IN_PT if blank else 0)
