"""Findings as JSON: the file ``evaluation.json``. Null where a figure was kept back or is undefined; never NaN."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass

from toolkit.evaluation.estimate.change import Change
from toolkit.evaluation.findings.records import Counts, Findings, GroupFinding, RankFinding, ScaleFinding

Json = dict[str, object]

FORMAT = 1
_OF_GROUPS = ("n_pre", "n_post", "n_matched", "sessions", "match_rate")
_CHANGE = tuple(field.name for field in fields(Change))
_WITHOUT_PCT = tuple(name for name in _CHANGE if not name.endswith("_pct"))
_COUNTS = tuple(field.name for field in fields(Counts))


def findings_json(findings: Findings) -> Json:
    """The findings as JSON values. Give it protected findings: it writes everything that they hold.

    ``change`` is in points, with twins ending in ``_pct`` when the highest score is known. Shares are from 0 to 1,
    p-values two-sided, intervals [low, high] at the level of ``change.level``.
    """
    reliability = findings.reliability
    return {
        "format": FORMAT,
        "title": findings.title,
        "instrument": findings.instrument,
        "version": findings.version,
        "max_score": number(findings.max_score),
        "counts": _counts(findings.counts),
        "change": {
            **_change(findings.change),
            **_ranks(findings.ranks),
            "wilcoxon_pratt_p": number(findings.ranks.pratt_p),
            "bootstrap_ci": plain(findings.bootstrap_ci),
            "n_improved": findings.n_improved,
            "n_same": findings.n_same,
            "n_worse": findings.n_worse,
        },
        "guessing": _change(findings.guessing) if findings.guessing else None,
        "items": [plain(item) for item in findings.items],
        "reliability": plain(reliability)
        if reliability
        else {"n": None, "items": None, "alpha": None, "alpha_ci": None, "omega": None, "reason": "not-given"},
        "objectives": [
            {
                "objective": o.objective,
                "module": o.module,
                "items": list(o.items),
                "improved": o.improved,
                "change": _change(o.change, hidden=bool(o.suppressed)),
                "suppressed": o.suppressed,
            }
            for o in findings.objectives
        ],
        "scales": [_scale(scale) for scale in findings.scales],
        "groups": [_group(group) for group in findings.groups],
        "pooled": plain(findings.pooled),
        "unmatched": plain(findings.unmatched),
        "flags": [plain(flag) for flag in findings.flags],
        "disclosure": {
            "publish_at": findings.publish_at,
            "suppressed": findings.suppressed,
            "withheld": [plain(note) for note in findings.disclosure],
        },
    }


def _counts(counts: Counts, names: tuple[str, ...] = _COUNTS, *, hidden: bool = False) -> Json:
    return {name: None if hidden else number(getattr(counts, name)) for name in names}


def _change(change: Change, *, hidden: bool = False) -> Json:
    names = _WITHOUT_PCT if change.max_score is None else _CHANGE
    values = ((name, getattr(change, name)) for name in names)
    found: Json = {name: None if value is None else plain(value) for name, value in values}
    return {**found, "n": None, "n_missing": None} if hidden else found


def _ranks(ranks: RankFinding | None) -> Json:
    return {
        "wilcoxon_v": number(ranks.v) if ranks else None,
        "wilcoxon_p": number(ranks.p) if ranks else None,
        "wilcoxon_exact": ranks.exact if ranks else None,
        "wilcoxon_n": ranks.n if ranks else None,
        "wilcoxon_reason": ranks.reason if ranks else None,
        "rank_biserial": number(ranks.rank_biserial) if ranks else None,
    }


def _group(group: GroupFinding) -> Json:
    hidden = bool(group.suppressed)
    return {
        "by": group.by,
        "value": group.value,
        "counts": _counts(group.counts, _OF_GROUPS, hidden=hidden),
        "change": {**_change(group.change, hidden=hidden), **_ranks(group.ranks)},
        "suppressed": group.suppressed,
    }


def _scale(scale: ScaleFinding) -> Json:
    hidden = scale.suppressed == "small"
    return {
        "construct": scale.construct,
        "scale": scale.scale,
        "items": list(scale.items),
        "people": None if hidden else scale.people,
        "n_pre": None if hidden else scale.n_pre,
        "n_post": None if hidden else scale.n_post,
        "pre_shares": plain(scale.pre_shares),
        "post_shares": plain(scale.post_shares),
        "change": _change(scale.change, hidden=bool(scale.suppressed)),
        "then_change": _change(scale.then_change) if scale.then_change else None,
        "suppressed": scale.suppressed,
    }


def plain(value: object) -> object:
    """Records, mappings and sequences as JSON values."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, (int, str)):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    return number(value)


def number(value: object) -> object:
    """The value, or None when it is not a number that JSON knows."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
