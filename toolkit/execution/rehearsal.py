"""Once through the work of a session's notebooks, for nobody, in a process that forks notebooks: what the toolkit's
functions remember of it (texts taken apart, words measured, forms, pages) is then there for every child."""

from __future__ import annotations

import contextlib
import gc
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from toolkit.execution import for_notebooks as tot
from toolkit.execution.notebook import html_exporter
from toolkit.execution.session import Session
from toolkit.rendering.documents import make_documents, share, write_others


@dataclass(frozen=True, slots=True)
class _Kind:
    """What most of a session's documents depend on. `session` is one of this kind."""

    languages: tuple[str, ...]
    trainer_language: str
    countries: tuple[str | None, ...]
    template: str
    modules: tuple[str, ...]
    session: Session = field(compare=False, repr=False)


def rehearse(session: Session) -> None:
    """Make what the notebooks of this session show and write, but draw no paper; once for sessions of its kind. What
    is wrong with it, the notebooks will say."""
    brief = session.brief
    countries = (brief.origin, brief.destination)
    modules = session.plan.module_ids()
    tags = tuple(brief.languages)
    _rehearsed(_Kind(tags, session.trainer_language.tag, countries, session.plan.template, modules, session))


@lru_cache(maxsize=64)
def _rehearsed(kind: _Kind) -> None:
    with contextlib.suppress(Exception):
        _show_and_write(kind.session)
    # What is remembered now stays: children need not look through it, nor this process again.
    gc.collect()
    gc.freeze()


def _show_and_write(session: Session) -> None:
    shown = (
        tot.show_parameters(session),
        tot.show_session_plan(session),
        tot.show_practices(session),
        tot.show_problems(session),
        tot.show_slides(session),
    )
    _export(shown)
    readers = tot.readers_of(session)
    shared = share(readers, session.plan, slides=False)  # drawing slides would start threads
    for _ in make_documents(readers, session.plan, shared):
        pass
    with tempfile.TemporaryDirectory(prefix="tot-") as folder:
        write_others(readers, session.plan, shared.instrument, Path(folder))


def _export(shown: Iterable[tot.Page]) -> None:
    from nbformat import v4

    data = ({"text/html": page._repr_html_(), "text/plain": repr(page)} for page in shown)
    outputs = [v4.new_output("display_data", one) for one in data]  # type: ignore[no-untyped-call]
    cell = v4.new_code_cell("1", outputs=outputs)  # type: ignore[no-untyped-call]
    nb = v4.new_notebook(cells=[cell])  # type: ignore[no-untyped-call]
    html_exporter().from_notebook_node(nb, resources={"language": "en", "direction": "ltr", "page_title": ""})
