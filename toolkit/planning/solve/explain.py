"""Why there is no plan, in the words of the brief: one problem, and a note for every other way out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

from toolkit.content.phrase import Phrase, phrase
from toolkit.content.records import Content
from toolkit.planning.brief import Brief
from toolkit.planning.hours import choose_template
from toolkit.planning.pool import longest_block
from toolkit.planning.solve.session import Ground, lay_ground
from toolkit.planning.solve.ways import LONGEST_LINE, Step, Way, cut_title, find_ways, follow_way, impossible_wishes
from toolkit.problems import Place, Problem, make_problem

__all__ = ["explain_impossible", "find_ways", "follow_way"]

WAYS_SHOWN = 4


def explain_impossible(content: Content, brief: Brief, where: Place) -> tuple[Problem, ...]:
    """What stands against a plan: one error, and a note for every other way out."""
    template = choose_template(content, brief)
    if template is None:
        return (make_problem("plan-no-template", where, template=brief.template or ""),)
    ways = find_ways(content, brief)
    ground = lay_ground(content, brief)
    if ground is not None and not ground.pool.candidates:
        return (_empty(content, brief, ground, where), *_notes(ways, where))
    first = _line(ways[0]) if ways else phrase("change the hours, the modules or the locked activities")
    conflict = _conflict(ground) if ground is not None else phrase("anything")
    minutes = max(0, ground.capacity(ground.frames, least=True)) if ground is not None else 0
    problem = make_problem("plan-impossible", where, minutes=minutes, conflict=conflict, way=first)
    too_long = _too_long(ground, where) if ground is not None else ()
    return (*too_long, problem, *_parts(ways[:1], where), *_notes(ways[1:], where))


def _too_long(ground: Ground, where: Place) -> Iterator[Problem]:
    """What was asked for and no stretch between two breaks can hold."""
    longest = longest_block(ground.hours)
    wanted = impossible_wishes(ground)
    for candidate in ground.pool.candidates:
        if candidate.id in wanted and candidate.minutes.least > longest:
            title, minutes = candidate.activity.title.source, candidate.minutes.least
            yield make_problem("activity-too-long", where, title=title, minutes=minutes, longest=longest)


def _notes(ways: Sequence[Way], where: Place) -> Iterator[Problem]:
    for way in ways[:WAYS_SHOWN]:
        yield make_problem("plan-way-out", where, way=_line(way))
        yield from _parts([way], where)


def _line(way: Way) -> Phrase:
    """The way in one line; one of many steps gives its first, and the others follow as notes."""
    if len(way.words) > LONGEST_LINE:
        return phrase("{step} (step 1 of {n})", step=_part(way.steps[0]), n=len(way.steps))
    return reduce(lambda one, other: phrase("{one} and {other}", one=one, other=other), map(_part, way.steps))


def _part(step: Step) -> Phrase:
    """A step with its field of the brief."""
    return phrase("{step} ({field})", step=step.words, field=step.in_file) if step.in_file else step.words


def _parts(ways: Sequence[Way], where: Place) -> Iterator[Problem]:
    for way in ways:
        if len(way.words) > LONGEST_LINE:
            for number, step in enumerate(way.steps[1:], start=2):
                yield make_problem(
                    "plan-way-step",
                    where,
                    number=number,
                    of=len(way.steps),
                    first=_part(way.steps[0]),
                    step=_part(step),
                )


def _empty(content: Content, brief: Brief, ground: Ground, where: Place) -> Problem:
    if not content.modules:
        return make_problem("plan-empty-curriculum", where)
    if ground.pool.modules:
        reasons = sorted(set(ground.pool.set_aside.values()))
        return make_problem("plan-nothing-suits", where, reasons=", ".join(reasons))
    known = sorted({(a, s) for m in content.modules.values() for a in m.audiences for s in m.stages})
    pairs = ", ".join(f"{a}/{s}" for a, s in known)
    return make_problem("plan-no-modules", where, audience=brief.audience, stage=brief.stage, known=pairs)


def _conflict(ground: Ground) -> Phrase:
    """What the plan must hold, as titles with minutes and ids of objectives: the longest first, and how many more."""
    titles = {c.id: (c.activity.title.source, c.minutes.least) for c in ground.pool.candidates}
    forced: list[tuple[int, Phrase]] = []
    for requirement in ground.requirements:
        if requirement.code in ("asked-activity-missing", "essential-activity-missing") and not requirement.when:
            title, minutes = titles[requirement.subject]
            forced.append((-minutes, phrase('"{title}" ({n} min)', title=cut_title(title), n=minutes)))
    for requirement in ground.requirements:
        if requirement.code in ("essential-unserved", "asked-objective-unserved") and not requirement.when:
            forced.append((0, phrase('objective "{objective}"', objective=requirement.subject)))
    if ground.modules_at_least:
        number = ground.modules_at_least
        several = phrase("the essential parts of {n} modules", n=number)
        forced.append((0, several if number > 1 else phrase("the essential parts of a module")))
    words = [text for _, text in sorted(forced, key=lambda f: f[0])]
    shown = words[:2]
    while len(", ".join(map(str, shown))) > 95:
        shown.pop()
    if not shown:
        return phrase("what the brief asks for")
    rest = len(words) - len(shown)
    named = [*shown, phrase("{n} more", n=rest)] if rest else shown
    return reduce(lambda one, other: phrase("{one}, {other}", one=one, other=other), named)
