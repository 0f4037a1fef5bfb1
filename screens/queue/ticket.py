"""What was just taken: a ticket, or an appointment."""

from __future__ import annotations

from datetime import timedelta

from kiosk.ids import TicketId
from kiosk.phrases import dates
from kiosk.queueing.booked import Booking
from kiosk.queueing.bookings import ends
from kiosk.queueing.desk import Given, GivenBooking
from kiosk.queueing.plan import Service
from kiosk.queueing.slip import booking_slip, ticket_slip
from kiosk.slips import Slip
from screens.icons import Icon
from screens.queue.slip_page import SlipScreen


class TicketScreen(SlipScreen):
    """A number that was just taken, or is shown once more. Given: ``ticket``, ``fresh``."""

    clips = ("wait_for_call",)

    def heading(self) -> str:
        """Return which service it is for."""
        return self.in_words(self.service.name)

    @property
    def theirs(self) -> Given:
        """The ticket as it stands now."""
        name: TicketId = self.given["ticket"]
        return self.desk.given(name)

    @property
    def service(self) -> Service:
        """What it is for."""
        return self.hall.service(self.theirs.ticket.service)

    def number(self) -> str:
        """Return the number."""
        return self.theirs.ticket.number

    def code(self) -> str:
        """Return the text of its code."""
        return self.theirs.qr

    def papers(self) -> tuple[str, ...]:
        """Return what to have ready."""
        return self.papers_of(self.service)

    def lines(self) -> list[str]:
        """Return who is before it, how long that may last, where it may be called to."""
        ticket = self.theirs.ticket
        found = []
        if ticket.promise is not None:
            minutes = self.range_words(ticket.promise)
            found += [
                self.ahead_words(ticket.promise),
                self._("Waiting time: {minutes}").format(minutes=minutes)
                if minutes
                else self._("How long it takes is not known yet."),
            ]
        counters = self.hall.counters_for(ticket.service)
        found.append(
            self._("Counter {counters}").format(counters=self._(", ").join(map(str, counters)))
        )
        if self.is_tentative(ticket.id):
            found.append(self.tentative_words())
        return found

    def slip(self, *, reprint: bool) -> Slip:
        """Return the paper."""
        given = self.theirs
        return ticket_slip(
            self._words,
            given.ticket,
            service=self.service,
            station=self.station_name,
            qr=given.qr,
            counters=self.hall.counters_for(given.ticket.service),
            tentative=self.is_tentative(given.ticket.id),
            reprint=reprint,
            large=self.visit.care,
        )


class BookedScreen(SlipScreen):
    """An appointment that was just made. Given: ``booked``, ``fresh``."""

    icon = Icon.EVENT

    def heading(self) -> str:
        """Return which service it is for."""
        return self.in_words(self.service.name)

    @property
    def booked(self) -> GivenBooking:
        """The appointment and its code."""
        booked: GivenBooking = self.given["booked"]
        return booked

    @property
    def booking(self) -> Booking:
        """The appointment."""
        return self.booked.booking

    @property
    def service(self) -> Service:
        """What it is for."""
        return self.hall.service(self.booking.service)

    def number(self) -> str:
        """Return the hour."""
        return dates.clock_words(self.booking.starts)

    def code(self) -> str:
        """Return the text of its code."""
        return self.booked.qr

    def papers(self) -> tuple[str, ...]:
        """Return what to bring."""
        return self.papers_of(self.service)

    def lines(self) -> list[str]:
        """Return the day, and between when the ticket can be taken."""
        moment = self.moment()
        since = self.booking.starts - timedelta(minutes=moment.settings.queueing.early_min)
        window = dates.span_words(since, ends(self.booking, moment))
        return [
            dates.day_words(self._, self.booking.day),
            self._("Show this code here between {window}.").format(window=window),
        ]

    def slip(self, *, reprint: bool) -> Slip:
        """Return the paper."""
        moment = self.moment()
        return booking_slip(
            self._words,
            self.booking,
            service=self.service,
            station=self.station_name,
            qr=self.code(),
            since=self.booking.starts - timedelta(minutes=moment.settings.queueing.early_min),
            until=ends(self.booking, moment),
            large=self.visit.care,
        )
