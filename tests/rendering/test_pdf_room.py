"""The guess whether a part fits on a page: never yes for what does not, and yes for what is plainly short."""

import shutil
import subprocess

import pytest

from tests.rendering.test_docx import document
from toolkit.rendering.outline import (
    Callout,
    Cell,
    ChartNode,
    Choices,
    Column,
    Fields,
    Heading,
    Keep,
    ListNode,
    Para,
    PictureNode,
    Preformatted,
    QuoteNode,
    TableNode,
    WriteLines,
    inline,
)
from toolkit.rendering.pdf import render_pdf
from toolkit.rendering.pdf_room import surely_fits
from toolkit.rendering.theme import EASY, LARGE, NORMAL

SENTENCE = inline("Whoever signs a contract keeps a copy of it, internationally acknowledged or not. ")
WIDE = inline("ሓደ ሰብ ውዕል ስራሕ ቅድሚ ምፍራሙ ኣንቢብዎ ክርዳእ ኣለዎ። ")
PARA = Para(SENTENCE)
NARROW = (Column(inline("A"), 70), Column(inline("B"), 20), Column(inline("C"), 10))
PARTS = {
    "paragraphs": PARA,
    "wide script": Para(WIDE * 3),
    "small": Para(SENTENCE, "small"),
    "list": ListNode(((PARA,), (PARA, ListNode(((PARA,),), "number")))),
    "boxes": ListNode(((PARA,), (PARA,)), "box"),
    "table": TableNode(NARROW, ((Cell((PARA,)), Cell((Para(inline("Wage"), "small"),)), Cell((Para(inline("12")),))),)),
    "narrow": TableNode(NARROW, ((Cell((Para(inline("x")),)), Cell((PARA,)), Cell((Para(inline("always")),))),)),
    "to write": TableNode(NARROW, ((Cell(()), Cell(()), Cell(())),), min_row_pt=40),
    "callout": Callout("key", inline("Remember"), (PARA, PARA)),
    "choices": Choices((("a", SENTENCE), ("b", inline("No"))), "circle"),
    "across": Choices(tuple((str(n), inline("Neither agree nor disagree")) for n in range(5)), "circle", across=True),
    "fields": Fields(((inline("Time"), inline("09:00")), (inline("Materials"), SENTENCE))),
    "lines": WriteLines(3),
    "code": Preformatted("one\n" + "word " * 40),
    "quotation": QuoteNode((PARA,)),
    "headings": Heading(1, SENTENCE),
}


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="pdfinfo is not installed")
@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize(("large", "sizes"), [(False, NORMAL), (True, LARGE)])
def test_as_many_as_surely_fit_are_on_one_page(name, large, sizes, tmp_path):
    part = PARTS[name]
    most = 1
    while surely_fits((part,) * (most + 1), 170, 235, sizes):
        most += 1
    body = Heading(1, inline("Kept")), Keep((part,) * most)
    render_pdf(document(*body, large_type=large, title="", subtitle="", facts=()), tmp_path / "kept.pdf")
    told = subprocess.run(["pdfinfo", str(tmp_path / "kept.pdf")], capture_output=True, check=True).stdout.decode()
    pages = int(told.split("Pages:")[1].split()[0])
    assert pages <= 2, "the title may stand alone before it"
    words = subprocess.run(["pdftotext", "-bbox", str(tmp_path / "kept.pdf"), "-"], capture_output=True, check=True)
    lowest = max(
        float(line.split('yMax="')[1].split('"')[0]) for line in words.stdout.decode().splitlines() if "yMax" in line
    )
    assert lowest < 842, "nothing runs off the page"
    assert most > 1 or name == "narrow"


def test_more_never_fits_where_less_does_not():
    for part in PARTS.values():
        answers = [surely_fits((part,) * count, 170, 235, EASY) for count in range(1, 40)]
        assert answers == sorted(answers, reverse=True)
        assert not answers[-1]


def test_charts_are_left_to_typst_and_pictures_taken_at_their_tallest():
    from tests.rendering.test_docx import Path

    picture = PictureNode(Path("bus.png"), "A bus")
    assert surely_fits((picture,) * 2, 170, 235, NORMAL)
    assert not surely_fits((picture,) * 3, 170, 235, NORMAL)
    assert not surely_fits((ChartNode.__new__(ChartNode),), 170, 235, NORMAL)
    assert surely_fits((), 170, 235, NORMAL)
