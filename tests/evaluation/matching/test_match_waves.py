"""Pre-test and post-test of one person find each other; whoever is in doubt is listed, not guessed."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.evaluation.codes import is_code, make_codes
from toolkit.evaluation.matching import compare_baseline, match_waves, normalise_code, pair_values
from toolkit.evaluation.matching import tolerant as tolerant_part


def table(pre, post, session="Kampala"):
    """Rows 1, 2 … of pre.csv and post.csv with these codes."""
    rows = [
        {"session": session, "wave": wave, "code": code, "row": row, "source": f"{wave}.csv"}
        for wave, codes in (("pre", pre), ("post", post))
        for row, code in enumerate(codes, start=1)
    ]
    return pd.DataFrame(rows, columns=["session", "wave", "code", "row", "source"])


def matched(rows, **waves):
    """Pairs as (code before, code after), and the whole answer."""
    found = match_waves(rows, **waves)
    codes = rows["code"].tolist()
    return {(codes[a], codes[b]) for a, b in found.pairs.tolist()}, found


@pytest.mark.parametrize(
    ("typed", "again"),
    [
        (" 100005", "100 005"),
        ("١٠٠٠٠٥", "100005"),
        ("۱۰۰۰۰۵", "100005"),
        ("１００００５", "100005"),
        ("IOOOO5", "100005"),
        ("lo0oO5", "100005"),
        ("\u200f100005\u200e", "100005"),
        ("kb-017", "KB-017"),
        ("Straße7", "STRASSE7"),
    ],
)
def test_one_code_typed_in_two_ways(typed, again):
    pairs, found = matched(table([typed], [again]))
    assert pairs == {(typed, again)}
    assert found.report.total.n_exact == 1


@pytest.mark.parametrize("code", ["moli01", "OIOIOI", "IOOOO6"])
def test_letters_stay_letters_outside_the_toolkits_codes(code):
    assert normalise_code(code) == code.lower()


@pytest.mark.parametrize(
    ("pre", "post", "slip"),
    [
        ("MAR05K", "MAR50K", "a swap is one slip"),
        ("MAR05K", "MA05K", "one left out"),
        ("MAR05K", "MARO5KK", "two slips"),
        ("100005", "100050", "a swap in a six-digit code"),
    ],
)
def test_a_slip_of_the_pen_is_forgiven(pre, post, slip):
    pairs, found = matched(table([pre, "ZUWX99"], [post, "ZUWX99"]))
    assert pairs == {(pre, post), ("ZUWX99", "ZUWX99")}, slip
    assert found.tolerant.sum() == 1
    assert [p.code for p in found.problems] == ["pair-tolerant"]


@pytest.mark.parametrize(("pre", "post"), [("MAR05K", "MIS05Z"), ("A1", "A2"), ("A17B", "A26B")])
def test_codes_too_different_for_their_length(pre, post):
    assert matched(table([pre], [post]))[0] == set()


def test_two_codes_with_right_check_digits_are_two_people():
    codes = [c for c in make_codes(10_000, "near") if c.startswith("10")]
    distance_two = next((a, b) for a, b in itertools.combinations(codes, 2) if sum(map(str.__ne__, a, b)) == 2)
    assert all(map(is_code, distance_two))
    pairs, found = matched(table([distance_two[0]], [distance_two[1]]))
    assert pairs == set()
    assert not found.ambiguous


def test_numbered_codes_are_never_taken_for_slips():
    """KB-017 left after the pre-test and KB-043 came for the post-test: two edits apart, and two people."""
    everyone = [f"KB-{i:03}" for i in range(1, 43)]
    after = [code for code in everyone if code != "KB-017"] + ["KB-043"]
    pairs, found = matched(table(everyone, after))
    assert len(pairs) == 41
    assert len(found.unmatched_pre) == len(found.unmatched_post) == 1


def test_a_slip_with_two_readings_is_listed_not_settled():
    pairs, found = matched(table(["MAR05K", "MAR05L", "ZUWX99"], ["MAR05", "ZUWX99"]))
    assert pairs == {("ZUWX99", "ZUWX99")}
    (group,) = found.ambiguous
    assert (group.pre, group.post, group.why) == ((0, 1), (3,), "near")
    (problem,) = found.problems
    assert str(problem.where) == "pre.csv:1"
    assert problem.message.startswith("rows 1 and 2 of the pre-test and row 1 (post.csv) of the post-test may belong")


def test_the_nearer_reading_wins_when_it_is_mutual():
    pairs, found = matched(table(["MAR05K", "MAR77K"], ["MAR07K"]))
    assert pairs == set(), "both are one slip away"
    pairs, found = matched(table(["MAR05KB", "MAR77XB"], ["MAR05KC"]))
    assert pairs == {("MAR05KB", "MAR05KC")}
    assert found.unmatched_pre.tolist() == [1]


def test_a_code_used_twice_is_listed_with_everything_that_could_belong_to_it():
    pairs, found = matched(table(["100005", "100005", "ZUWX99"], ["100005", "100050", "ZUWX99"]))
    assert pairs == {("ZUWX99", "ZUWX99")}
    (group,) = found.ambiguous
    assert (group.pre, group.post, group.why) == ((0, 1), (3, 4), "repeated")
    assert [p.code for p in found.problems] == ["pair-code-repeated"]


def test_codes_match_within_a_session_only():
    rows = pd.concat([table(["100005"], [], "Accra"), table([], ["100005"], "Nairobi")], ignore_index=True)
    assert matched(rows)[0] == set()


@pytest.mark.parametrize("empty", [None, "", "  ", float("nan")])
def test_without_a_code_there_is_no_pair(empty):
    rows = table([empty, "ZUWX99"], [empty, "ZUWX99"])
    _, found = matched(rows)
    total = found.report.total
    assert (total.n_matched, total.n_without_code_pre, total.n_unmatched_pre) == (1, 1, 1)
    assert [p.code for p in found.problems] == ["pair-code-missing", "pair-code-missing"]


def test_problems_name_rows_and_counts_but_never_a_code():
    rows = table(["MARKER1", "MARKER2", "MARKER2", "QQQQQQQ"], ["MARKER1", "MARKER9", "ZZZZZZZ"])
    _, found = matched(rows)
    text = " ".join(f"{p.message} {p.hint}" for p in found.problems).lower()
    assert "marker" not in text
    assert "qqq" not in text
    by_code = {p.code: p for p in found.problems}
    assert by_code["pair-missing"].message.endswith("left out of the paired analysis (1 kept).")
    assert str(by_code["pair-missing"].where) in ("pre.csv:4", "post.csv:3")


def test_the_report_adds_up_by_session():
    rows = pd.concat(
        [
            table(["100005", "AAAAAA", "BBBBBB", "BBBBBB"], ["100005", "AAAAAB"], "Accra"),
            table(["CCCCCC"], [], "Bamako"),
        ],
        ignore_index=True,
    )
    report = match_waves(rows).report
    assert report.total.as_dict() == {
        "n_pre": 5,
        "n_post": 2,
        "n_exact": 1,
        "n_tolerant": 1,
        "n_ambiguous_pre": 2,
        "n_ambiguous_post": 0,
        "n_unmatched_pre": 1,
        "n_unmatched_post": 0,
        "n_without_code_pre": 0,
        "n_without_code_post": 0,
        "n_matched": 2,
        "match_rate": 1.0,
    }
    assert report.sessions["session"].tolist() == ["Accra", "Bamako"]
    assert report.sessions["n_pre"].tolist() == [4, 1]
    assert report.sessions["match_rate"].isna().tolist() == [False, True]


def test_other_waves_are_left_alone():
    rows = table(["100005"], ["100005"])
    later = rows.assign(wave=["then", "followup"])
    both = pd.concat([rows, later], ignore_index=True)
    assert match_waves(both).pairs.tolist() == [[0, 1]]
    assert match_waves(both, post="followup").pairs.tolist() == [[0, 3]]
    with pytest.raises(ValueError, match="same"):
        match_waves(both, post="pre")


def test_an_empty_table_matches_nothing():
    found = match_waves(table([], []))
    assert found.pairs.shape == (0, 2)
    assert found.report.total.match_rate is None
    assert found.problems == ()


def test_positions_not_labels_and_labels_may_repeat():
    rows = table(["100005", "ZUWX99"], ["ZUWX99", "100005"]).set_index(pd.Index([7, 7, 7, 7]))
    assert match_waves(rows).pairs.tolist() == [[0, 3], [1, 2]]


def test_a_session_too_large_for_slips_is_matched_exactly(monkeypatch):
    monkeypatch.setattr(tolerant_part, "LARGEST_WAVE", 2)
    rows = table(["MAR05K", "ZUWX99", "QQQQ11"], ["MAR50K", "ZUWX99"])
    pairs, found = matched(rows)
    assert pairs == {("ZUWX99", "ZUWX99")}
    assert "pair-session-large" in [p.code for p in found.problems]


def test_portions_give_the_same_answer(monkeypatch):
    codes = make_codes(60, "portions")
    rows = pd.concat(
        [table(codes[i : i + 10], [c[:3] + c[4] + c[3] + c[5] for c in codes[i : i + 10]], f"s{i}") for i in range(50)],
        ignore_index=True,
    )
    whole = match_waves(rows).pairs.tolist()
    monkeypatch.setattr(tolerant_part, "_PAIRS_AT_ONCE", 7)
    assert match_waves(rows).pairs.tolist() == whole
    assert whole


CODES = st.text("AB01", min_size=5, max_size=7)


@settings(max_examples=60, deadline=None)
@given(st.lists(CODES, max_size=7), st.lists(CODES, max_size=7), st.randoms(use_true_random=False))
def test_pairs_are_mutual_unique_and_do_not_depend_on_the_order_of_rows(pre, post, random):
    rows = table(pre, post)
    found = match_waves(rows)
    everyone = [
        *found.pairs.ravel().tolist(),
        *found.ambiguous_pre.tolist(),
        *found.ambiguous_post.tolist(),
        *found.unmatched_pre.tolist(),
        *found.unmatched_post.tolist(),
    ]
    assert sorted(everyone) == list(range(len(rows))), (
        "each row is paired, ambiguous or unmatched, and only one of these"
    )

    order = list(range(len(rows)))
    random.shuffle(order)
    again = match_waves(rows.iloc[order].reset_index(drop=True))
    assert {(order[a], order[b]) for a, b in again.pairs.tolist()} == {(a, b) for a, b in found.pairs.tolist()}
    assert {order[i] for i in again.unmatched_pre.tolist()} == set(found.unmatched_pre.tolist())


@settings(max_examples=60, deadline=None)
@given(st.lists(CODES, max_size=6), st.lists(CODES, max_size=6))
def test_tolerant_pairs_agree_with_a_slow_reading_of_the_rule(pre, post):
    rows = table(pre, post)
    found = match_waves(rows)
    before, after = [c.lower() for c in pre], [c.lower() for c in post]

    def near(code, others):
        """Codes of the other wave within reach, nearest first."""
        slips = {o: edits(code, o) for o in set(others) if edits(code, o) <= min(2, max(len(code), len(o)) // 3)}
        best = min(slips.values(), default=None)
        return [o for o in slips if slips[o] == best]

    def open_(code):
        return before.count(code) + after.count(code) == 1

    expected = {
        (before.index(a), len(before) + after.index(near(a, after)[0]))
        for a in before
        if open_(a) and len(near(a, after)) == 1
        for b in near(a, after)
        if open_(b) and near(b, before) == [a]
    }
    assert {(a, b) for a, b in found.pairs[found.tolerant].tolist()} == expected


def edits(a, b):
    """Optimal string alignment: insert, leave out, change, or swap neighbours."""
    d = np.zeros((len(a) + 1, len(b) + 1), dtype=int)
    d[:, 0], d[0, :] = range(len(a) + 1), range(len(b) + 1)
    for i, j in itertools.product(range(1, len(a) + 1), range(1, len(b) + 1)):
        d[i, j] = min(d[i - 1, j] + 1, d[i, j - 1] + 1, d[i - 1, j - 1] + (a[i - 1] != b[j - 1]))
        if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
            d[i, j] = min(d[i, j], d[i - 2, j - 2] + 1)
    return int(d[-1, -1])


def test_random_codes_with_slips_are_found_and_never_wrongly():
    """30 people, one slip in every third code: all found, none wrong."""
    codes = list(make_codes(30, "slips"))
    typed = [c[:2] + c[3] + c[2] + c[4:] if i % 3 == 0 else c for i, c in enumerate(codes)]
    found = match_waves(table(codes, typed))
    assert all(post - 30 == pre for pre, post in found.pairs.tolist())
    assert found.report.total.n_matched == 30


def test_matched_and_unmatched_are_compared_at_the_pre_test():
    """R's sleep data (Student 1908), t.test: means 0.75 and 2.33, 95 % interval -3.3654832 to 0.2054832."""
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    codes = make_codes(20, "sleep")
    rows = table(codes, codes[:10])
    scores = rows.assign(total=[*first, *second, *([9.0] * 10)])
    found = compare_baseline(scores, match_waves(rows))
    assert (found.n_matched, found.n_unmatched) == (10, 10)
    assert found.mean_matched == pytest.approx(0.75, abs=1e-12)
    assert found.mean_unmatched == pytest.approx(2.33, abs=1e-12)
    assert found.difference == pytest.approx(-1.58, abs=1e-12)
    assert (found.ci_low, found.ci_high) == (pytest.approx(-3.3654832, abs=5e-8), pytest.approx(0.2054832, abs=5e-8))
    assert found.df == pytest.approx(17.776, abs=5e-4)


def test_with_nobody_to_compare_there_is_a_reason_and_no_number():
    rows = table(["100005"], ["100005"])
    found = compare_baseline(rows.assign(total=[3.0, 4.0]), match_waves(rows))
    assert (found.mean_matched, found.mean_unmatched, found.difference) == (3.0, None, None)
    assert found.reason


def test_values_of_the_pairs_leave_out_missing_ones():
    rows = table(["100005", "ZUWX99"], ["ZUWX99", "100005"])
    pre, post = pair_values(rows.assign(total=[1.0, 2.0, None, 4.0]), match_waves(rows))
    assert (pre.tolist(), post.tolist()) == ([1.0], [4.0])
