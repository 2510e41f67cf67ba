"""Small shared things about python-pptx: a name for its objects, units, colours."""

from __future__ import annotations

from typing import Any

from pptx.dml.color import RGBColor
from pptx.util import Emu

Office = Any
"""An object of python-pptx or an element of its XML. Its type hints end at the XML that we have to reach, so these
are not typed any closer."""

EMU = 12_700
"""English metric units in a point."""

DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
"""What tells screen readers to skip a shape: a child of its `p:cNvPr`."""


def emu(points: float) -> Emu:
    """Points as English metric units."""
    return Emu(round(points * EMU))


def rgb(colour: str) -> RGBColor:
    """A colour written rrggbb."""
    return RGBColor(*bytes.fromhex(colour))  # type: ignore[no-untyped-call]
