"""Items: questions of modules as records of the item bank, and which of them suit a group."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from toolkit.content.records import Content, Question, ResponseOption
from toolkit.content.text import Body, Text
from toolkit.content.vocabulary import (
    LITERACIES,
    Literacy,
    ObjectiveKind,
    QuestionLevel,
    QuestionType,
    Wave,
)
from toolkit.problems import Place

Construct = Literal[
    "knowledge", "skill", "attitude", "confidence", "commitment", "reaction", "behaviour", "delivery", "profile"
]
"""What an item measures. The first five are learning, `reaction` is what people think of the session, `behaviour` what
they do with it later, `delivery` what an observer sees in the room (Kirkpatrick's levels 2, 1, 3, and fidelity).
`profile` is what a person says about themselves before any training is planned."""

ItemLevel = QuestionLevel | Literal["reaction", "behaviour", "delivery", "profile"]
"""What an item asks of people; the last four only occur in shared items."""

KNOWLEDGE: frozenset[Construct] = frozenset({"knowledge", "skill"})
"""Constructs whose scored items add up to a test's total."""

FIELD_LENGTH = 32
"""Most characters of a field's name in a form."""

UNKNOWN = "unknown"
"""Code of the "I don't know" that `make_item` adds. Its text is empty: renderers say it in the reader's language."""

SCORED_TYPES: frozenset[QuestionType] = frozenset({"single-choice", "multiple-choice", "true-false", "order"})
"""Types with a right answer that can be scored without a person reading it."""

SECONDS_PER_ITEM: Mapping[Literacy, int] = {"fluent": 30, "functional": 45, "basic": 75, "none": 90}
"""Working assumption: seconds that a group of this literacy needs for a single-choice item. With ``basic`` and
``none`` the trainer reads the item aloud twice. To be replaced by observed times when sessions report them."""

TIME_FACTOR: Mapping[QuestionType, float] = {
    "true-false": 0.75,
    "rating": 0.6,
    "single-choice": 1.0,
    "multiple-choice": 1.5,
    "order": 1.75,
    "short-answer": 2.5,
}
"""Working assumption: how long a type takes, against single choice."""

LEVELS_BY_KIND: Mapping[ObjectiveKind, tuple[QuestionLevel, ...]] = {
    "knowledge": ("understanding", "application", "recall", "confidence", "intention", "attitude"),
    "skill": ("application", "understanding", "confidence", "recall", "intention", "attitude"),
    "attitude": ("attitude", "intention", "application", "confidence", "understanding", "recall"),
}
"""Kind of objective → levels that test it, the most direct first."""

_EASY_TYPES: Mapping[QuestionType, int] = {
    "true-false": 0,
    "single-choice": 0,
    "rating": 1,
    "multiple-choice": 2,
    "order": 3,
    "short-answer": 4,
}


@dataclass(frozen=True, slots=True)
class ItemWords:
    """An item's words in one further language. `options` holds the same codes as the item's."""

    language: str
    stem: Body
    options: tuple[ResponseOption, ...] = ()
    feedback: Body = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an instrument. `item_id` is the question's id and never reused. `key` holds the codes of the right
    options (in the right order for `order`), empty when there is no right answer. `scale` names a scale for
    `rating`, whose options an instrument copies into `options`, lowest first. `reverse` turns a rating round when
    scored; `sensitive` items are suppressed at 0 % and 100 %. `seconds` is the working assumption of how long this
    group needs. `module` and `objective` are "" for shared items. `words` are translations that travel with the item;
    those of modules' questions are found in the content."""

    item_id: str
    module: str
    objective: str
    construct: Construct
    level: ItemLevel
    waves: tuple[Wave, ...]
    type: QuestionType
    literacy: Literacy
    scale: str
    options: tuple[ResponseOption, ...]
    key: tuple[str, ...]
    stem: Body
    feedback: Body
    source: str
    seconds: int
    place: Place
    reverse: bool = False
    weight: float = 1.0
    sensitive: bool = False
    words: tuple[ItemWords, ...] = ()

    @property
    def scored(self) -> bool:
        """Whether it has a right answer."""
        return bool(self.key)


def make_item(question: Question, kind: ObjectiveKind, literacy: Literacy) -> Item:
    """The item of a question whose objective is of `kind`, for a group of `literacy`.

    A scored choice gets an "I don't know" when its author wrote none, so that nobody has to guess.
    """
    options = question.options
    choice = question.type in ("single-choice", "multiple-choice", "true-false")
    if choice and not any(option.unknown for option in options):
        options = (*options, ResponseOption(UNKNOWN, Text("", context=f"{question.id}.unknown"), unknown=True))
    return Item(
        item_id=question.id,
        module=question.module,
        objective=question.objective,
        construct=_construct(question.level, kind),
        level=question.level,
        waves=question.waves,
        type=question.type,
        literacy=question.literacy,
        scale=question.scale,
        options=options,
        key=_key(question),
        stem=question.stem,
        feedback=question.feedback,
        source=question.source,
        seconds=item_seconds(question.type, literacy),
        place=question.place,
    )


def field_name(item_id: str, wave: Wave | Literal[""] = "") -> str:
    """The name of an item's field in forms and exports: ASCII, at most 32 characters.

    Short ids keep their words, long ones end in a hash so that no two meet. Only ``then`` has a prefix of its own,
    because a retrospective item stands in the same form as the post-test's.

    >>> field_name("con-q-copy"), field_name("con-q-sure", "then")
    ('con_q_copy', 'then_con_q_sure')
    """
    prefix = "then_" if wave == "then" else ""
    name = prefix + re.sub(r"[^a-z0-9_]", "_", item_id.lower())
    if len(name) <= FIELD_LENGTH:
        return name
    return f"{name[: FIELD_LENGTH - 9]}_{hashlib.sha256(item_id.encode()).hexdigest()[:8]}"


def in_language(item: Item, content: Content, language: str) -> Item:
    """The item with its words in `language`: those of its question and scale as `content` (localised to that language)
    has them, else those that it carries, else its own."""
    module = content.modules.get(item.module)
    question = next((q for q in module.questions if q.id == item.item_id), None) if module else None
    carried = next((words for words in item.words if words.language == language), None)
    if question is not None:
        stem, feedback, options = question.stem, question.feedback, question.options
    elif carried is not None:
        stem, feedback, options = carried.stem, carried.feedback, carried.options
    else:
        stem, feedback, options = item.stem, item.feedback, ()
    if not options and item.type == "rating" and item.scale in content.scales:
        options = content.scales[item.scale].options
    known = {option.code: option.text for option in options}
    shown = tuple(replace(option, text=known.get(option.code, option.text)) for option in item.options)
    return replace(item, stem=stem, feedback=feedback, options=shown)


def item_seconds(kind: QuestionType, literacy: Literacy) -> int:
    """Seconds that an item of this type takes in a group of this literacy (a working assumption)."""
    return round(SECONDS_PER_ITEM[literacy] * TIME_FACTOR[kind])


def is_readable(needed: Literacy, group: Literacy) -> bool:
    """Whether a group can answer an item that needs this literacy. What needs ``basic`` can be read aloud to a group
    that does not read."""
    can = max(LITERACIES.index(group), LITERACIES.index("basic"))
    return LITERACIES.index(needed) <= can


def preference(question: Question, kind: ObjectiveKind, literacy: Literacy) -> tuple[int, ...]:
    """Sort key of a question among those of one objective: the smaller, the sooner it is chosen."""
    reading = LITERACIES.index(question.literacy)
    low = literacy in ("none", "basic")
    return (
        0 if is_readable(question.literacy, literacy) else reading,
        _EASY_TYPES[question.type] if low else int(question.type == "short-answer"),
        reading if low else 0,
        LEVELS_BY_KIND[kind].index(question.level),
    )


def _construct(level: QuestionLevel, kind: ObjectiveKind) -> Construct:
    match level:
        case "confidence" | "attitude":
            return level
        case "intention":
            return "commitment"
        case "application":
            return "skill" if kind == "skill" else "knowledge"
        case "recall" | "understanding":
            return "knowledge"


def _key(question: Question) -> tuple[str, ...]:
    if question.type == "order":
        return tuple(option.code for option in question.options)
    if question.type in SCORED_TYPES:
        return tuple(option.code for option in question.options if option.correct and not option.unknown)
    return ()
