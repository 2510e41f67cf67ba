"""What a placeholder gets from its layout, its master and the theme: size, alignment, margins, colour, ground, font."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator, Sequence

from lxml import etree  # type: ignore[import-untyped]
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn

from toolkit.rendering.pptx.office import EMU, Office
from toolkit.rendering.slide_space import Box

_A = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
_MARGINS = {"lIns": 91_440, "tIns": 45_720, "rIns": 91_440, "bIns": 45_720}
"""The file format's own margins of a text box, in English metric units."""
_TITLES = ("title", "ctrTitle")
_STYLES = {"title": "p:titleStyle", "ctrTitle": "p:titleStyle"}
_PLACE = f"{qn('p:spPr')}/{qn('a:xfrm')}"
_COVERED = 0.02
"""Below this share of a text's box, a shape behind it does not matter."""


def type_of(shape: Office) -> str:
    """The placeholder's type as the file writes it; ``obj`` where it writes none."""
    return str(shape._element.xpath(".//p:nvPr/p:ph")[0].get("type") or "obj")


def box_of(shape: Office) -> Box | None:
    """The placeholder's place in points, its own or its master's; None when neither says."""
    owner = next((each for each in _chain(shape) if each._element.find(_PLACE) is not None), shape)
    places = (owner.left, owner.top, owner.width, owner.height)
    if any(value is None for value in places):
        return None
    x, y, width, height = (value / EMU for value in places)
    return Box(x, y, width, height)


def room_of(shape: Office) -> Box | None:
    """The room for text inside the placeholder's margins, in points."""
    box = box_of(shape)
    if box is None:
        return None
    chain = _chain(shape)
    left, top, right, bottom = (int(_body_property(chain, name) or _MARGINS[name]) / EMU for name in _MARGINS)
    return Box(box.x + left, box.y + top, box.width - left - right, box.height - top - bottom)


def is_upright(shape: Office) -> bool:
    """Whether its text runs along horizontal lines."""
    return _body_property(_chain(shape), "vert") in (None, "horz") and not float(shape.rotation or 0)


def align_of(shape: Office) -> str:
    """``l``, ``ctr`` or ``r``, as paragraphs of the first level stand."""
    found = next((level.get("algn") for level in _levels(shape) if level.get("algn")), "l")
    return found if found in ("l", "ctr", "r") else "l"


def size_of(shape: Office) -> float:
    """Text size of the first level, in points."""
    sizes = (run.get("sz") for run in _runs(shape))
    return int(next((size for size in sizes if size), 1800)) / 100


def has_bullet(shape: Office, level: int = 0) -> bool:
    """Whether the master itself puts a mark before paragraphs of this level."""
    for properties in _levels(shape, level + 1):
        kinds = {etree.QName(child).localname for child in properties}
        if kinds & {"buChar", "buAutoNum", "buBlip"}:
            return True
        if "buNone" in kinds:
            return False
    return False


def line_spacing_of(shape: Office) -> float | None:
    """Line spacing of the first level as a share of the font's own; None when it is a fixed height in points."""
    for level in _levels(shape):
        spacing = level.find(qn("a:lnSpc"))
        if spacing is not None:
            share = spacing.find(qn("a:spcPct"))
            return None if share is None else int(share.get("val").rstrip("%")) / 100_000
    return 1.0


def fonts_of(master: Office) -> tuple[str, str]:
    """The theme's Latin typefaces: of headings and of text."""
    theme = _theme(master)
    names = [theme.find(f".//a:{kind}/a:latin", _A) for kind in ("majorFont", "minorFont")]
    heading, text = ("" if name is None else str(name.get("typeface") or "") for name in names)
    return heading, text


def theme_colour(master: Office, name: str) -> str | None:
    """A colour of the master's theme such as ``accent1`` or ``tx1``, as rrggbb."""
    return _scheme_colour(master, None, name)


def ink_of(shape: Office, layout: Office) -> str | None:
    """The colour of its text as rrggbb, or None when it is no plain colour."""
    for run in _runs(shape):
        fill = run.find(qn("a:solidFill"))
        if fill is not None:
            return solid_colour(fill, layout.slide_master, layout)
        if any(run.find(qn(name)) is not None for name in ("a:gradFill", "a:pattFill", "a:blipFill", "a:noFill")):
            return None
    return _scheme_colour(layout.slide_master, layout, "tx1")


def ground_of(shape: Office, layout: Office) -> str | None:
    """The colour behind its text as rrggbb, or None when it is a picture, a gradient or of several colours."""
    own = shape._element.find(qn("p:spPr"))
    fill = None if own is None else own.find(qn("a:solidFill"))
    if fill is not None:
        return solid_colour(fill, layout.slide_master, layout)
    if own is not None and any(own.find(qn(name)) is not None for name in ("a:gradFill", "a:pattFill", "a:blipFill")):
        return None
    box = box_of(shape)
    ground = background_of(layout)
    for other in behind(layout):
        share = 0.0 if box is None else covered(box, other)
        if share <= _COVERED:
            continue
        ground = fill_of(other, layout) if share > 1 - _COVERED else None
    return ground


def _levels(shape: Office, level: int = 1) -> Iterator[Office]:
    """Paragraph properties of a level, the closest first: layout, master placeholder, master styles."""
    name = f"a:lvl{level}pPr"
    for owner in _chain(shape):
        styles = owner._element.find(f"{qn('p:txBody')}/{qn('a:lstStyle')}")
        properties = None if styles is None else styles.find(qn(name))
        if properties is not None:
            yield properties
    kind = type_of(shape)
    style = _STYLES.get(kind, "p:bodyStyle")
    texts = _master_of(shape).element.find(f"{qn('p:txStyles')}/{qn(style)}")
    properties = None if texts is None else texts.find(qn(name))
    if properties is not None:
        yield properties


def _master_of(shape: Office) -> Office:
    part = shape.part
    return part.slide_master if hasattr(part, "slide_master") else part.slide_layout.slide_master


def _runs(shape: Office) -> Iterator[Office]:
    for level in _levels(shape):
        run = level.find(qn("a:defRPr"))
        if run is not None:
            yield run


def _chain(shape: Office) -> list[Office]:
    found = [shape]
    while (base := getattr(found[-1], "_base_placeholder", None)) is not None:
        found.append(base)
    return found


def _body_property(chain: Sequence[Office], name: str) -> str | None:
    for owner in chain:
        body = owner._element.find(f"{qn('p:txBody')}/{qn('a:bodyPr')}")
        if body is not None and body.get(name) is not None:
            return str(body.get(name))
    return None


def _theme(master: Office) -> Office:
    return etree.fromstring(master.part.part_related_by(RT.THEME).blob)


def _scheme_colour(master: Office, layout: Office | None, name: str) -> str | None:
    mapping = master.element.find(qn("p:clrMap"))
    if layout is not None:
        over = layout._element.find(f"{qn('p:clrMapOvr')}/{qn('a:overrideClrMapping')}")
        mapping = mapping if over is None else over
    slot = name if mapping is None else mapping.get(name, name)
    found = _theme(master).find(f".//a:clrScheme/a:{slot}", _A)
    if found is None or not len(found):
        return None
    colour = found[0]
    value = colour.get("lastClr") if etree.QName(colour).localname == "sysClr" else colour.get("val")
    return str(value).upper() if value and len(value) == 6 else None


def solid_colour(fill: Office, master: Office, layout: Office | None) -> str | None:
    """The colour of a solid fill, with the theme's lighter and darker steps."""
    if not len(fill):
        return None
    colour = fill[0]
    kind = etree.QName(colour).localname
    if kind == "srgbClr":
        value = str(colour.get("val")).upper()
    elif kind == "schemeClr":
        value = _scheme_colour(master, layout, str(colour.get("val"))) or ""
    elif kind == "sysClr":
        value = str(colour.get("lastClr") or "").upper()
    else:
        return None
    for change in colour:
        value = _changed(value, etree.QName(change).localname, int(change.get("val", "0")) / 100_000) if value else ""
    return value or None


def _changed(value: str, kind: str, share: float) -> str:
    """A colour after one step of ``lumMod`` and the like; "" for those that are not computed."""
    red, green, blue = (int(value[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, light, strength = colorsys.rgb_to_hls(red, green, blue)
    rgb: tuple[float, ...]
    match kind:
        case "lumMod":
            rgb = colorsys.hls_to_rgb(hue, light * share, strength)
        case "lumOff":
            rgb = colorsys.hls_to_rgb(hue, min(1.0, light + share), strength)
        case "shade":
            rgb = tuple(_to_srgb(_linear(part) * share) for part in (red, green, blue))
        case "tint":
            rgb = tuple(_to_srgb(1 - (1 - _linear(part)) * share) for part in (red, green, blue))
        case _:
            return ""
    return "".join(f"{round(min(1.0, max(0.0, part)) * 255):02X}" for part in rgb)


def _linear(part: float) -> float:
    """Shades and tints are made of light, not of the numbers that stand for it."""
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _to_srgb(light: float) -> float:
    return light * 12.92 if light <= 0.0031308 else float(1.055 * light ** (1 / 2.4) - 0.055)


def background_of(layout: Office) -> str | None:
    """The colour of the layout's or its master's background, or None when it is no plain colour."""
    for owner in (layout._element, layout.slide_master.element):
        ground = owner.find(f"{qn('p:cSld')}/{qn('p:bg')}")
        if ground is None:
            continue
        own = ground.find(f"{qn('p:bgPr')}/{qn('a:solidFill')}")
        if own is not None:
            return solid_colour(own, layout.slide_master, layout)
        reference = ground.find(qn("p:bgRef"))
        if reference is not None and _is_plain(layout.slide_master, int(reference.get("idx", "0"))):
            return solid_colour(reference, layout.slide_master, layout)
        return None
    return _scheme_colour(layout.slide_master, layout, "bg1")


def _is_plain(master: Office, index: int) -> bool:
    """Whether the theme's background of this number (from 1001) is one colour."""
    styles = _theme(master).find(".//a:bgFillStyleLst", _A)
    place = index - 1001
    return styles is not None and 0 <= place < len(styles) and etree.QName(styles[place]).localname == "solidFill"


def behind(layout: Office) -> list[Office]:
    """Shapes that every slide shows behind its text, from back to front."""
    shown = layout._element.get("showMasterSp") not in ("0", "false")
    shapes = [*(layout.slide_master.shapes if shown else ()), *layout.shapes]
    return [shape for shape in shapes if not shape.is_placeholder]


def covered(box: Box, shape: Office) -> float:
    """The share of the box that a shape covers."""
    other = box_of(shape)
    if other is None or not box.width or not box.height:
        return 0.0
    if shape.shape_type is not None and "LINE" in str(shape.shape_type):
        return 0.0
    width = min(box.x + box.width, other.x + other.width) - max(box.x, other.x)
    height = min(box.y + box.height, other.y + other.height) - max(box.y, other.y)
    return max(0.0, width) * max(0.0, height) / (box.width * box.height)


def fill_of(shape: Office, layout: Office) -> str | None:
    """The shape's own fill, or None when it is no plain colour."""
    properties = shape._element.find(qn("p:spPr"))
    fill = None if properties is None else properties.find(qn("a:solidFill"))
    return None if fill is None else solid_colour(fill, layout.slide_master, layout)
