"""What staff do with doors for others: hand-overs 代取, extending all rentals, servicing a lock."""

from __future__ import annotations

from datetime import datetime

from kiosk.ids import CodeTag, DoorId, RentalId, StaffId, TokenTag
from kiosk.journal.entry import Event
from kiosk.lockers.plan import Size


class HandoverBegun(Event, frozen=True, tag="lockers.handover_begun"):
    """Staff put something in for a resident, who opens the door once. The order is the entry.

    Attributes:
        giver: who sees that it was fetched.
        keep_until: from then on it is overdue and staff may clear it.
    """

    rental: RentalId
    door: DoorId
    size: Size
    code: CodeTag
    token: TokenTag
    giver: StaffId
    keep_until: datetime
    easy: bool = False


class RentalsExtended(Event, frozen=True, tag="lockers.rentals_extended"):
    """Everybody who has a door now has it longer: a rainstorm, a late train."""

    hours: int


class DoorServiced(Event, frozen=True, tag="lockers.door_serviced"):
    """A technician looked after the lock; cycles count anew from here."""

    door: DoorId


SERVICE_EVENTS: tuple[type[Event], ...] = (HandoverBegun, RentalsExtended, DoorServiced)
