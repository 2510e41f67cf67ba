"""The views are well-formed, escaped, and say to screen readers what colours and places say to the eye."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from tests.studio.trainer_desk import ENGLISH, THREE_DAYS, do, new_state
from toolkit.content.language import Language
from toolkit.content.workspace import built_in_workspace
from toolkit.studio.trainer.acts import find_ways_out
from toolkit.studio.trainer.form_view import form_html
from toolkit.studio.trainer.practices_view import practices_html
from toolkit.studio.trainer.slides import deck_of, draw_part, gallery_html, parts_of, session_of
from toolkit.studio.trainer.state import TrainerState, make_state
from toolkit.studio.trainer.timeline import bar_html, timeline_html
from toolkit.studio.trainer.views import plan_html, preview_html, refused_html, said_html, start_html, strip_html

VOID = ("input", "img")


@pytest.fixture(scope="module")
def state() -> TrainerState:
    return new_state(THREE_DAYS)


def tree(html: str) -> ET.Element:
    """Read as XML: attributes without a value and void elements are the only liberties of these views."""
    import re

    html = re.sub(r"<(input|img)([^>]*)>", r"<\1\2/>", html)
    html = re.sub(r" (checked|selected|disabled|open|data-scroll|hidden)(?=[ />])", r' \1=""', html)
    return ET.fromstring(f"<div>{html}</div>")  # noqa: S314 - our own text


def everything(state: TrainerState, language: Language) -> dict[str, str]:
    view = state.view(language)
    return {
        "timeline": timeline_html(view),
        "bar": bar_html(view, swapping=True),
        "practices": practices_html(view, state.answers(language)),
        "plan": plan_html(state, language),
        "preview": preview_html(state, language),
        "said": said_html(state, language),
        "start": start_html(("a", "b & c"), state, language),
        "strip": strip_html(state, language),
        "form": form_html(state.content, view.shown, state.data, ("en", "ar"), language),
    }


@pytest.mark.parametrize("tag", ["en", "fr", "es", "ar"])
def test_every_view_is_well_formed_and_its_ids_are_its_own(state: TrainerState, tag: str) -> None:
    for name, html in everything(state, Language(tag)).items():
        ids = [node.get("id") for node in tree(html).iter() if node.get("id")]
        assert len(ids) == len(set(ids)), name


def test_every_slot_says_when_and_what_it_is(state: TrainerState) -> None:
    slots = [node for node in tree(timeline_html(state.view(ENGLISH))).iter("div") if node.get("role") == "button"]
    assert len(slots) == len(state.desk.plan.slots())
    for node, slot in zip(slots, state.desk.plan.slots(), strict=True):
        assert slot.start in node.get("aria-label")
        assert node.get("tabindex") == "0"


def test_every_field_has_a_label(state: TrainerState) -> None:
    for name, html in everything(state, ENGLISH).items():
        found = tree(html)
        labelled = {node.get("for") for node in found.iter("label")}
        for node in found.iter():
            if node.tag in ("input", "select", "textarea"):
                assert node.get("id") in labelled or node.get("aria-label"), (name, node.attrib)


def test_kept_slots_are_marked_in_words_too(state: TrainerState) -> None:
    first = next(s.activity for s in state.desk.plan.slots() if s.module)
    do(state, "lock", first)
    assert timeline_html(state.view(ENGLISH)).count("kept by you") >= 1
    do(state, "undo")


def test_a_still_timeline_has_nothing_to_press(state: TrainerState) -> None:
    still = timeline_html(state.view(ENGLISH), still=True)
    assert "data-act" not in still
    assert "tabindex" not in still


def test_what_authors_wrote_is_escaped(state: TrainerState) -> None:
    evil = new_state()
    evil.plan_data({**evil.data, "title": "<script>x</script>"}, ENGLISH)
    assert "<script" not in strip_html(evil, ENGLISH)
    assert "<script" not in preview_html(evil, ENGLISH)


def test_ways_out_are_short_and_each_has_its_button() -> None:
    state = new_state(THREE_DAYS)
    state.plan_data({**state.data, "end": "10:30"}, ENGLISH)
    find_ways_out(state)
    found = tree(refused_html(state, ENGLISH))
    assert len([b for b in found.iter("button") if b.get("data-act") == "way"]) == len(state.desk.ways)
    assert "exclude: [" not in refused_html(state, ENGLISH)


def test_slides_are_pictures_with_their_titles(state: TrainerState) -> None:
    deck = deck_of(session_of(state.desk.plan, state.workspace))
    parts = parts_of(deck)
    assert sum(len(part.cards) for part in parts) == len(deck.cards)
    drawn = draw_part(deck, parts[0])
    assert all(png.startswith(b"\x89PNG") for _, _, png in drawn)
    pictures = list(tree(gallery_html(drawn)).iter("img"))
    assert [p.get("alt") for p in pictures] == [card.title for _, card, _ in drawn]


def test_a_refusal_names_activities_in_the_readers_language():
    french = Language("fr")
    state = make_state(built_in_workspace(), french)
    assert state.desk.plan is not None
    state.plan_data({**state.data, "end": "09:40"}, french)
    told = refused_html(state, french)
    content = state.view(french).content.activities()
    named = [a.title.source for a in content.values() if f"« {a.title.source} »" in told]
    assert "«" in told
    assert named == []
