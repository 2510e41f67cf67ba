"""What a brief puts in question: modules, activities and objectives, in the one order in which they can be taught."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from toolkit.content.records import Activity, Content, Minutes, Module, Objective
from toolkit.content.vocabulary import METHODS, PHASES, Need
from toolkit.planning.brief import Brief
from toolkit.planning.hours import DayHours, choose_template, make_hours
from toolkit.planning.order import order_as_asked, variants_of
from toolkit.planning.situation import LISTENING_KINDS, LONGEST_PRESENTATION_MINUTES, fit_activity, minutes_for
from toolkit.planning.wishes import Wishes, wishes_of

Node = TypeVar("Node", Activity, Module)

PRIORITY_WEIGHTS = {"essential": 9, "important": 3, "optional": 1}
"""What serving an objective is worth: each priority three of the next."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An activity that the plan may use. `minutes` are its range for this group; `day` is 0 when any day will do."""

    activity: Activity
    minutes: Minutes
    adaptations: tuple[Need, ...]
    day: int

    @property
    def id(self) -> str:
        """The activity's id."""
        return self.activity.id

    @property
    def listening(self) -> bool:
        """Whether participants only listen."""
        return self.activity.kind in LISTENING_KINDS

    @property
    def participation_pct(self) -> int:
        """Share of its minutes in which participants speak or do."""
        method = METHODS.get(self.activity.kind)
        return method.participation_pct if method else 0


@dataclass(frozen=True, slots=True)
class Aim:
    """An objective in question and what it is worth to this group; 0 when it was let go."""

    objective: Objective
    module: str
    weight: float

    @property
    def essential(self) -> bool:
        """Whether a plan with its module must serve it."""
        return self.objective.priority == "essential" and self.weight > 0


@dataclass(frozen=True, slots=True)
class Pool:
    """`modules`, `candidates` and `aims` are in teaching order. `named` are the modules that the brief asks for.
    `set_aside` gives the reason for every activity of these modules that is no candidate."""

    modules: tuple[Module, ...]
    candidates: tuple[Candidate, ...]
    aims: tuple[Aim, ...]
    named: frozenset[str]
    wishes: Wishes
    set_aside: Mapping[str, str]


def make_pool(content: Content, brief: Brief, *, named_only: bool = False) -> Pool:
    """The pool of a brief; empty when no module fits. With `named_only`, the modules that the brief names are all."""
    wishes = wishes_of(brief)
    named = frozenset(brief.modules.only) | frozenset(brief.modules.include)
    template = choose_template(content, brief)
    days = make_hours(brief, template) if template else ()
    longest = longest_block(days)
    aims_of = {m.id: _aims(m, brief) for m in content.modules.values()}
    modules = [m for m in content.modules.values() if _in_question(m, brief, wishes, aims_of[m.id])]
    if named_only and named:
        modules = [m for m in modules if m.id in named or {a.id for a in m.activities} & wishes.keep]
    ordered = order_modules(content, modules, wishes, len(days))
    candidates: list[Candidate] = []
    set_aside: dict[str, str] = {}
    for module in ordered:
        let_go = {aim.objective.id for aim in aims_of[module.id] if aim.weight == 0}
        for activity in order_activities(module.activities):
            reason = _reason_against(activity, module, brief, wishes, let_go, longest)
            if reason:
                set_aside[activity.id] = reason
            else:
                candidates.append(_candidate(activity, brief, wishes))
    candidates = _with_wanted_of_bank(candidates, content, brief, wishes)
    candidates = order_as_asked(content, candidates, lambda c: c.activity, wishes.before)
    aims = tuple(aim for module in ordered for aim in aims_of[module.id])
    return Pool(tuple(ordered), tuple(candidates), aims, named & {m.id for m in ordered}, wishes, set_aside)


def _with_wanted_of_bank(
    candidates: Sequence[Candidate], content: Content, brief: Brief, wishes: Wishes
) -> list[Candidate]:
    """Activities of the bank that the trainer asked for, spread evenly between the modules. Those that frame a day and
    those with a day of their own are `frames`' business."""
    asked = [*brief.activities.include, *sorted(wishes.keep)]
    bank = content.bank_activities()
    wanted = [i for i in dict.fromkeys(asked) if i in bank and i in wishes.keep and not belongs_to_day(bank[i], wishes)]
    modules = list(dict.fromkeys(c.activity.module for c in candidates))
    found = [c for c in candidates if not modules]
    given = 0
    for number, module in enumerate(modules, start=1):
        found += [c for c in candidates if c.activity.module == module]
        due = len(wanted) * number // len(modules)
        found += [_candidate(bank[i], brief, wishes) for i in wanted[given:due]]
        given = due
    return found + [_candidate(bank[i], brief, wishes) for i in wanted[given:]]


def is_frame(activity: Activity) -> bool:
    """Whether an activity structures a day rather than teaching something."""
    method = METHODS.get(activity.kind)
    return bool(method and method.frame)


def belongs_to_day(activity: Activity, wishes: Wishes) -> bool:
    """Whether an activity of the bank stands at the beginning or end of a day."""
    return is_frame(activity) or activity.id in wishes.day


def _in_question(module: Module, brief: Brief, wishes: Wishes, aims: Sequence[Aim]) -> bool:
    own = {a.id for a in module.activities}
    goals = {o.id for o in module.objectives}
    if module.id in brief.modules.include or own & wishes.keep or goals & set(brief.objectives.include):
        return True
    if module.id in brief.modules.exclude or (aims and all(aim.weight == 0 for aim in aims)):
        return False
    if brief.modules.only:
        return module.id in brief.modules.only
    return brief.audience in module.audiences and brief.stage in module.stages


def _aims(module: Module, brief: Brief) -> tuple[Aim, ...]:
    def weight(objective: Objective) -> float:
        if objective.id in brief.objectives.exclude:
            return 0.0
        return PRIORITY_WEIGHTS[objective.priority] * max(0.0, brief.needs.get(objective.id, 1.0))

    return tuple(Aim(o, module.id, weight(o)) for o in module.objectives)


def longest_block(days: Sequence[DayHours]) -> int:
    """Minutes of the longest stretch without a break, breaks placed as far apart as their windows allow."""
    found = 0
    for day in days:
        begins = [0, *(b.earliest + b.minutes for b in day.breaks)]
        ends = [*(b.latest for b in day.breaks), day.length]
        found = max(found, *(end - begin for begin, end in zip(begins, ends, strict=True)))
    return found


def _reason_against(
    activity: Activity, module: Module, brief: Brief, wishes: Wishes, let_go: set[str], longest: int
) -> str:
    """Why an activity is no candidate, or "". What the trainer asked for by id is always one."""
    if activity.id in wishes.drop:
        return "excluded"
    if activity.id in wishes.keep:
        return ""
    fit = fit_activity(activity, brief)
    if not fit.suits:
        return fit.reason
    if activity.objectives and set(activity.objectives) <= let_go:
        return "known-already"
    by_id = {a.id: a for a in module.activities}
    phases = [PHASES.index(by_id[r].phase) for r in activity.requires if r in by_id]
    if any(phase > PHASES.index(activity.phase) for phase in phases):
        return "requires-later-phase"
    least = minutes_for(activity, brief).least
    if activity.kind in LISTENING_KINDS and least > LONGEST_PRESENTATION_MINUTES:
        return "presentation-too-long"
    if least > longest:
        return "longer-than-any-block"
    return ""


def _candidate(activity: Activity, brief: Brief, wishes: Wishes) -> Candidate:
    exact = wishes.minutes.get(activity.id)
    minutes = Minutes(exact, exact, exact) if exact is not None else minutes_for(activity, brief)
    return Candidate(activity, minutes, fit_activity(activity, brief).adaptations, wishes.day.get(activity.id, 0))


def order_modules(
    content: Content, modules: Iterable[Module], wishes: Wishes | None = None, days: int = 1
) -> list[Module]:
    """Prerequisites first; otherwise in curriculum order, except that a module with an activity asked for on a certain
    day stands about there. A cycle of prerequisites, which is a content problem, is cut at its first module."""
    place = {
        module_id: (curriculum.id, at)
        for curriculum in content.curricula.values()
        for at, module_id in enumerate(curriculum.modules)
    }
    natural = sorted(modules, key=lambda m: (*place.get(m.id, (m.curriculum, len(place))), m.id))
    asked = wishes.day if wishes else {}
    position = {}
    for at, module in enumerate(natural):
        own = [asked[a.id] for a in module.activities if a.id in asked]
        position[module.id] = (min(own) - 0.5) / max(1, days) if own else (at + 0.5) / len(natural)
    return _topological({m.id: m for m in natural}, lambda m: (position[m.id], m.id), lambda m: m.prerequisites)


def order_activities(activities: Iterable[Activity]) -> list[Activity]:
    """By phase and, inside a phase, what is required first, else as written, listening apart where that is possible."""
    given = list(activities)
    written = {a.id: at for at, a in enumerate(given)}
    required = {a.id: _required(a, given) for a in given}
    found: list[Activity] = []
    for phase in PHASES:
        of_phase = {a.id: a for a in given if a.phase == phase}
        found += _topological(
            of_phase, lambda a: (not a.known, written[a.id]), lambda a: required[a.id], _alternate(tuple(found))
        )
    return found


def _required(activity: Activity, activities: Sequence[Activity]) -> tuple[str, ...]:
    """What must come before, with its variants: whichever is used comes first."""
    return tuple(sorted({v for r in activity.requires for v in variants_of(r, activities)} - {activity.id}))


def _alternate(before: Sequence[Activity]) -> Callable[[Sequence[Activity], Activity], bool]:
    """Whether an activity may follow without two that only listen standing side by side."""

    def apart(placed: Sequence[Activity], activity: Activity) -> bool:
        last = placed[-1] if placed else before[-1] if before else None
        return last is None or not (last.kind in LISTENING_KINDS and activity.kind in LISTENING_KINDS)

    return apart


def _topological(
    nodes: Mapping[str, Node],
    key: Callable[[Node], tuple[object, ...]],
    before: Callable[[Node], Iterable[str]],
    prefer: Callable[[Sequence[Node], Node], bool] | None = None,
) -> list[Node]:
    waiting = dict(sorted(nodes.items(), key=lambda entry: key(entry[1])))
    needed = {node_id: set(before(node)) & set(nodes) for node_id, node in nodes.items()}
    placed: list[Node] = []
    while waiting:
        ready = [i for i in waiting if not needed[i] & set(waiting) - {i}] or [next(iter(waiting))]
        chosen = next((i for i in ready if prefer is None or prefer(placed, waiting[i])), ready[0])
        placed.append(waiting.pop(chosen))
    return placed
