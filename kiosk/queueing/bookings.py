"""Appointments at a counter (预约取号): what may be booked, when its ticket is taken. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec

from kiosk.clock import STATION_ZONE, Moment
from kiosk.errors import Refused
from kiosk.ids import AppointmentId, PersonId, ServiceId, TicketId, TokenTag
from kiosk.queueing.booked import Booking, BookingStatus
from kiosk.queueing.booking_events import Booked, BookingCancelled
from kiosk.queueing.events import Promise, TicketTaken
from kiosk.queueing.plan import Hall, Priority, Service
from kiosk.queueing.records import Queueing
from kiosk.queueing.rules import hours_of, must_be_given, next_number


class Slot(msgspec.Struct, frozen=True):
    """A time that can be booked; ``left`` is how many still can."""

    starts: datetime
    left: int


def slots(
    queueing: Queueing, moment: Moment, *, hall: Hall, service: ServiceId, day: date
) -> tuple[Slot, ...]:
    """Return the slots of ``day`` that have not begun, full ones too, in order of time.

    Raises:
        Refused: ``no_such_service``.
    """
    wanted = hall.service(service)
    return tuple(
        Slot(starts, max(0, wanted.per_slot - _booked(queueing, service, starts)))
        for starts in _starts(wanted, moment, day)
        if starts > moment.at
    )


def book(
    queueing: Queueing,
    moment: Moment,
    *,
    appointment: AppointmentId,
    hall: Hall,
    service: ServiceId,
    starts: datetime,
    token: TokenTag,
    person: PersonId | None = None,
) -> Booked:
    """Promise a slot.

    Raises:
        Refused: ``untrusted_clock``, ``no_such_service``, ``not_bookable``, ``in_the_past``,
            ``too_far`` (days), ``no_such_slot``, ``slot_full``, ``too_many`` (most) of one person
            that are still to come, ``code_in_use``.
    """
    wanted = hall.service(service)
    if not wanted.per_slot or not hall.counters_for(service):
        raise Refused("not_bookable")
    if not moment.trusted:
        raise Refused("untrusted_clock")
    if starts <= moment.at:
        raise Refused("in_the_past")
    day = starts.astimezone(STATION_ZONE).date()
    ahead = moment.settings.queueing.book_ahead_days
    if day > moment.business_date + timedelta(days=ahead):
        raise Refused("too_far", days=ahead)
    if starts not in _starts(wanted, moment, day):
        raise Refused("no_such_slot")
    if _booked(queueing, service, starts) >= wanted.per_slot:
        raise Refused("slot_full")
    if person is not None and _coming_of(queueing, person) >= wanted.per_person:
        raise Refused("too_many", most=wanted.per_person)
    if queueing.token_taken(token):
        raise Refused("code_in_use")
    return Booked(
        appointment=appointment, service=service, starts=starts, token=token, person=person
    )


def arrive(
    queueing: Queueing,
    moment: Moment,
    *,
    appointment: AppointmentId,
    ticket: TicketId,
    hall: Hall,
    token: TokenTag,
    priority: Priority = Priority.NONE,
    promise: Promise | None = None,
) -> TicketTaken:
    """Take the ticket of an appointment; it is called when its time has come.

    The caps of a day do not count here: the slot was promised.

    Raises:
        Refused: ``no_subject``, ``booking_used``, ``booking_over`` (until), ``too_early`` (starts,
            since), and as ``take_ticket`` for the clock, the hours and the numbers.
    """
    known = must_be_coming(queueing, moment, appointment)
    since = known.starts - timedelta(minutes=moment.settings.queueing.early_min)
    if moment.at < since:
        raise Refused("too_early", starts=known.starts, since=since)
    wanted = must_be_given(queueing, moment, hall, known.service, token)
    series, day, serial = next_number(queueing, moment, hall, wanted)
    return TicketTaken(
        ticket=ticket,
        service=known.service,
        series=series,
        serial=serial,
        day=day,
        token=token,
        priority=priority if priority in wanted.priorities else Priority.NONE,
        person=known.person,
        promise=promise,
        appointment=appointment,
        booked=known.starts,
    )


def cancel_booking(
    queueing: Queueing, moment: Moment, *, appointment: AppointmentId
) -> BookingCancelled:
    """Give a slot back.

    Raises:
        Refused: ``no_subject``, ``booking_used``, ``booking_over`` (until).
    """
    must_be_coming(queueing, moment, appointment)
    return BookingCancelled(appointment=appointment)


def booking_by_token(queueing: Queueing, moment: Moment, *, token: TokenTag) -> Booking:
    """Return the appointment of a QR.

    Raises:
        Refused: ``qr_unknown``.
    """
    for each in queueing.bookings.values():
        if each.token == token:
            return each
    raise Refused("qr_unknown")


def must_be_coming(queueing: Queueing, moment: Moment, appointment: AppointmentId) -> Booking:
    """Return an appointment for which somebody may still come.

    Raises:
        Refused: ``no_subject``, ``booking_used``, ``booking_over`` (until).
    """
    known = queueing.bookings.get(appointment)
    if known is None:
        raise Refused("no_subject")
    if known.status in (BookingStatus.ARRIVED, BookingStatus.CANCELLED):
        raise Refused("booking_used")
    until = ends(known, moment)
    if known.status is BookingStatus.MISSED or moment.at > until:
        raise Refused("booking_over", until=until)
    return known


def ends(booking: Booking, moment: Moment) -> datetime:
    """Return until when somebody may come with this appointment."""
    return booking.starts + timedelta(minutes=moment.settings.queueing.late_min)


def _starts(service: Service, moment: Moment, day: date) -> Iterator[datetime]:
    if not service.per_slot:
        return
    length = timedelta(minutes=service.slot_min)
    for span in hours_of(service, moment, day):
        at = datetime.combine(day, span.opens, STATION_ZONE)
        end = datetime.combine(day, span.closes, STATION_ZONE)
        while at + length <= end:
            yield at
            at += length


def _booked(queueing: Queueing, service: ServiceId, starts: datetime) -> int:
    gone = (BookingStatus.CANCELLED, BookingStatus.MISSED)
    return sum(
        each.service == service and each.starts == starts and each.status not in gone
        for each in queueing.bookings.values()
    )


def _coming_of(queueing: Queueing, person: PersonId) -> int:
    return sum(
        each.person == person and each.status is BookingStatus.COMING
        for each in queueing.bookings.values()
    )
