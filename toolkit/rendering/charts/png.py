"""Charts as PNG, for documents that cannot hold SVG: typst draws them, so nothing else has to be installed."""

from __future__ import annotations

import tempfile
from importlib import resources
from pathlib import Path

from toolkit.rendering.charts.canvas import WIDTH

DOTS_PER_INCH = 220.0
WIDTH_PT = 480
"""Width of the picture, about that of the text on an A4 page."""

_PAGE = f'#set page(width: auto, height: auto, margin: 0pt)\n#image("chart.svg", width: {WIDTH_PT}pt)\n'


def draw_png(svg: str) -> bytes:
    """The SVG of `draw_svg` as the bytes of a PNG, `WIDTH_PT` wide; the same bytes on every machine."""
    import typst

    fonts = resources.files("toolkit.rendering") / "fonts"
    with resources.as_file(fonts) as font_folder, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "chart.svg").write_text(svg, encoding="utf-8")
        (folder / "chart.typ").write_text(_PAGE, encoding="utf-8")
        compiler = typst.Compiler(folder / "chart.typ", root=folder, font_paths=[font_folder], ignore_system_fonts=True)
        drawn = compiler.compile(format="png", ppi=DOTS_PER_INCH)
    if not isinstance(drawn, bytes):
        raise TypeError(f"typst gave no single picture of a chart {WIDTH:g} wide")
    return drawn
