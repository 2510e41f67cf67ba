"""What the first steps will need, done before they are taken: libraries loaded, the workspace checked once."""

from __future__ import annotations

from collections.abc import Callable

from toolkit.content.language import Language
from toolkit.rendering.html import render_html
from toolkit.rendering.miniature import draw_miniatures
from toolkit.studio.designer.beside import PICTURE_PX
from toolkit.studio.designer.checking import check_text
from toolkit.studio.designer.preview import localise_module, make_module_deck, make_module_document, only_cards
from toolkit.studio.designer.saving import open_file
from toolkit.studio.designer.state import DesignerState


def warm_ups(state: DesignerState) -> tuple[Callable[[], object], ...]:
    """Short pieces of work, none of which changes the state."""
    module = next(iter(state.content.modules.values()), None)
    if module is None:
        return ()
    language = Language(state.preview_language)

    def check() -> None:
        path = module.place.path
        check_text(state.content, path, open_file(state.root, path).text, state.today)

    def preview() -> None:
        content = localise_module(state.content, module, language)
        render_html(make_module_document(content, content.modules[module.id], language))

    def pictures() -> None:
        content = localise_module(state.content, module, language)
        deck = make_module_deck(content, content.modules[module.id], language)
        draw_miniatures(only_cards(deck, deck.cards[:1]), PICTURE_PX)

    return check, preview, pictures
