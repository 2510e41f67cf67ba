"""Harmonised indicators: definitions, figures over evaluated sessions, and nothing about few people."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from tests.findings_sample import change, findings
from toolkit.content.language import Language
from toolkit.content.workspace import built_in_workspace
from toolkit.evaluation.estimate.change import Change
from toolkit.evaluation.findings.json_form import findings_json
from toolkit.evaluation.findings.records import Counts, Findings, GroupFinding, RankFinding, ScaleFinding
from toolkit.evaluation.indicator_rows import indicators_csv
from toolkit.evaluation.indicator_sessions import load_sessions
from toolkit.evaluation.indicator_values import compute_indicators
from toolkit.evaluation.indicators import load_indicators
from toolkit.rendering.html import render_html
from toolkit.rendering.outlines.indicator_report import make_indicator_report

SHIPPED, _ = load_indicators(built_in_workspace())
BRIEF = {
    "title": "Before you leave", "audience": "refugees", "stage": "pre_departure", "origin": "GH", "destination": "CA",
    "dates": ["2026-03-02"], "group": {"size": 20, "women": 11, "men": 9},
}  # fmt: skip


def evaluation(n: int = 20, mean: float = 1.5, improved: int = 15, **more: object) -> Findings:
    made = replace(change(n), mean_change=mean, mean_change_pct=mean * 10)
    return findings(n, change=made, n_improved=improved, counts=Counts(n + 5, n, n), **more)


def write(root: Path, name: str, made: Findings | None = None, **brief: object) -> Path:
    folder = root / name
    folder.mkdir(parents=True)
    (folder / "evaluation.json").write_text(json.dumps(findings_json(made or evaluation())), encoding="utf-8")
    if brief != {"none": True}:
        data = {**BRIEF, "title": name, **brief}
        (folder / "brief.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    return folder


def table(root: Path, publish_at: int = 10):
    sessions, problems = load_sessions([root])
    return compute_indicators(sessions, SHIPPED, publish_at=publish_at), problems


def figure(made, indicator, by="", value=""):
    found = [r for r in made.rows if (r.indicator, r.by, r.value) == (indicator, by, value)]
    return found[0] if found else None


def test_the_shipped_definitions_are_complete():
    indicators, problems = load_indicators(built_in_workspace())
    assert problems == ()
    assert {i.level for i in indicators} == {"reach", "learning", "reaction", "behaviour"}
    assert len({i.id for i in indicators}) == len({i.measure for i in indicators}) == 12
    page = {i.id: i.baseline.value for i in indicators if i.baseline}
    # IOM migrant training facts and figures, 2011 (Annual Report, section 3.2).
    assert page == {"participants": 42664, "countries-with-training": 56, "nationalities": 42, "women-share": 47,
                    "resettlement-share": 72}  # fmt: skip


def test_wrong_definitions_are_reported_at_their_line(tmp_path):
    (tmp_path / "evaluation").mkdir()
    text = "good:\n  title: T\n  level: reach\n  measure: participants\n  unit: people\n  numerator: N\n  source: S\n"
    text += "bad:\n  title: T\n  level: reach\n  measure: partcipants\n  unit: people\n  numerator: N\n"
    (tmp_path / "evaluation" / "indicators.yaml").write_text(text, encoding="utf-8")
    indicators, problems = load_indicators(tmp_path)
    assert [i.id for i in indicators] == ["good"]
    assert {(p.where.line, p.code) for p in problems} >= {(11, "value-not-allowed")}
    assert all(p.where.path == "evaluation/indicators.yaml" for p in problems)


def test_reach_is_counted_from_briefs(tmp_path):
    write(tmp_path, "a")
    write(tmp_path, "b", evaluation(mean=2.5), audience="labour_migrants", destination="IT", origin="KE",
          dates=["2027-01-11"], group={"size": 30, "women": 12, "men": 18})  # fmt: skip
    made, problems = table(tmp_path)
    assert problems == ()
    assert figure(made, "participants").figure == 50
    assert figure(made, "participants", "sex", "women").figure == 23
    assert figure(made, "participants", "year", "2027").figure == 30
    assert figure(made, "women-share").figure == pytest.approx(46)
    assert figure(made, "resettlement-share").figure == pytest.approx(40)
    assert figure(made, "destination-share", "destination", "IT").figure == pytest.approx(60)
    assert figure(made, "countries-with-training").figure == figure(made, "nationalities").figure == 2
    assert figure(made, "women-share").reached is False


def test_learning_is_pooled_over_sessions_and_by_year(tmp_path):
    write(tmp_path, "a", evaluation(20, 1.0, 10))
    write(tmp_path, "b", evaluation(30, 2.0, 24))
    write(tmp_path, "c", evaluation(20, 3.0, 20), dates=["2027-01-11"])
    made, _ = table(tmp_path)
    total = figure(made, "mean-change")
    # Two-stage: mean of 10, 20 and 30 is 20; sd 10, t(0.975, 2) = 4.302653, so 20 ± 4.302653 × 10/√3.
    assert total.figure == pytest.approx(20)
    assert (total.low, total.high) == pytest.approx((20 - 24.841, 20 + 24.841), abs=1e-3)
    assert (total.sessions, total.n, total.reached) == (3, 70, True)
    assert figure(made, "mean-change", "year", "2026").figure == pytest.approx(15)
    assert figure(made, "mean-change", "year", "2027").low is None
    assert figure(made, "improved-share").figure == pytest.approx(100 * 54 / 70)
    assert figure(made, "match-rate").figure == pytest.approx(100)
    assert figure(made, "mean-change", "sex", "women").sessions == 3


def test_reaction_counts_answers_above_the_middle(tmp_path):
    shares = (0.1, 0.1, 0.2, 0.4, 0.2)
    scales = (ScaleFinding("reaction", "s", ("r",), 0, 40, Change(0), (), shares, people=20),
              ScaleFinding("reaction", "few", ("q",), 0, 4, Change(0), (), (0, 0, 0, 0, 1.0), people=4))  # fmt: skip
    write(tmp_path, "a", evaluation(scales=scales))
    made, _ = table(tmp_path)
    assert figure(made, "satisfaction").figure == pytest.approx(60)
    assert figure(made, "behaviour").reason == "no-data"


def test_small_and_withheld_sessions_do_not_count(tmp_path):
    write(tmp_path, "a", evaluation(20, 1.0))
    write(tmp_path, "small", evaluation(6, 5.0))
    write(tmp_path, "kept", evaluation(20, 9.0, suppressed="sensitive"))
    made, _ = table(tmp_path)
    assert figure(made, "mean-change").figure == pytest.approx(10)
    assert figure(made, "mean-change").sessions == 1
    inside, _ = table(tmp_path, publish_at=5)
    assert figure(inside, "mean-change").sessions == 2


def test_few_people_are_not_counted_out_and_cannot_be_found_by_subtraction(tmp_path):
    write(tmp_path, "a", group={"size": 40, "women": 36, "men": 4})
    made, _ = table(tmp_path)
    shown = {row.value: row.figure for row in made.rows if row.by == "sex" and row.indicator == "participants"}
    assert figure(made, "participants").figure == 40
    assert shown == {"women": None, "men": None}
    assert figure(made, "women-share").reason == "small"
    rows = list(csv.DictReader(io.StringIO(indicators_csv(made))))
    assert not [r for r in rows if r["by"] == "sex" and r["indicator"] == "participants" and (r["figure"] or r["n"])]


def test_groups_that_a_session_kept_back_stay_back(tmp_path):
    groups = (GroupFinding("sex", "women", Counts(0, 0, 0), Change(0), "small"),
              GroupFinding("sex", "men", Counts(15, 15, 15), change(15)))  # fmt: skip
    write(tmp_path, "a", evaluation(groups=groups))
    made, _ = table(tmp_path)
    assert figure(made, "mean-change", "sex", "women") is None
    assert figure(made, "mean-change", "sex", "men").n == 15


def test_a_session_without_brief_counts_its_answers(tmp_path):
    write(tmp_path, "a", None, none=True)
    made, problems = table(tmp_path)
    assert [p.code for p in problems] == ["indicators-brief-missing"]
    assert figure(made, "participants").figure == 25
    assert figure(made, "women-share").reason == "no-data"


def test_the_brief_of_the_folder_above_is_used(tmp_path):
    write(tmp_path, "pack")
    (tmp_path / "pack" / "evaluated").mkdir()
    (tmp_path / "pack" / "evaluation.json").rename(tmp_path / "pack" / "evaluated" / "evaluation.json")
    made, problems = table(tmp_path)
    assert problems == ()
    assert figure(made, "participants").figure == 20


def test_broken_doubled_and_missing_evaluations_are_reported(tmp_path):
    sessions, problems = load_sessions([tmp_path])
    assert sessions == ()
    assert [p.code for p in problems] == ["indicators-no-sessions"]
    same = evaluation()
    for name in ("a", "b"):
        write(tmp_path, name, same)
    for name, text in (("c", "{"), ("d", "[]"), ("e", '{"counts": 3, "change": {}}')):
        (tmp_path / name).mkdir()
        (tmp_path / name / "evaluation.json").write_text(text, encoding="utf-8")
    sessions, problems = load_sessions([tmp_path, tmp_path / "a"])
    assert len(sessions) == 1
    codes = sorted(p.code for p in problems)
    assert codes == ["indicators-session-twice", *["indicators-session-unreadable"] * 3]


def test_impossible_numbers_in_a_brief_are_reported(tmp_path):
    write(tmp_path, "a", group={"size": 20, "women": 18, "men": 9})
    made, problems = table(tmp_path)
    assert [p.code for p in problems] == ["indicators-brief-overfull"]
    assert figure(made, "women-share").reason == "no-data"


def test_strange_values_in_a_file_are_no_figures(tmp_path):
    folder = tmp_path / "a"
    folder.mkdir()
    data = {"counts": {"n_pre": "x", "n_post": True}, "change": {"n": 20, "mean_change_pct": None, "n_improved": []},
            "groups": {"by": 1}, "scales": [3, {"construct": "reaction", "post_shares": ["a"], "n_post": 20}],
            "objectives": [{"improved": "yes"}], "disclosure": None}  # fmt: skip
    (folder / "evaluation.json").write_text(json.dumps(data), encoding="utf-8")
    made, _ = table(tmp_path)
    assert all(row.figure is None or row.indicator == "participants" for row in made.rows)


def test_no_session_at_all_gives_a_table_without_figures():
    made = compute_indicators((), SHIPPED)
    assert all(row.figure is None for row in made.rows)
    assert "no data" in render_html(make_indicator_report(made, Language("en")))


def test_csv_and_document_say_the_same(tmp_path):
    for name, year in (("a", "2026"), ("b", "2027")):
        write(tmp_path, name, evaluation(20, 2.0 if name == "a" else 3.0), dates=[f"{year}-05-04"])
    made, _ = table(tmp_path)
    rows = list(csv.DictReader(io.StringIO(indicators_csv(made))))
    assert len(rows) == len(made.rows)
    total = next(r for r in rows if r["indicator"] == "mean-change" and not r["by"])
    assert (float(total["figure"]), total["unit"], float(total["target"])) == (25, "percentage points", 15)
    page = render_html(make_indicator_report(made, Language("en")))
    assert "+25.0 (" in page
    assert "n = 40, 2 sessions" in page
    for word in ("None", "NaN", "nan<"):
        assert word not in page + indicators_csv(made)


def test_text_in_the_csv_cannot_start_a_formula(tmp_path):
    groups = (GroupFinding("sex", "=cmd()", Counts(15, 15, 15), change(15)),)
    write(tmp_path, "a", evaluation(groups=groups))
    made, _ = table(tmp_path)
    assert all(not cell.startswith("=") for row in csv.reader(io.StringIO(indicators_csv(made))) for cell in row)


def test_scores_alone_are_enough(tmp_path):
    made = Findings("", "", "", 10, 10, Counts(15, 15, 15), change(15), RankFinding(15), n_improved=12)
    write(tmp_path, "a", made)
    assert figure(table(tmp_path)[0], "improved-share").figure == pytest.approx(80)
