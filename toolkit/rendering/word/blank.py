"""Papers with blanks: title, footer and facts left open, so that a paper drawn for one session serves another.

A blank is a mark of two characters that no author writes (of Unicode's private area) and a number between them. What
is filled in is what python-docx would have written there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from html import escape

from toolkit.rendering.outline import Document, Inline
from toolkit.rendering.word.xml import clean

_OPEN, _CLOSE = "\ue0f0", "\ue0f1"
_BLANK = re.compile(f"{_OPEN}(\\d+){_CLOSE}".encode())
_PROPERTIES = "docProps/core.xml"
_LONGEST_PROPERTY = 255
_FILLED = ("word/document.xml", _PROPERTIES)


def blank_of(document: Document) -> tuple[Document, Mapping[int, str]]:
    """The document with blanks, and the words for each."""
    words: dict[int, str] = {}

    def blank(text: str) -> str:
        plain = clean(text)
        # Tabs, ends of lines and outer spaces are more than text in the file.
        if not plain or plain != plain.strip() or any(mark in plain for mark in "\t\n\r" + _OPEN + _CLOSE):
            return text
        words[len(words)] = plain
        return f"{_OPEN}{len(words) - 1}{_CLOSE}"

    def blanks(spans: Inline) -> Inline:
        return tuple(replace(span, text=blank(span.text)) for span in spans)

    made = replace(
        document,
        title=blank(document.title),
        subtitle=blank(document.subtitle),
        subject=blank(document.subject),
        footer=blank(document.footer),
        facts=tuple((label, blanks(value)) for label, value in document.facts),
    )
    return made, words


def fill(name: str, part: bytes, words: Mapping[int, str]) -> bytes:
    """A part of the file with the words in their places."""
    if not (name in _FILLED or name.startswith("word/footer")):
        return part
    longest = _LONGEST_PROPERTY if name == _PROPERTIES else None

    def filled(found: re.Match[bytes]) -> bytes:
        text = words.get(int(found[1]))
        return found[0] if text is None else escape(text[:longest], quote=False).encode()

    return _BLANK.sub(filled, part)
