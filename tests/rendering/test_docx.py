"""Word documents are reopened and inspected: real styles, lists, tables, fields, languages and directions."""

import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from toolkit.rendering.docx import render_docx
from toolkit.rendering.outline import (
    Callout,
    Cell,
    Choices,
    CodeBox,
    Column,
    Document,
    Fields,
    Heading,
    Keep,
    ListNode,
    PageBreak,
    Para,
    PictureNode,
    Preformatted,
    QrNode,
    QuoteNode,
    Rule,
    Span,
    TableNode,
    WriteLines,
    inline,
)

PARA = Para(inline("Words"))
TABLE = TableNode(
    (Column(inline("Time"), 30), Column(inline("What"))),
    ((Cell((PARA,)), Cell((PARA,), "dce9f5")), (Cell((PARA,), span=2),)),
)
EVERY_NODE = (
    Heading(1, inline("Day 1")),
    Heading(4, inline("Small")),
    *(Para(inline(style), style) for style in ("normal", "lead", "small", "note", "say")),
    ListNode(((PARA,), (PARA, ListNode(((PARA,),), "number"))), "bullet"),
    ListNode(((PARA,),), "number", 4),
    ListNode(((PARA,), ()), "box"),
    ListNode((), "none"),
    TABLE,
    TableNode((), ()),
    PictureNode(Path("nowhere.png"), "A bus to work"),
    Callout("watch", inline("Watch for"), (PARA, TABLE, PageBreak())),
    Callout("key", (), ()),
    Fields(((inline("Time"), inline("09:00")), (inline("Materials"), inline("pens " * 20)))),
    Fields(()),
    WriteLines(2),
    Choices((("a", inline("Yes")), ("b", inline("No"))), "circle"),
    Choices((("1", inline("Not at all")),), "square", across=True, show_codes=True),
    Choices((), "number", across=True),
    CodeBox(inline("Code"), 6),
    Preformatted("a\n  b"),
    QuoteNode((PARA,)),
    Rule(),
    Keep((Heading(2, inline("Kept")), PARA)),
    PageBreak(),
    PageBreak(),
)


def document(*body, **changes):
    made = {
        "name": "test", "title": "Before you leave", "subtitle": "Session plan", "language": "en", "direction": "ltr",
        "footer": "Before you leave", "page_of": "Page {page} of {pages}",
    }  # fmt: skip
    return Document(**{**made, "body": body, **changes})


def reopened(made, tmp_path):
    path = tmp_path / "test.docx"
    render_docx(made, path)
    return docx.Document(str(path))


def all_text(word):
    return "".join(node.text or "" for node in word.element.body.iter(qn("w:t")))


def test_headings_lists_and_paragraphs_have_real_styles(tmp_path):
    word = reopened(document(*EVERY_NODE), tmp_path)
    styles = [paragraph.style.name for paragraph in word.paragraphs]
    wanted = {"Title", "Subtitle", "Heading 1", "Heading 4", "List Bullet", "List Number", "List Box", "Lead", "Note"}
    assert wanted <= set(styles)
    assert styles[:2] == ["Title", "Subtitle"]


def test_each_numbered_list_starts_where_it_should(tmp_path):
    word = reopened(document(ListNode(((PARA,),), "number"), ListNode(((PARA,),), "number", 4)), tmp_path)
    numbers = [p._p.pPr.numPr.numId.val for p in word.paragraphs if p.style.name == "List Number"]
    assert len(set(numbers)) == 2
    starts = {
        int(num.get(qn("w:numId"))): num.find(qn("w:lvlOverride")).find(qn("w:startOverride")).get(qn("w:val"))
        for num in word.part.numbering_part.element.findall(qn("w:num"))
    }
    assert [starts[number] for number in numbers] == ["1", "4"]


def test_tables_repeat_their_header_and_keep_rows_whole(tmp_path):
    (table,) = reopened(document(TABLE), tmp_path).tables
    assert [cell.text for cell in table.rows[0].cells] == ["Time", "What"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert table.rows[2].cells[0]._tc is table.rows[2].cells[1]._tc, "one cell over both columns"


def test_the_footer_counts_pages_with_fields(tmp_path):
    word = reopened(document(PARA), tmp_path)
    footer = word.sections[0].footer._element
    codes = [node.text.strip() for node in footer.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]
    assert "".join(node.text for node in footer.iter(qn("w:t"))) == "Before you leavePage 1 of 1"


def test_contents_are_a_field_that_is_filled_already_and_links_to_bookmarks(tmp_path):
    body = (Heading(1, inline("Day 1")), Keep((Heading(2, inline("Kept")),)), Heading(4, inline("Too deep")))
    word = reopened(document(*body, contents_title="Contents"), tmp_path)
    entries = [p for p in word.paragraphs if p.style.name.lower().startswith("toc ")]
    assert ["".join(t.text for t in p._p.iter(qn("w:t"))) for p in entries] == ["Day 1", "Kept"]
    assert any("TOC" in node.text for node in word.element.body.iter(qn("w:instrText")))
    anchors = {node.get(qn("w:anchor")) for node in word.element.body.iter(qn("w:hyperlink"))}
    names = {node.get(qn("w:name")) for node in word.element.body.iter(qn("w:bookmarkStart"))}
    assert anchors <= names


def test_properties_say_title_author_and_language_but_no_dates(tmp_path):
    word = reopened(document(PARA, author="Resource Centre", subject="Session plan", language="fr"), tmp_path)
    properties = word.core_properties
    assert (properties.title, properties.author, properties.language) == ("Before you leave", "Resource Centre", "fr")
    assert properties.created is None


def test_right_to_left_documents_say_so_on_paragraphs_runs_tables_and_page(tmp_path):
    body = (Para(inline("عقد العمل")), Para((Span("IOM", lang="en"),)), TABLE, ListNode(((PARA,),), "box"))
    word = reopened(document(*body, language="ar", direction="rtl"), tmp_path)
    arabic, foreign = word.paragraphs[2:4]
    assert all(p._p.pPr.find(qn("w:bidi")) is not None for p in word.paragraphs)
    assert arabic.runs[0]._r.rPr.find(qn("w:rtl")) is not None
    assert foreign.runs[0]._r.rPr.find(qn("w:rtl")) is None
    assert word.tables[0]._tbl.tblPr.find(qn("w:bidiVisual")) is not None
    assert word.sections[0]._sectPr.find(qn("w:bidi")) is not None
    fonts = word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}")
    assert fonts.get(qn("w:cs")) == "Noto Sans Arabic"


def test_a_picture_has_its_words_and_a_missing_one_is_replaced_by_them(tmp_path):
    from PIL import Image

    picture = tmp_path / "bus.png"
    Image.new("RGB", (900, 300), "navy").save(picture)
    word = reopened(document(PictureNode(picture, "A bus to work"), PictureNode(Path("no.png"), "A train")), tmp_path)
    (drawn,) = word.element.body.iter(qn("wp:docPr"))
    assert drawn.get("descr") == "A bus to work"
    assert word.inline_shapes[0].width <= word.sections[0].page_width
    assert "[A train]" in all_text(word)


def test_links_go_out_only_to_the_web_mail_and_telephone(tmp_path):
    spans = (Span("law", href="https://example.org"), Span("file", href="file:///etc/passwd"))
    word = reopened(document(Para(spans)), tmp_path)
    targets = [rel.target_ref for rel in word.part.rels.values() if rel.is_external]
    assert targets == ["https://example.org"]


def test_a_page_break_is_put_on_what_follows_it(tmp_path):
    word = reopened(document(PARA, PageBreak(), PageBreak(), Heading(1, inline("Day 2")), PageBreak()), tmp_path)
    broken = [p.text for p in word.paragraphs if p.paragraph_format.page_break_before]
    assert broken == ["Day 2"]


def test_the_same_document_gives_the_same_bytes(tmp_path):
    made = document(*EVERY_NODE, contents_title="Contents")
    for name in ("one", "two"):
        render_docx(made, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    with zipfile.ZipFile(tmp_path / "one") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_properties_stand_in_the_order_that_the_schema_wants(tmp_path):
    from toolkit.rendering.word.xml import _ORDERS

    word = reopened(document(*EVERY_NODE, direction="rtl", language="ar", landscape=True), tmp_path)
    for name, order in _ORDERS.items():
        for element in word.element.body.iter(qn(f"w:{name}")):
            found = [order.index(child.tag.split("}")[1]) for child in element]
            assert found == sorted(found), name


@pytest.mark.parametrize("large", [True, False])
@pytest.mark.parametrize("landscape", [True, False])
def test_a4_both_ways(tmp_path, landscape, large):
    section = reopened(document(PARA, landscape=landscape, large_type=large), tmp_path).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == ((297, 210) if landscape else (210, 297))


@given(st.text(max_size=80))
@settings(max_examples=25, deadline=None)
def test_any_text_can_be_written(tmp_path_factory, words):
    path = tmp_path_factory.mktemp("any") / "any.docx"
    body = (Para(inline(words)), Heading(1, inline(words)), Preformatted(words))
    render_docx(document(*body, title=words, footer=words, author=words, contents_title=words), path)
    docx.Document(str(path))


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
@pytest.mark.parametrize("look", ["plain", "easy", "certificate"])
def test_the_file_follows_the_standard(tmp_path, language, direction, look):
    from openxml_audit import OpenXmlValidator

    picture = tmp_path / "bus.png"
    Image.new("RGB", (60, 40), "navy").save(picture)
    parts = (PictureNode(picture, "A bus", data=picture.read_bytes(), width_mm=30), QrNode("104729", "Code"))
    flowing = TableNode((Column(()), Column(())), ((Cell(parts), Cell(EVERY_NODE[:20])),), flowing=True)
    body = (*EVERY_NODE, *parts, flowing, Para((Span("IOM", lang="en"), Span("x", lang="und"))))
    made = document(*body, language=language, direction=direction, look=look, contents_title="Contents")
    render_docx(made, tmp_path / "a.docx", (1, 2))
    assert list(OpenXmlValidator().validate(tmp_path / "a.docx").errors) == []


def test_a_table_without_a_header_has_no_first_row_to_set_off(tmp_path):
    bare = TableNode((Column(()), Column(())), ((Cell((PARA,)), Cell((PARA,))),))
    table, headed = reopened(document(bare, TABLE), tmp_path).tables
    assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "0"
    assert headed.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_long_rows_of_running_text_may_break_and_short_ones_stay_whole(tmp_path):
    long, short = Cell((Para(inline("word " * 200)),)), Cell((PARA,))
    flowing = TableNode((Column(inline("A")), Column(inline("B"))), ((short, long), (short, short)), flowing=True)
    (table,) = reopened(document(flowing), tmp_path).tables
    whole = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows]
    assert whole == [True, False, True]


def test_a_frame_in_a_cell_leaves_no_empty_line_behind(tmp_path):
    cell = Cell((Callout("say", inline("Say"), (PARA,)), PARA))
    (table,) = reopened(document(TableNode((Column(()),), ((cell,),))), tmp_path).tables
    heights = [p.paragraph_format.line_spacing for p in table.cell(0, 0).paragraphs if not p.text]
    assert len(heights) == 1
    assert heights[0].pt <= 7


def test_a_small_point_of_a_list_is_small(tmp_path):
    word = reopened(document(ListNode(((Para(inline("Small"), "small"),), (PARA,)))), tmp_path)
    small, normal = (p for p in word.paragraphs if p.style.name == "List Bullet")
    assert small.runs[0].font.size.pt < 10
    assert normal.runs[0].font.size is None
