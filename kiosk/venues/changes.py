"""Changes of the venues' state that folds of several events share. Pure and total."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import immutables
from msgspec.structs import replace

from kiosk.clock import business_date
from kiosk.family import Stamp
from kiosk.ids import ApplicationId, BookingId, EntryId, MarkId
from kiosk.venues.records import HOLDING, Application, Booking, Days, Mark, Status, Venues
from kiosk.venues.upkeep_events import Fault

EXPLAINED_DAYS = 30
"""For so many days after its end a code is still told what became of its booking, and staff can
mark what they found afterwards."""


def with_booking(venues: Venues, booking: Booking) -> Venues:
    """Keep a booking, in its place among those of its days or in line."""
    before = venues.bookings.get(booking.id)
    if before is not None:
        venues = _unplaced(venues, before)
    venues = replace(venues, bookings=venues.bookings.set(booking.id, booking))
    return _placed(venues, booking)


def became(
    venues: Venues, stamp: Stamp, bookings: Iterable[BookingId], status: Status, **changes: Any
) -> Venues:
    """Bring bookings into another state; one that is not known is passed over."""
    for each in bookings:
        known = venues.bookings.get(each)
        if known is not None:
            revision = known.revision + 1
            venues = with_booking(
                venues,
                replace(known, status=status, since=stamp.at, revision=revision, **changes),
            )
    return venues


def with_application(venues: Venues, application: Application) -> Venues:
    """Keep an application."""
    return replace(venues, applications=venues.applications.set(application.id, application))


def changed(venues: Venues, application: ApplicationId, **changes: Any) -> Venues:
    """Change an application; one that is not known stays unknown."""
    known = venues.applications.get(application)
    return venues if known is None else with_application(venues, replace(known, **changes))


def marked(
    venues: Venues,
    stamp: Stamp,
    booking: BookingId,
    fault: Fault,
    points: float,
    on: date | None = None,
) -> Venues:
    """Write a mark into the record of whoever asked, and of whom they asked for.

    Args:
        on: the day it counts from; by default that of the use.
    """
    known, application = venues.bookings.get(booking), venues.application_of(booking)
    if known is None or application is None or points <= 0:
        return venues
    mark = Mark(
        id=MarkId(stamp.id),
        fault=fault,
        points=points,
        on=on or known.slot.day,
        venue=known.venue,
        applicant=application.asked.applicant,
        booking=booking,
    )
    return replace(venues, marks=venues.marks.set(mark.id, mark))


def swept(venues: Venues, stamp: Stamp) -> Venues:
    """Let go, once a day, what has been over for long; personal rows wait for their day."""
    today = stamp.business_date
    if venues.swept == today:
        return venues
    for application in venues.applications.values():
        over = last_day(venues, application)
        if over is not None and (today - over).days > EXPLAINED_DAYS:
            venues = _without_application(venues, application, over)
    return replace(
        venues,
        holds=_kept(
            venues.holds, (one.id for one in venues.holds.values() if one.until > stamp.at)
        ),
        blackouts=_kept(
            venues.blackouts,
            (one.id for one in venues.blackouts.values() if one.during.ends > stamp.at),
        ),
        exemptions=tuple(one for one in venues.exemptions if one.until >= today),
        swept=today,
    )


def last_day(venues: Venues, application: Application) -> date | None:
    """Return the last day of an application that is over; ``None`` while it is not."""
    bookings = [venues.bookings[each] for each in application.bookings]
    if any(each.is_open for each in bookings):
        return None
    days = (max(each.slot.day, business_date(each.since)) for each in bookings)
    return max(days, default=application.business_date)


def note_ended(venues: Venues, note: EntryId, on: date) -> Venues:
    """Let a personal row wait for its day."""
    return replace(venues, ended_notes=venues.ended_notes.set(note, on))


def _without_application(venues: Venues, application: Application, over: date) -> Venues:
    for note in application.notes:
        venues = note_ended(venues, note, over)
    bookings = venues.bookings
    for each in application.bookings:
        venues = _unplaced(venues, bookings[each])
        bookings = bookings.delete(each)
    asked = application.asked
    by_code, by_token = venues.by_code, venues.by_token
    if by_code.get(asked.code) == application.id:
        by_code = by_code.delete(asked.code)
    if by_token.get(asked.token) == application.id:
        by_token = by_token.delete(asked.token)
    return replace(
        venues,
        applications=venues.applications.delete(application.id),
        bookings=bookings,
        by_code=by_code,
        by_token=by_token,
    )


def _placed(venues: Venues, booking: Booking) -> Venues:
    if booking.status is Status.WAITING:
        line = (*venues.waiting.get(booking.venue, ()), booking.id)
        return replace(venues, waiting=venues.waiting.set(booking.venue, line))
    if not _keeps_days(booking):
        return venues
    days = venues.by_day.get(booking.venue, _NO_DAYS)
    for day in booking.kept.days():
        days = days.set(day, (*days.get(day, ()), booking.id))
    return replace(venues, by_day=venues.by_day.set(booking.venue, days))


def _unplaced(venues: Venues, booking: Booking) -> Venues:
    if booking.status is Status.WAITING:
        line = tuple(one for one in venues.waiting.get(booking.venue, ()) if one != booking.id)
        waiting = venues.waiting
        waiting = waiting.set(booking.venue, line) if line else _without(waiting, booking.venue)
        return replace(venues, waiting=waiting)
    if not _keeps_days(booking):
        return venues
    days = venues.by_day.get(booking.venue, _NO_DAYS)
    for day in booking.kept.days():
        left = tuple(one for one in days.get(day, ()) if one != booking.id)
        days = days.set(day, left) if left else _without(days, day)
    return replace(venues, by_day=venues.by_day.set(booking.venue, days))


def _keeps_days(booking: Booking) -> bool:
    return booking.status in HOLDING or booking.status is Status.OFFERED


def _kept(items: immutables.Map[Any, Any], keys: Iterable[Any]) -> immutables.Map[Any, Any]:
    stay = set(keys)
    for key in items:
        if key not in stay:
            items = items.delete(key)
    return items


def _without(items: immutables.Map[Any, Any], key: Any) -> immutables.Map[Any, Any]:
    return items.delete(key) if key in items else items


_NO_DAYS: Days = immutables.Map()
