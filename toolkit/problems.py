"""Problems: what is wrong with a user's file, where, why, and the one next step.

A problem is a value that travels beside the data, not an exception: loaders and checks return all of them.
Wording lives in the catalogues under ``toolkit/messages/*.toml``, one code, one template, one hint.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import lru_cache
from importlib import resources
from typing import Literal

Severity = Literal["error", "warning", "info"]
_RANK: Mapping[Severity, int] = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A file (workspace-relative, with forward slashes, where it can be) and a line counted from 1, if known."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a user's file, and the next step. `values` are what fills the catalogue's sentences, so
    that they can be told in another language; a near miss is among them as ``near``."""

    where: Place
    code: str
    message: str
    hint: str
    severity: Severity
    values: tuple[tuple[str, object], ...] = field(default=(), compare=False, repr=False)

    def as_dict(self) -> dict[str, object]:
        """The JSON form: path, line (null when unknown), code, severity, message, hint."""
        return {
            "path": self.where.path,
            "line": self.where.line or None,
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "hint": self.hint,
        }


@dataclass(frozen=True, slots=True)
class Message:
    """A catalogue entry. `near` is the hint used when a near miss was found: it may use ``{near}``."""

    code: str
    severity: Severity
    message: str
    hint: str
    near: str
    about: str


class ProblemsError(Exception):
    """Raised by a verb that cannot go on; carries every problem found until then."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(format_problem(p) for p in self.problems))

    def __reduce__(self) -> tuple[type[ProblemsError], tuple[tuple[Problem, ...]]]:
        """Another process that it is sent to gets the problems, not their text."""
        return type(self), (self.problems,)


@lru_cache(maxsize=1)
def messages() -> Mapping[str, Message]:
    """The whole catalogue, by code, in file order."""
    found: dict[str, Message] = {}
    folder = resources.files("toolkit") / "messages"
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".toml"):
            continue
        for code, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
            found[code] = Message(
                code=code,
                severity=entry.get("severity", "error"),
                message=entry["message"],
                hint=entry.get("hint", ""),
                near=entry.get("near", ""),
                about=entry.get("about", ""),
            )
    return found


def make_problem(code: str, where: Place, *, near: str | None = None, **values: object) -> Problem:
    """Fill the catalogue's template for `code`.

    `near` is a near miss (see `near_miss`): with it, the entry's `near` hint replaces the plain one.
    Raises KeyError when the code or a value that the template names is missing: that is our fault, not the user's.
    """
    entry = messages()[code]
    words = {key: _short(value) for key, value in values.items()}
    hint = entry.near.format(near=near, **words) if near and entry.near else entry.hint.format(**words)
    told = {**words, "near": near} if near else words
    return Problem(where, code, entry.message.format(**words), hint, entry.severity, tuple(told.items()))


def reword(problem: Problem, change: Callable[[str], str]) -> Problem:
    """The problem with `change` applied to all that it says: its sentences and their values."""
    values = tuple((name, change(value) if isinstance(value, str) else value) for name, value in problem.values)
    return replace(problem, message=change(problem.message), hint=change(problem.hint), values=values)


def near_miss(word: str, known: Iterable[str]) -> str | None:
    """The known word closest to a mistyped one, or None."""
    candidates = {k.casefold(): k for k in sorted(known)}
    found = get_close_matches(word.casefold(), list(candidates), n=1, cutoff=0.6)
    return candidates[found[0]] if found else None


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By place, errors first within a place; the same problem at the same place once."""
    unique = {(p.where, p.code, p.message): p for p in problems}
    return tuple(sorted(unique.values(), key=lambda p: (p.where, _RANK[p.severity], p.code, p.message)))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of them stops the work."""
    return any(p.severity == "error" for p in problems)


def format_problem(problem: Problem) -> str:
    """``place: severity[code]: message`` and the hint on a second line."""
    head = f"{problem.where}: {problem.severity}[{problem.code}]: {problem.message}"
    return f"{head}\n  hint: {problem.hint}" if problem.hint else head


def format_count(problems: Sequence[Problem]) -> str:
    """``2 errors, 1 warning`` or ``no problems``."""
    parts = []
    for severity in ("error", "warning", "info"):
        count = sum(p.severity == severity for p in problems)
        if count:
            word = "note" if severity == "info" else severity
            parts.append(f"{count} {word}{'s' if count > 1 else ''}")
    return ", ".join(parts) or "no problems"


def format_text(problems: Sequence[Problem]) -> str:
    """Every problem for a person, then the count."""
    return "\n".join([*(format_problem(p) for p in problems), format_count(problems)])


def format_json(problems: Sequence[Problem]) -> str:
    """``{"problems": […], "errors": n, "warnings": n}``."""
    return json.dumps(
        {
            "problems": [p.as_dict() for p in problems],
            "errors": sum(p.severity == "error" for p in problems),
            "warnings": sum(p.severity == "warning" for p in problems),
        },
        ensure_ascii=False,
        indent=2,
    )


def format_github(problems: Sequence[Problem]) -> str:
    """Workflow annotations, one line each (``::error file=…,line=…,title=code::message``)."""
    kinds = {"error": "error", "warning": "warning", "info": "notice"}

    def escape(text: str, *, value: bool = False) -> str:
        text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        return text.replace(":", "%3A").replace(",", "%2C") if value else text

    lines = []
    for p in problems:
        place = f"file={escape(p.where.path, value=True)}" + (f",line={p.where.line}" if p.where.line else "")
        text = escape(f"{p.message} {p.hint}".strip())
        lines.append(f"::{kinds[p.severity]} {place},title={escape(p.code, value=True)}::{text}")
    return "\n".join(lines)


def _short(value: object) -> object:
    """Quoted words of the author stay readable: one line, at most 120 characters."""
    if not isinstance(value, str):
        return value
    line = " ".join("".join(ch if ch.isprintable() else " " for ch in value).split())
    return line if len(line) <= 120 else line[:117] + "…"
