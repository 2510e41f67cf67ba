"""Groups side by side: in the findings' order, without what is kept back, in the unit that they are counted in."""

import io

import pytest
from openpyxl import load_workbook

from tests.findings_sample import change, findings
from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.evaluation.findings.records import Counts, GroupFinding
from toolkit.evaluation.findings.tidy import tidy_table
from toolkit.rendering.charts.records import PairedChart
from toolkit.rendering.findings_sheet import render_findings_sheet
from toolkit.rendering.html import render_html
from toolkit.rendering.outline import Document
from toolkit.rendering.outlines.common import para
from toolkit.rendering.outlines.report_charts import Report
from toolkit.rendering.outlines.report_groups import group_charts, shown_groups, side_by_side
from toolkit.rendering.outlines.report_sentences import figures_of

ENGLISH = Language("en")


def report(tmp_path, **more):
    return Report(findings(**more), Content(root=tmp_path), ENGLISH)


def test_groups_that_are_kept_back_are_not_drawn(tmp_path):
    assert [name for name, _ in shown_groups(report(tmp_path), "session")] == ["Accra 7 December"]
    (node,) = group_charts(report(tmp_path), "session")
    assert "Kumasi" not in repr(node)


def test_groups_stand_in_the_order_given_whatever_their_change(tmp_path):
    names = ("b", "a", "c")
    groups = tuple(
        GroupFinding("session", name, Counts(15, 15, 15), change(15, 4, 5 + place)) for place, name in enumerate(names)
    )
    (node,) = group_charts(report(tmp_path, groups=groups), "session")
    assert isinstance(node.chart, PairedChart)
    assert [row.label for row in node.chart.rows] == list(names)
    assert "largest" not in node.alt


def test_points_and_percent_come_apart():
    rows = [("percent", figures_of(change(15))), ("points", figures_of(change(15, most=None)))]
    charts = [node.chart for node in side_by_side(rows, ENGLISH, "Sessions")]
    assert [[row.label for row in chart.rows] for chart in charts] == [["percent"], ["points"]]
    assert charts[0].most == 100
    for chart in charts:
        assert max(row.after for row in chart.rows) <= chart.most == chart.ticks[-1][0]


def test_a_part_of_a_document_has_no_title_of_its_own():
    document = Document("a", "Title", "Subtitle", "en", "ltr", (para("Words."),), footer="Foot")
    bare = render_html(document, bare=True)
    assert "<p>Words.</p>" in bare
    assert not any(word in bare for word in ("Title", "Subtitle", "Foot"))
    assert "<h1>Title</h1>" in render_html(document)


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_findings_as_a_workbook(tag, tmp_path):
    found = findings(groups=(GroupFinding("session", "=1+1", Counts(15, 15, 15), change(15)),))
    paths = [tmp_path / name for name in ("a.xlsx", "b.xlsx")]
    for path in paths:
        render_findings_sheet(found, Language(tag), path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    book = load_workbook(io.BytesIO(paths[0].read_bytes()))
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(tidy_table(found))
    assert [row[2] for row in rows if row[0] == "group"] == ["'=1+1"]
    assert book.worksheets[0].sheet_view.rightToLeft is (tag == "ar")
