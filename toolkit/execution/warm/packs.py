"""Packs from a program with threads, such as JupyterLab: a warm process beside it forks a child for each pack.

The process has loaded the toolkit and the workspace's content once; what has changed in the workspace since is read
again.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from toolkit.execution.forked import ChildFailed, Tell, run_forked
from toolkit.execution.pack import Pack, Progress, make_pack
from toolkit.execution.runners import cores, local_forker, prime, spawn_runner
from toolkit.execution.session import open_session, open_session_forked
from toolkit.execution.warm.host import why_not

_LENGTH = struct.Struct("!I")


@dataclass(frozen=True, slots=True)
class Order:
    """One pack to make: a brief file, fields that override it, a saved plan to use instead of planning."""

    brief: Path
    output: Path
    plan: Path | None = None
    overrides: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """Progress of a pack, as it crosses from one process to another."""

    what: str
    done: float


class WarmPacks:
    """``with WarmPacks() as packs: packs.pack(Order(brief, output))``. Threads may share it: one pack at a time.

    Where nothing can be forked, packs are made in this process, each notebook in a new kernel.
    """

    def __init__(self, workspace: Path | None = None) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None

    def __enter__(self) -> WarmPacks:
        if not why_not():
            ours, theirs = socket.socketpair()
            root = str(self._workspace.absolute()) if self._workspace else ""
            # Not with -m: the module would be there twice, and its orders of two kinds.
            start = "import sys; from toolkit.execution.warm.packs import main; main(sys.argv[1:])"
            command = [sys.executable, "-c", start, str(theirs.fileno()), root]
            self._process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
            )
            theirs.close()
            self._socket = ours
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the warm process, and with it a pack that it is making."""
        if self._socket is not None:
            self._socket.close()
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
        self._socket = self._process = None

    def pack(self, order: Order, progress: Progress | None = None) -> Pack:
        """The finished pack. Raises ProblemsError as `make_pack` does, RuntimeError when the warm process has gone."""
        if self._socket is None:
            return _make(order, self._workspace, progress or _silent, fork=False)
        with self._lock:
            try:
                _send(self._socket, order)
                while True:
                    said = _receive(self._socket)
                    if not isinstance(said, Said):
                        break
                    (progress or _silent)(said.what, said.done)
            except (EOFError, OSError) as gone:
                raise RuntimeError("the warm process has gone") from gone
        if isinstance(said, Pack):
            return said
        raise said if isinstance(said, BaseException) else RuntimeError(str(said))


def _silent(_what: str, _done: float) -> None:
    """Progress that nobody watches."""


def _make(order: Order, workspace: Path | None, progress: Progress, *, fork: bool) -> Pack:
    opened = open_session_forked if fork else open_session
    session = opened(order.brief, workspace=workspace, plan=order.plan, overrides=order.overrides)
    text = order.brief.read_text(encoding="utf-8-sig")
    runner = local_forker(cores()) if fork else spawn_runner()
    return make_pack(session, order.output, brief_text=text, progress=progress, runner=runner)


def serve(control: socket.socket, workspace: Path | None) -> None:
    """Make packs until the other end is closed."""
    prime(workspace)
    gc.freeze()
    while True:
        try:
            order = _receive(control)
        except (EOFError, OSError):
            return
        if not isinstance(order, Order):
            return

        def work(tell: Tell, order: Order = order) -> Pack:
            return _make(order, workspace, lambda what, done: tell(Said(what, done)), fork=True)

        (value,) = run_forked([work], hear=lambda _number, said: _send(control, said))
        if isinstance(value, ChildFailed):
            value = RuntimeError(f"the pack could not be made: {value}")
        _send(control, value)


def _send(sock: socket.socket, value: object) -> None:
    body = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    sock.sendall(_LENGTH.pack(len(body)) + body)


def _receive(sock: socket.socket) -> object:
    """What the other end of the pair sent. Raises EOFError when it has gone."""
    (length,) = _LENGTH.unpack(_exactly(sock, _LENGTH.size))
    return pickle.loads(_exactly(sock, length))  # noqa: S301 - only the process that we started has the other end


def _exactly(sock: socket.socket, count: int) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        part = sock.recv(count - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


def main(arguments: list[str]) -> None:
    """The warm process: its arguments are the socket's descriptor and the workspace."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        serve(socket.socket(fileno=int(arguments[0])), Path(arguments[1]) if arguments[1] else None)
    os._exit(0)
