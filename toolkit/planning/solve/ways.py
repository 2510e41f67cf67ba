"""Ways out of an impossible brief: sets of changes to it, each of them tried.

The brief is solved again with a priced slack on every demand that may give way: the cheapest set of slacks is the
advice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from toolkit.content.phrase import Phrase, phrase
from toolkit.content.records import Content
from toolkit.planning.brief import Brief, Choice, Edits
from toolkit.planning.hours import choose_template, clock_of
from toolkit.planning.pool import longest_block
from toolkit.planning.rules import Requirement
from toolkit.planning.situation import GRID_MINUTES
from toolkit.planning.solve.choose import Task, add_requirement, build_model, choose_shortest, conditions
from toolkit.planning.solve.session import Ground, lay_ground, solve

PRICES = {
    "asked-activity-missing": 20,
    "asked-objective-unserved": 30,
    "essential-activity-missing": 40,
    "asked-module-missing": 50,
    "known-opening-missing": 60,
    "essential-unserved": 100,
}
"""What it costs to let a rule give way; rules that are not here never do."""

LATEST_END = 22 * 60
MORE_MINUTES_TRIED = (0, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180)
MORE_DAYS_TRIED = 6
TIGHTER_PCT = (100, 90, 80, 65, 50, 30)
LONGEST_LINE = 118
"""Longer words are cut in problems."""


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a way out: in words for the trainer, and as a field of the brief for who writes it by hand."""

    words: Phrase
    in_file: str = ""

    def __str__(self) -> str:
        """Both, in English."""
        return f"{self.words} ({self.in_file})" if self.in_file else str(self.words)


@dataclass(frozen=True, slots=True)
class Way:
    """One way out: its steps, and the fields of the brief that change."""

    steps: tuple[Step, ...]
    changes: Mapping[str, object]

    @property
    def words(self) -> str:
        """All steps in one line."""
        return " and ".join(map(str, self.steps))


def follow_way(brief: Brief, way: Way) -> Brief:
    """The brief with the way's changes."""
    return Brief.model_validate(brief.model_dump() | dict(way.changes))


def find_ways(content: Content, brief: Brief) -> tuple[Way, ...]:
    """Ways out that were tried and work, cheapest first: more time, fewer demands, fewer modules, more days."""
    ground = lay_ground(content, brief)
    if ground is None or not ground.pool.candidates:
        return tuple(_any_that_works(content, brief, _ways_to_something(content, brief)))
    found = [
        next(_any_that_works(content, brief, ways), None)
        for ways in (
            _more_time(ground),
            _fewer_demands(ground, content),
            _fewer_modules(ground),
            _more_days(ground),
        )
    ]
    kept = [way for way in found if way is not None]
    if kept:
        return tuple({way.words: way for way in kept}.values())
    last = next(_any_that_works(content, brief, _last_resorts(ground)), None)
    return (last,) if last is not None else ()


def has_plan(content: Content, brief: Brief) -> bool:
    """Whether a brief can be planned at all."""
    ground = lay_ground(content, brief)
    return ground is not None and bool(ground.pool.candidates) and solve(ground, any_plan=True) is not None


def _any_that_works(content: Content, brief: Brief, ways: Iterator[Way]) -> Iterator[Way]:
    for way in ways:
        if has_plan(content, follow_way(brief, way)):
            yield way


def _more_time(ground: Ground) -> Iterator[Way]:
    """The same demands on longer days, beginning with the minutes that are missing."""
    needed = choose_shortest(_open_task(ground))
    if needed is None:
        return
    least = {c.id: c.minutes.least for c in ground.pool.candidates}
    missing = sum(least[a] for a in needed.minutes) - ground.capacity(ground.frames, least=True)
    days = len(ground.hours)
    from_minutes = max(GRID_MINUTES, -(-missing // days // GRID_MINUTES) * GRID_MINUTES)
    day = ground.hours[0]
    for more in MORE_MINUTES_TRIED:
        end = day.start + day.length + from_minutes + more
        if end > LATEST_END:
            return
        minutes = from_minutes + more
        words = (
            phrase("allow {n} more minutes on each day", n=minutes)
            if days > 1
            else phrase("allow {n} more minutes", n=minutes)
        )
        hours = {"start": clock_of(day.start), "end": clock_of(end), "template": ground.template.id, "days": days}
        yield Way((Step(words, f'end: "{clock_of(end)}"'),), hours)


def _more_days(ground: Ground) -> Iterator[Way]:
    now = len(ground.hours)
    for days in range(now + 1, min(now + MORE_DAYS_TRIED, 15) + 1):
        words = phrase("allow {days} days instead of {now}", days=days, now=now)
        yield Way((Step(words, f"days: {days}"),), {"days": days, "template": ground.template.id})


def _fewer_demands(ground: Ground, content: Content) -> Iterator[Way]:
    """The cheapest set of demands that gives way, within the time there is; tighter while it cannot be placed."""
    for share in TIGHTER_PCT:
        slack = _cheapest_slack(ground, share)
        if slack:
            yield _give_way(slack, ground, content)


def _cheapest_slack(ground: Ground, share: int) -> list[Requirement]:
    """Solve again with a priced slack on every demand that may give way."""
    from ortools.sat.python import cp_model

    task = replace(_open_task(ground), requirements=(), modules_at_least=ground.modules_at_least)
    built = build_model(task, limit=False)
    capacity = max(0, ground.capacity(ground.frames, least=True)) * share // 100
    built.model.add(sum(built.units.values()) <= capacity // GRID_MINUTES)
    prices, slacks = [], []
    impossible = impossible_wishes(ground)
    for requirement in ground.requirements:
        slack: Any = 0
        if requirement.code in PRICES:
            slack = built.model.new_bool_var(f"slack {requirement.code} {requirement.subject}")
            prices.append(PRICES[requirement.code] * slack)
            slacks.append((requirement, slack))
            if requirement.code == "asked-activity-missing" and requirement.subject in impossible:
                built.model.add(slack == 1)
        for literal in conditions(built, ground.pool, requirement):
            add_requirement(built, requirement, literal, slack)
    # Something must be left to teach.
    built.model.add(sum(built.chosen.values()) >= 1)
    total = 1 + sum(c.minutes.most for c in ground.pool.candidates)
    built.model.minimize(sum(prices) * total + sum(built.units.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    # Otherwise the solver would leave Ctrl-C switched to sudden death when it is done.
    solver.parameters.catch_sigint_signal = False
    solver.parameters.random_seed = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = 0.3
    if solver.solve(built.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return []
    return [requirement for requirement, slack in slacks if solver.value(slack)]


def impossible_wishes(ground: Ground) -> set[str]:
    """Activities asked for that no day can hold: too long in one piece, or on a day that is not there."""
    longest = longest_block(ground.hours)
    return {
        c.id
        for c in ground.pool.candidates
        if c.minutes.least > longest or c.day > len(ground.hours) or (c.listening and c.minutes.least > 20)
    }


def _give_way(slack: Sequence[Requirement], ground: Ground, content: Content) -> Way:
    """The slack as changes of the brief."""
    brief = ground.brief
    titles = {a.id: a.title.source for a in content.activities().values()}
    out, let_go, modules, goals = set[str](), set[str](), set[str](), set[str]()
    steps: list[Step] = []
    for requirement in slack:
        subject = requirement.subject
        title = cut_title(titles.get(subject, subject))
        match requirement.code:
            case "asked-activity-missing":
                out.add(subject)
                steps.append(Step(phrase('don\'t ask for "{title}"', title=title)))
            case "essential-activity-missing":
                out.add(subject)
                words = phrase('make "{title}" optional', title=title)
                steps.append(Step(words, f"activities: exclude: [{subject}]"))
            case "known-opening-missing":
                out |= set(requirement.of)
                words = phrase("begin {module} without its opening", module=subject)
                steps.append(Step(words, f"activities: exclude: [{', '.join(requirement.of)}]"))
            case "essential-unserved":
                let_go.add(subject)
                words = phrase('let the objective "{objective}" go', objective=subject)
                steps.append(Step(words, f"needs: {{{subject}: 0}}"))
            case "asked-module-missing":
                modules.add(subject)
                steps.append(Step(phrase('don\'t ask for the module "{module}"', module=subject)))
            case _:
                goals.add(subject)
                steps.append(Step(phrase('don\'t ask for the objective "{objective}"', objective=subject)))
    changes: dict[str, object] = _without(brief, out)
    if let_go:
        changes["needs"] = dict(brief.needs) | dict.fromkeys(sorted(let_go), 0.0)
    if goals:
        kept = tuple(o for o in brief.objectives.include if o not in goals)
        changes["objectives"] = brief.objectives.model_copy(update={"include": kept}).model_dump()
    if modules:
        changes["modules"] = _without_modules(brief, modules).model_dump()
    return Way(tuple(steps), changes)


def _without(brief: Brief, out: set[str]) -> dict[str, object]:
    """Changes that take activities out of every wish, and exclude them."""
    if not out:
        return {}
    edits, activities = brief.edits, brief.activities
    return {
        "activities": Choice(
            include=tuple(a for a in activities.include if a not in out),
            exclude=tuple(dict.fromkeys((*activities.exclude, *sorted(out)))),
            only=activities.only,
        ).model_dump(),
        "edits": Edits(
            lock=tuple(a for a in edits.lock if a not in out),
            drop=edits.drop,
            swap={a: b for a, b in edits.swap.items() if b not in out},
            minutes={a: m for a, m in edits.minutes.items() if a not in out},
            day={a: d for a, d in edits.day.items() if a not in out},
            before={a: b for a, b in edits.before.items() if a not in out},
        ).model_dump(),
    }


def _without_modules(brief: Brief, out: set[str]) -> Choice:
    asked = brief.modules
    return Choice(
        include=tuple(m for m in asked.include if m not in out),
        exclude=tuple(dict.fromkeys((*asked.exclude, *sorted(out)))),
        only=tuple(m for m in asked.only if m not in out),
    )


def _fewer_modules(ground: Ground) -> Iterator[Way]:
    """As many whole modules as fit, the first ones first."""
    ids = [m.id for m in ground.pool.modules]
    own = {m.id: {a.id for a in m.activities} for m in ground.pool.modules}
    held = [m for m in ids if own[m] & ground.pool.wishes.keep]
    for count in range(len(ids) - 1, 0, -1):
        keep = _best_modules(ground, count)
        if not keep or not set(held) <= set(keep):
            continue
        gone = [m for m in ids if m not in keep]
        only = Choice(
            include=tuple(m for m in ground.brief.modules.include if m in keep),
            exclude=tuple(dict.fromkeys((*ground.brief.modules.exclude, *gone))),
            only=tuple(keep),
        )
        take = Step(phrase("take {n} of {all} modules", n=count, all=len(ids)), f"modules: only: [{', '.join(keep)}]")
        leave = (Step(phrase('leave out the module "{module}"', module=m), f"modules: exclude: [{m}]") for m in gone)
        steps = (take,) if len(str(take)) <= LONGEST_LINE else tuple(leave)
        goals = tuple(o for o in ground.brief.objectives.include if o in _objectives_of(ground, keep))
        objectives = ground.brief.objectives.model_copy(update={"include": goals})
        yield Way(steps, {"modules": only.model_dump(), "objectives": objectives.model_dump()})


def _objectives_of(ground: Ground, modules: Sequence[str]) -> set[str]:
    return {aim.objective.id for aim in ground.pool.aims if aim.module in modules}


def _best_modules(ground: Ground, count: int) -> list[str]:
    """The `count` modules whose least teaching takes least time, in teaching order."""
    pool = ground.pool
    least = {}
    for module in pool.modules:
        own = replace(
            pool,
            candidates=tuple(c for c in pool.candidates if c.activity.module == module.id),
            modules=(module,),
        )
        needed = [r for r in ground.requirements if set(r.of) & {c.id for c in own.candidates}]
        tied = [replace(r, when=()) if r.code != "required-activity-missing" else r for r in needed]
        choice = choose_shortest(Task(own, tied, 10**5))
        least[module.id] = sum(choice.minutes.values()) if choice else 10**5
    cheapest = sorted(least, key=lambda m: (m not in pool.named, least[m], m))[:count]
    return [m.id for m in pool.modules if m.id in cheapest]


def _last_resorts(ground: Ground) -> Iterator[Way]:
    """Bigger changes: no wishes, then a full day, then one module on a full day."""
    brief = ground.brief
    free: dict[str, object] = {
        "activities": brief.activities.model_copy(update={"include": ()}).model_dump(),
        "objectives": brief.objectives.model_copy(update={"include": ()}).model_dump(),
        "edits": Edits().model_dump(),
    }
    yield Way((Step(phrase("take out the locked and included activities")),), free)
    whole: dict[str, object] = {"start": "09:00", "end": "17:00", "lunch": None, "fixed_breaks": ()}
    hours = 'start: "09:00", end: "17:00"'
    yield Way((Step(phrase("plan a whole day without fixed breaks"), hours),), whole)
    yield Way((Step(phrase("plan a whole day without asking for single activities"), hours),), whole | free)
    for module in ground.pool.modules:
        only = Choice(only=(module.id,)).model_dump()
        words = phrase('plan a whole day with the module "{module}" alone', module=module.id)
        yield Way((Step(words),), whole | free | {"modules": only, "needs": {}})


def _ways_to_something(content: Content, brief: Brief) -> Iterator[Way]:
    """When nothing is in question: other audiences or modules that are there."""
    template = choose_template(content, brief)
    if template is not None and (brief.start or brief.end):
        words = phrase("leave out start and end, so that the template's hours hold")
        yield Way((Step(words),), {"start": None, "end": None})
    for module in sorted(content.modules.values(), key=lambda m: m.id):
        if brief.audience in module.audiences and module.stages:
            words = phrase(
                'plan for the stage {stage}, which the module "{module}" is made for',
                stage=module.stages[0],
                module=module.id,
            )
            yield Way((Step(words),), {"stage": module.stages[0]})
    for module in sorted(content.modules.values(), key=lambda m: m.id):
        changes = {
            "modules": Choice(include=(module.id,)).model_dump(),
            "needs": {},
            "objectives": Choice().model_dump(),
            "activities": Choice().model_dump(),
            "edits": Edits().model_dump(),
        }
        words = phrase('ask for the module "{module}" by name', module=module.id)
        yield Way((Step(words, f"modules: include: [{module.id}]"),), changes)


def _open_task(ground: Ground) -> Task:
    return Task(ground.pool, ground.requirements, 10**5, ground.modules_at_least)


def cut_title(title: str) -> str:
    """A title short enough to stand in a problem with others."""
    return title if len(title) <= 36 else title[:35] + "…"
