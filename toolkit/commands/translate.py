"""``tot translate``: the translator's commands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.commands.common import Format, Json, Quiet, Workspace, example, report, say, write_json
from toolkit.problems import Problem, format_count, has_errors, sort_problems

if TYPE_CHECKING:
    from toolkit.content.records import Content
    from toolkit.execution.translating import Source, Written

app = typer.Typer(no_args_is_help=True, help="Translation catalogues: write them, bring them up to date, count, check.")

Names = Annotated[list[str] | None, typer.Argument(metavar="[MODULE]...", help="Only these modules or catalogues.")]
Languages = Annotated[
    list[str] | None, typer.Option("--language", "-l", metavar="TAG", help="A language, such as fr (repeatable).")
]
Toolkit = Annotated[bool, typer.Option("--toolkit", help="The toolkit's own words instead of the workspace's texts.")]


@app.command(epilog=example("tot translate extract --language fr contract"))
def extract(
    modules: Names = None,
    language: Languages = None,
    toolkit: Toolkit = False,
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Write catalogues to translate; without a language, templates."""
    from toolkit.execution.translating import extract_catalogues, languages_of

    sources = _sources(modules, workspace, toolkit)
    tags = languages_of(sources, language) if language else ()
    _finish(*extract_catalogues(sources, tags), quiet)


@app.command(epilog=example("tot translate update"))
def update(
    modules: Names = None,
    language: Languages = None,
    toolkit: Toolkit = False,
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Bring catalogues up to date with changed texts."""
    from toolkit.execution.translating import languages_of, update_catalogues

    sources = _sources(modules, workspace, toolkit)
    _finish(*update_catalogues(sources, languages_of(sources, language or ())), quiet)


@app.command(epilog=example("tot translate status --language fr"))
def status(
    modules: Names = None,
    language: Languages = None,
    toolkit: Toolkit = False,
    as_json: Json = False,
    workspace: Workspace = None,
) -> None:
    """Show what is reviewed, machine-drafted, fuzzy and missing."""
    from toolkit.execution.translating import count_catalogues, languages_of
    from toolkit.rendering.translation_table import show_status

    sources = _sources(modules, workspace, toolkit)
    own = () if modules or toolkit else _sources(None, workspace, toolkit=True)
    rows = [row for group in (sources, own) for row in count_catalogues(group, languages_of(group, language or ()))]
    if as_json:
        write_json([row.as_dict() for row in rows])
    else:
        show_status(rows)


@app.command(epilog=example("tot translate check --language fr contract"))
def check(
    modules: Names = None,
    language: Languages = None,
    toolkit: Toolkit = False,
    form: Annotated[Format, typer.Option("--format", help="text, json, or github annotations.")] = Format.text,
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Report every problem in the catalogues, by file and line."""
    from toolkit.execution.translating import check_catalogues, check_names, languages_of
    from toolkit.rendering.terminal import show_problems

    content = _content(workspace)
    sources = _sources(modules, workspace, toolkit)
    tags = languages_of(sources, language or ())
    problems = check_catalogues(sources, tags)
    if not modules and not toolkit:
        problems = sort_problems((*problems, *check_names(content, tags)))
    show_problems(problems, form.value)
    if not quiet and form is Format.text:
        say(f"{format_count(problems)}.")
    raise typer.Exit(1 if has_errors(problems) else 0)


def _content(workspace: Path | None) -> Content:
    from toolkit.execution.session import load_workspace

    return load_workspace(workspace)[0]


def _sources(modules: Sequence[str] | None, workspace: Path | None, toolkit: bool) -> tuple[Source, ...]:
    from toolkit.execution.translating import sources_of

    return sources_of(_content(workspace), tuple(modules or ()), toolkit=toolkit)


def _finish(written: Sequence[Written], problems: Sequence[Problem], quiet: bool) -> None:
    report(problems, quiet)
    if not quiet:
        for one in written:
            if not one.same:
                say(f"{one.path}: {one.texts} texts, {one.added} new, {one.changed} changed, {one.dropped} gone.")
        same = sum(one.same for one in written)
        say(f"{len(written) - same} catalogues written, {same} were up to date.")
    raise typer.Exit(1 if has_errors(problems) else 0)
