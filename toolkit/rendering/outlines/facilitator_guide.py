"""The facilitator guide: everything a trainer needs to hold the session, in the order in which it happens."""

from __future__ import annotations

from toolkit.content.language import Language
from toolkit.content.records import Content, Module
from toolkit.planning.clock_rules import BREAK_KINDS
from toolkit.planning.plan import Day, SessionPlan, Slot
from toolkit.rendering.outline import Callout, Document, Fields, Node, PageBreak, Para, Span, inline
from toolkit.rendering.outlines.common import (
    activity_of,
    body_of,
    bullets,
    case_studies_of,
    clock_span,
    day_title,
    heading,
    joined,
    make_document,
    minutes_text,
    modules_of,
    para,
    planned_ids,
    slides_of,
    slot_title,
)
from toolkit.rendering.outlines.facts import session_facts
from toolkit.rendering.outlines.guide_activity import (
    Shown,
    activity_nodes,
    case_callout,
    slide_nodes,
    slot_time,
    trainer_notes,
)
from toolkit.rendering.outlines.guide_annexes import annexes
from toolkit.rendering.outlines.guide_facts import facts_pairs, objective_table
from toolkit.rendering.outlines.guide_slides import DeckSlides, ShownSlide, frame_rows, slide_column, two_columns
from toolkit.rendering.outlines.inline import parse_inline, words_of
from toolkit.rendering.outlines.session_plan import timetable
from toolkit.rendering.outlines.words import need_name, status_name


def make_facilitator_guide(
    content: Content, plan: SessionPlan, language: Language, slides: DeckSlides | None = None
) -> Document:
    """The guide; `content` is in the trainer's language already. With `slides`, each part stands beside the number and
    the miniature of its slide; without, beside the slide's title."""
    say = language.say
    shown = slides or DeckSlides()
    body: list[Node] = _before_you_start(content, plan, language)
    seen: set[str] = set()
    for day in plan.days:
        body.extend(_day(content, day, seen, planned_ids(plan), shown, language))
    body.extend(annexes(content, plan, language))
    facts = session_facts(plan, language)
    return make_document(
        "facilitator-guide", say("Facilitator guide"), plan, language, body, facts=facts, contents=True
    )


def _before_you_start(content: Content, plan: SessionPlan, language: Language) -> list[Node]:
    say = language.say
    nodes: list[Node] = [heading(1, say("Before you start"))]
    nodes.extend(bullets(_preparations(content, plan, language), "box"))
    needs = dict.fromkeys(need for slot in plan.slots() for need in slot.adaptations)
    if needs:
        text = say("Frames like this one say how to adapt an activity for this group.")
        listed = joined(need_name(need, language) for need in needs)
        nodes.append(Callout("adapt", inline(say("This group")), (para(text), para(listed))))
    for day in plan.days:
        nodes.append(heading(2, day_title(day, language)))
        nodes.append(timetable(content, day, language))
    return nodes


def _preparations(content: Content, plan: SessionPlan, language: Language) -> list[str]:
    """What to do before the day, as far as this plan asks for it."""
    say, brief = language.say, plan.brief
    kinds = {slot.kind for slot in plan.slots()}
    size = brief.group.size
    wanted = [
        (True, say("Read the background of each module and the notes for the trainer.")),
        (True, say("Check the facts about countries: numbers, fees and addresses change.")),
        (True, say("Collect what the materials list names; print {n} participant handouts.", n=size)),
        ("pre-test" in kinds, say("Print {n} copies of the pre-test, or test the form on a telephone.", n=size)),
        ("post-test" in kinds, say("Print {n} copies of the post-test, or test the form on a telephone.", n=size)),
        (brief.interpreter, say("Go through the key messages and difficult words with the interpreter beforehand.")),
        (
            bool(brief.group.accessibility),
            say("Check the room and the sheets for these needs: {needs}.", needs=", ".join(brief.group.accessibility)),
        ),
        (brief.mode == "remote", say("Try out the connection, the screen and small rooms; agree on a second channel.")),
        (brief.mode == "in-person", say("See the room: chairs that move, light, water, toilets, a quiet corner.")),
        (
            bool(modules_of(content, plan)),
            say("Know whom to refer people to when somebody tells of abuse, debt or distress."),
        ),
    ]
    return [words for needed, words in wanted if needed]


def _day(
    content: Content, day: Day, seen: set[str], planned: frozenset[str], slides: DeckSlides, language: Language
) -> list[Node]:
    """Slot by slot. A module begins with its own pages where it first appears, and the break before it stands on
    them, or it might stand on a page alone; `seen` is added to."""
    nodes: list[Node] = [PageBreak(), heading(1, day_title(day, language))]
    current, work_ends = "", len(nodes)
    for slot in day.slots:
        key = (day.number, slot.id)
        module = content.modules.get(slot.module or "")
        before = slides.before.get(key, ())
        if module is not None and module.id not in seen:
            seen.add(module.id)
            if work_ends > 2:
                nodes.insert(work_ends, PageBreak())
            nodes.extend(_module_opening(content, module, planned, before, language))
        else:
            nodes.extend(two_columns(frame_rows(content, before, language), language))
            if module is not None and module.id != current:
                text = language.say("{module} (continued)", module=words_of(module.title))
                nodes.append(heading(2, text))
        nodes.extend(_slot(content, slot, slides.of_slot.get(key, ()), language))
        for prose in module.prose if module else ():
            if prose.after == slot.activity:
                nodes.extend(body_of(content, prose.body))
        nodes.extend(two_columns(frame_rows(content, slides.after.get(key, ()), language), language))
        if slot.activity is not None:
            current = module.id if module else ""
        if slot.kind not in BREAK_KINDS:
            work_ends = len(nodes)
    return nodes


def _slot(content: Content, slot: Slot, slides: tuple[ShownSlide, ...], language: Language) -> tuple[Node, ...]:
    activity = activity_of(content, slot)
    title = slot_title(content, slot, language)
    if activity is not None:
        level = 3 if slot.module in content.modules else 2
        return activity_nodes(content, activity, Shown(slot, slot.adaptations, slides), language, level)
    if slot.kind in ("pre-test", "post-test"):
        left = (*slot_time(slot, language), *slide_column(slides, language))
        return heading(2, title), *two_columns([(left, _test_hints(slot, language))], language)
    time = clock_span(slot.start, slot.end, language)
    numbers = [language.say("Slide {n}", n=shown.number) for shown in slides]
    facts = joined([minutes_text(slot.minutes, language), *numbers])
    return (Callout("note", (), (Para((Span(f"{time}  "), Span(title, bold=True), Span(f"  {facts}"))),)),)


def _test_hints(slot: Slot, language: Language) -> tuple[Node, ...]:
    """How to hold a test so that its answers are worth something and harm nobody."""
    say = language.say
    hints = [
        say("Say that this is no examination: it shows us what the training should do better."),
        say("Everybody writes the same participant code on both tests, and no name."),
        say("Read each question aloud where not everybody reads easily; give no hints."),
        say("Taking part is free: nobody loses a place or a right by leaving questions out."),
    ]
    if slot.kind == "post-test":
        hints.append(say("Go through the feedback together once all sheets are in."))
    return bullets(hints)


def _module_opening(
    content: Content, module: Module, planned: frozenset[str], shown: tuple[ShownSlide, ...], language: Language
) -> list[Node]:
    """Title, status, summary, objectives, background, guidelines, and what belongs to no activity.

    Prose that follows a planned activity is told after it; all other prose is background.
    """
    say = language.say
    nodes: list[Node] = [heading(2, parse_inline(module.title)), para(parse_inline(module.summary), "lead")]
    titles = {m.id: words_of(m.title) for m in content.modules.values()}
    nodes.append(
        Fields(
            facts_pairs(
                [
                    (say("Status"), _status(module, language)),
                    (say("Comes after"), language.show_list([titles.get(m, m) for m in module.prerequisites])),
                    (say("Leads on to"), language.show_list([titles.get(m, m) for m in module.follow_ups])),
                    (say("Competences"), ", ".join(module.competences)),
                ]
            )
        )
    )
    if module.objectives:
        nodes.append(heading(3, say("Objectives")))
        nodes.extend(objective_table(module.objectives, content, language))
    for messages in module.key_messages:
        nodes.append(Callout("key", inline(say("Key messages")), body_of(content, messages.body)))
    background = [prose for prose in module.prose if prose.after not in planned]
    if background:
        nodes.append(heading(3, say("Background for the trainer")))
        for prose in background:
            nodes.extend(body_of(content, prose.body))
    if module.guidance:
        nodes.append(heading(3, say("Trainer's guidelines")))
        for guidance in module.guidance:
            nodes.extend(trainer_notes(content, guidance.body, language))
    own = {activity.id for activity in module.activities}
    for case in case_studies_of(content, module.id):
        if case.activity not in own:
            nodes.append(case_callout(content, case, language))
    slides = [slide for slide in slides_of(content, module.id) if slide.activity not in own]
    if shown:
        nodes.extend(two_columns(frame_rows(content, shown, language), language))
        numbered = {slide.card.source_id for slide in shown}
        slides = [slide for slide in slides if slide.id not in numbered]
    nodes.extend(slide_nodes(content, slides, False, language))
    return nodes


def _status(module: Module, language: Language) -> str:
    review = module.reviewed
    name = status_name(module.status, language)
    return joined([name, review.by, language.show_date(review.on, weekday=False), review.partner]) if review else name
