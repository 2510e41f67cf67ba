"""The records of a batch: what is asked for, and what happened to it. They travel between processes and computers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from toolkit.execution.learning import Learning
from toolkit.problems import Problem

Status = Literal["made", "unchanged", "failed", "not done"]
"""``unchanged``: an earlier run made it from the same inputs. ``not done``: the batch was stopped before it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One session of a schedule: the line it stands on, the name of its folder, and its whole brief as YAML.

    `languages` are all that its documents are in. `master` is the organisation's deck master and `profile` the group
    profile, if it has one; `learning` what earlier sessions took, if the brief says to learn from them.
    Rows that are `alike` have the same corridor, modules and languages: one after the other they are made fastest.
    """

    line: int
    name: str
    title: str
    date: str
    brief: str
    languages: tuple[str, ...]
    master: Path | None = None
    profile: Path | None = None
    learning: Learning | None = None
    alike: str = ""

    @property
    def beside(self) -> tuple[Path, ...]:
        """The files that the brief names, to be put beside it."""
        return tuple(path for path in (self.master, self.profile) if path is not None)


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that says no usable brief; its problems are among the schedule's."""

    line: int
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """The rows that can be done, those that cannot, and every problem. `shown` is the file as problems name it."""

    shown: str
    rows: tuple[Row, ...]
    refused: tuple[Refused, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to one row. `minutes` is the session's length with breaks, `practices` how many practices it has
    in each status, `copy` the executed notebook that failed; `seconds` are of this computer, and not in any table."""

    line: int
    name: str
    title: str
    date: str
    status: Status
    minutes: int = 0
    practices: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""
    copy: str = ""
    problems: tuple[Problem, ...] = ()
    disk_full: bool = False
    seconds: float = 0.0


def outcome_of(row: Row, status: Status, **more: Any) -> Outcome:  # noqa: ANN401 - the other fields, as they are
    """An outcome of this row."""
    return Outcome(row.line, row.name, row.title, row.date, status, **more)
