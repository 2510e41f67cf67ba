"""One file's text, as somebody is writing it, checked among everything else that the workspace holds.

Only this text is parsed. Checks that judge a file by itself see this file alone; those that compare files see the
whole workspace with this text in the place of the one on disk. So the answer is that of ``tot check``, in a tenth of
its time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath

from toolkit.content.build import parse_bank_file, parse_module
from toolkit.content.checks import CHECKS, DATED_CHECKS, identity, references, sources
from toolkit.content.load import BIBLIOGRAPHY, PRACTICES, SCALES
from toolkit.content.records import BankFile, Content, Module
from toolkit.content.same import Same
from toolkit.content.yamlfile import read_yaml
from toolkit.content.yamlrecords import (
    read_bibliography,
    read_country,
    read_curriculum,
    read_practices,
    read_scales,
    read_template,
)
from toolkit.execution.brief_text import check_brief_text
from toolkit.problems import Problem, sort_problems

BANK = "curricula/activity-bank"
COUNTRIES = "curricula/countries"
TEMPLATES = "session_templates"
BRIEFS = "session_templates/briefs"

WIDE = frozenset({identity.__name__, references.__name__, sources.__name__})
"""Checks of these files compare a module with the rest of the workspace; all others read one file at a time."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A file's text as a record, and what is wrong: in the file (`problems`), and in other files because of it
    (`elsewhere`). `content` is the workspace with this text in it. `module` is what can be shown of it: a module, a
    file of the activity bank as one, or None for a file of data."""

    module: Module | None
    content: Content
    problems: tuple[Problem, ...]
    elsewhere: tuple[Problem, ...] = ()


def check_text(content: Content, path: str, text: str, today: date) -> Checked:
    """The text of the file at this workspace-relative path, parsed and checked. Never raises for what it holds."""
    if not path.endswith(".md"):
        return check_data(content, path, text, today)
    place = PurePosixPath(path)
    built = parse_module(text, path, place.stem, place.parent.name)
    module = built.record
    if not isinstance(module, Module):  # what parse_module gives is a module
        raise TypeError(path)
    if place.parent.as_posix() == BANK:
        return _check_bank_file(content, module, text, today)
    others = tuple(b for b in content.broken if b.place.path != path)
    changed = replace(with_module(content, module), broken=(*others, *built.broken))
    return _judge(content, changed, alone(changed, module), module, path, built.problems, today)


def _check_bank_file(content: Content, shown: Module, text: str, today: date) -> Checked:
    path = shown.place.path
    built = parse_bank_file(text, path, shown.id)
    bank = built.record
    if not isinstance(bank, BankFile):
        raise TypeError(path)
    others = tuple(b for b in content.broken if b.place.path != path)
    changed = replace(content, bank={**content.bank, bank.id: bank}, broken=(*others, *built.broken))
    single = replace(emptied(changed), bank={bank.id: bank})
    return _judge(content, changed, single, shown, path, built.problems, today)


def check_data(content: Content, path: str, text: str, today: date) -> Checked:
    """The same for a file of data: a country's facts, a template, a brief, sources, practices, scales, a curriculum."""
    if path.startswith(f"{BRIEFS}/"):
        return Checked(None, content, check_brief_text(content, text, path))
    doc = read_yaml(text, path)
    stem, folder = PurePosixPath(path).stem, PurePosixPath(path).parent
    changed, single = content, emptied(content)
    problems: tuple[Problem, ...] = ()
    if folder.as_posix() == COUNTRIES:
        country, problems = read_country(doc, stem)
        if country is not None:
            changed = replace(content, countries={**content.countries, country.code: country})
            single = replace(single, countries={country.code: country})
    elif folder.as_posix() == TEMPLATES:
        template, problems = read_template(doc, stem)
        if template is not None:
            changed = replace(content, templates={**content.templates, stem: template})
            single = replace(single, templates={stem: template}, bank=content.bank, modules=content.modules)
    elif path == BIBLIOGRAPHY:
        sources_, problems = read_bibliography(doc)
        changed = replace(content, bibliography=sources_)
        single = replace(single, bibliography=sources_)
    elif path == PRACTICES:
        practices, problems = read_practices(doc)
        changed, single = replace(content, practices=practices), replace(single, practices=practices)
    elif path == SCALES:
        scales, problems = read_scales(doc)
        changed, single = replace(content, scales=scales), replace(single, scales=scales)
    elif stem == "curriculum":
        curriculum, _, problems = read_curriculum(doc, folder.name)
        if curriculum is not None:
            changed = replace(content, curricula={**content.curricula, folder.name: curriculum})
            single = replace(single, curricula={folder.name: curriculum})
    return _judge(content, changed, single, None, path, (*doc.problems, *problems), today)


def _judge(
    content: Content,
    changed: Content,
    single: Content,
    module: Module | None,
    path: str,
    parsed: tuple[Problem, ...],
    today: date,
) -> Checked:
    """The checks of one file by itself (`single`), and of the whole workspace with it (`changed`)."""
    wide = _wide(changed, today)
    here = [p for p in wide if p.where.path == path]
    here += [p for check in CHECKS if check.__module__ not in WIDE for p in check(single)]
    before = {(p.where, p.code, p.message) for p in _before(Same(content), today)}
    there = [p for p in wide if p.where.path != path and (p.where, p.code, p.message) not in before]
    found = sort_problems(p for p in (*parsed, *here) if p.where.path == path)
    return Checked(module, changed, found, sort_problems(there))


def with_module(content: Content, module: Module) -> Content:
    """The content with this module in place of the one of its name, or after all others."""
    return replace(content, modules={**content.modules, module.id: module})


def alone(content: Content, module: Module) -> Content:
    """The content with no other module, and with no file of the activity bank."""
    return replace(emptied(content), modules={module.id: module})


def emptied(content: Content) -> Content:
    """The content without its files; what they refer to outside of them stays."""
    return replace(content, modules={}, curricula={}, bank={}, practices={}, countries={}, templates={}, scales={})


@lru_cache(maxsize=2)
def _before(content: Same[Content], today: date) -> tuple[Problem, ...]:
    """What was wrong before this text: the same at every key that is pressed."""
    return _wide(content.value, today)


def _wide(content: Content, today: date) -> tuple[Problem, ...]:
    found = [p for check in CHECKS if check.__module__ in WIDE for p in check(content)]
    return (*found, *(p for check in DATED_CHECKS for p in check(content, today)))
