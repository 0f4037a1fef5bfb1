"""The queue as a screen uses it: makes tokens, asks the estimate, records; on the station lane.

What needs no token or estimate is asked of the rules directly with ``Station.do``; see
``docs/queueing.md``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Protocol

import msgspec

from kiosk.clock import STATION_ZONE
from kiosk.errors import Refused
from kiosk.ids import (
    AppointmentId,
    EntryId,
    PersonId,
    ServiceId,
    TicketId,
    TokenTag,
    follow_id,
)
from kiosk.links import Kind, QrText, bare
from kiosk.queueing import QUEUEING, bookings, estimate, rules
from kiosk.queueing.booked import Booking
from kiosk.queueing.events import Promise
from kiosk.queueing.plan import Hall, Priority
from kiosk.queueing.records import Queueing, Ticket
from kiosk.station import Station
from kiosk.tap import Tap

QR_PREFIX = Kind.TICKET.prefix
"""Begins every bare QR of the queue, so that a scan is known for what it is."""
LINK_FOR = timedelta(days=2)
"""How long after the beginning of its day a ticket or an appointment can be looked up by phone."""


class Codes(Protocol):
    """What the desk needs of the station key."""

    def token_of(self, subject: str) -> str: ...

    def person_id(self, phone: str) -> PersonId: ...


class Given(msgspec.Struct, frozen=True):
    """Durable: this ticket is theirs. ``qr`` is the text of its code."""

    ticket: Ticket
    qr: str


class GivenBooking(msgspec.Struct, frozen=True):
    """Durable: this appointment is theirs."""

    booking: Booking
    qr: str


class QueueDesk:
    """Gives tickets and appointments, and finds them again.

    Args:
        token_tag: what the journal keeps of a token (``kiosk.secrets.token_tag``).
        qr_text: makes the text of a QR code.
        put_back: whether the numbers that were given last may not be known here.
    """

    def __init__(
        self,
        station: Station,
        hall: Hall,
        codes: Codes,
        token_tag: Callable[[str], TokenTag],
        qr_text: QrText = bare,
        put_back: Callable[[], bool] = lambda: False,
    ) -> None:
        self._put_back = put_back
        self._station = station
        self.hall = hall
        self._codes = codes
        self._tag = token_tag
        self._qr_text = qr_text

    @property
    def state(self) -> Queueing:
        """What is true now."""
        return self._station.state(QUEUEING)

    # -- giving ----------------------------------------------------------------------------

    def take(
        self,
        tap: Tap,
        *,
        service: ServiceId,
        visit: str,
        priority: Priority = Priority.NONE,
        phone: str = "",
    ) -> Given:
        """Give the next number. The same tap gives the same ticket again.

        Args:
            visit: names who stands at the screen, so that the cap of a person holds without phone.

        Raises:
            Refused: as ``rules.take_ticket``; ``put_back``: the numbers given last are not known.
        """
        if self._put_back():
            raise Refused("put_back")
        ticket, token = TicketId(tap.id), self._codes.token_of(tap.id)
        self._station.do(
            tap,
            QUEUEING,
            rules.take_ticket,
            ticket=ticket,
            hall=self.hall,
            service=service,
            token=self._tag(token),
            priority=priority,
            person=self._person(visit, phone),
            promise=self.promise(service, priority),
        )
        return self.given(ticket)

    def book(
        self, tap: Tap, *, service: ServiceId, starts: datetime, visit: str, phone: str = ""
    ) -> GivenBooking:
        """Promise a slot.

        Raises:
            Refused: as ``bookings.book``.
        """
        appointment, token = AppointmentId(tap.id), self._codes.token_of(tap.id)
        self._station.do(
            tap,
            QUEUEING,
            bookings.book,
            appointment=appointment,
            hall=self.hall,
            service=service,
            starts=starts,
            token=self._tag(token),
            person=self._person(visit, phone),
        )
        booking = self.state.bookings[appointment]
        return GivenBooking(booking, self._qr(token, booking.day))

    def arrive(
        self, tap: Tap, *, appointment: AppointmentId, priority: Priority = Priority.NONE
    ) -> Given:
        """Give the ticket of an appointment.

        Raises:
            Refused: as ``bookings.arrive``.
        """
        ticket, token = TicketId(tap.id), self._codes.token_of(tap.id)
        booking = self.state.bookings.get(appointment)
        if booking is None:
            raise Refused("no_subject")
        self._station.do(
            tap,
            QUEUEING,
            bookings.arrive,
            appointment=appointment,
            ticket=ticket,
            hall=self.hall,
            token=self._tag(token),
            priority=priority,
            promise=self.promise(booking.service, priority, booked=booking.starts),
        )
        return self.given(ticket)

    # -- finding ---------------------------------------------------------------------------

    def find(self, scanned: str) -> Ticket | Booking:
        """Return what a QR belongs to.

        Raises:
            Refused: ``qr_unknown``, ``ticket_of_yesterday`` (day).
        """
        if not scanned.startswith(QR_PREFIX):
            raise Refused("qr_unknown")
        token, moment = self._tag(scanned.removeprefix(QR_PREFIX)), self._station.moment()
        if token in self.state.by_token:
            return rules.by_token(self.state, moment, token=token)
        return bookings.booking_by_token(self.state, moment, token=token)

    def given(self, ticket: TicketId) -> Given:
        """Return a ticket with its QR, to show or print it again.

        Raises:
            Refused: ``no_subject``.
        """
        known = self.state.tickets.get(ticket)
        if known is None:
            raise Refused("no_subject")
        return Given(known, self._qr(self._codes.token_of(EntryId(ticket)), known.last_day))

    # -- estimates -------------------------------------------------------------------------

    def promise(
        self,
        service: ServiceId,
        priority: Priority = Priority.NONE,
        *,
        booked: datetime | None = None,
    ) -> Promise:
        """Return what somebody would be told who took a ticket now."""
        moment = self._station.moment()
        newcomer = estimate.Newcomer(service, priority, booked)
        return estimate.promise(self.state, moment, hall=self.hall, newcomer=newcomer)

    def wait_of(self, ticket: TicketId) -> Promise:
        """Return what is to be expected now for a ticket that waits.

        Raises:
            Refused: ``no_subject``, ``not_waiting`` (stage).
        """
        return estimate.wait_of(self.state, self._station.moment(), hall=self.hall, ticket=ticket)

    def _qr(self, token: str, day: date) -> str:
        until = datetime.combine(day, time(), STATION_ZONE) + LINK_FOR
        return self._qr_text(Kind.TICKET, token, until)

    def _person(self, visit: str, phone: str) -> PersonId:
        return self._codes.person_id(phone) if phone else PersonId(follow_id("visit", visit))
