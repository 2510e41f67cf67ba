"""Rules that look at every single text, in one walk over the workspace."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from toolkit.content.checks.places import bodies, files
from toolkit.content.records import Content
from toolkit.content.substitute import SUBSTITUTION_NAMES, is_substitution, iter_substitutions
from toolkit.content.text import iter_texts
from toolkit.content.walk import CatalogueText, iter_catalogue_texts
from toolkit.problems import Place, Problem, make_problem, near_miss

LONG_SENTENCE = 40
"""Words; more are hard to follow, most of all through an interpreter."""

LONG_WORD = 45
"""Characters; longer than the longest ordinary words of German, Finnish or Turkish. Documents have to cut it."""

FOR_PARTICIPANTS = frozenset({"handout", "case-study", "slide", "question", "key-messages"})
"""Directives whose own text participants read."""

_SENTENCE_END = re.compile(r"[.!?:;…]+[\"'”’)*]*(?:\s|$)|\\?\n")
_NOT_PROSE = re.compile(r"`[^`]*`|https?://[^\s)>\]]+|\]\([^)\s]*\)|<[^>\s]*>")
_USE = re.compile(r"\{\{[^{}]*\}\}")
_WITHOUT_SPACES = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff"
"""Letters of Thai, Lao, Burmese, Khmer, Chinese and Japanese, which are written without spaces."""
_LONG_WORD = re.compile(rf"[^\W_{_WITHOUT_SPACES}]{{{LONG_WORD + 1},}}")
_SHOWN_OF_IT = 20


CODES = {"excluding": "wording-excluding", "unclear": "wording-unclear"}
"""Kind in ``wording.toml`` → message."""


@dataclass(frozen=True, slots=True)
class Wording:
    """An excluding or unclear expression. Every form of it has one of `stems`, in lower case: they are looked
    for first, which is much faster."""

    pattern: re.Pattern[str]
    stems: tuple[str, ...]
    better: str
    reason: str
    code: str


@lru_cache(maxsize=1)
def wordings() -> tuple[tuple[Wording, ...], re.Pattern[str], tuple[tuple[str, int], ...]]:
    """(expressions to avoid, pattern of the phrases in which they are allowed, stem and number of its expression),
    from ``wording.toml``."""
    text = (resources.files("toolkit.content") / "wording.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    rules = tuple(
        Wording(
            re.compile(rf"(?<!\w)(?:{entry['pattern']})(?!\w)", re.IGNORECASE),
            tuple(entry["stems"]),
            entry["better"],
            entry["reason"],
            CODES[entry["kind"]],
        )
        for entry in table["avoid"]
    )
    allowed = re.compile("|".join(rf"(?<!\w)(?:{phrase})(?!\w)" for phrase in table["allow"]), re.IGNORECASE)
    return rules, allowed, tuple((stem, n) for n, rule in enumerate(rules) for stem in rule.stems)


def substitutions_known(text: CatalogueText) -> Iterator[Problem]:
    """Every ``{{ name }}`` can be filled in."""
    source = text.text.source
    if "{{" not in source:
        return
    where = Place(text.path, text.text.line)
    for name in iter_substitutions(source):
        if not is_substitution(name):
            near = near_miss(name, SUBSTITUTION_NAMES)
            yield make_problem("substitution-unknown", where, near=near, name=name)
    if "{{" in _USE.sub("", source):
        yield make_problem("substitution-form", where)


def wording_including(text: CatalogueText) -> Iterator[Problem]:
    """No word that makes people less than they are."""
    lowered = text.text.source.lower()
    rules, allowed, by_stem = wordings()
    # A plain search for stems first: nearly all texts have none, and patterns are a hundred times slower.
    suspects = {number for stem, number in by_stem if stem in lowered}
    if not suspects:
        return
    prose = allowed.sub(" ", _NOT_PROSE.sub(" ", text.text.source))
    for number in sorted(suspects):
        rule = rules[number]
        found = rule.pattern.search(prose)
        if found:
            where = Place(text.path, text.text.line)
            yield make_problem(rule.code, where, words=found[0], better=rule.better, reason=rule.reason)


def words_short(text: CatalogueText) -> Iterator[Problem]:
    """No word that is too long for a line."""
    yield from long_words(text.text.source, Place(text.path, text.text.line))


def long_words(source: str, where: Place) -> Iterator[Problem]:
    """Each word that is too long for a line: mostly a lost space, or something pasted by mistake. Addresses and code
    are no words."""
    if len(source) <= LONG_WORD or not _LONG_WORD.search(source):
        return
    for found in _LONG_WORD.finditer(_NOT_PROSE.sub(" ", source)):
        shown = f"{found[0][:_SHOWN_OF_IT]}…"
        yield make_problem("word-long", where, word=shown, letters=len(found[0]), limit=LONG_WORD)


TEXT_RULES: tuple[Callable[[CatalogueText], Iterator[Problem]], ...] = (
    substitutions_known,
    wording_including,
    words_short,
)
"""Every rule sees every text."""


def sentences_short(content: Content) -> Iterator[Problem]:
    """What participants read has no very long sentence."""
    for file in files(content):
        for name, _, body in bodies(file):
            for text in iter_texts(body) if name in FOR_PARTICIPANTS else ():
                if len(text.source) < LONG_SENTENCE * 4 or "/body/" not in text.context:
                    continue
                longest = max(len(sentence.split()) for sentence in _SENTENCE_END.split(text.source))
                if longest > LONG_SENTENCE:
                    where = Place(file.place.path, text.line)
                    yield make_problem("sentence-long", where, words=longest, limit=LONG_SENTENCE)


def texts_sound(content: Content) -> Iterator[Problem]:
    """All `TEXT_RULES` over all texts."""
    for text in iter_catalogue_texts(content):
        for rule in TEXT_RULES:
            yield from rule(text)
