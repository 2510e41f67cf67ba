"""The form: fields become a brief, a brief fills the fields, and nothing that one types breaks the page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.studio.trainer_desk import ENGLISH, new_state
from toolkit.content.workspace import built_in_workspace
from toolkit.execution.session import load_workspace
from toolkit.planning.brief_file import load_brief
from toolkit.problems import ProblemsError
from toolkit.studio.trainer.brief_form import (
    FIELDS,
    add_part,
    brief_data,
    brief_text,
    new_brief,
    overlay,
    read_brief,
    read_fields,
    read_profile,
    remove_part,
    set_field,
    wanted_modules,
    with_profile,
)
from toolkit.studio.trainer.form_view import form_html

ROOT = built_in_workspace()
CONTENT, _ = load_workspace(ROOT)
BRIEFS = sorted((ROOT / "session_templates" / "briefs").glob("*.yaml"))
EMPTY = new_brief(ENGLISH)


@pytest.mark.parametrize("path", BRIEFS, ids=lambda p: p.stem)
def test_a_brief_goes_through_the_form_unchanged(path) -> None:
    brief, _ = load_brief(path, CONTENT)
    assert read_brief(CONTENT, brief_data(brief))[0] == brief


def test_the_saved_brief_is_read_like_any_other(tmp_path) -> None:
    brief, _ = load_brief(BRIEFS[0], CONTENT)
    file = tmp_path / "brief.yaml"
    file.write_text(brief_text(brief), encoding="utf-8")
    assert load_brief(file, CONTENT)[0] == brief


def test_an_empty_form_gives_a_plan() -> None:
    brief, problems = read_brief(CONTENT, EMPTY)
    assert problems == ()
    assert brief is not None
    assert brief.group.size == 20


def test_fields_take_numbers_lists_and_nothing() -> None:
    data = set_field(EMPTY, "group.women", "9")
    data = set_field(data, "group.strengths", "farming\n\nseveral languages; cooking")
    data = set_field(data, "group.mother_tongues", "ar, ti ar")
    assert data["group"] == {
        "size": 20,
        "literacy": "basic",
        "women": 9,
        "strengths": ["farming", "several languages", "cooking"],
        "mother_tongues": ["ar", "ti"],
    }
    assert "women" not in set_field(data, "group.women", "")["group"]


def test_another_audience_forgets_what_was_wished_for_the_first() -> None:
    data = {**EMPTY, "modules": {"only": ["contract"]}, "edits": {"lock": ["con-cases"]}}
    assert set(set_field(data, "audience", "employers")) & {"modules", "edits"} == set()


def test_the_first_date_fills_the_days_after_it() -> None:
    data = set_field({**EMPTY, "days": 3}, "dates.0", "2027-02-27")
    assert data["dates"] == ["2027-02-27", "2027-02-28", "2027-03-01"]
    moved = set_field(data, "dates.1", "2027-03-02")
    assert moved["dates"] == ["2027-02-27", "2027-03-02", "2027-03-03"]
    assert "dates" not in set_field(moved, "dates.0", "")


def test_languages_are_kept_once_and_never_none() -> None:
    data = set_field(EMPTY, "languages.0", "fr")
    data = set_field(data, "languages.1", "ar")
    assert data["languages"] == ["fr", "ar"]
    assert set_field(set_field(data, "languages.1", ""), "languages.0", "")["languages"] == ["en"]


def test_trainers_and_breaks_come_and_go() -> None:
    data = add_part(add_part(EMPTY, "trainers", ""), "fixed_breaks", "Prayer")
    data = set_field(data, "trainers.0.background", "both")
    data = set_field(data, "fixed_breaks.0.minutes", "25")
    brief, problems = read_brief(CONTENT, data)
    assert problems == ()
    assert (brief.trainers[0].background, brief.fixed_breaks[0].minutes) == ("both", 25)
    assert "trainers" not in remove_part(data, "trainers", 0)


def test_ticked_modules_are_the_only_ones() -> None:
    data = {**EMPTY, "audience": "labour_migrants"}
    data = set_field(set_field(data, "module.contract", "yes"), "module.rights", "yes")
    assert wanted_modules(data) == ("contract", "rights")
    assert "modules" not in set_field(set_field(data, "module.contract", ""), "module.rights", "")


def test_what_is_wrong_is_listed_and_the_plan_stays() -> None:
    state = new_state()
    plan = state.desk.plan
    state.plan_data(set_field(state.data, "group.women", "50"), ENGLISH)
    assert {p.code for p in state.data_problems} == {"brief-group-sum"}
    assert state.desk.plan is plan


def test_a_profile_is_laid_over_the_form() -> None:
    more = read_fields("group:\n  literacy: none\nneeds:\n  con-read: 2\nname: Amina\n", "profile.yaml")
    assert set(more) == {"group", "needs"}
    data = overlay(EMPTY, more)
    assert data["group"] == {"size": 20, "literacy": "none"}
    assert data["needs"] == {"con-read": 2}


def test_a_group_profile_goes_before_what_stood_in_the_form() -> None:
    text = (ROOT / "evaluation" / "examples" / "group-profile-lebanon-portugal.yaml").read_text(encoding="utf-8")
    profile = read_profile(text, "profile.yaml")
    data, moved = with_profile(
        CONTENT, {**EMPTY, "group": {"size": 20, "women": 20, "strengths": ["singing"]}}, profile
    )
    assert data["group"]["size"] == profile.people
    assert "women" not in data["group"]
    assert data["group"]["strengths"] == ["singing", *profile.strengths]
    assert set(data["needs"]) <= set(profile.objectives)
    assert moved
    assert read_profile("title: A brief\n", "brief.yaml") is None
    with pytest.raises(ProblemsError):
        read_profile("people: 3\n", "profile.yaml")


def test_a_broken_file_is_a_problem_at_its_line() -> None:
    with pytest.raises(ProblemsError) as stop:
        read_fields("group: [", "profile.yaml")
    assert stop.value.problems[0].where.path == "profile.yaml"


NAMES = [
    *FIELDS,
    "title",
    "dates.0",
    "languages.1",
    "trainers.0.languages",
    "fixed_breaks.0.minutes",
    "module.x",
    "audience",
]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NAMES), st.text(max_size=30))
def test_whatever_is_typed_gives_a_brief_or_problems(name: str, value: str) -> None:
    data = set_field(add_part(add_part(EMPTY, "trainers", ""), "fixed_breaks", "x"), name, value)
    brief, problems = read_brief(CONTENT, data)
    assert brief is not None or problems
    assert form_html(CONTENT, CONTENT, data, ("en", "ar"), ENGLISH)


def test_what_stands_in_the_form_is_escaped() -> None:
    data = {**EMPTY, "title": '"><script>alert(1)</script>', "group": {"strengths": ["</textarea><b>"]}}
    drawn = form_html(CONTENT, CONTENT, data, ("en",), ENGLISH)
    assert "<script" not in drawn
    assert "<b>" not in drawn
