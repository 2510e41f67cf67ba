"""The curriculum designer's app: lists and maps of the modules, and one module at a time to write, translate and
understand."""

from __future__ import annotations

from datetime import date
from functools import partial

import ipywidgets as ipw

from toolkit.studio.designer.assets import asset
from toolkit.studio.designer.browse_view import browse_view
from toolkit.studio.designer.files_view import files_view
from toolkit.studio.designer.maps_view import maps_view
from toolkit.studio.designer.module_view import module_view
from toolkit.studio.designer.new_view import new_view
from toolkit.studio.designer.state import DesignerState, Where, load_state, move_to
from toolkit.studio.designer.warming import warm_ups
from toolkit.studio.own_view import own_copy_card
from toolkit.studio.page import Page, open_page
from toolkit.studio.widgets import column, tabs

PLACES: tuple[Where, ...] = ("modules", "files", "maps", "new")


def open_app() -> None:
    """Show the app in the notebook that calls this."""
    state: list[DesignerState] = []
    open_page("designer", partial(_build, state), css=asset("designer.css"))


def _build(kept: list[DesignerState], page: Page) -> ipw.Widget:
    if not kept:
        kept.append(load_state(page.workspace, date.today()))
        for work in warm_ups(kept[0]):
            page.later(work)
    return build(kept[0], page)


def build(state: DesignerState, page: Page) -> ipw.Widget:
    """All widgets, made anew from the state."""
    if state.module:
        return module_view(state, page)
    say = page.language.say
    notes = [_own_copy(state, page)] if state.read_only else []
    parts = [(say("Modules"), browse_view), (say("Other files"), files_view), (say("Coverage"), maps_view)]
    parts += [] if state.read_only else [(say("New module"), new_view)]
    at = min(PLACES.index(state.where), len(parts) - 1)
    panels = [(title, made(state, page) if n == at else ipw.VBox()) for n, (title, made) in enumerate(parts)]

    def turn(index: int) -> None:
        state.where = PLACES[index]
        page.rebuild()

    shown = tabs(panels)
    shown.selected_index = at
    shown.observe(lambda change: page.guard(turn)(change["new"]), names="selected_index")
    return column(*notes, shown)


def _own_copy(state: DesignerState, page: Page) -> ipw.Widget:
    """That the built-in workspace cannot be changed, and the way to one that can."""
    why = page.language.say(
        "You are looking at the curricula that come with the toolkit: they are for reading. To change them, make your "
        "own copy."
    )
    return own_copy_card(page, lambda: move_to(state, page.workspace), why)
