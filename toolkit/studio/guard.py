"""The server's side of `security.Gate`: every request passes here first, pages, files and websockets alike."""

from __future__ import annotations

from typing import Any

from jupyter_server.auth.identity import IdentityProvider, User
from tornado.httputil import HTTPServerRequest
from tornado.web import Application, RequestHandler

from toolkit.content.language import Language
from toolkit.studio.security import Asked, Gate
from toolkit.studio.start import plain_page

ONCE = "once"
"""Argument of the address that the browser is opened with: it lets in one time, so that nobody can use it who sees
it in the list of running programs."""


def asked(request: HTTPServerRequest) -> Asked:
    """What a request says about itself."""
    get = request.headers.get
    return Asked(
        method=request.method or "",
        host=get("Host", "") or "",
        origin=get("Origin") or get("Sec-Websocket-Origin") or "",
        cookie=get("Cookie", "") or "",
        query=request.query or "",
        authorization=get("Authorization", "") or "",
        fetch_site=get("Sec-Fetch-Site", "") or "",
    )


class GuardedApplication(Application):
    """Refuses before any handler is chosen, so that none can forget to ask."""

    def __init__(self, gate: Gate, once: set[str], **settings: Any) -> None:  # noqa: ANN401 - tornado's settings
        self.gate = gate
        self.once = once
        super().__init__(**settings)

    def find_handler(self, request: HTTPServerRequest, **kwargs: Any) -> Any:  # noqa: ANN401 - tornado's own types
        """The handler of the address, or the refusal."""
        found = asked(request)
        code = request.arguments.get(ONCE, [b""])[0].decode("ascii", "replace")
        if code in self.once:
            self.once.discard(code)
            found = Asked(found.method, found.host, found.origin, authorization=f"token {self.gate.token}")
        refusal = self.gate.refusal(found)
        if refusal is not None:
            return self.get_handler_delegate(request, RefusalHandler, {"reason": refusal})
        if not self.gate.brings_cookie(found) and self.gate.brings_token(found):
            request.tot_new_cookie = True  # type: ignore[attr-defined]
        return super().find_handler(request, **kwargs)


class RefusalHandler(RequestHandler):
    """Says no, and how to get in; the same for every method."""

    def initialize(self, reason: str) -> None:
        """`reason` is the gate's own word."""
        self.reason = reason

    def prepare(self) -> None:
        """Answer at once, whatever was asked."""
        language = Language("en")
        self.set_status(403)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("X-Refused", self.reason)
        text = language.say(
            "Open the studio from its own address: start “tot studio” again, or copy the address with its token from "
            "the window where it runs."
        )
        self.finish(plain_page(language.say("This page is locked"), text, language))


class StudioIdentity(IdentityProvider):
    """Whoever passed the gate is the one user of this computer; asked again here, in case a handler is reached
    otherwise."""

    def get_user(self, handler: RequestHandler) -> User | None:
        """The user, or None without token and cookie."""
        gate = getattr(handler.application, "gate", None)
        fresh = getattr(handler.request, "tot_new_cookie", False)
        if gate is None or (not fresh and gate.refusal(asked(handler.request)) is not None):
            return None
        return User(username="studio")

    def get_handlers(self) -> list[tuple[str, object]]:
        """No login page: the token is the only way in."""
        return []

    def is_token_authenticated(self, handler: RequestHandler) -> bool:  # noqa: ARG002 - Jupyter's own
        """Never: cookies are used, so Jupyter's own checks of the page's origin stay on."""
        return False


def give_cookie(handler: RequestHandler, gate: Gate) -> None:
    """Let the page's later requests in: a cookie that scripts cannot read and other sites cannot cause to be sent."""
    if getattr(handler.request, "tot_new_cookie", False):
        handler.set_cookie(gate.cookie_name, gate.token, httponly=True, samesite="Strict", path="/")
