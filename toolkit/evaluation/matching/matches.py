"""What matching found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from toolkit.evaluation.matching.report import MatchReport
from toolkit.problems import Problem

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Rows of one session that a person has to settle, as positions in the table, by wave. `why` is "repeated" where a
    code was used twice in a wave, else "near": several pairings are as good as each other."""

    session: str
    pre: tuple[int, ...]
    post: tuple[int, ...]
    why: Literal["repeated", "near"]


@dataclass(frozen=True, slots=True)
class Matches:
    """Who is who. All numbers are positions in the table (for ``table.iloc``), not labels.

    `pairs` has shape (n, 2), pre-test and post-test of one person, sorted; `tolerant`, shape (n,), tells those whose
    codes differ by a slip. `unmatched_pre` and `unmatched_post` have no partner, the ambiguous ones not included.
    """

    pairs: Ints
    tolerant: Flags
    ambiguous: tuple[Ambiguous, ...]
    unmatched_pre: Ints
    unmatched_post: Ints
    report: MatchReport
    problems: tuple[Problem, ...]

    @property
    def ambiguous_pre(self) -> Ints:
        """Positions of ambiguous pre-tests, sorted."""
        return np.array(sorted(i for group in self.ambiguous for i in group.pre), dtype=np.int64)

    @property
    def ambiguous_post(self) -> Ints:
        """Positions of ambiguous post-tests, sorted."""
        return np.array(sorted(i for group in self.ambiguous for i in group.post), dtype=np.int64)
