"""One module's text, as somebody is writing it, checked among everything else that the workspace holds.

Only this text is parsed. Checks that judge a file by itself see this module alone; those that compare files see the
whole workspace with this module in the place of the one on disk. So the answer is that of ``tot check``, in a tenth of
its time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath

from toolkit.content.build import parse_module
from toolkit.content.checks import CHECKS, DATED_CHECKS, identity, references, sources
from toolkit.content.records import Content, Module
from toolkit.content.same import Same
from toolkit.problems import Problem, sort_problems

WIDE = frozenset({identity.__name__, references.__name__, sources.__name__})
"""Checks of these files compare a module with the rest of the workspace; all others read one file at a time."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A module's text as a record, and what is wrong: in the module (`problems`), and in other files because of it
    (`elsewhere`). `content` is the workspace with this module in it."""

    module: Module
    content: Content
    problems: tuple[Problem, ...]
    elsewhere: tuple[Problem, ...] = ()


def check_text(content: Content, path: str, text: str, today: date) -> Checked:
    """The text of the module at this workspace-relative path, parsed and checked. Never raises for what it holds."""
    place = PurePosixPath(path)
    built = parse_module(text, path, place.stem, place.parent.name)
    module = built.record
    if not isinstance(module, Module):  # what parse_module gives is a module
        raise TypeError(path)
    changed = with_module(content, module)
    changed = replace(changed, broken=(*(b for b in content.broken if b.place.path != path), *built.broken))
    wide = _wide(changed, today)
    here = [p for p in wide if p.where.path == path]
    here += [p for check in CHECKS if check.__module__ not in WIDE for p in check(alone(changed, module))]
    before = {(p.where, p.code, p.message) for p in _before(Same(content), today)}
    there = [p for p in wide if p.where.path != path and (p.where, p.code, p.message) not in before]
    found = sort_problems(p for p in (*built.problems, *here) if p.where.path == path)
    return Checked(module, changed, found, sort_problems(there))


def with_module(content: Content, module: Module) -> Content:
    """The content with this module in place of the one of its name, or after all others."""
    return replace(content, modules={**content.modules, module.id: module})


def alone(content: Content, module: Module) -> Content:
    """The content with no other module, and with no file of the activity bank."""
    return replace(
        content, modules={module.id: module}, curricula={}, bank={}, practices={}, countries={}, templates={}, scales={}
    )


@lru_cache(maxsize=2)
def _before(content: Same[Content], today: date) -> tuple[Problem, ...]:
    """What was wrong before this text: the same at every key that is pressed."""
    return _wide(content.value, today)


def _wide(content: Content, today: date) -> tuple[Problem, ...]:
    found = [p for check in CHECKS if check.__module__ in WIDE for p in check(content)]
    return (*found, *(p for check in DATED_CHECKS for p in check(content, today)))
