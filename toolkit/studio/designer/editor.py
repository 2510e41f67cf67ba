"""The text editor: a plain text area with numbered lines, marks where problems are, and a cursor that Python knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import anywidget
import traitlets

from toolkit.problems import Problem
from toolkit.studio.designer.assets import asset


class Editor(anywidget.AnyWidget):
    """`value` follows what is typed, a moment after the last key; `line` is the cursor's, from 1. The page's own copy
    changes only by `replace_text`, so that nothing typed meanwhile is lost."""

    _esm = asset("editor.js")
    value = traitlets.Unicode("").tag(sync=True, echo_update=False)
    line = traitlets.Int(1).tag(sync=True, echo_update=False)
    label = traitlets.Unicode("").tag(sync=True)
    read_only = traitlets.Bool(False).tag(sync=True)
    unsaved = traitlets.Bool(False).tag(sync=True)
    marks = traitlets.Dict({}).tag(sync=True)

    def __init__(self, text: str, label: str, *, read_only: bool = False, on_save: Callable[[], object]) -> None:
        super().__init__(value=text, label=label, read_only=read_only)
        self._on_save = on_save
        self.on_msg(self._receive)
        self.add_class("tot-designer-editor")

    def _receive(self, _widget: object, content: object, _buffers: object) -> None:
        if isinstance(content, dict) and content.get("kind") == "save":
            self._on_save()

    def replace_text(self, text: str, line: int) -> None:
        """Put another text in and the cursor on a line; what was there comes back by undoing."""
        self.value = text
        self.send({"kind": "text", "text": text, "line": line})

    def go_to(self, line: int) -> None:
        """The cursor to the beginning of a line, which is scrolled into view."""
        self.send({"kind": "go", "line": line})

    def show_marks(self, problems: Sequence[Problem]) -> None:
        """Mark the lines that have problems, by the gravest of each."""
        rank = {"error": 0, "warning": 1, "info": 2}
        found: dict[str, str] = {}
        for problem in sorted(problems, key=lambda one: -rank[one.severity]):
            found[str(problem.where.line or 1)] = problem.severity
        self.marks = found
