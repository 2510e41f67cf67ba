"""Markdown segments → `toolkit.content.text.Body`.

markdown-it-py splits blocks; inline Markdown stays as written, because it is translated first and parsed only when an
outline is made. Reference definitions, which would vanish from the page, and indented code, which is mostly a slip of
the space bar, are switched off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from posixpath import dirname, normpath
from typing import Literal, cast

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from toolkit.content.directives import Segment
from toolkit.content.text import (
    Block,
    Body,
    Code,
    Divider,
    Heading,
    Item,
    ListBlock,
    Paragraph,
    Picture,
    Quote,
    Table,
    Text,
)
from toolkit.problems import Place, Problem, make_problem

MAX_NESTING = 20
MAX_TEXT = 10_000
"""Characters of one paragraph; longer ones are a mistake, and inline parsing of them would be slow."""

ITEM_FLAGS = ("unknown",)
"""Words in braces that may end a list item: ``- [ ] I don't know {unknown}``."""

_BOX = re.compile(r"\[([ xX])\](?:\s+|$)")
_FLAG = re.compile(r"(?<![{\w])\s*\{([a-z][a-z-]{0,30})\}\s*$")
_PICTURE = re.compile(
    r"!\[(?P<alt>(?:[^\[\]\\]|\\.)*)\]"
    r"\(\s*(?P<path><[^<>\n]*>|[^\s()<>\"]*)(?:\s+[\"'](?P<caption>[^\"\n]*?)[\"'])?\s*\)"
    r"(?P<flag>\{[^{}\n]*\})?"
)
_MAYBE_HTML = re.compile(r"<(?:[A-Za-z][A-Za-z0-9-]*(?=[\s/>])|/[A-Za-z]|!--|\?)")
_SOFT_BREAK = re.compile(r"(?<!\\)(?<!  )\n[ \t]*")


@lru_cache(maxsize=1)
def _block_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_NESTING})
    parser.enable("table").disable(["reference", "code"])
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


@lru_cache(maxsize=1)
def _inline_parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_NESTING})


def clean_inline(source: str) -> str:
    """Inline Markdown on one line: soft line breaks become spaces, so that wrapping a paragraph anew changes no
    translation; hard breaks (two spaces or a backslash) stay."""
    return _SOFT_BREAK.sub(" ", source).strip() if "\n" in source else source.strip()


@dataclass(slots=True)
class BodyMaker:
    """Makes the bodies of one file and gathers their problems. `path` is the file's workspace-relative path."""

    path: str
    problems: list[Problem] = field(default_factory=list)
    _context: str = ""
    _count: int = 0

    def make(self, segments: Iterable[Segment], context: str) -> Body:
        """The body of these segments. Its texts are named ``<context>/1``, ``<context>/2`` …"""
        self._context, self._count = context, 0
        blocks: list[Block] = []
        for segment in segments:
            tokens = _block_parser().parse(segment.text)
            if any(token.level >= MAX_NESTING - 1 for token in tokens):
                deepest = max(tokens, key=lambda token: token.level)
                line = segment.line + (deepest.map[0] if deepest.map else 0)
                self.problems.append(make_problem("text-too-deep", Place(self.path, line)))
            root = SyntaxTreeNode(tokens)
            blocks.extend(self._blocks(root.children, segment.line))
        return tuple(blocks)

    def _blocks(self, nodes: Sequence[SyntaxTreeNode], first: int) -> list[Block]:
        return [block for node in nodes for block in self._block(node, first)]

    def _block(self, node: SyntaxTreeNode, first: int) -> list[Block]:
        line = first + (node.map[0] if node.map else 0)
        match node.type:
            case "paragraph":
                return self._paragraph(_content(node), line)
            case "heading":
                return [Heading(int(node.tag[1]), self._text(_content(node), line))]
            case "bullet_list" | "ordered_list":
                start = node.attrs.get("start", 1)
                items = tuple(self._item(child, first) for child in node.children)
                return [ListBlock(node.type == "ordered_list", items, int(start))]
            case "blockquote":
                return [Quote(tuple(self._blocks(node.children, first)))]
            case "table":
                return [self._table(node, first)]
            case "fence":
                return [Code(node.content.rstrip("\n"), line)]
            case "hr":
                return [Divider()]
            case "html_block":
                self._problem("html-raw", line, html=node.content)
                return [Code(node.content.rstrip("\n"), line)]
            case _:
                return [Code(node.content, line)] if node.content else []

    def _text(self, source: str, line: int) -> Text:
        source = clean_inline(source)
        if len(source) > MAX_TEXT:
            self._problem("text-too-long", line, length=len(source), limit=MAX_TEXT)
        elif "<" in source and _MAYBE_HTML.search(source):
            self._check_html(source, line)
        self._count += 1
        return Text(source, line, f"{self._context}/{self._count}")

    def _check_html(self, source: str, line: int) -> None:
        for token in _inline_parser().parseInline(source)[0].children or ():
            if token.type == "html_inline":
                self._problem("html-raw", line, html=token.content)
                return

    def _paragraph(self, source: str, line: int) -> list[Block]:
        """A paragraph, cut where pictures stand in it."""
        if "![" not in source or len(source) > MAX_TEXT:
            return [Paragraph(self._text(source, line))]
        blocks: list[Block] = []
        position = 0
        for found in _PICTURE.finditer(source):
            before = source[position : found.start()]
            if before.strip():
                blocks.append(Paragraph(self._text(before, line)))
            here = line + source.count("\n", 0, found.start())
            blocks.append(self._picture(found, here))
            position = found.end()
        rest = source[position:]
        if rest.strip():
            if "![" in rest:
                self._problem("picture-form", line)
            blocks.append(Paragraph(self._text(rest, line)))
        return blocks

    def _picture(self, found: re.Match[str], line: int) -> Picture:
        flag = (found["flag"] or "").strip("{} ")
        if flag not in ("", "decorative"):
            self._problem("flag-unknown", line, flag=flag, known="decorative")
        path = found["path"].strip("<>")
        local = path and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", path)
        target = normpath(f"{dirname(self.path)}/{path}" if dirname(self.path) else path) if local else path
        return Picture(
            target,
            self._text(found["alt"], line),
            self._text(found["caption"] or "", line),
            decorative=flag == "decorative",
            line=line,
        )

    def _item(self, node: SyntaxTreeNode, first: int) -> Item:
        """A list item; its tick box and its trailing flag are taken out of its first paragraph."""
        checked: bool | None = None
        flag = ""
        inner = node.children[0] if node.children else None
        if inner is not None and inner.type == "paragraph":
            token = _inline_token(inner)
            box = _BOX.match(token.content)
            if box:
                checked = box[1] != " "
                token.content = token.content[box.end() :]
            trailing = _FLAG.search(token.content[-60:])
            if trailing and trailing[1] not in ITEM_FLAGS:
                line = first + (inner.map[0] if inner.map else 0)
                self._problem("flag-unknown", line, flag=trailing[1], known=", ".join(ITEM_FLAGS))
            elif trailing:
                flag = trailing[1]
                token.content = token.content[: len(token.content) - len(trailing[0])]
        return Item(tuple(self._blocks(node.children, first)), checked, flag)

    def _table(self, node: SyntaxTreeNode, first: int) -> Table:
        rows: list[tuple[Text, ...]] = []
        align: tuple[str, ...] = ()
        for part in node.children:
            for row in part.children:
                line = first + (row.map[0] if row.map else node.map[0] if node.map else 0)
                rows.append(tuple(self._text(_content(cell), line) for cell in row.children))
                align = align or tuple(str(c.attrs.get("style", "")).removeprefix("text-align:") for c in row.children)
        aligned = cast('tuple[Literal["", "left", "center", "right"], ...]', align)
        return Table(rows[0] if rows else (), tuple(rows[1:]), aligned)

    def _problem(self, code: str, line: int, *, near: str | None = None, **values: object) -> None:
        self.problems.append(make_problem(code, Place(self.path, line), near=near, **values))


def _inline_token(node: SyntaxTreeNode) -> _HasContent:
    """The token that holds a paragraph's or cell's inline Markdown."""
    token = node.children[0].token
    if token is None:
        raise TypeError(node.type)
    return cast(_HasContent, token)


class _HasContent:
    """The one field of a token that is used here."""

    content: str


def _content(node: SyntaxTreeNode) -> str:
    """The inline Markdown inside a paragraph, a heading or a cell."""
    return node.children[0].content if node.children else ""
