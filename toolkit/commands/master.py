"""``tot master``: what an organisation's own deck master offers, before a deck is drawn on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.commands.common import Json, Quiet, Workspace, example, report, say, write_json

if TYPE_CHECKING:
    from toolkit.rendering.pptx.borrowed import Borrowed

app = typer.Typer(help="Look at an organisation's own deck master (.pptx or .potx).", no_args_is_help=True)

HOW = {
    "name": "by its name",
    "type": "by its kind in the file",
    "placeholders": "by its placeholders",
    "fallback": "nearest one",
}
"""How a layout was found, for people."""


@app.callback()
def _group() -> None:
    """Keep ``check`` a command of its own."""


@app.command(epilog=example("tot master check session_templates/our-master.potx"))
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .pptx or .potx file.")],
    as_json: Json = False,
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Show which layout of a deck master shows which of our slides, and what is missing.

    To use the master, name it in the brief: deck_master: our-master.potx
    """
    from toolkit.content.workspace import find_workspace
    from toolkit.execution.session import find_file
    from toolkit.problems import format_count, has_errors
    from toolkit.rendering.pptx.borrowed import read_master

    path = find_file(file, find_workspace(workspace, Path.cwd()))
    found = read_master(path, file.as_posix())
    if as_json:
        write_json(_as_json(found))
    else:
        _show(found)
        report(found.problems, quiet)
        if not quiet and not found.problems:
            say(f"{file}: {format_count(found.problems)}.")
    raise typer.Exit(1 if has_errors(found.problems) else 0)


def _as_json(found: Borrowed) -> dict[str, object]:
    return {
        "usable": found.look is not None,
        "layouts": [{"kind": match.kind, "layout": match.layout, "how": match.how} for match in found.matches],
        "problems": [problem.as_dict() for problem in found.problems],
    }


def _show(found: Borrowed) -> None:
    from rich.console import Console
    from rich.table import Table

    from toolkit.rendering.pptx.borrowed_remarks import SHOWN

    if not found.matches:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in ("our slide", "its layout", "found"):
        table.add_column(head)
    for match in found.matches:
        style = "yellow" if match.how == "fallback" else ""
        table.add_row(SHOWN[match.kind], match.layout, HOW[match.how], style=style)
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=160)
    console.print(table)
