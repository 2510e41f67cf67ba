"""The trainer's main path in a real browser: describe, plan, change, see slides, download, save, open, record."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

from tests.studio.browser import axe_problems, fits_width

FIRST = ".tot-days .tot-slot"


def turn(page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()


def slot(page, activity: str):
    return page.locator(f"#tot-slot-{activity}")


def told(page, text: str) -> None:
    """Wait until the box of changes says this."""
    page.locator(".tot-said", has_text=text).wait_for()


def test_from_a_group_to_a_pack(open_app) -> None:
    page = open_app("trainer")
    page.locator(FIRST).first.wait_for()
    page.get_by_label("Begin with an example").select_option(label="Working in Italy, your contract and your rights")
    page.get_by_label("Interpreter").or_(page.get_by_label("An interpreter works in the session")).first.check()
    page.locator(".tot-status", has_text="minutes instead of").or_(
        page.locator(".tot-status", has_text="another time")
    ).wait_for()
    assert axe_problems(page) == []
    assert fits_width(page)

    turn(page, "Plan")
    slot(page, "con-cases").click()
    page.get_by_role("button", name="Five minutes more").click()
    told(page, "as you asked")
    page.get_by_role("button", name="Undo").click()
    told(page, "undone")
    # By keyboard: up, and the focus stays on what was moved.
    slot(page, "con-cases").focus()
    page.keyboard.press("Alt+ArrowUp")
    told(page, '"Before, at, and after the signature" now begins at')
    assert page.evaluate("document.activeElement.id") == "tot-slot-con-cases"
    # A rule says no, in words.
    slot(page, "con-read-together").press("Alt+ArrowUp")
    told(page, "cannot come before")
    # By mouse, on a page that need not scroll meanwhile.
    page.set_viewport_size({"width": 1366, "height": 1100})
    slot(page, "con-cases").drag_to(slot(page, "con-ask-table"))
    told(page, "Before, at, and after the signature")
    page.set_viewport_size({"width": 1366, "height": 768})
    page.get_by_role("button", name="Swap it for another").click()
    page.get_by_role("button", name="Take this").first.wait_for()
    assert page.get_by_role("heading", name="Practices:").is_visible()
    assert axe_problems(page) == []
    assert fits_width(page)

    turn(page, "Slides")
    page.locator(".tot-gallery img").first.wait_for()
    assert page.locator(".tot-gallery img").first.evaluate("node => node.naturalWidth") > 300
    assert axe_problems(page) == []

    turn(page, "Pack")
    with page.expect_download(timeout=240_000) as got:
        page.get_by_role("button", name="Make the pack").click()
    assert got.value.suggested_filename == "working-in-italy-your-contract-and-your-rights-2027-03-16.zip"
    archive = zipfile.ZipFile(io.BytesIO(Path(got.value.path()).read_bytes()))
    names = {name.partition("/")[2] for name in archive.namelist()}
    assert {"session-plan.docx", "slide-deck.pptx", "facilitator-guide.pdf", "pre-test.xlsx", "manifest.json"} <= names
    plan = json.loads(archive.read(next(n for n in archive.namelist() if n.endswith("/plan.json"))))
    assert plan["brief"]["edits"]["before"]["con-cases"]


def test_a_session_is_saved_opened_and_recorded(open_app, studio) -> None:
    page = open_app("trainer")
    page.locator(FIRST).first.wait_for()
    page.get_by_label("Name of the session").fill("accra")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text('saved as "accra"').first.wait_for()
    turn(page, "After the session")
    page.get_by_label("Real minutes of Five things we share").fill("25")
    page.get_by_label("What happened in Five things we share").fill("Everybody wanted to go on.")
    page.get_by_role("button", name="Save the record").click()
    page.locator(".tot-status", has_text="The record is saved").wait_for()
    assert axe_problems(page) == []
    assert fits_width(page)
    record = (studio.workspace / "sessions" / "accra" / "session-record.yaml").read_text(encoding="utf-8")
    assert "actual_minutes: 25" in record
    assert "Everybody wanted to go on." in record

    # What a group said of itself moves the plan.
    turn(page, "Group and hours")
    page.get_by_role("button", name="Load a brief, profile or pre-test results").click()
    profile = studio.workspace / "evaluation" / "examples" / "group-profile-lebanon-portugal.yaml"
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Load a file").click()
    chooser.value.set_files(profile)
    page.locator(".tot-said", has_text="The group profile is loaded.").first.wait_for()
    assert page.get_by_label("People", exact=True).input_value() == "25"

    # A second page does not write over it, but can open it.
    other = open_app("trainer")
    other.locator(FIRST).first.wait_for()
    other.get_by_label("Name of the session").fill("accra")
    other.get_by_role("button", name="Save", exact=True).click()
    other.get_by_text("there is already a session").or_(
        other.get_by_text("There is already a session")
    ).first.wait_for()
    other.get_by_label("Open a saved session").select_option("accra")
    other.get_by_text('saved as "accra"').first.wait_for()
    turn(other, "After the session")
    other.get_by_label("Real minutes of Five things we share").wait_for()
    assert other.get_by_label("Real minutes of Five things we share").input_value() == "25"


def test_what_cannot_be_planned_has_a_way_out_and_arabic_is_mirrored(open_app) -> None:
    page = open_app("trainer", language="ar")
    page.locator(FIRST).first.wait_for()
    assert page.locator(".tot-page").evaluate("node => getComputedStyle(node).direction") == "rtl"
    page.locator("#tot-f-end").fill("10:00")
    page.locator("#tot-f-end").blur()
    page.locator("[data-act=way]").first.wait_for()
    assert axe_problems(page) == []
    assert fits_width(page)
    page.locator("[data-act=way]").first.click()
    page.locator(".tot-refused").first.wait_for(state="detached")
