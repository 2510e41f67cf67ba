"""Rich text as content holds it: blocks whose leaves are `Text`, inline Markdown that knows its line and its name.

The leaves are what gets translated: `Text.context` is the PO ``msgctxt`` (block id, field, position), `Text.source`
the message. Inline Markdown is parsed only when an outline is made, after translation and substitution.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal


@dataclass(frozen=True, slots=True)
class Text:
    """One translatable string of inline Markdown. `line` counts from 1. `translated` is False when the reader's
    language was asked for and is missing, so that documents can mark it; None when no translation was asked for.
    `draft` is True for a translation that no person has reviewed yet."""

    source: str
    line: int = 0
    context: str = ""
    translated: bool | None = None
    draft: bool = False

    def __bool__(self) -> bool:
        return bool(self.source.strip())


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    text: Text


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a body; `level` as written (2 or 3)."""

    level: int
    text: Text


@dataclass(frozen=True, slots=True)
class Item:
    """A list item. `checked` is None for a plain item, else the state of its ``[ ]`` or ``[x]`` box.
    `flag` is a trailing ``{word}``, such as ``unknown`` on a response option."""

    body: Body
    checked: bool | None = None
    flag: str = ""


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A bulleted or numbered list; `start` is the first number."""

    ordered: bool
    items: tuple[Item, ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quote."""

    body: Body


@dataclass(frozen=True, slots=True)
class Table:
    """A pipe table; every row has as many cells as the header."""

    header: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    align: tuple[Literal["", "left", "center", "right"], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by workspace-relative path. `alt` is empty only when `decorative`."""

    path: str
    alt: Text
    caption: Text
    decorative: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    """Preformatted text, never translated."""

    text: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Divider:
    """A thematic break."""


Block = Paragraph | Heading | ListBlock | Quote | Table | Picture | Code | Divider
Body = tuple[Block, ...]


def map_texts(body: Body, change: Callable[[Text], Text]) -> Body:
    """The same body with every `Text` leaf replaced by ``change(leaf)``."""
    return tuple(_map_block(block, change) for block in body)


def _map_block(block: Block, change: Callable[[Text], Text]) -> Block:
    match block:
        case Paragraph(text):
            return Paragraph(change(text))
        case Heading(level, text):
            return Heading(level, change(text))
        case ListBlock():
            items = tuple(replace(item, body=map_texts(item.body, change)) for item in block.items)
            return replace(block, items=items)
        case Quote(body):
            return Quote(map_texts(body, change))
        case Table(header, rows, align):
            return Table(tuple(change(t) for t in header), tuple(tuple(change(t) for t in row) for row in rows), align)
        case Picture():
            return replace(block, alt=change(block.alt), caption=change(block.caption))
        case Code() | Divider():
            return block


def iter_texts(body: Body) -> Iterator[Text]:
    """Every `Text` leaf in reading order, empty ones left out."""
    found: list[Text] = []

    def note(text: Text) -> Text:
        if text:
            found.append(text)
        return text

    map_texts(body, note)
    yield from found


def plain_text(body: Body) -> str:
    """All leaves joined by newlines, inline marks kept: for counting and searching, not for showing."""
    return "\n".join(text.source for text in iter_texts(body))
