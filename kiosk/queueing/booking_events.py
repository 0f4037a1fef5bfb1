"""What is asked for beforehand: appointments at a counter, and visits at home."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from kiosk.ids import AppointmentId, HomeVisitId, PersonId, ServiceId, StaffId, TokenTag
from kiosk.journal.entry import Event


class Booked(Event, frozen=True, tag="queueing.booked"):
    """A slot of a service is promised."""

    appointment: AppointmentId
    service: ServiceId
    starts: datetime
    token: TokenTag
    person: PersonId | None = None


class BookingCancelled(Event, frozen=True, tag="queueing.booking_cancelled"):
    """Whoever booked does not need it."""

    appointment: AppointmentId


class BookingMissed(Event, frozen=True, tag="queueing.booking_missed"):
    """Nobody came within the window."""

    appointment: AppointmentId


class VisitEnding(StrEnum):
    """What became of a home visit."""

    DONE = "done"
    WITHDRAWN = "withdrawn"
    PASSED_ON = "passed_on"
    """It is a matter now."""


class HomeVisitAsked(Event, frozen=True, tag="queueing.home_visit_asked"):
    """Somebody who cannot come asks for a visit; address and phone are the private part."""

    visit: HomeVisitId
    service: ServiceId


class HomeVisitTaken(Event, frozen=True, tag="queueing.home_visit_taken"):
    """A member of staff sees to it."""

    visit: HomeVisitId
    staff: StaffId


class HomeVisitEnded(Event, frozen=True, tag="queueing.home_visit_ended"):
    """It is over; its private part is erased in its time."""

    visit: HomeVisitId
    ending: VisitEnding


BOOKING_EVENTS: tuple[type[Event], ...] = (
    Booked,
    BookingCancelled,
    BookingMissed,
    HomeVisitAsked,
    HomeVisitTaken,
    HomeVisitEnded,
)
