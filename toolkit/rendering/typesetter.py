"""The one typst compiler of a process: it reads the fonts once, and what it has laid out it does not lay out again.

Papers of many sessions are largely the same paragraphs; what a paper looks like never depends on what was set before.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst


def typesetter() -> typst.Compiler:
    """The compiler of this thread. Making it starts no thread; compiling does, so a process that will fork must not."""
    return _typesetter(threading.get_ident())


@lru_cache(maxsize=8)
def _typesetter(_thread: int) -> typst.Compiler:
    import typst

    with resources.as_file(resources.files("toolkit.rendering") / "fonts") as fonts:
        return typst.Compiler(font_paths=[fonts], ignore_system_fonts=True)


@lru_cache(maxsize=8)
def template(name: str) -> bytes:
    """One of the templates for typst that the toolkit ships."""
    return (resources.files("toolkit.rendering") / "typst" / name).read_bytes()
