"""The studio opens, shows its apps, does what a page is asked to do, and closes without a trace."""

import io
import json
import os
import re
import socket
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

from tests.studio.browser import demo_workspace, served, stop
from toolkit.content.language import Language
from toolkit.content.workspace import built_in_workspace
from toolkit.problems import Place, ProblemsError, make_problem
from toolkit.studio.downloads import zip_folder
from toolkit.studio.page import Page
from toolkit.studio.serve import make_server, notebooks_folder
from toolkit.studio.start import start_cards, start_page
from toolkit.studio.uploads import Upload, check_upload, private_folder, save_uploads
from toolkit.studio.widgets import as_clock, paragraph, problems_html, table
from toolkit.studio.words import APPS, first_language, known_language


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    with served(demo_workspace(tmp_path_factory.mktemp("demo"))) as found:
        yield found


# The page in the browser.


def test_from_the_start_page_to_an_app_and_back(open_page, studio):
    page = open_page(studio.address())
    page.get_by_role("link", name="Plan a session").click()
    page.wait_for_selector(".tot-ready")
    assert page.get_by_role("heading", level=1).text_content() == "Trainer studio"
    assert page.get_by_text("Only for JupyterLab").count() == 0
    page.get_by_role("link", name="All apps").click()
    page.get_by_role("link", name="Evaluate a session").wait_for()


def test_a_callback_shows_progress_and_says_when_it_is_done(open_app):
    page = open_app("trainer")
    page.get_by_role("button", name="Work").click()
    page.get_by_role("status").get_by_text("Done: 2 parts").wait_for()
    page.locator(".tot-busy").wait_for(state="hidden")


def test_problems_are_shown_with_their_next_step_and_then_go(open_app):
    page = open_app("trainer")
    page.get_by_role("button", name="Leave").click()
    problem = page.get_by_role("region", name="Problems")
    problem.get_by_text("leads out of the workspace").wait_for()
    problem.get_by_text("Give a path inside the workspace").wait_for()
    page.get_by_role("button", name="Work").click()
    page.locator(".tot-problems").wait_for(state="detached")


def test_a_fault_stays_out_of_the_page_and_shows_nobodys_data(open_app):
    page = open_app("trainer")
    page.get_by_role("button", name="Fault").click()
    page.get_by_text("A fault of the toolkit stopped this step (ValueError)").wait_for()
    assert "nobody may see" not in page.content()


def test_a_file_is_saved_at_once(open_app):
    page = open_app("trainer")
    with page.expect_download() as got:
        page.get_by_role("button", name="Download the table").click()
    assert got.value.suggested_filename == "table.csv"
    assert Path(got.value.path()).read_bytes() == b"a,b\n1,2\n"
    page.get_by_role("link", name="Save table.csv again (1 kB)").wait_for()


def test_files_are_taken_checked_and_refused(open_app):
    page = open_app("trainer")

    def choose(*files):
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Choose exports").click()
        chooser.value.set_files([{"name": n, "mimeType": "text/csv", "buffer": data} for n, data in files])

    choose(("pre.csv", b"x,y\n"), ("tool.exe", b"MZ"))
    page.get_by_role("status").get_by_text("pre.csv: 4 bytes").wait_for()
    page.get_by_text('The file "tool.exe" is not one of .csv, .xlsx.').wait_for()
    choose(("big.csv", b"x" * 1_100_000))
    page.get_by_text("This is more than fits here").wait_for()
    choose(("post.csv", b"x"))
    page.get_by_role("status").get_by_text("post.csv: 1 bytes").wait_for()
    page.get_by_text("This is more than fits here").wait_for(state="hidden")


def test_files_can_be_dropped(open_app):
    page = open_app("trainer")
    page.evaluate(
        """() => {
          const transfer = new DataTransfer();
          transfer.items.add(new File(["a,b"], "dropped.csv", { type: "text/csv" }));
          document.querySelector(".tot-upload")
            .dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer }));
        }"""
    )
    page.get_by_role("status").get_by_text("dropped.csv: 3 bytes").wait_for()


def test_another_language_keeps_what_was_typed_and_mirrors_the_page(open_app):
    page = open_app("trainer")
    page.get_by_role("textbox", name="Title").fill("Rights at work")
    page.keyboard.press("Tab")
    page.get_by_role("status").get_by_text("Title: Rights at work").wait_for()
    page.locator(".tot-language select").select_option("العربية")
    page.locator('html[dir="rtl"][lang="ar"]').wait_for(state="attached")
    assert page.get_by_role("textbox", name="Title").input_value() == "Rights at work"
    title, choice = page.locator("h1").bounding_box(), page.locator(".tot-language select").bounding_box()
    assert choice["x"] < title["x"]


def test_the_address_chooses_the_language(open_app):
    page = open_app("trainer", "fr")
    assert page.locator(".tot-language select").input_value() == "Français"


def test_closing_a_page_ends_its_kernel(open_app, studio):
    page = open_app("designer")
    kernel = json.loads(page.locator("#jupyter-config-data").text_content())["kernelId"]
    process = next(p for p in psutil.Process(studio.process.pid).children() if kernel in " ".join(p.cmdline()))
    page.goto("about:blank")
    process.wait(30)


# The server.


def test_a_kernel_waits_for_the_reader(tmp_path):
    """Its page is drawn before anybody asks, and a page in another language gets a kernel of its own."""
    with served(demo_workspace(tmp_path / "ws"), heated=("designer",)) as found:
        server = psutil.Process(found.process.pid)
        while not server.children():
            psutil.cpu_percent(interval=0.05)
        waiting = " ".join(server.children()[0].cmdline())

        def kernel_of(language):
            with urlopen(found.address("designer", language)) as answer:  # noqa: S310
                return re.search(r'"kernelId": "([\w-]+)"', answer.read().decode("utf-8")).group(1)

        assert kernel_of("en") in waiting
        assert kernel_of("fr") not in waiting


def test_a_taken_port_is_passed_over(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with served(demo_workspace(tmp_path / "ws"), port) as found:
            assert port < found.port <= port + 50


def test_no_free_port_is_a_problem(tmp_path, monkeypatch):
    from tornado.web import Application

    def taken(*_args, **_kwargs):
        raise OSError("taken")

    monkeypatch.setattr(Application, "listen", taken)
    monkeypatch.setenv("TOT_WORKSPACE", "")
    with pytest.raises(ProblemsError) as stopped:
        make_server(demo_workspace(tmp_path / "ws"), 9000, Language("en"))
    assert stopped.value.problems[0].code == "studio-port-none"


def test_it_listens_on_this_computer_only(studio):
    connections = psutil.Process(studio.process.pid).net_connections(kind="inet")
    assert {c.laddr.ip for c in connections if c.status == psutil.CONN_LISTEN} == {"127.0.0.1"}


@pytest.mark.parametrize("pause", [False, True], ids=["at once", "with kernels"])
def test_ctrl_c_leaves_nothing_behind(tmp_path, pause):
    with served(demo_workspace(tmp_path / "ws"), heated=APPS) as found:
        server = psutil.Process(found.process.pid)
        while pause and not server.children():
            psutil.cpu_percent(interval=0.05)
        children = server.children(recursive=True)
        assert stop(found.process) == 0
    assert not [child for child in children if child.is_running()]


def test_the_command_says_where_the_studio_is(tmp_path):
    workspace = demo_workspace(tmp_path / "ws")
    arguments = ["studio", "--no-browser", "--workspace", str(workspace), "--port", "8950"]
    process = subprocess.Popen([sys.executable, "-m", "toolkit", *arguments], stderr=subprocess.PIPE, text=True)
    try:
        lines = [process.stderr.readline() for _ in range(4)]
        assert re.search(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{40,}", lines[2])
        assert "Ctrl-C" in lines[3]
    finally:
        if sys.platform == "win32":
            process.kill()
        else:
            assert stop(process) == 0
        process.stderr.close()
        process.wait()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--workspace", "not-there"], "studio-no-workspace"), (["--language", "tlh"], "studio-language")],
)
def test_a_wrong_argument_is_a_problem(arguments, code, capsys):
    from toolkit.cli import app, run

    assert run(app, ["studio", "--no-browser", *arguments]) == 1
    assert code in capsys.readouterr().err


def test_a_workspace_without_apps_gets_the_built_in_ones(tmp_path):
    assert notebooks_folder(tmp_path) == built_in_workspace() / "notebooks"
    assert notebooks_folder(demo_workspace(tmp_path / "ws")) == tmp_path / "ws" / "notebooks"


# What pages are made of.


@pytest.mark.parametrize(
    ("environment", "tag"),
    [
        ({"QUERY_STRING": "lang=ar&x=1", "TOT_STUDIO_LANGUAGE": "fr"}, "ar"),
        ({"QUERY_STRING": "lang=tlh", "TOT_STUDIO_LANGUAGE": "fr"}, "fr"),
        ({"LANG": "es_MX.UTF-8"}, "es"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_first_language(environment, tag):
    assert first_language(environment).tag == tag


@pytest.mark.parametrize(
    ("given", "tag"), [("fr_FR.UTF-8", "fr"), ("AR", "ar"), ("de", None), ("", None), (None, None)]
)
def test_known_language(given, tag):
    assert known_language(given) == tag


def test_the_start_page_leads_to_each_app_in_its_language():
    text = start_page(Language("ar"), "<my>")
    assert 'dir="rtl"' in text
    assert "&lt;my&gt;" in text
    assert all(f'href="./{app}?lang=ar"' in text for app in APPS)
    assert [card.app for card in start_cards(Language("en"))] == list(APPS)
    assert all(len(card.steps) == 3 for card in start_cards(Language("en")))


def test_text_is_escaped_everywhere():
    bad = "<script>alert(1)</script>"
    made = [paragraph(bad).value, table(bad, [bad], [[bad]]).value]
    made.append(problems_html([make_problem("studio-name-unsafe", Place(bad), name=bad)], Language("en")))
    assert all("<script" not in text and "&lt;script" in text for text in made)


def test_a_page_rebuilds_from_its_state_and_closes_the_old_widgets(tmp_path):
    built = []
    page = Page(
        "trainer", lambda page: built.append(paragraph("x")) or built[-1], workspace=tmp_path, language=Language("en")
    )
    page.rebuild()
    assert len(built) == 2
    assert built[0].comm is None
    assert built[1].comm is not None


def test_guard_lets_no_exception_through(tmp_path, capfd):
    page = Page("trainer", lambda _: paragraph("x"), workspace=tmp_path, language=Language("en"))

    def stumble():
        raise ValueError(" ".join(["an", "answer"]))

    assert page.guard(stumble)() is None
    assert page.guard(lambda: 3)() == 3
    assert "an answer" not in capfd.readouterr().err


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("9", "09:00"),
        ("9.30", "09:30"),
        ("0930", "09:30"),
        ("14h15", "14:15"),
        ("24:00", None),
        ("x", None),
        ("", None),
    ],
)
def test_as_clock(typed, clock):
    assert as_clock(typed) == clock


def workbook(size=10):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", b"0" * size)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", b"x", None),
        ("A.CSV", b"x", None),
        ("folder\\a.csv", b"x", None),
        ("a.xlsx", workbook(), None),
        ("a.exe", b"x", "studio-upload-kind"),
        ("a.csv", b"x" * 1_000_001, "studio-upload-large"),
        ("a.xlsx", b"not a zip", "studio-upload-broken"),
        ("a.xlsx", workbook(201_000_000), "studio-upload-archive"),
        ("...", b"x", "studio-name-unsafe"),
    ],
)
def test_check_upload(name, data, code):
    upload, problems = check_upload(name, data, (".csv", ".xlsx"), limit_mb=1)
    assert [p.code for p in problems] == ([code] if code else [])
    assert (upload is None) == (code is not None)


def test_uploads_go_into_a_folder_of_this_user_that_vanishes():
    with private_folder() as folder:
        paths = save_uploads([Upload("a.csv", b"1"), Upload("a.csv", b"2")], folder)
        assert [(path.name, path.read_bytes()) for path in paths] == [("a.csv", b"1"), ("a-2.csv", b"2")]
        if os.name != "nt":
            assert folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()


def test_zip_folder_is_the_same_each_time(tmp_path):
    folder = tmp_path / "pack"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "b.txt").write_text("b", encoding="utf-8")
    (folder / "a.txt").write_text("a", encoding="utf-8")
    first = zip_folder(folder)
    os.utime(folder / "a.txt", (1, 1))
    assert zip_folder(folder) == first
    assert zipfile.ZipFile(io.BytesIO(first)).namelist() == ["pack/a.txt", "pack/sub/b.txt"]
