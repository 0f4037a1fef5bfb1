"""What entries of the lockers add to the figures."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from kiosk.family import Stamp
from kiosk.figures.records import DoorsDay, Figures, Leaving
from kiosk.ids import DoorId, EntryId, RentalId
from kiosk.journal.entry import Event
from kiosk.lockers import events as e
from kiosk.lockers.reservation_events import ReservationArrived
from kiosk.lockers.service_events import HandoverBegun
from kiosk.ports import Outcome

COUNTED_DOORS: tuple[type[Event], ...] = (
    e.Rented,
    HandoverBegun,
    ReservationArrived,
    e.Moved,
    e.OpenAsked,
    e.OpenEnded,
    e.SeenOpen,
    e.Shut,
    e.RentalEnded,
)
_LEAVES = (e.Purpose.GIVE_BACK, e.Purpose.CLEAR)
_OPEN = (Outcome.OPENED, Outcome.ALREADY_OPEN)


def fold_doors(figures: Figures, stamp: Stamp, event: Event) -> Figures:
    """Return the figures with an event of the lockers counted."""
    day = stamp.business_date
    match event:
        case (
            e.Rented(rental=rental, door=door)
            | HandoverBegun(rental=rental, door=door)
            | ReservationArrived(rental=rental, door=door)
        ):
            return _begun(figures, day, rental, door)
        case e.Moved(rental=rental, door=door):
            return _used(_freed(figures, rental), day, rental, door)
        case e.OpenAsked(purpose=purpose, door=door) if purpose in _LEAVES:
            return replace(figures, leaving=figures.leaving.set(stamp.id, Leaving(door)))
        case e.OpenEnded():
            return _ended(figures, day, event)
        case e.SeenOpen(order=order):
            return _seen_open(figures, order)
        case e.Shut(order=order):
            return _shut(figures, order)
        case e.RentalEnded(rental=rental):
            return _freed(figures, rental)
        case _:
            return figures


def _begun(figures: Figures, day: date, rental: RentalId, door: DoorId) -> Figures:
    doors = figures.day(day).doors
    return _used(_with(figures, day, replace(doors, begun=doors.begun + 1)), day, rental, door)


def _used(figures: Figures, day: date, rental: RentalId, door: DoorId) -> Figures:
    figures = replace(figures, in_use=figures.in_use.set(door, rental))
    doors = figures.day(day).doors
    return _with(figures, day, replace(doors, most=max(doors.most, len(figures.in_use))))


def _freed(figures: Figures, rental: RentalId) -> Figures:
    door = next((door for door, who in figures.in_use.items() if who == rental), None)
    return figures if door is None else replace(figures, in_use=figures.in_use.delete(door))


def _ended(figures: Figures, day: date, event: e.OpenEnded) -> Figures:
    doors = figures.day(day).doors
    if event.outcome in _OPEN:
        figures = _seen_open(figures, event.order)
        return _with(figures, day, replace(doors, opened=doors.opened + 1))
    if event.outcome is Outcome.NOT_OPENED:
        return _with(figures, day, replace(doors, stayed_shut=doors.stayed_shut + 1))
    return figures


def _seen_open(figures: Figures, order: EntryId) -> Figures:
    found = figures.leaving.get(order)
    if found is None:
        return figures
    return replace(figures, leaving=figures.leaving.set(order, replace(found, opened=True)))


def _shut(figures: Figures, order: EntryId) -> Figures:
    found = figures.leaving.get(order)
    if found is None:
        return figures
    figures = replace(figures, leaving=figures.leaving.delete(order))
    if not found.opened or found.door not in figures.in_use:
        return figures
    return replace(figures, in_use=figures.in_use.delete(found.door))


def _with(figures: Figures, day: date, doors: DoorsDay) -> Figures:
    return replace(figures, days=figures.days.set(day, replace(figures.day(day), doors=doors)))
