"""``tot translate``: catalogues written from the sources, brought up to date, counted and checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from toolkit.content.files import read_text_file
from toolkit.content.language import is_known_language
from toolkit.content.po import own_words
from toolkit.content.po.checks import check_file
from toolkit.content.po.file import Entry, PoFile, po_text
from toolkit.content.po.merge import merge
from toolkit.content.po.read import parse_po
from toolkit.content.po.sources import content_entries
from toolkit.content.po.status import Status, count_status
from toolkit.content.records import Content
from toolkit.content.translations import LOCALE, is_source_language
from toolkit.evaluation.catalogue_texts import evaluation_entries
from toolkit.evaluation.shared_items import CATALOGUE as EVALUATION
from toolkit.execution.files import write_whole
from toolkit.problems import Place, Problem, ProblemsError, has_errors, make_problem, near_miss, sort_problems

TEMPLATES = "templates"
"""Folder beside those of the languages that holds catalogues without translations."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where one catalogue's texts come from, and the folder in which its languages lie. `root` is what problems show
    paths relative to."""

    name: str
    entries: tuple[Entry, ...]
    folder: Path
    root: Path
    project: str

    def path(self, tag: str) -> Path:
        """The catalogue's file for a language; with the tag "", its template."""
        return self.folder / (tag or TEMPLATES) / f"{self.name}.{'po' if tag else 'pot'}"


@dataclass(frozen=True, slots=True)
class Written:
    """One catalogue as it was written. `same` is True when the file did not change."""

    path: Path
    language: str
    texts: int
    added: int
    changed: int
    dropped: int
    same: bool


def sources_of(content: Content, names: Sequence[str] = (), *, toolkit: bool = False) -> tuple[Source, ...]:
    """The catalogues of a workspace, or of the toolkit's own words, perhaps only those named.

    Raises ProblemsError for a name that there is not.
    """
    if toolkit:
        folder = Path(str(resources.files("toolkit"))) / "locale"
        catalogues = {own_words.CATALOGUE: own_words.own_entries(), own_words.PROBLEMS: own_words.problem_entries()}
        root = folder.parent.parent
        return tuple(Source(name, found, folder, root, "tot-toolkit") for name, found in catalogues.items())
    entries = {**content_entries(content), EVALUATION: evaluation_entries(content)}
    unknown = [name for name in names if name not in entries]
    if unknown:
        listed = ", ".join(sorted(entries))
        raise ProblemsError(
            [
                make_problem("catalogue-unknown", Place(LOCALE), near=near_miss(name, entries), name=name, known=listed)
                for name in unknown
            ]
        )
    folder = content.root / LOCALE
    chosen = {name: found for name, found in entries.items() if found and (not names or name in names)}
    return tuple(Source(name, found, folder, content.root, "curricula") for name, found in chosen.items())


def languages_of(sources: Sequence[Source], wanted: Sequence[str] = ()) -> tuple[str, ...]:
    """The languages asked for, or those that have a folder already. Raises ProblemsError for tags that are none."""
    problems = [
        make_problem("translate-language", Place(LOCALE), language=tag)
        for tag in wanted
        if not is_known_language(tag) or is_source_language(tag)
    ]
    if problems:
        raise ProblemsError(problems)
    folders = {source.folder for source in sources}
    there = {path.name for folder in folders if folder.is_dir() for path in folder.iterdir() if _is_language(path)}
    return tuple(dict.fromkeys(wanted)) or tuple(sorted(there))


def _is_language(path: Path) -> bool:
    return path.is_dir() and path.name != TEMPLATES and not path.name.startswith((".", "_"))


def extract_catalogues(
    sources: Sequence[Source], languages: Sequence[str]
) -> tuple[tuple[Written, ...], tuple[Problem, ...]]:
    """Write the catalogues that are missing, in each language; without a language, templates. Those that are there
    already are brought up to date as by `update_catalogues`."""
    return _write(sources, languages or ("",))


def update_catalogues(
    sources: Sequence[Source], languages: Sequence[str]
) -> tuple[tuple[Written, ...], tuple[Problem, ...]]:
    """Merge the sources into every catalogue that there is: changed texts become fuzzy, lost ones obsolete."""
    return _write(sources, languages, only_existing=True)


def _write(
    sources: Sequence[Source], languages: Sequence[str], *, only_existing: bool = False
) -> tuple[tuple[Written, ...], tuple[Problem, ...]]:
    """A catalogue that cannot be read is left alone: its translations are worth more than being up to date."""
    written: list[Written] = []
    problems: list[Problem] = []
    for source in sources:
        for tag in languages:
            path = source.path(tag)
            if only_existing and not path.is_file():
                continue
            old, found, before = read_catalogue(source, tag)
            problems.extend(found)
            if not has_errors(found):
                written.append(_merged(source, tag, old, before))
    return tuple(written), tuple(problems)


def _merged(source: Source, tag: str, old: PoFile | None, before: str) -> Written:
    made = merge(old, source.entries, tag, source.project)
    text = po_text(made.file)
    path = source.path(tag)
    if text != before:
        write_whole(path, text)
    return Written(path, tag, len(source.entries), made.added, made.changed, made.dropped, text == before)


def read_catalogue(source: Source, tag: str) -> tuple[PoFile | None, tuple[Problem, ...], str]:
    """(catalogue, problems, text as on disk); (None, (), "") when there is none yet."""
    path = source.path(tag)
    if not path.is_file():
        return None, (), ""
    file, problems = read_text_file(source.root, path)
    if file is None:
        return None, problems, ""
    parsed, found = parse_po(file.text, file.path)
    return parsed, (*problems, *found), file.text


def count_catalogues(sources: Sequence[Source], languages: Sequence[str]) -> tuple[Status, ...]:
    """The status of every catalogue in every language, by language."""
    return tuple(
        count_status(source.name, tag, source.entries, read_catalogue(source, tag)[0])
        for tag in languages
        for source in sources
    )


def check_catalogues(sources: Sequence[Source], languages: Sequence[str]) -> tuple[Problem, ...]:
    """Every problem of the catalogues that there are, and those whose name belongs to nothing."""
    found: list[Problem] = []
    for source in sources:
        for tag in languages:
            file, problems, _ = read_catalogue(source, tag)
            found.extend(problems)
            if file is not None:
                path = source.path(tag).relative_to(source.root).as_posix()
                formatted = source.name in (own_words.CATALOGUE, own_words.PROBLEMS)
                found.extend(check_file(file, source.entries, tag, path, formatted=formatted))
    return sort_problems(found)


def check_names(content: Content, languages: Sequence[str]) -> tuple[Problem, ...]:
    """A warning for each catalogue of the workspace that belongs to no module or shared file."""
    names = {source.name for source in sources_of(content)}
    folder = content.root / LOCALE
    found = []
    for tag in languages:
        for path in sorted((folder / tag).glob("*.po")):
            if path.stem not in names:
                where = Place(path.relative_to(content.root).as_posix())
                near = near_miss(path.stem, names)
                found.append(make_problem("po-catalogue-unknown", where, near=near, name=path.stem))
    return tuple(found)


def catalogue_errors(content: Content) -> tuple[Problem, ...]:
    """What ``tot check`` says of the catalogues: errors only. What is fuzzy or missing is work to do, no mistake."""
    sources = sources_of(content)
    problems = check_catalogues(sources, languages_of(sources))
    return tuple(problem for problem in problems if problem.severity == "error")
