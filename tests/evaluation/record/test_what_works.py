"""What works: each activity over many sessions, from records and from findings that may be shown."""

from dataclasses import replace

import pytest

from tests.findings_sample import findings, objective
from tests.session_sample import content, plan
from toolkit.evaluation.record.what_works import Evidence, what_works
from toolkit.planning.session_record import record_of

CONTENT, PLAN = content(), plan()


def record(session, **minutes):
    """A record of the sample plan: activity (with _ for -) → real minutes."""
    wanted = {name.replace("_", "-"): value for name, value in minutes.items()}
    empty = record_of(PLAN, session)
    slots = [
        slot.model_copy(update={"actual_minutes": wanted[slot.activity]}) if slot.activity in wanted else slot
        for slot in empty.slots
    ]
    return empty.model_copy(update={"slots": tuple(slots)})


def found(*objectives, publish_at=10):
    return replace(findings(), objectives=objectives, publish_at=publish_at)


def row(evidence, activity="a-read", **options):
    return next(r for r in what_works(CONTENT, evidence, **options) if r.activity == activity)


def test_minutes_are_the_median_of_what_was_held():
    taken = [45, 30, 0, 60]
    made = row([Evidence(record(f"s{n}", a_read=m)) for n, m in enumerate(taken)])
    assert (made.planned, made.noted, made.cut) == (4, 4, 1)
    assert (made.real.minutes, made.real.least, made.real.most) == (45, 30, 60)
    assert made.typical == 30, "as the file has it"


def test_what_nobody_noted_does_not_count():
    made = row([Evidence(record("s1")), Evidence(record("s2", a_read=40))])
    assert (made.planned, made.noted, made.cut, made.real) == (2, 1, 0, None)


def test_only_activities_of_records_are_listed():
    assert [r.activity for r in what_works(CONTENT, [Evidence(record("s1"))])] == ["a-open", "a-read", "b-welcome"]


def test_one_session_keeps_its_own_interval():
    own = objective("o-parts", 4.5, 6.6, n=15)
    made = row([Evidence(record("s1", a_read=40), found(own))])
    (change,) = made.objectives
    assert (change.sessions, change.n) == (1, 15)
    assert (change.change, change.ci_low, change.ci_high) == (
        own.change.mean_change, own.change.ci_low, own.change.ci_high,
    )  # fmt: skip


def test_several_sessions_are_pooled_by_their_means():
    own = [objective("o-parts", 4.5, 6.0 + n / 2, n=15, seed=n) for n in range(3)]
    means = [o.change.mean_change for o in own]
    made = row([Evidence(record(f"s{n}", a_read=40), found(o)) for n, o in enumerate(own)])
    (change,) = made.objectives
    assert (change.sessions, change.n) == (3, 45)
    assert change.change == pytest.approx(sum(means) / 3)
    assert change.ci_low < change.change < change.ci_high


def test_two_sessions_of_the_same_change_have_no_interval():
    own = objective("o-parts", 4.5, 6.6)
    (change,) = row([Evidence(record(f"s{n}", a_read=40), found(own)) for n in range(2)]).objectives
    assert (change.ci_low, change.ci_high) == (None, None)


@pytest.mark.parametrize("minutes", [0, None])
def test_a_session_that_did_not_hold_it_says_nothing(minutes):
    noted = record("s1", a_read=minutes) if minutes is not None else record("s1")
    assert row([Evidence(noted, found(objective("o-parts", 4.5, 6.6)))]).objectives == ()


def test_figures_that_were_suppressed_stay_so():
    hidden = replace(objective("o-parts", 4.5, 6.6), suppressed="small")
    made = row([Evidence(record("s1", a_read=40), found(hidden))])
    assert made.objectives == ()
    assert made.kept_back == 1


@pytest.mark.parametrize(("n", "internal", "shown"), [(9, False, 0), (9, True, 1), (10, False, 1), (4, True, 0)])
def test_no_figure_about_too_few_people(n, internal, shown):
    made = row([Evidence(record("s1", a_read=40), found(objective("o-parts", 4.5, 6.6, n=n)))], internal=internal)
    assert len(made.objectives) == shown
    assert made.kept_back == 1 - shown
