"""The app's own style and scripts, shipped beside its modules."""

from __future__ import annotations

from importlib import resources


def asset(name: str) -> str:
    """The text of ``designer.css``, ``editor.js`` or ``clickable.js``."""
    return (resources.files("toolkit.studio.designer") / name).read_text(encoding="utf-8")
