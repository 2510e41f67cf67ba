"""JupyterLab as ``tot studio --lab`` starts it: each notebook is opened, run as a reader would, and used."""

import json
import os
import re
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest

from tests.studio.browser import copy_workspace, stop
from toolkit.studio.words import LANGUAGE_VARIABLE

LAB = """
import sys
from pathlib import Path
from toolkit.studio.lab import run_lab
run_lab(Path(sys.argv[1]), int(sys.argv[2]), False)
"""
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/lab\S*\?token=([0-9a-f]{20,})")


@contextmanager
def lab(workspace, home):
    """JupyterLab in a process of its own, with nobody's settings."""
    command = [sys.executable, "-c", LAB, str(workspace), "8990"]
    flags = subprocess.CREATE_NEW_PROCESS_GROUP if sys.platform == "win32" else 0
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=home, creationflags=flags)
    try:
        found = next(filter(None, map(ADDRESS.search, process.stderr)))
        # A full pipe would stop the server.
        threading.Thread(target=lambda: [None for _ in process.stderr], daemon=True).start()
        yield f"http://127.0.0.1:{found[1]}", found[2]
    finally:
        stop(process)


@pytest.fixture(scope="module")
def served_lab(tmp_path_factory):
    root = copy_workspace(tmp_path_factory.mktemp("workspace"))
    own = tmp_path_factory.mktemp("home")
    names = (
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_DATA_DIR",
        "JUPYTERLAB_SETTINGS_DIR",
        "JUPYTERLAB_WORKSPACES_DIR",
        "IPYTHONDIR",
    )
    (own / names[0]).mkdir()
    root_too = json.dumps({"ServerApp": {"allow_root": True}})  # tests run as root in containers
    (own / names[0] / "jupyter_server_config.json").write_text(root_too, encoding="utf-8")
    home = {**os.environ, **{name: str(own / name) for name in names}, LANGUAGE_VARIABLE: "en"}
    with lab(root, home) as (address, token):
        yield root, address, token


@pytest.fixture
def open_notebook(served_lab, chromium):
    """Open a notebook and run all of its cells from the menu; nobody but JupyterLab was asked for anything."""
    _, address, token = served_lab
    outside, contexts = [], []

    def seen(asked):
        if not asked.startswith((address, address.replace("http", "ws"), "data:", "blob:")):
            outside.append(asked)

    def open_(name):
        context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="en")
        contexts.append(context)
        context.on("request", lambda request: seen(request.url))
        page = context.new_page()
        page.on("websocket", lambda socket: seen(socket.url))
        page.set_default_timeout(60_000)
        page.goto(f"{address}/lab/tree/notebooks/{name}?token={token}&reset")
        page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        page.get_by_text(re.compile(r"\| Idle")).wait_for()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not outside, "a request left this computer"


def saved(page, root, name):
    """The notebook as JupyterLab saves it."""
    page.keyboard.press("Escape")
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.locator(".lm-Menu-item[data-command='docmanager:save']").click()
    page.wait_for_function(
        "() => !document.querySelector('.jp-mod-current.jp-mod-dirty, .lm-mod-current .jp-mod-dirty')"
    )
    return json.loads((root / "notebooks" / name).read_text(encoding="utf-8"))


def test_the_start_page_leads_to_the_apps(served_lab, open_notebook):
    page = open_notebook("START_HERE.ipynb")
    page.locator(".tot-start-cards > li").nth(2).wait_for()
    page.locator(".tot-start-cards a").nth(1).click()
    page.locator(".lm-TabBar-tabLabel", has_text="studio_designer.ipynb").wait_for()


USES = {
    "trainer": lambda page: (
        page.get_by_label("Begin with an example").select_option(index=2),
        page.locator(".tot-strip-of-session strong", has_text="A new home in Portugal").wait_for(),
    ),
    "designer": lambda page: (
        page.get_by_label("Search").fill("promises contract copies"),
        page.get_by_role("button", name="Reading and understanding your contract", exact=True).click(),
        page.locator(".tot-editor-area").wait_for(),
        page.get_by_text("No problems in this text").wait_for(),
    ),
    "evaluator": lambda page: (
        page.get_by_role("button", name="Example: answers of 24 people").click(),
        page.get_by_role("heading", name="What was matched").wait_for(),
    ),
}


@pytest.mark.parametrize("app", sorted(USES))
def test_each_app_is_ready_and_of_use(served_lab, open_notebook, app):
    root, *_ = served_lab
    name = f"studio_{app}.ipynb"
    page = open_notebook(name)
    page.locator(".tot-ready").wait_for()
    USES[app](page.locator(".tot-page"))
    book = saved(page, root, name)
    assert "widgets" not in book["metadata"], "what the page shows stays out of the file"
    assert "A new home" not in json.dumps(book["cells"])
