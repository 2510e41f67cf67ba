"""Standard output and error of a forked notebook, written by Python or straight to the descriptor, as messages."""

from __future__ import annotations

import contextlib
import io
import os
import select
import threading
import time
from collections.abc import Callable
from typing import Literal

Name = Literal["stdout", "stderr"]
Send = Callable[[str, dict[str, object]], None]
"""Sends a message: its type and its content."""

PATIENCE = 0.2
"""Seconds that text may wait before it is sent, as with a kernel."""
MOST = 1 << 24
"""Characters that wait at most."""
CHUNK = 1 << 16


class CellStream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of a notebook."""

    encoding = "UTF-8"

    def __init__(self, name: Name, send: Send, fd: int) -> None:
        self.name = name
        self._send = send
        self._fd = fd
        self._lock = threading.RLock()
        self._parts: list[str] = []
        self._size = 0
        self._since = 0.0
        self.other: CellStream | None = None

    def writable(self) -> bool:
        """Always."""
        return True

    def isatty(self) -> bool:
        """Never."""
        return False

    def fileno(self) -> int:
        """The descriptor, which the notebook's output is read from too."""
        return self._fd

    def write(self, text: str) -> int:
        """Keep the text until a flush, a long line or a little time."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if self.other is not None and self.other._size:
            self.other.flush()
        with self._lock:
            if not self._parts:
                self._since = time.monotonic()
            self._parts.append(text)
            self._size += len(text)
            full = self._size > MOST
        if full:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Send what is there."""
        with self._lock:
            text, self._parts, self._size = "".join(self._parts), [], 0
            if text:
                self._send("stream", {"name": self.name, "text": text})

    def flush_if_old(self) -> None:
        """Send what has waited long enough."""
        if self._size and time.monotonic() - self._since >= PATIENCE:
            self.flush()


class Streams:
    """Both streams, and a thread that watches the descriptors behind them."""

    def __init__(self, send: Send) -> None:
        self.out, self.err = CellStream("stdout", send, 1), CellStream("stderr", send, 2)
        self.out.other, self.err.other = self.err, self.out
        self._lock = threading.Lock()
        self._pipes = {_take_over(1): self.out, _take_over(2): self.err}
        threading.Thread(target=self._watch, name="streams", daemon=True).start()

    def settle(self) -> None:
        """Send everything that has been written so far."""
        self._drain(0)
        self.out.flush()
        self.err.flush()

    def _watch(self) -> None:
        while True:
            select.select(list(self._pipes), [], [], PATIENCE)
            self._drain(0)
            self.out.flush_if_old()
            self.err.flush_if_old()

    def _drain(self, wait: float) -> None:
        with self._lock:
            while ready := select.select(list(self._pipes), [], [], wait)[0]:
                for fd in ready:
                    with contextlib.suppress(BlockingIOError):
                        self._pipes[fd].write(os.read(fd, CHUNK).decode("utf-8", "replace"))


def _take_over(fd: int) -> int:
    """What is written to the descriptor comes out of the one that is returned."""
    read, write = os.pipe()
    os.dup2(write, fd)
    os.close(write)
    os.set_blocking(read, False)
    os.set_inheritable(read, False)
    return read


class FileStreams:
    """Both streams without a thread, for a process that may fork: what is written to the descriptors lies in memory
    until `settle`."""

    def __init__(self, send: Send) -> None:
        self.out, self.err = CellStream("stdout", send, 1), CellStream("stderr", send, 2)
        self.out.other, self.err.other = self.err, self.out
        self._files = [(_into_memory(1), self.out), (_into_memory(2), self.err)]
        self._read = {1: 0, 2: 0}

    def settle(self) -> None:
        """Send everything that has been written so far."""
        for fd, stream in self._files:
            while data := os.pread(fd, CHUNK, self._read[stream.fileno()]):
                self._read[stream.fileno()] += len(data)
                stream.write(data.decode("utf-8", "replace"))
        self.out.flush()
        self.err.flush()


def _into_memory(fd: int) -> int:
    """What is written to the descriptor can be read from the one that is returned."""
    file = os.memfd_create(f"stream-{fd}")
    os.dup2(file, fd)
    return file
