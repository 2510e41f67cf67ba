"""Groups side by side: sessions, audiences, or whole evaluations, each with its interval. In order of name, never of
result: what differs between groups is not only who taught them."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.content.language import Language
from toolkit.rendering.outline import ChartNode, inline
from toolkit.rendering.outlines.report import breakable, by_name
from toolkit.rendering.outlines.report_charts import Report, paired_parts
from toolkit.rendering.outlines.report_sentences import Figures, change_text, figures_of, people_text, suppression


def shown_groups(report: Report, by: str) -> list[tuple[str, Figures]]:
    """Names and figures of the groups of one column that may and can be shown, in the findings' order."""
    found = []
    for group in report.findings.groups:
        if group.by != by or suppression(group.suppressed, group.change.n, report.findings):
            continue
        figures = figures_of(group.change)
        if figures:
            name = report.module(group.value) if by == "module" else breakable(group.value)
            found.append((name or report.language.say("(not given)"), figures))
    return found


def group_charts(report: Report, by: str) -> list[ChartNode]:
    """Before, after and change of each group of one column."""
    return side_by_side(shown_groups(report, by), report.language, by_name(by, report.language))


def side_by_side(rows: Sequence[tuple[str, Figures]], language: Language, title: str) -> list[ChartNode]:
    """Charts of rows in the order given. Rows that count in percent and rows that count in points come apart."""
    charts = []
    for percent in (True, False):
        alike = [row for row in rows if row[1].percent is percent]
        for part, chart in paired_parts(alike, language, title) if alike else ():
            lines = [
                language.say(
                    "{about}: {change}, {n}.",
                    about=label,
                    change=change_text(figures, language),
                    n=people_text(figures.n, language),
                )
                for label, figures in part
            ]
            caption = language.say("Where intervals overlap, the difference may be chance.") if len(part) > 1 else ""
            charts.append(ChartNode(chart, " ".join(lines), inline(caption)))
    return charts
