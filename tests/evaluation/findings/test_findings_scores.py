"""Tables of scores: read in any usual form, and figures that agree with R's."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.evaluation.findings.json_form import findings_json
from toolkit.evaluation.findings.make import make_findings_from_scores
from toolkit.evaluation.findings.scores import read_scores

# Student's sleep data, as R has it: extra sleep with the first and the second drug.
SLEEP_PRE = (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0)
SLEEP_POST = (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4)

PLAIN = "code,pre,post\n100005,3,5\n100013,4,4\n100021,2.5,7\n"


def write(tmp_path, text, encoding="utf-8", name="scores.csv"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def table(pre, post, **more):
    columns = {"code": [str(i) for i in range(len(pre))], "pre": pre, "post": post, **more}
    return pd.DataFrame(columns).astype({"pre": "float64", "post": "float64"})


def codes(read):
    return [problem.code for problem in read.problems]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (PLAIN, "utf-8"),
        (PLAIN, "utf-8-sig"),
        (PLAIN, "utf-16"),
        (PLAIN.replace(",", ";").replace(".", ","), "utf-8"),
        (PLAIN.replace(",", "\t"), "utf-8"),
        (PLAIN.replace("\n", "\r\n"), "utf-8"),
        (PLAIN.replace("code,pre,post", " Code ,PRE,Post"), "utf-8"),
        (PLAIN.replace("3,5", "٣,٥"), "utf-8"),
        ("sep=,\n" + PLAIN, "utf-8"),
        ("Results of March\n\n" + PLAIN, "utf-8"),
    ],
    ids=["plain", "bom", "utf-16", "decimal-comma", "tabs", "crlf", "capitals", "arabic-digits", "sep", "title"],
)
def test_the_same_table_however_it_was_saved(tmp_path, text, encoding):
    read = read_scores(write(tmp_path, text, encoding))
    assert read.problems == ()
    assert read.table["pre"].tolist() == [3.0, 4.0, 2.5]
    assert read.table["post"].tolist() == [5.0, 4.0, 7.0]


def test_workbook(tmp_path):
    path = tmp_path / "scores.xlsx"
    pd.DataFrame({"code": [1, 2], "pre": [3, None], "post": [4.5, 6]}).to_excel(path, index=False)
    read = read_scores(path)
    assert read.table["post"].tolist() == [4.5, 6.0]
    assert math.isnan(read.table["pre"][1])


def test_bad_rows_are_named_by_number_and_never_quoted(tmp_path):
    read = read_scores(write(tmp_path, PLAIN + "100030,Fatima,5\n100048,6,12\n100056,1,2,3\n"), max_score=10)
    assert codes(read) == ["scores-not-a-number", "scores-out-of-range", "scores-row-width"]
    assert [problem.where.line for problem in read.problems] == [5, 6, 7]
    assert not [p for p in read.problems if "Fatima" in p.message or "1000" in p.message]
    assert len(read.table) == 3


def test_missing_column_is_an_error_with_the_near_miss(tmp_path):
    read = read_scores(write(tmp_path, "code,pre,posst\n1,2,3\n"))
    assert read.table is None
    (problem,) = read.problems
    assert problem.code == "scores-column-missing"
    assert "posst" in problem.hint


def test_missing_file_and_empty_file(tmp_path):
    assert codes(read_scores(tmp_path / "none.csv")) == ["responses-file-missing"]
    assert codes(read_scores(write(tmp_path, ""))) == ["responses-empty"]
    assert codes(read_scores(write(tmp_path, "code,pre,post\n"))) == ["scores-nothing"]


def test_row_entered_twice_is_one_person_and_contradictions_make_no_pair(tmp_path):
    text = PLAIN + "100005,3,5\n100030,1,\n100030,,4\n100048,1,2\n100048,5,6\n"
    read = read_scores(write(tmp_path, text))
    assert sorted(codes(read)) == ["scores-code-merged", "scores-code-repeated"]
    counts = make_findings_from_scores(read.table).counts
    assert (counts.n_matched, counts.ambiguous, counts.n_pre) == (4, 2, 6)


def test_equal_codes_in_two_sessions_are_two_people(tmp_path):
    read = read_scores(write(tmp_path, "code,pre,post,session\n1,2,3,a\n1,5,6,b\n"))
    assert read.problems == ()
    assert len(read.table) == 2


def test_rows_without_a_code_are_people_of_their_own(tmp_path):
    read = read_scores(write(tmp_path, "code,pre,post\n,2,3\n,2,3\n"))
    assert codes(read) == ["scores-code-missing"]
    assert len(read.table) == 2


def test_only_columns_that_many_share_become_groups_unasked(tmp_path):
    rows = "".join(f"{i},1,2,{'fm'[i % 2]},Person {i},p{i}@example.org\n" for i in range(12))
    path = write(tmp_path, "code,pre,post,sex,note,email\n" + rows)
    read = read_scores(path)
    assert read.groups == ("sex",)
    assert read.dropped == ("note", "email")
    assert not {"note", "email"} & set(read.table.columns)
    assert read_scores(path, groups=["note"]).groups == ("note",)
    assert codes(read_scores(path, groups=["email"])) == ["scores-group-personal"]
    assert codes(read_scores(path, groups=["sx"])) == ["scores-group-missing"]


def test_sleep_data_as_r_has_them():
    # R: with(sleep, t.test(extra[group == 2], extra[group == 1], paired = TRUE)) and wilcox.test(…, paired = TRUE)
    change = findings_json(make_findings_from_scores(table(SLEEP_PRE, SLEEP_POST)))["change"]
    assert change["t"] == pytest.approx(4.0621277, abs=1e-7)
    assert change["df"] == 9
    assert change["p"] == pytest.approx(0.00283289, abs=1e-8)
    assert (change["ci_low"], change["ci_high"]) == pytest.approx((0.7001142, 2.4598858), abs=1e-7)
    assert change["mean_change"] == pytest.approx(1.58)
    assert change["wilcoxon_v"] == 45
    assert change["wilcoxon_p"] == 0.00390625  # 2 / 2^9: nine differences that are not zero, all of one sign
    assert "mean_change_pct" not in change


def test_percent_when_the_maximum_is_known():
    change = findings_json(make_findings_from_scores(table([2, 4, 6], [6, 6, 9]), max_score=10))["change"]
    assert change["mean_pre_pct"] == pytest.approx(40)
    assert change["mean_change_pct"] == pytest.approx(30)
    assert change["normalised_gain"] == pytest.approx(3 / 6)


def test_sessions_are_pooled_in_two_stages():
    # Means of changes 1, 2 and 3: mean 2, standard error 1/sqrt(3), so t = 2 sqrt(3) on 2 df.
    found = make_findings_from_scores(table([1] * 6, [2, 2, 2, 4, 3, 5], session=list("aabbcc")))
    assert found.pooled.mean_change == pytest.approx(2)
    assert found.pooled.t == pytest.approx(2 * math.sqrt(3))
    assert (found.pooled.df, found.pooled.sessions) == (2, 3)
    assert [g.change.mean_change for g in found.groups] == pytest.approx([1, 2, 3])


@pytest.mark.parametrize(
    ("pre", "post"),
    [([], []), ([3], [4]), ([3, 4], [4, 4]), ([1, 2, 3], [2, 3, 4]), ([math.nan] * 3, [math.nan] * 3),
     ([10] * 4, [10] * 4), ([math.nan] * 3, [1, 2, 3])],
    ids=["nobody", "one", "two", "same-change", "all-missing", "ceiling", "post-only"],
)  # fmt: skip
def test_edges_give_numbers_or_reasons_never_nan(pre, post):
    import json

    found = make_findings_from_scores(table(pre, post), max_score=10)
    text = json.dumps(findings_json(found), allow_nan=False)
    assert found.change.p is not None or found.change.reason
    assert '"change"' in text


def test_everybody_at_the_ceiling_is_flagged():
    found = make_findings_from_scores(table([10] * 12, [10] * 12), max_score=10)
    assert "no-change-possible" in [flag.kind for flag in found.flags]
    half = make_findings_from_scores(table([10, 10, 3, 4], [10, 9, 5, 6]), max_score=10)
    assert [(f.kind, f.values["share"]) for f in half.flags if f.kind == "ceiling"] == [("ceiling", 0.5)]


score = st.integers(0, 10)
people = st.lists(st.tuples(score, score, st.sampled_from("ab")), min_size=3, max_size=30)


def findings_of(rows):
    return make_findings_from_scores(
        table([r[0] for r in rows], [r[1] for r in rows], session=[r[2] for r in rows]), max_score=10
    )


def figures(found):
    change = findings_json(found)["change"]
    return {k: v for k, v in change.items() if isinstance(v, float)}


@settings(max_examples=20, deadline=None)
@given(people)
def test_order_of_rows_does_not_matter(rows):
    assert figures(findings_of(rows)) == pytest.approx(figures(findings_of(rows[::-1])))


@settings(max_examples=20, deadline=None)
@given(people)
def test_swapping_waves_flips_signs(rows):
    there = findings_of(rows).change
    back = findings_of([(post, pre, session) for pre, post, session in rows]).change
    assert back.mean_change == pytest.approx(-there.mean_change)
    for name in ("t", "hedges_g_av", "d_z"):
        a, b = getattr(there, name), getattr(back, name)
        assert (a is None) == (b is None)
        assert a is None or b == pytest.approx(-a)
    assert (there.p is None and back.p is None) or there.p == pytest.approx(back.p)


@settings(max_examples=20, deadline=None)
@given(people, score)
def test_unmatched_person_never_changes_paired_figures(rows, value):
    with_another = findings_of([*rows, (value, math.nan, "a")])
    alone = findings_of(rows)
    assert with_another.change == alone.change
    assert with_another.pooled == alone.pooled
    assert [g.change for g in with_another.groups if g.change.n] == [g.change for g in alone.groups]


def test_what_several_people_wrote_alike_is_no_group(tmp_path):
    rows = [f"{i},3,5,{'north' if i % 2 else 'south'},very good" for i in range(12)]
    read = read_scores(write(tmp_path, "code,pre,post,region,comments\n" + "\n".join(rows)))
    assert read.groups == ("region",)
    assert read.dropped == ("comments",)
