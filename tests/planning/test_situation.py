"""Who is in the room: which activities suit them, and how long they take there."""

from __future__ import annotations

from typing import Any

import pytest

from toolkit.content.records import Range
from toolkit.planning.situation import fit_activity, minutes_for, needs_of

from .build import activity, brief


@pytest.mark.parametrize(
    ("fields", "needs"),
    [
        ({}, ()),
        ({"group": {"literacy": "basic"}}, ("low-literacy",)),
        ({"mode": "remote", "interpreter": True}, ("remote", "with-interpreter")),
        ({"group": {"size": 9, "women": 9}}, ("women-only",)),
        ({"group": {"size": 9, "women": 4, "men": 5}}, ("mixed-sex",)),
        ({"group": {"size": 8, "children": True}}, ("children", "small-group")),
        ({"group": {"size": 40, "accessibility": ["hearing"]}}, ("disability", "large-group")),
    ],
)
def test_needs_follow_from_the_brief(fields: dict[str, Any], needs: tuple[str, ...]) -> None:
    assert needs_of(brief(**fields)) == needs


@pytest.mark.parametrize(
    ("own", "fields", "reason"),
    [
        ({"literacy": "fluent"}, {}, "too-much-reading"),
        ({"literacy": "fluent", "adapts": ("low-literacy",)}, {}, ""),
        ({"modes": ("in-person",)}, {"mode": "remote"}, "other-mode"),
        ({"modes": ("in-person",), "adapts": ("remote",)}, {"mode": "remote"}, ""),
        ({"modes": ("remote",)}, {}, "other-mode"),
        ({"participants": Range(6, 12)}, {}, "group-size"),
        ({"participants": Range(6, 12), "adapts": ("large-group",)}, {}, ""),
        ({"participants": Range(30, 60), "adapts": ("large-group",)}, {}, "group-size"),
        ({"unsuited": ("with-interpreter",)}, {"interpreter": True}, "not-suited"),
        ({"unsuited": ("with-interpreter",)}, {}, ""),
        ({"audiences": ("refugees",)}, {}, "other-audience"),
        ({"only_for": ("children",)}, {}, "not-suited"),
        ({"only_for": ("children",)}, {"group": {"children": True}}, ""),
    ],
)
def test_an_activity_suits_or_an_adaptation_says_how(own: dict[str, Any], fields: dict[str, Any], reason: str) -> None:
    fit = fit_activity(activity("a", **own), brief(**fields))
    assert (fit.suits, fit.reason) == (not reason, reason)


def test_the_adaptations_that_apply_are_named() -> None:
    own = activity("a", literacy="fluent", adapts=("low-literacy", "remote", "with-interpreter"))
    assert fit_activity(own, brief(interpreter=True)).adaptations == ("low-literacy", "with-interpreter")


@pytest.mark.parametrize(
    ("kind", "minutes", "stretched"),
    [
        ("discussion", "10-20-30", (15, 30, 45)),  # 70 % talk: 1.35 times as long, rounded up to five minutes
        ("group-work", "20-30-45", (25, 35, 55)),  # 30 % talk: 1.15 times
        ("presentation", "10-15-20", (15, 20, 20)),  # all talk, but nobody listens for more than twenty minutes
    ],
)
def test_interpretation_stretches_talk(kind: str, minutes: str, stretched: tuple[int, int, int]) -> None:
    found = minutes_for(activity("a", minutes, kind=kind), brief(interpreter=True))
    assert (found.least, found.typical, found.most) == stretched


def test_without_an_interpreter_minutes_are_as_written() -> None:
    found = minutes_for(activity("a", "10-20-30"), brief())
    assert (found.least, found.typical, found.most) == (10, 20, 30)
