"""The trainer app's own style sheet: ``trainer.css`` with the colours of methods and answers from the theme."""

from __future__ import annotations

from importlib import resources

from toolkit.rendering.theme import ANSWER_TONES, METHOD_TONES


def trainer_css() -> str:
    """Everything under ``.tot-app-trainer``."""
    families = "".join(_tone(f".tot-fam-{name}", tone.strong, tone.fill) for name, tone in METHOD_TONES.items())
    answers = "".join(
        _tone(f".tot-answer-{name.replace(' ', '-')}", tone.strong, tone.fill) for name, tone in ANSWER_TONES.items()
    )
    sheet = (resources.files("toolkit.studio.trainer") / "trainer.css").read_text(encoding="utf-8")
    return families + answers + sheet


def _tone(selector: str, strong: str, fill: str) -> str:
    return f".tot-app-trainer {selector}{{--strong:#{strong};--fill:#{fill}}}"
