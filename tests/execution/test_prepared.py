"""A session that is opened once for all notebooks of a pack."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from toolkit.execution.forked import in_fork
from toolkit.execution.prepared import prepared
from toolkit.execution.rehearsal import rehearse
from toolkit.execution.session import _NOT_PLANNED_BY, load_workspace, open_session, open_session_forked
from toolkit.planning.brief import Brief
from toolkit.planning.brief_file import load_brief
from toolkit.planning.plan_file import save_plan_text
from toolkit.planning.solve import plan_session
from toolkit.problems import ProblemsError

ROOT = Path(__file__).parents[2]
BRIEFS = ROOT / "session_templates" / "briefs"
SHORT = BRIEFS / "two-hour-information.yaml"
forks = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks only on Linux")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a brief and its plan, as a notebook of a pack finds it."""
    shutil.copyfile(SHORT, tmp_path / "brief.yaml")
    session = open_session(SHORT, workspace=ROOT)
    (tmp_path / "plan.json").write_text(save_plan_text(session.plan), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ask(**more):
    return open_session("brief.yaml", workspace=ROOT, plan="plan.json", **more)


def prepare(folder, open_it=ask):
    return prepared("brief.yaml", "plan.json", folder, open_it, load_workspace(ROOT)[0])


def test_who_asks_for_the_same_gets_what_was_prepared(folder):
    opened = ask()
    with prepare(folder):
        first = ask()
        assert ask() is first
        assert first == opened
    assert ask() is not first


def test_another_brief_or_plan_or_field_is_opened_anew(folder):
    with prepare(folder):
        first = ask()
        assert ask(overrides={"title": "Another"}) is not first
        (folder / "brief.yaml").write_text(SHORT.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        assert ask() is not first


def test_another_folder_is_another_session(folder, tmp_path_factory, monkeypatch):
    other = tmp_path_factory.mktemp("other")
    for name in ("brief.yaml", "plan.json"):
        shutil.copyfile(folder / name, other / name)
    with prepare(folder):
        first = ask()
        monkeypatch.chdir(other)
        assert ask() is not first


def test_a_brief_with_files_beside_it_is_not_kept(folder):
    text = SHORT.read_text(encoding="utf-8") + "# deck_master: own.pptx\n"
    (folder / "brief.yaml").write_text(text, encoding="utf-8")
    with prepare(folder):
        assert ask() is not ask()


def test_what_is_wrong_is_left_to_the_notebook(folder):
    (folder / "plan.json").write_text("{}", encoding="utf-8")
    with prepare(folder), pytest.raises(ProblemsError):
        ask()


class Watched(Brief):
    """A brief of which some fields must not be read."""

    def __getattribute__(self, name):
        if name in _NOT_PLANNED_BY:
            raise AssertionError(f"the planner reads {name}")
        return super().__getattribute__(name)


@pytest.mark.parametrize("file", sorted(BRIEFS.glob("*.yaml")), ids=lambda file: file.stem)
def test_the_planner_does_not_read_what_sessions_differ_in(file):
    content = load_workspace(ROOT)[0]
    brief, _ = load_brief(file, content)
    fields = {name: getattr(brief, name) for name in brief.model_fields_set}
    watched = Watched.model_construct(_fields_set=set(fields), **fields)
    plan, _ = plan_session(content, watched)
    assert plan is not None


@forks
def test_a_plan_of_a_session_like_it_is_the_plan(tmp_path):
    def plans():
        for number in range(2):
            brief = tmp_path / "brief.yaml"
            text = SHORT.read_text(encoding="utf-8").replace("title: ", f"title: Number {number}, ", 1)
            brief.write_text(text, encoding="utf-8")
            aside, here = open_session_forked(brief, workspace=ROOT), open_session(brief, workspace=ROOT)
            assert save_plan_text(aside.plan) == save_plan_text(here.plan)
            assert aside.plan.brief == aside.brief
            yield aside.plan.brief.title

    first, second = in_fork(lambda: list(plans()), timeout_seconds=120)
    assert first != second


@forks
def test_a_rehearsal_starts_no_thread_and_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def threads():
        from toolkit.execution.forked import thread_count

        rehearse(open_session_forked(SHORT, workspace=ROOT))
        return thread_count()

    assert in_fork(threads, timeout_seconds=120) == 1
    assert not list(tmp_path.iterdir())
