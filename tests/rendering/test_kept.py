"""What a process that draws many papers keeps: files are those that are drawn without, byte for byte."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from tests.rendering.test_docx import EVERY_NODE, document
from tests.rendering.test_reused import titled
from toolkit.rendering.archive import FIXED_TIME, archive_of
from toolkit.rendering.docx import render_docx
from toolkit.rendering.kept import Bounded, blobs_of, value_of
from toolkit.rendering.miniature import draw_miniatures
from toolkit.rendering.outline import (
    Callout,
    Card,
    Cell,
    Column,
    Heading,
    Keep,
    ListNode,
    Para,
    PictureNode,
    QuoteNode,
    TableNode,
    inline,
)
from toolkit.rendering.pdf import _told_before, render_pdf
from toolkit.rendering.shown_slides import slides_of, with_pictures

PARTS = tuple(
    node for part in "AB" for node in (Heading(2, inline(f"Part {part}")), Keep((Para(inline("800 939 000")),)))
)


def as_sent(made):
    """The document as it arrives at a press."""
    return replace(made, body=tuple(value_of(blob) for blob in blobs_of(made.body)))


def test_every_node_arrives_as_it_was_sent_and_the_second_time_it_is_the_same_object():
    made = document(*EVERY_NODE)
    assert as_sent(made) == made
    assert all(a is b for a, b in zip(as_sent(made).body, as_sent(document(*EVERY_NODE)).body, strict=True))


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_papers_with_what_was_kept_are_those_without(direction, tmp_path):
    kept = 0
    for title in ("One", "Another", "One"):
        made = document(*EVERY_NODE, *PARTS, title=title, footer=title, direction=direction, contents_title="Contents")
        found = []
        for name, reuse in (("new", False), ("kept", True)):
            pages = render_pdf(as_sent(made), tmp_path / f"{name}.pdf", reuse=reuse)
            render_docx(as_sent(made), tmp_path / f"{name}.docx", pages, reuse=reuse)
            found.append([(tmp_path / f"{name}{ending}").read_bytes() for ending in (".pdf", ".docx")])
        assert found[0] == found[1]
        assert title != "Another" or _told_before.cache_info().misses == kept
        kept = _told_before.cache_info().misses


def test_a_picture_that_was_changed_on_disk_is_drawn_again(tmp_path):
    path = tmp_path / "bus.png"
    made = document(PictureNode(path, "A bus"))
    found = []
    for colour, width in (("navy", 30), ("red", 31)):
        Image.new("RGB", (width, 20), colour).save(path)
        render_pdf(as_sent(made), tmp_path / "made.pdf", reuse=True)
        found.append((tmp_path / "made.pdf").read_bytes())
    assert found[0] != found[1]


def showing(pictures):
    """A paper that shows pictures wherever it can."""
    shown = [
        PictureNode(Path(name), "Slide", data=data, width_mm=40) for name, data in zip("123", pictures, strict=True)
    ]
    table = TableNode((Column(inline("A")),), tuple((Cell((node,)),) for node in shown), flowing=True)
    inside = (Callout("key", (), (shown[0],)), QuoteNode((shown[1],)), Keep((shown[0],)), ListNode(((shown[1],),)))
    return document(table, *inside, shown[2], Para(inline("No slide")))


@pytest.mark.parametrize("reuse", [False, True])
def test_stand_ins_become_the_pictures_of_their_slides(reuse):
    for title in ("One", "Another"):
        deck = titled(title)
        deck = replace(deck, cards=deck.cards[:3])
        slides = slides_of(deck, 120)
        made = with_pictures(as_sent(showing(slides.stand_ins())), slides, reuse=reuse)
        assert made == showing(draw_miniatures(deck, 120))


def test_slides_that_look_the_same_have_the_same_stand_in_whatever_the_deck_is_called():
    one, other = (slides_of(titled(title), 120).stand_ins() for title in ("One", "Another"))
    assert one[0] != other[0]
    assert one[1:] == other[1:]
    assert slides_of(titled("One"), 121).stand_ins()[1:] != one[1:]


def test_a_slide_whose_picture_was_changed_on_disk_is_drawn_again(tmp_path):
    path = tmp_path / "bus.png"
    deck = replace(titled("One"), cards=(Card("picture", "Bus", (PictureNode(path, "A bus"),)),) * 3)
    found = []
    for colour in ("navy", "red"):
        Image.new("RGB", (32, 20), colour).save(path)
        slides = slides_of(deck, 120)
        found.append(with_pictures(showing(slides.stand_ins()), slides, reuse=True))
        assert found[-1] == showing(draw_miniatures(deck, 120))
    assert found[0] != found[1]


def test_only_the_latest_are_kept():
    kept = Bounded(2)
    for key in "ab":
        kept.keep(key, key.upper())
    assert kept.get("a") == "A"
    kept.keep("c", "C")
    assert [kept.get(key) for key in "abc"] == ["A", None, "C"]


@pytest.mark.parametrize("reuse", [False, True])
def test_archives_are_those_of_the_standard_library(reuse):
    parts = [("a.xml", b"<a/>" * 9), ("b.png", b"png"), ("é.xml", b""), ("long.xml", bytes(range(256)) * 400)]
    expected = io.BytesIO()
    with zipfile.ZipFile(expected, "w") as target:
        for name, part in parts:
            info = zipfile.ZipInfo(name, FIXED_TIME)
            info.create_system = 3
            info.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            target.writestr(info, part)
    for _ in range(2):
        assert archive_of(parts, reuse=reuse) == expected.getvalue()
