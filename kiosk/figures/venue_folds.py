"""What entries of the venues add to the figures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import immutables
from msgspec.structs import replace

from kiosk.clock import STATION_ZONE
from kiosk.family import Stamp
from kiosk.figures.records import Asked, Figures, VenueDay
from kiosk.ids import BookingId, VenueId
from kiosk.journal.entry import Event
from kiosk.venues import events as e
from kiosk.venues.upkeep_events import BlackedOut

COUNTED_VENUES: tuple[type[Event], ...] = (
    e.Applied,
    e.WaitlistJoined,
    e.Approved,
    e.Rejected,
    e.Cancelled,
    e.Lapsed,
    e.OfferDeclined,
    e.NoShow,
    e.CheckedIn,
    BlackedOut,
)
_FORGET_AFTER = timedelta(days=7)
"""A booking whose day is so long over is counted no more; nothing ever ended it."""


def fold_venues(figures: Figures, stamp: Stamp, event: Event) -> Figures:
    """Return the figures with an event of the venues counted."""
    day = stamp.business_date
    match event:
        case e.Applied(asked=asked, occurrences=occurrences):
            return _applied(figures, day, asked.venue, occurrences)
        case e.WaitlistJoined(asked=asked, occurrence=occurrence):
            return _applied(figures, day, asked.venue, [occurrence])
        case e.Approved(bookings=bookings):
            return _count(figures, day, bookings, "approved")
        case e.Rejected(bookings=bookings):
            return _over(_count(figures, day, bookings, "rejected"), bookings)
        case e.Cancelled(booking=booking):
            return _over(_count(figures, day, [booking], "cancelled"), [booking])
        case BlackedOut(cancels=cancels):
            return _over(_count(figures, day, cancels, "cancelled"), cancels)
        case e.NoShow(booking=booking):
            return _count(figures, day, [booking], "no_show")
        case e.CheckedIn(booking=booking):
            return _over(_count(figures, day, [booking], "used"), [booking])
        case e.Lapsed(booking=booking) | e.OfferDeclined(booking=booking):
            return _over(figures, [booking])
        case _:
            return figures


def _applied(
    figures: Figures, day: date, venue: VenueId, occurrences: Iterable[e.Occurrence]
) -> Figures:
    known = _recent(figures.bookings, day)
    number = 0
    for each in occurrences:
        number += 1
        known = known.set(each.booking, Asked(venue, _day_of(each)))
    return _add(replace(figures, bookings=known), day, venue, "applied", number)


def _day_of(occurrence: e.Occurrence) -> date:
    return occurrence.slot.starts.astimezone(STATION_ZONE).date()


def _recent(
    known: immutables.Map[BookingId, Asked], today: date
) -> immutables.Map[BookingId, Asked]:
    old = [key for key, each in known.items() if each.day + _FORGET_AFTER < today]
    for key in old:
        known = known.delete(key)
    return known


def _count(figures: Figures, day: date, bookings: Iterable[BookingId], what: str) -> Figures:
    for each in bookings:
        found = figures.bookings.get(each)
        if found is not None:
            figures = _add(figures, day, found.venue, what, 1)
    return figures


def _over(figures: Figures, bookings: Iterable[BookingId]) -> Figures:
    known = figures.bookings
    for each in bookings:
        known = known.delete(each) if each in known else known
    return replace(figures, bookings=known)


def _add(figures: Figures, day: date, venue: VenueId, what: str, number: int) -> Figures:
    counted = figures.day(day)
    before = counted.venues.get(venue, VenueDay())
    after = replace(before, **{what: getattr(before, what) + number})
    counted = replace(counted, venues=counted.venues.set(venue, after))
    return replace(figures, days=figures.days.set(day, counted))
