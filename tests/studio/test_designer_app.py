"""The curriculum designer's app in a browser: find, write, insert, save, translate; and what is on disk afterwards."""

import pytest

from tests.studio.browser import axe_problems, fits_width

MODULE = "curricula/labour-migrants/contract.md"
TITLE_OF_BANK = "Closings"
TITLE = "Reading and understanding your contract"


def well_made(page):
    assert axe_problems(page) == []
    assert fits_width(page)


def open_module(page, title=TITLE):
    page.get_by_role("button", name=title, exact=True).click()
    page.locator(".tot-editor-area").wait_for()
    page.locator(".tot-designer-side .tot-document").wait_for()


def put_cursor(page, before):
    page.locator(".tot-editor-area").evaluate(
        "(area, before) => { const at = area.value.indexOf(before); area.focus(); area.setSelectionRange(at, at); }",
        before,
    )


@pytest.fixture
def file(studio):
    path = studio.workspace / MODULE
    before = path.read_bytes()
    yield path
    path.write_bytes(before)
    for aside in path.parent.glob("contract.kept-*"):
        aside.unlink()


def test_from_the_list_to_a_saved_module(open_app, file):
    page = open_app("designer")
    page.get_by_label("Search").fill("promises contract copies")
    page.get_by_label("Audience").select_option("Labour migrants")
    page.get_by_role("button", name=TITLE, exact=True).wait_for()
    well_made(page)
    open_module(page)
    page.get_by_text("No problems in this text").wait_for()
    well_made(page)

    put_cursor(page, "con-parts, con-equal]")
    page.keyboard.type("x")
    page.get_by_text("1 error").wait_for()
    page.get_by_text("Not saved yet").wait_for()
    page.locator(".tot-designer-problems [data-do]").first.click()
    line = page.locator(".tot-editor-area").evaluate("a => a.value.slice(0, a.selectionStart).split('\\n').length")
    assert "xcon-parts" in page.locator(".tot-editor-area").input_value().split("\n")[line - 1]
    put_cursor(page, "xcon-parts")
    page.keyboard.press("Delete")
    page.get_by_text("No problems in this text").wait_for()

    page.get_by_role("button", name="Slides", exact=True).click()
    page.locator(".tot-designer-slides img").first.wait_for()
    page.get_by_role("button", name="Insert", exact=True).click()
    page.get_by_label("What to insert").select_option("Handout")
    page.get_by_label("Title *").fill("My three copies")
    page.get_by_label("What participants take home").fill("- [ ] With me")
    put_cursor(page, ":::{key-messages} con-key")
    page.get_by_role("button", name="Insert at the cursor").click()
    page.get_by_text("Inserted on line").wait_for()
    well_made(page)
    page.locator(".tot-editor-area").press("Control+s")
    page.get_by_text(f"Saved: {MODULE}").wait_for()
    text = file.read_text(encoding="utf-8")
    assert "{handout} con-three-copies-sheet\n---\ntitle: My three copies\n" in text
    assert text.count("\n:::{key-messages} con-key\n") == 1


def test_nothing_is_overwritten_that_changed_meanwhile(open_app, file):
    page = open_app("designer")
    open_module(page)
    put_cursor(page, "## What a contract is for")
    page.keyboard.type("Mine. ")
    page.get_by_text("Not saved yet").wait_for()
    theirs = file.read_text(encoding="utf-8").replace("status: draft", "status: piloted")
    file.write_text(theirs, encoding="utf-8")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Somebody else saved this file meanwhile").wait_for()
    well_made(page)
    assert file.read_text(encoding="utf-8") == theirs
    page.get_by_role("button", name="Mine becomes the file").click()
    page.get_by_text("Both are kept").wait_for()
    assert "Mine. ##" in file.read_text(encoding="utf-8")
    assert file.with_name("contract.kept-1.txt").read_text(encoding="utf-8") == theirs


def test_a_translation_is_reviewed_by_name(studio, open_app):
    catalogue = studio.workspace / "curricula/locale/fr/contract.po"
    before = catalogue.read_text(encoding="utf-8").split("\n")
    page = open_app("designer")
    open_module(page)
    page.get_by_role("tab", name="Translate").click()
    page.get_by_label("Translation into").select_option("French")
    page.get_by_text("Lire et comprendre").first.wait_for()
    page.get_by_label("Your name, for the reviews").fill("Marie D.")
    page.get_by_label("Your name, for the reviews").press("Enter")
    page.get_by_role("button", name="Edit text 1", exact=True).click()
    page.get_by_label("In French").fill("Lire et bien comprendre son contrat")
    well_made(page)
    page.get_by_role("button", name="Save as reviewed").click()
    page.get_by_text("Saved as reviewed.").wait_for()
    after = catalogue.read_text(encoding="utf-8").split("\n")
    new = [line for line in after if line not in before]
    assert [line.partition(",")[0] for line in new] == [
        "# reviewed: Marie D.",
        'msgstr "Lire et bien comprendre son contrat"',
    ]
    assert len(after) == len(before)


def test_maps_and_a_new_module_in_arabic(studio, open_app):
    page = open_app("designer", language="ar")
    page.get_by_role("tab").nth(2).click()
    page.locator(".tot-designer-map").wait_for()
    well_made(page)
    page.get_by_role("tab").nth(3).click()
    page.locator(".tot-field input[type=text]").first.fill("SIM cards")
    page.locator(".tot-many input").nth(1).check()
    page.locator(".tot-many").nth(1).locator("input").first.check()
    page.locator(".tot-card button.tot-primary").click()
    page.locator(".tot-editor-area").wait_for()
    well_made(page)
    made = list((studio.workspace / "curricula").glob("*/sim-cards.md"))
    assert len(made) == 1
    assert "sim-cards" in made[0].with_name("curriculum.yaml").read_text(encoding="utf-8")


BANK = "curricula/activity-bank/closing.md"


def test_a_file_of_the_bank_is_written_like_a_module(studio, open_app):
    before = (studio.workspace / BANK).read_text(encoding="utf-8")
    page = open_app("designer")
    page.get_by_role("tab", name="Other files").click()
    page.get_by_role("button", name=TITLE_OF_BANK, exact=True).wait_for()
    well_made(page)
    open_module(page, TITLE_OF_BANK)
    page.get_by_text("No problems in this text").wait_for()
    well_made(page)
    put_cursor(page, "kind: ")
    page.keyboard.type("x")
    page.get_by_text("error", exact=False).first.wait_for()
    page.locator(".tot-designer-problems [data-do]").first.wait_for()
    page.keyboard.press("Backspace")
    page.get_by_text("No problems in this text").wait_for()
    put_cursor(page, ":::::{activity}")
    page.keyboard.type("A new line.\n\n")
    page.locator(".tot-designer-side .tot-document", has_text="A new line.").wait_for()
    page.locator(".tot-editor-area").press("Control+s")
    page.get_by_text(f"Saved: {BANK}").wait_for()
    after = (studio.workspace / BANK).read_text(encoding="utf-8")
    assert after == before.replace(":::::{activity}", "A new line.\n\n:::::{activity}", 1)
    (studio.workspace / BANK).write_text(before, encoding="utf-8")


def test_facts_of_a_country_are_checked_and_never_overwritten(studio, open_app):
    facts = studio.workspace / "curricula/countries/it.yaml"
    before = facts.read_text(encoding="utf-8")
    page = open_app("designer")
    page.get_by_role("tab", name="Other files").click()
    page.get_by_role("button", name="Italy", exact=True).click()
    page.locator(".tot-editor-area").wait_for()
    well_made(page)
    wrong = page.locator(".tot-designer-problems .tot-error")
    assert wrong.count() == 0
    put_cursor(page, "as_of: ")
    page.keyboard.type("x")
    wrong.first.wait_for()
    page.keyboard.press("Backspace")
    wrong.first.wait_for(state="detached")
    put_cursor(page, "country: IT")
    page.keyboard.type("# Mine.\n")
    page.get_by_text("Not saved yet").wait_for()
    facts.write_text("# Theirs.\n" + before, encoding="utf-8")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Somebody else saved this file meanwhile").wait_for()
    assert facts.read_text(encoding="utf-8") == "# Theirs.\n" + before
    page.get_by_role("button", name="The one on disk stays").click()
    page.get_by_text("Both are kept").wait_for()
    assert "# Mine." in facts.with_name("it.kept-1.txt").read_text(encoding="utf-8")
    facts.with_name("it.kept-1.txt").unlink()
    facts.write_text(before, encoding="utf-8")
