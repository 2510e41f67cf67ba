"""JupyterLab on the workspace's notebooks: this computer only, with a token, and asking nobody for news or updates.

``lab_config/`` has what only files can say: no announcements, and no copy of what a page shows in the saved notebook.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from uuid import uuid4

from toolkit.content.workspace import WORKSPACE_VARIABLE
from toolkit.studio.security import LOOPBACK

START = "START_HERE.ipynb"

LONGEST_SOCKET = 103
"""Bytes of a local socket's path on macOS; Linux takes four more."""


def lab_arguments(workspace: Path, port: int, browser: bool) -> list[str]:
    """JupyterLab's settings as arguments, which overrule its configuration files. The token is JupyterLab's own, new
    at each start."""
    start = f"/lab/tree/notebooks/{START}" if (workspace / "notebooks" / START).is_file() else "/lab"
    settings: dict[str, object] = {
        "ServerApp.root_dir": workspace,
        "ServerApp.ip": LOOPBACK,
        "ServerApp.port": port,
        "ServerApp.port_retries": 50,
        "ServerApp.open_browser": browser,
        "ServerApp.allow_remote_access": False,
        "ServerApp.log_level": "WARN",
        "LabApp.default_url": start,
        "LabApp.news_url": None,
        "LabApp.check_for_updates_class": "jupyterlab.handlers.announcements.NeverCheckForUpdate",
        "LabApp.extension_manager": "readonly",
        "LanguageServerManager.autodetect": False,
        "ConnectionFileMixin.transport": "ipc" if _sockets_fit() else "tcp",
    }
    return [f"--{name}={value}" for name, value in settings.items()]


def _sockets_fit() -> bool:
    """Whether kernels can be reached through files that only this user can open: the path of such a file must be
    short, and it begins with Jupyter's own folder."""
    from jupyter_core.paths import jupyter_runtime_dir

    longest = f"{jupyter_runtime_dir()}/kernel-{uuid4()}-ipc-10"
    return sys.platform != "win32" and len(os.fsencode(longest)) <= LONGEST_SOCKET


def run_lab(workspace: Path, port: int, browser: bool) -> None:
    """Serve until Ctrl-C; kernels end with it."""
    from jupyterlab.labapp import LabApp

    os.environ[WORKSPACE_VARIABLE] = str(workspace)
    own = str(Path(__file__).with_name("lab_config"))
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [own, os.environ.get("JUPYTER_CONFIG_PATH")]))
    server = LabApp.initialize_server(argv=lab_arguments(workspace, port, browser))
    server.answer_yes = True  # Ctrl-C closes at once, as it does for the apps
    server.start()
