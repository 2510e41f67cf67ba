"""Documents as HTML: one fragment with its own style, safe to put into a notebook or a page. All text is escaped."""

from __future__ import annotations

import base64
from html import escape

from toolkit.rendering import theme
from toolkit.rendering.charts.svg import draw_svg
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
    QuoteNode,
    Rule,
    Span,
    TableNode,
    WriteLines,
    plain,
)
from toolkit.rendering.tables import column_shares, whole_row

SCOPE = "tot-document"
"""Class of the fragment's outermost element; every rule of its style begins with it."""

_LINKS = ("http://", "https://", "mailto:", "tel:")
_PICTURE_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}
_MARKS = {"circle": "\u25cb", "square": "\u2610", "number": "\u25a2"}


def render_html(document: Document, *, full_page: bool = False) -> str:
    """The document as an HTML fragment that needs nothing else, or with `full_page` as a page of its own."""
    title = escape(document.title)
    subtitle = f'<p class="subtitle">{escape(document.subtitle)}</p>' if document.subtitle else ""
    facts = "".join(f"<div><dt>{_inline(a)}</dt><dd>{_inline(b)}</dd></div>" for a, b in document.facts)
    parts = [
        f"<style>{_style(document)}</style>",
        f"<h1>{title}</h1>",
        subtitle,
        f'<dl class="facts">{facts}</dl>' if facts else "",
        _contents(document),
        _nodes(document.body, document.direction),
        f"<footer>{escape(document.footer)}</footer>" if document.footer else "",
    ]
    where = f'lang="{escape(document.language)}" dir="{document.direction}"'
    fragment = f'<article class="{SCOPE}" {where}>\n' + "\n".join(part for part in parts if part) + "\n</article>"
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
    return f'<span lang="{escape(span.lang)}">{words}</span>' if span.lang else words


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
    looks = ' class="to-write"' if node.min_row_pt else ""
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
    kind = _PICTURE_TYPES.get(node.path.suffix.lower())
    if kind is None or not node.path.is_file():
        return f'<figure><p class="small"><em>{escape(node.alt)}</em></p>{caption}</figure>'
    data = base64.b64encode(node.path.read_bytes()).decode("ascii")
    alt = "" if node.decorative else escape(node.alt)
    return f'<figure><img src="data:{kind};base64,{data}" alt="{alt}">{caption}</figure>'


def _choices(node: Choices) -> str:
    mark = f'<span class="mark" aria-hidden="true">{_MARKS[node.mark]}</span>'
    shown = ""
    for code, words in node.options:
        codes = f'<span class="code">{escape(code)}</span> ' if node.show_codes else ""
        shown += f"<li>{mark} {codes}{_inline(words)}</li>"
    return f'<ul class="choices{" across" if node.across else ""}">{shown}</ul>'


def _style(document: Document) -> str:
    """The fragment's own style. Every rule is scoped, so that a notebook around it keeps its looks."""
    size = theme.sizes(document.large_type)
    rules = {
        "": f"font-family:'{theme.LATIN_FONT}','{theme.SCRIPT_FONTS['Arab']}','{theme.SCRIPT_FONTS['Ethi']}',"
        f"system-ui,sans-serif;font-size:{size.body}pt;line-height:1.45;color:#{theme.INK};background:#{theme.PAPER};"
        "max-width:54rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere;text-align:start",
        "h1": f"font-size:{size.title}pt;color:#{theme.BRAND};margin:0 0 .2rem;line-height:1.2",
        ".subtitle": f"font-size:{size.subtitle}pt;color:#{theme.MUTED};margin:0 0 .6rem;"
        f"border-bottom:3px solid #{theme.BRAND};padding-bottom:.4rem",
        "h2": f"font-size:{size.headings[0]}pt;color:#{theme.BRAND};border-bottom:2px solid #{theme.BRAND};"
        "margin:1.8rem 0 .6rem",
        "h3": f"font-size:{size.headings[1]}pt;color:#{theme.BRAND};margin:1.4rem 0 .5rem",
        "h4": f"font-size:{size.headings[2]}pt;color:#{theme.BRAND};margin:1.2rem 0 .4rem",
        "h5": f"font-size:{size.headings[3]}pt;margin:1rem 0 .3rem",
        "p": "margin:.4rem 0",
        "a": f"color:#{theme.BRAND}",
        "dl.facts": "display:grid;grid-template-columns:repeat(auto-fit,minmax(14rem,1fr));gap:.5rem 1.5rem;"
        f"border-bottom:1px solid #{theme.LINE};padding-bottom:.8rem;margin:.6rem 0 1rem",
        "dl.fields": "display:flex;flex-wrap:wrap;gap:.1rem 1.2rem;"
        f"border:solid #{theme.LINE};border-width:1px 0;padding:.3rem 0;margin:.5rem 0",
        "dl.fields div": "display:flex;gap:.4rem",
        "dt": f"color:#{theme.MUTED};font-size:{size.small}pt;font-weight:normal",
        "dd": "margin:0;font-weight:bold",
        "table": f"border-collapse:collapse;width:100%;font-size:{size.table}pt;margin:.6rem 0 1rem;table-layout:fixed",
        "th": f"background:#{theme.HEAD_FILL};text-align:start;padding:.3rem .45rem;color:#{theme.INK}",
        "td": f"border-bottom:1px solid #{theme.LINE};padding:.3rem .45rem;vertical-align:top;text-align:start;"
        f"color:#{theme.INK}",
        "table.to-write td": f"border:1px solid #{theme.LINE}",
        "td p": "margin:.1rem 0",
        "caption": "text-align:start;font-weight:bold;padding:.2rem 0",
        ".lead": f"font-size:{size.lead}pt;color:#{theme.BRAND}",
        ".small": f"font-size:{size.small}pt",
        ".note": f"font-size:{size.small}pt;color:#{theme.MUTED}",
        ".say": "font-style:italic;padding-inline-start:1rem",
        ".callout": "border-inline-start:4px solid;padding:.5rem .8rem;margin:.7rem 0",
        ".callout-title": "font-weight:bold;margin-top:0",
        "ul.plain": "list-style:none;padding-inline-start:0",
        "ul.choices": "list-style:none;padding-inline-start:0",
        "ul.boxes": "list-style:'\\2610\\00a0'",
        "ul.across": "display:flex;flex-wrap:wrap;gap:1.2rem",
        "nav .level-2": "padding-inline-start:1rem",
        "nav .level-3": "padding-inline-start:2rem",
        ".write": f"border-bottom:1px solid #{theme.LINE};height:2.2rem",
        ".code-cell": f"display:inline-block;width:2rem;height:2rem;border:1px solid #{theme.INK}",
        "pre": f"background:#{theme.ZEBRA_FILL};padding:.6rem;white-space:pre-wrap",
        "blockquote": f"border-inline-start:3px solid #{theme.LINE};margin:.6rem 0;padding-inline-start:.8rem;"
        "font-style:italic",
        "img": "max-width:100%;max-height:24rem",
        ".chart": "margin:.8rem 0 1rem",
        ".chart svg": "display:block;width:100%;max-width:48rem;height:auto;margin:0 auto",
        "figcaption": f"font-size:{size.small}pt;color:#{theme.MUTED}",
        "footer": f"font-size:{size.small}pt;color:#{theme.MUTED};border-top:1px solid #{theme.LINE};margin-top:2rem",
    }
    for kind, tone in theme.CALLOUT_TONES.items():
        rules[f".callout.{kind}"] = f"background:#{tone.fill};border-color:#{tone.strong}"
        rules[f".callout.{kind} .callout-title"] = f"color:#{tone.strong}"
    printed = f"@media print{{.{SCOPE} .page-break{{break-after:page}}.{SCOPE} .keep{{break-inside:avoid}}}}"
    return "".join(f".{SCOPE} {part}{{{look}}}".replace(" {", "{") for part, look in rules.items()) + printed
