"""The folder of an evaluation: findings written, the notebook run over them, then put in place whole, or not at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toolkit.content.language import Language
from toolkit.content.workspace import built_in_workspace, find_workspace
from toolkit.execution.evaluating import Evaluation
from toolkit.execution.evaluation_files import FINDINGS, write_findings
from toolkit.execution.manifest import MANIFEST, file_entries
from toolkit.execution.notebook import export_html, run_notebook
from toolkit.execution.output_folder import check_output, put_in_place, restore_interrupted, staging
from toolkit.execution.session import WORKSPACE_VARIABLE
from toolkit.problems import Problem, ProblemsError

KIND = "evaluation"
NOTEBOOK = "evaluation.ipynb"
PAGE = "evaluation-report.html"

Progress = Callable[[str, float], None]
"""Told what is being done and how much of all is done, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Written:
    """The folder, the files in it (relative, sorted) and warnings."""

    folder: Path
    files: tuple[str, ...]
    problems: tuple[Problem, ...]


def write_evaluation(
    evaluation: Evaluation,
    output: str | Path,
    *,
    language: str = "en",
    workspace: str | Path | None = None,
    keep_until: date | None = None,
    progress: Progress | None = None,
) -> Written:
    """Write the folder whole, or leave it as it was.

    First ``evaluation.json``, ``findings.csv`` (and ``.parquet`` where pyarrow is installed), ``match-report.json``
    and, when an instrument names objectives, ``feedback.csv`` and ``needs.yaml``. Then ``notebooks/evaluation.ipynb``
    of the workspace runs over these, never over the answers, and writes the papers and the deck; its executed copy is
    kept as the record, and its page, with the code hidden, is ``evaluation-report.html``. The manifest says until when
    all this, and the answers it was made from, may be kept: `keep_until`.

    Raises ProblemsError when that cannot be done, and ValueError without findings. A notebook that fails leaves its
    executed copy beside `output`, as ``<output>-failed-evaluation.ipynb``.
    """
    findings, target, tell = evaluation.findings, Path(output), progress or _silent
    if findings is None:
        raise ValueError("there are no findings to write")
    speaks = Language(language)
    problems = check_output(target, Path(workspace) if workspace else None, KIND)
    if problems:
        raise ProblemsError(problems)
    restore_interrupted(target)
    with staging(target) as stage:
        write_findings(evaluation, stage)
        executed = _run(stage, target, speaks, find_workspace(Path(workspace) if workspace else None, Path.cwd()), tell)
        title = findings.title or speaks.say("Evaluation report")
        export_html(executed, stage / PAGE, language=speaks.tag, direction=speaks.direction, title=title)
        files = file_entries(stage)
        kept_until = keep_until.isoformat() if keep_until else None
        manifest = {"format": 1, "kind": KIND, "title": findings.title, "keep_until": kept_until, "files": files}
        text = json.dumps(manifest, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
        (stage / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
        kept = put_in_place(stage, target)
    return Written(target, tuple(sorted((*files, MANIFEST))), kept)


def _run(stage: Path, target: Path, language: Language, root: Path, progress: Progress) -> Path:
    """Run the workspace's notebook (the built-in one where it has none) in `stage`; returns the executed copy."""
    source = root / "notebooks" / NOTEBOOK
    if not source.is_file():
        source = built_in_workspace() / "notebooks" / NOTEBOOK
    shown_as = f"notebooks/{NOTEBOOK}"
    executed = stage / "notebooks" / NOTEBOOK
    executed.parent.mkdir()
    run = run_notebook(
        source,
        executed,
        {"findings": FINDINGS, "language": language.tag, "output": "."},
        folder=stage,
        shown_as=shown_as,
        environment={WORKSPACE_VARIABLE: str(root)},
        on_cell=lambda cell, cells: progress(shown_as, 0.4 + 0.5 * cell / cells),
    )
    if run.problems:
        if executed.exists():
            shutil.copyfile(executed, target.with_name(f"{target.name}-failed-{NOTEBOOK}"))
        raise ProblemsError(run.problems)
    return executed


def _silent(_what: str, _done: float) -> None:
    """Progress that nobody watches."""
