"""The deck beside the facilitator guide: which slides belong to which slot, with number and miniature."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.content.language import Language
from toolkit.content.records import Content, Slide
from toolkit.planning.plan import SessionPlan, Slot
from toolkit.rendering.outline import Card, Cell, Column, Deck, Inline, Nodes, Para, PictureNode, TableNode, inline
from toolkit.rendering.outlines.common import body_of, bold, case_studies_of, para, slides_of

MINIATURE_MM = 47.0
LEFT_PCT = 31.0
SlotKey = tuple[int, str]
"""Day number and slot id."""


@dataclass(frozen=True, slots=True)
class ShownSlide:
    """A card of the deck with its number on the screen. `picture` is its miniature as PNG, or b"" for none."""

    number: int
    card: Card
    picture: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class DeckSlides:
    """The slides of each slot, those before it (programme, a module's opening) and after it (what to remember)."""

    of_slot: Mapping[SlotKey, tuple[ShownSlide, ...]] = field(default_factory=dict)
    before: Mapping[SlotKey, tuple[ShownSlide, ...]] = field(default_factory=dict)
    after: Mapping[SlotKey, tuple[ShownSlide, ...]] = field(default_factory=dict)


def match_slides(content: Content, plan: SessionPlan, deck: Deck, pictures: Sequence[bytes] = ()) -> DeckSlides:
    """Every card of the deck at its slot. Cards come in the order of the day, so that each slot takes up where the last
    one ended; what lies between two slots belongs to the one whose section it is in."""
    cards = [
        ShownSlide(number, card, pictures[number - 1] if number <= len(pictures) else b"")
        for number, card in enumerate(deck.cards, start=1)
    ]
    starts: list[tuple[SlotKey, int, int]] = []
    next_free = 0
    for day in plan.days:
        for slot in day.slots:
            own = _own_ids(content, slot)
            first = next((i for i in range(next_free, len(cards)) if cards[i].card.source_id in own), None)
            if first is None:
                continue
            end = first
            while end < len(cards) and cards[end].card.source_id in own:
                end += 1
            starts.append(((day.number, slot.id), first, end))
            next_free = end
    return _placed(cards, starts)


def _placed(cards: Sequence[ShownSlide], starts: Sequence[tuple[SlotKey, int, int]]) -> DeckSlides:
    of_slot, before, after = {}, {}, {}
    done = 0
    last: SlotKey | None = None
    for key, first, end in starts:
        between = [shown for shown in cards[done:first] if not shown.card.hidden]
        section = cards[done - 1].card.section if done else None
        cut = next(
            (i for i, shown in enumerate(between) if last is None or shown.card.section != section), len(between)
        )
        if last is not None:
            after[last] = tuple(between[:cut])
        before[key] = tuple(between[cut:])
        of_slot[key] = tuple(cards[first:end])
        last, done = key, end
    if last is not None:
        after[last] = tuple(shown for shown in cards[done:] if not shown.card.hidden)
    return DeckSlides(of_slot, before, after)


def _own_ids(content: Content, slot: Slot) -> frozenset[str]:
    """The ids of what the deck shows for a slot: the slot or its activity, its slides and case studies."""
    own = {slot.id}
    if slot.activity:
        module = slot.module or ""
        own.add(slot.activity)
        own.update(slide.id for slide in slides_of(content, module) if slide.activity == slot.activity)
        own.update(case.id for case in case_studies_of(content, module) if case.activity == slot.activity)
    return frozenset(own)


class Stack:
    """The slides of one slot, taken off one by one as the guide tells what belongs to each."""

    def __init__(self, slides: Iterable[ShownSlide]) -> None:
        self._left = list(slides)

    def take(self, wanted: Callable[[Card], bool]) -> tuple[ShownSlide, ...]:
        """The slides that are wanted and not taken yet, in order."""
        found = tuple(shown for shown in self._left if wanted(shown.card))
        self._left = [shown for shown in self._left if shown not in found]
        return found

    def rest(self) -> tuple[ShownSlide, ...]:
        """All that is left."""
        return self.take(lambda _: True)


def slide_column(slides: Sequence[ShownSlide], language: Language, title: Inline = ()) -> Nodes:
    """The left column: each slide's number and miniature; without a deck, the slide's title alone."""
    nodes: list[Para | PictureNode] = []
    for shown in slides:
        number = inline(language.say("Slide {n}", n=shown.number))
        if shown.picture:
            path = Path(f"slide-{shown.number}.png")
            alt = shown.card.title
            nodes.append(PictureNode(path, alt, number, data=shown.picture, width_mm=MINIATURE_MM))
        else:
            nodes.extend((Para(number, "note"), para(bold(shown.card.title))))
    if not slides and title:
        nodes.append(Para(tuple(type(s)(s.text, True, s.italic, s.code, s.href, s.lang) for s in title)))
    return tuple(nodes)


def two_columns(rows: Iterable[tuple[Nodes, Nodes]], language: Language) -> tuple[TableNode, ...]:
    """Time and slide at the left, what to do and say at the right; empty rows are left out."""
    say = language.say
    cells = tuple((Cell(left), Cell(right)) for left, right in rows if left or right)
    if not cells:
        return ()
    columns = (
        Column(inline(say("Time and slide")), LEFT_PCT),
        Column(inline(say("What to do and say")), 100 - LEFT_PCT),
    )
    return (TableNode(columns, cells, flowing=True),)


def frame_rows(content: Content, slides: Sequence[ShownSlide], language: Language) -> list[tuple[Nodes, Nodes]]:
    """Slides around the activities, each with its notes: those of its author, else what the deck's notes say."""
    written = _written(content)
    rows: list[tuple[Nodes, Nodes]] = []
    for shown in slides:
        slide = written.get(shown.card.source_id)
        if slide is not None:
            notes = body_of(content, slide.notes)
        else:
            notes = () if shown.card.source_id in content.modules else shown.card.notes
        rows.append((slide_column((shown,), language), notes))
    return rows


def _written(content: Content) -> dict[str, Slide]:
    own = [slide for module in content.modules.values() for slide in module.slides]
    return {slide.id: slide for slide in (*own, *slides_of(content, ""))}
