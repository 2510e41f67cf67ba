"""The cards around a session's activities: cover, where we are, programme, contacts, thanks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from toolkit.content.fact_words import fact_name
from toolkit.planning.clock_rules import BREAK_KINDS
from toolkit.planning.plan import Day, Slot
from toolkit.rendering.outline import (
    Card,
    Cell,
    Column,
    Inline,
    Node,
    Para,
    TableNode,
    inline,
)
from toolkit.rendering.outlines.common import (
    bold,
    bullets,
    clock_span,
    joined,
    module_title,
    slot_title,
)
from toolkit.rendering.outlines.deck_slides import Show
from toolkit.rendering.outlines.deck_slots import TESTS
from toolkit.rendering.outlines.facts import dates_text, group_text, hours_text, route_text
from toolkit.rendering.outlines.help_facts import help_facts
from toolkit.rendering.outlines.inline import parse_inline
from toolkit.rendering.outlines.words import kind_name
from toolkit.rendering.slide_space import filled_share


def cover_card(show: Show) -> Card:
    """Title, route, date and organisation; the notes say how the deck is meant to be used."""
    plan, language, brief = show.plan, show.language, show.plan.brief
    trainer = show.notes.language
    lines = [route_text(plan, language), dates_text(plan, language), brief.organisation]
    return Card(
        layout="title",
        title=brief.title,
        body=tuple(Para(inline(line)) for line in lines if line),
        notes=show.notes.fields(
            (
                (trainer.say("Group"), group_text(plan, trainer)),
                (trainer.say("Hours"), hours_text(plan, trainer)),
                (trainer.say("Place"), brief.venue),
                (
                    trainer.say("About these slides"),
                    trainer.say(
                        "Each slide has notes with clock time, what to say and steps. Hidden slides at the end of each "
                        "module belong to activities that this plan leaves out; show them if you have time to spare."
                    ),
                ),
            )
        ),
        section=_first_section(show),
        kind="opening",
    )


def _first_section(show: Show) -> str:
    say = show.language.say
    return say("Day {n}", n=1) if len(show.plan.days) > 1 else say("Opening")


def overview_cards(show: Show, day: Day) -> Iterator[Card]:
    """Where we are, when there are several days, and the day's programme."""
    say, days = show.language.say, show.plan.days
    trainer = show.notes.language
    if len(days) > 1:
        rows = tuple(
            (
                Cell((Para(_bold_if(d is day, say("Day {n}", n=d.number))),)),
                Cell(tuple(Para(_bold_if(d is day, title)) for title in _module_titles(show, d))),
            )
            for d in days
        )
        yield Card(
            layout="agenda",
            title=say("Where we are: day {n} of {days}", n=day.number, days=len(days)),
            body=(TableNode((Column(inline(say("Day")), 24), Column(inline(say("What we work on")), 76)), rows),),
            notes=(Para(inline(trainer.say("Say in two sentences what is behind us and what comes today."))),),
            kind="opening",
            marked=(days.index(day),),
        )
    yield Card(
        layout="agenda",
        title=say("Programme of day {n}", n=day.number) if len(days) > 1 else say("Our programme"),
        body=(_programme_table(show, day),),
        notes=(
            Para(
                inline(
                    trainer.say(
                        "Go through the programme and ask what people hope for. Times are there for orientation; "
                        "breaks are kept."
                    )
                )
            ),
        ),
        kind="opening",
    )


def where_we_are(show: Show, day: Day, slot: Slot) -> Iterator[Card]:
    """The day's programme with the module that begins at this slot marked; nothing for the first module of a day,
    which comes right after the programme itself."""
    stretches = _stretches(day)
    modules = [index for index, stretch in enumerate(stretches) if stretch[0].module]
    now = next((index for index in modules if slot in stretches[index]), None)
    if now is None or now == modules[0]:
        return
    trainer = show.notes.language
    title = show.language.say("Where we are: {title}", title=module_title(show.content, slot.module))
    table = _programme_table(show, day)
    # One look must be enough: what is long over goes first, then what is far ahead.
    while now > 1 and filled_share(Card("agenda", title, (table,))) > 1:
        table, now = replace(table, rows=table.rows[1:]), now - 1
    while len(table.rows) > now + 2 and filled_share(Card("agenda", title, (table,))) > 1:
        table = replace(table, rows=table.rows[:-1])
    yield Card(
        layout="agenda",
        title=title,
        body=(table,),
        notes=(Para(inline(trainer.say("Ask one person to say what we have done so far; then say what comes now."))),),
        kind="opening",
        marked=(now,),
    )


def _programme_table(show: Show, day: Day) -> TableNode:
    say = show.language.say
    rows = tuple(
        (Cell((Para(inline(times)),)), Cell((Para(_bold_if(is_module, title)),)))
        for times, title, is_module in _programme(show, day)
    )
    return TableNode((Column(inline(say("Time")), 30), Column(inline(say("What we do")), 70)), rows)


def _bold_if(condition: bool, text: str) -> Inline:
    return bold(text) if condition else inline(text)


def _module_titles(show: Show, day: Day) -> list[str]:
    ids = dict.fromkeys(slot.module for slot in day.slots if slot.module)
    return [module_title(show.content, module) for module in ids]


def _stretches(day: Day) -> list[list[Slot]]:
    """What is one line of the programme: the slots of one module in a row, each break, and what frames the day."""
    stretches: list[list[Slot]] = []
    for slot in day.slots:
        last = stretches[-1][-1] if stretches else None
        if last and last.module == slot.module and BREAK_KINDS.isdisjoint((last.kind, slot.kind)):
            stretches[-1].append(slot)
        else:
            stretches.append([slot])
    return stretches


def _programme(show: Show, day: Day) -> list[tuple[str, str, bool]]:
    """(time, title, is a module) for each stretch."""
    stretches = _stretches(day)
    found = []
    for index, group in enumerate(stretches):
        edge = "first" if index == 0 else "last" if index == len(stretches) - 1 else ""
        title = module_title(show.content, group[0].module) or _frame_title(show, group, edge)
        found.append((clock_span(group[0].start, group[-1].end, show.language), title, group[0].module is not None))
    return found


def _frame_title(show: Show, group: list[Slot], edge: str) -> str:
    """Several slots that frame the day are one line: how it opens or closes, and the test if there is one."""
    if len(group) == 1 or not edge:
        return slot_title(show.content, group[0], show.language)
    name = show.language.say("Opening") if edge == "first" else show.language.say("Closing")
    tests = [kind_name(slot.kind, show.language) for slot in group if slot.kind in TESTS]
    return joined([name, *tests] if edge == "first" else [*tests, name])


def ending_cards(show: Show) -> Iterator[Card]:
    """Who can help at the destination, then thanks."""
    say, brief, trainer = show.language.say, show.plan.brief, show.notes.language
    section = say("Help and contacts")
    rows, sources = _contacts(show)
    if rows:
        country = show.language.country_within(brief.destination) if brief.destination else ""
        columns = (Column(inline(say("What for")), 34), Column(inline(say("Contact")), 66))
        notes: tuple[Node, ...] = (
            Para(
                inline(
                    trainer.say(
                        "Let people write down or photograph this slide. Check each contact before the session."
                    )
                )
            ),
            *bullets(sources),
        )
        yield Card(
            layout="contacts",
            title=say("Who can help in {country}", country=country) if country else say("Who can help"),
            body=(TableNode(columns, rows),),
            notes=notes,
            section=section,
            kind="closing",
        )
    yield Card(
        layout="closing",
        title=say("Thank you"),
        body=tuple(Para(inline(line)) for line in (brief.organisation, brief.contact) if line),
        notes=(Para(inline(trainer.say("Thank everyone, and say how you can be reached afterwards."))),),
        section=section,
        kind="closing",
        icon="heart-handshake",
    )


def _contacts(show: Show) -> tuple[tuple[tuple[Cell, ...], ...], list[str]]:
    """Rows of the contacts table, and where each fact comes from, for the notes."""
    brief, language, trainer = show.plan.brief, show.language, show.notes.language
    profile = show.content.countries.get(brief.destination or "")
    facts = profile.facts if profile else {}
    keys = [*help_facts(brief.audience), *([f"embassy_of_{brief.origin.lower()}"] if brief.origin else [])]
    rows: list[tuple[Cell, ...]] = []
    sources: list[str] = []
    for key in keys:
        if key in facts:
            fact = facts[key]
            rows.append((Cell((Para(bold(fact_name(key, language))),)), Cell((Para(parse_inline(fact.value)),))))
            source = show.content.bibliography.get(fact.source.key)
            title = source.title if source else fact.source.key
            when = trainer.say("as of {date}", date=trainer.show_date(fact.as_of))
            sources.append(joined([fact_name(key, trainer), title, when]))
    if brief.contact and rows:
        who = brief.organisation or language.say("Organisers of this session")
        rows.append((Cell((Para(bold(who)),)), Cell((Para(inline(brief.contact)),))))
    return tuple(rows), sources
