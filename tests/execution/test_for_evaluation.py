"""What the evaluation notebook calls: parameters in, pages and files out."""

from __future__ import annotations

import zipfile

import pytest

from toolkit.content.workspace import built_in_workspace
from toolkit.execution.for_evaluation import (
    PARAMETERS,
    open_from_parameters,
    show_problems,
    show_report,
    write_evaluation_files,
)
from toolkit.execution.notebook import read_parameter_defaults
from toolkit.problems import ProblemsError


def parameters(tmp_path, **given):
    rows = ["code,pre,post,session,sex"]
    for i in range(40):
        before = 3 + i % 4
        rows.append(
            f"SECRET{i},{before},{min(10, before + i % 5)},{'A' if i < 20 else 'B'},{'women' if i % 2 else 'men'}"
        )
    (tmp_path / "scores.csv").write_text("\n".join(rows), encoding="utf-8")
    own = {"scores": str(tmp_path / "scores.csv"), "max_score": 10, "workspace": str(built_in_workspace())}
    return {**PARAMETERS, **own, **given}


def test_the_notebook_takes_exactly_these_parameters():
    found = read_parameter_defaults(built_in_workspace() / "notebooks" / "evaluation.ipynb")
    assert found == dict(PARAMETERS)


def test_a_mistyped_parameter_is_a_problem_with_the_near_miss(tmp_path):
    with pytest.raises(ProblemsError) as raised:
        open_from_parameters(parameters(tmp_path, max_scor=3))
    assert [p.code for p in raised.value.problems] == ["parameter-unknown"]
    assert "max_score" in raised.value.problems[0].hint


def parts_of(file):
    """A file's bytes; of Office files, which are archives, the bytes of what is packed in them."""
    if not zipfile.is_zipfile(file):
        return [file.read_bytes()]
    with zipfile.ZipFile(file) as archive:
        return [archive.read(name) for name in archive.namelist()]


def test_the_files_of_an_evaluation_hold_no_code_of_a_person(tmp_path):
    session = open_from_parameters(parameters(tmp_path))
    shown = repr(write_evaluation_files(session, tmp_path / "out"))
    names = ["evaluation-report.docx", "evaluation-report.pdf", "evaluation-summary.pptx"]
    listed = [name for name in shown.split("\n") if name != "findings.parquet"]  # only where pyarrow is installed
    assert listed == [*names, "evaluation.json", "findings.csv", "match-report.json"]
    for text in (show_report(session)._repr_html_(), show_problems(session)._repr_html_(), repr(session)):
        assert "SECRET" not in text
    assert all(b"SECRET" not in part for file in (tmp_path / "out").iterdir() for part in parts_of(file))
    assert repr(write_evaluation_files(session, "")) == ""


def test_the_report_speaks_the_language_asked_for(tmp_path):
    page = show_report(open_from_parameters(parameters(tmp_path, language="ar")))._repr_html_()
    assert 'lang="ar" dir="rtl"' in page


def test_with_nothing_given_the_made_up_example_is_shown():
    page = show_report(open_from_parameters({**PARAMETERS, "workspace": str(built_in_workspace())}))._repr_html_()
    assert "answered more questions correctly after the session" in page
    assert "What to change in the curriculum" in page


def test_input_that_cannot_be_read_raises_its_problems(tmp_path):
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ProblemsError):
        open_from_parameters(parameters(tmp_path, scores=str(tmp_path / "bad.csv")))
