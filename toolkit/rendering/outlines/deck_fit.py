"""Cards that fit: text too long for one slide goes on over "(1/2)" slides, and every title is unique."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from toolkit.content.language import Language
from toolkit.rendering.outline import (
    Card,
    Heading,
    Inline,
    ListNode,
    Node,
    Nodes,
    Para,
    Span,
    TableNode,
    inline,
    plain,
)
from toolkit.rendering.slide_space import filled_share, has_only_text, title_fits

MOST_CARDS = 40
"""A card is never split into more: whatever is longer is no slide but a mistake, and runs over."""

Measure = Callable[[Card], float]
"""How much of its room a card's body takes at the smallest size: more than 1 does not fit."""

_SENTENCE_END = re.compile(r"(?<=[.!?…。።؟])\s+")


def fit_cards(
    cards: Iterable[Card],
    language: Language,
    notes_language: Language,
    measure: Measure = filled_share,
    has_room: Callable[[Card], bool] = title_fits,
) -> tuple[Card, ...]:
    """Every card split until it fits, titles made unique in order. `has_room` says whether a title fits."""
    # Without a master of its own, a slide fits in every session as it did in the one before.
    usual = measure is filled_share and has_room is title_fits
    fit = _fitted if usual else _fitted.__wrapped__
    fitting = [part for card in cards for part in fit(card, language, notes_language, measure, has_room)]
    return unique_titles(fitting, language)


@lru_cache(maxsize=2048)
def _fitted(
    card: Card, language: Language, notes_language: Language, measure: Measure, has_room: Callable[[Card], bool]
) -> tuple[Card, ...]:
    return split_card(with_short_title(card, has_room), language, notes_language, measure)


def with_short_title(card: Card, has_room: Callable[[Card], bool] = title_fits) -> Card:
    """A title that has no room even at the smallest size is cut with "…"; the whole of it begins the slide's text."""
    if has_room(card):
        return card
    words = card.title.split()
    kept = len(words)
    while kept > 1 and not has_room(replace(card, title=_cut_title(" ".join(words[:kept])))):
        kept -= 1
    short = " ".join(words[:kept])
    while len(short) > 1 and not has_room(replace(card, title=_cut_title(short))):
        short = short[: len(short) * 3 // 4]
    whole = Para(inline(card.title))
    if card.columns:
        card = _in_one_column(card)
    return replace(card, title=_cut_title(short), body=(whole, *card.body))


def _cut_title(text: str) -> str:
    """With room for the numbers that a split may add."""
    return f"{text.rstrip(' .,;:')}…"


def unique_titles(cards: Sequence[Card], language: Language) -> tuple[Card, ...]:
    """The same cards; of those with the same title, the second gets "(2)" and so on."""
    used: set[str] = set()
    named: list[Card] = []
    for card in cards:
        first = card.title.strip() or language.say("Slide")
        title, number = first, 1
        while title.casefold() in used:
            number += 1
            title = f"{first} ({number})"
        used.add(title.casefold())
        named.append(replace(card, title=title))
    return tuple(named)


def split_card(
    card: Card, language: Language, notes_language: Language, measure: Measure = filled_share
) -> tuple[Card, ...]:
    """The card itself when it fits; else parts of about the same length, cut between points, rows or sentences."""
    if card.columns and not all(has_only_text(body) for _, body in card.columns):
        card = _in_one_column(card)
    if measure(card) <= 1:
        return (card,)
    if card.columns:
        card = _in_one_column(card)
    if card.layout == "question":
        card = replace(card, layout="bullets", marked=())
    units = _units(card.body)
    parts = _packed(card, tuple(piece for unit in units for piece in _cut_to_fit(card, unit, measure)), measure)
    parts = parts[: MOST_CARDS - 1] + ([_merged(sum(parts[MOST_CARDS - 1 :], ()))] if len(parts) >= MOST_CARDS else [])
    if len(parts) == 1:
        return (card,)
    starts = _row_starts(parts)
    later = (Para(inline(notes_language.say("This slide continues the one before: see the notes there."))),)
    return tuple(
        replace(
            card,
            title=language.say("{title} ({n}/{of})", title=card.title, n=number, of=len(parts)),
            body=part,
            subtitle=card.subtitle if number == 1 else "",
            notes=card.notes if number == 1 else later,
            minutes=card.minutes if number == 1 else 0,
            marked=tuple(row - starts[number - 1] for row in card.marked),
        )
        for number, part in enumerate(parts, start=1)
    )


def _row_starts(parts: Sequence[Nodes]) -> list[int]:
    """How many rows of the tables stand before each part."""
    starts, count = [], 0
    for part in parts:
        starts.append(count)
        count += sum(len(node.rows) for node in part if isinstance(node, TableNode))
    return starts


def _in_one_column(card: Card) -> Card:
    body: list[Node] = list(card.body)
    for head, nodes in card.columns:
        body += [Heading(3, head)] if head else []
        body += nodes
    return replace(card, layout="bullets", columns=(), body=tuple(body))


def _units(nodes: Nodes) -> tuple[Nodes, ...]:
    """The smallest pieces to cut between: a point, a table's row, a paragraph; a heading stays with what follows."""
    units: list[Nodes] = []
    heading: Nodes = ()
    for node in nodes:
        if isinstance(node, Heading):
            heading = (*heading, node)
            continue
        pieces = _pieces(node)
        units.append((*heading, *pieces[0]))
        units.extend(pieces[1:])
        heading = ()
    return (*units, heading) if heading else tuple(units)


def _pieces(node: Node) -> tuple[Nodes, ...]:
    match node:
        case ListNode(items, mark, start) if items:
            return tuple((ListNode((item,), mark, start + index),) for index, item in enumerate(items))
        case TableNode(rows=rows) if rows:
            return tuple((replace(node, rows=(row,)),) for row in rows)
        case _:
            return ((node,),)


def _cut_to_fit(card: Card, unit: Nodes, measure: Measure) -> tuple[Nodes, ...]:
    """A piece that has no room even alone, cut into shorter ones until each has."""
    pieces: tuple[Nodes, ...] = (unit,)
    for words in (40, 20, 10):
        if all(_fits(card, piece, 1, measure) for piece in pieces):
            break
        pieces = _sentences(unit, words)
    return pieces


def _sentences(unit: Nodes, words: int) -> tuple[Nodes, ...]:
    """One long paragraph or point cut at the ends of its sentences, or after so many words when it has none."""
    match unit:
        case (Para(text, style),):
            return tuple((Para(piece, style),) for piece in _cut(text, words))
        case (ListNode((item,), mark, start),) if len(item) == 1 and isinstance(item[0], Para):
            return tuple((ListNode(((Para(piece),),), mark, start),) for piece in _cut(item[0].text, words))
        case _:
            return (unit,)


def _cut(spans: Inline, words: int) -> tuple[Inline, ...]:
    pieces: list[Inline] = [()]
    for span in spans:
        sentences = _SENTENCE_END.split(span.text)
        for index, sentence in enumerate(sentences):
            if index:
                pieces.append(())
            for word in re.findall(r"\S{1,300}\s*|\s+", sentence):
                if len(plain(pieces[-1]).split()) >= words:
                    pieces.append(())
                pieces[-1] = (*pieces[-1], replace(span, text=word))
    return tuple(_joined(piece) for piece in pieces if plain(piece).strip())


def _joined(spans: Inline) -> Inline:
    merged: list[Span] = []
    for span in spans:
        if merged and replace(merged[-1], text="") == replace(span, text=""):
            merged[-1] = replace(span, text=merged[-1].text + span.text)
        else:
            merged.append(span)
    return tuple(merged)


def _packed(card: Card, units: Sequence[Nodes], measure: Measure) -> list[Nodes]:
    """As few parts as fit, then as even as they can be with that number."""
    fewest = _filled(card, units, 1.0, measure)
    for share in (0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        even = _filled(card, units, share, measure)
        if len(even) == len(fewest):
            return even
    return fewest


def _filled(card: Card, units: Sequence[Nodes], share: float, measure: Measure) -> list[Nodes]:
    """Parts filled one after the other up to a share of the room; each holds at least one unit."""
    parts: list[Nodes] = []
    current: Nodes = ()
    for unit in units:
        longer = _merged((*current, *unit))
        if current and not _fits(card, longer, share, measure):
            parts.append(current)
            longer = _merged(unit)
        current = longer
    return [*parts, current] if current or not parts else parts


def _fits(card: Card, body: Nodes, share: float, measure: Measure) -> bool:
    return measure(replace(card, body=body)) <= share


def _merged(nodes: Nodes) -> Nodes:
    """Neighbouring pieces of one list or table become one again."""
    merged: list[Node] = []
    for node in nodes:
        last = merged[-1] if merged else None
        if isinstance(last, ListNode) and isinstance(node, ListNode) and _continues(last, node):
            merged[-1] = replace(last, items=(*last.items, *node.items))
        elif isinstance(last, TableNode) and isinstance(node, TableNode) and last.columns == node.columns:
            merged[-1] = replace(last, rows=(*last.rows, *node.rows))
        else:
            merged.append(node)
    return tuple(merged)


def _continues(last: ListNode, node: ListNode) -> bool:
    return last.mark == node.mark and (node.start == last.start + len(last.items) or node.mark != "number")
