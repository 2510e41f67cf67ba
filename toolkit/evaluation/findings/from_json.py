"""Saved findings back as records: the file ``evaluation.json`` is all that a report needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from toolkit.evaluation.estimate.change import Change
from toolkit.evaluation.findings.json_form import FORMAT
from toolkit.evaluation.findings.records import Findings

_SAME = ("title", "instrument", "version", "max_score", "counts", "items", "pooled", "unmatched", "flags")
_OF_CHANGE = frozenset(field.name for field in fields(Change))
_RANKS = {
    "n": "wilcoxon_n",
    "v": "wilcoxon_v",
    "p": "wilcoxon_p",
    "exact": "wilcoxon_exact",
    "rank_biserial": "rank_biserial",
    "reason": "wilcoxon_reason",
}


def findings_from_json(data: object) -> Findings:
    """The findings that `findings_json` gave this form. They were protected then, and what was kept back stays unknown.

    Raises ValueError when `data` is something else.
    """
    from pydantic import ValidationError

    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise ValueError("not the findings that tot evaluate writes")
    try:
        found: Findings = _adapter().validate_python(_values(data))
    except (ValidationError, KeyError, TypeError, AttributeError):
        raise ValueError("not the findings that tot evaluate writes") from None
    return found


@cache
def _adapter() -> Any:  # noqa: ANN401 - pydantic's adapter of a dataclass
    from pydantic import TypeAdapter

    return TypeAdapter(Findings)


def _values(data: Mapping[str, Any]) -> dict[str, object]:
    change, disclosure, reliability = data["change"], data["disclosure"], data["reliability"]
    return {
        **{name: data[name] for name in _SAME},
        "publish_at": disclosure["publish_at"],
        "suppressed": disclosure["suppressed"],
        "disclosure": disclosure["withheld"],
        "change": _change(change),
        "ranks": {**_ranks(change), "pratt_p": change["wilcoxon_pratt_p"]},
        "guessing": _change(data["guessing"]) if data["guessing"] else None,
        **{name: change[name] for name in ("bootstrap_ci", "n_improved", "n_same", "n_worse")},
        "reliability": None if reliability["n"] is None else reliability,
        "objectives": [_with_change(entry) for entry in data["objectives"]],
        "scales": [_scale(entry) for entry in data["scales"]],
        "groups": [
            {**_with_change(entry), "counts": _known(entry["counts"]), "ranks": _group_ranks(entry["change"])}
            for entry in data["groups"]
        ],
    }


def _change(change: Mapping[str, Any]) -> dict[str, object]:
    """The figures of one change; numbers of people that were kept back are 0, as in protected findings."""
    found = {name: value for name, value in change.items() if name in _OF_CHANGE}
    return {**found, "n": found["n"] or 0, "n_missing": found["n_missing"] or 0}


def _ranks(change: Mapping[str, Any]) -> dict[str, object]:
    found = {name: change.get(key) for name, key in _RANKS.items()}
    return {name: value for name, value in found.items() if value is not None}


def _group_ranks(change: Mapping[str, Any]) -> dict[str, object] | None:
    return None if change.get("wilcoxon_n") is None else _ranks(change)


def _with_change(entry: Mapping[str, Any]) -> dict[str, object]:
    return {**entry, "change": _change(entry["change"])}


def _scale(entry: Mapping[str, Any]) -> dict[str, object]:
    then = entry["then_change"]
    numbers = {name: entry[name] or 0 for name in ("people", "n_pre", "n_post")}
    return {**_with_change(entry), **numbers, "then_change": None if then is None else _change(then)}


def _known(counts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of a group that was kept back: nothing."""
    hidden = {"n_pre": 0, "n_post": 0, "n_matched": 0, "sessions": 0}
    return hidden if counts["n_pre"] is None else counts
