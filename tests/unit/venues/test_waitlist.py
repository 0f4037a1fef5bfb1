"""A freed slot goes to the first in line, then to the next, and to nobody else before them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kiosk.errors import Refused
from kiosk.ids import BookingId
from kiosk.tap import Tap
from kiosk.venues import upkeep
from kiosk.venues.availability import SlotState, state_of
from kiosk.venues.events import OfferAccepted
from kiosk.venues.receipt import Receipt
from kiosk.venues.records import Status
from kiosk.venues.upkeep_events import BlackoutReason
from kiosk.venues.waitlist import to_be_offered
from tests.builders import refusal
from tests.unit.venues.world import ROOM, SITE, Hall, no_shows, slot

PLAN = SITE.venues[0]


def first(made: Receipt) -> BookingId:
    return made.bookings[0].id


def cancelled(hall: Hall, made: Receipt) -> None:
    hall.desk.cancel(Tap.fresh(), booking=first(made), proof=hall.proof(made))


def answer(hall: Hall, made: Receipt, *, accept: bool) -> None:
    proof = hall.proof(made)
    hall.desk.answer_offer(Tap.fresh(), booking=first(made), proof=proof, accept=accept)


def test_the_first_in_line_has_an_hour_then_the_next() -> None:
    hall = Hall()
    had = hall.booked()
    line = [hall.wait() for _ in range(3)]
    assert hall.station.tend() == 0
    cancelled(hall, had)
    assert hall.station.tend() == 1
    for number, each in enumerate(line):
        states = [hall.status(other) for other in line]
        assert states == [
            *[Status.LAPSED] * number,
            Status.OFFERED,
            *[Status.WAITING] * (2 - number),
        ]
        offer = hall.booking(first(each)).offered_until
        assert offer == hall.clock.now() + timedelta(hours=1)
        hall.pass_(minutes=59, seconds=59)
        assert hall.status(each) is Status.OFFERED
        hall.pass_(seconds=1)
    assert [hall.status(each) for each in line] == [Status.LAPSED] * 3
    hall.apply()


def test_one_slot_is_proposed_to_one_only() -> None:
    hall = Hall()
    had = hall.booked(slot(hours=2))
    line = [hall.wait(at=slot(hours=2)), hall.wait(at=slot(hour=10)), hall.wait()]
    cancelled(hall, had)
    proposed = [each.id for each in to_be_offered(hall.venues, hall.clock.now())]
    assert proposed == [first(line[0])]


def test_on_the_day_itself_they_have_ten_minutes() -> None:
    hall = Hall()
    had = hall.booked(slot(hour=18))
    waiting = hall.wait(at=slot(hour=18))
    hall.clock.jump_to(slot(hour=10).starts)
    cancelled(hall, had)
    hall.station.tend()
    offer = hall.booking(first(waiting)).offered_until
    assert offer == hall.clock.now() + timedelta(minutes=10)


def test_an_offer_never_reaches_beyond_the_beginning_of_the_use() -> None:
    hall = Hall()
    had = hall.booked(slot(hour=18))
    waiting = hall.wait(at=slot(hour=18))
    hall.clock.jump_to(slot(hour=18).starts - timedelta(minutes=4))
    cancelled(hall, had)
    hall.station.tend()
    assert hall.booking(first(waiting)).offered_until == slot(hour=18).starts
    hall.pass_(minutes=4)
    assert hall.status(waiting) is Status.LAPSED


def test_what_is_taken_is_reviewed_and_what_is_left_goes_to_the_next_at_once() -> None:
    hall = Hall()
    had = hall.booked()
    one, two = hall.wait(), hall.wait()
    cancelled(hall, had)
    hall.station.tend()
    answer(hall, one, accept=False)
    hall.station.tend()
    assert hall.status(two) is Status.OFFERED
    answer(hall, two, accept=True)
    assert hall.status(two) is Status.PENDING
    assert refusal(answer, hall, one, accept=True) == "no_offer"
    hall.approve(two)


def test_an_offer_that_is_over_cannot_be_taken_although_time_has_not_said_so_yet() -> None:
    hall = Hall()
    had = hall.booked()
    one = hall.wait()
    cancelled(hall, had)
    hall.station.tend()
    hall.clock.advance(hours=1)
    for accept in (True, False):
        with pytest.raises(Refused, match="offer_over") as over:
            answer(hall, one, accept=accept)
        assert over.value.facts == {"until": hall.clock.now()}


def test_an_answer_that_comes_late_from_elsewhere_is_too_late() -> None:
    hall = Hall()
    had = hall.booked()
    one = hall.wait()
    cancelled(hall, had)
    hall.station.tend()
    hall.clock.advance(hours=1)
    accepted = OfferAccepted(booking=first(one))
    assert refusal(hall.do, lambda venues, moment: accepted) == "offer_over"


def test_a_line_whose_time_has_begun_keeps_nothing_for_itself() -> None:
    hall = Hall()
    hall.set("notice.days", "0")
    had = hall.booked(slot(hours=2))
    hall.wait(at=slot(hours=2))
    cancelled(hall, had)
    hall.clock.jump_to(slot().starts)
    hall.apply(slot(hour=10))


def test_nobody_at_the_screen_is_quicker_than_the_line() -> None:
    hall = Hall()
    had = hall.booked()
    one = hall.wait()
    cancelled(hall, had)
    assert refusal(hall.apply) == "taken"
    assert refusal(hall.desk.hold, Tap.fresh(), venue=ROOM, slots=[slot()]) == "taken"
    assert state_of(hall.venues, hall.moment, plan=PLAN, slot=slot()) is SlotState.TAKEN
    hall.station.tend()
    answer(hall, one, accept=False)
    hall.apply()


def test_a_line_for_two_hours_does_not_keep_the_one_that_was_free_all_along() -> None:
    hall = Hall()
    hall.booked(slot(hour=10))
    hall.wait(at=slot(hour=9, hours=2))
    hall.apply(slot(hour=9))


def test_nobody_is_offered_anything_in_the_night() -> None:
    hall = Hall()
    had = hall.booked(slot(date(2026, 3, 10)))
    waiting = hall.wait(at=slot(date(2026, 3, 10)))
    hall.clock.jump_to(slot(hour=22).starts)
    cancelled(hall, had)
    hall.station.tend()
    assert hall.status(waiting) is Status.WAITING
    assert refusal(hall.apply, slot(date(2026, 3, 10))) in ("taken", "too_soon")
    hall.go(slot(date(2026, 3, 6), 8, minute=30).starts)
    assert hall.status(waiting) is Status.OFFERED


def test_one_stands_in_line_only_for_what_is_taken_and_only_once() -> None:
    hall = Hall()
    assert refusal(hall.wait) == "free"
    hall.apply()
    hall.wait(by=1)
    assert refusal(hall.wait, by=1) == "already"


def test_a_line_that_nobody_comes_to_ask_is_over_when_the_time_comes() -> None:
    hall = Hall()
    hall.booked()
    waiting = hall.wait()
    hall.go(slot().starts)
    assert hall.status(waiting) is Status.LAPSED
    assert hall.venues.waiting == type(hall.venues.waiting)()


def test_a_blackout_during_an_offer_takes_it_back() -> None:
    hall = Hall()
    had = hall.booked()
    waiting = hall.wait()
    cancelled(hall, had)
    hall.station.tend()
    hall.do(
        upkeep.black_out,
        blackout="b1",
        site=SITE,
        venue=ROOM,
        during=slot(),
        reason=BlackoutReason.REPAIR,
        cancelling=True,
    )
    assert hall.status(waiting) is Status.CANCELLED
    assert refusal(answer, hall, waiting, accept=True) == "no_offer"


def test_whoever_was_suspended_meanwhile_cannot_take_an_offer() -> None:
    hall = Hall()
    later = slot(date(2026, 3, 10))
    had = hall.booked(later)
    waiting = hall.wait(at=later, by=1)
    no_shows(hall, 9, 10, 11, by=1)
    cancelled(hall, had)
    hall.station.tend()
    assert hall.status(waiting) is Status.OFFERED
    assert refusal(answer, hall, waiting, accept=True) == "restricted"


@pytest.mark.parametrize("people", [2, 5])
def test_the_line_is_served_in_the_order_it_was_joined(people: int) -> None:
    hall = Hall()
    had = hall.booked()
    line = [hall.wait() for _ in range(people)]
    cancelled(hall, had)
    served = []
    for _ in range(people):
        hall.station.tend()
        (now,) = [each for each in line if hall.status(each) is Status.OFFERED]
        served.append(now)
        answer(hall, now, accept=False)
    assert served == line
