"""What the findings say about the curriculum, as a table of the report: verdict, next step and line in the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.evaluation.findings.feedback import FeedbackRow, Verdict
from toolkit.evaluation.findings.records import Findings
from toolkit.rendering.outline import Cell, Nodes
from toolkit.rendering.outlines.common import bold, cell, para, table
from toolkit.rendering.outlines.report_charts import Report
from toolkit.rendering.outlines.report_sentences import advice_sentence, interval_text, number
from toolkit.rendering.theme import ANSWER_TONES

_TONES: dict[Verdict, str] = {
    "improved": "met",
    "known-before": "met",
    "unclear": "to confirm",
    "not-improved": "not met",
    "untested": "partly",
    "withheld": "to confirm",
}


def make_feedback_nodes(
    rows: Sequence[FeedbackRow], findings: Findings, language: Language, *, content: Content | None = None
) -> Nodes:
    """A table with a row for each module and objective; nothing without rows."""
    if not rows:
        return ()
    say = language.say
    report = Report(findings, content or Content(root=Path()), language)
    heads = [(say("Module or learning objective"), 38), (say("What was found"), 19), (say("What to do"), 43)]
    return (
        para(say("Each line names the module's file, so that the curriculum's author can go straight to it.")),
        table(heads, [_row(row, _questions(row, rows), report) for row in rows]),
    )


def _questions(row: FeedbackRow, rows: Sequence[FeedbackRow]) -> dict[str, tuple[str, ...]]:
    """The questions that misbehave; those of a module's objectives stand with the objectives."""
    mine = dict(row.questions or {})
    if row.objective:
        return mine
    told = {item for other in rows if other.objective and other.module == row.module for item in other.questions or {}}
    return {item: advice for item, advice in mine.items() if item not in told}


def _row(row: FeedbackRow, questions: Mapping[str, tuple[str, ...]], report: Report) -> tuple[Cell, ...]:
    language, say = report.language, report.language.say
    title = report.objective(row.objective) if row.objective else report.module(row.module)
    what = [cell_text for cell_text in (verdict_name(row.verdict, language), _figures(row, report)) if cell_text]
    steps = [next_step(row.verdict, language)] if row.objective else []
    for item, advice in questions.items():
        remark = " ".join(advice_sentence(code, language) for code in advice)
        steps.append(say("{about}: {remark}", about=report.item(item), remark=remark))
    return (
        Cell((*cell(title if row.objective else bold(title)).body, *_place(row))),
        cell(*what, fill=ANSWER_TONES[_TONES[row.verdict]].fill),
        cell(*steps),
    )


def _place(row: FeedbackRow) -> Nodes:
    return (para(str(row.place), "note"),) if row.place.path else ()


def _figures(row: FeedbackRow, report: Report) -> str:
    """Such as "+21 points (+8 to +34), n = 15"."""
    language = report.language
    change, low, high = number(row.change), number(row.ci_low), number(row.ci_high)
    if change is None or row.n is None:
        return ""
    text = language.say("{change} points", change=language.show_number(change, signed=True))
    if low is not None and high is not None:
        interval = interval_text(low, high, 0, language)
        text = language.say("{change} ({interval})", change=text, interval=interval)
    return language.say("{change}, n = {n}", change=text, n=language.show_number(row.n))


def verdict_name(verdict: Verdict, language: Language) -> str:
    """What was found, in a word or two."""
    say = language.say
    match verdict:
        case "improved":
            return say("Improved")
        case "not-improved":
            return say("No improvement")
        case "unclear":
            return say("Cannot be said")
        case "known-before":
            return say("Known before")
        case "untested":
            return say("Not tested")
        case "withheld":
            return say("Kept back")


def next_step(verdict: Verdict, language: Language) -> str:
    """What the curriculum's author may do next."""
    say = language.say
    match verdict:
        case "improved":
            return say("Keep it as it is.")
        case "not-improved":
            return say("Look at the activity and at the question: was there time to practise, and do both mean the "
                       "same thing?")  # fmt: skip
        case "unclear":
            return say("Collect more sessions before you change anything.")
        case "known-before":
            return say("Most people knew it: give the time to something else, or use a harder question.")
        case "untested":
            return say("Write a question for it, asked before and after.")
        case "withheld":
            return say("Collect more sessions: too few people answered.")
