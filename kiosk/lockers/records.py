"""What is true of doors and rentals now. Immutable; what is over leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

import immutables
import msgspec

from kiosk.ids import BankId, CodeTag, DoorId, EntryId, RentalId, ReservationId, StaffId, TokenTag
from kiosk.lockers.booked import Booked, Reservation
from kiosk.lockers.events import Alarm, Ending, Mark, MarkReason, Purpose
from kiosk.lockers.plan import Size
from kiosk.lockers.remote_records import RemoteOrder
from kiosk.ports import Reading
from kiosk.resting import CodeRest

K = TypeVar("K")
V = TypeVar("V")


class DoorState(StrEnum):
    """A door in one word."""

    FREE = "free"
    HELD = "held"
    OCCUPIED = "occupied"
    OVERDUE = "overdue"
    CLEANING = "cleaning"
    TO_CHECK = "to_check"
    OUT_OF_SERVICE = "out_of_service"


class Holding(StrEnum):
    """Held: promised, nothing seen inside yet. Occupied: the door was shut after it opened."""

    HELD = "held"
    OCCUPIED = "occupied"


class Rental(msgspec.Struct, frozen=True):
    """A door somebody may open.

    Attributes:
        until: end of the time asked for.
        overdue_from: end of the grace after it; only described, never acted on by a timer.
        notes: entries with personal rows that live as long as the rental and its retention.
        opened: a door of it was sensed open, so something may be inside whatever came after.
        unsure: a pulse may have opened it unseen.
        moves: how often its door did not open and another was given.
        giver: who put it in for a resident, if it is a hand-over.
    """

    id: RentalId
    door: DoorId
    size: Size
    code: CodeTag
    token: TokenTag
    began: datetime
    until: datetime
    overdue_from: datetime
    position: int
    easy: bool = False
    holding: Holding = Holding.HELD
    notes: tuple[EntryId, ...] = ()
    opened: bool = False
    unsure: bool = False
    moves: int = 0
    giver: StaffId | None = None

    @property
    def is_untouched(self) -> bool:
        """Surely nothing is inside: no door of it can have been open."""
        return self.holding is Holding.HELD and not self.opened and not self.unsure

    def is_overdue(self, at: datetime) -> bool:
        """Tell whether time and grace are over."""
        return at >= self.overdue_from

    def remind_from(self, share: float) -> datetime:
        """Return when ``share`` of the time is used."""
        return self.began + (self.until - self.began) * share


class Order(msgspec.Struct, frozen=True):
    """An order to open, from its entry until the door is sensed shut.

    Attributes:
        ended: an outcome is recorded.
        opened: the door was sensed open; only then does shutting it mean anything was done.
    """

    id: EntryId
    door: DoorId
    purpose: Purpose
    position: int
    at: datetime
    rental: RentalId | None = None
    ended: bool = False
    opened: bool = False


class DoorHealth(msgspec.Struct, frozen=True):
    """How a door has fared.

    Attributes:
        opens: times it was sensed open after an order.
        not_opened: orders after which it stayed shut.
        late: openings that were sensed only after their order had been given up.
        recent: milliseconds of the latest openings, oldest first.
        serviced_cycles: what ``Door.cycles`` was when a technician last looked after the lock.
    """

    opens: int = 0
    not_opened: int = 0
    late: int = 0
    recent: tuple[int, ...] = ()
    serviced_cycles: int = 0
    serviced_on: date | None = None

    @property
    def median_ms(self) -> int | None:
        """The middle of the latest openings."""
        ordered = sorted(self.recent)
        return ordered[len(ordered) // 2] if ordered else None


class Door(msgspec.Struct, frozen=True):
    """What the journal believes of one door. What is sensed lives at the desk, with its age."""

    id: DoorId
    mark: Mark = Mark.IN_SERVICE
    reason: MarkReason = MarkReason.NONE
    marked_at: datetime | None = None
    rental: RentalId | None = None
    cycles: int = 0
    believed: Reading = Reading.UNKNOWN
    believed_at: datetime | None = None
    alarm: Alarm | None = None
    alarm_at: datetime | None = None
    health: DoorHealth = DoorHealth()


class Goods(msgspec.Struct, frozen=True):
    """Things taken out of a cleared door, kept for their owner."""

    rental: RentalId
    door: DoorId
    cleared_on: date
    code: CodeTag


class Handover(msgspec.Struct, frozen=True):
    """What became of something that staff put in for a resident."""

    rental: RentalId
    door: DoorId
    giver: StaffId
    began: datetime
    code: CodeTag
    token: TokenTag
    ending: Ending
    ended: datetime


class CleaningRound(msgspec.Struct, frozen=True):
    """A round that somebody is on; it may be gone on with after any pause."""

    bank: BankId
    column: int
    began: datetime
    ticked: tuple[DoorId, ...] = ()


class Lockers(msgspec.Struct, frozen=True):
    """All that is live; ``ended_notes`` are personal rows by the day their rental ended."""

    doors: immutables.Map[DoorId, Door] = immutables.Map()
    rentals: immutables.Map[RentalId, Rental] = immutables.Map()
    by_code: immutables.Map[CodeTag, RentalId] = immutables.Map()
    by_token: immutables.Map[TokenTag, RentalId] = immutables.Map()
    orders: immutables.Map[EntryId, Order] = immutables.Map()
    goods: immutables.Map[RentalId, Goods] = immutables.Map()
    used_tokens: immutables.Map[TokenTag, date] = immutables.Map()
    ended_notes: immutables.Map[EntryId, date] = immutables.Map()
    rest: CodeRest | None = None
    reservations: immutables.Map[ReservationId, Reservation] = immutables.Map()
    handovers: immutables.Map[RentalId, Handover] = immutables.Map()
    cleaning: CleaningRound | None = None
    on_battery: datetime | None = None
    remote: immutables.Map[EntryId, RemoteOrder] = immutables.Map()

    def door(self, door: DoorId) -> Door:
        """Return the record of ``door``; a door nothing happened to yet is new."""
        return self.doors.get(door) or Door(door)

    def rental_of(self, door: DoorId) -> Rental | None:
        """Return the rental behind ``door``."""
        rental = self.door(door).rental
        return None if rental is None else self.rentals.get(rental)

    def state_of(self, door: DoorId, at: datetime) -> DoorState:
        """Return the door in one word, as of ``at``."""
        record = self.door(door)
        match record.mark:
            case Mark.OUT_OF_SERVICE:
                return DoorState.OUT_OF_SERVICE
            case Mark.TO_CHECK:
                return DoorState.TO_CHECK
            case Mark.CLEANING:
                return DoorState.CLEANING
        rental = self.rental_of(door)
        if rental is None:
            held = self.order_of(door) is not None or self.reservation_at(door) is not None
            return DoorState.HELD if held else DoorState.FREE
        if rental.is_overdue(at):
            return DoorState.OVERDUE
        return DoorState.OCCUPIED if rental.holding is Holding.OCCUPIED else DoorState.HELD

    def order_of(self, door: DoorId) -> Order | None:
        """Return the latest order on ``door`` that is not over."""
        on_door = [order for order in self.orders.values() if order.door == door]
        return max(on_door, key=lambda order: order.position, default=None)

    def reservation_at(self, door: DoorId) -> Reservation | None:
        """Return the reservation whose time has begun and for which ``door`` is held."""
        return next(
            (
                each
                for each in self.reservations.values()
                if each.door == door and each.booked is Booked.HELD
            ),
            None,
        )

    def is_promised(
        self,
        door: DoorId,
        since: datetime,
        until: datetime,
        *,
        but: ReservationId | None = None,
    ) -> bool:
        """Tell whether a reservation, ``but`` this one, needs ``door`` within [since, until)."""
        return any(
            each.door == door and each.id != but and each.is_promise and each.overlaps(since, until)
            for each in self.reservations.values()
        )

    def code_taken(self, code: CodeTag) -> bool:
        """Tell whether a code opens something, or would still be explained to whoever types it."""
        if code in self.by_code:
            return True
        closed = (*self.reservations.values(), *self.handovers.values())
        return any(each.code == code for each in closed)

    def token_taken(self, token: TokenTag) -> bool:
        """Tell whether a QR belongs to something that is known."""
        if token in self.by_token:
            return True
        closed = (*self.reservations.values(), *self.handovers.values())
        return any(each.token == token for each in closed)

    def open_orders(self) -> Iterator[Order]:
        """Yield orders that are not over, oldest first."""
        yield from sorted(self.orders.values(), key=lambda order: order.position)


def without(items: immutables.Map[K, V], key: K) -> immutables.Map[K, V]:
    """Return ``items`` without ``key``, which need not be there."""
    return items.delete(key) if key in items else items
