"""Shapes written as XML: panels, circles, icons and lines that need none of python-pptx's objects."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.shapes.shapetree import SlideShapeFactory

from toolkit.rendering.outline import Direction
from toolkit.rendering.pptx.icon import GRID, STROKE, icon_geometry
from toolkit.rendering.pptx.master import mirrored
from toolkit.rendering.pptx.office import DECORATIVE, Office, emu
from toolkit.rendering.slide_box import Box

_NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_ICON_SHARE = 0.6
"""Of the circle around it."""


def colour_xml(colour: str) -> str:
    """A colour written rrggbb, or the name of one of the theme's."""
    return f'<a:srgbClr val="{colour}"/>' if len(colour) == 6 and colour.isupper() else f'<a:schemeClr val="{colour}"/>'


class Canvas:
    """A slide that shapes are added to: `behind` below everything that is there, `add` on top."""

    def __init__(self, slide: Office, direction: Direction) -> None:
        self._shapes = slide.shapes
        self._tree = slide.shapes._spTree
        self._behind = 2
        self._direction: Direction = direction

    def _number(self) -> int:
        return max((int(e.get("id")) for e in self._tree.iter(qn("p:cNvPr"))), default=1) + 1

    def place(self, xml: str, *, behind: bool) -> None:
        """Put a finished shape into the slide."""
        element = parse_xml(xml)
        if behind:
            self._tree.insert(self._behind, element)
            self._behind += 1
        else:
            self._tree.append(element)

    def shape(
        self,
        box: Box,
        fill: str,
        *,
        geometry: str = "rect",
        rounded: float = 0,
        line: str = "",
        line_pt: float = 1.5,
        behind: bool = True,
        name: str = "Decoration",
        alt: str = "",
    ) -> int:
        """A plain shape; decorative unless it has an `alt`. `rounded` is the radius in points. Returns its id."""
        number = self._number()
        adjust = ""
        if rounded:
            geometry = "roundRect"
            share = min(50_000, round(rounded / min(box.width, box.height) * 100_000))
            adjust = f'<a:gd name="adj" fmla="val {share}"/>'
        filled = f"<a:solidFill>{colour_xml(fill)}</a:solidFill>" if fill else "<a:noFill/>"
        edge = (
            f'<a:ln w="{emu(line_pt)}"><a:solidFill>{colour_xml(line)}</a:solidFill></a:ln>'
            if line
            else "<a:ln><a:noFill/></a:ln>"
        )
        shape = f'<a:prstGeom prst="{geometry}"><a:avLst>{adjust}</a:avLst></a:prstGeom>{filled}{edge}'
        self.place(self._sp(number, name, box, shape, alt), behind=behind)
        return number

    def icon(self, name: str, box: Box, colour: str, *, behind: bool = True) -> int:
        """An icon as lines; screen readers skip it. Returns its id."""
        number = self._number()
        width = emu(STROKE / GRID * box.width)
        shape = (
            f'{icon_geometry(name)}<a:noFill/><a:ln w="{width}" cap="rnd"><a:solidFill>{colour_xml(colour)}'
            "</a:solidFill><a:round/></a:ln>"
        )
        self.place(self._sp(number, f"Icon {name}", box, shape, ""), behind=behind)
        return number

    def placeholder(self, kind: str, name: str, index: int, content: str, lang: str) -> Office:
        """A small placeholder of the layout, with this in its only paragraph. Returns its python-pptx shape."""
        self.place(
            f'<p:sp {_NS}><p:nvSpPr><p:cNvPr id="{self._number()}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
            f'</p:cNvSpPr><p:nvPr><p:ph type="{kind}" sz="quarter" idx="{index}"/></p:nvPr></p:nvSpPr><p:spPr/>'
            '<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/><a:lstStyle/>'
            f'<a:p>{content}<a:endParaRPr lang="{lang}"/></a:p></p:txBody></p:sp>',
            behind=False,
        )
        return SlideShapeFactory(self._tree[-1], self._shapes)

    def badge(self, name: str, box: Box, fill: str, colour: str) -> None:
        """An icon in a circle."""
        self.shape(box, fill, geometry="ellipse")
        self.icon(name, box.inside(box.width * (1 - _ICON_SHARE) / 2), colour)

    def _sp(self, number: int, name: str, box: Box, shape: str, alt: str) -> str:
        at = mirrored(box, self._direction)
        about = f"descr={quoteattr(alt)}/>" if alt else f'descr="">{DECORATIVE}</p:cNvPr>'
        return (
            f'<p:sp {_NS}><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(name)} {about}<p:cNvSpPr/><p:nvPr/>'
            f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{emu(at.x)}" y="{emu(at.y)}"/>'
            f'<a:ext cx="{emu(at.width)}" cy="{emu(at.height)}"/></a:xfrm>{shape}</p:spPr></p:sp>'
        )
