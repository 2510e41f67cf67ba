"""A session that is opened once for all notebooks of its pack: those that are forked next find it in their memory.

They notice nothing: what they ask for must be the very same brief and plan, in the same folder and workspace.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.content.records import Content
from toolkit.content.same import Same
from toolkit.problems import ProblemsError

if TYPE_CHECKING:
    from toolkit.execution.session import Session


@dataclass(frozen=True, slots=True)
class Asked:
    """What a session was asked for with: the names as given, where they were given, what stood in the files."""

    brief: str
    plan: str
    folder: Path
    texts: tuple[bytes, bytes]
    content: Same[Content]


@dataclass(frozen=True, slots=True)
class _Prepared:
    asked: Asked
    session: Session


_PREPARED: ContextVar[_Prepared | None] = ContextVar("prepared", default=None)
_MORE_FILES = (b"deck_master", b"group_profile")
"""Fields of a brief that name files beside it."""


@contextlib.contextmanager
def prepared(brief: str, plan: str, folder: Path, open_it: Callable[[], Session], content: Content) -> Iterator[None]:
    """Within, `open_it` has been called in `folder`, and children that are forked find the session. This process must
    have a single thread."""
    with contextlib.chdir(folder):
        asked, found = _asked(brief, plan, content), None
        with contextlib.suppress(ProblemsError):  # the notebook will say it
            found = None if asked is None else _Prepared(asked, open_it())
    token = _PREPARED.set(found)
    try:
        yield
    finally:
        _PREPARED.reset(token)


def find_prepared(brief: str, plan: str, content: Content) -> Session | None:
    """The session, when it was prepared with just this."""
    there = _PREPARED.get()
    return there.session if there is not None and there.asked == _asked(brief, plan, content) else None


def _asked(brief: str, plan: str, content: Content) -> Asked | None:
    """None where a session is made from more than these two files."""
    try:
        texts = Path(brief).read_bytes(), Path(plan).read_bytes()
        folder = Path.cwd()
    except OSError:
        return None
    if any(name in texts[0] for name in _MORE_FILES):
        return None
    return Asked(brief, plan, folder, texts, Same(content))
