"""The skills profile as form and paper, the group profile as a document, and one person's portfolio."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from tests.evaluation.profile.make_example import FILE
from toolkit.content.language import Language
from toolkit.content.load import load_content
from toolkit.content.localise import localise
from toolkit.content.workspace import built_in_workspace
from toolkit.evaluation.profile.instrument import load_profile, read_aloud
from toolkit.evaluation.profile.person import Person, find_person
from toolkit.evaluation.responses.read import read_responses
from toolkit.planning.group_profile import GroupProfile, load_group_profile
from toolkit.rendering.html import render_html
from toolkit.rendering.outlines.group_profile import make_group_profile_document
from toolkit.rendering.outlines.portfolio import make_portfolio
from toolkit.rendering.outlines.profile_paper import make_profile_paper, make_read_aloud
from toolkit.rendering.profile_form import make_profile_form, render_profile_form

ENGLISH, ARABIC = Language("en"), Language("ar")


@pytest.fixture(scope="module")
def content():
    return load_content(built_in_workspace())[0]


@pytest.fixture(scope="module")
def instrument(content):
    made, problems = load_profile(content, ("en", "ar"))
    assert problems == ()
    return made


@pytest.fixture(scope="module")
def readers(content):
    return [(language, localise(content, language, {})) for language in (ENGLISH, ARABIC)]


@pytest.mark.parametrize("aloud", [False, True])
def test_the_form_is_sound_and_asks_for_a_code_and_nothing_personal(tmp_path, instrument, readers, aloud):
    chosen = read_aloud(instrument) if aloud else instrument
    path = tmp_path / "form.xlsx"
    render_profile_form(chosen, readers, path, aloud=aloud)
    assert convert(str(path), validate=False).warnings == []
    rows = list(make_profile_form(chosen, readers, aloud=aloud).survey)
    kinds = {row["type"].split()[0] for row in rows}
    assert kinds <= {"text", "note", "begin_group", "end_group", "select_one", "select_multiple"}
    assert [row["name"] for row in rows if row["type"] == "text"] == (["code"] if aloud else ["code", "pr_asp_words"])
    assert all(row.get("required", "") == "" for row in rows if row.get("name") != "code"), "every question is free"


def test_the_same_instrument_gives_the_same_bytes(tmp_path, instrument, readers):
    for name in ("a.xlsx", "b.xlsx"):
        render_profile_form(instrument, readers, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_steps_and_lists_keep_their_order(instrument, readers):
    form = make_profile_form(instrument, readers)
    assert not any("parameters" in row for row in form.survey), "levels from low to high are never shuffled"
    levels = [row["name"] for row in form.choices if row["list_name"] == "o_pr_cefr_listening"]
    assert levels == ["A0", "A1", "A2", "B1", "B2", "C1", "C2"]


def test_words_are_there_in_every_language(instrument, readers):
    form = make_profile_form(instrument, readers)
    for row in (*form.survey, *form.choices):
        if row.get("label::English (en)"):
            assert row["label::Arabic (ar)"].strip()
    jobs = {r["name"]: r for r in form.choices if r["list_name"] == "o_pr_work_jobs"}
    assert jobs["tailor"]["label::English (en)"] == "tailor"
    assert jobs["tailor"]["label::Arabic (ar)"] == "خيّاط"
    tongues = {r["name"]: r for r in form.choices if r["list_name"] == "o_pr_lang_mother"}
    assert tongues["ku"]["label::English (en)"] == "Kurdish"


def test_what_the_form_asks_is_what_the_reader_reads(tmp_path, instrument, readers):
    """An export with the form's own names is read whole, option codes and all."""
    form = make_profile_form(instrument, readers)
    asked = [row for row in form.survey if row["type"].startswith("select")]
    first = {row["list_name"]: row["name"] for row in reversed(form.choices)}
    path = tmp_path / "export.csv"
    names = ["code", *(row["name"] for row in asked)]
    cells = ["100005", *(first[row["type"].split()[1]] for row in asked)]
    path.write_text(",".join(names) + "\n" + ",".join(cells) + "\n", encoding="utf-8")
    read = read_responses([path], instrument, wave="pre")
    choices = [i for i in instrument.items if i.type != "short-answer"]
    assert [read.table[i.item_id][0] for i in choices] == cells[1:]


def test_the_paper_asks_everything_once_and_for_no_name(content, instrument):
    page = render_html(make_profile_paper(content, instrument, ENGLISH))
    for item in instrument.items:
        assert page.count(f"{instrument.items.index(item) + 1}. ") >= 1
    assert "Do not write your name" in page


def test_the_paper_in_arabic_runs_from_right_to_left_and_says_that_a_machine_translated_it(readers, instrument):
    made = make_profile_paper(readers[1][1], instrument, ARABIC)
    page = render_html(made)
    assert made.direction == "rtl"
    assert "خيّاط" in page
    assert "How far did you go" not in page
    assert render_html(make_profile_paper(readers[0][1], instrument, ENGLISH)).count("<p") < page.count("<p")


def test_what_is_read_aloud_needs_no_reading(content, instrument):
    aloud = read_aloud(instrument)
    assert {item.literacy for item in aloud.items} == {"none"}
    assert {item.type for item in aloud.items} <= {"rating", "single-choice", "multiple-choice"}
    for part in ("pr-work-jobs", "pr-lang-read", "pr-top-housing", "pr-care-room", "pr-asp-next"):
        assert part in [item.item_id for item in aloud.items]
    page = render_html(make_read_aloud(content, aloud, ENGLISH))
    assert "Sit with one person alone" in page
    assert "shows that many fingers" in page
    assert "Do not read the list" in page


def test_the_group_profile_says_what_it_changes_and_how_to_read_it(content):
    profile, _ = load_group_profile(FILE.with_name("group-profile-lebanon-portugal.yaml"))
    page = render_html(make_group_profile_document(content, profile, ENGLISH))
    for words in (
        "Made up, for practice",
        "at least 10 people",
        "Finding and keeping a home: This matters most to me",
        "Words and short sentences",
        "uses the ESCO classification of the European Commission",
        "said by fewer than 10 people, or by nobody",
    ):
        assert words in page


def test_a_profile_that_says_nothing_is_a_document_too(content):
    page = render_html(make_group_profile_document(content, GroupProfile(people=12), ENGLISH))
    assert "What people know already" not in page
    assert "How to read this" in page


@pytest.fixture(scope="module")
def table(instrument):
    return read_responses([FILE], instrument, wave="pre", session="x").table


def test_a_portfolio_is_in_two_languages_and_about_what_the_person_can_do(readers, instrument, table):
    row = table[table["pr-asp-words"].notna()].iloc[0]
    person = find_person(table, instrument, row["code"])
    made = make_portfolio(readers[1][1], instrument, person, (ARABIC, ENGLISH))
    page = render_html(made)
    assert row["pr-asp-words"] in page
    assert "What I can do and what I want to do" in page
    assert "ما أستطيع فعله" in page
    assert row["code"] not in page, "the code stays on the card"


def test_a_portfolio_leaves_out_needs_and_what_somebody_cannot_do(readers, instrument, table):
    """An employer may see it: nothing on health or care, on reading, or on what is not yet known."""
    person = find_person(table, instrument, table["code"][0])
    assert not any(item.startswith(("pr-care", "pr-top")) for item in person.choices)
    page = render_html(make_portfolio(readers[0][1], instrument, person, (ENGLISH,)))
    for words in (
        "What would help",
        "What can you read, in the language",
        "Nothing yet",
        "Not yet",
        "lost or left behind",
    ):
        assert words not in page


def test_what_a_person_writes_cannot_become_markup(readers, instrument):
    person = Person({}, {"pr-asp-words": "<script>alert(1)</script> =1+1"})
    page = render_html(make_portfolio(readers[0][1], instrument, person, (ENGLISH,)))
    assert "<script>alert" not in page


def test_no_cell_of_the_form_is_a_formula(tmp_path, instrument, readers):
    path = tmp_path / "form.xlsx"
    render_profile_form(instrument, readers, path)
    book = load_workbook(io.BytesIO(path.read_bytes()))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(("least", "warned"), [(5, True), (10, False)])
def test_a_profile_for_inside_says_so(content, least, warned):
    page = render_html(make_group_profile_document(content, GroupProfile(people=12, at_least=least), ENGLISH))
    assert ("Only for use inside the organisation" in page) == warned
