"""QR codes: dark modules that hold the data, a quiet zone, and the same bytes every time."""

import base64
import io
import re
import shutil
import subprocess

import docx
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rendering.test_docx import document
from tests.rendering.test_pdf import info_of, needs_poppler, rendered, text_of
from toolkit.rendering.docx import render_docx
from toolkit.rendering.html import render_html
from toolkit.rendering.outline import QrNode, inline
from toolkit.rendering.qr import QUIET_ZONE, draw_qr_png, draw_qr_svg, fits_qr
from toolkit.rendering.qr_mask import LARGEST_VERSION, best_mask

NODE = QrNode("104729", "QR code that holds the code 104729", 26, inline("104729"))


def test_the_drawing_is_the_code_with_its_quiet_zone():
    size = segno.make_qr("104729", error="h").symbol_size(border=QUIET_ZONE)[0]
    assert f'viewBox="0 0 {size} {size}"' in draw_qr_svg("104729")
    assert draw_qr_png("104729") == draw_qr_png("104729") != draw_qr_png("104730")


@given(st.text("0123456789ABCxyz:/.?=&é", min_size=1, max_size=90), st.sampled_from("lmqh"))
@settings(max_examples=60, deadline=None)
def test_the_mask_is_the_one_that_the_standard_asks_for(data, error):
    best = segno.make_qr(data, error=error)
    if best.version <= LARGEST_VERSION:
        assert best_mask(segno.make_qr(data, error=error, mask=0).matrix) == best.mask


@pytest.mark.parametrize("data", ["104729", "https://example.org/a/long/address?with=much&to=say" * 6])
def test_a_code_is_the_one_that_is_drawn_without_haste(data):
    buffer = io.BytesIO()
    segno.make_qr(data, error="h" if len(data) < 100 else "m").save(buffer, "png", scale=10, border=QUIET_ZONE)
    assert draw_qr_png(data) == buffer.getvalue()


def test_a_short_code_can_lose_a_third_and_a_long_address_stays_readable():
    assert segno.make_qr("104729", error="h").error == "H"
    assert 'viewBox="0 0 29 29"' in draw_qr_svg("104729"), "version 1: large modules"
    draw_qr_svg("https://example.org/" + "a" * 900)


@pytest.mark.parametrize("data", ["", "x" * 5000])
def test_what_does_not_fit_is_refused(data):
    assert not fits_qr(data)
    with pytest.raises(ValueError, match="characters"):
        draw_qr_svg(data)


@pytest.mark.skipif(shutil.which("zbarimg") is None, reason="zbarimg is not installed")
def test_a_reader_reads_it(tmp_path):
    (tmp_path / "code.png").write_bytes(draw_qr_png("104729"))
    read = subprocess.run(["zbarimg", "-q", "--raw", str(tmp_path / "code.png")], capture_output=True, check=True)
    assert read.stdout.decode().strip() == "104729"


def test_html_holds_it_as_a_picture_with_words_and_caption():
    page = render_html(document(NODE))
    (data,) = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', page)
    assert base64.b64decode(data).decode() == draw_qr_svg("104729")
    assert 'alt="QR code that holds the code 104729"' in page
    assert "<figcaption>104729</figcaption>" in page


def test_word_holds_it_as_a_picture_of_the_asked_width(tmp_path):
    render_docx(document(NODE), tmp_path / "a.docx")
    (shape,) = docx.Document(str(tmp_path / "a.docx")).inline_shapes
    assert shape._inline.docPr.get("descr") == NODE.alt
    assert round(shape.width.mm) == 26


@needs_poppler
def test_a_pdf_with_it_is_still_accessible(tmp_path):
    path = rendered(tmp_path, NODE)
    assert "104729" in text_of(path)
    assert info_of(path)["Tagged"] == "yes"
    assert b"pdfuaid" in path.read_bytes()


def test_one_that_holds_too_much_leaves_its_words(tmp_path):
    node = QrNode("x" * 5000, "The form", 30)
    assert "The form" in render_html(document(node))
    render_docx(document(node), tmp_path / "a.docx")
    assert "[The form]" in "".join(p.text for p in docx.Document(str(tmp_path / "a.docx")).paragraphs)
    rendered(tmp_path, node)
