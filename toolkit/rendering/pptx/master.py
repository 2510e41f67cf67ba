"""The deck's master and layouts, built by code on python-pptx's default template: 16:9, Noto Sans, our colours.

Layouts hold real title, body, footer and slide number placeholders at the places of `slide_space.SPACES`, mirrored
for languages written from right to left. The audience's accent is the theme's second dark colour and its pale fill the
second light one, so that a deck can be recoloured in one place.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from lxml import etree  # type: ignore[import-untyped]
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from toolkit.rendering.outline import Direction
from toolkit.rendering.pptx.office import DECORATIVE, Office, emu
from toolkit.rendering.pptx.styles import FOOTER, FOOTER_SIZE, NUMBER, STYLES, WARM_COLOUR, Decor, LayoutStyle
from toolkit.rendering.slide_space import COLUMN_GAP, HEIGHT, SPACES, WIDTH, Box, Master
from toolkit.rendering.slide_text import LINE_SPACING
from toolkit.rendering.theme import (
    CANVAS,
    DEFAULT_ACCENT,
    INK,
    LATIN_FONT,
    METHOD_TONES,
    MUTED,
    SCRIPT_FONTS,
    WARM,
    Tone,
)

_NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)


def mirrored(box: Box, direction: Direction) -> Box:
    """The box where a reader of this direction expects it: x' = W − x − width from right to left."""
    return box if direction == "ltr" else Box(WIDTH - box.x - box.width, box.y, box.width, box.height)


def physical(align: str, direction: Direction) -> str:
    """OOXML's `algn` is physical: start of a line is the right side from right to left."""
    return align if direction == "ltr" or align == "ctr" else {"l": "r", "r": "l"}[align]


def new_presentation(
    direction: Direction, script: str, words: Mapping[str, str], accent: Tone = DEFAULT_ACCENT
) -> Office:
    """An empty python-pptx presentation with our master and layouts; `words` names the layouts."""
    prs = Presentation()
    prs.slide_width, prs.slide_height = emu(WIDTH), emu(HEIGHT)
    size = prs.element.find(qn("p:sldSz"))
    size.attrib.pop("type", None)
    if direction == "rtl":
        prs.element.set("rtl", "1")
    _drop_leftovers(prs)
    master = prs.slide_master
    _restyle_theme(master.part, script, accent)
    _fill_tree(master, _master_shapes(direction))
    styles = master.element.find(qn("p:txStyles"))
    master.element.replace(styles, parse_xml(_text_styles(direction)))
    for _ in range(len(STYLES) - len(prs.slide_layouts)):
        _add_layout(prs)
    for layout, (name, style) in zip(prs.slide_layouts, STYLES.items(), strict=True):
        _build_layout(layout, name, style, direction, words.get(name, name))
    return prs


def layout_of(prs: Office, master: Master) -> Office:
    """The layout for cards of this kind."""
    return prs.slide_layouts[list(STYLES).index(master)]


def _add_layout(prs: Office) -> None:
    """One more layout, a copy of the template's last, since we have more kinds of slides than the template."""
    master, source = prs.slide_master, prs.slide_layouts[len(prs.slide_layouts) - 1].part
    name = PackURI(f"/ppt/slideLayouts/slideLayout{len(prs.slide_layouts) + 1}.xml")
    part = type(source).load(name, source.content_type, source.package, source.blob)
    part.relate_to(master.part, RT.SLIDE_MASTER)
    listed = master.element.find(qn("p:sldLayoutIdLst"))
    highest = max(int(entry.get("id")) for entry in listed)
    key = master.part.relate_to(part, RT.SLIDE_LAYOUT)
    listed.append(parse_xml(f'<p:sldLayoutId {_NS} id="{highest + 1}" r:id="{key}"/>'))


def _drop_leftovers(prs: Office) -> None:
    """The template's printer settings and thumbnail say nothing about our deck."""
    for part in (prs.part, prs.part.package):
        rels = part.rels if hasattr(part, "rels") else part._rels
        for key, rel in list(rels.items()):
            if rel.reltype.endswith(("/printerSettings", "/thumbnail")):
                rels.pop(key)


def _restyle_theme(part: Office, script: str, accent: Tone = DEFAULT_ACCENT) -> None:
    """Our colours and fonts in the theme of a master."""
    theme = part.part_related_by(RT.THEME)
    root = etree.fromstring(theme.blob)
    ns = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    families = ("input", "talk", "practice", "reflect", "test")
    colours = {"dk1": INK, "lt1": CANVAS, "dk2": accent.strong, "lt2": accent.fill}
    colours |= {"hlink": accent.strong, "folHlink": MUTED, WARM_COLOUR: WARM.strong}
    colours |= {f"accent{i}": METHOD_TONES[family].strong for i, family in enumerate(families, start=1)}
    scheme = root.find(".//a:clrScheme", ns)
    for name, colour in colours.items():
        slot = scheme.find(f"a:{name}", ns)
        for child in list(slot):
            slot.remove(child)
        etree.SubElement(slot, f"{{{ns['a']}}}srgbClr", val=colour)
    for kind in ("majorFont", "minorFont"):
        fonts = root.find(f".//a:{kind}", ns)
        fonts.find("a:latin", ns).set("typeface", LATIN_FONT)
        fonts.find("a:cs", ns).set("typeface", SCRIPT_FONTS.get(script, LATIN_FONT))
        for font in fonts.findall("a:font", ns):
            if font.get("script") in SCRIPT_FONTS:
                font.set("typeface", SCRIPT_FONTS[font.get("script")])
    theme._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def restyle_notes(prs: Office, script: str) -> None:
    """Our fonts in the notes too, and the notes master in the presentation's list, without which Keynote loses them."""
    part = prs.notes_master.part
    _restyle_theme(part, script)
    if prs.element.find(qn("p:notesMasterIdLst")) is None:
        key = prs.part.relate_to(part, RT.NOTES_MASTER)
        listed = parse_xml(f'<p:notesMasterIdLst {_NS}><p:notesMasterId r:id="{key}"/></p:notesMasterIdLst>')
        prs.element.find(qn("p:sldMasterIdLst")).addnext(listed)


def _fill_tree(holder: Office, shapes: list[str]) -> None:
    tree = holder.shapes._spTree
    for child in list(tree)[2:]:
        tree.remove(child)
    for xml in shapes:
        tree.append(parse_xml(xml))


def _build_layout(layout: Office, name: Master, style: LayoutStyle, direction: Direction, title: str) -> None:
    element = layout.element
    element.attrib.pop("type", None)
    element.set("userDrawn", "1")
    element.set("preserve", "1")
    holder = element.find(qn("p:cSld"))
    holder.set("name", title)
    for child in holder.findall(qn("p:bg")):
        holder.remove(child)
    background = (
        f'<p:bg {_NS}><p:bgPr><a:solidFill><a:schemeClr val="{style.background}"/></a:solidFill>'
        "<a:effectLst/></p:bgPr></p:bg>"
    )
    holder.insert(0, parse_xml(background))
    _fill_tree(layout, _layout_shapes(name, style, direction))


def _layout_shapes(name: Master, style: LayoutStyle, direction: Direction) -> list[str]:
    space = SPACES[name]
    shapes: list[str] = []
    for number, decor in enumerate(style.decor, start=30):
        shapes.append(_decoration(number, decor, direction))
    shapes.append(
        _placeholder(
            3, "Title", 'type="title"', mirrored(space.title, direction),
            _level(space.title_sizes[0], style.title, physical(style.align, direction), direction, bold=True),
            style.title_anchor,
        )
    )  # fmt: skip
    for index, box in enumerate(_body_boxes(space.body, style.bodies), start=1):
        shapes.append(
            _placeholder(
                3 + index, f"Text {index}", f'type="body" idx="{index}"', mirrored(box, direction),
                _level(space.body_sizes[0], style.text, physical(style.align, direction), direction), style.body_anchor,
            )
        )  # fmt: skip
    if style.footer:
        shapes += _footers(direction, 10, style.footer, index=True)
    return shapes


def _body_boxes(body: Box, count: int) -> list[Box]:
    width = (body.width - COLUMN_GAP * (count - 1)) / count
    return [Box(body.x + i * (width + COLUMN_GAP), body.y, width, body.height) for i in range(count)]


def _master_shapes(direction: Direction) -> list[str]:
    space = SPACES["content"]
    return [
        _placeholder(2, "Title", 'type="title"', mirrored(space.title, direction), "", "ctr"),
        _placeholder(3, "Text", 'type="body" idx="1"', mirrored(space.body, direction), "", "t"),
        *_footers(direction, 4, FOOTER, index=False),
    ]


def _footers(direction: Direction, first: int, footer: Box, *, index: bool) -> list[str]:
    """Footer and slide number; in layouts they have indexes by which slides find them."""
    start, end = physical("l", direction), physical("r", direction)
    rtl = ' rtl="1"' if direction == "rtl" else ""
    found = []
    for number, (name, kind, box, align) in enumerate(
        (("Footer", "ftr", footer, start), ("Slide Number", "sldNum", NUMBER, end))
    ):
        ph = f'type="{kind}" sz="quarter" idx="{first + number if index else 3 + number}"'
        style = (
            f'<a:lvl1pPr algn="{align}"{rtl}><a:defRPr sz="{FOOTER_SIZE * 100}" b="0">'
            f'<a:solidFill><a:srgbClr val="{MUTED}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
        )
        text = (
            '<a:p><a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum"><a:rPr lang="en-US"/>'
            '<a:t>‹#›</a:t></a:fld><a:endParaRPr lang="en-US"/></a:p>'
            if kind == "sldNum"
            else '<a:p><a:endParaRPr lang="en-US"/></a:p>'
        )
        found.append(_placeholder(first + number, name, ph, mirrored(box, direction), style, "ctr", text))
    return found


def _placeholder(
    number: int,
    name: str,
    ph: str,
    box: Box,
    style: str,
    anchor: str,
    text: str = '<a:p><a:endParaRPr lang="en-US"/></a:p>',
) -> str:
    return (
        f'<p:sp {_NS}><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(name)}/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        f"</p:cNvSpPr><p:nvPr><p:ph {ph}/></p:nvPr></p:nvSpPr><p:spPr>{_xfrm(box)}"
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody>'
        f'<a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="{anchor}">'
        f"<a:normAutofit/></a:bodyPr><a:lstStyle>{style}</a:lstStyle>{text}</p:txBody></p:sp>"
    )


def _decoration(number: int, decor: Decor, direction: Direction) -> str:
    alpha = f'<a:alpha val="{decor.alpha_pct * 1000}"/>' if decor.alpha_pct < 100 else ""
    rounded = '<a:gd name="adj" fmla="val 50000"/>' if decor.shape == "roundRect" else ""
    return (
        f'<p:sp {_NS}><p:nvSpPr><p:cNvPr id="{number}" name="Decoration {number - 29}">{DECORATIVE}</p:cNvPr>'
        f'<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{_xfrm(mirrored(decor.box, direction))}'
        f'<a:prstGeom prst="{decor.shape}"><a:avLst>{rounded}</a:avLst></a:prstGeom><a:solidFill>'
        f'<a:schemeClr val="{decor.colour}">{alpha}</a:schemeClr></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
        '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-US"/></a:p></p:txBody></p:sp>'
    )


def _xfrm(box: Box) -> str:
    return (
        f'<a:xfrm><a:off x="{emu(box.x)}" y="{emu(box.y)}"/>'
        f'<a:ext cx="{emu(box.width)}" cy="{emu(box.height)}"/></a:xfrm>'
    )


def _level(size: int, colour: str, align: str, direction: Direction, *, bold: bool = False) -> str:
    rtl = int(direction == "rtl")
    return (
        f'<a:lvl1pPr marL="0" indent="0" algn="{align}" rtl="{rtl}"><a:buNone/><a:defRPr sz="{size * 100}" '
        f'b="{int(bold)}"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
    )


def _text_styles(direction: Direction) -> str:
    align, rtl = physical("l", direction), int(direction == "rtl")

    def style(name: str, sizes: tuple[int, ...], fonts: str, colour: str, *, bullets: bool) -> str:
        levels = []
        for level, size in enumerate(sizes):
            margin = emu(24 * (level + 1)) if bullets else 0
            bullet = '<a:buFont typeface="Arial"/><a:buChar char="•"/>' if bullets else "<a:buNone/>"
            levels.append(
                f'<a:lvl{level + 1}pPr marL="{margin}" indent="{-emu(24) if bullets else 0}" algn="{align}" '
                f'defTabSz="914400" rtl="{rtl}" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
                f'<a:lnSpc><a:spcPct val="{round(LINE_SPACING * 100_000)}"/></a:lnSpc>{bullet}'
                f'<a:defRPr sz="{size * 100}" b="{int(not bullets and name == "titleStyle")}" kern="1200"><a:solidFill>'
                f'<a:schemeClr val="{colour}"/></a:solidFill><a:latin typeface="+{fonts}-lt"/>'
                f'<a:ea typeface="+{fonts}-ea"/><a:cs typeface="+{fonts}-cs"/></a:defRPr></a:lvl{level + 1}pPr>'
            )
        return f"<p:{name}>{''.join(levels)}</p:{name}>"

    title = style("titleStyle", (32,), "mj", "tx2", bullets=False)
    body = style("bodyStyle", (24, 22, 20, 18, 18), "mn", "tx1", bullets=True)
    other = style("otherStyle", (18,) * 5, "mn", "tx1", bullets=False)
    return f"<p:txStyles {_NS}>{title}{body}{other}</p:txStyles>"
