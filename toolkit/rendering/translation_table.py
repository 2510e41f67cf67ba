"""The status of translations on a terminal: a line for each catalogue and language, and sums."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.content.po.status import Status, percent


def show_status(rows: Sequence[Status]) -> None:
    """The table on standard output; each language ends in its sum."""
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=120)
    if not rows:
        console.print("No language has catalogues yet. Begin with: tot translate extract --language TAG")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("language", style="bold", no_wrap=True)
    table.add_column("catalogue", no_wrap=True)
    for name in ("texts", "reviewed", "machine-drafted", "fuzzy", "missing", "shown"):
        table.add_column(name, justify="right")
    for language in dict.fromkeys(row.language for row in rows):
        own = [row for row in rows if row.language == language]
        for row in own:
            table.add_row(*_cells(row))
        if len(own) > 1:
            table.add_row(*_cells(_sum(own)), style="bold", end_section=True)
    console.print(table)


def _cells(row: Status) -> tuple[str, ...]:
    counts = (row.texts, row.reviewed, row.drafted, row.fuzzy, row.missing)
    share = f"{percent(row.reviewed + row.drafted, row.texts)}%"
    return (row.language, row.catalogue, *(str(count) if count else "·" for count in counts), share)


def _sum(rows: Sequence[Status]) -> Status:
    return Status(
        catalogue="together",
        language=rows[0].language,
        texts=sum(row.texts for row in rows),
        reviewed=sum(row.reviewed for row in rows),
        drafted=sum(row.drafted for row in rows),
        fuzzy=sum(row.fuzzy for row in rows),
        missing=sum(row.missing for row in rows),
    )
