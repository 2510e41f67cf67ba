"""What each act of the plan's page does to the desk: one small function for each, in a table."""

from __future__ import annotations

from collections.abc import Callable

from toolkit.content.language import Language
from toolkit.planning.brief import Edits
from toolkit.planning.edit import drop, lock, set_minutes, swap, unlock
from toolkit.planning.plan import SessionPlan
from toolkit.planning.situation import GRID_MINUTES
from toolkit.studio.trainer.advice import follow_advice
from toolkit.studio.trainer.brief_form import brief_data
from toolkit.studio.trainer.desk import confirm, edit_plan, let_be, plan_brief, redo, take_way, undo, with_ways
from toolkit.studio.trainer.live import Act
from toolkit.studio.trainer.moves import (
    Refusal,
    is_pinned,
    put_before,
    put_last,
    put_on_day,
    slot_of,
    step_target,
)
from toolkit.studio.trainer.said import tell_refusal
from toolkit.studio.trainer.state import TrainerState
from toolkit.studio.trainer.timeline import LONGEST_MINUTES

PLAN_ACTS = frozenset(
    {
        "choose", "dragged", "up", "down", "day", "drop", "drop-test", "shorter", "longer", "lock", "swap", "swap-for",
        "add", "undo", "redo", "way", "let-be", "advice", "confirm",
    }
)  # fmt: skip


def do(state: TrainerState, act: Act, language: Language) -> str:
    """Do what the reader asked for; returns what to say of it, "" for nothing."""
    plan = state.desk.plan
    if act.name == "choose":
        state.swapping = state.swapping and state.chosen == act.what
        state.chosen = act.what
        return ""
    if act.name == "swap":
        state.swapping = not (state.swapping and state.chosen == act.what)
        state.chosen = act.what
        return ""
    if act.name == "let-be":
        state.desk = let_be(state.desk)
        if plan is not None:
            state.data, state.data_problems = brief_data(plan.brief), ()
        return language.say("The plan stays as it was.")
    if act.name == "way":
        return state.step(take_way(state.desk, _number(act.what)), language)
    if act.name in ("undo", "redo"):
        state.step((undo if act.name == "undo" else redo)(state.desk), language)
        back = language.say("The last change is undone.")
        state.said = (back if act.name == "undo" else language.say("The change is made again."),)
        return state.said[0]
    if plan is None:
        return ""
    if act.name == "confirm":
        return _confirm(state, act, language)
    if act.name == "advice":
        return _follow(state, plan, _number(act.what), language)
    if act.name == "drop-test":
        field = act.what.replace("-", "_")
        return state.step(plan_brief(state.desk, plan.brief.model_copy(update={field: False})), language)
    edits, asked = _edits(state, plan, act)
    if isinstance(edits, Refusal):
        view = state.view(language)
        state.said = (tell_refusal(edits, view.shown if view else state.content, language),)
        return state.said[0]
    if edits is None:
        return ""
    told = state.step(edit_plan(state.desk, edits), language, asked)
    if act.name == "lock" and state.desk.refused is None:
        state.said = (_of_lock(state, act.what, language), *state.said)
        told = state.said[0]
    return told


def _of_lock(state: TrainerState, activity: str, language: Language) -> str:
    view = state.view(language)
    known = (view.shown if view else state.content).activities().get(activity)
    title = known.title.source if known else activity
    if view is not None and is_pinned(view.plan.brief.edits, activity):
        return language.say('"{title}" is locked: it stays, with its minutes.', title=title)
    return language.say('"{title}" is free: the planner may change it again.', title=title)


def find_ways_out(state: TrainerState) -> bool:
    """Look for ways out of what was refused, after the reasons have been shown; whether there is something new."""
    if state.desk.refused is None or state.desk.ways:
        return False
    state.desk = with_ways(state.desk)
    return bool(state.desk.ways)


def _edits(state: TrainerState, plan: SessionPlan, act: Act) -> tuple[Edits | Refusal | None, str]:
    """The edits that an act on an activity means, and the activity that was asked about."""
    if act.name == "dragged":
        return _dropped(state, plan, act)
    change = EDITS.get(act.name)
    asked = act.what.partition(">")[2] or act.what if act.name == "swap-for" else act.what
    return (change(state, plan, act) if change else None), asked


Change = Callable[[TrainerState, SessionPlan, Act], Edits | Refusal | None]


def _step(up: bool) -> Change:
    def change(state: TrainerState, plan: SessionPlan, act: Act) -> Edits | Refusal | None:
        target = step_target(state.desk.content, plan, act.what, up)
        return put_before(state.desk.content, plan, *target) if target else None

    return change


def _longer(minutes: int) -> Change:
    def change(_state: TrainerState, plan: SessionPlan, act: Act) -> Edits | None:
        found = slot_of(plan, act.what)
        if found is None:
            return None
        wanted = (found[1].minutes + minutes) // GRID_MINUTES * GRID_MINUTES
        return set_minutes(plan, act.what, wanted) if GRID_MINUTES <= wanted <= LONGEST_MINUTES else None

    return change


def _lock(_state: TrainerState, plan: SessionPlan, act: Act) -> Edits:
    """Locked, it keeps its day and its length too."""
    if is_pinned(plan.brief.edits, act.what):
        return unlock(plan, act.what)
    found = slot_of(plan, act.what)
    edits = lock(plan, act.what)
    return set_minutes(edits, act.what, found[1].minutes) if found and found[1].module else edits


def _swap_for(_state: TrainerState, plan: SessionPlan, act: Act) -> Edits | None:
    out, _, into = act.what.partition(">")
    return swap(plan, out, into) if into and slot_of(plan, out) else None


def _to_day(state: TrainerState, plan: SessionPlan, act: Act) -> Edits | Refusal | None:
    return put_on_day(state.desk.content, plan, act.what, _number(act.value))


def _dropped(state: TrainerState, plan: SessionPlan, act: Act) -> tuple[Edits | Refusal | None, str]:
    """Dragged onto a slot, the end of a day, or a day."""
    kind, _, target = act.value.partition(":")
    found = slot_of(plan, act.what)
    if found is None:
        return None, ""
    if kind == "before" and target != act.what and slot_of(plan, target):
        return put_before(state.desk.content, plan, act.what, target), act.what
    if kind in ("day", "end"):
        if _number(target) == found[0].number:
            return put_last(state.desk.content, plan, act.what), act.what
        return put_on_day(state.desk.content, plan, act.what, _number(target)), act.what
    return None, ""


EDITS: dict[str, Change] = {
    "up": _step(up=True),
    "down": _step(up=False),
    "shorter": _longer(-GRID_MINUTES),
    "longer": _longer(GRID_MINUTES),
    "lock": _lock,
    "drop": lambda _state, plan, act: drop(plan, act.what) if slot_of(plan, act.what) else None,
    "swap-for": _swap_for,
    "add": lambda _state, plan, act: lock(plan, act.what),
    "day": _to_day,
}
"""Act → the edits that it means for one activity."""


def _confirm(state: TrainerState, act: Act, language: Language) -> str:
    """A box was ticked: the practices answer anew, the plan stays."""
    known = {c.id for p in state.content.practices.values() for c in p.criteria}
    if act.what not in known:
        return ""
    state.said = ()
    state.step(confirm(state.desk, act.what, bool(act.value)), language)
    state.said = ()
    met = sum(a.status == "met" for a in state.answers(language))
    return language.say("Practices: {n} of {all} met", n=met, all=len(state.content.practices))


def _follow(state: TrainerState, plan: SessionPlan, practice: int, language: Language) -> str:
    answer = next((a for a in state.answers(language) if a.number == practice), None)
    brief = follow_advice(plan, answer.advice) if answer is not None else None
    if brief is None:
        return language.say("This change needs your hand.")
    asked = str(answer.advice.values.get("activity", "")) if answer is not None else ""
    return state.step(plan_brief(state.desk, brief), language, asked)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else -1
