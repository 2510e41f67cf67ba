"""``tot indicators``: one table of harmonised indicators over evaluated sessions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.content.language import Language
from toolkit.content.translations import is_source_language, read_translations
from toolkit.content.workspace import find_workspace
from toolkit.evaluation.catalogue_texts import translate_indicator
from toolkit.evaluation.indicator_rows import IndicatorTable, indicators_csv
from toolkit.evaluation.indicator_sessions import load_sessions
from toolkit.evaluation.indicator_values import compute_indicators
from toolkit.evaluation.indicators import load_indicators
from toolkit.evaluation.shared_items import CATALOGUE
from toolkit.execution.files import write_whole
from toolkit.execution.output_folder import staging
from toolkit.problems import Place, Problem, ProblemsError, has_errors, make_problem, sort_problems
from toolkit.rendering.outline import Document


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


def write_indicators(table: IndicatorTable, file: Path, language: str, workspace: Path | None = None) -> None:
    """Write the table to `file`: .csv, .pdf or .docx by its ending, with the workspace's translations.

    Raises ProblemsError when it cannot be written.
    """
    from toolkit.rendering.docx import render_docx
    from toolkit.rendering.outlines.indicator_report import make_indicator_report
    from toolkit.rendering.outlines.translation_note import with_words_note
    from toolkit.rendering.pdf import render_pdf

    renderers: Mapping[str, Callable[[Document, Path], object]] = {".pdf": render_pdf, ".docx": render_docx}
    render = renderers.get(file.suffix.lower())
    if render is None:
        write_whole(file, indicators_csv(table))
        return
    with staging(file) as stage:
        part = stage / file.name
        reader = Language(language)
        shown = _translated(table, reader, find_workspace(workspace, Path.cwd()))
        render(with_words_note(make_indicator_report(shown, reader), reader), part)
        part.replace(file)


def _translated(table: IndicatorTable, language: Language, root: Path) -> IndicatorTable:
    if is_source_language(language.tag):
        return table
    translations = read_translations(root, language.tag, CATALOGUE)
    return replace(table, indicators=tuple(translate_indicator(one, translations) for one in table.indicators))
