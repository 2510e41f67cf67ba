"""A group profile in a brief: what it moves, what it says about that, and that the brief's own words win."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.content.load import load_content
from toolkit.content.workspace import built_in_workspace
from toolkit.planning.brief import Brief
from toolkit.planning.brief_file import load_brief
from toolkit.planning.group_profile import GroupProfile, ObjectiveNeed, apply_profile
from toolkit.planning.solve import plan_session
from toolkit.problems import Place

PROFILE = GroupProfile(
    people=25,
    literacy="basic",
    mother_tongues=("ar",),
    strengths=("Work in teams",),
    objective_needs=(
        ObjectiveNeed(need=2, because="Health: this matters most", objectives=("hea-doors",)),
        ObjectiveNeed(need=0.5, because="Family: I know enough", objectives=("fam-law", "gone")),
    ),
)
HEAD = "title: T\naudience: refugees\nstage: pre_departure\ngroup_profile: profile.yaml\n"


@pytest.fixture(scope="module")
def content():
    return load_content(built_in_workspace())[0]


def brief(**changes: object) -> Brief:
    return Brief.model_validate({"title": "T", "audience": "refugees", "stage": "pre_departure", **changes})


def written(folder: Path, more: str = "", profile: str = "version: 1\npeople: 25\nliteracy: basic\n") -> Path:
    (folder / "profile.yaml").write_text(profile, encoding="utf-8")
    (folder / "brief.yaml").write_text(HEAD + more, encoding="utf-8")
    return folder / "brief.yaml"


def test_the_profile_fills_what_the_brief_leaves_open():
    changed, moved = apply_profile(brief(), PROFILE, {"hea-doors", "fam-law"})
    assert (changed.group.size, changed.group.literacy) == (25, "basic")
    assert changed.group.mother_tongues == ("ar",)
    assert changed.group.strengths == ("Work in teams",)
    assert changed.needs == {"hea-doors": 2, "fam-law": 0.5}
    assert [m.field for m in moved] == [
        "group size",
        "literacy",
        "mother tongues",
        "strengths",
        "the weight of 1 objectives",
        "the weight of 1 objectives",
    ]
    assert "Family: I know enough" in moved[-1].why


def test_what_the_brief_says_itself_wins():
    own = brief(
        group={"size": 30, "literacy": "fluent", "mother_tongues": ["ku"], "strengths": ["cooking"]},
        needs={"hea-doors": 1.0},
    )
    changed, _ = apply_profile(own, PROFILE, {"hea-doors"})
    assert (changed.group.size, changed.group.literacy) == (30, "fluent")
    assert changed.group.mother_tongues == ("ku", "ar")
    assert changed.group.strengths == ("cooking", "Work in teams")
    assert changed.needs == {"hea-doors": 1.0}


def test_a_brief_file_with_a_profile_says_what_moved(tmp_path, content):
    found, problems = load_brief(written(tmp_path), content)
    assert found.group.literacy == "basic"
    notes = [p for p in problems if p.code == "brief-profile-moved"]
    assert {p.severity for p in notes} == {"info"}
    assert any("literacy: basic" in p.message for p in notes)


def test_a_missing_profile_is_an_error_at_its_line(tmp_path, content):
    path = written(tmp_path)
    (tmp_path / "profile.yaml").unlink()
    problems = load_brief(path, content)[1]
    assert [(p.code, p.where.line) for p in problems] == [("brief-profile-missing", 4)]


@pytest.mark.parametrize("given", ["../profile.yaml", "/etc/passwd", "C:\\profile.yaml"])
def test_a_profile_outside_the_folder_is_not_read(tmp_path, content, given):
    inside = tmp_path / "inside"
    inside.mkdir()
    path = written(inside)
    (inside / "profile.yaml").rename(tmp_path / "profile.yaml")
    path.write_text(HEAD.replace("profile.yaml", f"'{given}'"), encoding="utf-8")
    assert "brief-profile-missing" in [p.code for p in load_brief(path, content)[1]]


@pytest.mark.parametrize(
    "text",
    [
        "version: 1\npeople: 4\n",
        "version: 2\npeople: 25\n",
        "- 1\n",
        "version: 1\npeople: 25\nnames: [x]\n",
        "version: 1\npeople: 25\nat_least: 1\n",
        "version: 1\npeople: 25\nliteracy: some\n",
    ],
)
def test_a_file_that_is_no_group_profile_is_told_at_its_line(tmp_path, content, text):
    problems = load_brief(written(tmp_path, profile=text), content)[1]
    assert [p.where.path for p in problems if p.severity == "error"] == ["profile.yaml"]


def test_objectives_of_another_workspace_are_left_out_with_a_warning(tmp_path, content):
    profile = "version: 1\npeople: 25\nobjective_needs:\n  - {need: 2, because: x, objectives: [hea-doors, not-here]}\n"
    found, problems = load_brief(written(tmp_path, profile=profile), content)
    assert found.needs == {"hea-doors": 2}
    assert "brief-profile-objectives" in [p.code for p in problems]


def test_the_profile_moves_the_plan(content):
    """One day for six modules is short: the one that matters most to the group gets more of it."""
    six = ["health", "family", "housing", "work", "language", "adaptation"]
    base = brief(days=1, template="one-day", modules={"only": six})
    profile = GroupProfile(
        people=25,
        objective_needs=(
            ObjectiveNeed(
                need=2, because="matters", objectives=tuple(o.id for o in content.modules["health"].objectives)
            ),
            ObjectiveNeed(
                need=0.5,
                because="known",
                objectives=tuple(o.id for m in six[1:] for o in content.modules[m].objectives),
            ),
        ),
    )

    def minutes_of_health(of: Brief) -> int:
        plan, problems = plan_session(content, of, place=Place("brief.yaml"))
        assert plan is not None, problems
        return sum(slot.minutes for slot in plan.slots() if slot.module == "health")

    moved = apply_profile(base, profile, content.objectives())[0]
    assert minutes_of_health(moved) > minutes_of_health(base)
