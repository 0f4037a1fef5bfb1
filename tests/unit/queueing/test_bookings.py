"""Appointments and home visits: promised, kept within their window, missed, forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from kiosk.clock import STATION_ZONE
from kiosk.errors import Refused
from kiosk.ids import HomeVisitId, StaffId
from kiosk.journal.entry import Private
from kiosk.queueing import QUEUEING, bookings, calls, rules
from kiosk.queueing import home_visits as visits
from kiosk.queueing.booked import Booking
from kiosk.queueing.booking_events import BookingMissed, VisitEnding
from kiosk.queueing.desk import GivenBooking
from kiosk.queueing.plan import Priority
from kiosk.tap import Tap
from tests.builders import refusal
from tests.halls import AGED, ASK, ONE, PENSION, House

ELEVEN = datetime(2026, 3, 2, 11, 0, tzinfo=STATION_ZONE)


def book(house: House, starts: datetime = ELEVEN, visit: str = "v", **more: Any) -> GivenBooking:
    facts = {"service": PENSION, **more}
    return house.desk.book(Tap.fresh(), starts=starts, visit=visit, **facts)


def at(house: House, hour: int, minute: int = 0) -> None:
    house.clock.jump_to(ELEVEN.replace(hour=hour, minute=minute))


def arrive(house: House, given: GivenBooking) -> str:
    found = house.desk.find(given.qr)
    assert isinstance(found, Booking)
    return house.desk.arrive(Tap.fresh(), appointment=found.id).ticket.id


def test_slots_of_a_day_say_how_many_are_left() -> None:
    house = House()
    book(house)
    today = house.moment.business_date
    slots = bookings.slots(house.queue, house.moment, hall=house.hall, service=PENSION, day=today)
    assert slots[0].starts == ELEVEN.replace(hour=10, minute=30)
    assert [each.left for each in slots[:3]] == [2, 1, 2]
    assert slots[-1].starts == ELEVEN.replace(hour=19, minute=0)


def test_a_slot_is_promised_to_no_more_than_it_holds() -> None:
    house = House()
    book(house, visit="a")
    mine = book(house, visit="b")
    assert refusal(book, house, visit="c") == "slot_full"
    house.do(bookings.cancel_booking, appointment=mine.booking.id)
    assert refusal(book, house, visit="c") == ""


@pytest.mark.parametrize(
    ("starts", "reason"),
    [
        (ELEVEN - timedelta(hours=2), "in_the_past"),
        (ELEVEN + timedelta(minutes=5), "no_such_slot"),
        (ELEVEN.replace(hour=22), "no_such_slot"),
        (ELEVEN + timedelta(days=8), "too_far"),
    ],
)
def test_a_time_that_cannot_be_booked_is_refused(starts: datetime, reason: str) -> None:
    assert refusal(book, House(), starts) == reason


def test_what_has_no_appointments_and_an_untrusted_clock_are_refused() -> None:
    house = House()
    assert refusal(book, house, service=ASK) == "not_bookable"
    house.clock.is_trusted = False
    assert refusal(book, house) == "untrusted_clock"


def test_a_person_has_so_many_appointments_to_come() -> None:
    house = House()
    for hour in (12, 13):
        book(house, ELEVEN.replace(hour=hour), phone="13800001111")
    assert refusal(book, house, ELEVEN.replace(hour=14), phone="13800001111") == "too_many"


@pytest.mark.parametrize(
    ("minute", "reason"), [(49, "too_early"), (50, ""), (60, ""), (75, ""), (76, "booking_over")]
)
def test_the_ticket_is_taken_from_ten_minutes_before_to_fifteen_after(
    minute: int, reason: str
) -> None:
    house = House()
    given = book(house)
    at(house, 10 + minute // 60, minute % 60)
    assert refusal(arrive, house, given) == reason


def test_an_appointment_gives_one_ticket() -> None:
    house = House()
    given = book(house)
    at(house, 11)
    arrive(house, given)
    assert refusal(arrive, house, given) == "booking_used"
    appointment = given.booking.id
    assert refusal(house.do, bookings.cancel_booking, appointment=appointment) == "booking_used"


def test_an_appointment_is_called_when_its_time_has_come() -> None:
    house = House().open()
    given = book(house)
    at(house, 10, 50)
    early = arrive(house, given)
    ordinary, aged, waiting_aged = (
        house.take(PENSION, priority) for priority in (Priority.NONE, AGED, AGED)
    )
    assert house.serve(minutes=10) == aged
    assert house.serve(minutes=1) == early
    assert house.serve(minutes=1) == ordinary  # two went first
    assert house.serve(minutes=1) == waiting_aged


def test_who_came_early_is_called_when_nobody_else_waits() -> None:
    house = House().open()
    given = book(house)
    at(house, 10, 50)
    ticket = arrive(house, given)
    assert house.call() == ticket


def test_the_caps_of_a_day_do_not_keep_out_who_has_an_appointment() -> None:
    house = House()
    given = book(house, visit="me")
    for _ in range(2):
        house.give(PENSION, visit="me")
    at(house, 11)
    assert refusal(arrive, house, given) == ""


def test_a_missed_appointment_is_recorded_once() -> None:
    house = House()
    given = book(house)
    at(house, 11, 15)
    assert house.station.tend() == 0
    at(house, 11, 16)
    assert house.station.tend() == 1
    assert house.station.tend() == 0
    events = [event for _, event in house.station.events()]
    assert BookingMissed(appointment=given.booking.id) in events
    assert refusal(arrive, house, given) == "booking_over"


# -- visits at home ------------------------------------------------------------------------


def ask_for_a_visit(house: House) -> HomeVisitId:
    body = {"address": "Building 3", "phone": "13800001111"}
    tap = Tap.fresh(private=Private(body=body, salt=bytes(16)))
    visit = HomeVisitId(tap.id)
    facts: dict[str, Any] = {"visit": visit, "hall": house.hall, "service": PENSION}
    house.station.do(tap, QUEUEING, visits.ask_home_visit, **facts)
    return visit


def test_a_home_visit_is_on_the_list_until_it_is_over() -> None:
    house = House()
    visit = ask_for_a_visit(house)
    (listed,) = visits.home_visits(house.queue)
    assert listed.note is not None
    row = house.journal.private(listed.note)
    assert row is not None
    assert row.body["address"] == "Building 3"
    house.do(visits.take_home_visit, visit=visit, by=StaffId("02"))
    assert visits.home_visits(house.queue)[0].staff == "02"
    again = {"visit": visit, "by": StaffId("02")}
    assert refusal(house.do, visits.take_home_visit, **again) == "already_yours"
    house.do(visits.end_home_visit, visit=visit, ending=VisitEnding.DONE)
    assert visits.home_visits(house.queue) == ()
    assert refusal(house.do, visits.take_home_visit, **again) == "no_subject"


def test_address_and_phone_are_erased_some_days_after_the_end() -> None:
    house = House()
    visit = ask_for_a_visit(house)
    house.wait(days=30)
    house.station.tend()
    assert len(house.journal._private) == 1  # type: ignore[attr-defined]
    house.do(visits.end_home_visit, visit=visit, ending=VisitEnding.WITHDRAWN)
    house.wait(days=7)
    house.station.tend()
    assert house.journal._private == {}  # type: ignore[attr-defined]


def test_what_nobody_ever_ended_is_erased_too() -> None:
    house = House()
    ask_for_a_visit(house)
    house.wait(days=730)
    house.station.tend()
    assert house.journal._private == {}  # type: ignore[attr-defined]
    assert house.station.tend() == 0


def test_what_is_not_done_at_home_is_refused() -> None:
    house = House()
    facts: dict[str, Any] = {"visit": HomeVisitId("x"), "hall": house.hall, "service": ASK}
    with pytest.raises(Refused, match="not_at_home"):
        house.do(visits.ask_home_visit, **facts)


# -- the end of the day --------------------------------------------------------------------


def test_the_day_closes_an_hour_after_closing_time_and_keeps_its_history() -> None:
    house = House().open()
    served, waiting = house.take(), house.take()
    house.serve()
    at(house, 20, 29)
    assert house.station.tend() == 0
    at(house, 20, 30)
    assert house.station.tend() == 1
    assert house.station.tend() == 0
    assert (house.stage(served), house.stage(waiting)) == ("done", "expired")
    assert house.record().status == "closed"
    assert refusal(house.call) == "counter_closed"


def test_nobody_is_sent_away_in_the_middle_of_service() -> None:
    house = House().open()
    ticket = house.take()
    house.call()
    house.press(calls.begin)
    at(house, 21)
    assert house.station.tend() == 0
    house.press(calls.finish, result="solved")
    assert house.station.tend() == 1  # the counter is closed
    assert house.stage(ticket) == "done"


def test_who_was_called_is_not_sent_away_on_the_way_to_the_counter() -> None:
    house = House().open()
    ticket = house.take()
    house.call()  # and staff forget to say that the person has come
    at(house, 21)
    assert house.station.tend() == 0
    house.press(calls.finish, result="solved")
    assert house.stage(ticket) == "done"


def test_a_service_nobody_ended_is_over_an_hour_after_midnight() -> None:
    house = House().open()
    ticket = house.take()
    house.call()
    house.press(calls.begin)
    house.clock.jump_to(ELEVEN.replace(day=3, hour=1, minute=0))
    assert house.station.tend() == 1
    assert house.stage(ticket) == "expired"
    assert house.record(ONE).ticket is None


def test_a_terminal_that_was_off_for_days_closes_the_day_when_it_starts() -> None:
    house = House().open()
    ticket = house.take()
    house.wait(days=9)
    after = house.again()
    assert after.station.tend() == 1
    assert after.stage(ticket) == "expired"
    assert after.open().take() in after.queue.tickets


def test_who_comes_back_after_the_close_does_not_wait_for_ever() -> None:
    house = House().open()
    gone = house.take()
    at(house, 20, 20)
    house.skip()
    at(house, 20, 30)
    assert house.station.tend() == 1
    at(house, 20, 40)
    house.do(rules.come_back, ticket=gone)
    house.open()
    assert house.station.tend() == 1
    assert (house.stage(gone), house.record().status) == ("expired", "closed")


def test_an_untrusted_clock_closes_no_day() -> None:
    house = House()
    house.take()
    house.wait(days=2)
    house.clock.is_trusted = False
    assert house.station.tend() == 0
