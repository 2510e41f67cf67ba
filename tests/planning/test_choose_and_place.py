"""The two steps of the solver against brute force on small cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

import pytest

from toolkit.planning.pool import Pool, make_pool
from toolkit.planning.rules import Requirement, requirements
from toolkit.planning.solve.choose import PARTICIPATION_STEP_PCT, Task, choose_activities, choose_shortest
from toolkit.planning.solve.place import DayShape, Pause, Placement, Step, place_steps

from .build import activity, brief, content, module, objective

GOALS = [objective("o-e", "essential"), objective("o-i"), objective("o-o", "optional")]
SMALL = [
    activity("a-open", "5-10-15", kind="discussion", phase="motivation", known=True, objectives=("o-i",)),
    activity("a-talk", "10-15-20", kind="presentation", phase="information", objectives=("o-e",)),
    activity("a-group", "15-20-30", objectives=("o-e", "o-i"), practices=(8,)),
    activity("a-case", "10-20-25", kind="case-study", objectives=("o-o",), practices=(14,), requires=("a-talk",)),
    activity("a-play", "10-15-20", kind="role-play", phase="application", variant_of="a-group", objectives=("o-e",)),
]


def task(minutes: int) -> Task:
    pool = make_pool(content([module("m", SMALL, GOALS)]), brief(modules={"only": ["m"]}))
    return Task(pool, requirements(pool, (), ()), minutes)


def every_choice(pool: Pool, needed: Sequence[Requirement], minutes: int) -> Iterator[dict[str, int]]:
    """All sets of activities with all their lengths that keep the requirements and the minutes."""
    for count in range(len(pool.candidates) + 1):
        for chosen in combinations(pool.candidates, count):
            ids = {c.id for c in chosen}
            if all(r.satisfied(ids) for r in needed):
                for lengths in product(*(range(c.minutes.least, c.minutes.most + 1, 5) for c in chosen)):
                    if sum(lengths) <= minutes:
                        yield dict(zip([c.id for c in chosen], lengths, strict=True))


def value(pool: Pool, minutes: dict[str, int], capacity: int) -> tuple[float, ...]:
    """The levels of the objective, best first, as the documentation gives them."""
    chosen = [c for c in pool.candidates if c.id in minutes]
    served = {o for c in chosen for o in c.activity.objectives}
    active = sum(c.participation_pct * minutes[c.id] for c in chosen)
    return (
        sum(aim.weight for aim in pool.aims if aim.objective.id in served),
        sum(minutes.values()),
        active // (PARTICIPATION_STEP_PCT * capacity),
        len({p for c in chosen for p in c.activity.practices}),
        -sum(abs(minutes[c.id] - c.minutes.typical) // 5 + bool(c.activity.variant_of) for c in chosen),
    )


def test_the_activity_itself_is_taken_where_its_variant_is_no_better() -> None:
    same = {"kind": "role-play", "phase": "practice", "objectives": ("o-e",)}
    main, variant = (
        activity("a-first", "20-30-40", **same),
        activity("b-second", "20-30-40", variant_of="a-first", **same),
    )
    for activities in ([main, variant], [variant, main]):
        pool = make_pool(content([module("m", activities, GOALS)]), brief(modules={"only": ["m"]}))
        chosen = choose_activities(Task(pool, requirements(pool, (), ()), 30))
        assert chosen is not None
        assert set(chosen.minutes) == {"a-first"}


@pytest.mark.parametrize("minutes", [30, 40, 55, 70, 100])
def test_the_choice_is_as_good_as_the_best_of_all_choices(minutes: int) -> None:
    asked = task(minutes)
    best = max(value(asked.pool, c, minutes) for c in every_choice(asked.pool, asked.requirements, minutes))
    found = choose_activities(asked)
    assert found is not None
    assert found.proven
    assert value(asked.pool, dict(found.minutes), minutes) == best


def test_there_is_no_choice_exactly_when_brute_force_finds_none() -> None:
    for minutes in range(0, 40, 5):
        asked = task(minutes)
        possible = next(every_choice(asked.pool, asked.requirements, minutes), None) is not None
        assert (choose_activities(asked) is not None) == possible, minutes


def test_the_shortest_choice_needs_no_more_minutes_than_any_other() -> None:
    asked = task(200)
    shortest = choose_shortest(asked)
    assert shortest is not None
    least = min(sum(c.values()) for c in every_choice(asked.pool, asked.requirements, 60))
    assert sum(shortest.minutes.values()) == least == 15


def every_placement(day: DayShape, steps: Sequence[Step]) -> Iterator[list[tuple[str, int, int]]]:
    """All ways to fill one day exactly, without questions: (key, start, minutes)."""

    def go(clock: int, held: int, at: int, run: int) -> Iterator[list[tuple[str, int, int]]]:
        if at == len(steps) and held == len(day.pauses) and clock == day.length:
            yield []
        if held < len(day.pauses):
            pause = day.pauses[held]
            if pause.earliest <= clock <= pause.latest:
                for rest in go(clock + pause.minutes, held + 1, at, 0):
                    yield [("break", clock, pause.minutes), *rest]
        if at < len(steps):
            limit = day.pauses[held].latest if held < len(day.pauses) else day.length
            for length in range(steps[at].least, steps[at].most + 1, 5):
                heard = run + length if steps[at].listening else 0
                if clock + length <= limit and heard <= 20:
                    for rest in go(clock + length, held, at + 1, heard):
                        yield [(steps[at].key, clock, length), *rest]

    yield from go(0, 0, 0, 0)


def price(day: DayShape, steps: Sequence[Step], lines: Sequence[tuple[str, int, int]]) -> int:
    """As documented: squared distance from the target, dearer for what keeps participants passive; shifted breaks."""
    by_key = {step.key: step for step in steps}
    total, held = 0, 0
    for key, start, minutes in lines:
        if key == "break":
            total += ((start - day.pauses[held].ideal) // 5) ** 2 + 1
            held += 1
        else:
            off = (minutes - by_key[key].target) // 5
            share = by_key[key].participation_pct // 25
            total += off * off * (6 - share if off > 0 else 2 + share)
    return total


DAY = DayShape(120, (), (), (Pause(50, 60, 70, 10),))
STEPS = [
    Step("talk", 10, 15, 20, listening=True, participation_pct=0),
    Step("video", 5, 10, 15, listening=True, participation_pct=0),
    Step("group", 20, 30, 45, participation_pct=90),
    Step("quiz", 10, 20, 30, participation_pct=80),
    Step("play", 15, 25, 30, participation_pct=90),
]


def test_the_placement_is_as_cheap_as_the_cheapest_of_all_placements() -> None:
    best = min(price(DAY, STEPS, lines) for lines in every_placement(DAY, STEPS))
    found = place_steps([DAY], STEPS)
    assert found is not None
    assert found.cost == best


def keys(found: Placement | None) -> list[list[str]]:
    assert found is not None
    return [[line.key if line.what == "step" else line.what for line in day] for day in found.days]


def test_listening_in_a_row_is_cut_to_twenty_minutes_or_parted_by_a_break() -> None:
    talks = [Step(f"t{n}", 15, 15, 20, listening=True) for n in (1, 2)]
    parted = DayShape(50, (), (), (Pause(15, 15, 20, 15),))
    assert keys(place_steps([parted], talks)) == [["t1", "break", "t2"]]
    assert place_steps([DayShape(60, (), (), ())], talks) is None


def test_a_day_that_cannot_be_filled_ends_early_and_both_days_alike() -> None:
    steps = [Step(f"s{n}", 20, 20, 20) for n in range(4)]
    found = place_steps([DayShape(120, (), (), ())] * 2, steps)
    assert keys(found) == [["s0", "s1"], ["s2", "s3"]]


def test_time_before_a_fixed_break_that_nothing_fills_is_for_questions() -> None:
    day = DayShape(60, (), (), (Pause(30, 30, 30, 10),))
    assert keys(place_steps([day], [Step("a", 25, 25, 25), Step("b", 20, 20, 20)])) == [
        ["a", "questions", "break", "b"]
    ]


def test_an_activity_longer_than_every_stretch_cannot_be_placed() -> None:
    assert place_steps([DayShape(120, (), (), (Pause(60, 60, 60, 10),))], [Step("long", 65, 65, 65)]) is None


def test_a_module_stays_on_one_day_where_that_costs_nothing() -> None:
    steps = [Step("a1", 20, 25, 40, group="a"), Step("b1", 20, 25, 40, group="b"), Step("b2", 20, 25, 40, group="b")]
    assert keys(place_steps([DayShape(40, (), (), ()), DayShape(50, (), (), ())], steps)) == [["a1"], ["b1", "b2"]]


def test_a_step_with_a_day_of_its_own_is_on_that_day() -> None:
    steps = [Step("a", 10, 20, 40), Step("b", 10, 20, 40, day=2)]
    assert keys(place_steps([DayShape(60, (), (), ())] * 2, steps)) == [["a"], ["b"]]
