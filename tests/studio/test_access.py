"""Who gets in: this computer's user with the token, and nobody else, whichever door they try."""

import asyncio
import contextlib
import http.client
import json
import stat
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from tests.studio.browser import demo_workspace, served
from toolkit.problems import ProblemsError
from toolkit.studio.security import Asked, Gate, inside, safe_name

KERNEL = "00000000-0000-4000-8000-000000000000"
DOORS = [
    "/",
    "/trainer",
    "/designer?lang=fr",
    "/studio/alive",
    f"/api/kernels/{KERNEL}",
    "/voila/static/voila.js",
    "/voila/templates/tot/static/voila-style.js",
    "/voila/files/studio_trainer.ipynb",
    "/voila/render/studio_trainer.ipynb",
    "/voila/tree",
    "/login",
    "/nothing-there",
]


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    with served(demo_workspace(tmp_path_factory.mktemp("demo"))) as found:
        yield found


def ask(studio, path, method="GET", **headers):
    """(status, headers, body) of one request; the header ``Host`` as given."""
    link = http.client.HTTPConnection("127.0.0.1", studio.port, timeout=30)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    link.request(method, path, headers={"Host": studio.host, **given})
    answer = link.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read()
    link.close()
    return found


def cookie(studio):
    """What the browser sends after its first page."""
    status, headers, _ = ask(studio, f"/?token={studio.token}")
    assert status == 200
    return headers["Set-Cookie"].split(";")[0]


@pytest.mark.parametrize("door", DOORS)
def test_without_token_every_door_is_shut(studio, door):
    status, headers, body = ask(studio, door)
    assert (status, headers["X-Refused"]) == (403, "token")
    assert b"tot studio" in body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "HEAD"])
def test_no_method_gets_around_it(studio, method):
    assert ask(studio, f"/voila/api/shutdown/{KERNEL}", method)[0] == 403


def test_a_wrong_token_is_refused(studio):
    assert ask(studio, f"/?token={studio.token[:-1]}")[0] == 403
    assert ask(studio, "/", Authorization="token guess")[0] == 403
    assert ask(studio, "/", Cookie=f"tot-studio-{studio.port}=guess")[0] == 403


def test_the_token_gives_a_cookie_that_scripts_and_other_sites_cannot_use(studio):
    status, headers, body = ask(studio, f"/?token={studio.token}")
    assert status == 200
    assert "HttpOnly" in headers["Set-Cookie"]
    assert "SameSite=Strict" in headers["Set-Cookie"]
    assert studio.token.encode() not in body
    assert ask(studio, "/", Cookie=headers["Set-Cookie"].split(";")[0])[0] == 200


def test_the_address_for_the_browser_lets_in_once(tmp_path):
    with served(demo_workspace(tmp_path / "ws")) as fresh:
        path = "/" + fresh.once.rpartition("/")[2]
        assert ask(fresh, path)[0] == 200
        assert ask(fresh, path)[0] == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "[::1]:{port}", ""]
)
def test_another_host_name_is_refused_even_with_the_token(studio, host):
    """DNS rebinding: a page from elsewhere whose name was made to point at this computer."""
    status, headers, _ = ask(studio, f"/?token={studio.token}", Host=host.format(port=studio.port))
    assert (status, headers["X-Refused"]) == (403, "host")


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "file://"])
def test_a_page_of_another_site_is_refused_even_with_the_cookie(studio, origin):
    assert ask(studio, "/", Cookie=cookie(studio), Origin=origin)[1]["X-Refused"] == "origin"
    assert ask(studio, "/", Cookie=cookie(studio), Sec_Fetch_Site="cross-site")[1]["X-Refused"] == "origin"


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({}, 403),
        ({"Cookie": "right"}, 404),  # let in; there is no such kernel
        ({"Cookie": "right", "Origin": "http://evil.example"}, 403),
        ({"Cookie": "right", "Host": "evil.example"}, 403),
    ],
)
def test_websockets_pass_the_same_gate(studio, given, refused):
    headers = {name: cookie(studio) if value == "right" else value for name, value in given.items()}
    address = f"ws://{studio.host}/api/kernels/{KERNEL}/channels"

    async def connect():
        await websocket_connect(HTTPRequest(address, headers=headers))

    with ThreadPoolExecutor(1) as aside, pytest.raises(HTTPClientError) as stopped:
        # In a thread of its own: a browser of another test may have a loop running in this one.
        aside.submit(lambda: asyncio.run(connect())).result()
    assert stopped.value.code == refused


@pytest.mark.parametrize(
    "path",
    [
        "/voila/files/studio_trainer.ipynb",
        "/voila/files/demo_app.py",
        "/voila/files/../curricula/x.png",
        "/voila/render/studio_trainer.ipynb",
        "/voila/tree",
        "/voila/api/contents",
        "/voila/static/../../../../etc/passwd",
        "/voila/templates/tot/static/../../../../../serve.py",
        "/studio_trainer.ipynb",
        "/START_HERE.ipynb",
        "/login",
    ],
)
def test_with_the_token_there_are_only_the_pages(studio, path):
    """No file is handed out by its path, and no notebook runs but the three apps'."""
    status, _, body = ask(studio, path, Cookie=cookie(studio))
    assert status in (403, 404)
    assert b"cells" not in body


def test_the_browser_is_told_to_ask_nobody_else(studio):
    policy = ask(studio, "/", Cookie=cookie(studio))[1]["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http://" not in policy.replace(f"http://{studio.host}", "")
    assert "*" not in policy


@pytest.mark.skipif(sys.platform == "win32", reason="other sockets there")
def test_kernels_listen_where_only_this_user_can_come(studio):
    """A kernel's output channel asks for no password: on a port, every user of the computer could listen."""
    with served(studio.workspace, heated=("trainer",)) as warm:
        server = psutil.Process(warm.process.pid)
        kernel = _until(lambda: [child for child in server.children() if "ipykernel" in " ".join(child.cmdline())])[0]
        file = next(part for part in kernel.cmdline() if part.endswith(".json"))
        connection = _until(lambda: json.loads(Path(file).read_text()))
        assert connection["transport"] == "ipc"
        assert not stat.S_IMODE(Path(file).parent.stat().st_mode) & 0o077
    assert not Path(file).parent.exists()
    assert not kernel.is_running()


def _until(found, seconds=30):
    for _ in range(seconds * 20):
        try:
            if result := found():
                return result
        except (OSError, ValueError):
            pass
        time.sleep(0.05)
    raise AssertionError("it did not happen")


WORDS = st.text(max_size=40)


@given(token=WORDS, value=WORDS)
@settings(max_examples=60)
def test_only_the_very_token_passes(token, value):
    gate = Gate("right-token", 8866)
    asked = Asked("GET", "127.0.0.1:8866", cookie=f"{gate.cookie_name}={value}", query=f"token={token}")
    assert gate.refusal(asked) == (None if "right-token" in (token.strip(), value) else "token")


@pytest.mark.parametrize(
    "typed", ["../x", "a/../../x", "/etc/passwd", "", "  ", "a\0b", "link/x", "..", "curricula/../../y"]
)
def test_a_typed_path_stays_in_the_workspace(tmp_path, typed):
    root = tmp_path / "ws"
    (root / "curricula").mkdir(parents=True)
    if sys.platform != "win32":
        (root / "link").symlink_to(tmp_path)
    elif "link" in typed:
        pytest.skip("links need rights there")
    with pytest.raises(ProblemsError) as stopped:
        inside(root, typed)
    assert stopped.value.problems[0].code == "studio-path-outside"


@given(st.text(max_size=60))
@settings(max_examples=150)
def test_whatever_is_typed_is_inside_or_refused(typed):
    from toolkit.content.workspace import built_in_workspace

    root = built_in_workspace()
    with contextlib.suppress(ProblemsError):
        assert inside(root, typed).is_relative_to(root.resolve())


def test_inside_takes_what_is_there(tmp_path):
    (tmp_path / "curricula").mkdir()
    assert inside(tmp_path, "curricula/new.md") == (tmp_path / "curricula" / "new.md").resolve()


@pytest.mark.parametrize(
    "name", ["../a.csv", "a/b.csv", "C:\\a.csv", "CON", "nul.txt", ".hidden", "", "a\n.csv", "a" * 130]
)
def test_unsafe_names_are_refused(name):
    with pytest.raises(ProblemsError) as stopped:
        safe_name(name)
    assert stopped.value.problems[0].code == "studio-name-unsafe"


@pytest.mark.parametrize("name", ["pre test (1).csv", "résultats.xlsx", "قبل.csv"])
def test_ordinary_names_are_kept(name):
    assert safe_name(name) == name
