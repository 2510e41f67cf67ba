"""The sheet into which answers on paper are typed."""

from __future__ import annotations

import csv

import pytest
from openpyxl import load_workbook

from tests.session_sample import body, content, module, plan, question
from toolkit.content.language import Language
from toolkit.content.records import ResponseOption
from toolkit.content.text import Text
from toolkit.evaluation.codes import is_code, session_codes
from toolkit.evaluation.instrument import make_instrument, make_session_instrument, session_name
from toolkit.planning.brief import Group
from toolkit.rendering.entry_sheet import COLUMNS, entry_rows, render_entry_sheet
from toolkit.rendering.outline import Keep, Para, plain
from toolkit.rendering.outlines.questionnaire import make_code_cards, make_questionnaire

ENGLISH = Language("en")
SMALL = plan(group=Group(size=3))


def session(made=None):
    return make_session_instrument(((ENGLISH, made or content()),), SMALL)


def book(tmp_path, made=None):
    path = tmp_path / "entry.xlsx"
    render_entry_sheet(session(made), SMALL, path)
    return load_workbook(path)


def test_a_csv_has_a_line_for_each_card_and_item(tmp_path):
    path = tmp_path / "entry.csv"
    render_entry_sheet(session(), SMALL, path)
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 2 * (3 + 5) * 6
    assert {row["wave"] for row in rows} == {"pre", "post"}
    assert {row["session"] for row in rows} == {"20261207_before_you_leave"}
    assert all(is_code(row["code"]) and row["option"] == "" for row in rows)


def test_the_codes_are_those_on_the_cards():
    cards = repr(make_code_cards(make_instrument(content(), SMALL, "pre"), SMALL, ENGLISH))
    codes = {row[2] for row in entry_rows(session(), SMALL)}
    assert codes == set(session_codes(SMALL))
    assert all(code in cards for code in codes)


def test_questions_have_their_number_on_paper(tmp_path):
    sheet = book(tmp_path)["entry"]
    first = [row[5] for row in sheet.iter_rows(min_row=2, max_row=7, values_only=True)]
    paper = make_questionnaire(content(), make_instrument(content(), SMALL, "pre"), SMALL, ENGLISH)
    asked = [plain(part.text) for node in paper.body if isinstance(node, Keep) for part in node.body if _is_stem(part)]
    assert first == asked


def _is_stem(part):
    return isinstance(part, Para) and plain(part.text)[0].isdigit()


def test_each_column_has_its_list(tmp_path):
    opened = book(tmp_path)
    rules = {str(rule.sqref)[0]: rule for rule in opened["entry"].data_validations.dataValidation}
    assert set(rules) == set("ABCDE")
    assert all(rule.type == "list" and rule.errorStyle == "warning" for rule in rules.values())
    lists = opened["lists"]
    codes = {row[4]: row[6 : 6 + row[5]] for row in lists.iter_rows(min_row=2, values_only=True) if row[4]}
    assert codes["q-parts"] == ("a", "b", "c", "unknown")
    assert codes["q-sure"] == ("1", "2", "3")
    assert codes["q-own"] == (None,)


def test_codes_stay_text(tmp_path):
    assert book(tmp_path)["entry"]["C2"].data_type == "s"


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_is_a_formula(tmp_path, start):
    nasty = question("q-parts", stem=body(f"{start}1+1"), options=(
        ResponseOption("a", Text(f"{start}SUM(A1)"), correct=True), ResponseOption("b", Text("B")),
    ))  # fmt: skip
    for sheet in book(tmp_path, content(module(questions=(nasty,)))):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not str(cell.value or "").startswith(("=", "+", "-", "@"))


def test_a_title_cannot_begin_a_formula():
    session_plan = SMALL.model_copy(update={"brief": SMALL.brief.model_copy(update={"title": "=cmd"})})
    assert session_name(session_plan) == "20261207_cmd"


def test_the_same_sheet_has_the_same_bytes(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        render_entry_sheet(session(), SMALL, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
