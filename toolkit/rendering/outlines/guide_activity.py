"""One activity as the facilitator guide tells it: facts, intro, steps, adaptations, debrief, and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from toolkit.content.language import Language
from toolkit.content.records import Activity, Adaptation, CaseStudy, Content, Handout, Objective, Slide
from toolkit.content.text import Body
from toolkit.planning.plan import Slot
from toolkit.rendering.outline import Callout, Cell, Fields, Inline, ListNode, Node, Nodes, Para, Span, inline, plain
from toolkit.rendering.outlines.common import (
    Pair,
    body_of,
    case_studies_of,
    cell,
    clock_span,
    grouping_text,
    handouts_of,
    heading,
    in_one_line,
    labelled,
    material_texts,
    minutes_text,
    pair,
    para,
    people,
    slides_of,
    table,
)
from toolkit.rendering.outlines.inline import parse_inline, words_of
from toolkit.rendering.outlines.words import (
    kind_name,
    literacy_name,
    mode_name,
    need_name,
    objective_kind_name,
    phase_name,
    priority_name,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """How an activity is shown: in a slot of the plan, or as a further one with its slides and sheets in full."""

    slot: Slot | None
    adaptations: tuple[str, ...] = ()

    @property
    def in_full(self) -> bool:
        """Slides and sheets of activities outside the plan are in no deck and no booklet: they are printed here."""
        return self.slot is None


def activity_nodes(
    content: Content, activity: Activity, shown: Shown, language: Language, level: int = 3
) -> tuple[Node, ...]:
    """The whole activity under a heading of this level."""
    say = language.say
    nodes: list[Node] = [heading(level, parse_inline(activity.title)), _facts(content, activity, shown, language)]
    nodes.extend(_served(content, activity, language))
    nodes.extend(body_of(content, activity.body))
    applies = [a for a in activity.adaptations if a.need in shown.adaptations]
    nodes.extend(_adaptation(content, adaptation, language, True) for adaptation in applies)
    if activity.steps:
        nodes.append(heading(4, say("Steps")))
        nodes.extend(body_of(content, activity.steps))
    nodes.extend(trainer_notes(content, activity.facilitator, language))
    if activity.debrief:
        nodes.append(Callout("debrief", inline(say("Debrief")), body_of(content, activity.debrief)))
    for case in case_studies_of(content, activity.module):
        if case.activity == activity.id:
            nodes.append(case_callout(content, case, language))
    nodes.extend(_sheets(content, activity, shown, language))
    slides = [slide for slide in slides_of(content, activity.module) if slide.activity == activity.id]
    nodes.extend(slide_nodes(content, slides, shown.in_full, language))
    nodes.extend(_other_adaptations(content, activity, applies, language))
    return tuple(nodes)


def _facts(content: Content, activity: Activity, shown: Shown, language: Language) -> Fields:
    say, slot = language.say, shown.slot
    minutes = activity.minutes
    span = say("{least} to {most} min", least=minutes.least, most=minutes.most)
    if minutes.least == minutes.most:
        span = "" if slot else minutes_text(minutes.typical, language)
    length = minutes_text(slot.minutes if slot else minutes.typical, language)
    materials = in_one_line(material_texts(content, activity, slot) if slot else _materials(content, activity))
    facts: list[tuple[str, str | Inline]] = [
        (say("Time"), f"{clock_span(slot.start, slot.end, language)} ({length})" if slot else ""),
        (say("Can take"), span),
        (say("Method"), kind_name(activity.kind, language)),
        (say("Grouping"), grouping_text(activity, slot, language) if slot else _grouping(activity, language)),
        (say("Phase"), phase_name(activity.phase, language) if activity.module else ""),
        (say("Reading"), literacy_name(activity.literacy, language)),
        (say("Works for"), _participants(activity, language)),
        (say("Mode"), "" if len(activity.modes) > 1 else language.show_list(_modes(activity, language))),
        (say("Not for"), language.show_list([need_name(need, language) for need in activity.unsuited])),
        (say("Replaces"), _title_of(content, activity.variant_of)),
        (say("After"), language.show_list([_title_of(content, other) for other in activity.requires])),
        (say("Evidence for"), _practices(content, activity, language)),
        (say("Materials"), materials),
    ]
    return Fields(tuple(pair(label, value) for label, value in facts if value))


def _materials(content: Content, activity: Activity) -> list[Inline]:
    titles = {handout.id: handout.title for handout in handouts_of(content, activity.module)}
    return [parse_inline(titles.get(text.source.strip(), text)) for text in activity.materials]


def _grouping(activity: Activity, language: Language) -> str:
    blank = Slot(id="", start="00:00", end="00:00", minutes=0, kind=activity.kind, title="")
    return grouping_text(activity, blank, language)


def _participants(activity: Activity, language: Language) -> str:
    size = activity.participants
    if size is None:
        return ""
    if size.least == size.most:
        return people(size.most, language)
    return language.say("{least} to {most} people", least=size.least, most=size.most)


def _modes(activity: Activity, language: Language) -> list[str]:
    return [mode_name(mode, language) for mode in activity.modes]


def _title_of(content: Content, activity: str) -> str:
    found = content.activities().get(activity)
    return words_of(found.title) if found else activity


def _practices(content: Content, activity: Activity, language: Language) -> str:
    known = [content.practices[number] for number in activity.practices if number in content.practices]
    return language.show_list([f"{practice.number} {words_of(practice.title)}" for practice in known])


def _served(content: Content, activity: Activity, language: Language) -> list[Node]:
    objectives = content.objectives()
    served = [objectives[key] for key in activity.objectives if key in objectives]
    if not served:
        return []
    label = language.say_count("Objective", "Objectives", len(served))
    if len(served) == 1:
        return [para(labelled(label, parse_inline(served[0].statement)), "small")]
    rows = tuple((para(parse_inline(objective.statement), "small"),) for objective in served)
    return [para((Span(f"{label}:", bold=True),), "small"), ListNode(rows)]


def objective_table(objectives: Iterable[Objective], content: Content, language: Language) -> tuple[Node, ...]:
    """Objectives of a module with kind, priority and what we would see."""
    say = language.say
    rows = []
    for objective in objectives:
        statement: Nodes = (para(parse_inline(objective.statement)), *body_of(content, objective.more))
        kind = objective_kind_name(objective.kind, language)
        rows.append(
            (
                Cell(statement),
                Cell((para(kind), para(priority_name(objective.priority, language), "note"))),
                cell(parse_inline(objective.indicator)),
            )
        )
    columns = [(say("Objective"), 44), (say("Kind and priority"), 16), (say("We will see"), 40)]
    return (table(columns, rows),) if rows else ()


def trainer_notes(content: Content, body: Body, language: Language) -> tuple[Node, ...]:
    """A facilitator directive as callouts. A paragraph that begins with a bold word and a colon (such as "Say:")
    heads a callout of its own, which goes on until the next of them."""
    groups: list[tuple[str, list[Node]]] = [("", [])]
    for node in body_of(content, body):
        lead = _lead(node)
        if lead:
            groups.append((lead, []))
        groups[-1][1].append(node)
    general = inline(language.say("For the trainer"))
    return tuple(
        Callout(_kind_of(lead, language), () if lead else general, tuple(nodes)) for lead, nodes in groups if nodes
    )


def _lead(node: Node) -> str:
    """The bold words with a colon that begin a paragraph, or the whole of one that is bold throughout; else ""."""
    if not isinstance(node, Para) or not node.text or not node.text[0].bold:
        return ""
    first, rest = node.text[0].text.strip(), plain(node.text[1:]).lstrip(" \u00a0")
    if first.endswith((":", "\uff1a")) or rest.startswith((":", "\uff1a")) or not rest:
        return first.rstrip(":\uff1a \u00a0") or first
    return ""


def _kind_of(lead: str, language: Language) -> Literal["say", "watch", "note"]:
    """Only the colour depends on knowing the word, in the reader's language or in English."""
    word = lead.casefold()
    if word in {"say", language.say("Say").casefold()}:
        return "say"
    known = {
        "watch for",
        "if it goes wrong",
        language.say("Watch for").casefold(),
        language.say("If it goes wrong").casefold(),
    }
    return "watch" if word in known else "note"


def case_callout(content: Content, case: CaseStudy, language: Language) -> Callout:
    """A case study with its questions and what the answers should reach."""
    say = language.say
    body: list[Node] = [*body_of(content, case.body)]
    if case.questions:
        body.append(para((Span(say("Questions"), bold=True),)))
        body.extend(body_of(content, case.questions))
    if case.facilitator:
        body.append(para((Span(say("What the answers should reach"), bold=True),)))
        body.extend(body_of(content, case.facilitator))
    title = (Span(f"{say('Case study')}: "), *parse_inline(case.title))
    return Callout("case", title, tuple(body))


def handout_callout(content: Content, handout: Handout, language: Language) -> Callout:
    """A handout in full, for activities whose sheets are not in the participants' booklet."""
    title = (Span(f"{language.say('Handout')}: "), *parse_inline(handout.title))
    return Callout("handout", title, body_of(content, handout.body))


def _sheets(content: Content, activity: Activity, shown: Shown, language: Language) -> list[Node]:
    handouts = [h for h in handouts_of(content, activity.module) if h.activity == activity.id]
    if not handouts:
        return []
    if shown.in_full:
        return [handout_callout(content, handout, language) for handout in handouts]
    titles = language.show_list([words_of(handout.title) for handout in handouts])
    return [para(labelled(language.say("In the participants' handouts"), titles))]


def slide_nodes(content: Content, slides: Iterable[Slide], in_full: bool, language: Language) -> tuple[Node, ...]:
    """Slides with what to say; `in_full` with what they show, too, for those that are in no deck."""
    rows = [_slide_row(content, number, slide, in_full) for number, slide in enumerate(slides, 1)]
    if not rows:
        return ()
    say = language.say
    return (table([(say("Slide"), 40 if in_full else 28), (say("What to say"), 60 if in_full else 72)], rows),)


def _slide_row(content: Content, number: int, slide: Slide, in_full: bool) -> tuple[Cell, ...]:
    own = content.activities().get(slide.activity)
    title = parse_inline(slide.title) or (parse_inline(own.title) if own else ())
    shown: Nodes = (
        Para((Span(f"{number}  "), *(Span(s.text, True, s.italic, s.code, s.href, s.lang) for s in title))),
    )
    if in_full:
        shown = (*shown, *body_of(content, slide.body))
    return Cell(shown), Cell(body_of(content, slide.notes))


def _adaptation(content: Content, adaptation: Adaptation, language: Language, applies: bool) -> Node:
    need = need_name(adaptation.need, language)
    title = language.say("For this group: {need}", need=need) if applies else need
    return Callout("adapt", inline(title), body_of(content, adaptation.body))


def _other_adaptations(
    content: Content, activity: Activity, applies: list[Adaptation], language: Language
) -> tuple[Node, ...]:
    others = [a for a in activity.adaptations if a not in applies]
    if not others:
        return ()
    items: list[Nodes] = []
    for adaptation in others:
        body = body_of(content, adaptation.body)
        label = Span(f"{need_name(adaptation.need, language)}: ", bold=True)
        if body and isinstance(body[0], Para):
            items.append((Para((label, *body[0].text), "small"), *body[1:]))
        else:
            items.append((Para((label,), "small"), *body))
    return heading(4, language.say("For other groups")), ListNode(tuple(items))


def facts_pairs(pairs: Iterable[tuple[str, str]]) -> tuple[Pair, ...]:
    """Labels with values, empty ones left out."""
    return tuple(pair(label, value) for label, value in pairs if value)
