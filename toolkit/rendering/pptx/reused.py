"""Decks that have most of their slides from one drawn before: the other sessions of a year differ in title and date.

Where title, footer and date stand, the deck that is kept has blanks; the few slides that tell them otherwise (the
cover, the welcome) are drawn anew and put in their places. What comes out holds the same as a deck drawn in one go.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from functools import lru_cache
from html import escape

from toolkit.content.same import Same
from toolkit.rendering.kept import MOST_KEPT
from toolkit.rendering.outline import Card, Deck
from toolkit.rendering.pictures import shows_files
from toolkit.rendering.pptx.draw import deck_parts

Parts = dict[str, bytes]
_MARK = "blank7f3a9c"
"""What no author writes; where one does, nothing is reused."""
_BLANK = re.compile(_MARK.encode() + b"([tfd])")
_MOST_OWN = 6
_NUMBER = re.compile(rb'(type="slidenum">(?:(?!</a:fld>).)*?<a:t>)\d+(</a:t>)', re.DOTALL)
_TARGET = re.compile(rb'Target="([^"]*)"')
_FRAME = tuple(field.name for field in fields(Deck) if field.name not in ("cards", "words"))


def reused_parts(deck: Deck) -> Parts:
    """The parts of the deck's file."""
    shown = [_shown(Same(card)) for card in deck.cards]
    own = [index for index, text in enumerate(shown) if _tells(text, deck)]
    if not 0 < len(own) <= _MOST_OWN or any(_MARK in text for text in shown) or not _has_blanks(deck):
        return dict(deck_parts(deck))
    if any(shows_files(Same(card)) for card in deck.cards):
        return dict(deck_parts(deck))
    mine = dict(deck_parts(replace(deck, cards=tuple(deck.cards[index] for index in own))))
    placed = [_moved(mine, number, index + 1) for number, index in enumerate(own, start=1)]
    if None in placed:
        return dict(deck_parts(deck))
    cards = tuple(
        _stand_in(card.section, card.hidden) if index in own else card for index, card in enumerate(deck.cards)
    )
    blank = replace(deck, cards=cards, title=f"{_MARK}t", footer=f"{_MARK}f", date=f"{_MARK}d")
    frame = tuple(getattr(blank, name) for name in _FRAME)
    words = {b"t": deck.title, b"f": deck.footer, b"d": deck.date}
    kept = _kept_for_these(frame, tuple(deck.words.items()), tuple(Same(card) for card in cards))
    filled = {name: _fill(name, part, words) for name, part in kept}
    for parts in placed:
        filled |= parts or {}
    return filled


@lru_cache(maxsize=6)
def _kept_for_these(
    frame: tuple[object, ...], words: tuple[tuple[str, str], ...], cards: tuple[Same[Card], ...]
) -> tuple[tuple[str, bytes], ...]:
    """Where the very same cards come again, they need not be compared."""
    return _kept(frame, words, tuple(card.value for card in cards))


@lru_cache(maxsize=6)
def _kept(
    frame: tuple[object, ...], words: tuple[tuple[str, str], ...], cards: tuple[Card, ...]
) -> tuple[tuple[str, bytes], ...]:
    named = dict(zip(_FRAME, frame, strict=True))
    return tuple(deck_parts(Deck(cards=cards, words=dict(words), **named)))  # type: ignore[arg-type]


@lru_cache(maxsize=MOST_KEPT)
def _shown(card: Same[Card]) -> str:
    return repr(card.value)


def _tells(shown: str, deck: Deck) -> bool:
    """Whether a slide itself tells the session's title or date."""
    return any(text and repr(text)[1:-1] in shown for text in (deck.title, deck.footer, deck.date))


def _has_blanks(deck: Deck) -> bool:
    """Only plain words in the deck's own direction leave a blank that is filled as if they had been drawn."""
    texts = (deck.title, deck.footer, deck.date)
    plain = all(
        text.isprintable() and text == text.strip() and not ({'"'} & set(text)) and _MARK not in text for text in texts
    )
    return plain and all(texts) and deck.direction == "ltr" and len(deck.title) < 256 and len(deck.date) < 256


@lru_cache(maxsize=64)
def _stand_in(section: str, hidden: bool) -> Card:
    """What keeps the place of a slide."""
    return Card("section", "-", section=section, hidden=hidden)


def _moved(parts: Mapping[str, bytes], number: int, place: int) -> Parts | None:
    """The parts of a slide at another place; None for one that has parts of its own, such as a picture."""
    slide, notes = "ppt/slides/{}slide{}.xml{}", "ppt/notesSlides/{}notesSlide{}.xml{}"
    rels = parts[slide.format("_rels/", number, ".rels")]
    for target in _TARGET.findall(rels):
        if not target.startswith((b"../slideLayouts/", b"../notesSlides/")):
            return None
    old, new = f"lide{number}.xml".encode(), f"lide{place}.xml".encode()
    return {
        slide.format("", place, ""): _NUMBER.sub(rb"\g<1>%d\g<2>" % place, parts[slide.format("", number, "")]),
        slide.format("_rels/", place, ".rels"): rels.replace(b"/notesS" + old, b"/notesS" + new),
        notes.format("", place, ""): parts[notes.format("", number, "")],
        notes.format("_rels/", place, ".rels"): parts[notes.format("_rels/", number, ".rels")].replace(
            b"/slides/s" + old, b"/slides/s" + new
        ),
    }


def _fill(name: str, part: bytes, words: Mapping[bytes, str]) -> bytes:
    if not name.endswith(".xml"):
        return part
    return _BLANK.sub(lambda found: escape(words[found[1]], quote=False).encode(), part)
