"""Processes beside a warm one that draw papers for the children it forks, and keep what they have laid out.

Most paragraphs of a session's papers are those of the session before. A child that is forked for one notebook can keep
nothing for the next; a press can, since what a paper looks like depends on its outline alone. The outline goes there in
memory that both share, the press writes the files. A press that has died is missed by nobody: the paper is drawn here.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import socket
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NoReturn, TypeAlias, cast

from toolkit.execution.forked import die_with_parent, why_not_here
from toolkit.rendering.documents import PAPERS, Draw, draw_here
from toolkit.rendering.kept import blobs_of, value_of
from toolkit.rendering.outline import Card, Deck, Document, Nodes
from toolkit.rendering.shown_slides import Slides

_Told: TypeAlias = "tuple[Document | Deck, tuple[bytes, ...], tuple[str, ...], str, Slides | None]"


@dataclass(frozen=True, slots=True)
class Press:
    """One press: where to hand in an order, and its process."""

    orders: socket.socket = field(repr=False)
    pid: int


_PLACES = (
    ("facilitator-guide",),
    ("practice-checklist", "participant-handouts", "session-plan", "materials-list"),
    ("participant-handouts-easy", "country-guide", "certificate", "sign-in-sheet", "observation-sheet"),
)
"""What goes to which press. Typst forgets what it has not needed for ten papers: fewer papers to a press let it know
the sessions of several briefs, or languages, in turn."""
_OTHERS = len(_PLACES)
"""The press for questionnaires, cards and decks."""
MOST_PRESSES = len(_PLACES) + 1

_PRESSES: ContextVar[tuple[Press, ...]] = ContextVar("presses", default=())
"""Those that this process, or the one that it was forked from, has started."""


def start_presses(count: int = MOST_PRESSES) -> None:
    """Start presses for the children of this process, once. They end with it. More than `MOST_PRESSES` have no work;
    as many serve few cores well, too, since each remembers the better the less it does."""
    if _PRESSES.get() or why_not_here():
        return
    presses: list[Press] = []
    for _ in range(count):
        presses.append(_start())
    _PRESSES.set(tuple(presses))


def stop_presses() -> None:
    """End the presses of this process."""
    for press in _PRESSES.get():
        press.orders.close()
        with contextlib.suppress(OSError):
            os.kill(press.pid, signal.SIGKILL)
            os.waitpid(press.pid, 0)
    _PRESSES.set(())


def press_pids() -> tuple[int, ...]:
    """The processes of the presses."""
    return tuple(press.pid for press in _PRESSES.get())


@contextlib.contextmanager
def drawing() -> Iterator[Draw | None]:
    """What draws papers: the presses, and all that they were asked for is drawn at the end; None without presses.
    Raises there what a press raised, such as OSError."""
    presses = _PRESSES.get()
    if not presses:
        yield None
        return
    waiting: list[_Order] = []

    def draw(document: Document | Deck, formats: tuple[str, ...], folder: Path, slides: Slides | None = None) -> None:
        press = presses[_place_of(document.name) % len(presses)]
        waiting.append(_Order(press, document, formats, folder.absolute(), slides))

    try:
        yield draw
        for order in waiting:
            order.wait()
    finally:
        for order in waiting:
            order.close()


def _place_of(name: str) -> int:
    """The same paper, in whichever language, always goes to the same press, which knows most of it."""
    of = max((paper.name for paper in PAPERS if name.startswith(paper.name)), key=len, default="")
    return next((place for place, names in enumerate(_PLACES) if of in names), _OTHERS)


class _Order:
    """One paper handed in."""

    def __init__(
        self, press: Press, document: Document | Deck, formats: tuple[str, ...], folder: Path, slides: Slides | None
    ) -> None:
        self._given = (document, formats, folder, slides)
        self._answer, theirs = os.pipe()
        memory = os.memfd_create("paper")
        try:
            with open(memory, "wb", closefd=False) as paper:
                pickle.dump(_told(*self._given), paper, pickle.HIGHEST_PROTOCOL)
            socket.send_fds(press.orders, [b"."], [memory, theirs])
        except OSError:
            pass  # nobody answers: `wait` draws it
        finally:
            os.close(memory)
            os.close(theirs)

    def wait(self) -> None:
        """Until it is drawn."""
        data = bytearray()
        while part := os.read(self._answer, 1 << 16):
            data += part
        if not data:
            draw_here(*self._given)
            return
        raised = pickle.loads(data)  # noqa: S301 - from a process that this one, or its parent, has forked
        if isinstance(raised, BaseException):
            raise raised

    def close(self) -> None:
        """Nobody waits any longer."""
        os.close(self._answer)


def _told(document: Document | Deck, formats: tuple[str, ...], folder: Path, slides: Slides | None) -> _Told:
    """An order as it travels: each node and slide by itself, so that a press knows it again."""
    if isinstance(document, Deck):
        return replace(document, cards=()), blobs_of(document.cards), formats, str(folder), slides
    return replace(document, body=()), blobs_of(document.body), formats, str(folder), slides


def _draw(
    around: Document | Deck, parts: tuple[bytes, ...], formats: tuple[str, ...], folder: str, slides: Slides | None
) -> None:
    """Draw what was told."""
    values = tuple(value_of(part) for part in parts)
    if isinstance(around, Deck):
        whole: Document | Deck = replace(around, cards=cast("tuple[Card, ...]", values))
    else:
        whole = replace(around, body=cast(Nodes, values))
    draw_here(whole, formats, Path(folder), slides, reuse=True)


def _start() -> Press:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    parent = os.getpid()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        pid = os.fork()
        if pid == 0:
            ours.close()
            _be_press(theirs, parent)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    theirs.close()
    return Press(ours, pid)


def _be_press(orders: socket.socket, parent: int) -> NoReturn:
    """Draw what is asked for until nobody can ask any more."""
    try:
        os.setsid()
        die_with_parent(parent)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT, signal.SIGTERM))
        gc.freeze()
        # The other cores have work of their own: threads for one paper cost more than they bring.
        os.environ["RAYON_NUM_THREADS"] = "1"
        while True:
            message, given, _, _ = socket.recv_fds(orders, 1, 2)
            if not message:
                break
            _answer(*given)
    except BaseException:  # whoever waits finds the pipe closed
        traceback.print_exc()
    finally:
        os._exit(0)


def _answer(memory: int, pipe: int) -> None:
    with open(memory, "rb") as paper, open(pipe, "wb") as answer:
        paper.seek(0)
        order = pickle.load(paper)  # noqa: S301 - from a process of this one's family
        raised: BaseException | None = None
        try:
            _draw(*order)
        except OSError as error:
            raised = error
        except Exception:
            return  # drawn again by who asked, who then sees for himself what is wrong
        with contextlib.suppress(BrokenPipeError):
            answer.write(pickle.dumps(raised))
            answer.flush()
