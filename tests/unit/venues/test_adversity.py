"""Power cuts, clocks nobody can trust, and entries that were made without a line."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from kiosk.family import Stamp
from kiosk.ids import TERMINAL, ApplicationId, BlackoutId, BookingId, EntryId
from kiosk.journal.entry import Event
from kiosk.tap import Tap
from kiosk.venues import VENUES, using
from kiosk.venues.events import Applied, Approved, NoShow, Occurrence
from kiosk.venues.integrity import Standing
from kiosk.venues.plan import local
from kiosk.venues.proof import BY_STAFF
from kiosk.venues.records import Status, Venues
from kiosk.venues.upkeep_events import BlackedOut, BlackoutReason, Fault
from tests.builders import refusal
from tests.unit.venues.world import FRIDAY, ROOM, THURSDAY, Hall, no_shows, phone, slot

START = slot().starts
CHECK_IN_ENDS = START + timedelta(minutes=15)


def folded(hall: Hall, event: Event, *, refused: str | None = None) -> Venues:
    """What the positioner's turn for ``event`` makes true."""
    at, day = hall.clock.now(), hall.moment.business_date
    stamp = Stamp(EntryId("late"), at, day, TERMINAL, 1000, refused, private=False)
    return VENUES.fold(hall.venues, stamp, event)


def restarted(hall: Hall) -> Hall:
    return Hall(journal=hall.journal, clock=hall.clock)


@pytest.mark.parametrize(("back", "points"), [(-1, 1.0), (0, 1.0), (1, 0.0), (16, 0.0)])
def test_nobody_is_marked_whose_time_came_before_a_dark_screen(back: int, points: float) -> None:
    hall = Hall()
    made = hall.booked()
    hall.clock.jump_to(START + timedelta(minutes=back))
    hall = restarted(hall)
    hall.go(max(CHECK_IN_ENDS, hall.clock.now()))
    assert hall.status(made) is Status.NO_SHOW
    assert sum(mark.points for mark in hall.venues.marks.values()) == points


def test_nobody_is_marked_by_a_clock_that_was_set_right_a_moment_ago() -> None:
    hall = Hall()
    made = hall.booked()
    hall.clock.is_trusted = False
    assert hall.go(START) == 0
    hall.clock.is_trusted = True
    hall.go(CHECK_IN_ENDS + timedelta(minutes=1))
    assert hall.status(made) is Status.NO_SHOW
    assert not list(hall.venues.marks)


def test_with_a_clock_nobody_trusts_staff_check_in_and_residents_are_told_why_not() -> None:
    hall = Hall()
    made = hall.booked()
    hall.clock.is_trusted = False
    mine, booking = hall.proof(made), made.bookings[0].id
    refused = refusal(hall.desk.check_in, Tap.fresh(), booking=booking, proof=mine)
    assert refused == "untrusted_clock"
    hall.desk.check_in(Tap.fresh(), booking=booking, proof=BY_STAFF)
    assert hall.status(made) is Status.CHECKED_IN


def test_with_a_clock_nobody_trusts_cancelling_is_never_late() -> None:
    hall = Hall()
    made = hall.booked()
    hall.clock.jump_to(START - timedelta(hours=1))
    hall.clock.is_trusted = False
    assert not using.is_late(made.bookings[0], hall.moment)
    hall.desk.cancel(Tap.fresh(), booking=made.bookings[0].id, proof=hall.proof(made))
    assert not list(hall.venues.marks)


def test_an_absence_that_is_found_after_midnight_counts_from_the_day_of_the_use() -> None:
    hall = Hall()
    made = hall.booked()
    hall.clock.jump_to(local(FRIDAY, time(0, 5)))
    venues = folded(hall, NoShow(booking=made.bookings[0].id, points=1.0))
    (mark,) = venues.marks.values()
    assert (mark.fault, mark.on) == (Fault.NO_SHOW, THURSDAY)


def test_a_code_drawn_twice_without_a_line_stays_with_whoever_had_it_first() -> None:
    hall = Hall()
    made = hall.apply()
    other = slot(FRIDAY)
    again = Applied(
        application=ApplicationId("other"),
        asked=made.application.asked,
        occurrences=(Occurrence(BookingId("their-booking"), other, other),),
    )
    venues = folded(hall, again, refused="code_in_use")
    assert venues.bookings[BookingId("their-booking")].status is Status.REFUSED
    assert venues.by_code[again.asked.code] == made.application.id
    assert venues.by_token[again.asked.token] == made.application.id


def test_closing_a_venue_changes_nothing_that_was_over_when_its_turn_came() -> None:
    hall = Hall()
    gone, there = hall.booked(), hall.booked(slot(hour=10))
    closing = BlackedOut(
        blackout=BlackoutId("b1"),
        venue=ROOM,
        during=slot(hour=8, hours=4),
        reason=BlackoutReason.REPAIR,
        cancels=(gone.bookings[0].id, there.bookings[0].id),
    )
    hall.go(CHECK_IN_ENDS)
    assert hall.status(gone) is Status.NO_SHOW
    after = folded(hall, closing).bookings
    assert after[gone.bookings[0].id] == hall.booking(gone.bookings[0].id)
    assert after[there.bookings[0].id].status is Status.CANCELLED


@pytest.mark.parametrize(
    "name", [" 第 1 社 ", "第１社", "第1社\u200b", "「第1社」", "第·1社", "第1社。"]
)
def test_a_restriction_is_not_left_behind_by_another_phone_and_another_spelling(name: str) -> None:
    hall = Hall()
    no_shows(hall, 9, 11, 13, by=1)
    applicant = hall.desk.applicant("13999999999", organisation_name=name)
    assert hall.desk.record(applicant).standing is Standing.SUSPENDED


def test_a_name_of_signs_alone_is_still_a_name_and_one_of_nothing_is_none() -> None:
    hall = Hall()
    stars, dots = (hall.desk.applicant(phone(1), organisation_name=one) for one in ("★", "……"))
    assert stars.organisation != dots.organisation
    assert refusal(hall.apply, organisation_name="\u200b\u2060") == "missing"


def test_nothing_is_approved_once_its_time_has_begun() -> None:
    hall = Hall()
    made = hall.apply()
    hall.clock.jump_to(START)
    assert refusal(hall.approve, made) == "in_the_past"


def test_nobody_is_marked_for_what_was_approved_when_it_had_begun() -> None:
    hall = Hall()
    made = hall.apply()
    hall.clock.jump_to(CHECK_IN_ENDS)
    booking = made.bookings[0].id
    hall.do(lambda venues, moment: Approved(bookings=(booking,)))  # decided where there was no line
    hall.station.tend()
    assert hall.status(made) is Status.NO_SHOW
    assert not list(hall.venues.marks)


def test_nobody_who_did_not_come_cancels_before_time_says_so() -> None:
    hall = Hall()
    made = hall.booked()
    hall.clock.jump_to(CHECK_IN_ENDS)
    facts = {"booking": made.bookings[0].id, "proof": hall.proof(made)}
    assert refusal(hall.desk.cancel, Tap.fresh(), **facts) == "too_late"


def test_one_may_stand_in_line_for_what_somebody_is_just_asking_for() -> None:
    hall = Hall()
    hall.desk.hold(Tap.fresh(), venue=ROOM, slots=[slot()])
    waiting = hall.wait()
    assert hall.pass_(minutes=9) == 0
    hall.pass_(minutes=1)
    assert hall.status(waiting) is Status.OFFERED
