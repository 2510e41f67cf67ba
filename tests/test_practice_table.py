"""docs/practice-table.md says what the shipped briefs give; one day and three days give every audience enough."""

import runpy
from pathlib import Path

import pytest

from toolkit.content.vocabulary import AUDIENCES

MAKER = runpy.run_path(str(Path(__file__).parents[1] / "docs" / "make_practice_table.py"))


@pytest.fixture(scope="module")
def rows():
    return {row.name: row for row in MAKER["rows"]()}


def test_the_table_is_up_to_date(rows):
    made = MAKER["text"](rows.values())
    assert MAKER["TABLE"].read_text(encoding="utf-8") == made, "run docs/make_practice_table.py and commit"


@pytest.mark.parametrize("name", MAKER["ONE_AND_THREE_DAYS"])
def test_a_plan_meets_enough_practices_without_a_hand_edit(name, rows):
    met = rows[name].numbers("met")
    assert len(met) >= MAKER["LEAST_MET"], {a.number: str(a.advice) for a in rows[name].answers if a.advice}


def test_every_audience_has_one_day_and_three_days(rows):
    lengths = {(rows[name].brief.audience, len(rows[name].plan.days)) for name in MAKER["ONE_AND_THREE_DAYS"]}
    assert lengths == {(audience, days) for audience in AUDIENCES for days in (1, 3)}
