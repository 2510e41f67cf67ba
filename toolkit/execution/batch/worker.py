"""A worker: takes rows from a pipe, one after the other, and answers with what happened to each."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import threading
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import NoReturn

from toolkit.execution.batch.records import Row
from toolkit.execution.batch.work import Setup

READY = "ready"
TIDY_SECONDS = 8
"""How long a worker may take to tidy up when it is asked to end; then it is ended."""


def serve(pipe: Connection, setup: Setup, desk: Path, prime_first: bool) -> None:
    """Work until the other end sends None or is closed. SIGTERM, also when the driver is killed, ends it tidily."""
    _settle_in()
    try:
        if prime_first:
            setup.maker.prime(setup.workspace)
        pipe.send(READY)
        while (row := pipe.recv()) is not None:
            assert isinstance(row, Row)  # noqa: S101 - for the reader and the type checker
            pipe.send(setup.maker.make(row, setup, desk))
    except (KeyboardInterrupt, EOFError, OSError):
        pass
    finally:
        shutil.rmtree(desk, ignore_errors=True)


def _settle_in() -> None:
    """Ctrl-C on the terminal is the driver's business; so is what is written there."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end_tidily)
    sys.stdout.flush()
    sys.stderr.flush()
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (1, 2):
        with contextlib.suppress(OSError):
            os.dup2(null, fd)
    if hasattr(os, "setsid"):
        with contextlib.suppress(OSError):
            os.setsid()
    if sys.platform.startswith("linux"):
        _end_with_driver()
    else:
        threading.Thread(target=_watch_driver, name="watch", daemon=True).start()


def _end_tidily(_number: int, _frame: FrameType | None) -> NoReturn:
    """What is half-made is removed on the way out, unless that hangs."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if hasattr(signal, "alarm"):
        signal.alarm(TIDY_SECONDS)
    raise KeyboardInterrupt


def _end_with_driver() -> None:
    """Ask Linux for SIGTERM when the driver ends, however that happens, so that nothing half-made stays behind."""
    import ctypes
    from multiprocessing import parent_process

    set_death_signal = 1  # PR_SET_PDEATHSIG
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(set_death_signal, signal.SIGTERM)
    driver = parent_process()
    if driver is not None and os.getppid() != driver.pid:
        os._exit(1)


def _watch_driver() -> None:
    """Where the system cannot tell, a thread waits for the driver's end. Nothing is forked there."""
    import _thread
    from multiprocessing import parent_process

    driver = parent_process()
    if driver is not None:
        driver.join()
    _thread.interrupt_main(signal.SIGTERM)
