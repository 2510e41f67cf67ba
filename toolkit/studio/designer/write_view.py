"""The split editor: the text on one side; problems, preview, slides and forms on the other."""

from __future__ import annotations

import base64
import difflib
import hashlib
import re
from collections.abc import Sequence
from functools import partial
from html import escape
from typing import Literal

import ipywidgets as ipw

from toolkit.content.language import Language
from toolkit.problems import Problem
from toolkit.rendering.html import render_html
from toolkit.rendering.miniature import draw_miniatures
from toolkit.rendering.outline import Card, Deck
from toolkit.studio.designer.clickable import Clickable, do_button
from toolkit.studio.designer.diffs import diff_html
from toolkit.studio.designer.editor import Editor
from toolkit.studio.designer.insert_view import insert_view
from toolkit.studio.designer.preview import localise_module, make_module_deck, make_module_document, only_cards
from toolkit.studio.designer.state import DesignerState, edit, module_of, save, settle
from toolkit.studio.page import Page
from toolkit.studio.widgets import button, card, choice, column, hidden_label, markup, paragraph, row

PICTURE_PX = 400
MOST_PICTURES = 400
"""Pictures of slides that a page keeps; each is some 4 kB."""


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
        label = say("Text of the module, in Markdown")
        self.editor = Editor(state.draft.text, label, read_only=state.read_only, on_save=page.guard(self.save))
        self.editor.observe(page.guard(lambda change: self.typed(change["new"])), names="value")
        self.saved = markup("")
        self.problems = Clickable("", page.guard(self.go))
        self.side = ipw.VBox()
        self.side.add_class("tot-designer-side")
        self.shown: ipw.Widget | None = None
        self.keep = button(say("Save"), page.guard(self.save), "primary", say("Also with Ctrl and S"), state.read_only)
        bar = row(self.keep, self.saved, gap=12)
        bar.layout.align_items = "center"
        left = column(bar, self.editor, gap=8)
        right = column(self.problems, self._switches(), self.side, gap=8)
        self.draw()
        self.widget = ipw.Box([left, right])
        self.widget.add_class("tot-designer-split")

    def _switches(self) -> ipw.Widget:
        say = self.page.language.say
        names = [say("Preview"), say("Slides"), *([] if self.state.read_only else [say("Insert")])]
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
        bar = row(*self.buttons, *self.choices, gap=6)
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
            words = say("For reading only: this module comes with the toolkit")
        kind = "tot-designer-unsaved" if draft.unsaved else "tot-muted"
        self.saved.value = f'<span class="{kind}">{escape(words)}</span>'
        self.editor.unsaved = draft.unsaved
        self.editor.show_marks(draft.checked.problems)
        self.problems.html = problems_html(draft.checked.problems, draft.checked.elsewhere, self.page.language)
        self.draw_side()

    def draw_side(self) -> None:
        """Preview, slides or form, whichever shows."""
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


def problems_html(problems: Sequence[Problem], elsewhere: Sequence[Problem], language: Language) -> str:
    """The list of problems, each with a button to its line, and a count that is spoken when it changes."""
    say = language.say
    errors = sum(p.severity == "error" for p in problems)
    others = len(problems) - errors
    if problems:
        count = language.show_list(
            [
                *([language.say_count("{n} error", "{n} errors", errors)] if errors else []),
                *([language.say_count("{n} remark", "{n} remarks", others)] if others else []),
            ]
        )
    else:
        count = say("No problems in this module")
    mood = "error" if errors else "warning" if problems else "fine"
    gravest_first = sorted(problems, key=lambda problem: problem.severity != "error")
    items = "".join(_problem(problem, language) for problem in gravest_first)
    there = ""
    if elsewhere:
        title = escape(say("In other files, because of this text"))
        there = f"<h3>{title}</h3><ul>{''.join(_problem(p, language, elsewhere=True) for p in elsewhere)}</ul>"
    listed = f"<ul>{items}</ul>" if items else ""
    label = escape(say("Problems in this module"), quote=True)
    body = (
        f'<div class="tot-designer-problem-list" tabindex="0" role="region" aria-label="{label}">{listed}{there}</div>'
        if listed or there else ""
    )  # fmt: skip
    return f'<div class="tot-designer-problems tot-designer-{mood}"><p role="status">{escape(count)}</p>{body}</div>'


def _problem(problem: Problem, language: Language, *, elsewhere: bool = False) -> str:
    say = language.say
    line = problem.where.line or 1
    place = escape(str(problem.where)) if elsewhere else do_button(
        say("Line {line}", line=language.show_number(line)), f"line:{line}", "line",
        say("Go to line {line}", line=language.show_number(line)),
    )  # fmt: skip
    words = {"error": say("Error"), "warning": say("Warning"), "info": say("Note")}[problem.severity]
    hint = f'<span class="tot-hint">{escape(_sentence(problem.hint))}</span>' if problem.hint else ""
    return (
        f'<li class="tot-{problem.severity}">{place} <span class="tot-severity">{escape(words)}</span> '
        f'<span lang="en" dir="ltr">{escape(_sentence(problem.message))}{hint}</span></li>'
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def preview_html(state: DesignerState) -> str:
    """The module as its readers meet it, in the language and for the country chosen."""
    language = Language(state.preview_language)
    content = localise_module(state.draft.checked.content, module_of(state), language, state.country or None)
    html = render_html(make_module_document(content, content.modules[state.module], language))
    html = html.replace('<th scope="col"></th>', "<td></td>")  # a header without words would be announced
    return heading_levels_closed(html)


_HEADING = re.compile(r"<(/?)h([1-6])(?=[ >])")


def heading_levels_closed(html: str) -> str:
    """The same HTML with no heading more than one level below the one before it: whoever moves from heading to heading
    would think that something is missing."""
    last, given = 1, 1

    def level(found: re.Match[str]) -> str:
        nonlocal last, given
        if not found[1]:
            last = given = min(int(found[2]), last + 1)
        return f"<{found[1]}h{given}"

    return _HEADING.sub(level, html)


def scrolling(html: str, label: str) -> str:
    """HTML in a frame of its own that scrolls, also by keyboard, and stays where it is when the HTML changes."""
    name = escape(label, quote=True)
    return f'<div class="tot-designer-scroll" data-keep tabindex="0" role="region" aria-label="{name}">{html}</div>'


def slides_html(state: DesignerState, language: Language) -> str:
    """The module's slides as pictures, each with a button to its line."""
    said = Language(state.preview_language)
    module = module_of(state)
    content = localise_module(state.draft.checked.content, module, said, state.country or None)
    deck = make_module_deck(content, content.modules[module.id], said)
    if not deck.cards:
        return f'<p class="tot-note">{escape(language.say("This module has no slides yet."))}</p>'
    lines = {slide.id: slide.place.line for slide in module.slides}
    pictures = slide_pictures(deck, state.pictures)
    figures = []
    for one, png in zip(deck.cards, pictures, strict=True):
        data = base64.b64encode(png).decode()
        button_html = _line_button(lines.get(one.source_id, 1), one.title, language)
        figures.append(
            f'<figure><img alt="{escape(one.title, quote=True)}" src="data:image/png;base64,{data}">'
            f"<figcaption>{button_html}</figcaption></figure>"
        )
    return f'<div class="tot-designer-slides">{"".join(figures)}</div>'


def _line_button(line: int, title: str, language: Language) -> str:
    shown = language.show_number(line)
    name = language.say("Go to line {line}: {title}", line=shown, title=title)
    return do_button(language.say("Line {line}", line=shown), f"line:{line}", "line", name)


def slide_pictures(deck: Deck, known: dict[str, bytes]) -> list[bytes]:
    """A picture for each card. Those in `known` are not drawn again; new ones are put there."""
    keys = [_key(deck, one) for one in deck.cards]
    wanted = {key: one for key, one in zip(keys, deck.cards, strict=True) if key not in known}
    if wanted:
        if len(known) > MOST_PICTURES:
            known.clear()
            wanted = dict(zip(keys, deck.cards, strict=True))
        drawn = draw_miniatures(only_cards(deck, tuple(wanted.values())), PICTURE_PX)
        known.update(zip(wanted, drawn, strict=True))
    return [known[key] for key in keys]


def _key(deck: Deck, one: Card) -> str:
    return hashlib.sha256(repr((deck.language, deck.audience, one)).encode("utf-8", "surrogatepass")).hexdigest()


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
        say("Somebody else saved this module meanwhile"),
        paragraph(
            say(
                "Nothing was overwritten. Choose which version the module will be; the other one is kept beside it as "
                "a text file, so that you can put the two together."
            )
        ),
        paragraph(say("Lines with + are yours, lines with - are on disk."), "muted"),
        row(
            button(say("Mine becomes the module"), page.guard(lambda: keep("mine")), "primary"),
            button(say("The one on disk stays the module"), page.guard(lambda: keep("theirs"))),
        ),
        markup(diff_html("\n".join(lines), page.language)),
    )
