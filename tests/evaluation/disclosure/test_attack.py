"""An attacker with subtraction and linear programming does not find what was withheld, but would without the
complementary cells."""

from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.evaluation.disclosure.attacker import Attacker, broken_promises, minority
from toolkit.evaluation.disclosure import Cell, CellId, Relation, Tables, count_tables, protect, protect_tables

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


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    sessions=st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24)), min_size=0, max_size=4),
    items=st.integers(0, 2),
    share=st.sampled_from([0.0, 0.1, 0.5, 0.95, 1.0]),
    answered=st.sampled_from([0.6, 0.95, 1.0]),
    publish_at=st.sampled_from([5, 10]),
    sensitive=st.sampled_from([(), ("q0",)]),
    seed=st.integers(0, 5),
    few=st.sampled_from([6, protect.NEAR_CELLS]),
)
def test_no_table_gives_a_withheld_number_away(sessions, items, share, answered, publish_at, sensitive, seed, few):
    """`few` is how many cells are looked at one by one; larger tables are looked at together."""
    table = people(sessions, items=items, share=share, answered=answered, seed=seed)
    with patch.object(protect, "NEAR_CELLS", few):
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


THREE = (("session",), ("sex",), ("origin",), ("session", "sex"), ("session", "origin"), ("sex", "origin"),
         ("session", "sex", "origin"))  # fmt: skip


def crossed(count, sessions, *, items=1, answered=0.9, seed=1):
    """People by session, sex and origin, all crossed with each other: more cells than are looked at one by one."""
    random = np.random.default_rng(seed)
    table = pd.DataFrame({
        "session": random.integers(sessions, size=count).astype(str),
        "sex": random.choice(["f", "m"], size=count, p=[0.6, 0.4]),
        "origin": random.choice(["gh", "ke", "np"], size=count, p=[0.5, 0.3, 0.2]),
    })  # fmt: skip
    for i in range(items):
        right = (random.random(count) < 0.7).astype(float)
        table[f"q{i}"] = np.where(random.random(count) < answered, right, np.nan)
    return counted(table, THREE)


@pytest.mark.parametrize(
    ("count", "sessions", "answered"), [(160, 5, 0.9), (400, 6, 1.0), (120, 6, 0.7), (700, 7, 0.95)]
)
def test_three_crossed_groupings_hold_and_keep_their_margins(count, sessions, answered):
    tables = crossed(count, sessions, answered=answered)
    assert len(tables.cells) > protect.NEAR_CELLS
    protected = protect_tables(tables)
    assert broken_promises(protected) == []
    for cell in tables.cells:
        if cell.id.table in ("all", "sex", "origin") and cell.id.column == "people":
            assert protected.shows(cell.id), "totals are the last to go"
    assert {p.code for p in protected.problems} <= {"disclosure-table"}


def test_three_crossed_groupings_fall_without_complementary_suppression():
    protected = protect_tables(crossed(400, 6), complementary=False)
    assert Attacker(protected).subtract()
    assert len(broken_promises(protected)) > 20


def test_a_crossing_with_hardly_any_large_group_is_left_out_and_that_is_said():
    protected = protect_tables(crossed(160, 6))
    (problem,) = protected.problems
    assert problem.code == "disclosure-table"
    assert 'the table by "session+sex+origin" is not shown' in problem.message
    cells = [c for c in protected.tables.cells if c.n and c.id.table == "session+sex+origin"]
    assert not [c for c in cells if protected.shows(c.id)]
    assert [c for c in protected.tables.cells if c.id.table == "session+sex" and protected.shows(c.id)]


def test_how_many_of_a_hidden_group_answered_is_as_uncertain_as_the_group():
    """Of the 3 men 2 answered; with the total and every other session shown, that was once known to a few."""
    table = people([(14, 3), (12, 11), (15, 12)], items=1, answered=0.8)
    protected = protect_tables(counted(table))
    attacker = Attacker(protected)
    hidden = [c for c in protected.tables.cells if c.n and c.id.column == "q0" and not protected.shows(c.id)]
    assert hidden
    for cell in hidden:
        low, high = attacker.interval({(cell.id, ""): 1})
        assert high - low >= 10 - 1e-6


def test_that_nobody_of_a_hidden_group_answered_is_not_shown():
    table = people([(14, 3), (12, 11), (15, 12)], items=1, answered=1.0)
    table.loc[(table["session"] == "s0") & (table["sex"] == "m"), "q0"] = np.nan
    protected = protect_tables(counted(table))
    nobody = CellId("session+sex", ("s0", "m"), "q0")
    assert protected.tables.by_id[nobody].n == 0
    assert broken_promises(protected) == []
    assert (nobody, "") not in Attacker(protected).subtract()
