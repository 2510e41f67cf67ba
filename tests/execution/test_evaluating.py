"""From files to findings and their files: nothing of a person is in any of them."""

import json
from pathlib import Path

import pandas as pd
import pytest

from toolkit.content.load import load_content
from toolkit.execution.evaluating import evaluate
from toolkit.execution.evaluation_files import load_evaluation, write_findings
from toolkit.problems import ProblemsError, format_text

EXAMPLES = Path(__file__).resolve().parents[2] / "evaluation" / "examples"
MARKER = "Zylphandra"

SLEEP = (
    "code,pre,post\n1,0.7,1.9\n2,-1.6,0.8\n3,-0.2,1.1\n4,-1.2,0.1\n5,-0.1,-0.1\n6,3.4,4.4\n7,3.7,5.5\n8,0.8,1.6\n"
    "9,0,4.6\n10,2,3.4\n"
)


def codes(evaluation):
    return [problem.code for problem in evaluation.problems]


def written(evaluation, folder):
    folder.mkdir()
    return {name: (folder / name).read_bytes() for name in write_findings(evaluation, folder)}


def test_sleep_data_through_a_file(tmp_path):
    path = tmp_path / "sleep.csv"
    path.write_text(SLEEP, encoding="utf-8")
    done = evaluate(scores=path, internal=True)
    assert done.problems == ()
    change = json.loads(written(done, tmp_path / "out")["evaluation.json"])["change"]
    assert (change["t"], change["df"], change["p"]) == pytest.approx((4.0621277, 9, 0.00283289), abs=1e-7)


def test_few_people_are_no_error(tmp_path):
    path = tmp_path / "few.csv"
    path.write_text("".join(SLEEP.splitlines(keepends=True)[:8]), encoding="utf-8")
    done = evaluate(scores=path)
    assert codes(done) == ["evaluate-too-few"]
    found = json.loads(written(done, tmp_path / "out")["evaluation.json"])
    assert found["counts"]["n_matched"] == 7
    assert found["change"]["mean_change"] is None


def test_the_examples_with_their_instrument(tmp_path):
    done = evaluate(
        instrument=EXAMPLES / "instrument.yaml",
        pre=[EXAMPLES / "pre.csv"],
        post=[EXAMPLES / "post.csv"],
        workspace=EXAMPLES.parents[1],
    )
    assert done.findings is not None, format_text(done.problems)
    assert done.findings.counts.n_matched == 21
    files = written(done, tmp_path / "out")
    assert {
        "evaluation.json",
        "findings.csv",
        "feedback.csv",
        "needs.yaml",
        "match-report.json",
    } <= set(files)
    assert b"contract.md:" in files["feedback.csv"]
    assert (pd.read_csv(tmp_path / "out" / "findings.csv")["what"] == "item").sum() == len(done.findings.items)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "evaluate-what"),
        ({"scores": "a.csv", "instrument": "b.yaml"}, "evaluate-what"),
        ({"instrument": "b.yaml"}, "evaluate-no-responses"),
        ({"scores": "a.csv", "max_score": 0.0}, "evaluate-max-score"),
        ({"scores": "a.csv"}, "responses-file-missing"),
    ],
    ids=["nothing", "both", "no-responses", "maximum", "missing"],
)
def test_wrong_requests_are_problems(given, code):
    done = evaluate(**given)
    assert done.findings is None
    assert codes(done) == [code]


def test_no_code_or_word_of_a_person_is_in_any_file_or_problem(tmp_path):
    rows = [f"{MARKER}{i};{i % 9};{i % 7 + 2};{MARKER} said {i};{MARKER}@example.org" for i in range(30)]
    rows += [f"{MARKER}3;1;2;;", f"{MARKER};x{MARKER};5;;", f"{MARKER}x;;;;", f"{MARKER}y;5;;;"]
    path = tmp_path / "scores.csv"
    path.write_text("code;pre;post;comment;email\n" + "\n".join(rows) + "\n", encoding="utf-8")
    done = evaluate(scores=path, max_score=10)
    assert MARKER.lower() not in format_text(done.problems).lower()
    files = written(done, tmp_path / "out")
    assert not [name for name, data in files.items() if MARKER.lower().encode() in data.lower()]


def test_no_code_of_a_questionnaire_is_in_any_file_or_problem(tmp_path):
    for name in ("pre.csv", "post.csv"):
        text = (EXAMPLES / name).read_text(encoding="utf-8").splitlines()
        header = text[0].split(";")
        place = [cell.strip('"').split("/")[-1] for cell in header].index("code")
        lines = [line.split(";") for line in text]
        for line in lines[1:]:
            line[place] = f'"{MARKER}{line[place].strip(chr(34))}"'
        (tmp_path / name).write_text("\n".join(";".join(line) for line in lines) + "\n", encoding="utf-8")
    done = evaluate(instrument=EXAMPLES / "instrument.yaml", pre=[tmp_path / "pre.csv"], post=[tmp_path / "post.csv"])
    assert MARKER.lower() not in format_text(done.problems).lower()
    if done.findings is not None:
        files = written(done, tmp_path / "out")
        assert not [name for name, data in files.items() if MARKER.lower().encode() in data.lower()]


def test_saved_findings_are_evaluated_again_without_the_answers(tmp_path):
    done = evaluate(
        instrument=EXAMPLES / "instrument.yaml",
        pre=[EXAMPLES / "pre.csv"],
        post=[EXAMPLES / "post.csv"],
        workspace=EXAMPLES.parents[1],
    )
    written(done, tmp_path / "out")
    again = load_evaluation(tmp_path / "out" / "evaluation.json", load_content(EXAMPLES.parents[1])[0])
    assert again.findings.change == done.findings.change
    assert again.feedback == done.feedback
    assert [p.code for p in again.problems] == codes(done)
    assert {p.where.path for p in again.problems} <= {"instrument.yaml", "pre.csv", "post.csv"}, "without folders"
    (tmp_path / "out" / "match-report.json").write_text("[]", encoding="utf-8")
    assert load_evaluation(tmp_path / "out" / "evaluation.json", None).problems == ()


def test_other_files_are_no_saved_findings(tmp_path):
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    for name, code in (("other.json", "evaluation-findings-unreadable"), ("none.json", "file-missing")):
        with pytest.raises(ProblemsError) as stop:
            load_evaluation(tmp_path / name, None)
        assert [p.code for p in stop.value.problems] == [code]
