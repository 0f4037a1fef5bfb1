"""Closing a venue for a while."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.errors import Refused
from kiosk.ids import BlackoutId, VenueId
from kiosk.tap import Tap
from kiosk.venues import review, upkeep
from kiosk.venues.events import Applied, Approved, By, OfferAccepted
from kiosk.venues.interval import Interval
from kiosk.venues.records import Status
from kiosk.venues.upkeep_events import BlackedOut, BlackoutReason
from tests.builders import refusal
from tests.unit.venues.world import MONDAY, ROOM, SITE, SQUARE, Hall, slot


def facts(**more: Any) -> dict[str, Any]:
    given = {
        "blackout": "b1",
        "site": SITE,
        "venue": ROOM,
        "during": slot(hour=8, hours=4),
        "reason": BlackoutReason.REPAIR,
    }
    return {**given, **more}


def test_bookings_within_are_named_first_and_called_off_only_when_staff_say_so() -> None:
    hall = Hall()
    inside, before = hall.booked(slot(hour=11)), hall.booked(slot(hour=12))
    waiting = hall.wait(at=slot(hour=11))
    assert refusal(hall.do, upkeep.black_out, **facts()) == "booked"
    assert hall.venues.blackouts == type(hall.venues.blackouts)()
    hall.do(upkeep.black_out, **facts(cancelling=True))
    assert hall.status(inside) is hall.status(waiting) is Status.CANCELLED
    assert hall.status(before) is Status.APPROVED
    gone = hall.booking(inside.bookings[0].id)
    assert gone.cancelled_by is By.STATION
    assert gone.minutes_before == (slot(hour=11).starts - MONDAY) // timedelta(minutes=1)
    assert hall.venues.marks == type(hall.venues.marks)()


def test_nothing_is_approved_in_a_blackout() -> None:
    hall = Hall()
    made = hall.apply(slot(hour=12), venue=ROOM)
    hall.do(upkeep.black_out, **facts(during=slot(hour=12, hours=2), cancelling=True))
    assert refusal(hall.do, review.approve, bookings=[made.bookings[0].id]) == "no_subject"


def test_a_blackout_that_came_from_elsewhere_stops_an_approval_and_an_offer_taken() -> None:
    """Made at a terminal without a line, it names none of the bookings within."""
    hall = Hall()
    made, had = hall.apply(slot(hour=12)), hall.booked(slot(hour=9))
    waiting = hall.wait(at=slot(hour=9))
    proof = hall.proof(had)
    hall.desk.cancel(Tap.fresh(), booking=had.bookings[0].id, proof=proof)
    hall.station.tend()
    during = slot(hour=8, hours=8)
    closed = BlackedOut(
        blackout=BlackoutId("b1"), venue=ROOM, during=during, reason=BlackoutReason.WEATHER
    )
    hall.do(lambda venues, moment: closed)
    offered = waiting.bookings[0].id
    offer: dict[str, Any] = {"booking": offered, "proof": hall.proof(waiting)}
    for act in (
        lambda: hall.approve(made),
        lambda: hall.desk.answer_offer(Tap.fresh(), accept=True, **offer),
    ):
        with pytest.raises(Refused, match="blackout") as refused:
            act()
        assert refused.value.facts["why"] is BlackoutReason.WEATHER
    approved = Approved(bookings=(made.bookings[0].id,))
    for event in (approved, OfferAccepted(booking=offered)):
        assert refusal(hall.do, lambda venues, moment, event=event: event) == "blackout"


def test_what_comes_free_in_a_blackout_is_offered_when_that_is_over() -> None:
    hall = Hall()
    had = hall.booked()
    waiting = hall.wait()
    closed = BlackedOut(
        blackout=BlackoutId("b1"), venue=ROOM, during=slot(), reason=BlackoutReason.REPAIR
    )
    hall.do(lambda venues, moment: closed)
    hall.desk.cancel(Tap.fresh(), booking=had.bookings[0].id, proof=hall.proof(had))
    hall.station.tend()
    assert hall.status(waiting) is Status.WAITING
    hall.do(upkeep.lift, blackout="b1")
    hall.station.tend()
    assert hall.status(waiting) is Status.OFFERED


def test_an_application_made_without_a_line_meets_a_blackout_made_meanwhile() -> None:
    elsewhere, hall = Hall(), Hall()
    elsewhere.apply(slot(hour=9))
    (made,) = elsewhere.events(Applied)
    hall.do(upkeep.black_out, **facts())
    assert refusal(hall.do, lambda venues, moment: made) == "blackout"
    hall.do(upkeep.lift, blackout="b1")
    twice = replace(made, occurrences=made.occurrences * 2)
    assert refusal(hall.do, lambda venues, moment: twice) == "taken"
    hall.do(lambda venues, moment: made)


def test_what_is_over_cannot_be_closed_and_other_needs_words() -> None:
    hall = Hall()
    past = Interval(MONDAY - timedelta(hours=2), MONDAY)
    assert refusal(hall.do, upkeep.black_out, **facts(during=past)) == "in_the_past"
    back = Interval(slot().ends, slot().starts)
    assert refusal(hall.do, upkeep.black_out, **facts(during=back)) == "in_the_past"
    nowhere = facts(venue=VenueId("nowhere"))
    assert refusal(hall.do, upkeep.black_out, **nowhere) == "no_such_venue"
    other = facts(reason=BlackoutReason.OTHER)
    assert refusal(hall.do, upkeep.black_out, **other) == "needs_reason"
    hall.noted(upkeep.black_out, **other)
    assert refusal(hall.do, upkeep.lift, blackout="b2") == "no_subject"


def test_a_blackout_is_forgotten_when_it_is_over_and_told_until_then() -> None:
    hall = Hall()
    hall.do(upkeep.black_out, **facts())
    hall.do(upkeep.black_out, **facts(blackout="b2", venue=SQUARE))
    assert [each.id for each in upkeep.blackouts(hall.venues, hall.moment)] == ["b1", "b2"]
    hall.go(slot(hour=12).starts)
    assert upkeep.blackouts(hall.venues, hall.moment) == ()
    hall.apply(slot(slot().day + timedelta(days=7)))
    assert hall.venues.blackouts == type(hall.venues.blackouts)()
