"""The page for after the session: what each slot really took."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as ipw

from toolkit.problems import ProblemsError
from toolkit.studio.page import Page
from toolkit.studio.trainer import record_view, sessions
from toolkit.studio.trainer.live import Act, live
from toolkit.studio.trainer.state import TrainerState
from toolkit.studio.widgets import button, card, column, paragraph, row


class AfterPage:
    """The record of a saved session. `widget` is the page; `on_saved` is called when a record was written;
    `own_copy` makes the panel for a workspace of one's own."""

    def __init__(
        self,
        state: TrainerState,
        page: Page,
        on_saved: Callable[[], object],
        own_copy: Callable[[], ipw.Widget],
    ) -> None:
        self.state, self.page, self.on_saved, self.own_copy = state, page, on_saved, own_copy
        self.record = live("", page.guard(self._act))
        self.widget = column()

    def draw(self) -> None:
        """The record of the present plan, or what has to be done first."""
        state, to = self.state, self.page.language
        say, view = to.say, state.view(to)
        if view is None or state.kept is None:
            text = say("Save the session first: its record is kept beside it.")
            first = self.own_copy() if self.page.is_built_in else paragraph(text, "note")
            self.widget.children = [card(say("After the session"), first)]
            return
        state.record = record_view.record_for(view.plan, state.kept.name, state.record)
        self.record.html = record_view.record_html(view, state.record)
        text = say(
            "Write how many minutes each slot really took (0 when it was left out) and what happened. Never write "
            "about persons. Later plans can use these minutes."
        )
        guard = self.page.guard
        buttons = [
            button(say("Fill in the planned minutes"), guard(self._as_planned)),
            button(say("Save the record"), guard(lambda: self._save(replace=False)), "primary"),
        ]
        if state.may_replace_record:
            buttons.append(button(say("Replace it"), guard(lambda: self._save(replace=True)), "danger"))
        parts = [paragraph(text), self.record, row(*buttons)]
        self.widget.children = [card(say("After the session"), *parts)]

    def _act(self, act: Act) -> None:
        record, view = self.state.record, self.state.view(self.page.language)
        if record is None or view is None or act.name not in ("actual", "remark"):
            return
        change = record_view.with_actual if act.name == "actual" else record_view.with_remark
        self.state.record = change(record, act.what, act.value)
        self.record.html = record_view.record_html(view, self.state.record)

    def _as_planned(self) -> None:
        if self.state.record is not None:
            self.state.record = record_view.all_as_planned(self.state.record)
            self.draw()

    def _save(self, *, replace: bool) -> None:
        state = self.state
        if state.record is None:
            return
        state.may_replace_record = False
        try:
            sessions.save_record(state.workspace, state.record, known=state.record_kept, replace=replace)
        except ProblemsError as stop:
            state.may_replace_record = any(p.code == "session-record-exists" for p in stop.problems)
            self.draw()
            raise
        state.record_kept = state.record
        state.read_records()
        self.draw()
        self.on_saved()
        self.page.tell(self.page.language.say("The record is saved beside the session."))
