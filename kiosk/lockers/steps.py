"""What the desk tells whoever stands there: one step after another, as data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from kiosk.errors import Refused
from kiosk.ids import BankId, DoorId, EntryId, RentalId, ReservationId
from kiosk.lockers.events import Purpose
from kiosk.lockers.plan import Size
from kiosk.ports import Outcome, Reading


class Step(msgspec.Struct, frozen=True):
    """Base of what the desk tells."""


class Promised(Step, frozen=True):
    """Durable: this door is theirs. The only place where the plain code and QR text exist."""

    rental: RentalId
    door: DoorId
    size: Size
    code: str
    qr: str
    until: datetime


class Ordered(Step, frozen=True):
    """Durable: the door is about to be pulsed."""

    order: EntryId
    door: DoorId
    purpose: Purpose


class Opened(Step, frozen=True):
    """The door is sensed open (now, or already before)."""

    order: EntryId
    door: DoorId
    outcome: Outcome


class NotOpened(Step, frozen=True):
    """The door is not open.

    Attributes:
        outcome: ``not_opened``, or ``not_sent`` when no pulse left.
        another: the door given instead, if one was; its own steps follow.
        ended: the rental ended because nothing can be inside.
    """

    order: EntryId
    door: DoorId
    outcome: Outcome
    purpose: Purpose
    rental: RentalId | None = None
    another: DoorId | None = None
    ended: bool = False


class Unsure(Step, frozen=True):
    """A pulse may have been sent and nothing tells what the door did."""

    order: EntryId
    door: DoorId
    rental: RentalId | None


class IsShut(Step, frozen=True):
    """Durable: the door is sensed shut, and what that means.

    Attributes:
        seen_open: it was sensed open before; only then was anything stored or given back.
    """

    order: EntryId
    door: DoorId
    purpose: Purpose
    seen_open: bool


class StandsOpen(Step, frozen=True):
    """The door has stood open this long, in seconds."""

    order: EntryId
    door: DoorId
    seconds: int


class Found(Step, frozen=True):
    """A code or QR is right: this is the door, and the question may be asked.

    Attributes:
        hand_over: staff put it in; there is no question, it is fetched once.
    """

    rental: RentalId
    door: DoorId
    until: datetime
    overdue: bool
    by_qr: bool
    hand_over: bool = False


class ReservationMade(Step, frozen=True):
    """Durable: a door is promised for then. The only place where the plain code exists."""

    reservation: ReservationId
    size: Size
    code: str
    qr: str
    starts: datetime
    ends: datetime
    grace_until: datetime


class ReservationFound(Step, frozen=True):
    """A code or QR belongs to this reservation, and somebody may still come with it."""

    reservation: ReservationId
    size: Size
    starts: datetime
    ends: datetime
    grace_until: datetime
    by_qr: bool


class ReservationGone(Step, frozen=True):
    """Durable: cancelled."""

    reservation: ReservationId


class Said(Step, frozen=True):
    """An order or question was refused; nothing was written."""

    refused: Refused


class Failed(Step, frozen=True):
    """The disk or the program failed; nothing has happened that was not told before."""


class Seen(msgspec.Struct, frozen=True):
    """What the contact of a door says, and since when (seconds, monotonic).

    Attributes:
        reading: the last one that came twice in a row.
        at: when it was last confirmed.
    """

    reading: Reading = Reading.UNKNOWN
    at: float | None = None


class BankSeen(msgspec.Struct, frozen=True):
    """Whether a bank can be reached now."""

    bank: BankId
    online: bool
    why_not: str = ""


class DeskState(msgspec.Struct, frozen=True):
    """What the doors and banks look like now, for pages that show them."""

    seen: Mapping[DoorId, Seen]
    banks: tuple[BankSeen, ...]

    @property
    def online(self) -> bool:
        """True if any bank can be reached."""
        return any(bank.online for bank in self.banks)
