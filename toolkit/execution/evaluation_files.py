"""The files of an evaluation: findings for other programs, and what is needed to report them again."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from pathlib import Path

from toolkit.content.files import read_text_file
from toolkit.content.records import Content
from toolkit.evaluation.disclosure import safe_cell
from toolkit.evaluation.findings.feedback import FeedbackRow, curriculum_feedback, needs_yaml
from toolkit.evaluation.findings.from_json import findings_from_json
from toolkit.evaluation.findings.json_form import findings_json
from toolkit.evaluation.findings.records import Findings
from toolkit.execution.evaluating import Evaluation, Reports
from toolkit.problems import Place, Problem, ProblemsError, make_problem, reword

FINDINGS, MATCH_REPORT = "evaluation.json", "match-report.json"
MOST_BYTES = 200_000_000


def write_findings(evaluation: Evaluation, folder: Path) -> tuple[str, ...]:
    """Write the text files and the table of findings into `folder`; returns their names. Raises OSError."""
    if evaluation.findings is None:
        return ()
    texts = _texts_of(evaluation)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return (*texts, *_write_table(evaluation.findings, folder))


def _texts_of(evaluation: Evaluation) -> dict[str, str]:
    findings = evaluation.findings
    if findings is None:
        return {}
    found = {
        FINDINGS: _json(findings_json(findings)),
        MATCH_REPORT: _json(match_report(evaluation)),
    }
    if findings.objectives or evaluation.feedback:
        found["feedback.csv"] = feedback_csv(evaluation.feedback)
        found["needs.yaml"] = needs_yaml(findings)
    return found


def match_report(evaluation: Evaluation) -> dict[str, object]:
    """Counts of the match in all, columns read and dropped, rows read and kept of each file, and every note of the
    reader. Files are named without their folders."""
    findings = evaluation.findings
    files = [
        {"source": safe_cell(_name(f.source)), "rows_read": f.rows_read, "rows_kept": f.rows_kept, "refused": f.refused}
        for report in evaluation.reports.read
        for f in report.files
    ]
    return {
        "counts": asdict(findings.counts) if findings else {},
        "files": files,
        "groups": list(evaluation.reports.groups),
        "columns_dropped": len(evaluation.reports.dropped)
        + sum(len(f.dropped) for report in evaluation.reports.read for f in report.files),
        "problems": len(evaluation.problems),
        "notes": [_without_folders(problem, evaluation.reports).as_dict() for problem in evaluation.problems],
    }


def load_evaluation(file: str | Path, content: Content | None) -> Evaluation:
    """A saved evaluation: its findings, the notes in the match report beside them, and the feedback to `content`.

    Raises ProblemsError when the file cannot be read or holds something else.
    """
    path = Path(file)
    text, problems = read_text_file(path.parent, path, MOST_BYTES)
    if text is None:
        raise ProblemsError(problems)
    try:
        findings = findings_from_json(json.loads(text.text))
    except (ValueError, RecursionError):
        raise ProblemsError([make_problem("evaluation-findings-unreadable", Place(path.as_posix()))]) from None
    return Evaluation(findings, Reports(), _notes(path.parent), curriculum_feedback(findings, content))


def _notes(folder: Path) -> tuple[Problem, ...]:
    """What the reader of the answers had to say, if that was saved here."""
    text, _ = read_text_file(folder, folder / MATCH_REPORT, MOST_BYTES)
    try:
        notes = json.loads(text.text)["notes"] if text else []
        return tuple(
            Problem(
                Place(str(note["path"]), int(note["line"] or 0)),
                str(note["code"]),
                str(note["message"]),
                str(note["hint"]),
                note["severity"],
            )
            for note in notes
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return ()


def _without_folders(problem: Problem, reports: Reports) -> Problem:
    """The problem with bare names of files: the record travels, the folders of this computer stay."""
    labels = [f.source for report in reports.read for f in report.files if "/" in f.source]

    def bare(text: str) -> str:
        for label in labels:
            text = text.replace(label, _name(label))
        return text

    return replace(reword(problem, bare), where=Place(_name(problem.where.path), problem.where.line))


def _name(path: str) -> str:
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def feedback_csv(rows: Sequence[FeedbackRow]) -> str:
    """The feedback as CSV: one row for each module and objective, with the line in the module's file."""
    out = io.StringIO()
    names = [f.name for f in fields(FeedbackRow)]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        cells = {name: getattr(row, name) for name in names}
        cells["place"] = str(row.place)
        cells["questions"] = "; ".join(f"{item}: {' '.join(advice)}" for item, advice in (row.questions or {}).items())
        writer.writerow([safe_cell(c) if isinstance(c, str) else "" if c is None else c for c in cells.values()])
    return out.getvalue()


def _write_table(findings: Findings, stage: Path) -> tuple[str, ...]:
    """The tidy table as CSV, and as Parquet where pyarrow is installed; returns the names."""
    from toolkit.evaluation.findings.tidy import tidy_table

    table = tidy_table(findings)
    table.to_csv(stage / "findings.csv", index=False, encoding="utf-8", lineterminator="\n")
    try:
        import pyarrow  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: F401
    except ImportError:
        return ("findings.csv",)
    table.to_parquet(stage / "findings.parquet", index=False)
    return "findings.csv", "findings.parquet"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
