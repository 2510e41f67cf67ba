"""What holds for every plan, whatever the curriculum and the brief."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.content.records import Content
from toolkit.planning.brief import Brief
from toolkit.planning.hours import minutes_of
from toolkit.planning.plan_file import save_plan_text
from toolkit.planning.review import review_plan
from toolkit.planning.solve import plan_session
from toolkit.planning.solve.explain import find_ways, follow_way
from toolkit.problems import format_text, has_errors

from .build import brief, generated_content

CONTENTS = {(n, seed): generated_content(n, seed) for n in (1, 3, 6) for seed in (1, 2, 3)}

contents = st.sampled_from(sorted(CONTENTS)).map(CONTENTS.__getitem__)


@st.composite
def briefs(draw: st.DrawFn) -> Brief:
    """Briefs of all kinds, some of them impossible."""
    start = draw(st.integers(14, 28)) * 30
    length = draw(st.sampled_from((60, 120, 180, 240, 420, 480)))
    fields: dict[str, object] = {
        "days": draw(st.integers(1, 3)),
        "interpreter": draw(st.booleans()),
        "mode": draw(st.sampled_from(("in-person", "remote"))),
        "group": {
            "size": draw(st.integers(1, 60)),
            "literacy": draw(st.sampled_from(("none", "basic", "functional"))),
        },
        "pre_test": draw(st.booleans()),
    }
    if draw(st.booleans()):
        fields |= {"start": f"{start // 60:02d}:{start % 60:02d}"}
        end = min(start + length, 23 * 60)
        fields |= {"end": f"{end // 60:02d}:{end % 60:02d}"}
        if draw(st.booleans()) and length > 120:
            at = start + draw(st.integers(6, length // 5 - 8)) * 5
            fields["fixed_breaks"] = [{"at": f"{at // 60:02d}:{at % 60:02d}", "minutes": 20, "title": "Prayer"}]
    if draw(st.booleans()):
        fields["modules"] = {draw(st.sampled_from(("include", "only"))): ["m00"]}
    if draw(st.booleans()):
        fields["edits"] = {"lock": draw(st.lists(st.sampled_from(("m00-a1", "m00-a2", "m00-a5")), unique=True))}
    return brief(**fields)


@settings(max_examples=60, deadline=None)
@given(contents, briefs())
def test_a_solved_plan_passes_review(content: Content, asked: Brief) -> None:
    plan, _ = plan_session(content, asked)
    if plan is not None:
        problems = review_plan(content, plan)
        assert not has_errors(problems), format_text(problems)


@settings(max_examples=40, deadline=None)
@given(contents, briefs())
def test_times_add_up_and_nothing_overlaps_or_crosses_a_break(content: Content, asked: Brief) -> None:
    plan, _ = plan_session(content, asked)
    for day in plan.days if plan is not None else ():
        clock = minutes_of(day.start)
        for slot in day.slots:
            assert minutes_of(slot.start) == clock
            assert minutes_of(slot.end) == clock + slot.minutes
            clock += slot.minutes
        assert clock == minutes_of(day.end)
        for pause in asked.fixed_breaks:
            begin, end = minutes_of(pause.at), minutes_of(pause.at) + pause.minutes
            held = [s for s in day.slots if minutes_of(s.start) < end and minutes_of(s.end) > begin]
            assert all(s.kind in ("fixed-break", "break", "lunch") for s in held)


@settings(max_examples=20, deadline=None)
@given(contents, briefs(), st.randoms(use_true_random=False))
def test_the_same_brief_gives_the_same_plan_in_whatever_order_content_was_read(
    content: Content, asked: Brief, shuffle: object
) -> None:
    modules, bank = list(content.modules.items()), list(content.templates.items())
    shuffle.shuffle(modules)  # type: ignore[attr-defined]
    shuffle.shuffle(bank)  # type: ignore[attr-defined]
    other = replace(content, modules=dict(modules), templates=dict(bank))
    one, first = plan_session(content, asked)
    two, second = plan_session(other, asked)
    assert (one and save_plan_text(one)) == (two and save_plan_text(two))
    assert first == second


@settings(max_examples=30, deadline=None)
@given(contents, briefs())
def test_locks_are_kept(content: Content, asked: Brief) -> None:
    plan, _ = plan_session(content, asked)
    if plan is not None:
        present = {slot.activity for slot in plan.slots()}
        assert set(asked.edits.lock) <= present
        assert all(slot.locked for slot in plan.slots() if slot.activity in asked.edits.lock)


@settings(max_examples=30, deadline=None)
@given(contents, briefs())
def test_an_impossible_brief_has_a_way_out_that_works(content: Content, asked: Brief) -> None:
    plan, problems = plan_session(content, asked)
    if plan is None:
        assert has_errors(problems)
        ways = find_ways(content, asked)
        assert ways
        first = str(ways[0].steps[0])
        assert any(first in p.hint or first in p.message for p in problems)
        for way in ways:
            followed, remaining = plan_session(content, follow_way(asked, way))
            assert followed is not None, (way, format_text(remaining))
