"""Slides as small pictures, for the facilitator guide: all cards that were not drawn before in one typst run.

Boxes, text sizes and looks are those of the deck itself (`place_card`, `STYLES`), so that a trainer knows the slide at
a glance. What only office programs do (builds, native charts, notes) is left out.
"""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
from collections.abc import Iterable, Sequence
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from typing import TypeAlias

from toolkit.content.cache import remembered
from toolkit.content.language import Language
from toolkit.rendering import theme
from toolkit.rendering.charts.svg import draw_svg
from toolkit.rendering.direction import in_order
from toolkit.rendering.icon_names import icon_of
from toolkit.rendering.miniature_ground import (
    Shape,
    arrow_shapes,
    chip_shapes,
    frame_shapes,
    ground_shapes,
    hex_of,
    tone_of,
)
from toolkit.rendering.outline import Card, Deck, Inline, PictureNode, Span, TableNode
from toolkit.rendering.pictures import read_picture
from toolkit.rendering.pptx.styles import STYLES
from toolkit.rendering.qr import draw_qr_svg, fits_qr
from toolkit.rendering.slide_box import HEIGHT, WIDTH, Box, Part
from toolkit.rendering.slide_chips import CHIP_SIZE, chip_text
from toolkit.rendering.slide_space import Placement, place_card
from toolkit.rendering.slide_text import (
    SlidePara,
    column_widths,
    indent,
    para_size,
    row_heights,
    slide_paras,
    space_before,
)
from toolkit.rendering.theme import Tone, accent_of
from toolkit.rendering.typesetter import template, typesetter

TEMPLATE = "slides.typ"
COLOURS = 16
"""Colours of a miniature: text and a few flat tones need no more, and two pixels then share a byte."""

Json: TypeAlias = "dict[str, object]"
_ANCHORS = {"t": "top", "ctr": "horizon", "b": "bottom"}
_MARKS = {"bullet": "•", "box": "☐", "check": "✓"}


def draw_miniatures(deck: Deck, width_px: int = 480) -> tuple[bytes, ...]:
    """A PNG for each card of the deck, in order, `width_px` wide and 16:9. The same card gives the same bytes, and is
    drawn once for all decks that it is in."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = _Files(folder, pictures=True)
        cards = [_card_data(deck, card, files) for card in deck.cards]
        frame = _frame(deck)
        keys = [_key(frame, card, width_px) for card in cards]
        known = {key: _known(key) for key in dict.fromkeys(keys)}
        missing = [index for index, key in enumerate(keys) if known[key] is None and keys.index(key) == index]
        if missing:
            drawn = _draw(frame, [cards[index] for index in missing], folder, width_px)
            for index, png in zip(missing, drawn, strict=True):
                if png is None:
                    png = _without_pictures(deck, deck.cards[index], folder, width_px)
                known[keys[index]] = _few_colours(png)
                _keep(keys[index], known[keys[index]] or b"")
    return tuple(known[key] or b"" for key in keys)


def _key(frame: Json, card: Json, width_px: int) -> str:
    """A hash of all that a miniature is drawn from; files have the names of what is in them."""
    data = json.dumps([frame, card, width_px, COLOURS, version("typst"), version("pillow")], ensure_ascii=False)
    return hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()


def _known(key: str) -> bytes | None:
    """The miniature as it was drawn before."""
    try:
        return remembered("miniature", key, (), _not_known)
    except LookupError:
        return None


def _not_known() -> bytes:
    raise LookupError


def _keep(key: str, png: bytes) -> None:
    remembered("miniature", key, (), lambda: png)


def _draw(frame: Json, cards: list[Json], folder: Path, width_px: int) -> list[bytes | None]:
    """The cards in one run of typst; where one of them has a picture that typst cannot read after all, each in a run
    of its own, and None for that one."""
    import typst

    (folder / TEMPLATE).write_bytes(template(TEMPLATE))
    data = json.dumps({**frame, "cards": cards}, ensure_ascii=False)
    (folder / "slides.json").write_text(data, encoding="utf-8")
    try:
        drawn = typesetter().compile(folder / TEMPLATE, root=folder, format="png", ppi=72 * width_px / WIDTH)
    except typst.TypstError:
        return [None] if len(cards) == 1 else [_draw(frame, [card], folder, width_px)[0] for card in cards]
    return list(drawn) if isinstance(drawn, list) else [drawn]


def _without_pictures(deck: Deck, card: Card, folder: Path, width_px: int) -> bytes:
    """The card with the words of its pictures."""
    data = _card_data(deck, card, _Files(folder, pictures=False))
    (png,) = _draw(_frame(deck), [data], folder, width_px)
    if png is None:
        raise ValueError("typst cannot draw this card")
    return png


def _few_colours(png: bytes) -> bytes:
    from PIL import Image

    with Image.open(io.BytesIO(png)) as picture:
        few = picture.convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    few.save(buffer, "PNG")
    return buffer.getvalue()


class _Files:
    """Pictures, charts, codes and icons beside the template."""

    def __init__(self, folder: Path, pictures: bool) -> None:
        self._folder = folder
        self._pictures = pictures
        self._icons: dict[tuple[str, str], str] = {}

    def picture(self, node: PictureNode) -> str:
        """File name of a copy; "" for a picture that cannot be drawn."""
        data = read_picture(node) if self._pictures else None
        return self._write(data, ".png" if node.data else node.path.suffix.lower()) if data else ""

    def drawing(self, svg: str) -> str:
        """File name of a drawing."""
        return self._write(svg.encode("utf-8"), ".svg")

    def icon(self, name: str, colour: str) -> str:
        """File name of an icon in this colour; "" when there is no such icon."""
        key = (name, colour)
        if key not in self._icons:
            file = resources.files("toolkit.rendering") / "icons" / f"{name}.svg"
            svg = file.read_text(encoding="utf-8").replace("currentColor", f"#{colour}") if file.is_file() else ""
            self._icons[key] = self.drawing(svg) if svg else ""
        return self._icons[key]

    def _write(self, data: bytes, ending: str) -> str:
        name = hashlib.sha256(data).hexdigest()[:24] + ending
        (self._folder / name).write_bytes(data)
        return name


def _frame(deck: Deck) -> Json:
    return {
        "fonts": [theme.LATIN_FONT, *theme.SCRIPT_FONTS.values()],
        "lang": deck.language.split("-")[0],
        "direction": deck.direction,
        "width": WIDTH,
        "height": HEIGHT,
    }


def _card_data(deck: Deck, card: Card, files: _Files) -> Json:
    place, accent = place_card(card), accent_of(deck.audience)
    tone = tone_of(card, place.master, accent)
    style = STYLES[place.master]
    ink = hex_of(style.text, accent)
    points = accent.strong if style.background in ("bg1", "bg2") else ink
    title = _text(place.title, (SlidePara((Span(card.title, bold=True),)),), place.title_size, deck)
    title |= {"ink": hex_of(style.title, accent), "align": style.align, "anchor": _ANCHORS[style.title_anchor]}
    shapes = [*ground_shapes(card, place, tone, accent), *chip_shapes(card, place, tone)]
    shapes += [*(shape for part in place.parts for shape in frame_shapes(part, tone)), *arrow_shapes(place)]
    texts = [title, *_chips(card, place, tone, deck)]
    for part in place.parts:
        if part.paras:
            framed = part.frame in ("option", "answer")
            anchor = "horizon" if framed else _ANCHORS[style.body_anchor]
            box = part.box
            if len(place.parts) == 1 and not part.frame:
                box = Box(box.x, box.y, box.width, max(box.height, place.room))
            body = _text(box, part.paras, part.size, deck, part.gap)
            align = "l" if part.frame else style.align
            texts.append({**body, "ink": theme.INK if part.frame else ink, "align": align, "anchor": anchor})
            texts[-1] |= {"heading": tone.strong if points == accent.strong else points, "points": points}
        if part.label and part.badge:
            label = _text(part.badge, (SlidePara((Span(part.label, bold=True),)),), 22, deck)
            texts.append({**label, "ink": theme.PAPER, "align": "ctr", "anchor": "horizon"})
    return {
        "ground": hex_of(style.background, accent if place.master not in ("prompt", "question", "pause") else tone),
        "shapes": [_shape(shape) for shape in shapes],
        "icons": [_icon(card, place, tone, files), *_chip_icons(card, place, tone, files)],
        "texts": texts,
        "tables": [_table(deck, card, p, p.table, accent) for p in place.parts if p.table is not None],
        "pictures": [shown for part in place.parts for shown in _pictures(deck, part, files)],
    }


def _box(box: Box) -> Json:
    return {"x": box.x, "y": box.y, "width": box.width, "height": box.height}


def _shape(shape: Shape) -> Json:
    return {
        **_box(shape.box), "kind": shape.kind, "fill": shape.fill, "shown": shape.shown_pct, "radius": shape.radius,
        "line": shape.line,
    }  # fmt: skip


def _icon(card: Card, place: Placement, tone: Tone, files: _Files) -> Json:
    """The slide's own icon: in its tone on pale ground, else white, as in the deck."""
    name = card.icon or icon_of(card.layout if place.master != "pause" else "", card.kind)
    colour = tone.strong if place.master in ("quote", "content", "columns") else theme.PAPER
    if place.icon is None:
        return {"path": ""}
    badge = place.master not in ("section", "takeaways", "closing", "quote", "activity")
    inside = place.icon.inside(place.icon.width * 0.22) if badge else place.icon
    return {**_box(inside), "path": files.icon(name, colour)}


def _chip_icons(card: Card, place: Placement, tone: Tone, files: _Files) -> list[Json]:
    found = []
    for name, chip in zip(card.fact_icons, place.chips, strict=False):
        box = Box(chip.x + 14, chip.y + (min(chip.height, 36) - 22) / 2, 22, 22)
        found.append({**_box(box), "path": files.icon(name, tone.strong) if name else ""})
    return found


def _chips(card: Card, place: Placement, tone: Tone, deck: Deck) -> list[Json]:
    found = []
    for index, (fact, chip) in enumerate(zip(card.facts, place.chips, strict=False)):
        icon = index < len(card.fact_icons) and card.fact_icons[index]
        inset = 44.0 if icon else 14.0
        words = (SlidePara((Span(chip_text(*fact), bold=index == 0),)),)
        text = _text(Box(chip.x + inset, chip.y, chip.width - inset - 10, chip.height), words, CHIP_SIZE, deck)
        found.append({**text, "ink": tone.strong, "align": "l" if icon else "ctr", "anchor": "horizon"})
    return found


def _text(box: Box, paras: Sequence[SlidePara], size: float, deck: Deck, gap: float = 0) -> Json:
    plain_look: Json = {"heading": theme.INK, "points": theme.INK}
    return {**_box(box), **plain_look, "paras": _paras(paras, size, gap, deck)}


def _paras(paras: Iterable[SlidePara], size: float, gap: float, deck: Deck) -> list[Json]:
    return [
        {
            "spans": _spans(para.spans, deck),
            "size": para_size(para, size),
            "indent": indent(para, size),
            "mark": f"{para.number}." if para.mark == "number" else _MARKS.get(para.mark, ""),
            "before": space_before(para, size, index == 0) + (gap if index else 0),
            "look": para.look,
        }
        for index, para in enumerate(paras)
    ]


def _pictures(deck: Deck, part: Part, files: _Files) -> list[Json]:
    """The file of a picture, chart or code; where one cannot be drawn, its words."""
    if part.picture is not None:
        path, words = files.picture(part.picture), part.picture.alt
    elif part.chart is not None:
        path, words = files.drawing(draw_svg(part.chart.chart, deck.direction, "")), ""
    elif part.qr is not None:
        path, words = files.drawing(draw_qr_svg(part.qr.data)) if fits_qr(part.qr.data) else "", part.qr.data
    else:
        return []
    return [{**_box(part.box), "path": path, "size": part.size, "spans": _spans((Span(words, italic=True),), deck)}]


def _table(deck: Deck, card: Card, part: Part, table: TableNode, accent: Tone) -> Json:
    agenda = card.layout == "agenda"
    count = len(table.columns)
    heads = [_paras((SlidePara(column.header, look="heading"),), part.size, 0, deck) for column in table.columns]
    rows: list[Json] = []
    for line, row in enumerate(table.rows):
        now = agenda and line in card.marked
        fill = accent.strong if now else accent.fill if line % 2 and not agenda else ""
        cells = [_paras(slide_paras(cell.body), part.size, 0, deck) for cell in row[:count]]
        rows.append(
            {"fill": fill, "ink": theme.PAPER if now else theme.INK, "cells": [*cells, *[[]] * (count - len(row))]}
        )
    return {
        **_box(part.box),
        "widths": list(column_widths(table, part.box.width, part.size)),
        "heights": list(row_heights(table, part.box.width, part.size)),
        "head_fill": "" if agenda else accent.strong,
        "head_ink": accent.strong if agenda else theme.PAPER,
        "heads": heads,
        "rows": rows,
    }


def _spans(spans: Inline, deck: Deck) -> list[Json]:
    return [
        {
            "text": _printed(in_order(span.text, deck.direction, span.lang)),
            "bold": span.bold,
            "italic": span.italic,
            "dir": Language(span.lang).direction if span.lang else deck.direction,
        }
        for span in spans
    ]


def _printed(text: str) -> str:
    return "".join(ch for ch in text if ch.isprintable() or ch in "\n\u200e\u200f")
