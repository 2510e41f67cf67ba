"""Presses: they write what would be written here, tell what went wrong, and nobody needs them.

Run by test_presses.py in a process of its own: they are forked, and a process in which other tests have drawn has
threads."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.rendering.test_docx import EVERY_NODE, document
from tests.rendering.test_reused import titled
from toolkit.execution.forked import in_fork
from toolkit.execution.presses import drawing, press_pids, start_presses, stop_presses
from toolkit.rendering.documents import DECK_FILE, draw_here

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks only on Linux")
FORMATS = ("docx", "pdf")


def paper(title):
    return document(*EVERY_NODE, title=title, contents_title="Contents")


def with_presses(work, *arguments):
    """In a process of its own, which has one thread and may fork."""

    def run():
        start_presses(2)
        try:
            return work(*arguments)
        finally:
            stop_presses()

    return in_fork(run, timeout_seconds=120)


def draw(folder, *titles):
    with drawing() as draw:
        assert draw is not None
        for title in titles:
            (folder / title).mkdir()
            draw(paper(title), FORMATS, folder / title)
            draw(titled(title), ("pptx",), folder / title)


def files_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_files_are_those_that_are_written_here(tmp_path):
    there, here = tmp_path / "there", tmp_path / "here"
    there.mkdir()
    with_presses(draw, there, "One title", "Another")
    for title in ("One title", "Another"):
        (here / title).mkdir(parents=True)

        def write(title=title):
            draw_here(paper(title), FORMATS, here / title)
            draw_here(titled(title), ("pptx",), here / title)

        in_fork(write)
    assert files_of(there) == files_of(here)
    assert len(files_of(there)) == 6


def test_without_presses_nothing_is_said_to_draw():
    with drawing() as draw:
        assert draw is None
    assert press_pids() == ()


def test_children_forked_later_use_them_too(tmp_path):
    with_presses(lambda: in_fork(draw, tmp_path, "One"))
    assert (tmp_path / "One" / DECK_FILE).is_file()


def test_a_folder_that_is_gone_is_told(tmp_path):
    def into_nothing():
        with drawing() as draw:
            draw(paper("One"), FORMATS, tmp_path / "none")

    with pytest.raises(FileNotFoundError):
        with_presses(into_nothing)


def test_papers_of_presses_that_were_killed_are_drawn_all_the_same(tmp_path):
    def killed():
        for pid in press_pids():
            os.kill(pid, signal.SIGKILL)
        draw(tmp_path, "One")

    with_presses(killed)
    assert len(files_of(tmp_path)) == 3


def test_presses_end_with_the_process_that_started_them(tmp_path):
    script = "import os\nfrom toolkit.execution.presses import *\nstart_presses(2)\nprint(*press_pids(), flush=True)\n"
    for end in ("", "os.kill(os.getpid(), 9)\n"):
        told = subprocess.run([sys.executable, "-c", script + end], capture_output=True, check=False)
        pids = [int(pid) for pid in told.stdout.split()]
        assert len(pids) == 2
        until = time.monotonic() + 10
        while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < until:
            time.sleep(0.02)
        assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
