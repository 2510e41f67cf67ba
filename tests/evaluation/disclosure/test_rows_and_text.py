"""Checks before rows, columns and words leave."""

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.evaluation.disclosure import check_columns, check_export, k_anonymous, safe_cell, shown_comments
from toolkit.problems import Place

ROWS = pd.DataFrame({"sex": ["f"] * 4 + ["m", None], "origin": ["gh", "gh", "ke", "ke", "gh", "gh"]})


def test_everybody_shares_their_columns_with_others():
    assert k_anonymous(ROWS.iloc[:4], ["sex", "origin"], 2).holds
    assert k_anonymous(ROWS.iloc[:4], ["sex", "origin"], 2).smallest == 2


def test_people_who_stand_out_are_found_by_position():
    found = k_anonymous(ROWS, ["sex"], 2)
    assert (found.holds, found.smallest, found.rows.tolist()) == (False, 1, [4, 5])


def test_without_columns_the_group_is_everyone():
    assert k_anonymous(ROWS, [], 6).holds
    assert not k_anonymous(ROWS, [], 7).holds


def test_no_rows_name_nobody():
    assert k_anonymous(ROWS.iloc[:0], ["sex"], 10).holds
    assert k_anonymous(ROWS.iloc[:0], ["sex"], 10).smallest is None


def test_one_is_no_group():
    with pytest.raises(ValueError, match="at least 2"):
        k_anonymous(ROWS, ["sex"], 1)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["x", "y", None])), max_size=30), st.integers(2, 6))
def test_agrees_with_counting(rows, k):
    frame = pd.DataFrame(rows, columns=["one", "two"])
    expected = [i for i, row in enumerate(rows) if rows.count(row) < k]
    assert k_anonymous(frame, ["one", "two"], k).rows.tolist() == expected


def test_an_export_that_points_at_people_is_refused():
    (problem,) = check_export(ROWS, ["sex"], 2, Place("rows.csv"))
    assert (problem.code, problem.severity) == ("disclosure-not-anonymous", "error")
    assert check_export(ROWS, ["origin"], 2, Place("rows.csv")) == ()


@pytest.mark.parametrize("name", ["min_change", "Maximum", "code", "e.mail/email", "score range"])
def test_columns_of_single_people_are_refused(name):
    assert [p.code for p in check_columns(["n", "mean_change", name], Place("table.csv"))] == ["disclosure-column"]


def test_columns_of_groups_pass():
    assert check_columns(["n", "mean_pre", "ci_low", "minutes", "encoded", "country"], Place("table.csv")) == ()


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-1+2", "@SUM(A1)", " \t=1", "\r\n=1", '"=1', "\u200b=1", "＝1", "|x", "%x"]
)
def test_text_cannot_start_a_formula(text):
    assert safe_cell(text).startswith("'")


@pytest.mark.parametrize("text", ["Accra", "-3.5", "12%", "", "a=b", "نعم", "'quoted'"])
def test_other_text_stays_as_it_is(text):
    assert safe_cell(text) == text


@given(st.text())
def test_any_text_is_safe_writable_and_safe_again(text):
    cell = safe_cell(text)
    assert safe_cell(cell) == cell
    assert not cell.lstrip().startswith(("=", "@"))
    buffer = io.StringIO()
    csv.writer(buffer).writerow([cell])
    buffer.getvalue().encode("utf-8")


def test_comments_of_small_groups_are_kept_back():
    comments = ["Thank you", "=HYPERLINK(1)", " ", "More time"]
    assert shown_comments(comments, 9) == ()
    assert shown_comments(comments, 10) == ("'=HYPERLINK(1)", "More time", "Thank you")
    assert shown_comments(comments, 5, publish_at=5) != ()
