"""The parts of a notebook's work shared out among forked children, where there are cores for them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import partial

from toolkit.execution.forked import Tell, run_forked, why_not_here
from toolkit.rendering.documents import Task, in_turn

JOBS = "TOT_JOBS"
"""Environment variable: how many children a notebook may fork to draw its documents; without it, none."""


def run_tasks(tasks: Sequence[Task]) -> Iterable[tuple[str, ...]]:
    """The names that every task has written. What a task raises is raised here."""
    jobs = _jobs()
    if jobs < 2 or why_not_here():
        return in_turn(tasks)
    piles = [pile for pile in share_out(tasks, jobs) if pile]
    results = run_forked([partial(_write, pile) for pile in piles], at_once=jobs)
    names: list[tuple[str, ...]] = []
    for result in results:
        if isinstance(result, BaseException):
            raise result
        if isinstance(result, list):
            names += result
    return names


def _write(pile: Sequence[Task], _tell: Tell) -> list[tuple[str, ...]]:
    return [task.write() for task in pile]


def share_out(tasks: Sequence[Task], piles: int) -> list[list[Task]]:
    """The tasks in as many piles, about as heavy as one another: each goes to the lightest, heavy ones first."""
    found: list[list[Task]] = [[] for _ in range(piles)]
    for task in sorted(tasks, key=lambda task: -task.weight):
        min(found, key=lambda pile: sum(one.weight for one in pile)).append(task)
    return found


def _jobs() -> int:
    given = os.environ.get(JOBS, "")
    return int(given) if given.isdecimal() else 1
