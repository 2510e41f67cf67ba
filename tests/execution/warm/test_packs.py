"""Packs from a program with threads: made in a warm process beside it."""

import os
import sys
import threading

import pytest

from toolkit.content.workspace import built_in_workspace
from toolkit.execution.warm.packs import Order, WarmPacks
from toolkit.problems import ProblemsError

BRIEF = built_in_workspace() / "session_templates" / "briefs" / "two-hour-information.yaml"

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks only on Linux")


@pytest.fixture(scope="module")
def packs():
    with WarmPacks(built_in_workspace()) as packs:
        yield packs


def test_a_pack_is_made_while_other_threads_run(packs, tmp_path):
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    told = []
    try:
        made = packs.pack(Order(BRIEF, tmp_path / "pack"), lambda what, done: told.append(done))
    finally:
        stop.set()
        thread.join()
    assert "slide-deck.pptx" in made.files
    assert (tmp_path / "pack" / "manifest.json").is_file()
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_problems_come_back_as_problems(packs, tmp_path):
    with pytest.raises(ProblemsError) as stop:
        packs.pack(Order(BRIEF, tmp_path / "pack", overrides={"start": "25:99"}))
    assert [problem.code for problem in stop.value.problems] == ["value-wrong"]
    assert list(tmp_path.iterdir()) == []


def test_without_the_warm_process_it_says_so(tmp_path):
    packs = WarmPacks().__enter__()
    os.kill(packs._process.pid, 9)
    with pytest.raises(RuntimeError, match="has gone"):
        packs.pack(Order(BRIEF, tmp_path / "pack"))
    packs.close()
