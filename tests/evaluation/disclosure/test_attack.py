"""An attacker with subtraction and linear programming does not find what was withheld, but would without the
complementary cells."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.evaluation.disclosure.attacker import Attacker, broken_promises, minority
from toolkit.evaluation.disclosure import Cell, CellId, Relation, Tables, count_tables, protect_tables

CROSSED = (("session",), ("sex",), ("session", "sex"))


def people(sessions, *, items=3, share=0.7, seed=1, answered=0.95):
    """Rows of people: `sessions` gives women and men of each."""
    random = np.random.default_rng(seed)
    rows = [
        (f"s{i}", sex) for i, sizes in enumerate(sessions) for sex, n in zip("fm", sizes, strict=True) for _ in range(n)
    ]
    table = pd.DataFrame(rows, columns=["session", "sex"])
    for i in range(items):
        right = (random.random(len(table)) < share).astype(float)
        table[f"q{i}"] = np.where(random.random(len(table)) < answered, right, np.nan)
    return table


def counted(table, groupings=CROSSED):
    return count_tables(table, groupings, items={name: (name,) for name in table.columns if name.startswith("q")})


EVERYTHING_SMALL = [(6, 5), (7, 6), (5, 8), (9, 4), (6, 6)]
"""Every cell of the crossed table is withheld for itself, so that it needs no others."""

REALISTIC = {
    "three sessions, one with few men": [(14, 3), (12, 11), (15, 12)],
    "every session has few men": [(16, 4), (14, 6), (13, 2), (15, 7)],
    "small sessions": EVERYTHING_SMALL,
    "one large, one tiny": [(60, 50), (2, 1)],
    "two that add up to little": [(9, 9), (30, 30)],
    "a session of women only": [(18, 0), (12, 11), (10, 15)],
}


@pytest.mark.parametrize("sessions", REALISTIC.values(), ids=REALISTIC.keys())
@pytest.mark.parametrize("publish_at", [5, 10])
def test_sessions_by_items_by_groups_with_margins_hold(sessions, publish_at):
    protected = protect_tables(counted(people(sessions)), publish_at=publish_at)
    attacker = Attacker(protected)
    assert attacker.subtract() == {}
    assert broken_promises(protected) == []
    totals = [cell.id for cell in protected.tables.cells if cell.id.table == "all"]
    assert all(protected.shows_counts(total) for total in totals), "and no more is withheld than has to be"


@pytest.mark.parametrize("sessions", [s for s in REALISTIC.values() if s != EVERYTHING_SMALL])
def test_the_same_attacker_succeeds_without_complementary_suppression(sessions):
    """The control: the attack is a real one."""
    protected = protect_tables(counted(people(sessions)), publish_at=10, complementary=False)
    attacker = Attacker(protected)
    found = attacker.subtract()
    assert found
    for (cell, name), value in found.items():
        truth = protected.tables.by_id[cell]
        assert value == (truth.counts[name] if name else truth.n)
    assert set(found) <= attacker.determined()
    assert broken_promises(protected)


def test_whole_numbers_do_not_help_the_attacker_either():
    protected = protect_tables(counted(people([(14, 3), (12, 11), (15, 12)], items=2)))
    assert broken_promises(protected, whole=True) == []


@pytest.mark.parametrize("share", [0.5, 0.9, 0.97, 1.0, 0.0])
def test_sensitive_items_hold(share):
    table = people([(14, 13), (12, 11), (15, 12), (20, 16)], items=2, share=share, seed=4)
    protected = protect_tables(counted(table), sensitive={"q1"})
    assert broken_promises(protected, {"q1"}) == []


def test_sensitive_items_fall_without_complementary_suppression():
    table = people([(14, 13), (12, 11), (15, 12), (20, 16)], items=2, share=0.9, seed=4)
    protected = protect_tables(counted(table), sensitive={"q1"}, complementary=False)
    assert [s.why for s in protected.suppressed] == ["sensitive"] * len(protected.suppressed)
    assert broken_promises(protected, {"q1"})


def test_several_groupings_of_the_same_people_hold_together():
    """Sex, origin and session, each on its own and by two: what one table withholds, no other gives away."""
    table = people([(12, 9), (14, 11), (10, 13)], items=1)
    table["origin"] = np.resize(["gh", "ke", "np", "gh", "gh", "ke"], len(table))
    groupings = (("session",), ("sex",), ("origin",), ("session", "sex"), ("sex", "origin"))
    protected = protect_tables(counted(table, groupings))
    assert Attacker(protected).subtract() == {}
    assert broken_promises(protected) == []


def test_a_grouping_that_follows_from_another_is_seen_through():
    """Trainers lead whole sessions: a trainer's people less one session's are the other session's."""
    table = people([(12, 11), (4, 3), (15, 12), (13, 9)], items=0)
    table["trainer"] = table["session"].map({"s0": "Amara", "s1": "Amara", "s2": "Bina", "s3": "Bina"})
    tables = counted(table, (("session",), ("trainer",)))
    small = CellId("session", ("s1",), "people")
    protected = protect_tables(tables)
    assert not protected.shows(small)
    assert broken_promises(protected) == []
    naive = protect_tables(tables, complementary=False)
    assert Attacker(naive).subtract()[small, ""] == 7


def test_a_distribution_over_answers_holds():
    """Counts that add up to n: the last answer is n less the others."""
    ids = [CellId("sessions", (name,), "trust") for name in ("all", "a", "b", "c")]
    counts = [{"no": 16, "some": 21, "yes": 22}, {"no": 2, "some": 3, "yes": 2}, {"no": 6, "some": 9, "yes": 8}]
    counts.append({key: counts[0][key] - counts[1][key] - counts[2][key] for key in counts[0]})
    cells = tuple(Cell(i, sum(c.values()), c, partition=True) for i, c in zip(ids, counts, strict=True))
    tables = Tables(cells, (Relation((ids[0],), tuple(ids[1:])),))
    protected = protect_tables(tables)
    assert not protected.shows(ids[1])
    assert broken_promises(protected) == []
    assert broken_promises(protect_tables(tables, sensitive={"trust"}), {"trust"}) == []


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    sessions=st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24)), min_size=0, max_size=4),
    items=st.integers(0, 2),
    share=st.sampled_from([0.0, 0.1, 0.5, 0.95, 1.0]),
    answered=st.sampled_from([0.6, 0.95, 1.0]),
    publish_at=st.sampled_from([5, 10]),
    sensitive=st.sampled_from([(), ("q0",)]),
    seed=st.integers(0, 5),
)
def test_no_table_gives_a_withheld_number_away(sessions, items, share, answered, publish_at, sensitive, seed):
    table = people(sessions, items=items, share=share, answered=answered, seed=seed)
    protected = protect_tables(counted(table), publish_at=publish_at, sensitive=sensitive)
    for cell in protected.tables.cells:
        if 0 < cell.n < publish_at:
            assert not protected.shows(cell.id)
        elif cell.n and cell.id.column in sensitive and any(min(k, cell.n - k) <= 1 for k in cell.counts.values()):
            assert not protected.shows_counts(cell.id)
    # Where all or none of everyone have it, the total says so of each group; nothing else can be worked out.
    said_of_all = {(c, name) for c, name in Attacker(protected).determined() if name}
    assert Attacker(protected).determined() == said_of_all
    assert all(minority(protected.tables, c.column, name) == 0 for c, name in said_of_all)
    assert broken_promises(protected, sensitive) == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=1, max_size=4))
def test_a_plain_table_with_both_margins_holds(numbers):
    """Rows, columns, both margins and the total, without rows of people."""
    grid = np.array(numbers)

    def cell(row, column):
        return CellId("t", (str(row),), str(column))

    rows, columns = range(len(grid)), range(grid.shape[1])
    cells = [Cell(cell(r, c), int(grid[r, c])) for r in rows for c in columns]
    cells += [Cell(cell(r, "all"), int(grid[r].sum())) for r in rows]
    cells += [Cell(cell("all", c), int(grid[:, c].sum())) for c in columns]
    cells.append(Cell(cell("all", "all"), int(grid.sum())))
    relations = [Relation((cell(r, "all"),), tuple(cell(r, c) for c in columns)) for r in [*rows, "all"]]
    relations += [Relation((cell("all", c),), tuple(cell(r, c) for r in rows)) for c in [*columns, "all"]]
    protected = protect_tables(Tables(tuple(cells), tuple(relations)))
    assert Attacker(protected).determined() == set()
    assert broken_promises(protected, whole=True) == []
