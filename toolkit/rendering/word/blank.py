"""Papers with blanks: title, footer, facts and the pictures of slides left open, so that a paper drawn for one session
serves another.

A blank is a mark of two characters that no author writes (of Unicode's private area) and a number between them. What
is filled in is what python-docx would have written there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import escape
from types import MappingProxyType
from zlib import crc32

from toolkit.content.same import Same
from toolkit.rendering.kept import MOST_KEPT
from toolkit.rendering.outline import Cell, Document, Inline, Node, Nodes, PictureNode, TableNode
from toolkit.rendering.word.xml import clean

_OPEN, _CLOSE = "\ue0f0", "\ue0f1"
_BLANK = re.compile(f"{_OPEN}(\\d+){_CLOSE}".encode())
_PROPERTIES = "docProps/core.xml"
_LONGEST_PROPERTY = 255
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_HEAD = 33
"""Bytes of a PNG up to the end of what tells its size."""
_NONE: Mapping[bytes, bytes] = MappingProxyType({})
_FILLED = ("word/document.xml", _PROPERTIES)


@dataclass(frozen=True, slots=True)
class Filling:
    """What comes into the blanks: words by number, pictures by the bytes that keep their place."""

    words: dict[int, str] = field(default_factory=dict)
    pictures: dict[bytes, bytes] = field(default_factory=dict)


def blank_of(document: Document, *, reuse: bool = False) -> tuple[Document, Filling]:
    """The document with blanks, and what to fill them with. With `reuse`, nodes that come again, the very same
    objects, become the very same with blanks."""
    making = _Making()
    made = replace(
        document,
        title=making.blank(document.title),
        subtitle=making.blank(document.subtitle),
        subject=making.blank(document.subject),
        footer=making.blank(document.footer),
        facts=tuple((label, making.blanks(value)) for label, value in document.facts),
        body=tuple(making.as_before(node) for node in document.body) if reuse else making.nodes(document.body),
    )
    return made, making.filling


class _Making:
    """Makes the blanks of one document."""

    def __init__(self, first: int = 0, pictures: Mapping[bytes, bytes] = _NONE) -> None:
        self.filling = Filling()
        self._first = first
        self._pictures = dict(pictures)

    def blank(self, text: str, not_in: str = "") -> str:
        """A blank for the text; the text itself where it holds more than plain words, or what `not_in` says."""
        plain = clean(text)
        # Tabs, ends of lines and outer spaces are more than text in the file.
        if not plain or plain != plain.strip() or set(plain) & set("\t\n\r" + _OPEN + _CLOSE + not_in):
            return text
        number = self._first + len(self.filling.words)
        self.filling.words[number] = plain
        return f"{_OPEN}{number}{_CLOSE}"

    def blanks(self, spans: Inline) -> Inline:
        """The same for spans."""
        return tuple(replace(span, text=self.blank(span.text)) for span in spans)

    def as_before(self, node: Node) -> Node:
        """The same for a node of the body that may have been here before."""
        slides = _slides_of(Same(node))
        if not slides:
            return node
        empty = tuple(self._picture(slide.data) for slide in slides)
        made, words = _blank_before(Same(node), len(self.filling.words), empty)
        self.filling.words.update(words)
        return made

    def nodes(self, nodes: Nodes) -> Nodes:
        """Nodes with blanks for the slides that are shown in tables: the cover's tells the title."""
        changed = tuple(self.node(node) for node in nodes)
        return changed if any(a is not b for a, b in zip(changed, nodes, strict=True)) else nodes

    def node(self, node: Node) -> Node:
        """A node with blanks; itself when there is nothing to leave open."""
        if isinstance(node, PictureNode) and node.data:
            data = self._picture(node.data)
            return node if data is node.data else replace(node, data=data, alt=self.blank(node.alt, '"'))
        if isinstance(node, TableNode):
            rows = tuple(tuple(self._cell(cell) for cell in row) for row in node.rows)
            same = all(a is b for new, old in zip(rows, node.rows, strict=True) for a, b in zip(new, old, strict=True))
            return node if same else replace(node, rows=rows)
        return node

    def _cell(self, cell: Cell) -> Cell:
        body = self.nodes(cell.body)
        return cell if body is cell.body else replace(cell, body=body)

    def _picture(self, png: bytes) -> bytes:
        """A PNG of the same size with nothing in it, another for each picture; one with a resolution stays."""
        if not png.startswith(_PNG) or b"pHYs" in png:
            return png
        if png not in self._pictures:
            number = f"{len(self._pictures)}".encode()
            empty = png[:_PNG_HEAD] + b"".join(_chunk(kind, data) for kind, data in ((b"tEXt", number), (b"IEND", b"")))
            self._pictures[png] = empty
            self.filling.pictures[empty] = png
        return self._pictures[png]


@lru_cache(maxsize=MOST_KEPT)
def _slides_of(node: Same[Node]) -> tuple[PictureNode, ...]:
    return tuple(_slides_in((node.value,)))


def _slides_in(nodes: Nodes) -> Iterator[PictureNode]:
    for node in nodes:
        if isinstance(node, PictureNode) and node.data:
            yield node
        elif isinstance(node, TableNode):
            for row in node.rows:
                for cell in row:
                    yield from _slides_in(cell.body)


@lru_cache(maxsize=MOST_KEPT)
def _blank_before(node: Same[Node], first: int, empty: tuple[bytes, ...]) -> tuple[Node, Mapping[int, str]]:
    """The node with blanks that are counted from `first` and these in place of its slides, and the words for them."""
    slides = [slide.data for slide in _slides_of(node)]
    making = _Making(first, dict(zip(slides, empty, strict=True)))
    made = making.node(node.value)
    return _one_of_equals(made), making.filling.words


@lru_cache(maxsize=MOST_KEPT)
def _one_of_equals(node: Node) -> Node:
    """Nodes that told different slides may be the same with blanks."""
    return node


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + crc32(kind + data).to_bytes(4, "big")


def fill(name: str, part: bytes, filling: Filling) -> bytes:
    """A part of the file with the words and pictures in their places."""
    if name.endswith(".png"):
        return filling.pictures.get(part, part)
    if not (name in _FILLED or name.startswith("word/footer")):
        return part
    longest = _LONGEST_PROPERTY if name == _PROPERTIES else None

    def filled(found: re.Match[bytes]) -> bytes:
        text = filling.words.get(int(found[1]))
        return found[0] if text is None else escape(text[:longest], quote=False).encode()

    return _BLANK.sub(filled, part)
