"""How long the studio takes to start, to show a page, and to answer.

    python benchmarks/studio.py [--rounds N] [--workspace DIR]

Medians of wall seconds in headless Chromium (`pip install playwright`, and a Chromium on the computer). "Start" is from
the command to the address in the terminal; "start page" and the apps are from the request to a page that can be used.
An app is opened twice: "at once", the moment the address is there, and "prepared", when its program had time to load
in the background. An interaction is from the click to its effect on the page.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from tests.studio.browser import Studio, chromium_path, copy_workspace, served  # noqa: E402

APPS = ("trainer", "designer", "evaluator")
LOADING_SECONDS = 25.0
"""Within this, the programs of all three apps are ready."""
SLOT = "#tot-slot-con-cases"
EXAMPLE = "Working in Italy, your contract and your rights"
MODULE = "Reading and understanding your contract"
SAID = ".tot-said"


class Watch:
    """Seconds of each thing that was measured, in order."""

    def __init__(self) -> None:
        self.seen: dict[str, list[float]] = {}

    def __call__(self, what: str, work: Callable[[], object]) -> None:
        """Do it and note how long it took."""
        started = time.perf_counter()
        work()
        self.seen.setdefault(what, []).append(time.perf_counter() - started)

    def show(self) -> None:
        """Print the table."""
        for what, seconds in self.seen.items():
            print(f"{what:56} {statistics.median(seconds):6.2f} s   longest {max(seconds):6.2f} s")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--workspace", type=Path, default=None, metavar="DIR", help="else a copy of the built-in one")
    options = parser.parse_args(arguments)
    watch = Watch()
    with tempfile.TemporaryDirectory() as folder, browser() as pages:
        workspace = options.workspace or copy_workspace(Path(folder))
        for _ in range(options.rounds):
            measure(workspace, pages, watch)
    watch.show()


@contextmanager
def browser() -> Iterator[Callable[[], Any]]:
    """Makes pages of 1366 × 768."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox", "--disable-gpu"])
        yield lambda: found.new_context(viewport={"width": 1366, "height": 768}, locale="en").new_page()
        found.close()


def measure(workspace: Path, new_page: Callable[[], Any], watch: Watch) -> None:
    """One round: a studio from its start to its end."""
    started = time.perf_counter()
    with served(workspace, heated=APPS) as studio:
        watch.seen.setdefault("start", []).append(time.perf_counter() - started)
        page = new_page()
        watch("start page", lambda: page.goto(studio.address()))
        watch("trainer, at once", lambda: opened(page, studio, "trainer"))
        page.close()
        time.sleep(LOADING_SECONDS)
        for app, use in (("trainer", use_trainer), ("designer", use_designer), ("evaluator", use_evaluator)):
            page = new_page()
            page.set_default_timeout(60_000)
            watch(f"{app}, prepared", lambda page=page, app=app: opened(page, studio, app))
            use(page, watch)
            page.close()
            time.sleep(5)


def opened(page: Any, studio: Studio, app: str) -> None:  # noqa: ANN401 - a page of the browser
    """Open an app and wait until it can be used."""
    page.goto(studio.address(app))
    page.wait_for_selector(".tot-ready", timeout=60_000)
    if app == "trainer":
        page.locator(".tot-days .tot-slot").first.wait_for()


def use_trainer(page: Any, watch: Watch) -> None:  # noqa: ANN401
    """Plan, change, undo, look."""

    def said(text: str) -> None:
        page.locator(SAID, has_text=text).wait_for()

    def example() -> None:
        page.get_by_label("Begin with an example").select_option(label=EXAMPLE)
        page.locator(".tot-days", has_text="Before, at, and after the signature").first.wait_for()

    def end_later() -> None:
        page.locator("#tot-f-end").fill("17:30")
        page.locator("#tot-f-end").blur()
        page.locator(".tot-days", has_text="–17:30").first.wait_for()

    def longer() -> None:
        page.get_by_role("button", name="Five minutes more").click()
        said("as you asked")

    def undo() -> None:
        page.get_by_role("button", name="Undo").click()
        said("undone")

    def move() -> None:
        page.locator(SLOT).press("Alt+ArrowUp")
        said("now begins at")

    def alternatives() -> None:
        page.get_by_role("button", name="Swap it for another").click()
        page.get_by_role("button", name="Take this").first.wait_for()

    def slides() -> None:
        page.get_by_role("tab", name="Slides", exact=True).click()
        page.locator(".tot-gallery img").first.wait_for()

    watch("  trainer: begin with an example (plans anew)", example)
    watch("  trainer: end later (plans anew)", end_later)
    page.get_by_role("tab", name="Plan", exact=True).click()
    page.locator(SLOT).click()
    watch("  trainer: five minutes more (plans anew)", longer)
    watch("  trainer: undo", undo)
    page.locator(SLOT).focus()
    watch("  trainer: move an activity (plans anew)", move)
    watch("  trainer: what could stand there instead", alternatives)
    watch("  trainer: first slides as pictures", slides)


def use_designer(page: Any, watch: Watch) -> None:  # noqa: ANN401
    """Find, open, write."""

    def search() -> None:
        page.get_by_label("Search").fill("promises contract copies")
        page.get_by_role("button", name=MODULE, exact=True).wait_for()

    def open_module() -> None:
        page.get_by_role("button", name=MODULE, exact=True).click()
        page.locator(".tot-editor-area").wait_for()
        page.locator(".tot-designer-side .tot-document").wait_for()

    def mistype() -> None:
        page.keyboard.type("x")
        page.get_by_text("1 error").wait_for()

    def show_slides() -> None:
        page.get_by_role("button", name="Slides", exact=True).click()
        page.locator(".tot-designer-slides img").first.wait_for()

    watch("  designer: search", search)
    watch("  designer: open a module", open_module)
    page.locator(".tot-editor-area").evaluate(
        "area => { const at = area.value.indexOf('con-parts, con-equal]');"
        " area.focus(); area.setSelectionRange(at, at); }"
    )
    watch("  designer: a mistake is marked while typing", mistype)
    page.keyboard.press("Backspace")
    watch("  designer: slides as pictures", show_slides)


def use_evaluator(page: Any, watch: Watch) -> None:  # noqa: ANN401
    """Read an example, see its findings."""
    from tests.studio.evaluator_sample import EXAMPLES, export

    folder = Path(tempfile.mkdtemp())
    for wave in ("pre", "post"):
        (folder / f"{wave}.csv").write_bytes(export(wave))

    def choose(button: str, files: list[Path], seen: str) -> None:
        with page.expect_file_chooser() as asked:
            page.get_by_role("button", name=button).click()
        asked.value.set_files(files)
        page.get_by_text(seen).wait_for()

    def read() -> None:
        page.get_by_role("button", name="Read the answers").click()
        page.get_by_role("heading", name="What was matched").wait_for()

    def findings() -> None:
        page.get_by_role("tab", name="4 Findings").click()
        page.get_by_role("heading", name="The figures, and what they mean").first.wait_for()

    def objectives() -> None:
        page.get_by_role("button", name="Learning objectives").click()
        page.locator(".tot-evaluator-document svg[role=img]").first.wait_for()

    questionnaire, answers = [EXAMPLES / "instrument.yaml"], [folder / "pre.csv", folder / "post.csv"]
    watch("  evaluator: questionnaire", lambda: choose("Choose the questionnaire", questionnaire, "✓ instrument.yaml"))
    watch("  evaluator: two files of answers", lambda: choose("Choose answers", answers, "✓ post.csv"))
    page.get_by_label("When was it answered?").nth(0).select_option("before the session")
    watch("  evaluator: read and match 44 answers", read)
    watch("  evaluator: findings", findings)
    watch("  evaluator: objectives with their pictures", objectives)


if __name__ == "__main__":
    main()
