"""What one session hands over to those who receive its group: covered, learned, left open, and what fits next.

Everything here is about the group or about the content. Of the findings only figures of known modules and objectives
are taken, and only those about at least `PUBLISH_AT` people; of the brief only its route, languages, dates, size,
title and organisation; of the record only which parts were held. No other words of anybody come along.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from toolkit.content.records import Content, Module
from toolkit.evaluation.findings.feedback import (
    KNOWN_FROM,
    NOT_REACHED,
    FeedbackRow,
    Verdict,
    curriculum_feedback,
)
from toolkit.evaluation.findings.make import PUBLISH_AT
from toolkit.evaluation.findings.records import Findings
from toolkit.planning.group_profile import Concept, GroupProfile
from toolkit.planning.plan import SessionPlan
from toolkit.planning.session_record import SessionRecord

Because = Literal["again", "open", "wanted", "follows", "new"]
"""Why a module is suggested: objectives not reached, objectives left open, wanted by the group, the next step after a
module that was held, or not held yet."""

MOST_SUGGESTED = 6
FOLLOWS = 0.5
"""What a next step adds to a module's weight; one objective that is needed as usual and still open weighs 1."""
HELD_UNTESTED = 0.3
"""What is left of an objective's weight when it was held and nobody knows what was learned."""


@dataclass(frozen=True, slots=True)
class ObjectiveState:
    """One objective of a module that was held. `verdict` is what the tests show; `post` percent of its points
    afterwards, None without a figure. `held` says whether an activity for it took place."""

    objective: str
    held: bool
    verdict: Verdict
    post: float | None = None

    @property
    def again(self) -> bool:
        """Held, but by the figures not reached."""
        low = self.post is not None and self.post < NOT_REACHED
        return self.held and (self.verdict == "not-improved" or low)


@dataclass(frozen=True, slots=True)
class ModuleState:
    """One module that was held, over `minutes` of activities (as they really were, where somebody wrote it down).
    `pre` and `post` are mean percent of its points, None without a figure that may be published."""

    module: str
    minutes: int
    verdict: Verdict
    objectives: tuple[ObjectiveState, ...]
    n: int | None = None
    pre: float | None = None
    post: float | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a module is suggested: `count` objectives, what the group says (`words`), or the module it follows."""

    kind: Because
    count: int = 0
    words: tuple[str, ...] = ()
    module: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A module for after arrival, with its weight (higher is more needed) and the reasons."""

    module: str
    weight: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """Everything that crosses from before departure to after arrival. `minutes_known` says that `held` and minutes are
    from a record, not only from the plan. `skills_for_work` is what an employers' session would build on, empty when
    nothing suggests one."""

    plan: SessionPlan
    modules: tuple[ModuleState, ...]
    suggestions: tuple[Suggestion, ...]
    needs: Mapping[str, float]
    people_tested: int | None
    minutes_known: bool = False
    profile: GroupProfile | None = None
    skills_for_work: tuple[Concept, ...] = ()
    vacancies_known: bool = False
    least: int = field(default=PUBLISH_AT)


def make_handover(
    content: Content,
    plan: SessionPlan,
    findings: Findings | None,
    *,
    record: SessionRecord | None = None,
    profile: GroupProfile | None = None,
    vacancies: Sequence[str] = (),
) -> Handover:
    """The handover of a session. `vacancies` are ISCO-08 codes of jobs that the receiving place has to offer."""
    safe = published(findings) if findings else None
    modules = tuple(_modules(content, plan, findings, safe, record))
    needs = _needs_now(safe) if safe else {}
    matched = findings.counts.n_matched if findings else 0
    return Handover(
        plan=plan,
        modules=modules,
        suggestions=_suggestions(content, plan, modules, needs, profile),
        needs=needs,
        people_tested=matched if matched >= PUBLISH_AT else None,
        minutes_known=record is not None,
        profile=profile,
        skills_for_work=_skills_for_work(profile, vacancies),
        vacancies_known=bool(vacancies),
    )


def published(findings: Findings) -> Findings:
    """The findings with nothing in them but figures of modules and objectives about at least `PUBLISH_AT` people.

    Saved findings were protected before; a file that was edited, or protected for use inside only, gets no further.
    """
    if findings.suppressed:
        return replace(findings, objectives=(), groups=(), items=(), scales=(), flags=(), disclosure=(), unions=())
    objectives = tuple(o for o in findings.objectives if not o.suppressed and o.change.n >= PUBLISH_AT)
    groups = tuple(g for g in findings.groups if g.by == "module" and not g.suppressed and g.change.n >= PUBLISH_AT)
    return replace(
        findings, objectives=objectives, groups=groups, items=(), scales=(), flags=(), disclosure=(), unions=()
    )


def _needs_now(findings: Findings) -> dict[str, float]:
    """Objective → how much the same group needs it from now on: 0 known, 1 as usual, 2 twice as much, by what it knew
    afterwards. (`needs_from_findings` is about other groups like it, and looks at what was known before.)"""
    needs: dict[str, float] = {}
    for objective in findings.objectives:
        post = objective.change.mean_post
        if post is not None:
            needs[objective.objective] = 0.0 if post >= KNOWN_FROM else round(min(2.0, (100 - post) / 50), 1)
    return needs


def _modules(
    content: Content,
    plan: SessionPlan,
    findings: Findings | None,
    safe: Findings | None,
    record: SessionRecord | None,
) -> Iterator[ModuleState]:
    rows = curriculum_feedback(safe, content) if safe else ()
    by_module: dict[str, FeedbackRow] = {row.module: row for row in rows if not row.objective}
    by_objective: dict[str, FeedbackRow] = {row.objective: row for row in rows if row.objective}
    withheld = {o.objective for o in findings.objectives} if findings else set()
    withheld -= {o.objective for o in safe.objectives} if safe else set()
    minutes = {slot.slot: slot.actual_minutes for slot in record.slots} if record else {}
    for name in plan.module_ids():
        module = content.modules.get(name)
        if module is None:
            continue
        took = {s.id: minutes.get(s.id) for s in plan.slots() if s.module == name}
        slots = [s for s in plan.slots() if s.module == name and took[s.id] != 0]
        held = {objective for slot in slots for objective in slot.objectives}
        total = sum(s.minutes if (real := took[s.id]) is None else real for s in slots)
        if not slots:
            continue
        row = by_module.get(name)
        yield ModuleState(
            module=name,
            minutes=total,
            verdict=row.verdict if row else "untested",
            objectives=tuple(_objective(o.id, held, by_objective, withheld) for o in module.objectives),
            n=row.n if row else None,
            pre=row.mean_pre if row else None,
            post=row.mean_post if row else None,
        )


def _objective(objective: str, held: set[str], rows: Mapping[str, FeedbackRow], withheld: set[str]) -> ObjectiveState:
    if objective in withheld:
        return ObjectiveState(objective, objective in held, "withheld")
    row = rows.get(objective)
    if row is None:
        return ObjectiveState(objective, objective in held, "untested")
    return ObjectiveState(objective, objective in held, row.verdict, row.mean_post)


def _suggestions(
    content: Content,
    plan: SessionPlan,
    states: Sequence[ModuleState],
    needs: Mapping[str, float],
    profile: GroupProfile | None,
) -> tuple[Suggestion, ...]:
    """Modules for the same people after arrival, most needed first; of those that weigh the same, curriculum order."""
    held = {state.module: state for state in states}
    found = []
    for module in content.modules.values():
        if plan.brief.audience not in module.audiences or "post_arrival" not in module.stages:
            continue
        weight, reasons = _weigh(content, module, held, needs, profile)
        if reasons and weight > 0:
            found.append(Suggestion(module.id, round(weight, 2), reasons))
    return tuple(sorted(found, key=lambda s: -s.weight)[:MOST_SUGGESTED])


def _weigh(
    content: Content,
    module: Module,
    held: Mapping[str, ModuleState],
    needs: Mapping[str, float],
    profile: GroupProfile | None,
) -> tuple[float, tuple[Reason, ...]]:
    """The mean weight of a module's objectives, and the reasons."""
    state = held.get(module.id)
    own = {o.objective: o for o in state.objectives} if state else {}
    wanted = profile.objectives if profile else {}
    parts = [needs.get(o.id, wanted.get(o.id, 1.0)) * _open_share(own.get(o.id)) for o in module.objectives]
    weight = sum(parts) / len(parts) if parts else 0.0
    reasons = []
    again = sum(o.again for o in own.values())
    left = sum(not o.held for o in own.values())
    if again:
        reasons.append(Reason("again", again))
    if left:
        reasons.append(Reason("open", left))
    if not state:
        follows = [m for m in held if module.id in content.modules[m].follow_ups]
        weight += FOLLOWS if follows else 0
        reasons += [Reason("follows", module=follows[0])] if follows else [Reason("new")]
    said = _wanted_words(module, profile)
    if said and (reasons or not state):
        reasons.append(Reason("wanted", words=said))
    return weight, tuple(reasons)


def _open_share(state: ObjectiveState | None) -> float:
    """How much of an objective is still to do: all when it was not held or not reached, nothing when it was learned."""
    if state is None or not state.held or state.again:
        return 1.0
    return HELD_UNTESTED if state.verdict in ("untested", "withheld", "unclear") else 0.0


def _wanted_words(module: Module, profile: GroupProfile | None) -> tuple[str, ...]:
    """What the group said of which this module is the answer."""
    own = {o.id for o in module.objectives}
    needs = profile.objective_needs if profile else ()
    return tuple(n.because for n in needs if n.need > 1 and own.intersection(n.objectives))


def _skills_for_work(profile: GroupProfile | None, vacancies: Sequence[str]) -> tuple[Concept, ...]:
    """Occupations and skills that suggest a session with employers: with vacancies, only those occupations that fit one
    of them (the same ISCO group, as far as both codes go)."""
    if profile is None:
        return ()
    work = tuple(dict.fromkeys((*profile.occupations, *profile.wanted_occupations)))
    if not vacancies:
        return (*work, *profile.skills) if work else ()
    fitting = tuple(c for c in work if c.code and any(_same_group(c.code, code) for code in vacancies))
    return (*fitting, *profile.skills) if fitting else ()


def _same_group(one: str, other: str) -> bool:
    first, second = one.split(".")[0], other.split(".")[0]
    return first.startswith(second) or second.startswith(first)
