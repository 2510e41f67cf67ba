"""PDFs by typst: all the words are there, tagged, the same bytes every time; no author's text is a command."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rendering.test_docx import EVERY_NODE, PARA, TABLE, document
from toolkit.rendering.outline import (
    Cell,
    Column,
    Heading,
    Keep,
    ListNode,
    PageBreak,
    Para,
    PictureNode,
    Span,
    TableNode,
    inline,
)
from toolkit.rendering.pdf import render_pdf

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")


def text_of(path):
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True).stdout.decode()


def rendered(tmp_path, *body, **changes):
    path = tmp_path / "test.pdf"
    render_pdf(document(*body, **changes), path)
    return path


def info_of(path):
    lines = subprocess.run(["pdfinfo", str(path)], capture_output=True, check=True).stdout.decode().splitlines()
    return {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}


@needs_poppler
def test_every_kind_of_node_is_drawn(tmp_path):
    words = text_of(rendered(tmp_path, *EVERY_NODE, contents_title="Contents"))
    wanted = ("Before you leave", "Session plan", "Contents", "Day 1", "Watch for", "09:00", "Yes", "Code", "Kept")
    for part in (*wanted, "[A bus to work]", "Page 1 of 3"):
        assert part in words


@needs_poppler
@pytest.mark.parametrize("style", ["normal", "lead", "small", "note", "say"])
def test_a_paragraph_of_every_style_is_drawn(tmp_path, style):
    words = text_of(rendered(tmp_path, Para(inline("Outside"), style), Keep((Para(inline("Kept", bold=True), style),))))
    assert "Outside" in words
    assert "Kept" in words


@needs_poppler
def test_it_is_tagged_and_knows_its_title_language_and_size(tmp_path):
    path = rendered(tmp_path, *EVERY_NODE, author="Resource Centre", language="pt-BR")
    info = info_of(path)
    assert info["Title"] == "Before you leave"
    assert info["Author"] == "Resource Centre"
    assert info["Tagged"] == "yes"
    assert info["Page size"].endswith("(A4)")
    assert b"pt-BR" in path.read_bytes()


def test_it_meets_the_standard_for_accessible_pdf(tmp_path):
    # Declared only when typst checked the document against PDF/UA-1.
    assert b"pdfuaid" in rendered(tmp_path, *EVERY_NODE, contents_title="Contents").read_bytes()


def test_headings_that_skip_levels_still_meet_the_standard(tmp_path):
    path = rendered(tmp_path, Heading(3, inline("Deep")), Keep((Heading(2, inline("Less")), Heading(4, inline("x")))))
    assert b"pdfuaid" in path.read_bytes()


@needs_poppler
def test_markup_of_an_author_is_only_text(tmp_path):
    nasty = '#panic("no") $x$ *b* _i_ @ref <label> // gone #read("/etc/passwd") \\ "quoted"'
    words = text_of(rendered(tmp_path, Para(inline(nasty)), title="#panic()", footer="#eval()"))
    assert nasty in words
    assert "#panic()" in words


@needs_poppler
def test_a_word_of_300_letters_breaks_inside_its_cell(tmp_path):
    table = TableNode((Column(inline("A")), Column(inline("B"))), ((Cell((Para(inline("x" * 300)),)), Cell((PARA,))),))
    path = rendered(tmp_path, Para(inline("y" * 300)), table)
    words = text_of(path)
    assert words.count("x") >= 300
    assert words.count("y") >= 300
    boxes = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True).stdout.decode()
    right = [float(part.split('"')[1]) for part in boxes.split("xMax=")[1:] for part in [f"xMax={part}"]]
    assert max(right) < 596 - 40, "nothing reaches into the margin"


@needs_poppler
def test_a_long_table_repeats_its_header_on_each_page(tmp_path):
    table = TableNode(TABLE.columns, tuple((Cell((PARA,)), Cell((PARA,))) for _ in range(120)))
    assert text_of(rendered(tmp_path, table)).count("Time") == int(info_of(tmp_path / "test.pdf")["Pages"])


@needs_poppler
def test_something_too_tall_to_keep_together_flows_over_pages(tmp_path):
    tall = Keep(tuple(Para(inline(f"line {number}.")) for number in range(150)))
    words = text_of(rendered(tmp_path, tall))
    assert all(f"line {number}." in words for number in range(150))


@needs_poppler
@pytest.mark.parametrize(
    ("language", "words"),
    [("ar", "عقد العمل"), ("ti", "ውዕል ስራሕ"), ("uk", "трудовий договір"), ("fr", "contrat d’embauche"), ("xx", "words")],
)
def test_scripts_are_drawn_with_the_shipped_fonts_alone(tmp_path, language, words):
    direction = "rtl" if language == "ar" else "ltr"
    path = rendered(tmp_path, Para(inline(words)), TABLE, *EVERY_NODE, language=language, direction=direction)
    fonts = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True).stdout.decode().splitlines()[2:]
    names = {line.split()[0].split("+")[-1] for line in fonts}
    assert all(name.startswith(("NotoSans", "DejaVuSansMono")) for name in names)
    script = {"ar": "NotoSansArabic", "ti": "NotoSansEthiopic"}.get(language, "NotoSans")
    assert any(name.startswith(script) for name in names)


@needs_poppler
def test_a_broken_picture_is_replaced_by_its_words(tmp_path):
    odd, broken = tmp_path / "notes.txt", tmp_path / "broken.png"
    odd.write_text("no picture")
    broken.write_bytes(b"no picture")
    pictures = PictureNode(odd, "Notes"), PictureNode(Path("no.png"), "", decorative=True), PictureNode(broken, "A bus")
    words = text_of(rendered(tmp_path, *pictures))
    assert "[Notes]" in words
    assert "[A bus]" in words


@needs_poppler
def test_pictures_are_drawn_with_alternative_text(tmp_path):
    from PIL import Image

    picture = tmp_path / "bus.png"
    Image.new("RGB", (900, 300), "navy").save(picture)
    path = rendered(
        tmp_path, PictureNode(picture, "A bus to work", inline("To work")), PictureNode(picture, "", (), True)
    )
    assert "To work" in text_of(path)
    assert b"pdfuaid" in path.read_bytes()


def test_the_same_document_gives_the_same_bytes(tmp_path):
    made = document(*EVERY_NODE, contents_title="Contents")
    for name in ("one", "two"):
        render_pdf(made, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_nothing_at_all_is_a_page(tmp_path):
    assert rendered(tmp_path, PageBreak(), ListNode(()), title="", subtitle="", footer="").stat().st_size > 500


@given(st.text(max_size=80))
@settings(max_examples=25, deadline=None)
def test_any_text_can_be_written(tmp_path_factory, words):
    path = tmp_path_factory.mktemp("any") / "any.pdf"
    body = (Para((Span(words, code=True), Span(words))), Heading(1, inline(words)))
    render_pdf(document(*body, title=words, footer=words, author=words, contents_title=words), path)
    assert path.read_bytes().startswith(b"%PDF")
