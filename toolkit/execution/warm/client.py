"""nbclient over a forked child: the same messages, outputs, timeouts and errors as with a kernel."""

from __future__ import annotations

import asyncio
import os
import queue
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from papermill.clientwrap import PapermillNotebookClient

from toolkit.execution.warm.host import Child, WarmProcess
from toolkit.execution.warm.wire import Inbox, pack

Message = dict[str, Any]


class _Channel:
    """Messages of one kind, in order."""

    def __init__(self, client: ForkedClient) -> None:
        self._client = client
        self.waiting: asyncio.Queue[Message] = asyncio.Queue()

    async def get_msg(self, timeout: float | None = None) -> Message:
        """The next message. Raises queue.Empty after `timeout` seconds."""
        self._client.listen()
        if timeout is None:
            return await self.waiting.get()
        try:
            return await asyncio.wait_for(self.waiting.get(), timeout)
        except TimeoutError:
            raise queue.Empty from None

    def send(self, message: Message) -> None:
        """A message of the page's, such as a widget's, to the child."""
        self._client.send(message)


class PageSession:
    """Makes messages as a page does."""

    def msg(
        self, msg_type: str, content: Message | None = None, parent: object = None, metadata: object = None
    ) -> Message:
        """A new message."""
        return {
            "msg_type": msg_type,
            "header": {"msg_id": uuid.uuid4().hex, "msg_type": msg_type},
            "content": content or {},
            "parent_header": parent or {},
            "metadata": metadata or {},
        }


class ForkedClient:
    """What nbclient asks of a kernel's client."""

    def __init__(self, child: Child) -> None:
        self._child = child
        self._inbox = Inbox()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.session = PageSession()
        self.iopub_channel, self.shell_channel = _Channel(self), _Channel(self)
        child.messages.setblocking(False)

    def execute(self, code: str, **_options: object) -> str:
        """Ask for a cell to be run; returns the id of the request."""
        message = self.session.msg("execute_request", {"code": code})
        self.send(message)
        return str(message["header"]["msg_id"])

    def is_alive(self) -> bool:
        """Whether the child has not ended."""
        return self._child.is_alive()

    def send(self, message: Message) -> None:
        """Write to the child; one that has ended is noticed by `is_alive`."""
        try:
            self._child.requests.sendall(pack(message))
        except OSError:
            self._child.is_alive()

    def listen(self) -> None:
        """Take messages as they arrive, in the loop that is running."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop = loop
            loop.add_reader(self._child.messages, self._arrived)

    def stop_listening(self) -> None:
        """No more messages."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.remove_reader(self._child.messages)
        self._loop = None

    def _arrived(self) -> None:
        try:
            data = self._child.messages.recv(1 << 20)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.stop_listening()
            return
        for message in self._inbox.feed(data):
            message["header"] = {"msg_type": message["msg_type"], "date": datetime.now(UTC)}
            replies = message["msg_type"] in ("execute_reply", "ready")
            (self.shell_channel if replies else self.iopub_channel).waiting.put_nowait(message)


class ForkedManager:
    """What nbclient asks of a kernel's manager."""

    def __init__(self, child: Child) -> None:
        self._child = child
        self.has_kernel = True

    def interrupt_kernel(self) -> None:
        """Stop the running cell."""
        self._child.interrupt()


class WarmNotebookClient(PapermillNotebookClient):  # type: ignore[misc]
    """Papermill's client with a forked child instead of a kernel."""

    def __init__(self, nb_man: Any, warm: WarmProcess, memory_limit: int | None = None, **options: Any) -> None:
        super().__init__(nb_man, **options)
        self._warm = warm
        self._memory_limit = memory_limit

    def execute(self, environment: Mapping[str, str] | None = None, **_options: object) -> Any:
        """Run every cell; the notebook with its outputs. Raises as nbclient does."""
        self.reset_execution_trackers()
        folder = Path(self.resources.get("metadata", {}).get("path") or Path.cwd())
        child = self._warm.fork(folder, environment or os.environ, self._memory_limit)
        self.km, self.kc = ForkedManager(child), ForkedClient(child)
        finished = False
        try:
            info = self._wait_until_ready()
            self.log.info("Executing notebook in a process forked from a warm one")
            child.pid = info["pid"]
            self.papermill_execute_cells()
            self.nb.metadata["language_info"] = info["language_info"]
            self.set_widgets_metadata()
            finished = True
        finally:
            self.kc.stop_listening()
            child.close(at_once=not finished)
        return self.nb

    def _wait_until_ready(self) -> Message:
        from jupyter_core.utils import run_sync
        from nbclient.exceptions import DeadKernelError

        async def first() -> Message:
            try:
                return await self.kc.shell_channel.get_msg(timeout=self.startup_timeout or None)
            except queue.Empty:
                raise DeadKernelError("Kernel didn't respond in time") from None

        content: Message = run_sync(first)()["content"]
        return content
