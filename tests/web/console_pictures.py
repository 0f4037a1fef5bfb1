"""Takes the pictures of the console and the office that the documentation shows.

    python -m tests.web.console_pictures [WORD …]
                                        writes docs/screenshots/{console,office}-*-{zh,en}.png

With words, those whose names have one of them.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from kiosk.hub.pages.registry import PAGES
from kiosk.queueing import calls
from kiosk.settings import Role
from kiosk.wire import PROTOCOL, Report
from tests.busy_days import live
from tests.fakes import FakeClock
from tests.filled import MORNING, ONE, ROOM, Filled, open_hub
from tests.hubs import served
from tests.web.browsing import Site
from tests.web.pictures import LANGUAGES, SHOTS, launched
from tests.web.test_office_calendar import NOTICE
from tests.web.test_office_telling import Away

DAYS = 24
DESK: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 360, "height": 780}


class Shot(NamedTuple):
    """One picture; ``press`` is the button pressed before it is taken, ``write`` what is typed
    into the large field before that; ``whole``: with what stands below the window as well.
    """

    name: str
    path: str
    press: str = ""
    write: str = ""
    size: ViewportSize = DESK
    whole: bool = False
    role: Role | None = Role.ADMINISTRATOR


SHOTS_OF_PAGES = (
    Shot("console-sign-in", "/sign-in", role=None),
    Shot("console-overview", ""),
    Shot("console-counter", "/counter"),
    Shot("console-counter-phone", "/counter", size=PHONE),
    Shot("console-doors", "/doors"),
    Shot("console-doors-phone", "/doors", size=PHONE),
    Shot("console-door", "/doors/A05"),
    Shot("console-terminals", "/terminals"),
    Shot("console-pairing", "/terminals", press="main form[action$=code] button"),
    Shot("console-displays", "/displays", whole=True),
    Shot("office-to-tell", "/to-tell"),
    Shot("office-reviews", "/reviews"),
    Shot("office-reviews-phone", "/reviews", size=PHONE),
    Shot("office-application", "/reviews/{application}", whole=True),
    Shot("office-day", "/places?day={day}"),
    Shot("office-booking", "/bookings/{booking}", whole=True),
    Shot("office-closed", "/closed"),
    Shot("office-marks", "/marks"),
    Shot("office-settings", "/settings"),
    Shot("office-setting", "/settings/lockers.reserve_share"),
    Shot("office-history", "/settings/history"),
    Shot("office-calendar", "/calendar?year=2026&month=2"),
    Shot("office-notice", "/calendar/notice", press="main form button", write=NOTICE, whole=True),
    Shot("office-figures", "/figures"),
    Shot("office-figures-phone", "/figures", size=PHONE),
    Shot("office-record", "/record?tag=venues"),
    Shot("office-staff", "/staff", whole=True),
)


def main() -> None:
    """Take the pictures that are asked for."""
    wanted = [each for each in SHOTS_OF_PAGES if _is_wanted(each.name)]
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder = Path(scratch)
        browser = launched(playwright, folder)
        clock = FakeClock(MORNING - timedelta(days=DAYS))
        filled = Filled(open_hub(folder / "hub", clock), fill=False)
        live(filled, clock, DAYS)
        places = _fill(filled, clock, folder)
        with served(filled.hub, tls=True, pages=PAGES) as client:
            site = Site(filled, client)
            for shot in wanted:
                for language in LANGUAGES:
                    _take(browser, site, shot, places, language)
            browser.close()


def _is_wanted(name: str) -> bool:
    return len(sys.argv) == 1 or any(word in name for word in sys.argv[1:])


def _fill(filled: Filled, clock: FakeClock, folder: Path) -> dict[str, str]:
    """Let it be a full morning; return the names that stand in addresses."""
    filled.fill_lockers()
    filled.fill_queue()
    filled.fill_venues()
    with closing(Away(filled, folder / "away")) as away:
        away.take()
        away.apply()
        away.back()
    filled.set_to("lockers.reserve_share", "0.2")
    filled.set_to("lockers.max_hours", "20")
    given = filled.apply(ROOM, filled.slot(8, 9), number=4)
    filled.approve(given)
    asked = filled.apply(ROOM, filled.slot(4, 12), filled.slot(10), number=5)
    filled.press(calls.open_counter, ONE, Role.ADMINISTRATOR, hall=filled.file.hall)
    clock.advance(minutes=2)
    filled.press(calls.call_next, ONE, Role.ADMINISTRATOR)
    _report(filled)
    return {
        "application": asked.application.id,
        "booking": given.bookings[0].id,
        "day": given.bookings[0].slot.day.isoformat(),
    }


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


def _take(browser: Browser, site: Site, shot: Shot, places: dict[str, str], language: str) -> None:
    context = browser.new_context(
        ignore_https_errors=True,
        locale=LANGUAGES[language],
        viewport=shot.size,
        has_touch=shot.size is PHONE,
        is_mobile=shot.size is PHONE,
    )
    page = site.open(context, f"/console{shot.path.format(**places)}", shot.role)
    if shot.write:
        page.locator("main textarea").fill(shot.write)
    if shot.press:
        page.locator(shot.press).last.click()
    page.wait_for_timeout(500)
    page.screenshot(path=SHOTS / f"{shot.name}-{language}.png", full_page=shot.whole)
    context.close()


if __name__ == "__main__":
    main()
