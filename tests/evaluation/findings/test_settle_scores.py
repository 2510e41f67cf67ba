"""Rows of one code that contradict each other, settled by a person."""

import pytest

from toolkit.evaluation.findings.make import make_findings_from_scores
from toolkit.evaluation.findings.scores import read_scores
from toolkit.evaluation.findings.settle_scores import repeated_rows, settle_scores

TABLE = "code,pre,post\na1,1,2\nb2,1,3\nA 1,1,5\nc3,2,2\n"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "scores.csv"
    path.write_text(TABLE, encoding="utf-8")
    return read_scores(path).table


def matched(table):
    return make_findings_from_scores(table).counts.n_matched


def test_rows_of_one_code_are_found_together(table):
    assert repeated_rows(table) == ((0, 2),)
    assert matched(table) == 2


def test_one_row_is_right(table):
    settled = settle_scores(table, right=[2])
    assert settled["post"].tolist() == [3, 5, 2]
    assert matched(settled) == 3
    assert repeated_rows(settled) == ()


def test_they_are_different_people(table):
    assert matched(settle_scores(table, apart=[0, 2])) == 4


def test_nothing_decided(table):
    assert settle_scores(table).equals(table)


def test_other_rows_cannot_be_settled(table):
    with pytest.raises(ValueError, match="repeated code"):
        settle_scores(table, right=[1])
