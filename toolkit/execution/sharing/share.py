"""``tot share``: a curriculum, or some modules, as one file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.content.checks import check_content
from toolkit.content.files import read_text_file
from toolkit.content.records import Content
from toolkit.content.workspace import built_in_workspace
from toolkit.execution.manifest import versions
from toolkit.execution.session import load_workspace
from toolkit.execution.sharing.gather import Chosen, choose, gather, languages_there, needs_of
from toolkit.execution.sharing.manifest import (
    FORMAT,
    KIND,
    LICENCES,
    MANIFEST,
    OPEN,
    Credit,
    ShareManifest,
    digest_of,
    file_entry,
    manifest_bytes,
    read_credits,
)
from toolkit.execution.sharing.names import CONTENT, METADATA
from toolkit.execution.sharing.write import replace_own_archive
from toolkit.problems import Place, Problem, ProblemsError, make_problem, sort_problems
from toolkit.rendering.archive import archive_of
from toolkit.rendering.learning_resource import Publication, learning_resource_text

CREDITS = "curricula/credits.json"
OUR_AUTHORS = "Training-of-trainers toolkit contributors"


@dataclass(frozen=True, slots=True)
class Shared:
    """What was written. `files` counts those in the archive."""

    path: Path
    manifest: ShareManifest
    files: int
    problems: tuple[Problem, ...]


def share(
    names: Sequence[str],
    output: Path,
    *,
    workspace: Path | None = None,
    countries: Sequence[str] = (),
    authors: Sequence[str] = (),
    licence: str = "CC-BY-4.0",
    title: str = "",
    version: str = "",
) -> Shared:
    """Write a share file with these curricula, modules or bank files. The same content gives the same bytes.

    `version` is the authors' own; without it, it is made from the content. Raises ProblemsError when something that is
    named does not exist, has errors, or cannot be shared.
    """
    content, problems = load_workspace(workspace)
    if licence not in LICENCES:
        known = ", ".join(LICENCES)
        raise ProblemsError([make_problem("share-licence", Place("--licence"), licence=licence, known=known)])
    chosen = choose(content, names, countries)
    _refuse_errors(content, chosen, problems)
    files = gather(content, chosen)
    notes: list[Problem] = []
    if not authors and content.root == built_in_workspace():
        authors = (OUR_AUTHORS,)
    credits_ = _credits(content, files)
    if not authors and not credits_:
        notes.append(make_problem("share-author-missing", Place(str(output))))
    needs = needs_of(chosen)
    if needs:
        notes.append(make_problem("share-needs", Place(str(output)), needs=", ".join(needs)))
    manifest, parts = _pack(content, chosen, files, credits_, tuple(authors), licence, title, version)
    data = archive_of([(MANIFEST, manifest_bytes(manifest)), *parts.items()])
    replace_own_archive(output, data, MANIFEST)
    return Shared(output, manifest, len(parts) + 1, tuple(notes))


def _refuse_errors(content: Content, chosen: Chosen, problems: Sequence[Problem]) -> None:
    """What is shared must be sound, or nobody could add it."""
    from datetime import date

    paths = {file.place.path for file in chosen.files} | {content.countries[c].place.path for c in chosen.countries}
    found = [p for p in (*problems, *check_content(content, date.today())) if p.severity == "error"]
    wrong = sort_problems(p for p in found if p.where.path in paths and p.code != "module-unknown")
    if wrong:
        stops = [
            make_problem("share-has-errors", Place(path), path=path) for path in sorted({p.where.path for p in wrong})
        ]
        raise ProblemsError([*wrong, *stops])


def _pack(
    content: Content,
    chosen: Chosen,
    files: Mapping[str, bytes],
    credits_: tuple[Credit, ...],
    authors: tuple[str, ...],
    licence: str,
    title: str,
    version: str,
) -> tuple[ShareManifest, dict[str, bytes]]:
    """The manifest, and the archive's other files by name, sorted."""
    parts = {f"{CONTENT}{path}": data for path, data in files.items()}
    version = version or digest_of({name: file_entry(data) for name, data in parts.items()})[:12]
    languages = tuple(tag for tag in languages_there(content.root) if any(f"/locale/{tag}/" in path for path in files))
    named = tuple(dict.fromkeys((*authors, *(name for credit in credits_ for name in credit.authors))))
    for module in chosen.modules:
        own = tuple(tag for tag in languages if f"curricula/locale/{tag}/{module.id}.po" in files)
        about = Publication(LICENCES[licence], named, version, own)
        parts[f"{METADATA}{module.id}.jsonld"] = learning_resource_text(content, (module,), about).encode()
    title = title or _title(content, chosen)
    parts["LICENCE.txt"] = _licence_text(title, licence, named).encode()
    parts["README.txt"] = _readme(title).encode()
    manifest = ShareManifest(
        kind=KIND,
        format=FORMAT,
        title=title,
        version=version,
        licence=licence,
        authors=authors,
        toolkit=versions().get("tot-toolkit", ""),
        curricula=chosen.curricula,
        modules=tuple(module.id for module in chosen.modules),
        languages=languages,
        needs=needs_of(chosen),
        credits=credits_,
        files={name: file_entry(data) for name, data in sorted(parts.items())},
    )
    return manifest, dict(sorted(parts.items()))


def _title(content: Content, chosen: Chosen) -> str:
    if len(chosen.curricula) == 1 and chosen.curricula[0] in content.curricula:
        whole = content.curricula[chosen.curricula[0]]
        if set(whole.modules) == {module.id for module in chosen.modules}:
            return whole.title.source
    titles = [file.title.source for file in chosen.files] or list(chosen.countries)
    return titles[0] if len(titles) == 1 else f"{titles[0]} (+{len(titles) - 1})" if titles else "-"


def _credits(content: Content, files: Mapping[str, bytes]) -> tuple[Credit, ...]:
    """Those who must be named because some of these files, or an earlier form of them, came from them."""
    found = []
    for credit in load_credits(content.root):
        own = tuple(path for path in credit.files if path in files)
        if own:
            found.append(credit.model_copy(update={"files": own}))
    return tuple(found)


def load_credits(root: Path) -> tuple[Credit, ...]:
    """Where content of this workspace came from. Raises ProblemsError when the list cannot be read."""
    if not (root / CREDITS).exists():
        return ()
    file, problems = read_text_file(root, root / CREDITS)
    if file is None:
        raise ProblemsError(problems)
    try:
        return read_credits(file.text)
    except (ValueError, RecursionError) as fault:
        reason = str(fault).partition("\n")[0]
        raise ProblemsError([make_problem("credits-unreadable", Place(CREDITS), reason=reason)]) from fault


def _licence_text(title: str, licence: str, authors: Sequence[str]) -> str:
    ask = "Name the authors when you use it." if licence in OPEN else "Read its conditions before you use it."
    return f'"{title}", by {"; ".join(authors) or "authors not named"}, under {licence}: {LICENCES[licence]}\n{ask}\n'


def _readme(title: str) -> str:
    return (
        f'Training content: "{title}", written by tot share of the training-of-trainers toolkit.\n'
        "Leave this file packed, and run:  tot add THIS-FILE.zip --dry-run\n"
        "content/ holds plain text that any editor opens, metadata/ describes the modules for catalogues.\n"
    )
