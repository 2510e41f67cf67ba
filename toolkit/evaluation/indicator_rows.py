"""The table of indicators: one row for each figure."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, fields

from toolkit.evaluation.disclosure import safe_cell
from toolkit.evaluation.indicators import Indicator


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One figure: of everything (`by` = ""), or of one `value` of a breakdown. `n` counts people (objectives for
    ``objectives-improved``, answers for ``satisfaction`` and ``behaviour``), `sessions` the sessions behind it.
    `figure` is None with a `reason`: "small" when it is kept back, "no-data" when there is none. `reached` says whether
    the target is reached, None without one."""

    indicator: str
    by: str
    value: str
    figure: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    sessions: int = 0
    reached: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """All figures, in the order of the definitions."""

    indicators: tuple[Indicator, ...]
    rows: tuple[IndicatorRow, ...]
    sessions: int
    publish_at: int

    def total(self, indicator: str) -> IndicatorRow | None:
        """The figure of everything."""
        return next((row for row in self.rows if row.indicator == indicator and not row.by), None)


def is_reached(indicator: Indicator, figure: float | None) -> bool | None:
    """Whether the target is reached; None without one."""
    target = indicator.target
    if target is None or figure is None:
        return None
    return figure <= target.value if target.at_most else figure >= target.value


def indicators_csv(table: IndicatorTable) -> str:
    """One row for each figure, with title, unit, baseline and target; empty where there is none."""
    out = io.StringIO()
    own = [field.name for field in fields(IndicatorRow)]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*own, "title", "level", "unit", "baseline", "target", "source"])
    known = {indicator.id: indicator for indicator in table.indicators}
    for row in table.rows:
        indicator = known[row.indicator]
        ends = [end.value if end else None for end in (indicator.baseline, indicator.target)]
        cells = [getattr(row, name) for name in own]
        cells += [indicator.title, indicator.level, indicator.unit, *ends, indicator.source]
        writer.writerow(["" if c is None else safe_cell(c) if isinstance(c, str) else _plain(c) for c in cells])
    return out.getvalue()


def _plain(value: object) -> object:
    return round(value, 4) if isinstance(value, float) else value
