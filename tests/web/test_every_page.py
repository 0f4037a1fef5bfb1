"""What holds for every page there is: it can be read by everybody, it says nothing to others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from kiosk.hub.pages.registry import PAGES
from kiosk.hub.pages.sections import HOME, SIGN_IN
from kiosk.settings import Role
from tests.fakes import FakeClock
from tests.filled import MORNING, Filled, open_hub
from tests.hubs import served
from tests.web.browsing import Site

SIGNED_IN = sorted(
    {link.path for section in PAGES for link in section.links}
    | {path for section in PAGES for path in section.examples}
)
OPEN = sorted({path for section in PAGES for path in section.open_examples})
_GRAVE = ("serious", "critical")
DESK: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One station for all pages: they are only looked at."""
    filled = Filled(open_hub(tmp_path_factory.mktemp("all") / "hub", FakeClock(MORNING)))
    with served(filled.hub, tls=True, pages=PAGES) as client:
        yield Site(filled, client)


@pytest.fixture(scope="module")
def window(browser: Browser, everything: Site) -> Iterator[Page]:
    """A browser in which the administrator is signed in."""
    context = browser.new_context(ignore_https_errors=True, locale="zh-CN", viewport=DESK)
    yield everything.open(context, HOME, Role.ADMINISTRATOR)
    context.close()


@pytest.fixture
def stranger(everything: Site) -> Iterator[Site]:
    """Somebody without a browser who is not signed in."""
    found = everything.another()
    yield found
    found.client.close()


@pytest.mark.parametrize("path", [*SIGNED_IN, *OPEN])
def test_everybody_can_read_every_page(path: str, window: Page, everything: Site) -> None:
    for size in (DESK, PHONE):
        window.set_viewport_size(size)
        window.goto(everything.address + path)
        assert path in OPEN or window.locator("h1").count() == 1
        _check(window)


def test_all_ways_are_in_sight_on_a_small_desk(window: Page, everything: Site) -> None:
    window.set_viewport_size(DESK)
    window.goto(everything.address + HOME)
    last = window.locator(".ways a").last.bounding_box()
    assert last is not None
    assert last["y"] + last["height"] <= DESK["height"]


def test_the_page_one_is_on_is_in_sight_on_a_phone(window: Page, everything: Site) -> None:
    window.set_viewport_size(PHONE)
    window.goto(f"{everything.address}/console/staff")
    here = window.locator(".ways a[aria-current]").bounding_box()
    assert here is not None
    assert 0 <= here["x"] < here["x"] + here["width"] <= PHONE["width"]


def test_a_hub_that_stands_still_is_noticed_though_no_stream_breaks(
    window: Page, everything: Site
) -> None:
    page = window.context.new_page()
    page.clock.install()
    page.goto(f"{everything.address}/console/doors")
    page.route("**/healthz", lambda asked: asked.abort())
    expect(page.locator("#away")).to_be_hidden()
    page.clock.fast_forward(11_000)
    expect(page.locator("#away")).to_be_visible()
    page.unroute("**/healthz")
    page.clock.fast_forward(11_000)
    expect(page.locator("#away")).to_be_hidden()
    page.close()


def test_a_page_of_the_console_is_shown_to_nobody_else(stranger: Site) -> None:
    for path in SIGNED_IN:
        answer = stranger.client.get(path)
        assert (path, answer.status_code) == (path, 303)
        assert answer.headers["location"].startswith(SIGN_IN)
        assert answer.text == ""


def test_a_page_loads_nothing_from_elsewhere_and_is_kept_nowhere(stranger: Site) -> None:
    stranger.sign_in()
    for path in (*SIGNED_IN, *OPEN):
        answer = stranger.client.get(path)
        assert "default-src 'none'" in answer.headers["content-security-policy"], path
        assert answer.headers["cache-control"] == "no-store", path
        text = answer.text.replace("http://www.w3.org/2000/svg", "")
        for outside in ("<script>", " style=", 'src="http', "http://"):
            assert outside not in text, path


def _check(page: Page) -> None:
    """No grave fault of access, nothing wider than the window."""
    found = Axe().run(page).response["violations"]
    grave = [each for each in found if each["impact"] in _GRAVE]
    assert not grave, [(each["id"], [node["html"] for node in each["nodes"]]) for each in grave]
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{wide} pixels too wide"
