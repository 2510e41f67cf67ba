"""Who may speak to the studio, and which names and paths it accepts from a page.

The studio listens on this computer only. Other programs, other users and web pages open in the same browser can still
reach a local port, so each request needs the token (once in the address, then in a cookie), must be addressed to this
computer by name (a rebound DNS name is not), and must not come from another site's page.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Literal
from urllib.parse import parse_qs

from toolkit.problems import Place, ProblemsError, make_problem

LOOPBACK = "127.0.0.1"
"""The only address that the studio listens on."""

MESSAGE_MB = 42
"""The largest message that the server takes: all files of one upload (40 MB, see ``studio.js``) and their envelope."""

Refusal = Literal["host", "origin", "token"]

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_MAX_NAME = 120


def new_token() -> str:
    """256 random bits, fit for an address."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request says about itself: header values as sent, "" where there is none."""

    method: str
    host: str
    origin: str = ""
    cookie: str = ""
    query: str = ""
    authorization: str = ""
    fetch_site: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """The rule for every request to the server on one port."""

    token: str
    port: int

    @property
    def cookie_name(self) -> str:
        """One for each port, as browsers share cookies between the ports of a computer."""
        return f"tot-studio-{self.port}"

    @property
    def hosts(self) -> frozenset[str]:
        """The names by which this server may be called."""
        return frozenset(f"{name}:{self.port}" for name in (LOOPBACK, "localhost"))

    def refusal(self, asked: Asked) -> Refusal | None:
        """Why a request is refused, or None when it may pass."""
        if asked.host.lower() not in self.hosts:
            return "host"
        origins = {f"http://{host}" for host in self.hosts}
        if asked.origin and asked.origin.lower() not in origins:
            return "origin"
        if asked.fetch_site == "cross-site" and not self.brings_token(asked):
            return "origin"
        return None if self.brings_token(asked) or self.brings_cookie(asked) else "token"

    def brings_token(self, asked: Asked) -> bool:
        """Whether the token is in the address or in the ``Authorization`` header."""
        scheme, _, value = asked.authorization.partition(" ")
        headers = [value.strip()] if scheme.lower() in ("token", "bearer") else []
        given = [*parse_qs(asked.query).get("token", []), *headers]
        return any(self._is_token(value) for value in given)

    def brings_cookie(self, asked: Asked) -> bool:
        """Whether the cookie that came with the first page is sent again."""
        try:
            found = SimpleCookie(asked.cookie).get(self.cookie_name)
        except CookieError:
            return False
        return found is not None and self._is_token(found.value)

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self.token.encode())


def inside(root: Path, typed: str, where: str = "") -> Path:
    """The path that a user typed, inside `root` also after following links. `where` names the field or file.

    Raises ProblemsError[studio-path-outside] when it leaves `root` or is no path at all.
    """
    place = Place(where or typed or ".")
    try:
        base = root.resolve()
        found = (base / typed).resolve()
        allowed = bool(typed.strip()) and "\0" not in typed and found.is_relative_to(base)
    except (OSError, ValueError, RuntimeError) as error:
        raise ProblemsError([make_problem("studio-path-outside", place, path=typed)]) from error
    if not allowed:
        raise ProblemsError([make_problem("studio-path-outside", place, path=typed)])
    return found


def safe_name(typed: str) -> str:
    """A bare file name that Linux, macOS and Windows all take. Raises ProblemsError[studio-name-unsafe] when it
    cannot be one: a folder in it, a reserved name, control characters, longer than 120 characters."""
    name = typed.strip()
    bare = PurePosixPath(PureWindowsPath(name).as_posix()).name
    bad = (
        not name
        or name != bare
        or name.startswith(".")
        or name.endswith(".")
        or len(name) > _MAX_NAME
        or _RESERVED.fullmatch(name)
        or any(ch in '<>:"/\\|?*' or not ch.isprintable() for ch in name)
    )
    if bad:
        raise ProblemsError([make_problem("studio-name-unsafe", Place(bare or "?"), name=name)])
    return name
