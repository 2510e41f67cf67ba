"""Slide decks as .pptx files. Heavy imports wait until a deck is drawn."""

from __future__ import annotations

from pathlib import Path

from toolkit.rendering.outline import Deck


def render_pptx(deck: Deck, path: Path) -> None:
    """Write the deck to `path`, on the deck's own master when it names one that can be used. The same deck gives the
    same bytes. Raises OSError when it cannot be written."""
    data = _on_its_master(deck)
    if data is None:
        from toolkit.rendering.pptx.draw import draw_deck

        data = draw_deck(deck)
    path.write_bytes(data)


def _on_its_master(deck: Deck) -> bytes | None:
    if deck.master is None:
        return None
    from toolkit.rendering.pptx.borrowed import load_look
    from toolkit.rendering.pptx.borrowed_draw import draw_on_master

    look, _ = load_look(deck.master)
    return None if look is None else draw_on_master(deck, look)
