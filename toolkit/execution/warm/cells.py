"""The forked child: IPython's kernel shell without a kernel around it; its messages go to a socket."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import resource
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from types import FrameType
from typing import Any

import comm
from comm.base_comm import BaseComm, CommManager
from ipykernel import jsonutil
from ipykernel.compiler import XCachingCompiler
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.async_helpers import _asyncio_runner
from jupyter_client.session import Session
from traitlets.config import Config

from toolkit.execution.warm.streams import FileStreams, Streams
from toolkit.execution.warm.wire import pack, receive

LANGUAGE = {
    "name": "python",
    "version": sys.version.split()[0],
    "mimetype": "text/x-python",
    "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
    "pygments_lexer": "ipython3",
    "nbconvert_exporter": "python",
    "file_extension": ".py",
}
Message = dict[str, Any]
json_clean: Any = jsonutil.json_clean
NO_INPUT = "raw_input was called, but this frontend does not support input requests."


class SocketSession(Session):
    """Jupyter's session with its messages written to a socket instead of ZeroMQ. Threads may share it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._sink: Callable[[Message], None] | None = None

    def use_sink(self, sink: Callable[[Message], None]) -> None:
        """Give messages to this function of this process from now on, instead of writing them."""
        self._sink = sink
        self.pid = os.getpid()

    def use(self, sock: socket.socket) -> None:
        """Write to this socket from now on."""
        self._socket = sock
        self._lock = threading.Lock()
        self.pid = os.getpid()

    def send(
        self,
        stream: object,
        msg_or_type: Message | str,
        content: Message | None = None,
        parent: Message | None = None,
        ident: object = None,
        buffers: Any = None,
        track: bool = False,
        header: Message | None = None,
        metadata: Message | None = None,
    ) -> Message:
        """Write a message; what belongs to ZeroMQ is passed over."""
        message: Message = (
            msg_or_type
            if isinstance(msg_or_type, dict)
            else self.msg(msg_or_type, content=content, parent=parent, header=header, metadata=metadata)
        )
        parts = {key: message.get(key) for key in ("msg_type", "content", "metadata", "parent_header")}
        buffers = buffers or message.get("buffers") or ()
        if self._sink is not None:
            if os.getpid() == self.pid:
                self._sink(json_clean(parts) | {"buffers": [bytes(buffer) for buffer in buffers]})
            return message
        data = pack(json_clean(parts) | {"buffers": buffers})
        if self._socket is not None and os.getpid() == self.pid:
            with self._lock:
                self._socket.sendall(data)
        return message


class KernelStandIn:
    """What code in a notebook may ask ``get_ipython().kernel`` for."""

    eventloop = None
    ident = "warm"

    def __init__(self, session: SocketSession) -> None:
        self.session = session
        self.iopub_socket = None
        self.shell: Any = None
        self.comm_manager = CommManager()

    def get_parent(self, channel: object = None) -> Message:
        """The request that is being run."""
        parent: Message = self.shell.get_parent()
        return parent


def prepare_shell() -> Any:
    """The shell of every notebook, made once in the warm process: children find it ready."""
    existing = ZMQInteractiveShell._instance
    if existing is not None:
        return existing
    session = SocketSession()
    kernel = KernelStandIn(session)
    config = Config({"HistoryManager": {"enabled": False}, "IPKernelApp": {"tqdm": "see ipykernel"}})
    shell: Any = ZMQInteractiveShell.instance(config=config, kernel=kernel, compiler_class=XCachingCompiler)
    kernel.shell = shell
    for hook in (shell.displayhook, shell.display_pub):
        hook.session, hook.pub_socket = session, None
    shell.displayhook.get_execution_count = lambda: shell.execution_count
    _use_comms(kernel)
    # The first cell pays for what IPython imports lazily; paid here, it costs nothing.
    shell.run_cell("pass", store_history=False, silent=True)
    return shell


def _use_comms(kernel: KernelStandIn) -> None:
    """Widgets talk to the page through comms: theirs are sent as messages too."""

    class SocketComm(BaseComm):
        def publish_msg(
            self, msg_type: str, data: Any = None, metadata: Any = None, buffers: Any = None, **keys: Any
        ) -> None:
            content = json_clean({"data": data or {}, "comm_id": self.comm_id, **keys})
            kernel.session.send(
                None,
                msg_type,
                content,
                metadata=json_clean(metadata or {}),
                parent=kernel.get_parent(),
                buffers=buffers,
            )

    comm.create_comm = lambda *args, **options: SocketComm(*args, **options)
    comm.get_comm_manager = lambda: kernel.comm_manager


def run_child(requests: socket.socket, messages: socket.socket) -> int:
    """Run cells until the driver closes `requests`; returns the exit status."""
    order = receive(requests)
    if order is None:
        return 0
    shell = prepare_shell()
    session: SocketSession = shell.kernel.session
    session.use(messages)
    settle_in(order)
    streams = Streams(lambda kind, content: publish(session, shell, kind, content))
    sys.stdout, sys.stderr = streams.out, streams.err
    replace_input()
    session.send(None, "ready", {"pid": os.getpid(), "language_info": LANGUAGE})
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.run_until_complete(_serve(requests, shell, session, streams))
    return 0


def publish(session: SocketSession, shell: Any, kind: str, content: Message) -> None:
    """Send a message of the cell that is being run."""
    session.send(None, kind, content, parent=shell.get_parent())


def settle_in(order: Mapping[str, Any]) -> None:
    """Take over the driver's environment and folder; nothing random is the same in two children."""
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    limit = order.get("memory_limit")
    if limit:
        resource.setrlimit(resource.RLIMIT_AS, (int(limit), int(limit)))
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    sys.argv = [""]
    if "" not in sys.path:
        sys.path.insert(0, "")
    random.seed()
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed()
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    prepare_shell().init_environment()
    if "matplotlib.pyplot" in sys.modules:
        # Imported before there was a notebook, it has to be told where pictures go.
        sys.modules["matplotlib"].use(os.environ["MPLBACKEND"], force=True)


def replace_input() -> None:
    """Nobody is there to answer."""
    import builtins

    from IPython.core.error import StdinNotImplementedError

    def refuse(_prompt: object = "", **_options: object) -> str:
        raise StdinNotImplementedError(NO_INPUT)

    import getpass

    for module, name in ((builtins, "input"), (getpass, "getpass")):
        setattr(module, name, refuse)


async def _serve(requests: socket.socket, shell: Any, session: SocketSession, streams: Streams) -> None:
    """Answer requests one after the other; tasks that cells have started go on meanwhile."""
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(requests, ready.set)
    requests.setblocking(True)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        await ready.wait()
        ready.clear()
        request = receive(requests)
        if request is None:
            break
        if request["msg_type"] == "execute_request":
            await run_cell(request, shell, session, streams)
            if shell.exit_now:
                break
        elif request["msg_type"] in ("comm_msg", "comm_close"):
            shell.set_parent(request)
            getattr(shell.kernel.comm_manager, request["msg_type"])(None, None, request)
            streams.settle()
    loop.remove_reader(requests)


async def run_cell(request: Message, shell: Any, session: SocketSession, streams: Streams | FileStreams) -> None:
    """One cell, with the messages that a kernel sends around it."""
    shell.set_parent(request)
    session.send(None, "status", {"execution_state": "busy"}, parent=request)
    code = request["content"]["code"]
    session.send(None, "execute_input", {"code": code, "execution_count": shell.execution_count}, parent=request)
    shell._last_traceback, shell._last_traceback_during_displayhook = None, False
    with _interruptible():
        result = await _run_code(shell, code)
    streams.settle()
    error = result.error_before_exec if result.error_before_exec is not None else result.error_in_exec
    reply: Message = {
        "status": "ok",
        "execution_count": shell.execution_count - 1,
        "payload": [],
        "user_expressions": {},
    }
    if not result.success or getattr(shell, "_last_traceback_during_displayhook", False):
        reply |= {
            "status": "error",
            "traceback": shell._last_traceback or [],
            "ename": type(error).__name__,
            "evalue": str(error),
        }
    shell.payload_manager.clear_payload()
    session.send(None, "execute_reply", reply, parent=request)
    session.send(None, "status", {"execution_state": "idle"}, parent=request)


async def _run_code(shell: Any, code: str) -> Any:
    """As a kernel does: cells that await run as a task, others at once."""
    failure = None
    try:
        transformed = shell.transform_cell(code)
    except Exception:  # the shell reports it as the cell's own error
        transformed, failure = code, sys.exc_info()
    if shell.loop_runner is _asyncio_runner and shell.should_run_async(
        code, transformed_cell=transformed, preprocessing_exc_tuple=failure
    ):
        task = asyncio.ensure_future(
            shell.run_cell_async(
                code, store_history=True, transformed_cell=transformed, preprocessing_exc_tuple=failure
            )
        )
        result = None
        with _cancelled_by_interrupt(task):
            try:
                result = await task
            finally:
                shell.events.trigger("post_execute")
                shell.events.trigger("post_run_cell", result)
        return result
    return shell.run_cell(code, store_history=True)


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """An interrupt stops the cell, never the process."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextlib.contextmanager
def _cancelled_by_interrupt(task: asyncio.Future[Any]) -> Iterator[None]:
    loop = asyncio.get_running_loop()

    def cancel(_number: int, _frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(task.cancel)

    before: Callable[..., Any] | int | None = signal.signal(signal.SIGINT, cancel)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
