"""What one open page of the trainer's app knows. It holds no widgets: those are made from it."""

from __future__ import annotations

import atexit
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.execution.learning import learning_of
from toolkit.execution.session import load_workspace
from toolkit.execution.warm.packs import WarmPacks
from toolkit.planning.brief_file import load_brief
from toolkit.planning.plan import SessionPlan
from toolkit.planning.practices import PracticeAnswer, answer_practices
from toolkit.planning.session_record import (
    Learned,
    RealMinutes,
    SessionRecord,
    learn_minutes,
    load_records,
    real_minutes,
)
from toolkit.problems import Place, Problem, ProblemsError, has_errors
from toolkit.rendering.outline import Deck
from toolkit.studio.trainer.brief_form import Data, brief_data, new_brief, read_brief, wanted_modules
from toolkit.studio.trainer.desk import Desk, plan_brief, put_plan
from toolkit.studio.trainer.said import tell_changes, tell_practices
from toolkit.studio.trainer.sessions import SESSIONS, Kept, ShippedBrief, list_briefs
from toolkit.studio.trainer.shown import Shown
from toolkit.studio.trainer.timeline import View, first_choice

FIRST_BRIEF = "session_templates/briefs/ghana-italy-one-day.yaml"


@dataclass(slots=True)
class TrainerState:
    """`content` is as written, `desk.content` what is planned with. `data` is what stands in the form. `said` are the
    sentences on the last step. `kept` is the session as saved, None before; `saved` the plan that was saved."""

    workspace: Path
    content: Content
    desk: Desk
    data: Data
    data_problems: tuple[Problem, ...] = ()
    chosen: str = ""
    swapping: bool = False
    said: tuple[str, ...] = ()
    kept: Kept | None = None
    saved: SessionPlan | None = None
    name: str = ""
    may_replace: bool = False
    record: SessionRecord | None = None
    record_kept: SessionRecord | None = None
    may_replace_record: bool = False
    real: Mapping[str, RealMinutes] = field(default_factory=dict)
    use_real: bool = False
    learned: tuple[Learned, ...] = ()
    briefs: tuple[ShippedBrief, ...] = ()
    spoken: str = ""
    tab: int = 0
    part: int = 0
    deck: tuple[SessionPlan, Deck] | None = None
    shown: Shown = field(default_factory=Shown)
    _answers: tuple[SessionPlan, str, tuple[PracticeAnswer, ...]] | None = None
    _packs: WarmPacks | None = None

    def view(self, language: Language) -> View | None:
        """What the views draw from, None while there is no plan."""
        plan = self.desk.plan
        if plan is None:
            return None
        named = {slot.module for slot in plan.slots() if slot.module} | set(wanted_modules(self.data))
        in_form = {m.id for m in self.content.modules.values() if self.data.get("audience") in m.audiences}
        shown = self.shown.content(self.content, plan.brief, language, named | in_form)
        return View(plan, self.desk.content, shown, language, self.chosen, shown.activities())

    def answers(self, language: Language) -> tuple[PracticeAnswer, ...]:
        """The practices' answers for the plan at hand, kept until it changes."""
        view = self.view(language)
        if view is None:
            return ()
        if self._answers is None or self._answers[0] is not view.plan or self._answers[1] != language.tag:
            self._answers = view.plan, language.tag, answer_practices(view.shown, view.plan)
        return self._answers[2]

    def step(self, desk: Desk, language: Language, asked: str = "") -> str:
        """Go on with this desk; returns what to say of it in one line."""
        before = self.answers(language)
        changed = desk.plan is not self.desk.plan
        self.desk = desk
        self.swapping = False
        if desk.plan is None or desk.refused is not None:
            self.said = ()
            return language.say("This cannot be planned. What stands against it is listed, with ways out.")
        self.data, self.data_problems = brief_data(desk.plan.brief), ()
        if changed:
            view = self.view(language)
            lines = tell_changes(desk, view.shown, language, asked) if view else ()
            practices = tell_practices(before, self.answers(language), language)
            self.said = (*lines, *([practices] if practices else []))
        present = {slot.activity or slot.id for slot in desk.plan.slots()}
        if asked in present:
            self.chosen = asked
        elif self.chosen not in present:
            self.chosen = first_choice(desk.plan, desk.content)
        return " ".join(self.said[:3]) or language.say("The plan is ready.")

    def plan_data(self, data: Data, language: Language, *, anew: bool = False) -> str:
        """Plan what stands in the form; returns what to say of it."""
        self.data = data
        brief, self.data_problems = read_brief(self.content, data)
        if brief is None:
            return language.say("Something in the form cannot be used yet; it is listed.")
        return self.step(plan_brief(self.desk, brief, anew=anew), language)

    def begin(self, plan: SessionPlan | None, data: Data, language: Language) -> str:
        """Begin with another session: a plan that was saved, or what stands in `data`."""
        # The plan that was here can still be gone back to.
        left = (self.desk.plan,) if self.desk.plan is not None else ()
        self.desk = Desk(self.desk.content, past=(*self.desk.past, *left))
        self.said, self.kept, self.saved, self.record, self.record_kept = (), None, None, None, None
        self.name, self.chosen, self.may_replace, self.part = "", "", False, 0
        if plan is None:
            self.data = data
            return self.learn(True, language) if self._learns(data) else self.plan_data(data, language)
        return self.step(put_plan(self.desk, plan), language)

    def _learns(self, data: Data) -> bool:
        """Whether the brief names a folder of the workspace with records to learn from; they are read then."""
        brief, _ = read_brief(self.content, data)
        named = learning_of(self.content, brief, self.workspace, Place("brief")) if brief is not None else None
        if named is None or not named.real:
            return False
        self.real = named.real
        return True

    def learn(self, use: bool, language: Language) -> str:
        """Plan with the minutes of real sessions, or with those written in the modules."""
        self.use_real = use
        content, self.learned = learn_minutes(self.content, self.real) if use else (self.content, ())
        self.desk = Desk(content, self.desk.plan, past=self.desk.past, future=self.desk.future)
        return self.plan_data(self.data, language, anew=True)

    def read_records(self) -> None:
        """Look again at what real sessions took."""
        records, _ = load_records(self.workspace / SESSIONS, self.workspace)
        self.real = real_minutes(self.content, records)

    def move_to(self, workspace: Path) -> None:
        """Go on in a copy of the workspace; the plan and the form stay."""
        self.workspace = workspace
        self.content, _ = load_workspace(workspace)
        self.briefs = list_briefs(workspace)
        self.use_real, self.learned, self.deck = False, (), None
        self.desk = replace(self.desk, content=self.content)
        self.shown = Shown()
        self.read_records()
        if self._packs is not None:
            self._packs.close()
            self._packs = None

    def packs(self) -> WarmPacks:
        """The warm process that makes packs, started with the first one."""
        if self._packs is None:
            self._packs = WarmPacks(self.workspace).__enter__()
            atexit.register(self._packs.close)
        return self._packs


def make_state(workspace: Path, language: Language) -> TrainerState:
    """The state of a new page: content loaded, and a first plan from an example brief where there is one."""
    content, _ = load_workspace(workspace)
    state = TrainerState(workspace, content, Desk(content), new_brief(language), briefs=list_briefs(workspace))
    state.read_records()
    first = workspace / FIRST_BRIEF
    if first.is_file():
        state.data = read_brief_file(content, first)
    state.plan_data(state.data, language)
    return state


def read_brief_file(content: Content, path: Path) -> Data:
    """The data of a brief's file. Raises ProblemsError when it cannot be used."""
    brief, problems = load_brief(path, content)
    if brief is None or has_errors(problems):
        raise ProblemsError(problems)
    return brief_data(brief)
