"""The outline: the one format-free tree between plan and files.

Every document is drawn from a `Document`, every deck from a `Deck`; makers under ``outlines/`` build them, renderers
(`docx`, `pdf`, `html`, `pptx`) draw them. All text here is final: translated, substituted, in reading order.
A renderer holds no words of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from toolkit.rendering.charts.records import Chart

Direction = Literal["ltr", "rtl"]
Align = Literal["start", "center", "end"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text with one look. `lang` is set only where it differs from the document's language."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    href: str = ""
    lang: str = ""


Inline = tuple[Span, ...]


def inline(text: str, *, bold: bool = False, italic: bool = False) -> Inline:
    """Plain text as one span."""
    return (Span(text, bold=bold, italic=italic),) if text else ()


def plain(spans: Inline) -> str:
    """The characters of an inline, without its looks."""
    return "".join(span.text for span in spans)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4; the document's title is not a heading. `anchor` lets contents link to it."""

    level: int
    text: Inline
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. `lead` is larger, `small` and `note` are for side remarks, `say` is what the trainer says aloud."""

    text: Inline
    style: Literal["normal", "lead", "small", "note", "say"] = "normal"


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list. `mark`: bullet, number, a tick box to tick, or nothing."""

    items: tuple[Nodes, ...]
    mark: Literal["bullet", "number", "box", "none"] = "bullet"
    start: int = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column: header, share of the width in percent (0 = automatic), alignment."""

    header: Inline
    width_pct: float = 0
    align: Align = "start"


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell. `fill` is a colour as rrggbb or "". `span` counts columns."""

    body: Nodes
    fill: str = ""
    span: int = 1


@dataclass(frozen=True, slots=True)
class TableNode:
    """A table with a header row (repeated on each page). `min_row_pt` keeps room to write by hand. `flowing` columns
    hold running text: as large as the document's, in rows that may go on over the page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    min_row_pt: float = 0
    caption: Inline = ()
    flowing: bool = False


@dataclass(frozen=True, slots=True)
class PictureNode:
    """A picture on disk, or one in memory: then `data` is the PNG and `path` no more than a name. `alt` is empty only
    when decorative. `width_mm` 0 takes the picture's own width, as far as there is room."""

    path: Path
    alt: str
    caption: Inline = ()
    decorative: bool = False
    data: bytes = field(default=b"", repr=False)
    width_mm: float = 0


@dataclass(frozen=True, slots=True)
class ChartNode:
    """A chart. `alt` is the plain sentence that says what it shows; `caption` stands below it."""

    chart: Chart
    alt: str
    caption: Inline = ()


@dataclass(frozen=True, slots=True)
class Callout:
    """A framed part: `kind` chooses colour and icon, `title` is its first line."""

    kind: Literal["key", "say", "watch", "adapt", "case", "note", "debrief", "handout"]
    title: Inline
    body: Nodes


@dataclass(frozen=True, slots=True)
class Fields:
    """Short label and value pairs, such as minutes, grouping and materials of an activity."""

    pairs: tuple[tuple[Inline, Inline], ...]


@dataclass(frozen=True, slots=True)
class WriteLines:
    """Empty ruled lines to write on."""

    count: int


@dataclass(frozen=True, slots=True)
class Choices:
    """Response options with large marks to fill in. `mark`: circle for one answer, square for several, box for a
    number. Codes are printed only when `show_codes`."""

    options: tuple[tuple[str, Inline], ...]
    mark: Literal["circle", "square", "number"]
    across: bool = False
    show_codes: bool = False


@dataclass(frozen=True, slots=True)
class CodeBox:
    """`cells` empty boxes in a row, to write a participant code."""

    label: Inline
    cells: int


@dataclass(frozen=True, slots=True)
class QrNode:
    """A QR code, `width_mm` wide with its quiet zone. `alt` says what it leads to; `caption` stands below it, so that
    what it holds can also be typed."""

    data: str
    alt: str
    width_mm: float = 30
    caption: Inline = ()


@dataclass(frozen=True, slots=True)
class Preformatted:
    """Fixed-width text."""

    text: str


@dataclass(frozen=True, slots=True)
class QuoteNode:
    """A quotation."""

    body: Nodes


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts a new page."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line across."""


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep these nodes together on one page where they fit."""

    body: Nodes


Node = (
    Heading | Para | ListNode | TableNode | PictureNode | Callout | Fields | WriteLines | Choices | CodeBox
    | Preformatted | QuoteNode | PageBreak | Rule | Keep | ChartNode | QrNode
)  # fmt: skip
Nodes = tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document to print or edit. `name` is its file name without ending. `contents_title` asks for a table of
    contents headed by it. `footer` stands at the foot of each page, with `page_of` (a pattern such as
    "Page {page} of {pages}"). `look`: easy is for those who read little; a
    certificate has everything in the middle of one framed page, without a footer."""

    name: str
    title: str
    subtitle: str
    language: str
    direction: Direction
    body: Nodes
    facts: tuple[tuple[Inline, Inline], ...] = ()
    footer: str = ""
    page_of: str = "{page} / {pages}"
    contents_title: str = ""
    landscape: bool = False
    large_type: bool = False
    author: str = ""
    subject: str = ""
    look: Literal["plain", "easy", "certificate"] = "plain"


@dataclass(frozen=True, slots=True)
class Card:
    """One slide. `layout` is a `vocabulary.SlideLayout` or "agenda", "pause", "chart", "qr" or "closing". `columns` is
    used by two-columns and comparison (heading and body each), `body` by all others. `facts` are short labels with
    values shown as a strip (time, grouping, materials), `fact_icons` the names of their icons. `clock` is when it
    begins and ends, as shown beside a bar of its `minutes`. `icon` stands for its topic; else its layout or `kind` has
    one. `marked` are places: of the right options when a question's answer is shown, of where we are in an agenda.
    `source_id` is the block it came from. `hidden` slides are kept out of the show."""

    layout: str
    title: str
    body: Nodes = ()
    columns: tuple[tuple[Inline, Nodes], ...] = ()
    subtitle: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    notes: Nodes = ()
    section: str = ""
    source_id: str = ""
    minutes: int = 0
    kind: str = ""
    hidden: bool = False
    fact_icons: tuple[str, ...] = ()
    clock: tuple[str, str] = ("", "")
    icon: str = ""
    marked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Deck:
    """A slide deck. Each card's `section` is the title of its section. `audience` chooses the accent colour."""

    name: str
    title: str
    language: str
    notes_language: str
    direction: Direction
    cards: tuple[Card, ...]
    footer: str = ""
    date: str = ""
    author: str = ""
    master: Path | None = None
    words: dict[str, str] = field(default_factory=dict)
    audience: str = ""
