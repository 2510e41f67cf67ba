"""HTML of a document: safe, self-contained, and with a style that touches nothing around it."""

import re
from html.parser import HTMLParser

import pytest
from PIL import Image

from tests.rendering.test_docx import EVERY_NODE, PARA, TABLE, document
from toolkit.rendering.html import SCOPE, render_html
from toolkit.rendering.outline import Cell, Column, Heading, Para, PictureNode, Span, TableNode, inline

VOID = {"img", "br", "hr", "meta", "col"}


class Balance(HTMLParser):
    """Fails when a tag is closed that is not the last one opened."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_every_node_is_drawn_and_every_tag_is_closed():
    page = render_html(document(*EVERY_NODE, contents_title="Contents"), full_page=True)
    parser = Balance()
    parser.feed(page)
    assert parser.open == []
    for part in ("Day 1", "Watch for", "Not at all", "A bus to work", "Contents"):
        assert part in page


def test_text_is_escaped_everywhere():
    nasty = '<script>alert("x")</script> & more'
    body = (
        Heading(1, inline(nasty), anchor='"><script>'),
        Para((Span(nasty, href='https://example.org/"><script>'), Span(nasty, lang='"><script>', code=True))),
        TableNode((Column(inline(nasty)),), ((Cell((Para(inline(nasty)),), fill='"><script>'),),)),
        *EVERY_NODE,
    )
    page = render_html(document(*body, title=nasty, subtitle=nasty, footer=nasty, language='"><script>'))
    assert "<script" not in page


def test_a_script_link_is_no_link():
    assert "href" not in render_html(document(Para((Span("x", href="javascript:alert(1)"),))))


def test_every_rule_of_the_style_is_scoped_and_nothing_is_fetched():
    page = render_html(document(*EVERY_NODE))
    style = re.search("<style>(.*?)</style>", page, re.S).group(1).replace("@media print{", "")
    selectors = [rule.split("{")[0] for rule in style.split("}") if "{" in rule]
    assert selectors
    assert all(selector.startswith(f".{SCOPE}") for selector in selectors)
    assert "http" not in style
    assert "@import" not in style


@pytest.mark.parametrize(("direction", "language"), [("ltr", "en"), ("rtl", "ar")])
def test_language_and_direction_are_on_the_fragment(direction, language):
    page = render_html(document(PARA, direction=direction, language=language))
    assert f'<article class="{SCOPE}" lang="{language}" dir="{direction}">' in page
    assert "<html" not in page


def test_tables_have_a_header_row_and_spans():
    page = render_html(document(TABLE))
    assert '<th scope="col">Time</th>' in page
    assert '<td colspan="2">' in page
    assert "background:#dce9f5" in page


def test_pictures_are_inside_the_page(tmp_path):
    picture = tmp_path / "bus.png"
    Image.new("RGB", (4, 3), "navy").save(picture)
    page = render_html(document(PictureNode(picture, 'A "bus"'), PictureNode(tmp_path / "no.png", "A train")))
    assert 'src="data:image/png;base64,' in page
    assert 'alt="A &quot;bus&quot;"' in page
    assert "A train" in page
