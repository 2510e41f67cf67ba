"""``tot export``: modules in the formats of other programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from toolkit.content.records import Content, Module
from toolkit.content.translations import LOCALE
from toolkit.content.workspace import built_in_workspace
from toolkit.execution.files import write_whole
from toolkit.execution.session import load_workspace
from toolkit.execution.sharing.gather import choose, languages_there
from toolkit.execution.sharing.manifest import LICENCES
from toolkit.execution.sharing.share import OUR_AUTHORS
from toolkit.problems import Place, ProblemsError, make_problem
from toolkit.rendering.learning_resource import Publication, learning_resource_text


def export_metadata(
    names: Sequence[str],
    output: Path,
    *,
    workspace: Path | None = None,
    authors: Sequence[str] = (),
    licence: str = "CC-BY-4.0",
) -> int:
    """Write the modules' schema.org descriptions; returns how many there are. Raises ProblemsError."""
    content, modules = modules_named(names, workspace)
    about = publication(content, modules, authors, licence)
    write_whole(output, learning_resource_text(content, modules, about))
    return len(modules)


def modules_named(names: Sequence[str], workspace: Path | None) -> tuple[Content, tuple[Module, ...]]:
    """The modules that these ids of curricula and modules mean. Raises ProblemsError when there are none."""
    content = load_workspace(workspace)[0]
    modules = choose(content, names).modules
    if not modules:
        raise ProblemsError([make_problem("export-title-missing", Place("curricula"))])
    return content, modules


def publication(content: Content, modules: Sequence[Module], authors: Sequence[str], licence: str) -> Publication:
    """What is said of them all: the languages that every one of them can be had in. Raises ProblemsError."""
    if licence not in LICENCES:
        known = ", ".join(LICENCES)
        raise ProblemsError([make_problem("share-licence", Place("--licence"), licence=licence, known=known)])
    if not authors and content.root == built_in_workspace():
        authors = (OUR_AUTHORS,)
    tags = tuple(
        tag
        for tag in languages_there(content.root)
        if all((content.root / LOCALE / tag / f"{module.id}.po").is_file() for module in modules)
    )
    return Publication(LICENCES[licence], tuple(authors), languages=tags)
