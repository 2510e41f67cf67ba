"""QR codes as pictures: black on white with the quiet zone that readers need, the same bytes every time."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segno import QRCode

QUIET_ZONE = 4
"""White modules on each side, as ISO/IEC 18004 asks for."""

_SHORT = 120
"""Up to this many characters, a code can afford to lose a third of its surface to a fold or a stain."""
_MOST = 1200


def draw_qr_svg(data: str) -> str:
    """The code as an SVG with a viewBox, one unit for each module. Raises ValueError for what does not fit."""
    buffer = io.BytesIO()
    _code(data).save(
        buffer, kind="svg", border=QUIET_ZONE, xmldecl=False, svgns=True, nl=False, omitsize=True, light="#fff"
    )
    return buffer.getvalue().decode("utf-8")


def draw_qr_png(data: str, pixels_each: int = 10) -> bytes:
    """The code as a PNG of two colours; a module is `pixels_each` wide. Raises ValueError for what does not fit."""
    buffer = io.BytesIO()
    _code(data).save(buffer, kind="png", scale=pixels_each, border=QUIET_ZONE)
    return buffer.getvalue()


def fits_qr(data: str) -> bool:
    """Whether there is something to hold, and not more than a telephone still reads from paper."""
    return 0 < len(data) <= _MOST


def _code(data: str) -> QRCode:
    import segno

    from toolkit.rendering.qr_mask import LARGEST_VERSION, best_mask

    if not fits_qr(data):
        raise ValueError(f"{len(data)} characters; a QR code on paper holds 1 to {_MOST}")
    # Long addresses get a lower level: finer modules would harm reading more than the correction helps.
    error = "h" if len(data) <= _SHORT else "m"
    code = segno.make_qr(data, error=error, mask=0)
    version = code.version
    if not isinstance(version, int) or version > LARGEST_VERSION:
        return segno.make_qr(data, error=error)
    mask = best_mask(code.matrix)
    return segno.make_qr(data, error=error, mask=mask) if mask else code
