"""What the tests of the studio share: a served studio, a headless browser, and what to ask of a page.

with served(workspace) as studio: ...
assert axe_problems(page) == []
assert fits_width(page)
"""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue

from toolkit.content.workspace import built_in_workspace

PARTS = ("curricula", "session_templates", "evaluation", "notebooks")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SERVE = """
import sys
from pathlib import Path
from toolkit.content.language import Language
from toolkit.studio.serve import make_server
server, address, once = make_server(Path(sys.argv[1]), int(sys.argv[2]), Language("en"), heated=sys.argv[3:])
server.run(lambda: print(address, once, flush=True))
"""


@dataclass(frozen=True)
class Studio:
    """A studio that listens."""

    url: str
    token: str
    once: str
    workspace: Path
    process: subprocess.Popen

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2].strip("/"))

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def address(self, app: str = "", language: str = "en") -> str:
        """An address that lets in: the start page, or an app."""
        return f"{self.url}{app}?token={self.token}&lang={language}"


def copy_workspace(folder: Path) -> Path:
    """A private copy of the built-in workspace, to write in."""
    for name in PARTS:
        shutil.copytree(
            built_in_workspace() / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_*")
        )
    return folder


def demo_workspace(folder: Path) -> Path:
    """A workspace with nothing but three times the demo app of these tests."""
    for name in PARTS:
        (folder / name).mkdir(parents=True)
    shutil.copy(Path(__file__).with_name("demo_app.py"), folder / "notebooks" / "demo_app.py")
    for app in ("trainer", "designer", "evaluator"):
        source = f"from demo_app import open_app\n\nopen_app({app!r})"
        cell = {
            "cell_type": "code",
            "id": "a",
            "execution_count": None,
            "metadata": {},
            "outputs": [],
            "source": source,
        }
        title = {"cell_type": "markdown", "id": "t", "metadata": {}, "source": "# Only for JupyterLab"}
        kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
        book = {"cells": [title, cell], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
        (folder / "notebooks" / f"studio_{app}.ipynb").write_text(json.dumps(book), encoding="utf-8")
    return folder


@contextmanager
def served(workspace: Path, port: int = 8866, heated: Sequence[str] = ()) -> Iterator[Studio]:
    """A studio in a process of its own; closed at the end as Ctrl-C does it."""
    command = [sys.executable, "-c", SERVE, str(workspace), str(port), *heated]
    flags = subprocess.CREATE_NEW_PROCESS_GROUP if sys.platform == "win32" else 0
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, creationflags=flags)
    lines: Queue[str] = Queue()
    threading.Thread(target=lambda: [lines.put(line) for line in process.stdout], daemon=True).start()
    try:
        address, once = lines.get(timeout=60).split()
        url, token = re.fullmatch(r"(http://127\.0\.0\.1:\d+/)\?token=([\w-]{40,})", address).groups()
        yield Studio(url, token, once, workspace, process)
    except Empty:
        raise AssertionError("the studio did not start") from None
    finally:
        stop(process)


def stop(process: subprocess.Popen) -> int:
    """Ask a studio to end and wait for it; its exit code."""
    if process.poll() is None:
        process.send_signal(signal.CTRL_BREAK_EVENT if sys.platform == "win32" else signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    return process.returncode


def chromium_path() -> str | None:
    """The Chromium of this computer, if it has one."""
    return next((found for found in map(shutil.which, BROWSERS) if found), None)


def axe_problems(page) -> list[str]:
    """What axe-core finds wrong with the page, one line each: WCAG 2.1 A and AA, and its best practices."""
    from axe_playwright_python.sync_playwright import Axe

    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": tags}}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {rule['help']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def fits_width(page) -> bool:
    """Whether nothing makes the page scroll sideways."""
    return page.evaluate(
        "() => [document.documentElement, document.querySelector('#rendered_cells')]"
        ".every((el) => !el || el.scrollWidth <= el.clientWidth)"
    )
