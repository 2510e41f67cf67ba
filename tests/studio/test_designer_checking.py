"""A module's text while it is being written: the answer of ``tot check``, without reading anything else again."""

from dataclasses import replace

import pytest

from tests.content.sample_workspace import MODULE, MODULE_PATH, TODAY, check, line_of, short, spoil, write_workspace
from toolkit.content.checks import check_content
from toolkit.content.language import Language
from toolkit.content.load import load_content
from toolkit.content.workspace import built_in_workspace
from toolkit.studio.designer.checking import check_text
from toolkit.studio.designer.others import list_others


@pytest.fixture
def content(tmp_path):
    return load_content(write_workspace(tmp_path))[0]


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (("objectives: [con-parts]", "objectives: [con-partz]"), "objective-unknown"),
        (("prerequisites: []", "prerequisites: [nowhere]"), "module-unknown"),
        (("key: iom-2011", "key: iom-1999"), "source-unknown"),
        (("audiences: [labour_migrants]", "audiences: [martians]"), "audience-unknown"),
        (("destination.emergency_number", "destination.emergency_nummer"), "substitution-unknown"),
        (("title: Reading a contract", "titel: Reading a contract"), "key-unknown"),
        (("9: Opens", "99: Opens"), "practice-unknown"),
    ],
)
def test_the_same_problems_as_of_the_file_on_disk(tmp_path, edit, code):
    content = load_content(write_workspace(tmp_path))[0]
    text = spoil(MODULE, edit)
    found = check_text(content, MODULE_PATH, text, TODAY).problems
    assert code in {problem.code for problem in found}
    write_workspace(tmp_path, {MODULE_PATH: text})
    assert list(found) == [problem for problem in check(tmp_path) if problem.where.path == MODULE_PATH]


def test_nothing_is_wrong_with_the_text_on_disk(content):
    checked = check_text(content, MODULE_PATH, MODULE, TODAY)
    assert checked.problems == ()
    assert checked.elsewhere == ()
    assert checked.module == content.modules["contract"]


def test_a_problem_stands_at_its_line(content):
    text = spoil(MODULE, ("objectives: [con-parts]", "objectives: [con-partz]"))
    problem = next(p for p in check_text(content, MODULE_PATH, text, TODAY).problems if p.code == "objective-unknown")
    assert problem.where.line == line_of(text, "con-partz")


def test_what_goes_wrong_in_other_files_is_told_apart(content):
    path = "curricula/labour/second.md"
    checked = check_text(content, path, MODULE, TODAY)
    assert {"id-duplicate"} <= {p.code for p in (*checked.problems, *checked.elsewhere)}
    assert all(p.where.path == path for p in checked.problems)
    assert all(p.where.path != path for p in checked.elsewhere)


def test_any_text_is_checked(content):
    for text in ("", "---", "---\n---\n", ":::{activity}", "\x00\ud800", MODULE[: len(MODULE) // 2]):
        assert check_text(content, MODULE_PATH, text, TODAY).problems, text


def test_the_content_keeps_its_order_and_other_modules(content):
    checked = check_text(content, MODULE_PATH, MODULE.replace("Reading a", "Read the"), TODAY)
    assert list(checked.content.modules) == list(content.modules)
    assert replace(checked.content, modules={}, broken=()) == replace(content, modules={}, broken=())


def test_shipped_modules_have_the_same_answer():
    root = built_in_workspace()
    content, loading = load_content(root)
    from toolkit.content.checks import check_content
    from toolkit.problems import sort_problems

    everything = sort_problems([*loading, *check_content(content, TODAY)])
    for module in list(content.modules.values())[::12]:
        path = module.place.path
        text = (root / path).read_text(encoding="utf-8")
        wanted = [problem for problem in everything if problem.where.path == path]
        assert list(check_text(content, path, text, TODAY).problems) == wanted


def test_broken_blocks_of_the_old_text_are_forgotten(tmp_path):
    broken = spoil(MODULE, ("kind: discussion", "kind: chat"))
    content = load_content(write_workspace(tmp_path, {MODULE_PATH: broken}))[0]
    assert content.broken
    checked = check_text(content, MODULE_PATH, MODULE, TODAY)
    assert short(checked.problems) == []
    assert checked.content.broken == ()


OTHERS = {
    "curricula/countries/it.yaml": (("as_of: 2026-05-01", "as_of: yesterday"), ("key: eu-112", "key: eu-999")),
    "curricula/bibliography.yaml": (("type: report", "type: rumour"), ("year: 2012", "yeer: 2012")),
    "session_templates/short.yaml": (("days: 1", "days: many"), ('start: "09:00"', 'start: "19:00"')),
    "evaluation/scales.yaml": (("source: own", "sorce: own"),),
    "curricula/labour/curriculum.yaml": (("title:", "titel:"),),
}


@pytest.mark.parametrize(("path", "edit"), [(path, edit) for path, edits in OTHERS.items() for edit in edits])
def test_files_of_data_have_the_problems_of_the_file_on_disk(tmp_path, path, edit):
    content = load_content(write_workspace(tmp_path))[0]
    text = spoil((tmp_path / path).read_text(encoding="utf-8"), edit)
    found = check_text(content, path, text, TODAY)
    assert found.module is None
    assert found.problems
    write_workspace(tmp_path, {path: text})
    assert list(found.problems) == [problem for problem in check(tmp_path) if problem.where.path == path]


def test_nothing_new_is_said_of_any_shipped_file():
    root = built_in_workspace()
    content, loading = load_content(root)
    said = {*loading, *check_content(content, TODAY)}
    paths = [file.path for group in list_others(root, content, Language("en")) for file in group.files]
    assert {"curricula/activity-bank/closing.md", "curricula/bibliography.yaml"} <= set(paths)
    for path in (path for path in paths if "/briefs/" not in path):
        checked = check_text(content, path, (root / path).read_text(encoding="utf-8"), TODAY)
        assert set(checked.problems) == {problem for problem in said if problem.where.path == path}, path
        assert not checked.elsewhere, path


def test_a_source_that_goes_is_missed_elsewhere(content):
    checked = check_text(
        content, "curricula/bibliography.yaml", "eu-112: {type: web, title: One number, year: 2026}\n", TODAY
    )
    assert "source-unknown" in {problem.code for problem in checked.elsewhere}


def test_a_brief_is_checked_against_the_workspace(content):
    text = "title: One\naudience: martians\nstage: pre_departure\ntemplate: short\n"
    found = check_text(content, "session_templates/briefs/one.yaml", text, TODAY).problems
    assert [p.where.line for p in found if "martians" in p.message] == [2]
