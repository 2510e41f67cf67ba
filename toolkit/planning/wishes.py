"""What the trainer asked for by id, gathered from the brief's choices and edits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from toolkit.planning.brief import Brief


@dataclass(frozen=True, slots=True)
class Wishes:
    """Activities that must be in (`keep`) or out (`drop`), exact `minutes`, the number of the `day`, and the
    activity that one comes right `before`."""

    keep: frozenset[str]
    drop: frozenset[str]
    minutes: Mapping[str, int]
    day: Mapping[str, int]
    before: Mapping[str, str] = field(default_factory=dict)


def wishes_of(brief: Brief) -> Wishes:
    """An edit is newer than the brief's own choice, so it wins where the two differ."""
    edits = brief.edits
    dropped = set(edits.drop) | set(edits.swap)
    asked = set(edits.lock) | set(edits.swap.values()) | set(edits.minutes) | set(edits.day) | set(edits.before)
    return Wishes(
        keep=frozenset((asked | set(brief.activities.include)) - dropped),
        drop=frozenset(dropped | (set(brief.activities.exclude) - asked)),
        minutes=dict(edits.minutes),
        day=dict(edits.day),
        before=dict(edits.before),
    )
