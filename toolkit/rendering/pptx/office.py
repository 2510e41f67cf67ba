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


def emu(points: float) -> Emu:
    """Points as English metric units."""
    return Emu(round(points * EMU))


def rgb(colour: str) -> RGBColor:
    """A colour written rrggbb."""
    return RGBColor(*bytes.fromhex(colour))  # type: ignore[no-untyped-call]
