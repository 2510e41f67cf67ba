"""The look of the studio's pages: one style sheet, its colours from the theme of the printed documents.

Everything is under ``.tot-page``, so that a notebook in JupyterLab keeps its own look around it. Logical properties
(start, end) mirror the page for Arabic. Nothing is fetched: no ``url()``, no web fonts.
"""

from __future__ import annotations

from importlib import resources

from toolkit.rendering.theme import ACCENTS, CANVAS, DEFAULT_ACCENT, INK, LINE, MUTED, PAPER, WARM, Tone

APP_ACCENTS: dict[str, Tone] = {
    "start": DEFAULT_ACCENT,
    "trainer": ACCENTS["refugees"],
    "designer": ACCENTS["municipalities"],
    "evaluator": ACCENTS["labour_migrants"],
}
"""App → its accent until the page knows the audience."""

DANGER = Tone("9C2B1B", "FBE6E1")


def variables(accent: Tone) -> str:
    """The colours of a page as CSS custom properties."""
    colours = {
        "ink": INK,
        "muted": MUTED,
        "line": LINE,
        "paper": PAPER,
        "canvas": CANVAS,
        "accent": accent.strong,
        "accent-fill": accent.fill,
        "warm": WARM.strong,
        "warm-fill": WARM.fill,
        "danger": DANGER.strong,
        "danger-fill": DANGER.fill,
    }
    return ".tot-page{" + "".join(f"--tot-{name}:#{value};" for name, value in colours.items()) + "}"


def style_sheet(accent: Tone, more: str = "") -> str:
    """The whole style sheet of a page; `more` is an app's own."""
    return variables(accent) + asset("studio.css") + more


def asset(name: str) -> str:
    """The text of a file beside the templates: ``studio.css`` or ``studio.js``."""
    return (resources.files("toolkit.studio") / "voila_template" / name).read_text(encoding="utf-8")
