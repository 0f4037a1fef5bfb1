"""What a link of a slip is of: how its page is made, and what can be done from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Protocol

from kiosk.documents.ics import Occasion
from kiosk.errors import Refused
from kiosk.hub.pages.following import Followed
from kiosk.ids import BookingId, TicketId, follow_id
from kiosk.links import Kind
from kiosk.lockers import LOCKERS
from kiosk.phones import booking as bookings_page
from kiosk.phones import ticket as tickets_page
from kiosk.phones.booking import application_page
from kiosk.phones.door import door_page
from kiosk.phones.page import Page
from kiosk.phones.ticket import appointment_page, ticket_page
from kiosk.phrases import queue as queue_phrases
from kiosk.phrases import venues as venue_phrases
from kiosk.phrases.dates import Says
from kiosk.queueing import QUEUEING, bookings, rules
from kiosk.queueing.booked import Booking
from kiosk.queueing.desk import QueueDesk
from kiosk.queueing.events import Promise
from kiosk.queueing.records import Ticket
from kiosk.secrets import token_tag
from kiosk.slips import Speech
from kiosk.tap import Tap
from kiosk.venue_papers import VenuePapers
from kiosk.venues.desk import VenueDesk
from kiosk.venues.finder import Found


class Subject(Protocol):
    """One ticket, application or door.

    Attributes:
        name: of the kind, for the style of the page.
    """

    name: str

    def page(self, words: Speech) -> Page:
        """Return its page.

        Raises:
            Refused: there is no such thing, or no more.
        """
        ...

    def do(self, act: str, of: str, tap: Tap) -> None:
        """Do what somebody has confirmed.

        Raises:
            Refused: it cannot be done now.
        """
        ...

    def refusal(self, _: Says, refused: Refused) -> str | None:
        """Return the sentence for what ``do`` refused; ``None`` if it is told as everywhere."""
        ...

    def occasion(self, of: str, language: str) -> Occasion:
        """Return its place in a calendar.

        Raises:
            Refused: it has none.
        """
        ...


class QueueSubject:
    """A ticket, or an appointment at a counter."""

    name = "ticket"

    def __init__(self, followed: Followed) -> None:
        self._followed = followed
        self._station = followed.station
        self._desk = QueueDesk(self._station, followed.file.hall, followed.key, token_tag)

    def page(self, words: Speech) -> Page:
        """Return the page of the ticket or of the appointment."""
        found, moment = self._found(), self._station.moment()
        if isinstance(found, Ticket):
            return ticket_page(words, moment, self._desk, found, self._wait_of)
        return appointment_page(words, moment, self._desk, found)

    def do(self, act: str, of: str, tap: Tap) -> None:
        """Give the ticket up, or cancel the appointment."""
        match self._found(), act:
            case Ticket() as ticket, tickets_page.GIVE_UP:
                self._station.do(tap, QUEUEING, rules.cancel, ticket=ticket.id)
            case Booking() as booking, tickets_page.CANCEL:
                rule = bookings.cancel_booking
                self._station.do(tap, QUEUEING, rule, appointment=booking.id)
            case _:
                raise Refused("no_such_act")

    def refusal(self, _: Says, refused: Refused) -> str | None:
        """Return the sentence of the queue."""
        return queue_phrases.refusal(_, refused) or None

    def occasion(self, of: str, language: str) -> Occasion:
        """Return nothing: it is over within the day."""
        raise Refused("no_subject")

    def _wait_of(self, ticket: TicketId) -> Promise | None:
        try:
            return self._desk.wait_of(ticket)
        except Refused:
            return None  # called this very moment; the page is made anew at once

    def _found(self) -> Ticket | Booking:
        return self._desk.find(Kind.TICKET.prefix + self._followed.link.token)


class VenueSubject:
    """An application for a venue."""

    name = "booking"

    def __init__(self, followed: Followed) -> None:
        self._followed = followed
        self._station = followed.station
        self._desk = VenueDesk(self._station, followed.file.site, followed.key)

    def page(self, words: Speech) -> Page:
        """Return the page of the application."""
        return application_page(words, self._station.moment(), self._desk, self._found())

    def do(self, act: str, of: str, tap: Tap) -> None:
        """Cancel a booking, or answer an offer."""
        booking, proof = BookingId(of), self._found().proof
        match act:
            case bookings_page.CANCEL:
                self._desk.cancel(tap, booking=booking, proof=proof)
            case bookings_page.ACCEPT:
                self._desk.answer_offer(tap, booking=booking, proof=proof, accept=True)
            case bookings_page.DECLINE:
                self._desk.answer_offer(tap, booking=booking, proof=proof, accept=False)
            case _:
                raise Refused("no_such_act")

    def refusal(self, _: Says, refused: Refused) -> str | None:
        """Return the sentence of the venues."""
        return venue_phrases.refusal(_, refused)

    def occasion(self, of: str, language: str) -> Occasion:
        """Return the day of one of its bookings."""
        if of not in {each.id for each in self._found().bookings}:
            raise Refused("no_subject")
        file = self._followed.file
        papers = VenuePapers(
            self._desk,
            station=file.id,
            name=self._station.moment().settings.labels.name,
            rules=file.texts.venue_rules,
            language=language,
        )
        return papers.booking(BookingId(of))

    def _found(self) -> Found:
        return self._desk.by_qr(Kind.VENUE.prefix + self._followed.link.token)


class LockerSubject:
    """A door; it is opened at the station alone."""

    name = "door"

    def __init__(self, followed: Followed) -> None:
        self._tag = token_tag(followed.link.token)
        self._station = followed.station

    def page(self, words: Speech) -> Page:
        """Return the page of the door."""
        lockers = self._station.state(LOCKERS)
        return door_page(words, self._station.moment(), lockers, self._tag)

    def do(self, act: str, of: str, tap: Tap) -> None:
        """Refuse: nothing can be done from here."""
        raise Refused("no_such_act")

    def refusal(self, _: Says, refused: Refused) -> str | None:
        """Return nothing."""
        return None

    def occasion(self, of: str, language: str) -> Occasion:
        """Return nothing: it is over within the day."""
        raise Refused("no_subject")


SUBJECTS: Mapping[Kind, Callable[[Followed], Subject]] = MappingProxyType(
    {Kind.TICKET: QueueSubject, Kind.VENUE: VenueSubject, Kind.LOCKER: LockerSubject}
)
"""What the links of slips are of."""


def tap_for(followed: Followed, act: str, of: str, seen: str) -> Tap:
    """Return the tap of an act: pressed twice, or on two phones, it is one entry."""
    what = (followed.link.kind.value, followed.link.subject.hex(), act, of, seen)
    return Tap(follow_id("phone", *what))
