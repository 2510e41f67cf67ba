"""What the commands show of session records on a terminal, and the CSV of what works."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict

from toolkit.evaluation.disclosure import safe_cell
from toolkit.evaluation.record.what_works import ActivityUse, ObjectiveChange
from toolkit.planning.plan import SessionPlan
from toolkit.planning.session_record import SessionRecord

COLUMNS = (
    "activity", "module", "title", "typical_minutes", "planned", "noted", "cut", "median_minutes", "least", "most",
    "objective", "sessions", "n", "change", "ci_low", "ci_high",
)  # fmt: skip


def show_record(record: SessionRecord, plan: SessionPlan) -> None:
    """Planned and real minutes of each slot, with the difference."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    slots = {slot.id: slot for slot in plan.slots()}
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("slot", "what", "planned", "real", "", "remark"):
        table.add_column(name, justify="right" if name in ("planned", "real", "") else "left")
    for one in record.slots:
        title = slots[one.slot].title if one.slot in slots else one.slot
        real = "" if one.actual_minutes is None else "left out" if one.actual_minutes == 0 else str(one.actual_minutes)
        more = one.actual_minutes - one.planned_minutes if one.actual_minutes else 0
        table.add_row(
            one.slot, Text(title), str(one.planned_minutes), real, f"{more:+d}" if more else "", Text(one.remark)
        )
    Console(highlight=False, width=140).print(table)


def show_what_works(rows: Sequence[ActivityUse]) -> None:
    """One line for each activity: minutes, how often cut, and each objective's change with its people and interval."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("activity", "what", "typical", "real (range)", "planned", "cut", "objectives, where it was held"):
        table.add_column(name, no_wrap=name == "activity")
    for row in rows:
        real = f"{row.real.minutes} ({row.real.least}–{row.real.most})" if row.real else "–"
        said = [change_words(one) for one in row.objectives]
        said += [f"{row.kept_back} kept back: too few people"] if row.kept_back else []
        cut = f"{row.cut} of {row.noted}" if row.noted else "–"
        shown = Text("\n".join(said))
        table.add_row(row.activity, Text(row.title), str(row.typical), real, str(row.planned), cut, shown)
    console = Console(highlight=False, width=160)
    console.print(table)
    console.print("A change belongs to everything that served the objective, not to one activity alone.", style="dim")


def change_words(one: ObjectiveChange) -> str:
    """Such as "con-parts: +21.4 points (12.0 to 30.8), n = 41 in 2 sessions"."""
    between = "" if one.ci_low is None or one.ci_high is None else f" ({one.ci_low:.1f} to {one.ci_high:.1f})"
    where = f" in {one.sessions} sessions" if one.sessions > 1 else ""
    return f"{one.objective}: {one.change:+.1f} points{between}, n = {one.n}{where}"


def what_works_csv(rows: Sequence[ActivityUse]) -> str:
    """A line for each activity and objective, as CSV; activities without a figure have one line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        real = row.real
        own = [row.activity, row.module, safe_cell(row.title), row.typical, row.planned, row.noted, row.cut]
        own += [real.minutes, real.least, real.most] if real else ["", "", ""]
        for one in row.objectives or (None,):
            found = asdict(one).values() if one else [""] * 6
            writer.writerow([*own, *("" if value is None else value for value in found)])
    return out.getvalue()
