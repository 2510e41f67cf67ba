"""Findings as one long table: a row for each figure's subject, a column for each figure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from toolkit.evaluation.disclosure import safe_cell
from toolkit.evaluation.estimate.change import Change
from toolkit.evaluation.findings.records import Findings

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, object]

COLUMNS = (
    "what", "by", "id", "module", "n", "n_pre", "n_post", "mean_pre", "mean_post", "mean_change", "ci_low", "ci_high",
    "mean_change_pct", "ci_low_pct", "ci_high_pct", "t", "df", "p", "holm_p", "hedges_g_av", "normalised_gain", "unit",
    "suppressed", "reason",
)  # fmt: skip
_TEXTS = ("what", "by", "id", "module", "unit", "suppressed", "reason")
_COUNTS = ("n", "n_pre", "n_post")


def tidy_table(findings: Findings) -> pd.DataFrame:
    """One row for the total, the pooled figure, and each objective, item, scale and group; columns `COLUMNS`.

    `unit` says what means and changes are counted in: points, percent, share or step. Missing values are what was kept
    back or is undefined. Give it protected findings.
    """
    import pandas as pd

    rows = list(_rows(findings))
    columns: dict[str, pd.Series] = {}
    for name in COLUMNS:
        values = [row.get(name) for row in rows]
        if name in _TEXTS:
            columns[name] = pd.Series([value or "" for value in values], dtype=object)
        else:
            columns[name] = pd.Series(values, dtype="Int64" if name in _COUNTS else "Float64")
    return pd.DataFrame(columns)


def _rows(f: Findings) -> Iterator[Row]:
    total = _of_change("total", "", "", f.change, "points", f.suppressed)
    yield {**total, "n_pre": f.counts.n_pre, "n_post": f.counts.n_post}
    if f.pooled:
        pooled = f.pooled
        figures = ("n", "mean_change", "ci_low", "ci_high", "t", "df", "p", "reason")
        yield {"what": "pooled", "by": "session", "unit": "points", **{name: getattr(pooled, name) for name in figures}}
    for o in f.objectives:
        yield {**_of_change("objective", "", o.objective, o.change, "percent", o.suppressed), "module": o.module}
    for item in f.items:
        low, high = item.change_ci or (None, None)
        yield {
            "what": "item",
            "id": item.item_id,
            "module": item.module,
            "n": None if item.suppressed else item.n_matched,
            "mean_pre": item.pre_correct,
            "mean_post": item.post_correct,
            "mean_change": item.change,
            "ci_low": low,
            "ci_high": high,
            "p": item.mcnemar_mid_p,
            "holm_p": item.holm_p,
            "unit": "share",
            "suppressed": item.suppressed,
        }
    for scale in f.scales:
        row = _of_change("scale", scale.construct, scale.scale, scale.change, "step", scale.suppressed)
        yield row if scale.suppressed else {**row, "n_pre": scale.n_pre, "n_post": scale.n_post}
    for group in f.groups:
        row = _of_change("group", group.by, group.value, group.change, "points", group.suppressed)
        yield row if group.suppressed else {**row, "n_pre": group.counts.n_pre, "n_post": group.counts.n_post}


def _of_change(what: str, by: str, name: str, change: Change, unit: str, suppressed: str) -> Row:
    figures = (
        "mean_pre", "mean_post", "mean_change", "ci_low", "ci_high", "mean_change_pct", "ci_low_pct", "ci_high_pct",
        "t", "df", "p", "hedges_g_av", "normalised_gain", "reason",
    )  # fmt: skip
    return {
        "what": what,
        "by": by,
        "id": safe_cell(name),
        "n": None if suppressed and what != "total" else change.n,
        "unit": unit,
        "suppressed": suppressed,
        **{figure: getattr(change, figure) for figure in figures},
    }
