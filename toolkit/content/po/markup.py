"""The inline Markdown of a text, as far as a translation must keep it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_BLANK = re.compile(r"_{4,}")
_SPACED_STAR = re.compile(r"(?<!\S)\*(?!\S)")


@dataclass(frozen=True, slots=True)
class Markup:
    """What a text holds: addresses of links, how many bold parts and blanks to write on, and marks that were typed as
    markup but are shown as they stand."""

    links: frozenset[str]
    strong: int
    blanks: int
    loose_stars: bool
    loose_brackets: bool
    loose_ticks: bool


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False})


def read_markup(source: str) -> Markup:
    """The markup of an inline Markdown text."""
    blanks = len(_BLANK.findall(source))
    tokens = [token for root in _parser().parseInline(_BLANK.sub("", source)) for token in root.children or () if token]
    links = frozenset(str(token.attrs.get("href", "")) for token in tokens if token.type == "link_open")
    text = " ".join(token.content for token in tokens if token.type == "text")
    return Markup(
        links=links,
        strong=sum(token.type == "strong_open" for token in tokens),
        blanks=blanks,
        loose_stars="*" in _SPACED_STAR.sub("", text),
        loose_brackets="](" in text or "] (" in text,
        loose_ticks="`" in text,
    )
