"""What the shipped notebooks call: read the parameters cell, open the session, show, write.

A notebook's cells hold no logic of their own; run by hand, by plain papermill or by ``tot pack`` they do the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from toolkit.content.same import Same
from toolkit.execution.notebook import unknown_parameters
from toolkit.execution.presses import drawing
from toolkit.execution.session import Session, open_session
from toolkit.execution.tasks import run_tasks
from toolkit.planning.brief import Brief
from toolkit.planning.practices import answer_practices
from toolkit.problems import ProblemsError, format_problem
from toolkit.rendering.documents import (
    DECK_FILE,
    Readers,
    draw_here,
    in_turn,
    session_deck,
    write_documents,
)
from toolkit.rendering.html import render_html
from toolkit.rendering.outline import Deck, Document
from toolkit.rendering.outlines.checklist import make_checklist
from toolkit.rendering.outlines.session_plan import make_session_plan

OWN_PARAMETERS = ("brief", "output", "plan", "workspace")
"""Parameters that are not fields of the brief."""


class Page:
    """HTML that a notebook shows, with the same thing as plain text for readers without HTML."""

    def __init__(self, html: str, text: str) -> None:
        self._html, self._text = html, text

    def _repr_html_(self) -> str:
        return self._html

    def __repr__(self) -> str:
        return self._text


def brief_parameters() -> tuple[str, ...]:
    """Every name that the notebooks take: their own, then the brief's fields."""
    return (*OWN_PARAMETERS, *Brief.model_fields)


def open_from_parameters(names: Mapping[str, object], notebook: str) -> Session:
    """The session that the parameters cell (and papermill's values below it) describes.

    `names` is the notebook's ``globals()`` at that point. Whatever papermill injected under a name that the brief does
    not have is a problem, since papermill itself only warns. Raises ProblemsError with all problems.
    """
    given = {name: value for name, value in names.items() if is_parameter(name, value)}
    problems = unknown_parameters(given, dict.fromkeys(brief_parameters()), f"notebooks/{notebook}")
    if problems:
        raise ProblemsError(problems)
    fields = {name: given[name] for name in Brief.model_fields if given.get(name) is not None}
    return open_session(
        str(given.get("brief") or ""),
        workspace=str(given.get("workspace") or "") or None,
        plan=str(given.get("plan") or "") or None,
        overrides=fields,
    )


def show_parameters(session: Session) -> Page:
    """A table of the values used: every field of the brief, as planned."""
    import html

    rows = [
        (name, _short(value))
        for name, value in session.brief.model_dump(mode="json").items()
        if value not in (None, "", [], {})
    ]
    cells = "".join(f"<tr><th>{html.escape(n)}</th><td>{html.escape(v)}</td></tr>" for n, v in rows)
    title = html.escape(session.trainer_language.say("Values used"))
    return Page(
        f"<details><summary>{title}</summary><table>{cells}</table></details>",
        "\n".join(f"{n}: {v}" for n, v in rows),
    )


def show_session_plan(session: Session) -> Page:
    """The session plan as in its printed form."""
    return _page(make_session_plan(session.for_trainer, session.plan, session.trainer_language))


def show_practices(session: Session) -> Page:
    """The 16 practices with their evidence."""
    answers = answer_practices(session.for_trainer, session.plan)
    return _page(make_checklist(session.for_trainer, session.plan, answers, session.trainer_language))


def show_problems(session: Session) -> Page:
    """Warnings and notes about the brief, the plan and the content used in it."""
    import html

    mine = _of_this_session(session)
    if not mine:
        return Page("", "")
    items = "".join(f"<li>{html.escape(line)}</li>" for line in mine)
    title = html.escape(session.trainer_language.say("Please note"))
    return Page(f"<h2>{title}</h2><ul>{items}</ul>", "\n".join(mine))


def write_session_documents(session: Session, output: str | Path) -> Page:
    """Write every paper, form and the calendar into `output`; nothing when it is empty."""
    if not output:
        return Page("", "")
    with drawing() as draw:
        run = in_turn if draw else run_tasks
        names = write_documents(readers_of(session), session.plan, _folder(output), run=run, draw=draw)
    return _files(session, names)


def write_slide_deck(session: Session, output: str | Path) -> Page:
    """Write the slide deck into `output`; nothing when it is empty."""
    if not output:
        return Page("", "")
    deck, folder = _deck(Same(session)), _folder(output)
    with drawing() as draw:
        (draw or draw_here)(deck, ("pptx",), folder)
    return _files(session, (DECK_FILE,))


def show_slides(session: Session) -> Page:
    """What is on each slide, as a table."""
    from toolkit.rendering.outlines.deck_overview import make_deck_overview

    deck = _deck(Same(session))
    return _page(make_deck_overview(deck, session.plan, session.trainer_language))


@lru_cache(maxsize=2)
def _deck(session: Same[Session]) -> Deck:
    """The deck of a session, which a notebook shows and then writes."""
    return session_deck(readers_of(session.value), session.value.plan)


def is_parameter(name: str, value: object) -> bool:
    """Names that a notebook's kernel or its imports put there are not parameters."""
    from types import ModuleType

    hidden = name.startswith("_") or name in {"In", "Out", "get_ipython", "exit", "quit", "open"}
    return not (hidden or callable(value) or isinstance(value, ModuleType))


def readers_of(session: Session) -> Readers:
    """The content in each reader's language, and the look of the deck."""
    return Readers((session.trainer_language, session.for_trainer), session.for_participants, session.look)


def _folder(output: str | Path) -> Path:
    folder = Path(output)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _page(document: Document) -> Page:
    return Page(render_html(document), f"{document.title}: {document.subtitle}")


def _files(session: Session, names: tuple[str, ...]) -> Page:
    import html

    title = html.escape(session.trainer_language.say("Files written"))
    items = "".join(f"<li>{html.escape(name)}</li>" for name in names)
    return Page(f"<h2>{title}</h2><ul>{items}</ul>", "\n".join(names))


def _of_this_session(session: Session) -> list[str]:
    used = {session.content.modules[m].place.path for m in session.plan.module_ids()}
    return [
        format_problem(p)
        for p in session.problems
        if p.severity != "info" and (p.where.path in used or not p.where.path.startswith("curricula/"))
    ]


def _short(value: object) -> str:
    import json

    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
