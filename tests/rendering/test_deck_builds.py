"""What appears click by click, and the bar that runs down with the minutes."""

from __future__ import annotations

import io

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from toolkit.rendering.outline import Card, Deck, ListNode, Para, inline
from toolkit.rendering.pptx.draw import draw_deck


def points(*texts):
    return (ListNode(tuple((Para(inline(text)),) for text in texts)),)


def slide_of(card, language="en"):
    deck = Deck("d", "D", language, language, "rtl" if language == "ar" else "ltr", (card,))
    return Presentation(io.BytesIO(draw_deck(deck))).slides[0]._element


def clicks(slide):
    return [element for element in slide.iter(qn("p:cTn")) if element.get("nodeType") == "clickEffect"]


def shown(slide):
    return [(int(e.get("st")), int(e.get("end"))) for e in slide.iter(qn("p:pRg"))]


@pytest.mark.parametrize("layout", ["bullets", "takeaways"])
def test_points_appear_one_by_one_after_the_first(layout):
    assert shown(slide_of(Card(layout, "T", points("a", "b", "c")))) == [(1, 1), (2, 2)]


def test_nested_points_come_with_their_own():
    nested = ListNode(((Para(inline("a")), *points("a1", "a2")), (Para(inline("b")),), (Para(inline("c")),)))
    assert shown(slide_of(Card("bullets", "T", (nested,)))) == [(3, 3), (4, 4)]


@pytest.mark.parametrize(
    "card",
    [
        Card("bullets", "Two", points("a", "b")),
        Card("bullets", "Hidden", points("a", "b", "c"), hidden=True),
        Card("discussion", "Questions", points("a", "b", "c")),
        Card("question", "Options", points("a", "b", "c")),
        Card("bullets", "Text", (Para(inline("a")), Para(inline("b")), Para(inline("c")))),
    ],
    ids=lambda card: card.title,
)
def test_everything_else_is_there_at_once(card):
    assert slide_of(card).find(qn("p:timing")) is None


def test_a_step_appears_with_its_box_its_number_and_the_arrow_before_it():
    slide = slide_of(Card("process", "T", points("a", "b", "c", "d")))
    assert len(clicks(slide)) == 3
    groups = [group for group in slide.iter(qn("p:par")) if group.find(qn("p:cTn")).get("fill") == "hold"]
    first = next(group for group in groups if list(group.iter(qn("p:spTgt"))))
    targets = {target.get("spid") for target in first.iter(qn("p:spTgt"))}
    assert len(targets) == 4
    names = {e.get("id"): e.get("name") for e in slide.iter(qn("p:cNvPr"))}
    assert "Number 2" in {names[target] for target in targets}


def test_arrows_of_two_rows_belong_to_the_steps_they_lead_to():
    slide = slide_of(Card("process", "T", points(*"abcdef")))
    sizes = []
    for click in clicks(slide):
        group = click.getparent().getparent()
        sizes.append(len({target.get("spid") for target in group.iter(qn("p:spTgt"))}))
    assert sizes == [4, 4, 3, 4, 4]  # the fourth begins the second row: no arrow leads to it


@pytest.mark.parametrize(("language", "side"), [("en", "left"), ("ar", "right")])
def test_the_bar_runs_down_over_its_minutes_when_it_is_clicked(language, side):
    card = Card("activity", "T", points("a"), clock=("10:00", "10:30"), minutes=30)
    slide = slide_of(card, language)
    bar = next(e.get("id") for e in slide.iter(qn("p:cNvPr")) if e.get("name") == "Time bar")
    effect = next(slide.iter(qn("p:animEffect")))
    assert effect.get("filter") == f"wipe({side})"
    assert next(effect.iter(qn("p:cTn"))).get("dur") == str(30 * 60 * 1000)
    assert next(effect.iter(qn("p:spTgt"))).get("spid") == bar
    assert [e.get("nodeType") for e in slide.iter(qn("p:cTn")) if "Seq" in (e.get("nodeType") or "")] == [
        "interactiveSeq"
    ]
