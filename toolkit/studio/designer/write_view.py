"""The split editor: the text on one side; problems, preview, slides and forms on the other."""

from __future__ import annotations

import difflib
from functools import partial
from html import escape
from typing import Literal

import ipywidgets as ipw

from toolkit.studio.designer.beside import preview_html, problems_html, scrolling, slides_ahead, slides_html
from toolkit.studio.designer.clickable import Clickable
from toolkit.studio.designer.contents import contents_of
from toolkit.studio.designer.diffs import diff_html
from toolkit.studio.designer.editor import Editor
from toolkit.studio.designer.insert_view import insert_view
from toolkit.studio.designer.state import DesignerState, edit, is_module, save, settle
from toolkit.studio.page import Page
from toolkit.studio.widgets import button, card, choice, column, hidden_label, markup, paragraph, row


def write_view(state: DesignerState, page: Page) -> ipw.Widget:
    """Editor at the start, everything about the text at the end."""
    if state.draft.conflict is not None:
        return conflict_view(state, page)
    return _Writer(state, page).widget


class _Writer:
    """The widgets of the split editor; the state is kept elsewhere."""

    def __init__(self, state: DesignerState, page: Page) -> None:
        self.state, self.page = state, page
        say = page.language.say
        label = say("Text of the module, in Markdown") if is_module(state) else say("Text of the file")
        self.editor = Editor(state.draft.text, label, read_only=state.read_only, on_save=page.guard(self.save))
        self.editor.observe(page.guard(lambda change: self.typed(change["new"])), names="value")
        self.saved = markup("")
        self.problems = Clickable("", page.guard(self.go))
        self.side = ipw.VBox()
        self.side.add_class("tot-designer-side")
        self.shown: ipw.Widget | None = None
        self.keep = button(say("Save"), page.guard(self.save), "primary", say("Also with Ctrl and S"), state.read_only)
        self.contents = hidden_label(choice(say("Go to a block"), [(say("Go to…"), 0)], 0, page.guard(self.jump)))
        self.contents.add_class("tot-designer-contents")
        has_blocks = state.draft.checked.module is not None
        bar = row(self.keep, self.saved, *((self.contents,) if has_blocks else ()), gap=12)
        bar.layout.align_items = "center"
        left = column(bar, self.editor, gap=8)
        switches = self._switches()
        right = column(self.problems, *((switches, self.side) if has_blocks else ()), gap=8)
        self.draw()
        for work in slides_ahead(state) if has_blocks else ():
            page.later(work)
        self.widget = ipw.Box([left, right])
        self.widget.add_class("tot-designer-split")
        if not has_blocks:
            self.widget.add_class("tot-designer-data")

    def _switches(self) -> ipw.Widget:
        say = self.page.language.say
        names = [say("Preview"), say("Slides"), *([] if self.state.read_only else [say("Insert")])]
        if self.state.draft.checked.module is None:
            names = []
        self.buttons: list[ipw.Button] = []
        for at, name in enumerate(names):
            made = button(name, self.page.guard(partial(self.turn, at)))
            made.add_class("tot-pressable")
            self.buttons.append(made)
        options = [(self.page.language.name_of_language(tag), tag) for tag in ("en", *self.state.tags)]
        countries = [(self.page.language.name_of_country(code), code) for code in sorted(self.state.content.countries)]
        language = choice(
            say("Language of the preview"), options, self.state.preview_language, self.page.guard(self.speak)
        )
        country = choice(say("Country of destination in the preview"), [(say("Any country"), ""), *countries],
                         self.state.country, self.page.guard(self.travel))  # fmt: skip
        self.choices = [hidden_label(language), hidden_label(country)]
        for one in self.choices:
            one.layout.width = "150px"
        bar = row(*self.buttons, *(self.choices if names else ()), gap=6)
        bar.layout.align_items = "center"
        return bar

    def speak(self, tag: str) -> None:
        """Preview in another language."""
        self.state.preview_language = tag
        self.draw_side()

    def travel(self, code: str) -> None:
        """Preview with the facts of another country."""
        self.state.country = code
        self.draw_side()

    def turn(self, at: int) -> None:
        """Show another side: preview, slides, or forms."""
        self.state.side = at
        self.shown = None
        self.draw_side()

    def typed(self, text: str) -> None:
        """The text changed."""
        if text == self.state.draft.text:
            return
        edit(self.state, text)
        self.draw()

    def go(self, do: str) -> None:
        """A button of a list was pressed: to the line that it names."""
        kind, _, line = do.partition(":")
        if kind == "line":
            self.editor.go_to(int(line))

    def jump(self, line: int | None) -> None:
        """A block was chosen from the contents: to its line, and the choice is empty again."""
        if line:
            self.contents.value = 0
            self.editor.go_to(line)

    def save(self) -> None:
        """Write the text to disk; when somebody else did so meanwhile, both versions are shown."""
        self.typed(self.editor.value)
        conflict = save(self.state)
        say = self.page.language.say
        if conflict is not None:
            self.page.rebuild()
            self.page.tell(say("Not saved: the file changed on disk meanwhile."))
            return
        if self.editor.value != self.state.draft.text:
            self.editor.replace_text(self.state.draft.text, self.editor.line)
        self.draw()
        self.page.tell(say("Saved: {path}", path=self.state.draft.file.path))

    def inserted(self, line: int) -> None:
        """A form put a block into the text."""
        self.editor.replace_text(self.state.draft.text, line)
        self.draw()
        self.page.tell(self.page.language.say("Inserted on line {line}.", line=line))

    def draw(self) -> None:
        """Everything that depends on the text."""
        say, draft = self.page.language.say, self.state.draft
        words = say("Not saved yet") if draft.unsaved else say("Saved")
        if self.state.read_only:
            words = say("For reading only: this file comes with the toolkit")
        kind = "tot-designer-unsaved" if draft.unsaved else "tot-muted"
        self.saved.value = f'<span class="{kind}">{escape(words)}</span>'
        self.editor.unsaved = draft.unsaved
        self.editor.show_marks(draft.checked.problems)
        module = draft.checked.module
        blocks = ((say("Go to…"), 0), *(contents_of(module, self.page.language) if module else ()))
        if self.contents.options != blocks:
            self.contents.options = blocks
        self.problems.html = problems_html(draft.checked.problems, draft.checked.elsewhere, self.page.language)
        self.draw_side()

    def draw_side(self) -> None:
        """Preview, slides or form, whichever shows; nothing for a file of data."""
        if not self.buttons:
            return
        self.state.side = min(self.state.side, len(self.buttons) - 1)
        for at, one in enumerate(self.buttons):
            (one.add_class if at == self.state.side else one.remove_class)("tot-pressed")
        for one in self.choices:
            one.layout.visibility = "hidden" if self.state.side == 2 else "visible"
        if self.state.side == 2:
            if self.shown is None:
                self.shown = insert_view(self.state, self.page, lambda: self.editor.line, self.inserted)
                self.side.children = [self.shown]
            return
        html = preview_html(self.state) if self.state.side == 0 else slides_html(self.state, self.page.language)
        html = scrolling(html, self.buttons[self.state.side].description)
        if isinstance(self.shown, Clickable):
            self.shown.html = html
        else:
            self.shown = Clickable(html, self.page.guard(self.go))
            self.side.children = [self.shown]


def conflict_view(state: DesignerState, page: Page) -> ipw.Widget:
    """Both versions, line by line; whichever is chosen, the other is kept beside it."""
    say = page.language.say
    draft = state.draft
    theirs = draft.conflict.theirs.text if draft.conflict else ""
    lines = difflib.unified_diff(
        theirs.splitlines(), draft.text.splitlines(), say("on disk"), say("yours"), lineterm="", n=2
    )

    def keep(which: Literal["mine", "theirs"]) -> None:
        aside = settle(state, which)
        page.rebuild()
        page.tell(say("Both are kept: the other version is in {path}.", path=aside))

    return card(
        say("Somebody else saved this file meanwhile"),
        paragraph(
            say(
                "Nothing was overwritten. Choose which version the file will be; the other one is kept beside it as "
                "a text file, so that you can put the two together."
            )
        ),
        paragraph(say("Lines with + are yours, lines with - are on disk."), "muted"),
        row(
            button(say("Mine becomes the file"), page.guard(lambda: keep("mine")), "primary"),
            button(say("The one on disk stays"), page.guard(lambda: keep("theirs"))),
        ),
        markup(diff_html("\n".join(lines), page.language)),
    )
