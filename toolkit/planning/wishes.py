"""What the trainer asked for by id, gathered from the brief's choices and edits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.planning.brief import Brief


@dataclass(frozen=True, slots=True)
class Wishes:
    """Activities that must be in (`keep`) or out (`drop`), exact `minutes` and the number of the `day`."""

    keep: frozenset[str]
    drop: frozenset[str]
    minutes: Mapping[str, int]
    day: Mapping[str, int]


def wishes_of(brief: Brief) -> Wishes:
    """An edit is newer than the brief's own choice, so it wins where the two differ."""
    edits = brief.edits
    dropped = set(edits.drop) | set(edits.swap)
    asked = set(edits.lock) | set(edits.swap.values()) | set(edits.minutes) | set(edits.day)
    return Wishes(
        keep=frozenset((asked | set(brief.activities.include)) - dropped),
        drop=frozenset(dropped | (set(brief.activities.exclude) - asked)),
        minutes=dict(edits.minutes),
        day=dict(edits.day),
    )
