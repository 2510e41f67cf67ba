"""The evaluator's app in a browser: from files to a downloaded report, and nothing of a person on the way."""

import io
import json
import zipfile

import pytest

from tests.studio.browser import axe_problems, fits_width
from tests.studio.evaluator_sample import CODES, EXAMPLES, NAMES, export

SECRETS = (NAMES, *CODES)


def choose(page, button, files):
    with page.expect_file_chooser() as asked:
        page.get_by_role("button", name=button).click()
    asked.value.set_files(files)


def show(page, tab, heading):
    page.get_by_role("tab", name=tab).click()
    page.get_by_role("heading", name=heading).first.wait_for()


def say_nothing_of_people(page):
    text = page.content()
    assert not any(word in text for word in SECRETS)


def is_well_made(page):
    assert axe_problems(page) == []
    assert fits_width(page)


def test_from_exports_to_a_report(studio, open_app, tmp_path):
    for wave in ("pre", "post"):
        (tmp_path / f"{wave}.csv").write_bytes(export(wave))
    page = open_app("evaluator")
    is_well_made(page)
    assert page.get_by_role("button", name="Read the answers").is_disabled()
    choose(page, "Choose the questionnaire", EXAMPLES / "instrument.yaml")
    page.get_by_text("✓ instrument.yaml").wait_for()
    choose(page, "Choose answers", [tmp_path / "pre.csv", tmp_path / "post.csv"])
    page.get_by_text("✓ post.csv").wait_for()
    page.get_by_label("When was it answered?").nth(0).select_option("before the session")
    page.get_by_role("button", name="Read the answers").click()

    page.get_by_role("heading", name="What was matched").wait_for()
    page.wait_for_function("document.activeElement.textContent === '2 What was read'")
    facts = " ".join(page.locator(".tot-evaluator-facts").inner_text().split())
    assert facts == "before 23 after 21 in both 19 Match rate 90% Sessions 1 Codes to settle 1"
    assert page.get_by_role("cell", name="KoboToolbox").count() == 2
    assert not page.get_by_label("trainer", exact=True).count()
    page.get_by_label("sex", exact=True).check()
    page.get_by_role("button", name="Read again with these groups").click()
    page.get_by_text("2 group(s) are withheld").wait_for()
    page.get_by_role("button", name="Columns of pre.csv").click()
    row = page.get_by_role("row", name="full_name")
    assert "may name a person" in row.inner_text()
    is_well_made(page)
    say_nothing_of_people(page)

    page.get_by_role("button", name="Look at the codes").click()
    page.get_by_text("1 code is not decided yet.").wait_for()
    is_well_made(page)
    say_nothing_of_people(page)
    page.get_by_label("Whose is it?").nth(0).select_option("The same person as row 23 of pre.csv")
    page.get_by_text("20 people are in both tests now.").wait_for()

    show(page, "4 Findings", "The figures, and what they mean")
    assert "of 20 people answered more questions correctly" in page.locator(".tot-evaluator-lead").inner_text()
    page.get_by_role("button", name="More figures, each explained").click()
    page.get_by_text("How often chance alone").wait_for()
    is_well_made(page)
    for part in ("Learning objectives", "Confidence and satisfaction"):
        page.get_by_role("button", name=part).click()
        page.locator(".tot-evaluator-document svg[role=img]").first.wait_for()
    page.get_by_role("button", name="Sessions and groups").click()
    page.get_by_label("Look at").select_option("By sex")
    page.get_by_role("cell", name="Not shown: fewer than 10 people.").wait_for()
    is_well_made(page)
    page.get_by_label("For inside the organisation only").check()
    page.get_by_role("cell", name="Not shown: fewer than 10 people.").wait_for(state="detached")
    page.get_by_text("Shown for inside the organisation.").wait_for()
    page.get_by_label("For inside the organisation only").uncheck()
    page.get_by_text("this may be published").wait_for()
    say_nothing_of_people(page)

    show(page, "6 Take away", "Everything in one file")
    is_well_made(page)
    with page.expect_download(timeout=90_000) as got:
        page.get_by_role("button", name="Download everything (zip)").click()
    files = unzipped(got.value.path().read_bytes())
    assert {"evaluation-report.pdf", "evaluation-report.docx", "evaluation-report.html", "evaluation-summary.pptx",
            "evaluation.json", "findings.csv", "findings.xlsx", "manifest.json"} <= set(files)  # fmt: skip
    assert not any(word.encode() in data for data in files.values() for word in SECRETS)
    found = json.loads(files["evaluation.json"])
    assert found["counts"]["n_matched"] == 20
    assert found["disclosure"]["publish_at"] == 10
    with page.expect_download() as got:
        page.get_by_role("button", name="Findings (evaluation.json)").click()
    assert json.loads(got.value.path().read_bytes()) == found

    assert not (studio.workspace / "findings" / "accra").exists()
    page.get_by_label("Name", exact=True).fill("accra")
    page.get_by_role("button", name="Save the findings").click()
    page.get_by_text("Saved in the workspace: findings/accra").first.wait_for(timeout=90_000)
    kept = {
        path.name: path.read_bytes() for path in (studio.workspace / "findings" / "accra").rglob("*") if path.is_file()
    }
    assert json.loads(kept["evaluation.json"]) == found
    assert not any(word.encode() in data for data in kept.values() for word in SECRETS)
    page.get_by_role("button", name="Forget the answers now").click()
    page.get_by_text("The answers are forgotten").first.wait_for()
    show(page, "2 What was read", "Nothing was read yet")


def unzipped(data):
    """Names without the folder, and bytes; parts of office files are files too."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    for name in [name for name in found if name.endswith((".docx", ".pptx", ".xlsx"))]:
        with zipfile.ZipFile(io.BytesIO(found[name])) as archive:
            found |= {f"{name}!{part}": archive.read(part) for part in archive.namelist()}
    return found


def test_sessions_are_compared_in_order_of_name(studio, open_app, tmp_path):
    page = open_app("evaluator")
    page.get_by_role("button", name="Example: scores of three sessions").click()
    page.get_by_role("heading", name="What was matched").wait_for()
    show(page, "6 Take away", "One by one")
    with page.expect_download() as got:
        page.get_by_role("button", name="Findings (evaluation.json)").click()
    data = got.value.path().read_bytes()
    (tmp_path / "2026.json").write_bytes(data.replace(b'"n_pre": 41', b'"n_pre": 43'))
    (tmp_path / "again.json").write_bytes(data)
    saved = studio.workspace / "findings" / "kumasi"
    saved.mkdir(parents=True)
    (saved / "evaluation.json").write_bytes(data.replace(b'"n_pre": 41', b'"n_pre": 42'))
    show(page, "5 Compare", "Sessions in these answers")
    labels = page.locator(".tot-evaluator-document svg text").all_text_contents()
    assert [text for text in labels if text.startswith("example-")] == ["example-a", "example-b", "example-c"]
    choose(page, "Choose findings", tmp_path / "2026.json")
    page.get_by_role("cell", name="2026", exact=True).wait_for()
    page.get_by_label("Saved in the workspace").select_option("kumasi")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("cell", name="kumasi", exact=True).wait_for()
    is_well_made(page)
    choose(page, "Choose findings", tmp_path / "again.json")
    page.get_by_text("These findings are here already.").wait_for()
    assert (
        page.get_by_role("cell", name="again", exact=True).count()
        + page.get_by_role("cell", name="evaluation (this page)").count()
        == 1
    )
    assert "nothing is ranked" in page.content()


def test_what_cannot_be_read_is_told(open_app, tmp_path):
    page = open_app("evaluator")
    page.get_by_label("What do you have?").select_option("A table of scores")
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    choose(page, "Choose the table", tmp_path / "bad.csv")
    page.get_by_text("✓ bad.csv").wait_for()
    page.get_by_role("button", name="Read the answers").click()
    page.get_by_text("The files could not be read").wait_for()
    assert page.locator(".tot-problems li").count() >= 1
    assert "tot-studio-" not in page.content()
    (tmp_path / "paper.exe").write_bytes(b"MZ")
    show(page, "1 Answers", "Your files")
    choose(page, "Choose the table", tmp_path / "paper.exe")
    page.get_by_text("is not one of").wait_for()


@pytest.mark.parametrize("language", ["ar"])
def test_mirrored(open_app, language):
    page = open_app("evaluator", language=language)
    page.locator(".tot-card button").filter(has_text="24").click()
    page.locator(".tot-evaluator-facts").wait_for()
    for step in range(2, 6):
        page.get_by_role("tab").nth(step).click()
        page.locator(".tot-tab-panel .tot-card, .tot-tab-panel .tot-note").first.wait_for()
        is_well_made(page)


def test_the_language_changes_and_the_work_stays(open_app):
    page = open_app("evaluator")
    page.get_by_role("button", name="Example: answers of 24 people").click()
    page.get_by_role("heading", name="What was matched").wait_for()
    page.get_by_label("Language", exact=True).select_option("Français")
    page.locator(".tot-lang-fr .tot-evaluator-facts").wait_for()
    assert "21" in page.locator(".tot-evaluator-facts").inner_text()
