"""One function for each directive: the directive as written → its record.

They share a `Blocks`, which gathers records, problems and what had to be left out. A wrong block never stops the next.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import BaseModel

from toolkit.content import models
from toolkit.content.body import BodyMaker, clean_inline
from toolkit.content.directives import Directive, Segment
from toolkit.content.records import (
    Activity,
    Adaptation,
    Broken,
    CaseStudy,
    Guidance,
    Handout,
    KeyMessages,
    Objective,
    Prose,
    Question,
    ResponseOption,
    Slide,
)
from toolkit.content.text import Body, Item, ListBlock, Paragraph, Text
from toolkit.content.vocabulary import Need
from toolkit.content.yamlfile import YamlDoc, validate
from toolkit.problems import Place, Problem, make_problem, near_miss

M = TypeVar("M", bound=BaseModel)

ANY_OBJECTIVE = "*"
"""Stands for the objectives of a block whose options cannot be read."""

NEEDS: tuple[str, ...] = Need.__args__  # type: ignore[attr-defined]
_ID = re.compile(models.ID_PATTERN)


def is_id(word: str) -> bool:
    """Whether the word has the form of an id: lower-case words joined by hyphens, at most 64 characters."""
    return len(word) <= 64 and _ID.match(word) is not None and "\n" not in word


@dataclass(slots=True)
class Blocks:
    """The blocks of one file while it is read. `owner` is the file's id; `module` is "" in the activity bank.
    `title` is the file's, for slides that belong to no activity."""

    path: str
    owner: str
    module: str
    title: Text
    problems: list[Problem] = field(default_factory=list)
    prose: list[Prose] = field(default_factory=list)
    objectives: list[Objective] = field(default_factory=list)
    key_messages: list[KeyMessages] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    slides: list[Slide] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    case_studies: list[CaseStudy] = field(default_factory=list)
    handouts: list[Handout] = field(default_factory=list)
    guidance: list[Guidance] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    option_lines: dict[str, int] = field(default_factory=dict)

    def place(self, line: int) -> Place:
        """A line of this file."""
        return Place(self.path, line)

    def report(self, code: str, line: int, *, near: str | None = None, **values: object) -> None:
        """Note a problem at a line of this file."""
        self.problems.append(make_problem(code, self.place(line), near=near, **values))

    def body(self, directive: Directive, context: str) -> Body:
        """The directive's own text."""
        return BodyMaker(self.path, self.problems).make(directive.segments, context)

    def joined(self, directives: list[Directive], context: str) -> Body:
        """The texts of several directives as one body."""
        segments = [segment for directive in directives for segment in directive.segments]
        return BodyMaker(self.path, self.problems).make(segments, context)

    def options(self, directive: Directive, model: type[M], label: str) -> M | None:
        """The directive's options, or None when they are wrong."""
        instance, problems = validate(model, directive.options, label=label)
        self.problems.extend(problems)
        if is_id(directive.argument) and directive.name in models.OPTIONS:
            self.option_lines.update(option_lines(directive.argument, directive.options))
        return instance

    def drop(self, directive: Directive, block_id: str) -> None:
        """Note that a block was left out, with the objectives that it was for."""
        data = directive.options.data
        named = data.get("objectives", data.get("objective", [])) if isinstance(data, Mapping) else ANY_OBJECTIVE
        listed = named if isinstance(named, list) else [named]
        objectives = tuple(one for one in listed if isinstance(one, str))
        self.broken.append(Broken(block_id, directive.name, self.place(directive.line), objectives))


def option_lines(owner: str, doc: YamlDoc) -> dict[str, int]:
    """``owner.key`` and ``owner.key.0`` → line, for problems that are found after loading."""
    return {".".join(map(str, (owner, *path))): line for path, line in doc.lines.items() if len(path) <= 2}


def text_of(value: str, directive: Directive, block_id: str, key: str) -> Text:
    """The translatable text of an option."""
    return Text(clean_inline(value), directive.options.line(key), f"{block_id}/{key}/1")


def take_prose(blocks: Blocks, segments: list[Segment], after: str, number: int) -> None:
    """Prose between two directives. A dot keeps its id apart from those that authors give."""
    if not segments:
        return
    prose_id = f"{after or blocks.owner}.prose{number if number > 1 else ''}"
    body = BodyMaker(blocks.path, blocks.problems).make(segments, f"{prose_id}/body")
    if body:
        blocks.prose.append(Prose(prose_id, body, blocks.place(segments[0].line), after))
        blocks.order.append(prose_id)


def take_objective(blocks: Blocks, directive: Directive, block_id: str) -> None:
    """``{objective}``: the first paragraph is the statement."""
    options = blocks.options(directive, models.ObjectiveOptions, f'objective "{block_id}"')
    body = blocks.body(directive, f"{block_id}/body")
    first = body[0] if body else None
    if not isinstance(first, Paragraph):
        blocks.report("objective-empty", directive.line, objective=block_id)
    if options is None or not isinstance(first, Paragraph):
        blocks.drop(directive, block_id)
        return
    indicator = text_of(options.indicator, directive, block_id, "indicator")
    where = blocks.place(directive.line)
    blocks.objectives.append(
        Objective(block_id, options.kind, options.priority, first.text, indicator, where, body[1:])
    )


def take_key_messages(blocks: Blocks, directive: Directive, block_id: str) -> None:
    """``{key-messages}``."""
    blocks.options(directive, models.NoOptions, f'key-messages "{block_id}"')
    body = blocks.body(directive, f"{block_id}/body")
    blocks.key_messages.append(KeyMessages(block_id, body, blocks.place(directive.line)))


def take_guidance(blocks: Blocks, directive: Directive, block_id: str) -> None:
    """``{facilitator}`` for a whole module."""
    blocks.options(directive, models.NoOptions, f'facilitator "{block_id}"')
    blocks.guidance.append(Guidance(block_id, blocks.body(directive, f"{block_id}/body"), blocks.place(directive.line)))


def take_activity(blocks: Blocks, directive: Directive, block_id: str) -> Text:
    """``{activity}``; returns its title, which its slides may take over."""
    label = f'activity "{block_id}"'
    options = blocks.options(directive, models.ActivityOptions, label)
    body = blocks.body(directive, f"{block_id}/body")
    parts = {
        name: blocks.joined([c for c in directive.children if c.name == name], f"{block_id}/{name}")
        for name in ("steps", "debrief", "facilitator")
    }
    _check_parts(blocks, directive, label, ("steps", "debrief", "facilitator"))
    adaptations = _adaptations(blocks, directive, block_id, label)
    if options is None:
        blocks.drop(directive, block_id)
        return Text("")
    if options.phase is None and blocks.module:
        blocks.report("key-missing", directive.line, label=label, key="phase", expected="when it comes in the module")
    title = text_of(options.title, directive, block_id, "title")
    blocks.activities.append(
        Activity(
            id=block_id,
            module=blocks.module,
            title=title,
            kind=options.kind,
            objectives=options.objectives,
            phase=options.phase or "motivation",
            minutes=options.minutes,
            grouping=options.grouping,
            group_size=options.group_size,
            participants=options.participants,
            literacy=options.literacy,
            modes=options.modes,
            materials=tuple(
                Text(clean_inline(value), directive.options.line("materials", n), f"{block_id}/materials/{n + 1}")
                for n, value in enumerate(options.materials)
            ),
            known=options.known,
            essential=options.essential,
            requires=options.requires,
            variant_of=options.variant_of,
            practices=options.practices,
            unsuited=options.unsuited,
            only_for=options.only_for,
            audiences=options.audiences,
            body=body,
            steps=parts["steps"],
            debrief=parts["debrief"],
            facilitator=parts["facilitator"],
            adaptations=adaptations,
            place=blocks.place(directive.line),
        )
    )
    return title


def _check_parts(blocks: Blocks, directive: Directive, label: str, names: tuple[str, ...]) -> None:
    """Parts take no options and come once."""
    seen: dict[str, int] = {}
    for child in directive.children:
        if child.name not in names:
            continue
        blocks.options(child, models.NoOptions, f"{child.name} of {label}")
        if child.name in seen:
            blocks.report("directive-repeated", child.line, name=child.name, label=label, first=seen[child.name])
        seen.setdefault(child.name, child.line)


def _adaptations(blocks: Blocks, directive: Directive, block_id: str, label: str) -> tuple[Adaptation, ...]:
    found: dict[str, Adaptation] = {}
    for child in directive.children:
        if child.name != "adapt":
            continue
        need = child.argument
        where = blocks.place(child.line)
        if need not in NEEDS:
            allowed = ", ".join(NEEDS)
            near = near_miss(need, NEEDS)
            blocks.report("need-unknown", child.line, near=near, need=need, label=label, allowed=allowed)
            continue
        if need in found:
            blocks.report(
                "directive-repeated", child.line, name=f"adapt {need}", label=label, first=found[need].place.line
            )
        body = blocks.body(child, f"{block_id}/adapt.{need}{'.' + str(child.line) if need in found else ''}")
        found.setdefault(need, Adaptation(need, body, where))  # type: ignore[arg-type]
    return tuple(found.values())


def take_slide(blocks: Blocks, directive: Directive, block_id: str, activity: str, title: Text) -> None:
    """``{slide}``; without a title of its own it takes `title`."""
    label = f'slide "{block_id}"'
    options = blocks.options(directive, models.SlideOptions, label)
    body = blocks.body(directive, f"{block_id}/body")
    notes = blocks.joined([child for child in directive.children if child.name == "notes"], f"{block_id}/notes")
    _check_parts(blocks, directive, label, ("notes",))
    if options is None:
        blocks.drop(directive, block_id)
        return
    own = text_of(options.title, directive, block_id, "title") if options.title else title
    owner = options.activity or activity
    _check_owner(blocks, directive, label, options.activity, activity)
    blocks.slides.append(Slide(block_id, options.layout, own, body, notes, owner, blocks.place(directive.line)))


def _check_owner(blocks: Blocks, directive: Directive, label: str, named: str, around: str) -> None:
    if named and around and named != around:
        line = directive.options.line("activity")
        blocks.report("owner-twice", line, label=label, named=named, around=around)


def take_case_study(blocks: Blocks, directive: Directive, block_id: str, activity: str) -> None:
    """``{case-study}``."""
    label = f'case-study "{block_id}"'
    options = blocks.options(directive, models.CaseStudyOptions, label)
    body = blocks.body(directive, f"{block_id}/body")
    parts = {
        name: blocks.joined([c for c in directive.children if c.name == name], f"{block_id}/{name}")
        for name in ("questions", "facilitator")
    }
    _check_parts(blocks, directive, label, ("questions", "facilitator"))
    if options is None:
        blocks.drop(directive, block_id)
        return
    _check_owner(blocks, directive, label, options.activity, activity)
    blocks.case_studies.append(
        CaseStudy(
            block_id,
            text_of(options.title, directive, block_id, "title"),
            body,
            parts["questions"],
            parts["facilitator"],
            options.objectives,
            options.activity or activity,
            blocks.place(directive.line),
            options.take_home,
            options.copies,
        )
    )


def take_handout(blocks: Blocks, directive: Directive, block_id: str, activity: str) -> None:
    """``{handout}``."""
    label = f'handout "{block_id}"'
    options = blocks.options(directive, models.HandoutOptions, label)
    body = blocks.body(directive, f"{block_id}/body")
    if options is None:
        blocks.drop(directive, block_id)
        return
    _check_owner(blocks, directive, label, options.activity, activity)
    title = text_of(options.title, directive, block_id, "title")
    owner = options.activity or activity
    where = blocks.place(directive.line)
    blocks.handouts.append(
        Handout(block_id, title, body, options.literacy, owner, where, options.take_home, options.copies)
    )


def take_question(blocks: Blocks, directive: Directive, block_id: str) -> None:
    """``{question}``: the last list of the fitting kind holds the response options; the rest is the stem."""
    label = f'question "{block_id}"'
    options = blocks.options(directive, models.QuestionOptions, label)
    body = blocks.body(directive, f"{block_id}/body")
    feedback = blocks.joined([c for c in directive.children if c.name == "feedback"], f"{block_id}/feedback")
    _check_parts(blocks, directive, label, ("feedback",))
    if options is None:
        blocks.drop(directive, block_id)
        return
    listed = _response_list(body, ordered=options.type == "order")
    if options.type in ("rating", "short-answer"):
        listed = None
    responses = _responses(blocks, listed, block_id, label, ordered=options.type == "order") if listed else ()
    blocks.questions.append(
        Question(
            id=block_id,
            module=blocks.module,
            objective=options.objective,
            type=options.type,
            level=options.level,
            literacy=options.literacy,
            stem=tuple(block for block in body if block is not listed),
            options=responses,
            scale=options.scale,
            feedback=feedback,
            waves=options.waves,
            source=options.source,
            place=blocks.place(directive.line),
        )
    )


def _response_list(body: Body, *, ordered: bool) -> ListBlock | None:
    for block in reversed(body):
        if isinstance(block, ListBlock):
            boxes = any(item.checked is not None for item in block.items)
            if block.ordered if ordered else boxes:
                return block
    return None


def _responses(
    blocks: Blocks, listed: ListBlock, block_id: str, label: str, *, ordered: bool
) -> tuple[ResponseOption, ...]:
    found = []
    for number, item in enumerate(listed.items):
        code = option_code(number)
        text = _only_text(item)
        if text is None:
            line = next((t.line for t in _texts(item)), 0)
            blocks.report("option-form", line or directive_line(blocks, block_id), label=label, number=number + 1)
            text = Text("")
        elif item.checked is None and not ordered:
            blocks.report("option-box", text.line, label=label, option=text.source)
        named = Text(text.source, text.line, f"{block_id}/option.{code}/1")
        found.append(ResponseOption(code, named, bool(item.checked) or ordered, item.flag == "unknown"))
    return tuple(found)


def directive_line(blocks: Blocks, block_id: str) -> int:
    """A fallback line for what has none of its own."""
    return max((p.where.line for p in blocks.problems if f'"{block_id}"' in p.message), default=1)


def _texts(item: Item) -> list[Text]:
    return [block.text for block in item.body if isinstance(block, Paragraph)]


def _only_text(item: Item) -> Text | None:
    """The item's text when it is one paragraph and nothing else."""
    texts = _texts(item)
    return texts[0] if len(texts) == 1 and len(item.body) == 1 and texts[0] else None


def option_code(number: int) -> str:
    """0 → a, 25 → z, 26 → aa."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(97 + rest) + letters
    return letters
