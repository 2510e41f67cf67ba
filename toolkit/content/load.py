"""A workspace's files → `Content` and every problem found on the way. The only place where content meets the disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from toolkit.content.blocks import is_id
from toolkit.content.build import parse_bank_file, parse_module
from toolkit.content.cache import remembered
from toolkit.content.files import TextFile, is_inside, read_text_file, relative_path
from toolkit.content.packages import PackagedCurricula, installed_curricula
from toolkit.content.records import (
    BankFile,
    Broken,
    Content,
    CountryProfile,
    Curriculum,
    Module,
    Practice,
    Scale,
    SessionTemplate,
    Source,
)
from toolkit.content.yamlfile import YamlDoc, read_yaml
from toolkit.content.yamlrecords import (
    read_bibliography,
    read_country,
    read_curriculum,
    read_practices,
    read_scales,
    read_template,
)
from toolkit.problems import Place, Problem, make_problem, sort_problems

NOT_CURRICULA = frozenset({"activity-bank", "countries", "locale"})
"""Folders of curricula/ that hold no modules."""

PRACTICES = "curricula/practices.yaml"
BIBLIOGRAPHY = "curricula/bibliography.yaml"
SCALES = "evaluation/scales.yaml"


def load_content(root: Path) -> tuple[Content, tuple[Problem, ...]]:
    """Everything in the workspace `root`, and every problem of reading it, sorted.

    Never raises for what the files hold. Places are workspace-relative. READMEs and names that begin with a dot are
    no content. Curricula of installed packages come after the workspace's own, which win where both have something.
    """
    loader = _Loader(root.absolute())
    loader.load()
    for package in installed_curricula():
        loader.add_package(package)
    return loader.content(), sort_problems(loader.problems)


@dataclass(slots=True)
class _Loader:
    """Gathers records and problems while the files pass by."""

    root: Path
    prefix: str = ""
    problems: list[Problem] = field(default_factory=list)
    curricula: dict[str, Curriculum] = field(default_factory=dict)
    modules: dict[str, Module] = field(default_factory=dict)
    bank: dict[str, BankFile] = field(default_factory=dict)
    practices: dict[int, Practice] = field(default_factory=dict)
    countries: dict[str, CountryProfile] = field(default_factory=dict)
    bibliography: dict[str, Source] = field(default_factory=dict)
    scales: dict[str, Scale] = field(default_factory=dict)
    templates: dict[str, SessionTemplate] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    new_audiences: list[str] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)

    def load(self) -> None:
        self._modules_and_bank()
        self._shared()
        for file in self._texts("curricula/countries", ".yaml"):
            self._country(file)
        for file in self._texts("session_templates", ".yaml"):
            self._template(file)
        if not self.modules and not self.broken:
            self.problems.append(make_problem("workspace-empty", Place("curricula")))

    def _modules_and_bank(self) -> None:
        for folder in self._folders("curricula"):
            if folder.name not in NOT_CURRICULA:
                self._curriculum(folder)
        for file in self._texts("curricula/activity-bank", ".md"):
            self._bank_file(file)

    def add_package(self, package: PackagedCurricula) -> None:
        """The curricula of an installed package, with what they use, where this workspace has nothing of that name."""
        where = Place(package.prefix.rstrip("/"))
        if package.root is None:
            self.problems.append(make_problem("package-folder-missing", where, package=package.name))
            return
        other = _Loader(package.root, package.prefix)
        other._modules_and_bank()
        for path in (BIBLIOGRAPHY, SCALES):
            if (other.root / path).exists():
                other._shared_yaml_file(path)
        for file in other._texts("curricula/countries", ".yaml"):
            other._country(file)
        hidden = sorted({*self.modules, *self.curricula, *self.bank} & {*other.modules, *other.curricula, *other.bank})
        if hidden:
            names = ", ".join(hidden)
            self.problems.append(make_problem("package-hidden", where, package=package.name, names=names))
        wrong = sum(problem.severity == "error" for problem in other.problems)
        if wrong:
            self.problems.append(make_problem("package-unsound", where, package=package.name, count=wrong))
        self.modules = {**other.modules, **self.modules}
        self.curricula = {**self.curricula, **{k: v for k, v in other.curricula.items() if k not in self.curricula}}
        self.bank = {**self.bank, **{k: v for k, v in other.bank.items() if k not in self.bank}}
        self.bibliography = {**other.bibliography, **self.bibliography}
        self.scales = {**other.scales, **self.scales}
        self.countries = {**other.countries, **self.countries}
        self.files.update(other.files)
        self.new_audiences.extend(other.new_audiences)
        self.broken.extend(other.broken)

    def content(self) -> Content:
        return Content(
            root=self.root,
            curricula=self.curricula,
            modules=self._in_order(),
            bank=self.bank,
            practices=dict(sorted(self.practices.items())),
            countries=self.countries,
            bibliography=self.bibliography,
            scales=self.scales,
            templates=self.templates,
            files=self.files,
            new_audiences=tuple(dict.fromkeys(self.new_audiences)),
            broken=tuple(self.broken),
        )

    def _in_order(self) -> dict[str, Module]:
        """Modules as their curricula list them, unlisted ones last by name."""
        listed = [name for c in self.curricula.values() for name in c.modules]
        rank = {name: number for number, name in reversed(list(enumerate(listed)))}
        names = sorted(self.modules, key=lambda name: (rank.get(name, len(listed)), name))
        return {name: self.modules[name] for name in names}

    def _folders(self, under: str) -> list[Path]:
        return [path for path in self._entries(under) if path.is_dir()]

    def _entries(self, under: str) -> list[Path]:
        """What a folder holds, by name, without hidden files."""
        folder = self.root / under
        try:
            if not folder.is_dir():
                return []
            if not is_inside(self.root, folder):
                shown = relative_path(self.root, folder)
                self.problems.append(make_problem("file-outside", Place(shown), path=shown))
                return []
            return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
        except OSError as fault:
            where = Place(relative_path(self.root, folder))
            self.problems.append(make_problem("file-unreadable", where, reason=fault.strerror or "unknown reason"))
            return []

    def _texts(self, under: str, ending: str) -> Iterator[TextFile]:
        """The readable files of a folder with this ending."""
        for path in self._entries(under):
            if path.suffix.lower() != ending or path.stem.upper() == "README" or path.is_dir():
                continue
            file = self._read(path)
            if file is not None:
                yield file

    def _read(self, path: Path) -> TextFile | None:
        file, problems = read_text_file(self.root, path)
        self.problems.extend(problems)
        if file is not None and self.prefix:
            file = replace(file, path=self.prefix + file.path)
        if file is not None:
            self.files[file.path] = file.digest
        elif path.suffix.lower() == ".md":
            self.broken.append(Broken(path.stem, "module", Place(relative_path(self.root, path))))
        return file

    def _yaml(self, file: TextFile) -> YamlDoc:
        doc = read_yaml(file.text, file.path)
        self.problems.extend(doc.problems)
        return doc

    def _curriculum(self, folder: Path) -> None:
        under = f"curricula/{folder.name}"
        found = 0
        for file in self._texts(under, ".md"):
            found += 1
            self._module(file, folder.name)
        described = folder / "curriculum.yaml"
        if described.exists():
            file_ = self._read(described)
            if file_ is not None:
                curriculum, audiences, problems = read_curriculum(self._yaml(file_), folder.name)
                self.problems.extend(problems)
                self.new_audiences.extend(audiences)
                if curriculum is not None:
                    self.curricula[folder.name] = curriculum
        elif found:
            self.problems.append(make_problem("curriculum-missing", Place(under), folder=under))

    def _module(self, file: TextFile, curriculum: str) -> None:
        name = Path(file.path).stem
        if not is_id(name):
            self.problems.append(make_problem("module-id-form", Place(file.path), name=name))
            self.broken.append(Broken(name, "module", Place(file.path)))
            return
        names = (file.path, name, curriculum)
        built = remembered("module", file.digest, names, lambda: parse_module(file.text, *names))
        self.problems.extend(built.problems)
        self.broken.extend(built.broken)
        first = self.modules.get(name)
        if first is not None:
            where = Place(file.path, 1)
            self.problems.append(make_problem("id-duplicate", where, kind="module", id=name, first=str(first.place)))
        elif isinstance(built.record, Module):
            self.modules[name] = built.record

    def _bank_file(self, file: TextFile) -> None:
        name = Path(file.path).stem
        if not is_id(name):
            self.problems.append(make_problem("module-id-form", Place(file.path), name=name))
            return
        built = remembered("bank", file.digest, (file.path, name), lambda: parse_bank_file(file.text, file.path, name))
        self.problems.extend(built.problems)
        self.broken.extend(built.broken)
        if isinstance(built.record, BankFile):
            self.bank[name] = built.record

    def _shared(self) -> None:
        """The files that all curricula share."""
        for path in (PRACTICES, BIBLIOGRAPHY, SCALES):
            self._shared_yaml_file(path)

    def _shared_yaml_file(self, path: str) -> None:
        doc = self._shared_yaml(path)
        if doc is None:
            return
        problems: tuple[Problem, ...]
        if path == PRACTICES:
            self.practices, problems = read_practices(doc)
        elif path == BIBLIOGRAPHY:
            self.bibliography, problems = read_bibliography(doc)
        else:
            self.scales, problems = read_scales(doc)
        self.problems.extend(problems)

    def _shared_yaml(self, path: str) -> YamlDoc | None:
        if not (self.root / path).exists():
            self.problems.append(make_problem("workspace-part-missing", Place(path), path=path))
            return None
        file = self._read(self.root / path)
        return self._yaml(file) if file is not None else None

    def _country(self, file: TextFile) -> None:
        profile, problems = remembered("country", file.digest, (file.path,), lambda: _read_country(file))
        self.problems.extend(problems)
        if profile is not None:
            self.countries[profile.code] = profile

    def _template(self, file: TextFile) -> None:
        name = Path(file.path).stem
        if not is_id(name):
            self.problems.append(make_problem("template-id-form", Place(file.path), name=name))
            return
        template, problems = read_template(self._yaml(file), name)
        self.problems.extend(problems)
        if template is not None:
            self.templates[name] = template


def _read_country(file: TextFile) -> tuple[CountryProfile | None, tuple[Problem, ...]]:
    doc = read_yaml(file.text, file.path)
    profile, problems = read_country(doc, Path(file.path).stem)
    return profile, (*doc.problems, *problems)
