"""The easy booklet, for groups in which not everybody reads well: few words, one sentence a line, boxes and signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path

from toolkit.content.fact_words import fact_name
from toolkit.content.language import Language
from toolkit.content.records import Content, Module
from toolkit.planning.plan import SessionPlan
from toolkit.rendering.icon_names import topic_icon
from toolkit.rendering.outline import (
    Cell,
    Column,
    Document,
    Inline,
    ListNode,
    Node,
    Nodes,
    PageBreak,
    Para,
    PictureNode,
    Span,
    TableNode,
    WriteLines,
    inline,
    plain,
)
from toolkit.rendering.outlines.common import (
    body_of,
    handouts_of,
    heading,
    is_handed_out,
    make_document,
    modules_of,
    para,
    planned_ids,
)
from toolkit.rendering.outlines.country_guide import GROUPS
from toolkit.rendering.outlines.facts import participant_facts
from toolkit.rendering.outlines.inline import parse_inline

EASY = ("none", "basic")
"""Reading levels for which the booklet is made, and of the sheets that go into it."""

MOST_NUMBERS = 6
"""Telephone numbers on the help page: more are not found when they are needed."""

SIGN_MM = 20.0
_ENDS = re.compile(r"(?<=[.!?\u061f\u06d4\u1362])[\"\u201d\u00bb)]*\s+(?=\S)")
_QUOTES = re.compile('["\u201c\u201d\u00ab\u00bb]')


def reads_little(plan: SessionPlan) -> bool:
    """Whether the group needs the easy booklet beside the full one."""
    return plan.brief.group.literacy in EASY


def make_easy_handouts(content: Content, plan: SessionPlan, language: Language) -> Document:
    """Key messages and the easy sheets of the plan's modules, in very large type; `content` is in the participants'
    language already. Longer sheets are in the full booklet, for those who read or have somebody to read."""
    say = language.say
    body: list[Node] = [
        para(say("This booklet has few words. Ask somebody to read it with you. Tick what you have done."), "lead")
    ]
    for index, module in enumerate(modules_of(content, plan)):
        if index:
            body.append(PageBreak())
        body.extend(_module(content, module, plan))
    body.extend(_frame_sheets(content, plan))
    body.extend(_help(content, plan, language))
    kind = say("Easy handouts")
    facts = participant_facts(plan, language)
    made = make_document("participant-handouts-easy", kind, plan, language, body, facts=facts, large_type=True)
    return replace(made, look="easy")


def _module(content: Content, module: Module, plan: SessionPlan) -> list[Node]:
    nodes: list[Node] = [heading(1, parse_inline(module.title))]
    messages = [item for part in module.key_messages for item in _lines(body_of(content, part.body))]
    if messages:
        nodes.append(_beside_sign(topic_icon(module.id), (ListNode(tuple(messages), "box"),)))
    easy = [h for h in module.handouts if h.take_home and h.literacy in EASY and is_handed_out(h, module, plan)]
    for handout in sorted(easy, key=lambda handout: EASY.index(handout.literacy)):
        nodes.extend([heading(2, parse_inline(handout.title)), *_simplified(body_of(content, handout.body))])
    return nodes


def _frame_sheets(content: Content, plan: SessionPlan) -> list[Node]:
    planned = planned_ids(plan)
    nodes: list[Node] = []
    for handout in handouts_of(content, ""):
        if handout.take_home and handout.activity in planned and handout.literacy in EASY:
            nodes.extend([heading(1, parse_inline(handout.title)), *_simplified(body_of(content, handout.body))])
    return nodes


def _help(content: Content, plan: SessionPlan, language: Language) -> list[Node]:
    """The first numbers to call, large, and one to fill in."""
    say, brief = language.say, plan.brief
    profile = content.countries.get(brief.destination or "")
    facts = profile.facts if profile else {}
    known = [facts[key] for key in GROUPS["help"] if key in facts][:MOST_NUMBERS]
    rows = [(fact_name(fact.key, language), parse_inline(fact.value)) for fact in known]
    if brief.contact:
        rows.append((brief.organisation or say("Your trainers"), inline(brief.contact)))
    nodes: list[Node] = [PageBreak(), heading(1, say("Who helps me?"))]
    for name, value in rows:
        nodes.append(_beside_sign("phone-call", (Para(inline(name, bold=True)), Para(value, "lead"))))
    mine = (Para(inline(say("A person I trust"), bold=True)), WriteLines(1))
    return [*nodes, _beside_sign("user", mine)]


def _beside_sign(icon: str, body: Nodes) -> TableNode:
    """A sign at the left, the words at the right."""
    sign = PictureNode(icon_path(icon), "", decorative=True, width_mm=SIGN_MM)
    columns = (Column((), 18), Column((), 82))
    return TableNode(columns, ((Cell((sign,)), Cell(body)),), flowing=True)


def icon_path(name: str) -> Path:
    """The file of an icon."""
    return Path(str(resources.files("toolkit") / "rendering" / "icons" / f"{name}.svg"))


def _simplified(nodes: Nodes) -> Iterator[Node]:
    """Paragraphs become lists of sentences with boxes; lists get boxes; tables, pictures and lines to write stay."""
    for node in nodes:
        match node:
            case Para() | ListNode():
                items = tuple(_lines((node,)))
                if items and isinstance(node, ListNode) and node.mark == "number":
                    yield ListNode(items, "number", node.start)
                elif items:
                    yield ListNode(items, "box")
            case _:
                yield node


def _lines(nodes: Nodes) -> Iterator[Nodes]:
    """One item for each sentence of a paragraph, and for each item of a list with what belongs to it."""
    for node in nodes:
        match node:
            case Para(text=text):
                for sentence in sentences(text):
                    yield (Para(sentence),)
            case ListNode(items=items, mark="number"):
                yield from items
            case ListNode(items=items):
                for item in items:
                    yield from _item_lines(item)
            case _:
                yield (node,)


def _item_lines(item: Nodes) -> Iterator[Nodes]:
    if item and isinstance(item[0], Para):
        first, *rest = sentences(item[0].text)
        yield (Para(first), *(Para(sentence) for sentence in rest), *item[1:])
    elif item:
        yield item


def sentences(text: Inline) -> list[Inline]:
    """The spans cut after each sentence; never inside quotation marks. At least one part."""
    words = plain(text)
    cuts = [found.end() for found in _ENDS.finditer(words) if len(_QUOTES.findall(words[: found.end()])) % 2 == 0]
    parts = [_between(text, start, end) for start, end in zip([0, *cuts], [*cuts, len(words)], strict=True)]
    return [part for part in parts if plain(part).strip()] or [text]


def _between(text: Inline, start: int, end: int) -> Inline:
    found: list[Span] = []
    at = 0
    for span in text:
        cut = span.text[max(0, start - at) : max(0, end - at)]
        if cut:
            found.append(replace(span, text=cut))
        at += len(span.text)
    if found:
        found[-1] = replace(found[-1], text=found[-1].text.rstrip())
    return tuple(span for span in found if span.text)
