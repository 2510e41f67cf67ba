"""The studio works without a network: no page, script, font or picture is asked of another computer.

Every request of the browser is watched (the fixture `open_page` fails a test whose page asks anybody else), and the
page's own rules forbid it besides.
"""

import json
from pathlib import Path

import pytest

from tests.studio.browser import axe_problems, demo_workspace, fits_width, served
from toolkit.studio.lab import lab_arguments
from toolkit.studio.style import asset

FOLDER = Path(__file__).parents[2] / "toolkit" / "studio"


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    with served(demo_workspace(tmp_path_factory.mktemp("demo"))) as found:
        yield found


def test_a_page_asks_only_the_studio(open_app):
    """The fixture checks it; here, that it would see something."""
    page = open_app("trainer")
    assert page.evaluate("performance.getEntriesByType('resource').length") > 5


def test_the_page_forbids_itself_to_ask_others(open_app):
    page = open_app("trainer")
    got = page.evaluate("fetch('http://127.0.0.1:9/').then(() => 'sent', (error) => String(error))")
    assert "TypeError" in got
    assert page.evaluate("document.querySelectorAll('link[href^=http], script[src^=http]').length") == 0


def test_only_the_widgets_extensions_are_loaded(open_app):
    page = open_app("trainer")
    config = json.loads(page.locator("#jupyter-config-data").text_content())
    assert {each["name"] for each in config["federated_extensions"]} <= {
        "@jupyter-widgets/jupyterlab-manager",
        "@voila-dashboards/widgets-manager8",
        "anywidget",
    }


@pytest.mark.parametrize(
    "path",
    [p for p in sorted((FOLDER / "voila_template").rglob("*")) if p.is_file()],
    ids=lambda p: p.name,
)
def test_nothing_we_ship_names_another_computer(path):
    text = path.read_text(encoding="utf-8")
    assert "http:" not in text
    assert "https:" not in text
    assert "//cdn" not in text
    assert "@import" not in text
    assert "url(" not in text


def test_jupyterlab_asks_nobody_for_news_or_updates():
    arguments = lab_arguments(Path("ws"), 8866, browser=False)
    assert "--LabApp.news_url=None" in arguments
    assert "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate" in arguments
    assert "--LabApp.extension_manager=readonly" in arguments
    assert "--ServerApp.ip=127.0.0.1" in arguments
    config = json.loads((FOLDER / "lab_config" / "labconfig" / "page_config.json").read_text(encoding="utf-8"))
    assert config["disabledExtensions"] == {"@jupyterlab/apputils-extension:announcements": True}


def test_jupyterlab_saves_no_findings_in_the_notebook():
    path = FOLDER / "lab_config" / "labconfig" / "default_setting_overrides.json"
    assert json.loads(path.read_text(encoding="utf-8"))["@jupyter-widgets/jupyterlab-manager:plugin"] == {
        "saveState": False
    }


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_start_page_is_accessible(open_page, studio, language):
    page = open_page(studio.address("", language))
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert axe_problems(page) == []
    assert fits_width(page)
    assert "token" not in page.url


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_frame_is_accessible(open_app, language):
    page = open_app("trainer", language)
    page.get_by_role("button", name="Leave").click()
    page.locator(".tot-problems li").wait_for()
    page.get_by_role("button", name="More").click()
    page.get_by_text("What only some need").wait_for()
    assert axe_problems(page) == []
    assert fits_width(page)


def test_everything_is_reached_by_keyboard(open_app):
    page = open_app("trainer")
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "(() => { const el = document.activeElement; const label = el.labels?.[0] || el;"
                " return (el.getAttribute('aria-label') || label.textContent || el.id).trim(); })()"
            )
        )
        if "Choose exports" in seen[-1]:
            break
    order = ["Skip to the content", "All apps", "Language", "Title", "Audience", "Work", "Leave", "Timeline", "More"]
    assert [name for name in seen if name in order] == order
    assert seen[-1] == "Choose exports"
    assert "Off" not in seen, "a button that does nothing is passed over"


def test_tabs_turn_with_the_arrow_keys(open_app):
    page = open_app("trainer")
    page.get_by_role("tab", name="Timeline").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_text("Sixteen of them").wait_for()
    assert page.get_by_role("tab", name="Practices").get_attribute("aria-selected") == "true"


def test_the_style_sheet_touches_only_the_studio():
    """In JupyterLab the page stands inside a notebook, which must keep its look."""
    import re

    rules = re.sub(r"/\*.*?\*/|@media[^{]*\{|\{[^{}]*\}", "\n", asset("studio.css"), flags=re.S)
    assert all(line.strip(" }").startswith(".tot-page") for line in rules.splitlines() if line.strip(" }"))
