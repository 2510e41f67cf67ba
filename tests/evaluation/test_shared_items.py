"""Shared items: sets of questions that any session can add to its own, as far as its minutes allow."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from tests.session_sample import content, module, plan, question
from toolkit.content.language import Language
from toolkit.content.load import load_content
from toolkit.content.localise import localise
from toolkit.content.text import iter_texts
from toolkit.content.workspace import built_in_workspace
from toolkit.evaluation.choosing import SHARED_PCT
from toolkit.evaluation.instrument import (
    START_SECONDS,
    asked_items,
    make_instrument,
    make_session_instrument,
)
from toolkit.evaluation.items import in_language
from toolkit.evaluation.shared_items import known_sets, load_set, load_shared, sets_for
from toolkit.planning.brief import Group

SETS = (
    "attitudes",
    "confidence",
    "follow-up",
    "intention",
    "micro-teaching",
    "observation",
    "profile",
    "reaction",
    "self-reflection",
)


@pytest.fixture(scope="module")
def workspace():
    made, _ = load_content(built_in_workspace())
    return replace(content(), root=made.root, scales={**content().scales, **made.scales})


@pytest.fixture(scope="module")
def everything(workspace):
    items, problems = load_shared(workspace, ("confidence", "reaction", "intention", "attitudes", "follow-up"))
    assert problems == ()
    return items


def with_slots(minutes, **changes):
    session = plan(**changes)
    days = tuple(
        day.model_copy(
            update={
                "slots": tuple(
                    slot.model_copy(update={"minutes": minutes}) if slot.kind.endswith("-test") else slot
                    for slot in day.slots
                )
            }
        )
        for day in session.days
    )
    return session.model_copy(update={"days": days})


@pytest.mark.parametrize("name", SETS)
def test_every_set_is_whole_and_says_where_it_comes_from(workspace, name):
    made, problems = load_set(workspace, name)
    assert problems == ()
    assert made.items
    for item in made.items:
        assert item.source.startswith("Written for this toolkit")
        assert item.module == item.objective == ""
        assert item.type != "rating" or len(item.options) >= 3


def test_ids_are_used_once(workspace):
    items, problems = load_shared(workspace, SETS)
    assert problems == ()
    assert len({item.item_id for item in items}) == len(items)


def test_the_sets_of_a_workspace_are_found(workspace):
    assert known_sets(workspace) == SETS


def test_an_unknown_set_is_a_problem_with_a_near_miss(workspace):
    items, problems = load_shared(workspace, ("confidense",))
    assert items == ()
    assert [(p.code, p.hint) for p in problems] == [("shared-unknown", 'did you mean "confidence"?')]


def test_an_organisation_adds_its_own_set(tmp_path):
    (tmp_path / "evaluation").mkdir()
    (tmp_path / "evaluation" / "ours.yaml").write_text(
        "instrument: ours\ntitle: Ours\nitems:\n  - {item_id: our-q, text: Well?, type: short-answer, "
        "construct: reaction, waves: [post]}\n",
        encoding="utf-8",
    )
    items, problems = load_shared(replace(content(), root=tmp_path), ("ours",))
    assert problems == ()
    assert [item.item_id for item in items] == ["our-q"]


@pytest.mark.parametrize(
    ("minutes", "sets"),
    [
        (5, ("follow-up",)),
        (10, ("reaction", "follow-up")),
        (15, ("reaction", "confidence", "follow-up")),
        (25, ("reaction", "confidence", "intention", "attitudes", "follow-up")),
    ],
)
def test_longer_tests_add_more_sets(minutes, sets):
    assert sets_for(with_slots(minutes)) == sets


def test_without_shared_items_nothing_changes():
    assert make_instrument(content(), plan(), "post", ()) == make_instrument(content(), plan(), "post")


@pytest.mark.parametrize("minutes", [5, 10, 15, 30, 60])
@pytest.mark.parametrize("literacy", ["basic", "fluent"])
def test_they_keep_within_their_share_of_the_time(workspace, everything, minutes, literacy):
    session = with_slots(minutes, group=Group(literacy=literacy))
    for wave in ("pre", "post"):
        instrument = make_instrument(workspace, session, wave, everything)
        room = minutes * 60 - START_SECONDS[literacy]
        added = [item for item, _ in asked_items(instrument) if not item.module]
        assert sum(item.seconds for item in added) <= max(0, room) * SHARED_PCT / 100


def test_both_tests_ask_the_same_about_knowledge_and_confidence(workspace, everything):
    asked = {
        wave: [
            item.item_id
            for item, when in asked_items(make_instrument(workspace, with_slots(20), wave, everything))
            if when == wave and {"pre", "post"} <= set(item.waves)
        ]
        for wave in ("pre", "post")
    }
    assert asked["pre"] == asked["post"]
    assert any(name.startswith("sh-conf") for name in asked["pre"])


def test_what_is_essential_is_asked_all_the_same(workspace, everything):
    instrument = make_instrument(workspace, with_slots(5), "pre", everything)
    assert "o-parts" in {item.objective for item in instrument.items}


def test_a_post_test_ends_with_looking_back(workspace, everything):
    waves = [wave for _, wave in asked_items(make_instrument(workspace, with_slots(30), "post", everything))]
    assert "then" in waves
    assert waves == sorted(waves)
    pre = asked_items(make_instrument(workspace, with_slots(30), "pre", everything))
    assert {wave for _, wave in pre} == {"pre"}


def test_a_set_does_not_crowd_out_the_others(workspace, everything):
    constructs = {item.construct for item in make_instrument(workspace, with_slots(30), "post", everything).items}
    assert {"confidence", "reaction", "commitment"} <= constructs


def test_confidence_leaves_room_for_what_the_post_test_asks_alone(workspace, everything):
    instrument = make_instrument(workspace, with_slots(15, group=Group(literacy="basic")), "post", everything)
    assert {"confidence", "reaction"} <= {item.construct for item in instrument.items if not item.module}


def test_the_follow_up_asks_what_people_did(workspace, everything):
    follow_up = make_instrument(workspace, plan(), "followup", everything)
    assert all("followup" in item.waves for item in follow_up.items)
    assert {"behaviour", "confidence"} <= {item.construct for item in follow_up.items}
    assert follow_up.id.startswith("followup_")


def test_a_session_holds_all_its_waves(workspace, everything):
    whole = make_session_instrument(((Language("en"), workspace),), with_slots(20), everything)
    assert {wave for item in whole.items for wave in item.waves} == {"pre", "post", "then", "followup"}
    assert len({item.item_id for item in whole.items}) == len(whole.items)
    by_id = {item.item_id: item for item in whole.items}
    assert by_id["q-parts"].waves == ("pre", "post")


def test_an_item_asked_in_one_test_only_says_so(workspace):
    late = replace(workspace, modules=content(module(questions=(question("q-late", waves=("post",)),))).modules)
    whole = make_session_instrument(((Language("en"), late),), plan())
    assert [(item.item_id, item.waves) for item in whole.items] == [("q-late", ("post",))]


def test_translations_come_from_the_workspace(tmp_path):
    root = built_in_workspace()
    shutil.copytree(root / "evaluation", tmp_path / "evaluation")
    folder = tmp_path / "curricula" / "locale" / "fr"
    folder.mkdir(parents=True)
    (folder / "evaluation.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgctxt "sh-rea-best/text/1"\nmsgid "What was of most use to you?"\nmsgstr "Qu\'est-ce qui vous a servi ?"\n',
        encoding="utf-8",
    )
    made, _ = load_content(root)
    local = replace(made, root=tmp_path)
    items, problems = load_shared(local, ("reaction",), ("en", "fr"))
    assert problems == ()
    stems = {item.item_id: in_language(item, local, "fr").stem[0].text for item in items}
    assert stems["sh-rea-best"].source == "Qu'est-ce qui vous a servi ?"
    assert stems["sh-rea-best"].translated
    assert stems["sh-rea-better"].translated is False


def test_a_group_that_does_not_read_answers_scales_with_fewer_steps(workspace, everything):
    steps = {}
    for literacy in ("none", "basic", "fluent"):
        session = with_slots(60, group=Group(literacy=literacy))
        post = make_instrument(workspace, session, "post", everything)
        shared = [item for item in post.items if item.type == "rating" and not item.module]
        assert {item.construct for item in shared} == {"confidence", "attitude", "commitment", "reaction"}
        assert all(item.options == workspace.scales[item.scale].options for item in shared)
        steps[literacy] = {len(item.options) for item in shared}
    assert steps == {"none": {3}, "basic": {5}, "fluent": {5}}


def test_the_easier_scale_speaks_every_language_of_the_session(workspace, everything):
    session = with_slots(60, group=Group(literacy="none"))
    arabic = Language("ar")
    readers = [(Language("en"), workspace), (arabic, localise(workspace, arabic, {}))]
    made = make_session_instrument(readers, session, everything)
    rating = next(item for item in made.items if item.scale == "faces-3")
    words = next(words for words in rating.words if words.language == "ar")
    assert [option.code for option in words.options] == ["a", "b", "c"]
    assert rating.scale in [scale.id for scale in made.scale_records]
    assert made.scale_records


def test_shared_items_are_asked_in_the_main_language_and_kept_in_the_others(workspace):
    items, _ = load_shared(workspace, ("confidence",), ("ar", "en"))
    readers = tuple((Language(tag), localise(workspace, Language(tag), {})) for tag in ("ar", "en"))
    session = with_slots(30)
    made = make_session_instrument(readers, session, items)
    shared = [item for item in made.items if not item.module]

    assert shared
    for item in shared:
        source = next(other for other in items if other.item_id == item.item_id)
        assert in_language(item, readers[0][1], "ar").stem != source.stem
        english = in_language(item, readers[1][1], "en").stem
        assert [text.source for text in iter_texts(english)] == [text.source for text in iter_texts(source.stem)]
        assert all(text.translated is None for text in iter_texts(english))
