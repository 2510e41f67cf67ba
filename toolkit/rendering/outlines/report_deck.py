"""The findings on five slides: what changed, who answered, by objective, on the scales, and what to do with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.evaluation.findings.records import Findings
from toolkit.rendering.charts.records import LikertChart, LikertRow, PairedChart, PairedRow
from toolkit.rendering.outline import Card, ChartNode, Deck, Node, Nodes, inline
from toolkit.rendering.outlines.common import bullets, joined, para
from toolkit.rendering.outlines.report_charts import (
    Report,
    flow_chart,
    objective_charts,
    paired_charts,
    people_of,
    scale_charts,
    shown_objectives,
)
from toolkit.rendering.outlines.report_sentences import (
    Figures,
    change_text,
    flag_sentence,
    headline_sentence,
    hidden_sentence,
    matching_notes,
    pooled_sentence,
    suppression,
    trust_sentences,
    undefined_sentence,
)

OBJECTIVES = 5
SCALE_ROWS = 4
REMARKS = 4
"""Most lines that can be read on a slide; the report has the rest."""
LABEL = 34
"""Most characters of a label in a slide's chart."""


def make_report_deck(findings: Findings, language: Language, *, content: Content | None = None) -> Deck:
    """Five slides with native, editable charts; notes say what to say and where the figures come from."""
    report = Report(findings, content or Content(root=Path()), language)
    say = language.say
    title = findings.title or say("Evaluation report")
    cards = (
        _headline(report, title),
        Card("chart", say("Who answered"), (replace(flow_chart(report), caption=()),), kind="post-test",
             notes=_notes([flow_chart(report).alt, *matching_notes(findings, language)]), section=title),
        _objectives(report, title),
        _scales(report, title),
        _remarks(report, title),
    )  # fmt: skip
    return Deck(
        name="evaluation-summary",
        title=title,
        language=language.tag,
        notes_language=language.tag,
        direction=language.direction,
        cards=cards,
        footer=joined([title, say("Evaluation report")]),
    )


def _headline(report: Report, title: str) -> Card:
    findings, language, say = report.findings, report.language, report.language.say
    caution = say("A change between two tests, without a comparison group: not proof of an effect.")
    return Card(
        "content",
        say("What changed: {title}", title=title),
        (para(headline_sentence(findings, language)), para(caution)),
        notes=_notes([pooled_sentence(findings, language), *trust_sentences(findings, language)]),
        section=title,
        kind="post-test",
    )


def _objectives(report: Report, title: str) -> Card:
    """The changes furthest from 0, as many as can be read; the report has all."""
    findings, language, say = report.findings, report.language, report.language.say
    shown = shown_objectives(report)
    head = say("Change for each learning objective, in points")
    if not shown:
        return Card("content", head, (para(_why_nothing(report)),), section=title, kind="post-test")
    rows = sorted(shown, key=lambda pair: -abs(pair[1].change))[:OBJECTIVES]
    kept = [pair for pair in shown if pair in rows]
    chart = paired_charts([(report.objective(o.objective), f) for o, f in kept], language)[0]
    record = chart.chart
    if isinstance(record, PairedChart):
        names = [_short_row(row, f, language) for row, (_, f) in zip(record.rows, kept, strict=True)]
        chart = replace(chart, chart=replace(record, rows=tuple(names)))
    notes = [part.alt for part in objective_charts(report)]
    if isinstance(record, PairedChart):
        notes += [say("{about}: {remark}", about=row.label, remark=row.text) for row in record.rows]
    notes += [say("{n} more are in the report.", n=language.show_number(len(findings.objectives) - len(kept)))
              for _ in range(len(findings.objectives) > len(kept))]  # fmt: skip
    return Card("content", head, (replace(chart, caption=()),), notes=_notes(notes), section=title, kind="post-test")


def _short_row(row: PairedRow, figures: Figures, language: Language) -> PairedRow:
    """The interval and n are on the slide too, in the name of the bar."""
    words = language.say("{change}; n = {n}", change=change_text(figures, language), n=language.show_number(figures.n))
    return replace(row, label=f"{_short(row.label)}\n{words}")


def _short(words: str) -> str:
    return words if len(words) <= LABEL else words[: LABEL - 1].rstrip() + "…"


def _why_nothing(report: Report) -> str:
    findings, language = report.findings, report.language
    for objective in findings.objectives:
        why = suppression(objective.suppressed, objective.change.n, findings)
        return hidden_sentence(why, findings, language) if why else undefined_sentence(
            objective.change.reason, language
        )  # fmt: skip
    return language.say("No question of this test belongs to a learning objective.")


def _scales(report: Report, title: str) -> Card:
    language, say = report.language, report.language.say
    head = say("Confidence, attitudes and satisfaction")
    charts = scale_charts(report)
    if not charts:
        why = any(suppression(s.suppressed, people_of(s), report.findings) for s in report.findings.scales)
        text = hidden_sentence("small", report.findings, language) if why else say(
            "This test asks nothing on a scale."
        )  # fmt: skip
        return Card("content", head, (para(text),), section=title, kind="post-test")
    first = charts[0]
    if isinstance(first.chart, LikertChart):
        rows = tuple(_short_likert(row, language) for row in first.chart.rows[:SCALE_ROWS])
        first = ChartNode(replace(first.chart, rows=rows), first.alt)
    notes = _notes([chart.alt for chart in charts])
    return Card("content", head, (first,), notes=notes, section=title, kind="post-test")


def _short_likert(row: LikertRow, language: Language) -> LikertRow:
    return replace(row, label=language.say("{label}, {n} answers", label=row.label, n=language.show_number(row.n)))


def _remarks(report: Report, title: str) -> Card:
    findings, language, say = report.findings, report.language, report.language.say
    flags = [flag_sentence(flag, report.about(flag.about) if flag.about else "", language) for flag in findings.flags]
    lines = [*flags[:REMARKS], say("The report says which questions and activities to change, and how sure that is.")]
    if findings.disclosure or findings.suppressed:
        lines.append(
            say("Figures about fewer than {limit} people are kept back.", limit=language.show_number(
                findings.publish_at
            ))
        )  # fmt: skip
    notes = _notes([*flags, *trust_sentences(findings, language)])
    return Card("content", say("What to keep in mind"), tuple(bullets(lines)), notes=notes, section=title,
                kind="post-test")  # fmt: skip


def _notes(lines: Sequence[str]) -> Nodes:
    nodes: list[Node] = [para(inline(line)) for line in lines if line]
    return tuple(nodes)
