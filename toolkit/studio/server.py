"""The studio's server: Voilà with our own page, our own gate, and kernels started before anybody asks for them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shutil
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tornado.ioloop import IOLoop
from voila.app import Voila
from voila.paths import _default_root_dirs, collect_static_paths, collect_template_paths
from voila.static_file_handler import TemplateStaticFileHandler

from toolkit.content.language import Language
from toolkit.content.workspace import WORKSPACE_VARIABLE
from toolkit.problems import Place, ProblemsError, make_problem
from toolkit.studio.guard import GuardedApplication, StudioIdentity
from toolkit.studio.handlers import (
    AliveHandler,
    AppHandler,
    MissingHandler,
    ShutdownHandler,
    StartHandler,
    WorkspaceHandler,
)
from toolkit.studio.security import LOOPBACK, Gate
from toolkit.studio.settings import page_headers, server_settings, short_temporary_folder
from toolkit.studio.words import APPS, LANGUAGE_VARIABLE, notebook_of


class StudioServer(Voila):  # type: ignore[misc]  # Voilà has no types
    """One studio: made by `make_server`, run by `run`."""

    gate: Gate
    workspace: Path
    language: Language
    heated_apps: tuple[str, ...] = APPS
    _heated: tuple[str, Path] | None = None

    def setup_template_dirs(self) -> None:
        """Voilà's templates, ours before them."""
        ours = Path(__file__).with_name("voila_template")
        roots = [str(ours), *_default_root_dirs()]
        self.template_paths = collect_template_paths(["voila", "nbconvert"], "tot", prune=True, root_dirs=roots)
        self.static_paths = collect_static_paths(["voila", "nbconvert"], "lab", prune=True)

    def initialize(self, argv: list[str] | None = None) -> None:
        """As Voilà's, but without its configuration files: one in the current folder could run code."""
        self.config_file_paths: list[str] = []
        super().initialize(argv or [])

    def listen_on(self, wanted: int, token: str, once: set[str]) -> None:
        """Open the port (`wanted`, or one of the fifty after it) and take requests.

        Raises ProblemsError[studio-port-none] when all are taken.
        """
        self.connection_dir = tempfile.mkdtemp(prefix="tot-", dir=short_temporary_folder())
        self.identity_provider_class = StudioIdentity
        self.token = token
        for port in (wanted, *range(wanted + 1, min(wanted + 51, 65536))):
            self.port = port
            self.gate = Gate(token, port)
            if not hasattr(self, "app"):
                self.app = GuardedApplication(self.gate, once, **{**self.init_settings(), **server_settings(port)})
                self.app.add_handlers(".*$", self.init_handlers())
            self.app.gate = self.gate
            with contextlib.suppress(OSError):
                self.http = self.app.listen(port, LOOPBACK)
                self.app.settings["headers"] = page_headers(port)
                return
        shutil.rmtree(self.connection_dir, ignore_errors=True)
        raise ProblemsError([make_problem("studio-port-none", Place("tot studio"), port=wanted)])

    def init_handlers(self) -> list[Any]:
        """The start page and the three apps; of Voilà's own, what the pages need."""
        needed = (
            "api/kernels",
            "voila/static",
            "voila/api/themes",
            "voila/lab",
        )
        kept = [handler for handler in super().init_handlers() if any(name in handler[0] for name in needed)]
        shared = {"studio": self}
        app = {
            "template_paths": self.template_paths,
            "config": self.config,
            "voila_configuration": self.voila_configuration,
            **shared,
        }
        return [
            (r"/", StartHandler, shared),
            (r"/studio/alive", AliveHandler),
            (r"/studio/workspace", WorkspaceHandler, shared),
            (r"/voila/api/shutdown/([\w-]+)", ShutdownHandler),
            (rf"/({'|'.join(APPS)})", AppHandler, app),
            (r"/voila/templates/((?:tot|base)/static/[\w.@-]+)", TemplateStaticFileHandler),
            *kept,
            (r"/.*", MissingHandler),
        ]

    async def heat(self, language: Language) -> None:
        """Have one kernel of each app ready in this language, one after another so that the page in front of the
        reader is not slowed."""
        wanted = (language.tag, self.workspace)
        if self._heated == wanted:
            return
        self._heated = wanted
        self.language = language
        manager = self.kernel_manager
        # Kernels inherit it, also those of pages for which none was ready.
        os.environ.update({LANGUAGE_VARIABLE: language.tag, WORKSPACE_VARIABLE: str(self.workspace)})
        for app in self.heated_apps:
            name = notebook_of(app)
            manager.kernel_pools_config = {**manager.kernel_pools_config, name: {"pool_size": 1}}
            for task in tuple(manager._pools.get(name, ())):
                with contextlib.suppress(Exception):
                    await manager.shutdown_kernel((await task)["kernel_id"], now=True)
            if not (Path(self.root_dir) / name).is_file():
                continue
            manager._pools[name] = []
            manager.fill_if_needed(delay=0, notebook_name=name)
            with contextlib.suppress(Exception):
                await (await manager._pools[name][0])["task"]
            if self._heated != wanted:
                return

    async def open_workspace(self, folder: Path) -> None:
        """From now on pages open in this workspace; those that are open stay in theirs."""
        self.workspace = folder
        await self.heat(self.language)

    def run(self, opened: Callable[[], object] = bool) -> None:
        """Serve until Ctrl-C or a request to end; then no kernel is left. `opened` is called when both are heard."""
        loop = IOLoop.current()

        def end(*_: object) -> None:
            loop.add_callback_from_signal(loop.stop)

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, end)
        loop.spawn_callback(self.heat, self.language)
        try:
            opened()
            loop.start()
        finally:
            self.close()

    def close(self) -> None:
        """End every kernel at once and remove what was written for them."""
        for logger in (self.log, logging.getLogger("asyncio"), logging.getLogger("tornado.general")):
            logger.setLevel(logging.CRITICAL)  # what breaks off now was meant to
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave a kernel behind
        self._heated = None
        with contextlib.suppress(Exception):
            IOLoop.current().run_sync(lambda: self._end_kernels(), timeout=20)
        shutil.rmtree(self.connection_dir, ignore_errors=True)

    async def _end_kernels(self) -> None:
        self.http.stop()
        manager = self.kernel_manager
        pools = [task for pool in manager._pools.values() for task in pool]
        manager._pools = {}
        done = await asyncio.gather(*pools, return_exceptions=True)
        for result in done:
            if isinstance(result, dict):
                result["task"].cancel()
        await asyncio.gather(
            *(manager.shutdown_kernel(kernel, now=True) for kernel in list(manager.list_kernel_ids())),
            return_exceptions=True,
        )
