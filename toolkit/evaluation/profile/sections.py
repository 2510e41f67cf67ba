"""The parts of the skills profile, by how the ids of their items begin, and who may see what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.content.language import Language
from toolkit.evaluation.items import Item

PORTFOLIO = ("pr-edu", "pr-work", "pr-skill", "pr-dig", "pr-lang", "pr-asp")
"""Parts that a person may want to show to an employer. What somebody needs in a room is nobody's business there."""

GROUPS: tuple[tuple[str, str], ...] = (
    ("pr-edu", "pr-edu"),
    ("pr-work", "pr-work"),
    ("pr-skill", "pr-skill"),
    ("pr-dig", "pr-dig"),
    ("pr-lang", "pr-lang"),
    ("pr-cefr", "pr-lang"),
    ("pr-asp", "pr-asp"),
    ("pr-top", "pr-top"),
    ("pr-care", "pr-care"),
)
"""How an item's id begins → its part."""

OTHER = "pr-own"
"""The part of items that an organisation has added under other ids."""


def part_of(item_id: str) -> str:
    """The part that an item belongs to."""
    return next((part for start, part in GROUPS if item_id.startswith(f"{start}-")), OTHER)


def parts(items: Sequence[Item]) -> Iterator[tuple[str, tuple[Item, ...]]]:
    """The parts that have items, in the order in which they first come, each with all its items."""
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(part_of(item.item_id), []).append(item)
    yield from ((part, tuple(listed)) for part, listed in found.items())


def part_title(part: str, language: Language) -> str:
    """What a part is called."""
    say = language.say
    match part:
        case "pr-edu":
            return say("School and training")
        case "pr-work":
            return say("Work, paid and unpaid")
        case "pr-skill":
            return say("What I am good at")
        case "pr-dig":
            return say("Telephone and computer")
        case "pr-lang":
            return say("Languages")
        case "pr-asp":
            return say("Plans")
        case "pr-top":
            return say("What I know and want to know")
        case "pr-care":
            return say("What would help me to take part")
        case _:
            return say("Further questions")
