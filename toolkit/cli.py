"""``tot``: arguments → one verb → problems and an exit code. Nothing is decided here.

Exit 0 done, 1 the user's input has problems (listed), 2 a fault of ours. Results go to standard output, everything
else for people to standard error. Heavy imports stay inside the commands so that ``tot --help`` is instant.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from toolkit.commands import after, batch, certify, exchange, handover, master, profile, studio, trainer, translate
from toolkit.commands.common import (
    Format,
    Json,
    NeedsFile,
    Quiet,
    Workspace,
    example,
    existing,
    report,
    say,
    write_json,
)
from toolkit.problems import Place, ProblemsError, format_count, has_errors, make_problem

SEVERAL = ("--responses", "--pre", "--post", "--by", "--portfolio", "--minutes", "--languages")
"""Options that take as many values as follow them."""

INTERRUPTED = 130
"""Exit code after Ctrl-C or a request to end, as shells have it."""

app = typer.Typer(
    name="tot",
    help="Training of trainers: from curriculum modules to session packs.\n\n"
    "Example: tot pack session_templates/briefs/ghana-italy-one-day.yaml --output my-session",
    no_args_is_help=True,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


app.add_typer(translate.app, name="translate")
app.add_typer(master.app, name="master")
app.add_typer(certify.app, name="certify")
app.add_typer(handover.needs, name="needs")
app.command(epilog=example(handover.EXAMPLE))(handover.handover)
app.add_typer(trainer.app, name="trainer")
app.command(epilog=example(after.EXAMPLE))(after.after)
app.command("what-works", epilog=example(after.EXAMPLE_WORKS))(after.what_works)
app.add_typer(exchange.export, name="export")
app.command(epilog=example(batch.EXAMPLE))(batch.batch)
app.command(epilog=example(exchange.SHARE_EXAMPLE))(exchange.share)
app.command(epilog=example(exchange.ADD_EXAMPLE))(exchange.add)
app.command(epilog=example(studio.EXAMPLE))(studio.studio)
app.command(epilog=example(profile.EXAMPLE))(profile.profile)


@app.command(epilog=example("tot init my-workspace"))
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="New folder to copy the workspace into.")],
    quiet: Quiet = False,
) -> None:
    """Copy the built-in workspace, to make it your own."""
    from toolkit.execution.workspace_copy import copy_workspace

    count = copy_workspace(folder)
    if not quiet:
        say(f"{count} files copied. Next: cd {folder} && tot check")


@app.command(epilog=example("tot check curricula/labour-migrants/contract.md"))
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Only problems in these files or folders; briefs too."),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="text, json, or github annotations.")] = Format.text,
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Report every problem in the workspace, by file and line."""
    from toolkit.execution.checking import check_workspace
    from toolkit.rendering.terminal import show_problems

    problems, files = check_workspace(workspace, tuple(paths or ()))
    show_problems(problems, form.value)
    if not quiet and form is Format.text:
        say(f"{files} files checked: {format_count(problems)}.")
    raise typer.Exit(1 if has_errors(problems) else 0)


@app.command(epilog=example("tot modules --audience labour_migrants --stage pre_departure"))
def modules(
    audience: Annotated[str | None, typer.Option(help="Only modules for this audience.")] = None,
    stage: Annotated[str | None, typer.Option(help="Only modules for this stage.")] = None,
    as_json: Json = False,
    workspace: Workspace = None,
) -> None:
    """List the modules: title, audiences, stages, minutes."""
    from toolkit.content.catalogue import list_modules
    from toolkit.execution.session import load_workspace
    from toolkit.rendering.terminal import show_modules

    rows = list_modules(load_workspace(workspace)[0], audience=audience, stage=stage)
    if as_json:
        write_json(rows)
    else:
        show_modules(rows)


@app.command(epilog=example("tot plan session_templates/briefs/ghana-italy-one-day.yaml --drop con-case"))
def plan(
    brief: Annotated[Path, typer.Argument(metavar="BRIEF.yaml", help="The session brief.")],
    lock: Annotated[list[str] | None, typer.Option(metavar="ACTIVITY", help="Keep this activity (repeatable).")] = None,
    drop: Annotated[list[str] | None, typer.Option(metavar="ACTIVITY", help="Leave it out (repeatable).")] = None,
    swap: Annotated[list[str] | None, typer.Option(metavar="OLD=NEW", help="Take one out, put one in.")] = None,
    needs: NeedsFile = None,
    learn: Annotated[
        Path | None,
        typer.Option("--learn", metavar="DIR", help="Take as typical what activities really took, by records in here."),
    ] = None,
    as_json: Json = False,
    practices: Annotated[bool, typer.Option("--practices", help="Answer the 16 practices too.")] = False,
    save: Annotated[
        Path | None, typer.Option(metavar="FILE.json", help="Save the plan, to edit and use with tot pack --plan.")
    ] = None,
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Plan a session and show its run sheet."""
    from toolkit.execution.planning_job import edits_from_options, plan_for_brief, read_needs
    from toolkit.rendering.terminal import show_plan, show_practices

    session = plan_for_brief(
        existing(brief, workspace), workspace, edits_from_options(lock, drop, swap), read_needs(needs), learn=learn
    )
    if save is not None:
        _save_plan(session.plan, save)
    if as_json:
        from toolkit.planning.runsheet import plan_json

        write_json(plan_json(session.plan))
    else:
        show_plan(session.for_trainer, session.plan, session.trainer_language)
    if practices and not as_json:
        show_practices(session.for_trainer, session.plan, session.trainer_language)
    report(session.problems, quiet)


@app.command(epilog=example("tot pack session_templates/briefs/ghana-italy-one-day.yaml --output my-session"))
def pack(
    brief: Annotated[Path, typer.Argument(metavar="BRIEF.yaml", help="The session brief.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder that the pack becomes.")],
    plan_file: Annotated[
        Path | None, typer.Option("--plan", metavar="FILE.json", help="Use this saved, perhaps edited plan.")
    ] = None,
    needs: NeedsFile = None,
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Write the session pack: plan, deck, guide, handouts, tests, lists, calendar."""
    from toolkit.execution.planning_job import read_needs
    from toolkit.execution.priming import open_and_prime
    from toolkit.rendering.terminal import progress_bar

    path = existing(brief, workspace)
    with progress_bar(quiet) as progress:
        progress("reading the content, planning", 0.0)
        session = open_and_prime(path, workspace=workspace, plan=plan_file, overrides=read_needs(needs))
        from toolkit.execution.pack import make_pack

        made = make_pack(session, output, brief_text=path.read_text(encoding="utf-8-sig"), progress=progress)
    report(made.problems, quiet)
    if not quiet:
        say(f"{len(made.files)} files in {made.folder}. Begin with session-plan.html or facilitator-guide.pdf.")


@app.command(epilog=example("tot evaluate --scores evaluation/examples/scores.csv --max-score 10 --output findings"))
def evaluate(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder that the findings become.")],
    instrument: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The instrument: instrument.yaml of the session pack.")
    ] = None,
    responses: Annotated[
        list[Path] | None, typer.Option(metavar="FILE...", help="Exports; each row or file says its wave.")
    ] = None,
    pre: Annotated[list[Path] | None, typer.Option(metavar="FILE...", help="Exports of the pre-test.")] = None,
    post: Annotated[list[Path] | None, typer.Option(metavar="FILE...", help="Exports of the post-test.")] = None,
    sessions: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Instead: a folder of sessions, a folder for each.")
    ] = None,
    scores: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Instead: a table with the columns code, pre, post.")
    ] = None,
    max_score: Annotated[float | None, typer.Option(metavar="N", help="The most points that scores can have.")] = None,
    by: Annotated[list[str] | None, typer.Option(metavar="COLUMN...", help="Columns to group by.")] = None,
    internal: Annotated[
        bool, typer.Option("--internal", help="For use inside the organisation: groups from 5 people, not 10.")
    ] = False,
    language: Annotated[str, typer.Option(metavar="TAG", help="Language of the report.")] = "en",
    keep_until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Until when answers and findings may be kept."),
    ] = None,
    curriculum: Annotated[
        bool, typer.Option("--curriculum", help="Show what the findings say about each module and objective.")
    ] = False,
    as_json: Json = False,
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Turn pre-test and post-test answers into findings and a report."""
    from toolkit.execution.evaluating import evaluate as run_evaluation
    from toolkit.execution.evaluation_folder import write_evaluation
    from toolkit.rendering.terminal import progress_bar, show_feedback

    with progress_bar(quiet) as progress:
        progress("reading, matching, estimating", 0.1)
        if sessions is None and responses and len(responses) == 1 and responses[0].is_dir():
            sessions, responses = responses[0], None
        found = run_evaluation(
            sessions=sessions,
            instrument=instrument,
            responses=tuple(responses or ()),
            pre=tuple(pre or ()),
            post=tuple(post or ()),
            scores=scores,
            max_score=max_score,
            groups=tuple(by or ()),
            internal=internal,
            workspace=workspace,
        )
        if found.findings is None:
            raise ProblemsError(found.problems)
        written = write_evaluation(
            found,
            output,
            language=language,
            workspace=workspace,
            keep_until=keep_until.date() if keep_until else None,
            progress=progress,
        )
    if as_json:
        from toolkit.evaluation.findings.json_form import findings_json

        write_json(findings_json(found.findings))
    elif curriculum:
        show_feedback(found.feedback)
    report((*found.problems, *written.problems), quiet)
    if not quiet:
        say(f"{len(written.files)} files in {written.folder}. Begin with evaluation-report.html.")


@app.command(epilog=example("tot indicators findings-2027 --output indicators.pdf"))
def indicators(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR...", help="Folders that hold evaluated sessions.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write a .csv, .pdf or .docx file too.")
    ] = None,
    internal: Annotated[
        bool, typer.Option("--internal", help="For use inside the organisation: groups from 5 people, not 10.")
    ] = False,
    language: Annotated[str, typer.Option(metavar="TAG", help="Language of the document.")] = "en",
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Show the harmonised indicators of many evaluated sessions against their targets."""
    from toolkit.execution.indicating import indicators_of, write_indicators
    from toolkit.rendering.terminal import show_indicators

    table, problems = indicators_of(tuple(folders), workspace, internal=internal)
    show_indicators(table)
    if output is not None:
        write_indicators(table, output, language, workspace)
    report(problems, quiet)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    import signal

    def stop(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    # A polite request to end tidies up as Ctrl-C does, also where the shell started us with Ctrl-C switched off.
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    sys.exit(run(app, arguments))


def run(command: Callable[..., Any], arguments: Sequence[str] | None = None) -> int:
    """Run `command` and turn what it raises into an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    given = list(arguments) if arguments is not None else sys.argv[1:]
    try:
        result = command(repeat_options(given), standalone_mode=False)
        if result == INTERRUPTED:
            raise KeyboardInterrupt
    except typer.Exit as leave:
        return leave.exit_code
    except ProblemsError as stop:
        report(stop.problems, quiet=False)
        return 1
    except (KeyboardInterrupt, typer.Abort):
        report((make_problem("interrupted", Place("tot")),), quiet=False)
        return INTERRUPTED
    except BrokenPipeError:
        return 0
    except Exception as fault:  # the last line of defence: our fault, shown whole, exit 2
        if _is_usage(fault):
            return 1
        import traceback

        traceback.print_exc()
        say("This is a fault of the toolkit, not of your files. Please report it with the lines above.")
        return 2
    return result if isinstance(result, int) else 0


def repeat_options(arguments: Sequence[str]) -> list[str]:
    """``--responses a.csv b.csv`` as ``--responses a.csv --responses b.csv``: several files may follow one option."""
    found: list[str] = []
    option = ""
    for argument in arguments:
        if argument.startswith("-"):
            option = argument if argument in SEVERAL else ""
            found.append(argument)
        elif option and found[-1] != option:
            found.extend([option, argument])
        else:
            found.append(argument)
    return found


def _is_usage(fault: Exception) -> bool:
    """Show what was wrong with the command line itself. Typer carries its own copy of click or uses the installed
    one, so its exception is known by its name."""
    show = getattr(fault, "show", None)
    if show is None or "ClickException" not in (kind.__name__ for kind in type(fault).__mro__):
        return False
    show()
    return True


def _save_plan(plan: Any, path: Path) -> None:  # noqa: ANN401 - imported where used, for a fast start
    from toolkit.execution.files import write_whole
    from toolkit.planning.plan_file import save_plan_text

    write_whole(path, save_plan_text(plan))
