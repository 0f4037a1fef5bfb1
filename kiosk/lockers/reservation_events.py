"""What can happen to a reservation 预约格口: a door promised for later."""

from __future__ import annotations

from datetime import datetime

from kiosk.ids import CodeTag, DoorId, RentalId, ReservationId, TokenTag
from kiosk.journal.entry import Event
from kiosk.lockers.events import Via
from kiosk.lockers.plan import Size


class Reserved(Event, frozen=True, tag="lockers.reserved"):
    """A door is promised for [starts, ends).

    Attributes:
        door: planned; another one may be held when the time begins.
        grace_until: until then the door waits.
        overdue_from: end of the grace after ``ends``.
    """

    reservation: ReservationId
    door: DoorId
    size: Size
    code: CodeTag
    token: TokenTag
    starts: datetime
    ends: datetime
    grace_until: datetime
    overdue_from: datetime
    easy: bool = False


class ReservationHeld(Event, frozen=True, tag="lockers.reservation_held"):
    """Its time has begun and this door stands ready."""

    reservation: ReservationId
    door: DoorId


class ReservationFailed(Event, frozen=True, tag="lockers.reservation_failed"):
    """Its time has begun and no door is free: whoever comes is told, and the staff are."""

    reservation: ReservationId


class ReservationReleased(Event, frozen=True, tag="lockers.reservation_released"):
    """Nobody came within the grace; nothing was ever inside."""

    reservation: ReservationId


class ReservationCancelled(Event, frozen=True, tag="lockers.reservation_cancelled"):
    """Whoever reserved does not need it."""

    reservation: ReservationId


class ReservationArrived(Event, frozen=True, tag="lockers.reservation_arrived"):
    """It becomes a rental and its door is ordered open. The order's id is the entry's id."""

    reservation: ReservationId
    rental: RentalId
    door: DoorId
    until: datetime
    overdue_from: datetime
    via: Via


RESERVATION_EVENTS: tuple[type[Event], ...] = (
    Reserved,
    ReservationHeld,
    ReservationFailed,
    ReservationReleased,
    ReservationCancelled,
    ReservationArrived,
)
