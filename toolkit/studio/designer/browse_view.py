"""The list of modules with its filters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from html import escape

import ipywidgets as ipw

from toolkit.content.language import Language
from toolkit.content.vocabulary import STAGES
from toolkit.rendering.outlines.words import audience_name, stage_name, status_name
from toolkit.rendering.theme import accent_of
from toolkit.studio.designer.catalogue import Filter, ModuleRow, filter_rows, is_shown
from toolkit.studio.designer.clickable import Clickable, do_button
from toolkit.studio.designer.coverage import audiences_of, practice_titles
from toolkit.studio.designer.state import DesignerState, module_of, open_module
from toolkit.studio.page import Page
from toolkit.studio.widgets import button, card, choice, column, grid, markup, switch, text_box

STATUSES = ("draft", "piloted", "reviewed")


def browse_view(state: DesignerState, page: Page) -> ipw.Widget:
    """Filters above, the modules that fit them below."""
    count = markup("")
    count.add_class("tot-designer-count")
    rows = Clickable("", page.guard(lambda do: _do(state, page, do)))

    def draw() -> None:
        found = filter_rows(state.rows, state.filter, state.coverage)
        words = page.language.say_count("{n} module", "{n} modules", len(found))
        count.value = f'<p role="status"><strong>{escape(words)}</strong></p>'
        rows.html = rows_html(found, state, page.language)

    def change(**fields: object) -> None:
        state.filter = replace(state.filter, **fields)  # type: ignore[arg-type]
        draw()

    draw()
    return column(_filters(state, page, change), count, rows, gap=8)


def _do(state: DesignerState, page: Page, do: str) -> None:
    _, _, module = do.partition(":")
    open_module(state, module)
    page.set_accent(accent_of((module_of(state).audiences or ("",))[0]))
    page.rebuild()


def _filters(state: DesignerState, page: Page, change: Callable[..., None]) -> ipw.Widget:
    language, say = page.language, page.language.say
    any_ = (say("Any"), "")
    now = state.filter
    audiences = [(audience_name(one, language), one) for one in audiences_of(state.content)]
    stages = [(stage_name(one, language), one) for one in STAGES]
    statuses = [(status_name(one, language), one) for one in STATUSES]
    practices = [(f"{number} {title}", number) for number, title in practice_titles(state.content)]
    tags = [(language.name_of_language(tag), tag) for tag in state.tags]
    search = text_box(say("Search"), now.text, say("Words in titles, objectives and activities"),
                      page.guard(lambda value: change(text=value)))  # fmt: skip
    search.continuous_update = True
    missing = switch(say("Show those not translated yet"), now.missing_language,
                     page.guard(lambda value: change(missing_language=value)))  # fmt: skip

    def clear() -> None:
        state.filter = Filter()
        page.rebuild()

    made = card(
        "",
        grid(
            search,
            choice(say("Audience"), [any_, *audiences], now.audience, page.guard(lambda v: change(audience=v))),
            choice(say("Stage"), [any_, *stages], now.stage, page.guard(lambda v: change(stage=v))),
            choice(say("Status"), [any_, *statuses], now.status, page.guard(lambda v: change(status=v))),
            columns="2fr 1fr 1fr 1fr",
        ),
        grid(
            choice(say("Good practice"), [(say("Any"), 0), *practices], now.practice,
                   page.guard(lambda v: change(practice=v))),
            choice(say("Readable in"), [any_, *tags], now.language, page.guard(lambda v: change(language=v))),
            missing,
            button(say("Clear the filters"), page.guard(clear), "quiet"),
            columns="2fr 1fr 1fr 1fr",
        ),
    )  # fmt: skip
    made.add_class("tot-designer-filters")
    return made


def rows_html(rows: Iterable[ModuleRow], state: DesignerState, language: Language) -> str:
    """A table with a button to open each module, by curriculum."""
    say = language.say
    listed = list(rows)
    if not listed:
        return f'<p class="tot-note">{escape(say("No module fits. Take a filter away, or begin a new module."))}</p>'
    heads = (say("Module"), say("For whom"), say("Stage"), say("Status"), say("Minutes"), say("Objectives"),
             say("Languages"))  # fmt: skip
    numbers = (4, 5)
    top = "".join(
        f'<th scope="col"{" class=tot-number" if n in numbers else ""}>{escape(head)}</th>'
        for n, head in enumerate(heads)
    )
    body, curriculum = [], ""
    for row in listed:
        if row.curriculum != curriculum:
            curriculum = row.curriculum
            title = escape(row.curriculum_title)
            body.append(f'<tr class="tot-designer-group"><th scope="colgroup" colspan="{len(heads)}">{title}</th></tr>')
        body.append(_row(row, state, language))
    caption = escape(say("Modules"))
    return (
        '<div class="tot-scroll"><table class="tot-table tot-designer-list">'
        f'<caption class="tot-hide">{caption}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _row(row: ModuleRow, state: DesignerState, language: Language) -> str:
    say = language.say
    tones = "".join(
        f'<span class="tot-designer-tag" style="color:#{accent_of(one).strong};background:#{accent_of(one).fill}">'
        f"{escape(audience_name(one, language))}</span>"
        for one in row.audiences
    )
    draft = state.drafts.get(row.id)
    unsaved = f" <em>({escape(say('not saved'))})</em>" if draft and draft.unsaved else ""
    stages = escape(" · ".join(stage_name(one, language) for one in row.stages))
    name = escape(status_name(row.status, language))
    status = f'<span class="tot-designer-status tot-designer-{escape(row.status)}">{name}</span>'
    shown = [tag for tag in state.tags if is_shown(state.coverage.get((row.id, tag)))]
    names = ", ".join(language.name_of_language(tag) for tag in shown) or "–"
    tags = " ".join(shown) or "–"
    open_button = do_button(row.title, f"open:{row.id}", "link")
    return (
        f'<tr><th scope="row">{open_button}{unsaved}</th><td>{tones}</td><td>{stages}</td><td>{status}</td>'
        f'<td class="tot-number">{language.show_number(row.minutes)}</td>'
        f'<td class="tot-number">{language.show_number(row.objectives)}</td>'
        f'<td><span title="{escape(names, quote=True)}">{escape(tags)}</span></td></tr>'
    )
