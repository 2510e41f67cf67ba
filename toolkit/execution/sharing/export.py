"""``tot export``: modules in the formats of other programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from toolkit.content.language import SOURCE_LANGUAGE, Language, is_known_language
from toolkit.content.localise import localise
from toolkit.content.records import Content, Module
from toolkit.content.substitute import substitutions_for
from toolkit.content.translations import LOCALE
from toolkit.content.workspace import built_in_workspace
from toolkit.execution.files import write_whole
from toolkit.execution.session import load_workspace
from toolkit.execution.sharing.gather import choose, languages_there
from toolkit.execution.sharing.manifest import LICENCES
from toolkit.execution.sharing.share import OUR_AUTHORS
from toolkit.execution.sharing.write import replace_own_archive
from toolkit.problems import Place, ProblemsError, make_problem
from toolkit.rendering.cartridge import MANIFEST, CartridgeVersion, cartridge
from toolkit.rendering.learning_resource import Publication, learning_resource_text
from toolkit.rendering.outlines.inline import words_of


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


def export_cartridge(
    names: Sequence[str],
    output: Path,
    *,
    workspace: Path | None = None,
    language: str = SOURCE_LANGUAGE,
    destination: str = "",
    authors: Sequence[str] = (),
    licence: str = "CC-BY-4.0",
    version: CartridgeVersion = "1.3",
) -> tuple[int, int]:
    """Write the modules as a Common Cartridge; returns how many modules and questions it holds.

    Facts about a country are those of `destination`; without it they are blanks to fill in. Raises ProblemsError.
    """
    content, modules = modules_named(names, workspace)
    about = publication(content, modules, authors, licence)
    if not is_known_language(language):
        raise ProblemsError([make_problem("translate-language", Place("--language"), language=language)])
    code = destination.upper()
    if code and code not in content.countries:
        have = ", ".join(sorted(content.countries))
        raise ProblemsError([make_problem("share-country-unknown", Place("--destination"), name=code, known=have)])
    reader = Language(language)
    title = _title(content, modules)
    session = {"title": title, "organisation": "", "contact": ""}
    values = substitutions_for(content, reader, origin=None, destination=code or None, session=session)
    shown = localise(content, reader, values)
    own = tuple(shown.modules[module.id] for module in modules)
    rights = f"{'; '.join(about.authors)} ({licence}: {about.licence})".strip()
    data = cartridge(shown, own, reader, title=_title(shown, own), rights=rights, version=version)
    replace_own_archive(output, data, MANIFEST)
    return len(own), sum(len(module.questions) for module in own)


def _title(content: Content, modules: Sequence[Module]) -> str:
    curricula = {module.curriculum for module in modules}
    whole = content.curricula.get(curricula.pop()) if len(curricula) == 1 else None
    if whole is not None and len(modules) > 1:
        return words_of(whole.title)
    more = f" (+{len(modules) - 1})" if len(modules) > 1 else ""
    return words_of(modules[0].title) + more


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
