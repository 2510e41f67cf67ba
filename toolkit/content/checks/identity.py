"""Ids are unique, and what comes before what has no circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from toolkit.content.checks.places import at, files
from toolkit.content.records import BankFile, Content, Module
from toolkit.problems import Place, Problem, make_problem


def ids_unique(content: Content) -> Iterator[Problem]:
    """No id is used twice in the workspace; both places are named."""
    seen: dict[str, Place] = {}
    for kind, name, place in sorted(_ids(content), key=lambda one: (one[0] != "module", one[2])):
        if name in seen:
            yield make_problem("id-duplicate", place, kind=kind, id=name, first=str(seen[name]))
        seen.setdefault(name, place)


def ids_of_file(file: Module | BankFile) -> Iterator[tuple[str, str, Place]]:
    """Kind, id and place of everything in a module or a file of the bank that has an id."""
    if isinstance(file, Module):
        yield "module", file.id, file.place
        yield from (("objective", o.id, o.place) for o in file.objectives)
        yield from (("key-messages", k.id, k.place) for k in file.key_messages)
        yield from (("question", q.id, q.place) for q in file.questions)
    yield from (("activity", a.id, a.place) for a in file.activities)
    yield from (("slide", s.id, s.place) for s in file.slides)
    yield from (("case-study", c.id, c.place) for c in file.case_studies)
    yield from (("handout", h.id, h.place) for h in file.handouts)
    yield from (("facilitator", g.id, g.place) for g in file.guidance)


def _ids(content: Content) -> Iterator[tuple[str, str, Place]]:
    for file in files(content):
        yield from ids_of_file(file)
    for practice in content.practices.values():
        for criterion in practice.criteria:
            yield "criterion", criterion.id, practice.place


def prerequisites_no_cycle(content: Content) -> Iterator[Problem]:
    """No module comes before itself."""
    graph = {m.id: m.prerequisites for m in content.modules.values()}
    for circle in find_circles(graph):
        module = content.modules[circle[0]]
        where = at(module, module.id, "prerequisites", module.place)
        yield make_problem("prerequisite-cycle", where, circle=" → ".join((*circle, circle[0])))


def activities_no_cycle(content: Content) -> Iterator[Problem]:
    """No activity requires, or is a variant of, itself."""
    for file in files(content):
        own = {a.id: a for a in file.activities}
        for key, graph in (
            ("requires", {a.id: a.requires for a in file.activities}),
            ("variant_of", {a.id: (a.variant_of,) if a.variant_of else () for a in file.activities}),
        ):
            for circle in find_circles(graph):
                where = at(file, circle[0], key, own[circle[0]].place)
                yield make_problem("activity-cycle", where, key=key, circle=" → ".join((*circle, circle[0])))


def find_circles(graph: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """One circle for each group of nodes that lead back to themselves, each beginning with its smallest name."""
    state: dict[str, int] = {}
    circles: dict[tuple[str, ...], None] = {}
    for start in sorted(graph):
        if start in state:
            continue
        path: list[str] = [start]
        todo = [iter(graph[start])]
        state[start] = 1
        while todo:
            following = next(todo[-1], None)
            if following is None:
                state[path.pop()] = 2
                todo.pop()
            elif state.get(following) == 1:
                circle = path[path.index(following) :]
                least = circle.index(min(circle))
                circles[tuple(circle[least:] + circle[:least])] = None
            elif following in graph and following not in state:
                state[following] = 1
                path.append(following)
                todo.append(iter(graph[following]))
    return list(circles)
