"""Text that runs against its surroundings: telephone numbers and foreign words inside right-to-left text.

The bidirectional algorithm reorders the groups of a number such as "800 939 000" after Arabic letters, and sets the
full stop of an English sentence at its wrong end. Invisible left-to-right marks (U+200E) tell it better; Word,
LibreOffice, browsers and typst all obey them.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from functools import cache, lru_cache
from typing import cast

from toolkit.content.language import Language
from toolkit.content.same import Same
from toolkit.rendering.kept import MOST_KEPT
from toolkit.rendering.outline import Direction, Document, Inline, Node, Preformatted, Span

LRM, RLM = "\u200e", "\u200f"

_NUMBER = re.compile(
    r"(?<![\w\u200e])(?:\+[\d(][\d()\u00a0 ./-]*\d|\d[\d()\u00a0 ./-]*[()\u00a0 -][\d()\u00a0 ./-]*\d)"
)
_LEAST_DIGITS = 6
"""Shorter groups with blanks between are rather two numbers side by side."""


def in_order(text: str, page: Direction, lang: str = "") -> str:
    """The text with the marks that keep it in order on a page of this direction.

    `lang` is the text's own language where it is not the page's: then its ends, which are often a full stop or a
    bracket, are held to it.
    """
    if lang and Language(lang).direction != page:
        mark = RLM if page == "ltr" else LRM
        return f"{mark}{text}{mark}" if text.strip() else text
    return _NUMBER.sub(_held, text) if page == "rtl" and not lang else text


def hold_order(document: Document, *, reuse: bool = False) -> Document:
    """The document with the marks that its text needs; one that runs from left to right needs none. `reuse` is for
    processes that see the very same nodes again: they get the same answer, the same object."""
    page = document.direction
    if page == "ltr":
        return document
    held = _held_before if reuse else _held_node
    return replace(
        document,
        facts=cast("tuple[tuple[Inline, Inline], ...]", _held_in(document.facts, page)),
        body=tuple(held(Same(node), page) for node in document.body),
        title=in_order(document.title, "rtl"),
        subtitle=in_order(document.subtitle, "rtl"),
        footer=in_order(document.footer, "rtl"),
    )


def _held_node(node: Same[Node], page: Direction) -> Node:
    return cast(Node, _held_in(node.value, page))


_held_before = lru_cache(maxsize=MOST_KEPT)(_held_node)


def _held_in(value: object, page: Direction) -> object:
    """The value with every span in it held; whatever has no span in it comes back as it is."""
    match value:
        case Span():
            words = value.text if value.code else in_order(value.text, page, value.lang)
            return value if words == value.text else replace(value, text=words)
        case tuple():
            parts = tuple(_held_in(part, page) for part in value)
            return value if all(a is b for a, b in zip(parts, value, strict=True)) else parts
        case Preformatted():
            return value
    if not is_dataclass(value) or isinstance(value, type):
        return value
    found = {}
    for name in _names(type(value)):
        old = getattr(value, name)
        new = _held_in(old, page)
        if new is not old:
            found[name] = new
    return replace(value, **found) if found else value


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def span_direction(lang: str, page: Direction) -> Direction | None:
    """The direction of a span in another language, where it runs against the page; else None."""
    if not lang:
        return None
    own = Language(lang).direction
    return own if own != page else None


def _held(found: re.Match[str]) -> str:
    number = found.group()
    telephone = number.startswith("+") or sum(ch.isdigit() for ch in number) >= _LEAST_DIGITS
    return f"{LRM}{number}{LRM}" if telephone else number
