"""What a person decides about rows of a table of scores that have one code and contradict each other."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from toolkit.evaluation.matching.normalise import normalise_codes

if TYPE_CHECKING:
    import pandas as pd


def repeated_rows(table: pd.DataFrame) -> tuple[tuple[int, ...], ...]:
    """Positions of ambiguous rows (see `read_scores`), those of one code in one session together, in order of rows."""
    if "ambiguous" not in table:
        return ()
    code, _ = normalise_codes(table["code"])
    sessions = table["session"].tolist() if "session" in table else [""] * len(table)
    found: dict[tuple[object, int], list[int]] = {}
    for position, (session, number, unsure) in enumerate(zip(sessions, code.tolist(), table["ambiguous"], strict=True)):
        if unsure:
            found.setdefault((session, number), []).append(position)
    return tuple(tuple(positions) for positions in found.values())


def settle_scores(table: pd.DataFrame, *, right: Collection[int] = (), apart: Collection[int] = ()) -> pd.DataFrame:
    """The table with a person's decisions. Rows `right` are their person's, and the others of their code are left out;
    rows `apart` are a person each. Raises ValueError for positions of other rows."""
    groups = repeated_rows(table)
    if not {*right, *apart} <= {position for group in groups for position in group}:
        raise ValueError("only rows of a repeated code can be settled")
    wrong = [i for group in groups if set(group) & set(right) for i in group if i not in right]
    settled = {*right, *apart}
    unsure = [flag and i not in settled for i, flag in enumerate(table["ambiguous"])] if groups else []
    changed = table.assign(ambiguous=unsure) if groups else table
    return changed.drop(index=table.index[wrong]).reset_index(drop=True)
