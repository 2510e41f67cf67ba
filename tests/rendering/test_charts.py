"""Charts as SVG: well-formed, described, escaped, mirrored, readable."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.findings_sample import findings
from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.rendering import theme
from toolkit.rendering.charts import palette
from toolkit.rendering.charts.canvas import WIDTH, wrap
from toolkit.rendering.charts.png import WIDTH_PT, draw_png
from toolkit.rendering.charts.records import LikertChart, LikertRow, PairedChart, PairedRow
from toolkit.rendering.charts.svg import draw_svg
from toolkit.rendering.outlines.report_charts import Report, flow_chart, objective_charts, scale_charts

SVG = "{http://www.w3.org/2000/svg}"


def charts(**more):
    from pathlib import Path

    report = Report(findings(**more), Content(root=Path()), Language("en"))
    return [flow_chart(report), *objective_charts(report), *scale_charts(report)]


def paired(*rows: PairedRow) -> PairedChart:
    ticks = ((0.0, "0%"), (100.0, "100%"))
    return PairedChart("T", rows, 100, ticks, ((-20.0, "-20"), (0.0, "0"), (20.0, "+20")), "Before", "After", "Change")


ROW = PairedRow("Objective", 20, 30, 10, 5, 15, "20% before, 30% after")


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - made by the function under test


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_every_chart_is_well_formed_and_says_in_words_what_it_shows(direction):
    for node in charts():
        root = parsed(draw_svg(node.chart, direction, node.alt))
        assert root.get("role") == "img"
        title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert (title.text, desc.text) == (node.chart.title, node.alt)
        assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"


def test_right_to_left_mirrors_every_mark():
    chart = paired(ROW)
    here, there = (parsed(draw_svg(chart, d, "a")) for d in ("ltr", "rtl"))
    left = [float(c.get("cx")) for c in here.iter(f"{SVG}circle")]
    right = [float(c.get("cx")) for c in there.iter(f"{SVG}circle")]
    assert right == pytest.approx([WIDTH - x for x in left], abs=0.02)
    anchors = {"start": "end", "end": "start", "middle": "middle"}
    assert [t.get("text-anchor") for t in there.iter(f"{SVG}text")] == [
        anchors[t.get("text-anchor")] for t in here.iter(f"{SVG}text")
    ]


def test_before_and_after_differ_in_more_than_colour():
    circles = list(parsed(draw_svg(paired(ROW), "ltr", "a")).iter(f"{SVG}circle"))
    assert {c.get("fill") for c in circles} == {f"#{theme.PAPER}", f"#{palette.AFTER}"}


def test_a_row_without_interval_has_no_whiskers():
    with_it, without = (
        draw_svg(paired(PairedRow("O", 20, 30, 10, *ends, "t")), "ltr", "a").count("<line")
        for ends in ((5, 15), (None, None))
    )
    assert with_it == without + 3


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_label_makes_well_formed_xml_and_no_tag(label, note):
    row = PairedRow(f"<script>{label}", 20, 30, 10, 5, 15, f"&{note}")
    for direction in ("ltr", "rtl"):
        root = parsed(draw_svg(paired(row), direction, note))
        assert {element.tag for element in root.iter()} <= {
            SVG + name for name in ("svg", "title", "desc", "rect", "line", "circle", "polygon", "text", "tspan")
        }


@given(st.lists(st.floats(0, 1), min_size=2, max_size=7))
@settings(max_examples=60, deadline=None)
def test_likert_bars_stay_inside_the_picture(parts):
    total = sum(parts) or 1.0
    shares = tuple(p / total for p in parts)
    if sum(shares) < 0.5:
        shares = (*shares[:-1], 1.0)
    row = LikertRow("Confidence", "Before", shares, tuple(f"{s:.0%}" for s in shares), "n = 12", 12)
    svg = draw_svg(LikertChart("T", (row,), tuple(f"step {i}" for i in range(len(shares)))), "ltr", "a")
    for rect in parsed(svg).iter(f"{SVG}rect"):
        x, width = float(rect.get("x", 0)), float(rect.get("width"))
        assert -0.01 <= x <= x + width <= WIDTH + 0.05


def test_numbers_in_bars_and_cells_have_enough_contrast():
    for count in (2, 3, 4, 5, 7):
        for colour in palette.step_colours(count):
            assert palette.contrast(palette.ink_on(colour), colour) >= 4.5
    for step in range(-10, 11):
        assert palette.contrast(theme.INK, palette.change_colour(step / 10)) >= 4.5
        assert palette.contrast(theme.INK, palette.share_colour(abs(step) / 10)) >= 4.5


def test_long_labels_are_wrapped_and_cut_off_visibly():
    lines = wrap("word " * 60, 100, most=3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert wrap("x" * 300, 100)[0].endswith("…")


def test_the_picture_for_documents_is_a_png_of_the_same_shape():
    import io

    from PIL import Image

    svg = draw_svg(paired(ROW), "ltr", "a")
    root = parsed(svg)
    picture = Image.open(io.BytesIO(draw_png(svg)))
    assert picture.format == "PNG"
    assert picture.width / picture.height == pytest.approx(WIDTH / float(root.get("height")), rel=0.02)
    assert picture.width >= WIDTH_PT * 2
    assert len(picture.convert("RGB").getcolors(1_000_000)) > 5  # something is drawn


def test_the_same_chart_is_drawn_the_same_way_each_time():
    node = charts()[0]
    assert draw_svg(node.chart, "ltr", node.alt) == draw_svg(node.chart, "ltr", node.alt)
