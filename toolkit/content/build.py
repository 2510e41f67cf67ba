"""A file's tree → a `Module` or a `BankFile`: walks the directives in written order and sorts out what stands where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from toolkit.content import blocks as take
from toolkit.content.blocks import Blocks, is_id
from toolkit.content.body import clean_inline
from toolkit.content.directives import NESTING, TOP_LEVEL, Directive, Segment, SourceTree, parse_tree
from toolkit.content.models import BankFrontMatter, CitationModel, FrontMatter
from toolkit.content.records import BankFile, Broken, Citation, Module, Review
from toolkit.content.text import Text
from toolkit.content.vocabulary import AUDIENCES, STAGES
from toolkit.content.yamlfile import YamlDoc, validate_leniently
from toolkit.problems import Place, Problem, make_problem, near_miss

M = TypeVar("M", FrontMatter, BankFrontMatter)

BANK_DIRECTIVES = frozenset({"activity", "slide", "case-study", "handout", "facilitator"})
"""What may stand on its own in the activity bank."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a file became, with its problems and what was left out."""

    record: Module | BankFile
    problems: tuple[Problem, ...]
    broken: tuple[Broken, ...]


def parse_module(text: str, path: str, module_id: str, curriculum: str) -> Built:
    """Any text as a module. Wrong blocks are left out and reported; the rest is kept."""
    tree = parse_tree(text, path)
    fallback = {"title": module_id, "summary": module_id, "audiences": AUDIENCES, "stages": STAGES}
    front, problems = _front(tree, FrontMatter, fallback)
    doc = tree.front or YamlDoc(path)
    title = _text(front.title, doc, module_id, "title")
    blocks = Blocks(path, module_id, module_id, title)
    _walk(blocks, tree.parts, TOP_LEVEL, "at the top level of a module")
    module = Module(
        id=module_id,
        curriculum=curriculum,
        title=title,
        summary=_text(front.summary, doc, module_id, "summary"),
        audiences=front.audiences,
        stages=front.stages,
        prerequisites=front.prerequisites,
        follow_ups=front.follow_ups,
        practices={
            number: Text(clean_inline(how), doc.line("practices", number), f"{module_id}/practices.{number}/1")
            for number, how in front.practices.items()
        },
        status=front.status,
        reviewed=Review(front.reviewed.by, front.reviewed.on, front.reviewed.partner) if front.reviewed else None,
        competences=front.competences,
        sources=tuple(citation(one) for one in front.sources),
        prose=tuple(blocks.prose),
        objectives=tuple(blocks.objectives),
        key_messages=tuple(blocks.key_messages),
        activities=tuple(blocks.activities),
        slides=tuple(blocks.slides),
        questions=tuple(blocks.questions),
        case_studies=tuple(blocks.case_studies),
        handouts=tuple(blocks.handouts),
        guidance=tuple(blocks.guidance),
        order=tuple(blocks.order),
        place=Place(path, 1),
        lines=tree.lines,
        option_lines=blocks.option_lines | take.option_lines(module_id, doc),
    )
    broken = list(blocks.broken)
    if problems or tree.front is None or tree.front.problems:
        broken.append(Broken(module_id, "front-matter", module.place))
    return Built(module, (*tree.problems, *problems, *blocks.problems), tuple(broken))


def parse_bank_file(text: str, path: str, file_id: str) -> Built:
    """Any text as a file of the activity bank."""
    tree = parse_tree(text, path)
    front, problems = _front(tree, BankFrontMatter, {"title": file_id})
    doc = tree.front or YamlDoc(path)
    title = _text(front.title, doc, file_id, "title")
    blocks = Blocks(path, file_id, "", title)
    _walk(blocks, tree.parts, BANK_DIRECTIVES, "in the activity bank")
    record = BankFile(
        id=file_id,
        title=title,
        summary=_text(front.summary, doc, file_id, "summary"),
        prose=tuple(blocks.prose),
        activities=tuple(blocks.activities),
        slides=tuple(blocks.slides),
        case_studies=tuple(blocks.case_studies),
        handouts=tuple(blocks.handouts),
        guidance=tuple(blocks.guidance),
        place=Place(path, 1),
        option_lines=blocks.option_lines | take.option_lines(file_id, doc),
    )
    return Built(record, (*tree.problems, *problems, *blocks.problems), tuple(blocks.broken))


def citation(model: CitationModel) -> Citation:
    """The record of a citation."""
    return Citation(model.key, model.where, model.backs)


def _text(value: str, doc: YamlDoc, owner: str, key: str) -> Text:
    return Text(clean_inline(value), doc.line(key), f"{owner}/{key}/1")


def _front(tree: SourceTree, model: type[M], fallback: Mapping[str, object]) -> tuple[M, tuple[Problem, ...]]:
    """The front matter. What is wrong or missing in it is replaced, so that the rest of the file can be checked."""
    doc = tree.front
    if doc is None or (doc.data is None and not doc.problems):
        said = any(problem.code == "front-matter-unclosed" for problem in tree.problems)
        missing = () if said else (make_problem("front-matter-missing", Place(tree.path, 1)),)
        return model.model_validate(fallback), missing
    front, problems = validate_leniently(model, doc, fallback, label="the front matter")
    return front or model.model_validate(fallback), problems


def _walk(blocks: Blocks, parts: tuple[Segment | Directive, ...], allowed: frozenset[str], spot: str) -> None:
    """Every part in order. Prose is gathered until the next directive."""
    after, number = "", 0
    waiting: list[Segment] = []
    for part in parts:
        if isinstance(part, Segment):
            waiting.append(part)
            continue
        number += bool(waiting)
        take.take_prose(blocks, waiting, after, number)
        waiting = []
        block_id = _top(blocks, part, allowed, spot)
        if block_id:
            after, number = block_id, 0
    take.take_prose(blocks, waiting, after, number + 1)


def _known(directive: Directive) -> Directive:
    """The directive under the name that its author most likely meant; an unknown name is reported already."""
    if directive.name in NESTING:
        return directive
    near = near_miss(directive.name, NESTING)
    return replace(directive, name=near) if near else directive


def _top(blocks: Blocks, written: Directive, allowed: frozenset[str], spot: str) -> str:
    """A directive that stands on its own; returns its id, or "" when it was left out."""
    directive = _known(written)
    if directive.name not in allowed:
        if directive.name in NESTING:
            belongs = _homes(directive.name)
            blocks.report("directive-misplaced", directive.line, name=directive.name, spot=spot, belongs=belongs)
        blocks.drop(directive, directive.argument)
        return ""
    if not _take_id(blocks, directive):
        return ""
    _one(blocks, directive, "", blocks.title)
    return directive.argument


def _homes(name: str) -> str:
    """Where a directive belongs, in words."""
    homes = ["on its own"] if name in TOP_LEVEL else []
    homes += [f"in {parent}" for parent, inner in NESTING.items() if name in inner]
    return " or ".join(homes)


def _take_id(blocks: Blocks, directive: Directive) -> bool:
    """Whether the directive has an id of the right form; if so it is noted in the file's order."""
    name, block_id = directive.name, directive.argument
    if not block_id:
        blocks.report("id-missing", directive.line, name=name, prefix=blocks.owner)
    elif not is_id(block_id):
        blocks.report("id-form", directive.line, name=name, id=block_id)
    else:
        blocks.order.append(block_id)
        return True
    blocks.drop(directive, block_id)
    return False


def _one(blocks: Blocks, directive: Directive, activity: str, title: Text) -> None:
    """Make the record, and those of the blocks inside."""
    block_id = directive.argument
    children = tuple(_known(child) for child in directive.children)
    directive = replace(directive, parts=(*directive.segments, *children))
    match directive.name:
        case "activity":
            title = take.take_activity(blocks, directive, block_id)
            activity = block_id
        case "slide":
            take.take_slide(blocks, directive, block_id, activity, title)
        case "case-study":
            take.take_case_study(blocks, directive, block_id, activity)
        case "handout":
            take.take_handout(blocks, directive, block_id, activity)
        case _:
            _SIMPLE[directive.name](blocks, directive, block_id)
    for child in children:
        _child(blocks, directive, child, activity, title)


_SIMPLE: Mapping[str, Callable[[Blocks, Directive, str], None]] = {
    "objective": take.take_objective,
    "key-messages": take.take_key_messages,
    "question": take.take_question,
    "facilitator": take.take_guidance,
}


def _child(blocks: Blocks, parent: Directive, child: Directive, activity: str, title: Text) -> None:
    """A directive inside another. Parts were read with their parent; the rest stand for themselves."""
    if child.name in NESTING[parent.name]:
        if child.name in TOP_LEVEL and child.name != "facilitator" and _take_id(blocks, child):
            _one(blocks, child, activity, title)
        return
    if child.name not in NESTING:
        blocks.drop(child, child.argument)
        return
    if parent.closed:
        spot = f'in {parent.name} "{parent.argument}" (line {parent.line})'
        belongs = _homes(child.name)
        blocks.report("directive-misplaced", child.line, name=child.name, spot=spot, belongs=belongs)
    if child.name in TOP_LEVEL and (blocks.module or child.name in BANK_DIRECTIVES) and _take_id(blocks, child):
        _one(blocks, child, "", blocks.title)
