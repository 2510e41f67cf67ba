"""What a group profile does to one session: its plan with and without."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.planning.plan import SessionPlan


@dataclass(frozen=True, slots=True)
class ModuleChange:
    """A module's minutes in the plan without the profile and with it."""

    module: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What differs between two plans of one session: minutes of each module of either, in the later plan's order, and
    ids of objectives and activities that came or went."""

    title: str
    modules: tuple[ModuleChange, ...]
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    activities_in: tuple[str, ...] = ()
    activities_out: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether the two plans are alike."""
        same = all(m.before == m.after for m in self.modules)
        return same and not (self.gained or self.lost or self.activities_in or self.activities_out)


def compare_plans(before: SessionPlan, after: SessionPlan) -> PlanChange:
    """What the second plan has that the first has not, and the other way round."""
    first, second = _minutes(before), _minutes(after)
    modules = dict.fromkeys((*second, *first))
    served, serves = _served(before), _served(after)
    held, holds = _activities(before), _activities(after)
    return PlanChange(
        title=after.brief.title,
        modules=tuple(ModuleChange(m, first.get(m, 0), second.get(m, 0)) for m in modules),
        gained=tuple(o for o in serves if o not in served),
        lost=tuple(o for o in served if o not in serves),
        activities_in=tuple(a for a in holds if a not in held),
        activities_out=tuple(a for a in held if a not in holds),
    )


def _minutes(plan: SessionPlan) -> dict[str, int]:
    found: dict[str, int] = {}
    for slot in plan.slots():
        if slot.module:
            found[slot.module] = found.get(slot.module, 0) + slot.minutes
    return found


def _served(plan: SessionPlan) -> tuple[str, ...]:
    return tuple(outcome.objective for outcome in plan.objectives if outcome.served)


def _activities(plan: SessionPlan) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slot.activity for slot in plan.slots() if slot.activity))
