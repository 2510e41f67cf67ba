"""Curricula that come as installed Python packages: read-only, beside the workspace's own.

A package names itself in the entry point group ``tot.curricula``; its folder then holds ``curricula/`` as a workspace
does. Nothing of the package is imported, so none of its code runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

GROUP = "tot.curricula"
PREFIX = "package:"
"""Before the path of every file of a package, followed by the entry point's name."""


@dataclass(frozen=True, slots=True)
class PackagedCurricula:
    """An entry point's name, and the folder that holds ``curricula/``; None when there is none to be found."""

    name: str
    root: Path | None

    @property
    def prefix(self) -> str:
        """What the paths of its files begin with."""
        return f"{PREFIX}{self.name}/"


@lru_cache(maxsize=1)
def installed_curricula() -> tuple[PackagedCurricula, ...]:
    """Every installed package with curricula, by name. Looked up once for each process."""
    from importlib.metadata import entry_points

    found: dict[str, PackagedCurricula] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        name = "".join(ch if ch.isalnum() or ch in "-_." else "-" for ch in point.name)
        found.setdefault(name, PackagedCurricula(name, _folder(point.module)))
    return tuple(found.values())


def _folder(module: str) -> Path | None:
    """The folder of a package or of one inside it, found without importing it."""
    from importlib.util import find_spec

    top, _, rest = module.partition(".")
    try:
        spec = find_spec(top)
    except (ImportError, ValueError, AttributeError):
        return None
    for place in (spec.submodule_search_locations or ()) if spec is not None else ():
        folder = Path(place).joinpath(*rest.split(".")) if rest else Path(place)
        if (folder / "curricula").is_dir():
            return folder
    return None


def package_roots() -> tuple[Path, ...]:
    """The folders of all installed packages with curricula."""
    return tuple(package.root for package in installed_curricula() if package.root is not None)


def is_packaged(path: str) -> bool:
    """Whether a content file's path means one of a package."""
    return path.startswith(PREFIX)


def locate(root: Path, path: str) -> tuple[Path, Path]:
    """(folder that the file must lie in, the file) for the path of a content file: in the workspace `root`, or in the
    package that the path names."""
    for package in installed_curricula() if is_packaged(path) else ():
        if package.root is not None and path.startswith(package.prefix):
            return package.root, package.root / path.removeprefix(package.prefix)
    return root, root / path
