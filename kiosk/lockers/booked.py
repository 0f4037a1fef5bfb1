"""A door promised for later, and how far that has come. Immutable."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from kiosk.ids import CodeTag, DoorId, ReservationId, TokenTag
from kiosk.lockers.plan import Size


class Booked(StrEnum):
    """How far a reservation has come."""

    COMING = "coming"
    HELD = "held"
    """Its time has begun and a door stands ready."""
    FAILED = "failed"
    """Its time has begun and no door was free."""
    RELEASED = "released"
    """Nobody came within the grace."""
    CANCELLED = "cancelled"
    ARRIVED = "arrived"
    """It became a rental."""


class Reservation(msgspec.Struct, frozen=True):
    """A door promised for later.

    Attributes:
        door: planned until its time begins, then held.
        grace_until: until then the door waits for whoever reserved it.
        overdue_from: end of the grace after ``ends``; the door is promised to nobody else before.
        booked: how far it has come.
    """

    id: ReservationId
    door: DoorId
    size: Size
    code: CodeTag
    token: TokenTag
    starts: datetime
    ends: datetime
    grace_until: datetime
    overdue_from: datetime
    position: int
    easy: bool = False
    booked: Booked = Booked.COMING

    @property
    def is_promise(self) -> bool:
        """True while its door is kept for it."""
        return self.booked in (Booked.COMING, Booked.HELD)

    def overlaps(self, since: datetime, until: datetime) -> bool:
        """Tell whether its door is promised at any instant of the half-open [since, until)."""
        return self.starts < until and since < self.overdue_from
