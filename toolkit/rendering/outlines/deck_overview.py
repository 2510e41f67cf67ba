"""What is on each slide, as a table: for the notebook that makes the deck, and for checking it at a glance."""

from __future__ import annotations

from toolkit.content.language import Language
from toolkit.planning.plan import SessionPlan
from toolkit.rendering.outline import Cell, Deck, Document
from toolkit.rendering.outlines.common import cell, make_document, table


def make_deck_overview(deck: Deck, plan: SessionPlan, language: Language) -> Document:
    """One row for each slide: number, section, title; hidden ones are marked."""
    say = language.say
    columns = ((say("Slide"), 8.0), (say("Part of the session"), 34.0), (say("Title"), 46.0), (say("Shown"), 12.0))
    shown, hidden = say("yes"), say("hidden")
    rows: list[tuple[Cell, ...]] = [
        (cell(str(number)), cell(card.section), cell(card.title), cell(hidden if card.hidden else shown))
        for number, card in enumerate(deck.cards, 1)
    ]
    return make_document("slides", say("Slides"), plan, language, (table(columns, rows),))
