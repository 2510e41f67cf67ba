"""The people and the room: what a group needs, whether an activity suits it, and how long it takes there."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.content.records import Activity, Minutes
from toolkit.content.vocabulary import LITERACIES, METHODS, Need
from toolkit.planning.brief import Brief

GRID_MINUTES = 5
"""Every length and every clock time of a plan is a multiple of this."""

LONGEST_PRESENTATION_MINUTES = 20
"""Most minutes that participants only listen in a row."""

INTERPRETED_TALK_FACTOR = 1.5
"""Consecutive interpretation makes talk this much longer. The toolkit's own working assumption: twice as long would be
every sentence said twice, but trainers who work with interpreters shorten what they say."""

SMALL_GROUP, LARGE_GROUP = 8, 30
"""Up to so many people a group is small, from so many it is large: working assumptions, for choosing adaptations."""

LISTENING_KINDS = frozenset(kind for kind, method in METHODS.items() if method.participation_pct == 0)
"""Kinds in which participants only listen or watch."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether an activity suits the group. `reason` is a message code when it does not; `adaptations` are the needs
    whose adaptation then applies."""

    suits: bool
    reason: str = ""
    adaptations: tuple[Need, ...] = ()


def needs_of(brief: Brief) -> tuple[Need, ...]:
    """The situations of this brief, in the order of the vocabulary."""
    group = brief.group
    women, men = group.women or 0, group.men or 0
    holds: dict[Need, bool] = {
        "low-literacy": group.literacy in ("none", "basic"),
        "remote": brief.mode == "remote",
        "with-interpreter": brief.interpreter,
        "women-only": women > 0 and (women == group.size or group.men == 0),
        "men-only": men > 0 and (men == group.size or group.women == 0),
        "mixed-sex": women > 0 and men > 0,
        "children": group.children,
        "disability": bool(group.accessibility),
        "small-group": group.size <= SMALL_GROUP,
        "large-group": group.size >= LARGE_GROUP,
    }
    return tuple(need for need, true in holds.items() if true)


def fit_activity(activity: Activity, brief: Brief) -> Fit:
    """Literacy, mode, group size, audience and what the activity is unsuited for; an adaptation can make it fit."""
    needs = set(needs_of(brief))
    if activity.audiences and brief.audience not in activity.audiences:
        return Fit(False, "other-audience")
    if needs & set(activity.unsuited) or (activity.only_for and not needs & set(activity.only_for)):
        return Fit(False, "not-suited")
    if brief.mode not in activity.modes and not (brief.mode == "remote" and activity.adapts_to("remote")):
        return Fit(False, "other-mode")
    if LITERACIES.index(activity.literacy) > LITERACIES.index(brief.group.literacy):
        if not activity.adapts_to("low-literacy"):
            return Fit(False, "too-much-reading")
        needs.add("low-literacy")
    if activity.participants is not None:
        too_few = brief.group.size < activity.participants.least
        too_many = brief.group.size > activity.participants.most
        need: Need | None = "small-group" if too_few else "large-group" if too_many else None
        if need is not None and not activity.adapts_to(need):
            return Fit(False, "group-size")
        needs |= {need} if need is not None else set()
    return Fit(True, "", tuple(a.need for a in activity.adaptations if a.need in needs))


def minutes_for(activity: Activity, brief: Brief) -> Minutes:
    """The activity's range on the 5-minute grid, stretched by interpretation in proportion to its share of talk.

    What participants only listen to stays within 20 minutes when its least does: with an interpreter the trainer says
    less instead.
    """
    least, typical, most = (_on_grid(m) for m in _ordered(activity.minutes))
    listening = activity.kind in LISTENING_KINDS and least <= LONGEST_PRESENTATION_MINUTES
    if brief.interpreter and activity.kind in METHODS:
        factor = 1 + METHODS[activity.kind].talk_pct / 100 * (INTERPRETED_TALK_FACTOR - 1)
        least, typical, most = (_on_grid(m * factor) for m in (least, typical, most))
    if listening:
        least, typical, most = (min(m, LONGEST_PRESENTATION_MINUTES) for m in (least, typical, most))
    return Minutes(least, typical, most)


def _ordered(minutes: Minutes) -> tuple[int, int, int]:
    least = max(GRID_MINUTES, minutes.least)
    typical = max(least, minutes.typical)
    return least, typical, max(typical, minutes.most)


def _on_grid(minutes: float) -> int:
    """Rounded up to the grid. The epsilon keeps 22.5 × 1.1 and the like the same on every machine."""
    return int(-((-minutes + 1e-6) // GRID_MINUTES)) * GRID_MINUTES
