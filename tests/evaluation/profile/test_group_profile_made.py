"""A group's profile from answers: what enough people said, and nothing about anybody else."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evaluation.profile.make_example import FILE, PEOPLE, SEVERAL, WORDS, example
from toolkit.content.language import Language
from toolkit.content.load import load_content
from toolkit.content.workspace import built_in_workspace
from toolkit.evaluation.profile.esco import load_esco
from toolkit.evaluation.profile.group import make_group_profile
from toolkit.evaluation.profile.group_text import save_profile_text
from toolkit.evaluation.profile.instrument import load_profile
from toolkit.evaluation.profile.needs import load_needs_table
from toolkit.evaluation.profile.phrases import retell_profile
from toolkit.evaluation.responses.read import read_responses
from toolkit.planning.group_profile import load_group_profile

ENGLISH = Language("en")


class Parts:
    def __init__(self) -> None:
        self.content, _ = load_content(built_in_workspace())
        self.instrument, problems = load_profile(self.content)
        assert problems == ()
        self.entries, problems = load_esco(self.content.root)
        assert problems == ()
        options = {i.item_id: frozenset(o.code for o in i.options) for i in self.instrument.items}
        self.needs, problems = load_needs_table(self.content, options)
        assert problems == ()

    def profile(self, table: pd.DataFrame, **more: object):
        return make_group_profile(table, self.instrument, self.entries, self.needs, ENGLISH, **more)


@pytest.fixture(scope="module")
def parts() -> Parts:
    return Parts()


def answered(item: str, *counts: tuple[str | None, int]) -> pd.DataFrame:
    """A table with one item: so many people gave each answer."""
    return pd.DataFrame({item: pd.Series([answer for answer, n in counts for _ in range(n)], dtype=object)})


@pytest.fixture(scope="module")
def made(parts):
    read = read_responses([FILE], parts.instrument, wave="pre", session="x")
    assert read.problems == ()
    return read.table, parts.profile(read.table, made_up=True)


def test_the_example_is_what_its_program_makes_and_says_that_it_is_made_up():
    assert FILE.read_text(encoding="utf-8") == example()
    assert FILE.read_text(encoding="utf-8").startswith("MADE UP")


def test_the_shipped_group_profile_is_made_from_the_example(made, parts):
    """All that the group says is the same. Designers go on writing modules: an objective may be added to one without
    making the example again, but none that the example names may be missing."""
    path = FILE.with_name("group-profile-lebanon-portugal.yaml")
    shipped, problems = load_group_profile(path)
    assert problems == ()
    assert without_objectives(shipped) == without_objectives(made[1]), "run tot profile --made-up again"
    assert set(shipped.objectives) <= set(made[1].objectives), "run tot profile --made-up again"
    assert "MADE UP" in path.read_text(encoding="utf-8")


def without_objectives(profile):
    """Everything but the ids of objectives: the needs and the words behind them stay."""
    needs = tuple((need.need, need.because) for need in profile.objective_needs)
    return profile.model_copy(update={"objective_needs": ()}), needs


def test_a_wish_raises_what_the_workspace_says_it_raises(parts):
    """Ten of ten want a business of their own: finding out about it and judging an idea weigh more."""
    profile = parts.profile(answered("pr-asp-next", ("business", 10)))
    assert "Open a business of my own" in profile.wants
    assert {"wrk-own", "wrk-start"} <= set(profile.objectives)


def test_the_example_group_as_a_person_would_read_it(made):
    profile = made[1]
    assert (profile.people, profile.at_least, profile.literacy, profile.latin_letters) == (25, 10, "basic", False)
    assert profile.mother_tongues == ("ar",)  # five speak Kurdish: too few to be told
    assert profile.needs[0] == "The journey and the first days"
    assert "Money, bank and bills" in profile.needs
    assert profile.knows == ("Family, children and growing old there", "How people live together there")
    assert "Find work" in profile.wants
    assert "Open a business of my own" not in profile.wants
    assert profile.arrangements == (
        "More breaks, or to stand and move",
        "Time and a place to pray",
        "Somebody who looks after my children",
    )
    assert profile.objectives["hou-cost"] == 2.0
    assert profile.objectives["fam-law"] == 0.5
    assert [c.uri for c in profile.occupations][:1] == ["http://data.europa.eu/esco/isco/C5"]


def test_what_is_written_is_read_back(made, tmp_path: Path):
    path = tmp_path / "group-profile.yaml"
    path.write_text(save_profile_text(made[1]), encoding="utf-8")
    assert load_group_profile(path) == (made[1], ())


def test_no_code_and_no_open_answer_is_in_the_profile(made):
    table, profile = made
    text = save_profile_text(profile)
    for secret in (*table["code"], *WORDS.values()):
        assert secret not in text


@pytest.mark.parametrize(
    ("item", "shown"),
    [
        ("pr-work-home", "strengths"),
        ("pr-skill-can", "skills"),
        ("pr-asp-next", "wants"),
        ("pr-care-room", "arrangements"),
        ("pr-care-duties", "caring"),
    ],
)
def test_every_count_behind_the_example_is_large_enough(made, parts, item, shown):
    """Said in words, checked in numbers: what fewer than ten people chose is not in the file."""
    words = {o.code: o.text.source for i in parts.instrument.items if i.item_id == item for o in i.options}
    listed = {getattr(entry, "label", entry) for entry in getattr(made[1], shown)}
    for option, count in SEVERAL[item].items():
        assert (words[option] in listed) == (count >= 10 and option not in ("unsure", "nobody", "nothing"))
    assert len(made[0]) == PEOPLE


@pytest.mark.parametrize(
    ("people", "internal", "made"), [(9, False, False), (10, False, True), (4, True, False), (5, True, True)]
)
def test_a_group_that_is_too_small_has_no_profile(parts, people, internal, made):
    table = answered("pr-asp-next", ("work", people))
    assert (parts.profile(table, internal=internal) is not None) == made


@given(count=st.integers(0, 30))
@settings(max_examples=20, deadline=None)
def test_only_whether_ten_people_said_it_is_told(count):
    """The profile of nine is that of none, and the profile of thirty that of ten."""
    parts = _PARTS
    item, option = "pr-care-room", "steps"
    found = parts.profile(answered(item, (option, count), ("nothing", 30 - count)))
    twin = parts.profile(answered(item, (option, 10 if count >= 10 else 0), ("nothing", 20 if count >= 10 else 30)))
    assert found == twin
    assert bool(found.arrangements) == (count >= 10)


_PARTS = Parts()


@given(none=st.integers(0, 9), basic=st.integers(0, 9))
@settings(max_examples=20, deadline=None)
def test_the_reading_level_does_not_tell_of_the_few_who_read_less(none, basic):
    if none + basic >= 10:
        return
    found = _PARTS.profile(answered("pr-lang-read", ("none", none), ("basic", basic), ("functional", 20)))
    assert found.literacy == "basic", "twenty read everyday texts; the plan is made for whoever reads less"


@pytest.mark.parametrize(
    ("counts", "level"),
    [
        ((("none", 10), ("fluent", 15)), "none"),
        ((("none", 3), ("basic", 8), ("fluent", 14)), "basic"),
        ((("functional", 25),), "basic"),
        ((("fluent", 25),), "functional"),
        (((None, 25),), None),
    ],
)
def test_the_reading_level_is_one_that_people_who_read_less_can_follow(parts, counts, level):
    assert parts.profile(answered("pr-lang-read", *counts)).literacy == level


@pytest.mark.parametrize(
    ("counts", "need"),
    [
        ((("c", 10), ("a", 15)), 2.0),
        ((("c", 4), ("b", 6), ("a", 15)), 1.5),
        ((("b", 9), ("a", 16)), 0.5),
        ((("b", 9), ("a", 9), (None, 7)), None),
    ],
)
def test_what_matters_to_many_weighs_more_and_what_many_know_weighs_less(parts, counts, need):
    assert parts.profile(answered("pr-top-housing", *counts)).objectives.get("hou-cost") == need


def test_a_wish_raises_what_a_topic_would_lower(parts):
    table = answered("pr-top-work", ("a", 25))
    table["pr-asp-next"] = "recognition"
    needs = parts.profile(table).objectives
    assert (needs["wrk-papers"], needs["wrk-fair"]) == (1.5, 0.5)


def test_occupations_that_few_had_count_for_their_group(parts):
    table = answered("pr-work-jobs", ("tailor", 4), ("baker", 4), ("tailor baker", 2), ("none", 10))
    assert [c.label for c in parts.profile(table).occupations] == ["Craft and related trades workers"]
    few = answered("pr-work-jobs", ("tailor", 4), ("baker", 5), ("none", 11))
    assert parts.profile(few).occupations == ()


def test_language_levels_are_told_from_both_sides(parts):
    table = answered("pr-cefr-listening", ("A0", 12), ("A2", 4), ("B1", 9))
    span = parts.profile(table).destination_language["listening"]
    assert (span.low, span.high) == ("A0", "A2")


def test_a_profile_is_told_again_in_another_language_and_back(made, parts):
    """Every sentence that the toolkit made; words that somebody wrote in by hand stay as they are."""
    english = made[1].model_copy(update={"wants": (*made[1].wants, "Sing in a choir")})
    spanish = retell_profile(english, parts.content, Language("es"))
    assert spanish.wants[-1] == "Sing in a choir"
    for field in ("education", "digital", "strengths", "knows", "needs", "caring", "arrangements"):
        told = zip(getattr(english, field), getattr(spanish, field), strict=True)
        assert [before for before, after in told if before == after] == [], field
    assert [c.uri for c in spanish.occupations] == [c.uri for c in english.occupations]
    assert spanish.objectives == english.objectives
    assert retell_profile(spanish, parts.content, ENGLISH, ("en", "fr", "es")) == english
