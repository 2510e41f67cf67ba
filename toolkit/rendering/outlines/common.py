"""What several documents share: names and times of slots, cells, and which content is in a plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from toolkit.content.language import Language
from toolkit.content.records import Activity, CaseStudy, Content, Handout, Module, Objective, Slide
from toolkit.content.text import Body
from toolkit.planning.plan import Day, SessionPlan, Slot
from toolkit.rendering.outline import (
    Cell,
    Column,
    Document,
    Heading,
    Inline,
    ListNode,
    Node,
    Nodes,
    Para,
    Span,
    TableNode,
    inline,
)
from toolkit.rendering.outlines.inline import body_nodes, parse_inline, words_of
from toolkit.rendering.outlines.words import grouping_name, kind_name

Pair = tuple[Inline, Inline]
EN_DASH = "\u2013"


def bold(text: str) -> Inline:
    """Plain text as one bold span."""
    return inline(text, bold=True)


def pair(label: str, value: str | Inline) -> Pair:
    """A label and its value."""
    return inline(label), inline(value) if isinstance(value, str) else value


def heading(level: int, text: str | Inline, anchor: str = "") -> Heading:
    """A heading from plain text or spans."""
    return Heading(level, inline(text) if isinstance(text, str) else text, anchor)


def para(text: str | Inline, style: str = "normal") -> Para:
    """A paragraph from plain text or spans."""
    spans = inline(text) if isinstance(text, str) else text
    match style:
        case "lead" | "small" | "note" | "say":
            return Para(spans, style)
        case _:
            return Para(spans)


def cell(*parts: str | Inline, fill: str = "", span: int = 1) -> Cell:
    """A cell of one paragraph for each part that is not empty."""
    return Cell(tuple(para(part) for part in parts if part), fill, span)


def bullets(items: Iterable[str | Inline], mark: str = "bullet") -> tuple[Node, ...]:
    """A list of one-paragraph items, or nothing when there is none."""
    rows = tuple((para(item),) for item in items if item)
    match mark:
        case "number" | "box" | "none":
            return (ListNode(rows, mark),) if rows else ()
        case _:
            return (ListNode(rows),) if rows else ()


def table(columns: Sequence[tuple[str, float]], rows: Sequence[tuple[Cell, ...]], min_row_pt: float = 0) -> TableNode:
    """A table from (header, width in percent) columns."""
    heads = tuple(Column(inline(header), width) for header, width in columns)
    return TableNode(heads, tuple(rows), min_row_pt)


def in_brackets(text: str) -> str:
    """A side remark after a word, with the space before it."""
    return f" ({text})" if text else ""


def joined(parts: Iterable[str]) -> str:
    """Short facts on one line, empty ones left out."""
    return " · ".join(part for part in parts if part)


def minutes_text(minutes: int, language: Language) -> str:
    """Such as "35 min"."""
    return language.say("{n} min", n=minutes)


def clock_span(start: str, end: str, language: Language) -> str:
    """Such as "09:00–09:35"."""
    return f"{language.show_time(start)}{EN_DASH}{language.show_time(end)}"


def day_title(day: Day, language: Language) -> str:
    """Such as "Day 1: Monday, 7 December 2026"."""
    name = language.say("Day {n}", n=day.number)
    return f"{name}: {language.show_date(day.date)}" if day.date else name


def people(count: int, language: Language) -> str:
    """Such as "20 people"."""
    return language.say_count("{n} person", "{n} people", count)


def activity_of(content: Content, slot: Slot) -> Activity | None:
    """The activity that a slot holds, from its module or the bank; None for breaks and tests."""
    if slot.activity is None:
        return None
    if slot.module and slot.module in content.modules:
        for activity in content.modules[slot.module].activities:
            if activity.id == slot.activity:
                return activity
    return content.activities().get(slot.activity)


def slot_title(content: Content, slot: Slot, language: Language) -> str:
    """What the slot is called in this language: the activity's title, a fixed break's own, or the name of its kind."""
    activity = activity_of(content, slot)
    if activity is not None:
        return words_of(activity.title)
    return slot.title if slot.activity or slot.kind == "fixed-break" else kind_name(slot.kind, language)


def module_title(content: Content, module: str | None) -> str:
    """A module's title; "" for none, its id when the content does not hold it."""
    if not module:
        return ""
    return words_of(content.modules[module].title) if module in content.modules else module


def grouping_text(activity: Activity | None, slot: Slot, language: Language) -> str:
    """Such as "Small groups of 3–5"."""
    grouping = (activity.grouping if activity else slot.grouping) or ""
    if not grouping:
        return ""
    if (grouping, slot.kind) in (("pairs", "pair-work"), ("individual", "individual-work")):
        return ""  # the method says so already
    name = grouping_name(grouping, language)
    size = activity.group_size if activity else None
    if grouping != "small-groups" or size is None:
        return name
    number = str(size.least) if size.least == size.most else f"{size.least}{EN_DASH}{size.most}"
    return language.say("Small groups of {n}", n=number)


def material_texts(content: Content, activity: Activity | None, slot: Slot) -> list[Inline]:
    """Materials of a slot; a handout named by its id is called by its title."""
    if activity is None:
        return [inline(words) for words in slot.materials]
    titles = {handout.id: handout.title for handout in handouts_of(content, activity.module)}
    return [parse_inline(titles.get(text.source.strip(), text)) for text in activity.materials]


def in_one_line(parts: Iterable[Inline]) -> Inline:
    """Several materials on one line."""
    spans: list[Span] = []
    for part in parts:
        if spans:
            spans.append(Span("; "))
        spans.extend(part)
    return tuple(spans)


def handouts_of(content: Content, module: str) -> tuple[Handout, ...]:
    """Handouts of a module, or of the whole bank for ""."""
    if module in content.modules:
        return content.modules[module].handouts
    return tuple(handout for file in content.bank.values() for handout in file.handouts)


def case_studies_of(content: Content, module: str) -> tuple[CaseStudy, ...]:
    """Case studies of a module, or of the whole bank for ""."""
    if module in content.modules:
        return content.modules[module].case_studies
    return tuple(case for file in content.bank.values() for case in file.case_studies)


def slides_of(content: Content, module: str) -> tuple[Slide, ...]:
    """Slides of a module, or of the whole bank for ""."""
    if module in content.modules:
        return content.modules[module].slides
    return tuple(slide for file in content.bank.values() for slide in file.slides)


def modules_of(content: Content, plan: SessionPlan) -> tuple[Module, ...]:
    """The plan's modules in the order in which they come."""
    return tuple(content.modules[m] for m in plan.module_ids() if m in content.modules)


def planned_ids(plan: SessionPlan) -> frozenset[str]:
    """Ids of all activities in the plan."""
    return frozenset(slot.activity for slot in plan.slots() if slot.activity)


def is_planned(activity: str, module: Module, plan: SessionPlan) -> bool:
    """Whether what belongs to this activity ("" for the module itself) is used in the session."""
    known = {a.id for a in module.activities}
    return not activity or activity not in known or activity in planned_ids(plan)


def most_important(objectives: Sequence[Objective], most: int) -> list[Objective]:
    """At most so many of them, those of the highest priority, in their own order."""
    rank = {"essential": 0, "important": 1, "optional": 2}
    kept = sorted(objectives, key=lambda objective: rank[objective.priority])[:most]
    return [objective for objective in objectives if objective in kept]


def is_handed_out(handout: Handout, module: Module, plan: SessionPlan) -> bool:
    """Whether a sheet is used in the session: by its own activity, or by another that names it among its materials."""
    if is_planned(handout.activity, module, plan):
        return True
    planned = planned_ids(plan)
    return any(handout.id == text.source.strip() for a in module.activities if a.id in planned for text in a.materials)


def make_document(
    name: str,
    kind: str,
    plan: SessionPlan,
    language: Language,
    body: Iterable[Node],
    *,
    facts: tuple[Pair, ...] = (),
    contents: bool = False,
    landscape: bool = False,
    large_type: bool = False,
) -> Document:
    """A document of a session: its title is the session's, its subtitle says what it is (`kind`, translated)."""
    return make_paper(
        name,
        plan.brief.title,
        language,
        body,
        kind=kind,
        footer=joined([plan.brief.title, kind]),
        facts=facts,
        contents=contents,
        landscape=landscape,
        large_type=large_type,
        author=plan.brief.organisation,
    )


def make_paper(
    name: str,
    title: str,
    language: Language,
    body: Iterable[Node],
    *,
    kind: str = "",
    subtitle: str | None = None,
    footer: str = "",
    facts: tuple[Pair, ...] = (),
    contents: bool = False,
    landscape: bool = False,
    large_type: bool = False,
    author: str = "",
) -> Document:
    """A document that belongs to no session. `kind` says what it is, translated: under the title (unless `subtitle`
    says something else there), at the foot of each page (unless `footer` does) and in its properties. Without a kind
    the title says it."""
    say = language.say
    return Document(
        name=name,
        title=title,
        subtitle=kind if subtitle is None else subtitle,
        language=language.tag,
        direction=language.direction,
        body=tuple(body),
        facts=facts,
        footer=footer or kind or title,
        page_of=say("Page {page} of {pages}"),
        contents_title=say("Contents") if contents else "",
        landscape=landscape,
        large_type=large_type,
        author=author,
        subject=kind or title,
    )


def body_of(content: Content, body: Body, level: int = 4) -> Nodes:
    """A content body with pictures found in this workspace; its own highest headings come out at `level`."""
    return body_nodes(body, content.root, level)


def labelled(label: str, value: str | Inline) -> Inline:
    """A bold label, then the value on the same line."""
    spans = inline(value) if isinstance(value, str) else value
    return (Span(f"{label}: ", bold=True), *spans) if spans else ()
