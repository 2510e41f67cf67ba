"""Runners of notebooks: the same record whichever runs them; what goes wrong is a problem of the run."""

import json
import subprocess
import sys
import threading

import nbformat
import pytest

from toolkit.execution.runners import best_runner, local_forker
from toolkit.execution.tasks import share_out
from toolkit.rendering.documents import Task

forks = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks only on Linux")

PARAMETERS = "number = 1\nwords = ''"
NOTEBOOKS = {
    "plain": [
        "number * 2",
        "print('out'); import sys; print('err', file=sys.stderr)",
        "!echo child",
    ],
    "rich": [
        "from IPython.display import HTML, display\ndisplay(HTML('<b>x</b>'), display_id='a')",
        "from IPython.display import update_display\nupdate_display(HTML('<b>y</b>'), display_id='a')",
        "import asyncio\nawait asyncio.sleep(0)\n'awaited'",
    ],
    "fails": ["1 / 0 # here", "print('never')"],
    "dies": ["import os; os._exit(3)"],
    "leaves_memory": ["import builtins; builtins.left = 1"],
    "finds_none": ["import builtins; hasattr(builtins, 'left'), __import__('os').environ['MARK']"],
}

SCRIPT = """
import json, sys
from pathlib import Path
from toolkit.execution.priming import load_notebook_engine
from toolkit.execution.runners import NotebookJob, local_forker, spawn_runner
folder, runner = Path(sys.argv[1]), sys.argv[2]
run = {"fork": lambda: local_forker(2), "spawn": spawn_runner}[runner]()
load_notebook_engine()
told = []
found = {}
for name in json.loads(sys.argv[3]):
    source, executed = folder / f"{name}.ipynb", folder / f"{name}-{runner}.ipynb"
    job = NotebookJob(source, executed, {"number": 21}, folder, source.name, {"MARK": "set"})
    (one,) = run([job], lambda *what: told.append(what))
    found[name] = [p.code for p in one.problems]
print(json.dumps([found, told]))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notebooks")
    for name, cells in NOTEBOOKS.items():
        nb = nbformat.v4.new_notebook()
        nb.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        nb.cells = [
            nbformat.v4.new_code_cell(cell, id=f"c{number}") for number, cell in enumerate([PARAMETERS, *cells])
        ]
        nb.cells[0].metadata["tags"] = ["parameters"]
        nbformat.write(nb, folder / f"{name}.ipynb")
    return folder


@pytest.fixture(scope="module")
def forked(folder):
    return run_with("fork", folder, NOTEBOOKS)


def run_with(runner, folder, names):
    """In a process of its own: this one has threads."""
    command = [sys.executable, "-c", SCRIPT, str(folder), runner, json.dumps(list(names))]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return json.loads(done.stdout.splitlines()[-1])


def outputs(folder, name):
    return [
        (cell.get("execution_count"), cell.get("outputs"))
        for cell in nbformat.read(folder / f"{name}.ipynb", as_version=4).cells
    ]


@forks
def test_a_forked_notebook_is_as_papermill_makes_it(folder, forked):
    ordinary, _ = run_with("spawn", folder, ["plain", "rich"])
    assert ordinary == {"plain": [], "rich": []}
    for name in ordinary:
        assert forked[0][name] == []
        assert (folder / f"{name}-fork.ipynb").read_bytes() == (folder / f"{name}-spawn.ipynb").read_bytes().replace(
            b"-spawn.ipynb", b"-fork.ipynb"
        )


@forks
def test_a_cell_that_fails_is_a_problem_and_its_copy_is_kept(folder, forked):
    assert forked[0]["fails"] == ["notebook-failed"]
    kept = outputs(folder, "fails-fork")
    assert any(out.get("ename") == "ZeroDivisionError" for _, outs in kept for out in outs or ())
    assert "never" not in (folder / "fails-fork.ipynb").read_text(encoding="utf-8").replace("print('never')", "")


@forks
def test_a_process_that_dies_is_a_problem(forked):
    assert forked[0]["dies"] == ["notebook-stopped"]


@forks
def test_nothing_is_shared_and_the_environment_is_the_jobs(folder, forked):
    (_, (last,)) = outputs(folder, "finds_none-fork")[-1]
    assert last["data"]["text/plain"] == "(False, 'set')"


@forks
def test_cells_are_told(forked):
    assert [0, 4, 5] in forked[1] or [0, 5, 5] in forked[1]


def test_a_process_with_threads_does_not_fork():
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        with pytest.raises(RuntimeError, match="cannot fork"):
            local_forker()([], lambda *_: None)
        assert best_runner() is not None
    finally:
        stop.set()
        thread.join()


def test_work_is_shared_out_heavy_parts_first():
    tasks = [Task(weight, tuple) for weight in (1, 1, 1, 2, 5)]
    piles = [sorted(task.weight for task in pile) for pile in share_out(tasks, 2)]
    assert sorted(piles) == [[1, 1, 1, 2], [5]]


def test_more_children_than_parts():
    assert [len(pile) for pile in share_out([Task(1, tuple)], 3)] == [1, 0, 0]
