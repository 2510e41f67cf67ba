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

SIZES = ("n_pre", "n_post", "n_matched", "n_scored")
"""The numbers of people of a group: answered each test, in both, with scores in both."""

_INSIDE = (("n_pre", "n_matched"), ("n_post", "n_matched"), ("n_matched", "n_scored"))
"""The second are some of the first."""

_MANY, _FEW = "…", "…few"
_ALL: Key = ("", "")


def hidden_groups(found: Findings, least: int) -> Hidden:
    """Groups that must not be shown, and why.

    A group is hidden whole: as soon as one of its numbers of people must not be shown, neither may the others. What
    then still could be worked out is looked for again, until no reader of all that is shown can tell any number of a
    hidden group more closely than a range of `least`.
    """
    groups = [group for group in found.groups if group.by != "module"]
    hidden: dict[Key, Suppression] = {}
    if any(0 < n < least for group in groups for n in _sizes(group)):
        tables, cell_of = _tables(found, groups, least)
        small = {(g.by, g.value) for g in groups if any(0 < n < least for n in _sizes(g))}
        hidden = _hidden_in(tables, cell_of, small, least)
    for group in groups:
        # Nothing is known of these but that they were there.
        if group.change.n == 0 and (group.counts.n_pre or group.counts.n_post):
            hidden.setdefault((group.by, group.value), "small")
    return hidden


def _sizes(group: GroupFinding) -> tuple[int, ...]:
    return group.counts.n_pre, group.counts.n_post, group.counts.n_matched, group.change.n


def _hidden_in(tables: Tables, cell_of: Mapping[Key, Key], small: set[Key], least: int) -> dict[Key, Suppression]:
    """Hidden groups; each round with those of the last, until there are no more."""
    withheld: set[Key] = {cell_of[key] for key in small if cell_of[key] == key}
    while True:
        also = [_id(cell, size) for cell in withheld for size in SIZES]
        result = protect_tables(tables, publish_at=least, also=also)
        if not all(result.shows(_id(_ALL, size)) for size in SIZES):
            return {key: "small" if key in small else "complementary" for key in cell_of}
        found = {cell for cell in set(cell_of.values()) if any(not result.shows(_id(cell, size)) for size in SIZES)}
        if found <= withheld:
            break
        withheld |= found
    return {
        key: "small" if key in small else "complementary"
        for key, cell in cell_of.items()
        if key in small or cell in withheld
    }


def _tables(found: Findings, groups: Sequence[GroupFinding], least: int) -> tuple[Tables, dict[Key, Key]]:
    """All numbers of people and how they add up, and the cell that each group is looked at in."""
    people = {(g.by, g.value): _sizes(g) for g in groups}
    unions = [u for u in found.unions if _adds_up(u, people)]
    cell_of = _cells(people, unions, least)
    totals: dict[Key, list[int]] = {
        _ALL: [found.counts.n_pre, found.counts.n_post, found.counts.n_matched, found.change.n]
    }
    for key, cell in cell_of.items():
        sizes = totals.setdefault(cell, [0] * len(SIZES))
        for place, n in enumerate(people[key]):
            sizes[place] += n
    cells = [Cell(_id(cell, size), n) for cell, sizes in totals.items() for size, n in zip(SIZES, sizes, strict=True)]
    return Tables(tuple(cells), tuple(_relations(totals, cell_of, unions))), cell_of


def _adds_up(union: Union, people: Mapping[Key, tuple[int, ...]]) -> bool:
    parts = zip(*(people[union.parts_by, part] for part in union.parts), strict=True)
    return people[union.by, union.value] == tuple(map(sum, parts))


def _relations(
    totals: Mapping[Key, Sequence[int]], cell_of: Mapping[Key, Key], unions: Sequence[Union]
) -> Iterator[Relation]:
    by_column: dict[str, list[Key]] = defaultdict(list)
    for cell in totals:
        by_column[cell[0]].append(cell)
    sums = [(_ALL, cells) for by, cells in by_column.items() if by]
    sums += [
        (cell_of[u.by, u.value], list(dict.fromkeys(cell_of[u.parts_by, part] for part in u.parts))) for u in unions
    ]
    for whole, parts in sums:
        for place, size in enumerate(SIZES):
            if totals[whole][place] == sum(totals[part][place] for part in parts):
                yield Relation((_id(whole, size),), tuple(_id(part, size) for part in parts))
    for cell in totals:
        for whole_size, part_size in _INSIDE:
            yield Relation((_id(cell, whole_size),), (_id(cell, part_size),), exact=False)


def _id(cell: Key, size: str) -> CellId:
    return CellId("people", cell, size)


def _cells(people: Mapping[Key, tuple[int, ...]], unions: Sequence[Union], least: int) -> dict[Key, Key]:
    """The cell that each group is looked at in: its own, or one for many groups that are parts of the same wholes."""
    member: dict[Key, list[Key]] = defaultdict(list)
    for union in unions:
        for part in union.parts:
            member[union.parts_by, part].append((union.by, union.value))
    named = {(u.by, u.value) for u in unions}
    alike: dict[tuple[str, bool, tuple[Key, ...]], list[Key]] = defaultdict(list)
    found: dict[Key, Key] = {}
    for key, sizes in people.items():
        if key in named:
            found[key] = key
        else:
            is_small = any(0 < n < least for n in sizes)
            alike[key[0], is_small, tuple(member[key]) if key in member else ()].append(key)
    for place, ((by, is_small, _), keys) in enumerate(alike.items()):
        keys.sort(key=lambda key: (people[key], key))
        # Few more than that are not worth a cell together, and small ones only hide each other when there are several.
        alone = len(keys) if len(keys) < 2 * MOST_ALONE else MOST_ALONE
        found |= {key: key for key in keys[:alone]}
        found |= dict.fromkeys(keys[alone:], (by, f"{_FEW if is_small else _MANY}{place}"))
    return found
