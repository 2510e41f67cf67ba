"""Matching: which pre-test and which post-test are the same person's, by participant code, within a session."""

from toolkit.evaluation.matching.baseline import BaselineComparison, compare_baseline, pair_values
from toolkit.evaluation.matching.matches import Ambiguous, Matches
from toolkit.evaluation.matching.normalise import normalise_code
from toolkit.evaluation.matching.report import MatchCounts, MatchReport
from toolkit.evaluation.matching.waves import match_waves

__all__ = [
    "Ambiguous",
    "BaselineComparison",
    "MatchCounts",
    "MatchReport",
    "Matches",
    "compare_baseline",
    "match_waves",
    "normalise_code",
    "pair_values",
]
