"""Ids for new blocks and modules: of the right form, with the module's prefix, and used nowhere else."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Protocol

from toolkit.content.records import BankFile, Content, Module
from toolkit.problems import Place

MOST = 48
"""Characters of a suggested id; 64 are allowed, so that a number still fits."""

SMALL_WORDS = frozenset({"a", "an", "and", "at", "for", "in", "is", "my", "of", "on", "or", "our", "the", "to", "with",
                         "your"})  # fmt: skip
MIDDLE: Mapping[str, str] = {"question": "q", "case-study": "case", "handout": "sheet", "slide": "slide"}
"""Directive → what its ids have besides prefix and title, as in the modules that the toolkit ships."""

_NO_LETTERS = re.compile(r"[^a-z0-9]+")


class _Block(Protocol):
    """What has an id and a place."""

    @property
    def id(self) -> str: ...

    @property
    def place(self) -> Place: ...


def used_ids(content: Content) -> dict[str, Place]:
    """Every id of the workspace, of modules, blocks, bank activities and criteria, with where it stands."""
    found: dict[str, Place] = {}
    files: list[Module | BankFile] = [*content.modules.values(), *content.bank.values()]
    for file in files:
        found.setdefault(file.id, file.place)
        for block in _blocks(file):
            found.setdefault(*block)
        for name in file.order if isinstance(file, Module) else ():
            found.setdefault(name, file.place)
    for broken in content.broken:
        if broken.id:
            found.setdefault(broken.id, broken.place)
    for practice in content.practices.values():
        for criterion in practice.criteria:
            found.setdefault(criterion.id, practice.place)
    return found


def _blocks(file: Module | BankFile) -> list[tuple[str, Place]]:
    blocks: list[_Block] = [*file.activities, *file.slides, *file.case_studies, *file.handouts, *file.guidance]
    if isinstance(file, Module):
        blocks += [*file.objectives, *file.key_messages, *file.questions]
    return [(block.id, block.place) for block in blocks]


def prefix_of(module: Module) -> str:
    """What the module's ids begin with, such as "con" for ``contract``: the commonest first word, else the first
    letters of the module's id."""
    first = Counter(name.split("-")[0] for name, _ in _blocks(module) if "-" in name)
    return first.most_common(1)[0][0] if first else module.id[:3].rstrip("-") or "x"


def slug(title: str, words: int = 4) -> str:
    """The title's first telling words as part of an id; "" when it has no Latin letters."""
    plain = unicodedata.normalize("NFKD", title.casefold().replace("ß", "ss"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    parts = [part for part in _NO_LETTERS.sub(" ", plain.replace("'", "")).split() if part not in SMALL_WORDS]
    return "-".join(parts[:words])


def suggest_id(module: Module, name: str, title: str, used: Collection[str]) -> str:
    """A free id for a new directive of this name, from its title: ``con-q-what-say``."""
    parts = [prefix_of(module), MIDDLE.get(name, "") if name == "question" else "", slug(title) or name]
    if name in MIDDLE and name != "question":
        parts.append(MIDDLE[name])
    return free_id(_joined(parts), used)


def suggest_module_id(title: str, used: Collection[str]) -> str:
    """A free id for a new module, from its title."""
    return free_id(_joined([slug(title, 3)]) or "new-module", used)


def _joined(parts: list[str]) -> str:
    words = "-".join(part for part in parts if part)[:MOST].strip("-")
    return words if not words[:1].isdigit() else f"m-{words}"


def free_id(wanted: str, used: Collection[str]) -> str:
    """`wanted`, or with the first number that makes it free."""
    found, number = wanted, 1
    while found in used:
        number += 1
        found = f"{wanted}-{number}"
    return found
