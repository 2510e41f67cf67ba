"""Work in forked children: everything that this process has loaded is there, and nothing that they do comes back but
what they return.

A fork copies only the thread that forks, so a process with more than one must not (`why_not_here`). Children end with
their parent, however that ends.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import selectors
import signal
import struct
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn, TypeVar, cast

Value = TypeVar("Value")
Tell = Callable[[object], None]
"""Sends something that can be pickled to the parent, while the child goes on."""
Work = Callable[[Tell], object]
Hear = Callable[[int, object], None]
"""Hears what a child tells: the child's number and what it said."""

_LENGTH = struct.Struct("!BI")
_SAID, _RETURNED, _RAISED, _FAULT = range(4)


class ChildFailed(RuntimeError):
    """A child ended without an answer. `exit_code` is negative for a signal; `late` after its time was over."""

    def __init__(self, exit_code: int, said: str = "", late: bool = False) -> None:
        super().__init__(said or (f"ended with {exit_code}" if not late else "took too long"))
        self.exit_code, self.said, self.late = exit_code, said, late

    def __reduce__(self) -> tuple[type[ChildFailed], tuple[int, str, bool]]:
        """So that it can be told to another process."""
        return type(self), (self.exit_code, self.said, self.late)


@dataclass(slots=True)
class _Child:
    number: int
    pid: int
    pipe: int
    until: float | None
    received: bytearray = field(default_factory=bytearray)
    answer: tuple[int, object] | None = None


def why_not_here() -> str:
    """Why this process cannot fork children for its work just now; empty when it can."""
    if not sys.platform.startswith("linux"):
        return f"forking a prepared process is not safe on {sys.platform}"
    threads = thread_count()
    return "" if threads == 1 else f"this process has {threads} threads"


def thread_count() -> int:
    """Threads of this process, those of libraries included where the system can tell."""
    with contextlib.suppress(OSError):
        return sum(1 for _ in Path("/proc/self/task").iterdir())
    import threading

    return threading.active_count()


def in_fork(function: Callable[..., Value], *arguments: object, timeout_seconds: float | None = None) -> Value:
    """What `function` returns in a forked child. What it raises is raised here; a child that dies, or takes longer
    than `timeout_seconds`, raises ChildFailed."""
    (value,) = run_forked([lambda _tell: function(*arguments)], timeout_seconds=timeout_seconds)
    if isinstance(value, BaseException):
        raise value
    return cast(Value, value)


def in_fork_while(function: Callable[..., Value], meanwhile: Callable[[], object]) -> Value:
    """What ``function()`` returns in a forked child, while this process does `meanwhile`. Raises as `in_fork`."""
    running: dict[int, _Child] = {}
    try:
        child = _start(0, lambda _tell: function(), running, None)
        meanwhile()
        while _receive(child, None):
            pass
        del running[child.pipe]
    finally:
        for left in running.values():
            _end(left)
    value = _outcome(child)
    if isinstance(value, BaseException):
        raise value
    return cast(Value, value)


def run_forked(
    works: Sequence[Work], *, at_once: int = 1, hear: Hear | None = None, timeout_seconds: float | None = None
) -> list[object]:
    """Run every work in a child of its own, at most `at_once` together; returns what each returned, or the exception
    that it raised (ChildFailed for one that died). Whatever ends this call ends the children first."""
    results: list[object] = [None] * len(works)
    waiting = list(enumerate(works))[::-1]
    running: dict[int, _Child] = {}
    try:
        with selectors.DefaultSelector() as selector:
            while waiting or running:
                while waiting and len(running) < at_once:
                    child = _start(*waiting.pop(), running, timeout_seconds)
                    selector.register(child.pipe, selectors.EVENT_READ)
                for pipe in [key.fd for key, _ in selector.select(_patience(running))]:
                    if not _receive(running[pipe], hear):
                        selector.unregister(pipe)
                        child = running.pop(pipe)
                        results[child.number] = _outcome(child)
                for child in [c for c in running.values() if c.until is not None and time.monotonic() >= c.until]:
                    selector.unregister(child.pipe)
                    _end(running.pop(child.pipe))
                    results[child.number] = ChildFailed(-signal.SIGKILL, late=True)
    finally:
        for child in running.values():
            _end(child)
    return results


def _patience(running: dict[int, _Child]) -> float | None:
    ends = [child.until for child in running.values() if child.until is not None]
    return max(0.0, min(ends) - time.monotonic()) if ends else None


def _start(number: int, work: Work, running: dict[int, _Child], timeout_seconds: float | None) -> _Child:
    """Fork a child and enter it into `running`, by its pipe, before anything can interrupt."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()  # or the child would write it a second time
    # What libraries do after a fork swallows exceptions, so an interrupt that came just then would be lost.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        read, write = os.pipe()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            _be_child(work, write, (read, *running), parent)
        os.close(write)
        until = time.monotonic() + timeout_seconds if timeout_seconds else None
        running[read] = _Child(number, pid, read, until)
        return running[read]
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _be_child(work: Work, pipe: int, others: Sequence[int], parent: int) -> NoReturn:
    """Work, answer and end, without a way back into the parent's code."""
    status = 1
    try:
        os.setsid()
        die_with_parent(parent)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT, signal.SIGTERM))
        for fd in others:
            os.close(fd)
        # What was inherited is no garbage of ours: looked through, its pages would have to be copied.
        gc.freeze()
        kind, value = _attempt(work, lambda said: _send(pipe, _SAID, said))
        try:
            _send(pipe, kind, value)
        except Exception:  # what was returned or raised cannot be sent
            _send(pipe, _FAULT, f"{value!r}\n{traceback.format_exc()}")
        status = 0
    finally:
        with contextlib.suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def _attempt(work: Work, tell: Tell) -> tuple[int, object]:
    try:
        return _RETURNED, work(tell)
    except SystemExit as leave:
        return _FAULT, f"left with {leave.code}"
    except BaseException as error:
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301 - made just now, by this process
        except Exception:
            return _FAULT, "".join(traceback.format_exception(error))
        return _RAISED, error


def _send(pipe: int, kind: int, value: object) -> None:
    body = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    data = memoryview(_LENGTH.pack(kind, len(body)) + body)
    while data:
        data = data[os.write(pipe, data) :]


def _receive(child: _Child, hear: Hear | None) -> bool:
    """Take what has arrived; False once the child has answered or its end of the pipe is closed: what it left running
    in the background may still hold that."""
    data = os.read(child.pipe, 1 << 20)
    child.received += data
    while len(child.received) >= _LENGTH.size:
        kind, length = _LENGTH.unpack_from(child.received)
        end = _LENGTH.size + length
        if len(child.received) < end:
            break
        value = pickle.loads(bytes(child.received[_LENGTH.size : end]))  # noqa: S301 - our own child's pipe
        del child.received[:end]
        if kind != _SAID:
            child.answer = (kind, value)
        elif hear is not None:
            hear(child.number, value)
    return bool(data) and child.answer is None


def _outcome(child: _Child) -> object:
    os.close(child.pipe)
    _, status = os.waitpid(child.pid, 0)
    _kill_group(child.pid)
    if child.answer is None:
        return ChildFailed(os.waitstatus_to_exitcode(status))
    kind, value = child.answer
    return ChildFailed(1, str(value)) if kind == _FAULT else value


def _end(child: _Child) -> None:
    _kill_group(child.pid)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child.pid, signal.SIGKILL)  # one that has no group of its own yet
    with contextlib.suppress(ChildProcessError):
        os.waitpid(child.pid, 0)
    os.close(child.pipe)


def _kill_group(pid: int) -> None:
    """What a child left running in the background ends with it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def die_with_parent(parent: int) -> None:
    """Ask Linux to end this process when `parent`, which has just forked it, ends, however that happens."""
    import ctypes

    set_death_signal = 1  # PR_SET_PDEATHSIG
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
