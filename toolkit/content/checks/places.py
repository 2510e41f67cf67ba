"""What the checks share: where an option stands, and all files that hold activities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from toolkit.content.records import Activity, BankFile, CaseStudy, Content, Handout, Module, Slide
from toolkit.content.text import Body, Item, ListBlock, Picture, Quote
from toolkit.problems import Place

File = Module | BankFile


def files(content: Content) -> Iterator[File]:
    """Modules, then files of the activity bank."""
    yield from content.modules.values()
    yield from content.bank.values()


def at(file: File, owner: str, key: str, fallback: Place, position: int | None = None) -> Place:
    """Where `owner` (a block's id, or the file's) has this option, or this entry of its list; else `fallback`."""
    lines: Mapping[str, int] = file.option_lines
    names = [f"{owner}.{key}"] if position is None else [f"{owner}.{key}.{position}", f"{owner}.{key}"]
    line = next((lines[name] for name in names if name in lines), 0)
    return Place(file.place.path, line) if line else fallback


def owned(file: File) -> Iterator[tuple[str, Slide | CaseStudy | Handout]]:
    """(name, block) for the blocks that may belong to an activity."""
    for slide in file.slides:
        yield "slide", slide
    for case in file.case_studies:
        yield "case-study", case
    for handout in file.handouts:
        yield "handout", handout


def is_module(file: File) -> bool:
    """Whether it is a module and no file of the bank."""
    return isinstance(file, Module)


def broken_ids(content: Content) -> frozenset[str]:
    """Ids of blocks and files that were left out: what refers to them is no second problem."""
    return frozenset(b.id for b in content.broken)


def bodies(file: File) -> Iterator[tuple[str, str, Body]]:
    """(name, id, body) of everything written in a file."""
    for prose in file.prose:
        yield "prose", prose.id, prose.body
    for activity in file.activities:
        yield from ((("activity", activity.id, body)) for body in _activity_bodies(activity))
    for slide in file.slides:
        yield "slide", slide.id, slide.body
        yield "slide", slide.id, slide.notes
    for case in file.case_studies:
        yield from (("case-study", case.id, body) for body in (case.body, case.questions, case.facilitator))
    for handout in file.handouts:
        yield "handout", handout.id, handout.body
    for guidance in file.guidance:
        yield "facilitator", guidance.id, guidance.body
    if isinstance(file, Module):
        for objective in file.objectives:
            yield "objective", objective.id, objective.more
        for key in file.key_messages:
            yield "key-messages", key.id, key.body
        for question in file.questions:
            yield from (("question", question.id, body) for body in (question.stem, question.feedback))


def _activity_bodies(activity: Activity) -> Iterator[Body]:
    yield from (activity.body, activity.steps, activity.debrief, activity.facilitator)
    yield from (adaptation.body for adaptation in activity.adaptations)


def pictures(body: Body) -> Iterator[Picture]:
    """Every picture of a body, in lists and quotes too."""
    for block in body:
        if isinstance(block, Picture):
            yield block
        elif isinstance(block, ListBlock):
            for item in block.items:
                yield from pictures(item.body)
        elif isinstance(block, Quote):
            yield from pictures(block.body)


def top_items(body: Body, *, ordered: bool | None = None) -> Iterator[Item]:
    """Items of the lists of a body, without those of lists inside."""
    for block in body:
        if isinstance(block, ListBlock) and ordered in (None, block.ordered):
            yield from block.items
