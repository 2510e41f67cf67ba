"""The order that a trainer asks for, inside the order in which activities can be taught.

What must come before an activity goes forward with it, and what must come after it goes back with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, TypeVar

from toolkit.content.records import Activity, Content
from toolkit.content.vocabulary import PHASES

Rule = Literal["phase-order", "required-order", "prerequisite-order"]
Item = TypeVar("Item")


def variants_of(activity_id: str, activities: Iterable[Activity]) -> frozenset[str]:
    """The activity and all that replace each other with it."""
    roots = {a.id: a.variant_of for a in activities}

    def root(at: str) -> str:
        seen = set()
        while roots.get(at) in roots and roots[at] and at not in seen:
            seen.add(at)
            at = roots[at]
        return min(seen | {at}) if at in seen else at

    return frozenset(a for a in roots if root(a) == root(activity_id)) | {activity_id}


def must_precede(content: Content, activities: Sequence[Activity], later: str) -> dict[str, Rule]:
    """Of these activities, those that have to come before `later`, near or far, each with the rule that says so."""
    by_id = {activity.id: activity for activity in activities}
    found: dict[str, Rule] = {}
    waiting = [later]
    while waiting:
        at = by_id.get(waiting.pop())
        if at is None:
            continue
        for other in activities:
            if other.id != later and other.id not in found and (rule := _rule(content, other, at)) is not None:
                found[other.id] = rule
                waiting.append(other.id)
    return found


def _rule(content: Content, first: Activity, then: Activity) -> Rule | None:
    if not first.module or first.id == then.id:
        return None
    module = content.modules.get(then.module)
    if module is None:
        return None
    if first.module == then.module:
        needed = {v for required in then.requires for v in variants_of(required, module.activities)}
        if first.id in needed - {then.id}:
            return "required-order"
        return "phase-order" if PHASES.index(first.phase) < PHASES.index(then.phase) else None
    other = content.modules.get(first.module)
    mutual = other is not None and then.module in other.prerequisites
    return "prerequisite-order" if first.module in module.prerequisites and not mutual else None


def order_as_asked(
    content: Content, items: Sequence[Item], activity_of: Callable[[Item], Activity], before: Mapping[str, str]
) -> list[Item]:
    """The items with each activity of `before` right in front of the one it names, in the order of the wishes. A wish
    that no order can follow, or that names what is not there, changes nothing."""
    found = list(items)
    for moved, target in before.items():
        activities = [activity_of(item) for item in found]
        ids = [activity.id for activity in activities]
        if moved == target or moved not in ids or target not in ids:
            continue
        needed = must_precede(content, activities, moved)
        if target in needed:
            continue
        at, goal = ids.index(moved), ids.index(target)
        if at < goal:
            along = {i for i in ids[at + 1 : goal] if moved in must_precede(content, activities, i)}
        else:
            along = {i for i in ids[goal + 1 : at] if i in needed}
        block = [item for item, name in zip(found, ids, strict=True) if name == moved or name in along]
        rest = [item for item, name in zip(found, ids, strict=True) if name != moved and name not in along]
        goal = next(n for n, item in enumerate(rest) if activity_of(item).id == target)
        found = [*rest[:goal], *block, *rest[goal:]]
    return found
