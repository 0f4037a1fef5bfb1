"""Takes the pictures of the console that the documentation shows.

python -m tests.web.console_pictures        writes docs/screenshots/console-*.png
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from kiosk.hub.pages.registry import PAGES
from kiosk.queueing import calls
from kiosk.settings import Role
from kiosk.wire import PROTOCOL, Report
from tests.fakes import FakeClock
from tests.filled import MORNING, ONE, Filled, open_hub
from tests.hubs import served
from tests.web.browsing import ARGUMENTS, CHROMIUM, Site

SHOTS = Path(__file__).parents[2] / "docs" / "screenshots"
DESK: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
LOCALES = {"zh": "zh-CN", "en": "en-GB"}


class Shot(NamedTuple):
    """One picture; ``press`` names a button that is pressed before it is taken."""

    name: str
    path: str
    size: ViewportSize = DESK
    language: str = "zh"
    press: str = ""


SIGNED_IN = (
    Shot("overview", ""),
    Shot("counter", "/counter"),
    Shot("counter-en", "/counter", language="en"),
    Shot("counter-phone", "/counter", PHONE),
    Shot("doors", "/doors"),
    Shot("doors-phone", "/doors", PHONE),
    Shot("door", "/doors/A05"),
    Shot("pairing", "/terminals", press="配对终端"),
    Shot("terminals", "/terminals"),
    Shot("terminals-en", "/terminals", language="en"),
)


def main() -> None:
    """Take every picture."""
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        clock = FakeClock(MORNING)
        filled = Filled(open_hub(Path(scratch) / "hub", clock))
        filled.press(calls.open_counter, ONE, Role.ADMINISTRATOR, hall=filled.file.hall)
        clock.advance(minutes=2)
        filled.press(calls.call_next, ONE, Role.ADMINISTRATOR)
        _report(filled)
        with served(filled.hub, tls=True, pages=PAGES) as client:
            site = Site(filled, client)
            for shot in SIGNED_IN:
                _take(browser, site, shot, Role.ADMINISTRATOR)
            _take(browser, site, Shot("sign-in", "/sign-in"), None)
            browser.close()


def _report(filled: Filled) -> None:
    """Let the terminal tell how it is."""
    said = Report(
        protocol=PROTOCOL,
        program="0.1.0",
        at=filled.now,
        trusted=True,
        printer="paper_low",
        banks=dict.fromkeys(filled.file.cabinet.banks, ""),
        disk_free_mb=21_000,
    )
    filled.hub.terminals.note(filled.name, filled.paired.terminal, said, at=filled.now)


def _take(browser: Browser, site: Site, shot: Shot, role: Role | None) -> None:
    context = browser.new_context(
        ignore_https_errors=True, locale=LOCALES[shot.language], viewport=shot.size
    )
    page: Page = site.open(context, f"/console{shot.path}", role)
    if shot.press:
        page.get_by_role("button", name=shot.press).click()
    page.wait_for_timeout(500)
    page.screenshot(path=SHOTS / f"console-{shot.name}.png")
    context.close()


if __name__ == "__main__":
    main()
