"""The pre-test and post-test on paper: sheet for participants, answer key for the trainer, cards with codes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.content.language import Language
from toolkit.content.records import Content, ResponseOption
from toolkit.evaluation.codes import session_codes
from toolkit.evaluation.instrument import Instrument, InstrumentWave, printed_order
from toolkit.evaluation.items import Item, in_language
from toolkit.planning.plan import SessionPlan
from toolkit.rendering.faces import draw_face
from toolkit.rendering.outline import (
    Callout,
    Cell,
    Choices,
    CodeBox,
    Column,
    Document,
    Heading,
    Inline,
    Keep,
    ListNode,
    Node,
    Nodes,
    Para,
    PictureNode,
    QrNode,
    Rule,
    TableNode,
    WriteLines,
    inline,
)
from toolkit.rendering.outlines.common import joined, make_document
from toolkit.rendering.outlines.inline import body_nodes, parse_inline
from toolkit.rendering.outlines.words import question_type_name, wave_name

LINES_FOR_SHORT_ANSWER = 3
CARDS_ACROSS = 3
QR_MM = 26.0
FACE_MM = 24.0


def make_questionnaire(content: Content, instrument: Instrument, plan: SessionPlan, language: Language) -> Document:
    """The printable sheet of one wave: code box, plain instruction, items with large marks. It asks for no name.
    A post-test ends with the retrospective items, a follow-up has its own instruction."""
    say = language.say
    low = plan.brief.group.literacy in ("none", "basic")
    asked = [(in_language(item, content, language.tag), wave) for item, wave in printed_order(instrument)]
    back = [item for item, wave in asked if wave == "then" and instrument.wave == "post"]
    now = [item for item, wave in asked if wave == instrument.wave]
    ratings = [item for item in now if item.type == "rating"]
    written = [item for item in now if item.type == "short-answer" and not item.module]
    choices = [item for item in now if item not in ratings and item not in written]
    body: list[Node] = [
        CodeBox(inline(say("Your code (from your card)"), bold=True), instrument.code_cells),
        Callout("note", inline(say("Before you begin")), _instructions(instrument.wave, language)),
    ]
    circles = Para(inline(say("There is no right or wrong answer here. Mark one circle in each line.")))
    number = 0
    for title, items, before in (
        (say("What do you think?") if ratings else "", choices, None),
        (say("How is it for you?"), ratings, circles),
        (say("Looking back"), back, Para(inline(look_back(language)), "lead")),
        (say("In your own words"), written, None),
    ):
        if items and title:
            body.append(Heading(2, inline(title)))
        for item in items:
            number += 1
            shown = _asked(content, item, number, language, letters=not low and item.type != "rating")
            body.append(Keep((before, *shown.body)) if before is not None and item is items[0] else shown)
    if not instrument.items:
        body.append(Para(inline(say("The modules of this session have no questions yet.")), "note"))
    later = instrument.wave == "followup"
    thanks = say("Thank you.") if later else say("Thank you. Please give the sheet back to the trainer.")
    body.append(Para(inline(thanks), "lead"))
    kind = wave_name(instrument.wave, language)
    name = "follow-up" if later else f"{instrument.wave}-test"
    document = make_document(name, kind, plan, language, body, large_type=low)
    return replace(document, footer=joined([document.footer, instrument.version]))


def make_answer_key(content: Content, instrument: Instrument, plan: SessionPlan, language: Language) -> Document:
    """For the trainer: how to hold the tests, the right answers with their reasons, what each item tests."""
    say = language.say
    objectives = content.objectives()
    body: list[Node] = [
        Callout("watch", inline(say("Only for trainers: do not show it to participants before the post-test.")), ()),
        Heading(2, inline(say("How to hold the test"))),
        _how_to(instrument, plan, language),
        Heading(2, inline(say("Right answers"))),
    ]
    shown = (in_language(item, content, language.tag) for item in instrument.items)
    for number, item in enumerate(shown, start=1):
        objective = objectives.get(item.objective)
        rows: list[Node] = [
            Para((*inline(f"{number}. ", bold=True), *inline(_tests(item, language))), "small"),
            *body_nodes(item.stem, content.root),
        ]
        rows.extend(_right_answer(content, item, language))
        if item.feedback:
            rows.append(Callout("say", inline(say("Why")), body_nodes(item.feedback, content.root)))
        if objective is not None:
            rows.append(
                Para((*inline(say("Objective:") + " ", bold=True), *parse_inline(objective.statement)), "small")
            )
        body.extend((Keep(tuple(rows)), Rule()))
    document = make_document("answer-key", say("Answer key"), plan, language, body)
    return replace(document, footer=joined([document.footer, instrument.version]))


def make_code_cards(instrument: Instrument, plan: SessionPlan, language: Language) -> Document:
    """A sheet of cards to cut out: a code for each participant, and five to spare. The code joins the two tests and
    says nothing about the person, so nobody may note who has which."""
    say = language.say
    codes = session_codes(plan)
    rows: list[tuple[Cell, ...]] = []
    for start in range(0, len(codes), CARDS_ACROSS):
        cards = codes[start : start + CARDS_ACROSS]
        cells = [
            Cell(
                (
                    Para(inline(code, bold=True), "lead"),
                    QrNode(code, say("QR code that holds the code {code}", code=code), QR_MM),
                    Para(inline(say("Keep this card.")), "small"),
                )
            )
            for code in cards
        ]
        rows.append((*cells, *(Cell(()) for _ in range(CARDS_ACROSS - len(cards)))))
    how = say(
        "Cut out the cards, mix them in a bag, and let each participant draw one. Everyone writes the code on both "
        "tests, or scans it with the telephone. Do not note who has which code."
    )
    cards_table = TableNode(tuple(Column(()) for _ in range(CARDS_ACROSS)), tuple(rows), min_row_pt=54)
    document = make_document("code-cards", say("Code cards"), plan, language, (Para(inline(how)), cards_table))
    return replace(document, footer=joined([document.footer, instrument.version]))


def show_options(content: Content, item: Item) -> tuple[ResponseOption, ...]:
    """Options in the order in which they are shown: a scale's for ratings; for `order` mixed, never the right order;
    an "I don't know" last."""
    if item.type == "rating":
        scale = content.scales.get(item.scale)
        return item.options or (scale.options if scale else ())
    if item.type == "order":
        return _mixed(item.options, item.item_id)
    return tuple(sorted(item.options, key=lambda option: option.unknown))


def look_back(language: Language) -> str:
    """What stands before an item of the retrospective pre-test."""
    return language.say("Think back to the time before the session, with what you know today:")


def option_text(option: ResponseOption, language: Language) -> Inline:
    """The words of an option; an "I don't know" that its author did not write is said by the toolkit."""
    if option.text:
        return parse_inline(option.text)
    return inline(language.say("I don't know"))


def _mixed(options: tuple[ResponseOption, ...], seed: str) -> tuple[ResponseOption, ...]:
    def key(option: ResponseOption) -> str:
        return hashlib.sha256(f"{seed}/{option.code}".encode()).hexdigest()

    mixed = tuple(sorted(options, key=key))
    return (*mixed[1:], mixed[0]) if mixed == options and len(options) > 1 else mixed


def purpose(wave: InstrumentWave, language: Language) -> str:
    """Why people are asked, and that nobody is judged."""
    say = language.say
    match wave:
        case "pre":
            return say("This is not an exam. It shows us what to spend time on. Nobody passes or fails.")
        case "followup":
            return say("You took part in a training some months ago. Your answers show us what has been of use since.")
        case _:
            return say("This is not an exam. It shows us how to make the training better. Nobody passes or fails.")


def _instructions(wave: InstrumentWave, language: Language) -> Nodes:
    say = language.say
    first = purpose(wave, language)
    lines = (
        first,
        say("Do not write your name. Write the code from your card in the boxes."),
        say("If you no longer have your card, leave the boxes empty.")
        if wave == "followup"
        else say("Fill in the circle or the square beside your answer. If you don't know, mark “I don't know”."),
    )
    return (ListNode(tuple((Para(inline(line)),) for line in lines)),)


def _asked(content: Content, item: Item, number: int, language: Language, *, letters: bool) -> Keep:
    say = language.say
    stem = body_nodes(item.stem, content.root)
    nodes: list[Node] = [*_numbered(stem, number)]
    options = show_options(content, item)
    shown = tuple((_letter(option, letters), option_text(option, language)) for option in options)
    match item.type:
        case "short-answer":
            nodes.append(WriteLines(LINES_FOR_SHORT_ANSWER))
        case "order":
            nodes.append(
                Para(inline(say("Write 1 in the box of what comes first, then 2, 3 and so on."), italic=True), "small")
            )
            nodes.append(Choices(shown, "number"))
        case "multiple-choice":
            nodes.append(Para(inline(say("You may mark more than one."), italic=True), "small"))
            nodes.append(Choices(shown, "square", show_codes=letters))
        case "rating" if _has_faces(content, item):
            nodes.append(_faces(shown))
        case "rating":
            nodes.append(Choices(shown, "circle", across=len(shown) <= 5))
        case "single-choice" | "true-false":
            nodes.append(Choices(shown, "circle", show_codes=letters and item.type != "true-false"))
    return Keep(tuple(nodes))


def _has_faces(content: Content, item: Item) -> bool:
    scale = content.scales.get(item.scale)
    return scale is not None and scale.faces


def _faces(shown: Sequence[tuple[str, Inline]]) -> TableNode:
    """The options side by side, each a large face above its circle."""
    cells = (
        Cell(
            (
                PictureNode(Path("face.png"), "", decorative=True, data=draw_face(place, len(shown)), width_mm=FACE_MM),
                Choices((option,), "circle"),
            )
        )
        for place, option in enumerate(shown)
    )
    return TableNode(tuple(Column((), align="center") for _ in shown), (tuple(cells),))


def _letter(option: ResponseOption, letters: bool) -> str:
    """Codes are the letters a, b, c …; an added "I don't know" has none."""
    return option.code if letters and len(option.code) == 1 else ""


def _numbered(stem: Nodes, number: int) -> Nodes:
    """The number before the first words of the stem, which are bold."""
    label = inline(f"{number}. ", bold=True)
    if stem and isinstance(stem[0], Para):
        bold = tuple(type(span)(span.text, True, span.italic, span.code, span.href, span.lang) for span in stem[0].text)
        return (Para((*label, *bold)), *stem[1:])
    return (Para(label), *stem)


def _tests(item: Item, language: Language) -> str:
    return f"{item.item_id} · {question_type_name(item.type, language)}"


def _how_to(instrument: Instrument, plan: SessionPlan, language: Language) -> ListNode:
    say = language.say
    low = plan.brief.group.literacy in ("none", "basic")
    lines: list[str] = [
        say(
            "Both tests ask the same, so that the change can be seen. Time for each: {n} minutes.", n=instrument.minutes
        ),
        say("Each participant draws a code card and keeps it. Names are never written on a test."),
        say("Say that it is not an exam, and that “I don't know” is a good answer."),
        say("Do not help with the answers, and do not discuss them before the post-test."),
    ]
    if low:
        lines.insert(
            2, say("Read each question and each answer aloud, twice and slowly; people mark the answer they mean.")
        )
    if plan.brief.interpreter:
        lines.append(
            say("Go through the questions with the interpreter beforehand, so that both tests sound the same.")
        )
    return ListNode(tuple((Para(inline(line)),) for line in lines))


def _right_answer(content: Content, item: Item, language: Language) -> Sequence[Node]:
    say = language.say
    if item.type == "short-answer":
        return (Para(inline(say("Read by the trainer; not scored."), italic=True)),)
    if not item.key:
        return (Para(inline(say("No right answer; the change between both tests counts."), italic=True)),)
    by_code = {option.code: option for option in item.options}
    if item.type == "order":
        positions = [str(item.key.index(option.code) + 1) for option in show_options(content, item)]
        numbers = say("The boxes from top to bottom: {numbers}", numbers=", ".join(positions))
        rows = tuple((Para(option_text(by_code[code], language)),) for code in item.key)
        return (ListNode(rows, "number"), Para(inline(numbers, bold=True)))
    rows = tuple(
        (Para((*inline(f"{code}  ", bold=True), *option_text(by_code[code], language))),)
        for code in item.key
        if code in by_code
    )
    return (ListNode(rows, "none"),)
