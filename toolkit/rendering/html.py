"""Documents as HTML: one fragment with its own style, safe to put into a notebook or a page. All text is escaped."""

from __future__ import annotations

import base64
from html import escape

from toolkit.content.language import Language
from toolkit.rendering.charts.svg import draw_svg
from toolkit.rendering.direction import hold_order
from toolkit.rendering.html_style import SCOPE, style_of
from toolkit.rendering.outline import (
    Callout,
    Cell,
    ChartNode,
    Choices,
    CodeBox,
    Direction,
    Document,
    Fields,
    Heading,
    Inline,
    Keep,
    ListNode,
    Node,
    Nodes,
    PageBreak,
    Para,
    PictureNode,
    Preformatted,
    QrNode,
    QuoteNode,
    Rule,
    Span,
    TableNode,
    WriteLines,
    plain,
)
from toolkit.rendering.pictures import picture_kind, read_picture
from toolkit.rendering.qr import draw_qr_svg, fits_qr
from toolkit.rendering.tables import column_shares, whole_row

_LINKS = ("http://", "https://", "mailto:", "tel:")
_MARKS = {"circle": "\u25cb", "square": "\u2610", "number": "\u25a2"}


def render_html(document: Document, *, full_page: bool = False, bare: bool = False) -> str:
    """The document as an HTML fragment that needs nothing else, or with `full_page` as a page of its own. `bare` leaves
    title, facts, contents and footer out: a part of a document, for a page that has a title already."""
    document = hold_order(document)
    title = escape(document.title)
    subtitle = f'<p class="subtitle">{escape(document.subtitle)}</p>' if document.subtitle else ""
    facts = "".join(f"<div><dt>{_inline(a)}</dt><dd>{_inline(b)}</dd></div>" for a, b in document.facts)
    frame = [
        f"<h1>{title}</h1>",
        subtitle,
        f'<dl class="facts">{facts}</dl>' if facts else "",
        _contents(document),
    ]
    foot = f"<footer>{escape(document.footer)}</footer>" if document.footer and not bare else ""
    body = _nodes(document.body, document.direction)
    parts = [f"<style>{style_of(document)}</style>", *([] if bare else frame), body, foot]
    where = f'lang="{escape(document.language)}" dir="{document.direction}"'
    look = SCOPE if document.look == "plain" else f"{SCOPE} {document.look}"
    fragment = f'<article class="{look}" {where}>\n' + "\n".join(part for part in parts if part) + "\n</article>"
    if not full_page:
        return fragment
    return (
        f'<!DOCTYPE html>\n<html {where}>\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n</head>\n<body>\n{fragment}\n</body>\n</html>\n"
    )


def _inline(spans: Inline) -> str:
    return "".join(_span(span) for span in spans)


def _span(span: Span) -> str:
    words = escape(span.text).replace("\n", "<br>")
    for wanted, tag in ((span.code, "code"), (span.italic, "em"), (span.bold, "strong")):
        words = f"<{tag}>{words}</{tag}>" if wanted else words
    if span.href.startswith(_LINKS) or (span.href.startswith("#") and span.href[1:].isidentifier()):
        words = f'<a href="{escape(span.href)}">{words}</a>'
    if not span.lang:
        return words
    # A direction of its own also keeps a span's full stop and brackets inside it.
    return f'<span lang="{escape(span.lang)}" dir="{Language(span.lang).direction}">{words}</span>'


def _contents(document: Document) -> str:
    if not document.contents_title:
        return ""
    entries = [
        f'<li class="level-{node.level}">{_inline(node.text)}</li>'
        for node in document.body
        if isinstance(node, Heading) and node.level <= 3
    ]
    return f'<nav><h2>{escape(document.contents_title)}</h2><ul class="plain">{"".join(entries)}</ul></nav>'


def _nodes(nodes: Nodes, direction: Direction) -> str:
    return "\n".join(_node(node, direction) for node in nodes)


def _node(node: Node, direction: Direction) -> str:
    match node:
        case Heading(level, text, anchor):
            # The document's title is the one h1 of the page.
            tag = f"h{min(level + 1, 6)}"
            name = f' id="{escape(anchor)}"' if anchor else ""
            return f"<{tag}{name}>{_inline(text)}</{tag}>"
        case Para(text, style):
            return f"<p>{_inline(text)}</p>" if style == "normal" else f'<p class="{style}">{_inline(text)}</p>'
        case ListNode():
            return _list(node, direction)
        case TableNode():
            return _table(node, direction)
        case PictureNode():
            return _picture(node)
        case ChartNode(chart, alt, caption):
            words = f"<figcaption>{_inline(caption)}</figcaption>" if plain(caption) else ""
            return f'<figure class="chart">{draw_svg(chart, direction, alt)}{words}</figure>'
        case QrNode():
            return _qr(node)
        case Callout(kind, title, body):
            head = f'<p class="callout-title">{_inline(title)}</p>' if plain(title) else ""
            return f'<section class="callout {kind}">{head}{_nodes(body, direction)}</section>'
        case Fields(pairs):
            shown = "".join(f"<div><dt>{_inline(a)}</dt><dd>{_inline(b)}</dd></div>" for a, b in pairs)
            return f'<dl class="fields">{shown}</dl>'
        case WriteLines(count):
            return '<div class="write" aria-hidden="true"></div>' * count
        case Choices():
            return _choices(node)
        case CodeBox(label, cells):
            boxes = '<span class="code-cell"></span>' * cells
            return f'<p class="code-box"><strong>{_inline(label)}</strong> <span aria-hidden="true">{boxes}</span></p>'
        case Preformatted(text):
            return f"<pre>{escape(text)}</pre>"
        case QuoteNode(body):
            return f"<blockquote>{_nodes(body, direction)}</blockquote>"
        case PageBreak():
            return '<div class="page-break"></div>'
        case Rule():
            return "<hr>"
        case Keep(body):
            return f'<div class="keep">{_nodes(body, direction)}</div>'


def _list(node: ListNode, direction: Direction) -> str:
    items = "".join(f"<li>{_item(item, direction)}</li>" for item in node.items)
    if node.mark == "number":
        start = f' start="{node.start}"' if node.start != 1 else ""
        return f"<ol{start}>{items}</ol>"
    looks = {"bullet": "", "box": ' class="boxes"', "none": ' class="plain"'}[node.mark]
    return f"<ul{looks}>{items}</ul>"


def _item(body: Nodes, direction: Direction) -> str:
    """An item of one paragraph needs no paragraph of its own."""
    if len(body) == 1 and isinstance(body[0], Para) and body[0].style == "normal":
        return _inline(body[0].text)
    return _nodes(body, direction)


def _table(node: TableNode, direction: Direction) -> str:
    if not node.columns:
        return ""
    shares = column_shares(node)
    widths = "".join(f'<col style="width:{share:.1f}%">' for share in shares)
    headed = any(plain(column.header) for column in node.columns)
    heads = "".join(f'<th scope="col"{_align(c.align)}>{_inline(c.header)}</th>' for c in node.columns)
    head = f"<thead><tr>{heads}</tr></thead>" if headed else ""
    rows = "".join(_row(node, whole_row(row, len(node.columns)), direction) for row in node.rows)
    caption = f"<caption>{_inline(node.caption)}</caption>" if plain(node.caption) else ""
    looks = ' class="to-write"' if node.min_row_pt else ' class="flowing"' if node.flowing else ""
    return f"<table{looks}>{caption}<colgroup>{widths}</colgroup>{head}<tbody>{rows}</tbody></table>"


def _row(node: TableNode, cells: tuple[Cell, ...], direction: Direction) -> str:
    height = f' style="height:{node.min_row_pt:g}pt"' if node.min_row_pt else ""
    shown, position = "", 0
    for cell in cells:
        span = f' colspan="{cell.span}"' if cell.span > 1 else ""
        fill = f"background:#{cell.fill};" if cell.fill.isalnum() else ""
        shown += f"<td{span}{_align(node.columns[position].align, fill)}>{_item(cell.body, direction)}</td>"
        position += cell.span
    return f"<tr{height}>{shown}</tr>"


def _align(align: str, more: str = "") -> str:
    look = more if align == "start" else f"{more}text-align:{align};"
    return f' style="{look}"' if look else ""


def _picture(node: PictureNode) -> str:
    caption = f"<figcaption>{_inline(node.caption)}</figcaption>" if plain(node.caption) else ""
    data = read_picture(node)
    if data is None:
        return f'<figure><p class="small"><em>{escape(node.alt)}</em></p>{caption}</figure>'
    kind = "image/png" if node.data else picture_kind(node.path)
    alt = "" if node.decorative else escape(node.alt)
    width = f' style="width:{node.width_mm:g}mm"' if node.width_mm else ""
    source = f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
    frame = ' class="framed"' if node.data else ""
    return f'<figure><img{frame} src="{source}" alt="{alt}"{width}>{caption}</figure>'


def _qr(node: QrNode) -> str:
    """The code as a picture with its words; where it holds too much, the words alone."""
    caption = f"<figcaption>{_inline(node.caption)}</figcaption>" if plain(node.caption) else ""
    if not fits_qr(node.data):
        return f'<figure class="qr"><p class="small"><em>{escape(node.alt)}</em></p>{caption}</figure>'
    source = f"data:image/svg+xml;base64,{base64.b64encode(draw_qr_svg(node.data).encode()).decode('ascii')}"
    image = f'<img src="{source}" alt="{escape(node.alt)}" style="width:{node.width_mm:g}mm">'
    return f'<figure class="qr">{image}{caption}</figure>'


def _choices(node: Choices) -> str:
    mark = f'<span class="mark" aria-hidden="true">{_MARKS[node.mark]}</span>'
    shown = ""
    for code, words in node.options:
        codes = f'<span class="code">{escape(code)}</span> ' if node.show_codes else ""
        shown += f"<li>{mark} {codes}{_inline(words)}</li>"
    return f'<ul class="choices{" across" if node.across else ""}">{shown}</ul>'
