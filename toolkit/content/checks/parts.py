"""Blocks have the parts that a trainer or a reader needs."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.content.checks.places import at, bodies, files, is_module, pictures
from toolkit.content.files import is_inside
from toolkit.content.packages import locate
from toolkit.content.picture_files import read_picture_file
from toolkit.content.records import Content, Module, Question
from toolkit.content.text import iter_texts, plain_text
from toolkit.content.vocabulary import DEBRIEF_NOT_NEEDED, METHODS
from toolkit.problems import Place, Problem, make_problem, near_miss

MOST_POINTS = 6
MOST_WORDS = 60


def activities_complete(content: Content) -> Iterator[Problem]:
    """Activities have steps and, where experience should become learning, a debrief."""
    for file in files(content):
        for activity in file.activities:
            if not activity.steps:
                yield make_problem("steps-missing", activity.place, activity=activity.id)
            if not activity.debrief and activity.kind not in DEBRIEF_NOT_NEEDED:
                yield make_problem("debrief-missing", activity.place, activity=activity.id, kind=activity.kind)
            if is_module(file) and METHODS[activity.kind].frame:
                where = at(file, activity.id, "kind", activity.place)
                yield make_problem("kind-frame", where, activity=activity.id, kind=activity.kind)
            for need in activity.unsuited:
                if activity.adapts_to(need):
                    where = at(file, activity.id, "unsuited", activity.place)
                    yield make_problem("need-both", where, activity=activity.id, need=need)


def slides_light(content: Content) -> Iterator[Problem]:
    """At most 6 points and 60 words on a slide; a table's cells count as words only."""
    for file in files(content):
        for slide in file.slides:
            points = _points(slide.body)
            words = len(plain_text(slide.body).split())
            if points > MOST_POINTS or words > MOST_WORDS:
                yield make_problem(
                    "slide-dense",
                    slide.place,
                    slide=slide.id,
                    points=points,
                    words=words,
                    most_points=MOST_POINTS,
                    most_words=MOST_WORDS,
                )


def _points(body: object) -> int:
    """Items of all lists, nested ones too."""
    from toolkit.content.text import ListBlock, Quote

    count = 0
    for block in body if isinstance(body, tuple) else ():
        if isinstance(block, ListBlock):
            count += sum(1 + _points(item.body) for item in block.items)
        elif isinstance(block, Quote):
            count += _points(block.body)
    return count


def slides_have_notes(content: Content) -> Iterator[Problem]:
    """A slide's notes say what to say."""
    for file in files(content):
        for slide in file.slides:
            if not slide.notes:
                yield make_problem("notes-missing", slide.place, slide=slide.id)


def blocks_not_empty(content: Content) -> Iterator[Problem]:
    """Handouts, case studies, key messages and guidance hold text; case studies ask questions."""
    for file in files(content):
        named = [("handout", h.id, h.body, h.place) for h in file.handouts]
        named += [("case-study", c.id, c.body, c.place) for c in file.case_studies]
        named += [("facilitator", g.id, g.body, g.place) for g in file.guidance]
        named += (
            [("key-messages", k.id, k.body, k.place) for k in file.key_messages] if isinstance(file, Module) else []
        )
        for name, block_id, body, place in named:
            if not body:
                yield make_problem("block-empty", place, label=f'{name} "{block_id}"')
        for case in file.case_studies:
            if not case.questions:
                yield make_problem("case-questions-missing", case.place, case=case.id)


def pictures_usable(content: Content) -> Iterator[Problem]:
    """Pictures exist inside the workspace and can be heard as well as seen."""
    for file in files(content):
        for name, block_id, body in bodies(file):
            for picture in pictures(body):
                where = Place(file.place.path, picture.line)
                label = f'{name} "{block_id}"'
                if not picture.alt and not picture.decorative:
                    yield make_problem("alt-missing", where, label=label, picture=picture.path)
                yield from _picture_file(content, picture.path, where)


def _picture_file(content: Content, path: str, where: Place) -> Iterator[Problem]:
    if "://" in path or path.startswith(("//", "data:")):
        yield make_problem("picture-remote", where, picture=path)
        return
    root, target = locate(content.root, path)
    try:
        if path.startswith("/") or not is_inside(root, target):
            yield make_problem("picture-outside", where, picture=path)
        elif not target.is_file():
            siblings = [p.name for p in target.parent.iterdir()] if target.parent.is_dir() else []
            yield make_problem("picture-missing", where, near=near_miss(target.name, siblings), picture=path)
        elif read_picture_file(target) is None:
            yield make_problem("picture-broken", where, picture=path)
    except (OSError, ValueError):
        yield make_problem("picture-missing", where, picture=path)


def questions_answerable(content: Content) -> Iterator[Problem]:
    """Questions ask something, have options that differ, and the right number of right answers."""
    for module in content.modules.values():
        for question in module.questions:
            if not any(iter_texts(question.stem)):
                yield make_problem("stem-missing", question.place, question=question.id)
            if not question.feedback:
                yield make_problem("feedback-missing", question.place, question=question.id)
            yield from _options(question)


def _options(question: Question) -> Iterator[Problem]:
    if question.type in ("rating", "short-answer"):
        return
    where, options = question.place, question.options
    real = [o for o in options if not o.unknown]
    if len(real) < 2:
        yield make_problem("options-missing", where, question=question.id, type=question.type)
        return
    right = sum(o.correct for o in options)
    if question.type == "single-choice" and right != 1:
        yield make_problem("right-answers", where, question=question.id, count=right)
    if question.type == "multiple-choice" and right == 0:
        yield make_problem("right-answer-missing", where, question=question.id)
    if question.type == "true-false" and (len(real) != 2 or right != 1):
        yield make_problem("true-false-form", where, question=question.id)
    seen: dict[str, int] = {}
    for option in options:
        text = " ".join(option.text.source.casefold().split()).rstrip(".")
        if option.unknown and option.correct:
            yield make_problem("unknown-right", Place(where.path, option.text.line), question=question.id)
        if text and text in seen:
            place = Place(where.path, option.text.line)
            yield make_problem(
                "option-duplicate", place, question=question.id, option=option.text.source, first=seen[text]
            )
        seen.setdefault(text, option.text.line)
