"""A notebook run by the very process that asks for it: in a forked child that has nothing else to do.

The child is papermill's driver and IPython's shell at once, so that no message leaves the process. A cell that never
ends cannot be stopped from here; whoever forked the child ends it.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine
from papermill.log import logger

from toolkit.execution.warm import cells
from toolkit.execution.warm.client import PageSession
from toolkit.execution.warm.streams import FileStreams

Message = dict[str, Any]


class _Queue:
    """Messages of one kind, in order."""

    def __init__(self) -> None:
        self.waiting: asyncio.Queue[Message] = asyncio.Queue()

    async def get_msg(self, timeout: float | None = None) -> Message:
        """The next message; it is there already, since the cell has ended."""
        return await self.waiting.get()


class InlineClient:
    """What nbclient asks of a kernel's client, with the shell behind it."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.session = PageSession()
        self.iopub_channel, self.shell_channel = _Queue(), _Queue()
        self._shell = cells.prepare_shell()
        self._cells: cells.SocketSession = self._shell.kernel.session
        self._cells.use_sink(self._take)
        cells.settle_in({"environment": dict(environment), "folder": str(folder)})
        self._streams = FileStreams(lambda kind, content: cells.publish(self._cells, self._shell, kind, content))
        sys.stdout, sys.stderr = self._streams.out, self._streams.err
        cells.replace_input()

    async def execute(self, code: str, **_options: object) -> str:
        """Run a cell; returns the id of the request once it has ended."""
        message = self.session.msg("execute_request", {"code": code})
        await cells.run_cell(message, self._shell, self._cells, self._streams)
        return str(message["header"]["msg_id"])

    def is_alive(self) -> bool:
        """Always: it is this process."""
        return True

    def _take(self, message: Message) -> None:
        message["header"] = {"msg_type": message["msg_type"], "date": datetime.now(UTC)}
        channel = self.shell_channel if message["msg_type"] == "execute_reply" else self.iopub_channel
        channel.waiting.put_nowait(message)


class _NoManager:
    """Nobody interrupts a cell here."""

    has_kernel = True

    def interrupt_kernel(self) -> None:
        """Nothing."""


class InlineNotebookClient(PapermillNotebookClient):  # type: ignore[misc]
    """Papermill's client that runs the cells itself."""

    def execute(self, **_options: object) -> Any:
        """Run every cell; the notebook with its outputs. Raises as nbclient does."""
        self.reset_execution_trackers()
        asyncio.set_event_loop(asyncio.new_event_loop())
        folder = Path(self.resources.get("metadata", {}).get("path") or Path.cwd())
        self.km, self.kc = _NoManager(), InlineClient(folder, os.environ)
        self.papermill_execute_cells()
        self.nb.metadata["language_info"] = cells.LANGUAGE
        self.set_widgets_metadata()
        return self.nb


class InlineEngine(Engine):  # type: ignore[misc]
    """For a child that was forked to run one notebook."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **_options: Any) -> Any:
        """Run the notebook that `nb_man` holds, in this process."""
        return InlineNotebookClient(nb_man, kernel_name=kernel_name, log=logger).execute()
