"""What a process loads before it forks notebooks: libraries, templates, content. It starts no thread."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from toolkit.execution.forked import in_fork, thread_count, why_not_here
from toolkit.execution.session import Session, load_workspace, open_session, open_session_forked

LIBRARIES = (
    "toolkit.execution.for_notebooks",
    "toolkit.execution.pack",
    "toolkit.rendering.docx",
    "toolkit.rendering.word.draw",
    "toolkit.rendering.word.styles",
    "toolkit.rendering.pptx",
    "toolkit.rendering.pdf",
    "toolkit.rendering.miniature",
    "toolkit.rendering.outlines.deck_overview",
    "toolkit.rendering.xlsform",
    "toolkit.rendering.entry_sheet",
    "toolkit.rendering.moodle",
    "toolkit.rendering.gift",
    "toolkit.rendering.text_measure",
    "babel.dates",
    "babel.languages",
    "babel.lists",
    "docx",
    "holidays.countries",
    "icalendar",
    "openpyxl",
    "pptx",
    "pyxform.xls2xform",
    "typst",
    "uharfbuzz",
)
"""Imported by the documents of every pack, many of them only when the first document needs them."""

NOTEBOOKS = ("papermill", "nbclient", "nbconvert.exporters", "toolkit.execution.warm.inline")

NOT_WANTED = ("rfc3987_syntax", "pyarrow", "numexpr")
"""What these and the planner would import where it is installed, and can do without: jsonschema's check of
international addresses builds grammars for a second, papermill's Hadoop files and pandas' helpers start threads.
JupyterLab brings the first along."""


def open_and_prime(
    brief: Path, *, workspace: Path | None, plan: Path | None, overrides: Mapping[str, object]
) -> Session:
    """The session, opened for a pack that is made next: where this process may fork, a child plans it while what the
    notebooks need is loaded here. Raises as `open_session`."""
    if why_not_here():
        return open_session(brief, workspace=workspace, plan=plan, overrides=overrides)
    return open_session_forked(
        brief, workspace=workspace, plan=plan, overrides=overrides, meanwhile=lambda: load_everything(workspace)
    )


def load_everything(workspace: Path | None) -> None:
    """Import libraries, prepare the shell of notebooks and the templates, load the workspace's content."""
    gc.disable()  # nothing that is made here is garbage
    try:
        load_libraries()
        load_notebook_engine()
        load_workspace(workspace)
    finally:
        gc.enable()
    # What is here now stays: never looked through again, its memory stays shared with the children, and the end of
    # this process is quick.
    gc.freeze()


def load_libraries() -> None:
    """Import what the documents need."""
    # Threads for linear algebra would forbid every fork.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    for name in LIBRARIES:
        importlib.import_module(name)


def load_planner() -> None:
    """Import what plans, for processes that plan many sessions: it takes ten times as long as to plan one. Not where
    it would start a thread here, which a child tries first."""
    if why_not_here():
        return
    with contextlib.suppress(Exception):  # then each plan imports it, in a child of its own
        if in_fork(_threads_with_planner) == 1:
            _import_planner()
            gc.freeze()


def _threads_with_planner() -> int:
    _import_planner()
    return thread_count()


def _import_planner() -> None:
    with without(*NOT_WANTED):
        importlib.import_module("ortools.sat.python.cp_model")


def load_notebook_engine() -> None:
    """Import papermill and what belongs to it, and make the shell and the page's template that every notebook finds
    ready."""
    with without(*NOT_WANTED):
        for name in NOTEBOOKS:
            importlib.import_module(name)
    from toolkit.execution.notebook import html_exporter
    from toolkit.execution.warm.cells import prepare_shell

    prepare_shell()
    # The first page reads the templates and builds what selects elements of a page: paid here, once for all.
    import nbformat

    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])  # type: ignore[no-untyped-call]
    html_exporter().from_notebook_node(nb, resources={"language": "en", "direction": "ltr", "page_title": ""})


@contextmanager
def without(*modules: str) -> Iterator[None]:
    """Within, these modules cannot be imported for the first time; libraries that can do without them do."""
    absent = [module for module in modules if module not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for module in absent:
            del sys.modules[module]


def prime_server(workspace: str) -> None:
    """What the warm process of `warm_runner` does before its first fork."""
    load_everything(Path(workspace) if workspace else None)
