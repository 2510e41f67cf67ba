"""Fixtures of several folders."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.studio.browser import chromium_path


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """The one browser of a test process; a second one beside it would not start."""
    playwright = pytest.importorskip("playwright.sync_api")
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium on this computer")
    arguments = ["--disable-gpu", *(["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else [])]
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()
