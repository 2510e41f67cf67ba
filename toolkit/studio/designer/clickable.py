"""HTML with buttons in it that call Python: lists and tables of hundreds of rows without a widget for each."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import anywidget
import traitlets

from toolkit.studio.designer.assets import asset


class Clickable(anywidget.AnyWidget):
    """Shows `html` as given (whoever sets it has escaped it). A click on an element with ``data-do`` calls `on_do`
    with what stands there. The focus stays on the button of the same name when the HTML changes."""

    _esm = asset("clickable.js")
    html = traitlets.Unicode("").tag(sync=True)

    def __init__(self, html: str, on_do: Callable[[str], object]) -> None:
        super().__init__(html=html)
        self._on_do = on_do
        self.on_msg(self._receive)
        self.add_class("tot-clickable")

    def _receive(self, _widget: object, content: object, _buffers: object) -> None:
        done = content.get("do") if isinstance(content, dict) else None
        if isinstance(done, str) and done and f'data-do="{escape(done, quote=True)}"' in self.html:
            self._on_do(done)


def do_button(label: str, do: str, kind: str = "quiet", name: str = "", *, disabled: bool = False) -> str:
    """A button for the HTML of a `Clickable`. `name` is what screen readers say where the label says too little."""
    spoken = f' aria-label="{escape(name, quote=True)}"' if name else ""
    off = " disabled" if disabled else ""
    return (
        f'<button type="button" class="tot-designer-do tot-designer-{escape(kind)}" data-do="{escape(do, quote=True)}"'
        f"{spoken}{off}>{escape(label)}</button>"
    )
