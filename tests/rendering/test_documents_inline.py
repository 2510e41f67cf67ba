"""Inline Markdown and bodies become outline nodes; lines to write on and boxes to tick are kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.content.text import Heading as BodyHeading
from toolkit.content.text import Item, ListBlock, Paragraph, Picture, Table, Text
from toolkit.rendering.outline import Cell, Heading, ListNode, Para, PictureNode, Span, TableNode, WriteLines, plain
from toolkit.rendering.outlines.inline import ROW_TO_WRITE_IN_PT, body_nodes, parse_inline, words_of


def paragraph(words):
    return (Paragraph(Text(words)),)


@pytest.mark.parametrize(
    ("written", "spans"),
    [
        ("plain", (Span("plain"),)),
        ("a **b *c***", (Span("a "), Span("b ", bold=True), Span("c", bold=True, italic=True))),
        ("`x_y`", (Span("x_y", code=True),)),
        ("[law](https://example.org)", (Span("law", href="https://example.org"),)),
        ("one\ntwo", (Span("one two"),)),
        ("one\\\ntwo", (Span("one\ntwo"),)),
        ("<b>not bold</b> & more", (Span("<b>not bold</b> & more"),)),
        ("", ()),
    ],
)
def test_inline_markdown_becomes_spans(written, spans):
    assert parse_inline(Text(written)) == spans


def test_a_script_link_is_no_link():
    assert all(not span.href for span in parse_inline(Text("[x](javascript:alert(1))")))


def test_a_missing_translation_is_marked_with_the_source_language():
    assert parse_inline(Text("Say", translated=False)) == (Span("Say", lang="en"),)
    assert parse_inline(Text("Dites", translated=True)) == (Span("Dites"),)


def test_blanks_are_never_emphasis_and_are_long_where_they_end_a_line_alone():
    assert plain(parse_inline(Text("(____) and (____)"))) == f"({'_' * 14}) and ({'_' * 14})"
    assert plain(parse_inline(Text("My **name**: ____"))) == f"My name: {'_' * 28}"


def test_words_of_a_title_are_on_one_line():
    assert words_of(Text("My **own**\\\nlist")) == "My own list"


def test_a_paragraph_of_blanks_becomes_lines_to_write_on():
    assert body_nodes((*paragraph("____"), *paragraph("____ ____"))) == (WriteLines(3),)


def test_task_boxes_become_a_list_of_boxes_whatever_was_ticked():
    body = (ListBlock(False, (Item(paragraph("read"), checked=False), Item(paragraph("sign"), checked=True))),)
    assert body_nodes(body) == (ListNode(((Para((Span("read"),)),), (Para((Span("sign"),)),)), "box"),)


def test_numbered_lists_keep_their_first_number():
    (node,) = body_nodes((ListBlock(True, (Item(paragraph("go on")),), start=4),))
    assert isinstance(node, ListNode)
    assert (node.mark, node.start) == ("number", 4)


def test_a_table_with_blank_cells_gets_rows_to_write_in():
    table = Table((Text("What"), Text("When")), ((Text("visa"), Text("____")), (Text(""), Text(""))), ("", "right"))
    (node,) = body_nodes((table,))
    assert isinstance(node, TableNode)
    assert node.min_row_pt == ROW_TO_WRITE_IN_PT
    assert node.rows[0][1] == Cell(())
    assert [column.align for column in node.columns] == ["start", "end"]


def test_headings_of_a_body_start_at_the_level_asked_for():
    body = (BodyHeading(2, Text("A")), BodyHeading(3, Text("B")))
    assert [n.level for n in body_nodes(body, heading_level=3) if isinstance(n, Heading)] == [3, 4]


def test_pictures_are_found_from_the_workspace(tmp_path):
    picture = Picture("pictures/bus.png", Text("A **bus**"), Text("To work"))
    (node,) = body_nodes((picture,), tmp_path)
    assert isinstance(node, PictureNode)
    assert (node.path, node.alt) == (tmp_path / "pictures" / "bus.png", "A bus")


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_read_and_keeps_its_letters(words):
    spans = parse_inline(Text(words))
    assert all(span.text for span in spans)
    if words.isalnum():
        assert plain(spans) == words.replace("\ue000", "")
