"""``tot after`` and ``tot what-works``: what a session really took, and what many of them say about each activity."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from toolkit.commands.common import Json, Quiet, Workspace, report, say, write_json

EXAMPLE = "tot after sessions/accra-march --minutes minutes.csv"
EXAMPLE_WORKS = "tot what-works sessions --output what-works.csv"


def after(
    pack: Annotated[Path, typer.Argument(metavar="PACK", help="The session's folder: a pack, or a saved session.")],
    minutes: Annotated[
        list[Path] | None, typer.Option("--minutes", metavar="FILE...", help="Filled tables of minutes and remarks.")
    ] = None,
    form: Annotated[
        Path | None, typer.Option("--form", metavar="FILE.csv", help="Write the empty table to fill in, and stop.")
    ] = None,
    as_json: Json = False,
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Write or check the record of a session: what each part really took, and what to mind the next time."""
    from toolkit.execution.after_session import note_minutes, write_form, write_record
    from toolkit.rendering.record_tables import show_record

    if form is not None:
        write_form(pack, form, workspace)
        if not quiet:
            say(f'{form} written. Fill in "minutes" and "remark", then: tot after {pack} --minutes {form}')
        return
    record, plan, problems = note_minutes(pack, minutes or ())
    file = write_record(pack, record)
    if as_json:
        write_json(record.model_dump(mode="json"))
    else:
        show_record(record, plan)
    report(problems, quiet)
    if not quiet:
        open_slots = sum(slot.actual_minutes is None for slot in record.slots)
        say(f"{file} written; {open_slots} of {len(record.slots)} parts have no minutes.")


def what_works(
    folders: Annotated[
        list[Path] | None, typer.Argument(metavar="[DIR]...", help="Folders of sessions; else the workspace's own.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE.csv", help="Write a table too.")
    ] = None,
    internal: Annotated[
        bool, typer.Option("--internal", help="For use inside the organisation: figures from 5 people, not 10.")
    ] = False,
    as_json: Json = False,
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Show what works: real minutes, what was cut, and how objectives changed, for each activity."""
    from toolkit.execution.after_session import what_works_in
    from toolkit.execution.files import write_whole
    from toolkit.rendering.record_tables import show_what_works, what_works_csv

    rows, sessions, problems = what_works_in(tuple(folders or ()), workspace, internal=internal)
    if output is not None:
        write_whole(output, what_works_csv(rows))
    if as_json:
        write_json({"sessions": sessions, "activities": [asdict(row) for row in rows]})
    else:
        show_what_works(rows)
    report(problems, quiet)
    if not quiet:
        say(f"{len(rows)} activities over {sessions} session {'record' if sessions == 1 else 'records'}.")
