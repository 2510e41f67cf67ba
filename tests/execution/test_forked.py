"""Work in forked children: values and errors come back, deaths are told, nothing outlives the call."""

import os
import signal
import sys
import threading
import time

import pytest

from toolkit.execution.forked import ChildFailed, in_fork, in_fork_while, run_forked, why_not_here
from toolkit.problems import Place, ProblemsError, make_problem

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks only on Linux")


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_value_comes_back_and_nothing_else():
    seen = []

    def work(number):
        seen.append(number)
        return number * 2, os.getpid()

    doubled, pid = in_fork(work, 21)
    assert doubled == 42
    assert pid != os.getpid()
    assert seen == [], "the child's memory is its own"


def test_what_is_raised_is_raised_here_with_its_problems():
    problem = make_problem("interrupted", Place("tot"))

    def work():
        raise ProblemsError([problem])

    with pytest.raises(ProblemsError) as stop:
        in_fork(work)
    assert stop.value.problems == (problem,)


def test_an_error_that_cannot_be_sent_is_told_as_text():
    class Odd(Exception):
        def __reduce__(self):
            raise TypeError("not to be sent")

    def work():
        raise Odd("in the child")

    with pytest.raises(ChildFailed, match="in the child"):
        in_fork(work)


@pytest.mark.parametrize(("end", "code"), [(lambda: os._exit(3), 3), (lambda: os.kill(os.getpid(), 9), -9)])
def test_a_child_that_dies_is_told(end, code):
    with pytest.raises(ChildFailed) as failed:
        in_fork(end)
    assert failed.value.exit_code == code


def test_one_death_does_not_disturb_the_others():
    results = run_forked([lambda _: "first", lambda _: os._exit(1), lambda _: "third"], at_once=2)
    assert results[0] == "first"
    assert isinstance(results[1], ChildFailed)
    assert results[2] == "third"


def test_children_tell_while_they_work():
    heard = []

    def work(tell):
        tell("half")
        return "whole"

    assert run_forked([work], hear=lambda number, said: heard.append((number, said))) == ["whole"]
    assert heard == [(0, "half")]


def test_large_values_pass():
    assert len(in_fork(lambda: b"x" * 5_000_000)) == 5_000_000


def test_too_long_is_ended():
    with pytest.raises(ChildFailed) as failed:
        in_fork(time.sleep, 60, timeout_seconds=0.2)
    assert failed.value.late


def test_what_a_child_leaves_in_the_background_ends_with_it():
    def work():
        pid = os.fork()
        if pid == 0:
            time.sleep(60)
            os._exit(0)
        return pid

    left = in_fork(work)
    for _ in range(400):  # a busy computer takes its time; by itself it would stay for a minute
        if not is_running(left):
            return
        time.sleep(0.05)
    pytest.fail("the grandchild is still there")


def test_an_interrupt_ends_the_children(tmp_path):
    def work(_tell):
        (tmp_path / "pid").write_text(str(os.getpid()))
        time.sleep(0.3)  # the parent waits for us by now
        os.kill(os.getppid(), signal.SIGINT)
        time.sleep(60)

    with pytest.raises(KeyboardInterrupt):
        run_forked([work])
    assert not is_running(int((tmp_path / "pid").read_text()))


def test_both_work_at_the_same_time():
    done = []
    assert in_fork_while(os.getpid, lambda: done.append(1)) != os.getpid()
    assert done == [1]


def test_if_the_work_here_fails_the_child_ends(tmp_path):
    def work():
        (tmp_path / "pid").write_text(str(os.getpid()))
        time.sleep(60)

    def here():
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
            time.sleep(0.01)
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        in_fork_while(work, here)
    assert not is_running(int((tmp_path / "pid").read_text()))


def test_a_process_with_threads_says_why_it_cannot_fork():
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert "threads" in why_not_here()
    finally:
        stop.set()
        thread.join()
