"""How well the waves matched: counts in all and for each session."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
import pandas as pd


@dataclass(frozen=True, slots=True)
class MatchCounts:
    """Numbers of questionnaires. Within a wave, exact + tolerant + ambiguous + unmatched is all of them; those
    without a code are among the unmatched."""

    n_pre: int = 0
    n_post: int = 0
    n_exact: int = 0
    n_tolerant: int = 0
    n_ambiguous_pre: int = 0
    n_ambiguous_post: int = 0
    n_unmatched_pre: int = 0
    n_unmatched_post: int = 0
    n_without_code_pre: int = 0
    n_without_code_post: int = 0

    @property
    def n_matched(self) -> int:
        """Pairs, exact and tolerant."""
        return self.n_exact + self.n_tolerant

    @property
    def match_rate(self) -> float | None:
        """Matched, as a share of the smaller wave (0 to 1), which is all that could match; None where it is empty."""
        return self.n_matched / min(self.n_pre, self.n_post) if self.n_pre and self.n_post else None

    def as_dict(self) -> dict[str, int | float | None]:
        """All counts, `n_matched` and `match_rate`."""
        counts = {field.name: getattr(self, field.name) for field in fields(self)}
        return {**counts, "n_matched": self.n_matched, "match_rate": self.match_rate}


@dataclass(frozen=True, slots=True)
class MatchReport:
    """`total` over all sessions; `sessions` has one row for each, sorted: `session`, the counts of `MatchCounts`,
    `n_matched` and `match_rate` (NaN where undefined). Not for publication as it is: sessions are small groups (see
    `toolkit.evaluation.disclosure`)."""

    total: MatchCounts
    sessions: pd.DataFrame


Flags = npt.NDArray[np.bool_]


def make_report(
    session: npt.NDArray[np.int64],
    names: npt.NDArray[np.object_],
    waves: tuple[Flags, Flags],
    *,
    exact: Flags,
    tolerant: Flags,
    ambiguous: Flags,
    without_code: Flags,
) -> MatchReport:
    """Counts by `session` (numbers into `names`) from flags over the rows of both waves."""
    either = waves[0] | waves[1]
    unmatched = either & ~exact & ~tolerant & ~ambiguous
    columns: dict[str, npt.NDArray[np.int64]] = {}

    def count(name: str, flags: Flags) -> None:
        columns[name] = np.bincount(session[flags], minlength=len(names)).astype(np.int64)

    pre, post = waves
    count("n_pre", pre)
    count("n_post", post)
    count("n_exact", pre & exact)
    count("n_tolerant", pre & tolerant)
    for name, flags in (("ambiguous", ambiguous), ("unmatched", unmatched), ("without_code", without_code)):
        count(f"n_{name}_pre", pre & flags)
        count(f"n_{name}_post", post & flags)
    total = MatchCounts(**{name: int(values.sum()) for name, values in columns.items()})

    frame = pd.DataFrame({"session": names, **columns})
    frame = frame[(frame["n_pre"] > 0) | (frame["n_post"] > 0)].sort_values("session", ignore_index=True)
    frame["n_matched"] = frame["n_exact"] + frame["n_tolerant"]
    smaller = frame[["n_pre", "n_post"]].min(axis=1)
    frame["match_rate"] = frame["n_matched"] / smaller.where(smaller > 0)
    return MatchReport(total, frame)
