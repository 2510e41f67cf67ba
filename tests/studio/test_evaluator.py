"""The evaluator's app without its page: what is read, asked, found, compared and taken away."""

import io
import json
import tempfile
import zipfile
from pathlib import Path

import pytest

from tests.studio.evaluator_sample import CODES, EXAMPLES, NAMES, export
from toolkit.content.language import Language
from toolkit.content.load import load_content
from toolkit.content.workspace import built_in_workspace
from toolkit.evaluation.findings.json_form import findings_json
from toolkit.problems import ProblemsError
from toolkit.studio.evaluator.app import App
from toolkit.studio.evaluator.codes import compare_codes, decide, open_count, shape_of, still_asked
from toolkit.studio.evaluator.comparing import (
    find_saved,
    in_order,
    load_compared,
    load_saved,
    objective_rows,
    of_this_page,
    pooled_over,
    table_rows,
)
from toolkit.studio.evaluator.explaining import explain
from toolkit.studio.evaluator.papers import Shelf, file_name, make_paper, save_in_workspace
from toolkit.studio.evaluator.reading import (
    AnswerFile,
    Request,
    check_instrument,
    find,
    is_candidate,
    is_grouping,
    read_request,
)
from toolkit.studio.evaluator.state import EvaluatorState, load_example
from toolkit.studio.page import Page
from toolkit.studio.uploads import Upload

ENGLISH = Language("en")


@pytest.fixture(scope="module")
def content():
    return load_content(built_in_workspace())[0]


def upload(name):
    return Upload(name, (EXAMPLES / name).read_bytes())


def request(groups=None):
    files = tuple(AnswerFile(Upload(f"{wave}.csv", export(wave))) for wave in ("pre", "post"))
    return Request(upload("instrument.yaml"), files, groups=groups)


@pytest.fixture(scope="module")
def reading():
    return read_request(request(("sex",)))


@pytest.fixture(scope="module")
def evaluation(reading, content):
    return find(reading, {}, internal=False, content=content)


@pytest.fixture(scope="module")
def example(content):
    state = EvaluatorState()
    load_example(state, built_in_workspace(), "answers")
    return find(read_request(state.request), {}, internal=False, content=content)


def codes_of(problems):
    return [problem.code for problem in problems]


def test_only_declared_columns_are_read(reading):
    assert reading.answers.table is not None
    text = reading.answers.table.to_csv() + repr(reading) + "".join(map(str, reading.problems))
    assert NAMES not in text
    assert not any(code in text for code in CODES)


def test_nothing_is_left_in_the_temporary_folder():
    before = set(Path(tempfile.gettempdir()).glob("tot-studio-*"))
    reading = read_request(request())
    assert set(Path(tempfile.gettempdir()).glob("tot-studio-*")) <= before
    assert not any("tot-studio-" in f"{problem.where} {problem.message}" for problem in reading.problems)
    assert not any("tot-studio-" in str(problem.where) for problem in reading.answers.matches.problems)


def test_columns_that_may_name_somebody_are_no_groups(reading):
    assert reading.candidates == ("sex", "village")
    refused = read_request(request(("sex", "village", "trainer", "full_name")))
    assert refused.groups == ("sex",)
    assert codes_of(refused.problems).count("studio-evaluator-group") == 1
    assert NAMES not in refused.answers.table.to_csv()


@pytest.mark.parametrize(
    ("name", "offered"),
    [("sex", True), ("age group", True), ("audience", True), ("trainer", False), ("Facilitator's name", False),
     ("email", False), ("Comments", False), ("مدرب", False), ("column 7", False)],
)  # fmt: skip
def test_names_of_columns_that_are_offered(name, offered):
    assert is_candidate(name) is offered


@pytest.mark.parametrize(
    ("values", "good"),
    [
        (["f"] * 5 + ["m"] * 4, True),
        (["f"] * 9 + ["x"], True),
        (["a", "b", "c", "d"], False),
        ([str(n // 3) for n in range(60)], False),
        (["someone@example.org"] * 9, False),
        ([None, ""], False),
    ],
)
def test_values_that_can_be_groups(values, good):
    assert is_grouping(values) is good


def test_an_open_code_is_asked_about_without_showing_it(reading):
    question = next(q for q in reading.questions if q.why == "near")
    assert [c.shape for c in question.candidates] == ["AAAAA9", "AAAAA9"]
    assert {c.difference for c in question.candidates} == {"one"}
    assert {c.marks for c in question.candidates} == {(5,)}
    assert not any(code in repr(reading.questions) for code in CODES)
    assert open_count(reading.questions, {}) == 1
    assert open_count(reading.questions, {question.id: "apart"}) == 0


def test_what_a_person_decides_counts(reading, evaluation, content):
    question = next(q for q in reading.questions if q.why == "near")
    before = evaluation.findings.counts
    same = {question.id: question.candidates[0].position}
    after = find(reading, same, internal=False, content=content).findings.counts
    assert (before.n_matched + 1, before.ambiguous - 3) == (after.n_matched, after.ambiguous)
    slip = next(q for q in reading.questions if q.why == "slip")
    undone = find(reading, {slip.id: "apart"}, internal=False, content=content)
    assert undone.findings.counts.n_matched == before.n_matched - 1


def test_decisions_outlive_other_groups(reading):
    question = next(q for q in reading.questions if q.why == "near")
    choices = {question.id: question.candidates[1].position, "other.csv:4": "apart"}
    again = read_request(request())
    assert still_asked(again.questions, choices) == {question.id: question.candidates[1].position}


def test_nobody_is_two_people(reading):
    question = next(q for q in reading.questions if q.why == "near")
    other = next(q for q in reading.questions if q.why == "near")
    chosen = question.candidates[0].position
    twice = (question, type(other)(**{**_fields(other), "id": "x", "position": 99}))
    with pytest.raises(ProblemsError) as stop:
        decide(twice, {question.id: chosen, "x": chosen})
    assert codes_of(stop.value.problems) == ["studio-evaluator-taken"]


def _fields(question):
    return {name: getattr(question, name) for name in question.__slots__}


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("123456", "123456", ("same", ())),
        ("123456", "123956", ("one", (3,))),
        ("123456", "124356", ("swapped", (2, 3))),
        ("123456", "12346", ("length", (4,))),
        ("123456", "923459", ("more", (0, 5))),
    ],
)
def test_differences_of_codes(first, second, found):
    assert compare_codes(first, second) == found


def test_shapes_hold_no_character():
    assert shape_of("KB-017") == "AA·999"
    assert shape_of("١٢") == "99"


def test_small_groups_are_kept_back_unless_inside_the_organisation(reading, content):
    def men(internal):
        found = find(reading, {}, internal=internal, content=content)
        return next(g for g in found.findings.groups if (g.by, g.value) == ("sex", "men"))

    assert men(internal=False).suppressed == "small"
    assert men(internal=True).suppressed == ""


def test_there_must_be_something_to_read():
    with pytest.raises(ProblemsError) as stop:
        read_request(EvaluatorState().request)
    assert codes_of(stop.value.problems) == ["studio-evaluator-nothing"]


def test_a_file_that_is_no_questionnaire():
    with pytest.raises(ProblemsError) as stop:
        check_instrument(Upload("instrument.yaml", b"items: 3"))
    assert all(problem.where.path == "instrument.yaml" for problem in stop.value.problems)


def test_a_workbook_that_is_a_bomb_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    files = (AnswerFile(Upload("pre.xlsx", out.getvalue()), "pre"),)
    reading = read_request(Request(upload("instrument.yaml"), files))
    assert reading.answers.table is None
    assert "responses-archive-size" in codes_of(reading.problems)


def test_scores_are_grouped_by_session_alone_when_asked():
    state = EvaluatorState()
    load_example(state, built_in_workspace(), "scores")
    reading = read_request(state.request)
    evaluation = find(reading, {}, internal=False, content=None)
    assert {group.by for group in evaluation.findings.groups} == {"session"}


def test_a_trainers_column_in_a_table_of_scores_makes_no_groups():
    lines = ["code,pre,post,trainer,sex"]
    lines += [f"{n},{n % 4},{n % 4 + 2},{NAMES},{'women' if n % 2 else 'men'}" for n in range(40)]
    reading = read_request(Request(scores=Upload("s.csv", "\n".join(lines).encode()), max_score=10))
    evaluation = find(reading, {}, internal=False, content=None)
    assert {group.by for group in evaluation.findings.groups} == {"sex"}
    assert NAMES not in json.dumps(findings_json(evaluation.findings))


def test_the_state_forgets():
    state = EvaluatorState()
    load_example(state, built_in_workspace(), "answers")
    state.reading = read_request(state.request)
    assert NAMES not in repr(state)
    state.forget_answers()
    assert (state.files, state.instrument, state.reading) == ((), None, None)


def test_every_statistic_is_explained(example):
    lines = explain(example.findings, ENGLISH)
    names = [line.name for line in lines]
    assert {"Average change", "Likely between", "p-value", "Normalised gain", "Match rate"} <= set(names)
    assert all(len(line.meaning) > 30 and line.value for line in lines)
    shown = next(line for line in lines if line.name == "Average change").value
    assert shown == f"+{round(example.findings.change.mean_change_pct)} points"


def test_what_is_kept_back_is_explained_too():
    few = Upload("s.csv", b"code,pre,post\n" + b"".join(b"%d,1,2\n" % n for n in range(7)))
    found = find(read_request(Request(scores=few)), {}, internal=False, content=None)
    (people, change) = (line for line in explain(found.findings, ENGLISH) if line.weight == "main")
    assert people.value == "7"
    assert (change.value, "fewer than 10" in change.meaning) == ("Kept back", True)


def saved(evaluation, name):
    return load_compared(Upload(name, json.dumps(findings_json(evaluation.findings)).encode()))


def test_evaluations_stand_in_order_of_name(evaluation, example, content):
    found = in_order([saved(example, "session 10.json"), saved(evaluation, "session 9.json")])
    assert [one.name for one in found] == ["session 9", "session 10"]
    assert [row[0] for row in table_rows(found, ENGLISH)] == ["session 9", "session 10"]
    assert len(in_order([*found, *found])) == 2
    rows = objective_rows(found, content, ENGLISH)
    assert len(rows) == len(example.findings.objectives)
    assert all(len(row) == 3 for row in rows)
    sentence = pooled_over(found, ENGLISH)
    mean = sum(one.findings.change.mean_change_pct for one in found) / 2
    assert "2 evaluations" in sentence
    assert f"+{mean:.1f}" in sentence


def test_findings_that_were_saved_are_not_counted_twice(evaluation):
    assert len(in_order([of_this_page(evaluation.findings, ENGLISH), saved(evaluation, "accra.json")])) == 1


def test_rows_of_scores_that_contradict_each_other():
    lines = ["code,pre,post", "qvzkx1,1,3", *(f"p{n},{n % 4},{n % 4 + 2}" for n in range(20)), "QVZKX1,1,4"]
    reading = read_request(Request(scores=Upload("s.csv", "\n".join(lines).encode()), max_score=10))
    (question,) = reading.questions
    assert (question.why, [c.row for c in question.candidates], question.shape) == ("scores", [2, 23], "AAAAA9")
    assert "qvzkx" not in repr(reading.questions)

    def n_matched(choice):
        return find(reading, {question.id: choice}, internal=False, content=None).findings.counts.n_matched

    assert [n_matched(choice) for choice in ("open", question.candidates[1].position, "apart")] == [20, 21, 22]


def test_a_file_that_holds_no_findings():
    with pytest.raises(ProblemsError) as stop:
        load_compared(Upload("evaluation.json", b'{"a": 1}'))
    assert codes_of(stop.value.problems) == ["evaluation-findings-unreadable"]


@pytest.fixture(scope="module")
def shelf(evaluation, content, tmp_path_factory):
    return Shelf(evaluation, content, "en", tmp_path_factory.mktemp("workspace"))


STARTS = {"pdf": b"%PDF", "docx": b"PK", "pptx": b"PK", "xlsx": b"PK", "html": b"<!DOCTYPE html>", "json": b"{"}


@pytest.mark.parametrize("paper", ["pdf", "docx", "pptx", "xlsx", "html", "csv", "json", "feedback"])
def test_papers_hold_no_person(shelf, paper):
    data = make_paper(shelf, paper)
    assert data.startswith(STARTS.get(paper, b""))
    assert data == make_paper(shelf, paper)
    parts = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
    assert not any(word.encode() in part for part in parts for word in (NAMES, *CODES))


def test_names_of_papers_say_whom_they_are_for():
    assert file_name("pdf", internal=False) == "evaluation-report.pdf"
    assert file_name("json", internal=True) == "evaluation-internal.json"


def test_the_workbook_explains_its_columns(shelf):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(make_paper(shelf, "xlsx")))
    heads = [cell.value for cell in book.worksheets[0][1]]
    named = {name for row in book.worksheets[1].iter_rows(min_row=2, values_only=True) for name in row[0].split(", ")}
    assert named | {"unit"} == set(heads)


def test_findings_are_saved_only_inside_the_workspace(shelf):
    for name in ("../out", "a/b", "", ".hidden"):
        with pytest.raises(ProblemsError):
            save_in_workspace(shelf, name)
    assert list(shelf.workspace.iterdir()) == []


def test_saved_findings_hold_no_answers_and_are_not_overwritten(shelf, evaluation):
    folder = save_in_workspace(shelf, "accra")
    assert folder == shelf.workspace.resolve() / "findings" / "accra"
    assert [path.parent.name for path in find_saved(shelf.workspace)] == ["accra"]
    assert load_saved(find_saved(shelf.workspace)[0]).findings.counts == evaluation.findings.counts
    texts = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert not any(word.encode() in text for text in texts for word in (NAMES, *CODES))
    with pytest.raises(ProblemsError) as stop:
        save_in_workspace(shelf, "accra")
    assert codes_of(stop.value.problems) == ["studio-evaluator-name-taken"]


@pytest.mark.parametrize("tag", ["en", "ar"])
@pytest.mark.parametrize("kind", ["none", "answers", "scores"])
def test_every_step_can_be_drawn(tag, kind, content, monkeypatch, tmp_path):
    """Also with saved findings in the workspace; a fault would be shown as a problem."""
    (tmp_path / "findings" / "accra").mkdir(parents=True)
    (tmp_path / "findings" / "accra" / "evaluation.json").write_text("{}", encoding="utf-8")
    state, drawn = EvaluatorState(content=content), []

    def build_app(page):
        drawn.append(App(state, page))
        return drawn[-1].tabs

    shown = []
    monkeypatch.setattr(Page, "show_problems", lambda _, problems: shown.extend(problems))
    page = Page("evaluator", build_app, workspace=tmp_path, language=Language(tag))
    if kind != "none":
        load_example(state, built_in_workspace(), kind)
        drawn[-1].read()
    for step in range(6):
        drawn[-1].go(step)
        assert state.tab == step
    for part in ("who", "objectives", "questions", "scales", "groups", "trust", "kept-back", "curriculum", "methods"):
        state.part = part
        drawn[-1].go(3)
    page.rebuild()
    assert state.tab == 3
    assert shown == []
