"""What a phone shows behind the code of a slip: its own number, booking or door, as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from icalendar import Calendar
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from kiosk.hub.core import Hub
from kiosk.hub.pages.phone import MOST_LIVE
from kiosk.hub.pages.streams import STREAM
from kiosk.ids import RESIDENT, BookingId
from kiosk.links import Kind
from kiosk.queueing import QUEUEING, calls
from kiosk.queueing.events import Cancelled
from kiosk.queueing.records import Stage
from kiosk.settings import Role
from kiosk.venues import VENUES
from kiosk.venues.desk import VenueDesk
from kiosk.venues.interval import Interval
from kiosk.venues.receipt import Receipt
from kiosk.venues.records import Status
from tests.fakes import FakeClock
from tests.filled import ONE, PINS, ROOM, Filled, open_hub
from tests.web.browsing import Site
from tests.web.slips import Slips

PHONE: ViewportSize = {"width": 360, "height": 740}
_TELEPHONE = re.compile(r"1\d{10}")


@pytest.fixture
def slips(filled: Filled) -> Slips:
    return Slips(filled)


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A small phone in Chinese."""
    found = browser.new_context(ignore_https_errors=True, locale="zh-CN", viewport=PHONE)
    found.set_default_timeout(60_000)
    yield found
    found.close()


@pytest.fixture
def plain(browser: Browser) -> Iterator[BrowserContext]:
    """A phone whose browser runs no scripts."""
    found = browser.new_context(
        ignore_https_errors=True, locale="zh-CN", viewport=PHONE, java_script_enabled=False
    )
    found.set_default_timeout(60_000)
    yield found
    found.close()


def opened(context: BrowserContext, site: Site, path: str) -> Page:
    page = context.new_page()
    page.goto(site.address + path)
    return page


def status(filled: Filled, booking: BookingId) -> Status:
    return filled.station.state(VENUES).bookings[booking].status


def every_page(slips: Slips) -> dict[str, str]:
    """The path of a page of each kind, and of what asks before something is done."""
    filled = slips.filled
    _, ticket = slips.ticket()
    receipt = filled.apply(ROOM, filled.slot(9), number=9)
    booking = slips.booking(receipt)
    return {
        "ticket": ticket,
        "give up": f"{ticket}/ask/give-up",
        "booking": booking,
        "cancel": f"{booking}/ask/cancel/{receipt.bookings[0].id}",
        "door": slips.door(),
        "nothing": "/Q/HUAKEN/ABC",
    }


# -- a ticket ----------------------------------------------------------------------------------


def test_a_phone_shows_the_counter_as_soon_as_somebody_else_calls(
    site: Site, slips: Slips, phone: BrowserContext, clock: FakeClock
) -> None:
    ticket, path = slips.of(slips.waiting().id)
    page = opened(phone, site, path)
    expect(page.locator(".big")).to_have_text(ticket.number)
    expect(page.locator(".headline")).to_contain_text("您前面没有人")
    another = open_hub(slips.filled.hub.certificate.parent, clock)
    try:
        called_by_another(another, slips.filled)
    finally:
        another.close()
    expect(page.locator(".headline")).to_have_text("请到 1 号窗口")


def test_whoever_goes_by_keys_or_by_ear_stays_where_they_are(
    site: Site, slips: Slips, phone: BrowserContext
) -> None:
    _, path = slips.ticket()
    page = opened(phone, site, path)
    give_up = page.locator("a.way").last
    before = page.locator(".headline").inner_text()
    give_up.focus()
    slips.filled.press(calls.open_counter, ONE, Role.ATTENDANT, hall=slips.filled.file.hall)
    slips.filled.press(calls.call_next, ONE, Role.ATTENDANT)
    expect(page.locator(".headline")).not_to_have_text(before)
    expect(give_up).to_be_focused()
    expect(page.locator("#told")).to_contain_text(page.locator(".headline").inner_text())
    assert page.locator("#now[aria-live]").count() == 0  # or every word is read with each minute


def called_by_another(hub: Hub, filled: Filled) -> None:
    """Somebody opens counter 1 and calls, at another hub on the same database."""
    member, _ = PINS[Role.ATTENDANT]
    station, hall = hub.fresh(filled.name), filled.file.hall
    rule = calls.open_counter
    station.do(filled.tap(Role.ATTENDANT), QUEUEING, rule, counter=ONE, by=member, hall=hall)
    station.do(filled.tap(Role.ATTENDANT), QUEUEING, calls.call_next, counter=ONE, by=member)


def test_a_number_is_given_up_after_it_was_asked_without_any_script(
    site: Site, slips: Slips, plain: BrowserContext
) -> None:
    ticket, path = slips.ticket()
    page = opened(plain, site, path)
    page.get_by_role("link", name="不用办了").click()
    expect(page.locator("h1")).to_have_text(f"不要 {ticket.number} 号了吗？")
    assert slips.of(ticket.id)[0].stage is Stage.WAITING
    page.get_by_role("button", name="不要了").click()
    expect(page.locator(".headline")).to_have_text(f"{ticket.number} 号已取消")
    assert slips.of(ticket.id)[0].stage is Stage.CANCELLED


def test_keeping_a_number_changes_nothing(site: Site, slips: Slips, phone: BrowserContext) -> None:
    ticket, path = slips.ticket()
    page = opened(phone, site, f"{path}/ask/give-up")
    page.get_by_role("link", name="留着").click()
    expect(page.locator(".big")).to_have_text(ticket.number)
    assert slips.of(ticket.id)[0].stage is Stage.WAITING


def test_a_number_given_up_twice_is_one_entry_of_a_resident(site: Site, slips: Slips) -> None:
    ticket, path = slips.ticket()
    for _ in range(2):
        answer = site.client.post(f"{path}/do/give-up", data={"seen": ""})
        assert answer.status_code == 303, answer.text
    entries = [
        entry
        for entry, event in slips.filled.station.events()
        if isinstance(event, Cancelled) and event.ticket == ticket.id
    ]
    assert [entry.actor for entry in entries] == [RESIDENT]


def test_what_can_no_longer_be_done_is_told_and_changes_nothing(site: Site, slips: Slips) -> None:
    filled = slips.filled
    filled.press(calls.open_counter, ONE, Role.ATTENDANT, hall=filled.file.hall)
    called = filled.press(calls.call_next, ONE, Role.ATTENDANT).ticket
    filled.press(calls.begin, ONE, Role.ATTENDANT)
    _, path = slips.of(called)
    answer = site.client.post(f"{path}/do/give-up", data={"seen": ""})
    assert answer.status_code == 409
    assert "You are at counter 1 already" in answer.text
    assert slips.of(called)[0].stage is Stage.SERVING


def test_a_ticket_of_yesterday_is_over(site: Site, slips: Slips, clock: FakeClock) -> None:
    _, path = slips.ticket()
    clock.advance(hours=30)
    answer = site.client.get(path)
    assert answer.status_code == 410
    assert "This is over" in answer.text


# -- a booking ---------------------------------------------------------------------------------


def approved(slips: Slips, days: int = 4, number: int = 20) -> Receipt:
    receipt = slips.filled.apply(ROOM, slips.filled.slot(days, 14), number=number)
    slips.filled.approve(receipt)
    return receipt


def test_a_booking_is_cancelled_after_its_cost_was_said(
    site: Site, slips: Slips, plain: BrowserContext, clock: FakeClock
) -> None:
    receipt = approved(slips)
    booking = receipt.bookings[0]
    clock.advance(hours=80)  # less than a day before
    page = opened(plain, site, slips.booking(receipt))
    expect(page.locator(".headline")).to_have_text("已通过")
    page.get_by_role("link", name="取消预约").click()
    said = page.locator("main").inner_text()
    assert "0.5" in said
    assert "这一天就不能再约了" in said
    assert "3月" in said
    assert status(slips.filled, booking.id) is Status.APPROVED
    page.get_by_role("button", name="确定取消").click()
    expect(page.locator(".headline")).to_have_text("已取消")
    assert status(slips.filled, booking.id) is Status.CANCELLED


def test_a_booking_cancelled_in_time_costs_nothing(site: Site, slips: Slips) -> None:
    receipt = approved(slips, days=20)
    booking = receipt.bookings[0].id
    page = site.client.get(f"{slips.booking(receipt)}/ask/cancel/{booking}")
    assert "nothing goes into your record" in page.text
    assert "You can book this day again" in page.text


def test_an_offered_place_is_taken_by_one_touch(
    site: Site, slips: Slips, phone: BrowserContext
) -> None:
    filled, slot = slips.filled, slips.filled.slot(8, 14)
    first = filled.apply(ROOM, slot, number=30)
    waits = waiting(filled, slot, number=31)
    page = opened(phone, site, slips.booking(waits))
    expect(page.locator(".headline")).to_have_text("候补中")
    cancelled(slips, site, first)
    filled.station.tend()
    expect(page.locator(".headline")).to_have_text("有空位了")
    page.get_by_role("button", name="要").click()
    expect(page.locator(".headline")).to_have_text("待审核")
    assert status(filled, waits.bookings[0].id) is Status.PENDING


def test_a_stranger_cannot_cancel_another_booking(site: Site, slips: Slips) -> None:
    mine, theirs = approved(slips, 4, 40), approved(slips, 5, 41)
    other = theirs.bookings[0].id
    answer = site.client.post(f"{slips.booking(mine)}/do/cancel/{other}", data={"seen": "0"})
    assert answer.status_code == 409
    assert status(slips.filled, other) is Status.APPROVED
    assert site.client.get(f"{slips.booking(mine)}/calendar/{other}.ics").status_code == 410


def test_the_calendar_file_is_the_same_event_until_it_is_cancelled(
    site: Site, slips: Slips
) -> None:
    receipt = approved(slips)
    path, booking = slips.booking(receipt), receipt.bookings[0].id
    first = site.client.get(f"{path}/calendar/{booking}.ics")
    assert first.headers["content-type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    before = event_in(first)
    assert before["STATUS"] == "CONFIRMED"
    cancelled(slips, site, receipt)
    then = site.client.get(f"{path}/calendar/{booking}.ics")
    assert then.headers["content-type"].endswith("method=CANCEL")
    after = event_in(then)
    assert after["UID"] == before["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert after["STATUS"] == "CANCELLED"
    assert _TELEPHONE.search(first.text) is None


def event_in(answer: httpx.Response) -> dict[str, str]:
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    return {name: str(event[name]) for name in ("UID", "SEQUENCE", "STATUS")}


def waiting(filled: Filled, slot: Interval, *, number: int) -> Receipt:
    desk = VenueDesk(filled.station, filled.file.site, filled.key)
    return desk.join_waitlist(filled.tap(), venue=ROOM, slot=slot, form=filled.form(number))


def cancelled(slips: Slips, site: Site, receipt: Receipt) -> None:
    booking = receipt.bookings[0].id
    answer = site.client.post(f"{slips.booking(receipt)}/do/cancel/{booking}", data={"seen": "x"})
    assert answer.status_code == 303, answer.text


# -- a door ------------------------------------------------------------------------------------


def test_a_door_can_be_seen_and_not_opened(site: Site, slips: Slips) -> None:
    path = slips.door()
    page = site.client.get(path)
    assert "This door is yours" in page.text
    assert "<form" not in page.text
    head = slips.filled.station.position
    assert site.client.post(f"{path}/do/open", data={"seen": ""}).status_code == 409
    assert slips.filled.station.position == head


# -- every page --------------------------------------------------------------------------------


def test_everybody_can_read_every_page_on_a_small_phone(
    site: Site, slips: Slips, phone: BrowserContext
) -> None:
    for name, path in every_page(slips).items():
        page = opened(phone, site, path)
        found = Axe().run(page).response["violations"]
        assert not found, (name, [each["id"] for each in found])
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, name
        for target in page.locator(".way").all():
            box = target.bounding_box()
            assert box is not None, name
            assert box["height"] >= 48, name
        page.close()


def test_no_page_shows_a_telephone_or_is_kept_or_leads_away(site: Site, slips: Slips) -> None:
    for name, path in every_page(slips).items():
        answer = site.client.get(path)
        assert _TELEPHONE.search(re.sub(r'="[^"]*"', "", answer.text)) is None, name
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in answer.headers
        assert re.findall(r'(?:href|src|action)="(?!/|\?)', answer.text) == [], name


def test_a_phone_is_answered_in_its_language_or_the_one_touched(site: Site, slips: Slips) -> None:
    _, path = slips.ticket()

    def said(language: str, more: str = "") -> str:
        return site.client.get(path + more, headers={"Accept-Language": language}).text

    assert "您的号码" in said("zh-CN,zh;q=0.9")
    assert "您的号码" in said("fr-FR")
    assert "Your queue number" in said("en-GB,en;q=0.9")
    assert "您的号码" in said("en-GB", "?lang=zh")
    assert "Your queue number" in said("zh-CN", "?lang=en")


def test_a_link_in_small_letters_is_the_same_one(site: Site, slips: Slips) -> None:
    ticket, path = slips.ticket()
    assert ticket.number in site.client.get(path.lower()).text


def test_one_link_can_be_watched_by_a_few_phones_only(site: Site, slips: Slips) -> None:
    _, path = slips.ticket()
    watched: list[Iterator[str]] = []
    with ExitStack() as watching:
        for _ in range(MOST_LIVE):
            answer = watching.enter_context(site.client.stream("GET", f"{path}/live"))
            watched.append(answer.iter_lines())
            assert next(watched[-1]).startswith("data:")
        with site.client.stream("GET", f"{path}/live") as one_more:
            assert one_more.status_code == 429


def test_a_link_is_over_when_its_time_is(site: Site, slips: Slips, clock: FakeClock) -> None:
    path = slips.link(Kind.VENUE, approved(slips).qr.partition(":")[2], hours=2)
    assert site.client.get(path).status_code == 200
    clock.advance(hours=2)
    answer = site.client.get(path)
    assert answer.status_code == 410
    assert "410" in answer.text
    stands_open = site.client.get(f"{path}/live", headers={"Accept": STREAM})
    assert (stands_open.status_code, "event: over" in stands_open.text) == (200, True)


def test_a_database_that_is_away_is_told_a_phone_and_leads_nowhere(
    site: Site, slips: Slips
) -> None:
    _, path = slips.ticket()
    with slips.filled.hub.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE heads RENAME TO gone")
    answer = site.client.get(path)
    assert (answer.status_code, 'data-code="away"' in answer.text) == (503, True)
    assert "/console" not in answer.text
    assert answer.headers["referrer-policy"] == "no-referrer"
