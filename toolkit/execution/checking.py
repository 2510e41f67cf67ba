"""``tot check``: every problem of a workspace, its briefs and its notebooks, perhaps only those in some files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from toolkit.content.checks import check_content
from toolkit.content.packages import is_packaged
from toolkit.content.records import Content
from toolkit.evaluation.profile.check import check_profile
from toolkit.execution.session import load_workspace
from toolkit.execution.translating import catalogue_errors
from toolkit.planning.brief_file import load_brief
from toolkit.problems import Place, Problem, ProblemsError, make_problem, sort_problems

_OF_PACKAGES = ("package-folder-missing", "package-hidden", "package-unsound")


def check_workspace(
    workspace: Path | None, paths: Sequence[Path] = (), *, today: date | None = None
) -> tuple[tuple[Problem, ...], int]:
    """(all problems sorted, number of files read). With `paths`, only problems in those files or folders.

    A path may also be a brief outside the workspace. Raises ProblemsError when a path does not exist.
    """
    content, problems = load_workspace(workspace)
    missing = [make_problem("file-missing", Place(str(p))) for p in paths if not _find(p, content.root).exists()]
    if missing:
        raise ProblemsError(missing)
    found = [*problems, *check_content(content, today or date.today()), *catalogue_errors(content)]
    found += check_profile(content)
    briefs = sorted({*_briefs(content), *_outside(paths, content.root)})
    for brief in briefs:
        found.extend(_relative(load_brief(brief, content)[1], brief, content.root))
    # A package's authors check their content; here it only matters where it meets the workspace's own.
    own = (p for p in found if not is_packaged(p.where.path) or p.code in ("id-duplicate", *_OF_PACKAGES))
    wanted = sort_problems(p for p in own if _is_wanted(p, paths, content.root))
    return wanted, len(content.files) + len(briefs)


def _briefs(content: Content) -> Iterator[Path]:
    yield from (content.root / "session_templates" / "briefs").glob("*.yaml")


def _outside(paths: Sequence[Path], root: Path) -> Iterator[Path]:
    """Files named on the command line that are not part of the workspace: briefs to be checked."""
    for path in paths:
        if path.is_file() and not path.resolve().is_relative_to(root.resolve()):
            yield path


def _find(path: Path, root: Path) -> Path:
    return path if path.exists() else root / path


def _relative(problems: Sequence[Problem], brief: Path, root: Path) -> Iterator[Problem]:
    from dataclasses import replace

    shown = brief.relative_to(root).as_posix() if brief.is_relative_to(root) else str(brief)
    for problem in problems:
        same = problem.where.path in (str(brief), brief.as_posix())
        yield replace(problem, where=Place(shown, problem.where.line)) if same else problem


def _is_wanted(problem: Problem, paths: Sequence[Path], root: Path) -> bool:
    if not paths:
        return True
    place = (root / problem.where.path).resolve()
    outside = Path(problem.where.path).resolve()
    wanted = [_find(p, root).resolve() for p in paths]
    return any(place.is_relative_to(w) or outside.is_relative_to(w) for w in wanted)
