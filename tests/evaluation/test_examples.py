"""The made-up answers in evaluation/examples: they can be made again, and hold what their README says."""

from __future__ import annotations

import csv
import io

import pytest

from tests.evaluation.make_examples import FOLDER, LATE, LEFT_EARLY, PEOPLE, SLIPS, make_tables
from toolkit.evaluation.codes import is_code
from toolkit.evaluation.instrument_file import load_instrument
from toolkit.evaluation.items import field_name


@pytest.fixture(scope="module")
def tables():
    return make_tables((FOLDER / "instrument.yaml").read_text(encoding="utf-8"))


def rows(name, delimiter=";"):
    text = (FOLDER / name).read_bytes().decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


@pytest.mark.parametrize("name", ["pre.csv", "post.csv", "scores.csv"])
def test_they_are_what_the_program_makes(tables, name):
    assert (FOLDER / name).read_bytes().replace(b"\r\n", b"\n") == tables[name].replace(b"\r\n", b"\n")


def test_the_instrument_has_no_problems():
    instrument, problems = load_instrument(FOLDER / "instrument.yaml")
    assert problems == ()
    assert {wave for item in instrument.items for wave in item.waves} == {"pre", "post", "then", "followup"}


def test_people_and_codes_are_as_the_readme_says():
    before, after = rows("pre.csv"), rows("post.csv")
    assert (len(before), len(after)) == (PEOPLE - len(LATE), PEOPLE - len(LEFT_EARLY))
    wrong = [row["code"] for row in after if not is_code(row["code"])]
    assert len(wrong) == len(SLIPS)
    assert all(is_code(row["code"]) for row in before)
    same = {row["code"] for row in before} & {row["code"] for row in after}
    assert len(same) == PEOPLE - len(LATE) - len(LEFT_EARLY) - len(SLIPS)


def test_fewer_say_that_they_do_not_know_afterwards():
    instrument, _ = load_instrument(FOLDER / "instrument.yaml")
    unknown = {field_name(i.item_id): o.code for i in instrument.items if i.key for o in i.options if o.unknown}

    def share(name):
        answers = [row[field] == code for row in rows(name) for field, code in unknown.items()]
        return sum(answers) / len(answers)

    assert 0.15 < share("pre.csv") < 0.4
    assert 0 < share("post.csv") < share("pre.csv") / 2


def test_the_scores_hold_forty_two_people_of_three_sessions():
    people = rows("scores.csv", ",")
    assert len(people) == len({row["code"] for row in people}) == 42
    assert {row["session"] for row in people} == {"example-a", "example-b", "example-c"}
    assert sum(not row["pre"] or not row["post"] for row in people) == 3
