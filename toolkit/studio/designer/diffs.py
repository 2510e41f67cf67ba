"""Differences between two versions of a text, for reading on a page."""

from __future__ import annotations

from html import escape

from toolkit.content.language import Language

MOST_LINES = 2000


def diff_html(diff: str, language: Language) -> str:
    """A unified diff with its signs, coloured, and named for screen readers."""
    say = language.say
    if not diff.strip():
        return f'<p class="tot-muted">{escape(say("No differences."))}</p>'
    names = {"+": say("added"), "-": say("taken out")}
    lines = []
    for line in diff.split("\n")[:MOST_LINES]:
        if line.startswith(("diff ", "index ", "--- ", "+++ ", "similarity ", "rename ", "new file", "deleted file")):
            continue
        sign = line[:1]
        kind = {"+": "in", "-": "out", "@": "at"}.get(sign, "same")
        spoken = f'<span class="tot-hide">{escape(names[sign])}: </span>' if sign in names else ""
        lines.append(f'<div class="tot-diff-{kind}">{spoken}{escape(line) or "&#8203;"}</div>')
    label = escape(say("Differences"), quote=True)
    where = f'class="tot-designer-diff" dir="ltr" tabindex="0" role="region" aria-label="{label}"'
    return f"<div {where}>{''.join(lines)}</div>"
