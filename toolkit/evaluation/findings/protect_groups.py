"""Which groups must not be shown: numbers of people as tables for disclosure control, also for very many groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from toolkit.evaluation.disclosure import Cell, CellId, Relation, Tables, protect_tables
from toolkit.evaluation.findings.records import Findings, GroupFinding, Suppression, Union

Key = tuple[str, str]
"""A group: its column and its value."""

Hidden = Mapping[Key, Suppression]

MOST_ALONE = 40
"""Groups of a kind that are looked at one by one, the smallest first; the others are one cell together. That assumes a
reader who knows more than is shown, so nothing is lost but time."""

_MANY, _FEW = "…", "…few"


def hidden_groups(found: Findings, least: int) -> Hidden:
    """Groups that must not be shown, and why.

    Numbers of people of each wave, of pairs and of pairs with scores are tables of their own: a group is hidden in all
    as soon as it is in one.
    """
    groups = [group for group in found.groups if group.by != "module"]
    hidden: dict[Key, Suppression] = {}
    seen: set[tuple[int, ...]] = set()
    for whole, sizes in _sizes(found, groups):
        if sizes in seen or not any(0 < n < least for n in sizes):
            continue
        seen.add(sizes)
        people = {(g.by, g.value): n for g, n in zip(groups, sizes, strict=True)}
        exact = [u for u in found.unions if people[u.by, u.value] == sum(people[u.parts_by, p] for p in u.parts)]
        for key, why in _hidden_in(whole, people, exact, least).items():
            if hidden.get(key) != "small":
                hidden[key] = why
    for group in groups:
        # Nothing is known of these but that they were there.
        if group.change.n == 0 and (group.counts.n_pre or group.counts.n_post):
            hidden.setdefault((group.by, group.value), "small")
    return hidden


def _sizes(found: Findings, groups: Sequence[GroupFinding]) -> Iterator[tuple[int, tuple[int, ...]]]:
    yield found.change.n, tuple(g.change.n for g in groups)
    yield found.counts.n_matched, tuple(g.counts.n_matched for g in groups)
    yield found.counts.n_pre, tuple(g.counts.n_pre for g in groups)
    yield found.counts.n_post, tuple(g.counts.n_post for g in groups)


def _hidden_in(whole: int, people: Mapping[Key, int], unions: Sequence[Union], least: int) -> dict[Key, Suppression]:
    """Hidden groups of one table."""
    cell_of = _cells(people, unions, least)
    sizes: dict[Key, int] = defaultdict(int)
    for key, cell in cell_of.items():
        sizes[cell] += people[key]
    total = CellId("people", (), "")
    ids = {cell: CellId("people", cell, "") for cell in sizes}
    columns = dict.fromkeys(by for by, _ in sizes)
    relations = [Relation((total,), tuple(ids[c] for c in sizes if c[0] == by)) for by in columns]
    for union in unions:
        parts = tuple(dict.fromkeys(ids[cell_of[union.parts_by, part]] for part in union.parts))
        relations.append(Relation((ids[cell_of[union.by, union.value]],), parts))
    cells = (Cell(total, whole), *(Cell(ids[cell], n) for cell, n in sizes.items()))
    result = protect_tables(Tables(cells, tuple(relations)), publish_at=least)
    if not result.shows(total):
        return {key: "small" if n < least else "complementary" for key, n in people.items()}
    hidden: dict[Key, Suppression] = {}
    for key, cell in cell_of.items():
        why = result.why(ids[cell])
        if 0 < people[key] < least:
            hidden[key] = "small"
        elif why:
            hidden[key] = "complementary" if cell != key else why
    return hidden


def _cells(people: Mapping[Key, int], unions: Sequence[Union], least: int) -> dict[Key, Key]:
    """The cell that each group is looked at in: its own, or one for many groups that are parts of the same wholes."""
    member: dict[Key, list[Key]] = defaultdict(list)
    for union in unions:
        for part in union.parts:
            member[union.parts_by, part].append((union.by, union.value))
    named = {(u.by, u.value) for u in unions}
    alike: dict[tuple[str, bool, tuple[Key, ...]], list[Key]] = defaultdict(list)
    found: dict[Key, Key] = {}
    for key, n in people.items():
        if key in named:
            found[key] = key
        else:
            alike[key[0], 0 < n < least, tuple(member[key]) if key in member else ()].append(key)
    for place, ((by, is_small, _), keys) in enumerate(alike.items()):
        keys.sort(key=lambda key: (people[key], key))
        # Few more than that are not worth a cell together, and small ones only hide each other when there are several.
        alone = len(keys) if len(keys) < 2 * MOST_ALONE else MOST_ALONE
        found |= {key: key for key in keys[:alone]}
        found |= dict.fromkeys(keys[alone:], (by, f"{_FEW if is_small else _MANY}{place}"))
    return found
