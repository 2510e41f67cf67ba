"""Papers that show slides: made with stand-ins, which tell one slide from another, and filled where they are drawn.

A slide of most sessions is that of the session before. What draws the papers of many keeps its picture, and whoever
makes the outline need not have it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast

from toolkit.content.same import Same
from toolkit.rendering.kept import MOST_KEPT, Bounded, blobs_of, value_of
from toolkit.rendering.outline import (
    Callout,
    Card,
    Deck,
    Document,
    Keep,
    ListNode,
    Node,
    Nodes,
    PictureNode,
    QuoteNode,
    TableNode,
)
from toolkit.rendering.pictures import shows_files

_MARK = b"slide "
_MOST_MINIATURES = 400


@dataclass(frozen=True, slots=True)
class Slides:
    """The slides that a paper shows, as they travel: `look` is a deck without its cards, `cards` are bytes, and
    `width_px` is how wide their pictures are."""

    look: bytes
    cards: tuple[bytes, ...]
    width_px: int

    def stand_ins(self) -> tuple[bytes, ...]:
        """What stands in the outline for the picture of each card."""
        begun = hashlib.sha256(b"%d " % self.width_px + self.look)
        found = []
        for card in self.cards:
            one = begun.copy()
            one.update(card)
            found.append(_MARK + one.digest())
        return tuple(found)


def slides_of(deck: Deck, width_px: int) -> Slides:
    """The slides of this deck. Its title, date and footer are not in their pictures, unless a card tells them."""
    look = Deck("", "", deck.language, "", deck.direction, (), audience=deck.audience)
    return Slides(blobs_of((look,))[0], blobs_of(deck.cards), width_px)


def with_pictures(document: Document, slides: Slides, *, reuse: bool = False) -> Document:
    """The document with a picture wherever it has a stand-in. `reuse` is for processes that draw many: pictures are
    kept, and the very same node becomes the very same again."""
    pictures = _pictures(slides, _kept_miniatures() if reuse else Bounded(_MOST_MINIATURES))
    body = []
    for node in document.body:
        wanted = _wanted_before(Same(node)) if reuse else _wanted(Same(node))
        found = tuple(pictures[mark] for mark in wanted)
        body.append((_filled_before if reuse else _filled)(Same(node), found) if found else node)
    return replace(document, body=tuple(body))


def _pictures(slides: Slides, kept: Bounded[bytes, bytes]) -> dict[bytes, bytes]:
    """The picture of each stand-in: all that are not kept in one go."""
    from toolkit.rendering.miniature import draw_miniatures

    cards = dict(zip(slides.stand_ins(), slides.cards, strict=True))
    found = {mark: picture for mark in cards if (picture := kept.get(mark)) is not None}
    missing = {mark: cast(Card, value_of(card)) for mark, card in cards.items() if mark not in found}
    if missing:
        deck = replace(cast(Deck, value_of(slides.look)), cards=tuple(missing.values()))
        for (mark, card), picture in zip(missing.items(), draw_miniatures(deck, slides.width_px), strict=True):
            found[mark] = picture
            if not shows_files(Same(card)):
                kept.keep(mark, picture)
    return found


@lru_cache(maxsize=1)
def _kept_miniatures() -> Bounded[bytes, bytes]:
    return Bounded(_MOST_MINIATURES)


def _wanted(node: Same[Node]) -> tuple[bytes, ...]:
    found: list[bytes] = []
    _changed(node.value, lambda mark: found.append(mark) or mark)  # type: ignore[func-returns-value]
    return tuple(found)


_wanted_before = lru_cache(maxsize=MOST_KEPT)(_wanted)


def _filled(node: Same[Node], pictures: tuple[bytes, ...]) -> Node:
    """The node with these in place of its stand-ins, in order."""
    waiting = iter(pictures)
    return _changed(node.value, lambda _mark: next(waiting))


_filled_before = lru_cache(maxsize=MOST_KEPT)(_filled)


def _changed(node: Node, change: Callable[[bytes], bytes]) -> Node:
    """The node with each stand-in in it, from the first to the last, changed."""

    def all_of(nodes: Nodes) -> Nodes:
        return tuple(_changed(part, change) for part in nodes)

    match node:
        case PictureNode(data=data) if data.startswith(_MARK):
            return replace(node, data=change(data))
        case ListNode(items=items):
            return replace(node, items=tuple(all_of(item) for item in items))
        case TableNode(rows=rows):
            return replace(node, rows=tuple(tuple(replace(c, body=all_of(c.body)) for c in row) for row in rows))
        case Callout(body=body) | QuoteNode(body=body) | Keep(body=body):
            return replace(node, body=all_of(body))
    return node
