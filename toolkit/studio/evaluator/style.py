"""The look of what only the evaluator's app has."""

from __future__ import annotations

from importlib import resources


def style() -> str:
    """The text of ``style.css``."""
    return (resources.files("toolkit.studio.evaluator") / "style.css").read_text(encoding="utf-8")
