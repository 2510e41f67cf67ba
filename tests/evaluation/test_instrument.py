"""The pre-test and post-test of a plan: which items, how many, in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.session_sample import content, module, objective, plan, question
from toolkit.evaluation.codes import is_code, make_codes
from toolkit.evaluation.instrument import START_SECONDS, check_instrument, make_instrument
from toolkit.evaluation.items import SECONDS_PER_ITEM, make_item, preference
from toolkit.planning.brief import Group


def ids(instrument):
    return [item.item_id for item in instrument.items]


def test_both_waves_ask_the_same():
    pre = make_instrument(content(), plan(), "pre")
    post = make_instrument(content(), plan(), "post")
    assert ids(pre) == ids(post)
    assert pre.id != post.id
    assert pre.version != post.version


def test_knowledge_first_in_written_order_and_ratings_last():
    assert ids(make_instrument(content(), plan(), "pre")) == [
        "q-parts", "q-true", "q-many", "q-order", "q-own", "q-sure",
    ]  # fmt: skip


def test_only_what_the_plan_serves_is_asked():
    served = plan()
    only_first = served.model_copy(update={"objectives": served.objectives[:1]})
    assert {item.objective for item in make_instrument(content(), only_first, "pre").items} == {"o-parts"}


def test_every_essential_objective_has_an_item_even_when_the_slot_is_too_short():
    many = tuple(objective(f"o-{n}") for n in range(12))
    asked = tuple(question(f"q-{n}", f"o-{n}") for n in range(12))
    crowded = content(module(objectives=many, questions=asked))
    outcomes = tuple(plan().objectives[0].model_copy(update={"objective": f"o-{n}"}) for n in range(12))
    tight = plan(group=Group(literacy="none")).model_copy(update={"objectives": outcomes})
    instrument = make_instrument(crowded, tight, "pre")
    assert len(instrument.items) == 12
    assert [p.code for p in check_instrument(crowded, tight, instrument)] == ["instrument-too-long"]


def test_important_objectives_get_more_items_than_optional_ones():
    objectives = (objective("o-a", priority="important"), objective("o-b", priority="optional"))
    asked = tuple(question(f"q-{o}-{n}", f"o-{o}") for o in "ab" for n in range(9))
    outcomes = tuple(
        plan().objectives[0].model_copy(update={"objective": o.id, "priority": o.priority}) for o in objectives
    )
    chosen = make_instrument(
        content(module(objectives=objectives, questions=asked)),
        plan().model_copy(update={"objectives": outcomes}),
        "pre",
    )
    counts = {o.id: sum(item.objective == o.id for item in chosen.items) for o in objectives}
    assert counts["o-a"] > counts["o-b"] > 0


@pytest.mark.parametrize("literacy", ["none", "basic", "functional", "fluent"])
def test_what_is_optional_fits_the_slot(literacy):
    asked = tuple(question(f"q-{n}") for n in range(40))
    instrument = make_instrument(content(module(questions=asked)), plan(group=Group(literacy=literacy)), "pre")
    assert instrument.seconds + START_SECONDS[literacy] <= instrument.minutes * 60
    room = instrument.minutes * 60 - START_SECONDS[literacy]
    assert len(instrument.items) == room // SECONDS_PER_ITEM[literacy]


def test_a_group_that_does_not_read_gets_the_easiest_items():
    hard = question("q-hard", literacy="fluent")
    easy = question("q-easy", literacy="none")
    both = content(module(questions=(hard, easy)))
    assert ids(make_instrument(both, plan(group=Group(literacy="none")), "pre")) == ["q-easy"]
    assert ids(make_instrument(both, plan(group=Group(literacy="fluent")), "pre")) == ["q-hard", "q-easy"]


def test_an_item_that_is_too_hard_is_asked_only_for_want_of_another_and_reported():
    hard = content(module(questions=(question("q-hard", literacy="fluent"), question("q-harder", literacy="fluent"))))
    low = plan(group=Group(literacy="basic"))
    instrument = make_instrument(hard, low, "pre")
    assert ids(instrument) == ["q-hard"]
    assert "instrument-item-hard" in {p.code for p in check_instrument(hard, low, instrument)}


def test_an_item_of_one_wave_is_only_in_that_wave():
    late = content(module(questions=(question("q-both"), question("q-late", waves=("post",)))))
    assert ids(make_instrument(late, plan(), "pre")) == ["q-both"]
    assert ids(make_instrument(late, plan(), "post")) == ["q-both", "q-late"]


def test_a_choice_without_i_dont_know_gets_one_that_is_no_answer():
    item = make_item(question("q-parts"), "knowledge", "functional")
    assert [option.code for option in item.options] == ["a", "b", "c", "unknown"]
    assert item.key == ("b",)


def test_the_key_of_an_order_is_the_written_order():
    assert make_item(question("q", type="order"), "skill", "functional").key == ("a", "b", "c")


def test_skills_prefer_application():
    recall, applied = question("q-1", level="recall"), question("q-2", level="application")
    assert preference(applied, "skill", "functional") < preference(recall, "skill", "functional")


def test_the_version_is_dated_by_the_plan_and_changes_with_the_wording():
    first = make_instrument(content(), plan(), "pre")
    reworded = content(module(questions=(question("q-parts", feedback=()), *module().questions[2:])))
    assert first.version.startswith("20261207-")
    assert make_instrument(reworded, plan(), "pre").version != first.version
    assert make_instrument(content(), plan(dates=False), "pre").version.startswith("00000000-")


def test_missing_questions_and_scales_are_reported():
    bare = content(module(questions=()))
    assert {p.code for p in check_instrument(bare, plan(), make_instrument(bare, plan(), "pre"))} == {
        "instrument-objective-untested",
        "instrument-empty",
    }
    unscaled = replace(content(), scales={})
    codes = {p.code for p in check_instrument(unscaled, plan(), make_instrument(unscaled, plan(), "pre"))}
    assert codes == {"instrument-scale-unknown"}


@settings(max_examples=30, deadline=None)
@given(size=st.integers(0, 300), seed=st.text(max_size=20))
def test_codes_are_different_and_a_slip_is_noticed(size, seed):
    codes = make_codes(size, seed)
    assert len(set(codes)) == size
    assert codes == make_codes(size, seed)
    for code in codes[:3]:
        assert is_code(code)
        for place in range(6):
            wrong = str((int(code[place]) + 1) % 10)
            assert not is_code(code[:place] + wrong + code[place + 1 :])
        for place in range(5):
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert swapped == code or not is_code(swapped)


@pytest.mark.parametrize("text", ["", "12345", "1234567", "abcdef", "١٠٠٠٠٥", "100006"])
def test_other_texts_are_no_codes(text):
    assert not is_code(text)


def test_quick_items_are_taken_when_time_is_short():
    objectives = tuple(objective(f"o-{n}") for n in range(12))
    choices = tuple(question(f"q-{n}", f"o-{n}") for n in range(12))
    asked = (*choices, *(question(f"t-{n}", f"o-{n}", type="true-false") for n in range(12)))
    outcomes = tuple(plan().objectives[0].model_copy(update={"objective": o.id}) for o in objectives)
    crowded = plan(group=Group(literacy="none")).model_copy(update={"objectives": outcomes})
    made = make_instrument(content(module(objectives=objectives, questions=asked)), crowded, "pre")
    assert {item.type for item in made.items} == {"true-false"}
