"""Packed PDFs: in less room, with the same words, tags and pages; what is built in another way is left alone."""

import shutil
import subprocess

import pytest

from tests.rendering.test_docx import EVERY_NODE, PARA, TABLE, document
from toolkit.rendering import pdf
from toolkit.rendering.outline import Heading, inline
from toolkit.rendering.pdf_packing import packed

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
MANY = tuple(node for number in range(60) for node in (Heading(1, inline(f"Part {number}")), PARA, TABLE))


@pytest.fixture
def unpacked(tmp_path, monkeypatch):
    """A PDF as typst writes it."""
    monkeypatch.setattr(pdf, "packed", lambda data: data)
    pdf.render_pdf(document(*EVERY_NODE, *MANY, contents_title="Contents"), tmp_path / "typst.pdf")
    return (tmp_path / "typst.pdf").read_bytes()


def told(tool, data, tmp_path, *options):
    (tmp_path / "told.pdf").write_bytes(data)
    command = [tool, *options, str(tmp_path / "told.pdf"), *(["-"] if tool == "pdftotext" else [])]
    lines = subprocess.run(command, capture_output=True, check=True).stdout.decode().splitlines()
    return [line for line in lines if not line.startswith("File size")]


@needs_poppler
def test_words_tags_and_properties_are_the_same_in_less_than_half_the_room(unpacked, tmp_path):
    small = packed(unpacked)
    assert len(small) < len(unpacked) / 2
    assert told("pdftotext", small, tmp_path, "-layout") == told("pdftotext", unpacked, tmp_path, "-layout")
    assert told("pdfinfo", small, tmp_path) == told("pdfinfo", unpacked, tmp_path)
    tags = told("pdfinfo", small, tmp_path, "-struct-text")
    assert tags == told("pdfinfo", unpacked, tmp_path, "-struct-text")
    assert len(tags) > 500
    assert b"pdfuaid" in small


def test_every_object_is_there_for_another_reader(unpacked):
    import io

    from pypdf import PdfReader

    before, after = (PdfReader(io.BytesIO(data), strict=True) for data in (unpacked, packed(unpacked)))
    assert len(after.pages) == len(before.pages)
    assert [page.extract_text() for page in after.pages] == [page.extract_text() for page in before.pages]
    assert after.root_object["/Lang"] == before.root_object["/Lang"]
    assert after.root_object["/StructTreeRoot"]["/K"] is not None
    assert after.trailer["/ID"] == before.trailer["/ID"]


def test_what_is_packed_or_no_such_file_stays_as_it_is(unpacked):
    small = packed(unpacked)
    assert packed(small) == small
    for other in (b"", b"%PDF-1.7", unpacked[:-9], unpacked.replace(b"xref\n0 ", b"xref\n1 "), unpacked + b"more"):
        assert packed(other) == other
