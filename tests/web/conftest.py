"""Pages in a real browser, served over TLS by a hub in this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from kiosk.hub.pages.registry import PAGES
from tests.fakes import FakeClock
from tests.filled import MORNING, Filled, open_hub
from tests.hubs import served
from tests.web.browsing import ARGUMENTS, CHROMIUM, Site

expect.set_options(timeout=60_000)  # of a busy machine


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this process; each test has a profile of its own in it."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield found
        found.close()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(MORNING)


@pytest.fixture
def filled(tmp_path: Path, clock: FakeClock) -> Filled:
    """The station in full use; ``site`` serves it."""
    return Filled(open_hub(tmp_path / "hub", clock))


@pytest.fixture
def site(filled: Filled) -> Iterator[Site]:
    """The pages of the filled station, served over TLS."""
    with served(filled.hub, tls=True, pages=PAGES) as client:
        yield Site(filled, client)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile of a desktop in Chinese."""
    found = browser.new_context(
        ignore_https_errors=True, locale="zh-CN", viewport={"width": 1366, "height": 768}
    )
    found.set_default_timeout(60_000)
    yield found
    found.close()
