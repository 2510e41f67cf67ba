"""Start the studio: choose the notebooks, make the token, open the port and the browser."""

from __future__ import annotations

import logging
import os
import secrets
import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.content.language import Language
from toolkit.content.workspace import WORKSPACE_VARIABLE, built_in_workspace
from toolkit.studio.security import LOOPBACK, new_token
from toolkit.studio.words import APPS, first_language, notebook_of

if TYPE_CHECKING:
    from toolkit.studio.server import StudioServer

DEFAULT_PORT = 8866


def notebooks_folder(workspace: Path) -> Path:
    """The workspace's notebooks when it has apps, else the built-in ones."""
    own = workspace / "notebooks"
    return own if any((own / notebook_of(app)).is_file() for app in APPS) else built_in_workspace() / "notebooks"


def make_server(
    workspace: Path, port: int = DEFAULT_PORT, language: Language | None = None, heated: Sequence[str] = APPS
) -> tuple[StudioServer, str, str]:
    """A server that listens: (server, its address with the token, the address that opens it once). `heated` are the
    apps that have a kernel ready before anybody asks.

    Raises ProblemsError[studio-port-none].
    """
    _do_without_grammar()
    from toolkit.studio.guard import ONCE
    from toolkit.studio.server import StudioServer
    from toolkit.studio.settings import server_config

    token, code = new_token(), secrets.token_urlsafe(16)
    speaks = language or first_language()
    os.environ[WORKSPACE_VARIABLE] = str(workspace)
    server = StudioServer(config=server_config(speaks), log_level=logging.ERROR, open_browser=False)
    server.workspace = workspace
    server.language = speaks
    server.heated_apps = tuple(heated)
    server.root_dir = str(notebooks_folder(workspace))
    server.initialize()
    server.listen_on(port, token, {code})
    base = f"http://{LOOPBACK}:{server.port}/"
    return server, f"{base}?token={token}", f"{base}?{ONCE}={code}"


def open_in_browser(address: str) -> bool:
    """Ask the computer's browser to show the page; False when there is none."""
    try:
        return webbrowser.open(address)
    except webbrowser.Error:
        return False


def _do_without_grammar() -> None:
    """Jupyter's event schemas bring along a grammar of international addresses that takes a second to load, and do
    without it where it is missing: half of the time that the studio takes to start."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
