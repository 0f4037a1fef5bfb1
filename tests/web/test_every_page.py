"""What holds for every page there is: it can be read by everybody, it says nothing to others."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ViewportSize

from kiosk.hub.pages.registry import PAGES
from kiosk.settings import Role
from tests.web.browsing import Site

SIGNED_IN = sorted(
    {link.path for section in PAGES for link in section.links}
    | {path for section in PAGES for path in section.examples}
)
OPEN = sorted({path for section in PAGES for path in section.open_examples})
_GRAVE = ("serious", "critical")
PHONE: ViewportSize = {"width": 360, "height": 740}


@pytest.mark.parametrize("path", SIGNED_IN)
def test_everybody_can_read_a_page_of_the_console(
    path: str, site: Site, context: BrowserContext
) -> None:
    page = site.open(context, path, Role.ADMINISTRATOR)
    assert page.locator("h1").count() == 1
    _check(page)
    page.set_viewport_size(PHONE)
    _check(page)


@pytest.mark.parametrize("path", OPEN)
def test_everybody_can_read_a_page_without_signing_in(
    path: str, site: Site, context: BrowserContext
) -> None:
    page = site.open(context, path)
    _check(page)
    page.set_viewport_size(PHONE)
    _check(page)


@pytest.mark.parametrize("path", SIGNED_IN)
def test_a_page_of_the_console_is_shown_to_nobody_else(path: str, site: Site) -> None:
    answer = site.client.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/console/sign-in")
    assert answer.text == ""


@pytest.mark.parametrize("path", [*SIGNED_IN, *OPEN])
def test_a_page_loads_nothing_from_elsewhere_and_is_kept_nowhere(path: str, site: Site) -> None:
    site.sign_in()
    answer = site.client.get(path)
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert "<script>" not in answer.text
    assert " style=" not in answer.text
    assert 'src="http' not in answer.text
    assert "http://" not in answer.text.replace("http://www.w3.org/2000/svg", "")


def _check(page: Any) -> None:
    """No grave fault of access, nothing wider than the window."""
    found = Axe().run(page).response["violations"]
    grave = [each for each in found if each["impact"] in _GRAVE]
    assert not grave, [(each["id"], [node["html"] for node in each["nodes"]]) for each in grave]
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{wide} pixels too wide"
