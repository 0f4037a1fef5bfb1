"""Appointments and visits at home, by touch."""

from __future__ import annotations

from datetime import timedelta

from kiosk.queueing.booked import BookingStatus
from tests.ui.queue.resident import Resident, standing
from tests.ui.queue.states import booked_for
from tests.ui.queue.world import PENSION, Hall


def to_the_list(resident: Resident) -> None:
    resident.press("Take a number")
    resident.press("Pension insurance")
    resident.press("The list first")


def test_a_time_is_booked_by_day_and_hour(hall: Hall) -> None:
    with standing(hall) as resident:
        to_the_list(resident)
        resident.press("Book a time")
        resident.press("Tue 3 Mar")
        resident.press("09:30")
        assert resident.place == "queue.booked"
        assert resident.says("09:30")
        assert resident.says("Show this code here between 09:20–09:45.")
    (booking,) = hall.queue.bookings.values()
    assert f"{booking.starts:%H:%M}" in ("09:30", "01:30")


def test_a_time_that_was_just_taken_is_told_and_another_can_be_chosen(hall: Hall) -> None:
    day = hall.moment.business_date + timedelta(days=1)
    with standing(hall, page="queue.book_time", service=PENSION, day=day) as resident:
        taken = booked_for(hall).booking.starts
        assert f"{taken:%H:%M}".endswith("30")
        resident.press("08:30")
        assert resident.says("Somebody has just taken this time.")
        resident.press("09:00")
        assert resident.place == "queue.booked"


def test_an_appointment_gives_its_ticket_in_its_window_only(hall: Hall) -> None:
    made = booked_for(hall)
    with standing(hall) as resident:
        resident.scan(made.qr)
        resident.press("Take my number")
        assert resident.says("You are early: your ticket can be taken from")
    hall.clock.jump_to(made.booking.starts)
    with standing(hall) as resident:
        resident.scan(made.qr)
        resident.press("Take my number")
        assert resident.place == "queue.ticket"
    (ticket,) = hall.queue.waiting()
    assert ticket.booked == made.booking.starts


def test_an_appointment_is_called_off_by_its_code(hall: Hall) -> None:
    made = booked_for(hall)
    with standing(hall) as resident:
        resident.scan(made.qr)
        resident.press("I cannot come")
        assert resident.says("Your appointment is called off")
    assert hall.queue.bookings[made.booking.id].status is BookingStatus.CANCELLED


def test_a_visit_at_home_asks_for_place_and_phone_and_keeps_both_private(hall: Hall) -> None:
    with standing(hall) as resident:
        to_the_list(resident)
        resident.press("Home visit")
        resident.press("Please come")  # what is missing is asked for in turn
        assert resident.place == "queue.visit_where"
        resident.press("Block 3")
        assert resident.place == "typing"
        for key in "301":
            resident.page.change(resident.page.draft.signed(key))
        resident.press("Done")
        assert resident.says("Block 3 301")
        resident.press("Please come")
        resident.type("13812345678")
        resident.press("Done")
        resident.press("Please come")
        assert resident.says("We call 138****5678 within one working day.")
    (visit,) = hall.queue.visits.values()
    assert visit.note is not None
    private = hall.journal.private(visit.note)
    assert private is not None
    assert dict(private.body) == {"address": "Block 3 301", "phone": "13812345678"}
    assert not any(b"13812345678" in bytes(entry.event) for entry, _ in hall.station.events())
