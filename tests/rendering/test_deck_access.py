"""Every finished deck can be read by everybody: titles, alternative texts, order, languages, contrast."""

from __future__ import annotations

import io

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from tests.rendering.deck_sample import sample_deck
from tests.session_sample import content, plan
from toolkit.content.language import Language
from toolkit.content.vocabulary import AUDIENCES, METHODS
from toolkit.rendering.icon_names import LAYOUT_ICONS, METHOD_ICONS, TOPIC_ICONS, topic_icon
from toolkit.rendering.outlines.deck import make_deck
from toolkit.rendering.pptx.draw import draw_deck
from toolkit.rendering.pptx.icon import arc_curves, icon_geometry, path_pieces
from toolkit.rendering.pptx.styles import STYLES
from toolkit.rendering.slide_space import MASTERS, SPACES
from toolkit.rendering.theme import (
    ACCENTS,
    CANVAS,
    DEFAULT_ACCENT,
    INK,
    METHOD_TONES,
    MUTED,
    PAPER,
    WARM,
    accent_of,
)  # fmt: skip

DECORATIVE = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"


@pytest.fixture(scope="module", params=["sample-en", "sample-ar", "session-en", "session-ar", "session-ti"])
def slides(request, tmp_path_factory):
    kind, language = request.param.split("-")
    folder = tmp_path_factory.mktemp("deck")
    made = (
        sample_deck(language, folder)
        if kind == "sample"
        else make_deck(content(), plan(2, form_url="https://ee.example.org/x/A"), Language(language))
    )
    path = folder / "deck.pptx"
    path.write_bytes(draw_deck(made))
    return path, Presentation(str(path)).slides


def test_the_audit_finds_nothing(slides):
    from openxml_audit import validate_pptx

    assert list(validate_pptx(str(slides[0])).errors) == []


def test_titles_are_unique_and_come_first(slides):
    titles = [slide.shapes.title.text for slide in slides[1]]
    assert all(titles)
    assert len(set(titles)) == len(titles)
    for slide in slides[1]:
        spoken = [shape for shape in slide.shapes if not shape._element.xpath(f".//a:ext[@uri='{DECORATIVE}']")]
        assert spoken[0].shape_id == slide.shapes.title.shape_id


def test_what_has_no_words_has_an_alternative_text_or_says_that_it_decorates(slides):
    for slide in slides[1]:
        for shape in slide.shapes:
            properties = shape._element.xpath(".//p:cNvPr")[0]
            decorative = bool(shape._element.xpath(f".//a:ext[@uri='{DECORATIVE}']"))
            if shape.has_text_frame and shape.text_frame.text:
                assert not decorative
            else:
                assert decorative != bool(properties.get("descr"))


def test_shapes_have_numbers_of_their_own(slides):
    for slide in slides[1]:
        numbers = [element.get("id") for element in slide._element.iter(qn("p:cNvPr"))]
        assert len(set(numbers)) == len(numbers)
        targets = {element.get("spid") for element in slide._element.iter(qn("p:spTgt"), qn("p:bldP"))}
        assert targets <= set(numbers)


def test_every_run_says_its_language_and_is_large_enough(slides):
    for slide in slides[1]:
        for shape in slide.shapes:
            small = shape.is_placeholder and shape.placeholder_format.type in (15, 13)  # footer, slide number
            for properties in shape._element.iter(qn("a:rPr")):
                assert properties.get("lang")
                assert small or int(properties.get("sz")) >= 1800


def test_tables_have_headers_and_nothing_leaves_the_slide(slides):
    for slide in slides[1]:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= 12_192_000
            assert shape.top + shape.height <= 6_858_000
            assert not shape.has_table or shape.table.first_row


def test_there_are_no_transitions(slides):
    assert not any(slide._element.findall(qn("p:transition")) for slide in slides[1])


def light(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    """WCAG 2.2, contrast ratio."""
    bright, dark = sorted((light(one), light(two)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


ALL_ACCENTS = [*ACCENTS.values(), DEFAULT_ACCENT]


@pytest.mark.parametrize("accent", ALL_ACCENTS, ids=lambda accent: accent.strong)
def test_titles_and_text_can_be_read_on_every_ground(accent):
    grounds = [CANVAS, PAPER, accent.fill, WARM.fill, *(tone.fill for tone in METHOD_TONES.values())]
    assert min(contrast(accent.strong, ground) for ground in grounds) >= 4.5
    assert min(contrast(INK, ground) for ground in grounds) >= 7
    assert min(contrast(MUTED, ground) for ground in grounds) >= 4.5
    assert contrast(CANVAS, accent.strong) >= 4.5
    for tone in METHOD_TONES.values():
        assert min(contrast(tone.strong, ground) for ground in (CANVAS, tone.fill, WARM.fill)) >= 4.5
        assert contrast(CANVAS, tone.strong) >= 4.5


def test_every_audience_has_its_own_accent_and_an_unknown_one_the_default():
    assert set(ACCENTS) == set(AUDIENCES)
    assert len({accent.strong for accent in ALL_ACCENTS}) == len(ALL_ACCENTS)
    assert accent_of("seafarers") == DEFAULT_ACCENT


def test_the_accent_is_in_the_theme(tmp_path):
    deck = Presentation(io.BytesIO(draw_deck(sample_deck("en", tmp_path, "employers"))))
    theme = next(rel.target_part for rel in deck.slide_master.part.rels.values() if rel.reltype.endswith("/theme"))
    assert f'<a:dk2><a:srgbClr val="{ACCENTS["employers"].strong}"/></a:dk2>'.encode() in theme.blob


def test_every_layout_has_a_place_and_a_look():
    assert set(SPACES) == set(STYLES)
    assert set(MASTERS.values()) <= set(SPACES)


def test_every_method_has_an_icon_and_every_icon_a_file():
    assert set(METHODS) <= set(METHOD_ICONS)
    default = icon_geometry("no such icon")
    names = {*METHOD_ICONS.values(), *LAYOUT_ICONS.values(), *(icon for _, icon in TOPIC_ICONS)}
    for name in names - {"info-circle"}:
        assert icon_geometry(name) != default, name


@pytest.mark.parametrize(
    ("module", "icon"),
    [("contract", "file-text"), ("travel", "plane"), ("money-and-banking", "coin"), ("bright-ideas", "flag")],
)
def test_topics_are_known_by_words_of_the_modules_id(module, icon):
    assert topic_icon(module) == icon


def test_a_path_becomes_absolute_moves_lines_and_curves():
    pieces = path_pieces("M4 4h3l1 2v-1a1 1 0 0 1 2 0z")
    assert pieces[:4] == [("M", ((4, 4),)), ("L", ((7, 4),)), ("L", ((8, 6),)), ("L", ((8, 5),))]
    assert [kind for kind, _ in pieces[4:]] == ["C", "C", "Z"]
    assert pieces[5][1][2] == pytest.approx((10, 5))


def test_an_arc_stays_on_its_circle():
    """A quarter of the unit circle: the middle of its cubic curve is off by less than 0.03 % of the radius."""
    ((one, two, end),) = arc_curves((1, 0), (0, 1), 1, 1, 0, 0, 1)
    x, y = (0.125 * a + 0.375 * b + 0.375 * c + 0.125 * d for a, b, c, d in zip((1, 0), one, two, end, strict=True))
    assert (x * x + y * y) ** 0.5 == pytest.approx(1, abs=3e-4)
    assert end == pytest.approx((0, 1))
