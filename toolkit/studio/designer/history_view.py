"""What happened to the module's file so far, where the workspace is kept with git."""

from __future__ import annotations

from datetime import date
from html import escape

import ipywidgets as ipw

from toolkit.content.language import Language
from toolkit.studio.designer.clickable import Clickable, do_button
from toolkit.studio.designer.diffs import diff_html
from toolkit.studio.designer.history import Change, changes_of, diff_of, diff_to_disk
from toolkit.studio.designer.state import DesignerState
from toolkit.studio.page import Page
from toolkit.studio.widgets import card, column, markup, paragraph


def history_view(state: DesignerState, page: Page) -> ipw.Widget:
    """The list of changes; each shows what it did."""
    say = page.language.say
    path = state.draft.file.path
    changes = changes_of(state.root, path)
    waiting = diff_to_disk(state.root, path)
    shown = markup("")

    def do(what: str) -> None:
        number = what.partition(":")[2]
        if number == "now":
            title, diff = say("Saved, but not in git yet"), waiting
        else:
            change = changes[int(number)]
            title, diff = change.subject, diff_of(state.root, change)
        shown.value = (
            f'<h3 tabindex="-1" data-tot-focus dir="auto">{escape(title)}</h3>{diff_html(diff, page.language)}'
        )

    table = Clickable(changes_html(changes, bool(waiting), page.language), page.guard(do))
    if not changes and not waiting:
        return paragraph(say("This file has no history yet."), "note")
    return card("", column(table, shown))


def changes_html(changes: tuple[Change, ...], waiting: bool, language: Language) -> str:
    """A table with a button for each change."""
    say = language.say
    heads = (say("When"), say("Who"), say("What"), say("Show"))
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    rows = []
    if waiting:
        what = escape(say("Saved, but not in git yet"))
        rows.append(
            f"<tr><td>–</td><td>–</td><td>{what}</td><td>{do_button(say('Show'), 'show:now', 'small')}</td></tr>"
        )
    for number, change in enumerate(changes):
        name = say("Show what changed: {subject}", subject=change.subject)
        show = do_button(say("Show"), f"show:{number}", "small", name)
        rows.append(
            f'<tr><td>{escape(_day(change.day, language))}</td><td dir="auto">{escape(change.author)}</td>'
            f'<td dir="auto">{escape(change.subject)}</td><td>{show}</td></tr>'
        )
    caption = escape(say("Changes of this file"))
    return (
        f'<div class="tot-designer-changes" tabindex="0" role="region" aria-label="{caption}"><table class="tot-table">'
        f"<caption>{caption}</caption><thead><tr>{top}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _day(day: str, language: Language) -> str:
    try:
        return language.show_date(date.fromisoformat(day), weekday=False)
    except ValueError:
        return day
