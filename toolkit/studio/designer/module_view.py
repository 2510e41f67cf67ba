"""One module: its name and state above, and what can be done with it below."""

from __future__ import annotations

from html import escape

import ipywidgets as ipw

from toolkit.rendering.outlines.words import audience_name, status_name
from toolkit.studio.designer.findings_view import findings_view
from toolkit.studio.designer.history import has_history
from toolkit.studio.designer.history_view import history_view
from toolkit.studio.designer.others import title_of
from toolkit.studio.designer.state import DesignerState, close_module, is_module, module_of
from toolkit.studio.designer.translate_view import translate_view
from toolkit.studio.designer.write_view import write_view
from toolkit.studio.page import Page
from toolkit.studio.style import APP_ACCENTS
from toolkit.studio.widgets import button, column, markup, row, tabs


def module_view(state: DesignerState, page: Page) -> ipw.Widget:
    """Tabs to write, translate, and read what is known of the module; of another file, to write it."""
    say = page.language.say

    def back() -> None:
        close_module(state)
        page.set_accent(APP_ACCENTS["designer"])
        page.rebuild()

    parts = [(say("Write"), write_view)]
    if is_module(state):
        parts += [(say("Translate"), translate_view), (say("Findings"), findings_view)]
    if has_history(state.root, state.draft.file.path):
        parts.append((say("History"), history_view))
    state.tab = min(state.tab, len(parts) - 1)

    def turn(index: int) -> None:
        state.tab = index
        page.tell("")
        page.rebuild()

    panels = [(title, made(state, page) if n == state.tab else ipw.VBox()) for n, (title, made) in enumerate(parts)]
    shown = tabs(panels)
    shown.selected_index = state.tab
    shown.observe(lambda change: page.guard(turn)(change["new"]), names="selected_index")
    all_of_them = say("All modules") if is_module(state) else say("All other files")
    head = row(
        button(all_of_them, page.guard(back), "quiet"),
        markup(_title(state, page)),
        gap=16,
    )
    head.add_class("tot-designer-head")
    head.layout.align_items = "center"
    return column(head, shown, gap=6)


def _title(state: DesignerState, page: Page) -> str:
    language, path = page.language, state.draft.file.path
    if not is_module(state):
        return (
            f'<h2 tabindex="-1" data-tot-focus dir="auto">{escape(title_of(state.draft.checked, path, language))}</h2>'
            f'<p class="tot-muted"><bdi dir="ltr">{escape(path)}</bdi></p>'
        )
    module = module_of(state)
    names = language.show_list([audience_name(one, language) for one in module.audiences])
    return (
        f'<h2 tabindex="-1" data-tot-focus dir="auto">{escape(module.title.source)}</h2>'
        f'<p class="tot-muted"><span dir="ltr">{escape(path)}</span> · {escape(names)} · '
        f"{escape(status_name(module.status, language))}</p>"
    )
