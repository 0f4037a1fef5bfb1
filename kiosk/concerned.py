"""Whom a refused entry concerns: which one it was, and what they gave to be called by.

Read off the entry itself, which stays, for the staff pages of a terminal and of the hub alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeVar

import msgspec

from kiosk.ids import (
    RESIDENT,
    ApplicationId,
    AppointmentId,
    BookingId,
    EntryId,
    MarkId,
    ServiceId,
    TicketId,
    VenueId,
)
from kiosk.lockers.events import Rented
from kiosk.lockers.reservation_events import Reserved
from kiosk.lockers.service_events import HandoverBegun
from kiosk.phrases import dates
from kiosk.phrases.dates import Says
from kiosk.queueing import QUEUEING
from kiosk.queueing.booking_events import Booked, HomeVisitAsked
from kiosk.queueing.events import TicketTaken
from kiosk.queueing.plan import Hall
from kiosk.settings import Permission
from kiosk.station import Station
from kiosk.telling.records import ToTell
from kiosk.venues import VENUES
from kiosk.venues.events import Applied, WaitlistJoined
from kiosk.venues.interval import Interval
from kiosk.venues.plan import Site

TELLERS: Mapping[str, Permission] = MappingProxyType(
    {
        "lockers": Permission.OPEN_DOORS,
        "queueing": Permission.WORK_COUNTER,
        "venues": Permission.VIEW_VENUES,
    }
)
"""What it takes to see whom something of a family concerns, and to have told them."""
_E = TypeVar("_E")


def application_of(station: Station, news: ToTell) -> ApplicationId:
    """Return the application it belongs to, if it is about venues at all."""
    booking = station.state(VENUES).bookings.get(BookingId(news.concern.subject))
    return ApplicationId(news.concern.subject) if booking is None else booking.application


def contact_of(station: Station, news: ToTell) -> tuple[str, str]:
    """Return name and phone of the resident it concerns; empty where none was given, or is left.

    What they gave with it counts before what they gave with the application it belongs to.
    """
    if news.actor != RESIDENT:
        return "", ""
    for entry in (news.entry, EntryId(application_of(station, news))):
        private = station.journal.private(entry)
        if private is not None and "phone" in private.body:
            return private.body.get("contact", ""), private.body["phone"]
    return "", ""


class Concerned:
    """Says which one it was: place and time, number, hour.

    Args:
        site: the places of the station, ``None`` where nobody knows them; ``hall`` likewise.
        says: makes words in ``language``.
    """

    def __init__(
        self, station: Station, site: Site | None, hall: Hall | None, says: Says, language: str
    ) -> None:
        self.station = station
        self.site = site
        self.hall = hall
        self.language = language
        self._ = says

    def which(self, news: ToTell) -> str:
        """Return which one it was; empty if that is not known any more."""
        by_entry, by_subject = _BY_KIND.get(news.kind), _BY_FAMILY.get(news.family)
        if by_entry is not None:
            return by_entry(self, news.entry)
        return "" if by_subject is None else by_subject(self, news.concern.subject)

    def event(self, entry: EntryId, kind: type[_E]) -> _E | None:
        """Return the event of an entry."""
        found = self.station.journal.find(entry)
        return None if found is None else msgspec.json.decode(found.event, type=kind)

    def service(self, service: ServiceId) -> str:
        """Return what a service is called."""
        for each in () if self.hall is None else self.hall.services:
            if each.id == service:
                return each.name.in_language(self.language)
        return ""

    def place_and_time(self, venue: VenueId, slot: Interval) -> str:
        """Return a place, a day and a time."""
        plan = None if self.site is None else self.site.venue(venue)
        name = "" if plan is None else plan.name.in_language(self.language)
        when = f"{dates.day_words(self._, slot.day)} {dates.span_words(slot.starts, slot.ends)}"
        return f"{name}  {when}".strip()


ByEntry = Callable[[Concerned, EntryId], str]
BySubject = Callable[[Concerned, str], str]


# -- places ----------------------------------------------------------------------------------


def _of_application(of: Concerned, entry: EntryId) -> str:
    event = of.event(entry, Applied)
    if event is None:
        return ""
    more = len(event.occurrences) - 1
    first = of.place_and_time(event.asked.venue, event.occurrences[0].slot)
    if not more:
        return first
    return of._("{first} and {count} more weeks").format(first=first, count=more)


def _of_waiting(of: Concerned, entry: EntryId) -> str:
    event = of.event(entry, WaitlistJoined)
    return "" if event is None else of.place_and_time(event.asked.venue, event.occurrence.slot)


def _of_booking(of: Concerned, subject: str) -> str:
    venues = of.station.state(VENUES)
    mark = venues.marks.get(MarkId(subject))
    booking = venues.bookings.get(BookingId(subject) if mark is None else mark.booking)
    if booking is None:
        booking = next(iter(venues.of(ApplicationId(subject))), None)
    return "" if booking is None else of.place_and_time(booking.venue, booking.slot)


# -- the queue -------------------------------------------------------------------------------


def _of_number(of: Concerned, entry: EntryId) -> str:
    event = of.event(entry, TicketTaken)
    if event is None:
        return ""
    return f"{event.series}-{event.serial:03}  {of.service(event.service)}"


def _of_visit(of: Concerned, entry: EntryId) -> str:
    event = of.event(entry, HomeVisitAsked)
    return "" if event is None else of.service(event.service)


def _of_appointment(of: Concerned, entry: EntryId) -> str:
    event = of.event(entry, Booked)
    if event is None:
        return ""
    return f"{of.service(event.service)}  {dates.moment_words(of._, event.starts)}"


def _of_ticket(of: Concerned, subject: str) -> str:
    queue = of.station.state(QUEUEING)
    ticket = queue.tickets.get(TicketId(subject))
    if ticket is not None:
        return f"{ticket.number}  {of.service(ticket.service)}"
    booking = queue.bookings.get(AppointmentId(subject))
    if booking is None:
        return ""
    return f"{of.service(booking.service)}  {dates.moment_words(of._, booking.starts)}"


# -- doors -----------------------------------------------------------------------------------


def _of_door(of: Concerned, entry: EntryId) -> str:
    event = of.event(entry, Rented)
    return "" if event is None else str(event.door)


def _of_reservation(of: Concerned, entry: EntryId) -> str:
    event = of.event(entry, Reserved)
    return "" if event is None else dates.moment_words(of._, event.starts)


def _of_handover(of: Concerned, entry: EntryId) -> str:
    event = of.event(entry, HandoverBegun)
    return "" if event is None else str(event.door)


_BY_KIND: Mapping[str, ByEntry] = MappingProxyType(
    {
        "venues.applied": _of_application,
        "venues.waitlist_joined": _of_waiting,
        "queueing.ticket_taken": _of_number,
        "queueing.home_visit_asked": _of_visit,
        "queueing.booked": _of_appointment,
        "lockers.rented": _of_door,
        "lockers.reserved": _of_reservation,
        "lockers.handover_begun": _of_handover,
    }
)
_BY_FAMILY: Mapping[str, BySubject] = MappingProxyType(
    {"venues": _of_booking, "queueing": _of_ticket}
)
