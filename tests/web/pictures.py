"""Takes the pictures of phone pages and hall display that the documentation shows.

    python -m tests.web.pictures        writes docs/screenshots/{phone,display-web}-*.png

A phone has Chinese letters of its own; here Chromium is lent those of the program.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, ViewportSize, sync_playwright

from kiosk.hub.pages.registry import PAGES
from kiosk.queueing import QUEUEING
from tests.fakes import FakeClock
from tests.filled import MORNING, ONE, ROOM, Filled, open_hub
from tests.hubs import served
from tests.web.browsing import ARGUMENTS, CHROMIUM, Site
from tests.web.slips import Slips
from tests.web.test_display import HALL, UPRIGHT, Hall

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "docs" / "screenshots"
PHONE: ViewportSize = {"width": 360, "height": 640}
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{}</dir></fontconfig>
"""


def main() -> None:
    """Take every picture."""
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = launched(playwright, Path(scratch))
        clock = FakeClock(MORNING)
        hall = Hall(Filled(open_hub(Path(scratch) / "hub", clock)))
        with served(hall.filled.hub, tls=True, pages=PAGES) as client:
            site = Site(hall.filled, client)
            _display(browser, site, hall, clock)
            _phones(browser, site, hall, clock)
            browser.close()


def launched(playwright: Playwright, scratch: Path) -> Browser:
    """Start a Chromium that has the letters of the program."""
    fonts = scratch / "fonts.conf"
    fonts.write_text(_FONTS.format(ROOT / "assets" / "fonts"), "utf-8")
    env: dict[str, str | float | bool] = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    return playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS), env=env)


@contextmanager
def _shown(
    browser: Browser, address: str, size: ViewportSize, language: str = "zh", scale: float = 1
) -> Iterator[Page]:
    context = browser.new_context(
        ignore_https_errors=True,
        locale=LANGUAGES[language],
        viewport=size,
        device_scale_factor=scale,
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_timeout(1500)  # the display knows the hour of the hub
    yield page
    context.close()


def _display(browser: Browser, site: Site, hall: Hall, clock: FakeClock) -> None:
    for _ in range(3):
        hall.call()
        clock.advance(minutes=4)
        hall.finish()
    hall.call()
    address = site.address + hall.path
    for name, size in (("calls", HALL), ("upright", UPRIGHT)):
        with _shown(browser, address, size) as page:
            page.screenshot(path=SHOTS / f"display-web-{name}.png")
    with _shown(browser, address, HALL) as page:
        page.evaluate("document.documentElement.dataset.hub = 'away'")
        away = page.locator("[data-part=words]").get_attribute("data-away") or ""
        told = away.replace("{time}", "10:12")
        page.evaluate("(s) => document.querySelector('[data-part=away]').textContent = s", told)
        page.screenshot(path=SHOTS / "display-web-away.png")


def _phones(browser: Browser, site: Site, hall: Hall, clock: FakeClock) -> None:
    filled, slips = hall.filled, Slips(hall.filled)
    receipt = filled.apply(ROOM, filled.slot(9), number=9)
    booked = filled.apply(ROOM, filled.slot(4, 14), number=10)
    filled.approve(booked)
    called = filled.station.state(QUEUEING).at(ONE)
    assert called is not None
    _, waiting = slips.ticket()
    today = {
        "ticket": waiting,
        "called": slips.of(called.id)[1],
        "give-up": f"{waiting}/ask/give-up",
        "door": slips.door(),
        "unknown": "/Q/HUAKEN/ABC",
    }
    _take(browser, site, today)
    clock.advance(hours=80)  # less than a day before the use
    booking = slips.booking(booked)
    late = f"{booking}/ask/cancel/{booked.bookings[0].id}"
    later = {"booking": booking, "cancel": late, "pending": slips.booking(receipt)}
    _take(browser, site, later)


def _take(browser: Browser, site: Site, pictures: dict[str, str]) -> None:
    for name, path in pictures.items():
        for language in LANGUAGES:
            with _shown(browser, site.address + path, PHONE, language, 1.5) as page:
                page.screenshot(path=SHOTS / f"phone-{name}-{language}.png")


if __name__ == "__main__":
    main()
