"""A person settles what matching left open."""

import pandas as pd
import pytest

from toolkit.evaluation.matching import match_waves
from toolkit.evaluation.matching.settle import Decisions, settle_matches


def table(pre, post, session="a"):
    rows = [("pre", code) for code in pre] + [("post", code) for code in post]
    return pd.DataFrame(
        {
            "session": session,
            "wave": [wave for wave, _ in rows],
            "code": [code for _, code in rows],
            "row": [*range(2, 2 + len(pre)), *range(2, 2 + len(post))],
            "source": [f"{wave}.csv" for wave, _ in rows],
        }
    )


NEAR = table(["abcdef", "abcdxf", "kkkkkk"], ["abcdyf", "kkkkkk"])
"""The post-test in position 3 is as near to 0 as to 1."""


def test_without_decisions_nothing_changes():
    matches = match_waves(NEAR)
    assert settle_matches(NEAR, matches, Decisions()) is matches


def test_the_same_person_becomes_a_pair():
    settled = settle_matches(NEAR, match_waves(NEAR), Decisions(same=((1, 3),)))
    assert settled.pairs.tolist() == [[1, 3], [2, 4]]
    assert settled.tolerant.tolist() == [True, False]
    assert settled.ambiguous == ()
    assert settled.unmatched_pre.tolist() == [0]
    total = settled.report.total
    assert (total.n_exact, total.n_tolerant, total.n_ambiguous_pre, total.n_unmatched_pre) == (1, 1, 0, 1)
    assert "pair-by-hand" in [p.code for p in settled.problems]


def test_different_people_are_without_a_partner():
    settled = settle_matches(NEAR, match_waves(NEAR), Decisions(apart=frozenset({3})))
    assert settled.pairs.tolist() == [[2, 4]]
    assert settled.ambiguous == ()
    assert settled.unmatched_pre.tolist() == [0, 1]
    assert settled.unmatched_post.tolist() == [3]


def test_a_row_set_apart_leaves_the_others_open():
    settled = settle_matches(NEAR, match_waves(NEAR), Decisions(apart=frozenset({0})))
    (group,) = settled.ambiguous
    assert (group.pre, group.post) == ((1,), (3,))
    assert settled.unmatched_pre.tolist() == [0]


def test_a_slip_that_was_matched_can_be_undone():
    answers = table(["abcdef", "kkkkkk"], ["abcdxf", "kkkkkk"])
    matches = match_waves(answers)
    assert matches.tolerant.tolist() == [True, False]
    settled = settle_matches(answers, matches, Decisions(apart=frozenset({0, 2})))
    assert settled.pairs.tolist() == [[1, 3]]
    assert settled.unmatched_pre.tolist() == [0]
    assert settled.unmatched_post.tolist() == [2]


def test_a_code_used_twice():
    answers = table(["abcdef"], ["ABCDEF", "abc def"])
    matches = match_waves(answers)
    assert matches.ambiguous[0].why == "repeated"
    settled = settle_matches(answers, matches, Decisions(same=((0, 1),)))
    assert settled.pairs.tolist() == [[0, 1]]
    assert settled.tolerant.tolist() == [False]
    assert settled.unmatched_post.tolist() == [2]


@pytest.mark.parametrize(
    "decisions",
    [
        Decisions(same=((0, 4),)),
        Decisions(same=((3, 0),)),
        Decisions(same=((0, 3), (1, 3))),
        Decisions(same=((0, 3),), apart=frozenset({0})),
        Decisions(apart=frozenset({2})),
    ],
)
def test_only_what_is_open_can_be_settled(decisions):
    with pytest.raises(ValueError, match=r"pair|twice|apart"):
        settle_matches(NEAR, match_waves(NEAR), decisions)


def test_decisions_hold_after_codes_became_hashes():
    from toolkit.evaluation.privacy import hash_codes

    matches = match_waves(NEAR)
    hashed = NEAR.assign(code=hash_codes(NEAR["code"], NEAR["session"]))
    decisions = Decisions(same=((0, 3),))
    assert settle_matches(hashed, matches, decisions).pairs.tolist() == [[0, 3], [2, 4]]
