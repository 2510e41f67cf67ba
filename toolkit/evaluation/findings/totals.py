"""The total: its change, tests, sensitivities, groups and the pooled figure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toolkit.evaluation.estimate.bootstrap import bootstrap_change
from toolkit.evaluation.estimate.change import Change, Interval, change_scores, estimate_change, from_sufficient
from toolkit.evaluation.estimate.gain import gain_band
from toolkit.evaluation.estimate.groups import ChangeColumns, RankColumns, change_columns, rank_columns
from toolkit.evaluation.estimate.pooled import SessionSums, pool_sessions, session_sums
from toolkit.evaluation.estimate.ranks import Ranks, wilcoxon_exact
from toolkit.evaluation.estimate.reasons import Reason
from toolkit.evaluation.estimate.unmatched import mann_whitney, partially_overlapping_t, welch_t
from toolkit.evaluation.findings.pairs import SESSION, Floats, Grouping, Paired, rate
from toolkit.evaluation.findings.records import Counts, GroupFinding, Pooled, RankFinding, Unmatched

MOST_WITH_INTERVAL = 500
"""Groups of one column up to which each gets the interval of g_av, whose root finding takes a millisecond."""

MOST_DIFFERENT = 20_000
"""Different changes up to which the bootstrap is drawn; beyond them the t interval is as good."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of the total, as `Findings` holds them."""

    change: Change
    ranks: RankFinding
    bootstrap_ci: Interval | None
    n_improved: int | None
    n_same: int | None
    n_worse: int | None
    pooled: Pooled | None
    unmatched: Unmatched
    groups: tuple[GroupFinding, ...]


def estimate_totals(paired: Paired) -> Totals:
    """Everything about the totals of these people."""
    differences = change_scores(paired.pre, paired.post)
    ranks = wilcoxon_exact(differences)
    with_change = bool(differences.size)
    pooled: Pooled | None = None
    groups: list[GroupFinding] = []
    for by, grouping in paired.groupings.items():
        sums = session_sums(grouping.pairs, len(grouping.names), paired.pre, paired.post, max_score=paired.max_score)
        if by == SESSION and np.count_nonzero(sums.n) > 1:
            pooled = _pool(sums)
        groups += _groups(by, grouping, paired, sums)
    return Totals(
        change=estimate_change(paired.pre, paired.post, max_score=paired.max_score),
        ranks=_rank_finding(ranks),
        bootstrap_ci=_bootstrap(paired, differences),
        n_improved=ranks.n_up if with_change else None,
        n_same=ranks.zeros if with_change else None,
        n_worse=ranks.n_down if with_change else None,
        pooled=pooled,
        unmatched=_unmatched(paired),
        groups=tuple(groups),
    )


def _rank_finding(ranks: Ranks) -> RankFinding:
    return RankFinding(ranks.n, ranks.v, ranks.p, ranks.rank_biserial, ranks.exact, ranks.reason, ranks.pratt_p)


def _bootstrap(paired: Paired, differences: Floats) -> Interval | None:
    if np.unique(differences).size > MOST_DIFFERENT:
        return None
    found = bootstrap_change(paired.pre, paired.post)
    return None if found.ci_low is None or found.ci_high is None else (found.ci_low, found.ci_high)


def _pool(sums: SessionSums) -> Pooled:
    found = pool_sessions(sums.mean_changes, sums.n)
    return Pooled(
        sessions=found.sessions,
        n=found.n,
        mean_change=found.mean_change,
        ci_low=found.ci_low,
        ci_high=found.ci_high,
        t=found.t,
        df=found.df,
        p=found.p,
        reason=found.reason,
    )


def _unmatched(paired: Paired) -> Unmatched:
    """Everybody's totals as a sensitivity, and whether people without a pair differ from the others before."""
    alone_pre, alone_post = (values[~np.isnan(values)] for values in (paired.alone_pre, paired.alone_post))
    found = partially_overlapping_t(paired.pre, paired.post, alone_pre, alone_post)
    before = paired.pre[~(np.isnan(paired.pre) | np.isnan(paired.post))]
    differ = welch_t(alone_pre, before)
    ci = None if differ.ci_low is None or differ.ci_high is None else (differ.ci_low, differ.ci_high)
    return Unmatched(
        method="partially-overlapping" if before.size else "welch",
        mean_change=found.difference,
        ci_low=found.ci_low,
        ci_high=found.ci_high,
        p=found.p,
        baseline_difference=differ.difference,
        baseline_ci=ci,
        baseline_p=differ.p,
        n_unmatched_pre=int(alone_pre.size),
        n_unmatched_post=int(alone_post.size),
        reason=found.reason,
        mann_whitney_p=None if before.size else mann_whitney(alone_pre, alone_post).p,
    )


def _groups(by: str, grouping: Grouping, paired: Paired, sums: SessionSums) -> Iterator[GroupFinding]:
    many = len(grouping.names) > MOST_WITH_INTERVAL
    ranks = _each_ranks(rank_columns(grouping.pairs, len(grouping.names), _aligned_changes(paired)))
    changes = _each_change(change_columns(sums, max_score=paired.max_score), sums, paired.max_score)
    matched = np.bincount(grouping.pairs, minlength=len(grouping.names))
    counts = (grouping.n_pre, grouping.n_post, matched, grouping.sessions)
    rows = zip(grouping.names, *(c.tolist() for c in counts), strict=True)
    for place, (name, n_pre, n_post, n_matched, sessions) in enumerate(rows):
        yield GroupFinding(
            by=by,
            value=name,
            counts=Counts(n_pre, n_post, n_matched, sessions=sessions, match_rate=rate(n_matched, n_pre, n_post)),
            change=next(changes) if many else change_of_place(sums, place, paired.max_score),
            ranks=next(ranks),
        )


def _aligned_changes(paired: Paired) -> Floats:
    """Changes of all pairs, NaN where a total is missing, rounded so that equal changes tie."""
    out = np.full(paired.pre.shape, np.nan)
    out[~(np.isnan(paired.pre) | np.isnan(paired.post))] = change_scores(paired.pre, paired.post)
    return out


def change_of_place(sums: SessionSums, place: int, max_score: float | None) -> Change:
    """The change of one group, with the interval of g_av."""
    return from_sufficient(
        int(sums.n[place]),
        float(sums.sum_d[place]),
        float(sums.sum_d2[place]),
        sum_pre=float(sums.sum_pre[place]),
        sum_pre2=float(sums.sum_pre2[place]),
        sum_post=float(sums.sum_post[place]),
        sum_post2=float(sums.sum_post2[place]),
        n_ceiling=int(sums.n_ceiling[place]),
        n_missing=int(sums.n_missing[place]),
        max_score=max_score,
    )


_NOT_GIVEN: Mapping[str, Reason] = {"hedges_g_av_ci": "not-given"}


def _each_change(columns: ChangeColumns, sums: SessionSums, max_score: float | None) -> Iterator[Change]:
    """Columns as records, one for each group: None instead of NaN, with the reason."""
    share = math.nan if max_score is None else 100 / max_score
    with np.errstate(invalid="ignore"):
        t = np.where(columns.sd_change > 0, columns.t, np.nan)
        ci_low, ci_high, p = (np.where(np.isnan(t), np.nan, c) for c in (columns.ci_low, columns.ci_high, columns.p))
        figures = {
            "mean_pre": columns.mean_pre,
            "mean_post": columns.mean_post,
            "mean_change": columns.mean_change,
            "sd_change": columns.sd_change,
            "ci_low": ci_low,
            "ci_high": ci_high,
            "t": t,
            "df": np.where(np.isnan(t), np.nan, columns.n - 1.0),
            "p": p,
            "hedges_g_av": columns.hedges_g_av,
            "d_z": np.where(np.isnan(t), np.nan, columns.d_z),
            "normalised_gain": columns.normalised_gain,
            "ceiling_share": columns.ceiling_share,
            "mean_pre_pct": columns.mean_pre * share,
            "mean_post_pct": columns.mean_post * share,
            "mean_change_pct": columns.mean_change * share,
            "sd_change_pct": columns.sd_change * share,
            "ci_low_pct": ci_low * share,
            "ci_high_pct": ci_high * share,
        }
    rows = zip(columns.n.tolist(), sums.n_missing.tolist(), *map(_plain, figures.values()), strict=True)
    names = tuple(figures)
    for n, n_missing, *values in rows:
        given = dict(zip(names, values, strict=True))
        gain = given["normalised_gain"]
        yield Change(
            n=n,
            n_missing=n_missing,
            max_score=max_score,
            gain_band=None if gain is None else gain_band(gain),
            reason="" if given["t"] is not None else _why(n, n_missing),
            reasons=_NOT_GIVEN,
            **given,
        )


def _why(n: int, n_missing: int) -> Reason:
    if n == 0:
        return "all-missing" if n_missing else "no-pairs"
    return "one-pair" if n == 1 else "same-change"


def _each_ranks(columns: RankColumns) -> Iterator[RankFinding]:
    from toolkit.evaluation.estimate.ranks import EXACT_UP_TO

    rows = zip(
        columns.n.tolist(),
        columns.zeros.tolist(),
        *map(_plain, (columns.v, columns.p, columns.rank_biserial)),
        strict=True,
    )
    for n, zeros, v, p, biserial in rows:
        reason = "" if n else "nobody-changed" if zeros else "no-pairs"
        yield RankFinding(n, v, p, biserial, n <= EXACT_UP_TO, reason)


def _plain(values: NDArray[np.float64]) -> list[float | None]:
    """A column as plain numbers, None for NaN."""
    found: list[float | None] = values.tolist()
    for place in np.flatnonzero(np.isnan(values)).tolist():
        found[place] = None
    return found
