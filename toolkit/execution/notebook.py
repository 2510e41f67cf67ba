"""Run one notebook: check its parameters, execute it with papermill, export it with nbconvert.

A notebook's own cell tagged ``parameters`` says what it takes; anything else is a problem, before the kernel starts.
"""

from __future__ import annotations

import ast
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from toolkit.problems import Place, Problem, make_problem, near_miss

KERNEL = "python3"
EngineName = Literal["ordinary", "warm", "inline"]
"""Papermill's own engine, the one that forks from a warm process, or this very process (for a forked child alone)."""
HELP_TAG = "help"
"""Tag of cells that explain the notebook to whoever opens it, and are left out of its HTML page."""


@dataclass(frozen=True, slots=True)
class NotebookRun:
    """What a run left: the executed copy on disk and the problems; no problems means that every cell ran."""

    executed: Path
    problems: tuple[Problem, ...] = ()


def read_parameter_defaults(notebook: Path) -> Mapping[str, Any] | None:
    """Name → default value of the notebook's parameters cell, or None when it has none.

    Defaults that are not literals are given as None.
    """
    import nbformat

    nb = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    for cell in nb.cells:
        if cell.cell_type == "code" and "parameters" in cell.metadata.get("tags", []):
            return _assignments(cell.source)
    return None


def check_parameters(notebook: Path, parameters: Mapping[str, object], shown_as: str) -> tuple[Problem, ...]:
    """Problems with parameters that the notebook does not know. `shown_as` names the notebook in problems."""
    if not notebook.is_file():
        return (make_problem("notebook-missing", Place(shown_as)),)
    known = read_parameter_defaults(notebook)
    if known is None:
        return (make_problem("notebook-without-parameters", Place(shown_as)),)
    return unknown_parameters(parameters, known, shown_as)


def unknown_parameters(given: Mapping[str, object], known: Mapping[str, object], shown_as: str) -> tuple[Problem, ...]:
    """One problem for each given name that is not among the known ones."""
    return tuple(
        make_problem(
            "parameter-unknown",
            Place(shown_as),
            near=near_miss(name, known),
            parameter=name,
            known=", ".join(known),
        )
        for name in sorted(given)
        if name not in known
    )


def run_notebook(
    notebook: Path,
    executed: Path,
    parameters: Mapping[str, object],
    *,
    folder: Path,
    shown_as: str,
    environment: Mapping[str, str] | None = None,
    on_cell: Callable[[int, int], None] | None = None,
    engine: EngineName = "ordinary",
    preload: str = "",
) -> NotebookRun:
    """Execute `notebook` in `folder` and save the executed copy, also when a cell fails.

    `on_cell` is told (cells done, cells in all). `preload` is for the warm engine. Raises OSError when the executed
    copy cannot be written.
    """
    problems = check_parameters(notebook, parameters, shown_as)
    if problems:
        return NotebookRun(executed, problems)
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    with _environment({"PYDEVD_DISABLE_FILE_VALIDATION": "1", **(environment or {})}):
        try:
            apart = _at_once if engine == "inline" else _aside
            apart(
                lambda: papermill.execute_notebook(
                    str(notebook),
                    str(executed),
                    parameters=dict(parameters),
                    kernel_name=KERNEL,
                    cwd=str(folder),
                    progress_bar=False,
                    request_save_on_cell_execute=False,
                    engine_name=_register_engine(engine),
                    on_cell=on_cell,
                    **({"preload": preload} if engine == "warm" else {}),
                    # An idle kernel reports the interrupt that comes before its shutdown as an error.
                    **({"extra_arguments": ["--log-level=CRITICAL"]} if engine == "ordinary" else {}),
                )
            )
        except PapermillExecutionError as failure:
            return NotebookRun(executed, (_failed_cell(failure, executed, shown_as),))
        except (DeadKernelError, CellTimeoutError) as failure:
            return NotebookRun(executed, (stopped(str(failure) or type(failure).__name__, shown_as, executed),))
    _forget_run(executed, shown_as)
    return NotebookRun(executed)


def stopped(said: str, shown_as: str, executed: Path) -> Problem:
    """The problem of a notebook whose process ended in the middle; of what was `said`, the first line."""
    reason = said.strip().splitlines()
    return make_problem("notebook-stopped", Place(shown_as), reason=reason[0] if reason else "", copy=executed.name)


def _at_once(work: Callable[[], object]) -> None:
    """Do `work` here: in a child that was forked for it, where a second thread would forbid further forks."""
    work()


def _aside(work: Callable[[], object]) -> None:
    """Do `work` in a thread of its own and wait for it; what it raises is raised here.

    In the main thread nbclient would take over Ctrl-C and end the process before anything can be tidied up.
    """
    fault: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # handed over to the waiting thread
            fault.append(error)

    thread = threading.Thread(target=run, name="notebook", daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(0.05)
    if fault:
        raise fault[0]


def _forget_run(executed: Path, shown_as: str) -> None:
    """The record travels: papermill's notes on where and when it ran on this computer do not, and the same inputs
    give the same record."""
    import nbformat

    nb = nbformat.read(executed, as_version=4)  # type: ignore[no-untyped-call]
    about = nb.metadata.get("papermill", {})
    about.update(input_path=shown_as, output_path=executed.name)
    for name in _TIMES:
        about.pop(name, None)
    for cell in nb.cells:
        cell.metadata.pop("execution", None)  # times of each cell, as nbclient keeps them
        for name in _TIMES:
            cell.metadata.get("papermill", {}).pop(name, None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"  # papermill makes up another in every run
    nbformat.write(nb, executed)  # type: ignore[no-untyped-call]


_TIMES = ("start_time", "end_time", "duration")


def export_html(executed: Path, html: Path, *, language: str, direction: str, title: str) -> None:
    """The executed notebook as one self-contained HTML page with the code hidden; needs no network to read."""
    import nbformat

    nb = nbformat.read(executed, as_version=4)  # type: ignore[no-untyped-call]
    resources = {"language": language, "direction": direction, "page_title": title}
    body, _ = html_exporter().from_notebook_node(nb, resources=resources)
    html.write_text(body, encoding="utf-8")


@lru_cache(maxsize=1)
def html_exporter() -> Any:  # noqa: ANN401 - nbconvert is untyped
    """The exporter of all pages: its templates are read once."""
    from traitlets.config import Config

    from toolkit.execution.page_exporter import PageExporter

    templates = Path(__file__).with_name("nbconvert_template")
    exporter = PageExporter(  # type: ignore[no-untyped-call]
        config=Config(
            {
                "Exporter": {"optimistic_validation": True},
                "TemplateExporter": {"exclude_input": True, "exclude_input_prompt": True},
                "TagRemovePreprocessor": {"enabled": True, "remove_cell_tags": {HELP_TAG}},
            }
        ),
        template_name="tot",
        extra_template_basedirs=[str(templates)],
    )
    exporter.exclude_output_prompt = True
    return exporter


def _assignments(source: str) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for node in ast.parse(source).body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        value = getattr(node, "value", None)
        for target in targets:
            if isinstance(target, ast.Name):
                try:
                    found[target.id] = ast.literal_eval(value) if value is not None else None
                except ValueError:
                    found[target.id] = None
    return found


def _failed_cell(failure: Any, executed: Path, shown_as: str) -> Problem:  # noqa: ANN401 - papermill is untyped
    lines = [line for line in str(failure.source).splitlines() if line.strip()]
    return make_problem(
        "notebook-failed",
        Place(shown_as),
        cell=failure.exec_count if failure.exec_count is not None else failure.cell_index,
        first_line=lines[0] if lines else "",
        error=f"{failure.ename}: {failure.evalue}".strip(": "),
        copy=executed.name,
    )


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """The kernel inherits our environment: set these while it starts, then put everything back."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _register_engine(engine: EngineName) -> str:
    """An engine with each finished cell told to ``on_cell``. Returns the name it is registered under."""
    from papermill.engines import papermill_engines

    name = f"toolkit-{engine}"
    if name in papermill_engines._engines:
        return name
    base: Any = _engine(engine)

    class ReportingEngine(base):  # type: ignore[misc]
        """Runs cells as its base does and reports progress."""

        @classmethod
        def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> None:  # noqa: ANN401
            on_cell = options.pop("on_cell", None)
            if on_cell is not None:
                complete = nb_man.cell_complete

                def cell_complete(cell: Any, cell_index: int | None = None, **more: Any) -> None:  # noqa: ANN401
                    complete(cell, cell_index=cell_index, **more)
                    on_cell((cell_index or 0) + 1, len(nb_man.nb.cells))

                nb_man.cell_complete = cell_complete
            super().execute_managed_notebook(nb_man, kernel_name, **options)

    papermill_engines.register(name, ReportingEngine)
    return name


def _engine(engine: EngineName) -> Any:  # noqa: ANN401 - papermill is untyped
    if engine == "inline":
        from toolkit.execution.warm.inline import InlineEngine

        return InlineEngine
    if engine == "warm":
        from toolkit.execution.warm.engine import WarmEngine

        return WarmEngine
    from papermill.engines import NBClientEngine

    return NBClientEngine
