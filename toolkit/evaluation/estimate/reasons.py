"""Why a number is missing. Every estimate has one of these codes instead of NaN; the report has the sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Reason = Literal[
    "",
    "no-pairs",
    "all-missing",
    "one-pair",
    "two-pairs",
    "same-change",
    "nobody-changed",
    "no-spread",
    "no-maximum",
    "at-maximum",
    "not-given",
    "nobody",
    "one-person",
    "too-few-people",
    "too-few-items",
    "no-sessions",
    "one-session",
    "improper",
    "not-converged",
]

REASONS: Mapping[Reason, str] = {
    "": "Nothing is missing.",
    "no-pairs": "Nobody has both a pre-test and a post-test.",
    "all-missing": "Every pair lacks a score in at least one wave.",
    "one-pair": "One pair has no spread.",
    "two-pairs": "The small-sample correction is undefined for two pairs.",
    "same-change": "Everyone changed by the same amount, so there is no spread to measure uncertainty with.",
    "nobody-changed": "Every difference is zero, so there is nothing to rank.",
    "no-spread": "All scores are equal.",
    "no-maximum": "The highest possible score is not known.",
    "at-maximum": "Everyone had the highest score already.",
    "not-given": "The sums that this needs were not given.",
    "nobody": "Nobody answered.",
    "one-person": "One person has no spread.",
    "too-few-people": "Fewer people than this needs.",
    "too-few-items": "Fewer items than this needs.",
    "no-sessions": "No session has a pair.",
    "one-session": "One session has no spread between sessions.",
    "improper": "The one-factor model gave an item no error at all (a Heywood case).",
    "not-converged": "The one-factor model did not settle.",
}
"""Code → what it means, for whoever writes the report's sentence."""
