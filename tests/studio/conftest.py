"""Fixtures of the studio's tests: `studio` (one for each test file) and `open_app` (a page that must stay home)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.studio.browser import Studio, copy_workspace, served


@pytest.fixture(scope="module")
def studio(tmp_path_factory) -> Iterator[Studio]:
    with served(copy_workspace(tmp_path_factory.mktemp("workspace"))) as found:
        yield found


@pytest.fixture
def open_page(studio, chromium) -> Iterator[Callable[[str], object]]:
    """Open an address in a page of 1366×768. At the end of the test: nobody but the studio was asked for anything."""
    outside: list[str] = []
    faults: list[str] = []
    contexts = []
    home = (f"http://{studio.host}/", f"ws://{studio.host}/", "data:", "blob:")

    def seen(address: str) -> None:
        if not address.startswith(home):
            outside.append(address)

    def open_(address: str) -> object:
        context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="en", accept_downloads=True)
        contexts.append(context)
        context.on("request", lambda request: seen(request.url))
        page = context.new_page()
        page.on("websocket", lambda socket: seen(socket.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.set_default_timeout(30_000)
        page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not outside, "a request left this computer"
    assert not faults, "a script failed"


@pytest.fixture
def open_app(studio, open_page) -> Callable[..., object]:
    """``open_app("trainer", language="ar")``: the app's page, drawn and ready."""

    def open_(app: str, language: str = "en") -> object:
        page = open_page(studio.address(app, language))
        page.wait_for_selector(".tot-ready", timeout=60_000)
        return page

    return open_
