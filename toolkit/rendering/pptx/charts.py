"""Charts of a deck as native charts, so that they can be edited: python-pptx's bar charts with what it cannot do
itself (intervals, right to left, legend entries) as small changes of their XML."""

from __future__ import annotations

from collections.abc import Sequence

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from toolkit.rendering import theme
from toolkit.rendering.charts import palette
from toolkit.rendering.charts.records import Chart, FlowChart, LikertChart, PairedChart
from toolkit.rendering.outline import ChartNode, Span
from toolkit.rendering.pptx.master import mirrored
from toolkit.rendering.pptx.office import Office, emu, rgb
from toolkit.rendering.pptx.text import Voice, plain_text_frame, write_paras
from toolkit.rendering.slide_space import Box
from toolkit.rendering.slide_text import SlidePara, count_lines, line_height

SIZE = 18
"""Of all text in a chart, in points."""
_C = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_NARROW = 0.08
"""A part of a bar for a smaller share has no room for its number."""
_PLAIN, _PERCENT = "General", "0%;0%;"
_SIGNED = "+0;-0;0"


def draw_chart(slide: Office, box: Box, node: ChartNode, speaks: Voice) -> None:
    """A native chart in the box, with the node's sentence as its alternative text."""
    if isinstance(node.chart, LikertChart):
        box = _draw_steps(slide, box, node.chart, speaks)
    at = mirrored(box, speaks.direction)
    place = (emu(at.x), emu(at.y), emu(at.width), emu(at.height))
    frame = slide.shapes.add_chart(_kind(node.chart), *place, _data(node.chart, speaks))
    properties = frame._element.xpath(".//p:cNvPr")[0]
    properties.set("descr", node.alt)
    properties.set("title", node.chart.title)
    chart = frame.chart
    chart.has_title = False
    chart.has_legend = False
    chart.font.size = Pt(SIZE)
    chart.font.color.rgb = rgb(theme.INK)
    match node.chart:
        case FlowChart():
            _style_flow(chart)
        case PairedChart():
            _style_paired(chart, node.chart)
        case LikertChart():
            _style_likert(chart, node.chart)
    _style_axes(chart, speaks)
    _set_language(chart, speaks)
    for element in chart._chartSpace.iter(qn("c:axId"), qn("c:crossAx")):
        element.set("val", element.get("val").lstrip("-"))  # python-pptx's own are negative, which is not valid


def _kind(chart: Chart) -> Office:
    return XL_CHART_TYPE.BAR_STACKED if isinstance(chart, LikertChart) else XL_CHART_TYPE.BAR_CLUSTERED


def _draw_steps(slide: Office, box: Box, chart: LikertChart, speaks: Voice) -> Box:
    """The scale's steps with their colours above the chart, lowest first; returns the room that is left. A legend of
    the chart itself would name them in the order in which the bars are stacked, the middle step twice."""
    colours = palette.step_colours(len(chart.steps))
    spans = [Span(f"■ {step}    ") for step in chart.steps]
    height = count_lines(tuple(spans), box.width, SIZE) * line_height(tuple(spans), SIZE)
    at = mirrored(Box(box.x, box.y, box.width, height), speaks.direction)
    shape = slide.shapes.add_textbox(emu(at.x), emu(at.y), emu(at.width), emu(at.height))
    frame = plain_text_frame(shape)
    pieces = [Span(part) for span in spans for part in (span.text[0], span.text[1:])]
    write_paras(frame, (SlidePara(tuple(pieces)),), SIZE, speaks)
    for run, colour in zip(frame.paragraphs[0].runs[::2], colours, strict=True):
        run.font.color.rgb = rgb(colour)
    used = height + 6
    return Box(box.x, box.y + used, box.width, box.height - used)


def _data(chart: Chart, speaks: Voice) -> Office:
    make: Office = CategoryChartData  # python-pptx has no types
    match chart:
        case FlowChart():
            data = make(number_format=_PLAIN)
            boxes = (chart.before, chart.after, chart.both, chart.only_before, chart.only_after)
            data.categories = [_ordered(box.label, speaks) for box in boxes]
            data.add_series(chart.title, [box.count for box in boxes])
        case PairedChart():
            data = make(number_format=_SIGNED)
            data.categories = [_ordered(row.label, speaks) for row in chart.rows]
            data.add_series(chart.change, [row.change for row in chart.rows])
        case LikertChart():
            data = make(number_format=_PERCENT)
            data.categories = [_ordered(f"{row.group}: {row.label}", speaks) for row in chart.rows]
            for name, values, _ in likert_series(chart):
                data.add_series(name, values)
    return data


def _ordered(words: str, speaks: Voice) -> str:
    """From right to left, each line in an isolate: office programs order a chart's words from left to right."""
    if speaks.direction == "ltr":
        return words
    return "\n".join(f"\u2067{line}\u2069" for line in words.split("\n"))


def likert_series(chart: LikertChart) -> list[tuple[str, list[float], str]]:
    """(name, values, colour) of a stacked bar around zero, nearest to zero first: negative below the middle of the
    scale, positive above, half of the middle step on each side."""
    colours = palette.step_colours(len(chart.steps))
    half, odd = divmod(len(chart.steps), 2)

    def values(step: int, factor: float) -> list[float]:
        return [row.shares[step] * factor for row in chart.rows]

    found: list[tuple[str, list[float], str]] = []
    if odd:
        found.append((chart.steps[half], values(half, -0.5), colours[half]))
    found += [(chart.steps[step], values(step, -1), colours[step]) for step in range(half - 1, -1, -1)]
    if odd:
        found.append((chart.steps[half], values(half, 0.5), colours[half]))
    found += [(chart.steps[step], values(step, 1), colours[step]) for step in range(half + odd, len(chart.steps))]
    return found


def _style_flow(chart: Office) -> None:
    plot = chart.plots[0]
    plot.gap_width = 45
    series = plot.series[0]
    _fill(series.format, palette.AFTER)
    for index in (3, 4):
        _fill(series.points[index].format, theme.MUTED)
    _label(series, XL_LABEL_POSITION.OUTSIDE_END, _PLAIN)
    chart.value_axis.minimum_scale = 0
    chart.value_axis.visible = False


def _style_paired(chart: Office, record: PairedChart) -> None:
    """The change as a bar, its interval as an error bar with the real ends; places on the axis leave room for both."""
    plot = chart.plots[0]
    plot.gap_width = 70
    series = plot.series[0]
    series.invert_if_negative = False
    _fill(series.format, palette.HIGH_STEPS[0])
    for index, row in enumerate(record.rows):
        if row.change < 0:
            _fill(series.points[index].format, palette.LOW_STEPS[1])
    _intervals(series, record)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale = record.change_ticks[0][0], record.change_ticks[-1][0]
    axis.major_unit = record.change_ticks[1][0] - record.change_ticks[0][0]
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = _SIGNED, False


def _intervals(series: Office, record: PairedChart) -> None:
    if all(row.low is None or row.high is None for row in record.rows):
        return
    up = [0 if row.high is None else row.high - row.change for row in record.rows]
    down = [0 if row.low is None else row.change - row.low for row in record.rows]
    element = parse_xml(
        f'<c:errBars {_C}><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"<c:plus>{_numbers(up)}</c:plus><c:minus>{_numbers(down)}</c:minus>"
        f'<c:spPr><a:ln w="28575"><a:solidFill><a:srgbClr val="{theme.INK}"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    # The file format wants error bars before the categories.
    series._element.find(qn("c:cat")).addprevious(element)


def _numbers(values: Sequence[float]) -> str:
    points = "".join(f'<c:pt idx="{i}"><c:v>{max(0.0, value):.6g}</c:v></c:pt>' for i, value in enumerate(values))
    return f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>{points}</c:numLit>'


def _style_likert(chart: Office, record: LikertChart) -> None:
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 35, 100
    shown = likert_series(record)
    half, odd = divmod(len(record.steps), 2)
    for index, (series, (_, values, colour)) in enumerate(zip(plot.series, shown, strict=True)):
        series.invert_if_negative = False
        _fill(series.format, colour)
        middle = odd and index in (0, half + 1)
        if not middle:
            _label(series, XL_LABEL_POSITION.CENTER, _PERCENT, palette.ink_on(colour))
            for point, value in reversed(list(enumerate(values))):
                if abs(value) < _NARROW:
                    hidden = f'<c:dLbl {_C}><c:idx val="{point}"/><c:delete val="1"/></c:dLbl>'
                    series.data_labels._element.insert(0, parse_xml(hidden))
    chart.value_axis.visible = False


def _fill(look: Office, colour: str) -> None:
    look.fill.solid()
    look.fill.fore_color.rgb = rgb(colour)


def _label(series: Office, position: Office, form: str, ink: str = theme.INK) -> None:
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = form, False
    labels.font.size = Pt(SIZE)
    labels.font.color.rgb = rgb(ink)
    labels.position = position


def _style_axes(chart: Office, speaks: Voice) -> None:
    """The first category on top; from right to left, bars grow to the left and the names stand at the right."""
    names, values = chart.category_axis, chart.value_axis
    names.reverse_order = True
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.has_major_gridlines = False
    names.major_tick_mark = XL_TICK_MARK.NONE
    skip = parse_xml(f'<c:tickLblSkip {_C} val="1"/>')
    names._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)
    names.format.line.color.rgb = rgb(theme.MUTED)
    names.tick_labels.font.size = Pt(SIZE)
    values.has_major_gridlines = bool(values.visible)
    if values.visible:
        values.major_gridlines.format.line.color.rgb = rgb(palette.GRID)
        values.tick_labels.font.size = Pt(SIZE)
    # With the names upside down, "max" is where the first axis ends: below.
    crosses = names._element.getparent().xpath("./c:valAx/c:crosses")
    for element in crosses:
        element.set("val", "max")
    values.reverse_order = speaks.direction == "rtl"


def _set_language(chart: Office, speaks: Voice) -> None:
    """Language and direction of every text in the chart."""
    for element in chart._chartSpace.iter(qn("a:defRPr"), qn("a:rPr")):
        element.set("lang", speaks.tag)
    for run in chart._chartSpace.iter(qn("a:r")):
        if run.find(qn("a:rPr")) is None:
            run.get_or_add_rPr().set("lang", speaks.tag)
    if speaks.direction == "rtl":
        for paragraph in chart._chartSpace.iter(qn("a:p")):
            paragraph.get_or_add_pPr().set("rtl", "1")
