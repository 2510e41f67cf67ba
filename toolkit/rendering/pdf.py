"""Documents as PDF, by typst: tagged, with title and language, the same bytes on every machine.

The outline goes to typst as data (JSON beside the template), never as markup: no text of an author can be a command.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, cast

from toolkit.content.language import Language
from toolkit.content.same import Same
from toolkit.rendering import theme
from toolkit.rendering.charts.svg import draw_svg
from toolkit.rendering.direction import hold_order
from toolkit.rendering.kept import MOST_KEPT
from toolkit.rendering.outline import (
    Callout,
    Cell,
    ChartNode,
    Direction,
    Document,
    Heading,
    Keep,
    ListNode,
    Node,
    Nodes,
    PageBreak,
    Para,
    PictureNode,
    QrNode,
    QuoteNode,
    Span,
    TableNode,
)
from toolkit.rendering.pdf_packing import packed, packed_again
from toolkit.rendering.pdf_room import surely_fits
from toolkit.rendering.pictures import files_of, read_picture, state_of
from toolkit.rendering.qr import draw_qr_svg, fits_qr
from toolkit.rendering.tables import column_shares, whole_row
from toolkit.rendering.typesetter import template, typesetter

TEMPLATE = "document.typ"
_LONG_WORD = re.compile(r"[^\s_\u200b]{36,}")
_CONTENTS_DEPTH = 3
_LONG_ROW = 8000
"""Length of a row's data: about half a page of narrow columns."""
_LONG_FLOWING = 2000
"""The same for running text, which may be cut sooner: about an eighth of a page."""
_AROUND_MM = 62
"""Margins of a page and what may stand above a part that is kept together."""
_LOW_MM = 95
"""Widest picture (square at most, as all are that are made here) that is not too high."""
_NOT_PRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def render_pdf(document: Document, path: Path, *, reuse: bool = False) -> tuple[int, ...]:
    """Write the document to `path`. Returns the page of each heading that the contents list, in order; nothing for a
    document without contents. `reuse` is for processes that write many: the data of nodes that come again, the very
    same objects, are kept. Raises OSError when it cannot be written."""
    import typst

    document = hold_order(document, reuse=reuse)
    document = replace(document, body=_stepwise(document.body, reuse))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / TEMPLATE).write_bytes(template(TEMPLATE))
        try:
            written, pages = _compile(document, folder, "ua-1", reuse=reuse)
        except typst.TypstError:
            try:
                # A page may not meet the standard for accessibility; a tagged PDF without it is better than none.
                written, pages = _compile(document, folder)
            except typst.TypstError:
                # A picture may be broken: its words stand in for it.
                written, pages = _compile(document, folder, "ua-1", pictures=False)
    path.write_bytes(packed_again(written) if reuse else packed(written))
    return pages


def _compile(
    document: Document, folder: Path, *standards: Literal["ua-1"], pictures: bool = True, reuse: bool = False
) -> tuple[bytes, tuple[int, ...]]:
    (folder / "document.json").write_text(_document_json(document, folder, pictures, reuse), encoding="utf-8")
    compiler = typesetter()
    written = compiler.compile(folder / TEMPLATE, root=folder, format="pdf", pdf_standards=list(standards))
    if not isinstance(written, bytes):
        raise TypeError("typst gave no PDF")
    if not document.contents_title:
        return written, ()
    return written, tuple(json.loads(compiler.query("<pages>", field="value", one=True)))


def _document_json(document: Document, folder: Path, pictures: bool, reuse: bool) -> str:
    """The whole document as JSON, each node of the body as a text of its own; its pictures go into the folder."""
    page = _page(document.landscape, document.large_type, document.look, document.direction, pictures)
    told = [
        _told_before(Same(node), _states(node, reuse), page) if reuse else _told(node, page) for node in document.body
    ]
    for name, data in {name: data for node in told for name, data in node.files}.items():
        (folder / name).write_bytes(data)
    around = json.dumps(_around(document, page), ensure_ascii=False)
    return f'{around[:-1]}, "body": [{", ".join(node.text for node in told)}]}}'


def _around(document: Document, page: _Page) -> dict[str, object]:
    """Everything but the body."""
    script = theme.SCRIPT_FONTS
    none = _Pictures(page)
    return {
        "title": _clean(document.title),
        "subtitle": _clean(document.subtitle),
        "author": _clean(document.author),
        "footer": _clean(document.footer),
        "page_of": document.page_of,
        "contents_title": document.contents_title,
        "direction": document.direction,
        "landscape": document.landscape,
        "look": document.look,
        "language": _language(document.language),
        "facts": _data(document.facts, none),
        "fonts": [theme.LATIN_FONT, *script.values()],
        "sizes": asdict(page.sizes),
        "margin_mm": theme.MARGIN_MM,
        "colours": {
            "ink": theme.INK,
            "muted": theme.MUTED,
            "line": theme.LINE,
            "brand": theme.BRAND,
            "head": theme.HEAD_FILL,
        },
        "tones": {kind: asdict(tone) for kind, tone in theme.CALLOUT_TONES.items()},
    }


@dataclass(frozen=True, slots=True)
class _Page:
    """What the data of a node go by: how large the page's text is, the room for it in millimetres, its direction, and
    whether pictures are shown."""

    sizes: theme.Sizes
    width_mm: float
    most_height_mm: float
    direction: Direction
    pictures: bool


@lru_cache(maxsize=32)
def _page(
    landscape: bool,
    large_type: bool,
    look: Literal["plain", "easy", "certificate"],
    direction: Direction,
    pictures: bool,
) -> _Page:
    across, down = (297, 210) if landscape else (210, 297)
    width_mm = across - (64 if look == "certificate" else 2 * theme.MARGIN_MM)
    return _Page(theme.sizes(large_type, look), width_mm, down - _AROUND_MM, direction, pictures)


class _Told(NamedTuple):
    """A node of the body for the template: JSON, as a JSON text, and the files that it names."""

    text: str
    files: tuple[tuple[str, bytes], ...]


def _told(node: Node, page: _Page) -> _Told:
    pictures = _Pictures(page)
    data = json.dumps(_outer_data(node, pictures), ensure_ascii=False)
    return _Told(json.dumps(data, ensure_ascii=False), tuple(pictures.files.items()))


@lru_cache(maxsize=MOST_KEPT)
def _told_before(node: Same[Node], _states: object, page: _Page) -> _Told:
    return _told(node.value, page)


def _states(node: Node, reuse: bool) -> tuple[object, ...]:
    """What changes with the files of a node's pictures."""
    return tuple(state_of(picture) for picture in files_of(Same(node))) if reuse else ()


class _Pictures:
    """Pictures, charts and codes as files to be put beside the template, since typst reads nothing outside its folder.
    Their names tell what is in them."""

    def __init__(self, page: _Page) -> None:
        self.page = page
        self.files: dict[str, bytes] = {}
        self._names: dict[Path | bytes, str] = {}

    def name_of(self, node: PictureNode) -> str:
        """File name of the copy; "" when there is no such picture, or one that cannot be drawn."""
        key = node.data or node.path
        if key not in self._names:
            data = read_picture(node) if self.page.pictures else None
            self._names[key] = self._add(data, ".png" if node.data else node.path.suffix.lower()) if data else ""
        return self._names[key]

    def draw(self, node: ChartNode | QrNode) -> str:
        """File name of a chart or code, drawn now."""
        if isinstance(node, QrNode):
            return self._add(draw_qr_svg(node.data).encode(), ".svg")
        return self._add(draw_svg(node.chart, self.page.direction, node.alt).encode(), ".svg")

    def _add(self, data: bytes, ending: str) -> str:
        name = hashlib.sha256(data).hexdigest()[:32] + ending
        self.files[name] = data
        return name


def _data(value: object, pictures: _Pictures) -> object:
    """The JSON form of a node: its fields, and its class as ``t``."""
    match value:
        case str():
            return _clean(value)
        case Span():
            words = _LONG_WORD.sub(_breakable, _clean(value.text)) if not value.code else _clean(value.text)
            href = value.href if value.href.startswith(("http://", "https://", "mailto:", "tel:")) else ""
            look = {"bold": value.bold, "italic": value.italic, "code": value.code}
            return {"text": words, "href": href, "lang": _language(value.lang) if value.lang else None, **look}
        case PictureNode() if not pictures.name_of(value):
            return _data(_in_words(value), pictures)
        case PictureNode():
            return {
                "t": "PictureNode",
                "path": pictures.name_of(value),
                "alt": _clean(value.alt),
                "caption": _data(value.caption, pictures),
                "decorative": value.decorative,
                "width_mm": value.width_mm,
                "framed": bool(value.data),
            }
        case QrNode() if not fits_qr(value.data):
            return _data(_in_words(value), pictures)
        case QrNode():
            return {
                "t": "QrNode",
                "path": pictures.draw(value),
                "alt": _clean(value.alt),
                "caption": _data(value.caption, pictures),
                "width_mm": value.width_mm,
            }
        case ChartNode(alt=alt, caption=caption):
            name = pictures.draw(value)
            below = {"alt": _clean(alt), "caption": _data(caption, pictures)}
            return {"t": "PictureNode", "path": name, "decorative": False, "wide": True, **below}
        case TableNode():
            shares = column_shares(value)
            rows = [_row_data(whole_row(row, len(shares)), pictures, value.flowing, shares) for row in value.rows]
            return {
                "t": "TableNode",
                "columns": [_data(column, pictures) for column in value.columns],
                "shares": shares,
                "rows": rows,
                "min_row_pt": value.min_row_pt,
                "caption": _data(value.caption, pictures),
                "flowing": value.flowing,
            }
        case ListNode():
            items = [_data(item, pictures) for item in value.items]
            return {"t": "ListNode", "items": items, "mark": value.mark, "start": value.start}
        case tuple():
            return [_data(part, pictures) for part in value]
        case Keep(body=body):
            return {"t": "Keep", "body": _data(_unbroken(body), pictures), "fits": False}
        case Callout() | QuoteNode() | Cell():
            value = replace(value, body=_unbroken(value.body))
    if is_dataclass(value) and not isinstance(value, type):
        named = {field.name: _data(getattr(value, field.name), pictures) for field in fields(value)}
        return {"t": type(value).__name__, **named}
    return value


def _in_words(node: PictureNode | QrNode) -> Keep:
    """What stands in for a picture that cannot be drawn; its caption stays."""
    words: Nodes = (Para((Span(f"[{node.alt}]", italic=True),), "small"),) if node.alt else ()
    return Keep((*words, Para(node.caption, "small")) if node.caption else words)


def _outer_data(node: Node, pictures: _Pictures) -> object:
    """A node of the body; parts kept together that surely fit on a page say so. Within a frame or a cell typst finds
    out, since their width is not known here."""
    data, page = _data(node, pictures), pictures.page
    if isinstance(node, Keep) and isinstance(data, dict):
        data["fits"] = surely_fits(_unbroken(node.body), page.width_mm, page.most_height_mm, page.sizes)
    return data


def _unbroken(body: Nodes) -> Nodes:
    """Only the page itself can be broken, not a frame or a cell on it."""
    return tuple(part for part in body if not isinstance(part, PageBreak))


def _row_data(row: tuple[Cell, ...], pictures: _Pictures, flowing: bool, shares: Sequence[float]) -> dict[str, object]:
    """Only a long row may be cut at the end of a page: one that is taller than a page would run off it."""
    cells: list[object] = []
    at = 0
    for cell in row:
        room_mm = sum(shares[at : at + cell.span]) / 100 * pictures.page.width_mm if flowing else 0
        cells.append(_cell_data(cell, pictures, room_mm))
        at += cell.span
    return {"cells": cells, "long": len(json.dumps(cells)) > (_LONG_FLOWING if flowing else _LONG_ROW)}


def _cell_data(cell: Cell, pictures: _Pictures, room_mm: float) -> object:
    """A flowing table is never inside another, so the room for its pictures is known: those that are not too wide, or
    too high, need not be measured by typst."""
    data = _data(cell, pictures)
    parts = zip(_unbroken(cell.body), cast("dict[str, list[dict[str, object]]]", data)["body"], strict=True)
    for node, part in parts:
        if isinstance(node, PictureNode) and node.data and 0 < node.width_mm <= min(room_mm - 5, _LOW_MM):
            part["sized"] = True
    return data


def _stepwise(body: Nodes, reuse: bool = False) -> Nodes:
    """The body with headings that never skip a level downwards, as the accessibility standard wants, and without a
    page break at its very end. The contents go by the level that the maker gave: the anchor says what they list."""
    nodes, _ = _with_levels(body, 0, reuse)
    last = len(nodes)
    while last and isinstance(nodes[last - 1], PageBreak):
        last -= 1
    return nodes[:last]


def _with_levels(body: Nodes, level: int, reuse: bool = False) -> tuple[Nodes, int]:
    nodes: list[Node] = []
    for node in body:
        if isinstance(node, (Heading, Keep)):
            node, level = _leveled_before(Same(node), level) if reuse else _leveled(node, level)
        nodes.append(node)
    return tuple(nodes), level


def _leveled(node: Heading | Keep, level: int) -> tuple[Node, int]:
    if isinstance(node, Heading):
        level = min(node.level, level + 1)
        return Heading(level, node.text, "" if node.level > _CONTENTS_DEPTH else "listed"), level
    kept, level = _with_levels(node.body, level)
    return Keep(kept), level


@lru_cache(maxsize=MOST_KEPT)
def _leveled_before(node: Same[Heading | Keep], level: int) -> tuple[Node, int]:
    return _leveled(node.value, level)


def _language(tag: str) -> dict[str, str | None]:
    """The parts of a BCP 47 tag, as typst wants them: primary language, script and region; and its direction."""
    language, *rest = tag.split("-")
    direction = Language(tag).direction
    region = next((part for part in rest if len(part) == 2 and part.isalpha()), None)
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), None)
    return {"lang": language, "region": region, "script": script.lower() if script else None, "dir": direction}


def _clean(text: str) -> str:
    return _NOT_PRINTED.sub("", text)


def _breakable(match: re.Match[str]) -> str:
    """A very long word with invisible places to break every 12 characters, or it would run off the page."""
    word = match.group()
    return "\u200b".join(word[start : start + 12] for start in range(0, len(word), 12))
