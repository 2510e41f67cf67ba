"""Briefs from files: everything that is wrong, at its line, in one go."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.planning.brief_file import apply_overrides, load_brief
from toolkit.problems import format_text

from .build import activity, content, module, objective

CONTENT = content([module("contract", [activity("con-read")], [objective("con-clauses", "essential")])])

HEAD = """\
title: Working in Italy
audience: labour_migrants
stage: pre_departure
origin: GH
destination: IT
"""


def problems(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    """(line, code) of each problem of a brief."""
    file = tmp_path / "brief.yaml"
    file.write_text(text, encoding="utf-8")
    _, found = load_brief(file, CONTENT)
    return [(p.where.line, p.code) for p in found]


def test_a_good_brief_loads_without_problems(tmp_path: Path) -> None:
    file = tmp_path / "brief.yaml"
    file.write_text(HEAD + 'template: one-day\nstart: "09:30"\nmodules:\n  only: [contract]\n', encoding="utf-8")
    found, wrong = load_brief(file, CONTENT)
    assert wrong == ()
    assert found is not None
    assert (found.start, found.modules.only) == ("09:30", ("contract",))


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("template: one-dya", "brief-unknown-id"),
        ("modules:\n  only: [contrct]", "brief-unknown-id"),
        ("objectives:\n  include: [con-clause]", "brief-unknown-id"),
        ("activities:\n  exclude: [con-raed]", "brief-unknown-id"),
        ("edits:\n  lock: [con-raed]", "brief-unknown-id"),
        ("edits:\n  swap: {con-read: con-raed}", "brief-unknown-id"),
        ("needs:\n  con-clause: 2", "brief-unknown-id"),
        (f"venue: {'Hall' * 12}", "word-long"),
        ("dates: [2027-04-13]\ndeparture: 2027-04-12", "brief-departure-early"),
        ("dates: [2027-04-13, 2027-04-12]", "brief-dates-order"),
        ("days: 1\ndates: [2027-04-12, 2027-04-13]", "brief-dates-days"),
        ('start: "17:00"\nend: "09:00"', "brief-end-before-start"),
        ('start: "09:03"', "brief-clock-grid"),
        ('lunch: "18:00"', "brief-lunch-outside"),
        ('fixed_breaks:\n  - {at: "08:00", minutes: 20}', "brief-fixed-break-outside"),
        (
            'fixed_breaks:\n  - {at: "12:00", minutes: 20}\n  - {at: "12:10", minutes: 20}',
            "brief-fixed-breaks-overlap",
        ),
        ("group:\n  size: 20\n  women: 8\n  men: 11", "brief-group-sum"),
        ("group:\n  size: 5\n  women: 8", "brief-group-part"),
        ('group:\n  size: 5\n  ages: {"18-25": 4}', "brief-ages-sum"),
        ('group:\n  size: 4\n  ages: {"18-25": 5, "26-40": -1}', "brief-ages-negative"),
        ("modules:\n  include: [contract]\n  exclude: [contract]", "brief-in-and-out"),
        ("activities:\n  only: [con-read]", "brief-only-modules"),
        ("needs:\n  con-clauses: -1", "brief-need-range"),
        ("edits:\n  day: {con-read: 4}", "brief-day-unknown"),
        ("edits:\n  minutes: {con-read: 7}", "brief-minutes-grid"),
        ("languages: [xx]", "brief-language-unknown"),
        ("trainers:\n  - {languages: [zz]}", "brief-language-unknown"),
        ("deck_master: ../../other.pptx", "brief-deck-master-outside"),
        ("deck_master: none.pptx", "brief-deck-master-missing"),
        ("deck_master: look.pptm", "brief-deck-master-kind"),
    ],
)
def test_each_contradiction_is_found_in_the_lines_that_hold_it(tmp_path: Path, lines: str, code: str) -> None:
    found = problems(tmp_path, HEAD + lines + "\n")
    assert [c for _, c in found] == [code]
    assert 6 <= found[0][0] <= 5 + len(lines.splitlines())


def test_an_unknown_country_and_audience_are_found(tmp_path: Path) -> None:
    text = HEAD.replace("GH", "XX").replace("labour_migrants", "labor_migrants")
    assert problems(tmp_path, text) == [(2, "brief-unknown-id"), (4, "brief-country-unknown")]


def test_unknown_fields_are_found_with_a_near_miss_and_all_at_once(tmp_path: Path) -> None:
    file = tmp_path / "brief.yaml"
    file.write_text(HEAD + "tempalte: one-day\ngroup:\n  sise: 12\ndays: two\n", encoding="utf-8")
    found, wrong = load_brief(file, CONTENT)
    assert found is None
    assert [p.where.line for p in wrong] == [6, 8, 9]
    text = format_text(wrong)
    assert 'did you mean "template"' in text
    assert 'did you mean "size"' in text


@pytest.mark.parametrize("text", ["", "just words\n", "- a list\n", "title: [unclosed\n", "\x00\x01", "a: &x [*x]\n"])
def test_what_is_no_brief_is_a_problem_and_no_crash(tmp_path: Path, text: str) -> None:
    file = tmp_path / "brief.yaml"
    file.write_bytes(text.encode())
    found, wrong = load_brief(file, CONTENT)
    assert found is None
    assert wrong


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    found, wrong = load_brief(tmp_path / "none.yaml", CONTENT)
    assert found is None
    assert [p.code for p in wrong] == ["file-missing"]


def test_overrides_replace_single_fields_by_name(tmp_path: Path) -> None:
    file = tmp_path / "brief.yaml"
    file.write_text(HEAD + "group:\n  size: 20\n  literacy: basic\n", encoding="utf-8")
    found, wrong = load_brief(
        file, CONTENT, overrides={"destination": "CA", "group.size": 12, "days": 2, "venue": None}
    )
    assert wrong == ()
    assert found is not None
    assert (found.destination, found.group.size, found.group.literacy, found.days) == ("CA", 12, "basic", 2)


def test_a_block_laid_over_a_block_replaces_only_what_it_holds() -> None:
    data = {"group": {"size": 20, "literacy": "basic"}}
    assert apply_overrides(data, {"group": {"size": 8}}) == {"group": {"size": 8, "literacy": "basic"}}
    assert data == {"group": {"size": 20, "literacy": "basic"}}


def test_an_unknown_override_is_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "brief.yaml"
    file.write_text(HEAD, encoding="utf-8")
    _, wrong = load_brief(file, CONTENT, overrides={"destinaton": "CA"})
    assert len(wrong) == 1
    assert "destinaton" in wrong[0].message


@pytest.mark.parametrize(
    ("stage", "day", "codes"),
    [
        ("pre_departure", "2027-02-06", []),
        ("pre_departure", "2027-03-06", ["brief-date-holiday", "brief-dates-ramadan"]),
        ("pre_departure", "2027-03-02", ["brief-dates-ramadan"]),
        ("pre_departure", "2027-03-11", []),
        ("post_arrival", "2027-04-25", ["brief-date-holiday"]),  # Liberation Day, in Italy alone
        ("pre_departure", "2027-04-25", []),
    ],
)
def test_days_on_which_people_are_free_or_fast_are_named(
    tmp_path: Path, stage: str, day: str, codes: list[str]
) -> None:
    found = problems(tmp_path, HEAD.replace("pre_departure", stage) + f"dates: [{day}]\n")
    assert sorted(code for _, code in found if code.startswith("brief-date")) == codes


def test_employers_are_not_told_of_ramadan(tmp_path: Path) -> None:
    found = problems(tmp_path, HEAD.replace("labour_migrants", "employers") + "dates: [2027-03-02]\n")
    assert "brief-dates-ramadan" not in [code for _, code in found]
