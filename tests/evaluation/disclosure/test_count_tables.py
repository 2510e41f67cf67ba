"""Tables from rows of people: every grouping, every relation between them."""

import pandas as pd
import pytest

from toolkit.evaluation.disclosure import CellId, count_tables

ROWS = pd.DataFrame(
    {
        "session": ["a", "a", "b", "b", "c"],
        "sex": ["f", "m", "f", None, "f"],
        "trainer": ["x", "x", "y", "y", "y"],
        "before": [0.0, 1.0, None, 1.0, 0.0],
        "after": [1.0, 1.0, 1.0, 0.0, None],
    }
)


def people(name, *labels):
    return CellId(name, labels, "people")


def test_people_of_each_group():
    tables = count_tables(ROWS, [("session",), ("session", "sex")])
    assert tables.by_id[people("all")].n == 5
    assert tables.by_id[people("session", "b")].n == 2
    assert tables.by_id[people("session+sex", "b", "")].n == 1, "a missing label is a group"


def test_items_count_those_who_answered_both_times():
    tables = count_tables(ROWS, [("session",)], items={"q1": ("before", "after")})
    cell = tables.by_id[CellId("session", ("a",), "q1")]
    assert (cell.n, cell.counts) == (2, {"before": 1, "after": 2})
    assert tables.by_id[CellId("session", ("c",), "q1")].n == 0
    assert tables.by_id[CellId("all", (), "q1")].n == 3


def test_relations_run_from_totals_to_groups_and_between_nested_groupings():
    tables = count_tables(ROWS, [("session",), ("trainer",)])
    found = {(r.wholes, tuple(sorted(r.parts))) for r in tables.relations}
    assert ((people("all"),), (people("session", "a"), people("session", "b"), people("session", "c"))) in found
    assert ((people("trainer", "y"),), (people("session", "b"), people("session", "c"))) in found


def test_a_grouping_in_between_makes_the_longer_relation_needless():
    tables = count_tables(ROWS, [("session",), ("session", "sex")])
    wholes = [r.wholes[0].table for r in tables.relations if r.parts[0].table == "session+sex"]
    assert set(wholes) == {"session"}


def test_an_empty_table_has_nobody():
    tables = count_tables(ROWS.iloc[:0], [("session",)], items={"q1": ("before",)})
    assert [c.n for c in tables.cells] == [0, 0]


def test_an_unknown_column_is_an_error():
    with pytest.raises(KeyError):
        count_tables(ROWS, [("village",)])
