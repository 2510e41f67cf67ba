"""The workspace as it would be: copied aside with the changes in it, loaded and checked, before anything is written."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from toolkit.content.checks import check_content
from toolkit.content.checks.identity import ids_of_file
from toolkit.content.checks.places import files
from toolkit.content.load import load_content
from toolkit.content.records import Content
from toolkit.problems import Place, Problem, make_problem, sort_problems

_READ = ("curricula", "session_templates", "evaluation")
_CODES_OF_IDS = frozenset({"id-duplicate"})


def check_merged(root: Path, new: Mapping[str, bytes], today: date) -> tuple[Problem, ...]:
    """What `new` (path → bytes) would bring into the workspace: ids used twice, other errors that were not there
    before, and modules that are named and missing."""
    before, load_problems = load_content(root)
    old = {_same(p) for p in (*load_problems, *check_content(before, today))}
    with tempfile.TemporaryDirectory(prefix="tot-add-") as name:
        copy = Path(name) / "workspace"
        for folder in _READ:
            if (root / folder).is_dir():
                shutil.copytree(root / folder, copy / folder, ignore=shutil.ignore_patterns(".*", "__pycache__"))
        for path, data in new.items():
            target = copy / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        after, problems = load_content(copy)
        found = [p for p in (*problems, *check_content(after, today)) if _same(p) not in old]
    ids = tuple(_ids_used(before, after, new))
    return sort_problems((*ids, *_told(found, explained=bool(ids))))


def _told(found: list[Problem], *, explained: bool) -> Iterator[Problem]:
    """New problems as the adder's own. With ids used twice, the errors that follow from them say nothing more."""
    for problem in found:
        if problem.code == "module-unknown":
            module = problem.message.rpartition('the module "')[2].partition('"')[0]
            yield make_problem("add-module-elsewhere", problem.where, module=module)
        elif problem.severity == "error" and not (explained and problem.code in _CODES_OF_IDS):
            yield make_problem("add-new-error", problem.where, error=problem.message.rstrip("."))


def _same(problem: Problem) -> tuple[str, str, str]:
    """Lines move when entries are added; the problem stays the same."""
    return problem.where.path, problem.code, problem.message


def _ids_used(before: Content, after: Content, new: Mapping[str, bytes]) -> Iterator[Problem]:
    """Ids of the new files that the workspace uses in another file."""
    mine = {name: (kind, place) for kind, name, place in _ids(before) if place.path not in new}
    for path in sorted(new):
        # A second module of the same name is not loaded at all.
        stem = path.rpartition("/")[2].removesuffix(".md")
        twin = before.modules.get(stem)
        if path.endswith(".md") and twin and twin.place.path not in new and twin.place.path != path and stem in mine:
            yield make_problem("add-id-used", Place(path), kind="module", id=stem, first=str(twin.place))
    for kind, name, place in _ids(after):
        if kind != "module" and place.path in new and name in mine:
            yield make_problem("add-id-used", place, kind=kind, id=name, first=str(mine[name][1]))


def _ids(content: Content) -> Iterator[tuple[str, str, Place]]:
    for file in files(content):
        yield from ids_of_file(file)
