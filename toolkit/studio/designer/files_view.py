"""The list of files that are no modules."""

from __future__ import annotations

from html import escape

import ipywidgets as ipw

from toolkit.studio.designer.clickable import Clickable, do_button
from toolkit.studio.designer.others import Group, list_others
from toolkit.studio.designer.state import DesignerState, open_other
from toolkit.studio.page import Page
from toolkit.studio.widgets import column, paragraph


def files_view(state: DesignerState, page: Page) -> ipw.Widget:
    """Each kind with its files; a button opens one."""
    say = page.language.say

    def do(what: str) -> None:
        open_other(state, what.partition(":")[2])
        page.rebuild()

    groups = list_others(state.root, state.content, page.language)
    lead = say("Everything that modules and sessions draw on. It is checked as you type, and saved as modules are.")
    html = "".join(_group(group, state, page) for group in groups)
    return column(paragraph(lead, "muted"), Clickable(f'<div class="tot-designer-files">{html}</div>', page.guard(do)))


def _group(group: Group, state: DesignerState, page: Page) -> str:
    items = []
    for file in group.files:
        draft = state.drafts.get(file.path)
        words = escape(page.language.say("not saved"))
        unsaved = f" <em>({words})</em>" if draft is not None and draft.unsaved else ""
        items.append(f"<li>{do_button(file.title, f'open:{file.path}', 'link')}{unsaved}</li>")
    return (
        f'<section class="tot-card"><h2>{escape(group.title)}</h2><p class="tot-muted">{escape(group.what)}</p>'
        f"<ul>{''.join(items)}</ul></section>"
    )
