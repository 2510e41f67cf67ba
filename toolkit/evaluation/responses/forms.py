"""Microsoft Forms and Google Forms: questions are known by their labels alone, e-mail and name stand beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.evaluation.responses.layout import Layout
from toolkit.evaluation.responses.records import Why

_START = frozenset({"start time", "startzeit", "heure de début", "hora de inicio", "ora di inizio"})
_END = ("completion time", "fertigstellungszeit", "heure de fin", "hora de finalización", "ora di completamento")
_MS_POINTS = re.compile(r"^(points|feedback|punkte|commentaires)\s*[-–]\s|^(total points|quiz feedback)$")
_MS_TIMES = frozenset({*_START, *_END, "last modified time", "grade posted time"})
_STAMPS = (
    "timestamp", "zeitstempel", "horodateur", "marca temporal", "informazioni cronologiche", "отметка времени",
    "позначка часу", "طابع زمني", "tidsstempel", "zaman damgası",
)  # fmt: skip
_BRACKET = re.compile(r"\[(score|feedback|points)\]$")


def is_microsoft(names: Sequence[str]) -> bool:
    """Whether it has a start and a completion time."""
    return any(name in _START for name in names) and any(name in _END for name in names)


def microsoft_column(name: str) -> Why | None:
    """Why one of Microsoft's own columns is dropped."""
    if name in _MS_TIMES:
        return "time"
    if _MS_POINTS.search(name):
        return "points"
    if name in ("email", "e-mail", "name", "e-mail-adresse", "nom", "nombre"):
        return "personal"
    return "technical" if name in ("id", "language") else None


def is_google(names: Sequence[str]) -> bool:
    """Whether one column is Google's time stamp."""
    return any(name in _STAMPS for name in names)


def google_column(name: str) -> Why | None:
    """Why one of Google's own columns is dropped."""
    if name in _STAMPS:
        return "time"
    if name == "score" or _BRACKET.search(name):
        return "points"
    return "personal" if name in ("email address", "username", "email", "name") else None


MICROSOFT = Layout("microsoft-forms", is_microsoft, microsoft_column, times=_END)
GOOGLE = Layout("google-forms", is_google, google_column, bracketed=True, times=_STAMPS)
