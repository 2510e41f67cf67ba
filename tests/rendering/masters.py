"""Deck masters of organisations that do not exist, made by code: each is one thing that real ones do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from lxml import etree
from PIL import Image, ImageDraw
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument.presentationml.{}.main+xml"
FRENCH = {
    "Title Slide": "Diapositive de titre",
    "Title and Content": "Titre et contenu",
    "Section Header": "Titre de section",
    "Two Content": "Deux contenus",
    "Comparison": "Comparaison",
    "Title Only": "Titre seul",
    "Blank": "Vide",
    "Content with Caption": "Contenu avec légende",
    "Picture with Caption": "Image avec légende",
}


def standard(path: Path, name: str = "standard.pptx"):
    """The 4:3 master that python-pptx brings."""
    return saved(Presentation(), path / name)


def wide(*, ink: str = "", ground: str = ""):
    """The same stretched to 16:9, with an ink for all text and a ground where they are given."""
    prs = Presentation()
    factor = 12_192_000 / prs.slide_width
    prs.slide_width = Emu(12_192_000)
    for owner in (prs.slide_master, *prs.slide_layouts):
        for offset in owner.element.iter(f"{{{A}}}off"):
            offset.set("x", str(round(int(offset.get("x")) * factor)))
        for extent in owner.element.iter(f"{{{A}}}ext"):
            if extent.get("cx"):
                extent.set("cx", str(round(int(extent.get("cx")) * factor)))
    if ground:
        prs.slide_master.background.fill.solid()
        prs.slide_master.background.fill.fore_color.rgb = RGBColor.from_string(ground)
    if ink:
        for fill in prs.slide_master.element.find(qn("p:txStyles")).iter(f"{{{A}}}solidFill"):
            fill.getparent().replace(
                fill, parse_xml(f'<a:solidFill xmlns:a="{A}"><a:srgbClr val="{ink}"/></a:solidFill>')
            )
    return prs


def theme(prs, *, fonts: str = "", **colours: str) -> None:
    """Other fonts and colours (``accent1="C8102E"``) in the theme."""
    part = prs.slide_master.part.part_related_by(RT.THEME)
    root = etree.fromstring(part.blob)
    for name, colour in colours.items():
        slot = root.find(f".//{{{A}}}clrScheme/{{{A}}}{name}")
        for child in list(slot):
            slot.remove(child)
        etree.SubElement(slot, f"{{{A}}}srgbClr", val=colour)
    if fonts:
        for kind in ("majorFont", "minorFont"):
            root.find(f".//{{{A}}}{kind}/{{{A}}}latin").set("typeface", fonts)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def saved(prs, path: Path) -> Path:
    prs.save(str(path))
    return path


def keep_layouts(prs, *names: str) -> None:
    for layout in list(prs.slide_layouts):
        if layout.name not in names:
            prs.slide_layouts.remove(layout)


def french(folder: Path) -> Path:
    """16:9, layouts named in French, their kinds in the file taken away, a dark blue ground and white text."""
    prs = wide(ink="FFFFFF", ground="14345C")
    theme(prs, accent1="F2B705", fonts="Georgia")
    for layout in prs.slide_layouts:
        layout._element.find(qn("p:cSld")).set("name", FRENCH.get(layout.name, layout.name))
        layout._element.attrib.pop("type", None)
    return saved(prs, folder / "association.pptx")


def logo(folder: Path) -> Path:
    """16:9 with a picture logo in a corner, a narrow text box that leaves it room, a red accent, slides of its own."""
    prs = wide()
    theme(prs, accent1="C8102E", dk1="222222", fonts="Arial")
    picture = Image.new("RGB", (300, 300), "white")
    ImageDraw.Draw(picture).ellipse((20, 20, 280, 280), fill="#C8102E")
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    _part, key = prs.slide_master.part.get_or_add_image_part(io.BytesIO(buffer.getvalue()))
    prs.slide_master.shapes._spTree.append(
        parse_xml(
            f'<p:pic xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="{A}" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><p:nvPicPr>'
            '<p:cNvPr id="90" name="Logo" descr="Logo"/><p:cNvPicPr/><p:nvPr userDrawn="1"/></p:nvPicPr><p:blipFill>'
            f'<a:blip r:embed="{key}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm>'
            '<a:off x="10972800" y="5600000"/><a:ext cx="1000000" cy="1000000"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
        )
    )
    for shape in prs.slide_master.placeholders:
        if shape.placeholder_format.type == 2:
            shape.width = Emu(9_900_000)
    slide = prs.slides.add_slide(prs.slide_layouts[0])
    slide.shapes.title.text = "An old talk"
    slide.notes_slide.notes_text_frame.text = "Old words"
    return saved(prs, folder / "logo.pptx")


def template(folder: Path) -> Path:
    """A .potx: a template in content type and name, its layouts in words that nobody knows, only their kinds left."""
    prs = wide()
    theme(prs, accent1="00796B", fonts="Verdana")
    for number, layout in enumerate(prs.slide_layouts):
        layout._element.find(qn("p:cSld")).set("name", f"Lay-out {number} van ons")
    return with_kind(saved(prs, folder / "huisstijl.pptx"), "template", ".potx")


def unnamed(folder: Path) -> Path:
    """Neither names nor kinds: only placeholders tell what a layout is for."""
    prs = wide()
    for number, layout in enumerate(prs.slide_layouts):
        layout._element.find(qn("p:cSld")).set("name", f"X{number}")
        layout._element.attrib.pop("type", None)
    return saved(prs, folder / "unnamed.pptx")


def blank(folder: Path) -> Path:
    """Nothing but empty layouts."""
    prs = wide()
    keep_layouts(prs, "Blank")
    return saved(prs, folder / "blank.pptx")


def pale(folder: Path) -> Path:
    """Grey text on white, 12 points, in a text box of three lines."""
    prs = wide(ink="BBBBBB")
    for level in prs.slide_master.element.find(qn("p:txStyles")).find(qn("p:bodyStyle")):
        if level.find(qn("a:defRPr")) is not None:
            level.find(qn("a:defRPr")).set("sz", "1200")
    for shape in prs.slide_master.placeholders:
        if shape.placeholder_format.type == 2:
            shape.height = Pt(80)
    return saved(prs, folder / "pale.pptx")


def title_only(folder: Path) -> Path:
    """One layout with a title and nothing else."""
    prs = wide()
    keep_layouts(prs, "Title Only")
    return saved(prs, folder / "title-only.pptx")


def with_kind(path: Path, kind: str, ending: str) -> Path:
    """The same file as another kind of presentation (``template``)."""
    old, new = MAIN.format("presentation").encode(), MAIN.format(kind).encode()
    return rewritten(path, path.with_suffix(ending), lambda name, data: data.replace(old, new))


def rewritten(path: Path, to: Path, change: Callable[[str, bytes], bytes], **more: bytes) -> Path:
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in {**parts, **more}.items():
            target.writestr(name, change(name, data) if name == "[Content_Types].xml" else data)
    return to


MASTERS: dict[str, Callable[[Path], Path]] = {
    "standard": standard,
    "french": french,
    "logo": logo,
    "template": template,
    "unnamed": unnamed,
    "title-only": title_only,
    "pale": pale,
}
"""Those that a deck can be drawn on."""
