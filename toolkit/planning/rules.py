"""What a plan must hold. Each rule yields requirements, which are data: the solver turns them into constraints, and
the review asks of a plan that a person edited whether they are satisfied.

The rules of the clock are in `clock_rules`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from toolkit.planning.order import variants_of
from toolkit.planning.pool import Candidate, Pool


@dataclass(frozen=True, slots=True)
class Requirement:
    """At least, or at most, `count` of the activities `of` are in the plan, whenever one of `when` is (always, when
    `when` is empty). `subject` is the id of the objective, activity or module that it is about."""

    code: str
    subject: str
    sign: Literal["at_least", "at_most"]
    count: int
    of: tuple[str, ...]
    when: tuple[str, ...] = ()

    def satisfied(self, chosen: Collection[str]) -> bool:
        """Whether a plan with these activities keeps it."""
        if self.when and not any(a in chosen for a in self.when):
            return True
        held = sum(a in chosen for a in self.of)
        return held >= self.count if self.sign == "at_least" else held <= self.count


def essential_objectives(pool: Pool) -> Iterator[Requirement]:
    """Every essential objective of a module that is named or used is served, if any suitable activity serves it."""
    for aim in pool.aims:
        of = serving(pool, aim.objective.id)
        if aim.essential and of:
            yield Requirement("essential-unserved", aim.objective.id, "at_least", 1, of, _used(pool, aim.module))


def asked_objectives(pool: Pool, include: Collection[str]) -> Iterator[Requirement]:
    """Objectives that the brief includes are served."""
    for objective in sorted(set(include)):
        if serving(pool, objective):
            yield Requirement("asked-objective-unserved", objective, "at_least", 1, serving(pool, objective))


def essential_activities(pool: Pool) -> Iterator[Requirement]:
    """A module is not taught without the activities that carry it, or a variant of each."""
    for candidate in pool.candidates:
        if candidate.activity.essential:
            of = _variants(pool, candidate)
            when = _used(pool, candidate.activity.module)
            yield Requirement("essential-activity-missing", candidate.id, "at_least", 1, of, when)


def known_openings(pool: Pool) -> Iterator[Requirement]:
    """Each module starts from what participants know, if it has an activity for that."""
    for module in pool.modules:
        of = tuple(c.id for c in pool.candidates if c.activity.module == module.id and c.activity.known)
        if of:
            yield Requirement("known-opening-missing", module.id, "at_least", 1, of, _members(pool, module.id))


def one_variant(pool: Pool) -> Iterator[Requirement]:
    """Of activities that replace each other, one at the most."""
    seen: set[str] = set()
    for candidate in pool.candidates:
        of = _variants(pool, candidate)
        if len(of) > 1 and not seen & set(of):
            seen |= set(of)
            yield Requirement("variants-together", candidate.id, "at_most", 1, of)


def required_activities(pool: Pool) -> Iterator[Requirement]:
    """What an activity requires, or a variant of it, is in as well."""
    candidates = {c.id for c in pool.candidates}
    activities = [a for module in pool.modules for a in module.activities]
    for candidate in pool.candidates:
        for needed in candidate.activity.requires:
            of = tuple(sorted(v for v in variants_of(needed, activities) if v in candidates and v != candidate.id))
            if of or candidate.id not in pool.wishes.keep:
                yield Requirement("required-activity-missing", candidate.id, "at_least", 1, of, (candidate.id,))


def asked_activities(pool: Pool) -> Iterator[Requirement]:
    """What the trainer asked for or locked is in."""
    for candidate in pool.candidates:
        if candidate.id in pool.wishes.keep:
            yield Requirement("asked-activity-missing", candidate.id, "at_least", 1, (candidate.id,))


def asked_modules(pool: Pool, include: Collection[str]) -> Iterator[Requirement]:
    """Of a module that the brief includes, something is in."""
    for module in pool.modules:
        members = _members(pool, module.id)
        if module.id in include and members:
            yield Requirement("asked-module-missing", module.id, "at_least", 1, members)


ChoiceRule = Callable[[Pool], Iterator[Requirement]]

CHOICE_RULES: tuple[ChoiceRule, ...] = (
    essential_objectives,
    essential_activities,
    known_openings,
    one_variant,
    required_activities,
    asked_activities,
)
"""The rules that need nothing but the pool; `requirements` adds the two that need the brief's lists."""


def requirements(pool: Pool, modules: Collection[str], objectives: Collection[str]) -> tuple[Requirement, ...]:
    """Everything that a plan must hold, given the modules and objectives that the brief includes."""
    found = [requirement for rule in CHOICE_RULES for requirement in rule(pool)]
    return (*found, *asked_modules(pool, modules), *asked_objectives(pool, objectives))


def serving(pool: Pool, objective: str) -> tuple[str, ...]:
    """Candidates that serve an objective."""
    return tuple(c.id for c in pool.candidates if objective in c.activity.objectives)


def _members(pool: Pool, module: str) -> tuple[str, ...]:
    return tuple(c.id for c in pool.candidates if c.activity.module == module)


def _used(pool: Pool, module: str) -> tuple[str, ...]:
    """The condition under which a module's own rules hold: always when it is named, else when it is used."""
    return () if module in pool.named else _members(pool, module)


def _variants(pool: Pool, candidate: Candidate) -> tuple[str, ...]:
    among = variants_of(candidate.id, [a for module in pool.modules for a in module.activities])
    return tuple(c.id for c in pool.candidates if c.id in among)
