"""``tot share``, ``tot add`` and ``tot export``: content given to others, and taken from them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.commands.common import Json, Quiet, Workspace, example, report, say, write_json

if TYPE_CHECKING:
    from toolkit.execution.sharing.add import Added
    from toolkit.execution.sharing.compare import Change

SHARE_EXAMPLE = 'tot share labour-migrants --author "Diakonia Accra" --output labour-migrants.zip'
ADD_EXAMPLE = "tot add labour-migrants.zip --dry-run --diff"

export = typer.Typer(no_args_is_help=True, help="Content for other programs: learning platforms and catalogues.")

Names = Annotated[
    list[str], typer.Argument(metavar="CURRICULUM|MODULE...", help="Ids of curricula, modules or activity bank files.")
]
Authors = Annotated[
    list[str] | None, typer.Option("--author", metavar="NAME", help="Whom users have to name (repeatable).")
]
Licence = Annotated[str, typer.Option(metavar="SPDX", help="Licence of the content.")]


def share(
    names: Names,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.zip", help="The share file.")],
    author: Authors = None,
    licence: Licence = "CC-BY-4.0",
    country: Annotated[
        list[str] | None, typer.Option("--country", metavar="CC", help="A country profile to put in (repeatable).")
    ] = None,
    title: Annotated[str, typer.Option(help="Title; else that of the curriculum or module.")] = "",
    version: Annotated[str, typer.Option(help="Your version of the content, such as 2027-1.")] = "",
    as_json: Json = False,
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Write a curriculum or modules, with all that they use, into one file for others."""
    from toolkit.execution.sharing.share import share as write_share

    made = write_share(
        names,
        output,
        workspace=workspace,
        countries=tuple(country or ()),
        authors=tuple(author or ()),
        licence=licence,
        title=title,
        version=version,
    )
    report(made.problems, quiet)
    if as_json:
        write_json(made.manifest.model_dump(mode="json"))
    elif not quiet:
        counted = f"{len(made.manifest.modules)} modules, {len(made.manifest.languages) + 1} languages"
        say(f"{made.path}: {counted}, {made.files} files, version {made.manifest.version}.")


def add(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="A file that tot share wrote.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check and compare; write nothing.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show the lines that differ.")] = False,
    take: Annotated[
        list[str] | None,
        typer.Option("--take", metavar="NAME", help="Use theirs of this module; yours is kept aside (repeatable)."),
    ] = None,
    as_json: Json = False,
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Check what others shared, and merge it into the workspace: all of it or nothing, and nothing overwritten."""
    from toolkit.execution.sharing.add import add_share

    added = add_share(file, workspace=workspace, take=tuple(take or ()), dry_run=dry_run)
    report(added.problems, quiet)
    if as_json:
        write_json(_added_json(added))
        return
    print("\n".join(_lines(added.changes, diff=diff)))
    if not quiet:
        manifest = added.manifest
        authors = "; ".join(manifest.authors) or "authors not named"
        say(f'"{manifest.title}", version {manifest.version}, by {authors}, {manifest.licence}.')
        done = "to write" if dry_run else "written"
        say(f"Files {done} in {added.root}: {len(added.written)}." + ("" if dry_run else " Next: tot check"))


_MARKS = {"new": "+", "same": "=", "merged": "+", "kept-both": "!", "taken": "!"}


def _lines(changes: Sequence[Change], *, diff: bool) -> list[str]:
    lines = []
    for change in changes:
        if change.doing != "same":
            about = f"  ({change.about})" if change.about else ""
            lines.append(f"{_MARKS[change.doing]} {change.doing:<9} {change.path}{about}")
            lines += [f"    {line}" for line in change.diff] if diff else []
    same = sum(change.doing == "same" for change in changes)
    return [*lines, f"= {same} files are the same."]


def _added_json(added: Added) -> dict[str, object]:
    return {
        "title": added.manifest.title,
        "version": added.manifest.version,
        "licence": added.manifest.licence,
        "authors": list(added.manifest.authors),
        "dry_run": added.dry_run,
        "changes": [
            {"path": c.path, "kind": c.kind, "doing": c.doing, "about": c.about, "diff": list(c.diff)}
            for c in added.changes
        ],
        "written": list(added.written),
        "problems": [problem.as_dict() for problem in added.problems],
    }


@export.command(epilog=example("tot export metadata labour-migrants --output labour-migrants.jsonld"))
def metadata(
    names: Names,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.jsonld", help="The file to write.")],
    author: Authors = None,
    licence: Licence = "CC-BY-4.0",
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Describe modules for catalogues of learning resources (schema.org LearningResource, JSON-LD)."""
    from toolkit.execution.sharing.export import export_metadata

    count = export_metadata(names, output, workspace=workspace, authors=tuple(author or ()), licence=licence)
    if not quiet:
        say(f"{output}: {count} modules described.")


class Cartridge(StrEnum):
    """Versions of the Common Cartridge format."""

    v1_3 = "1.3"
    v1_1 = "1.1"


@export.command(epilog=example("tot export cartridge labour-migrants --language fr --output labour.imscc"))
def cartridge(
    names: Names,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.imscc", help="The cartridge.")],
    language: Annotated[str, typer.Option("--language", "-l", metavar="TAG", help="Language of the texts.")] = "en",
    destination: Annotated[
        str, typer.Option(metavar="CC", help="The country that texts speak of; else its facts are blanks.")
    ] = "",
    version: Annotated[
        Cartridge, typer.Option("--cc-version", help="Version of the format: 1.1 for Moodle, else 1.3.")
    ] = Cartridge.v1_3,
    author: Authors = None,
    licence: Licence = "CC-BY-4.0",
    workspace: Workspace = None,
    quiet: Quiet = False,
) -> None:
    """Write modules as an IMS Common Cartridge, with their questions, for learning platforms."""
    from toolkit.execution.sharing.export import export_cartridge

    modules, questions = export_cartridge(
        names,
        output,
        workspace=workspace,
        language=language,
        destination=destination,
        authors=tuple(author or ()),
        licence=licence,
        version=version.value,
    )
    if not quiet:
        say(f"{output}: {modules} modules, {questions} questions.")
