"""Does this plan keep the rules? Asked of plans that a person edited by hand, and in tests of every solved one."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.content.records import Content
from toolkit.planning.clock_rules import CLOCK_RULES, Reading, Verdict, read_plan
from toolkit.planning.plan import SessionPlan
from toolkit.planning.pool import make_pool
from toolkit.planning.rules import requirements
from toolkit.problems import Place, Problem, make_problem, near_miss, sort_problems


def review_plan(
    content: Content, plan: SessionPlan, *, place: Place | None = None, lines: Mapping[str, int] | None = None
) -> tuple[Problem, ...]:
    """Every rule that the plan breaks, sorted. `place` is where the plan is written, `lines` the line of each slot."""
    reading = read_plan(content, plan)
    where = place or Place("plan")
    broken = [verdict for verdict in judge_plan(reading) if not verdict.satisfied]
    return sort_problems(_problem(verdict, reading, where, lines or {}) for verdict in broken)


def judge_plan(reading: Reading) -> list[Verdict]:
    """The verdict of every rule, kept or broken: first the clock, then what the plan must hold."""
    verdicts = [verdict for rule in CLOCK_RULES for verdict in rule(reading)]
    brief = reading.brief
    chosen = {slot.activity for slot in reading.plan.slots() if slot.activity}
    pool = make_pool(reading.content, brief)
    for requirement in requirements(pool, brief.modules.include, brief.objectives.include):
        values = {"subject": requirement.subject, "of": ", ".join(requirement.of)}
        verdicts.append(Verdict(requirement.code, "plan", requirement.satisfied(chosen), values))
    return verdicts


def _problem(verdict: Verdict, reading: Reading, where: Place, lines: Mapping[str, int]) -> Problem:
    place = Place(where.path, lines.get(verdict.slot, where.line))
    near = None
    if verdict.code == "slot-activity-unknown":
        near = near_miss(str(verdict.values["activity"]), reading.activities)
    return make_problem(verdict.code, place, near=near, **verdict.values)
