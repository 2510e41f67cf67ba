"""Each notebook is alone: it crashes, hangs, is stopped and leaves things behind without touching the next one."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from tests.execution.warm.running import run, write
from toolkit.execution.warm import engine as engine_module
from toolkit.execution.warm.host import WarmProcess, warm_process, why_not

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")


def result(nb, cell=-1):
    return nb.cells[cell].outputs[0].data["text/plain"]


def gone(pid: int, seconds: float = 5) -> bool:
    """Whether a process has ended, or ends within this time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.02)
    return False


def test_nothing_is_left_for_the_next_notebook(tmp_path):
    spoil = "import os, sys, json\nos.environ['TOT_LEFT'] = '1'; json.left = 1; os.chdir('/'); left = 1"
    look = "import os, json\n['TOT_LEFT' in os.environ, hasattr(json, 'left'), 'left' in globals()]"
    run(tmp_path / "one", [spoil], "warm")
    nb, _ = run(tmp_path / "two", [look], "warm")
    assert result(nb) == "[False, False, False]"


def test_each_has_a_process_and_random_numbers_of_its_own(tmp_path):
    nbs = [run(tmp_path / str(i), ["import os, random\n(os.getpid(), random.random())"], "warm")[0] for i in range(3)]
    assert len({result(nb) for nb in nbs}) == 3
    assert len({result(nb).split(",")[0] for nb in nbs}) == 3


def test_environment_and_folder_are_those_of_the_moment(tmp_path, monkeypatch):
    monkeypatch.setenv("TOT_NOW", "ä")
    nb, _ = run(tmp_path / "here", ["import os\nos.environ['TOT_NOW'], os.path.basename(os.getcwd())"], "warm")
    assert result(nb) == "('ä', 'here')"


@pytest.mark.parametrize(
    "end", ["import os; os._exit(3)", "import os; os.kill(os.getpid(), 9)", "import ctypes; ctypes.string_at(0)"]
)
def test_crash_is_told_as_by_the_ordinary_engine_and_the_next_one_runs(tmp_path, end):
    _, raised = run(tmp_path / "crash", [end, "1"], "warm")
    assert raised == "DeadKernelError"
    nb, raised = run(tmp_path / "after", ["6 * 7"], "warm")
    assert (result(nb), raised) == ("42", "")


def test_too_slow_cell_is_ended(tmp_path):
    pid_file = tmp_path / "pid"
    cells = [
        f"import os, time, pathlib\npathlib.Path({str(pid_file)!r}).write_text(str(os.getpid()))",
        "time.sleep(60)",
    ]
    _, raised = run(tmp_path / "slow", cells, "warm", execution_timeout=1)
    assert raised == "CellTimeoutError"
    assert gone(int(pid_file.read_text()))


def test_memory_limit(tmp_path):
    nb, raised = run(tmp_path / "m", ["x = bytearray(3_000_000_000)"], "warm", memory_limit_mb=2000)
    assert raised == "PapermillExecutionError"
    assert nb.cells[-1].outputs[-1].ename == "MemoryError"


def test_what_a_notebook_started_ends_with_it(tmp_path):
    nb, _ = run(tmp_path / "b", ["import subprocess\nsubprocess.Popen(['sleep', '600']).pid"], "warm")
    assert gone(int(result(nb)))


def test_things_to_do_at_exit_are_done(tmp_path):
    run(tmp_path / "e", ["import atexit, pathlib\natexit.register(lambda: pathlib.Path('done').touch());"], "warm")
    assert (tmp_path / "e" / "done").exists()


def test_killed_warm_process_is_started_again(tmp_path):
    warm = warm_process()
    os.kill(warm.pid, signal.SIGKILL)
    gone(warm.pid)
    nb, _ = run(tmp_path / "k", ["'again'"], "warm")
    assert result(nb) == "'again'"


def test_notebooks_run_beside_each_other(tmp_path):
    found: dict[int, str] = {}

    def one(index: int) -> None:
        nb, _ = run_here(tmp_path / f"t{index}", index)
        found[index] = nb

    def run_here(folder: Path, index: int):
        folder.mkdir()
        child = warm_process().fork(folder, os.environ)
        try:
            from toolkit.execution.warm.wire import pack, receive

            ready = receive(child.messages)
            child.pid = ready["content"]["pid"]
            request = {"msg_type": "execute_request", "header": {"msg_id": "1"}, "content": {"code": f"{index} * 2"}}
            child.requests.sendall(pack(request))
            while (message := receive(child.messages))["msg_type"] != "execute_result":
                pass
            return message["content"]["data"]["text/plain"], ""
        finally:
            child.close()

    threads = [threading.Thread(target=one, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {i: str(i * 2) for i in range(8)}


def test_nothing_outlives_a_killed_driver(tmp_path):
    pids = tmp_path / "pids"
    tell = f"pathlib.Path({str(pids)!r}).write_text(f'{{os.getpid()}} {{os.getppid()}}')"
    cell = f"import os, pathlib, time\n{tell}\ntime.sleep(600)"
    notebook = write(tmp_path / "in.ipynb", [cell])
    driver = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(f"""
            import papermill
            from papermill.engines import papermill_engines
            from toolkit.execution.warm.engine import WarmEngine
            papermill_engines.register("warm", WarmEngine)
            papermill.execute_notebook({str(notebook)!r}, None, engine_name="warm", kernel_name="python3")
        """)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        end = time.monotonic() + 30
        while not (pids.exists() and len(pids.read_text().split()) == 2) and time.monotonic() < end:
            time.sleep(0.05)
        child, warm = (int(pid) for pid in pids.read_text().split())
    finally:
        driver.kill()
        driver.wait()
    assert gone(child)
    assert gone(warm)


def test_modules_are_ready(tmp_path):
    cell = "import sys\n'colorsys' in sys.modules"
    nb, _ = run(tmp_path / "p", [cell], "warm", preload="colorsys")
    assert result(nb) == "True"
    nb, _ = run(tmp_path / "q", [cell], "warm")
    assert result(nb) == "False"


def test_module_that_starts_a_thread_is_refused(tmp_path, monkeypatch):
    (tmp_path / "threaded_module.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(RuntimeError, match="ended while it was starting"):
        WarmProcess(["threaded_module"])


def test_missing_module_is_told():
    warm = WarmProcess(["no_such_module_here"])
    assert warm.missing == ("no_such_module_here",)
    warm.close()


def test_falls_back_and_says_so(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(engine_module, "why_not", lambda: "forking a prepared process is not safe on win32")
    with caplog.at_level("WARNING", logger="papermill"):
        nb, raised = run(tmp_path / "f", ["2 + 2"], "warm")
    assert (result(nb), raised) == ("4", "")
    assert "ordinary engine: forking a prepared process is not safe on win32" in caplog.text


def test_another_language_goes_the_ordinary_way(tmp_path):
    import nbformat
    from papermill.engines import NotebookExecutionManager

    nb = nbformat.v4.new_notebook()
    nb.metadata["kernelspec"] = {"name": "ir", "language": "R", "display_name": "R"}
    assert "R" in engine_module._other_kernel(NotebookExecutionManager(nb), "ir")
