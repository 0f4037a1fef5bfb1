"""Which one it was: place and time, number, hour. Read off the entry itself, which stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from kiosk.ids import AppointmentId, BookingId, EntryId, ServiceId, TicketId, VenueId
from kiosk.lockers.events import Rented
from kiosk.lockers.reservation_events import Reserved
from kiosk.lockers.service_events import HandoverBegun
from kiosk.phrases import dates
from kiosk.queueing import QUEUEING
from kiosk.queueing.booking_events import Booked, HomeVisitAsked
from kiosk.queueing.events import TicketTaken
from kiosk.station import Station
from kiosk.telling.records import ToTell
from kiosk.venues import VENUES
from kiosk.venues.events import Applied, WaitlistJoined
from kiosk.venues.interval import Interval
from screens.base import KioskScreen

_E = TypeVar("_E")
ByEntry = Callable[[KioskScreen, EntryId], str]
BySubject = Callable[[KioskScreen, str], str]


def details(page: KioskScreen, news: ToTell) -> str:
    """Return which one it was; empty if that is not known any more."""
    by_entry, by_subject = _BY_KIND.get(news.kind), _BY_FAMILY.get(news.family)
    if by_entry is not None:
        return by_entry(page, news.entry)
    return "" if by_subject is None else by_subject(page, news.concern.subject)


def _event(page: KioskScreen, entry: EntryId, kind: type[_E]) -> _E | None:
    station: Station = page.services.station
    found = station.journal.find(entry)
    return None if found is None else msgspec.json.decode(found.event, type=kind)


# -- places ----------------------------------------------------------------------------------


def _of_application(page: KioskScreen, entry: EntryId) -> str:
    event = _event(page, entry, Applied)
    if event is None:
        return ""
    more = len(event.occurrences) - 1
    first = place_and_time(page, event.asked.venue, event.occurrences[0].slot)
    if not more:
        return first
    return page._("{first} and {count} more weeks").format(first=first, count=more)


def _of_waiting(page: KioskScreen, entry: EntryId) -> str:
    event = _event(page, entry, WaitlistJoined)
    return "" if event is None else place_and_time(page, event.asked.venue, event.occurrence.slot)


def _of_booking(page: KioskScreen, subject: str) -> str:
    venues = page.services.station.state(VENUES)
    mark = venues.marks.get(subject)
    booking = venues.bookings.get(BookingId(subject) if mark is None else mark.booking)
    if booking is None:
        booking = next(iter(venues.of(subject)), None)
    return "" if booking is None else place_and_time(page, booking.venue, booking.slot)


def place_and_time(page: KioskScreen, venue: VenueId, slot: Interval) -> str:
    """Return a place, a day and a time."""
    plan = None if page.services.venues is None else page.services.venues.site.venue(venue)
    name = "" if plan is None else plan.name.in_language(page.visit.language)
    when = f"{dates.day_words(page._, slot.day)} {dates.span_words(slot.starts, slot.ends)}"
    return f"{name}  {when}".strip()


# -- the queue -------------------------------------------------------------------------------


def _of_number(page: KioskScreen, entry: EntryId) -> str:
    event = _event(page, entry, TicketTaken)
    if event is None:
        return ""
    return f"{event.series}-{event.serial:03}  {_service(page, event.service)}"


def _of_visit(page: KioskScreen, entry: EntryId) -> str:
    event = _event(page, entry, HomeVisitAsked)
    return "" if event is None else _service(page, event.service)


def _of_appointment(page: KioskScreen, entry: EntryId) -> str:
    event = _event(page, entry, Booked)
    if event is None:
        return ""
    return f"{_service(page, event.service)}  {dates.moment_words(page._, event.starts)}"


def _of_ticket(page: KioskScreen, subject: str) -> str:
    queue = page.services.station.state(QUEUEING)
    ticket = queue.tickets.get(TicketId(subject))
    if ticket is not None:
        return f"{ticket.number}  {_service(page, ticket.service)}"
    booking = queue.bookings.get(AppointmentId(subject))
    if booking is None:
        return ""
    return f"{_service(page, booking.service)}  {dates.moment_words(page._, booking.starts)}"


def _service(page: KioskScreen, service: ServiceId) -> str:
    hall: Any = None if page.services.queue is None else page.services.queue.hall
    offered = () if hall is None else hall.services
    for each in offered:
        if each.id == service:
            return str(each.name.in_language(page.visit.language))
    return ""


# -- doors -----------------------------------------------------------------------------------


def _of_door(page: KioskScreen, entry: EntryId) -> str:
    event = _event(page, entry, Rented)
    return "" if event is None else str(event.door)


def _of_reservation(page: KioskScreen, entry: EntryId) -> str:
    event = _event(page, entry, Reserved)
    return "" if event is None else dates.moment_words(page._, event.starts)


def _of_handover(page: KioskScreen, entry: EntryId) -> str:
    event = _event(page, entry, HandoverBegun)
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
