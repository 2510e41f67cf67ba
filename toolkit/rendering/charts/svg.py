"""Charts as SVG: one function for each kind of chart, from records to a string."""

from __future__ import annotations

from toolkit.rendering import theme
from toolkit.rendering.charts import palette
from toolkit.rendering.charts.canvas import LINE_HEIGHT, SMALL, TEXT, WIDTH, Canvas, wrap
from toolkit.rendering.charts.records import Chart, FlowBox, FlowChart, LikertChart, LikertRow, PairedChart
from toolkit.rendering.outline import Direction
from toolkit.rendering.slide_text import text_width

_PAD = 10.0
_LABEL = 190.0


def draw_svg(chart: Chart, direction: Direction, alt: str) -> str:
    """The chart as an SVG element: title and description inside, text as text, no style or script of its own."""
    canvas = Canvas(direction)
    match chart:
        case PairedChart():
            height = _paired(canvas, chart)
        case LikertChart():
            height = _likert(canvas, chart)
        case FlowChart():
            height = _flow(canvas, chart)
    return canvas.svg(height, chart.title, alt)


def _paired(canvas: Canvas, chart: PairedChart) -> float:
    """Labels, then scores as two dots joined by a line, then the change with its interval, each on its own axis."""
    left, middle, gap, right = _LABEL + _PAD, 415.0, 32.0, WIDTH - 16
    low_tick, high_tick = chart.change_ticks[0][0], chart.change_ticks[-1][0]

    def score(value: float) -> float:
        return left + (middle - left) * value / chart.most

    def change(value: float) -> float:
        inside = min(high_tick, max(low_tick, value))
        return middle + gap + (right - middle - gap) * (inside - low_tick) / (high_tick - low_tick)

    legend = 18.0
    x = left
    for words, kind in ((chart.before, "before"), (chart.after, "after")):
        _dot(canvas, x + 6, legend, kind)
        canvas.text(x + 18, legend + 4.5, words, size=SMALL)
        x += 34 + text_width(words, SMALL)
    heads = wrap(chart.change, right - middle - gap + 16, SMALL, most=2)
    canvas.diamond(middle + gap + 2, legend, 6, palette.CHANGE)
    canvas.lines(middle + gap + 14, legend, heads, size=SMALL)
    blocks = [wrap(row.label, _LABEL - _PAD, TEXT) for row in chart.rows]
    notes = [wrap(row.text, _LABEL - _PAD, SMALL) for row in chart.rows]
    top = 40.0
    heights = [
        max(46.0, (len(b) * TEXT + len(n) * SMALL) * LINE_HEIGHT + 14) for b, n in zip(blocks, notes, strict=True)
    ]
    bottom = top + sum(heights)
    for value, words in chart.ticks:
        canvas.line(score(value), top, score(value), bottom, palette.GRID)
        canvas.text(score(value), bottom + 17, words, size=SMALL, anchor="middle", colour=theme.MUTED)
    for value, words in chart.change_ticks:
        colour = palette.ZERO if value == 0 else palette.GRID
        canvas.line(change(value), top, change(value), bottom, colour, 1.6 if value == 0 else 1)
        canvas.text(change(value), bottom + 17, words, size=SMALL, anchor="middle", colour=theme.MUTED)
    y = top
    for row, label, note, height in zip(chart.rows, blocks, notes, heights, strict=True):
        if y > top:
            canvas.line(0, y, WIDTH, y, palette.GRID, 0.6)
        centre = y + height / 2
        upper = centre - (len(note) * SMALL) * LINE_HEIGHT / 2
        lower = centre + (len(label) * TEXT) * LINE_HEIGHT / 2
        canvas.lines(0, upper, label, bold=True)
        canvas.lines(0, lower, note, size=SMALL, colour=theme.MUTED)
        canvas.line(score(row.before), centre, score(row.after), centre, theme.MUTED, 2.4)
        _dot(canvas, score(row.before), centre, "before")
        _dot(canvas, score(row.after), centre, "after")
        if row.low is not None and row.high is not None:
            start, end = change(row.low), change(row.high)
            canvas.line(start, centre, end, centre, palette.CHANGE, 2.4)
            for at in (start, end):
                canvas.line(at, centre - 6, at, centre + 6, palette.CHANGE, 2.4)
        canvas.diamond(change(row.change), centre, 6.5, palette.CHANGE)
        y += height
    return bottom + 26


def _dot(canvas: Canvas, x: float, y: float, kind: str) -> None:
    """Before is hollow, after is full."""
    if kind == "before":
        canvas.dot(x, y, 6, theme.PAPER, palette.BEFORE)
    else:
        canvas.dot(x, y, 6, palette.AFTER, palette.AFTER)


def _likert(canvas: Canvas, chart: LikertChart) -> float:
    """Bars that begin left of the middle line by what lies below the middle of the scale (and half of the middle)."""
    colours = palette.step_colours(len(chart.steps))
    top = _legend(canvas, chart.steps, colours)
    label, end = 92.0, 150.0
    left, right = label + _PAD, WIDTH - end - _PAD
    below = max([_below(row) for row in chart.rows] + [0.05])
    above = max([1 - _below(row) for row in chart.rows] + [0.05])
    unit = (right - left) / (below + above)
    zero = left + below * unit
    y, group = top, ""
    for row in chart.rows:
        if row.group != group:
            y += 10 if group else 0
            heads = wrap(row.group, WIDTH, TEXT, bold=True, most=2)
            canvas.lines(0, y + 10 + (len(heads) - 1) * TEXT * LINE_HEIGHT / 2, heads, bold=True)
            y += 10 + len(heads) * TEXT * LINE_HEIGHT
            group = row.group
        canvas.lines(0, y + 14, wrap(row.label, label, SMALL, most=2), size=SMALL)
        x = zero - _below(row) * unit
        for share, words, colour in zip(row.shares, row.texts, colours, strict=True):
            width = share * unit
            canvas.rect(x, y, width, 28, colour, stroke=theme.PAPER)
            if text_width(words, SMALL) + 4 <= width:
                canvas.text(x + width / 2, y + 18.5, words, size=SMALL, anchor="middle", colour=palette.ink_on(colour))
            x += width
        canvas.lines(right + _PAD, y + 14, wrap(row.text, end, SMALL, most=2), size=SMALL)
        # The line stops at the bar, so that it does not cross the number in it.
        for start, stop in ((y - 4, y), (y + 28, y + 32)):
            canvas.line(zero, start, zero, stop, theme.INK, 2)
        y += 36
    return y + 4


def _below(row: LikertRow) -> float:
    """Share of answers below the middle of the scale, half of the middle step included."""
    half, odd = divmod(len(row.shares), 2)
    return sum(row.shares[:half]) + (row.shares[half] / 2 if odd else 0)


def _legend(canvas: Canvas, words: tuple[str, ...], colours: tuple[str, ...]) -> float:
    """Coloured squares with their words, in as many lines as needed; returns where the chart may begin."""
    x, y = 0.0, 4.0
    for text, colour in zip(words, colours, strict=True):
        width = 20 + text_width(text, SMALL) + 16
        if x and x + width > WIDTH:
            x, y = 0.0, y + 20
        canvas.rect(x, y, 14, 14, colour, stroke=theme.MUTED)
        canvas.text(x + 20, y + 11.5, text, size=SMALL)
        x += width
    return y + 28


def _flow(canvas: Canvas, chart: FlowChart) -> float:
    """Two boxes that lead into one, with those who are left out beside the way."""
    width, height = 178.0, 66.0
    upper, lower = 8.0, 134.0
    middle = (upper + lower) / 2
    last = WIDTH - width - 2
    out = 234.0
    for box, x, y, fill in (
        (chart.before, 2.0, upper, palette.FLOW),
        (chart.after, 2.0, lower, palette.FLOW),
        (chart.both, last, middle, theme.BRAND),
        (chart.only_before, out, upper, palette.OUT),
        (chart.only_after, out, lower, palette.OUT),
    ):
        small = fill == palette.OUT
        _flow_box(canvas, box, x, y, 170.0 if small else width, height, fill)
    centre = middle + height / 2
    for y in (upper + height, lower):
        start = 2 + width / 2
        canvas.line(start, y, start, centre, theme.MUTED, 2)
    canvas.line(2 + width / 2, centre, last - 8, centre, theme.MUTED, 2)
    canvas.arrow_head(last, centre, 10, theme.MUTED)
    for y in (upper + height / 2, lower + height / 2):
        canvas.line(2 + width, y, out - 8, y, theme.MUTED, 1.4, dashed=True)
        canvas.arrow_head(out, y, 8, theme.MUTED)
    return lower + height + 8


def _flow_box(canvas: Canvas, box: FlowBox, x: float, y: float, width: float, height: float, fill: str) -> None:
    ink = palette.ink_on(fill)
    canvas.rect(x, y, width, height, fill, stroke=theme.MUTED, radius=6)
    canvas.text(x + width / 2, y + 26, box.text, size=20, anchor="middle", bold=True, colour=ink)
    canvas.lines(
        x + width / 2, y + 47, wrap(box.label, width - 12, SMALL, most=2), size=SMALL, anchor="middle", colour=ink
    )  # fmt: skip
