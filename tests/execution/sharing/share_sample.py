"""Two small workspaces: one that shares, one that receives; and share files spoiled by one edit."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from toolkit.execution.sharing.add import add_share
from toolkit.execution.sharing.manifest import file_entry
from toolkit.execution.sharing.share import share
from toolkit.problems import Problem, ProblemsError

sys.path.insert(0, str(Path(__file__).parents[2] / "content"))
from sample_workspace import FILES, MODULE, MODULE_PATH, TODAY, check, write_workspace

__all__ = ["FILES", "MODULE", "MODULE_PATH", "TODAY", "check", "write_workspace"]

OTHER = "curricula/labour/wages.md"
CURRICULUM = "curricula/labour/curriculum.yaml"
CATALOGUE = "curricula/locale/fr/contract.po"
WAGES = MODULE.replace("con-", "wag-").replace("Reading a contract", "Counting a wage").replace("iom-2011", "ilo-c095")
BOTH = {
    OTHER: WAGES,
    CURRICULUM: FILES[CURRICULUM].replace("[contract]", "[contract, wages]"),
    "curricula/bibliography.yaml": FILES["curricula/bibliography.yaml"]
    + "\n# Conventions\nilo-c095:\n  type: convention\n  title: Protection of wages  # in force\n"
    + "  authors: ILO\n  year: 1949\n",
    CATALOGUE: """\
msgid ""
msgstr "Language: fr\\n"

msgctxt "contract/title/1"
msgid "Reading a contract"
msgstr "Lire un contrat"
""",
    "curricula/locale/fr/curricula.po": """\
msgid ""
msgstr "Language: fr\\n"

msgctxt "labour/title/1"
msgid "Labour"
msgstr "Travail"

msgctxt "other/title/1"
msgid "Other"
msgstr "Autre"
""",
}
"""What the giver has beyond the sample workspace."""


def giver(root: Path, changes: Mapping[str, str | bytes] | None = None) -> Path:
    """A workspace of two modules, with some French."""
    return write_workspace(root / "giver", {**BOTH, **(changes or {})})


def receiver(root: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """A workspace with a curriculum of its own; with a change to None, a file of the sample is left out."""
    empty = {
        "curricula/own/curriculum.yaml": "title: Own\naudiences: [labour_migrants]\nmodules: [start]\n",
        "curricula/own/start.md": MODULE.replace("con-", "sta-").replace("Reading a contract", "A start"),
    }
    made = write_workspace(root / "receiver", {**empty, **{k: v for k, v in (changes or {}).items() if v is not None}})
    for path in (MODULE_PATH, CURRICULUM):
        if path not in (changes or {}):
            (made / path).unlink()
    for path, text in (changes or {}).items():
        if text is None:
            (made / path).unlink()
    return made


def shared(root: Path, *names: str, changes: Mapping[str, str | bytes] | None = None, **options: object) -> Path:
    """A share file of the giver's curriculum, or of these modules."""
    file = root / "file.zip"
    options.setdefault("authors", ("Giver",))
    share(names or ("labour",), file, workspace=giver(root, changes), **options)  # type: ignore[arg-type]
    return file


def add(file: Path, workspace: Path, **options: object):
    return add_share(file, workspace=workspace, today=TODAY, **options)  # type: ignore[arg-type]


def refusal(file: Path, workspace: Path, **options: object) -> tuple[Problem, ...]:
    """The reasons of a refusal; the workspace must be as it was."""
    before = snapshot(workspace)
    with pytest.raises(ProblemsError) as stop:
        add(file, workspace, **options)
    assert snapshot(workspace) == before
    return stop.value.problems


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def members(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(file: Path, parts: Mapping[str, bytes], *, listed: bool = True) -> Path:
    """The archive with these files instead; `listed` writes their checksums into the manifest."""
    manifest = json.loads(parts["manifest.json"])
    if listed:
        entries = {name: file_entry(data).model_dump() for name, data in parts.items() if name != "manifest.json"}
        manifest["files"] = entries
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, json.dumps(manifest).encode() if name == "manifest.json" else data)
    return file


def with_manifest(file: Path, **changes: object) -> Path:
    """The archive with other values in its manifest."""
    parts = members(file)
    manifest = {**json.loads(parts["manifest.json"]), **changes}
    return repacked(file, {**parts, "manifest.json": json.dumps(manifest).encode()}, listed=False)


def with_entry(
    file: Path, name: str, data: bytes = b"x\n", edit: Callable[[zipfile.ZipInfo], None] | None = None
) -> Path:
    """The archive with one more entry, which the manifest lists too; `edit` spoils the entry's own data."""
    parts = members(file)
    manifest = json.loads(parts["manifest.json"])
    manifest["files"][name] = file_entry(data).model_dump()
    parts["manifest.json"] = json.dumps(manifest).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, content in parts.items():
            archive.writestr(one, content)
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED
        if edit:
            edit(info)
        archive.writestr(info, data)
    file.write_bytes(buffer.getvalue())
    return file


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]
