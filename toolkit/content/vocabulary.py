"""The closed word lists of the content format, and the tables that say what each word means for planning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

ObjectiveKind = Literal["knowledge", "skill", "attitude"]
Priority = Literal["essential", "important", "optional"]
Phase = Literal["motivation", "information", "practice", "application"]
Grouping = Literal["plenary", "small-groups", "pairs", "individual"]
Literacy = Literal["none", "basic", "functional", "fluent"]
Copies = Literal["each", "group", "one"]
"""Single sheets to print: for every person, for every group, or one."""
Mode = Literal["in-person", "remote"]
Status = Literal["draft", "piloted", "reviewed"]
Need = Literal[
    "low-literacy",
    "remote",
    "with-interpreter",
    "women-only",
    "men-only",
    "mixed-sex",
    "children",
    "disability",
    "small-group",
    "large-group",
]
SlideLayout = Literal[
    "title",
    "section",
    "key-message",
    "bullets",
    "two-columns",
    "picture",
    "process",
    "comparison",
    "discussion",
    "activity",
    "case-study",
    "question",
    "debrief",
    "quote",
    "table",
    "takeaways",
    "contacts",
]
QuestionType = Literal["single-choice", "multiple-choice", "true-false", "order", "rating", "short-answer"]
QuestionLevel = Literal["recall", "understanding", "application", "confidence", "attitude", "intention"]
Wave = Literal["pre", "post", "then", "followup"]

AUDIENCES = ("refugees", "labour_migrants", "municipalities", "employers", "trainers")
"""The audiences that the toolkit knows; a curriculum may add its own in its curriculum.yaml."""

STAGES = ("pre_departure", "post_arrival", "transition", "return")
PHASES: tuple[Phase, ...] = get_args(Phase)
LITERACIES: tuple[Literacy, ...] = get_args(Literacy)
PRIORITIES: tuple[Priority, ...] = get_args(Priority)


@dataclass(frozen=True, slots=True)
class Method:
    """What a kind of activity means. `participation_pct` is the share of its minutes in which participants themselves
    speak or do; `talk_pct` the share in which somebody speaks to all, which interpretation stretches. `family` groups
    kinds for colours and icons. `frame` kinds structure a day and live in the activity bank."""

    participation_pct: int
    talk_pct: int
    family: Literal["input", "talk", "practice", "energy", "frame", "reflect"]
    frame: bool = False


METHODS: dict[str, Method] = {
    # kind                       takes part %, talk %, family
    "presentation": Method(0, 100, "input"),
    "video": Method(0, 60, "input"),
    "demonstration": Method(30, 60, "input"),
    "guest": Method(30, 90, "input"),
    "story": Method(30, 80, "input"),
    "question-and-answer": Method(60, 90, "talk"),
    "discussion": Method(80, 70, "talk"),
    "brainstorm": Method(90, 50, "talk"),
    "quiz": Method(80, 40, "practice"),
    "case-study": Method(80, 40, "practice"),
    "group-work": Method(90, 30, "practice"),
    "pair-work": Method(90, 30, "practice"),
    "individual-work": Method(100, 20, "practice"),
    "role-play": Method(90, 30, "practice"),
    "simulation": Method(90, 30, "practice"),
    "game": Method(90, 30, "practice"),
    "mapping": Method(90, 30, "practice"),
    "site-visit": Method(60, 50, "practice"),
    "reflection": Method(90, 30, "reflect"),
    # day frames, from the activity bank
    "opening": Method(20, 80, "frame", frame=True),
    "ground-rules": Method(80, 60, "frame", frame=True),
    "icebreaker": Method(90, 40, "energy", frame=True),
    "energiser": Method(90, 30, "energy", frame=True),
    "recap": Method(80, 50, "frame", frame=True),
    "daily-closing": Method(80, 50, "frame", frame=True),
    "closing": Method(60, 60, "frame", frame=True),
}
"""Kind of activity → what it means for planning. The percentages are the toolkit's own working assumptions, for
comparing plans with one another; they are shown with the plan and measure nothing about a real group."""

PLAN_ONLY_KINDS = ("break", "lunch", "fixed-break", "pre-test", "post-test", "arrival")
"""Slot kinds that are no activity of the content."""

DEBRIEF_NOT_NEEDED = frozenset(
    {"presentation", "video", "opening", "icebreaker", "energiser", "recap", "daily-closing", "closing", "ground-rules"}
)
