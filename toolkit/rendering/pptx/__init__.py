"""Slide decks as .pptx files. Heavy imports wait until a deck is drawn."""

from __future__ import annotations

from pathlib import Path

from toolkit.rendering.outline import Deck


def render_pptx(deck: Deck, path: Path, *, reuse: bool = False) -> None:
    """Write the deck to `path`, on the deck's own master when it names one that can be used. The same deck gives the
    same bytes. `reuse` is for processes that draw many decks: slides of the last ones are not drawn again. Raises
    OSError when it cannot be written."""
    data = _on_its_master(deck)
    if data is None:
        from toolkit.rendering.archive import archive_of
        from toolkit.rendering.pptx.draw import deck_parts, in_file_order
        from toolkit.rendering.pptx.reused import reused_parts

        parts = reused_parts(deck) if reuse else dict(deck_parts(deck))
        data = archive_of(in_file_order(parts), reuse=reuse)
    path.write_bytes(data)


def _on_its_master(deck: Deck) -> bytes | None:
    if deck.master is None:
        return None
    from toolkit.rendering.pptx.borrowed import load_look
    from toolkit.rendering.pptx.borrowed_draw import draw_on_master

    look, _ = load_look(deck.master)
    return None if look is None else draw_on_master(deck, look)
