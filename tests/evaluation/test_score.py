"""Answers to points: the rules of each type by examples worked out by hand, and what makes up a total."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.evaluation.instrument_file import parse_instrument
from toolkit.evaluation.score import check_responses, max_points, max_total, score_responses, total_items

NAN = math.nan

INSTRUMENT = """\
instrument: session_test
title: Test
items:
  - {item_id: single, text: Q, type: single-choice, options: [a, b, c, x], unknown: x, key: b}
  - {item_id: truth, text: Q, type: true-false, options: [t, f, x], unknown: x, key: t, weight: 2}
  - {item_id: many, text: Q, type: multiple-choice, options: [a, b, c, d, e, x], unknown: x, key: [a, b]}
  - {item_id: order, text: Q, type: order, options: [a, b, c, d], key: [b, a, c, d]}
  - {item_id: sure, text: Q, type: rating, construct: confidence, options: ["1", "2", "3", "4", x], unknown: x}
  - {item_id: against, text: Q, type: rating, construct: attitude, options: [a, b, c, d, e], reverse: true}
  - {item_id: words, text: Q, type: short-answer, construct: reaction, waves: [post]}
  - {item_id: late, text: Q, type: single-choice, options: [a, b], key: a, waves: [post]}
  - {item_id: opinion, text: Q, type: single-choice, construct: attitude, options: [a, b]}
"""


def instrument():
    made, problems = parse_instrument(INSTRUMENT)
    assert problems == ()
    return made


def table(rows, wave="pre"):
    meta = [{"session": "s", "wave": wave, "code": str(n), "row": n, "source": "f"} for n in range(1, len(rows) + 1)]
    return pd.DataFrame([{**m, **row} for m, row in zip(meta, rows, strict=True)])


def points(item, answers, **options):
    scored = score_responses(instrument(), table([{item: answer} for answer in answers]), **options)
    return scored[item].tolist()


@pytest.mark.parametrize(
    ("item", "answers", "expected"),
    [
        ("single", ["b", "a", "x", None, "", " b "], [1, 0, 0, NAN, NAN, 1]),
        ("truth", ["t", "f", "x", None], [2, 0, 0, NAN]),
        # a and b are right: both, one, both and a wrong one, in another order, don't know, don't know beside an answer
        ("many", ["a b", "a", "a b c", "b a", "x", "a b x", None], [1, 0, 0, 1, 0, 0, NAN]),
        ("order", ["b a c d", "a b c d", "b a", None], [1, 0, 0, NAN]),
        ("sure", ["1", "3", "4", "x", None], [1, 3, 4, NAN, NAN]),
        # reversed: a (I disagree strongly) is worth 5
        ("against", ["a", "b", "e", None], [5, 4, 1, NAN]),
        ("words", ["anything", None], [NAN, NAN]),
        ("opinion", ["a", None], [NAN, NAN]),
        ("single", ["q", "ab"], [NAN, NAN]),
        ("many", ["a q"], [NAN]),
    ],
)
def test_points_by_type(item, answers, expected):
    assert points(item, answers) == pytest.approx(expected, nan_ok=True)


def test_part_of_a_multiple_choice():
    """Right 2 of 2, 1 of 2; wrong 1 of 3, all 3 of 3: 1; 1/2; 1 - 1/3; 1/2 - 1/3; everything 1 - 1; below 0 is 0."""
    answers = ["a b", "a", "a b c", "a c", "a b c d e", "c d", "x"]
    expected = [1, 1 / 2, 2 / 3, 1 / 6, 0, 0, 0]
    assert points("many", answers, multiple="proportion") == pytest.approx(expected, abs=1e-12)


def test_part_of_an_order():
    """Key b a c d: right places of 4 are 4, 2 (c d), 0, and 1 of an order that is not complete."""
    assert points("order", ["b a c d", "a b c d", "a b d c", "b"], order="share") == [1, 0.5, 0, 0.25]


def test_an_unknown_rule_is_a_fault():
    with pytest.raises(ValueError, match="rule"):
        score_responses(instrument(), table([{}]), multiple="half")


def test_the_total_holds_what_both_tests_ask_and_counts_blanks_as_wrong():
    """1 (single) + 2 (truth) + 0 (many, blank) + 0 (order, don't know has none: wrong) = 3 of 5; `late` is for one
    wave only and stays out."""
    assert [item.item_id for item in total_items(instrument())] == ["single", "truth", "many", "order"]
    assert max_total(instrument()) == 5
    rows = [{"single": "b", "truth": "t", "many": None, "order": "a b c d", "late": "a"}]
    assert score_responses(instrument(), table(rows, "post"))["total"].tolist() == [3]
    assert score_responses(instrument(), table(rows, "post"))["late"].tolist() == [1]


def test_whoever_answered_nothing_has_no_total():
    rows = [{"single": None, "sure": "3"}, {"single": "x", "sure": None}]
    assert score_responses(instrument(), table(rows))["total"].tolist() == pytest.approx([NAN, 0], nan_ok=True)


def test_a_share_of_the_items_can_be_asked_for():
    rows = [{"single": "b", "truth": "x"}, {"single": "b", "truth": "t", "many": "a"}]
    scored = score_responses(instrument(), table(rows), least_answered=0.75)
    assert scored["total"].tolist() == pytest.approx([NAN, 3], nan_ok=True)


@pytest.mark.parametrize("wave", ["then", "followup"])
def test_a_wave_that_does_not_ask_everything_has_no_total(wave):
    assert math.isnan(score_responses(instrument(), table([{"single": "b"}], wave))["total"][0])


def test_the_other_columns_stay_and_items_without_a_column_are_unanswered():
    given = table([{"single": "b"}]).assign(region="north")
    scored = score_responses(instrument(), given)
    assert list(scored.columns[:6]) == ["session", "wave", "code", "row", "source", "region"]
    assert scored["code"].tolist() == ["1"]
    assert math.isnan(scored["truth"][0])
    assert list(scored.columns[-1:]) == ["total"]
    assert len(score_responses(instrument(), given.iloc[:0])) == 0


def test_categories_and_numbers_are_read_like_text():
    given = table([{"single": "b", "sure": 3}, {"single": "a", "sure": 4}]).astype({"single": "category"})
    scored = score_responses(instrument(), given)
    assert scored["single"].tolist() == [1, 0]
    assert scored["sure"].tolist() == [3, 4]


def test_most_points_of_an_item():
    most = {item.item_id: max_points(item) for item in instrument().items}
    assert (most["truth"], most["sure"], most["against"], most["words"]) == (2, 4, 5, 0)


def test_codes_that_nobody_declared_are_counted_and_never_shown():
    rows = [{"single": "SECRET", "truth": "t", "many": "a", "order": "b a c d"}, {"single": "b"}]
    problems = check_responses(instrument(), table(rows))
    assert [p.code for p in problems] == ["responses-code-undeclared"]
    assert "1 answers" in problems[0].message
    assert "SECRET" not in problems[0].message + problems[0].hint


def test_an_item_that_a_whole_wave_left_blank_is_reported():
    problems = check_responses(instrument(), table([{"single": "b", "truth": "t", "many": "a"}]))
    assert [(p.code, "order" in p.message) for p in problems] == [("responses-item-unanswered", True)]


ANSWERS = st.fixed_dictionaries(
    {
        "single": st.sampled_from([None, "a", "b", "x"]),
        "truth": st.sampled_from([None, "t", "f", "x"]),
        "many": st.sampled_from([None, "a", "a b", "a b c", "x"]),
        "order": st.sampled_from([None, "b a c d", "a b c d"]),
        "sure": st.sampled_from([None, "1", "4", "x"]),
    }
)


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(ANSWERS, min_size=1, max_size=12), seed=st.integers(0, 99))
def test_rows_are_scored_alone_and_within_bounds(rows, seed):
    given_table = table(rows)
    for multiple in ("all-or-nothing", "proportion"):
        scored = score_responses(instrument(), given_table, multiple=multiple, order="share")
        mixed = score_responses(
            instrument(), given_table.sample(frac=1, random_state=seed), multiple=multiple, order="share"
        )
        pd.testing.assert_frame_equal(mixed.sort_index(), scored)
        for item in instrument().items:
            known = scored[item.item_id].dropna()
            assert known.between(0, max_points(item)).all()
        assert scored["total"].dropna().between(0, max_total(instrument())).all()
