"""What each venue event makes true. Total: an event about what is gone changes nothing."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.family import Stamp
from kiosk.ids import ApplicationId, BookingId, EntryId, HoldId, MarkId
from kiosk.journal.entry import Event
from kiosk.privacy import Erased
from kiosk.venues import events as e
from kiosk.venues.changes import (
    became,
    changed,
    marked,
    note_ended,
    swept,
    with_application,
    with_booking,
)
from kiosk.venues.records import Application, Booking, Hold, Status, Venues
from kiosk.venues.upkeep_events import ExcuseReason, Fault
from kiosk.venues.upkeep_folds import fold_upkeep


def fold(venues: Venues, stamp: Stamp, event: Event) -> Venues:
    """Return the venues after ``event``."""
    venues = swept(venues, stamp)
    if isinstance(event, Erased):
        return _erased(venues, event.entries)
    if isinstance(event, e.Applied | e.WaitlistJoined):
        venues = _applied(venues, stamp, event)
    elif stamp.refused is None:
        venues = _fold_application(venues, stamp, event)
        venues = _fold_use(venues, stamp, event)
        venues = fold_upkeep(venues, stamp, event)
    return _noted(venues, stamp, event)


def _fold_application(venues: Venues, stamp: Stamp, event: Event) -> Venues:
    match event:
        case e.Held():
            return _held(venues, event)
        case e.HoldDropped(hold=hold):
            return _without_hold(venues, hold)
        case e.Approved(bookings=bookings):
            return became(venues, stamp, bookings, Status.APPROVED)
        case e.Rejected(bookings=bookings, reason=reason):
            return became(venues, stamp, bookings, Status.REJECTED, rejected=reason)
        case e.SupplementAsked(application=application, until=until):
            pending = _in(venues, application, Status.PENDING)
            venues = became(venues, stamp, pending, Status.SUPPLEMENT)
            return changed(venues, application, supplement_until=until)
        case e.Supplemented(application=application):
            missing = _in(venues, application, Status.SUPPLEMENT)
            venues = became(venues, stamp, missing, Status.PENDING)
            return changed(venues, application, supplement_until=None)
        case e.ReviewReminded(application=application):
            return changed(venues, application, reminded=stamp.at)
        case e.Escalated(application=application):
            return changed(venues, application, escalated=stamp.at)
        case _:
            return venues


def _fold_use(venues: Venues, stamp: Stamp, event: Event) -> Venues:
    match event:
        case e.Offered(booking=booking, until=until):
            return became(venues, stamp, [booking], Status.OFFERED, offered_until=until)
        case e.OfferAccepted(booking=booking):
            return became(venues, stamp, [booking], Status.PENDING)
        case e.OfferDeclined(booking=booking) | e.Lapsed(booking=booking):
            return became(venues, stamp, [booking], Status.LAPSED)
        case e.CheckedIn(booking=booking):
            return became(_not_absent(venues, booking), stamp, [booking], Status.CHECKED_IN)
        case e.Completed(booking=booking, early=early):
            left = stamp.at if early else None
            return became(venues, stamp, [booking], Status.COMPLETED, left=left)
        case e.NoShow(booking=booking, points=points):
            venues = became(venues, stamp, [booking], Status.NO_SHOW)
            return marked(venues, stamp, booking, Fault.NO_SHOW, points)
        case e.Cancelled():
            return _cancelled(venues, stamp, event)
        case _:
            return venues


def _cancelled(venues: Venues, stamp: Stamp, event: e.Cancelled) -> Venues:
    venues = became(
        venues,
        stamp,
        [event.booking],
        Status.CANCELLED,
        cancelled_by=event.by,
        minutes_before=event.minutes_before,
    )
    fault, today = Fault.LATE_CANCEL, stamp.business_date
    return marked(venues, stamp, event.booking, fault, event.points, on=today)


def _not_absent(venues: Venues, booking: BookingId) -> Venues:
    """Excuse whoever was given up by time and had checked in where there was no line."""
    for mark in venues.marks.values():
        if mark.booking == booking and mark.fault is Fault.NO_SHOW and mark.excused is None:
            excused = replace(mark, excused=ExcuseReason.MISTAKE)
            venues = replace(venues, marks=venues.marks.set(mark.id, excused))
    return venues


def _held(venues: Venues, event: e.Held) -> Venues:
    if event.instead_of is not None:
        venues = _without_hold(venues, event.instead_of)
    hold = Hold(event.hold, event.venue, event.kept, event.until)
    return replace(venues, holds=venues.holds.set(hold.id, hold))


def _applied(venues: Venues, stamp: Stamp, event: e.Applied | e.WaitlistJoined) -> Venues:
    waits = isinstance(event, e.WaitlistJoined)
    occurrences = (event.occurrence,) if isinstance(event, e.WaitlistJoined) else event.occurrences
    new = {each.booking: each for each in occurrences if each.booking not in venues.bookings}
    if isinstance(event, e.Applied) and event.hold is not None:
        venues = _without_hold(venues, event.hold)
    if not new or event.application in venues.applications:
        return venues
    status = Status.WAITING if waits else Status.PENDING
    application = Application(
        id=event.application,
        asked=event.asked,
        applied=stamp.at,
        business_date=stamp.business_date,
        bookings=tuple(new),
    )
    venues = with_application(venues, application)
    for each in new.values():
        booking = Booking(
            id=each.booking,
            application=application.id,
            venue=event.asked.venue,
            slot=each.slot,
            kept=each.kept,
            position=stamp.position,
            since=stamp.at,
            status=status if stamp.refused is None else Status.REFUSED,
        )
        venues = with_booking(venues, booking)
    # A code that was drawn twice without a line stays with whoever had it first.
    code, token = event.asked.code, event.asked.token
    return replace(
        venues,
        by_code=venues.by_code.set(code, venues.by_code.get(code, application.id)),
        by_token=venues.by_token.set(token, venues.by_token.get(token, application.id)),
    )


def _in(venues: Venues, application: ApplicationId, status: Status) -> list[BookingId]:
    return [each.id for each in venues.of(application) if each.status is status]


def _without_hold(venues: Venues, hold: HoldId) -> Venues:
    if hold not in venues.holds:
        return venues
    return replace(venues, holds=venues.holds.delete(hold))


def _noted(venues: Venues, stamp: Stamp, event: Event) -> Venues:
    """Keep a personal row with the application it is about, or as ended if there is none."""
    if not stamp.private:
        return venues
    application = _about(venues, event)
    if application is None:
        return note_ended(venues, stamp.id, stamp.business_date)
    return with_application(venues, replace(application, notes=(*application.notes, stamp.id)))


def _about(venues: Venues, event: Event) -> Application | None:
    named = getattr(event, "application", None)
    if named is not None:
        return venues.applications.get(named)
    booking = getattr(event, "booking", None) or next(iter(getattr(event, "bookings", ())), None)
    mark = venues.marks.get(getattr(event, "mark", MarkId("")))
    if booking is None and mark is not None:
        booking = mark.booking
    return None if booking is None else venues.application_of(booking)


def _erased(venues: Venues, entries: tuple[EntryId, ...]) -> Venues:
    gone = set(entries)
    ended = venues.ended_notes
    for entry in entries:
        if entry in ended:
            ended = ended.delete(entry)
    venues = replace(venues, ended_notes=ended)
    for application in venues.applications.values():
        if not gone.isdisjoint(application.notes):
            left = tuple(note for note in application.notes if note not in gone)
            venues = with_application(venues, replace(application, notes=left))
    return venues
