"""The coverage maps as tables: a number in every cell, its colour beside it, a sentence for whoever hears the page."""

from __future__ import annotations

from html import escape

import ipywidgets as ipw

from toolkit.content.language import Language
from toolkit.rendering.theme import accent_of
from toolkit.studio.designer.clickable import Clickable, do_button
from toolkit.studio.designer.coverage import (
    CoverageMap,
    MapCell,
    map_languages,
    map_objectives,
    map_practices,
    practice_titles,
)
from toolkit.studio.designer.state import DesignerState, module_of, open_module
from toolkit.studio.page import Page
from toolkit.studio.widgets import card, choice, details, markup, paragraph


def maps_view(state: DesignerState, page: Page) -> ipw.Widget:
    """One map at a time."""
    say = page.language.say
    options = [
        (say("Learning objectives for each audience"), 0),
        (say("Good practices in each module"), 1),
        (say("Translation of each module"), 2),
    ]

    def turn(value: int) -> None:
        state.map = value
        page.rebuild()

    def do(what: str) -> None:
        open_module(state, what.partition(":")[2])
        page.set_accent(accent_of((module_of(state).audiences or ("",))[0]))
        page.rebuild()

    shown = Clickable(map_html(_map(state, page.language)), page.guard(do))
    legend = markup(_legend(state.map, page.language))
    extra: list[ipw.Widget] = []
    if state.map == 1:
        items = "".join(f"<li value={number}>{escape(title)}</li>" for number, title in practice_titles(state.content))
        extra = [details(say("The good practices by number"), markup(f"<ol class=tot-designer-practices>{items}</ol>"))]
    picked = choice(say("Map"), options, state.map, page.guard(turn))
    picked.layout.max_width = "420px"
    return card("", picked, paragraph(_question(state.map, page.language), "muted"), legend, *extra, shown)


def _map(state: DesignerState, language: Language) -> CoverageMap:
    if state.map == 0:
        return map_objectives(state.content, language)
    if state.map == 1:
        return map_practices(state.content, language)
    return map_languages(state.content, state.coverage, state.tags, language)


def _question(number: int, language: Language) -> str:
    say = language.say
    return (
        say("Who has skills to practise, and who is only told? Look for empty cells."),
        say("Which practices has a module no activity for? Open it and add one."),
        say("Who can read what? The share of each module's texts that readers see in their language."),
    )[number]


def _legend(number: int, language: Language) -> str:
    say = language.say
    words = (
        (say("none"), say("few"), say("some"), say("many")),
        (say("nothing yet"), say("an activity shows it"), say("the module says how"), say("both")),
        (say("nothing yet"), say("begun"), say("shown, not all reviewed"), say("all reviewed")),
    )[number]
    parts = zip(("none", "low", "some", "full"), words, strict=True)
    items = "".join(f'<li><span class="tot-designer-cell tot-tint-{tint}"></span>{escape(w)}</li>' for tint, w in parts)
    return f'<ul class="tot-designer-legend" aria-label="{escape(say("Colours"), quote=True)}">{items}</ul>'


def map_html(shown: CoverageMap) -> str:
    """The map as a table whose rows and columns have headers; modules open from their names."""
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in shown.columns)
    body = "".join(
        f'<tr><th scope="row">{do_button(name, f"open:{module}", "link") if module else escape(name)}</th>'
        f"{''.join(map(_cell, cells))}</tr>"
        for module, name, cells in shown.rows
    )
    foot = ""
    if shown.totals:
        totals = "".join(f'<td class="tot-designer-cell">{escape(total)}</td>' for total in shown.totals)
        foot = f'<tfoot><tr><th scope="row">{escape(shown.total_name)}</th>{totals}</tr></tfoot>'
    label = escape(shown.caption, quote=True)
    return (
        f'<div class="tot-scroll tot-designer-map" tabindex="0" role="region" aria-label="{label}">'
        f'<table class="tot-table"><caption>{escape(shown.caption)}</caption><thead><tr>'
        f'<th scope="col">{escape(shown.corner)}</th>{top}</tr></thead><tbody>{body}</tbody>{foot}</table></div>'
    )


def _cell(cell: MapCell) -> str:
    about = f'<span class="tot-hide"> {escape(cell.about)}</span>' if cell.about else ""
    title = f' title="{escape(cell.about, quote=True)}"' if cell.about else ""
    return f'<td class="tot-designer-cell tot-tint-{cell.tint}"{title}>{escape(cell.text)}{about}</td>'
