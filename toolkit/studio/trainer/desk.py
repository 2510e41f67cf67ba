"""The trainer's desk: the plan at hand, what the last change did to it, and the way back. A change is a new desk."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from toolkit.content.records import Content
from toolkit.planning.brief import Brief, Edits
from toolkit.planning.edit import Change, compare_plans
from toolkit.planning.plan import SessionPlan
from toolkit.planning.solve import plan_session
from toolkit.planning.solve.explain import find_ways, follow_way
from toolkit.planning.solve.ways import Way
from toolkit.problems import Place, Problem

REMEMBERED = 60
"""Plans that can be gone back to."""


@dataclass(frozen=True, slots=True)
class Desk:
    """`content` is what is planned with. `plan` is the last plan that held, None before the first one. `changes` is
    what the last step did to it. After a step that no plan can follow, `refused` is the brief that asked for it,
    `problems` say why and `ways` how it would work; else `problems` holds the plan's warnings."""

    content: Content
    plan: SessionPlan | None = None
    changes: tuple[Change, ...] = ()
    before: SessionPlan | None = None
    problems: tuple[Problem, ...] = ()
    refused: Brief | None = None
    ways: tuple[Way, ...] = ()
    past: tuple[SessionPlan, ...] = field(default=(), repr=False)
    future: tuple[SessionPlan, ...] = field(default=(), repr=False)

    @property
    def brief(self) -> Brief | None:
        """The brief of the plan at hand, or of the first one that was refused."""
        return self.plan.brief if self.plan is not None else self.refused


def plan_brief(desk: Desk, brief: Brief, *, anew: bool = False) -> Desk:
    """The desk with a plan for this brief, close to the present one unless `anew`. A brief without a plan leaves the
    present plan where it is; `with_ways` then finds what would work."""
    previous = None if anew else desk.plan
    new, problems = plan_session(desk.content, brief, previous=previous, place=Place("brief"))
    if new is None:
        return replace(desk, problems=problems, refused=brief, ways=(), changes=(), before=None)
    return put_plan(desk, new, problems)


def edit_plan(desk: Desk, edits: Edits) -> Desk:
    """As `plan_brief`, with other edits."""
    if desk.plan is None:
        return desk
    return plan_brief(desk, desk.plan.brief.model_copy(update={"edits": edits}))


def put_plan(desk: Desk, plan: SessionPlan, problems: tuple[Problem, ...] = ()) -> Desk:
    """The desk with this plan on it, and what it changed."""
    before = desk.plan
    changes = tuple(compare_plans(before, plan, plan.brief.edits)) if before is not None else ()
    past = (*desk.past, before)[-REMEMBERED:] if before is not None and before != plan else desk.past
    future = () if before != plan else desk.future
    return replace(
        desk, plan=plan, changes=changes, before=before, problems=problems, refused=None, ways=(), past=past,
        future=future,
    )  # fmt: skip


def confirm(desk: Desk, criterion: str, yes: bool) -> Desk:
    """The desk with the trainer's answer to one criterion; the plan stays as it is."""
    if desk.plan is None:
        return desk
    brief = desk.plan.brief
    others = tuple(c for c in brief.confirmed if c != criterion)
    brief = brief.model_copy(update={"confirmed": (*others, criterion) if yes else others})
    return put_plan(desk, desk.plan.model_copy(update={"brief": brief}), desk.problems)


def with_ways(desk: Desk) -> Desk:
    """The desk with the ways out of what was refused, cheapest first; each of them works."""
    return replace(desk, ways=find_ways(desk.content, desk.refused)) if desk.refused is not None else desk


def take_way(desk: Desk, number: int) -> Desk:
    """Follow one of the ways out."""
    if desk.refused is None or not 0 <= number < len(desk.ways):
        return desk
    return plan_brief(desk, follow_way(desk.refused, desk.ways[number]))


def let_be(desk: Desk) -> Desk:
    """Forget what was refused, and go on with the plan at hand."""
    return replace(desk, problems=(), refused=None, ways=())


def undo(desk: Desk) -> Desk:
    """Back to the plan before."""
    if not desk.past or desk.plan is None:
        return desk
    *past, last = desk.past
    back = put_plan(replace(desk, past=()), last)
    return replace(back, past=tuple(past), future=(desk.plan, *desk.future))


def redo(desk: Desk) -> Desk:
    """Forward again."""
    if not desk.future or desk.plan is None:
        return desk
    following, *rest = desk.future
    return replace(put_plan(desk, following), future=tuple(rest))
