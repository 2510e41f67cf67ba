"""Cards drawn as slides: placeholders filled, tables, pictures and strips placed where `place_card` says."""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn

from toolkit.rendering.archive import same_bytes
from toolkit.rendering.outline import Align, Card, Deck, PictureNode, Span, TableNode
from toolkit.rendering.pptx.charts import draw_chart
from toolkit.rendering.pptx.master import STYLES, layout_of, mirrored, new_presentation, restyle_notes
from toolkit.rendering.pptx.office import EMU, Office, emu, rgb
from toolkit.rendering.pptx.sections import write_sections
from toolkit.rendering.pptx.text import (
    Voice,
    note_lines,
    plain_text_frame,
    set_decorative,
    tint,
    voice,
    write_paras,
    write_run,
    write_title,
)
from toolkit.rendering.slide_space import HEIGHT, STRIP_PAD, STRIP_SIZE, Box, Part, Placement, place_card
from toolkit.rendering.slide_text import CELL_PAD_X, CELL_PAD_Y, SlidePara, column_widths, row_heights, slide_paras
from toolkit.rendering.theme import BRAND, INK, PAPER, ZEBRA_FILL, Tone, method_tone

_ALIGN: dict[Align, str] = {"start": "l", "center": "ctr", "end": "r"}
BAND = Box(0, 0, 16, HEIGHT)
WRITTEN = datetime(2000, 1, 1)


def draw_deck(deck: Deck) -> bytes:
    """The deck as the bytes of a .pptx file."""
    speaks, notes_voice = voice(deck.language), voice(deck.notes_language)
    prs = new_presentation(deck.direction, speaks.script, deck.words)
    for card in deck.cards:
        _draw_card(prs, deck, card, speaks, notes_voice)
    if deck.cards:
        restyle_notes(prs, notes_voice.script)
    write_sections(prs, deck)
    _write_properties(prs, deck)
    buffer = io.BytesIO()
    prs.save(buffer)
    return same_bytes(buffer.getvalue())


def _write_properties(prs: Office, deck: Deck) -> None:
    core = prs.core_properties
    core.title, core.author, core.subject = deck.title, deck.author, deck.date
    core.last_modified_by, core.keywords, core.comments, core.category = deck.author, "", "", ""
    core.language = deck.language
    core.revision = 1
    core.created = core.modified = WRITTEN


def _draw_card(prs: Office, deck: Deck, card: Card, speaks: Voice, notes_voice: Voice) -> None:
    place = place_card(card)
    tone = method_tone(card.kind)
    slide = prs.slides.add_slide(layout_of(prs, place.master))
    if card.hidden:
        slide._element.set("show", "0")
    if place.master in ("pause", "statement"):
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = rgb(tone.fill)
    write_title(slide.shapes.title, card.title, place.title_size, speaks)
    bodies = {shape.placeholder_format.idx: shape for shape in slide.placeholders if shape.placeholder_format.idx}
    _draw_strip(slide, card, place, speaks, tone)
    _draw_parts(slide, card, place, speaks, tone, bodies)
    for shape in bodies.values():
        if not shape.text_frame.text:
            shape._element.getparent().remove(shape._element)
    if STYLES[place.master].footer:
        _copy_footers(slide, deck, speaks)
    if place.master not in ("cover", "section"):
        _draw_band(slide, speaks, tone)
    _write_notes(slide, card, notes_voice)


def _draw_band(slide: Office, speaks: Voice, tone: Tone) -> None:
    """The method family's colour at the side where reading begins; skipped by screen readers."""
    band = _shape(slide, MSO_SHAPE.RECTANGLE, BAND, speaks)
    band.fill.solid()
    band.fill.fore_color.rgb = rgb(tone.strong)
    set_decorative(band)
    # Behind everything, and read first, which is nothing.
    slide.shapes._spTree.remove(band._element)
    slide.shapes._spTree.insert(2, band._element)


def _shape(slide: Office, kind: Office, box: Box, speaks: Voice) -> Office:
    at = mirrored(box, speaks.direction)
    shape = slide.shapes.add_shape(kind, emu(at.x), emu(at.y), emu(at.width), emu(at.height))
    shape.line.fill.background()
    # The template's style would add a shadow and white text.
    style = shape._element.find(qn("p:style"))
    shape._element.remove(style)
    return shape


def _draw_strip(slide: Office, card: Card, place: Placement, speaks: Voice, tone: Tone) -> None:
    """Kind, time, grouping and materials on one coloured strip."""
    if place.strip is None:
        return
    strip = _shape(slide, MSO_SHAPE.ROUNDED_RECTANGLE, place.strip, speaks)
    strip.adjustments[0] = 0.2
    strip.fill.solid()
    strip.fill.fore_color.rgb = rgb(PAPER if place.master == "pause" else tone.fill)
    frame = plain_text_frame(strip)
    frame.margin_left = frame.margin_right = emu(STRIP_PAD)
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    spans: list[Span] = []
    for index, (label, value) in enumerate(card.facts):
        gap = "    " if index else ""
        spans.append(Span(gap + (f"{label}: " if label else ""), bold=False))
        spans.append(Span(value, bold=index == 0))
    align = "ctr" if place.master == "pause" else "l"
    shown = tuple(span for span in spans if span.text)
    write_paras(frame, (SlidePara(shown),), STRIP_SIZE, speaks, align)
    tint(frame.paragraphs[0], rgb(tone.strong))


def _draw_parts(
    slide: Office, card: Card, place: Placement, speaks: Voice, tone: Tone, bodies: dict[int, Office]
) -> None:
    """Text goes into the layout's placeholders as long as there are some, then into text boxes."""
    align = STYLES[place.master].align
    free = [bodies[index] for index in sorted(bodies)]
    texts = [part for part in place.parts if part.paras]
    for part in place.parts:
        if part.table is not None:
            _draw_table(slide, card, part, part.table, speaks)
        elif part.picture is not None:
            _draw_picture(slide, part, part.picture, speaks)
        elif part.chart is not None:
            draw_chart(slide, part.box, part.chart, speaks)
        elif part.paras:
            shape = free.pop(0) if free else _text_box(slide, part.box, speaks)
            box = part.box
            if len(place.parts) == 1 or place.master == "columns" or len(texts) == 1 == len(place.parts):
                box = Box(box.x, box.y, box.width, max(box.height, place.room))
            _put(shape, box, speaks)
            write_paras(shape.text_frame, part.paras, part.size, speaks, align, gap=part.gap)
            _tint_headings(shape.text_frame, part.paras, tone)


def _tint_headings(frame: Office, paras: Sequence[SlidePara], tone: Tone) -> None:
    for paragraph, para in zip(frame.paragraphs, paras, strict=False):
        if para.look == "heading":
            tint(paragraph, rgb(tone.strong))


def _text_box(slide: Office, box: Box, speaks: Voice) -> Office:
    at = mirrored(box, speaks.direction)
    shape = slide.shapes.add_textbox(emu(at.x), emu(at.y), emu(at.width), emu(at.height))
    plain_text_frame(shape)
    return shape


def _put(shape: Office, box: Box, speaks: Voice) -> None:
    at = mirrored(box, speaks.direction)
    wanted = (emu(at.x), emu(at.y), emu(at.width), emu(at.height))
    if (shape.left, shape.top, shape.width, shape.height) != wanted:
        shape.left, shape.top, shape.width, shape.height = wanted


def _draw_table(slide: Office, card: Card, part: Part, table: TableNode, speaks: Voice) -> None:
    """A native table with a header row; in right-to-left languages its columns run from the right."""
    rows, columns = len(table.rows) + 1, len(table.columns)
    at = mirrored(part.box, speaks.direction)
    frame = slide.shapes.add_table(rows, columns, emu(at.x), emu(at.y), emu(at.width), emu(at.height))
    frame._element.xpath(".//p:cNvPr")[0].set("descr", card.title)
    grid = frame.table
    if speaks.direction == "rtl":
        grid._tbl.tblPr.set("rtl", "1")
    for column, width in zip(grid.columns, column_widths(table, part.box.width, part.size), strict=True):
        column.width = emu(width)
    for row, height in zip(grid.rows, row_heights(table, part.box.width, part.size), strict=True):
        row.height = emu(height)
    for index, column in enumerate(table.columns):
        head = (SlidePara(column.header, look="heading"),) if column.header else ()
        _draw_cell(grid.cell(0, index), head, part.size, speaks, _ALIGN[column.align], fill=BRAND, ink=PAPER)
    for line, row in enumerate(table.rows, start=1):
        for index, cell in enumerate(row[:columns]):
            fill = cell.fill or (ZEBRA_FILL if line % 2 == 0 else PAPER)
            align = _ALIGN[table.columns[index].align]
            _draw_cell(grid.cell(line, index), slide_paras(cell.body), part.size, speaks, align, fill=fill, ink=INK)


def _draw_cell(
    cell: Office, paras: Sequence[SlidePara], size: float, speaks: Voice, align: str, *, fill: str, ink: str
) -> None:
    cell.margin_left = cell.margin_right = emu(CELL_PAD_X)
    cell.margin_top = cell.margin_bottom = emu(CELL_PAD_Y)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(fill)
    write_paras(cell.text_frame, paras, size, speaks, align)
    for paragraph in cell.text_frame.paragraphs:
        tint(paragraph, rgb(ink))


def _draw_picture(slide: Office, part: Part, picture: PictureNode, speaks: Voice) -> None:
    """As large as fits, in the middle of its box, never cut. One that cannot be read leaves its words."""
    try:
        shape = slide.shapes.add_picture(str(picture.path), 0, 0)
    except (OSError, ValueError, KeyError):
        words = SlidePara((Span(picture.alt or picture.path.name, italic=True),))
        write_paras(_text_box(slide, part.box, speaks).text_frame, (words,), part.size, speaks)
        return
    scale = min(part.box.width / (shape.width / EMU), part.box.height / (shape.height / EMU))
    width, height = shape.width / EMU * scale, shape.height / EMU * scale
    box = Box(part.box.x + (part.box.width - width) / 2, part.box.y + (part.box.height - height) / 2, width, height)
    _put(shape, box, speaks)
    if picture.decorative:
        set_decorative(shape)
    else:
        shape._element.xpath(".//p:cNvPr")[0].set("descr", picture.alt)


def _copy_footers(slide: Office, deck: Deck, speaks: Voice) -> None:
    """python-pptx leaves out footer and slide number: they are copied from the layout."""
    for source in slide.slide_layout.placeholders:
        kind = source._element.xpath(".//p:ph")[0].get("type")
        if kind not in ("ftr", "sldNum") or (kind == "ftr" and not deck.footer):
            continue
        element = deepcopy(source._element)
        for properties in element.findall(qn("p:spPr")):
            for child in list(properties):
                properties.remove(child)
        body = element.find(qn("p:txBody"))
        for child in list(body.find(qn("a:lstStyle"))):
            body.find(qn("a:lstStyle")).remove(child)
        slide.shapes._spTree.append(element)
        shape = slide.shapes[len(slide.shapes) - 1]
        element.xpath(".//p:cNvPr")[0].set("id", str(max(s.shape_id for s in slide.shapes) + 1))
        if kind == "ftr":
            write_run(shape.text_frame.paragraphs[0], Span(deck.footer), None, speaks)
        for run in element.xpath(".//a:rPr"):
            run.set("lang", speaks.tag)


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
