"""What each event of a reservation makes true. Total: what is gone stays gone."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from kiosk.family import Stamp
from kiosk.ids import ReservationId
from kiosk.journal.entry import Event
from kiosk.lockers import reservation_events as e
from kiosk.lockers.booked import Booked, Reservation
from kiosk.lockers.changes import begin
from kiosk.lockers.events import Via
from kiosk.lockers.records import Lockers, Rental

EXPLAINED = timedelta(days=1)
"""For so long after its end a code is still told what became of its reservation."""


def fold_reservation(lockers: Lockers, stamp: Stamp, event: Event) -> Lockers:
    """Return the lockers after an event of a reservation; any other changes nothing."""
    match event:
        case e.Reserved():
            return _reserved(_without_old(lockers, stamp.at), stamp, event)
        case e.ReservationHeld(reservation=reservation, door=door):
            return _became(lockers, reservation, Booked.HELD, door=door)
        case e.ReservationFailed(reservation=reservation):
            return _became(lockers, reservation, Booked.FAILED)
        case e.ReservationReleased(reservation=reservation):
            return _became(lockers, reservation, Booked.RELEASED)
        case e.ReservationCancelled(reservation=reservation):
            return _became(lockers, reservation, Booked.CANCELLED)
        case e.ReservationArrived():
            return _arrived(lockers, stamp, event)
        case _:
            return lockers


def _reserved(lockers: Lockers, stamp: Stamp, event: e.Reserved) -> Lockers:
    reservation = Reservation(
        id=event.reservation,
        door=event.door,
        size=event.size,
        code=event.code,
        token=event.token,
        starts=event.starts,
        ends=event.ends,
        grace_until=event.grace_until,
        overdue_from=event.overdue_from,
        position=stamp.position,
        easy=event.easy,
    )
    return _with(lockers, reservation)


def _became(
    lockers: Lockers, reservation: ReservationId, booked: Booked, **changed: object
) -> Lockers:
    known = lockers.reservations.get(reservation)
    if known is None:
        return lockers
    return _with(lockers, replace(known, booked=booked, **changed))


def _arrived(lockers: Lockers, stamp: Stamp, event: e.ReservationArrived) -> Lockers:
    known = lockers.reservations.get(event.reservation)
    if known is None:
        return lockers
    lockers = _with(lockers, replace(known, booked=Booked.ARRIVED, door=event.door))
    if event.via is Via.CODE:
        lockers = replace(lockers, rest=None)
    rental = Rental(
        id=event.rental,
        door=event.door,
        size=known.size,
        code=known.code,
        token=known.token,
        began=stamp.at,
        until=event.until,
        overdue_from=event.overdue_from,
        position=stamp.position,
        easy=known.easy,
        notes=(stamp.id,) if stamp.private else (),
    )
    return begin(lockers, stamp, rental)


def _without_old(lockers: Lockers, at: datetime) -> Lockers:
    kept = lockers.reservations
    for reservation in lockers.reservations.values():
        if not reservation.is_promise and at - reservation.ends > EXPLAINED:
            kept = kept.delete(reservation.id)
    return replace(lockers, reservations=kept)


def _with(lockers: Lockers, reservation: Reservation) -> Lockers:
    return replace(lockers, reservations=lockers.reservations.set(reservation.id, reservation))
