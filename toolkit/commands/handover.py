"""``tot needs``: the talk with a local team leader. ``tot handover``: what the receiving side needs to know."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.commands.common import Json, Quiet, Workspace, example, report, say, write_json

FORM_EXAMPLE = "tot needs form --output needs-talk.pdf"
BRIEF_EXAMPLE = "tot needs brief session_templates/needs/example-answers.yaml --output our-town.yaml"

EXAMPLE = "tot handover my-session --findings my-findings/evaluation.json --output handover"

needs = typer.Typer(
    help="Ask a local team leader what a session should be about, and make its brief from the answers.",
    no_args_is_help=True,
)


@needs.command(epilog=example(FORM_EXAMPLE))
def form(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help=".pdf or .docx to print, .yaml to fill in.")
    ],
    language: Annotated[str, typer.Option(metavar="TAG", help="Language of the printed form.")] = "en",
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Write the one-page form for the talk with a local team leader."""
    from toolkit.execution.needs_brief import write_needs_form

    write_needs_form(output, language, workspace)
    if not quiet:
        say(f"{output} written.")


@needs.command(epilog=example(BRIEF_EXAMPLE))
def brief(
    answers: Annotated[Path, typer.Argument(metavar="ANSWERS.yaml", help="The filled form.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="BRIEF.yaml", help="The session brief to write.")],
    as_json: Json = False,
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Choose track and modules from the answers, write the brief, and say why."""
    from toolkit.execution.needs_brief import write_needs_brief

    chosen, problems = write_needs_brief(answers, output, workspace)
    if as_json:
        why = [{"what": one.what, "because": one.because} for one in chosen.why]
        modules = list(chosen.brief.modules.only)
        write_json({"track": chosen.track, "modules": modules, "why": why, "no_room": list(chosen.no_room),
                    "prepare": list(chosen.prepare)})  # fmt: skip
    elif not quiet:
        for one in chosen.why:
            say(f"- {one.what}: {one.because}")
        for line in (*chosen.no_room, *chosen.prepare):
            say(f"! {line}")
    report(problems, quiet)
    if not quiet:
        say(f"{output} written. Next: tot plan {output}")


def handover(
    pack: Annotated[Path, typer.Argument(metavar="PACK", help="The session's folder: a pack, or a saved session.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder that the result becomes.")],
    findings: Annotated[
        Path | None, typer.Option(metavar="FILE", help="evaluation.json of the session; else nothing on learning.")
    ] = None,
    profile: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The group profile, which goes along as it is.")
    ] = None,
    vacancies: Annotated[
        list[str] | None,
        typer.Option("--vacancy", metavar="ISCO", help="ISCO-08 code of a vacancy at the destination (repeatable)."),
    ] = None,
    language: Annotated[str, typer.Option(metavar="TAG", help="Language of the document.")] = "en",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would cross, and write nothing.")] = False,
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Hand a session before departure over to those who receive its group: a document and briefs, no persons."""
    from toolkit.execution.handing_over import prepare_handover, write_handover
    from toolkit.execution.handover_words import what_crosses

    prepared = prepare_handover(
        pack,
        findings=findings,
        profile=profile,
        vacancies=tuple(vacancies or ()),
        language=language,
        workspace=workspace,
    )
    if dry_run or not quiet:
        say("What crosses:")
        for line in what_crosses(prepared.handover, prepared.profile):
            say(f"- {line}")
    if dry_run:
        report(prepared.problems, quiet)
        say("Nothing was written.")
        return
    made = write_handover(prepared, output, workspace)
    report(made.problems, quiet)
    if not quiet:
        say(f"{len(made.files)} files in {made.folder}. Begin with handover.pdf.")
