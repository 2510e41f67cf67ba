"""Small parts of HTML that the trainer's views share. Everything given as text is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from importlib import resources

from toolkit.rendering.icon_names import DEFAULT

LOCK = (
    '<svg aria-hidden="true" focusable="false" viewBox="0 0 24 24" width="24" height="24" fill="none" '
    'stroke="currentColor" stroke-width="2.4" stroke-linecap="round"><rect x="5" y="11" width="14" height="9" rx="2"/>'
    '<path d="M8 11V8a4 4 0 0 1 8 0v3"/></svg>'
)


def attributes(**values: str | int | bool | None) -> str:
    """`` name="value"`` for each that is set; underscores become hyphens, a trailing one (``for_``) goes. True is an
    attribute without a value; None and False leave it out."""
    parts = []
    for name, value in values.items():
        if value is None or value is False:
            continue
        written = name.rstrip("_").replace("_", "-")
        parts.append(f" {written}" if value is True else f' {written}="{escape(str(value), quote=True)}"')
    return "".join(parts)


@lru_cache(maxsize=80)
def icon(name: str) -> str:
    """A decorative icon as inline SVG, drawn in the colour of the text around it."""
    folder = resources.files("toolkit.rendering") / "icons"
    file = folder / f"{name}.svg"
    svg = (file if file.is_file() else folder / f"{DEFAULT}.svg").read_text(encoding="utf-8")
    return svg[svg.index("<svg") :].replace("<svg", '<svg aria-hidden="true" focusable="false"', 1)


def act_button(
    label: str,
    act: str,
    what: str = "",
    *,
    kind: str = "",
    id_: str = "",
    name: str = "",
    pressed: bool | None = None,
    disabled: bool = False,
    before: str = "",
) -> str:
    """A button that sends `act`. `name` is its longer name for screen readers, `before` markup such as an icon."""
    attrs = attributes(
        type="button",
        id=id_ or None,
        class_=f"tot-act {kind}".strip(),
        data_act=act,
        data_what=what or None,
        aria_label=name or None,
        title=name or None,
        aria_pressed=None if pressed is None else str(pressed).lower(),
        disabled=disabled,
    )
    return f"<button{attrs}>{before}{escape(label)}</button>"


def options(pairs: Iterable[tuple[str, str]], chosen: str) -> str:
    """``<option>`` for each (value, words)."""
    return "".join(
        f"<option{attributes(value=value, selected=value == chosen)}>{escape(words)}</option>" for value, words in pairs
    )


def select(label: str, name: str, pairs: Iterable[tuple[str, str]], chosen: str, *, act: str = "field") -> str:
    """A labelled choice."""
    attrs = attributes(data_act=act, data_what=name, id=field_id(name))
    return _field(label, name, f"<select{attrs}>{options(pairs, chosen)}</select>")


def entry(
    label: str,
    name: str,
    value: str,
    *,
    kind: str = "text",
    hint: str = "",
    act: str = "field",
    low: int | None = None,
    high: int | None = None,
    step: int | None = None,
    hidden: bool = False,
) -> str:
    """A labelled field of one line."""
    described = f"{field_id(name)}-hint" if hint else None
    attrs = attributes(
        type=kind, id=field_id(name), data_act=act, data_what=name, value=value, min=low, max=high, step=step,
        maxlength=200 if kind == "text" else None, aria_describedby=described, autocomplete="off",
    )  # fmt: skip
    more = f'<span class="tot-hint" id="{described}">{escape(hint)}</span>' if hint else ""
    return _field(label, name, f"<input{attrs}>{more}", hidden=hidden)


def long_entry(label: str, name: str, value: str, *, hint: str = "", rows: int = 3) -> str:
    """A labelled field of several lines."""
    described = f"{field_id(name)}-hint" if hint else None
    attrs = attributes(id=field_id(name), data_act="field", data_what=name, rows=rows, aria_describedby=described)
    more = f'<span class="tot-hint" id="{described}">{escape(hint)}</span>' if hint else ""
    return _field(label, name, f"<textarea{attrs}>{escape(value)}</textarea>{more}")


def box(label: str, name: str, checked: bool, *, act: str = "field", what: str = "") -> str:
    """A labelled checkbox."""
    attrs = attributes(type="checkbox", id=field_id(name), data_act=act, data_what=what or name, checked=checked)
    return f'<label class="tot-box" for="{field_id(name)}"><input{attrs}><span>{escape(label)}</span></label>'


def group(title: str, *parts: str) -> str:
    """Fields that belong together, with a title that screen readers say too."""
    return f'<fieldset class="tot-group"><legend>{escape(title)}</legend>{"".join(parts)}</fieldset>'


def line(*parts: str, kind: str = "") -> str:
    """Fields side by side."""
    return f'<div class="tot-fields {kind}">{"".join(parts)}</div>'


def bullets(lines: Sequence[str], kind: str = "") -> str:
    """A list of texts; "" for none."""
    items = "".join(f'<li dir="auto">{escape(text)}</li>' for text in lines)
    return f'<ul class="{kind}">{items}</ul>' if items else ""


def fold(title: str, inside: str, id_: str, *, opened: bool = False) -> str:
    """What only some readers need, behind its title. Its id keeps it open when the page is drawn again."""
    return f"<details{attributes(id=id_, open=opened)}><summary>{escape(title)}</summary>{inside}</details>"


def field_id(name: str) -> str:
    """The id of a field's element."""
    return "tot-f-" + "".join(ch if ch.isalnum() else "-" for ch in name)


def _field(label: str, name: str, inside: str, *, hidden: bool = False) -> str:
    kind = ' class="tot-hide"' if hidden else ""
    return f'<div class="tot-entry"><label{kind} for="{field_id(name)}">{escape(label)}</label>{inside}</div>'
