"""The rows of a response table as columns of numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.evaluation.matching.matches import Flags, Ints
from toolkit.evaluation.matching.normalise import normalise_codes


@dataclass(frozen=True, slots=True)
class Rows:
    """Columns over all rows of the table: numbers of session and code (-1 without code) and flags of the waves."""

    session: Ints
    sessions: npt.NDArray[np.object_]
    code: Ints
    codes: list[str]
    pre: Flags
    post: Flags

    @classmethod
    def of(cls, table: pd.DataFrame, pre: str, post: str) -> Rows:
        """The columns of a response table."""
        session, names = number_sessions(table["session"])
        code, codes = normalise_codes(table["code"])
        wave = table["wave"]
        return cls(
            session,
            names,
            code,
            codes,
            (wave == pre).to_numpy(dtype=np.bool_, na_value=False),
            (wave == post).to_numpy(dtype=np.bool_, na_value=False),
        )


def number_sessions(sessions: pd.Series) -> tuple[Ints, npt.NDArray[np.object_]]:
    """Number of each row's session, and the names; without one, it is ""."""
    numbers, values = pd.factorize(sessions)
    names = [str(value) for value in values]
    if (numbers < 0).any() and "" not in names:
        names.append("")
    found = np.where(numbers < 0, names.index("") if "" in names else 0, numbers)
    return found.astype(np.int64), np.array(names, dtype=object)
