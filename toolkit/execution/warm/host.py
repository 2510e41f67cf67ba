"""The driver's side of the warm process: start it once, ask it for forks."""

from __future__ import annotations

import atexit
import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from toolkit.execution.warm.wire import pack

START_SECONDS = 60.0
GRACE_SECONDS = 5.0
"""How long a child may take to tidy up before it is ended."""


class WarmProcessError(RuntimeError):
    """The warm process could not be started, or has gone."""


@dataclass(slots=True)
class Child:
    """One forked notebook: where to write requests, where its messages come from, and the news of its end."""

    requests: socket.socket
    messages: socket.socket
    ended: int
    pid: int = 0
    exit_code: int | None = None

    def is_alive(self) -> bool:
        """Whether the process has not ended yet."""
        if self.exit_code is None and select.select([self.ended], [], [], 0)[0]:
            text = os.read(self.ended, 64)
            # Nothing at all: the warm process itself has ended, and its children with it.
            self.exit_code = int(text) if text else -signal.SIGKILL
        return self.exit_code is None

    def interrupt(self) -> None:
        """Stop the running cell, as Ctrl-C does."""
        if self.pid and self.is_alive():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGINT)

    def close(self, *, at_once: bool = False) -> None:
        """End the process and everything that it started; politely first, unless `at_once`."""
        with contextlib.suppress(OSError):
            self.requests.close()
        if not at_once and self.exit_code is None:
            select.select([self.ended], [], [], GRACE_SECONDS)
        if self.is_alive() and self.pid:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
            select.select([self.ended], [], [], GRACE_SECONDS)
            self.is_alive()
        with contextlib.suppress(OSError):
            self.messages.close()
        os.close(self.ended)


class WarmProcess:
    """A running warm process. Threads may share it."""

    def __init__(self, modules: Sequence[str]) -> None:
        ours, theirs = socket.socketpair()
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "toolkit.execution.warm.server", str(theirs.fileno()), *modules],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            cwd=Path(__file__).parents[3],
        )
        theirs.close()
        self._control = ours
        self.missing = self._wait_until_ready()

    def _wait_until_ready(self) -> tuple[str, ...]:
        self._control.settimeout(START_SECONDS)
        said = b""
        try:
            while not said.endswith(b"\n"):
                part = self._control.recv(4096)
                if not part:
                    raise WarmProcessError("the warm process ended while it was starting")
                said += part
        except TimeoutError:
            self.close()
            raise WarmProcessError(f"the warm process was not ready after {START_SECONDS:g} seconds") from None
        self._control.settimeout(None)
        return tuple(said.decode().split()[1:])

    @property
    def pid(self) -> int:
        """Of the warm process."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Whether it can still fork."""
        return self._process.poll() is None

    def fork(self, folder: Path, environment: Mapping[str, str], memory_limit: int | None = None) -> Child:
        """A new child that stands in `folder` with this environment and at most `memory_limit` bytes of address space.

        Raises WarmProcessError when the warm process has gone.
        """
        requests, child_requests = socket.socketpair()
        child_messages, messages = socket.socketpair()
        ended, child_ended = os.pipe()
        order = {"msg_type": "begin", "folder": str(folder), "environment": dict(environment)}
        try:
            fds = [child_requests.fileno(), child_messages.fileno(), child_ended]
            with self._lock:
                socket.send_fds(self._control, [b"f"], fds)
            requests.sendall(pack(order | {"memory_limit": memory_limit}))
        except OSError as fault:
            for held in (requests, messages):
                held.close()
            os.close(ended)
            raise WarmProcessError("the warm process has gone") from fault
        finally:
            child_requests.close()
            child_messages.close()
            os.close(child_ended)
        return Child(requests, messages, ended)

    def close(self) -> None:
        """End it, and with it every child."""
        with contextlib.suppress(OSError):
            self._control.close()
        try:
            self._process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class _Holder:
    """The one warm process for a list of modules, started again when it has gone."""

    def __init__(self, modules: tuple[str, ...]) -> None:
        self._modules = modules
        self._lock = threading.Lock()
        self._process: WarmProcess | None = None
        self._pid = os.getpid()
        atexit.register(self.close)

    def get(self) -> WarmProcess:
        with self._lock:
            if self._process is None or self._pid != os.getpid() or not self._process.is_alive():
                self._process, self._pid = WarmProcess(self._modules), os.getpid()
            return self._process

    def close(self) -> None:
        if self._process is not None and self._pid == os.getpid():
            self._process.close()


@lru_cache(maxsize=4)
def _holder(modules: tuple[str, ...]) -> _Holder:
    return _Holder(modules)


def warm_process(modules: tuple[str, ...] = ()) -> WarmProcess:
    """The warm process of this program that has imported `modules`; started when first asked for.

    Raises WarmProcessError when it cannot be started.
    """
    return _holder(modules).get()


def why_not() -> str:
    """Why notebooks cannot be forked on this computer; empty when they can."""
    if not sys.platform.startswith("linux"):
        return f"forking a prepared process is not safe on {sys.platform}"
    return ""
