"""The folder of an evaluation: the notebook ran over the findings, nothing of a person or a computer is in it."""

import json
import zipfile
from datetime import date
from pathlib import Path

import nbformat
import pytest

from toolkit.cli import app, run
from toolkit.content.workspace import built_in_workspace
from toolkit.execution.evaluating import evaluate
from toolkit.execution.evaluation_folder import write_evaluation
from toolkit.problems import ProblemsError

MARKER = "Zylphandra"
EXAMPLES = built_in_workspace() / "evaluation" / "examples"
HEADER = "code;pre;post;session;sex;comment;email"


def scores(folder, people=30):
    rows = [
        f"{MARKER}{i};{i % 9};{min(10, i % 9 + i % 4)};{'AB'[i // 15]};{'fm'[i % 2]};{MARKER} said {i};{MARKER}@x.org"
        for i in range(people)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "scores.csv"
    path.write_text("\n".join([HEADER, *rows, f"{MARKER}x;one;5;;;;"]) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Evaluated once for all tests of this file: the folder, and the folder that the answers were in."""
    home = tmp_path_factory.mktemp("evaluation")
    answers = home / "office-of-somebody"
    done = evaluate(scores=scores(answers), max_score=10)
    assert done.findings is not None
    out = write_evaluation(done, home / "out", workspace=built_in_workspace(), keep_until=date(2027, 12, 31))
    return out, answers, done


def parts(folder: Path):
    """Every file of a folder as bytes, also those packed in others, and the text of PDFs."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        yield path, path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield path, archive.read(name)
        if path.suffix == ".pdf":
            yield path, pdf_text(path).encode()


def pdf_text(path: Path) -> str:
    from pypdf import PdfReader  # only here: a test dependency that reads what the PDF shows

    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def test_the_page_is_the_executed_notebook_without_its_code(made):
    written, _, _ = made
    assert "notebooks/evaluation.ipynb" in written.files
    nb = nbformat.read(written.folder / "notebooks" / "evaluation.ipynb", as_version=4)
    ran = [cell for cell in nb.cells if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", [])]
    assert all(cell.execution_count for cell in ran)
    page = (written.folder / "evaluation-report.html").read_text(encoding="utf-8")
    shown = "".join(out["data"]["text/html"] for cell in ran for out in cell.outputs if "data" in out)
    assert "answered" in shown or "scored" in shown
    assert shown.partition("</h1>")[0].split("<h1>")[-1] in page
    assert "open_from_parameters" not in page
    assert "Fill in the cell below" not in page, "the help is for whoever opens the notebook"
    assert page.startswith("<!DOCTYPE html>")


def test_the_record_runs_over_the_findings_and_names_no_folder(made):
    written, answers, _ = made
    text = (written.folder / "notebooks" / "evaluation.ipynb").read_text(encoding="utf-8")
    assert 'findings = \\"evaluation.json\\"' in text
    here = (str(answers), answers.name, str(written.folder), str(Path.home()), str(built_in_workspace()))
    for path, data in parts(written.folder):
        assert not [name for name in here if name.encode() in data], path.name


def test_no_code_or_word_of_a_person_is_in_any_file(made):
    written, _, _ = made
    found = [path.name for path, data in parts(written.folder) if MARKER.lower().encode() in data.lower()]
    assert found == []
    # The control: the text of a PDF is really looked at.
    pdf = next(p for p in written.folder.rglob("*.pdf"))
    assert "30" in pdf_text(pdf)


def test_the_same_findings_give_the_same_files(made, tmp_path):
    written, _, done = made
    again = write_evaluation(done, tmp_path / "again", workspace=built_in_workspace(), keep_until=date(2027, 12, 31))
    assert json.loads((again.folder / "manifest.json").read_text(encoding="utf-8")) == json.loads(
        (written.folder / "manifest.json").read_text(encoding="utf-8")
    )


def test_folder_is_replaced_whole_and_other_folders_are_refused(made, tmp_path):
    _, _, done = made
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").write_text("precious", encoding="utf-8")
    with pytest.raises(ProblemsError) as stop:
        write_evaluation(done, tmp_path / "mine")
    assert "output-not-ours" in str(stop.value)
    out = write_evaluation(done, tmp_path / "out", language="ar").folder
    assert 'dir="rtl"' in (out / "evaluation-report.html").read_text(encoding="utf-8")[:100]
    (out / "notes.txt").write_text("my work", encoding="utf-8")
    (problem,) = write_evaluation(done, out).problems
    assert problem.code == "pack-kept"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine", "out", "out-earlier-1"]


def test_a_failing_notebook_leaves_its_copy_and_no_folder(made, tmp_path):
    _, _, done = made
    own = tmp_path / "workspace"
    (own / "notebooks").mkdir(parents=True)
    nb = nbformat.read(built_in_workspace() / "notebooks" / "evaluation.ipynb", as_version=4)
    nb.cells[2].source = "raise RuntimeError('broken by hand')"
    nbformat.write(nb, own / "notebooks" / "evaluation.ipynb")
    with pytest.raises(ProblemsError) as stop:
        write_evaluation(done, tmp_path / "out", workspace=own)
    assert [p.code for p in stop.value.problems] == ["notebook-failed"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out-failed-evaluation.ipynb", "workspace"]


def test_the_manifest_says_until_when_all_this_may_be_kept(made):
    written, _, _ = made
    assert json.loads((written.folder / "manifest.json").read_text(encoding="utf-8"))["keep_until"] == "2027-12-31"


def test_nothing_a_person_wrote_is_in_any_file_or_on_the_screen(tmp_path, capsys):
    """The whole command, with codes, answers in own words and undeclared columns marked."""
    for name in ("pre.csv", "post.csv"):
        lines = [line.split(";") for line in (EXAMPLES / name).read_text(encoding="utf-8").splitlines()]
        header = [cell.strip('"').split("/")[-1] for cell in lines[0]]
        for line in lines[1:]:
            for place, column in enumerate(header):
                if column == "code" or column.startswith(("_", "sh_rea_b", "deviceid")):
                    line[place] = f'"{MARKER}{line[place].strip(chr(34))}"'
            line.append(f'"{MARKER} lives at {MARKER}"')
        lines[0].append('"home"')
        (tmp_path / name).write_text("\n".join(";".join(line) for line in lines) + "\n", encoding="utf-8")
    arguments = ["evaluate", "--instrument", EXAMPLES / "instrument.yaml", "--pre", tmp_path / "pre.csv",
                 "--post", tmp_path / "post.csv", "-o", tmp_path / "out"]  # fmt: skip
    assert run(app, [str(a) for a in arguments]) == 0
    shown = capsys.readouterr()
    assert "evaluation-report.html" in shown.err
    assert MARKER.lower() not in (shown.out + shown.err).lower()
    found = [path.name for path, data in parts(tmp_path / "out") if MARKER.lower().encode() in data.lower()]
    assert found == []
    assert any(path.suffix == ".pdf" for path, _ in parts(tmp_path / "out"))
