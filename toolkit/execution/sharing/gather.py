"""What goes into a share file: modules with all that they use, from a loaded workspace."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.content import walk
from toolkit.content.checks.places import File, bodies, pictures
from toolkit.content.files import is_inside
from toolkit.content.load import BIBLIOGRAPHY, SCALES
from toolkit.content.packages import is_packaged
from toolkit.content.picture_files import read_picture_file
from toolkit.content.po.sources import record_entries
from toolkit.content.records import BankFile, Content, Module
from toolkit.content.translations import LOCALE
from toolkit.execution.sharing.names import kind_of_content
from toolkit.execution.sharing.po_parts import pick_translations
from toolkit.execution.sharing.yaml_parts import pick_entries, set_list
from toolkit.problems import Place, Problem, ProblemsError, make_problem, near_miss


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is shared, each in the workspace's own order."""

    modules: tuple[Module, ...]
    bank: tuple[BankFile, ...]
    countries: tuple[str, ...]

    @property
    def curricula(self) -> tuple[str, ...]:
        """Ids of the curricula that the modules belong to."""
        return tuple(dict.fromkeys(module.curriculum for module in self.modules))

    @property
    def files(self) -> tuple[File, ...]:
        """Modules and files of the activity bank."""
        return (*self.modules, *self.bank)


def choose(content: Content, names: Sequence[str], countries: Sequence[str] = ()) -> Chosen:
    """The modules and bank files that `names` mean, and the bank files whose activities these modules name.

    Raises ProblemsError for names that there are not.
    """
    known = {**dict.fromkeys(content.curricula), **dict.fromkeys(content.modules), **dict.fromkeys(content.bank)}
    listed = ", ".join([*content.curricula, *content.modules])
    problems = [
        make_problem("share-unknown", Place("curricula"), near=near_miss(name, known), name=name, known=listed)
        for name in names
        if name not in known
    ]
    codes = tuple(dict.fromkeys(code.upper() for code in countries))
    have = ", ".join(sorted(content.countries))
    problems += [
        make_problem("share-country-unknown", Place("curricula/countries"), name=code, known=have)
        for code in codes
        if code not in content.countries
    ]
    if problems:
        raise ProblemsError(problems)
    modules = tuple(m for m in content.modules.values() if m.id in names or m.curriculum in names)
    used = {file.id for file in _bank_used(content, modules)}
    # A name may be both a module's and a bank file's: then it means the module.
    wanted = used | {name for name in names if name not in content.modules and name not in content.curricula}
    bank = tuple(file for file in content.bank.values() if file.id in wanted)
    return Chosen(modules, bank, tuple(sorted(codes)))


def _bank_used(content: Content, modules: Sequence[Module]) -> Iterator[BankFile]:
    """Files of the bank that hold an activity which one of the modules names."""
    words = {word for module in modules for word in _words(content, module)}
    for file in content.bank.values():
        if any(activity.id in words for activity in file.activities):
            yield file


def _words(content: Content, module: Module) -> set[str]:
    path = content.root / module.place.path
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    return set(re.findall(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+", text))


def gather(content: Content, chosen: Chosen) -> dict[str, bytes]:
    """Workspace-relative path → bytes of everything that the share file holds.

    Raises ProblemsError for files that cannot be shared.
    """
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    wanted = [*(file.place.path for file in chosen.files), *_pictures(chosen)]
    wanted += [content.countries[code].place.path for code in chosen.countries]
    for path in dict.fromkeys(wanted):
        data, found = _file(content.root, path)
        problems.extend(found)
        files[path] = data
    if problems:
        raise ProblemsError(problems)
    for curriculum in chosen.curricula:
        text = _curriculum_text(content, curriculum, [m.id for m in chosen.modules if m.curriculum == curriculum])
        if text:
            files[f"curricula/{curriculum}/curriculum.yaml"] = text.encode()
    for path, keys in ((BIBLIOGRAPHY, _sources_used(content, chosen)), (SCALES, scales_used(content, chosen))):
        text = pick_entries(_text(content.root / path), keys) if keys else ""
        if text:
            files[path] = text.encode()
    files.update(_catalogues(content, chosen))
    return dict(sorted(files.items()))


def _file(root: Path, path: str) -> tuple[bytes, tuple[Problem, ...]]:
    where = Place(path)
    if is_packaged(path):
        return b"", (make_problem("share-package", where, name=Path(path).stem),)
    if kind_of_content(path) is None:
        return b"", (make_problem("share-file-name", where, path=path),)
    file = root / path
    if not is_inside(root, file):
        return b"", (make_problem("file-outside", where, path=path),)
    if kind_of_content(path) == "picture":
        data = read_picture_file(file)
        return (data, ()) if data is not None else (b"", (make_problem("picture-broken", where, picture=path),))
    try:
        return file.read_bytes(), ()
    except OSError as fault:
        return b"", (make_problem("file-unreadable", where, reason=fault.strerror or type(fault).__name__),)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig") if path.is_file() else ""


def _pictures(chosen: Chosen) -> Iterator[str]:
    for file in chosen.files:
        for _, _, body in bodies(file):
            yield from (picture.path for picture in pictures(body))


def _curriculum_text(content: Content, curriculum: str, modules: Sequence[str]) -> str:
    """Its curriculum.yaml, listing only the modules that are shared, in its own order."""
    text = _text(content.root / "curricula" / curriculum / "curriculum.yaml")
    record = content.curricula.get(curriculum)
    if not text or record is None:
        return ""
    listed = [name for name in record.modules if name in modules]
    listed += [name for name in modules if name not in listed]
    return text if tuple(listed) == record.modules else set_list(text, "modules", listed)


def _sources_used(content: Content, chosen: Chosen) -> set[str]:
    cited = {citation.key for module in chosen.modules for citation in module.sources}
    for code in chosen.countries:
        cited |= {fact.source.key for fact in content.countries[code].facts.values()}
    return cited & set(content.bibliography)


def scales_used(content: Content, chosen: Chosen) -> set[str]:
    """Scales of rating items, with those that people who do not read answer instead."""
    named = {question.scale for module in chosen.modules for question in module.questions if question.scale}
    named |= {content.scales[name].easy for name in named if name in content.scales}
    return named & set(content.scales)


def languages_there(root: Path) -> tuple[str, ...]:
    """Languages that the workspace has catalogues in."""
    folder = root / LOCALE
    names = (path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else ()
    return tuple(sorted(name for name in names if name != "templates" and not name.startswith((".", "_"))))


def _catalogues(content: Content, chosen: Chosen) -> Iterator[tuple[str, bytes]]:
    own = [file.id if isinstance(file, Module) else f"{walk.BANK}{file.id}" for file in chosen.files]
    shared: Mapping[str, Sequence[object]] = {
        walk.CURRICULA: [content.curricula[name] for name in chosen.curricula if name in content.curricula],
        walk.SCALES: [content.scales[name] for name in sorted(scales_used(content, chosen))],
        walk.COUNTRIES: [content.countries[code] for code in chosen.countries],
    }
    keys = {name: {e.key for record in records for e in record_entries(record)} for name, records in shared.items()}
    for language in languages_there(content.root):
        for name in own:
            path = f"{LOCALE}/{language}/{name}.po"
            if kind_of_content(path) and (content.root / path).is_file():
                data, problems = _file(content.root, path)
                if problems:
                    raise ProblemsError(problems)
                yield path, data
        for name, wanted in keys.items():
            path = f"{LOCALE}/{language}/{name}.po"
            text = pick_translations(_text(content.root / path), wanted) if wanted else ""
            if text:
                yield path, text.encode()


def needs_of(chosen: Chosen) -> tuple[str, ...]:
    """Modules that the chosen ones name and that are not among them."""
    have = {module.id for module in chosen.modules}
    named = {name for module in chosen.modules for name in (*module.prerequisites, *module.follow_ups)}
    return tuple(sorted(named - have))
