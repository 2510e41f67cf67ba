"""``tot indicators``: one table of harmonised indicators over evaluated sessions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from toolkit.content.language import Language
from toolkit.content.workspace import find_workspace
from toolkit.evaluation.indicator_rows import IndicatorTable, indicators_csv
from toolkit.evaluation.indicator_sessions import load_sessions
from toolkit.evaluation.indicator_values import compute_indicators
from toolkit.evaluation.indicators import load_indicators
from toolkit.execution.files import write_whole
from toolkit.execution.output_folder import staging
from toolkit.problems import Place, Problem, ProblemsError, has_errors, make_problem, sort_problems


def indicators_of(
    folders: Sequence[Path], workspace: Path | None, *, internal: bool = False
) -> tuple[IndicatorTable, tuple[Problem, ...]]:
    """The table over every evaluated session in these folders, and warnings.

    Raises ProblemsError when a folder does not exist or nothing usable is in them.
    """
    missing = [make_problem("file-missing", Place(str(folder))) for folder in folders if not folder.exists()]
    if missing:
        raise ProblemsError(missing)
    definitions, wrong = load_indicators(find_workspace(workspace, Path.cwd()))
    sessions, problems = load_sessions(folders)
    problems = sort_problems((*wrong, *problems))
    if has_errors(problems) and not sessions:
        raise ProblemsError(problems)
    return compute_indicators(sessions, definitions, publish_at=5 if internal else 10), problems


def write_indicators(table: IndicatorTable, file: Path, language: str) -> None:
    """Write the table to `file`: .csv, .pdf or .docx by its ending. Raises ProblemsError when it cannot be written."""
    from toolkit.rendering.docx import render_docx
    from toolkit.rendering.outlines.indicator_report import make_indicator_report
    from toolkit.rendering.pdf import render_pdf

    renderers = {".pdf": render_pdf, ".docx": render_docx}
    render = renderers.get(file.suffix.lower())
    if render is None:
        write_whole(file, indicators_csv(table))
        return
    with staging(file) as stage:
        part = stage / file.name
        render(make_indicator_report(table, Language(language)), part)
        part.replace(file)
