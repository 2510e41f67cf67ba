"""What evaluated sessions say about a module: findings that were saved in the workspace, as they were published."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from toolkit.content.files import is_inside, read_text_file, relative_path
from toolkit.content.records import Content, Module
from toolkit.evaluation.findings.feedback import FeedbackRow, curriculum_feedback
from toolkit.evaluation.findings.from_json import findings_from_json
from toolkit.evaluation.findings.records import Findings, ItemFinding
from toolkit.problems import Place, Problem, make_problem

FOLDERS = ("sessions", "findings", "evaluation/findings", "evaluation/sessions")
"""Folders of a workspace in which saved findings are looked for, however deep."""

NAME = "evaluation.json"
MOST_FILES = 300
MOST_BYTES = 50_000_000
MOST_FOLDERS = 5_000


@dataclass(frozen=True, slots=True)
class ModuleFindings:
    """What one file says about one module. Figures that were kept back are None there already, and stay so."""

    path: str
    title: str
    people: int
    module: FeedbackRow | None
    objectives: tuple[FeedbackRow, ...]
    items: tuple[ItemFinding, ...]
    source: Findings


def find_findings(root: Path) -> tuple[Path, ...]:
    """Saved findings of the workspace, by path. Links that lead out of it are not followed."""
    found = [path for folder in FOLDERS for path in _files(root / folder) if is_inside(root, path)]
    return tuple(sorted(dict.fromkeys(found))[:MOST_FILES])


def _files(folder: Path) -> Iterator[Path]:
    waiting, seen = [folder], 0
    while waiting and seen < MOST_FOLDERS:
        here, seen = waiting.pop(), seen + 1
        try:
            entries = sorted(here.iterdir()) if here.is_dir() else []
        except OSError:
            continue
        for entry in entries:
            if entry.is_dir() and not entry.is_symlink() and not entry.name.startswith("."):
                waiting.append(entry)
            elif entry.name == NAME:
                yield entry


def load_module_findings(content: Content, module: Module) -> tuple[tuple[ModuleFindings, ...], tuple[Problem, ...]]:
    """What each file says about this module; files that say nothing of it are left out."""
    found: list[ModuleFindings] = []
    problems: list[Problem] = []
    for path in find_findings(content.root):
        shown = relative_path(content.root, path)
        text, faults = read_text_file(content.root, path, MOST_BYTES)
        if text is None:
            problems += faults
            continue
        try:
            findings = findings_from_json(json.loads(text.text))
        except (ValueError, RecursionError):
            problems.append(make_problem("designer-findings-unreadable", Place(shown)))
            continue
        mine = _of_module(findings, shown, content, module)
        if mine is not None:
            found.append(mine)
    return tuple(found), tuple(problems)


def _of_module(findings: Findings, path: str, content: Content, module: Module) -> ModuleFindings | None:
    known = replace(content, modules={module.id: module})
    rows = [row for row in curriculum_feedback(findings, known) if row.module == module.id]
    items = tuple(item for item in findings.items if item.module == module.id)
    if not items and not any(row.verdict != "untested" for row in rows):
        return None
    whole = next((row for row in rows if not row.objective), None)
    return ModuleFindings(
        path, findings.title, findings.counts.n_matched, whole, tuple(r for r in rows if r.objective), items, findings
    )
