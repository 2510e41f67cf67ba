"""What is known of a module: findings that were published, and its history in git."""

import json
import os
import shutil
import subprocess

import pytest

from tests.content.sample_workspace import MODULE, MODULE_PATH, write_workspace
from toolkit.content.language import Language
from toolkit.content.load import load_content
from toolkit.content.workspace import built_in_workspace
from toolkit.evaluation.findings.json_form import findings_json
from toolkit.studio.designer.diffs import diff_html
from toolkit.studio.designer.findings import load_module_findings
from toolkit.studio.designer.findings_view import _item
from toolkit.studio.designer.history import Change, changes_of, diff_of, diff_to_disk, has_history

EN = Language("en")
git_needed = pytest.mark.skipif(shutil.which("git") is None, reason="no git on this computer")


@pytest.fixture(scope="module")
def findings():
    from toolkit.execution.evaluating import evaluate

    examples = built_in_workspace() / "evaluation" / "examples"
    return evaluate(
        instrument=examples / "instrument.yaml", pre=[examples / "pre.csv"], post=[examples / "post.csv"]
    ).findings


@pytest.fixture
def content(tmp_path):
    return load_content(write_workspace(tmp_path))[0]


def put(root, findings, path):
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(findings_json(findings)), encoding="utf-8")


@pytest.mark.parametrize("folder", ["findings/2026", "sessions/accra/evaluation", "findings"])
def test_findings_of_the_module_are_found(content, findings, folder):
    put(content.root, findings, f"{folder}/evaluation.json")
    found, problems = load_module_findings(content, content.modules["contract"])
    assert problems == ()
    assert [one.path for one in found] == [f"{folder}/evaluation.json"]
    assert {item.module for item in found[0].items} == {"contract"}
    assert found[0].people == findings.counts.n_matched


def test_findings_of_other_modules_are_left_out(content, findings):
    from dataclasses import replace

    put(content.root, findings, "findings/evaluation.json")
    other = replace(content.modules["contract"], id="nothing-asked")
    assert load_module_findings(content, other) == ((), ())


def test_what_is_no_findings_is_named(content):
    file = content.root / "findings" / "x" / "evaluation.json"
    file.parent.mkdir(parents=True)
    for text in ("{", "[]", '{"format": 1}', "[" * 100_000):
        file.write_text(text, encoding="utf-8")
        found, problems = load_module_findings(content, content.modules["contract"])
        assert found == ()
        assert [(p.code, p.where.path) for p in problems] == [
            ("designer-findings-unreadable", "findings/x/evaluation.json")
        ]


def test_what_was_kept_back_stays_so(findings):
    from dataclasses import replace

    item = replace(findings.items[0], suppressed="few", n_matched=3, pre_correct=0.5)
    row = _item(item, "Question", EN)
    assert "3" not in "".join(row)
    assert "50" not in "".join(row)


def git(root, *arguments):
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    names = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *names, *arguments], cwd=root, check=True, capture_output=True, env=environment)


@git_needed
def test_the_history_of_a_file(content):
    root = content.root
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "First")
    (root / MODULE_PATH).write_text(MODULE.replace("Keep a copy.", "Keep two copies."), encoding="utf-8")
    git(root, "commit", "-qam", "Two copies <b>")
    assert has_history(root, MODULE_PATH)
    changes = changes_of(root, MODULE_PATH)
    assert [(c.author, c.subject) for c in changes] == [("Ana", "Two copies <b>"), ("Ana", "First")]
    diff = diff_of(root, changes[0])
    assert "-- Keep a copy." in diff
    assert "+- Keep two copies." in diff
    assert diff_to_disk(root, MODULE_PATH) == ""
    (root / MODULE_PATH).write_text(MODULE, encoding="utf-8")
    assert "+- Keep a copy." in diff_to_disk(root, MODULE_PATH)


@git_needed
def test_a_file_that_git_does_not_know_has_no_history(content):
    assert not has_history(content.root, MODULE_PATH)
    git(content.root, "init", "-q")
    assert not has_history(content.root, MODULE_PATH)
    assert changes_of(content.root, MODULE_PATH) == ()


def test_a_commit_is_no_option(content):
    assert diff_of(content.root, Change("--output=x", "2026-01-01", "a", "b", MODULE_PATH)) == ""
    assert not (content.root / "x").exists()


def test_differences_are_escaped_and_named():
    html = diff_html("@@ -1 +1 @@\n-<b>old\n+new", EN)
    assert "&lt;b&gt;old" in html
    assert "taken out: " in html
    assert "added: " in html
    assert diff_html("", EN).startswith("<p")
