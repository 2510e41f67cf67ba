"""Widgets that the three apps share: each with a visible label, plain keys, and text that is always escaped.

ipywidgets are used as they are; the look comes from ``studio.css``, roles for screen readers from ``studio.js``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import partial
from html import escape
from typing import Any, TypeVar

import ipywidgets as ipw
import traitlets

from toolkit.content.language import Language
from toolkit.content.phrase import tell
from toolkit.problems import Problem, Severity, sort_problems

Change = Callable[[Any], object] | None
W = TypeVar("W", bound=ipw.DOMWidget)


def _classed(widget: W, *names: str) -> W:
    for name in names:
        widget.add_class(name)
    return widget


def _gap(pixels: int) -> ipw.Layout:
    return ipw.Layout(grid_gap=f"{pixels}px")


def _watch(widget: W, on_change: Change) -> W:
    if on_change is not None:
        call = on_change
        widget.observe(lambda change: call(change["new"]), names="value")
    return widget


def column(*children: ipw.Widget, gap: int = 12) -> ipw.VBox:
    """One below the other."""
    return _classed(ipw.VBox(list(children), layout=_gap(gap)), "tot-stack")


def row(*children: ipw.Widget, gap: int = 12, wrap: bool = True) -> ipw.HBox:
    """Side by side, in reading direction; further lines where there is no room."""
    box = _classed(ipw.HBox(list(children), layout=_gap(gap)), "tot-line")
    return _classed(box, "tot-wrap") if wrap else box


def grid(*children: ipw.Widget, columns: str = "1fr 1fr", gap: int = 16) -> ipw.Box:
    """Columns by CSS widths such as ``1fr 2fr``; one column on a narrow screen."""
    safe = " ".join(f"minmax(0, {width})" if width.endswith("fr") else width for width in columns.split())
    layout = ipw.Layout(display="grid", grid_template_columns=safe, grid_gap=f"{gap}px")
    return _classed(ipw.Box(list(children), layout=layout), "tot-grid")


def markup(html: str, classes: Sequence[str] = ()) -> ipw.HTML:
    """HTML as given: whoever calls this has escaped it."""
    return _classed(ipw.HTML(html), *classes)


def heading(text: str, level: int = 2) -> ipw.HTML:
    """A heading; level 1 is the page's own."""
    return markup(f"<h{level}>{escape(text)}</h{level}>")


def paragraph(text: str, kind: str = "plain") -> ipw.HTML:
    """A paragraph: plain, muted, or a note that stands out."""
    return markup(f'<p class="tot-{escape(kind)}">{escape(text)}</p>')


def card(title: str, *children: ipw.Widget, level: int = 2) -> ipw.VBox:
    """A white panel, with a heading unless `title` is empty."""
    head = [heading(title, level)] if title else []
    return _classed(ipw.VBox([*head, *children]), "tot-card", "tot-stack")


def button(
    label: str, on_click: Callable[[], object], kind: str = "plain", hint: str = "", disabled: bool = False
) -> ipw.Button:
    """A button: plain, primary (one for each panel), quiet or danger. `on_click` takes nothing."""
    made = ipw.Button(description=label, tooltip=hint or None, disabled=disabled)
    made.on_click(lambda _: on_click())
    return _classed(made, f"tot-{kind}")


def choice(
    label: str, options: Sequence[tuple[str, object]], value: object = None, on_change: Change = None
) -> ipw.Dropdown:
    """One of several; the first when no value is given."""
    first = value if value is not None or not options else options[0][1]
    made = ipw.Dropdown(description=label, options=list(options), value=first)
    return _watch(_classed(made, "tot-field"), on_change)


class Many(ipw.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """A labelled group of checkboxes; `value` holds the chosen values in the order of the options."""

    value = traitlets.Tuple()

    def __init__(self, label: str, options: Sequence[tuple[str, object]], value: Collection[object]) -> None:
        self._values = tuple(option for _, option in options)
        self._boxes = tuple(switch(name, option in value, self._gather) for name, option in options)
        title = markup(f'<span class="tot-many-title">{escape(label)}</span>')
        shown = _classed(ipw.HBox(list(self._boxes)), "tot-many-options")
        super().__init__([title, shown])
        _classed(self, "tot-many")
        self.value = tuple(option for option in self._values if option in value)

    def _gather(self, _: object) -> None:
        self.value = tuple(option for option, box in zip(self._values, self._boxes, strict=True) if box.value)


def many(
    label: str, options: Sequence[tuple[str, object]], value: Collection[object] = (), on_change: Change = None
) -> Many:
    """Any number of several, as checkboxes."""
    return _watch(Many(label, options, value), on_change)


def switch(label: str, value: bool = False, on_change: Change = None) -> ipw.Checkbox:
    """Yes or no."""
    made = ipw.Checkbox(description=label, value=value, indent=False)
    return _watch(_classed(made, "tot-switch"), on_change)


def text_box(label: str, value: str = "", placeholder: str = "", on_change: Change = None) -> ipw.Text:
    """One line of text; `on_change` comes when typing ends (Enter, or leaving the field)."""
    made = ipw.Text(description=label, value=value, placeholder=placeholder, continuous_update=False)
    return _watch(_classed(made, "tot-field"), on_change)


def long_text(
    label: str, value: str = "", rows: int = 6, on_change: Change = None, continuous: bool = False
) -> ipw.Textarea:
    """Several lines of text; with `continuous`, `on_change` comes while typing."""
    made = ipw.Textarea(description=label, value=value, rows=rows, continuous_update=continuous)
    return _watch(_classed(made, "tot-field"), on_change)


def number(
    label: str, value: float, low: float, high: float, step: float = 1, on_change: Change = None
) -> ipw.BoundedIntText | ipw.BoundedFloatText:
    """A number between two bounds; whole when value, bounds and step are."""
    whole = all(isinstance(part, int) for part in (value, low, high, step))
    kind = ipw.BoundedIntText if whole else ipw.BoundedFloatText
    made = kind(description=label, value=value, min=low, max=high, step=step, continuous_update=False)
    return _watch(_classed(made, "tot-field"), on_change)


def date_box(label: str, value: date | None = None, on_change: Change = None) -> ipw.DatePicker:
    """A day, by the browser's own calendar."""
    return _watch(_classed(ipw.DatePicker(description=label, value=value), "tot-field"), on_change)


def time_box(label: str, value: str = "09:00", on_change: Change = None) -> ipw.Text:
    """A clock time as HH:MM in 24 hours; what is no time goes back to the last one."""
    made = text_box(label, value)
    last = [value]

    def checked(change: dict[str, str]) -> None:
        found = as_clock(change["new"])
        if found is None:
            made.value = last[0]
        elif found != change["new"]:
            made.value = found
        elif found != last[0]:
            last[0] = found
            if on_change is not None:
                on_change(found)

    made.observe(checked, names="value")
    return made


def as_clock(typed: str) -> str | None:
    """``9``, ``9.30``, ``9:5`` or ``0930`` as "09:30"; None for what is no clock time."""
    digits = typed.strip().replace(".", ":").replace("h", ":").rstrip(":")
    if digits.isdecimal() and len(digits) in (3, 4):
        digits = f"{digits[:-2]}:{digits[-2:]}"
    hours, _, minutes = digits.partition(":")
    if not hours.isdecimal() or not (minutes or "0").isdecimal() or len(hours) > 2 or len(minutes) > 2:
        return None
    found = (int(hours), int(minutes or 0))
    return f"{found[0]:02d}:{found[1]:02d}" if found[0] < 24 and found[1] < 60 else None


def hidden_label(widget: W) -> W:
    """Keep the label for screen readers only, where the surroundings show what the field is."""
    return _classed(widget, "tot-hidden-label")


class Tabs(ipw.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """Panels of which one shows; arrow keys move between their tabs. `selected_index` says which."""

    selected_index = traitlets.Int(0)

    def __init__(self, parts: Sequence[tuple[str, ipw.Widget]]) -> None:
        self._panels = tuple(child for _, child in parts)
        self._tabs = tuple(
            _classed(button(title, partial(self._show, at)), "tot-tab") for at, (title, _) in enumerate(parts)
        )
        self._place = _classed(ipw.VBox([]), "tot-tab-panel", "tot-stack")
        super().__init__([_classed(ipw.HBox(list(self._tabs)), "tot-tab-list"), self._place])
        _classed(self, "tot-tabs")
        self._draw()
        self.observe(lambda _: self._draw(), names="selected_index")

    def _show(self, at: int) -> None:
        self.selected_index = at

    def _draw(self) -> None:
        for at, tab in enumerate(self._tabs):
            (tab.add_class if at == self.selected_index else tab.remove_class)("tot-selected")
        self._place.children = [self._panels[self.selected_index]]


def tabs(parts: Sequence[tuple[str, ipw.Widget]], on_change: Change = None) -> Tabs:
    """Titles and their panels; `on_change` receives the index of the one that shows."""
    made = Tabs(parts)
    if on_change is not None:
        call = on_change
        made.observe(lambda change: call(change["new"]), names="selected_index")
    return made


class Details(ipw.VBox):  # type: ignore[misc]  # ipywidgets has no types
    """A title that opens and closes what is below it; `opened` says which it is."""

    opened = traitlets.Bool(False)

    def __init__(self, title: str, child: ipw.Widget, opened: bool) -> None:
        self._child = child
        self._summary = _classed(button(title, self._turn), "tot-summary")
        super().__init__([self._summary])
        _classed(self, "tot-details", "tot-stack")
        self.observe(lambda _: self._draw(), names="opened")
        self.opened = opened

    def _turn(self) -> None:
        self.opened = not self.opened

    def _draw(self) -> None:
        (self._summary.add_class if self.opened else self._summary.remove_class)("tot-open")
        self.children = [self._summary, self._child] if self.opened else [self._summary]


def details(title: str, child: ipw.Widget, opened: bool = False) -> Details:
    """What only some readers need, behind its title."""
    return Details(title, child, opened)


def table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], numeric: Collection[int] = ()) -> ipw.HTML:
    """A table of text; columns whose index is in `numeric` stand at the end of their cells."""

    def cell(tag: str, at: int, text: str) -> str:
        kind = ' class="tot-number"' if at in numeric else ""
        scope = ' scope="col"' if tag == "th" else ""
        return f"<{tag}{scope}{kind}>{escape(str(text))}</{tag}>"

    top = "".join(cell("th", at, text) for at, text in enumerate(head))
    body = "".join("<tr>" + "".join(cell("td", at, text) for at, text in enumerate(line)) + "</tr>" for line in rows)
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return markup(
        f'<div class="tot-scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="tot-table">{title}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def problems_html(problems: Sequence[Problem], language: Language) -> str:
    """A list of problems: how grave, where, what, and the next step; "" when there are none."""
    if not problems:
        return ""
    words: dict[Severity, str] = {
        "error": language.say("Error"),
        "warning": language.say("Warning"),
        "info": language.say("Note"),
    }
    lines = []
    for problem in (tell(found, language) for found in sort_problems(problems)):
        hint = f'<span class="tot-hint">{escape(_sentence(problem.hint))}</span>' if problem.hint else ""
        lines.append(
            f'<li class="tot-{problem.severity}"><span class="tot-severity">{escape(words[problem.severity])}</span> '
            f'<span class="tot-place" dir="ltr">{escape(str(problem.where))}</span> '
            f"{escape(_sentence(problem.message))}{hint}</li>"
        )
    return f'<div class="tot-problems"><ul>{"".join(lines)}</ul></div>'


def problems_list(problems: Sequence[Problem], language: Language) -> ipw.HTML:
    """The same as a widget."""
    return markup(problems_html(problems, language))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
