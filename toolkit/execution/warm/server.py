"""The warm process: imports once, then forks a child for each notebook that is asked for.

It has one thread, since a fork copies only the thread that forks. Run as ``python -m toolkit.execution.warm.server FD
MODULE…`` with the control socket's descriptor; it ends when that socket is closed.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import os
import selectors
import signal
import socket
import sys
from collections.abc import Sequence
from typing import NoReturn

from toolkit.execution.forked import die_with_parent, thread_count

FDS = 3
"""Descriptors that come with a request: where the child reads, where it writes, where its end is told."""


def main(arguments: Sequence[str]) -> None:
    """Serve until the control socket is closed."""
    control = socket.socket(fileno=int(arguments[0]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    missing = warm_up(arguments[1:])
    gc.collect()
    # What is here now never becomes garbage: left alone, its pages stay shared with every child.
    gc.freeze()
    control.sendall(("ready " + " ".join(missing)).strip().encode() + b"\n")
    Server(control).run()


def warm_up(modules: Sequence[str]) -> list[str]:
    """Import what notebooks import; returns those that could not be. Afterwards there is still one thread. A name with
    a colon, as ``module:argument``, is a module whose ``prime_server(argument)`` loads more."""
    # Libraries that start threads for linear algebra would make the fork unsafe, and two cores are soon full.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    missing = []
    for module in ("toolkit.execution.warm.cells", *modules):
        name, colon, argument = module.partition(":")
        try:
            found = importlib.import_module(name)
        except ImportError:
            missing.append(name)
            continue
        if colon:
            found.prime_server(argument)
    from toolkit.execution.warm.cells import prepare_shell

    prepare_shell()
    if thread_count() != 1:
        raise RuntimeError(f"{thread_count()} threads after importing {', '.join(modules)}: forking would not be safe")
    return missing


class Server:
    """Forks on request and tells how each child ended."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._ends: dict[int, int] = {}
        self._wake, wake_write = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(wake_write, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)

    def run(self) -> None:
        """Until the driver is gone; then the children die with this process."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._control, selectors.EVENT_READ)
            selector.register(self._wake, selectors.EVENT_READ)
            while True:
                for key, _ in selector.select():
                    if key.fileobj is not self._control:
                        with contextlib.suppress(BlockingIOError):
                            os.read(self._wake, 4096)
                        self._reap()
                    elif not self._fork_one():
                        self._kill_all()
                        return

    def _fork_one(self) -> bool:
        try:
            data, fds, _, _ = socket.recv_fds(self._control, 1, FDS)
        except ConnectionError:
            return False
        if not data or len(fds) != FDS:
            return False
        requests, messages, ended = fds
        server = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._become_child(requests, messages, ended, server)
        os.close(requests)
        os.close(messages)
        self._ends[pid] = ended
        return True

    def _become_child(self, requests: int, messages: int, ended: int, server: int) -> NoReturn:
        """Leave everything of the server behind, then run cells. Never returns."""
        status = 1
        try:
            os.setsid()
            die_with_parent(server)
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGCHLD, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)
            atexit._clear()
            for fd in (ended, self._wake, self._control.fileno(), *self._ends.values()):
                with contextlib.suppress(OSError):
                    os.close(fd)
            from toolkit.execution.warm.cells import run_child

            status = run_child(socket.socket(fileno=requests), socket.socket(fileno=messages))
        except BaseException:
            import traceback

            traceback.print_exc(file=sys.__stderr__)
        finally:
            with contextlib.suppress(BaseException):
                atexit._run_exitfuncs()
            os._exit(status)

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            ended = self._ends.pop(pid, None)
            # What the notebook left running in the background ends with it.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
            if ended is not None:
                with contextlib.suppress(OSError):
                    os.write(ended, f"{os.waitstatus_to_exitcode(status)}\n".encode())
                os.close(ended)

    def _kill_all(self) -> None:
        for pid in self._ends:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1:])
