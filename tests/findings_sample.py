"""Findings made by hand, of one or a few people or of a whole session, for tests of what is drawn from them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from toolkit.evaluation.estimate.change import Change, estimate_change
from toolkit.evaluation.findings.records import (
    Counts,
    DisclosureNote,
    Findings,
    Flag,
    GroupFinding,
    ItemFinding,
    ObjectiveFinding,
    Pooled,
    RankFinding,
    Reliability,
    ScaleFinding,
    Unmatched,
)


def change(n: int = 15, before: float = 4.5, after: float = 6.6, most: float | None = 10, seed: int = 1) -> Change:
    """The change of n made-up people whose scores lie around `before` and `after`."""
    rng = np.random.default_rng(seed)
    top = most or 100
    pre = np.clip(rng.normal(before, top / 8, n), 0, top)
    post = np.clip(pre + rng.normal(after - before, top / 8, n), 0, top)
    return estimate_change(pre.round(1), post.round(1), max_score=most)


def objective(id: str, before: float, after: float, n: int = 15, seed: int = 1) -> ObjectiveFinding:
    return ObjectiveFinding(id, "contract", (f"q-{id}",), change(n, before, after, 100, seed), after - before > 15)


def item(id: str, before: float, after: float, n: int = 15, **more: object) -> ItemFinding:
    low, high = after - before - 0.25, after - before + 0.25
    made = ItemFinding(id, "contract", "o-parts", n, before, after, after - before, (max(-1, low), min(1, high)))
    return replace(made, **more)


def findings(n: int = 15, **more: object) -> Findings:
    """One of everything, about `n` people in both tests."""
    share = (0.1, 0.2, 0.3, 0.3, 0.1)
    made = Findings(
        title="Before you leave",
        instrument="pre_post_contract",
        version="20261207-1a2b3c4d",
        publish_at=10,
        max_score=10,
        counts=Counts(n + 3, n + 2, n, n, 1, 1, 2, n / (n + 2)),
        change=change(n),
        ranks=RankFinding(n, 110.0, 0.0021, 0.83),
        bootstrap_ci=(1.2, 2.8),
        n_improved=max(0, n - 3),
        n_same=2,
        n_worse=1,
        pooled=Pooled(4, 4 * n, 1.9, 0.8, 3.0, 5.4, 3, 0.012),
        reliability=Reliability(n, 10, 0.62, (0.31, 0.82)),
        unmatched=Unmatched("partially-overlapping", 2.0, 1.1, 2.9, 0.001, 0.4, (-1.0, 1.8), 0.5, 12, 11),
        objectives=(
            objective("o-parts", 40, 68, n),
            objective("o-copy", 55, 60, n, 2),
            objective("o-help", 30, 71, n, 3),
            objective("o-loss", 62, 51, n, 4),
        ),
        items=(
            item("q1", 0.4, 0.8, n),
            item("q2", 0.53, 0.6, n),
            item("q3", 0.2, 0.93, n),
            item("q4", 0.7, 0.5, n, advice=("revise", "too-easy")),
            item("q5", 0.5, 0.7, n, suppressed="sensitive", pre_correct=None, post_correct=None, change=None),
        ),
        scales=(
            ScaleFinding("confidence", "confidence-5", ("c1", "c2"), n, n, change(n, 2.8, 3.6, 5),
                         (0.2, 0.3, 0.2, 0.2, 0.1), (0.05, 0.1, 0.2, 0.4, 0.25)),
            ScaleFinding("attitude", "agreement-5", ("a1",), n, n, change(n, 3.1, 3.3, 5), share, share),
            ScaleFinding("reaction", "satisfaction-5", ("r1",), 0, n, change(0), (), (0, 0.05, 0.1, 0.4, 0.45)),
        ),
        groups=(
            GroupFinding("session", "Accra 7 December", Counts(n, n, n), change(n, seed=7)),
            GroupFinding("session", "Kumasi 9 December", Counts(4, 4, 4), Change(0), "small"),
            GroupFinding("sex", "women", Counts(n, n, n), change(n, seed=9)),
            GroupFinding("module", "contract", Counts(n, n, n), change(n, seed=5)),
        ),
        flags=(Flag("few-people", "", {"n": n}), Flag("weak-item", "q4"), Flag("ceiling", "", {"share": 0.2})),
        disclosure=(DisclosureNote("session: Kumasi 9 December", "small"), DisclosureNote("item: q5", "sensitive")),
    )  # fmt: skip
    return replace(made, **more)
