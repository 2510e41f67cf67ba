"""What happened to each session, as files: batch.csv for spreadsheets, batch.json for programs, batch.html to read."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from toolkit.execution.batch.page import make_page
from toolkit.execution.batch.records import Outcome, Status
from toolkit.problems import Problem

TABLE, DATA, PAGE = "batch.csv", "batch.json", "batch.html"
COLUMNS: Mapping[str, Callable[[Outcome], object]] = {
    "line": lambda o: o.line,
    "date": lambda o: o.date,
    "title": lambda o: o.title,
    "status": lambda o: o.status,
    "minutes": lambda o: o.minutes or None,
    "practices_met": lambda o: o.practices.get("met", 0) if o.practices else None,
    "practices": lambda o: sum(o.practices.values()) or None,
    "folder": lambda o: o.name if o.minutes else "",
    "reason": lambda o: o.reason,
    "notebook": lambda o: o.copy,
}
"""Column of the table → what it says of an outcome. ``practices`` is how many there are; ``folder`` is empty when there
is no pack of this row; ``notebook`` is where the notebook of a failed row lies, or the traceback of a fault."""


STATUSES: tuple[Status, ...] = ("made", "unchanged", "failed", "not done")


def table_texts(outcomes: Sequence[Outcome], problems: Sequence[Problem], shown: str) -> dict[str, str]:
    """File name → text of the three tables, in the schedule's order."""
    rows = [{name: read(outcome) for name, read in COLUMNS.items()} for outcome in outcomes]
    return {TABLE: _csv(rows), DATA: _json(batch_json(outcomes, problems)), PAGE: make_page(outcomes, shown)}


def batch_json(outcomes: Sequence[Outcome], problems: Sequence[Problem]) -> dict[str, object]:
    """``counts`` by status, ``sessions`` with the columns of the table and the practices by status, ``problems``."""
    return {
        "counts": counts(outcomes),
        "sessions": [
            {**{name: read(outcome) for name, read in COLUMNS.items()}, "practices_by_status": dict(outcome.practices)}
            for outcome in outcomes
        ],
        "problems": [problem.as_dict() for problem in problems],
    }


def counts(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """How many sessions have each status, and all."""
    found = Counter(outcome.status for outcome in outcomes)
    return {"sessions": len(outcomes), **{status.replace(" ", "_"): found[status] for status in STATUSES}}


def _csv(rows: Sequence[Mapping[str, object]]) -> str:
    # Imported once all is done: numpy starts threads, and the process that forks workers must have one only.
    from toolkit.evaluation.disclosure import safe_cell

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([safe_cell(v) if isinstance(v, str) else "" if v is None else v for v in row.values()])
    # Spreadsheet programs take a file without this mark for an older encoding.
    return "\ufeff" + out.getvalue()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
