"""A module beside its translation, text by text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

import ipywidgets as ipw

from toolkit.content.language import Language
from toolkit.content.phrase import tell
from toolkit.problems import Place, ProblemsError, make_problem
from toolkit.studio.designer.clickable import Clickable, do_button
from toolkit.studio.designer.state import DesignerState, check_writable
from toolkit.studio.designer.translating import (
    STATES,
    Pair,
    Sheet,
    State,
    bring_up_to_date,
    changed_entry,
    open_sheet,
    save_entry,
    shown_pairs,
)
from toolkit.studio.page import Page
from toolkit.studio.widgets import (
    button,
    card,
    choice,
    column,
    grid,
    long_text,
    markup,
    paragraph,
    problems_list,
    row,
    text_box,
)

PER_PAGE = 25


@dataclass
class _Desk:
    """What is shown: the sheet, the states and words looked for, the page of the list, and the entry being edited."""

    sheet: Sheet
    states: tuple[State, ...] = STATES
    text: str = ""
    at: int = 0
    editing: int = 0
    shown: tuple[Pair, ...] = field(default=())


def translate_view(state: DesignerState, page: Page) -> ipw.Widget:
    """The language and its counts above; one text in a form; all texts side by side below."""
    say = page.language.say
    tags = [(page.language.name_of_language(tag), tag) for tag in state.tags]
    if not tags:
        return paragraph(say("This workspace has no translations yet. Begin one with “{command}”.",
                             command="tot translate extract --language fr"), "note")  # fmt: skip
    tag = state.translate_to or str(tags[0][1])
    state.translate_to = tag

    def turn(value: str) -> None:
        state.translate_to = value
        page.rebuild()

    module = state.content.modules[state.module]
    picked = choice(say("Translation into"), tags, tag, page.guard(turn))
    notes = []
    if state.draft.unsaved:
        notes.append(paragraph(say("What you have not saved yet is not in the list."), "note"))
    try:
        sheet = open_sheet(state.content, module, tag)
    except ProblemsError as stop:  # another language can still be chosen
        return column(card("", picked), problems_list(stop.problems, page.language))
    return column(*notes, _Translator(state, page, _Desk(sheet), picked).widget)


class _Translator:
    """The widgets of one sheet."""

    def __init__(self, state: DesignerState, page: Page, desk: _Desk, picked: ipw.Widget) -> None:
        self.state, self.page, self.desk = state, page, desk
        say = page.language.say
        self.language = Language(desk.sheet.language)
        self.counts = Clickable("", page.guard(self.filter_states))
        search = text_box(say("Search in both languages"), "", on_change=page.guard(self.search))
        search.continuous_update = True
        name = text_box(say("Your name, for the reviews"), state.reviewer, on_change=page.guard(self.named))
        self.form = ipw.VBox()
        self.form.add_class("tot-stack")
        self.list = Clickable("", page.guard(self.do))
        self.behind = ipw.VBox()
        head = card("", grid(picked, name, search, columns="1fr 1fr 2fr"), self.counts, self.behind)
        self.widget = column(head, self.form, self.list)
        self.draw()

    def named(self, value: str) -> None:
        """Who reviews."""
        self.state.reviewer = " ".join(value.split())

    def search(self, value: str) -> None:
        """Only texts with these words."""
        self.desk.text, self.desk.at = value, 0
        self.draw()

    def filter_states(self, what: str) -> None:
        """Show texts in this state, or no longer."""
        state = what.partition(":")[2]
        on = set(self.desk.states) ^ {state}
        self.desk.states, self.desk.at = tuple(one for one in STATES if one in on), 0
        self.draw()

    def do(self, what: str) -> None:
        """A button of the list."""
        kind, _, number = what.partition(":")
        if kind == "edit":
            self.desk.editing = int(number)
            self.draw()
        elif kind == "review":
            pair = self.pair(int(number))
            self.keep(pair, pair.entry.strings[0], reviewed=True)
        elif kind == "page":
            self.desk.at = int(number)
            self.draw()

    def pair(self, number: int) -> Pair:
        """The text of this number."""
        return self.desk.sheet.pairs[number - 1]

    def keep(self, pair: Pair, text: str, *, reviewed: bool) -> None:
        """Write one translation."""
        say = self.page.language.say
        check_writable(self.state)
        if reviewed and not self.state.reviewer:
            where = Place(self.desk.sheet.path)
            field_name = say("Your name, for the reviews")
            raise ProblemsError([make_problem("designer-field-empty", where, field=field_name)])
        reviewer = self.state.reviewer if reviewed else ""
        after = changed_entry(pair.entry, text, reviewer=reviewer, today=self.state.today)
        save_entry(self.state.root, self.desk.sheet, pair.entry, after)
        self.reload()
        if self.desk.editing == pair.number:
            later = [p.number for p in self.found() if p.number > pair.number]
            self.desk.editing = later[0] if later else 0
        self.draw()
        self.page.tell(say("Saved as reviewed.") if reviewed else say("Saved."))

    def reload(self) -> None:
        """The sheet as it is on disk now."""
        module = self.state.content.modules[self.state.module]
        self.desk.sheet = open_sheet(self.state.content, module, self.desk.sheet.language)

    def update(self) -> None:
        """The catalogue made, or brought up to date with the module."""
        check_writable(self.state)
        module = self.state.content.modules[self.state.module]
        self.desk.sheet = bring_up_to_date(self.state.content, module, self.desk.sheet.language)
        self.draw()
        self.page.tell(self.page.language.say("The catalogue is up to date."))

    def found(self) -> tuple[Pair, ...]:
        """The texts that are looked for."""
        return shown_pairs(self.desk.sheet, dict.fromkeys(self.desk.states, True), self.desk.text)

    def draw(self) -> None:
        """Counts, form and list."""
        say, sheet = self.page.language.say, self.desk.sheet
        self.counts.html = counts_html(sheet, self.desk.states, self.page.language)
        self.behind.children = []
        if sheet.behind:
            words = self.page.language.say_count(
                "{n} text is not in the catalogue yet.", "{n} texts are not in the catalogue yet.", sheet.behind
            )
            bring = button(
                say("Bring the catalogue up to date"), self.page.guard(self.update), disabled=self.state.read_only
            )
            self.behind.children = [row(paragraph(words), bring)]
        self.form.children = [self.edit_card(self.pair(self.desk.editing))] if self.desk.editing else []
        pairs = self.found()
        self.desk.at = min(self.desk.at, max(0, (len(pairs) - 1) // PER_PAGE))
        self.list.html = list_html(pairs, self.desk.at, self.language, self.page.language, self.state.read_only)

    def edit_card(self, pair: Pair) -> ipw.Widget:
        """One text to translate: source, what changed, the translation, and three ways to go on."""
        say = self.page.language.say
        box = long_text(say("In {language}", language=self.page.language.name_of_language(self.language.tag)),
                        pair.entry.strings[0], rows=4, continuous=True)  # fmt: skip
        box.add_class(f"tot-designer-{self.language.direction}")
        locked = self.state.read_only or not pair.in_file

        def close() -> None:
            self.desk.editing = 0
            self.draw()

        keep: Callable[[bool], Callable[[], object]] = lambda reviewed: self.page.guard(  # noqa: E731
            lambda: self.keep(pair, box.value, reviewed=reviewed)
        )
        actions = row(
            button(say("Save as reviewed"), keep(True), "primary", disabled=locked),
            button(say("Save, still to be reviewed"), keep(False), disabled=locked),
            button(say("Close"), self.page.guard(close), "quiet"),
        )
        made = card("", grid(markup(source_html(pair, self.page.language)), box), actions)
        made.add_class("tot-designer-editing")
        return made


def state_name(state: State, language: Language) -> str:
    """How far a text is, in a word or two."""
    say = language.say
    return {
        "reviewed": say("Reviewed"),
        "drafted": say("Machine-drafted"),
        "fuzzy": say("To compare again"),
        "missing": say("Missing"),
    }[state]


def counts_html(sheet: Sheet, shown: Sequence[State], language: Language) -> str:
    """How many texts are in each state, as a bar and as buttons that show or hide them."""
    status = sheet.status
    counts: dict[State, int] = {
        "reviewed": status.reviewed,
        "drafted": status.drafted,
        "fuzzy": status.fuzzy,
        "missing": status.missing,
    }
    bar = "".join(
        f'<span class="tot-state-{state}" style="flex-grow:{count}"></span>' for state, count in counts.items() if count
    )
    chips = "".join(
        f'<button type="button" class="tot-designer-do tot-designer-chip tot-state-{state}" data-do="state:{state}" '
        f'aria-pressed="{str(state in shown).lower()}">{"✓" if state in shown else "○"} '
        f"{escape(state_name(state, language))} <strong>{language.show_number(count)}</strong></button>"
        for state, count in counts.items()
    )
    label = escape(language.say("Show"))
    return (
        f'<div class="tot-designer-bar" aria-hidden="true">{bar}</div>'
        f'<div class="tot-designer-chips" role="group" aria-label="{label}"><span>{label}:</span>{chips}</div>'
    )


def source_html(pair: Pair, language: Language) -> str:
    """The source with what the translator should know of it."""
    say = language.say
    parts = [f"<h3>{escape(say('Text {n}', n=pair.number))}</h3>", _about(pair, language)]
    parts.append(f'<p class="tot-designer-source" lang="en" dir="ltr">{escape(pair.entry.message)}</p>')
    if pair.entry.previous:
        label = escape(say("The source was, when this was translated:"))
        parts.append(f'<p class="tot-muted">{label}</p><p class="tot-designer-source" lang="en" dir="ltr">'
                     f"{escape(pair.entry.previous)}</p>")  # fmt: skip
    for problem in (tell(found, language) for found in pair.problems):
        parts.append(f'<p class="tot-note" dir="auto">{escape(f"{problem.message} {problem.hint}")}</p>')
    if not pair.in_file:
        parts.append(f'<p class="tot-note">{escape(say("Bring the catalogue up to date first."))}</p>')
    return "".join(parts)


def _about(pair: Pair, language: Language) -> str:
    notes = [*pair.entry.about, *([language.say("reviewed by {name}", name=pair.reviewer)] if pair.reviewer else [])]
    return f'<p class="tot-muted" dir="auto">{escape(" · ".join(notes))}</p>'


def list_html(pairs: Sequence[Pair], at: int, target: Language, language: Language, read_only: bool) -> str:
    """One page of the texts side by side, each with its buttons."""
    say = language.say
    if not pairs:
        return f'<p class="tot-note">{escape(say("No text fits."))}</p>'
    page = pairs[at * PER_PAGE : (at + 1) * PER_PAGE]
    heads = (
        say("Text"),
        say("State"),
        language.name_of_language("en"),
        language.name_of_language(target.tag),
        say("Do"),
    )
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "".join(_pair_row(pair, target, language, read_only) for pair in page)
    widths = "".join(f'<col style="width:{share}%">' for share in (4, 12, 36, 36, 12))
    caption = escape(say("Texts and their translations"))
    return (
        f'{_pager(len(pairs), at, language)}<table class="tot-table tot-designer-pairs">'
        f'<caption class="tot-hide">{caption}</caption>'
        f"<colgroup>{widths}</colgroup><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
        f"{_pager(len(pairs), at, language) if len(page) > 8 else ''}"
    )


def _pair_row(pair: Pair, target: Language, language: Language, read_only: bool) -> str:
    say = language.say
    number = language.show_number(pair.number)
    buttons = do_button(say("Edit"), f"edit:{pair.number}", "small", say("Edit text {n}", n=number), disabled=read_only)
    if pair.state in ("drafted", "fuzzy") and not pair.problems:
        name = say("Text {n} is reviewed", n=number)
        buttons += do_button(say("Reviewed"), f"review:{pair.number}", "small", name, disabled=read_only)
    warn = "".join(f'<p class="tot-note" dir="auto">{escape(tell(p, language).message)}</p>' for p in pair.problems)
    return (
        f'<tr><td>{number}</td><td><span class="tot-designer-state tot-state-{pair.state}">'
        f"{escape(state_name(pair.state, language))}</span></td>"
        f'<td lang="en" dir="ltr">{escape(pair.entry.message)}</td>'
        f'<td lang="{escape(target.tag)}" dir="{target.direction}">{escape(pair.entry.strings[0])}{warn}</td>'
        f'<td class="tot-designer-dos">{buttons}</td></tr>'
    )


def _pager(count: int, at: int, language: Language) -> str:
    say = language.say
    pages = (count + PER_PAGE - 1) // PER_PAGE
    words = say(
        "{first} to {last} of {count}", first=at * PER_PAGE + 1, last=min(count, (at + 1) * PER_PAGE), count=count
    )
    back = do_button(say("Earlier"), f"page:{at - 1}", "small", disabled=at == 0)
    forth = do_button(say("Later"), f"page:{at + 1}", "small", disabled=at >= pages - 1)
    return f'<p class="tot-designer-pager">{back} <span>{escape(words)}</span> {forth}</p>'
