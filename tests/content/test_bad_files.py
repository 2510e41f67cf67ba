"""Files that are no good as files, and the YAML files beside the modules: what each mistake says, and where."""

import os
import sys

import pytest
from sample_workspace import FILES, MODULE, MODULE_PATH, check, line_of, spoil, write_workspace

from toolkit.content.load import load_content

PRACTICES, BIBLIOGRAPHY, ITALY, SCALES, TEMPLATE, CURRICULUM, BANK = (
    "curricula/practices.yaml",
    "curricula/bibliography.yaml",
    "curricula/countries/it.yaml",
    "evaluation/scales.yaml",
    "session_templates/short.yaml",
    "curricula/labour/curriculum.yaml",
    "curricula/activity-bank/closing.md",
)

BYTES = {
    "UTF-16 with a mark": (MODULE.encode("utf-16"), 0, "file-encoding", "UTF-16"),
    "UTF-16 without a mark": (MODULE.encode("utf-16-le"), 0, "file-encoding", "UTF-16"),
    "Latin-1": (MODULE.replace("promises that", "promesses où").encode("latin-1"), 46, "file-encoding", "Windows-1252"),
    "a NUL byte": (MODULE.replace("People tell", "People\0tell").encode(), 46, "file-binary", "NUL"),
    "10 MB": (b"x" * 10_000_000, 0, "file-too-large", "10.0 MB"),
    "empty": (b"", 1, "front-matter-missing", "front matter"),
    "only a byte order mark": (b"\xef\xbb\xbf", 1, "front-matter-missing", "front matter"),
}


@pytest.mark.parametrize("name", BYTES)
def test_unusable_file_is_a_problem_with_a_next_step(tmp_path, name):
    raw, line, code, words = BYTES[name]

    problems = [p for p in check(write_workspace(tmp_path, {MODULE_PATH: raw})) if p.where.path == MODULE_PATH]

    (problem,) = [p for p in problems if p.code == code]
    assert problem.where.line == line
    assert words in problem.message
    assert problem.hint


def test_what_refers_to_an_unreadable_module_is_not_reported_too(tmp_path):
    problems = check(write_workspace(tmp_path, {MODULE_PATH: b"\xff\xfe\x00"}))

    assert [p.code for p in problems] == ["file-encoding"]


YAML_CASES = {
    # file, edit, text that stands on the expected line, code
    "practice without a title": (PRACTICES, ("  title: Learn by doing\n", ""), "- number: 6", "key-missing"),
    "practice number twice": (PRACTICES, ("number: 9", "number: 6"), "number: 6\n  id: known", "practice-number-twice"),
    "practice cites nothing": (PRACTICES, ("[iom-2011]", "[iom-1999]"), "- number: 6", "source-unknown"),
    "practices are no list": (PRACTICES, (FILES[PRACTICES], "a: 1\n"), "a: 1", "shape-wrong"),
    "source without a title": (BIBLIOGRAPHY, ("title: Annual report, ", ""), "iom-2011", "key-missing"),
    "source of unknown type": (BIBLIOGRAPHY, ("type: web", "type: website"), "eu-112", "value-not-allowed"),
    "source without a year": (BIBLIOGRAPHY, (", year: 2012", ""), "iom-2011", "source-incomplete"),
    "key twice": (BIBLIOGRAPHY, ("eu-112:", "iom-2011:"), 'iom-2011: {type: web', "yaml-duplicate-key"),
    "stale fact": (ITALY, ("2026-05-01", "2011-05-01"), "emergency_number", "fact-stale"),
    "fact from the future": (ITALY, ("2026-05-01", "2027-05-01"), "emergency_number", "fact-future"),
    "fact without a source": (ITALY, ("    source: {key: eu-112, where: heading}\n", ""), "emergency", "key-missing"),
    "fact from an unknown source": (ITALY, ("eu-112", "eu-113"), "emergency_number", "source-unknown"),
    "mistyped fact": (ITALY, ("emergency_number", "emergency_nr"), "emergency_nr", "fact-unknown"),
    "number that should be text": (ITALY, ('"112"', "112"), "value:", "value-wrong"),
    "no such date": (ITALY, ("2026-05-01", "2026-02-30"), "as_of:", "value-wrong"),
    "no such country": (ITALY, ("country: IT", "country: XX"), "country:", "country-unknown"),
    "profile under another name": (ITALY, ("country: IT", "country: GH"), "country:", "country-name"),
    "easier scale that is not there": (
        SCALES,
        ("source: own", "easy: faces-4, source: own"),
        "agreement-5",
        "scale-easy-unknown",
    ),
    "scale with one option": (
        SCALES,
        ('["No", Rather no, In between, Rather yes, "Yes"]', "[No]"),
        "agreement-5",
        "value-wrong",
    ),
    "template with a bad time": (TEMPLATE, ("09:00", "9 o'clock"), "start:", "value-wrong"),
    "day that ends before it begins": (TEMPLATE, ("11:00", "08:00"), "title", "template-hours"),
    "break after the day": (TEMPLATE, ("after: 60", "after: 600"), "- {kind: break", "template-break"),
    "frame that nothing fills": (TEMPLATE, ("kind: closing", "kind: energiser"), "- {kind: energiser", "frame-empty"),
    "frame of an unknown activity": (
        TEMPLATE,
        ("kind: closing", "kind: closing, activity: bank-by"),
        "activity: bank-by",
        "frame-unknown",
    ),
    "curriculum without modules": (CURRICULUM, ("[contract]", "[]"), "modules:", "curriculum-empty"),
    "curriculum of an unknown module": (CURRICULUM, ("[contract]", "[contract, rights]"), "title:", "module-unknown"),
    "question in the bank": (
        BANK,
        ("Say goodbye.", "Say goodbye.\n\n::::{question} bank-q\n:level: recall\n::::\n"),
        "{question}",
        "directive-misplaced",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", YAML_CASES)
def test_mistake_in_a_shared_file_is_found_at_its_line(tmp_path, name):
    path, edit, part, code = YAML_CASES[name]
    text = spoil(FILES[path], edit)

    problems = check(write_workspace(tmp_path, {path: text}))

    assert (path, line_of(text, part), code) in [(p.where.path, p.where.line, p.code) for p in problems]


def test_a_module_that_its_curriculum_does_not_list(tmp_path):
    again = MODULE.replace("con-", "aga-")

    (problem,) = check(write_workspace(tmp_path, {"curricula/labour/again.md": again}))

    assert (problem.where.path, problem.code) == ("curricula/labour/again.md", "module-unlisted")


def test_ids_are_unique_across_files_and_both_places_are_named(tmp_path):
    write_workspace(
        tmp_path,
        {
            "curricula/labour/again.md": MODULE,
            CURRICULUM: spoil(FILES[CURRICULUM], ("[contract]", "[again, contract]")),
        },
    )

    problems = [p for p in check(tmp_path) if p.code == "id-duplicate"]

    assert len(problems) == 12
    assert {p.where.path for p in problems} == {MODULE_PATH}
    line = line_of(MODULE, "{objective} con-parts")
    assert problems[0].message == f'objective "con-parts" exists already at curricula/labour/again.md:{line}.'


def test_the_same_module_in_two_curricula(tmp_path):
    write_workspace(
        tmp_path, {"curricula/other/contract.md": MODULE, "curricula/other/curriculum.yaml": FILES[CURRICULUM]}
    )

    assert ("curricula/other/contract.md", "id-duplicate") in [(p.where.path, p.code) for p in check(tmp_path)]


def test_prerequisites_in_a_circle_are_named(tmp_path):
    def module(prefix, before):
        return MODULE.replace("con-", f"{prefix}-").replace("prerequisites: []", f"prerequisites: [{before}]")

    write_workspace(
        tmp_path,
        {
            MODULE_PATH: module("con", "rights"),
            "curricula/labour/rights.md": module("rig", "contract"),
            CURRICULUM: spoil(FILES[CURRICULUM], ("[contract]", "[contract, rights]")),
        },
    )

    (problem,) = check(tmp_path)

    assert (problem.code, problem.where.line) == ("prerequisite-cycle", line_of(MODULE, "prerequisites:"))
    assert "contract → rights → contract" in problem.message


def test_a_file_name_that_is_no_id(tmp_path):
    write_workspace(tmp_path, {"curricula/labour/My Module.md": MODULE})

    assert [p.code for p in check(tmp_path)] == ["module-id-form"]


def test_an_empty_workspace_says_how_to_begin(tmp_path):
    codes = {p.code for p in load_content(tmp_path)[1]}

    assert codes == {"workspace-empty", "workspace-part-missing"}


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_links_that_leave_the_workspace_are_not_followed(tmp_path):
    secret = tmp_path / "secret.md"
    secret.write_text("---\ntitle: Secret\n---\n", encoding="utf-8")
    root = write_workspace(tmp_path / "ws")
    (root / "curricula/labour/linked.md").symlink_to(secret)

    assert [(p.where.path, p.code) for p in check(root)] == [("curricula/labour/linked.md", "file-outside")]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path):
    root = write_workspace(tmp_path)
    (root / MODULE_PATH).chmod(0)

    assert [p.code for p in check(root)] == ["file-unreadable"]


def test_readmes_and_hidden_files_are_no_content(tmp_path):
    root = write_workspace(
        tmp_path,
        {
            "curricula/labour/README.md": "# About this folder",
            "curricula/labour/.draft.md": "no",
            "curricula/.ipynb_checkpoints/contract.md": MODULE,
        },
    )

    assert check(root) == ()
