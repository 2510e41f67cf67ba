"""The practices: each criterion with a plan that meets it and one that does not, and one concrete next change."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from toolkit.content.language import Language
from toolkit.content.load import load_content
from toolkit.content.records import (
    Citation,
    Content,
    CountryProfile,
    Criterion,
    Fact,
    Practice,
    Review,
)
from toolkit.content.text import Paragraph, Text
from toolkit.planning.criteria import CRITERIA, Finding, ask_about
from toolkit.planning.hours import clock_of
from toolkit.planning.plan import Day, SessionPlan, Slot
from toolkit.planning.practices import answer_practices, show_advice, show_evidence

from .build import BARE, NOWHERE, activity, bank_file, brief, content, module, objective, template

GOALS = [objective("o-k"), objective("o-s", kind="skill"), objective("o-a", kind="attitude")]
ALL = tuple(range(1, 17))
LESSON = module(
    "lesson",
    [
        activity("l-open", kind="discussion", phase="motivation", known=True, grouping="plenary", objectives=("o-a",)),
        activity("l-talk", kind="presentation", phase="information", grouping="plenary", objectives=("o-k",)),
        activity("l-group", objectives=("o-k", "o-s"), practices=ALL, adapts=("women-only", "disability")),
        activity("l-case", kind="case-study", objectives=("o-k",), debrief=()),
        activity("l-play", kind="role-play", phase="application", objectives=("o-s",), adapts=("disability",)),
        activity("l-hard", kind="quiz", literacy="fluent", objectives=("o-k",)),
        activity("l-easy", kind="quiz", variant_of="l-hard", objectives=("o-k",)),
    ],
    GOALS,
    follow_ups=("next",),
    summary=Text("{{ destination.labour_inspection }} is free."),
)
NEXT = module("next", [activity("n-a", objectives=("o-k",))], prerequisites=("lesson",))


def fact(key: str, as_of: str = "2026-06-01") -> Fact:
    return Fact(key, Text("112"), Citation("law"), dt.date.fromisoformat(as_of), Text(""), NOWHERE)


def profile(*keys: str, as_of: str = "2026-06-01") -> dict[str, CountryProfile]:
    return {"IT": CountryProfile("IT", {key: fact(key, as_of) for key in keys}, NOWHERE)}


CONTACTS = profile("emergency_number", "labour_inspection", "migrant_helpline")


def make(modules: Any = (LESSON, NEXT), countries: Any = CONTACTS, **fields: Any) -> Content:
    return content(modules, [template("bare", **BARE)], countries=countries, **fields)


def plan(where: Content, *ids: str, minutes: int = 20, **fields: Any) -> SessionPlan:
    """One day with these activities, or slots of these kinds, one after the other."""
    activities = where.activities()
    slots = []
    for n, name in enumerate(ids):
        found = activities.get(name)
        slots.append(
            Slot(
                id=f"s{n}",
                start=clock_of(540 + n * minutes),
                end=clock_of(540 + (n + 1) * minutes),
                minutes=minutes,
                kind=found.kind if found else name,
                title=found.title.source if found else name,
                module=(found.module or None) if found else None,
                activity=name if found else None,
            )
        )
    asked = brief(**({"template": "bare", "dates": ["2026-11-01"], "departure": "2026-12-01"} | fields))
    day = Day(number=1, date=dt.date(2026, 11, 1), start="09:00", end=slots[-1].end, slots=tuple(slots))
    return SessionPlan(brief=asked, template="bare", days=(day,))


def find(check: str, *ids: str, where: Content | None = None, **fields: Any) -> Finding:
    at = where or make()
    return CRITERIA[check](ask_about(at, plan(at, *ids, **fields)))


REVIEWED = replace(LESSON, status="reviewed", reviewed=Review("Us", dt.date(2026, 1, 1), "Partner"))
RUDE = replace(LESSON, summary=Text("What illegal migrants do."))
TRAINERS = {"trainers": [{"languages": ["ak"], "background": "both"}], "group": {"mother_tongues": ["ak"]}}
FIRST = ("bank-opening-1", "bank-icebreaker-1", "bank-ground-rules-1")

CASES: dict[str, tuple[Finding, Finding]] = {
    "modules_reviewed_by_partner": (
        find("modules_reviewed_by_partner", "l-group", where=make((REVIEWED,))),
        find("modules_reviewed_by_partner", "l-group"),
    ),
    "destination_facts_fresh": (
        find("destination_facts_fresh", "l-group"),
        find(
            "destination_facts_fresh", "l-group", where=make(countries=profile("labour_inspection", as_of="2020-01-01"))
        ),
    ),
    "follow_ups_named": (find("follow_ups_named", "l-group", "bank-closing-1"), find("follow_ups_named", "l-group")),
    "arrival_contacts_known": (
        find("arrival_contacts_known", "l-group"),
        find("arrival_contacts_known", "l-group", where=make(countries={})),
    ),
    "bicultural_trainers": (
        find("bicultural_trainers", "l-group", trainers=[{"background": "origin"}, {"background": "destination"}]),
        find("bicultural_trainers", "l-group", trainers=[{"background": "origin"}]),
    ),
    "literacy_within_reach": (
        find("literacy_within_reach", "l-easy", group={"literacy": "basic"}),
        find("literacy_within_reach", "l-hard", group={"literacy": "basic"}),
    ),
    "accessibility_adapted": (
        find("accessibility_adapted", "l-group", "l-play", group={"accessibility": ["hearing"]}),
        find("accessibility_adapted", "l-open", "l-case", "l-talk", group={"accessibility": ["hearing"]}),
    ),
    "hours_bearable": (
        find("hours_bearable", "l-group", "break", "l-play"),
        find("hours_bearable", "l-group", "l-play", minutes=60),
    ),
    "weeks_before_departure": (
        find("weeks_before_departure", "l-group"),
        find("weeks_before_departure", "l-group", departure="2026-11-03"),
    ),
    "participatory_share": (find("participatory_share", "l-group"), find("participatory_share", "l-talk")),
    "presentation_stretch": (
        find("presentation_stretch", "l-talk"),
        find("presentation_stretch", "l-talk", "l-talk"),
    ),
    "method_variety": (
        find("method_variety", "l-open", "l-group", "l-case", "l-play"),
        find("method_variety", "l-group", "n-a"),
    ),
    "all_objective_kinds": (find("all_objective_kinds", "l-open", "l-group"), find("all_objective_kinds", "l-case")),
    "skills_practised": (find("skills_practised", "l-play"), find("skills_practised", "l-talk")),
    "peer_teaching": (find("peer_teaching", "l-group"), find("peer_teaching", "l-case")),
    "modules_open_with_known": (
        find("modules_open_with_known", "l-open", "l-group"),
        find("modules_open_with_known", "l-group"),
    ),
    "known_order": (find("known_order", "l-group", "n-a"), find("known_order", "n-a", "l-group")),
    "mother_tongue_or_interpreter": (
        find("mother_tongue_or_interpreter", "l-group", **TRAINERS),
        find("mother_tongue_or_interpreter", "l-group", **(TRAINERS | {"group": {"mother_tongues": ["ee"]}})),
    ),
    "documents_in_group_language": (
        find("documents_in_group_language", "l-group", languages=["en-GB"], group={"mother_tongues": ["en"]}),
        find("documents_in_group_language", "l-group", languages=["en"], group={"mother_tongues": ["ak"]}),
    ),
    "psychosocial_activity": (find("psychosocial_activity", "l-group"), find("psychosocial_activity", "l-case")),
    "referral_contacts_known": (
        find("referral_contacts_known", "l-group"),
        find("referral_contacts_known", "l-group", where=make(countries=profile("emergency_number"))),
    ),
    "safe_start": (find("safe_start", *FIRST, "l-group"), find("safe_start", FIRST[0], "l-group", FIRST[1], FIRST[2])),
    "small_group_share": (find("small_group_share", "l-group"), find("small_group_share", "l-open", "l-talk")),
    "debriefs": (find("debriefs", "l-group"), find("debriefs", "l-case")),
    "family_activity": (find("family_activity", "l-group"), find("family_activity", "l-case")),
    "gender_activity": (find("gender_activity", "l-group"), find("gender_activity", "l-case")),
    "women_men_adapted": (
        find("women_men_adapted", "l-group", group={"size": 4, "women": 4}),
        find("women_men_adapted", "l-case", group={"size": 4, "women": 4}),
    ),
    "strengths_activity": (find("strengths_activity", "l-group"), find("strengths_activity", "l-case")),
    "group_strengths_known": (
        find("group_strengths_known", "l-group", group={"strengths": ["cooks"]}),
        find("group_strengths_known", "l-group"),
    ),
    "contributions_activity": (find("contributions_activity", "l-group"), find("contributions_activity", "l-case")),
    "wording_clean": (find("wording_clean", "l-group"), find("wording_clean", "l-group", where=make((RUDE,)))),
}


def test_every_criterion_has_its_two_cases() -> None:
    assert set(CASES) == set(CRITERIA)


@pytest.mark.parametrize("check", CRITERIA)
def test_a_criterion_is_met_by_one_plan_and_not_by_another(check: str) -> None:
    good, bad = CASES[check]
    assert (good.satisfied, bad.satisfied) == (True, False)


@pytest.mark.parametrize("check", CRITERIA)
def test_evidence_and_advice_have_words(check: str) -> None:
    english = Language("en")
    for finding in CASES[check]:
        assert show_evidence(english, finding.evidence)
        assert finding.advice is None or show_advice(english, finding.advice)


@pytest.mark.parametrize("check", sorted(set(CRITERIA) - {"participatory_share", "women_men_adapted"}))
def test_what_is_not_met_comes_with_a_concrete_change(check: str) -> None:
    assert CASES[check][1].advice is not None


@pytest.mark.parametrize(
    ("check", "fields"),
    [
        ("destination_facts_fresh", {"destination": None}),
        ("bicultural_trainers", {}),
        ("weeks_before_departure", {"departure": None}),
        ("mother_tongue_or_interpreter", {}),
        ("documents_in_group_language", {}),
        ("women_men_adapted", {}),
    ],
)
def test_what_the_brief_does_not_say_is_for_the_trainer_to_confirm(check: str, fields: dict[str, Any]) -> None:
    assert find(check, "l-group", **fields).satisfied is None


def test_an_interpreter_serves_as_well_as_the_mother_tongue() -> None:
    assert find("mother_tongue_or_interpreter", "l-group", interpreter=True).satisfied


def test_the_advice_names_an_activity_to_add_or_swap_with_its_minutes() -> None:
    english = Language("en")
    advice = find("peer_teaching", "l-talk").advice
    assert advice is not None
    assert show_advice(english, advice) == 'Swap "L talk" for "L group" (20 minutes; l-group).'
    own = [activity("bank-family", "15-25-30", kind="story", practices=(13,))]
    bare = module("plain", [activity("p-a", essential=True, objectives=("o-k",))], GOALS)
    where = content([bare], [template("bare", **BARE)], bank=bank_file(own))
    advice = find("family_activity", "p-a", where=where).advice
    assert advice is not None
    assert show_advice(english, advice) == 'Add "Bank family" (25 minutes; activities: include: [bank-family]).'


def practice(number: int, *criteria: Criterion) -> Practice:
    return Practice(number, f"p{number}", Text("P"), Text(""), criteria, Text("Do it."), (), NOWHERE)


def criterion(id: str, check: str = "") -> Criterion:
    return Criterion(id, Text(f"{id} holds."), check, Text("" if check else f"Is it so with {id}?"))


PRACTICES = {
    1: practice(1, criterion("peer", "peer_teaching")),
    2: practice(2, criterion("peer-2", "peer_teaching"), criterion("strengths", "group_strengths_known")),
    3: practice(3, criterion("strengths-3", "group_strengths_known")),
    4: practice(4, criterion("peer-4", "peer_teaching"), criterion("asked")),
    5: practice(5, criterion("confirmed-one")),
}


def test_a_practice_is_met_partly_not_or_to_confirm() -> None:
    where = make(practices=PRACTICES)
    answers = answer_practices(where, plan(where, "l-group", confirmed=["confirmed-one"]))
    assert [a.status for a in answers] == ["met", "partly", "not met", "to confirm", "met"]
    assert not answers[0].advice
    assert str(answers[1].advice) == "Write in the brief, under strengths, what this group brings."
    assert answers[0].criteria[0].evidence.slots == ("s0",)
    assert "asked" in str(answers[3].advice)


def test_the_general_advice_stands_in_where_nothing_concrete_is_known() -> None:
    where = make(
        (module("m", [activity("m-a", adapts=())]),), practices={6: practice(6, criterion("c", "family_activity"))}
    )
    answers = answer_practices(where, plan(where, "m-a"))
    assert str(answers[0].advice) == "Do it."


def test_the_shipped_practices_name_exactly_these_checks() -> None:
    root = Path(__file__).resolve().parents[2]
    shipped, _ = load_content(root)
    checks = {c.check for p in shipped.practices.values() for c in p.criteria if c.check}
    assert checks == set(CRITERIA)
    assert sorted(shipped.practices) == list(range(1, 17))


def test_debrief_bodies_count_as_they_are_written() -> None:
    with_debrief = activity("x", debrief=(Paragraph(Text("What now?")),))
    where = make((module("m", [with_debrief]),))
    assert find("debriefs", "x", where=where).satisfied
