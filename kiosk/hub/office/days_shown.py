"""A day of all venues, one booking, what is closed, and marks, as staff see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

import msgspec

from kiosk.hub.office.places import BookingShown, Contact, MarkShown, Places
from kiosk.ids import ApplicationId, BookingId, VenueId
from kiosk.phrases import dates
from kiosk.phrases import venues as phrases
from kiosk.phrases.queue import hours_words
from kiosk.venues import upkeep, using
from kiosk.venues.interval import Interval
from kiosk.venues.plan import VenuePlan, local
from kiosk.venues.records import UNDECIDED, Appeal, Blackout, Booking, Status

ONE_DAY = timedelta(days=1)


class VenueShown(msgspec.Struct, frozen=True):
    """One venue on one day."""

    id: str
    name: str
    hours: str
    closed: str
    bookings: tuple[BookingShown, ...]


class Verbs(msgspec.Struct, frozen=True):
    """What can be done with a booking now."""

    check_in: bool
    leave: bool
    cancel: bool
    mark: bool
    late: bool
    points: str


class OneBooking(msgspec.Struct, frozen=True):
    """A booking, whose it is, and what can be done."""

    booking: BookingShown
    kind: str
    purpose: str
    heads: int
    contact: Contact
    notes: tuple[str, ...]
    marks: tuple[MarkShown, ...]
    verbs: Verbs


class BlackoutShown(msgspec.Struct, frozen=True):
    """A venue that is closed for a while."""

    id: str
    venue: str
    days: str
    reason: str


def day(places: Places, when: date) -> list[VenueShown]:
    """Return every venue that can be booked, with what is on."""
    whole = whole_days(when, when)
    found: dict[VenueId, list[Booking]] = {}
    for each in places.venues.bookings.values():  # looked through once, for they are many
        if whole.starts <= each.slot.starts < whole.ends:
            found.setdefault(each.venue, []).append(each)
    return [_venue(places, plan, whole, found.get(plan.id, [])) for plan in places.site.bookable()]


def booking(places: Places, name: BookingId) -> OneBooking | None:
    """Return one booking; ``None`` if it is not known any more."""
    found = places.venues.bookings.get(name)
    application = places.venues.application_of(name)
    if found is None or application is None:
        return None
    details = places.desk.details(application.id)
    marks = [each for each in places.venues.marks.values() if each.booking == name]
    return OneBooking(
        booking=places.booking(found),
        kind=phrases.kinds(places._)[application.asked.kind],
        purpose=details.purpose,
        heads=application.asked.head_count,
        contact=places.contact(ApplicationId(application.id)),
        notes=places.desk.notes(application.id),
        marks=tuple(places.mark(each) for each in sorted(marks, key=lambda one: one.id)),
        verbs=_verbs(places, found),
    )


def blackouts(places: Places) -> list[BlackoutShown]:
    """Return what is closed now or soon."""
    return [_blackout(places, each) for each in upkeep.blackouts(places.venues, places.moment())]


def marks(places: Places) -> list[MarkShown]:
    """Return every mark, appeals first, the newest first."""
    found = sorted(
        places.venues.marks.values(),
        key=lambda mark: (mark.appeal is Appeal.HEARD_SOON, mark.on, mark.id),
        reverse=True,
    )
    return [places.mark(each) for each in found]


def whole_days(first: date, last: date) -> Interval:
    """Return the days from ``first`` to ``last``, both with it."""
    return Interval(local(first, time()), local(last + ONE_DAY, time()))


def _venue(
    places: Places, plan: VenuePlan, whole: Interval, bookings: Sequence[Booking]
) -> VenueShown:
    blackout = places.venues.blackout_of(plan.id, whole)
    found = sorted(bookings, key=lambda each: (each.slot, each.position))
    spans = plan.hours.on(whole.day)
    return VenueShown(
        id=plan.id,
        name=places.name_of(plan.id),
        hours=hours_words(spans) if spans else places._("closed"),
        closed="" if blackout is None else phrases.blackout_reasons(places._)[blackout.reason],
        bookings=tuple(map(places.booking, found)),
    )


def _verbs(places: Places, found: Booking) -> Verbs:
    moment = places.moment()
    return Verbs(
        check_in=found.status is Status.APPROVED,
        leave=found.status is Status.CHECKED_IN,
        cancel=found.status in (*UNDECIDED, Status.APPROVED, Status.WAITING, Status.OFFERED),
        mark=found.status in (Status.CHECKED_IN, Status.COMPLETED),
        late=using.is_late(found, moment),
        points=phrases.points_words(moment.settings.integrity.late_cancel),
    )


def _blackout(places: Places, found: Blackout) -> BlackoutShown:
    first = found.during.day
    last = Interval(found.during.ends - timedelta(seconds=1), found.during.ends).day
    one, other = dates.day_words(places._, first), dates.day_words(places._, last)
    return BlackoutShown(
        id=found.id,
        venue=places.name_of(found.venue),
        days=one if first == last else f"{one} – {other}",
        reason=phrases.blackout_reasons(places._)[found.reason],
    )
