"""``tot trainer``: papers for trainers themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.commands.common import Quiet, Workspace, example, existing, report, say

app = typer.Typer(no_args_is_help=True, help="For trainers themselves: own record, forms, working as a team.")

Output = Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="A .pdf or .docx file.")]


@app.command(epilog=example("tot trainer record sessions/accra-march sessions/accra-may --output my-record.pdf"))
def record(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR...", help="Folders of the sessions that you taught.")],
    output: Output,
    language: Annotated[str, typer.Option(metavar="TAG", help="Language of the document.")] = "en",
    internal: Annotated[
        bool, typer.Option("--internal", help="For use inside the organisation: figures from 5 people, not 10.")
    ] = False,
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Write your own record over sessions: modules, planned and real minutes, findings."""
    from toolkit.content.language import Language
    from toolkit.execution.trainer_papers import trainer_record_of, write_paper

    document, problems = trainer_record_of(folders, Language(language), workspace, internal=internal)
    write_paper(document, output)
    report(problems, quiet)
    if not quiet:
        say(f"{output} written, for you alone.")


@app.command(epilog=example("tot trainer forms --output trainer-forms.pdf"))
def forms(
    output: Output,
    language: Annotated[str, typer.Option(metavar="TAG", help="Language of the document.")] = "en",
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Write forms on paper: observation rubric, looking back, micro-teaching, logbook."""
    from toolkit.content.language import Language
    from toolkit.execution.trainer_papers import trainer_forms_of, write_paper

    document, problems = trainer_forms_of(Language(language), workspace)
    write_paper(document, output)
    report(problems, quiet)
    if not quiet:
        say(f"{output} written.")


@app.command(epilog=example("tot trainer pairing session_templates/briefs/ghana-italy-one-day.yaml --output team.pdf"))
def pairing(
    brief: Annotated[Path, typer.Argument(metavar="BRIEF.yaml", help="The session brief, with its trainers.")],
    output: Output,
    language: Annotated[str, typer.Option(metavar="TAG", help="Language; else the trainers'.")] = "",
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Show what a team of trainers brings together to a group, and what nobody brings yet."""
    from toolkit.execution.trainer_papers import pairing_of, write_paper

    document, problems = pairing_of(existing(brief, workspace), language, workspace)
    write_paper(document, output)
    report(problems, quiet)
    if not quiet:
        say(f"{output} written.")
