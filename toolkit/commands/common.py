"""What the commands share: their common options, and how they speak."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from toolkit.problems import Place, Problem, ProblemsError, make_problem, near_miss

Workspace = Annotated[
    Path | None,
    typer.Option(
        "--workspace", "-w", metavar="DIR", help="Workspace folder; else the one you stand in, or the built-in."
    ),
]
NeedsFile = Annotated[
    Path | None, typer.Option("--needs", metavar="FILE", help="What this group needs: needs.yaml of an evaluation.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but problems.")]
Json = Annotated[bool, typer.Option("--json", help="Write JSON to standard output and nothing else there.")]


class Format(StrEnum):
    """How problems are written."""

    text = "text"
    json = "json"
    github = "github"


def example(line: str) -> str:
    """An example line below a command's help."""
    return f"[bold]Example:[/bold] {line}"


def existing(path: Path, workspace: Path | None) -> Path:
    """The brief's path, also looked for inside the workspace; raises ProblemsError with a near miss."""
    from toolkit.content.workspace import find_workspace
    from toolkit.execution.session import find_file

    root = find_workspace(workspace, Path.cwd())
    found = find_file(path, root)
    if not found.is_file():
        folders = (found.parent, root / "session_templates" / "briefs")
        known = {str(p) for folder in folders if folder.is_dir() for p in folder.glob("*.yaml")}
        by_name = {Path(p).name: p for p in sorted(known)}
        near = near_miss(path.name, by_name)
        raise ProblemsError([make_problem("file-missing", Place(str(path)), near=by_name[near] if near else None)])
    return found


def report(problems: Sequence[Problem], quiet: bool) -> None:
    """Problems to standard error; notes too unless `quiet`."""
    from toolkit.rendering.terminal import print_problems

    print_problems([p for p in problems if not quiet or p.severity != "info"], to_error=True)


def say(text: str) -> None:
    """A line for people, to standard error."""
    print(text, file=sys.stderr)


def write_json(value: object) -> None:
    """JSON to standard output."""
    import json

    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))
