"""Decks on an organisation's own master: its layouts, places, fonts, colours and bullets; our text, sizes and order.

Nothing is mirrored for languages written from right to left, since the master says where things are: paragraphs and
tables run from the right, and text that stood at the left stands at the right.
"""

from __future__ import annotations

import io
from datetime import datetime

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from toolkit.rendering.archive import same_bytes
from toolkit.rendering.borrowed_space import Holder, Look, Piece, Place, place_on
from toolkit.rendering.outline import Card, ChartNode, Deck, PictureNode, QrNode, Span, TableNode
from toolkit.rendering.pptx.borrowed import all_layouts
from toolkit.rendering.pptx.borrowed_file import open_master
from toolkit.rendering.pptx.borrowed_parts import copy_footers, draw_chart_on, draw_picture, draw_strip, draw_table
from toolkit.rendering.pptx.borrowed_remarks import CONTRAST, LARGE_CONTRAST, LARGE_PT
from toolkit.rendering.pptx.inherited import has_bullet, line_spacing_of
from toolkit.rendering.pptx.office import Office, emu
from toolkit.rendering.pptx.sections import write_sections
from toolkit.rendering.pptx.text import (
    Voice,
    note_lines,
    plain_text_frame,
    tint,
    voice,
    write_paras,
    write_run,
    write_title,
)
from toolkit.rendering.slide_space import Box
from toolkit.rendering.slide_text import (
    LINE_SPACING,
    SlidePara,
    para_size,
    slide_paras,
)

_CODE_FONT = "mono"
_NS = (
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_THEME = {
    "tx1": MSO_THEME_COLOR.TEXT_1,
    "tx2": MSO_THEME_COLOR.TEXT_2,
    "bg1": MSO_THEME_COLOR.BACKGROUND_1,
    "bg2": MSO_THEME_COLOR.BACKGROUND_2,
}
WRITTEN = datetime(2000, 1, 1)


def draw_on_master(deck: Deck, look: Look) -> bytes | None:
    """The deck on the master of `look` as the bytes of a .pptx file; None when the master cannot be opened any more."""
    prs, _ = open_master(look.path)
    if prs is None:
        return None
    layouts = all_layouts(prs)
    speaks, notes_voice = voice(deck.language), voice(deck.notes_language)
    if deck.direction == "rtl":
        prs.element.set("rtl", "1")
    for number, card in enumerate(deck.cards, start=1):
        place = place_on(card, look)
        slide = prs.slides.add_slide(layouts[place.room.index])
        _draw_card(slide, number, deck, place, look, speaks)
        _write_notes(slide, card, notes_voice)
    if deck.cards:
        _list_notes_master(prs)
    write_sections(prs, deck)
    core = prs.core_properties
    core.title, core.author, core.subject = deck.title, deck.author, deck.date
    core.last_modified_by, core.keywords, core.comments, core.category = deck.author, "", "", ""
    core.language, core.revision = deck.language, 1
    core.created = core.modified = WRITTEN
    buffer = io.BytesIO()
    prs.save(buffer)
    return same_bytes(buffer.getvalue())


def _draw_card(slide: Office, number: int, deck: Deck, place: Place, look: Look, speaks: Voice) -> None:
    card = deck.cards[number - 1]
    if card.hidden:
        slide._element.set("show", "0")
    holders = {shape.placeholder_format.idx: shape for shape in slide.placeholders}
    title = holders[place.room.title.idx]
    _write_title(title, card, place, speaks)
    used = {place.room.title.idx}
    if place.strip is not None:
        draw_strip(slide, card, place.strip, speaks)
    for piece in place.pieces:
        _draw_piece(slide, card, piece, holders, place, look, speaks)
        if piece.holder is not None:
            used.add(piece.holder.idx)
    for idx, shape in holders.items():
        if idx not in used:
            shape._element.getparent().remove(shape._element)
    _in_reading_order(slide, title)
    copy_footers(slide, deck, number, speaks)
    _leave_fonts_to_master(slide)


def _write_title(shape: Office, card: Card, place: Place, speaks: Voice) -> None:
    write_title(shape, card.title, place.title_size, speaks)
    paragraph = shape.text_frame.paragraphs[0]
    _direct(paragraph, place.room.title.align, speaks)
    _ink_readably(paragraph, place.room.title, place.title_size)
    if place.title_size < place.room.title_sizes[0]:
        _space_lines(paragraph, shape)


def _ink_readably(paragraph: Office, holder: Holder, size: float) -> None:
    """Another of the theme's colours where the layout's own cannot be read."""
    if holder.ink and holder.contrast < (LARGE_CONTRAST if size >= LARGE_PT else CONTRAST):
        tint(paragraph, _THEME[holder.ink])


def _direct(paragraph: Office, align: str, speaks: Voice) -> None:
    """From right to left, text in the middle stays there, all other stands at the right."""
    properties = paragraph._p.get_or_add_pPr()
    if speaks.direction == "rtl":
        properties.set("rtl", "1")
        properties.set("algn", "ctr" if align == "ctr" else "r")


def _space_lines(paragraph: Office, shape: Office) -> None:
    """Lines no further apart than what was measured."""
    theirs = line_spacing_of(shape)
    if theirs is None or theirs > LINE_SPACING:
        paragraph.line_spacing = LINE_SPACING


def _draw_piece(
    slide: Office, card: Card, piece: Piece, holders: dict[int, Office], place: Place, look: Look, speaks: Voice
) -> None:
    match piece.node:
        case TableNode():
            draw_table(slide, card, piece, piece.node, look, speaks)
        case PictureNode() | QrNode():
            draw_picture(slide, piece, piece.node, speaks)
        case ChartNode():
            draw_chart_on(slide, piece.box, piece.node, place, speaks)
        case _:
            _draw_text(slide, piece, holders, place, speaks)


def _draw_text(slide: Office, piece: Piece, holders: dict[int, Office], place: Place, speaks: Voice) -> None:
    align = piece.holder.align if piece.holder else "l"
    if piece.holder is not None:
        shape = holders[piece.holder.idx]
        _fit_holder(shape, piece.holder, piece.box)
    else:
        at = piece.box
        shape = slide.shapes.add_textbox(emu(at.x), emu(at.y), emu(at.width), emu(at.height))
        plain_text_frame(shape)
    logical = "ctr" if align == "ctr" else "l" if speaks.direction == "rtl" else align
    write_paras(shape.text_frame, piece.paras, piece.size, speaks, logical)
    for paragraph, para in zip(shape.text_frame.paragraphs, piece.paras, strict=False):
        paragraph.space_after = Pt(0)
        paragraph.line_spacing = LINE_SPACING
        if piece.holder is not None:
            _ink_readably(paragraph, piece.holder, para_size(para, piece.size))
        elif place.room.ink:
            tint(paragraph, _THEME[place.room.ink])
        if piece.holder is not None and para.mark == "bullet" and has_bullet(shape, min(para.level, 4)):
            _use_their_bullet(paragraph, para)


def _use_their_bullet(paragraph: Office, para: SlidePara) -> None:
    properties = paragraph._p.get_or_add_pPr()
    for name in ("a:buNone", "a:buFont", "a:buChar"):
        for element in properties.findall(qn(name)):
            properties.remove(element)
    if para.level:
        properties.set("lvl", str(min(para.level, 8)))


def _fit_holder(shape: Office, holder: Holder, box: Box) -> None:
    """In its own place when it has that to itself, else where the card's parts leave it room."""
    body = shape.text_frame._txBody.bodyPr
    body.set("numCol", "1")
    if box == holder.box:
        return
    shape.left, shape.top, shape.width, shape.height = emu(box.x), emu(box.y), emu(box.width), emu(box.height)
    for side in ("lIns", "tIns", "rIns", "bIns"):
        body.set(side, "0")
    body.set("anchor", "t")


def _in_reading_order(slide: Office, title: Office) -> None:
    """The title first, then what stands higher, so that screen readers read as people do."""
    tree = slide.shapes._spTree
    rest = sorted(
        (shape for shape in slide.shapes if shape._element is not title._element),
        key=lambda shape: (shape.top or 0, shape.left or 0),
    )
    for shape in (title, *rest):
        tree.remove(shape._element)
        tree.append(shape._element)


def _leave_fonts_to_master(slide: Office) -> None:
    """Typefaces are the master's, except where text is code."""
    for properties in slide._element.iter(qn("a:rPr"), qn("a:endParaRPr"), qn("a:defRPr")):
        for name in ("a:latin", "a:ea", "a:cs", "a:sym"):
            for font in properties.findall(qn(name)):
                if _CODE_FONT not in str(font.get("typeface")).casefold():
                    properties.remove(font)


def _write_notes(slide: Office, card: Card, speaks: Voice) -> None:
    """Every slide has notes, if only its title, so that printed notes pages are complete."""
    frame = slide.notes_slide.notes_text_frame
    lines = note_lines(slide_paras(card.notes)) or [((Span(card.title),), 0)]
    for index, (spans, level) in enumerate(lines):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        properties = paragraph._p.get_or_add_pPr()
        properties.set("marL", str(int(emu(12 * level))))
        if speaks.direction == "rtl":
            properties.set("algn", "r")
            properties.set("rtl", "1")
        for span in spans:
            write_run(paragraph, span, None, speaks)


def _list_notes_master(prs: Office) -> None:
    """The notes master in the presentation's list, without which Keynote loses the notes."""
    if prs.element.find(qn("p:notesMasterIdLst")) is None:
        key = prs.part.relate_to(prs.notes_master.part, RT.NOTES_MASTER)
        listed = parse_xml(f'<p:notesMasterIdLst {_NS}><p:notesMasterId r:id="{key}"/></p:notesMasterIdLst>')
        prs.element.find(qn("p:sldMasterIdLst")).addnext(listed)
