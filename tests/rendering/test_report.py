"""The evaluation report: plain sentences with n and interval, nothing missing, nothing that must not be shown."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

import toolkit.content.language as language_layer
from tests.findings_sample import change, findings, item, objective
from tests.rendering.test_documents_makers import Everything, text_of, walk
from tests.session_sample import content, with_words
from toolkit.content.language import Language
from toolkit.evaluation.estimate.change import Change, estimate_change
from toolkit.evaluation.findings.feedback import FeedbackRow
from toolkit.evaluation.findings.records import (
    Counts,
    DisclosureNote,
    Findings,
    Flag,
    GroupFinding,
    Pooled,
    RankFinding,
    Reliability,
    ScaleFinding,
    Unmatched,
)
from toolkit.problems import Place
from toolkit.rendering.docx import render_docx
from toolkit.rendering.html import render_html
from toolkit.rendering.outline import ChartNode, Document
from toolkit.rendering.outlines.report import make_report, report_sentences
from toolkit.rendering.outlines.report_feedback import make_feedback_nodes
from toolkit.rendering.outlines.report_sentences import headline_sentence
from toolkit.rendering.pdf import render_pdf

ENGLISH = Language("en")
NAN = float("nan")
NOT_A_NUMBER = re.compile(r"\b(nan|none|null|inf)\b", re.IGNORECASE)


def all_words(record) -> list[str]:
    """Every string in a document, charts and alternative texts included."""
    if isinstance(record, str):
        return [record]
    if isinstance(record, tuple):
        return [word for part in record for word in all_words(part)]
    if is_dataclass(record):
        return [word for field in fields(record) for word in all_words(getattr(record, field.name))]
    return []


def nobody(n: int = 0) -> Findings:
    """n people in both tests, and nothing protected: the report must hold by itself."""
    return findings(
        n,
        ranks=RankFinding(n, reason="no-pairs"),
        bootstrap_ci=None,
        reliability=Reliability(n, 3, reason="too-few-people"),
        unmatched=Unmatched(reason="too-few-people"),
        pooled=Pooled(1, n, reason="one-session"),
    )


def suppressed() -> Findings:
    full = findings()
    empty = Change(n=0, max_score=10)
    return replace(
        full,
        counts=Counts(6, 7, 5),
        change=Change(n=5, max_score=10),
        ranks=RankFinding(0, reason="suppressed"),
        bootstrap_ci=None,
        n_improved=None,
        n_same=None,
        n_worse=None,
        pooled=None,
        reliability=Reliability(5, 4, reason="too-few-people"),
        unmatched=Unmatched(reason="suppressed"),
        objectives=tuple(replace(o, change=empty, improved=None, suppressed="small") for o in full.objectives),
        items=tuple(item(i.item_id, 0, 0, 5, pre_correct=None, post_correct=None, change=None, change_ci=None,
                         suppressed="small") for i in full.items),
        scales=tuple(ScaleFinding(s.construct, s.scale, s.items, 0, 0, empty, suppressed="small") for s in full.scales),
        groups=tuple(GroupFinding(g.by, g.value, Counts(0, 0, 0), empty, "small") for g in full.groups),
        disclosure=(DisclosureNote("all", "small"),),
        suppressed="small",
    )  # fmt: skip


def undefined() -> Findings:
    """Numbers that are NaN although they must not be, and None wherever a record allows it."""
    broken = Change(n=20, max_score=10, mean_pre=NAN, mean_post=NAN, mean_change=NAN, ci_low=NAN, ci_high=NAN, p=NAN)
    return findings(
        20,
        change=broken,
        ranks=RankFinding(20, NAN, NAN, NAN),
        bootstrap_ci=(NAN, NAN),
        n_improved=None,
        pooled=Pooled(2, 40, NAN, NAN, NAN, NAN, NAN, NAN),
        reliability=Reliability(20, 4, NAN, (NAN, NAN)),
        unmatched=Unmatched("welch", NAN, NAN, NAN, NAN, NAN, (NAN, NAN), NAN, 20, 20),
        counts=Counts(20, 20, 20, match_rate=NAN),
        objectives=(replace(objective("o-parts", 40, 60), change=broken),),
        items=(item("q1", NAN, NAN, 20), item("q2", 0.4, 0.5, 20, change=None, change_ci=None)),
        scales=(ScaleFinding("confidence", "x", ("c",), 20, 20, broken, (NAN, 0.5), (NAN, NAN)),),
        groups=(GroupFinding("sex", "", Counts(20, 20, 20), broken),),
    )


CASES = {
    "full": findings,
    "nobody": nobody,
    "one": lambda: nobody(1),
    "two": lambda: nobody(2),
    "suppressed": suppressed,
    "undefined": undefined,
    "same": lambda: findings(12, change=estimate_change([3] * 12, [5] * 12, max_score=10), n_improved=12),
    "ceiling": lambda: findings(12, change=estimate_change([10] * 12, [10] * 12, max_score=10), n_improved=0),
    "scores": lambda: Findings("", "", "", 10, None, Counts(12, 12, 12), change(12, most=None), RankFinding(12),
                               n_improved=9),
    "nothing": lambda: Findings("", "", "", 10, None, Counts(0, 0, 0, sessions=0), Change(0, reason="no-pairs"),
                                RankFinding(0, reason="no-pairs")),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_there_is_never_an_empty_figure_on_the_page(case):
    document = make_report(CASES[case](), ENGLISH, content=content())
    for words in all_words(document):
        assert not NOT_A_NUMBER.search(words.replace("none.", "").replace("all or none", "").replace("null", "")), words
    for table in (part for part in walk(document) if type(part).__name__ == "TableNode"):
        assert all(cell.body for row in table.rows for cell in row)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_case_can_be_printed_edited_and_shown(case, language, tmp_path):
    document = make_report(CASES[case](), Language(language), content=content())
    render_pdf(document, tmp_path / "r.pdf")
    render_docx(document, tmp_path / "r.docx")
    page = render_html(document, full_page=True)
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    assert f'dir="{document.direction}"' in page
    assert "NaN" not in page


def test_the_headline_is_the_plain_sentence():
    made = estimate_change([4, 5, 3, 6, 4, 5, 2, 4, 5, 6, 3, 4, 5, 4, 5],
                           [7, 7, 5, 8, 6, 7, 5, 6, 5, 9, 5, 6, 5, 7, 5], max_score=10)  # fmt: skip
    words = headline_sentence(findings(change=made, n_improved=12), ENGLISH)
    assert words == (
        "12 of 15 people answered more questions correctly after the session; on average "
        f"{made.mean_change:.1f} more of 10, likely between {made.ci_low:.1f} and {made.ci_high:.1f}."
    )


def test_scores_without_questions_speak_of_scores():
    words = headline_sentence(findings(items=(), max_score=None), ENGLISH)
    assert words.startswith("12 of 15 people scored higher after the session; on average ")
    assert "points more, likely between" in words


def test_an_interval_that_holds_zero_says_so():
    made = replace(change(15), mean_change=0.3, ci_low=-0.4, ci_high=1.0)
    assert headline_sentence(findings(change=made), ENGLISH).endswith(
        "on average the change was +0.3 of 10, likely -0.4 to +1.0, so there may be no change at all."
    )


def test_a_fall_is_called_fewer():
    made = replace(change(15), mean_change=-1.2, ci_low=-2.0, ci_high=-0.4)
    words = headline_sentence(findings(change=made), ENGLISH)
    assert words.endswith("on average 1.2 fewer of 10, likely between 0.4 and 2.0.")


def test_it_is_a_change_and_never_an_effect():
    for case in CASES.values():
        words = text_of(make_report(case(), ENGLISH)).lower()
        assert "effect" not in words
        assert "change" in words


def test_figures_about_few_people_are_not_printed_even_when_nobody_protected_them():
    small = findings(4, publish_at=10)
    words = " ".join(all_words(make_report(small, ENGLISH, content=content())))
    for figure in (small.change.mean_change, small.change.ci_low, small.objectives[0].change.mean_pre):
        assert f"{figure:.1f}" not in re.sub(r"\+0\.4|\+2\.0|\+1\.\d|-1\.0|\+2\.\d|\+0\.8|\+3\.0", "", words)
    assert "Not shown: fewer than 10 people." in words


def test_every_shown_estimate_has_its_interval_and_n():
    document = make_report(findings(), ENGLISH, content=content())
    charts = [part for part in walk(document) if isinstance(part, ChartNode)]
    rows = [row for chart in charts for row in getattr(chart.chart, "rows", ())]
    assert rows
    assert all("n = 15" in row.text or "15 answers" in row.text for row in rows)
    assert all(re.search(r"\([+-]\d+ to [+-]\d+\)", row.text) for row in rows if hasattr(row, "before"))


def test_what_was_kept_back_is_named_with_its_reason():
    notes = (
        DisclosureNote("session: Kumasi", "small"),
        DisclosureNote("item: q5", "sensitive"),
        DisclosureNote("objective: o-parts", "complementary"),
        DisclosureNote("pooled", "complementary"),
    )
    words = text_of(make_report(findings(disclosure=notes), ENGLISH, content=content()))
    assert "By session · Kumasi: Not shown: fewer than 10 people." in words
    assert "Question · q5: Not shown: all or none gave the same answer" in words
    assert "Learning objective · Explain o-parts.: Not shown: together with other figures" in words
    assert "The figure over all sessions: Not shown" in words


def test_flags_and_item_advice_are_sentences_with_a_next_step():
    flags = (Flag("check-key", "q3"), Flag("practice-effect"), Flag("weak-item", "q4", {"advice": "too-easy revise"}))
    words = text_of(make_report(findings(flags=flags), ENGLISH))
    assert "q3: People who did well otherwise got it wrong more often: check its key." in words
    assert "q4: Almost everybody gets it right: it cannot show a change. It does not tell" in words
    assert "second time" in words


def test_feedback_leads_to_the_line_of_the_module():
    place = Place("curricula/labour-migrants/contract.md", 41)
    rows = [
        FeedbackRow("contract", "", "", place, "unclear"),
        FeedbackRow("contract", "o-parts", "", place, "not-improved", 15, 40, 44, 4, -6, 14, {"q1": ("revise",)}),
        FeedbackRow("contract", "o-new", "", place, "untested"),
    ]
    nodes = make_feedback_nodes(rows, findings(), ENGLISH, content=content())
    words = text_of(make_report(findings(), ENGLISH, content=content(), feedback=nodes))
    assert "What to change in the curriculum" in words
    assert "curricula/labour-migrants/contract.md:41" in words
    assert "+4 points (-6 to +14), n = 15" in words
    assert "Write a question for it" in words
    assert make_feedback_nodes((), findings(), ENGLISH) == ()


def test_words_from_outside_are_escaped_in_html():
    wicked = '<script>alert("x")</script>'
    groups = (GroupFinding("sex", wicked, Counts(15, 15, 15), change(15)),)
    scales = (replace(findings().scales[0], construct=wicked),)
    made = findings(title=wicked, groups=groups, scales=scales, objectives=(objective(wicked, 40, 60),))
    page = render_html(make_report(made, ENGLISH))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_every_picture_has_its_sentence_as_alternative_text(tmp_path):
    import docx

    document = make_report(findings(), ENGLISH, content=content())
    alts = [part.alt for part in walk(document) if isinstance(part, ChartNode)]
    assert len(alts) == 3
    assert all(len(alt) > 40 for alt in alts)
    render_docx(document, tmp_path / "r.docx")
    shapes = docx.Document(str(tmp_path / "r.docx")).inline_shapes
    assert [shape._inline.docPr.get("descr") for shape in shapes] == alts
    page = render_html(document)
    assert page.count("<desc") == page.count('role="img"') == 3


def test_many_objectives_make_several_charts():
    many = tuple(objective(f"o-{i}", 40, 60, seed=i) for i in range(20))
    document = make_report(findings(objectives=many, scales=()), ENGLISH)
    counts = [len(p.chart.rows) for p in walk(document) if isinstance(p, ChartNode) and hasattr(p.chart, "rows")]
    assert counts == [7, 7, 6]


def test_arabic_runs_from_right_to_left():
    document = make_report(findings(), Language("ar"))
    assert document.direction == "rtl"
    assert "\u2067" in render_html(document)


def test_the_short_form_for_a_terminal():
    lines = report_sentences(findings(), ENGLISH)
    assert len(lines) == 3
    assert lines[1].startswith("18 people answered before the session and 17 people after it; 15 people are in both.")


def _greek(record):
    """Findings whose every word is Greek, so that a Latin letter on the page is a stray word of ours."""
    letters = re.compile("[A-Za-z]")
    ids = {"title", "instrument", "version", "value", "about", "objective", "module", "item_id"}

    def change_words(part):
        if isinstance(part, tuple):
            return tuple(change_words(p) for p in part)
        if not is_dataclass(part):
            return part
        made = {f.name: change_words(getattr(part, f.name)) for f in fields(part)}
        for name in ids & set(made):
            if isinstance(made[name], str):
                made[name] = letters.sub("λ", made[name])
        return replace(part, **made)

    return change_words(record)


@pytest.mark.parametrize("case", ["full", "suppressed", "nobody"])
def test_every_word_is_data_or_was_translated(case, monkeypatch):
    monkeypatch.setattr(language_layer, "_words", lambda tag: language_layer._Words(Everything()))
    given = CASES[case]()
    notes = tuple(DisclosureNote(w, "small") for w in ("item: λ", "objective: λ", "pooled", "all", "session: λ"))
    made = replace(_greek(given), disclosure=notes)
    document = make_report(made, Language("el"), content=with_words(content(), lambda w: re.sub("[A-Za-z]", "λ", w)))
    strays = [_outside(words) for words in _shown(document)]
    assert not [words for words in strays if re.search("[A-Za-z]", words)]


def _outside(words: str) -> str:
    """What is left when everything translated, innermost first, and citations are taken away."""
    before = ""
    while before != words:
        before, words = words, re.sub("⟦[^⟦⟧]*⟧", "", words)
    return words


def _shown(document: Document) -> list[str]:
    from toolkit.rendering.outline import Span

    own = [document.title, document.subtitle, document.footer, document.page_of]
    own += [part.text for part in walk(document) if isinstance(part, Span)]
    for node in (part for part in walk(document) if isinstance(part, ChartNode)):
        own += [node.alt, *all_words(node.chart)]
    return own


def test_no_path_of_this_computer_is_in_the_report():
    assert str(Path.cwd()) not in render_html(make_report(findings(), ENGLISH, content=content()))
