"""The small forms from which blocks are inserted where the cursor is."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as ipw

from toolkit.content.build import BANK_DIRECTIVES
from toolkit.studio.designer.forms import FORM_NAMES, Form, FormField, Value, make_form
from toolkit.studio.designer.ids import suggest_id, used_ids
from toolkit.studio.designer.state import DesignerState, insert, is_module, module_of
from toolkit.studio.page import Page
from toolkit.studio.widgets import button, choice, column, long_text, many, paragraph, switch, text_box


def insert_view(state: DesignerState, page: Page, line: Callable[[], int], done: Callable[[int], None]) -> ipw.Widget:
    """A choice of blocks and the form of the chosen one. `line` says where the cursor is; `done` is called with the
    line on which the new block begins."""
    say = page.language.say
    module, content = module_of(state), state.draft.checked.content
    place = ipw.VBox()
    place.add_class("tot-stack")
    names = FORM_NAMES if is_module(state) else tuple(name for name in FORM_NAMES if name in BANK_DIRECTIVES)
    if state.inserting not in names:
        state.inserting = names[0]
    titles = [(make_form(name, module, content, page.language).title, name) for name in names]

    def turn(name: str) -> None:
        state.inserting = name

        def again(at: int) -> None:
            turn(name)
            done(at)

        form = make_form(name, module_of(state), state.draft.checked.content, page.language)
        place.children = [_form_view(state, page, form, line, again)]

    turn(state.inserting)
    note = say("It comes after the block around the cursor; a part of an activity goes into that activity.")
    return column(
        choice(say("What to insert"), titles, state.inserting, page.guard(turn)), place, paragraph(note, "muted")
    )


def _form_view(
    state: DesignerState, page: Page, form: Form, line: Callable[[], int], done: Callable[[int], object]
) -> ipw.Widget:
    say = page.language.say
    used = used_ids(state.draft.checked.content)
    widgets = {field.key: _field(field) for field in form.fields}
    start = suggest_id(module_of(state), form.name, "", used)
    ids = text_box(say("Id, for ever"), start)
    suggested = [start]

    def suggest(title: str) -> None:
        if ids.value in ("", suggested[0]):
            suggested[0] = suggest_id(module_of(state), form.name, title, used)
            ids.value = suggested[0]

    if form.named_by:
        widgets[form.named_by].observe(lambda change: page.guard(suggest)(change["new"]), names="value")

    def send() -> None:
        values: dict[str, Value] = {key: _value(widget) for key, widget in widgets.items()}
        placed = insert(state, form, ids.value.strip(), values, line())
        done(placed.line)

    named = [ids] if form.name != "adapt" else []
    hints = {field.key: field.hint for field in form.fields if field.hint}
    rows: list[ipw.Widget] = []
    for key, widget in widgets.items():
        rows.append(widget)
        if key in hints:
            widget.placeholder = hints[key]
    return column(*rows, *named, button(say("Insert at the cursor"), page.guard(send), "primary"), gap=10)


def _field(field: FormField) -> ipw.Widget:
    label = f"{field.label} *" if field.needed else field.label
    value = field.value
    match field.kind:
        case "text":
            return long_text(label, str(value), rows=3)
        case "choice":
            return choice(label, list(field.options) or [("–", "")], value)
        case "many":
            return many(label, list(field.options), value if isinstance(value, tuple) else ())
        case "flag":
            return switch(label, bool(value))
        case _:
            return text_box(label, str(value))


def _value(widget: ipw.Widget) -> Value:
    found = widget.value
    return found if isinstance(found, bool | tuple) else str(found or "")
