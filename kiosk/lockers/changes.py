"""Changes of the lockers' state that folds of several events share. Pure and total."""

from __future__ import annotations

from datetime import date, timedelta

import immutables
from msgspec.structs import replace

from kiosk.family import Stamp
from kiosk.ids import DoorId, EntryId, RentalId, TokenTag
from kiosk.lockers import events as e
from kiosk.lockers.records import Door, Handover, Lockers, Order, Rental, without
from kiosk.ports import Reading

REMEMBER_TOKENS_DAYS = 7
"""Days for which a used QR is still told from an unknown one."""
REMEMBER_HANDOVERS = timedelta(days=14)
"""For so long the giver sees what became of a hand-over."""


def begin(lockers: Lockers, stamp: Stamp, rental: Rental) -> Lockers:
    """Give ``rental`` its door, which this entry orders open."""
    lockers = replace(
        lockers,
        rentals=lockers.rentals.set(rental.id, rental),
        by_code=lockers.by_code.set(rental.code, rental.id),
        by_token=lockers.by_token.set(rental.token, rental.id),
    )
    lockers = with_door(lockers, replace(lockers.door(rental.door), rental=rental.id))
    return ordered(lockers, stamp, rental.door, e.Purpose.STORE, rental.id)


def ordered(
    lockers: Lockers, stamp: Stamp, door: DoorId, purpose: e.Purpose, rental: RentalId | None
) -> Lockers:
    """Order ``door`` open; the order has the id of its entry."""
    # A door has one order at a time; a later one replaces it.
    lockers = without_orders(lockers, door)
    order = Order(stamp.id, door, purpose, stamp.position, stamp.at, rental)
    return replace(lockers, orders=lockers.orders.set(order.id, order))


def end(
    lockers: Lockers,
    stamp: Stamp,
    rental_id: RentalId | None,
    ending: e.Ending = e.Ending.GIVEN_BACK,
) -> Lockers:
    """Take a rental out of what is live; its door is free of it."""
    rental = lockers.rentals.get(rental_id) if rental_id is not None else None
    if rental is None:
        return lockers
    on = stamp.business_date
    ended = lockers.ended_notes
    for note in rental.notes:
        ended = ended.set(note, on)
    lockers = replace(
        lockers,
        rentals=lockers.rentals.delete(rental.id),
        by_code=without(lockers.by_code, rental.code),
        by_token=without(lockers.by_token, rental.token),
        used_tokens=_recent(lockers.used_tokens, on).set(rental.token, on),
        ended_notes=ended,
        handovers=_handovers(lockers, stamp, rental, ending),
    )
    record = lockers.door(rental.door)
    if record.rental != rental.id:
        return lockers
    return with_door(without_orders(lockers, rental.door), replace(record, rental=None))


def _handovers(
    lockers: Lockers, stamp: Stamp, rental: Rental, ending: e.Ending
) -> immutables.Map[RentalId, Handover]:
    if rental.giver is None:
        return lockers.handovers
    kept = lockers.handovers
    for each in kept.values():
        if stamp.at - each.ended > REMEMBER_HANDOVERS:
            kept = kept.delete(each.rental)
    handover = Handover(
        rental=rental.id,
        door=rental.door,
        giver=rental.giver,
        began=rental.began,
        code=rental.code,
        token=rental.token,
        ending=ending,
        ended=stamp.at,
    )
    return kept.set(rental.id, handover)


def _recent(used: immutables.Map[TokenTag, date], on: date) -> immutables.Map[TokenTag, date]:
    for token, day in used.items():
        if (on - day).days > REMEMBER_TOKENS_DAYS:
            used = used.delete(token)
    return used


def mark(
    lockers: Lockers, stamp: Stamp, door: DoorId, mark: e.Mark, reason: e.MarkReason
) -> Lockers:
    """Say of ``door`` what staff or the desk say."""
    record = replace(lockers.door(door), mark=mark, reason=reason, marked_at=stamp.at)
    return with_door(lockers, record)


def believe(lockers: Lockers, stamp: Stamp, door: DoorId, reading: Reading) -> Lockers:
    """Believe what was sensed."""
    record = replace(lockers.door(door), believed=reading, believed_at=stamp.at)
    return with_door(lockers, record)


def with_door(lockers: Lockers, record: Door) -> Lockers:
    """Keep a record of a door."""
    return replace(lockers, doors=lockers.doors.set(record.id, record))


def with_rental(lockers: Lockers, rental: Rental) -> Lockers:
    """Keep a rental."""
    return replace(lockers, rentals=lockers.rentals.set(rental.id, rental))


def with_order(lockers: Lockers, order: Order) -> Lockers:
    """Keep an order."""
    return replace(lockers, orders=lockers.orders.set(order.id, order))


def without_orders(lockers: Lockers, door: DoorId) -> Lockers:
    """Drop what was ordered of ``door``."""
    orders: immutables.Map[EntryId, Order] = lockers.orders
    for order in lockers.orders.values():
        if order.door == door:
            orders = orders.delete(order.id)
    return replace(lockers, orders=orders)
