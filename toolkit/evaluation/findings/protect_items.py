"""Items and objectives that may be shown: enough people, and for sensitive items not (nearly) all or none of them."""

from __future__ import annotations

from dataclasses import replace

from toolkit.evaluation.estimate.change import Change
from toolkit.evaluation.findings.records import DisclosureNote, ItemFinding, ObjectiveFinding, Suppression


def protect_items(items: tuple[ItemFinding, ...], least: int) -> tuple[tuple[ItemFinding, ...], list[DisclosureNote]]:
    """Items over fewer than `least` people are kept back.

    A sensitive item is kept back where at most one person differs from all others, and then a second item with it (of
    its objective, else its module, else any): the total is the sum of the items.
    """
    why: dict[str, Suppression] = {}
    for item in items:
        if item.n_matched < least:
            why[item.item_id] = "small"
        elif item.sensitive and any(
            _says_all(share, item.n_matched) for share in (item.pre_correct, item.post_correct)
        ):
            why[item.item_id] = "sensitive"
    for item in items:
        if why.get(item.item_id) == "sensitive":
            _hide_another(item, items, why)
    found = tuple(without_figures(i, why[i.item_id]) if i.item_id in why else i for i in items)
    return found, [DisclosureNote(f"item: {i.item_id}", i.suppressed) for i in found if i.suppressed]


def protect_objectives(
    objectives: tuple[ObjectiveFinding, ...], items: tuple[ItemFinding, ...], least: int
) -> tuple[tuple[ObjectiveFinding, ...], frozenset[str], list[DisclosureNote]]:
    """Objectives over too few people are kept back. So are all of a module in which an objective has a single hidden
    item, because their figures are sums of items; the second result are these modules, whose own figure is one too."""
    hidden: dict[tuple[str, str], int] = {}
    for item in items:
        if item.suppressed in ("sensitive", "complementary"):
            hidden[item.module, item.objective] = hidden.get((item.module, item.objective), 0) + 1
    modules = frozenset(module for (module, _), count in hidden.items() if count == 1)
    found = []
    for objective in objectives:
        why: Suppression = "small" if objective.change.n < least else ""
        if not why and objective.module in modules:
            why = "complementary"
        empty = Change(n=0, max_score=objective.change.max_score)
        found.append(replace(objective, change=empty, improved=None, suppressed=why) if why else objective)
    notes = [DisclosureNote(f"objective: {o.objective}", o.suppressed) for o in found if o.suppressed]
    return tuple(found), modules, notes


def _hide_another(item: ItemFinding, items: tuple[ItemFinding, ...], why: dict[str, Suppression]) -> None:
    """Keep back a second item beside one, the nearest, unless there is one already."""
    others = [i for i in items if i.item_id != item.item_id]
    for near in (
        [i for i in others if (i.module, i.objective) == (item.module, item.objective)],
        [i for i in others if i.module == item.module],
        others,
    ):
        if any(i.item_id in why for i in near):
            return
        if near:
            why[near[0].item_id] = "complementary"
            return


def without_figures(item: ItemFinding, why: Suppression) -> ItemFinding:
    """Only what the item is."""
    return ItemFinding(
        item_id=item.item_id,
        module=item.module,
        objective=item.objective,
        n_matched=0,
        suppressed=why,
        sensitive=item.sensitive,
    )


def _says_all(share: float | None, n: int) -> bool:
    return share is not None and min(share, 1 - share) * n <= 1 + 1e-9
