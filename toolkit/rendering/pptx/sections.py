"""Sections of a deck: named stretches of slides, as PowerPoint lists them at the side."""

from __future__ import annotations

from itertools import groupby
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import quoteattr

from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from toolkit.rendering.outline import Deck
from toolkit.rendering.pptx.office import Office

_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"


def write_sections(prs: Office, deck: Deck) -> None:
    """One section for each stretch of cards with the same `section`, in order. No cards, no sections."""
    slides = list(prs.slides)
    if not slides:
        return
    xml = []
    start = 0
    for number, (title, cards) in enumerate(groupby(card.section for card in deck.cards)):
        count = len(list(cards))
        ids = "".join(f'<p14:sldId id="{slide.slide_id}"/>' for slide in slides[start : start + count])
        key = str(uuid5(NAMESPACE_URL, f"tot-toolkit/section/{number}/{title}")).upper()
        xml.append(
            f'<p14:section name={quoteattr(title or deck.title)} id="{{{key}}}">'
            f"<p14:sldIdLst>{ids}</p14:sldIdLst></p14:section>"
        )
        start += count
    extension = parse_xml(
        f'<p:ext xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" uri="{_SECTIONS}">'
        f'<p14:sectionLst xmlns:p14="{_P14}">{"".join(xml)}</p14:sectionLst></p:ext>'
    )
    holder = prs.element.find(qn("p:extLst"))
    if holder is None:
        holder = parse_xml('<p:extLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>')
        prs.element.append(holder)
    holder.append(extension)
