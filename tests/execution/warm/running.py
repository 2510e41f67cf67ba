"""Run lists of cells with an engine of papermill."""

import re
from pathlib import Path
from typing import Any

import nbformat
import papermill
from papermill.engines import papermill_engines

from toolkit.execution.warm.engine import WarmEngine

papermill_engines.register("warm", WarmEngine)


def write(path: Path, cells: list[str], **metadata: Any) -> Path:
    nb = nbformat.v4.new_notebook()
    nb.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nb.cells = [nbformat.v4.new_code_cell(cell, metadata=metadata) for cell in cells]
    for index, cell in enumerate(nb.cells):
        cell["id"] = f"cell-{index}"
    nbformat.write(nb, path)
    return path


def run(folder: Path, cells: list[str], engine: str | None, *, tags: tuple[str, ...] = (), **options: Any) -> Any:
    """The executed notebook and the name of what was raised, or ""."""
    folder.mkdir(parents=True, exist_ok=True)
    source, executed = write(folder / "in.ipynb", cells, tags=list(tags)), folder / "out.ipynb"
    raised = ""
    try:
        papermill.execute_notebook(
            str(source),
            str(executed),
            engine_name=engine,
            kernel_name="python3",
            progress_bar=False,
            cwd=str(folder),
            log_output=False,
            **options,
        )
    except Exception as error:  # what is raised is compared
        raised = type(error).__name__
    return nbformat.read(executed, as_version=4), raised


VARYING = (
    (re.compile(r"/(?:[^\s/'\"]{1,80}/){0,6}ipykernel_\d+/\d+\.py"), "CELL.py"),
    (re.compile(r"0x[0-9a-f]{6,}"), "ADDRESS"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "ID"),
    (re.compile(r"IPY_MODEL_\w+"), "MODEL"),
)


def comparable(text: str) -> str:
    """Without addresses, process numbers and made-up ids."""
    for pattern, word in VARYING:
        text = pattern.sub(word, text)
    return text


def outputs(nb: Any) -> list[Any]:
    """Of every cell: its outputs and its count."""
    return [
        (
            cell.get("execution_count"),
            [comparable(nbformat.v4.nbbase.NotebookNode(out).__repr__()) for out in cell.outputs],
        )
        for cell in nb.cells
        if cell.cell_type == "code"
    ]
