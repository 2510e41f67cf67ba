"""A folder of sessions: which answers belong to which, pooled and by session."""

import csv
import shutil
from pathlib import Path

import pytest

from toolkit.execution.evaluating import evaluate
from toolkit.execution.evaluation_files import write_findings
from toolkit.execution.manifest import file_entries
from toolkit.execution.session_folder import find_instrument, find_sessions
from toolkit.problems import ProblemsError, format_text

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "evaluation" / "examples"


def codes(evaluation):
    return [p.code for p in evaluation.problems if p.severity != "info"]


def add_session(folder, *, instrument=True):
    """A session of the examples' people."""
    folder.mkdir(parents=True)
    for name in ("pre.csv", "post.csv", *(["instrument.yaml"] if instrument else [])):
        shutil.copyfile(EXAMPLES / name, folder / name)
    return folder


def shape(folder):
    return [(session.name, [path.name for path in session.files]) for session in find_sessions(folder)]


def test_sessions_are_pooled_and_shown_one_by_one(tmp_path):
    for name in ("accra", "kumasi", "tamale"):
        add_session(tmp_path / "year" / name)
    done = evaluate(sessions=tmp_path / "year", workspace=ROOT)
    assert done.findings is not None, format_text(done.problems)
    alone = evaluate(
        instrument=EXAMPLES / "instrument.yaml",
        pre=[EXAMPLES / "pre.csv"],
        post=[EXAMPLES / "post.csv"],
        workspace=ROOT,
    ).findings
    assert done.findings.counts.n_matched == 3 * alone.counts.n_matched
    assert done.findings.counts.sessions == 3
    by_session = [group for group in done.findings.groups if group.by == "session"]
    assert [group.value for group in by_session] == ["accra", "kumasi", "tamale"]
    assert {group.counts.n_matched for group in by_session} == {alone.counts.n_matched}
    (tmp_path / "out").mkdir()
    write_findings(done, tmp_path / "out")
    with (tmp_path / "out" / "findings.csv").open(encoding="utf-8", newline="") as file:
        assert {"accra", "kumasi", "tamale"} <= {cell for row in csv.reader(file) for cell in row}


def test_a_pair_of_files_is_a_session_too(tmp_path):
    for place in ("accra", "kumasi"):
        for wave in ("pre", "post"):
            shutil.copyfile(EXAMPLES / f"{wave}.csv", tmp_path / f"{place} {wave}.csv")
    shutil.copyfile(EXAMPLES / "instrument.yaml", tmp_path / "instrument.yaml")
    assert shape(tmp_path) == [
        ("accra", ["accra post.csv", "accra pre.csv"]),
        ("kumasi", ["kumasi post.csv", "kumasi pre.csv"]),
    ]
    done = evaluate(sessions=tmp_path, workspace=ROOT)
    assert done.findings is not None, format_text(done.problems)
    assert done.findings.counts.sessions == 2


def test_forms_of_a_session_pack_are_no_answers(tmp_path):
    pack = add_session(tmp_path / "accra")
    for name in ("pre-test.xlsx", "post-test.xlsx", "entry-sheet.xlsx", "findings.csv", "plan.json", "notes.docx"):
        (pack / name).write_bytes(b"as made")
    entries = {k: v for k, v in file_entries(pack).items() if k not in ("pre.csv", "post.csv")}
    import json

    (pack / "manifest.json").write_text(json.dumps({"files": entries}), encoding="utf-8")
    assert shape(tmp_path) == [("accra", ["post.csv", "pre.csv"])]
    (pack / "entry-sheet.xlsx").write_bytes(b"filled in")
    assert shape(tmp_path) == [("accra", ["entry-sheet.xlsx", "post.csv", "pre.csv"])]


def test_an_evaluation_written_into_the_folder_is_no_session(tmp_path):
    add_session(tmp_path / "accra")
    written = add_session(tmp_path / "findings")
    (written / "manifest.json").write_text('{"kind": "evaluation"}', encoding="utf-8")
    assert shape(tmp_path) == [("accra", ["post.csv", "pre.csv"])]


def test_the_instrument_is_the_folders_or_that_which_all_sessions_share(tmp_path):
    first = add_session(tmp_path / "accra")
    second = add_session(tmp_path / "kumasi")
    assert find_instrument(tmp_path) == first / "instrument.yaml"
    text = (second / "instrument.yaml").read_text(encoding="utf-8")
    (second / "instrument.yaml").write_text(text.replace("con-q-when", "con-q-why"), encoding="utf-8")
    done = evaluate(sessions=tmp_path, workspace=ROOT)
    assert codes(done) == ["evaluate-instruments-differ"]
    shutil.copyfile(EXAMPLES / "instrument.yaml", tmp_path / "instrument.yaml")
    assert find_instrument(tmp_path) == tmp_path / "instrument.yaml"


def test_what_is_no_folder_of_sessions(tmp_path):
    with pytest.raises(ProblemsError) as stop:
        find_sessions(tmp_path)
    assert [p.code for p in stop.value.problems] == ["evaluate-no-sessions"]
    with pytest.raises(ProblemsError) as stop:
        find_sessions(tmp_path / "nowhere")
    assert [p.code for p in stop.value.problems] == ["file-missing"]
    add_session(tmp_path / "accra", instrument=False)
    assert codes(evaluate(sessions=tmp_path, workspace=ROOT)) == ["evaluate-no-instrument"]


def test_a_session_without_a_row_that_can_be_read_is_named(tmp_path):
    add_session(tmp_path / "accra")
    broken = add_session(tmp_path / "kumasi")
    for name in ("pre.csv", "post.csv"):
        (broken / name).write_text("nothing,here\n1,2\n", encoding="utf-8")
    assert "evaluate-session-empty" in codes(evaluate(sessions=tmp_path, workspace=ROOT))
