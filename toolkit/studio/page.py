"""The frame around an app: name, language choice, problems, progress and status line; one for each open page.

`open_page` shows it. The app's `build` makes its widgets anew from its state, at the start and after each change of
language, so that no widget outlives the words it was made with.
"""

from __future__ import annotations

import asyncio
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import wraps
from html import escape
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar

import ipywidgets as ipw

from toolkit.content.language import Language
from toolkit.content.workspace import WORKSPACE_VARIABLE, built_in_workspace, find_workspace
from toolkit.problems import Place, Problem, ProblemsError, make_problem
from toolkit.rendering.theme import Tone
from toolkit.studio.style import APP_ACCENTS, asset, style_sheet
from toolkit.studio.widgets import choice, hidden_label, markup, problems_html
from toolkit.studio.words import STUDIO_LANGUAGES, first_language, name_of_app, own_name

P = ParamSpec("P")
R = TypeVar("R")

LATER_SECONDS = 0.3
"""Time for the page to be drawn before anything else is done."""

SERVED_VARIABLE = "VOILA_REQUEST_URL"
PREHEATED_VARIABLE = "VOILA_PREHEAT"
"""Environment variables by which a kernel knows that Voilà shows its page."""


class Step(Protocol):
    """Tells how far long work is: what happens now, and the share done, from 0 to 1."""

    def __call__(self, text: str, share: float) -> None:
        """Say it."""


class Page:
    """What an app may do with its page. `root` is the widget that holds all of it."""

    def __init__(
        self,
        app: str,
        build: Callable[[Page], ipw.Widget],
        *,
        css: str = "",
        workspace: Path | None = None,
        language: Language | None = None,
    ) -> None:
        self.app = app
        self.workspace = workspace or _workspace()
        self.language = language or first_language()
        self.accent = APP_ACCENTS.get(app, APP_ACCENTS["start"])
        self._build = build
        self._css = css
        self._busy_depth = 0
        self._style = ipw.HTML(layout=ipw.Layout(display="none"))
        self._header = _classed(ipw.HBox(), "tot-header")
        self._problems = _classed(ipw.HTML(), "tot-frame-problems")
        self._bar = ipw.HTML()
        self._busy = _classed(ipw.VBox([self._bar], layout=ipw.Layout(display="none")), "tot-busy")
        self._main = _classed(ipw.VBox(), "tot-main", "tot-stack")
        self._status = _classed(ipw.HTML(), "tot-status")
        self._to_server = ipw.HTML(layout=ipw.Layout(display="none"))
        foot = _classed(ipw.VBox([self._status, self._to_server]), "tot-foot")
        parts = [self._style, self._header, self._busy, self._problems, self._main, foot]
        self.root = _classed(ipw.VBox(parts), "tot-page", f"tot-app-{app}")
        self.set_accent(self.accent)
        self.rebuild()

    @property
    def is_built_in(self) -> bool:
        """Whether this is the workspace that came with the package, which nobody should change."""
        return self.workspace == built_in_workspace()

    def move_to(self, workspace: Path) -> None:
        """Go on in another workspace of the user's own: this page, and by way of the browser the studio that serves
        it, for the pages that are opened next. What the app has read of the old one is the app's to read anew."""
        self.workspace = workspace
        os.environ[WORKSPACE_VARIABLE] = str(workspace)
        if _is_served():
            name = escape(workspace.name, quote=True)
            self._to_server.value = (
                f'<form class="tot-automatic" method="post" action="./studio/workspace">'
                f'<input type="hidden" name="name" value="{name}"></form>'
            )

    def set_accent(self, accent: Tone) -> None:
        """The page's colour, such as the accent of the session's audience."""
        self.accent = accent
        self._style.value = f"<style>{style_sheet(accent, self._css)}</style>"

    def rebuild(self) -> None:
        """Make the app's widgets anew from its state, in the page's language."""
        for tag in STUDIO_LANGUAGES:
            self.root.remove_class(f"tot-lang-{tag}")
        self.root.remove_class("tot-rtl" if self.language.direction == "ltr" else "tot-ltr")
        self.root.add_class(f"tot-{self.language.direction}")
        self.root.add_class(f"tot-lang-{self.language.tag}")
        self._header.children = self._head()
        old = self._main.children
        made = self.guard(self._build)(self)
        self._main.children = [] if made is None else [made]
        for widget in old:
            _close(widget)
        self.root.add_class("tot-ready")

    def tell(self, text: str) -> None:
        """Say in the status line what just happened; screen readers speak it."""
        self._status.value = f"<span>{escape(text)}</span>" if text else ""

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """List problems under the title, instead of those before; none clears the list."""
        label = escape(self.language.say("Problems"), quote=True)
        shown = problems_html(problems, self.language)
        self._problems.value = f'<div data-label="{label}">{shown}</div>' if shown else ""

    def guard(self, function: Callable[P, R]) -> Callable[P, R | None]:
        """A callback that never raises into the page: its problems are shown, and None is returned."""

        @wraps(function)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | None:
            self.show_problems(())
            try:
                return function(*args, **kwargs)
            except ProblemsError as stop:
                self.show_problems(stop.problems)
            except Exception as fault:
                # Where it happened, never what with: the message of an exception can hold somebody's answer.
                print(*traceback.format_tb(fault.__traceback__), type(fault).__name__, file=sys.__stderr__, sep="")
                self.show_problems([make_problem("studio-fault", Place(self.app), kind=type(fault).__name__)])
            return None

        return guarded

    @contextmanager
    def busy(self, text: str) -> Iterator[Step]:
        """A progress bar for as long as the block takes."""

        def step(text: str, share: float) -> None:
            done = max(0.0, min(1.0, share))
            label = escape(text, quote=True)
            value = f' value="{done:.3f}"' if done else ""
            self._bar.value = f'<span>{label}</span><progress aria-label="{label}"{value} max="1"></progress>'

        self._busy_depth += 1
        step(text, 0.0)
        self._busy.layout.display = "flex"
        self.root.add_class("tot-working")
        try:
            yield step
        finally:
            self._busy_depth -= 1
            if not self._busy_depth:
                self._busy.layout.display = "none"
                self._bar.value = ""
                self.root.remove_class("tot-working")

    def later(self, work: Callable[[], object]) -> None:
        """Do this when the page is shown and nobody waits, such as loading what the next step will need. What goes
        wrong is left to that step."""

        def quietly() -> None:
            with suppress(Exception):
                work()

        with suppress(RuntimeError):  # outside of a kernel nothing is waited for
            asyncio.get_running_loop().call_later(LATER_SECONDS, quietly)

    def _head(self) -> list[ipw.Widget]:
        say = self.language.say
        home = _home()
        link = f'<a class="tot-home" href="{home}">{escape(say("All apps"))}</a>' if home else ""
        skip = f'<a class="tot-skip" href="#tot-main">{escape(say("Skip to the content"))}</a>' if home else ""
        brand = markup(f"{skip}<h1>{escape(name_of_app(self.app, self.language))}</h1>{link}", ("tot-brand",))
        options = [(own_name(tag), tag) for tag in STUDIO_LANGUAGES]
        languages = choice(say("Language"), options, self.language.tag, self._speak)
        return [brand, _classed(hidden_label(languages), "tot-language")]

    def _speak(self, tag: str) -> None:
        self.language = Language(tag)
        self.tell("")
        self.rebuild()


def open_page(app: str, build: Callable[[Page], ipw.Widget], css: str = "") -> None:
    """Show the app in the notebook that calls this: in JupyterLab, or in the studio's server."""
    from IPython.display import Javascript, display

    page = Page(app, build, css=css)
    display(page.root)  # type: ignore[no-untyped-call]
    if not _is_served():
        display(Javascript(asset("studio.js")))  # type: ignore[no-untyped-call]


def _is_served() -> bool:
    return SERVED_VARIABLE in os.environ or PREHEATED_VARIABLE in os.environ


def _home() -> str:
    """The address of the start page, as seen from an app."""
    return "./" if _is_served() else ""


def _workspace() -> Path:
    given = os.environ.get(WORKSPACE_VARIABLE)
    return find_workspace(Path(given) if given else None, Path.cwd())


def _close(widget: ipw.Widget) -> None:
    for child in getattr(widget, "children", ()):
        _close(child)
    widget.close()


def _classed(widget: ipw.Widget, *names: str) -> ipw.Widget:
    for name in names:
        widget.add_class(name)
    return widget
