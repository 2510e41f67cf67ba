"""What stands beside the text: its problems, its preview and its slides, as HTML."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from html import escape

from toolkit.content.language import Language
from toolkit.content.phrase import tell
from toolkit.problems import Problem
from toolkit.rendering.html import render_html
from toolkit.rendering.miniature import draw_miniatures
from toolkit.rendering.outline import Card, Deck
from toolkit.studio.designer.clickable import do_button
from toolkit.studio.designer.preview import localise_module, make_module_deck, make_module_document, only_cards
from toolkit.studio.designer.state import DesignerState, module_of

PICTURE_PX = 400
MOST_PICTURES = 400
"""Pictures of slides that a page keeps; each is some 4 kB."""
DRAWN_AT_ONCE = 3
"""Slides that are drawn ahead in one go: what somebody types meanwhile waits a tenth of a second at most."""


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
        count = say("No problems in this text")
    mood = "error" if errors else "warning" if problems else "fine"
    gravest_first = sorted(problems, key=lambda problem: problem.severity != "error")
    items = "".join(_problem(problem, language) for problem in gravest_first)
    there = ""
    if elsewhere:
        title = escape(say("In other files, because of this text"))
        there = f"<h3>{title}</h3><ul>{''.join(_problem(p, language, elsewhere=True) for p in elsewhere)}</ul>"
    listed = f"<ul>{items}</ul>" if items else ""
    label = escape(say("Problems in this text"), quote=True)
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
    told = tell(problem, language)
    hint = f'<span class="tot-hint">{escape(_sentence(told.hint))}</span>' if told.hint else ""
    return (
        f'<li class="tot-{problem.severity}">{place} <span class="tot-severity">{escape(words)}</span> '
        f'<span dir="auto">{escape(_sentence(told.message))}{hint}</span></li>'
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def preview_html(state: DesignerState) -> str:
    """The module as its readers meet it, in the language and for the country chosen."""
    language = Language(state.preview_language)
    module = module_of(state)
    content = localise_module(state.draft.checked.content, module, language, state.country or None)
    html = render_html(make_module_document(content, content.modules[module.id], language))
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


def slides_ahead(state: DesignerState) -> Iterator[Callable[[], object]]:
    """Short pieces of work that draw the module's slides before anybody asks for them."""
    decks: list[Deck] = []

    def draw(first: int) -> None:
        if not decks:
            decks.append(_deck(state))
        cards = decks[0].cards[first : first + DRAWN_AT_ONCE]
        slide_pictures(only_cards(decks[0], cards), state.pictures)

    for first in range(0, len(module_of(state).slides) + 1, DRAWN_AT_ONCE):
        yield partial(draw, first)


def _deck(state: DesignerState) -> Deck:
    said = Language(state.preview_language)
    module = module_of(state)
    content = localise_module(state.draft.checked.content, module, said, state.country or None)
    return make_module_deck(content, content.modules[module.id], said)


def slides_html(state: DesignerState, language: Language) -> str:
    """The module's slides as pictures, each with a button to its line."""
    module, deck = module_of(state), _deck(state)
    if not deck.cards:
        return f'<p class="tot-note">{escape(language.say("There are no slides in this text yet."))}</p>'
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
