"""What the evaluation notebook calls: read the parameters cell, evaluate, show, write.

The notebook's cells hold no logic of their own; run by hand, by plain papermill or by ``tot evaluate`` they do the same
work.
"""

from __future__ import annotations

import html
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.content.language import Language
from toolkit.content.localise import localise
from toolkit.content.records import Content
from toolkit.content.substitute import substitutions_for
from toolkit.content.workspace import find_workspace
from toolkit.evaluation.findings.records import Findings
from toolkit.execution.evaluating import Evaluation, evaluate
from toolkit.execution.evaluation_files import load_evaluation, write_findings
from toolkit.execution.for_notebooks import Page, is_parameter
from toolkit.execution.notebook import unknown_parameters
from toolkit.execution.session import WORKSPACE_VARIABLE, find_file, load_workspace
from toolkit.problems import ProblemsError, format_problem
from toolkit.rendering.html import render_html
from toolkit.rendering.outline import Deck, Document
from toolkit.rendering.outlines.report import make_report
from toolkit.rendering.outlines.report_deck import make_report_deck
from toolkit.rendering.outlines.report_feedback import make_feedback_nodes
from toolkit.rendering.outlines.translation_note import with_words_card, with_words_note

PARAMETERS: Mapping[str, object] = {
    "instrument": "",
    "responses": [],
    "pre": [],
    "post": [],
    "scores": "",
    "findings": "",
    "max_score": None,
    "groups": [],
    "internal": False,
    "language": "en",
    "output": "",
    "workspace": "",
}
"""Every name that the notebook takes, with its default."""


EXAMPLE: Mapping[str, object] = {
    "instrument": "evaluation/examples/instrument.yaml",
    "pre": "evaluation/examples/pre.csv",
    "post": "evaluation/examples/post.csv",
}
"""Made-up answers in the workspace."""


@dataclass(frozen=True, slots=True)
class EvaluationSession:
    """Protected findings with the content that has the titles of their ids, in the report's language. `is_saved` says
    that they came from a file, so that only the report is new."""

    evaluation: Evaluation = field(repr=False)
    findings: Findings
    content: Content = field(repr=False)
    language: Language
    is_saved: bool = False

    @property
    def report(self) -> Document:
        """The report's outline."""
        feedback = make_feedback_nodes(
            self.evaluation.feedback, self.findings, self.language, content=self.content
        )  # fmt: skip
        made = make_report(self.findings, self.language, content=self.content, feedback=feedback)
        return with_words_note(made, self.language)

    @property
    def deck(self) -> Deck:
        """The summary deck's outline."""
        return with_words_card(make_report_deck(self.findings, self.language, content=self.content), self.language)


def open_from_parameters(names: Mapping[str, object], notebook: str = "evaluation.ipynb") -> EvaluationSession:
    """Evaluate what the parameters cell (and papermill's values below it) describes.

    `names` is the notebook's ``globals()`` at that point. With `findings`, a saved ``evaluation.json``, these are
    reported and no answer is read. Without any file, the workspace's made-up example is evaluated, so that a reader
    sees what comes out. Raises ProblemsError with all problems when a parameter is unknown or the input has errors.
    """
    given = {name: value for name, value in names.items() if is_parameter(name, value)}
    problems = unknown_parameters(given, PARAMETERS, f"notebooks/{notebook}")
    if problems:
        raise ProblemsError(problems)
    workspace = _text(given, "workspace") or os.environ.get(WORKSPACE_VARIABLE) or None
    root = find_workspace(Path(workspace) if workspace else None, Path.cwd())
    language = _text(given, "language") or "en"
    saved = _file(given, "findings", root)
    if saved is not None:
        content = load_workspace(workspace)[0]
        return open_evaluation(load_evaluation(saved, content), language, content=content, is_saved=True)
    found = _evaluate(given, root, workspace)
    if found.findings is None:
        raise ProblemsError(found.problems)
    return open_evaluation(found, language, content=load_workspace(workspace)[0])


def _evaluate(given: Mapping[str, object], root: Path, workspace: str | None) -> Evaluation:
    """The evaluation of the files that the parameters name, or of the example."""
    files = ("instrument", "responses", "pre", "post", "scores")
    if not any(given.get(name) for name in files) and all((root / str(path)).is_file() for path in EXAMPLE.values()):
        given = {**given, **EXAMPLE}
    instrument, scores = (_file(given, name, root) for name in ("instrument", "scores"))
    answers = {name: [find_file(path, root) for path in _names(given, name)] for name in ("responses", "pre", "post")}
    score = given.get("max_score")
    return evaluate(
        instrument=instrument,
        responses=answers["responses"],
        pre=answers["pre"],
        post=answers["post"],
        scores=scores,
        max_score=float(score) if isinstance(score, int | float) and not isinstance(score, bool) else None,
        groups=_names(given, "groups"),
        internal=bool(given.get("internal")),
        workspace=workspace,
    )


def open_evaluation(
    evaluation: Evaluation, language: str, *, content: Content, is_saved: bool = False
) -> EvaluationSession:
    """A finished evaluation with the titles of `content` in `language`. Raises ValueError without findings."""
    if evaluation.findings is None:
        raise ValueError("there are no findings to report")
    speaks = Language(language)
    session = {"title": evaluation.findings.title, "organisation": "", "contact": ""}
    values = substitutions_for(content, speaks, origin=None, destination=None, session=session)
    return EvaluationSession(evaluation, evaluation.findings, localise(content, speaks, values), speaks, is_saved)


def show_report(session: EvaluationSession) -> Page:
    """The report as in its printed form."""
    document = session.report
    return Page(render_html(document), f"{document.title}: {document.subtitle}")


def show_problems(session: EvaluationSession) -> Page:
    """What the reader of the files has to say: what was left out, by row and count."""
    lines = [format_problem(problem) for problem in session.evaluation.problems]
    if not lines:
        return Page("", "")
    title = html.escape(session.language.say("What was read, and what was left out"))
    items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    return Page(f"<details><summary>{title}</summary><ul>{items}</ul></details>", "\n".join(lines))


def write_evaluation_files(session: EvaluationSession, output: str | Path) -> Page:
    """Write report, summary deck and findings into `output`; nothing when it is empty."""
    if not output:
        return Page("", "")
    names = write_report(session, Path(output))
    title = html.escape(session.language.say("Files written"))
    items = "".join(f"<li>{html.escape(name)}</li>" for name in names)
    return Page(f"<h2>{title}</h2><ul>{items}</ul>", "\n".join(names))


def write_report(session: EvaluationSession, folder: Path) -> tuple[str, ...]:
    """Write the report, the summary deck and, unless they were saved already, the findings; returns the files' names,
    sorted. The page is not among them: it is the executed notebook without its code. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    findings = () if session.is_saved else write_findings(session.evaluation, folder)
    return tuple(sorted((*findings, *write_papers(session, folder))))


def write_papers(session: EvaluationSession, folder: Path) -> tuple[str, ...]:
    """Write ``evaluation-report`` as Word file and PDF, and ``evaluation-summary.pptx``; returns their names."""
    from toolkit.rendering.docx import render_docx
    from toolkit.rendering.pdf import render_pdf
    from toolkit.rendering.pptx import render_pptx

    report, deck = session.report, session.deck
    names = (f"{report.name}.docx", f"{report.name}.pdf", f"{deck.name}.pptx")
    render_docx(report, folder / names[0])
    render_pdf(report, folder / names[1])
    render_pptx(deck, folder / names[2])
    return names


def _file(given: Mapping[str, object], name: str, root: Path) -> Path | None:
    """The file that a parameter names, as it stands or inside the workspace."""
    return find_file(_text(given, name), root) if _text(given, name) else None


def _text(given: Mapping[str, object], name: str) -> str:
    value = given.get(name)
    return "" if value is None else str(value)


def _names(given: Mapping[str, object], name: str) -> Sequence[str]:
    """One path or name, or a list of them."""
    value = given.get(name)
    if isinstance(value, str | Path):
        return (str(value),) if str(value) else ()
    return tuple(str(entry) for entry in value) if isinstance(value, Sequence) else ()
