"""Findings of answers: figures by hand, flags, feedback and what a small group keeps to itself."""

import json
from dataclasses import replace

import pandas as pd
import pytest

from toolkit.content.records import ResponseOption
from toolkit.content.text import Text
from toolkit.evaluation.findings.feedback import curriculum_feedback, needs_from_findings, needs_yaml
from toolkit.evaluation.findings.json_form import findings_json
from toolkit.evaluation.findings.make import make_findings, make_findings_from_scores
from toolkit.evaluation.findings.protect import protect_findings
from toolkit.evaluation.findings.tidy import COLUMNS, tidy_table
from toolkit.evaluation.instrument import Instrument
from toolkit.evaluation.items import Item
from toolkit.evaluation.matching import match_waves
from toolkit.problems import Place

CHOICES = tuple(ResponseOption(c, Text(c), unknown=c == "dk") for c in ("a", "b", "dk"))
STEPS = tuple(ResponseOption(str(n), Text(str(n))) for n in range(1, 6))


def item(name, objective="o-1", module="m-1", **more):
    values = {
        "construct": "knowledge", "level": "recall", "waves": ("pre", "post"), "type": "single-choice",
        "literacy": "functional", "scale": "", "options": CHOICES, "key": ("a",), "stem": (), "feedback": (),
        "source": "", "seconds": 45, "place": Place(""),
    }  # fmt: skip
    return Item(item_id=name, module=module, objective=objective, **(values | more))


def rating(name, waves=("pre", "post"), construct="confidence"):
    return item(
        name, construct=construct, level="confidence", type="rating", scale="five", options=STEPS, key=(), waves=waves
    )


def instrument(*items):
    return Instrument("test", "Test", "all", items, "20260101-00000000")


def table(pre, post, items, **more):
    """Each wave is a list of one string a person, with an answer for each item ("-" for none)."""
    rows = []
    for wave, people in (("pre", pre), ("post", post)):
        for number, answers in enumerate(people):
            if answers is not None:
                cells = {
                    i.item_id: None if a == "-" else {"?": "dk"}.get(a, a) for i, a in zip(items, answers, strict=True)
                }
                more_cells = {name: values[number] for name, values in more.items()}
                code = f"{number * 7919:06d}"
                rows.append(
                    {"session": "s", "wave": wave, "code": code, "row": number + 2, "source": wave} | more_cells | cells
                )
    return pd.DataFrame(rows)


def findings(pre, post, items, taught=None, groups=(), **more):
    answers = table(pre, post, items, **more)
    return make_findings(instrument(*items), answers, match_waves(answers), taught=taught, groups=groups)


TWO = (item("q-1"), item("q-2", "o-2", "m-2"))
# Ten people: q-1 goes from 4 to 9 right (5 gained, none lost), q-2 stays at 5 (2 gained, 2 lost).
PRE = ["aa", "aa", "aa", "ab", "ba", "ba", "bb", "bb", "?b", "-b"]
POST = ["aa", "aa", "ab", "ab", "ab", "aa", "aa", "aa", "ab", "bb"]


def test_items_by_hand():
    first, second = findings(PRE, POST, TWO).items
    assert (first.n_matched, first.pre_correct, first.post_correct) == (10, 0.4, 0.9)
    assert first.mcnemar_exact_p == pytest.approx(2 / 2**5)
    assert first.mcnemar_mid_p == pytest.approx(1 / 2**5)
    assert (first.dont_know_pre, first.dont_know_post) == (0.1, 0.0)
    assert second.change == 0
    assert second.mcnemar_exact_p == 1


def test_total_objectives_and_modules_by_hand():
    found = findings(PRE, POST, TWO)
    assert found.max_score == 2
    assert found.change.mean_pre == pytest.approx(0.9)
    assert found.change.mean_post == pytest.approx(1.4)
    objective = found.objectives[0]
    assert (objective.change.mean_pre, objective.change.mean_post) == pytest.approx((40, 90))
    assert [o.improved for o in found.objectives] == [True, False]
    modules = {g.value: g.change.mean_change for g in found.groups if g.by == "module"}
    assert modules == pytest.approx({"m-1": 0.5, "m-2": 0})


def test_holm_within_each_module():
    items = (item("q-1"), item("q-2"), item("q-3", module="m-2"))
    found = findings(["bbb"] * 6, ["aab"] * 5 + ["aba"], items)
    first, second, third = found.items
    assert first.holm_p == pytest.approx(2 * first.mcnemar_mid_p)
    assert second.holm_p == pytest.approx(max(second.mcnemar_mid_p, first.holm_p))
    assert third.holm_p == pytest.approx(third.mcnemar_mid_p)


def test_ratings_of_the_same_people_and_reactions_of_everybody():
    items = (*TWO, rating("q-sure"), rating("q-nice", ("post",), "reaction"))
    found = findings([f"{a}{n}-" for a, n in zip(PRE, "1122334455", strict=True)],
                     [f"{a}{n}5" for a, n in zip(POST, "2233445555", strict=True)], items)  # fmt: skip
    sure, nice = found.scales
    assert (sure.construct, sure.people, sure.n_pre) == ("confidence", 10, 10)
    assert sure.change.mean_change == pytest.approx(0.8)
    assert sure.pre_shares == pytest.approx((0.2,) * 5)
    assert (nice.n_pre, nice.n_post, nice.post_shares) == (0, 10, (0, 0, 0, 0, 1))


def test_audience_is_a_group_without_asking_and_others_when_asked():
    found = findings(PRE, POST, TWO, groups=("sex",), audience=list("xxxxxyyyyy"), sex=list("fm" * 5))
    assert [(g.by, g.value, g.counts.n_matched) for g in found.groups[1:5]] == [
        ("audience", "x", 5), ("audience", "y", 5), ("sex", "f", 5), ("sex", "m", 5),
    ]  # fmt: skip


def test_practice_is_recalled_where_a_module_was_not_taught():
    pre, post = ["bb"] * 12, ["aa"] * 11 + ["ab"]
    about = [f.about for f in findings(pre, post, TWO, taught=["m-1"]).flags if f.kind == "practice-effect"]
    assert about == ["", "m-2", "q-2"]
    assert "practice-effect" not in [f.kind for f in findings(pre, pre, TWO, taught=[]).flags]


def test_weak_items_only_from_fifty_people():
    items = tuple(item(f"q-{n}") for n in range(4))
    good, bad = "aaab", "bbba"
    many = findings([bad] * 50, [good, bad] * 25, items)
    assert {f.about for f in many.flags if f.kind == "check-key"} == {"q-3"}
    few = findings([bad] * 49, [good] * 25 + [bad] * 24, items)
    assert not [f for f in few.flags if f.kind in ("check-key", "weak-item")]


def test_people_without_a_pair():
    found = findings([*PRE, "bb", "bb", "aa"], [*POST, None, None, None], TWO)
    assert found.change == findings(PRE, POST, TWO).change
    assert (found.counts.n_matched, found.counts.n_pre) == (10, 13)
    assert found.unmatched.n_unmatched_pre == 3
    nobody = findings(["aa"] * 3, [None] * 3, TWO)
    assert nobody.change.reason == "no-pairs"
    assert [f.kind for f in nobody.flags] == ["unmatched"]


def test_order_of_rows_does_not_matter():
    answers = table(PRE, POST, TWO)
    turned = answers.iloc[::-1].reset_index(drop=True)
    one, other = (make_findings(instrument(*TWO), t, match_waves(t)) for t in (answers, turned))
    assert one.items == other.items
    assert one.change.mean_change == pytest.approx(other.change.mean_change)


def test_feedback_and_needs():
    found = findings(PRE, POST, TWO)
    rows = curriculum_feedback(found, None)
    assert [(r.module, r.objective, r.verdict) for r in rows] == [
        ("m-1", "", "improved"), ("m-1", "o-1", "improved"),
        ("m-2", "", "not-improved"), ("m-2", "o-2", "not-improved"),
    ]  # fmt: skip
    assert needs_from_findings(found) == {"o-1": 1.2, "o-2": 1.0}
    known = findings(["ab"] * 10, ["ab"] * 10, TWO)
    assert needs_from_findings(known) == {"o-1": 0.0, "o-2": 2.0}
    assert "needs:\n  o-1: 1.2\n" in needs_yaml(found)


def test_small_results_keep_their_figures_but_not_their_keys():
    found = findings(PRE[:7], POST[:7], TWO)
    shown = findings_json(protect_findings(found))
    assert shown["counts"]["n_matched"] == 7
    assert shown["change"]["mean_change"] is None
    assert shown["change"].keys() == findings_json(found)["change"].keys()
    assert {i["pre_correct"] for i in shown["items"]} == {None}
    assert shown["disclosure"]["suppressed"] == "small"
    assert findings_json(protect_findings(found, internal=True))["change"]["mean_change"] is not None
    four = protect_findings(findings(PRE[:4], POST[:4], TWO), internal=True)
    assert four.change.mean_change is None


def scores(sizes, **more):
    session = [name for name, n in sizes.items() for _ in range(n)]
    n = len(session)
    columns = {
        "pre": [float(i % 7) for i in range(n)],
        "post": [float(i % 5 + 2) for i in range(n)],
        "session": session,
    }
    return pd.DataFrame(columns | {name: [of(s) for s in session] for name, of in more.items()})


def withheld(found, by="session"):
    return {g.value: g.suppressed for g in found.groups if g.by == by and g.suppressed}


def test_a_small_session_is_hidden_with_another():
    found = protect_findings(make_findings_from_scores(scores({"a": 30, "b": 12, "c": 4})))
    assert withheld(found) == {"b": "complementary", "c": "small"}
    assert found.pooled.mean_change is None
    hidden = next(g for g in findings_json(found)["groups"] if g["value"] == "c")
    assert set(hidden["counts"].values()) == {None}
    assert hidden["change"]["n"] is None


def test_groups_that_add_up_to_another_column_are_hidden_too():
    made = make_findings_from_scores(
        scores({"a": 30, "b": 12, "c": 4, "d": 20}, audience=lambda s: "x" if s in "ab" else "y")
    )
    found = protect_findings(made)
    # c (4) and the cheapest other session are hidden; were only a session of y hidden, c would be y less the others.
    assert "c" in withheld(found)
    assert len(withheld(found)) >= 2


def test_many_sessions_are_protected_like_few():
    sizes = {f"s{i:04d}": 12 for i in range(1000)} | {"tiny": 3}
    hidden = withheld(protect_findings(make_findings_from_scores(scores(sizes))))
    assert hidden["tiny"] == "small"
    assert 2 <= len(hidden) <= 5


def test_figures_of_few_unmatched_people_cannot_be_subtracted():
    made = findings([*PRE, "bb"], [*POST, None], TWO)
    found = protect_findings(made)
    assert made.unmatched.mean_change is not None
    assert found.unmatched.mean_change is None
    assert found.unmatched.n_unmatched_pre == 1


def test_sensitive_item_that_nearly_all_answer_alike_is_hidden_with_another():
    items = (item("q-1", sensitive=True), item("q-2"), item("q-3"))
    found = protect_findings(findings(["aab"] * 5 + ["aba"] * 7, ["aaa"] * 9 + ["abb"] * 3, items))
    assert [i.suppressed for i in found.items] == ["sensitive", "complementary", ""]
    assert found.change.mean_change is not None
    assert found.guessing is None, "with the total, it would be a second equation of the two hidden items"
    assert found.objectives[0].suppressed == ""
    alone = (item("q-1", "o-1", sensitive=True), item("q-2", "o-2"), item("q-3", "o-3", "m-2"))
    found = protect_findings(findings(["aab"] * 5 + ["aba"] * 7, ["aaa"] * 9 + ["abb"] * 3, alone))
    assert [i.suppressed for i in found.items] == ["sensitive", "complementary", ""]
    assert [o.suppressed for o in found.objectives] == ["complementary", "complementary", ""]
    assert [g.suppressed for g in found.groups if g.by == "module"] == ["complementary", ""]


def test_json_has_the_keys_of_the_contract():
    found = findings_json(protect_findings(findings(PRE, POST, TWO)))
    text = json.dumps(found, allow_nan=False)
    assert json.loads(text) == found
    assert {"counts", "change", "items", "reliability", "disclosure", "objectives", "scales", "groups"} < set(found)
    assert {"n_pre", "n_post", "n_matched"} <= set(found["counts"])
    assert {"mean_pre", "mean_post", "mean_change", "ci_low", "ci_high", "t", "df", "p", "hedges_g_av",
            "hedges_g_av_ci", "d_z", "wilcoxon_v", "wilcoxon_p", "rank_biserial", "normalised_gain",
            "mean_pre_pct", "mean_post_pct", "mean_change_pct", "ci_low_pct",
            "ci_high_pct"} <= set(found["change"])  # fmt: skip
    assert {"item_id", "n_matched", "pre_correct", "post_correct", "change_ci", "mcnemar_exact_p",
            "mcnemar_mid_p"} <= set(found["items"][0])  # fmt: skip
    assert {"alpha", "alpha_ci", "omega"} <= set(found["reliability"])


def test_tidy_table_has_a_row_for_each_subject():
    found = protect_findings(findings(PRE, POST, TWO))
    tidy = tidy_table(found)
    assert list(tidy.columns) == list(COLUMNS)
    assert tidy["what"].tolist() == ["total", *["objective"] * 2, *["item"] * 2, *["group"] * 3]
    assert tidy_table(replace(found, title="=1+1")).notna()["what"].all()


def test_sensitivities_stand_beside_the_change():
    """Two options each: a wrong answer costs a point, "I don't know" and a blank nothing."""
    found = findings(PRE, POST, TWO)
    by_hand = lambda answers: sum({"a": 1, "b": -1}.get(a, 0) for a in answers)  # noqa: E731
    assert found.guessing.mean_pre == pytest.approx(sum(map(by_hand, PRE)) / 10)
    assert found.guessing.mean_post == pytest.approx(sum(map(by_hand, POST)) / 10)
    assert found.ranks.pratt_p >= found.ranks.p
    nobody = findings(["aa", "ab", "bb"] + [None] * 3, [None] * 3 + ["aa", "ab", "aa"], TWO)
    assert nobody.unmatched.method == "welch"
    assert 0 < nobody.unmatched.mann_whitney_p <= 1
    shown = findings_json(protect_findings(found))
    assert shown["guessing"]["mean_change"] == pytest.approx(found.guessing.mean_change)
    assert findings_json(protect_findings(findings(PRE[:7], POST[:7], TWO)))["guessing"] is None
    ratings = findings(["1"] * 12, ["2"] * 12, (rating("q-sure"),))
    assert ratings.guessing is None
