"""The style of documents as HTML."""

from __future__ import annotations

from toolkit.rendering import theme
from toolkit.rendering.outline import Document

SCOPE = "tot-document"
"""Class of the fragment's outermost element; every rule of its style begins with it."""

_CERTIFICATE = {
    "&.certificate": f"text-align:center;border:2px solid #{theme.BRAND};outline:1px solid #{theme.LINE};"
    "outline-offset:6px;padding:3rem;margin:1rem auto",
    "&.certificate td": "text-align:center;border:0",
    "&.certificate h2": "border:0",
    "&.certificate ul": "list-style:none;padding:0",
    "&.certificate .write": "width:60%;margin:0 auto",
}


def style_of(document: Document) -> str:
    """The fragment's own style. Every rule is scoped, so that a notebook around it keeps its looks."""
    size = theme.sizes(document.large_type, document.look)
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
        "table.flowing": f"font-size:{size.body}pt",
        "table.flowing td p": "margin:.3rem 0",
        "table.flowing figure": "margin:.2rem 0 .5rem",
        "img.framed": f"border:1px solid #{theme.LINE}",
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
        ".qr img": "display:block",
        "figcaption": f"font-size:{size.small}pt;color:#{theme.MUTED}",
        "footer": f"font-size:{size.small}pt;color:#{theme.MUTED};border-top:1px solid #{theme.LINE};margin-top:2rem",
    }
    for kind, tone in theme.CALLOUT_TONES.items():
        rules[f".callout.{kind}"] = f"background:#{tone.fill};border-color:#{tone.strong}"
        rules[f".callout.{kind} .callout-title"] = f"color:#{tone.strong}"
    rules |= _CERTIFICATE if document.look == "certificate" else {}
    printed = f"@media print{{.{SCOPE} .page-break{{break-after:page}}.{SCOPE} .keep{{break-inside:avoid}}}}"
    # A part that begins with "&" is about the fragment itself.
    selectors = {part: f".{SCOPE}{part[1:]}" if part[:1] == "&" else f".{SCOPE} {part}".strip() for part in rules}
    return "".join(f"{selectors[part]}{{{look}}}" for part, look in rules.items()) + printed
