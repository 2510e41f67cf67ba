"""Forms for trainers on paper: the observation rubric, looking back, micro-teaching. None of them is collected."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.content.language import Language
from toolkit.content.records import Content, Handout
from toolkit.content.text import iter_texts
from toolkit.evaluation.instrument import Instrument
from toolkit.evaluation.items import Item, in_language
from toolkit.rendering.outline import (
    Callout,
    Cell,
    Column,
    Document,
    Heading,
    Keep,
    Node,
    PageBreak,
    Para,
    TableNode,
    WriteLines,
    inline,
)
from toolkit.rendering.outlines.common import body_of, make_paper, para
from toolkit.rendering.outlines.inline import body_nodes, parse_inline, words_of
from toolkit.rendering.outlines.questionnaire import option_text

SELF_REFLECTION, MICRO_TEACHING = "self-reflection", "micro-teaching"
MODULE = "feedback-microteaching"
RUBRIC, PLANNING, LOGBOOK = "fmt-h-rubric", "fmt-h-plan", "fmt-h-log"
"""Handouts of the trainers' module that are forms."""

MARK = "\u25cb"
LINES_TO_WRITE = 2
STATEMENT_WIDTH_PCT = 42.0
ROW_PT = 20.0


def make_trainer_forms(content: Content, instruments: Sequence[Instrument], language: Language) -> Document:
    """Every form on pages of its own: the rubric, each of `instruments` (`shared_items.load_set`), the planning sheet
    and the logbook, as far as the workspace has them. `content` is in the trainer's language."""
    say = language.say
    parts: list[list[Node]] = [
        *_handout(content, RUBRIC),
        *(_form(content, instrument, language) for instrument in instruments),
        *_handout(content, PLANNING),
        *_handout(content, LOGBOOK),
    ]
    body: list[Node] = [para(say("On paper only. They stay with the people who filled them in."), "lead")]
    for number, part in enumerate(parts):
        body += [PageBreak(), *part] if number else part
    title = say("Forms for trainers")
    return make_paper("trainer-forms", title, language, body)


def handouts_used(content: Content) -> tuple[Handout, ...]:
    """The handouts among the forms, as far as the workspace has them."""
    module = content.modules.get(MODULE)
    return tuple(h for h in module.handouts if h.id in (RUBRIC, PLANNING, LOGBOOK)) if module else ()


def _handout(content: Content, wanted: str) -> list[list[Node]]:
    found = next((h for h in handouts_used(content) if h.id == wanted), None)
    return [[Heading(1, inline(words_of(found.title))), *body_of(content, found.body, 2)]] if found else []


def _form(content: Content, instrument: Instrument, language: Language) -> list[Node]:
    items = [in_language(item, content, language.tag) for item in instrument.items]
    nodes: list[Node] = [Heading(1, inline(_title(instrument, language))), _advice(instrument, language)]
    for scale in dict.fromkeys(item.scale for item in items if item.type == "rating"):
        nodes.append(_table([item for item in items if item.type == "rating" and item.scale == scale], language))
    # Kept together: where they do not fit below the table, no single one is left for a page of its own.
    asked: list[Node] = []
    for item in items:
        if item.type == "short-answer":
            asked += [*body_nodes(item.stem, content.root), WriteLines(LINES_TO_WRITE)]
    return [*nodes, Keep(tuple(asked))] if asked else nodes


def _title(instrument: Instrument, language: Language) -> str:
    """An organisation's own set keeps the title of its file."""
    if instrument.id == "shared_self_reflection":
        return language.say("Looking back at my session")
    if instrument.id == "shared_micro_teaching":
        return language.say("Feedback on a short piece")
    return instrument.title


def _advice(instrument: Instrument, language: Language) -> Callout:
    say = language.say
    if instrument.id == "shared_micro_teaching":
        words = say(
            "Write down words, acts and times for the whole piece; mark afterwards, and only the lines that the "
            "one who taught asked for. The teacher speaks first and chooses last. Then give this sheet away."
        )
    else:
        words = say("Fill it in on the same day, for yourself. Mark what you saw, not what you had hoped.")
    return Callout("note", inline(say("How to use it")), (Para(inline(words)),))


def _table(items: Sequence[Item], language: Language) -> TableNode:
    """A line for each statement, a circle under each option."""
    options = items[0].options
    width = (100 - STATEMENT_WIDTH_PCT) / len(options)
    columns = (
        Column(inline(language.say("Statement")), STATEMENT_WIDTH_PCT),
        *(Column(option_text(option, language), width, "center") for option in options),
    )
    rows = tuple(
        (
            Cell(tuple(Para(parse_inline(text)) for text in iter_texts(item.stem))),
            *(Cell((Para(inline(MARK), "lead"),)) for _ in options),
        )
        for item in items
    )
    return TableNode(columns, rows, ROW_PT)
