"""A trainer's page without a browser: the built-in workspace, and what its first plan is."""

from __future__ import annotations

from pathlib import Path

from toolkit.content.language import Language
from toolkit.content.workspace import built_in_workspace
from toolkit.studio.trainer import acts
from toolkit.studio.trainer.live import Act
from toolkit.studio.trainer.state import TrainerState, make_state, read_brief_file

ENGLISH = Language("en")
ONE_DAY = "session_templates/briefs/ghana-italy-one-day.yaml"
THREE_DAYS = "session_templates/briefs/labour-three-days-ghana-italy.yaml"


def new_state(brief: str = ONE_DAY, workspace: Path | None = None) -> TrainerState:
    """A page that begins with this brief."""
    state = make_state(workspace or built_in_workspace(), ENGLISH)
    if brief != ONE_DAY:
        state.begin(None, read_brief_file(state.content, state.content.root / brief), ENGLISH)
    return state


def do(state: TrainerState, name: str, what: str = "", value: str = "") -> str:
    """What the page does when the reader acts; returns what it says."""
    return acts.do(state, Act(name, what, value), ENGLISH)


def held(state: TrainerState) -> list[str]:
    """The activities of the plan in order."""
    assert state.desk.plan is not None
    return [slot.activity for slot in state.desk.plan.slots() if slot.activity]
