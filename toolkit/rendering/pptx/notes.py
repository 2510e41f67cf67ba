"""Notes pages, made from one prepared page: python-pptx clones each placeholder anew, a third of a deck's time."""

from __future__ import annotations

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.packuri import PackURI
from pptx.parts.slide import NotesSlidePart

from toolkit.rendering.pptx.office import Office

_PAGE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<p:notes xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:cSld><p:spTree><p:nvGrpSpPr>'
    '<p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" '
    'noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>'
    '<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
    '<p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>'
    "</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"
)


def new_notes(slide: Office) -> Office:
    """An empty notes page for a slide that has none, numbered as its slide."""
    part = slide.part
    presentation = part.package.presentation_part
    number = str(part.partname).rsplit("slide", 1)[1]
    name = PackURI(f"/ppt/notesSlides/notesSlide{number}")
    page: Office = NotesSlidePart.load(name, CT.PML_NOTES_SLIDE, part.package, _PAGE.encode("utf-8"))
    page.relate_to(presentation.notes_master_part, RT.NOTES_MASTER)
    page.relate_to(part, RT.SLIDE)
    part.relate_to(page, RT.NOTES_SLIDE)
    return page.notes_slide
