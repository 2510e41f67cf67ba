"""What an evaluation found. Frozen, plain data; after `protect_findings` it holds nothing that may not be published.

A suppressed figure is None with its reason in `suppressed`; a figure that is undefined is None with a reason of the
estimator. No code, name, raw answer, row or free text is ever in here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from toolkit.evaluation.estimate.change import Change, Interval

Suppression = Literal["", "small", "complementary", "sensitive", "identifying"]
FlagKind = Literal[
    "few-people", "ceiling", "low-reliability", "weak-item", "check-key", "unmatched", "practice-effect",
    "low-match-rate", "unmatched-differ", "one-session", "no-change-possible",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of people. `match_rate` is matched / the smaller of n_pre and n_post, or None without people."""

    n_pre: int
    n_post: int
    n_matched: int
    matched_exactly: int = 0
    matched_tolerantly: int = 0
    ambiguous: int = 0
    sessions: int = 1
    match_rate: float | None = None


@dataclass(frozen=True, slots=True)
class ObjectiveFinding:
    """One learning objective over its scored items, as share of their points in percent. `improved` is None when it
    cannot be said."""

    objective: str
    module: str
    items: tuple[str, ...]
    change: Change
    improved: bool | None = None
    suppressed: Suppression = ""


@dataclass(frozen=True, slots=True)
class ItemFinding:
    """One scored item over matched pairs. `pre_correct` and `post_correct` are shares (0 to 1) of `n_matched`;
    `change` their difference with Bonett and Price's interval; `advice` codes come from the item's quality."""

    item_id: str
    module: str
    objective: str
    n_matched: int
    pre_correct: float | None = None
    post_correct: float | None = None
    change: float | None = None
    change_ci: Interval | None = None
    mcnemar_exact_p: float | None = None
    mcnemar_mid_p: float | None = None
    holm_p: float | None = None
    dont_know_pre: float | None = None
    dont_know_post: float | None = None
    difficulty: float | None = None
    item_rest: float | None = None
    advice: tuple[str, ...] = ()
    suppressed: Suppression = ""
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class ScaleFinding:
    """One rating construct (confidence, attitude, intention, reaction). `pre_shares` and `post_shares` are the shares
    of answers on each step of the scale, lowest first, over `n_pre` and `n_post` answers. `people` gave them.
    `then_change` is the change from the retrospective pre-test, asked afterwards, beside the true one and never instead
    of it."""

    construct: str
    scale: str
    items: tuple[str, ...]
    n_pre: int
    n_post: int
    change: Change
    pre_shares: tuple[float, ...] = ()
    post_shares: tuple[float, ...] = ()
    suppressed: Suppression = ""
    people: int = 0
    then_change: Change | None = None
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class RankFinding:
    """The exact signed-rank test beside the t test. `pratt_p` ranks those without a change too, as a sensitivity."""

    n: int
    v: float | None = None
    p: float | None = None
    rank_biserial: float | None = None
    exact: bool = True
    reason: str = ""
    pratt_p: float | None = None


@dataclass(frozen=True, slots=True)
class GroupFinding:
    """The change of the total among the people of one group: `by` is "session", "module", "audience" or a grouping
    column, `value` its value as printed ("" for people without one). When `suppressed`, `counts` are all 0 and
    `change` is empty."""

    by: str
    value: str
    counts: Counts
    change: Change
    suppressed: Suppression = ""
    ranks: RankFinding | None = None


@dataclass(frozen=True, slots=True)
class Pooled:
    """Two-stage estimate over sessions: the mean of session mean changes, t on G - 1 df."""

    sessions: int
    n: int
    mean_change: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    t: float | None = None
    df: float | None = None
    p: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reliability:
    """Internal consistency at post-test (pre-test when there is no other)."""

    n: int
    items: int
    alpha: float | None = None
    alpha_ci: Interval | None = None
    omega: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Sensitivity with everybody's answers, and whether the unmatched differ at pre-test. Where nobody is matched, both
    tests are compared as two groups, with Mann and Whitney's test beside Welch's."""

    method: Literal["partially-overlapping", "welch", ""] = ""
    mean_change: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    p: float | None = None
    baseline_difference: float | None = None
    baseline_ci: Interval | None = None
    baseline_p: float | None = None
    n_unmatched_pre: int = 0
    n_unmatched_post: int = 0
    reason: str = ""
    mann_whitney_p: float | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a reader must know before using the figures: a kind, the id it is about, values for its sentence."""

    kind: FlagKind
    about: str = ""
    values: Mapping[str, float | int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DisclosureNote:
    """One thing that was kept back: where, and why."""

    where: str
    why: Suppression


@dataclass(frozen=True, slots=True)
class Union:
    """The people of one group are exactly those of some groups of another column (all sessions of one audience), so
    that a reader could subtract one from the other."""

    by: str
    value: str
    parts_by: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that one evaluation found. `improved` of `n` is how many matched people scored higher afterwards.
    `guessing` is the change when wrong answers cost what guessing gives, as a sensitivity. Of `groups`, those by
    "module" hold everybody's points on the module's items; all others are a part of the people. `unions` tells
    `protect_findings` how groups add up."""

    title: str
    instrument: str
    version: str
    publish_at: int
    max_score: float | None
    counts: Counts
    change: Change
    ranks: RankFinding
    bootstrap_ci: Interval | None = None
    n_improved: int | None = None
    n_same: int | None = None
    n_worse: int | None = None
    pooled: Pooled | None = None
    reliability: Reliability | None = None
    unmatched: Unmatched | None = None
    objectives: tuple[ObjectiveFinding, ...] = ()
    items: tuple[ItemFinding, ...] = ()
    scales: tuple[ScaleFinding, ...] = ()
    groups: tuple[GroupFinding, ...] = ()
    flags: tuple[Flag, ...] = ()
    disclosure: tuple[DisclosureNote, ...] = ()
    suppressed: Suppression = ""
    unions: tuple[Union, ...] = ()
    guessing: Change | None = None
