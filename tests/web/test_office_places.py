"""Places in the console: the day plan, checking in, calling off, closing, marks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, ViewportSize, expect

from kiosk.settings import Role
from kiosk.venues import VENUES, using
from kiosk.venues.proof import BY_STAFF
from kiosk.venues.receipt import Receipt
from kiosk.venues.records import Booking, Status, Venues
from kiosk.venues.upkeep_events import BlackoutReason, ExcuseReason, Fault
from tests.fakes import FakeClock
from tests.filled import ROOM, Filled
from tests.web.browsing import Site
from tests.web.test_every_page import PHONE
from tests.web.test_every_page import _check as check

DESKTOP: ViewportSize = {"width": 1366, "height": 768}
BOOKINGS, CLOSED, MARKS = "/console/bookings", "/console/closed", "/console/marks"


def venues(filled: Filled) -> Venues:
    return filled.station.state(VENUES)


def booking(filled: Filled, receipt: Receipt) -> Booking:
    return venues(filled).bookings[receipt.bookings[0].id]


@pytest.fixture
def approved(filled: Filled) -> Receipt:
    receipt = filled.apply(ROOM, filled.slot(8), number=7)
    filled.approve(receipt)
    return receipt


def path_of(receipt: Receipt, act: str = "") -> str:
    return f"{BOOKINGS}/{receipt.bookings[0].id}" + (f"/{act}" if act else "")


def go_to(filled: Filled, clock: FakeClock, receipt: Receipt, **more: float) -> None:
    clock.jump_to(booking(filled, receipt).slot.starts + timedelta(**more))
    filled.station.tend()


def test_the_day_plan_shows_what_is_on(site: Site, filled: Filled, approved: Receipt) -> None:
    site.sign_in(Role.ATTENDANT)
    day = booking(filled, approved).slot.day
    text = site.client.get(f"/console/places?day={day}").text
    assert path_of(approved) in text
    assert "第7合唱社" in text
    assert path_of(approved) not in site.client.get("/console/places").text


def test_the_day_plan_goes_on_by_itself(
    site: Site, context: BrowserContext, filled: Filled, approved: Receipt
) -> None:
    day = booking(filled, approved).slot.day
    page = site.open(context, f"/console/places?day={day}", Role.ATTENDANT)
    chip = page.locator("#plan .chip")
    expect(chip).to_have_text("已通过")
    filled.station.do(
        filled.tap(Role.ATTENDANT),
        VENUES,
        using.cancel,
        booking=approved.bookings[0].id,
        proof=BY_STAFF,
    )
    filled.hub.watch.moved(filled.name, filled.station.journal.head.position)
    expect(chip).to_have_text("已取消")


def test_everybody_can_read_pages_about_one_thing(
    site: Site, context: BrowserContext, filled: Filled, marked: str, approved: Receipt
) -> None:
    application = f"/console/reviews/{approved.application.id}"
    waiting = filled.apply(ROOM, filled.slot(20), filled.slot(27), number=9)
    page = site.open(context, application, Role.ADMINISTRATOR)
    for path in (
        application,
        f"/console/reviews/{waiting.application.id}",
        path_of(approved),
        f"{MARKS}/{marked}",
        f"{BOOKINGS}/{waiting.bookings[0].id}",
    ):
        page.set_viewport_size(DESKTOP)
        page.goto(site.address + path)
        assert page.locator("h1").count() == 1
        check(page)
        page.set_viewport_size(PHONE)
        check(page)


def test_a_day_that_is_none_is_told_in_a_sentence(site: Site) -> None:
    site.sign_in(Role.ATTENDANT)
    answer = site.client.get("/console/places?day=2026-02-31")
    assert answer.status_code == 400
    assert "The address of this page" in answer.text
    assert site.client.get("/console/places?day=9999-12-31").status_code == 200


def test_people_are_checked_in_and_leave(
    site: Site, filled: Filled, clock: FakeClock, approved: Receipt
) -> None:
    site.sign_in(Role.ATTENDANT)
    early = site.post(path_of(approved, "check-in"))
    assert early.status_code == 409
    assert "from" in early.text
    go_to(filled, clock, approved)
    site.sign_in(Role.ATTENDANT)
    assert site.post(path_of(approved, "check-in")).status_code == 303
    assert booking(filled, approved).status is Status.CHECKED_IN
    assert site.post(path_of(approved, "leave")).status_code == 303
    assert booking(filled, approved).status is Status.COMPLETED


def test_cancelling_says_whether_it_counts_before(
    site: Site, filled: Filled, clock: FakeClock, approved: Receipt
) -> None:
    site.sign_in(Role.ATTENDANT)
    assert "nothing goes into the record" in site.client.get(path_of(approved)).text
    go_to(filled, clock, approved, hours=-2)
    site.sign_in(Role.ATTENDANT)
    assert "It counts 0.5 points: it is late." in site.client.get(path_of(approved)).text
    site.post(path_of(approved, "cancel"))
    assert [mark.fault for mark in venues(filled).marks.values()] == [Fault.LATE_CANCEL]


def test_calling_off_needs_words_and_marks_nobody(
    site: Site, filled: Filled, approved: Receipt
) -> None:
    site.sign_in(Role.REVIEWER)
    assert "Please write why." in site.post(path_of(approved, "call-off")).text
    assert site.post(path_of(approved, "call-off"), {"note": "漏水"}).status_code == 303
    assert booking(filled, approved).status is Status.CANCELLED
    assert not venues(filled).marks


def test_what_is_gone_is_told_in_a_sentence(site: Site) -> None:
    site.sign_in(Role.SUPERVISOR)
    for path in (f"{BOOKINGS}/gone", f"{MARKS}/gone", "/console/reviews/gone"):
        assert site.client.get(path).status_code == 303


# -- closing -------------------------------------------------------------------------------


def closing(filled: Filled, receipt: Receipt, **more: str) -> dict[str, str]:
    day = booking(filled, receipt).slot.day.isoformat()
    return {
        "venue": ROOM,
        "first": day,
        "last": day,
        "reason": BlackoutReason.REPAIR,
        "note": "",
        **more,
    }


def test_closing_a_place_says_what_it_calls_off_before_it_does(
    site: Site, filled: Filled, approved: Receipt
) -> None:
    site.sign_in(Role.SUPERVISOR)
    asked = site.post(CLOSED, closing(filled, approved, note="屋顶漏水"))
    assert asked.status_code == 409
    assert "1 booking would be called off" in asked.text
    assert "屋顶漏水" in asked.text
    assert not venues(filled).blackouts
    done = site.post(CLOSED, closing(filled, approved, cancelling="yes"))
    assert done.status_code == 303
    assert booking(filled, approved).status is Status.CANCELLED
    (blackout,) = venues(filled).blackouts.values()
    assert site.post(f"{CLOSED}/{blackout.id}/open").status_code == 303
    assert not venues(filled).blackouts
    assert site.post(f"{CLOSED}/{blackout.id}/open").status_code == 409


@pytest.mark.parametrize(
    "more",
    [
        {"venue": "nowhere"},
        {"first": "2026-03-20", "last": "2026-03-10"},
        {"first": "2020-01-01", "last": "2020-01-02"},
        {"first": ""},
        {"last": "9999-12-31x"},
        {"reason": "boredom"},
        {"reason": BlackoutReason.OTHER},
        {"note": "x" * 501},
    ],
)
def test_what_cannot_be_closed_is_refused_in_one_sentence(
    site: Site, filled: Filled, approved: Receipt, more: dict[str, str]
) -> None:
    site.sign_in(Role.SUPERVISOR)
    answer = site.post(CLOSED, closing(filled, approved, **more))
    assert answer.status_code == 409
    assert 'class="said bad"' in answer.text
    assert not venues(filled).blackouts


def test_the_last_day_there_is_breaks_nothing(
    site: Site, filled: Filled, approved: Receipt
) -> None:
    site.sign_in(Role.SUPERVISOR)
    fields = closing(filled, approved, first="9999-12-31", last="9999-12-31")
    assert site.post(CLOSED, fields).status_code == 409


# -- marks ---------------------------------------------------------------------------------


@pytest.fixture
def marked(site: Site, filled: Filled, clock: FakeClock, approved: Receipt) -> str:
    """They came and broke something; a supervisor is signed in."""
    go_to(filled, clock, approved)
    site.sign_in(Role.SUPERVISOR)
    site.post(path_of(approved, "check-in"))
    fields = {"fault": Fault.DAMAGE, "note": "一把椅子坏了"}
    assert site.post(path_of(approved, "mark"), fields).status_code == 303
    (mark,) = venues(filled).marks
    return mark


def test_a_mark_is_excused_and_stays_in_the_record(site: Site, filled: Filled, marked: str) -> None:
    text = site.client.get(f"{MARKS}/{marked}").text
    assert "一把椅子坏了" in text
    assert "2 points" in text
    other = site.post(f"{MARKS}/{marked}/excuse", {"reason": ExcuseReason.OTHER})
    assert "Please write why." in other.text
    fields = {"reason": ExcuseReason.MISTAKE}
    assert site.post(f"{MARKS}/{marked}/excuse", fields).status_code == 303
    (mark,) = venues(filled).marks.values()
    assert mark.excused is ExcuseReason.MISTAKE
    assert site.post(f"{MARKS}/{marked}/excuse", fields).status_code == 409


def test_an_applicant_is_exempted_for_some_days(site: Site, filled: Filled, marked: str) -> None:
    fields = {"days": "30", "reason": ExcuseReason.PUBLIC_INTEREST}
    assert site.post(f"{MARKS}/{marked}/exempt", fields).status_code == 303
    (exemption,) = venues(filled).exemptions
    today = filled.station.moment().business_date
    assert exemption.until == today + timedelta(days=30)
    for days in ("0", "367", "x", ""):
        assert site.post(f"{MARKS}/{marked}/exempt", {**fields, "days": days}).status_code == 409


def test_an_appeal_stands_on_the_first_page_until_it_is_heard(
    site: Site, filled: Filled, marked: str, approved: Receipt
) -> None:
    proof = filled.venues.by_qr(approved.qr).proof
    (mark,) = venues(filled).marks
    assert site.post(f"{MARKS}/{marked}/uphold").status_code == 409
    filled.venues.appeal(filled.tap(), mark=mark, proof=proof, text="椅子本来就坏了")
    assert "1 appeal to hear" in site.client.get("/console").text
    assert "椅子本来就坏了" in site.client.get(f"{MARKS}/{marked}").text
    assert site.post(f"{MARKS}/{marked}/uphold").status_code == 303
    assert "to hear" not in site.client.get("/console").text
