"""The materials list: what to bring for each day, and everything together with numbers of copies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from toolkit.content.language import Language
from toolkit.content.records import Activity, CaseStudy, Content, Handout
from toolkit.planning.plan import Day, SessionPlan, Slot
from toolkit.rendering.outline import Cell, Document, Inline, ListNode, Node, Para, WriteLines, plain
from toolkit.rendering.outlines.common import (
    activity_of,
    case_studies_of,
    cell,
    day_title,
    handouts_of,
    heading,
    joined,
    make_document,
    material_texts,
    para,
    slot_title,
    table,
)
from toolkit.rendering.outlines.country_guide import has_country_guide
from toolkit.rendering.outlines.easy_handouts import reads_little
from toolkit.rendering.outlines.facts import participant_facts
from toolkit.rendering.outlines.inline import parse_inline


@dataclass(frozen=True, slots=True)
class _Need:
    """Something that one slot needs. `copies` is 0 when the number is the trainer's to say."""

    what: Inline
    copies: int
    slot: Slot
    day: int
    paper: bool


def make_materials(content: Content, plan: SessionPlan, language: Language) -> Document:
    """Materials by day and merged; copies are counted where the number follows from the group."""
    say = language.say
    needs = {day.number: _needs_of_day(content, plan, day) for day in plan.days}
    everything = [need for found in needs.values() for need in found]
    papers = [need for need in everything if need.paper]
    things = [need for need in everything if not need.paper]
    body: list[Node] = [heading(1, say("Copies to print")), _papers(plan, language)]
    if papers:
        body.append(heading(2, say("Single sheets, if you do not print whole booklets")))
        body.append(_merged_table(content, _merged(papers), language, say("Copies")))
    body.append(heading(1, say("Things to bring")))
    if things:
        body.append(_merged_table(content, _merged(things), language, say("How many")))
    else:
        body.append(para(say("The activities of this plan need no other materials.")))
    body.append(heading(2, say("Also useful")))
    body.append(WriteLines(3))
    if len(plan.days) > 1:
        for day in plan.days:
            body.extend(_day(content, day, needs[day.number], language))
    return make_document(
        "materials-list", say("Materials list"), plan, language, body, facts=participant_facts(plan, language)
    )


def _papers(plan: SessionPlan, language: Language) -> Node:
    """The documents of the pack that are printed, with copies."""
    say, size = language.say, plan.brief.group.size
    trainers = max(1, len(plan.brief.trainers))
    kinds = {slot.kind for slot in plan.slots()}
    wanted = [
        (True, say("Participant handouts"), size),
        (reads_little(plan), say("Easy handouts"), size),
        (has_country_guide(plan.brief), say("Country guide"), size),
        ("pre-test" in kinds, say("Pre-test"), size),
        ("post-test" in kinds, say("Post-test"), size),
        (True, say("Sign-in sheet"), 1),
        (True, say("Certificate of attendance"), size),
        (True, say("Facilitator guide"), trainers),
        (True, say("Session plan"), trainers),
    ]
    rows = [(_box(), cell(name), cell(str(copies))) for needed, name, copies in wanted if needed]
    return table([("", 6), (say("Document"), 72), (say("Copies"), 22)], rows)


def _needs_of_day(content: Content, plan: SessionPlan, day: Day) -> list[_Need]:
    size = plan.brief.group.size
    return [need for slot in day.slots for need in _needs_of_slot(content, slot, day.number, size)]


def _needs_of_slot(content: Content, slot: Slot, day: int, size: int) -> list[_Need]:
    activity = activity_of(content, slot)
    if activity is None:
        return [_Need(spans, 0, slot, day, False) for spans in material_texts(content, activity, slot)]
    sheets = _sheets(content, activity, size)
    titles = {plain(title) for title, _ in sheets}
    things = [spans for spans in material_texts(content, activity, slot) if plain(spans) not in titles]
    return [
        *(_Need(title, copies, slot, day, True) for title, copies in sheets),
        *(_Need(spans, 0, slot, day, False) for spans in things),
    ]


def _sheets(content: Content, activity: Activity, size: int) -> list[tuple[Inline, int]]:
    """Handouts and case studies with the copies that each says: for every person, for every group, or one."""
    named = {text.source.strip() for text in activity.materials}
    handouts = [h for h in handouts_of(content, activity.module) if h.activity == activity.id or h.id in named]
    cases = [c for c in case_studies_of(content, activity.module) if c.activity == activity.id]
    group = activity.group_size.most if activity.group_size else {"pairs": 2, "individual": 1}.get(activity.grouping, 1)
    copies = {"each": size, "group": -(-size // max(1, group)), "one": 1}
    sheets: list[Handout | CaseStudy] = [*handouts, *cases]
    return [(parse_inline(sheet.title), copies[sheet.copies]) for sheet in sheets]


def _merged(needs: Iterable[_Need]) -> dict[str, list[_Need]]:
    """The same thing of several slots, once, in the order of first use."""
    found: dict[str, list[_Need]] = {}
    for need in needs:
        found.setdefault(plain(need.what).casefold().strip(), []).append(need)
    return found


def _merged_table(content: Content, merged: dict[str, list[_Need]], language: Language, count: str) -> Node:
    say = language.say
    columns = [("", 6), (say("What"), 42), (count, 14), (say("Used in"), 38)]
    rows = []
    for needs in merged.values():
        copies = max(need.copies for need in needs)  # a sheet that is used again is handed out once
        uses = [para(_use(content, need, language), "small") for need in needs]
        rows.append((_box(), cell(needs[0].what), cell(str(copies) if copies else ""), Cell(tuple(uses))))
    return table(columns, rows)


def _use(content: Content, need: _Need, language: Language) -> str:
    day = language.say("Day {n}", n=need.day)
    return joined([day, language.show_time(need.slot.start), slot_title(content, need.slot, language)])


def _box() -> Cell:
    return Cell((ListNode(((Para(()),),), "box"),))


def _day(content: Content, day: Day, needs: list[_Need], language: Language) -> list[Node]:
    say = language.say
    rows = []
    for need in needs:
        copies = str(need.copies) if need.copies else ""
        where = joined([language.show_time(need.slot.start), slot_title(content, need.slot, language)])
        rows.append((_box(), cell(need.what), cell(copies), cell(where)))
    if not rows:
        return []
    columns = [("", 6), (say("What"), 44), (say("How many"), 12), (say("Used in"), 38)]
    return [heading(1, day_title(day, language)), table(columns, rows)]
