"""The studio's addresses: the start page, the three apps, and little else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tornado.ioloop import IOLoop
from tornado.web import HTTPError, RequestHandler, authenticated
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.handler import TornadoVoilaHandler

from toolkit.content.language import Language
from toolkit.content.workspace import built_in_workspace
from toolkit.studio.guard import give_cookie
from toolkit.studio.own import own_workspace, own_workspaces, remember
from toolkit.studio.start import start_page
from toolkit.studio.words import known_language, notebook_of

if TYPE_CHECKING:
    from toolkit.studio.server import StudioServer


class StartHandler(RequestHandler):
    """The start page."""

    def initialize(self, studio: StudioServer) -> None:
        """`studio` serves it."""
        self.studio = studio

    def set_default_headers(self) -> None:
        """As the apps' pages."""
        for name, value in self.settings["headers"].items():
            self.set_header(name, value)

    def get(self) -> None:
        """In the language asked for, which the kernels then speak too."""
        asked_for = known_language(self.get_query_argument("lang", None))
        language = Language(asked_for) if asked_for else self.studio.language
        if asked_for:
            IOLoop.current().spawn_callback(self.studio.heat, language)
        give_cookie(self, self.studio.gate)
        self.set_header("Cache-Control", "no-store")
        folder = self.studio.workspace
        here = "" if folder == built_in_workspace() else folder.name
        self.write(start_page(language, here, own_workspaces()))


class AppHandler(TornadoVoilaHandler):  # type: ignore[misc]  # Voilà has no types
    """One of the three apps, from a kernel that is ready, unless it speaks another language."""

    def initialize(self, studio: StudioServer, **kwargs: Any) -> None:  # noqa: ANN401 - Voilà's own
        """`studio` serves it; the rest is Voilà's."""
        super().initialize(**kwargs)
        self.studio = studio

    @authenticated
    async def get(self, path: str | None = None) -> None:
        """The app's page, in pieces as they are made."""
        give_cookie(self, self.studio.gate)
        name = notebook_of(path or "")
        if not (Path(self.studio.root_dir) / name).is_file():
            raise HTTPError(404)
        async for html in self.get_generator(path=name):
            self.write(html)
            await self.flush()

    def should_use_rendered_notebook(self, _: object, pool_size: int, *__: object) -> bool:
        """Whether the kernel that waits speaks the language that the address asks for."""
        wanted = known_language(self.get_query_argument("lang", None))
        return pool_size > 0 and wanted in (None, self.studio.language.tag)


class WorkspaceHandler(RequestHandler):
    """Opens another workspace: the built-in one, or one of the user's own by its name, never by a path."""

    def initialize(self, studio: StudioServer) -> None:
        """`studio` serves it."""
        self.studio = studio

    def check_xsrf_cookie(self) -> None:
        """The gate has checked where the form came from."""

    def post(self) -> None:
        """Then to the start page."""
        name = self.get_body_argument("name", "")
        folder = own_workspace(name) if name else built_in_workspace()
        if folder is None:
            raise HTTPError(404)
        remember(folder)
        IOLoop.current().spawn_callback(self.studio.open_workspace, folder)
        self.redirect("/", status=303)


class AliveHandler(RequestHandler):
    """Tells a page that its studio is still there."""

    def get(self) -> None:
        """Nothing to say."""
        self.set_status(204)


class ShutdownHandler(VoilaShutdownKernelHandler):  # type: ignore[misc]  # Voilà has no types
    """Ends the kernel of a page that closes, and with it everything the page held in memory."""

    def check_xsrf_cookie(self) -> None:
        """A closing page cannot send Jupyter's own mark; the gate has checked origin and cookie."""


class MissingHandler(RequestHandler):
    """Any other address."""

    def prepare(self) -> None:
        """There is nothing here."""
        self.set_status(404)
        self.finish()
