"""A module side by side with its translation: what state each text is in, and one entry changed at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from toolkit.content.cache import remembered
from toolkit.content.files import read_text_file
from toolkit.content.language import SOURCE_LANGUAGE, is_known_language
from toolkit.content.po.checks import check_file
from toolkit.content.po.file import DRAFT, FUZZY, Entry, PoFile
from toolkit.content.po.patch import replace_entry
from toolkit.content.po.read import parse_po
from toolkit.content.po.sources import record_entries
from toolkit.content.po.status import Status, count_status
from toolkit.content.records import Content, Module
from toolkit.content.translations import LOCALE
from toolkit.execution.translating import Source, extract_catalogues, languages_of
from toolkit.problems import Place, Problem, ProblemsError, has_errors, make_problem
from toolkit.studio.designer.catalogue import Coverage
from toolkit.studio.designer.saving import Conflict, open_file, save_file

State = Literal["reviewed", "drafted", "fuzzy", "missing"]
STATES: tuple[State, ...] = ("missing", "fuzzy", "drafted", "reviewed")
REVIEWED = "reviewed: "
"""How the note begins that says who reviewed an entry, and when."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One text and its translation. `entry` is what the catalogue has, or the source without a translation;
    `in_file` is False for a text that the catalogue lacks until it is brought up to date."""

    number: int
    entry: Entry
    state: State
    in_file: bool
    problems: tuple[Problem, ...] = ()

    @property
    def reviewer(self) -> str:
        """Who reviewed it and when, as noted; "" when nobody did."""
        return next((n.removeprefix(REVIEWED) for n in self.entry.notes if n.startswith(REVIEWED)), "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A module in one language. `digest` is that of the catalogue as read, "" when there is none yet."""

    module: str
    language: str
    path: str
    pairs: tuple[Pair, ...]
    digest: str
    status: Status
    behind: int = 0


def catalogue_path(tag: str, module_id: str) -> str:
    """Workspace-relative path of a module's catalogue."""
    return f"{LOCALE}/{tag}/{module_id}.po"


def module_entries(module: Module) -> tuple[Entry, ...]:
    """What there is to translate, in the order of the module. A slide that takes its activity's title shares its
    entry."""
    found: dict[tuple[str, str], Entry] = {}
    for entry in record_entries(module):
        found.setdefault(entry.key, entry)
    return tuple(found.values())


def source_of(content: Content, module: Module) -> Source:
    """The module's catalogues, as ``tot translate`` sees them."""
    return Source(module.id, module_entries(module), content.root / LOCALE, content.root, "curricula")


def language_tags(content: Content) -> tuple[str, ...]:
    """Languages that the workspace has a folder for."""
    return languages_of([Source("", (), content.root / LOCALE, content.root, "")])


def open_sheet(content: Content, module: Module, tag: str) -> Sheet:
    """Every text of the module beside its translation, in the order of the module. Raises ProblemsError when the
    catalogue cannot be read."""
    wanted = module_entries(module)
    path = catalogue_path(tag, module.id)
    file, digest, text_problems = PoFile(), "", {}
    if (content.root / path).is_file():
        opened = open_file(content.root, path)
        file, problems = parse_po(opened.text, path)
        if has_errors(problems):
            raise ProblemsError(problems)
        digest = opened.digest
        text_problems = _by_line(check_file(file, wanted, tag, path))
    known = {entry.key: entry for entry in file.entries}
    pairs = []
    for number, source in enumerate(wanted, start=1):
        entry = known.get(source.key)
        found = tuple(text_problems.get(entry.line, ())) if entry else ()
        shown = replace(entry, about=source.about) if entry else source
        pairs.append(Pair(number, shown, state_of(entry), entry is not None, found))
    status = count_status(module.id, tag, wanted, file)
    return Sheet(module.id, tag, path, tuple(pairs), digest, status, sum(not pair.in_file for pair in pairs))


def _by_line(problems: Iterable[Problem]) -> dict[int, list[Problem]]:
    """By the line of their entry; that a text is fuzzy or missing is shown by its state already."""
    found: dict[int, list[Problem]] = {}
    for problem in problems:
        if problem.code not in ("po-entry-fuzzy", "po-texts-missing", "po-entry-unknown") and problem.where.line > 1:
            found.setdefault(problem.where.line, []).append(problem)
    return found


def state_of(entry: Entry | None) -> State:
    """How far an entry is."""
    if entry is None or entry.empty:
        return "missing"
    if FUZZY in entry.flags:
        return "fuzzy"
    return "drafted" if DRAFT in entry.flags else "reviewed"


def changed_entry(entry: Entry, text: str, *, reviewer: str = "", today: date | None = None) -> Entry:
    """The entry with this translation. With a `reviewer` it counts as reviewed: what marked it as machine-drafted or
    fuzzy goes, and a note says who looked at it and when. Without one, a translation that a person changed is no
    longer the machine's, but stays to be reviewed; an empty text takes all marks away."""
    written = " ".join(text.split()) if "\n" not in entry.message else text.strip()
    notes = tuple(note for note in entry.notes if not note.startswith(REVIEWED))
    flags = entry.flags
    if not written:
        return replace(entry, strings=("",), flags=flags - {FUZZY, DRAFT}, notes=notes, previous="")
    if reviewer.strip():
        day = f", {today.isoformat()}" if today else ""
        notes = (*notes, f"{REVIEWED}{' '.join(reviewer.split())}{day}")
        return replace(entry, strings=(written,), flags=flags - {FUZZY, DRAFT}, notes=notes, previous="")
    if written != entry.strings[0]:
        flags = (flags - {FUZZY}) | {DRAFT}
        return replace(entry, strings=(written,), flags=flags, notes=notes, previous="")
    return entry


def save_entry(root: Path, sheet: Sheet, before: Entry, after: Entry) -> None:
    """Write one entry into its catalogue, and nothing else. Others may have changed other entries meanwhile: theirs
    stay. Raises ProblemsError when somebody changed this very entry, when a placeholder is missing, or when the file
    cannot be written."""
    opened = open_file(root, sheet.path)
    file, problems = parse_po(opened.text, sheet.path)
    if has_errors(problems):
        raise ProblemsError(problems)
    now = next((entry for entry in file.entries if entry.key == before.key), None)
    if now is None or (now.strings, now.flags) != (before.strings, before.flags):
        where = Place(sheet.path, now.line if now else 0)
        theirs = now.strings[0] if now else ""
        raise ProblemsError([make_problem("designer-entry-changed", where, message=before.message, theirs=theirs)])
    wrong = check_entry(after, sheet, now.line)
    if has_errors(wrong):
        raise ProblemsError(wrong)
    text = replace_entry(opened.text, replace(after, about=now.about))
    if isinstance(save_file(root, opened, text), Conflict):
        raise ProblemsError([make_problem("designer-file-busy", Place(sheet.path), path=sheet.path)])


def check_entry(entry: Entry, sheet: Sheet, line: int) -> tuple[Problem, ...]:
    """What is wrong with a translation: placeholders, links, blanks, numbers. Nothing for an empty one."""
    if entry.empty:
        return ()
    headers = {"Language": sheet.language.replace("-", "_"), "Content-Type": "text/plain; charset=UTF-8"}
    shown = replace(entry, flags=frozenset(), line=line)
    return check_file(PoFile((shown,), headers=headers), [entry], sheet.language, sheet.path)


def bring_up_to_date(content: Content, module: Module, tag: str) -> Sheet:
    """The catalogue written, or brought up to date with the module as it is on disk. Raises ProblemsError for a tag
    that is no language, or a catalogue that cannot be read or written."""
    if not is_known_language(tag) or tag.split("-")[0] == SOURCE_LANGUAGE:
        raise ProblemsError([make_problem("translate-language", Place(LOCALE), language=tag)])
    _, problems = extract_catalogues([source_of(content, module)], [tag])
    if has_errors(problems):
        raise ProblemsError(problems)
    return open_sheet(content, module, tag)


def count_coverage(content: Content, modules: Sequence[Module], tag: str) -> Coverage:
    """How far each of these modules is translated into one language; those without a catalogue are left out. Counts
    are kept from one day to the next by what the files hold."""
    found: dict[tuple[str, str], Status] = {}
    for module in modules:
        path = content.root / catalogue_path(tag, module.id)
        file = read_text_file(content.root, path)[0] if path.is_file() else None
        if file is not None:
            names = (tag, module.id, content.files.get(module.place.path, ""))
            counts = remembered("studio-status", file.digest, names, lambda m=module, f=file: _count(m, tag, f.text))  # type: ignore[misc]
            found[module.id, tag] = Status(module.id, tag, *counts)
    return found


def _count(module: Module, tag: str, text: str) -> tuple[int, int, int, int, int]:
    status = count_status(module.id, tag, module_entries(module), parse_po(text, "")[0])
    return status.texts, status.reviewed, status.drafted, status.fuzzy, status.missing


def shown_pairs(sheet: Sheet, states: Mapping[State, bool], text: str = "") -> tuple[Pair, ...]:
    """The pairs in these states that hold the text in either language."""
    wanted = text.casefold().strip()
    return tuple(
        pair
        for pair in sheet.pairs
        if states.get(pair.state, False)
        and (not wanted or wanted in pair.entry.message.casefold() or wanted in pair.entry.strings[0].casefold())
    )
