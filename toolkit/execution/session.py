"""One session in memory: what the notebooks, the commands and the apps all begin with.

`open_session` reads a brief, lays single fields over it, loads the content, plans (or reads a saved plan) and
localises the content for the trainer and for the participants.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Protocol

from toolkit.content.kept import load_content_once
from toolkit.content.language import Language
from toolkit.content.localise import localise
from toolkit.content.records import Content, Module
from toolkit.content.same import Same
from toolkit.content.substitute import missing_facts, substitutions_for
from toolkit.content.walk import iter_module_texts
from toolkit.content.workspace import WORKSPACE_VARIABLE as WORKSPACE_VARIABLE
from toolkit.content.workspace import find_workspace
from toolkit.evaluation.instrument import check_instrument, make_session_instrument, of_wave, wanted_waves
from toolkit.evaluation.shared_items import load_shared, sets_for
from toolkit.execution.forked import in_fork, in_fork_while
from toolkit.execution.learning import Learning, learning_of, said_of, taught
from toolkit.execution.prepared import find_prepared
from toolkit.planning.brief import Brief
from toolkit.planning.brief_file import find_deck_master, load_brief
from toolkit.planning.group_profile import find_group_profile
from toolkit.planning.plan import SessionPlan
from toolkit.planning.plan_file import load_plan
from toolkit.planning.review import review_plan
from toolkit.planning.solve import plan_session
from toolkit.problems import Place, Problem, ProblemsError, has_errors, make_problem, sort_problems
from toolkit.rendering.borrowed_space import Look

Solved = tuple[SessionPlan | None, tuple[Problem, ...]]


class Solver(Protocol):
    """Plans a session, or says why not."""

    def __call__(self, content: Content, brief: Brief, *, place: Place) -> Solved:
        """The plan and its problems; places without a line of their own are `place`."""
        ...


Readers = tuple[tuple[Language, Content], ...]
"""Languages with the content in each, main one first."""


@dataclass(frozen=True, slots=True)
class Session:
    """A planned session. `content` is as written; `for_trainer` and `for_participants` (one for each language of the
    brief, main one first) are localised. `deck_master` is the file of an organisation's own master, `look` what it
    offers (None without one, or when it cannot be used), `group_profile` the file that the brief names, `learning` what
    real sessions took, if the plan was made with it. `problems`
    holds warnings and notes only."""

    content: Content
    brief: Brief
    plan: SessionPlan
    trainer_language: Language
    for_trainer: Content
    for_participants: tuple[tuple[Language, Content], ...]
    problems: tuple[Problem, ...] = ()
    deck_master: Path | None = None
    look: Look | None = None
    group_profile: Path | None = None
    learning: Learning | None = None

    @property
    def language(self) -> Language:
        """The participants' main language."""
        return self.for_participants[0][0]


def load_workspace(workspace: str | Path | None = None) -> tuple[Content, tuple[Problem, ...]]:
    """The content of the given workspace, of the one named by the environment, of the one we stand in, or built in.

    Raises ProblemsError when the given folder is no workspace.
    """
    given = workspace or os.environ.get(WORKSPACE_VARIABLE) or None
    return load_content_once(find_workspace(Path(given) if given else None, Path.cwd()))


def open_session(
    brief: str | Path,
    *,
    workspace: str | Path | None = None,
    plan: str | Path | None = None,
    overrides: Mapping[str, object] | None = None,
    solver: Solver = plan_session,
    learning: Learning | None = None,
) -> Session:
    """Plan the session that `brief` describes; with `plan`, take that saved plan instead of solving.

    `overrides` replaces single fields of the brief. `solver` plans, here unless said otherwise, and with the minutes of
    real sessions: those in `learning`, else those that the brief says to learn from. Raises ProblemsError with
    everything that is wrong.
    """
    content, content_problems = load_workspace(workspace)
    if plan and not overrides and (known := find_prepared(str(brief), str(plan), content)) is not None:
        return known
    file = find_file(brief, content.root)
    found, problems = load_brief(file, content, overrides=dict(overrides or {}))
    if found is None or has_errors(problems):
        raise ProblemsError(sort_problems((*problems, *_errors(content_problems))))
    where = Place(_shown(brief))
    if learning is None and not plan:
        learning = learning_of(content, found, file.absolute().parent, where)
    planned = _planned(content, found, plan, (*content_problems, *problems), where, solver, learning)
    profile = find_group_profile(found, file.absolute().parent, content.root)
    return replace(_with_look(planned, file.absolute().parent), group_profile=profile)


def open_session_forked(
    brief: str | Path,
    *,
    workspace: str | Path | None = None,
    plan: str | Path | None = None,
    overrides: Mapping[str, object] | None = None,
    meanwhile: Callable[[], object] | None = None,
    learning: Learning | None = None,
) -> Session:
    """As `open_session`, but the solver, which starts threads, works in a forked child, so that this process may go on
    forking. `meanwhile` is something to do here while it works. Raises as `open_session`."""
    given = {"workspace": workspace, "plan": plan, "overrides": overrides, "learning": learning}
    if plan:
        if meanwhile is not None:
            meanwhile()
        return open_session(brief, **given)  # type: ignore[arg-type]
    if meanwhile is None:
        return open_session(brief, solver=_solve_aside, **given)  # type: ignore[arg-type]
    solved = in_fork_while(partial(_solve, brief, given), meanwhile)
    return open_session(brief, solver=lambda *_content_and_brief, **_place: solved, **given)  # type: ignore[arg-type]


_NOT_PLANNED_BY = ("title", "venue", "organisation", "contact", "form_url", "deck_master")
"""Fields of a brief that the planner never reads: the plan is the same whatever they say."""


def _solve_aside(content: Content, brief: Brief, *, place: Place) -> Solved:
    """Plan in a forked child, or take the plan of a session that differs in nothing that matters to it."""
    usual = {name: Brief.model_fields[name].default for name in _NOT_PLANNED_BY if name != "title"}
    bare = brief.model_copy(update={**usual, "title": "-"})
    plan, problems = _solved_once(_ForPlanner(bare.model_dump_json(), bare), Same(content), place)
    return (None if plan is None else plan.model_copy(update={"brief": brief})), problems


@dataclass(frozen=True, slots=True)
class _ForPlanner:
    """A brief as the key of a cache."""

    text: str
    brief: Brief = field(compare=False)


@lru_cache(maxsize=64)
def _solved_once(asked: _ForPlanner, content: Same[Content], place: Place) -> Solved:
    return in_fork(partial(plan_session, content.value, asked.brief, place=place))


def _solve(brief: str | Path, given: Mapping[str, Any]) -> Solved:
    """Only the plan and its problems: what else a session holds is made faster than it is sent."""
    solved: list[Solved] = []

    def solver(content: Content, brief: Brief, *, place: Place) -> Solved:
        solved.append(plan_session(content, brief, place=place))
        return solved[0]

    open_session(brief, solver=solver, **given)
    return solved[0]


def _with_look(session: Session, folder: Path) -> Session:
    """The session with its organisation's own deck master, where the brief names one, and what is missing in it."""
    master = find_deck_master(session.brief, folder, session.content.root)
    if master is None:
        return session
    from toolkit.rendering.pptx.borrowed import load_look

    look, problems = load_look(master, session.brief.deck_master or "")
    return replace(session, deck_master=master, look=look, problems=sort_problems((*session.problems, *problems)))


def _shown(path: str | Path) -> str:
    return Path(path).as_posix()


def find_file(given: str | Path, root: Path) -> Path:
    """`given` as it stands, or else inside the workspace; the plain path when there is no such file."""
    path = Path(given)
    inside = root / path
    return inside if not path.exists() and inside.exists() else path


def _planned(
    content: Content,
    brief: Brief,
    plan: str | Path | None,
    earlier: tuple[Problem, ...],
    where: Place,
    solver: Solver,
    learning: Learning | None,
) -> Session:
    if plan:
        chosen, problems = load_plan(Path(plan))
        if chosen is not None:
            problems = (*problems, *review_plan(content, chosen, place=Place(_shown(plan))))
            brief = chosen.brief
    else:
        to_plan_with, learned = taught(content, learning)
        chosen, problems = solver(to_plan_with, brief, place=where)
        told = said_of(content, chosen, learned) if chosen is not None else ()
        problems = (*problems, *told, *(learning.problems if learning is not None else ()))
    if chosen is None or has_errors(problems):
        raise ProblemsError(sort_problems((*problems, *_errors(earlier))))
    trainer = Language(brief.trainer_language or brief.languages[0])
    localised = {tag: _localised(content, brief, Language(tag)) for tag in (*brief.languages, trainer.tag)}
    participants = tuple((Language(tag), localised[tag]) for tag in brief.languages)
    notes = [
        *missing_facts(content, chosen.module_ids(), origin=brief.origin, destination=brief.destination),
        *_instrument_problems(content, chosen, participants),
        *(p for language, localised in participants for p in _untranslated(localised, chosen, language)),
        *([] if any(day.date for day in chosen.days) else [make_problem("calendar-without-dates", where)]),
    ]
    return Session(
        content=content,
        brief=brief,
        plan=chosen,
        trainer_language=trainer,
        for_trainer=localised[trainer.tag],
        for_participants=participants,
        problems=sort_problems((*earlier, *problems, *notes)),
        learning=None if plan else learning,
    )


def _instrument_problems(content: Content, plan: SessionPlan, participants: Readers) -> tuple[Problem, ...]:
    """What is wrong with the tests that this session would hold, shared items among them."""
    items, problems = load_shared(content, sets_for(plan), plan.brief.languages)
    whole = make_session_instrument(participants, plan, items)
    checked = (p for wave in wanted_waves(plan) for p in check_instrument(content, plan, of_wave(whole, wave)))
    return (*problems, *checked)


def _untranslated(content: Content, plan: SessionPlan, language: Language) -> tuple[Problem, ...]:
    """One warning for each module of the plan whose texts are not all there in this language."""
    found = []
    for module in (content.modules[m] for m in plan.module_ids()):
        missing, texts = _texts_of(Same(module))
        if missing:
            found.append(
                make_problem(
                    "module-untranslated",
                    Place(module.place.path),
                    module=module.id,
                    missing=missing,
                    texts=texts,
                    language=language.tag,
                )
            )
    return tuple(found)


@lru_cache(maxsize=2048)
def _texts_of(module: Same[Module]) -> tuple[int, int]:
    """How many texts of a localised module have no translation, and how many it has. Ids by which materials name a
    handout are no texts: its title is shown."""
    sheets = {handout.id for handout in module.value.handouts}
    texts = [text for text in iter_module_texts(module.value) if text.source.strip() not in sheets]
    return sum(text.translated is False for text in texts), len(texts)


def _localised(content: Content, brief: Brief, language: Language) -> Content:
    session = {"title": brief.title, "organisation": brief.organisation, "contact": brief.contact}
    values = substitutions_for(content, language, origin=brief.origin, destination=brief.destination, session=session)
    return localise(content, language, values)


def _errors(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(p for p in problems if p.severity == "error")
