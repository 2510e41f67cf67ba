"""Translations: one entry changes at a time, reviews have a name, and nobody's work is lost."""

from datetime import date

import pytest

from tests.content.sample_workspace import MODULE, MODULE_PATH, write_workspace
from toolkit.content.load import load_content
from toolkit.problems import ProblemsError
from toolkit.studio.designer.translating import (
    bring_up_to_date,
    catalogue_path,
    changed_entry,
    count_coverage,
    open_sheet,
    save_entry,
    shown_pairs,
)

DAY = date(2026, 11, 23)


@pytest.fixture
def workspace(tmp_path):
    """The sample with a French catalogue in which two texts are drafted, one by hand-folded lines."""
    root = write_workspace(tmp_path)
    content = load_content(root)[0]
    bring_up_to_date(content, content.modules["contract"], "fr")
    path = root / catalogue_path("fr", "contract")
    text = path.read_text(encoding="utf-8")
    for english, french in (
        ("Keep a copy.", 'msgstr "Gardez "\n"une copie."'),
        ("Name the parts of a contract.", 'msgstr "Nommer les parties."'),
    ):
        block = f'msgid "{english}"\nmsgstr ""'
        assert block in text
        text = text.replace(block, f'msgid "{english}"\n{french}', 1)
    path.write_text(text.replace("#. module: title\n", "# Marie's remark\n#. module: title\n"), encoding="utf-8")
    return content


def sheet_of(content):
    return open_sheet(content, content.modules["contract"], "fr")


def pair_of(sheet, message):
    return next(pair for pair in sheet.pairs if pair.entry.message == message)


def translate(content, message, text, **how):
    sheet = sheet_of(content)
    before = pair_of(sheet, message).entry
    save_entry(content.root, sheet, before, changed_entry(before, text, **how))


def file_of(content):
    return content.root / catalogue_path("fr", "contract")


def test_every_text_stands_beside_its_translation(workspace):
    sheet = sheet_of(workspace)
    assert pair_of(sheet, "Keep a copy.").entry.strings == ("Gardez une copie.",)
    assert pair_of(sheet, "Keep a copy.").state == "reviewed"
    assert pair_of(sheet, "Never sign what you have not understood.").state == "missing"
    assert sheet.status.texts == len(sheet.pairs)
    assert sheet.behind == 0


def test_a_review_changes_its_entry_and_nothing_else(workspace):
    before = file_of(workspace).read_text(encoding="utf-8").split("\n")
    translate(
        workspace,
        "Never sign what you have not understood.",
        "Ne signez rien sans comprendre.",
        reviewer="Marie  D.",
        today=DAY,
    )
    after = file_of(workspace).read_text(encoding="utf-8").split("\n")
    new = [line for line in after if line not in before]
    assert new == ["# reviewed: Marie D., 2026-11-23", 'msgstr "Ne signez rien sans comprendre."']
    pair = pair_of(sheet_of(workspace), "Never sign what you have not understood.")
    assert (pair.state, pair.reviewer) == ("reviewed", "Marie D., 2026-11-23")


def test_without_a_review_it_stays_to_be_reviewed(workspace):
    translate(workspace, "Never sign what you have not understood.", "Ne signez rien.")
    assert pair_of(sheet_of(workspace), "Never sign what you have not understood.").state == "drafted"


def test_a_drafted_text_is_reviewed_by_name_and_date(workspace):
    translate(workspace, "Ask about what is missing.", "Demander ce qui manque.")
    translate(workspace, "Ask about what is missing.", "Demander ce qui manque.", reviewer="Ana", today=DAY)
    assert pair_of(sheet_of(workspace), "Ask about what is missing.").reviewer == "Ana, 2026-11-23"
    translate(workspace, "Ask about what is missing.", "Demander.", reviewer="Bo", today=DAY)
    notes = pair_of(sheet_of(workspace), "Ask about what is missing.").entry.notes
    assert notes == ("reviewed: Bo, 2026-11-23",)


def test_a_changed_source_is_compared_again_and_resolved(workspace):
    root = workspace.root
    write_workspace(root, {MODULE_PATH: MODULE.replace("Keep a copy.", "Keep two copies.")})
    file = file_of(workspace)
    content = load_content(root)[0]
    file.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    sheet = bring_up_to_date(content, content.modules["contract"], "fr")
    pair = pair_of(sheet, "Keep two copies.")
    assert (pair.state, pair.entry.previous) == ("fuzzy", "Keep a copy.")
    save_entry(root, sheet, pair.entry, changed_entry(pair.entry, "Gardez deux copies.", reviewer="Ana", today=DAY))
    pair = pair_of(open_sheet(content, content.modules["contract"], "fr"), "Keep two copies.")
    assert (pair.state, pair.entry.previous) == ("reviewed", "")


def test_placeholders_come_back(workspace):
    message = next(p.entry.message for p in sheet_of(workspace).pairs if "{{" in p.entry.message)
    before = file_of(workspace).read_bytes()
    with pytest.raises(ProblemsError) as stopped:
        translate(workspace, message, "Sans numéro", reviewer="Ana", today=DAY)
    assert "po-substitution-missing" in [p.code for p in stopped.value.problems]
    assert file_of(workspace).read_bytes() == before


def test_two_people_at_different_entries_lose_nothing(workspace):
    mine = sheet_of(workspace)
    translate(workspace, "Ask about what is missing.", "Demander.", reviewer="Other", today=DAY)
    before = pair_of(mine, "Never sign what you have not understood.").entry
    save_entry(workspace.root, mine, before, changed_entry(before, "Ne signez rien.", reviewer="Me", today=DAY))
    sheet = sheet_of(workspace)
    assert pair_of(sheet, "Ask about what is missing.").reviewer == "Other, 2026-11-23"
    assert pair_of(sheet, "Never sign what you have not understood.").reviewer == "Me, 2026-11-23"


def test_two_people_at_the_same_entry_are_told(workspace):
    mine = sheet_of(workspace)
    translate(workspace, "Keep a copy.", "Conservez une copie.", reviewer="Other", today=DAY)
    before = pair_of(mine, "Keep a copy.").entry
    with pytest.raises(ProblemsError) as stopped:
        save_entry(workspace.root, mine, before, changed_entry(before, "Copie.", reviewer="Me", today=DAY))
    assert [p.code for p in stopped.value.problems] == ["designer-entry-changed"]
    assert "Conservez une copie." in stopped.value.problems[0].message


def test_an_emptied_translation_is_missing_again(workspace):
    translate(workspace, "Keep a copy.", "  ")
    assert pair_of(sheet_of(workspace), "Keep a copy.").state == "missing"


def test_texts_are_found_by_state_and_words(workspace):
    sheet = sheet_of(workspace)
    assert [p.entry.message for p in shown_pairs(sheet, {"reviewed": True}, "COPIE")] == ["Keep a copy."]
    assert shown_pairs(sheet, {}) == ()


def test_coverage_counts_what_the_status_command_counts(workspace):
    coverage = count_coverage(workspace, list(workspace.modules.values()), "fr")
    assert coverage["contract", "fr"] == sheet_of(workspace).status
    assert count_coverage(workspace, list(workspace.modules.values()), "uk") == {}


@pytest.mark.parametrize("tag", ["en", "nothing", "../x"])
def test_a_catalogue_is_of_a_language(workspace, tag):
    with pytest.raises(ProblemsError) as stopped:
        bring_up_to_date(workspace, workspace.modules["contract"], tag)
    assert [p.code for p in stopped.value.problems] == ["translate-language"]


def test_gettext_reads_what_was_saved(workspace):
    translate(workspace, "Ask about what is missing.", 'Demander "ce qui" manque.', reviewer="Ana", today=DAY)
    polib = pytest.importorskip("polib")
    entries = {entry.msgid: entry for entry in polib.pofile(str(file_of(workspace)))}
    assert entries["Ask about what is missing."].msgstr == 'Demander "ce qui" manque.'
