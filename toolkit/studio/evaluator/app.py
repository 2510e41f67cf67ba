"""The frame of the evaluator's app: six steps as tabs, each drawn when it is first looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from importlib import import_module

from ipywidgets import Widget

from toolkit.content.load import load_content
from toolkit.content.records import Content
from toolkit.execution.for_evaluation import EvaluationSession, open_evaluation
from toolkit.rendering.outlines.report_sentences import match_sentence
from toolkit.studio.evaluator.codes import still_asked
from toolkit.studio.evaluator.reading import find, read_request
from toolkit.studio.evaluator.state import EvaluatorState
from toolkit.studio.evaluator.style import style
from toolkit.studio.evaluator.titles import content_for
from toolkit.studio.page import Page, open_page
from toolkit.studio.widgets import column, markup, tabs

View = Callable[["App"], Sequence[Widget]]

ANSWERS, READ, CODES, FINDINGS, COMPARE, TAKE = range(6)
"""The steps, as positions of their tabs."""

_HEAVY = ("pandas", "scipy.stats", "scipy.sparse.csgraph", "rapidfuzz.process", "toolkit.evaluation.findings.make",
          "toolkit.evaluation.findings.protect", "toolkit.evaluation.instrument_file", "toolkit.evaluation.matching",
          "toolkit.evaluation.score", "toolkit.evaluation.responses.read", "toolkit.rendering.html")  # fmt: skip
"""Imported before the page is shown, so that the first step does not wait for them."""


def open_app() -> None:
    """Show the app in the notebook that calls this."""
    for name in _HEAVY:
        import_module(name)
    state = EvaluatorState()
    open_page("evaluator", partial(build, state), css=style())


def build(state: EvaluatorState, page: Page) -> Widget:
    """All widgets of the page, anew from `state`. The first time is before anybody waits for it: the workspace is
    loaded then."""
    app = App(state, page)
    if state.content is None:
        state.content = app.content
    return app.tabs


class App:
    """One drawing of the page: its tabs, and what the steps share."""

    def __init__(self, state: EvaluatorState, page: Page) -> None:
        self.state = state
        self.page = page
        self.language = page.language
        say = page.language.say
        self._titles = (
            say("1 Answers"),
            say("2 What was read"),
            say("3 Codes"),
            say("4 Findings"),
            say("5 Compare"),
            say("6 Take away"),
        )
        self._panels = [column(gap=16) for _ in self._titles]
        self._stale = set(range(len(self._titles)))
        self.tabs = tabs(list(zip(self._titles, self._panels, strict=True)))
        self._wants_focus = False
        self.tabs.selected_index = state.tab
        self.tabs.observe(lambda change: page.guard(self._shown)(change["new"]), names="selected_index")
        self._fill(state.tab)

    @property
    def content(self) -> Content:
        """The workspace's modules: titles, and lines of the feedback."""
        if self.state.content is None:
            self.state.content = load_content(self.page.workspace)[0]
        return self.state.content

    def read(self, keep: bool = False) -> None:
        """Read the files and go on to what was read; `keep` the decisions about codes where the files are the same.
        Raises ProblemsError when there is nothing to read."""
        state, say = self.state, self.language.say
        choices = state.choices if keep else {}
        state.forget_reading()
        self.redraw_others()
        with self.page.busy(say("Reading the answers")):
            state.reading = read_request(state.request)
            state.choices = still_asked(state.reading.questions, choices)
            self.find()
        self._stale.add(ANSWERS)
        self.go(READ)
        findings = state.evaluation.findings if state.evaluation else None
        if findings is None:
            self.page.tell(say("The files could not be read; the list says why."))
        else:
            self.page.tell(match_sentence(findings, self.language))

    def find(self) -> None:
        """Findings anew, after answers, decisions, groups or the limit changed."""
        state = self.state
        if state.reading is None:
            state.evaluation = None
        else:
            state.evaluation = find(state.reading, state.choices, internal=state.internal, content=self.content)
        self.redraw_others()

    def session(self, language: str) -> EvaluationSession | None:
        """The findings with titles in a language; None without findings."""
        evaluation = self.state.evaluation
        if evaluation is None or evaluation.findings is None:
            return None
        known = content_for([evaluation.findings], self.content)
        return open_evaluation(evaluation, language, content=known)

    def go(self, step: int) -> None:
        """Show a step, drawn anew."""
        self._stale.add(step)
        self._wants_focus = True
        if self.tabs.selected_index == step:
            self._fill(step)
        else:
            self.tabs.selected_index = step

    def redraw_others(self) -> None:
        """What the other steps show is no longer true."""
        self._stale |= set(range(len(self._panels))) - {self.tabs.selected_index}

    def _shown(self, step: int) -> None:
        self.state.tab = step
        self.page.tell("")
        self._fill(step)

    def _fill(self, step: int) -> None:
        if step in self._stale:
            self._panels[step].children = (*self._start(step), *_views()[step](self))
            self._stale.discard(step)

    def _start(self, step: int) -> Sequence[Widget]:
        """Where the keyboard goes on after a button led to another step."""
        if not self._wants_focus:
            return ()
        self._wants_focus = False
        return (markup(f'<span tabindex="-1" data-tot-focus>{escape(self._titles[step])}</span>', ("tot-hide",)),)


def _views() -> tuple[View, ...]:
    from toolkit.studio.evaluator.view_answers import show_answers
    from toolkit.studio.evaluator.view_codes import show_codes
    from toolkit.studio.evaluator.view_compare import show_compare
    from toolkit.studio.evaluator.view_findings import show_findings
    from toolkit.studio.evaluator.view_read import show_read
    from toolkit.studio.evaluator.view_take import show_take

    return show_answers, show_read, show_codes, show_findings, show_compare, show_take
