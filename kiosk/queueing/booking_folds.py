"""What each event of an appointment or a home visit makes true. Total."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.clock import business_date
from kiosk.family import Stamp
from kiosk.ids import AppointmentId
from kiosk.journal.entry import Event
from kiosk.queueing import booking_events as e
from kiosk.queueing.booked import Booking, BookingStatus, HomeVisit
from kiosk.queueing.records import Queueing


def fold_booking(queueing: Queueing, stamp: Stamp, event: Event) -> Queueing:
    """Return the queue after an event of an appointment or a visit; any other changes nothing."""
    match event:
        case e.Booked():
            return _booked(queueing, stamp, event)
        case e.BookingCancelled(appointment=appointment):
            queueing = _became(queueing, appointment, BookingStatus.CANCELLED)
        case e.BookingMissed(appointment=appointment):
            queueing = _became(queueing, appointment, BookingStatus.MISSED)
        case e.HomeVisitAsked():
            return _visit_asked(queueing, stamp, event)
        case e.HomeVisitTaken(visit=visit, staff=staff):
            known = queueing.visits.get(visit)
            if known is not None:
                taken = replace(known, staff=staff)
                queueing = replace(queueing, visits=queueing.visits.set(visit, taken))
        case e.HomeVisitEnded():
            queueing = _visit_ended(queueing, stamp, event)
    return _noted(queueing, stamp)


def with_arrival(queueing: Queueing, appointment: AppointmentId | None) -> Queueing:
    """Return the queue after somebody took the ticket of an appointment, if there is one."""
    if appointment is None:
        return queueing
    return _became(queueing, appointment, BookingStatus.ARRIVED)


def _booked(queueing: Queueing, stamp: Stamp, event: e.Booked) -> Queueing:
    day = business_date(event.starts)
    booking = Booking(
        id=event.appointment,
        service=event.service,
        starts=event.starts,
        day=day,
        token=event.token,
        position=stamp.position,
        person=event.person,
    )
    queueing = replace(queueing, bookings=queueing.bookings.set(booking.id, booking))
    if not stamp.private:
        return queueing
    last = max(day, stamp.business_date)
    return replace(queueing, notes=queueing.notes.set(stamp.id, last))


def _became(queueing: Queueing, appointment: AppointmentId, status: BookingStatus) -> Queueing:
    known = queueing.bookings.get(appointment)
    if known is None:
        return queueing
    changed = replace(known, status=status)
    return replace(queueing, bookings=queueing.bookings.set(appointment, changed))


def _visit_asked(queueing: Queueing, stamp: Stamp, event: e.HomeVisitAsked) -> Queueing:
    if event.visit in queueing.visits:
        return _noted(queueing, stamp)
    visit = HomeVisit(
        id=event.visit,
        service=event.service,
        asked=stamp.at,
        day=stamp.business_date,
        position=stamp.position,
        note=stamp.id if stamp.private else None,
    )
    return replace(queueing, visits=queueing.visits.set(visit.id, visit))


def _visit_ended(queueing: Queueing, stamp: Stamp, event: e.HomeVisitEnded) -> Queueing:
    known = queueing.visits.get(event.visit)
    if known is None:
        return queueing
    queueing = replace(queueing, visits=queueing.visits.delete(event.visit))
    if known.note is None:
        return queueing
    return replace(queueing, notes=queueing.notes.set(known.note, stamp.business_date))


def _noted(queueing: Queueing, stamp: Stamp) -> Queueing:
    if not stamp.private:
        return queueing
    return replace(queueing, notes=queueing.notes.set(stamp.id, stamp.business_date))
