"""Evaluated sessions on disk, as far as indicators need them: protected findings and the session's brief."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.content.files import read_text_file
from toolkit.planning.brief import Brief
from toolkit.planning.brief_file import load_brief
from toolkit.problems import Place, Problem, make_problem

FINDINGS, BRIEF = "evaluation.json", "brief.yaml"
MOST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class EvaluatedSession:
    """One ``evaluation.json`` (already protected) with the brief that lies beside it or in the folder above."""

    path: str
    data: Mapping[str, object] = field(repr=False)
    brief: Brief | None = None

    def value(self, *keys: str) -> object:
        """What stands at this path, or None."""
        found: object = self.data
        for key in keys:
            found = found.get(key) if isinstance(found, Mapping) else None
        return found

    def number(self, *keys: str) -> float | None:
        """The finite number at this path, or None."""
        return as_number(self.value(*keys))

    def records(self, key: str) -> list[Mapping[str, object]]:
        """The records in a list of findings, such as "groups"."""
        found = self.data.get(key)
        return [entry for entry in found if isinstance(entry, Mapping)] if isinstance(found, list) else []

    @property
    def people(self) -> int:
        """People in the group: as the brief says, else the larger number of answers."""
        if self.brief is not None:
            return self.brief.group.size
        return int(max(self.number("counts", "n_pre") or 0, self.number("counts", "n_post") or 0))

    @property
    def year(self) -> str:
        """Year of the first day, or "" when the brief has no date."""
        return str(self.brief.dates[0].year) if self.brief and self.brief.dates else ""


def as_number(value: object) -> float | None:
    """The value when it is a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) else None


def load_sessions(folders: Iterable[str | Path]) -> tuple[tuple[EvaluatedSession, ...], tuple[Problem, ...]]:
    """All evaluated sessions in these folders and the folders inside them, in the order of their paths."""
    found: list[EvaluatedSession] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    bare: list[str] = []
    for file in sorted({path for folder in folders for path in _files(Path(folder))}):
        shown = file.as_posix()
        text, faults = read_text_file(file.parent, file, MOST_BYTES)
        if text is None:
            problems += faults
            continue
        data = _parse(text.text)
        if data is None:
            problems.append(make_problem("indicators-session-unreadable", Place(shown), reason="not from tot evaluate"))
            continue
        digest = hashlib.sha256(text.text.encode()).hexdigest()
        if digest in seen:
            problems.append(make_problem("indicators-session-twice", Place(shown), other=seen[digest]))
            continue
        seen[digest] = shown
        brief, wrong = _brief(file.parent)
        problems += wrong
        if brief is None:
            bare.append(shown)
        found.append(EvaluatedSession(shown, data, brief))
    if bare:
        problems.append(make_problem("indicators-brief-missing", Place(bare[0]), count=len(bare)))
    if not found:
        problems.append(make_problem("indicators-no-sessions", Place(", ".join(str(f) for f in folders) or ".")))
    return tuple(found), tuple(problems)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob(FINDINGS) if path.is_file()] if folder.is_dir() else []


def _parse(text: str) -> Mapping[str, object] | None:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    wanted = isinstance(data, Mapping) and all(isinstance(data.get(key), Mapping) for key in ("counts", "change"))
    return data if wanted else None


def _brief(folder: Path) -> tuple[Brief | None, list[Problem]]:
    for place in (folder, folder.parent):
        if (place / BRIEF).is_file():
            brief, _ = load_brief(place / BRIEF)
            if brief is None:
                return None, []
            parts = (brief.group.women or 0) + (brief.group.men or 0)
            if parts > brief.group.size:
                where = Place((place / BRIEF).as_posix())
                problem = make_problem("indicators-brief-overfull", where, parts=parts, size=brief.group.size)
                group = brief.group.model_copy(update={"women": None, "men": None})
                return brief.model_copy(update={"group": group}), [problem]
            return brief, []
    return None, []
