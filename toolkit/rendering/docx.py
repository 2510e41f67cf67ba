"""Documents for Word and LibreOffice, to edit: real styles, lists, tables and fields. The same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.rendering.archive import same_bytes
from toolkit.rendering.direction import hold_order
from toolkit.rendering.outline import Document
from toolkit.rendering.word.xml import clean

if TYPE_CHECKING:
    from docx.document import Document as WordDocument


def render_docx(document: Document, path: Path, heading_pages: Sequence[int] = ()) -> None:
    """Write the document to `path`. `heading_pages`, as `render_pdf` returns them, are the page numbers of its
    contents. Raises OSError when it cannot be written."""
    import docx

    from toolkit.rendering.word.draw import Drawer
    from toolkit.rendering.word.styles import set_up

    document = hold_order(document)
    word = docx.Document()
    set_up(word, document)
    _set_properties(word, document)
    Drawer(word, document).draw(heading_pages)
    buffer = io.BytesIO()
    word.save(buffer)
    path.write_bytes(same_bytes(buffer.getvalue()))


def _set_properties(word: WordDocument, document: Document) -> None:
    properties = word.core_properties
    properties.title = clean(document.title)[:255]
    properties.subject = clean(document.subject)[:255]
    properties.author = properties.last_modified_by = clean(document.author)[:255]
    properties.language = document.language
    properties.comments = properties.keywords = ""
    element = properties._element
    for child in list(element):  # the template's own dates say nothing about this document
        if child.tag.endswith(("}created", "}modified", "}lastPrinted")):
            element.remove(child)
