"""Slide decks as .pptx files. Heavy imports wait until a deck is drawn."""

from __future__ import annotations

from pathlib import Path

from toolkit.rendering.outline import Deck


def render_pptx(deck: Deck, path: Path) -> None:
    """Write the deck to `path`. The same deck gives the same bytes. Raises OSError when it cannot be written."""
    from toolkit.rendering.pptx.draw import draw_deck

    path.write_bytes(draw_deck(deck))
