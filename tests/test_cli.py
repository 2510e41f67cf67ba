"""The commands as a user meets them: exit codes, JSON that is only JSON, clear problems for bad input of each kind."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from toolkit.cli import app, repeat_options, run
from toolkit.content.workspace import built_in_workspace

BRIEFS = built_in_workspace() / "session_templates" / "briefs"
ONE_DAY = BRIEFS / "ghana-italy-one-day.yaml"


def tot(capsys, *arguments: object) -> tuple[int, str, str]:
    code = run(app, [str(a) for a in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def write_brief(path: Path, **changes: object) -> Path:
    fields: dict[str, object] = {
        "title": "A session",
        "audience": "labour_migrants",
        "stage": "pre_departure",
        "destination": "IT",
        "template": "half-day",
        "modules": {"include": ["contract"]},
    }
    path.write_text(json.dumps(fields | changes), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "command", [[], ["init"], ["check"], ["modules"], ["plan"], ["pack"], ["evaluate"], ["indicators"]], ids=" ".join
)
def test_help_shows_an_example(capsys, command):
    code, out, _ = tot(capsys, *command, "--help")
    assert code == 0
    assert "Example" in out


def test_wrong_option_is_the_users_problem(capsys):
    code, _, err = tot(capsys, "plan", "--no-such-option")
    assert code == 1
    assert "no-such-option" in err


def test_modules_as_json(capsys):
    code, out, _ = tot(capsys, "modules", "--audience", "labour_migrants", "--json")
    rows = json.loads(out)
    assert code == 0
    assert len(rows) >= 6
    assert all({"id", "title", "audiences", "stages", "minutes"} <= set(row) for row in rows)
    assert all("labour_migrants" in row["audiences"] for row in rows)


def test_modules_for_an_unknown_audience(capsys):
    code, _, err = tot(capsys, "modules", "--audience", "labor_migrants")
    assert code == 1
    assert 'did you mean "labour_migrants"?' in err


def test_the_shipped_workspace_has_no_errors(capsys):
    code, out, _ = tot(capsys, "check", "--format", "json")
    found = json.loads(out)
    assert found["errors"] == 0, [p for p in found["problems"] if p["severity"] == "error"]
    assert code == 0


def test_the_plan_shows_the_ids_that_edits_name_and_sheets_by_their_titles(capsys):
    plan = json.loads(tot(capsys, "plan", ONE_DAY, "--json")[1])
    _, out, _ = tot(capsys, "plan", ONE_DAY)
    planned = {slot["activity"] for day in plan["days"] for slot in day["slots"] if slot["activity"]}
    assert planned
    assert all(activity in out for activity in planned)
    assert "-h-" not in out.partition("No room for")[0], "ids of handouts among the materials"


def test_plan_as_json(capsys):
    code, out, _ = tot(capsys, "plan", ONE_DAY, "--json")
    plan = json.loads(out)
    assert code == 0
    slots = [slot for day in plan["days"] for slot in day["slots"]]
    assert slots
    assert all({"start", "end", "minutes", "kind", "title", "module", "activity"} <= set(slot) for slot in slots)


def test_plan_on_screen(capsys):
    code, out, _ = tot(capsys, "plan", ONE_DAY, "--practices", "--quiet")
    assert code == 0
    assert "09:00–" in out
    assert "learning objectives served" in out


def test_drop_and_swap(capsys):
    _, out, _ = tot(capsys, "plan", ONE_DAY, "--json")
    used = [s["activity"] for d in json.loads(out)["days"] for s in d["slots"] if s["module"]]
    activity = used[-1]
    code, out, _ = tot(capsys, "plan", ONE_DAY, "--json", "--drop", activity)
    assert code == 0
    assert activity not in [s["activity"] for d in json.loads(out)["days"] for s in d["slots"]]
    assert tot(capsys, "plan", ONE_DAY, "--swap", activity)[0] == 1


def test_saved_plan_is_read_back(capsys, tmp_path):
    file = tmp_path / "plan.json"
    assert tot(capsys, "plan", ONE_DAY, "--save", file, "--quiet")[0] == 0
    assert json.loads(file.read_text(encoding="utf-8"))["days"]


BAD_BRIEFS = {
    "not a brief": ("- a\n- list\n", ""),
    "unknown field": ("title: x\naudience: labour_migrants\nstage: pre_departure\ndestinaton: IT\n", "destination"),
    "unknown country": ("title: x\naudience: labour_migrants\nstage: pre_departure\ndestination: XQ\n", "XQ"),
    "unclosed YAML": ('title: "x\n', ""),
    "latin-1": ("title: Café\naudience: labour_migrants\nstage: pre_departure\n".encode("latin-1"), "UTF-8"),
    "end before start": (
        'title: x\naudience: labour_migrants\nstage: pre_departure\nstart: "16:00"\nend: "09:00"\n',
        "16:00",
    ),
    "module that climbs out": (
        "title: x\naudience: labour_migrants\nstage: pre_departure\nmodules: {include: [../../secret]}\n",
        "secret",
    ),
    "empty": ("", ""),
    "binary": (bytes(range(256)), ""),
}


@pytest.mark.parametrize("kind", BAD_BRIEFS)
def test_bad_brief_is_a_clear_problem(capsys, tmp_path, kind):
    text, mention = BAD_BRIEFS[kind]
    brief = tmp_path / "brief.yaml"
    brief.write_bytes(text if isinstance(text, bytes) else text.encode())
    code, out, err = tot(capsys, "plan", brief, "--json")
    assert code == 1
    assert out == ""
    assert "brief.yaml" in err
    assert "error[" in err
    assert "hint:" in err
    assert "Traceback" not in err
    assert mention in err


def test_impossible_brief_names_a_way_out(capsys, tmp_path):
    brief = write_brief(
        tmp_path / "b.yaml", start="09:00", end="10:00", modules={"include": ["contract", "rights", "money"]}
    )
    code, _, err = tot(capsys, "plan", brief)
    assert code == 1
    assert "minutes" in err


def test_missing_brief_has_a_near_miss(capsys):
    code, _, err = tot(capsys, "pack", "session_templates/briefs/gana-italy-one-day.yaml", "-o", "never")
    assert code == 1
    assert "ghana-italy-one-day.yaml" in err
    assert not Path("never").exists()


def test_empty_curriculum(capsys, tmp_path):
    for name in ("curricula", "session_templates", "evaluation", "notebooks"):
        (tmp_path / name).mkdir()
    code, _, err = tot(capsys, "plan", write_brief(tmp_path / "b.yaml"), "--workspace", tmp_path)
    assert code == 1
    assert "error[" in err


def test_folder_that_is_no_workspace(capsys, tmp_path):
    code, _, err = tot(capsys, "check", "--workspace", tmp_path)
    assert code == 1
    assert "Traceback" not in err


def test_init_copies_a_workspace_that_checks(capsys, tmp_path):
    copy = tmp_path / "mine"
    assert tot(capsys, "init", copy)[0] == 0
    assert tot(capsys, "check", "--workspace", copy)[0] == 0
    assert tot(capsys, "init", copy)[0] == 1, "never over files that are there"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("latin.md", "---\ntitle: Café\n---\n".encode("latin-1"), "UTF-8"),
        ("climb.md", b"---\ntitle: x\n---\n\n:::{objective} ../x\n:kind: skill\n:::\n", "../x"),
        ("big.md", b"a" * 10_000_000, "big.md"),
    ],
)
def test_bad_module_is_a_problem_at_its_file(capsys, tmp_path, name, content, code):
    copy = tmp_path / "mine"
    tot(capsys, "init", copy)
    (copy / "curricula" / "labour-migrants" / name).write_bytes(content)
    exit_code, out, _ = tot(capsys, "check", "--workspace", copy)
    assert exit_code == 1
    assert f"curricula/labour-migrants/{name}" in out
    assert code in out


def test_fault_of_ours_is_exit_2(capsys):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a bug")

    assert run(broken, []) == 2
    assert "fault of the toolkit" in capsys.readouterr().err


def test_help_imports_nothing_heavy():
    heavy = ("pandas", "ortools", "pptx", "papermill", "pydantic")
    code = f"import sys, toolkit.cli; print([m for m in {heavy} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


@pytest.mark.skipif(sys.platform == "win32", reason="signals are a matter of POSIX")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_stopping_leaves_nothing_half_made(tmp_path, name):
    import signal

    command = [sys.executable, "-m", "toolkit", "pack", str(ONE_DAY), "-o", str(tmp_path / "pack")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=built_in_workspace())
    assert process.stderr is not None
    for line in process.stderr:
        if "session_plan.ipynb" in line:
            break
    process.send_signal(getattr(signal, name))
    rest = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert "error[interrupted]" in rest
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("evaluate --responses a b -o c", "evaluate --responses a --responses b -o c"),
        ("evaluate --pre a --post b c", "evaluate --pre a --post b --post c"),
        ("pack a -o b", "pack a -o b"),
        ("", ""),
    ],
)
def test_several_files_may_follow_one_option(given, meant):
    assert repeat_options(given.split()) == meant.split()


EXAMPLES = built_in_workspace() / "evaluation" / "examples"


def test_evaluate_scores(capsys, tmp_path):
    """Student's sleep data (R's ``sleep``): t = 4.0621 on 9 df, p = 0.002833."""
    pre = (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0)
    post = (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4)
    file = tmp_path / "sleep.csv"
    rows = [f"K{i},{a},{b}" for i, (a, b) in enumerate(zip(pre, post, strict=True))]
    file.write_text("\n".join(["code,pre,post", *rows]), encoding="utf-8")
    code, out, _ = tot(capsys, "evaluate", "--scores", file, "-o", tmp_path / "findings", "--json", "-q")
    change = json.loads(out)["change"]
    assert code == 0
    assert change["t"] == pytest.approx(4.0621, abs=5e-5)
    assert change["df"] == 9
    assert change["p"] == pytest.approx(0.002833, abs=5e-7)
    assert json.loads((tmp_path / "findings" / "evaluation.json").read_text(encoding="utf-8"))["change"] == change


def test_evaluate_the_example_and_plan_with_its_needs(capsys, tmp_path):
    folder = tmp_path / "findings"
    files = (
        "--instrument",
        EXAMPLES / "instrument.yaml",
        "--pre",
        EXAMPLES / "pre.csv",
        "--post",
        EXAMPLES / "post.csv",
    )
    assert tot(capsys, "evaluate", *files, "-o", folder, "-q")[0] == 0
    names = {p.name for p in folder.iterdir()}
    assert names >= {
        "evaluation.json",
        "evaluation-report.html",
        "evaluation-report.docx",
        "needs.yaml",
        "feedback.csv",
    }
    assert tot(capsys, "plan", ONE_DAY, "--needs", folder / "needs.yaml", "-q")[0] == 0
    assert tot(capsys, "plan", ONE_DAY, "--needs", EXAMPLES / "pre.csv", "-q")[0] == 1


def test_evaluate_without_anything_to_evaluate(capsys, tmp_path):
    code, _, err = tot(capsys, "evaluate", "-o", tmp_path / "findings")
    assert code == 1
    assert "error[evaluate-what]" in err
    assert list(tmp_path.iterdir()) == []


def test_indicators_over_evaluated_sessions(capsys, tmp_path):
    scores = EXAMPLES / "scores.csv"
    for name in ("march", "april"):
        assert tot(capsys, "evaluate", "--scores", scores, "--max-score", 10, "-o", tmp_path / name, "-q")[0] == 0
        (tmp_path / name / "evaluation.json").write_text(
            (tmp_path / name / "evaluation.json")
            .read_text(encoding="utf-8")
            .replace('"title": ""', f'"title": "{name}"'),
            encoding="utf-8",
        )
    file = tmp_path / "table.csv"
    code, out, _ = tot(capsys, "indicators", tmp_path, "--output", file)
    assert code == 0
    assert "evaluated sessions" in out
    assert file.read_text(encoding="utf-8").startswith("indicator,")
    assert tot(capsys, "indicators", tmp_path / "nothing")[0] == 1
