"""Cards drawn as slides: placeholders filled, and everything else placed where `place_card` says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, cast

from pptx.opc.serialized import PackageWriter
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from toolkit.rendering.archive import archive_of
from toolkit.rendering.icon_names import icon_of
from toolkit.rendering.outline import Card, Deck, Span
from toolkit.rendering.pptx.builds import Countdown, Target, paragraph_clicks, write_builds
from toolkit.rendering.pptx.master import layout_of, new_presentation, restyle_notes
from toolkit.rendering.pptx.notes import new_notes
from toolkit.rendering.pptx.office import Office
from toolkit.rendering.pptx.pen import Pen
from toolkit.rendering.pptx.pieces import draw_agenda_marks, draw_chips, draw_parts, draw_time_bar
from toolkit.rendering.pptx.sections import write_sections
from toolkit.rendering.pptx.shapes import Canvas, colour_xml
from toolkit.rendering.pptx.styles import STYLES
from toolkit.rendering.pptx.text import Voice, note_lines, reading, voice, write_run, write_title
from toolkit.rendering.slide_box import HEIGHT, WIDTH, Box
from toolkit.rendering.slide_space import Master, Placement, place_card
from toolkit.rendering.slide_text import slide_paras
from toolkit.rendering.theme import PAPER, Tone, accent_of, method_tone

if TYPE_CHECKING:
    from pptx.opc.packuri import PackURI
    from pptx.opc.serialized import _PhysPkgWriter

BAND = Box(0, 0, 14, HEIGHT)
HEADER = Box(0, 0, WIDTH, 100)
CASE_HEADER = Box(0, 0, WIDTH, 112)
PROMPT_PANEL = Box(48, 124, 864, 364)
WRITTEN = datetime(2000, 1, 1)
BUILT_LAYOUTS = ("bullets", "takeaways", "process")
"""Card layouts whose points appear click by click."""
_ACCENTED: frozenset[Master] = frozenset({"cover", "closing", "section", "agenda", "takeaways", "statement", "quote"})
"""Masters in the audience's accent; the others are in the colour of their method."""
_BANDED: frozenset[Master] = frozenset({"content", "columns"})


def draw_deck(deck: Deck, *, turned_tables: bool = False) -> bytes:
    """The deck as the bytes of a .pptx file. `turned_tables` is for pictures by LibreOffice, which ignores the
    direction of right-to-left tables: their columns are turned round instead."""
    return archive_of(in_file_order(dict(deck_parts(deck, turned_tables=turned_tables))))


def in_file_order(parts: Mapping[str, bytes]) -> list[tuple[str, bytes]]:
    """The same order however the parts were made: the list of all of them, then by name."""
    return sorted(parts.items(), key=lambda part: (part[0] != "[Content_Types].xml", part[0]))


def deck_parts(deck: Deck, *, turned_tables: bool = False) -> list[tuple[str, bytes]]:
    """The parts of the deck's file, by name."""
    speaks, notes_voice = voice(deck.language), voice(deck.notes_language)
    prs = new_presentation(deck.direction, speaks.script, deck.words, accent_of(deck.audience))
    for card in deck.cards:
        _draw_card(prs, deck, card, speaks, notes_voice, turned_tables)
    if deck.cards:
        restyle_notes(prs, notes_voice.script)
    write_sections(prs, deck)
    _write_properties(prs, deck)
    return _parts(prs)


class _Parts(list[tuple[str, bytes]]):
    """Takes what python-pptx writes, in its order: its own archive would have to be packed a second time."""

    def write(self, pack_uri: PackURI, blob: bytes) -> None:
        """One part of the file."""
        self.append((pack_uri.membername, blob))


def _parts(prs: Office) -> _Parts:
    package, writer = prs.part.package, _Parts()
    writing = PackageWriter("", package._rels, tuple(package.iter_parts()))
    writing._write_content_types_stream(cast("_PhysPkgWriter", writer))
    writing._write_pkg_rels(cast("_PhysPkgWriter", writer))
    writing._write_parts(cast("_PhysPkgWriter", writer))
    return writer


def _write_properties(prs: Office, deck: Deck) -> None:
    core = prs.core_properties
    core.title, core.author, core.subject = deck.title, deck.author, deck.date
    core.last_modified_by, core.keywords, core.comments, core.category = deck.author, "", "", ""
    core.language = deck.language
    core.revision = 1
    core.created = core.modified = WRITTEN


def _draw_card(prs: Office, deck: Deck, card: Card, speaks: Voice, notes_voice: Voice, turned_tables: bool) -> None:
    place = place_card(card)
    accent = accent_of(deck.audience)
    tone = accent if place.master in _ACCENTED else method_tone(card.kind)
    slide = prs.slides.add_slide(layout_of(prs, place.master))
    if card.hidden:
        slide._element.set("show", "0")
    # Asked for once: python-pptx searches the whole slide each time.
    holders = {shape.placeholder_format.idx: shape for shape in slide.placeholders}
    title, bodies = holders.pop(0), tuple(holders[index] for index in sorted(holders))
    pen = Pen(slide, Canvas(slide, speaks.direction), speaks, tone, accent, bodies, turned_tables)
    _draw_ground(pen, card, place)
    write_title(title, card.title, place.title_size, speaks)
    draw_chips(pen, card, place)
    targets = draw_parts(pen, card, place)
    bar = draw_time_bar(pen, card, place)
    for shape in bodies:
        if not shape.text_frame.text:
            shape._element.getparent().remove(shape._element)
    _write_footers(pen, deck, place.master)
    write_builds(
        slide,
        _clicks(card, place, targets),
        Countdown(bar, card.minutes, speaks.direction) if bar and not card.hidden else None,
    )
    _write_notes(slide, card, notes_voice)


def _draw_ground(pen: Pen, card: Card, place: Placement) -> None:
    """What is behind the text and tells the kind of slide at a glance; screen readers skip all of it."""
    canvas, tone, master = pen.canvas, pen.tone, place.master
    icon = card.icon or icon_of(card.layout if master != "pause" else "", card.kind)
    if master in ("prompt", "question", "pause"):
        _colour_background(pen.slide, tone)
    if master == "prompt":
        canvas.shape(_panel_of(place), PAPER, rounded=18)
    elif master == "activity":
        canvas.shape(HEADER, tone.strong)
    elif master == "case":
        canvas.shape(CASE_HEADER, tone.fill)
        canvas.shape(Box(0, CASE_HEADER.height, WIDTH, 4), tone.strong)
    elif master == "agenda":
        draw_agenda_marks(pen, card, place)
    elif master in _BANDED:
        canvas.shape(BAND, tone.strong)
    if place.icon is None:
        return
    match master:
        case "section" | "takeaways" | "closing":
            canvas.icon(icon, place.icon, "bg1")
        case "quote":
            canvas.icon(icon, place.icon, tone.strong)
        case "activity":
            canvas.icon(icon, place.icon, PAPER)
        case "content" | "columns":
            canvas.badge(icon, place.icon, tone.fill, tone.strong)
        case _:
            canvas.badge(icon, place.icon, tone.strong, PAPER)


def _panel_of(place: Placement) -> Box:
    """The white panel of a prompt begins below its chips."""
    if place.strip is None:
        return PROMPT_PANEL
    top = place.strip.y + place.strip.height + 12
    return Box(PROMPT_PANEL.x, top, PROMPT_PANEL.width, PROMPT_PANEL.y + PROMPT_PANEL.height - top)


def _colour_background(slide: Office, tone: Tone) -> None:
    holder = slide._element.find(qn("p:cSld"))
    holder.insert(
        0,
        parse_xml(
            '<p:bg xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
            'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:bgPr><a:solidFill>'
            f"{colour_xml(tone.fill)}</a:solidFill><a:effectLst/></p:bgPr></p:bg>"
        ),
    )


def _clicks(card: Card, place: Placement, targets: list[tuple[Target, ...]]) -> list[tuple[Target, ...]]:
    """What appears click by click: the points of a text that stands alone, or the steps of a process."""
    if card.layout not in BUILT_LAYOUTS or card.hidden:
        return []
    if all(part.frame == "step" for part in place.parts):
        return targets[1:]
    if len(place.parts) == 1 and place.parts[0].paras:
        return list(paragraph_clicks(targets[0][0].shape, place.parts[0].paras))
    return []


def _write_footers(pen: Pen, deck: Deck, master: Master) -> None:
    """Footer and slide number, which python-pptx leaves out: place and looks come from the layout."""
    style = STYLES[master]
    if style.footer is not None and deck.footer:
        shape = pen.canvas.placeholder("ftr", "Footer", 10, "", pen.speaks.tag)
        write_run(shape.text_frame.paragraphs[0], Span(deck.footer), None, reading(deck.footer, pen.speaks))
    if style.number:
        field = (
            '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
            f'<a:rPr lang="{pen.speaks.tag}"/><a:t>{len(pen.slide.part.package.presentation_part.presentation.slides)}'
            "</a:t></a:fld>"
        )
        pen.canvas.placeholder("sldNum", "Slide Number", 11, field, pen.speaks.tag)


def _write_notes(slide: Office, card: Card, speaks: Voice) -> None:
    """Every slide has notes, if only its title, so that printed notes pages are complete."""
    frame = new_notes(slide).notes_text_frame
    lines = note_lines(slide_paras(card.notes)) or [((Span(card.title),), 0)]
    for index, (spans, level) in enumerate(lines):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        properties = paragraph._p.get_or_add_pPr()
        properties.set("marL", str(level * 152_400))
        if speaks.direction == "rtl":
            properties.set("algn", "r")
            properties.set("rtl", "1")
        for span in spans:
            write_run(paragraph, span, None, speaks)
