"""Shared items: sets of questions in ``evaluation/`` that any session can add to its own.

Each set is an instrument file, so an organisation adds one by putting a file beside the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from toolkit.content.files import read_text_file
from toolkit.content.records import Content, Scale
from toolkit.content.same import Same
from toolkit.content.text import map_texts
from toolkit.content.translations import is_source_language, read_translations
from toolkit.evaluation.instrument import Instrument
from toolkit.evaluation.instrument_file import parse_instrument
from toolkit.evaluation.items import Item, ItemWords
from toolkit.planning.plan import SessionPlan
from toolkit.problems import Place, Problem, make_problem, near_miss, sort_problems

FOLDER = "evaluation"
CATALOGUE = "evaluation"
"""Name of the PO catalogue that holds the translations of shared items."""

FOLLOW_UP = "follow-up"
OBSERVATION = "observation"

SETS_BY_MINUTES: tuple[tuple[int, str], ...] = (
    (10, "reaction"),
    (15, "confidence"),
    (20, "intention"),
    (25, "attitudes"),
)
"""Least minutes of the post-test → set that is added then. How many items of each fit is for `make_instrument`."""


def sets_for(plan: SessionPlan) -> tuple[str, ...]:
    """Names of the sets that suit a session: by the minutes of its post-test or pre-test, and always the follow-up."""
    slots = {slot.kind: slot.minutes for slot in plan.slots()}
    minutes = slots.get("post-test") or slots.get("pre-test") or 0
    return (*(name for least, name in SETS_BY_MINUTES if minutes >= least), FOLLOW_UP)


def load_shared(
    content: Content, names: Sequence[str], languages: Sequence[str] = ()
) -> tuple[tuple[Item, ...], tuple[Problem, ...]]:
    """The items of these sets in the workspace of `content`, in order, with their words in `languages` as far as
    ``curricula/locale/<lang>/evaluation.po`` has them. Problems of the files, at their lines."""
    items: dict[str, Item] = {}
    problems: list[Problem] = []
    known = known_sets(content)
    for name in names:
        made, found = _load_set(content, name, known)
        problems.extend(found)
        for item in made.items if made else ():
            other = items.get(item.item_id)
            if other is not None:
                problems.append(
                    make_problem("instrument-item-twice", item.place, item=item.item_id, first=other.place.line)
                )
            else:
                items[item.item_id] = item
    further = [tag for tag in languages if not is_source_language(tag)]
    return tuple(_translated(item, content, further) for item in items.values()), sort_problems(problems)


def load_set(content: Content, name: str) -> tuple[Instrument | None, tuple[Problem, ...]]:
    """One set as an instrument of its own; ``observation`` is made to be used like that."""
    return _load_set(content, name, known_sets(content))


def _load_set(content: Content, name: str, known: Sequence[str]) -> tuple[Instrument | None, tuple[Problem, ...]]:
    path = f"{FOLDER}/{name}.yaml"
    if name not in known:
        listed = ", ".join(known) or "none"
        near = near_miss(name, known)
        return None, (make_problem("shared-unknown", Place(path), near=near, name=name, known=listed),)
    file, problems = read_text_file(content.root, content.root / path)
    if file is None:
        return None, problems
    made, found = _parsed(file.text, path, tuple((key, Same(scale)) for key, scale in content.scales.items()))
    return made, (*problems, *found)


@lru_cache(maxsize=64)
def _parsed(
    text: str, path: str, scales: tuple[tuple[str, Same[Scale]], ...]
) -> tuple[Instrument | None, tuple[Problem, ...]]:
    """A set's file, which every session asks for several times."""
    return parse_instrument(text, path, {key: scale.value for key, scale in scales})


def known_sets(content: Content) -> tuple[str, ...]:
    """Names of the sets in the workspace: files that begin with ``instrument:``."""
    folder = content.root / FOLDER
    found = []
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        file, _ = read_text_file(content.root, path)
        if file is not None and any(line.startswith("instrument:") for line in file.text.split("\n")):
            found.append(path.stem)
    return tuple(found)


def _translated(item: Item, content: Content, languages: Sequence[str]) -> Item:
    """The item with words from the PO catalogue in each language that its file does not hold itself. Scales are
    translated with the content."""
    held = {words.language for words in item.words}
    added = []
    for tag in languages:
        if tag not in held:
            translate = read_translations(content.root, tag, CATALOGUE).translate
            own = () if item.scale in content.scales else item.options
            options = tuple(replace(option, text=translate(option.text)) for option in own)
            stem, feedback = map_texts(item.stem, translate), map_texts(item.feedback, translate)
            added.append(ItemWords(tag, stem, options, feedback))
    return replace(item, words=(*item.words, *added))
