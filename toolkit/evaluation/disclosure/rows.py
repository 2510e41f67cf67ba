"""Checks before anything with a row per person leaves, and of what columns a published table may have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.problems import Place, Problem, make_problem

EXTREMES = frozenset({"min", "max", "minimum", "maximum", "lowest", "highest", "range"})
"""Each of these is one person's value."""

IDENTIFIERS = frozenset({"code", "name", "email", "phone", "uuid", "row"})
"""Each of these leads to one person."""


@dataclass(frozen=True, slots=True)
class Anonymity:
    """Whether everybody shares their quasi-identifiers with at least `k` - 1 others (`holds`). `smallest` is the size
    of the smallest group (None without rows); `rows` are positions of the rows in groups that are too small."""

    k: int
    smallest: int | None
    rows: npt.NDArray[np.int64]

    @property
    def holds(self) -> bool:
        """Whether no group is too small."""
        return not len(self.rows)


def k_anonymous(rows: pd.DataFrame, quasi_identifiers: Sequence[str], k: int) -> Anonymity:
    """Look for people who stand out by columns that others may know (sex, origin, session …).

    k-anonymity: Samarati and Sweeney 1998, SRI-CSL-98-04. A missing value is a value of its own. It does not protect
    where all of a group answered alike. Raises KeyError for unknown columns, ValueError for a `k` below 2.
    """
    if k < 2:
        raise ValueError("k is at least 2")
    if not len(rows):
        return Anonymity(k, None, np.empty(0, dtype=np.int64))
    sizes = np.full(len(rows), len(rows), dtype=np.int64)
    if quasi_identifiers:
        columns = [rows[name].astype(object).where(rows[name].notna(), None) for name in quasi_identifiers]
        numbers = [pd.factorize(column, use_na_sentinel=False)[0] for column in columns]
        _, group, size = np.unique(np.column_stack(numbers), axis=0, return_inverse=True, return_counts=True)
        sizes = size[group.ravel()].astype(np.int64)
    return Anonymity(k, int(sizes.min()), np.flatnonzero(sizes < k))


def check_export(rows: pd.DataFrame, quasi_identifiers: Sequence[str], k: int, where: Place) -> tuple[Problem, ...]:
    """What forbids writing these rows, one per person, to `where`: people who stand out."""
    found = k_anonymous(rows, quasi_identifiers, k)
    if found.holds:
        return ()
    columns = ", ".join(quasi_identifiers)
    return (make_problem("disclosure-not-anonymous", where, count=len(found.rows), k=k, columns=columns),)


def check_columns(names: Sequence[str], where: Place) -> tuple[Problem, ...]:
    """Columns that no published table may have: smallest and largest values, and whatever leads to one person."""
    found = []
    for name in names:
        words = set(re.split(r"[^a-z0-9]+", name.lower()))
        if words & (EXTREMES | IDENTIFIERS):
            found.append(make_problem("disclosure-column", where, column=name))
    return tuple(found)
