"""The slide deck: a session plan as cards, in the order of the day, with notes for the trainer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from toolkit.content.language import Language
from toolkit.content.records import Content, Module
from toolkit.planning.clock_rules import BREAK_KINDS
from toolkit.planning.plan import Day, SessionPlan, Slot
from toolkit.rendering.borrowed_space import Look, borrowed_share, borrowed_title_fits
from toolkit.rendering.icon_names import topic_icon
from toolkit.rendering.outline import (
    Card,
    Deck,
    Heading,
    Para,
    inline,
)
from toolkit.rendering.outlines.common import (
    body_of,
    bold,
    bullets,
    is_planned,
    joined,
    module_title,
    most_important,
)
from toolkit.rendering.outlines.deck_fit import Measure, fit_cards
from toolkit.rendering.outlines.deck_frame import cover_card, ending_cards, overview_cards, where_we_are
from toolkit.rendering.outlines.deck_notes import Notes
from toolkit.rendering.outlines.deck_slides import Show, slide_cards
from toolkit.rendering.outlines.deck_slots import slot_cards
from toolkit.rendering.outlines.facts import dates_text
from toolkit.rendering.outlines.inline import parse_inline, words_of
from toolkit.rendering.outlines.translation_note import translation_card, with_notes_note
from toolkit.rendering.slide_space import filled_share, title_fits
from toolkit.rendering.slide_text import text_width

FOOTER_SIZE, FOOTER_WIDTH = 12, 440
"""In points: the narrowest footer of the master's layouts, with some room to spare."""

MOST_OBJECTIVES = 5
"""Of a module on its section slide; more are too small to read from the back of a room. The session plan has all."""


def make_deck(
    content: Content,
    plan: SessionPlan,
    language: Language,
    notes: tuple[Language, Content] | None = None,
    look: Look | None = None,
) -> Deck:
    """The deck of a plan in the participants' language. `notes` gives the trainer's language and the content in it,
    when it is another one; `look` an organisation's own master to fit the text to.

    Every slide of the chosen activities is shown, in order; slides of variants and of activities that the plan leaves
    out follow at their module's end, hidden. Text that does not fit goes on over further slides.
    """
    notes_language, notes_content = notes or (language, content)
    show = Show(content, plan, language, Notes(notes_content, plan, notes_language))
    cards = [cover_card(show)]
    for day in plan.days:
        cards += _day(show, day)
    cards += ending_cards(show)
    cards += translation_card(cards, content, plan, language, cards[-1].section)
    if notes_language.tag != language.tag:
        cards[-1] = with_notes_note(cards, notes_content, plan, notes_language)
    return Deck(
        name="slide-deck",
        title=plan.brief.title,
        language=language.tag,
        notes_language=notes_language.tag,
        direction=language.direction,
        cards=fit_cards(cards, language, notes_language, *_measures(look)),
        footer=_footer(plan, language),
        date=dates_text(plan, language),
        author=plan.brief.organisation,
        master=look.path if look else None,
        words=_layout_words(language),
        audience=plan.brief.audience,
    )


def _footer(plan: SessionPlan, language: Language) -> str:
    """Session, date and organisation, as much of it as fits on a line."""
    brief = plan.brief
    title, date = brief.title, dates_text(plan, language)
    for words in (joined([title, date, brief.organisation]), joined([title, date])):
        if text_width(words, FOOTER_SIZE) <= FOOTER_WIDTH:
            return words
    return title


def _measures(look: Look | None) -> tuple[Measure, Callable[[Card], bool]]:
    """How full a card is, and whether its title has room: on our own master or on another."""
    if look is None:
        return filled_share, title_fits
    return lambda card: borrowed_share(card, look), lambda card: borrowed_title_fits(card, look)


def _layout_words(language: Language) -> dict[str, str]:
    """Names of the master layouts, and of the sections' fallback, as office programs list them."""
    say = language.say
    return {
        "cover": say("Cover"),
        "section": say("Module"),
        "agenda": say("Programme"),
        "content": say("Title and text"),
        "activity": say("Activity"),
        "prompt": say("Questions to the group"),
        "question": say("Question with options"),
        "case": say("Case study"),
        "columns": say("Two columns"),
        "statement": say("Key message"),
        "quote": say("Quotation"),
        "takeaways": say("To remember"),
        "pause": say("Pause or activity"),
        "closing": say("Closing"),
        "slide-number": say("Slide number"),
        "footer": say("Footer"),
    }


def _day(show: Show, day: Day) -> list[Card]:
    """Where we are, today's programme, then slot by slot; modules open and close with cards of their own."""
    say = show.language.say
    many = len(show.plan.days) > 1
    section = say("Day {n}", n=day.number) if many else say("Opening")
    last_of_day = max((i for i, slot in enumerate(day.slots) if slot.module), default=-1)
    cards = [replace(card, section=section) for card in overview_cards(show, day)]
    for index, slot in enumerate(day.slots):
        if slot.module and slot.module in show.content.modules:
            section = module_title(show.content, slot.module)
            if _is_edge(show.plan, slot, first=True):
                cards += _in(section, where_we_are(show, day, slot))
                cards += _in(section, _module_opening(show, show.content.modules[slot.module], slot))
        elif index > last_of_day >= 0 and slot.kind not in BREAK_KINDS:
            section = say("Closing of day {n}", n=day.number) if many else say("Closing")
        cards += _in(section, slot_cards(show, slot))
        if slot.module in show.content.modules and slot.module and _is_edge(show.plan, slot, first=False):
            cards += _in(section, _module_ending(show, show.content.modules[slot.module]))
    return cards


def _in(section: str, cards: Iterator[Card]) -> list[Card]:
    return [replace(card, section=section) for card in cards]


def _is_edge(plan: SessionPlan, slot: Slot, *, first: bool) -> bool:
    """Whether it is the first (or last) slot of its module in the whole plan."""
    own = [(d.number, s.id) for d in plan.days for s in d.slots if s.module == slot.module]
    here = next((d.number, s.id) for d in plan.days for s in d.slots if s is slot)
    return here == own[0 if first else -1]


def _module_opening(show: Show, module: Module, slot: Slot) -> Iterator[Card]:
    """Section card with the objectives that this plan serves, the most important where there are many, then the slides
    of the module itself. A title or section slide that the module brings becomes part of the section card."""
    say, trainer = show.language.say, show.notes.language
    served = {objective for s in show.plan.slots() if s.module == module.id for objective in s.objectives}
    objectives = [o for o in module.objectives if o.id in served] or list(module.objectives)
    slides = [slide for slide in module.slides if slide.activity not in {a.id for a in module.activities}]
    own = next((slide for slide in slides if slide.layout in ("title", "section")), None)
    statements = bullets([parse_inline(o.statement) for o in most_important(objectives, MOST_OBJECTIVES)])
    yield Card(
        layout="section",
        title=(words_of(own.title) if own else "") or words_of(module.title),
        body=(
            *(body_of(show.content, own.body) if own else ()),
            *((Heading(3, inline(say("Afterwards you can:"))), *statements) if statements else ()),
        ),
        notes=(
            *(show.notes.slide(own) if own else ()),
            Para(bold(trainer.say("Begins at {time}", time=trainer.show_time(slot.start)))),
            *show.notes.module(module),
        ),
        source_id=own.id if own else module.id,
        kind="section",
        icon=topic_icon(module.id),
    )
    for slide in slides:
        if slide is not own:
            yield from slide_cards(show, slide, module_title(show.content, module.id))


def _module_ending(show: Show, module: Module) -> Iterator[Card]:
    """Key messages, then the hidden slides of what the plan leaves out."""
    say, trainer = show.language.say, show.notes.language
    title = module_title(show.content, module.id)
    for messages in module.key_messages:
        yield Card(
            layout="takeaways",
            title=say("To remember: {title}", title=title),
            body=body_of(show.content, messages.body),
            notes=(Para(inline(trainer.say("Ask first what people take with them; then show what is missing."))),),
            source_id=messages.id,
            kind="recap",
        )
    for slide in module.slides:
        if not is_planned(slide.activity, module, show.plan):
            activity = next(a for a in module.activities if a.id == slide.activity)
            left_out = trainer.say("Hidden: this plan leaves out “{title}”.", title=words_of(activity.title))
            for card in slide_cards(show, slide, words_of(activity.title), kind=activity.kind):
                yield replace(card, notes=(Para(bold(left_out)), *card.notes), hidden=True)
