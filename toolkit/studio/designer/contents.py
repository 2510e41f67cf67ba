"""A module's table of contents: every block with its name, its title and its line, to go to."""

from __future__ import annotations

from toolkit.content.language import Language
from toolkit.content.records import Module
from toolkit.content.text import iter_texts
from toolkit.rendering.outlines.inline import words_of

MOST = 60
"""Characters of a title; the rest is cut."""

Entry = tuple[str, int]
"""What people read, and the line."""


def contents_of(module: Module, language: Language) -> tuple[Entry, ...]:
    """All blocks by line; what belongs to an activity is set in."""
    say = language.say
    own = {activity.id for activity in module.activities}
    titles = {activity.id: words_of(activity.title) for activity in module.activities}
    found: list[tuple[int, str, str]] = []
    for objective in module.objectives:
        found.append((objective.place.line, say("Objective"), words_of(objective.statement)))
    for messages in module.key_messages:
        found.append((messages.place.line, say("Key messages"), ""))
    for guidance in module.guidance:
        found.append((guidance.place.line, say("Trainer's guidelines"), ""))
    for activity in module.activities:
        found.append((activity.place.line, say("Activity"), titles[activity.id]))
    for slide in module.slides:
        title = words_of(slide.title) or titles.get(slide.activity, "")
        found.append((slide.place.line, _inside(say("Slide"), slide.activity in own), title))
    for case in module.case_studies:
        found.append((case.place.line, _inside(say("Case study"), case.activity in own), words_of(case.title)))
    for handout in module.handouts:
        found.append((handout.place.line, _inside(say("Handout"), handout.activity in own), words_of(handout.title)))
    for question in module.questions:
        stem = next((words_of(text) for text in iter_texts(question.stem)), "")
        found.append((question.place.line, say("Question"), stem))
    return tuple((_label(name, title), line) for line, name, title in sorted(found))


def _inside(name: str, inside: bool) -> str:
    return f"\u2003{name}" if inside else name


def _label(name: str, title: str) -> str:
    shown = title if len(title) <= MOST else f"{title[: MOST - 1]}…"
    return f"{name}: {shown}" if shown else name
