"""Documents for Word and LibreOffice, to edit: real styles, lists, tables and fields. The same bytes every time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from toolkit.rendering.archive import archive_of
from toolkit.rendering.direction import hold_order
from toolkit.rendering.outline import Document
from toolkit.rendering.pictures import pictures_in, state_of
from toolkit.rendering.word.blank import blank_of, fill
from toolkit.rendering.word.xml import clean

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.opc.packuri import PackURI
    from docx.opc.phys_pkg import PhysPkgWriter


def render_docx(document: Document, path: Path, heading_pages: Sequence[int] = ()) -> None:
    """Write the document to `path`. `heading_pages`, as `render_pdf` returns them, are the page numbers of its
    contents. Raises OSError when it cannot be written."""
    blank, filling = blank_of(hold_order(document))
    states = tuple(state_of(picture) for picture in pictures_in(document.body))
    parts = _drawn(blank, tuple(heading_pages), states)
    path.write_bytes(archive_of((name, fill(name, part, filling)) for name, part in parts))


@lru_cache(maxsize=40)
def _drawn(document: Document, heading_pages: tuple[int, ...], _pictures: object) -> tuple[tuple[str, bytes], ...]:
    """The parts of the file. Another session's paper often differs in nothing but the words around its body. With
    another state of its pictures' files it is drawn again."""
    from toolkit.rendering.word.draw import Drawer
    from toolkit.rendering.word.styles import new_word

    word = new_word(document)
    _set_properties(word, document)
    Drawer(word, document).draw(heading_pages)
    return tuple(_parts(word))


class _Parts(list[tuple[str, bytes]]):
    """Takes what python-docx writes, in its order: its own archive would have to be packed a second time."""

    def write(self, pack_uri: PackURI, blob: bytes) -> None:
        """One part of the file."""
        self.append((pack_uri.membername, blob))


def _parts(word: WordDocument) -> _Parts:
    from docx.opc.pkgwriter import PackageWriter

    package, writer = word.part.package, _Parts()
    for part in package.parts:
        part.before_marshal()
    PackageWriter._write_content_types_stream(writer, package.parts)  # type: ignore[no-untyped-call]
    PackageWriter._write_pkg_rels(writer, package.rels)  # type: ignore[no-untyped-call]
    PackageWriter._write_parts(cast("PhysPkgWriter", writer), package.parts)
    return writer


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
