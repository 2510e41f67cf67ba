"""The summary deck: five slides with native charts that can be edited, described, large enough, mirrored."""

from __future__ import annotations

import re

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

import toolkit.content.language as language_layer
from tests.findings_sample import findings, objective
from tests.rendering.test_documents_makers import Everything
from tests.rendering.test_report import CASES, NOT_A_NUMBER, _greek, _outside, all_words
from tests.session_sample import content, with_words
from toolkit.content.language import Language
from toolkit.rendering.outlines.report_deck import make_report_deck
from toolkit.rendering.pptx import render_pptx
from toolkit.rendering.slide_space import place_card


def drawn(made, language, tmp_path):
    path = tmp_path / "d.pptx"
    render_pptx(make_report_deck(made, Language(language), content=content()), path)
    return path, Presentation(str(path))


def charts_of(prs):
    return [shape for slide in prs.slides for shape in slide.shapes if shape.has_chart]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_five_valid_slides_whatever_was_found(case, language, tmp_path):
    from openxml_audit import validate_pptx

    path, prs = drawn(CASES[case](), language, tmp_path)
    assert len(prs.slides) == 5
    assert list(validate_pptx(str(path)).errors) == []
    assert all(slide.notes_slide.notes_text_frame.text for slide in prs.slides)
    titles = [slide.shapes.title.text for slide in prs.slides]
    assert len(set(titles)) == 5


@pytest.mark.parametrize("case", CASES)
def test_no_figure_is_empty_and_everything_fits(case):
    deck = make_report_deck(CASES[case](), Language("en"), content=content())
    for words in all_words(deck.cards):
        assert not NOT_A_NUMBER.search(words.replace("all or none", "")), words
    assert all(place_card(card).fits for card in deck.cards)


def test_charts_are_native_with_the_figures_in_their_sheet(tmp_path):
    made = findings()
    _, prs = drawn(made, "en", tmp_path)
    flow, paired, likert = (shape.chart for shape in charts_of(prs))
    assert list(flow.plots[0].series[0].values) == [18, 17, 15, 3, 2]
    changes = [o.change.mean_change for o in made.objectives]
    assert list(paired.plots[0].series[0].values) == pytest.approx(changes)
    assert likert.plots[0].overlap == 100
    assert all(part.chart_workbook.xlsx_part is not None for part in (flow.part, paired.part, likert.part))


def test_intervals_are_error_bars_with_their_real_ends(tmp_path):
    made = findings()
    _, prs = drawn(made, "en", tmp_path)
    bars = charts_of(prs)[1].chart._chartSpace.find(".//" + qn("c:errBars"))
    for side, end in (("plus", "ci_high"), ("minus", "ci_low")):
        values = [float(v.text) for v in bars.find(qn(f"c:{side}")).iter(qn("c:v"))]
        wanted = [abs(getattr(o.change, end) - o.change.mean_change) for o in made.objectives]
        assert values == pytest.approx(wanted, rel=1e-4)


def test_likert_bars_are_centred_on_the_middle_of_the_scale(tmp_path):
    made = findings()
    _, prs = drawn(made, "en", tmp_path)
    series = charts_of(prs)[2].chart.plots[0].series
    below = -sum(s.values[0] for s in series if s.values[0] < 0)
    shares = made.scales[0].pre_shares
    assert below == pytest.approx(shares[0] + shares[1] + shares[2] / 2)
    assert sum(abs(s.values[0]) for s in series) == pytest.approx(1)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_charts_have_a_sentence_for_those_who_do_not_see_them_and_large_text(language, tmp_path):
    _, prs = drawn(findings(), language, tmp_path)
    for shape in charts_of(prs):
        assert len(shape._element.xpath(".//p:cNvPr")[0].get("descr")) > 40
        sizes = [int(e.get("sz")) for e in shape.chart._chartSpace.iter() if e.get("sz")]
        assert sizes
        assert min(sizes) >= 1800


def test_from_right_to_left_bars_grow_to_the_left(tmp_path):
    for language, wanted in (("en", "minMax"), ("ar", "maxMin")):
        _, prs = drawn(findings(), language, tmp_path)
        for shape in charts_of(prs):
            scaling = shape.chart._chartSpace.find(f".//{qn('c:valAx')}/{qn('c:scaling')}/{qn('c:orientation')}")
            assert (scaling.get("val") if scaling is not None else "minMax") == wanted


def test_only_as_many_objectives_as_can_be_read_and_the_rest_in_the_notes(tmp_path):
    many = tuple(objective(f"o-{i}", 40, 40 + 3 * i, seed=i) for i in range(12))
    _, prs = drawn(findings(objectives=many), "en", tmp_path)
    assert len(charts_of(prs)[1].chart.plots[0].categories) == 5
    assert "7 more are in the report." in prs.slides[2].notes_slide.notes_text_frame.text


def test_every_word_is_data_or_was_translated(monkeypatch):
    monkeypatch.setattr(language_layer, "_words", lambda tag: language_layer._Words(Everything()))
    known = with_words(content(), lambda words: re.sub("[A-Za-z]", "λ", words))
    deck = make_report_deck(_greek(findings(disclosure=())), Language("el"), content=known)
    shown = [card.title for card in deck.cards] + [deck.title, deck.footer]
    for card in deck.cards:
        shown += all_words((card.body, card.notes))
    looks = {"bullet", "normal", "none"}
    assert not [w for w in map(_outside, shown) if re.search("[A-Za-z]", w) and w not in looks]
