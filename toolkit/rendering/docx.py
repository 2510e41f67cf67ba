"""Documents for Word and LibreOffice, to edit: real styles, lists, tables and fields. The same bytes every time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from toolkit.content.same import Same
from toolkit.rendering.archive import archive_of
from toolkit.rendering.direction import hold_order
from toolkit.rendering.outline import Document, Node
from toolkit.rendering.pictures import files_of, pictures_in, state_of
from toolkit.rendering.word.blank import blank_of, fill
from toolkit.rendering.word.xml import clean

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.opc.packuri import PackURI
    from docx.opc.phys_pkg import PhysPkgWriter


def render_docx(document: Document, path: Path, heading_pages: Sequence[int] = (), *, reuse: bool = False) -> None:
    """Write the document to `path`. `heading_pages`, as `render_pdf` returns them, are the page numbers of its
    contents. `reuse` is for processes that write many: nodes that come again, the very same objects, are not looked
    into. Raises OSError when it cannot be written."""
    blank, filling = blank_of(hold_order(document, reuse=reuse), reuse=reuse)
    parts = (_drawn_for_these if reuse else _drawn_now)(blank, tuple(heading_pages))
    path.write_bytes(archive_of(((name, fill(name, part, filling)) for name, part in parts), reuse=reuse))


def _drawn_now(document: Document, pages: tuple[int, ...]) -> tuple[tuple[str, bytes], ...]:
    return _drawn(document, pages, tuple(state_of(picture) for picture in pictures_in(document.body)))


def _drawn_for_these(document: Document, pages: tuple[int, ...]) -> tuple[tuple[str, bytes], ...]:
    body = tuple(Same(node) for node in document.body)
    states = tuple(state_of(picture) for node in body for picture in files_of(node))
    return _drawn_with(replace(document, body=()), body, pages, states)


@lru_cache(maxsize=40)
def _drawn_with(
    frame: Document, body: tuple[Same[Node], ...], pages: tuple[int, ...], states: tuple[object, ...]
) -> tuple[tuple[str, bytes], ...]:
    """Where the very same nodes come again, they need not be compared."""
    return _drawn(replace(frame, body=tuple(node.value for node in body)), pages, states)


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
