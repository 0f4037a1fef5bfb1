"""The whole station is closed for hours by touch, with what is booked then, and opened again."""

from __future__ import annotations

from datetime import time

from kiosk.clock import STATION_ZONE
from kiosk.errors import Refused
from kiosk.ids import ServiceId
from kiosk.queueing import QUEUEING, bookings
from kiosk.queueing.booked import BookingStatus
from kiosk.queueing.desk import GivenBooking
from kiosk.tap import Tap
from kiosk.venues.plan import local
from kiosk.venues.records import Status
from tests.ui.staff.house import Worker, working
from tests.ui.venues.hall import FIRST, Hall, slot

PENSION = ServiceId("pension")
SUPERVISOR = "02"


def booked_at(hall: Hall, hour: int) -> GivenBooking:
    """Somebody books a time at a counter."""
    starts = local(FIRST, time(hour, 30))
    return hall.queue_desk.book(Tap.fresh(), service=PENSION, starts=starts, visit=str(hour))


def hours_offered(hall: Hall) -> set[int]:
    """The hours of the day that can be booked at a counter."""
    found = bookings.slots(
        hall.station.state(QUEUEING),
        hall.station.moment(),
        hall=hall.file.hall,
        service=PENSION,
        day=FIRST,
    )
    return {each.starts.astimezone(STATION_ZONE).hour for each in found if each.left}


def taken_at(hall: Hall, hour: int) -> str:
    """Take a number at that time; return it, or why there is none."""
    hall.go(local(FIRST, time(hour)))
    try:
        given = hall.queue_desk.take(Tap.fresh(), service=PENSION, visit=str(hour))
    except Refused as refused:
        return refused.reason
    return given.ticket.number


def close_afternoon(worker: Worker) -> None:
    worker.press("Close the whole station")
    worker.press("Sat 14 Feb")
    worker.press("Sat 14 Feb")
    worker.press("14:00")
    worker.press("18:00")
    worker.press("Repair")


def test_an_afternoon_is_closed_with_what_is_booked_then_and_opened_again(hall: Hall) -> None:
    place, hour = hall.approve(hall.apply(slot(hour=13))), booked_at(hall, 14)
    early, stays = hall.approve(hall.apply(slot(hour=9), by=2)), booked_at(hall, 9)
    with working(hall, as_=SUPERVISOR, page="staff.venue_blackouts") as worker:
        close_afternoon(worker)
        assert worker.says("Sat 14 Feb, 14:00–18:00")
        assert worker.says("2 bookings are called off.")
        assert worker.says("13:30–15:30")
        assert worker.says("Sat 14 Feb, 14:30")
        worker.press("Close it and call these off")
        assert worker.place == "staff.venue_blackouts"
        assert worker.says("Closed.")
        assert hall.status(place) is Status.CANCELLED
        assert hall.status(early) is Status.APPROVED
        known = hall.queue_desk.state.bookings
        assert known[hour.booking.id].status is BookingStatus.CANCELLED
        assert known[stays.booking.id].status is BookingStatus.COMING
        assert hours_offered(hall) & {13, 14, 17, 18} == {13, 18}
        assert len(hall.venues.blackouts) == len(hall.file.site.venues)
        assert not worker.offers("Meeting room")  # the station is one row
        worker.press("The whole station  Sat 14 Feb, 14:00–18:00")
        worker.press("Open it again")
        assert worker.says("It is open again.")
    assert not hall.venues.blackouts
    assert 14 in hours_offered(hall)


def test_no_number_is_given_while_the_station_is_closed(hall: Hall) -> None:
    with working(hall, as_=SUPERVISOR, page="staff.venue_blackouts") as worker:
        close_afternoon(worker)
        worker.press("Close it")
    assert taken_at(hall, 13) == "C1-001"
    assert taken_at(hall, 15) == "closed"
    assert taken_at(hall, 18) == "C1-002"


def test_who_waits_now_is_shown_before_closing(hall: Hall) -> None:
    hall.queue_desk.take(Tap.fresh(), service=PENSION, visit="somebody")
    with working(hall, as_=SUPERVISOR, page="staff.station_close") as worker:
        worker.press("Wed 11 Feb")
        worker.press("Wed 11 Feb")
        worker.press("The whole day")
        worker.press("Weather")
        assert worker.says("1 person waits for a counter now.")
        worker.press("Close it")
    assert hall.station.moment().settings.hours.on(hall.station.moment().business_date) == ()


def test_who_may_close_places_only_does_not_close_the_station(hall: Hall) -> None:
    with working(hall, as_="04") as worker:
        assert not worker.offers("Closed places")
