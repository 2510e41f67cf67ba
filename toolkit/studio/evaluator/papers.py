"""What can be taken away: report, deck, tables and findings as bytes, and a folder in the workspace when asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from toolkit.content.records import Content
from toolkit.evaluation.findings.json_form import findings_json
from toolkit.evaluation.findings.tidy import tidy_table
from toolkit.execution.evaluating import Evaluation
from toolkit.execution.evaluation_files import FINDINGS, feedback_csv
from toolkit.execution.evaluation_folder import write_evaluation
from toolkit.execution.for_evaluation import EvaluationSession, open_evaluation
from toolkit.problems import Place, ProblemsError, make_problem
from toolkit.studio.downloads import zip_folder
from toolkit.studio.evaluator.comparing import SAVED
from toolkit.studio.evaluator.titles import content_for
from toolkit.studio.security import inside, safe_name
from toolkit.studio.uploads import private_folder

Paper = Literal["html", "pdf", "docx", "pptx", "xlsx", "csv", "json", "feedback"]
Progress = Callable[[str, float], None]

SHEET = "findings.xlsx"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Findings with what their papers need: the workspace's content, and the language that they are written in."""

    evaluation: Evaluation
    content: Content
    language: str
    workspace: Path

    @property
    def session(self) -> EvaluationSession:
        """The findings with the titles of their ids in the language."""
        findings = self.evaluation.findings
        known = content_for([findings] if findings else [], self.content)
        return open_evaluation(self.evaluation, self.language, content=known)


def file_name(paper: Paper, internal: bool) -> str:
    """What a paper is saved as. Papers for inside the organisation say so in their names."""
    stems: dict[Paper, str] = {
        "html": "evaluation-report.html",
        "pdf": "evaluation-report.pdf",
        "docx": "evaluation-report.docx",
        "pptx": "evaluation-summary.pptx",
        "xlsx": SHEET,
        "csv": "findings.csv",
        "json": FINDINGS,
        "feedback": "feedback.csv",
    }
    stem, ending = stems[paper].rsplit(".", 1)
    return f"{stem}-internal.{ending}" if internal else f"{stem}.{ending}"


def make_paper(shelf: Shelf, paper: Paper) -> bytes:
    """One paper. Raises ProblemsError or OSError when it cannot be made."""
    session = shelf.session
    findings = session.findings
    match paper:
        case "json":
            text = json.dumps(findings_json(findings), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
            return text.encode()
        case "csv":
            return str(tidy_table(findings).to_csv(index=False, lineterminator="\n")).encode("utf-8")
        case "feedback":
            return feedback_csv(shelf.evaluation.feedback).encode("utf-8")
        case "html":
            from toolkit.rendering.html import render_html

            return render_html(session.report, full_page=True).encode("utf-8")
        case "pdf" | "docx" | "pptx" | "xlsx":
            with private_folder() as folder:
                path = folder / "paper"
                _render(session, paper, path)
                return path.read_bytes()


def _render(session: EvaluationSession, paper: Literal["pdf", "docx", "pptx", "xlsx"], path: Path) -> None:
    from toolkit.rendering.docx import render_docx
    from toolkit.rendering.findings_sheet import render_findings_sheet
    from toolkit.rendering.pdf import render_pdf
    from toolkit.rendering.pptx import render_pptx

    match paper:
        case "pdf":
            render_pdf(session.report, path)
        case "docx":
            render_docx(session.report, path)
        case "pptx":
            render_pptx(session.deck, path)
        case "xlsx":
            render_findings_sheet(session.findings, session.language, path)


def make_zip(shelf: Shelf, name: str, *, keep_until: date | None = None, progress: Progress | None = None) -> bytes:
    """Everything that ``tot evaluate`` writes, and the workbook, in a folder called `name`."""
    with private_folder() as parent:
        folder = parent / name
        _write(shelf, folder, keep_until, progress)
        (folder / SHEET).write_bytes(make_paper(shelf, "xlsx"))
        return zip_folder(folder)


def save_in_workspace(
    shelf: Shelf,
    name: str,
    *,
    replace: bool = False,
    keep_until: date | None = None,
    progress: Progress | None = None,
) -> Path:
    """Write findings and papers to ``findings/<name>`` of the workspace: no answer, no code. Returns the folder.

    Raises ProblemsError for a name that is none or is taken (unless `replace`), and for a workspace that nobody should
    write in.
    """
    folder = inside(shelf.workspace, f"{SAVED}/{safe_name(name)}", where=name)
    if folder.exists() and not replace:
        raise ProblemsError([make_problem("studio-evaluator-name-taken", Place(f"{SAVED}/{name}"), name=name)])
    _write(shelf, folder, keep_until, progress)
    return folder


def _write(shelf: Shelf, folder: Path, keep_until: date | None, progress: Progress | None) -> None:
    write_evaluation(
        shelf.evaluation,
        folder,
        language=shelf.language,
        workspace=shelf.workspace,
        keep_until=keep_until,
        progress=progress,
    )
