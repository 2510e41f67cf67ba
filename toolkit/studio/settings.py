"""What the studio sets in Voilà and in Jupyter's server, and what its pages may not do."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from traitlets import default
from traitlets.config import Config

from toolkit.content.language import Language
from toolkit.studio.security import LOOPBACK, MESSAGE_MB
from toolkit.studio.style import APP_ACCENTS, asset, style_sheet
from toolkit.studio.words import STUDIO_LANGUAGES, name_of_app

WIDGET_EXTENSIONS = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget"]
"""The only front-end extensions that are loaded, whatever else is installed."""

FORGOTTEN_AFTER_SECONDS = 1800
"""A kernel whose page vanished without saying so (a crash) is ended after this."""


class OwnPython(KernelSpecManager):
    """Only the Python that runs the studio: another kernel of the same name may not have the toolkit."""

    @default("kernel_dirs")
    def _no_folders(self) -> list[str]:
        return []


def server_config(language: Language) -> Config:
    """Voilà's configuration, for pages that begin in this language."""
    return Config(
        {
            "VoilaConfiguration": {
                "template": "tot",
                "theme": "light",
                "allow_template_override": "NO",
                "allow_theme_override": "NO",
                "file_allowlist": [],
                "extension_allowlist": WIDGET_EXTENSIONS,
                "preheat_kernel": True,
                "page_config_hook": _without_mathjax,
                "show_tracebacks": False,
                "kernel_spec_manager_class": OwnPython,
                "resources": {"studio": _page_words(language)},
            },
            "VoilaKernelManager": {"kernel_pools_config": {"default": {"pool_size": 0}}, "fill_delay": 2.0},
            "MappingKernelManager": {"cull_idle_timeout": FORGOTTEN_AFTER_SECONDS, "cull_interval": 60},
            "ConnectionFileMixin": {"transport": "tcp" if sys.platform == "win32" else "ipc"},
            # A whole session pack travels as one message.
            "ZMQChannelsWebsocketConnection": {"limit_rate": False},
        }
    )


def server_settings(port: int) -> dict[str, object]:
    """The settings of the web application on this port."""
    return {
        "websocket_max_message_size": MESSAGE_MB * 1_000_000,
        "ws_ping_interval": 0,  # on one computer, a closed page is noticed without
        "log_function": lambda _: None,
        "allow_remote_access": False,
        "headers": page_headers(port),
    }


def _without_mathjax(page_config: dict[str, Any], **_: object) -> dict[str, Any]:
    """Voilà's page asks another computer for its formula fonts; the studio shows no formulas."""
    return {**page_config, "fullMathjaxUrl": "data:text/javascript,//", "mathjaxConfig": ""}


def _page_words(language: Language) -> dict[str, object]:
    def in_all(say: Callable[[Language], str]) -> dict[str, str]:
        return {tag: say(Language(tag)) for tag in STUDIO_LANGUAGES}

    return {
        "title": name_of_app("start", language),
        "language": language.tag,
        "css": style_sheet(APP_ACCENTS["start"]),
        "script": asset("studio.js"),
        "words": {
            "opening": in_all(lambda it: it.say("Opening…")),
            "lost": in_all(
                lambda it: it.say("The studio was closed. Start it again with “tot studio”, then open this page anew.")
            ),
        },
    }


def page_headers(port: int) -> dict[str, str]:
    """What a browser must not do with our pages: ask anybody but this server, or show them inside another page."""
    sockets = " ".join(f"ws://{name}:{port}" for name in (LOOPBACK, "localhost"))
    policy = (
        "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; "
        f"connect-src 'self' data: blob: {sockets}; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def short_temporary_folder() -> str:
    """Local sockets have paths of about a hundred characters at most, and macOS's temporary folder is long."""
    usual = tempfile.gettempdir()
    return "/tmp" if sys.platform != "win32" and len(usual) > 30 and Path("/tmp").is_dir() else usual  # noqa: S108
