"""Ctrl-C and requests to end, as a flag that the batch looks at: once for a tidy end, twice for an end at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType


@dataclass(slots=True)
class Stop:
    """How often it was asked to stop; `full` when it was the disk that asked."""

    level: int = 0
    full: bool = False

    def ask(self) -> None:
        """Ask once more."""
        self.level += 1


@contextmanager
def listening(stop: Stop) -> Iterator[None]:
    """Within, SIGINT and SIGTERM ask `stop` instead of interrupting. Only the main thread can listen; elsewhere
    nothing changes."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def asked(_number: int, _frame: FrameType | None) -> None:
        stop.ask()

    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
