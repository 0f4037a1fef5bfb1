"""Why an event about venues can no longer stand now that its turn has come. Safety only. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import combinations
from types import MappingProxyType

from kiosk.clock import Moment
from kiosk.ids import BookingId, HoldId, VenueId
from kiosk.journal.entry import Event
from kiosk.venues import events as e
from kiosk.venues import upkeep_events as u
from kiosk.venues.interval import Interval
from kiosk.venues.records import OPEN, UNDECIDED, Booking, Status, Venues
from kiosk.venues.waitlist import is_free_for, is_kept_for_the_line


class Clash(StrEnum):
    """Why something can no longer stand."""

    TAKEN = "taken"
    BLACKOUT = "blackout"
    CODE_IN_USE = "code_in_use"
    OFFER_OVER = "offer_over"
    NO_SUBJECT = "no_subject"


_MUST_BE: Mapping[type[Event], Sequence[Status]] = MappingProxyType(
    {
        e.OfferAccepted: (Status.OFFERED,),
        e.OfferDeclined: (Status.OFFERED,),
        e.Lapsed: (Status.OFFERED, Status.WAITING),
        e.Approved: UNDECIDED,
        e.Rejected: UNDECIDED,
        e.CheckedIn: (Status.APPROVED, Status.NO_SHOW),
        e.Completed: (Status.CHECKED_IN,),
        e.NoShow: (Status.APPROVED,),
        e.Cancelled: tuple(status for status in OPEN if status is not Status.CHECKED_IN),
        u.MarkGiven: (Status.CHECKED_IN, Status.COMPLETED),
    }
)


def clash(venues: Venues, event: Event, moment: Moment) -> Clash | None:
    """Return why ``event`` can no longer stand."""
    match event:
        case e.Held(venue=venue, kept=kept, instead_of=before):
            return _taken(venues, venue, kept, moment.at, but=before)
        case e.Applied():
            return _applied(venues, event, moment.at)
        case e.WaitlistJoined(asked=asked):
            return _codes(venues, asked)
        case e.Offered(booking=booking):
            return _offered(venues, booking, moment.at)
        case e.SupplementAsked(application=application):
            return _one_is(venues.of(application), Status.PENDING)
        case e.Supplemented(application=application):
            return _one_is(venues.of(application), Status.SUPPLEMENT)
        case u.MarkAppealed(mark=mark) | u.MarkExcused(mark=mark) | u.MarkUpheld(mark=mark):
            return None if mark in venues.marks else Clash.NO_SUBJECT
        case _ if type(event) in _MUST_BE:
            return _of_bookings(venues, event, moment.at)
        case _:
            return None


def _applied(venues: Venues, event: e.Applied, at: datetime) -> Clash | None:
    venue, kept = event.asked.venue, [each.kept for each in event.occurrences]
    if any(one.overlaps(other) for one, other in combinations(kept, 2)):
        return Clash.TAKEN
    if any(venues.blackout_of(venue, each.slot) for each in event.occurrences):
        return Clash.BLACKOUT
    taken = _taken(venues, venue, kept, at, but=event.hold)
    return taken or _codes(venues, event.asked)


def _codes(venues: Venues, asked: e.Asked) -> Clash | None:
    used = venues.code_taken(asked.code) or venues.token_taken(asked.token)
    return Clash.CODE_IN_USE if used else None


def _taken(
    venues: Venues,
    venue: VenueId,
    kept: Iterable[Interval],
    at: datetime,
    *,
    but: HoldId | None,
) -> Clash | None:
    for each in kept:
        others = (hold for hold in venues.holds_on(venue, each, at) if hold.id != but)
        if (
            any(venues.holders(venue, each, at))
            or any(others)
            or is_kept_for_the_line(venues, venue, each, at)
        ):
            return Clash.TAKEN
    return None


def _offered(venues: Venues, booking: BookingId, at: datetime) -> Clash | None:
    found = venues.bookings.get(booking)
    if found is None or found.status is not Status.WAITING:
        return Clash.NO_SUBJECT
    return None if is_free_for(venues, found, at) else Clash.TAKEN


def _one_is(bookings: Sequence[Booking], status: Status) -> Clash | None:
    return None if any(each.status is status for each in bookings) else Clash.NO_SUBJECT


def _of_bookings(venues: Venues, event: Event, at: datetime) -> Clash | None:
    many: tuple[BookingId, ...] | None = getattr(event, "bookings", None)
    ids = (event.booking,) if many is None else many  # type: ignore[attr-defined]
    found = [venues.bookings.get(each) for each in ids]
    known = [each for each in found if each is not None and each.status in _MUST_BE[type(event)]]
    if not known or len(known) < len(ids):
        return Clash.NO_SUBJECT
    if isinstance(event, e.Approved | e.OfferAccepted):
        return _made_firm(venues, known, at)
    if isinstance(event, e.CheckedIn):
        return _here_after_all(venues, known[0], at)
    return None


def _here_after_all(venues: Venues, booking: Booking, at: datetime) -> Clash | None:
    """They checked in at a terminal without a line, and time had given them up meanwhile."""
    if booking.status is not Status.NO_SHOW:
        return None
    kept_by_others = any(venues.holders(booking.venue, booking.kept, at))
    return Clash.NO_SUBJECT if kept_by_others else None


def _made_firm(venues: Venues, bookings: Sequence[Booking], at: datetime) -> Clash | None:
    """Approval looks at the overlap once more, whatever happened since the application."""
    if any(one.kept.overlaps(other.kept) for one, other in combinations(bookings, 2)):
        return Clash.TAKEN
    for booking in bookings:
        if venues.blackout_of(booking.venue, booking.slot) is not None:
            return Clash.BLACKOUT
        if booking.status is Status.OFFERED and not booking.has_slot(at):
            return Clash.OFFER_OVER
        for other in venues.holders(booking.venue, booking.kept, at):
            undecided = other.status in UNDECIDED and booking.status is not Status.OFFERED
            if other.id != booking.id and not undecided:
                return Clash.TAKEN
    return None
