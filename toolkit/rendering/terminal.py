"""What the commands show on a terminal: problems, the catalogue, run sheets, practices, progress.

Colour is only ever an addition: every line reads the same without it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from toolkit.problems import Problem, format_count, format_github, format_json

if TYPE_CHECKING:
    from rich.console import Console

    from toolkit.content.language import Language
    from toolkit.content.records import Content
    from toolkit.evaluation.indicator_rows import IndicatorTable
    from toolkit.planning.plan import SessionPlan

_SEVERITY_STYLE = {"error": "bold red", "warning": "yellow", "info": "cyan"}
_STATUS_STYLE = {"met": "green", "partly": "yellow", "not met": "red", "to confirm": "cyan"}
FAMILY_STYLE: Mapping[str, str] = {
    "input": "blue",
    "talk": "cyan",
    "practice": "green",
    "energy": "magenta",
    "reflect": "bright_magenta",
    "frame": "yellow",
    "pause": "dim",
    "test": "bright_yellow",
}
"""Family of a method → colour of its kind in a run sheet."""


def _console(to_error: bool = False) -> Console:
    from rich.console import Console

    console = Console(stderr=to_error, highlight=False, soft_wrap=False)
    if not console.is_terminal:
        console = Console(stderr=to_error, highlight=False, width=160)
    return console


def show_problems(problems: Sequence[Problem], form: str) -> None:
    """Every problem on standard output, as text, JSON or annotations; the count is the caller's to say."""
    if form == "json":
        print(format_json(problems))
    elif form == "github":
        if problems:
            print(format_github(problems))
    else:
        print_problems(problems, to_error=False, count=False)


def print_problems(problems: Sequence[Problem], *, to_error: bool, count: bool = True) -> None:
    """Problems for a person, place first, with their hints."""
    if not problems:
        return
    from rich.text import Text

    console = _console(to_error)
    for p in problems:
        line = Text.assemble(
            (str(p.where), "bold"),
            ": ",
            (f"{p.severity}[{p.code}]", _SEVERITY_STYLE[p.severity]),
            f": {p.message}",
        )
        console.print(line, soft_wrap=True)
        if p.hint:
            console.print(Text.assemble(("  hint: ", "dim"), p.hint), soft_wrap=True)
    if count:
        console.print(format_count(problems))


def show_modules(rows: Sequence[Mapping[str, Any]]) -> None:
    """The catalogue as a table."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, options in (
        ("id", {"style": "bold", "no_wrap": True}),
        ("title", {}),
        ("audiences", {}),
        ("stages", {}),
        ("minutes", {"justify": "right"}),
        ("status", {}),
    ):
        table.add_column(name, **options)
    for row in rows:
        minutes = f"{row['minutes']} ({row['least_minutes']}–{row['most_minutes']})"
        table.add_row(
            row["id"], row["title"], ", ".join(row["audiences"]), ", ".join(row["stages"]), minutes, row["status"]
        )
    console = _console()
    console.print(table)
    total = sum(row["minutes"] for row in rows)
    console.print(f"{len(rows)} modules, {total // 60} h {total % 60:02d} min of activities at typical length.")


def show_plan(content: Content, plan: SessionPlan, language: Language) -> None:
    """The run sheet: clock times, lengths, kinds in colour, titles with the ids that edits name, grouping, materials;
    then what was left out."""
    from rich.markup import escape

    from toolkit.planning.runsheet import run_sheet

    console = _console()
    console.print(f"[bold]{escape(plan.brief.title)}[/bold]  ({plan.template})")
    rows = run_sheet(content, plan)
    for day in plan.days:
        date = f" · {language.show_date(day.date)}" if day.date else ""
        console.print(f"\n[bold]{language.say('Day {n}', n=day.number)}[/bold] {day.start}–{day.end}{date}")
        console.print(_day_table([row for row in rows if row.day == day.number]))
    _show_summary(console, content, plan)


def _day_table(rows: Sequence[Any]) -> Any:  # noqa: ANN401 - rich is imported where used
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("time", no_wrap=True)
    table.add_column("min", justify="right")
    table.add_column("kind", no_wrap=True)
    table.add_column("what", ratio=3)
    table.add_column("grouping", no_wrap=True)
    table.add_column("materials", ratio=2, style="dim")
    from rich.text import Text

    for row in rows:
        style = FAMILY_STYLE.get(row.family, "")
        title = Text(row.title, style="dim" if row.family == "pause" else "")
        if row.activity:
            title.append(f"  {row.activity}", style="dim")
        table.add_row(
            f"{row.start}–{row.end}",
            str(row.minutes),
            Text(row.kind, style=style),
            title,
            row.grouping or "",
            Text(", ".join(row.materials)),
        )
    return table


def _show_summary(console: Console, content: Content, plan: SessionPlan) -> None:
    served = sum(o.served for o in plan.objectives)
    if plan.objectives:
        console.print(f"\n{served} of {len(plan.objectives)} learning objectives served", end="")
        if plan.score is not None:
            console.print(
                f"; participants take an active part in {plan.score.participation_pct:.0f} % of the minutes", end=""
            )
        console.print(".")
    if plan.left_out:
        titles = content.activities()
        shown = [f"{titles[a].title.source} ({a})" for a in plan.left_out[:8] if a in titles]
        more = f" … and {len(plan.left_out) - 8} more" if len(plan.left_out) > 8 else ""
        console.print(f"No room for: {'; '.join(shown)}{more}.", style="dim", markup=False)


def show_practices(content: Content, plan: SessionPlan, language: Language) -> None:
    """The 16 practices: status, evidence, and the one change that would help most."""
    from rich.table import Table
    from rich.text import Text

    from toolkit.planning.practices import answer_practices, show_evidence

    table = Table(box=None, pad_edge=False, header_style="dim", title=None)
    table.add_column("", justify="right")
    table.add_column("practice", ratio=2)
    table.add_column("", no_wrap=True)
    table.add_column("evidence, and the best next change", ratio=4)
    for answer in answer_practices(content, plan):
        practice = content.practices[answer.number]
        # What only the trainer can say is asked once, as the next change.
        shown = (show_evidence(language, c.evidence) for c in answer.criteria if c.satisfied is not None)
        detail = Text("; ".join(text for text in shown if text))
        if answer.status != "met" and answer.advice:
            detail.append(f"\n→ {answer.advice}", style="bold")
        table.add_row(
            str(answer.number),
            practice.title.source,
            Text(answer.status, style=_STATUS_STYLE[answer.status]),
            detail,
        )
    _console().print()
    _console().print(table)


def show_indicators(table: IndicatorTable) -> None:
    """Every indicator over all sessions: figure, interval, people, target."""
    from rich.table import Table

    shown = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("indicator", "figure", "likely between", "n", "target", "reached"):
        shown.add_column(name, justify="left" if name == "indicator" else "right")
    for indicator in table.indicators:
        row = table.total(indicator.id)
        if row is None:
            continue
        between = "" if row.low is None or row.high is None else f"{row.low:.1f} and {row.high:.1f}"
        figure = f"{round(row.figure, 1):g} {indicator.unit}" if row.figure is not None else f"({row.reason})"
        target = "" if indicator.target is None else f"{indicator.target.value:g}"
        reached = "" if row.reached is None else "yes" if row.reached else "no"
        shown.add_row(indicator.title, figure, between, "" if row.n is None else str(row.n), target, reached)
    _console().print(shown)
    _console().print(
        f"{table.sessions} evaluated sessions; figures about fewer than {table.publish_at} people are kept back."
    )


def show_feedback(rows: Sequence[Any]) -> None:
    """What the findings say about each module and objective, with the line in the module's file."""
    from dataclasses import asdict

    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    names = list(asdict(rows[0])) if rows else []
    for name in names:
        table.add_column(name, no_wrap=name in ("module", "objective", "place"))
    for row in rows:
        table.add_row(*(_cell(getattr(row, name)) for name in names))
    _console().print(table)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.1f}"
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {' '.join(map(str, found))}" for key, found in value.items())
    return str(value)


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Callable[[str, float], None]]:
    """A progress bar on a terminal, plain lines elsewhere, nothing when quiet; always on standard error."""
    if quiet:
        yield lambda _what, _done: None
    elif not sys.stderr.isatty():
        yield _plain_lines()
    else:
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (BarColumn(bar_width=30), TextColumn("{task.percentage:>3.0f} %"), TimeElapsedColumn())
        with Progress(*columns, TextColumn("{task.description}"), console=_console(True), transient=True) as bar:
            task = bar.add_task("", total=1.0)
            yield lambda what, done: bar.update(task, completed=done, description=what)


def _plain_lines() -> Callable[[str, float], None]:
    started = time.monotonic()
    last = [""]

    def line(what: str, _done: float) -> None:
        if what and what != last[0]:
            last[0] = what
            print(f"[{time.monotonic() - started:5.1f} s] {what}", file=sys.stderr, flush=True)

    return line
