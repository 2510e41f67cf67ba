"""``tot profile``: a group's skills profile, the forms to ask with, and one person's own portfolio."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.commands.common import Json, Quiet, Workspace, existing, report, say, write_json
from toolkit.problems import Place, Problem, ProblemsError, make_problem

EXAMPLE = "tot profile --responses evaluation/examples/profile-lebanon-portugal.csv --output our-group"


def profile(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder that the result becomes.")],
    responses: Annotated[
        list[Path] | None, typer.Option(metavar="FILE...", help="Exports of the skills profile.")
    ] = None,
    instrument: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The questions that were asked: instrument.yaml of the forms; else today's."),
    ] = None,
    forms: Annotated[
        bool, typer.Option("--forms", help="Instead: write the form, the paper and the versions to read aloud.")
    ] = False,
    portfolio: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE...", help="Instead: the portfolio of these people, for each of them alone."),
    ] = None,
    language: Annotated[
        list[str] | None,
        typer.Option("--language", "-l", metavar="TAG...", help="Languages, main one first; a portfolio has two."),
    ] = None,
    brief: Annotated[
        Path | None, typer.Option(metavar="BRIEF.yaml", help="Plan this session with and without, and show the change.")
    ] = None,
    internal: Annotated[
        bool, typer.Option("--internal", help="For use inside the organisation: statements of 5 people, not 10.")
    ] = False,
    made_up: Annotated[
        bool, typer.Option("--made-up", help="The answers are made up, for practice: every page says so.")
    ] = False,
    as_json: Json = False,
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Turn a skills profile into a group profile for a brief, or into one person's own portfolio."""
    from toolkit.execution import profiling

    languages = tuple(dict.fromkeys(language or ("en",)))
    _check(bool(forms), responses, portfolio, languages)
    if forms:
        written = profiling.write_forms(output, languages, workspace)
        hint = "Begin with skills-profile.xlsx or the papers."
    else:
        answers = profiling.read_profile(tuple(responses or ()), workspace, languages, instrument)
        if portfolio:
            written = profiling.write_portfolios(answers, tuple(portfolio), output, languages[:2], workspace)
            hint = "Print each for its person alone, then delete the folder."
        else:
            made, problems = profiling.profile_group(answers, languages[0], internal=internal, made_up=made_up)
            effect = profiling.effect_of(made, existing(brief, workspace), workspace) if brief else None
            written = profiling.write_group_profile(
                made, output, language=languages[0], workspace=workspace, problems=problems, effect=effect
            )
            for change in effect.modules if effect and not quiet else ():
                say(f"{change.module}: {change.before} -> {change.after} min")
            hint = f"Write in the brief: group_profile: {profiling.PROFILE} (copied beside it)."
            if as_json:
                write_json(made.model_dump(mode="json"))
    report(written.problems, quiet)
    if not quiet:
        say(f"{len(written.files)} files in {written.folder}. {hint}")


def _check(forms: bool, responses: object, portfolio: object, languages: tuple[str, ...]) -> None:
    """Raise ProblemsError for what does not go together, and for languages that nobody knows."""
    from toolkit.content.language import is_known_language

    where = Place("tot profile")
    found: list[Problem] = []
    if forms and (responses or portfolio):
        found.append(make_problem("profile-forms-alone", where))
    elif not forms and not responses:
        found.append(make_problem("profile-without-responses", where))
    found += [
        make_problem("brief-language-unknown", where, language=tag) for tag in languages if not is_known_language(tag)
    ]
    if found:
        raise ProblemsError(found)
