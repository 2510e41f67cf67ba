"""What is withheld, why, and that it is no more than needed."""

import json

import pandas as pd
import pytest

from toolkit.evaluation.disclosure import Cell, CellId, Relation, Tables, count_tables, protect, protect_tables


def groups(total="all", **sizes):
    """One table of groups and their total."""
    ids = {name: CellId("groups", (name,), "people") for name in sizes}
    cells = [Cell(ids[name], n) for name, n in sizes.items()]
    whole = CellId("groups", (total,), "people")
    cells.append(Cell(whole, sum(sizes.values())))
    return Tables(tuple(cells), (Relation((whole,), tuple(ids.values())),))


def withheld(tables, **options):
    return {s.cell.row[0]: s.why for s in protect_tables(tables, **options).suppressed}


def test_large_groups_are_all_shown():
    assert withheld(groups(women=25, men=14)) == {}


def test_a_small_group_takes_the_smallest_other_with_it():
    assert withheld(groups(a=3, b=40, c=12, d=30)) == {"a": "small", "c": "complementary"}


def test_with_two_groups_both_go_and_the_total_stays():
    assert withheld(groups(women=12, men=2)) == {"women": "complementary", "men": "small"}


def test_two_small_groups_hide_each_other_when_that_is_enough():
    assert withheld(groups(a=6, b=7, c=30)) == {"a": "small", "b": "small"}


def test_two_tiny_groups_need_a_third():
    """Together 3: a reader would know that each has at most 3."""
    assert withheld(groups(a=1, b=2, c=30, d=20)) == {"a": "small", "b": "small", "d": "complementary"}


@pytest.mark.parametrize(("publish_at", "expected"), [(10, {"a": "small", "b": "complementary"}), (5, {})])
def test_the_threshold_is_ten_and_inside_the_organisation_five(publish_at, expected):
    assert withheld(groups(a=7, b=15), publish_at=publish_at) == expected


def test_never_below_five():
    with pytest.raises(ValueError, match="fewer than 5"):
        protect_tables(groups(a=7, b=15), publish_at=4)


def test_one_session_only():
    assert withheld(groups(only=14)) == {}
    assert withheld(groups(only=7)) == {"only": "small", "all": "small"}


def test_everything_below_the_threshold():
    assert withheld(groups(a=2, b=3, c=4)) == dict.fromkeys(["a", "b", "c", "all"], "small")


def test_nothing_at_all():
    protected = protect_tables(Tables(()))
    assert protected.suppressed == ()
    assert protected.as_dict() == {"publish_at": 10, "suppressed": []}


def test_all_groups_equal_gives_one_answer_every_time():
    tables = groups(a=9, b=9, c=9, d=12, e=12)
    again = Tables(tables.cells[::-1], tables.relations)
    assert protect_tables(tables).suppressed == protect_tables(again).suppressed


def test_that_nobody_is_there_is_no_secret():
    protected = protect_tables(groups(women=20, men=0))
    assert protected.suppressed == ()
    assert protected.n(CellId("groups", ("men",), "people")) == 0


def items(**cells):
    """Right answers of groups to one item, with a total: name=(n, right)."""
    ids = {name: CellId("items", (name,), "q1") for name in cells}
    all_cells = [Cell(ids[name], n, {"right": right}) for name, (n, right) in cells.items()]
    whole = CellId("items", ("all",), "q1")
    n, right = (sum(c[i] for c in cells.values()) for i in (0, 1))
    all_cells.append(Cell(whole, n, {"right": right}))
    return Tables(tuple(all_cells), (Relation((whole,), tuple(ids.values())),))


@pytest.mark.parametrize("right", [0, 1, 19, 20])
def test_sensitive_items_do_not_say_what_all_or_all_but_one_have_in_common(right):
    tables = items(a=(20, right), b=(30, 14), c=(40, 17))
    protected = protect_tables(tables, sensitive={"q1"})
    a = CellId("items", ("a",), "q1")
    assert protected.why(a) == "sensitive"
    assert protected.shows(a)
    assert protected.n(a) == 20
    assert protected.count(a, "right") is None
    assert "complementary" in {s.why for s in protected.suppressed}
    assert protect_tables(tables).suppressed == (), "only for sensitive items"


def test_shown_cells_keep_their_numbers():
    protected = protect_tables(items(a=(20, 5), b=(30, 14)))
    assert protected.count(CellId("items", ("b",), "q1"), "right") == 14
    with pytest.raises(KeyError):
        protected.shows(CellId("items", ("nobody",), "q1"))


def test_items_of_a_withheld_group_go_with_it():
    """Else the number of answers would tell the number of people."""
    table = pd.DataFrame({"session": ["a"] * 3 + ["b"] * 14 + ["c"] * 20, "q1": 1.0})
    protected = protect_tables(count_tables(table, [("session",)], items={"q1": ("q1",)}))
    rows = {(s.cell.row, s.cell.column) for s in protected.suppressed}
    assert rows == {(("a",), "people"), (("a",), "q1"), (("b",), "people"), (("b",), "q1")}


def test_the_published_reasons_do_not_tell_which_of_two_is_the_small_one():
    """10 + 1 = 11 with "small" beside one of them would be the answer."""
    protected = protect_tables(groups(women=10, men=1))
    whys = {entry["why"] for entry in protected.as_dict()["suppressed"]}
    assert whys == {"small, sensitive or complementary"}
    inside = protected.as_dict(reasons=True)
    assert [entry["why"] for entry in inside["suppressed"]] == ["small", "complementary"]
    json.dumps(inside)


def test_where_no_proof_is_found_nothing_of_it_is_shown(monkeypatch):
    monkeypatch.setattr(protect, "MOST_QUESTIONS", 0)
    protected = protect_tables(groups(a=3, b=40, c=12))
    assert {s.cell.row[0] for s in protected.suppressed} == {"a", "b", "c", "all"}
    assert [p.code for p in protected.problems] == ["disclosure-too-many"]


def test_thousands_of_small_sessions_hide_each_other():
    sizes = {f"s{i:04}": 5 + i % 20 for i in range(3000)}
    found = withheld(groups(**sizes))
    assert set(found.values()) == {"small"}
    assert len(found) == sum(n < 10 for n in sizes.values())


@pytest.mark.parametrize(
    ("cells", "relations", "reason"),
    [
        ([Cell(CellId("t", ("a",), "n"), 3), Cell(CellId("t", ("a",), "n"), 4)], [], "same id"),
        ([Cell(CellId("t", ("a",), "n"), 3, {"right": 4})], [], "between 0 and n"),
        ([Cell(CellId("t", ("a",), "n"), 3, {"no": 1, "yes": 1}, partition=True)], [], "add up to n"),
        ([Cell(CellId("t", ("a",), "n"), 3)], [((("a",), ("b",)))], "not there"),
        ([Cell(CellId("t", ("a",), "n"), 3), Cell(CellId("t", ("b",), "n"), 2)], [(("a",), ("b",))], "parts hold 2"),
    ],
)
def test_tables_that_do_not_add_up_are_refused(cells, relations, reason):
    made = tuple(Relation((CellId("t", w, "n"),), (CellId("t", p, "n"),)) for w, p in relations)
    with pytest.raises(ValueError, match=reason):
        Tables(tuple(cells), made)
