"""What a reader must know before using the figures."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from toolkit.evaluation.estimate.gain import CEILING_WARNING
from toolkit.evaluation.findings.records import Findings, Flag

FEW_PEOPLE = 10
"""Matched pairs below which an interval is so wide that it decides little."""

LOW_MATCH_RATE = 0.8
"""Published match rates of self-generated codes are about 0.75; printed cards do better."""

LOW_ALPHA = 0.7
"""Nunnally and Bernstein 1994, Psychometric Theory, p. 264: enough for comparing groups."""

LEAST_FOR_ALPHA = 20
"""People from whom alpha is flagged: its interval is too wide with fewer."""

LEAST_ITEMS = 3
"""Items from which an objective has a ceiling: with fewer, many people are at the maximum anyway."""

SIGNIFICANT = 0.05


def find_flags(findings: Findings, taught: Collection[str] | None = None) -> tuple[Flag, ...]:
    """All flags of findings that are not yet protected. `taught` are the modules that the sessions taught, None when
    that is not known."""
    return tuple(
        flag
        for kind in (_people, _ceiling, _reliability, _items, lambda f: _practice(f, taught))
        for flag in kind(findings)
    )


def _people(f: Findings) -> Iterator[Flag]:
    if f.counts.n_matched == 0 and (f.counts.n_pre or f.counts.n_post):
        yield Flag("unmatched", values={"n_pre": f.counts.n_pre, "n_post": f.counts.n_post})
    elif f.counts.n_matched < FEW_PEOPLE:
        yield Flag("few-people", values={"n": f.counts.n_matched})
    if f.counts.n_matched and f.counts.match_rate is not None and f.counts.match_rate < LOW_MATCH_RATE:
        yield Flag("low-match-rate", values={"rate": f.counts.match_rate})
    differ = f.unmatched
    if differ and differ.baseline_p is not None and differ.baseline_p < SIGNIFICANT:
        yield Flag(
            "unmatched-differ", values={"difference": differ.baseline_difference or 0.0, "n": differ.n_unmatched_pre}
        )
    if f.counts.sessions == 1 and f.counts.n_matched:
        yield Flag("one-session")


def _ceiling(f: Findings) -> Iterator[Flag]:
    named = [("", f.change), *((o.objective, o.change) for o in f.objectives if len(o.items) >= LEAST_ITEMS)]
    for about, change in named:
        if change.ceiling_share is None:
            continue
        if change.n and change.mean_pre is not None and change.mean_pre == change.max_score:
            yield Flag("no-change-possible", about, {"n": change.n})
        elif change.ceiling_share >= CEILING_WARNING:
            yield Flag("ceiling", about, {"share": change.ceiling_share, "n": change.n})


def _reliability(f: Findings) -> Iterator[Flag]:
    found = f.reliability
    if found and found.alpha is not None and found.n >= LEAST_FOR_ALPHA and found.alpha < LOW_ALPHA:
        yield Flag("low-reliability", values={"alpha": found.alpha, "n": found.n, "items": found.items})


def _items(f: Findings) -> Iterator[Flag]:
    for item in f.items:
        if "check-key" in item.advice:
            yield Flag("check-key", item.item_id, {"n": item.n_matched})
        elif item.advice:
            yield Flag("weak-item", item.item_id, {"n": item.n_matched, "advice": " ".join(item.advice)})


def _practice(f: Findings, taught: Collection[str] | None) -> Iterator[Flag]:
    """A reminder that the same questions asked twice help by themselves, and where nothing else can have helped."""
    if f.change.p is not None and f.change.p < SIGNIFICANT and (f.change.mean_change or 0) > 0:
        yield Flag("practice-effect", values={"p": f.change.p, "n": f.change.n})
    if taught is None:
        return
    for group in f.groups:
        if group.by == "module" and group.value not in taught and _rose(group.change.p, group.change.mean_change):
            yield Flag("practice-effect", group.value, {"p": group.change.p or 0.0, "n": group.change.n})
    for item in f.items:
        if item.module and item.module not in taught and _rose(item.holm_p, item.change):
            yield Flag("practice-effect", item.item_id, {"p": item.holm_p or 0.0, "n": item.n_matched})


def _rose(p: float | None, change: float | None) -> bool:
    return p is not None and p < SIGNIFICANT and (change or 0) > 0
