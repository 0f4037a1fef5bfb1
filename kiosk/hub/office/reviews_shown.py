"""Applications as reviewers see them: what waits, and one of them beside what stands against it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from kiosk.hub.office.places import BookingShown, Contact, Places, RecordShown
from kiosk.ids import ApplicationId
from kiosk.phrases import venues as phrases
from kiosk.phrases.dates import local_day
from kiosk.venues import review
from kiosk.venues.records import UNDECIDED, Application, Booking, Status

_MOST_USES = 12


class WaitingShown(msgspec.Struct, frozen=True):
    """An application that waits, as a row.

    Attributes:
        dates: how many dates it asks for.
        waits: how long already; ``decide_by``: until when somebody should have decided.
        tone: ``bad`` when the use is near, ``care`` when it waits too long.
    """

    id: str
    who: str
    venue: str
    when: str
    dates: int
    waits: str
    decide_by: str
    state: str
    tone: str


class RivalShown(msgspec.Struct, frozen=True):
    """Somebody else who wants, or has, the same time."""

    booking: BookingShown
    why: str
    record: RecordShown | None
    applied: str


class DateShown(msgspec.Struct, frozen=True):
    """One date of an application, with everything that stands against it."""

    booking: BookingShown
    undecided: bool
    rivals: tuple[RivalShown, ...]
    closed: str


class ApplicationShown(msgspec.Struct, frozen=True):
    """One application."""

    id: str
    who: str
    kind: str
    applied: str
    purpose: str
    heads: int
    capacity: int | None
    wants: tuple[str, ...]
    contact: Contact
    notes: tuple[str, ...]
    dates: tuple[DateShown, ...]
    record: RecordShown
    uses: tuple[BookingShown, ...]
    decide_by: str
    missing_until: str
    undecided: bool


def waiting(places: Places) -> list[WaitingShown]:
    """Return what is to be decided, the most urgent first."""
    found = sorted(places.venues.undecided(), key=_urgency)
    return [_waiting(places, each) for each in found]


def application(
    places: Places, name: ApplicationId, *, contact_shown: bool = False
) -> ApplicationShown | None:
    """Return one application; ``None`` if it is not known any more."""
    found = places.venues.applications.get(name)
    if found is None:
        return None
    asked, details = found.asked, places.desk.details(name)
    bookings = places.venues.of(name)
    clock = review.review_clock(places.venues, places.moment(), found)
    until = found.supplement_until
    plan = places.site.venue(asked.venue)
    uses = [*places.uses_of(asked.applicant, but=name)][:_MOST_USES]
    return ApplicationShown(
        id=name,
        who=places.who(found),
        kind=phrases.kinds(places._)[asked.kind],
        applied=places.when_words(found.applied),
        purpose=details.purpose,
        heads=asked.head_count,
        capacity=None if plan is None else plan.capacity,
        wants=tuple(_wants(places, found)),
        contact=places.contact(name, shown=contact_shown),
        notes=places.desk.notes(name),
        dates=tuple(_date(places, each) for each in bookings),
        record=places.record(asked.applicant),
        uses=tuple(map(places.booking, uses)),
        decide_by="" if clock is None else places.when_words(clock.remind_at),
        missing_until="" if until is None else places.when_words(until),
        undecided=any(each.status in UNDECIDED for each in bookings),
    )


def _waiting(places: Places, found: Application) -> WaitingShown:
    bookings = places.venues.of(found.id)
    first = next(each for each in bookings if each.status in UNDECIDED)
    clock = review.review_clock(places.venues, places.moment(), found)
    missing = all(each.status is not Status.PENDING for each in bookings)
    state, tone = _state(places, found, missing=missing)
    return WaitingShown(
        id=found.id,
        who=places.who(found),
        venue=places.name_of(first.venue),
        when=places.slot_words(first.slot),
        dates=len(bookings),
        waits=_age(places, found),
        decide_by="" if clock is None else places.when_words(clock.remind_at),
        state=state,
        tone=tone,
    )


def _state(places: Places, found: Application, *, missing: bool) -> tuple[str, str]:
    if found.escalated:
        return places._("the use is near"), "bad"
    if missing:
        return places._("asked for more"), "quiet"
    if found.reminded:
        return places._("waits too long"), "care"
    return places._("new"), "good"


def _age(places: Places, found: Application) -> str:
    hours = int((places.moment().at - found.applied).total_seconds() // 3600)
    if hours == 0:
        return places._("less than an hour")
    if hours < 24:
        return places.words.ngettext("{count} hour", "{count} hours", hours).format(count=hours)
    days = hours // 24
    text = places.words.ngettext("{count} day", "{count} days", days).format(count=days)
    worked = _worked_since(places, local_day(found.applied))
    if worked is None:
        return text
    counted = places.words.ngettext("{count} working day", "{count} working days", worked)
    return f"{text} · {counted.format(count=worked)}"


def _worked_since(places: Places, day: date) -> int | None:
    """Return the working days after ``day`` up to today; ``None`` where a year is unknown."""
    moment = places.moment()
    passed = [day + timedelta(days=n + 1) for n in range((moment.business_date - day).days)]
    if not all(map(moment.calendar.knows, passed)):
        return None
    return sum(moment.calendar.day(each).kind.is_worked for each in passed)


def _date(places: Places, booking: Booking) -> DateShown:
    blackout = places.venues.blackout_of(booking.venue, booking.slot)
    closed = ""
    if blackout is not None:
        closed = phrases.blackout_reasons(places._)[blackout.reason]
    return DateShown(
        booking=places.booking(booking),
        undecided=booking.status in UNDECIDED,
        rivals=tuple(_rivals(places, booking)),
        closed=closed,
    )


def _rivals(places: Places, booking: Booking) -> Iterator[RivalShown]:
    venues, moment = places.venues, places.moment()
    for other in venues.holders(booking.venue, booking.kept, moment.at):
        if other.application != booking.application:
            yield _rival(places, other, places._("has this time"))
    for other in venues.in_line(booking.venue, booking.slot):
        if other.application != booking.application:
            yield _rival(places, other, places._("stands in line"))


def _rival(places: Places, other: Booking, why: str) -> RivalShown:
    found = places.venues.application_of(other.id)
    record = None if found is None else places.record(found.asked.applicant)
    applied = "" if found is None else places.when_words(found.applied)
    return RivalShown(places.booking(other), why, record, applied)


def _wants(places: Places, found: Application) -> Iterator[str]:
    plan = places.site.venue(found.asked.venue)
    for each in () if plan is None else plan.equipment:
        if each.id in found.asked.equipment:
            yield each.name.in_language(places.words.language)


def _urgency(found: Application) -> tuple[bool, bool, object, str]:
    return (found.escalated is None, found.reminded is None, found.applied, found.id)
