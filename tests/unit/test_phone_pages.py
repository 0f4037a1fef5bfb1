"""What a phone's page says in each state; of a person only what they need to know themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.clock import STATION_ZONE
from kiosk.ids import RentalId, ReservationId, StaffId
from kiosk.lockers import LOCKERS, reservations, service
from kiosk.lockers import rules as locker_rules
from kiosk.lockers.plan import Size
from kiosk.phones.booking import application_page
from kiosk.phones.door import door_page
from kiosk.phones.page import Page
from kiosk.phones.ticket import appointment_page, ticket_page
from kiosk.queueing import bookings, calls
from kiosk.queueing.booked import Booking
from kiosk.queueing.events import Result
from kiosk.queueing.records import Ticket
from kiosk.secrets import draw_token, token_tag
from kiosk.settings import Bilingual
from kiosk.tap import Tap
from kiosk.venues import review
from kiosk.venues.events import RejectReason
from kiosk.venues.receipt import Receipt
from kiosk.words import Words
from tests.builders import SMALL, key, refusal, station
from tests.fakes import FakeClock
from tests.halls import HALL, PENSION, House
from tests.unit.venues.world import Hall, slot

EN = Words("en")
ELEVEN = datetime(2026, 3, 2, 11, 0, tzinfo=STATION_ZONE)


def said(page: Page) -> str:
    """Everything the page says."""
    words = [page.big]
    for card in page.cards:
        facts = [f"{each.label} {each.value}" for each in card.facts]
        words += [card.title, card.headline, *card.sentences, *facts]
    return " ".join(words)


def acts(page: Page) -> list[str]:
    return [each.name for card in page.cards for each in card.acts]


# -- tickets -----------------------------------------------------------------------------------


def of_ticket(house: House, ticket: Ticket) -> Page:
    found = house.desk.find(house.desk.given(ticket.id).qr)
    assert isinstance(found, Ticket)
    return ticket_page(EN, house.moment, house.desk, found, house.desk.wait_of)


def test_a_ticket_says_stage_by_stage_what_to_do() -> None:
    house = House()
    ticket = house.give().ticket
    assert "Nobody is before you" in said(of_ticket(house, ticket))
    assert acts(of_ticket(house, ticket)) == ["give-up"]
    house.open()
    house.call()
    assert of_ticket(house, ticket).big == "Counter 1"
    assert "Please go to counter 1" in said(of_ticket(house, ticket))
    house.press(calls.begin)
    assert "Your turn at counter 1" in said(of_ticket(house, ticket))
    assert acts(of_ticket(house, ticket)) == []
    house.press(calls.hold)
    assert "Your service rests" in said(of_ticket(house, ticket))


def test_who_lacks_papers_reads_which_until_they_are_served() -> None:
    register, card = Bilingual(zh="户口本", en="Register"), Bilingual(zh="社保卡", en="Card")
    services = tuple(replace(each, materials=(register, card)) for each in HALL.services)
    house = House(replace(HALL, services=services))
    ticket = house.give().ticket
    assert "Please have ready Register, Card" in said(of_ticket(house, ticket))
    house.open()
    house.call()
    house.press(calls.finish, result=Result.MORE_PAPERS, note=card.zh)
    page = said(of_ticket(house, ticket))
    assert "Still missing Card" in page
    assert "Register" not in page


def test_who_missed_the_call_is_sent_to_the_screen_since_a_phone_may_be_anywhere() -> None:
    house = House().open()
    ticket = house.give().ticket
    house.skip()
    page = of_ticket(house, ticket)
    assert "come to the screen or to the staff" in said(page)
    assert acts(page) == []


def of_appointment(house: House, qr: str) -> Page:
    found = house.desk.find(qr)
    assert isinstance(found, Booking)
    return appointment_page(EN, house.moment, house.desk, found)


def test_an_appointment_says_when_to_come_and_can_be_given_back() -> None:
    house = House()
    given = house.desk.book(Tap.fresh(), service=PENSION, starts=ELEVEN, visit="v")
    page = of_appointment(house, given.qr)
    assert page.big == "11:00"
    assert "between 10:50 and 11:15" in said(page)
    assert acts(page) == ["cancel"]
    house.do(bookings.cancel_booking, appointment=given.booking.id)
    page = of_appointment(house, given.qr)
    assert "was cancelled" in said(page)
    assert acts(page) == []


def test_an_appointment_nobody_came_to_is_over() -> None:
    house = House()
    given = house.desk.book(Tap.fresh(), service=PENSION, starts=ELEVEN, visit="v")
    house.wait(hours=2)
    assert "is over" in said(of_appointment(house, given.qr))


# -- bookings ----------------------------------------------------------------------------------


def of_booking(hall: Hall, receipt: Receipt) -> Page:
    return application_page(EN, hall.moment, hall.desk, hall.desk.by_qr(receipt.qr))


def test_what_is_still_needed_is_told_without_anybodys_number() -> None:
    hall = Hall()
    receipt = hall.apply()
    words = "缺活动方案，请联系 13800001234"
    hall.noted(review.ask_supplement, words, application=receipt.application.id)
    page = of_booking(hall, receipt)
    assert "缺活动方案" in said(page)
    assert "Please answer by" in said(page)
    assert "13800001234" not in said(page)


def test_a_rejected_booking_says_why_and_can_no_longer_be_cancelled() -> None:
    hall = Hall()
    receipt = hall.apply()
    hall.do(review.reject, bookings=[receipt.bookings[0].id], reason=RejectReason.NOT_SUITABLE)
    page = of_booking(hall, receipt)
    assert "The place is not made for it" in said(page)
    assert acts(page) == []
    assert page.cards[0].calendar == ""


def test_each_week_of_a_series_has_a_card_of_its_own() -> None:
    hall = Hall()
    receipt = hall.apply(slot(), slot(slot().day + timedelta(days=7)))
    page = of_booking(hall, receipt)
    assert len(page.cards) == 2
    assert len({each.of for card in page.cards for each in card.acts}) == 2


def test_a_place_in_line_says_which_and_costs_nothing_to_leave() -> None:
    hall = Hall()
    hall.booked()
    page = of_booking(hall, hall.wait())
    assert "You are number 1 in line" in said(page)
    (cancel,) = page.cards[0].acts
    assert "record" not in " ".join(cancel.asks)


def test_an_offer_that_has_ended_is_not_offered() -> None:
    hall = Hall()
    first = hall.apply()
    second = hall.wait()
    hall.desk.cancel(Tap.fresh(), booking=first.bookings[0].id, proof=hall.proof(first))
    hall.station.tend()
    assert "accept" in acts(of_booking(hall, second))
    hall.clock.advance(hours=2)
    assert "accept" not in acts(of_booking(hall, second))


# -- doors -------------------------------------------------------------------------------------


class Doors:
    """A cabinet without a page of its own."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.station = station(clock=self.clock)
        self.token = draw_token()

    def do(self, rule: Any, **facts: Any) -> None:
        given = {"cabinet": SMALL, "size": Size.S, "easy": False, "token": token_tag(self.token)}
        code = key().code_tag("135790")
        self.station.do(Tap.fresh(), LOCKERS, rule, code=code, **{**given, **facts})

    def page(self) -> Page:
        state, moment = self.station.state(LOCKERS), self.station.moment()
        return door_page(EN, moment, state, token_tag(self.token))


def usable() -> list[Any]:
    return [each.id for each in SMALL.doors]


def test_a_rented_door_says_until_when_and_that_nothing_is_lost_after_it() -> None:
    doors = Doors()
    doors.do(locker_rules.rent, rental=RentalId("r"), usable=usable(), hours=2)
    assert "This door is yours" in said(doors.page())
    assert doors.page().big.startswith("A0")
    doors.clock.advance(hours=3)
    assert "Your things are safe" in said(doors.page())
    assert acts(doors.page()) == []


def test_something_put_in_by_staff_waits() -> None:
    doors = Doors()
    doors.do(service.hand_over, rental=RentalId("r"), usable=usable(), giver=StaffId("01"))
    assert "Something waits for you here" in said(doors.page())


def test_a_reserved_door_says_how_long_it_waits() -> None:
    doors = Doors()
    starts = doors.clock.now() + timedelta(hours=1)
    times = {"starts": starts, "ends": starts + timedelta(hours=2)}
    doors.do(reservations.reserve, reservation=ReservationId("r"), **times)
    assert "A door is reserved for you" in said(doors.page())
    doors.clock.advance(hours=2)
    doors.station.tend()
    assert "the door is free again" in said(doors.page())


def test_a_door_nobody_knows_has_no_page() -> None:
    assert refusal(Doors().page) == "qr_unknown"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_languages_say_everything(language: str) -> None:
    house = House()
    ticket = house.give().ticket
    page = ticket_page(Words(language), house.moment, house.desk, ticket, lambda _: None)
    assert ticket.number in said(page)
