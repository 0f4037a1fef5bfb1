"""What is true of appointments and home visits now. Immutable; what is over leaves it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec

from kiosk.ids import (
    AppointmentId,
    EntryId,
    HomeVisitId,
    PersonId,
    ServiceId,
    StaffId,
    TokenTag,
)


class BookingStatus(StrEnum):
    """What became of an appointment."""

    COMING = "coming"
    ARRIVED = "arrived"
    CANCELLED = "cancelled"
    MISSED = "missed"


class Booking(msgspec.Struct, frozen=True):
    """An appointment at a counter."""

    id: AppointmentId
    service: ServiceId
    starts: datetime
    day: date
    token: TokenTag
    position: int
    status: BookingStatus = BookingStatus.COMING
    person: PersonId | None = None


class HomeVisit(msgspec.Struct, frozen=True):
    """A visit somebody asked for; ``note`` is the entry with address and phone."""

    id: HomeVisitId
    service: ServiceId
    asked: datetime
    day: date
    position: int
    note: EntryId | None = None
    staff: StaffId | None = None
